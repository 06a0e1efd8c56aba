"""A word of stance in a parse → who takes the stance, in which words, towards what.

"The mayor wants the ferry to stop", "pilots were critical of the charts", "the bishop's call for calm".
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from spacy.tokens import Token

from kg.read import syntax
from kg.read.complements import Extent, clause_extent, noun_clause, whole_quotes
from kg.read.frame_verbs import by_word, clause_of, group_start
from kg.read.frames import Scene
from kg.read.speakers import speakers
from kg.read.stance_words import Stance, Stances, Takes

_OPEN = frozenset(
    {"will", "'ll", "’ll", "wo", "shall", "might", "may", "could", "should", "must", "would", "can", "ca"}
)
_COPULAS = frozenset({"be", "become", "remain", "feel", "grow", "stay"})
_BLAMING = ("for", "over", "as", "because")
#: How far behind a word its preposition is still one of the reporting words.
_NEAR = 2
_NO_SOURCE = frozenset(
    "you one it which that this who there these those neither none anyone anybody someone everyone nobody".split()
)


@dataclass(slots=True, frozen=True, kw_only=True)
class Held:
    """A stance as [start, end) offsets; without a source where the passive names none."""

    head: Token
    source: Token | None
    cue: Extent
    content: Extent
    #: one of several who take it, each with a stance of its own
    several: bool = False


def stance_frames(scene: Scene, token: Token, entry: Stance, lexicon: Stances) -> Iterator[Held]:
    """Yield the stances that a word opens by one entry of the lexicon, one for each who takes it."""
    if entry.pos == "noun":
        if token.pos_ in ("NOUN", "PROPN"):
            yield from _of_noun(scene, token, entry, lexicon)
        return
    verb = token if entry.pos == "verb" else token.head
    if entry.pos == "verb" and (token.pos_ not in ("VERB", "AUX") or token.dep_ == "amod"):
        return
    if entry.pos == "adjective" and (
        token.dep_ not in ("acomp", "oprd", "attr", "ROOT") or verb.lemma_ not in _COPULAS
    ):
        return
    if entry.pos == "adjective" and any(c.lower_ in ("so", "too", "such") for c in token.lefts):
        return  # "so sure that they left": what follows is the outcome
    last = _with_particle(scene, token, entry)
    if last is None or _undecided(scene, verb):
        return
    passive = entry.pos == "verb" and syntax.is_passive(token)
    if passive and not syntax.agents(token):
        if entry.passive:
            yield from _unowned(scene, token, entry)
        return
    found = _acted_on(scene, token, entry) if passive else _complement(scene, token, verb, entry)
    if found is None:
        return
    cue, content = (group_start(scene, verb), scene.end_of(max(last, found[0]))), found[1]
    sources = speakers(scene, verb)
    for source in sources:
        if _holds(scene, source, entry, lexicon) and not content[0] <= source.idx < content[1]:
            yield Held(head=token, source=source, cue=cue, content=content, several=len(sources) > 1)


def _with_particle(scene: Scene, verb: Token, entry: Stance) -> int | None:
    """Return the index of a verb's last word, its particle if the entry has one; None where that is missing."""
    if entry.particle is None:
        return verb.i
    following = verb.i + 1
    return following if following < len(scene.doc) and scene.doc[following].lower_ == entry.particle else None


def _holds(scene: Scene, source: Token, entry: Stance, lexicon: Stances) -> bool:
    """Whether a noun can take a stance; what shows or mentions something may be a document or a picture."""
    word = source.lemma_.lower()
    if source.lower_ == "it":
        anchor = scene.parsed.headed_by(source)
        return anchor is not None and anchor.antecedent is not None and "evidence" not in entry.takes
    if source.lower_ in _NO_SOURCE:
        return False
    if word in lexicon.evidence and (entry.strength == "neutral" or "evidence" in entry.takes):
        return True
    return "evidence" not in entry.takes and (word in lexicon.people or scene.is_agent(source))


def _undecided(scene: Scene, verb: Token) -> bool:
    """Whether the stance itself is left open: possible, conditional, or the complement of another verb."""
    if any(c.lower_ in ("if", "unless", "whether") and c.dep_ == "mark" for c in verb.children):
        return True
    helpers = {t.lower_ for t in syntax.auxiliaries(verb)}
    if helpers & _OPEN:
        return True
    if "to" in helpers or (verb.tag_ == "VB" and not helpers and verb.dep_ in ("xcomp", "ccomp", "conj")):
        head = verb.head if verb.dep_ != "conj" else verb.head.head
        return head.lemma_.lower() not in scene.lexicon.openers
    return verb.dep_ == "pcomp" and verb.head.lower_ == "without"


