"""Who takes a stance, and whether it is taken at all or only thought of."""

from __future__ import annotations

from dataclasses import dataclass

from spacy.tokens import Token

from kg.read import syntax
from kg.read.complements import Extent
from kg.read.frames import Scene
from kg.read.stance_words import Stance, Stances

_OPEN = frozenset(
    {"will", "'ll", "’ll", "wo", "shall", "might", "may", "could", "should", "must", "would", "can", "ca"}
)
#: Strengths of stances that take a mind.
_MINDED = frozenset({"wish", "plan", "belief", "promise"})
#: How many words up or down a chain of words is followed.
_DEEP = 6
#: "would like" is a wish.
_WISHED = frozenset({"like", "love", "prefer", "hate"})
NO_SOURCE = frozenset("you one it which that this who there these those neither none anyone anybody nobody".split())


@dataclass(slots=True, frozen=True, kw_only=True)
class Held:
    """A stance as [start, end) offsets; without a source where the passive names none."""

    head: Token
    source: Token | None
    cue: Extent
    content: Extent
    #: one of several who take it, each with a stance of its own
    several: bool = False
    #: a verb with the noun that says what it does ("raised questions")
    phrase: bool = False


def holds(scene: Scene, source: Token, entry: Stance, lexicon: Stances, depth: int = 0) -> bool:
    """Whether a noun can take a stance; what shows or mentions something may be a document or a picture."""
    word = source.lemma_.lower()
    if source.lower_ == "it":
        anchor = scene.parsed.headed_by(source)
        return anchor is not None and anchor.antecedent is not None and "evidence" not in entry.takes
    if source.lower_ in NO_SOURCE:
        return False
    if word in lexicon.quantifiers:
        of = next((g for c in source.rights if c.lower_ == "of" for g in c.rights if g.dep_ == "pobj"), None)
        return (
            of is None or of.pos_ in ("PRON", "DET") or (depth < _DEEP and holds(scene, of, entry, lexicon, depth + 1))
        )
    if "rule" in entry.takes:
        return word in lexicon.rules
    if word in lexicon.evidence and (entry.strength == "neutral" or "evidence" in entry.takes):
        return True
    if word in lexicon.works and entry.strength not in _MINDED:
        return True
    return "evidence" not in entry.takes and (word in lexicon.people or scene.is_agent(source))


def undecided(scene: Scene, verb: Token, lexicon: Stances, depth: int = 0) -> bool:
    """Whether the stance itself is left open: possible, conditional, or the complement of another verb."""
    if any(c.lower_ in ("if", "unless", "whether") and c.dep_ == "mark" for c in verb.children):
        return True
    helpers = {t.lower_ for t in syntax.auxiliaries(verb)}
    if helpers & _OPEN and not (verb.lemma_ in _WISHED and helpers & _OPEN == {"would"}):
        return True
    if "to" in helpers or (verb.tag_ == "VB" and not helpers and verb.dep_ in ("xcomp", "ccomp", "conj")):
        head = verb.head if verb.dep_ != "conj" else verb.head.head
        known = head.lemma_.lower() in scene.lexicon.openers or head.lemma_.lower() in lexicon.openers
        return not known or head.i >= verb.i or depth >= _DEEP or undecided(scene, head, lexicon, depth + 1)
    return verb.dep_ == "pcomp" and verb.head.lower_ == "without"
