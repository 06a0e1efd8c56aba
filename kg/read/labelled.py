"""Names right behind the word for what they are ("the newspaper De Standaard", "the rebel group NCRI").

The model takes many of them for no name at all; the word before tells that they name a body, and of which sort.
"""

from __future__ import annotations

from spacy.tokens import Doc, Token

from kg.model import Kind
from kg.read.candidates import Candidate
from kg.read.parsed import Anchor, ParsedArticle

#: bodies of which such a name is the name; a "diplomat" or "soldier" has a person's behind it
_BODIES = frozenset(
    "agency alliance association broadcaster bureau channel charity coalition company confederation daily faction "
    "federation firm front group institute journal league magazine militia movement network newspaper organisation "
    "organization outlet paper party portal site station tabloid think-tank union watchdog website weekly".split()
)
_RELAYS = frozenset("broadcaster channel daily magazine newspaper portal station tabloid weekly".split())


def labelled(doc: Doc, covered: set[int], nominals: dict[int, Candidate]) -> list[Candidate]:
    """Return the names that no mention covers, each right behind a singular word for a body."""
    found = []
    for head in (token.i for token in doc[:-1] if token.lower_ in _BODIES and token.pos_ != "ADV"):
        nominal = nominals.get(head)
        if nominal is None and doc[head].lower_ not in _RELAYS:
            continue
        end = head + 1
        while end < len(doc) and end not in covered and _named(doc[end]):
            end += 1
        if end == head + 1 or (nominal is not None and nominal.kind not in (Kind.ORGANIZATION, Kind.GROUP)):
            continue
        name = Candidate(head + 1, end, end - 1, Kind.ORGANIZATION, "name", doc[head + 1 : end].text)
        name.sector, name.country = (nominal.sector, nominal.country) if nominal is not None else ("MED", None)
        name.full = end - head > 2
        found.append(name)
    return found


def _named(token: Token) -> bool:
    return token.text[:1].isupper() and (token.pos_ == "PROPN" or token.text.isupper()) and token.ent_type_ != "DATE"


def is_medium(doc: Doc, name: Candidate) -> bool:
    """Whether the word right before a name makes it a medium: "the daily Haaretz", "the channel Al Jadeed"."""
    before = doc[name.start - 1] if name.start else None
    return before is not None and before.lower_ in _RELAYS and before.pos_ != "ADV"


def name_behind(parsed: ParsedArticle, token: Token, anchor: Anchor) -> Anchor:
    """Return the name right behind the word for a body ("the rebel group NCRI"), or the mention of the word itself.

    "One of them, Ana Lu" is Ana Lu.
    """
    for child in token.children if token.tag_ == "CD" else ():
        single = parsed.headed_by(child) if child.dep_ == "appos" else None
        if single is not None and single.form == "name" and single.mention.kind is Kind.PERSON:
            return single
    if anchor.form != "nominal" or token.lower_ not in _BODIES or token.i + 1 == len(token.doc):
        return anchor
    named = parsed.at(token.nbor(1))
    right_behind = named is not None and named.mention.start == token.nbor(1).idx
    return named if named is not None and right_behind and named.mention.kind is Kind.ORGANIZATION else anchor
