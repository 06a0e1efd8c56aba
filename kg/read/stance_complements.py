"""Complements of a word of stance → the stretch of text that they hold: clauses, infinitives, objects, phrases."""

from __future__ import annotations

from spacy.tokens import Token

from kg.model import Kind
from kg.read import syntax
from kg.read.complements import Extent, clause_extent, whole_quotes
from kg.read.frame_verbs import clause_of
from kg.read.frames import Scene
from kg.read.stance_words import Stance, Takes, load_stances

BLAMING = ("for", "over", "as", "because")
_OBJECTS = frozenset({"object", "matter", "predicate", "evidence"})
#: Words that open a clause which stands for a thing ("condemned what he saw").
_FREE = frozenset({"what", "whatever", "how"})
#: Prepositions between a verb and its infinitive that tell when and where ("agreed at a meeting to leave").
_WHEN = frozenset({"after", "at", "in", "during", "before", "following", "on"})
_SOMEBODY = frozenset({Kind.PERSON, Kind.ORGANIZATION, Kind.OFFICE})
#: How far behind a word its preposition is still one of the reporting words.
NEAR = 2
_NEARBY = 3


def complement(scene: Scene, word: Token, verb: Token, entry: Stance) -> tuple[int, Extent] | None:
    """Return the index of the last reporting word and the extent of what the words introduce."""
    rights = [c for c in (*word.rights, *(verb.rights if verb != word else ())) if c.i > word.i]
    if entry.particle is not None:
        rights += scene.doc[word.i + 1].rights
    for name in entry.takes:
        if name == "prep":
            last, found = phrase_of(scene, word, rights, entry.prep)
        else:
            last, found = word.i, held_by(scene, word, rights, entry, name)
        if found is not None and ":" not in scene.text[scene.end_of(word.i) : found[0]]:
            return (last, found) if found[0] >= scene.end_of(word.i) else None
    found = _relative(scene, word, entry) if entry.pos == "verb" and entry.particle is None else None
    return (word.i, found) if found is not None else None


def _relative(scene: Scene, verb: Token, entry: Stance) -> Extent | None:
    """Return what a relative clause speaks of, or what "is" behind a clause with "what" ("what they want is rest")."""
    if not _OBJECTS & set(entry.takes) or thing_of(list(verb.rights)) is not None:
        return None
    ahead = next((c for c in verb.lefts if c.dep_ == "dobj"), None)
    if ahead is not None and ahead.lower_ == "what" and verb.dep_ == "csubj" and verb.head.lemma_ == "be":
        told = next((c for c in verb.head.rights if c.dep_ in ("attr", "acomp", "ccomp", "xcomp")), None)
        return between(scene, told.left_edge, told.right_edge) if told is not None else None
    if ahead is None or ahead.lower_ not in syntax.RELATIVES or verb.dep_ != "relcl":
        return None
    owner = verb.head
    if owner.i > ahead.i or owner.pos_ not in ("NOUN", "PROPN"):
        return None
    return scene.trim(scene.start_of(owner.left_edge.i), scene.start_of(verb.left_edge.i))


