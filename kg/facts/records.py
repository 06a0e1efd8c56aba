"""Rows of the facts tables → frozen records, one class a table, in the words of the table.

Every record keeps `source` and `confidence` of its row: an answer made of records can always say what it rests on.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """A state or territory; `leader_office` is the office that "the leader" means today."""

    code: str
    qid: str | None
    iso2: str | None
    name: str
    official_name: str
    aliases: tuple[str, ...]
    demonyms: tuple[str, ...]
    capital: str
    kind: str
    valid_from: date | None
    valid_to: date | None
    government_head: str | None
    state_head: str | None
    leader_office: str | None
    other_leader_offices: tuple[str, ...]
    source: str
    confidence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A capital, city, region or landmark; `metonym_for` holds state codes, office ids or organisation ids."""

    name: str
    aliases: tuple[str, ...]
    kind: str
    state: str | None
    qid: str | None
    metonym_for: tuple[str, ...]
    population: int
    needs_context: bool
    source: str
    confidence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Office:
    """An office of a state (three-letter code) or an organisation (`org_id`)."""

    id: str
    qid: str | None
    title: str
    aliases: tuple[str, ...]
    role: str
    body: str
    is_leader: bool
    several: bool
    source: str
    confidence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Someone who holds or held an office. `id` is a Wikidata item, or "x:…" where none is certain."""

    id: str
    name: str
    given: str
    family: str
    aliases: tuple[str, ...]
    pronoun: str
    state: str | None
    source: str
    confidence: str

    @property
    def qid(self) -> str | None:
        """The Wikidata item, or None."""
        return self.id if self.id[:1] == "Q" else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Tenure:
    """One term of one person in one office; both ends inclusive, so on a handover day two holders match.

    A date of month or year precision covers its whole month or year. `end` is None while no end is known;
    `last_seen` is then the last day on which a source names the holder.
    """

    person: str
    office: str
    start: date
    end: date | None
    end_basis: str
    acting: bool
    last_seen: date | None
    source: str
    confidence: str

    def covers(self, day: date) -> bool:
        """Whether the term includes a day, as far as is known."""
        return self.start <= day and (self.end is None or day <= self.end)

    def confidence_on(self, day: date) -> str:
        """The row's confidence, but "low" for a day after the holder was last seen in an open term."""
        if self.end is None and self.last_seen is not None and day > self.last_seen:
            return "low"
        return self.confidence


@dataclass(frozen=True, slots=True, kw_only=True)
class Org:
    """An organisation; `members` are state codes, "@from" or "@from..to" where the date matters."""

    id: str
    qid: str | None
    name: str
    acronym: str | None
    aliases: tuple[str, ...]
    kind: str
    state: str | None
    members: tuple[str, ...]
    needs_context: frozenset[str]
    source: str
    confidence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Weapon:
    """A weapon, aircraft or vessel."""

    name: str
    aliases: tuple[str, ...]
    kind: str
    origin: str | None
    needs_context: bool
    source: str
    confidence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Metonym:
    """What a seat or capital stands for when it acts: the place's row and the rows that it names."""

    place: Place
    states: tuple[State, ...]
    offices: tuple[Office, ...]
    orgs: tuple[Org, ...]
