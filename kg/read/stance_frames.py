"""A word of stance in a parse → who takes the stance, in which words, towards what.

"The mayor wants the ferry to stop", "pilots were critical of the charts", "the bishop's call for calm".
"""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Token

from kg.read import syntax
from kg.read.complements import Extent, clause_extent, whole_quotes
from kg.read.cues import by_word, group_start
from kg.read.frame_verbs import clause_of
from kg.read.frames import Scene
from kg.read.speakers import speakers
from kg.read.stance_complements import BLAMING, between, complement, infinitive
from kg.read.stance_holders import Held, holds, undecided
from kg.read.stance_nouns import noun_stances, phrase_stances
from kg.read.stance_words import Stance, Stances

_COPULAS = frozenset({"be", "become", "remain", "feel", "grow", "stay"})


def stance_frames(scene: Scene, token: Token, entry: Stance, lexicon: Stances) -> Iterator[Held]:
    """Yield the stances that a word opens by one entry of the lexicon, one for each who takes it."""
    if entry.pos == "noun":
        if token.pos_ in ("NOUN", "PROPN"):
            yield from noun_stances(scene, token, entry, lexicon)
        return
    if entry.pos == "phrase":
        if token.pos_ in ("VERB", "AUX"):
            yield from phrase_stances(scene, token, entry, lexicon)
        return
    if entry.pos == "adverb":
        yield from _hedged(scene, token)
        return
    verb = token if entry.pos == "verb" else token.head
    if entry.pos == "verb" and (token.pos_ not in ("VERB", "AUX") or token.dep_ == "amod"):
        return
    if entry.pos == "adjective" and (
        token.dep_ not in ("acomp", "oprd", "attr", "ROOT") or verb.lemma_ not in _COPULAS
    ):
        return
    degree = next((c.lower_ for c in token.lefts if c.lower_ in ("so", "too", "such")), None)
    if entry.pos == "adjective" and degree is not None and not (degree == "too" and syntax.negated(verb)):
        return  # "so sure that they left": what follows is the outcome
    last = _with_particle(scene, token, entry)
    if last is None or undecided(scene, verb, lexicon):
        return
    passive = entry.pos == "verb" and syntax.is_passive(token)
    if passive and not syntax.agents(token):
        if entry.passive:
            yield from _unowned(scene, token, entry)
        return
    found = _acted_on(scene, token, entry) if passive else complement(scene, token, verb, entry)
    if found is None:
        return
    cue, content = (group_start(scene, verb), scene.end_of(max(last, found[0]))), found[1]
    sources = speakers(scene, verb)
    for source in sources:
        if holds(scene, source, entry, lexicon) and not content[0] <= source.idx < content[1]:
            yield Held(head=token, source=source, cue=cue, content=content, several=len(sources) > 1)


def _hedged(scene: Scene, adverb: Token) -> Iterator[Held]:
    """Yield what an adverb says that others say ("reportedly"): the clause around it."""
    verb = adverb.head
    if adverb.dep_ != "advmod" or verb.pos_ not in ("VERB", "AUX"):
        return
    content = between(scene, verb.left_edge, verb.right_edge)
    yield Held(head=adverb, source=None, cue=(scene.start_of(adverb.i), scene.end_of(adverb.i)), content=content)


def _with_particle(scene: Scene, verb: Token, entry: Stance) -> int | None:
    """Return the index of a verb's last word, its particle if the entry has one; None where that is missing."""
    if entry.particle is None:
        return verb.i
    following = verb.i + 1
    return following if following < len(scene.doc) and scene.doc[following].lower_ == entry.particle else None


def _unowned(scene: Scene, verb: Token, entry: Stance) -> Iterator[Held]:
    """Yield the stance of a passive without "by" ("is expected to win"): its content starts at the subject."""
    subject = next((c for c in verb.lefts if c.dep_ == "nsubjpass"), None)
    if subject is None or verb.dep_ in ("acl", "amod"):
        return
    clause = clause_of(verb) if subject.lower_ == "it" else None
    if clause is not None and not infinitive(clause):
        cue = (group_start(scene, verb), scene.end_of(verb.i))
        yield Held(head=verb, source=None, cue=cue, content=clause_extent(scene, clause))
        return
    inner = next((c for c in verb.rights if c.dep_ in ("xcomp", "ccomp") and infinitive(c)), None)
    last = inner.right_edge if inner is not None and "control" in entry.takes else None
    word = verb
    if last is None and "predicate" in entry.takes:
        last = next((c.right_edge for c in verb.rights if c.dep_ in ("oprd", "acomp")), None)
    if last is None and {"blame", "object"} & set(entry.takes):
        names = entry.prep or BLAMING
        phrases = (c for c in verb.rights if c.dep_ == "prep" and c.lower_ in names)
        phrase = next((c for c in phrases if c.right_edge.ent_type_ not in ("DATE", "TIME")), None)
        if phrase is not None:
            last = phrase.right_edge
            word = phrase if phrase.i == verb.i + 1 else verb
    if last is None:
        return
    relative = subject.lower_ in syntax.RELATIVES
    start = scene.end_of(word.i) if relative else scene.start_of(subject.left_edge.i)
    cue = (group_start(scene, verb), scene.end_of(word.i))
    yield Held(head=verb, source=None, cue=cue, content=whole_quotes(scene, start, scene.end_of(last.i)))


def _acted_on(scene: Scene, verb: Token, entry: Stance) -> tuple[int, Extent] | None:
    """Return the subject of a passive whose "by" names who takes the stance."""
    subject = next((c for c in verb.lefts if c.dep_ == "nsubjpass"), None)
    if subject is None or subject.lower_ in syntax.RELATIVES or not {"object", "blame", "predicate"} & set(entry.takes):
        return None
    return by_word(verb).i, between(scene, subject.left_edge, subject.right_edge)