def held_by(scene: Scene, word: Token, rights: list[Token], entry: Stance, name: Takes) -> Extent | None:
    """Return the extent of one kind of complement, if the word has it."""
    thing, inner = thing_of(rights), inner_of(rights)
    if thing is None and entry.particle is not None and name in _OBJECTS:
        thing = next((c for c in rights if c.dep_ == "pobj"), None)
    match name:
        case "clause":
            return finite(scene, word, rights)
        case "silence":
            asked = next((c for c in rights if c.dep_ in ("ccomp", "advcl") and _asks(c)), None)
            silent = asked is not None and syntax.negated(word)
            return between(scene, asked.left_edge, asked.right_edge) if silent and asked is not None else None
        case "infinitive":
            inner = _bare(word, rights) if thing is None else None
            return between(scene, _behind(inner, word), inner.right_edge) if inner is not None else None
        case "control" | "rule":
            if inner is None or (thing is None and not own_subject(inner)) or _marked(inner, ("for",)):
                return None
            first = thing if thing is not None and thing.i < inner.i else inner
            return between(scene, first.left_edge, inner.right_edge)
        case "gerund":
            gerund = next((c for c in rights if c.dep_ in ("xcomp", "pcomp") and c.tag_ == "VBG"), None)
            return between(scene, gerund.left_edge, gerund.right_edge) if gerund is not None else None
        case "blame":
            tail = tail_of(thing, rights, entry.prep or BLAMING) if thing is not None else None
            return between(scene, thing.left_edge, tail) if thing is not None and tail is not None else None
        case "predicate":
            return _predicate(scene, rights, thing)
    if name == "agent":
        target = thing or next((c for c in rights if c.dep_ == "pobj"), None)
        return _between_agent(scene, target, rights)
    named = thing is not None and (thing.pos_ == "PROPN" or scene.anchor(thing) is not None)
    if named and word.lemma_.lower() in scene.lexicon.relays:
        return None
    written = thing is not None and thing.lemma_.lower() in load_stances().works
    if name == "matter" and thing is not None and scene.is_agent(thing) and not written:
        return None
    free = next((c for c in rights if c.dep_ == "ccomp" and c.left_edge.lower_ in _FREE), None)
    if thing is None and free is not None and free.left_edge.i == word.i + 1:
        return between(scene, free.left_edge, free.right_edge)
    if thing is not None and (name == "evidence" or _weighty(thing)):
        return between(scene, thing.left_edge, _reasons(thing, rights))
    return finite(scene, word, rights) if name == "evidence" else None


def _bare(word: Token, rights: list[Token]) -> Token | None:
    """Return the infinitive that says what somebody wants, also where the parser hung it on a phrase in between."""
    inner = inner_of(rights)
    if inner is not None:
        when = word.nbor(1)
        if word.lemma_ != "move" and when.dep_ == "mark" and when.lower_ in _WHEN and when.head == inner:
            return inner  # "decided after a long inquiry to close": the inquiry was taken for a subject
        return inner if inner.dep_ != "advcl" and not own_subject(inner) else None
    if word.lemma_ == "move":
        return None
    for phrase in rights:
        if phrase.dep_ == "prep" and phrase.lower_ in _WHEN and phrase.i <= word.i + _NEARBY:
            for held in phrase.rights:
                for late in held.rights:
                    if late.dep_ in ("relcl", "acl") and infinitive(late) and not own_subject(late):
                        return late
    return None


def _behind(inner: Token, word: Token) -> Token:
    """Return the first token of an infinitive behind its word, without the relative pronoun in front of both."""
    if inner.left_edge.i > word.i and inner.left_edge.lower_ not in _WHEN:
        return inner.left_edge
    return next(c for c in inner.lefts if c.lower_ in ("to", "not") and c.i > word.i)


def _between_agent(scene: Scene, target: Token | None, rights: list[Token]) -> Extent | None:
    """Return the extent of an object that is a person or a body, with what it is judged for."""
    if target is None:
        return None
    anchor = scene.anchor(target)
    somebody = anchor is not None and anchor.mention.kind in _SOMEBODY
    if not somebody and target.lemma_.lower() not in scene.lexicon.sources:
        return None
    return between(scene, target.left_edge, _reasons(target, rights))


def thing_of(rights: list[Token]) -> Token | None:
    """Return the object among the dependents of a word."""
    return next((c for c in rights if c.dep_ in ("dobj", "dative") and c.pos_ != "ADP"), None)


def inner_of(rights: list[Token]) -> Token | None:
    """Return the infinitive among the dependents of a word."""
    return next((c for c in rights if c.dep_ in ("xcomp", "ccomp", "advcl") and infinitive(c)), None)


def _asks(clause: Token) -> bool:
    """Whether a clause is a question: it starts with a question word, "if" or "whether"."""
    first = clause.left_edge
    return first.tag_ in ("WP", "WRB", "WDT", "WP$") or first.lower_ in ("if", "whether")


def infinitive(verb: Token) -> bool:
    """Whether a verb stands behind its "to"."""
    return any(c.dep_ == "aux" and c.lower_ == "to" for c in verb.lefts)


