"""A reporting verb in a parse → the tokens of its sources, also where the parser left the verb without its subject."""

from __future__ import annotations

from spacy.tokens import Token

from kg.model import Kind
from kg.read import syntax
from kg.read.frames import Scene


def speakers(scene: Scene, verb: Token) -> list[Token]:
    """Return the sources of a reporting verb: subject, "by" agent of a passive, or noun behind an inverted verb."""
    if verb.dep_ == "pcomp" and verb.head.lower_ == "as" and syntax.is_passive(verb.head.head):
        found = syntax.subjects(verb.head.head)
    elif verb.dep_ == "pcomp" and verb.head.lower_ == "as":
        found = [c for c in verb.head.head.children if c.dep_ == "dobj"]
    elif syntax.is_passive(verb):
        found = syntax.agents(verb)
    else:
        found = set_off(verb) or syntax.subjects(verb) or _inverted(verb)
        own = own_subject(verb)
        if own is not None and own.lower_ not in syntax.RELATIVES:
            found = syntax.expand(own)
    found = [token for token in found if scene.can_speak(token)]
    if found and own_subject(verb) is None and not scene.is_agent(found[0]):
        found = _above(scene, verb) or found
    if len(found) > 1 and not all(t.pos_ == "PROPN" or scene.parsed.headed_by(t) for t in found):
        found = found[:1]
    return [_named(scene, token) for token in found]


def _above(scene: Scene, verb: Token) -> list[Token]:
    """Return the subject of a verb further up that can speak, for a participle or a second verb hung too low."""
    token = verb
    for _ in range(4):
        token = token.head
        subject = own_subject(token) if syntax.is_verbal(token) else None
        if subject is not None and scene.is_agent(subject):
            return [subject]
    return []


def _inverted(verb: Token) -> list[Token]:
    if verb.tag_ == "VB":
        return []  # "Mr President, tell us"
    for child in verb.rights:
        if child.dep_ in ("dobj", "attr", "nsubj", "npadvmod", "oprd") and child.pos_ in ("PROPN", "NOUN", "PRON"):
            return [child] if child.ent_type_ not in ("DATE", "TIME") else []
    return []


def own_subject(verb: Token) -> Token | None:
    """Return the subject next to the verb; a dateline or a quotation before it may have been parsed as another one."""
    found = [c for c in verb.lefts if c.dep_ in ("nsubj", "nsubjpass")]
    return found[-1] if len(found) > 1 else syntax.own_subject(verb)


def set_off(verb: Token) -> list[Token]:
    """Return the noun before a comma in front of a finite verb that the parser left without subject.

    "…, Poland, which chairs the council, said" and "the minister, Anna Berg, said" are often parsed so.
    """
    if own_subject(verb) is not None or verb.dep_ not in ("ROOT", "ccomp", "parataxis", "dep"):
        return []
    if verb.i < 2 or verb.tag_ not in ("VBD", "VBZ", "VBP") or verb.nbor(-1).text != ",":
        return []
    token = verb.nbor(-2)
    while token.dep_ not in ("appos", "pobj", "dobj", "nsubj", "nsubjpass", "ROOT", "conj") and token.head.i < verb.i:
        token = token.head
    if token.dep_ in ("pobj", "dobj", "nsubj") and token.head.dep_ == "relcl" and token.head.head.i < token.i:
        token = token.head.head
    if token.dep_ == "appos" and token.pos_ != "PROPN" and token.head.pos_ == "PROPN":
        token = token.head
    return [token] if token.pos_ in ("NOUN", "PROPN") and token.i < verb.i else []


def _named(scene: Scene, token: Token) -> Token:
    """Return the name in apposition to a title ("the mayor of the capital, Vitali Klitschko"), else the token."""
    if token.pos_ == "PROPN":
        return token
    for child in token.rights:
        anchor = scene.parsed.headed_by(child)
        person = child.ent_type_ == "PERSON" if anchor is None else anchor.mention.kind is Kind.PERSON
        if anchor is not None and anchor.mention.kind is Kind.ORGANIZATION:
            person = child.left_edge.i == token.i + 1  # "the daily Yedioth Ahronoth"
        if child.dep_ == "appos" and child.pos_ == "PROPN" and person:
            return child
    return token


def parted(verb: Token) -> Token | None:
    """Return the name that the parser drew into a subject over a comma ("told Reuters, AFP reported"), or None."""
    subject = own_subject(verb)
    if subject is None or subject.i > verb.i or subject.pos_ != "PROPN":
        return None
    for child in subject.lefts:
        if child.dep_ in ("nmod", "compound") and child.nbor(1).text == ",":
            return child
    return None
