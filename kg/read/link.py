"""Mentions → agent and place IRIs, canonical names, countries and sectors, by the article's date; no guess.

A full name of the tables is enough where the date fits the person's terms. A bare surname needs the full name in the
document, an office beside it, or a name that the tables list alone. Persons without a Wikidata item get no IRI.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from functools import lru_cache
from itertools import pairwise

from rapidfuzz import fuzz
from spacy.tokens import Doc

from kg.facts import Facts, Office, Org, Person, Place, State, Tenure, Weapon, fold
from kg.model import DATA, Kind
from kg.read.candidates import Candidate
from kg.read.descriptions import Description, apposed
from kg.read.mention_words import HEAD_ROLES, Words

BEFORE, AFTER = timedelta(days=3650), timedelta(days=5500)  # how far from a term a person may still be in the news
ALIKE = 86  # rapidfuzz ratio: spellings of one name in one office; 71 for two brothers, 92 for Lavrov's variants
MANY = 4  # bearers of a surname above which it says too little without a date
_ARTICLE = re.compile(r"\b(?:al|el|ul|as|ash|ad|an|ar|at|az)[- ](?=\w{3})")
LEADING = ("head_of_state_and_government", "head_of_government", "head_of_state")


def agent_iri(qid: str | None) -> str | None:
    """Return the IRI of an agent with a Wikidata item, or None."""
    return f"{DATA}agent/{qid}" if qid else None


def place_iri(qid: str | None) -> str | None:
    """Return the IRI of a place with a Wikidata item, or None."""
    return f"{DATA}place/{qid}" if qid else None


class Linker:
    """Links mentions of one article to the facts tables on its day (None: no office is looked up)."""

    def __init__(self, facts: Facts, words: Words, day: date | None) -> None:
        self.facts = facts
        self.words = words
        self.day = day

    def link(self, candidate: Candidate) -> None:
        """Set name, agent, country and sector of a named mention that is no person."""
        row = candidate.rows[0] if candidate.rows else None
        if isinstance(row, State):
            self.link_state(candidate, candidate.rows)
        elif isinstance(row, Org):
            self.link_org(candidate, [r for r in candidate.rows if isinstance(r, Org)])
        elif isinstance(row, Weapon):
            candidate.name = row.name
        elif isinstance(row, Place):
            self.link_place(candidate, [r for r in candidate.rows if isinstance(r, Place)])

    def link_state(self, candidate: Candidate, rows: Iterable[object]) -> None:
        """Link a state, as actor or as place, by the states that existed on the day."""
        states = [row for row in rows if isinstance(row, State)]
        living = [state for state in states if state.kind != "historic"] or states
        if len(living) != 1:
            return
        state = living[0]
        candidate.country = state.code
        candidate.name = state.name
        if candidate.kind is Kind.PLACE:
            candidate.agent, candidate.sector = place_iri(state.qid), None
        else:
            candidate.agent, candidate.sector = agent_iri(state.qid), "GOV"

    def link_place(self, candidate: Candidate, rows: list[Place]) -> None:
        """Link a city or seat as a location; one of several places of a name stays without country."""
        if len(rows) == 1:
            candidate.country = rows[0].state
            candidate.agent = place_iri(rows[0].qid)
            candidate.name = rows[0].name

    def link_org(self, candidate: Candidate, rows: list[Org]) -> None:
        """Link an organisation; its country counts only where it acts for the state."""
        media = [org for org in rows if org.kind in ("news_agency", "newspaper", "broadcaster")]
        if len(rows) != 1 and len(media) != 1:
            return
        org = rows[0] if len(rows) == 1 else media[0]
        candidate.name, candidate.agent = org.name, agent_iri(org.qid)
        kind = self.words.table.organisations.get(org.kind)
        candidate.sector = kind.sector if kind else None
        if kind and kind.national and org.state is None and kind.sector in ("JUD", "LEG", "MIL", "GOV"):
            candidate.sector = "IGO"  # the court or parliament of several states
        candidate.country = org.state if kind and kind.national else None

    def link_person(self, candidate: Candidate, described: Description) -> None:
        """Set name, agent, country, sector and pronoun of a person by name, office beside it and day."""
        person = self.person(candidate, described)
        if candidate.pronoun is None:
            candidate.pronoun = described.pronoun
        if person is not None:
            self.take_person(candidate, person)
        elif self.day is None:
            candidate.country = candidate.country or self.shared_country(candidate, described)
        candidate.roles = candidate.roles or described.roles
        if person is None or candidate.sector is None:
            candidate.sector = candidate.sector or described.sector
            candidate.country = candidate.country or described.country

    def take_person(self, candidate: Candidate, person: Person) -> None:
        """Give a mention the reading of a person of the tables on the day."""
        candidate.person = person
        known = {fold(alias) for alias in person.aliases} | {fold(person.name)}
        if person.qid is not None or not candidate.full or fold(candidate.name) in known:
            candidate.name = person.name  # else, without an item that joins spellings, the article's own stays
        candidate.agent = agent_iri(person.qid)
        if person.pronoun in ("he", "she"):
            candidate.pronoun = person.pronoun
        terms = self.facts.offices_of(person.id, self.day) if self.day else ()
        if not terms:
            past = self.facts.offices_of(person.id)
            offices = sorted((self.facts.office_by_id[term.office] for term in reversed(past)), key=weight)
            country, sector = self.acts_for(offices[0]) if offices else (None, None)
            candidate.country = country if past and self.day is None else person.state
            candidate.sector = sector
            return
        offices = sorted((self.facts.office_by_id[term.office] for term in terms), key=weight)
        office = offices[0]
        candidate.roles = tuple(dict.fromkeys(o.role for o in offices))
        candidate.country, candidate.sector = self.acts_for(office)

    def acts_for(self, office: Office) -> tuple[str | None, str]:
        """Return the country and the sector of whoever holds an office."""
        sector = self.words.table.office_sectors.get(office.role, "GOV")
        if office.body in self.facts.state_by_code:
            return office.body, sector
        org = self.facts.org_by_id.get(office.body)
        kind = self.words.table.organisations.get(org.kind) if org else None
        if org is None or kind is None:
            return None, sector
        return (org.state if kind.national else None), (kind.sector if sector == "GOV" else sector)

    def person(self, candidate: Candidate, described: Description) -> Person | None:
        """Return the one person that a name can mean, or None."""
        holders = self.holders(described) if self.day else self.ever_in_office(candidate, described)
        rows = [row for row in candidate.rows if isinstance(row, Person)]
        if not rows and candidate.full:
            rows = [p for p in self._by_family(candidate.name) if same_given(candidate.name, p)]
        both = [person for person in rows if person in holders]
        if both:
            return both[0] if len(both) == 1 else None
        if not rows or not candidate.full:
            alike = [p for p in holders if resembles(candidate.name, p, full=candidate.full)]
            if len(alike) == 1:
                return alike[0]
        plausible = [person for person in rows if self.plausible(person, described)]
        return plausible[0] if len(plausible) == 1 else None

    def ever_in_office(self, candidate: Candidate, described: Description) -> list[Person]:
        """Return who of a surname ever held the described office: all that an article without a date can tell."""
        if not described.roles:
            return []
        if candidate.full:  # another spelling of a leader's name
            leading = HEAD_ROLES & set(described.roles)
            return spelled_leaders(self.facts, fold(candidate.name)) if leading else []
        bearers = self.facts.persons_of_family(candidate.name)
        if len(bearers) > MANY or "head_of_state_ceremonial" in described.roles:
            return []  # a common surname, or a monarch, who has none
        found = []
        for person in bearers:
            offices = [self.facts.office_by_id[term.office] for term in self.facts.offices_of(person.id)]
            if any(o.role in described.roles and described.country in (None, o.body) for o in offices):
                found.append(person)
        return found

    def shared_country(self, candidate: Candidate, described: Description) -> str | None:
        """Return the one state for which all bearers of a surname held the described office, or None."""
        states = {person.state for person in self.ever_in_office(candidate, described)}
        return states.pop() if len(states) == 1 else None

    def in_office(self, bodies: Iterable[str]) -> list[Person]:
        """Return who holds or within a year held an office, embassies to one state aside, of the states and bodies."""
        if self.day is None:
            return []
        found: dict[str, Person] = {}
        for body in sorted(set(bodies)):
            for office in self.facts.offices_by_body.get(body, ()):
                if office.role != "ambassador":
                    for day in (self.day, self.day - timedelta(days=365)):
                        for term in self.facts.holders(office.id, day):
                            found.setdefault(term.person, self.facts.person_by_id[term.person])
        return list(found.values())

    def among(self, candidate: Candidate, people: Iterable[Person]) -> Person | None:
        """Return the one of some people that a name, full or surname alone, resembles; None for none or several."""
        alike = [person for person in people if resembles(candidate.name, person, full=candidate.full)]
        return alike[0] if len(alike) == 1 else None

    def take_official(self, candidate: Candidate, officials: Iterable[Person]) -> None:
        """Make a name that of the one person in office that it resembles; leave it alone where there is none."""
        person = self.among(candidate, officials)
        if person is not None:
            candidate.kind = Kind.PERSON
            self.take_person(candidate, person)

    def is_titled(self, doc: Doc, candidate: Candidate, beside: Mapping[int, Candidate]) -> bool:
        """Whether an office stands before, or in apposition to, a name of two to four capitalised words."""
        start = candidate.start
        words = doc[start : candidate.end]
        if len(words) > 4 or not all(t.text[:1].isupper() and t.pos_ == "PROPN" and t.text != "&" for t in words):
            return False
        office = beside.get(candidate.head)
        if any(i in beside and beside[i].roles and not beside[i].plural for i in apposed(doc[candidate.head])):
            return office is None
        for size in (3, 2, 1):
            heads = self.words.heads.get(doc[max(0, start - size) : start].text.lower())
            if heads and heads[0].kind is Kind.OFFICE and doc[start - 1].text[:1].isupper() | (size > 1):
                return bool(heads[0].roles)
        return False

    def given_pronoun(self, candidate: Candidate) -> str | None:
        """Return "he" or "she" for a person whose given name tells it, or None."""
        if not candidate.full:
            return None
        given = fold(candidate.name.split()[0])
        listed = [p for p, names in self.words.table.given_names.items() if given in names]
        return listed[0] if len(listed) == 1 else self.facts.given_pronouns.get(given)

    def name_outlet(self, candidate: Candidate) -> None:
        """Give an organisation that no table knows the sector that a word of its name tells."""
        parts = candidate.name.casefold().split()
        words = set(parts)
        if candidate.kind is Kind.ORGANIZATION and candidate.full and not candidate.rows and candidate.sector is None:
            bodies = [before for before, word in pairwise(parts[:-1]) if word in ("of", "for")]
            ends = (" ".join(parts[-2:]), parts[-1], *bodies[:1])  # "US Agency for International Development"
            candidate.sector = next((s for end in ends if (s := self.words.table.name_sectors.get(end))), None)
        if not candidate.rows and candidate.sector is None and words & self.words.table.media_words:
            candidate.sector, candidate.country = "MED", None
            candidate.kind = Kind.ORGANIZATION

    def _by_family(self, name: str) -> list[Person]:
        parts = name.split()
        found = list(self.facts.persons_of_family(parts[-1]))
        found += [p for p in self.facts.persons_of_family(" ".join(parts[1:])) if p not in found]
        return found

    def plausible(self, person: Person, described: Description) -> bool:
        """Whether a person of the tables may be the one in an article of the day, as described."""
        if described.country and person.state and described.country != person.state:
            held = {self.facts.office_by_id[t.office].body for t in self.facts.offices_of(person.id)}
            if described.country not in held:
                return False
        if described.sector and described.sector not in ("GOV", "IGO", "MIL", "LEG", "REB", "OPP"):
            return False
        terms = self.facts.offices_of(person.id)
        return self.day is None or any(near(term, self.day) for term in terms)

    def holders(self, described: Description) -> list[Person]:
        """Return who held the described office on the day: in the described country, else in any."""
        if not described.roles or self.day is None:
            return []
        if described.org is not None:
            offices = [o for role in described.roles for o in self.facts.office_for(described.org.id, role)]
        elif described.country:
            offices = self.offices(described.country, described.roles)
        else:
            offices = [
                o for o in self.facts.offices if o.role in described.roles and o.role not in ("minister", "ambassador")
            ]
        terms = [term for office in offices for term in self.facts.holders(office.id, self.day)]
        return [self.facts.person_by_id[key] for key in dict.fromkeys(term.person for term in terms)]

    def offices(self, country: str, roles: Iterable[str]) -> list[Office]:
        """Return the offices of a state that the roles name; "leader" names the one that leads today."""
        found: list[Office] = []
        for role in roles:
            if role == "leader":
                state = self.facts.state_by_code.get(country)
                key = state.leader_office if state else None
                found += [self.facts.office_by_id[key]] if key in self.facts.office_by_id else []
            else:
                found += self.facts.office_for(country, role)
        return found

    def holder(self, country: str, roles: Iterable[str]) -> Tenure | None:
        """Return the term of the one full holder of an office on the day, or None where it is not one."""
        if self.day is None:
            return None
        for office in self.offices(country, roles):
            terms = list(self.facts.holders(office.id, self.day))
            if office.role.startswith("ambassador"):
                continue  # "the Austrian ambassador" may be posted anywhere
            if len({term.person for term in terms}) == 1 and not office.several:
                return terms[0]
        return None


def plain(name: str) -> str:
    """Return a folded name without Arabic articles, which agencies write in many ways ("El Bashir", "al-Bashir").

    >>> plain("omar el-bashir") == plain("omar al bashir")
    True
    """
    return _ARTICLE.sub("", name).replace("-", " ")


@lru_cache(maxsize=2)
def leaders(facts: Facts) -> tuple[tuple[Person, tuple[str, ...]], ...]:
    """Return all who ever led a state or government, with the keys of their names, in the order of the table."""
    held = {term.person for term in facts.tenures if facts.office_by_id[term.office].role in HEAD_ROLES}
    people = [person for person in facts.people if person.id in held]
    return tuple((person, tuple(plain(fold(name)) for name in (person.name, *person.aliases))) for person in people)


def spelled_leaders(facts: Facts, written: str) -> list[Person]:
    """Return the leaders whose name this may be another spelling of."""
    rows, written = leaders(facts), plain(written)
    return [p for p, names in rows if any(fuzz.token_sort_ratio(written, name) >= ALIKE for name in names)]


def weight(office: Office) -> tuple[int, int]:
    """Return the order in which a person's offices say whom the person acts for."""
    first = LEADING.index(office.role) if office.role in LEADING else 5
    return (first + (3 if office.role.startswith("ambassador") else 0), 0 if office.is_leader else 1)


def near(term: Tenure, day: date) -> bool:
    """Whether a day is close enough to a term for its holder to be in the news."""
    end = term.end or term.last_seen or day
    return term.start - BEFORE <= day <= end + AFTER


def same_given(name: str, person: Person) -> bool:
    """Whether the given name written before a surname fits a person: the same, its initial or close in spelling."""
    written, known = fold(name).split(), fold(person.given).split()
    if len(written) < 2 or not known:
        return False
    first = written[0].rstrip(".")
    return first == known[0] or (len(first) == 1 and first == known[0][0]) or fuzz.ratio(first, known[0]) >= ALIKE


def resembles(name: str, person: Person, *, full: bool) -> bool:
    """Whether a name may be another spelling of a holder's name, or the holder's surname."""
    written = fold(name)
    if not full:
        return fuzz.ratio(written, fold(person.family)) >= ALIKE or written in {fold(a) for a in person.aliases}
    names, written = [plain(fold(known)) for known in (person.name, *person.aliases)], plain(written)
    return any(known.startswith(written + " ") or fuzz.token_sort_ratio(written, known) >= ALIKE for known in names)