def own_subject(verb: Token) -> bool:
    """Whether a verb has a subject before it."""
    return any(c.dep_ in ("nsubj", "nsubjpass") for c in verb.lefts)


def between(scene: Scene, first: Token, last: Token) -> Extent:
    """Return the extent from one token to another, with the quotations that it cuts."""
    return whole_quotes(scene, scene.start_of(first.i), scene.end_of(last.i))


def finite(scene: Scene, word: Token, rights: list[Token]) -> Extent | None:
    """Return the finite clause behind a word, with its question word and without its "that"."""
    for child in rights:
        if child.dep_ == "ccomp" and not infinitive(child) and child.left_edge.i > word.i:
            return clause_extent(scene, child)
    clause = clause_of(word)
    thing = thing_of(rights)
    if clause is not None and thing is not None and clause.dep_ == "acl" and thing.is_ancestor(clause):
        return None  # "rejected the argument that …": the object is what it is about
    if clause is None or infinitive(clause) or clause.dep_ in ("advcl", "relcl") or clause.left_edge.i < word.i:
        return None
    return clause_extent(scene, clause)


def phrase_of(scene: Scene, word: Token, rights: list[Token], names: tuple[str, ...]) -> tuple[int, Extent | None]:
    """Return the index of a preposition and what it introduces, with an infinitive behind it ("on X to leave")."""
    clause = next((c for c in rights if c.dep_ in ("advcl", "relcl", "acl", "ccomp") and _marked(c, names)), None)
    if clause is not None and infinitive(clause):  # "called for the bank to open"
        mark = clause.left_edge.i
        return mark if mark - word.i <= NEAR else word.i, between(scene, scene.doc[mark + 1], clause.right_edge)
    phrase = next((c for c in rights if c.lower_ in names and c.dep_ in ("prep", "prt", "dative")), None)
    held = next((c for c in phrase.rights if c.dep_ in ("pobj", "pcomp")), None) if phrase is not None else None
    if phrase is None or held is None or held.ent_type_ in ("DATE", "TIME") or held.lemma_ == "condition":
        return word.i, None
    inner = inner_of(rights)
    last = inner.right_edge if inner is not None and inner.i > phrase.right_edge.i else phrase.right_edge
    near = phrase.i - word.i <= NEAR
    return phrase.i if near else word.i, between(scene, held.left_edge, last)


def _marked(clause: Token, names: tuple[str, ...]) -> bool:
    first = clause.left_edge
    return first.lower_ in names and first.dep_ == "mark"


def _weighty(thing: Token) -> bool:
    """Whether an object can be the matter of a stance: no mere number, day, reflexive or pronoun without a name."""
    return thing.ent_type_ not in ("DATE", "TIME", "MONEY", "PERCENT") and not thing.lower_.endswith(("self", "selves"))


def tail_of(thing: Token, rights: list[Token], names: tuple[str, ...]) -> Token | None:
    """Return the last token of the phrase that says what an object is judged for or as."""
    for child in (*thing.rights, *rights):
        dated = child.right_edge.ent_type_ in ("DATE", "TIME")
        if child.i > thing.i and child.lower_ in names and child.dep_ in ("prep", "mark", "agent") and not dated:
            return child.right_edge
        if child.dep_ == "advcl" and child.i > thing.i and any(t.lower_ in names for t in child.lefts):
            return child.right_edge
    return None


def _reasons(thing: Token, rights: list[Token]) -> Token:
    """Return the last token of an object with what it is praised or blamed for."""
    return tail_of(thing, rights, BLAMING) or thing.right_edge


def _predicate(scene: Scene, rights: list[Token], thing: Token | None) -> Extent | None:
    """Return object and predicate of "consider X Y", where the parser made them a small clause or not."""
    for child in rights:
        if child.dep_ == "ccomp" and child.pos_ in ("ADJ", "NOUN", "PROPN") and own_subject(child):
            return between(scene, child.left_edge, child.right_edge)
        if child.dep_ in ("oprd", "acomp") and thing is not None and child.i > thing.i:
            return between(scene, thing.left_edge, child.right_edge)
    return None
