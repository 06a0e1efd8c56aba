"""Office words that name someone by another's office ("his Turkish counterpart", "her successor") → that person."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from kg.facts import Facts, Person, Tenure
from kg.read.candidates import Candidate
from kg.read.link import Linker
from kg.read.mention_words import HEAD_ROLES

COUNTERPART = "counterpart"
NEXT, PREVIOUS = frozenset({"successor"}), frozenset({"predecessor"})


def owner_of(nominal: Candidate, before: Sequence[Candidate]) -> Candidate | None:
    """Return the person whose counterpart or successor a phrase speaks of: "his ...", "Roe's ..."."""
    for mention in reversed(before):
        if mention.start < nominal.start:
            return None
        if mention.start < nominal.head and (mention.form == "pronoun" or mention.person is not None):
            return mention.stands_for if mention.form == "pronoun" else mention
    return None


def related_person(nominal: Candidate, before: Sequence[Candidate], linker: Linker) -> Person | None:
    """Return who a phrase means by the office of its owner on the day, or None where the tables do not tell."""
    owner = owner_of(nominal, before)
    if owner is None or linker.day is None:
        return None
    if nominal.word == COUNTERPART:
        return counterpart(owner, nominal, linker)
    if owner.person is None:
        return None
    return neighbour(linker.facts, owner.person, linker.day, later=nominal.word in NEXT)


def counterpart(owner: Candidate, nominal: Candidate, linker: Linker) -> Person | None:
    """Return the holder, in the state that a phrase names, of the office that its owner holds."""
    roles = set(owner.roles)
    if nominal.country is None or nominal.country == owner.country or not roles:
        return None
    # Whoever leads talks to whoever leads: a president's counterpart may be a prime minister.
    wanted = ("leader",) if roles & HEAD_ROLES else tuple(owner.roles)
    term = linker.holder(nominal.country, wanted)
    return linker.facts.person_by_id[term.person] if term is not None else None


def neighbour(facts: Facts, person: Person, day: date, *, later: bool) -> Person | None:
    """Return who came after or before a person in the person's last leading office up to the day, or None."""
    terms = [term for term in facts.offices_of(person.id) if term.start <= day and not term.acting]
    terms = [term for term in terms if not facts.office_by_id[term.office].several]
    if not terms:
        return None
    own = max(terms, key=lambda term: (facts.office_by_id[term.office].is_leader, term.start))
    others = [term for term in facts.terms_in(own.office) if term.person != person.id and not term.acting]
    found: list[Tenure]
    if later:
        found = sorted((t for t in others if own.end and t.start >= own.end), key=lambda t: t.start)
    else:
        found = sorted((t for t in others if t.end and t.end <= own.start), key=lambda t: t.start, reverse=True)
    return facts.person_by_id[found[0].person] if found else None
