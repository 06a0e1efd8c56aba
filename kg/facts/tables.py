"""CSV files of `kg/facts` → `Facts`: who held an office on a day, what a person held, what a name stands for."""

from __future__ import annotations

import csv
import unicodedata
from calendar import monthrange
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from functools import cache, cached_property
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import TypeVar

from kg.errors import KnowledgeError
from kg.facts.records import Metonym, Office, Org, Person, Place, State, Tenure, Weapon

Row = Mapping[str, str]
R = TypeVar("R")
APOSTROPHES = str.maketrans({"’": "'", "ʻ": "'", "ʼ": "'", "‘": "'", "`": "'", "ø": "o", "Ø": "O", "ł": "l", "Ł": "L"})


def fold(name: str) -> str:
    """Return a name without case, accents and typographic apostrophes: the key under which names are looked up.

    >>> fold("Péter Szijjártó")
    'peter szijjarto'
    """
    if name.isascii():
        return name.casefold()
    letters = unicodedata.normalize("NFKD", name.translate(APOSTROPHES))
    return "".join(c for c in letters if not unicodedata.combining(c)).casefold()


def parts(cell: str) -> tuple[str, ...]:
    """Return the items of a list cell."""
    return tuple(cell.split("|")) if cell else ()


def first_day(text: str) -> date:
    """Return the first day of YYYY[-MM[-DD]]."""
    return date.fromisoformat((text + "-01-01")[:10])


def last_day(text: str) -> date:
    """Return the last day of YYYY[-MM[-DD]]."""
    if len(text) == 10:
        return date.fromisoformat(text)
    year, month = int(text[:4]), int(text[5:7] or 12)
    return date(year, month, monthrange(year, month)[1])


def state_record(row: Row) -> State:
    """Return the record of a line of states.csv."""
    return State(
        code=row["iso3"],
        qid=row["qid"] or None,
        iso2=row["iso2"] or None,
        name=row["name_en"],
        official_name=row["official_name_en"],
        aliases=parts(row["aliases"]),
        demonyms=parts(row["demonyms"]),
        capital=row["capital"],
        kind=row["kind"],
        valid_from=first_day(row["valid_from"]) if row["valid_from"] else None,
        valid_to=last_day(row["valid_to"]) if row["valid_to"] else None,
        government_head=row["government_head_office_id"] or None,
        state_head=row["state_head_office_id"] or None,
        leader_office=row["leader_office_id"] or None,
        other_leader_offices=parts(row["other_leader_office_ids"]),
        source=row["source"],
        confidence=row["confidence"],
    )


def place_record(row: Row) -> Place:
    """Return the record of a line of places.csv."""
    return Place(
        name=row["name"],
        aliases=parts(row["aliases"]),
        kind=row["kind"],
        state=row["state"] or None,
        qid=row["qid"] or None,
        metonym_for=parts(row["metonym_for"]),
        population=int(row["population"] or 0),
        needs_context=row["needs_context"] == "1",
        source=row["source"],
        confidence=row["confidence"],
    )


def office_record(row: Row) -> Office:
    """Return the record of a line of offices.csv."""
    return Office(
        id=row["office_id"],
        qid=row["qid"] or None,
        title=row["title_en"],
        aliases=parts(row["aliases"]),
        role=row["role"],
        body=row["state_or_org"],
        is_leader=row["is_leader"] == "1",
        several=row["holders"] == "several",
        source=row["source"],
        confidence=row["confidence"],
    )


def person_record(row: Row) -> Person:
    """Return the record of a line of people.csv."""
    return Person(
        id=row["person_id"],
        name=row["name_en"],
        given=row["given"],
        family=row["family"],
        aliases=parts(row["aliases"]),
        pronoun=row["pronoun"],
        state=row["state"] or None,
        source=row["source"],
        confidence=row["confidence"],
    )