def _complement(scene: Scene, word: Token, verb: Token, entry: Stance) -> tuple[int, Extent] | None:
    """Return the index of the last reporting word and the extent of what the words introduce."""
    rights = [c for c in (*word.rights, *(verb.rights if verb != word else ())) if c.i > word.i]
    for name in entry.takes:
        if name == "prep":
            last, found = _phrase(scene, word, rights, entry.prep)
        else:
            last, found = word.i, _held(scene, word, rights, entry, name)
        if found is not None and ":" not in scene.text[scene.end_of(word.i) : found[0]]:
            return (last, found) if found[0] >= scene.end_of(word.i) else None
    return None


def _held(scene: Scene, word: Token, rights: list[Token], entry: Stance, name: Takes) -> Extent | None:
    """Return the extent of one kind of complement, if the word has it."""
    thing, inner = _thing(rights), _inner(rights)
    match name:
        case "clause":
            return _finite(scene, word, rights)
        case "silence":
            asked = next((c for c in rights if c.dep_ == "ccomp" and _asks(c)), None) if syntax.negated(word) else None
            return _between(scene, asked.left_edge, asked.right_edge) if asked is not None else None
        case "infinitive":
            bare = inner is not None and thing is None and inner.dep_ != "advcl" and not _own_subject(inner)
            return _between(scene, inner.left_edge, inner.right_edge) if bare and inner is not None else None
        case "control":
            if inner is None or (thing is None and not _own_subject(inner)):
                return None
            first = thing if thing is not None and thing.i < inner.i else inner
            return _between(scene, first.left_edge, inner.right_edge)
        case "gerund":
            gerund = next((c for c in rights if c.dep_ in ("xcomp", "pcomp") and c.tag_ == "VBG"), None)
            return _between(scene, gerund.left_edge, gerund.right_edge) if gerund is not None else None
        case "blame":
            tail = _tail(thing, rights, entry.prep or _BLAMING) if thing is not None else None
            return _between(scene, thing.left_edge, tail) if thing is not None and tail is not None else None
        case "predicate":
            return _predicate(scene, rights, thing)
    named = thing is not None and (thing.pos_ == "PROPN" or scene.anchor(thing) is not None)
    if named and word.lemma_.lower() in scene.lexicon.relays:
        return None
    if name == "matter" and thing is not None and scene.is_agent(thing):
        return None
    if thing is not None and (name == "evidence" or _weighty(thing)):
        return _between(scene, thing.left_edge, _reasons(thing, rights))
    return _finite(scene, word, rights) if name == "evidence" else None


def _thing(rights: list[Token]) -> Token | None:
    return next((c for c in rights if c.dep_ in ("dobj", "dative") and c.pos_ != "ADP"), None)


def _inner(rights: list[Token]) -> Token | None:
    return next((c for c in rights if c.dep_ in ("xcomp", "ccomp", "advcl") and _infinitive(c)), None)


def _asks(clause: Token) -> bool:
    """Whether a clause is a question: it starts with a question word, "if" or "whether"."""
    first = clause.left_edge
    return first.tag_ in ("WP", "WRB", "WDT", "WP$") or first.lower_ in ("if", "whether")


def _infinitive(verb: Token) -> bool:
    return any(c.dep_ == "aux" and c.lower_ == "to" for c in verb.lefts)


def _own_subject(verb: Token) -> bool:
    return any(c.dep_ in ("nsubj", "nsubjpass") for c in verb.lefts)


def _between(scene: Scene, first: Token, last: Token) -> Extent:
    return whole_quotes(scene, scene.start_of(first.i), scene.end_of(last.i))


def _finite(scene: Scene, word: Token, rights: list[Token]) -> Extent | None:
    """Return the finite clause behind a word, with its question word and without its "that"."""
    for child in rights:
        if child.dep_ == "ccomp" and not _infinitive(child) and child.left_edge.i > word.i:
            return clause_extent(scene, child)
    clause = clause_of(word)
    if clause is None or _infinitive(clause) or clause.dep_ in ("advcl", "relcl") or clause.left_edge.i < word.i:
        return None
    return clause_extent(scene, clause)


