"""The words beside a name → what they say of it: office, state, organisation, sector."""

from __future__ import annotations

from dataclasses import dataclass

from spacy.tokens import Doc, Token

from kg.facts import Org
from kg.model import Kind
from kg.read.candidates import Candidate
from kg.read.mention_words import Head, Words

#: participles that tie somebody to a state whose they are not: "Turkish-backed fighters"
TIES = frozenset(
    "backed allied sponsored supported funded trained armed linked aligned friendly occupied financed equipped".split()
)
POSTED = frozenset({"ambassador", "ambassador_un", "envoy"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Description:
    """What the words beside a name say of it: office, country, organisation, sector."""

    word: str = ""
    roles: tuple[str, ...] = ()
    country: str | None = None
    sector: str | None = None
    org: Org | None = None
    pronoun: str | None = None


def describe(
    doc: Doc, candidate: Candidate, words: Words, at: dict[int, Candidate], nominals: dict[int, Candidate]
) -> Description:
    """Return what the title before a name or the apposition beside it says of a person."""
    start = candidate.start
    found: tuple[str, Head] | None = None
    for size in (4, 3, 2, 1):
        if start - size < 0:
            continue
        word = " ".join(token.lower_ for token in doc[start - size : start]).replace(" - ", "-")
        heads = words.heads.get(word)
        if heads and heads[0].kind in (Kind.OFFICE, Kind.GROUP):
            found = (word, heads[0])
            break
    if found is not None:
        word, head = found
        modifier = modifiers(doc, start - len(word.replace("-", " - ").split()), at)
        country = modifier.country if modifier else state_behind(doc, candidate, at)
        org = org_of(modifier)
        sector = org_sector(org, words) or head.sector
        return Description(
            word=word,
            roles=head.roles,
            country=None if org and not org.state else country,
            sector=sector,
            org=org,
            pronoun=head.pronoun,
        )
    for position in apposed(doc[candidate.head]):
        nominal = nominals.get(position)
        if nominal is None or nominal.plural or nominal.kind not in (Kind.OFFICE, Kind.GROUP):
            continue
        inner = modifier_inside(doc, nominal, at)
        org = org_of(inner)
        return Description(
            word=nominal.word,
            roles=nominal.roles,
            country=nominal.country or (inner.country if inner else None),
            sector=org_sector(org, words) or nominal.sector,
            org=org,
            pronoun=nominal.pronoun,
        )
    before = doc[start - 1].lower_.rstrip(".") if start else ""
    pronoun = (
        "he" if before in ("mr", "sir", "lord") else "she" if before in ("mrs", "ms", "miss", "lady", "dame") else None
    )
    return Description(pronoun=pronoun)


def state_behind(doc: Doc, candidate: Candidate, at: dict[int, Candidate]) -> str | None:
    """Return the state of "King Hassan of Morocco", or None."""
    end = candidate.end
    behind = at.get(end + 1) if end + 1 < len(doc) and doc[end].lower_ == "of" else None
    return behind.country if behind is not None and behind.kind in (Kind.STATE, Kind.PLACE) else None


def apposed(token: Token) -> list[int]:
    """Return the words that a name is in apposition to, those that it explains first.

    In "its ambassador to Norway, Jane Roe" the parser hangs the name on Norway: the ambassador is meant.
    """
    found = [child.i for child in token.children if child.dep_ == "appos"]
    if token.dep_ != "appos":
        return found
    head = token.head
    if head.dep_ == "pobj" and head.head.i and head.head.nbor(-1).pos_ == "NOUN":
        found.append(head.head.i - 1)
    return [*found, head.i]


def org_of(candidate: Candidate | None) -> Org | None:
    """Return the organisation row of a mention, or None."""
    row = candidate.rows[0] if candidate is not None and candidate.rows else None
    return row if isinstance(row, Org) else None


def org_sector(org: Org | None, words: Words) -> str | None:
    """Return the sector of whoever speaks for an organisation, or None."""
    kind = words.table.organisations.get(org.kind) if org else None
    return kind.sector if kind else None


def modifiers(doc: Doc, end: int, at: dict[int, Candidate]) -> Candidate | None:
    """Return the state, place or organisation named right before a title, over adjectives and "'s"."""
    position, steps = end - 1, 0
    while position >= 0 and steps < 5:
        if position in at and at[position].kind in (Kind.STATE, Kind.PLACE, Kind.ORGANIZATION, Kind.FACILITY):
            return at[position]
        token = doc[position]
        if token.pos_ not in ("ADJ", "NOUN", "PROPN", "PART", "PUNCT") or token.text in (",", ".", ";", "—"):
            return None
        position, steps = position - 1, steps + 1
    return None


def modifier_inside(doc: Doc, nominal: Candidate, at: dict[int, Candidate]) -> Candidate | None:
    """Return the state, place or organisation named inside a nominal, before its head or in its "of ..."."""
    behind = range(nominal.head + 1, nominal.end)
    if behind and doc[behind[0]].lower_ in ("to", "for") and POSTED & set(nominal.roles):
        behind = range(0)  # "ambassador to Norway": where, not whose
    for position in [*range(nominal.head - 1, nominal.start - 1, -1), *behind]:
        found = at.get(position)
        if found is None or found.kind not in (Kind.STATE, Kind.PLACE, Kind.ORGANIZATION, Kind.FACILITY):
            continue
        if not is_tie(doc, found):
            return found
    return None


def is_tie(doc: Doc, state: Candidate) -> bool:
    """Whether a state is named only as the friend of somebody: "Turkish-backed", "Iran-allied"."""
    end = state.end
    return end + 1 < len(doc) and doc[end].text == "-" and doc[end + 1].lower_ in TIES
