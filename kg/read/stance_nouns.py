"""Nouns of stance → who takes it: "his call for calm", "raised questions about the cost", "fears that it will rain"."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Token

from kg.read import syntax
from kg.read.complements import Extent, clause_extent, noun_clause, that_clause
from kg.read.cues import group_start
from kg.read.frames import Scene
from kg.read.speakers import speakers
from kg.read.stance_complements import BLAMING, between, infinitive, phrase_of
from kg.read.stance_holders import NO_SOURCE, Held, holds, undecided
from kg.read.stance_words import Stance, Stances

_NEGATIONS = frozenset({"no", "any", "little", "few", "whatever"})
#: Verbs whose negation is a stance as well: "is not in favour", "has no doubts", unlike "made no promise".
_HELD = frozenset({"be", "have", "hold", "take", "feel"})
_FROM = frozenset({"by", "from", "among"})


def noun_stances(scene: Scene, noun: Token, entry: Stance, lexicon: Stances) -> Iterator[Held]:
    """Yield the stance of a noun with a possessor, with "by" or "from", or of one that nobody is said to take."""
    source = _owner(scene, noun, entry, lexicon)
    if source is None and (not entry.passive or _somebodys(noun)):
        return
    if source is not None and source.lower_ in NO_SOURCE:
        return
    found = _content(scene, noun, list(noun.rights), entry)
    if source is None and found is not None and _of_somebody(scene, noun, entry, lexicon):
        return
    if found is None or (source is not None and found[1][0] <= source.idx < found[1][1]):
        return
    yield Held(head=noun, source=source, cue=(scene.start_of(noun.i), scene.end_of(found[0])), content=found[1])


def _owner(scene: Scene, noun: Token, entry: Stance, lexicon: Stances) -> Token | None:
    owner = next((c for c in noun.lefts if c.dep_ == "poss" and holds(scene, c, entry, lexicon)), None)
    if owner is not None:
        return owner
    for by in noun.rights:
        if by.lower_ in _FROM and by.dep_ in ("prep", "agent"):
            return next((c for c in by.rights if c.dep_ == "pobj" and holds(scene, c, entry, lexicon)), None)
    return None


def _somebodys(noun: Token) -> bool:
    """Whether a noun has an owner that takes no stance, is denied, or is a single thing ("no fear", "the claim")."""
    several = noun.tag_ in ("NNS", "NNPS")
    return any(c.dep_ == "poss" or c.lower_ in _NEGATIONS or (c.dep_ == "det" and not several) for c in noun.lefts)


def _of_somebody(scene: Scene, noun: Token, entry: Stance, lexicon: Stances) -> bool:
    """Whether "of" names who takes a stance, not what it is about ("the warnings of his neighbours")."""
    return any(holds(scene, c, entry, lexicon) for of in noun.rights if of.lower_ == "of" for c in of.rights)


def _content(scene: Scene, noun: Token, rights: list[Token], entry: Stance) -> tuple[int, Extent] | None:
    """Return the index of the last reporting word and the extent of what a noun introduces."""
    for name in entry.takes:
        if name == "infinitive":
            kinds = ("acl", "relcl", "xcomp", "advcl") if entry.nouns else ("acl", "relcl")
            inner = next((c for c in rights if c.dep_ in kinds and infinitive(c)), None)
            if inner is not None and not any(c.dep_ in ("nsubj", "nsubjpass") for c in inner.lefts):
                return noun.i, between(scene, inner.left_edge, inner.right_edge)
        elif name == "clause":
            clause = _clause(scene, noun, rights)
            if clause is not None:
                return noun.i, clause
        elif name == "prep":
            last, held = phrase_of(scene, noun, rights, entry.prep)
            if held is not None:
                return last, held
    return None


def _clause(scene: Scene, noun: Token, rights: list[Token]) -> Extent | None:
    found = noun_clause(scene, noun)
    if found is not None and found[0].dep_ not in ("dobj", "pobj"):
        start, end = clause_extent(scene, found[1])
        return max(start, scene.start_of(found[0].i + 1)), end
    clause = next((that_clause(c) for c in rights if that_clause(c) is not None), None)
    if clause is None or clause.i < noun.i or _relative(clause):
        return None
    return clause_extent(scene, clause)


def _relative(clause: Token) -> bool:
    """Whether the "that" of a clause stands for the noun before it ("the fear that he felt")."""
    return any(c.lower_ == "that" and c.dep_ != "mark" for c in clause.lefts)


def phrase_stances(scene: Scene, verb: Token, entry: Stance, lexicon: Stances) -> Iterator[Held]:
    """Yield the stances of a verb with a noun that says what it does ("raised questions about", "was under fire")."""
    for noun in _nouns(verb, entry):
        word = noun.lemma_.lower()
        if (entry.nouns and word not in entry.nouns) or any(c.dep_ == "poss" and c.pos_ != "PRON" for c in noun.lefts):
            continue
        if undecided(scene, verb, lexicon) or (syntax.negated(verb) and verb.lemma_ not in _HELD):
            return
        for way in (entry,) if entry.nouns else lexicon.nouns.get(word, ()):
            rights = [c for c in (*noun.rights, *verb.rights) if c.i > noun.i]
            found = _content(scene, noun, rights, way)
            held = list(_phrased(scene, verb, noun, entry, found, lexicon))
            if held:
                yield from held
                return


def _nouns(verb: Token, entry: Stance) -> Iterator[Token]:
    if entry.particle is None:
        wanted = "nsubjpass" if syntax.is_passive(verb) else "dobj"
        yield from (c for c in verb.children if c.dep_ == wanted)
        return
    for child in verb.rights:
        if child.lower_ == entry.particle and child.dep_ == "prep":
            yield from (c for c in child.rights if c.dep_ == "pobj")


def _phrased(
    scene: Scene, verb: Token, noun: Token, entry: Stance, found: tuple[int, Extent] | None, lexicon: Stances
) -> Iterator[Held]:
    """Yield the stances of verb and noun: of the subject, or towards it where the subject suffers them."""
    if entry.suffers:
        yield from _suffered(scene, verb, noun, entry, lexicon)
        return
    if found is None or (not entry.nouns and any(c.lower_ in ("no", "any") for c in noun.lefts)):
        return
    last, content = found
    if syntax.is_passive(verb) and entry.particle is None:
        agents = [a for a in syntax.agents(verb) if holds(scene, a, entry, lexicon)]
        behind = next((c.i for c in verb.rights if c.i == verb.i + 1 and c.dep_ == "prep"), verb.i)
        ends = last if content[0] < verb.idx else max(last, behind)
        cue = (scene.start_of(noun.left_edge.i), scene.end_of(ends))
        yield Held(head=verb, source=next(iter(agents), None), cue=cue, content=content, phrase=True)
        return
    cue = (group_start(scene, verb), scene.end_of(last))
    sources = speakers(scene, verb)
    for source in sources:
        if holds(scene, source, entry, lexicon) and not content[0] <= source.idx < content[1]:
            yield Held(head=verb, source=source, cue=cue, content=content, several=len(sources) > 1, phrase=True)


def _suffered(scene: Scene, verb: Token, noun: Token, entry: Stance, lexicon: Stances) -> Iterator[Held]:
    """Yield the stance towards the subject of "drew criticism", taken by nobody or by whom "from" names."""
    target = next((c for c in verb.lefts if c.dep_ == "nsubj" and c.lower_ not in syntax.RELATIVES), None)
    if target is None:
        return
    source: Token | None = None
    last = noun
    stop = noun
    for child in sorted((*noun.rights, *verb.rights), key=lambda c: c.i):
        if child.i < noun.i or child.dep_ not in ("prep", "agent"):
            continue
        inner = next((c for c in child.rights if c.dep_ in ("pobj", "pcomp")), None)
        if inner is not None and child.lower_ in _FROM and source is None and holds(scene, inner, entry, lexicon):
            source, last = inner, child
        elif inner is not None and child.lower_ in (*BLAMING, "of", "about") and child.right_edge.ent_type_ != "DATE":
            stop = child.right_edge
            last = child if source is None and child.i == noun.i + 1 else last
    if entry.particle is not None and stop == noun:
        return  # "under fire from the hills": only what is blamed is judged
    first = target.left_edge
    content = between(scene, first, stop if stop.i > noun.i else target.right_edge)
    yield Held(
        head=verb, source=source, cue=(group_start(scene, verb), scene.end_of(last.i)), content=content, phrase=True
    )