def _phrase(scene: Scene, word: Token, rights: list[Token], names: tuple[str, ...]) -> tuple[int, Extent | None]:
    """Return the index of a preposition and what it introduces, with an infinitive behind it ("on X to leave")."""
    phrase = next((c for c in rights if c.lower_ in names and c.dep_ in ("prep", "prt", "dative")), None)
    held = next((c for c in phrase.rights if c.dep_ in ("pobj", "pcomp")), None) if phrase is not None else None
    if phrase is None or held is None or held.ent_type_ in ("DATE", "TIME") or held.lemma_ == "condition":
        return word.i, None
    inner = _inner(rights)
    last = inner.right_edge if inner is not None and inner.i > phrase.right_edge.i else phrase.right_edge
    near = phrase.i - word.i <= _NEAR
    return phrase.i if near else word.i, _between(scene, held.left_edge, last)


def _weighty(thing: Token) -> bool:
    """Whether an object can be the matter of a stance: no mere number, day, reflexive or pronoun without a name."""
    return thing.ent_type_ not in ("DATE", "TIME", "MONEY", "PERCENT") and not thing.lower_.endswith(("self", "selves"))


def _tail(thing: Token, rights: list[Token], names: tuple[str, ...]) -> Token | None:
    for child in (*thing.rights, *rights):
        if child.i > thing.i and child.lower_ in names and child.dep_ in ("prep", "mark", "agent"):
            return None if child.right_edge.ent_type_ in ("DATE", "TIME") else child.right_edge
        if child.dep_ == "advcl" and child.i > thing.i and any(t.lower_ in names for t in child.lefts):
            return child.right_edge
    return None


def _reasons(thing: Token, rights: list[Token]) -> Token:
    """Return the last token of an object with what it is praised or blamed for."""
    return _tail(thing, rights, _BLAMING) or thing.right_edge


def _predicate(scene: Scene, rights: list[Token], thing: Token | None) -> Extent | None:
    """Return object and predicate of "consider X Y", where the parser made them a small clause or not."""
    for child in rights:
        if child.dep_ == "ccomp" and child.pos_ in ("ADJ", "NOUN", "PROPN") and _own_subject(child):
            return _between(scene, child.left_edge, child.right_edge)
        if child.dep_ in ("oprd", "acomp") and thing is not None and child.i > thing.i:
            return _between(scene, thing.left_edge, child.right_edge)
    return None


def _unowned(scene: Scene, verb: Token, entry: Stance) -> Iterator[Held]:
    """Yield the stance of a passive without "by" ("is expected to win"): its content starts at the subject."""
    subject = next((c for c in verb.lefts if c.dep_ == "nsubjpass"), None)
    if subject is None or verb.dep_ in ("acl", "amod"):
        return
    inner = next((c for c in verb.rights if c.dep_ in ("xcomp", "ccomp") and _infinitive(c)), None)
    last = inner.right_edge if inner is not None and "control" in entry.takes else None
    word = verb
    if last is None and "predicate" in entry.takes:
        last = next((c.right_edge for c in verb.rights if c.dep_ in ("oprd", "acomp")), None)
    if last is None and {"blame", "object"} & set(entry.takes):
        names = entry.prep or _BLAMING
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
    return by_word(verb).i, _between(scene, subject.left_edge, subject.right_edge)


def _of_noun(scene: Scene, noun: Token, entry: Stance, lexicon: Stances) -> Iterator[Held]:
    """Yield the stance of a noun with a possessor or "by"."""
    source = next((c for c in noun.lefts if c.dep_ == "poss" and _holds(scene, c, entry, lexicon)), None)
    if source is None:
        by = next((c for c in noun.rights if c.lower_ == "by" and c.dep_ in ("prep", "agent")), None)
        source = (
            next((c for c in by.rights if c.dep_ == "pobj" and scene.is_agent(c)), None) if by is not None else None
        )
    if source is None or source.lower_ in _NO_SOURCE or noun_clause(scene, noun) is not None:
        return
    for child in noun.rights:
        if "infinitive" in entry.takes and child.dep_ in ("acl", "relcl") and _infinitive(child):
            content = _between(scene, child.left_edge, child.right_edge)
            yield Held(head=noun, source=source, cue=_noun_cue(scene, noun, noun.i), content=content)
            return
        if "prep" in entry.takes and child.dep_ == "prep" and child.lower_ in entry.prep:
            held = next((c for c in child.rights if c.dep_ in ("pobj", "pcomp")), None)
            if held is not None and held != source:
                content = _between(scene, held.left_edge, child.right_edge)
                yield Held(head=noun, source=source, cue=_noun_cue(scene, noun, child.i), content=content)
            return


def _noun_cue(scene: Scene, noun: Token, last: int) -> Extent:
    return scene.start_of(noun.i), scene.end_of(last)
