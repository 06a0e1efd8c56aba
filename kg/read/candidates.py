"""A mention while it is being read: its tokens, its reading so far, and the rows of the facts tables it may name.

Candidates live only inside `parse_article`; what leaves is the frozen `kg.read.parsed.Anchor`.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from spacy.tokens import Doc

from kg.facts import Org, Person, Place, State, Weapon
from kg.model import Kind
from kg.read.parsed import Form

FactRow = State | Place | Person | Org | Weapon


@dataclass(slots=True, eq=False)
class Candidate:
    """One mention to be; `start` and `end` are token positions, end-exclusive.

    `stands_for` is the candidate that a nominal or pronoun takes its reading from, `members` those of a group.
    `roles` are office roles that the phrase names; `foreign` is True for words such as "diplomat" that stand for any
    state, not the one nearby. `label` is the model's entity type, `full` whether a name has several words.
    """

    start: int
    end: int
    head: int
    kind: Kind
    form: Form
    name: str
    label: str = ""
    rows: tuple[FactRow, ...] = ()
    agent: str | None = None
    country: str | None = None
    sector: str | None = None
    pronoun: str | None = None
    plural: bool = False
    foreign: bool = False
    roles: tuple[str, ...] = ()
    person: Person | None = None
    stands_for: Candidate | None = None
    members: list[Candidate] = field(default_factory=list)
    template: str | None = None
    org: str | None = None
    word: str = ""
    set_name: str = ""
    full: bool = False

    def text(self, doc: Doc) -> str:
        """Return the words of the mention."""
        return doc[self.start : self.end].text

    def take(self, other: Candidate) -> None:
        """Take the reading of another mention of the same agent."""
        self.name = other.name
        self.agent = other.agent
        self.country = other.country
        self.sector = other.sector
        self.person = other.person
        self.pronoun = self.pronoun or other.pronoun