def tenure_record(row: Row) -> Tenure:
    """Return the record of a line of tenures.csv."""
    return Tenure(
        person=row["person_id"],
        office=row["office_id"],
        start=first_day(row["start"]),
        end=last_day(row["end"]) if row["end"] else None,
        end_basis=row["end_basis"],
        acting=row["acting"] == "1",
        last_seen=last_day(row["last_seen"]) if row["last_seen"] else None,
        source=row["source"],
        confidence=row["confidence"],
    )


def org_record(row: Row) -> Org:
    """Return the record of a line of orgs.csv."""
    return Org(
        id=row["org_id"],
        qid=row["qid"] or None,
        name=row["name_en"],
        acronym=row["acronym"] or None,
        aliases=parts(row["aliases"]),
        kind=row["kind"],
        state=row["state"] or None,
        members=parts(row["members"]),
        needs_context=frozenset(parts(row["needs_context"])),
        source=row["source"],
        confidence=row["confidence"],
    )


def weapon_record(row: Row) -> Weapon:
    """Return the record of a line of weapons.csv."""
    return Weapon(
        name=row["name"],
        aliases=parts(row["aliases"]),
        kind=row["kind"],
        origin=row["origin"] or None,
        needs_context=row["needs_context"] == "1",
        source=row["source"],
        confidence=row["confidence"],
    )


def read_table(folder: Traversable, name: str, record: Callable[[Row], R]) -> tuple[R, ...]:
    """Return the records of one table, in file order.

    Raises:
        KnowledgeError: the file is missing, or a line has a missing column or a malformed value; names file and line.
    """
    try:
        text = (folder / name).read_text(encoding="utf-8")
    except OSError as error:
        raise KnowledgeError("cannot read the table", where=f"facts/{name}", fix="reinstall diplograph") from error
    found: list[R] = []
    for number, row in enumerate(csv.DictReader(text.splitlines()), start=2):
        try:
            found.append(record(row))
        except (KeyError, TypeError, ValueError) as error:
            raise KnowledgeError(
                f"not a row of this table: {error}", where=f"facts/{name}, line {number}", fix="see kg/facts/README.md"
            ) from error
    return tuple(found)


def by_name(records: Iterable[R], names: Callable[[R], Iterable[str]]) -> Mapping[str, tuple[R, ...]]:
    """Return the records under each folded name."""
    found: dict[str, list[R]] = defaultdict(list)
    for record in records:
        for key in {fold(name) for name in names(record) if name}:
            found[key].append(record)
    return {key: tuple(rows) for key, rows in found.items()}


