"""What a governing predicate and its sentence say of an event, beside the operators of the lexicon."""

from __future__ import annotations

from collections.abc import Sequence

from spacy.tokens import Token

from kg.read import syntax

_SINGLED = frozenset("first second third fourth fifth last latest only next".split())
_RANKS = frozenset({"amod", "advmod", "nummod", "det"})
_NO_DOERS = frozenset(
    "chance way time thing opportunity step attempt reason moment option place effort bid move plan deal agreement law"
    " bill measure round day week year occasion sign decision proposal hope meeting summit vote push mission task aim"
    " duty order request offer call stage phase part method means tool solution candidate".split()
)


def asked(token: Token) -> bool:
    """Whether the sentence asks if it is so: "Will the two leaders meet in May?"."""
    sentence = token.sent
    if not any(t.text == "?" for t in sentence[-3:]):
        return False
    root = sentence.root
    subject = syntax.own_subject(root)
    return subject is not None and any(a.i < subject.i for a in (*syntax.auxiliaries(root), root))


def takes_object(verb: Token, words: Sequence[Token]) -> bool:
    """Return whether `verb` has an object that is none of the operator's own `words` (took place)."""
    return any(c.dep_ == "dobj" and c not in words for c in verb.children)


def has_new_date(verb: Token) -> bool:
    """Whether a postponing verb names what to: "put off to 12 April", "until November", "for a week later"."""
    for child in verb.subtree:
        if child.lower_ not in ("to", "until", "till", "for") or child.dep_ not in ("prep", "mark") or child.i < verb.i:
            continue
        if child.head == verb or any(t.ent_type_ in ("DATE", "TIME") for t in child.children):
            return True
    return False


def infinitives(verb: Token) -> list[Token]:
    """Return what depends on a form of "be", and on its "due" or "set": "is due to be signed"."""
    children = list(verb.children)
    return children + [
        c for child in children if child.dep_ == "acomp" and child.lower_ in ("due", "set") for c in child.children
    ]


def once(verb: Token) -> bool:
    """Whether "once" opens the clause of a verb: "to lift the curbs once Turkey had ratified"."""
    return any(c.lower_ == "once" and c.dep_ in ("mark", "advmod") and c.i < verb.i for c in verb.children)


def slot_of(current: Token, verb: Token, dep: str) -> str:
    """Return the part that a word plays for the verb above it: subject, object, attribute or clause."""
    if dep in ("nsubj", "nsubjpass"):
        passive = dep == "nsubjpass" or syntax.is_passive(verb)
        return "object" if passive else "subject"
    if dep in ("dobj", "oprd"):
        return "object"
    if dep == "attr":
        return "attribute"
    return "clause"


def of_signing(token: Token) -> bool:
    """Whether an accord is told of by its signing, which is held and put off like a meeting."""
    if token.dep_ == "pobj" and token.head.lower_ == "of":
        token = token.head.head
    return bool(token.lemma_ == "signing")


def completes_noun(verb: Token) -> bool:
    """Whether an infinitive says what a noun is of, though parsed as a relative clause: "no plans for them to meet"."""
    return bool(verb.dep_ == "relcl" and verb.tag_ == "VB" and any(c.lower_ == "to" for c in verb.children))


def singled_out(verb: Token) -> bool:
    """Whether an infinitive tells what the first, last, only or highest of its kind does: "the first pope to visit"."""
    noun = verb.head
    if verb.dep_ not in ("relcl", "acl") or noun.pos_ not in ("NOUN", "PROPN", "PRON", "NUM"):
        return False
    if any(c.dep_ in ("mark", "nsubj") for c in verb.children):
        return False  # "the first chance for the two to meet"
    if noun.lemma_.lower() in _NO_DOERS:
        return False
    return any(c.lower_ in _SINGLED or c.tag_ == "JJS" for c in noun.children if c.dep_ in _RANKS)