class Facts:
    """The seven tables with their look-ups; indices are built on first use."""

    def __init__(self, folder: Traversable) -> None:
        self.states = read_table(folder, "states.csv", state_record)
        self.places = read_table(folder, "places.csv", place_record)
        self.offices = read_table(folder, "offices.csv", office_record)
        self.people = read_table(folder, "people.csv", person_record)
        self.tenures = read_table(folder, "tenures.csv", tenure_record)
        self.orgs = read_table(folder, "orgs.csv", org_record)
        self.weapons = read_table(folder, "weapons.csv", weapon_record)
        self.state_by_code = {state.code: state for state in self.states}
        self.office_by_id = {office.id: office for office in self.offices}
        self.person_by_id = {person.id: person for person in self.people}
        self.org_by_id = {org.id: org for org in self.orgs}
        self._by_office: dict[str, list[Tenure]] = defaultdict(list)
        self._holders: dict[tuple[str, date], tuple[Tenure, ...]] = {}
        self._by_person: dict[str, list[Tenure]] = defaultdict(list)
        for tenure in self.tenures:
            self._by_office[tenure.office].append(tenure)
            self._by_person[tenure.person].append(tenure)
        self._check()

    def _check(self) -> None:
        """Refuse tables that contradict each other.

        Raises:
            KnowledgeError: a term names an unknown person or office, or ends before it starts; a key occurs twice.
        """
        for table, keys, rows in (
            ("states.csv", self.state_by_code, self.states),
            ("offices.csv", self.office_by_id, self.offices),
            ("people.csv", self.person_by_id, self.people),
            ("orgs.csv", self.org_by_id, self.orgs),
        ):
            if len(keys) != len(rows):
                raise KnowledgeError("a key occurs twice", where=f"facts/{table}", fix="remove one of the two rows")
        for number, tenure in enumerate(self.tenures, start=2):
            where = f"facts/tenures.csv, line {number}"
            if tenure.person not in self.person_by_id:
                raise KnowledgeError(f"unknown person {tenure.person}", where=where, fix="add it to people.csv")
            if tenure.office not in self.office_by_id:
                raise KnowledgeError(f"unknown office {tenure.office}", where=where, fix="add it to offices.csv")
            if tenure.end is not None and tenure.end < tenure.start:
                raise KnowledgeError("the term ends before it starts", where=where, fix="correct start or end")

    def holders(self, office_id: str, day: date) -> tuple[Tenure, ...]:
        """Return the terms in an office that include a day, full holders before acting ones."""
        known = self._holders.get((office_id, day))
        if known is None:
            found = [tenure for tenure in self._by_office.get(office_id, ()) if tenure.covers(day)]
            known = self._holders[office_id, day] = tuple(sorted(found, key=lambda term: (term.acting, term.start)))
        return known

    def terms_in(self, office_id: str) -> tuple[Tenure, ...]:
        """Return all terms in an office, in the order of the table."""
        return tuple(self._by_office.get(office_id, ()))

    def offices_of(self, person_id: str, day: date | None = None) -> tuple[Tenure, ...]:
        """Return the terms of a person, oldest first; with a day, only those that include it."""
        found = [tenure for tenure in self._by_person.get(person_id, ()) if day is None or tenure.covers(day)]
        return tuple(sorted(found, key=lambda tenure: (tenure.start, tenure.office)))

    def state(self, key: str) -> State | None:
        """Return the state of a code (capitals), name or demonym, or None if it is unknown or names several states."""
        if key.isupper() and len(key) <= 5 and key in self.state_by_iso:
            return self.state_by_iso[key]
        found = self.states_by_key.get(fold(key).removeprefix("the "), ())
        living = [state for state in found if state.kind != "historic"] or list(found)
        return living[0] if len(living) == 1 else None

    def metonym(self, name: str) -> Metonym | None:
        """Return what a seat or capital stands for when it acts, or None if it stands for nothing.

        The state of an office or of a national organisation is among the states; those of "Brussels" are Belgium,
        the organisations the European Union and NATO.
        """
        key = fold(name)
        places = self.places_by_name.get(key) or self.places_by_name.get(key.removeprefix("the "), ())
        named = [place for place in places if place.metonym_for]
        return self.metonym_of(named[0]) if len(named) == 1 else None

    def metonym_of(self, place: Place) -> Metonym:
        """Return what one place stands for."""
        offices = [self.office_by_id[key] for key in place.metonym_for if key in self.office_by_id]
        orgs = [self.org_by_id[key] for key in place.metonym_for if key in self.org_by_id]
        codes = [key for key in place.metonym_for if key in self.state_by_code]
        codes += [office.body for office in offices if office.body in self.state_by_code]
        codes += [org.state for org in orgs if org.state]
        states = tuple(self.state_by_code[code] for code in dict.fromkeys(codes))
        return Metonym(place=place, states=states, offices=tuple(offices), orgs=tuple(orgs))

    def persons_named(self, name: str) -> tuple[Person, ...]:
        """Return the persons whose name or alias this is."""
        return self.people_by_name.get(fold(name), ())

    def persons_of_family(self, surname: str) -> tuple[Person, ...]:
        """Return the persons with this family name: candidates only, a surname names nobody without context."""
        return self.people_by_family.get(fold(surname), ())

    def orgs_named(self, name: str) -> tuple[Org, ...]:
        """Return the organisations whose name, acronym or alias this is."""
        key = fold(name)
        return self.orgs_by_name.get(key) or self.orgs_by_name.get(key.removeprefix("the "), ())

    def places_named(self, name: str) -> tuple[Place, ...]:
        """Return the places whose name or alias this is."""
        return self.places_by_name.get(fold(name), ())

    def weapons_named(self, name: str) -> tuple[Weapon, ...]:
        """Return the weapons whose name or alias this is."""
        return self.weapons_by_name.get(fold(name), ())

    def offices_titled(self, title: str) -> tuple[Office, ...]:
        """Return the offices that a title names, as "French foreign minister" does."""
        return self.offices_by_title.get(fold(title), ())

    def office_for(self, body: str, role: str) -> tuple[Office, ...]:
        """Return the offices of a role in a state (code) or organisation (id)."""
        return self.offices_by_role.get((body, role), ())

    @cached_property
    def states_by_key(self) -> Mapping[str, tuple[State, ...]]:
        """States under name, alias and demonym."""
        return by_name(self.states, lambda s: (s.name, s.official_name, *s.aliases, *s.demonyms))

    @cached_property
    def state_by_iso(self) -> Mapping[str, State]:
        """States under their codes of three and of two letters."""
        return self.state_by_code | {state.iso2: state for state in self.states if state.iso2}

    @cached_property
    def places_by_name(self) -> Mapping[str, tuple[Place, ...]]:
        """Places under name and alias."""
        return by_name(self.places, lambda place: (place.name, *place.aliases))

    @cached_property
    def people_by_name(self) -> Mapping[str, tuple[Person, ...]]:
        """Persons under name and alias."""
        return by_name(self.people, lambda person: (person.name, *person.aliases))

    @cached_property
    def people_by_family(self) -> Mapping[str, tuple[Person, ...]]:
        """Persons under family name."""
        return by_name(self.people, lambda person: (person.family,))

    @cached_property
    def orgs_by_name(self) -> Mapping[str, tuple[Org, ...]]:
        """Organisations under name, acronym and alias."""
        return by_name(self.orgs, lambda org: (org.name, org.acronym or "", *org.aliases))

    @cached_property
    def weapons_by_name(self) -> Mapping[str, tuple[Weapon, ...]]:
        """Weapons under name and alias."""
        return by_name(self.weapons, lambda weapon: (weapon.name, *weapon.aliases))

    @cached_property
    def offices_by_title(self) -> Mapping[str, tuple[Office, ...]]:
        """Offices under title and alias."""
        return by_name(self.offices, lambda office: (office.title, *office.aliases))

    @cached_property
    def offices_by_body(self) -> Mapping[str, tuple[Office, ...]]:
        """Offices under the state or organisation they belong to."""
        found: dict[str, list[Office]] = defaultdict(list)
        for office in self.offices:
            found[office.body].append(office)
        return {key: tuple(rows) for key, rows in found.items()}

    @cached_property
    def given_pronouns(self) -> Mapping[str, str]:
        """ "he" or "she" for each given name whose bearers in the tables are all called so."""
        found: dict[str, set[str]] = defaultdict(set)
        for person in self.people:
            if person.given and person.pronoun in ("he", "she"):
                found[fold(person.given.split()[0])].add(person.pronoun)
        return {name: next(iter(pronouns)) for name, pronouns in found.items() if len(pronouns) == 1}

    @cached_property
    def offices_by_role(self) -> Mapping[tuple[str, str], tuple[Office, ...]]:
        """Offices under body and role."""
        found: dict[tuple[str, str], list[Office]] = defaultdict(list)
        for office in self.offices:
            found[office.body, office.role].append(office)
        return {key: tuple(rows) for key, rows in found.items()}


@cache
def load_facts() -> Facts:
    """Return the tables that ship with the package; read once.

    Raises:
        KnowledgeError: a table is missing, malformed or contradicts another.
    """
    return Facts(files("kg.facts"))
