from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from kg.errors import KnowledgeError
from kg.facts import Facts, fold, load_facts


def names(facts: Facts, office: str, day: date) -> list[str]:
    return [facts.person_by_id[term.person].name for term in facts.holders(office, day)]


@pytest.mark.parametrize(
    ("office", "day", "name"),
    [
        ("usa.president", date(2016, 5, 2), "Barack Obama"),
        ("usa.president", date(2025, 10, 25), "Donald Trump"),
        ("gbr.prime_minister", date(2022, 9, 10), "Liz Truss"),
        ("rus.foreign_minister", date(2021, 3, 10), "Sergey Lavrov"),
        ("tur.foreign_minister", date(2025, 10, 25), "Hakan Fidan"),
    ],
)
def test_an_office_is_answered_by_its_holder_on_the_day(facts: Facts, office: str, day: date, name: str) -> None:
    assert names(facts, office, day) == [name]


def test_both_holders_match_on_the_day_of_a_handover(facts: Facts) -> None:
    assert set(names(facts, "usa.president", date(2021, 1, 20))) == {"Donald Trump", "Joe Biden"}


def test_an_answer_carries_source_and_confidence_of_its_row(facts: Facts) -> None:
    term = facts.holders("usa.president", date(2016, 5, 2))[0]
    assert term.source
    assert term.confidence in ("high", "medium", "low")


def test_an_answer_for_a_day_after_the_holder_was_last_seen_is_less_sure(facts: Facts) -> None:
    open_term = next(t for t in facts.tenures if t.end is None and t.last_seen is not None and t.confidence != "low")
    last = open_term.last_seen or date.min
    assert open_term.confidence_on(last) == open_term.confidence
    assert open_term.confidence_on(date(last.year + 1, 1, 1)) == "low"


def test_the_offices_of_a_person_are_listed_oldest_first(facts: Facts) -> None:
    person = facts.persons_named("Donald Trump")[0]
    offices = [term.office for term in facts.offices_of(person.id)]
    assert offices.count("usa.president") == 2
    assert facts.offices_of(person.id, date(2018, 1, 1))[0].office == "usa.president"


@pytest.mark.parametrize(
    ("name", "code"),
    [("Kremlin", "RUS"), ("the Kremlin", "RUS"), ("Downing Street", "GBR"), ("Bankova", "UKR"), ("Beijing", "CHN")],
)
def test_a_seat_or_capital_stands_for_its_state(facts: Facts, name: str, code: str) -> None:
    metonym = facts.metonym(name)
    assert metonym is not None
    assert [state.code for state in metonym.states] == [code]


def test_brussels_stands_for_the_organisations_it_hosts_too(facts: Facts) -> None:
    metonym = facts.metonym("Brussels")
    assert metonym is not None
    assert [org.id for org in metonym.orgs] == ["eu", "nato"]


def test_a_town_that_stands_for_nothing_is_no_metonym(facts: Facts) -> None:
    assert facts.metonym("Darwin") is None


@pytest.mark.parametrize(
    ("key", "code"),
    [("TUR", "TUR"), ("TR", "TUR"), ("Türkiye", "TUR"), ("Turkish", "TUR"), ("the US", "USA"), ("Britain", "GBR")],
)
def test_a_state_is_found_by_code_name_alias_and_demonym(facts: Facts, key: str, code: str) -> None:
    state = facts.state(key)
    assert state is not None
    assert state.code == code


@pytest.mark.parametrize("key", ["Congolese", "it", "Atlantis"])
def test_a_word_that_names_two_states_or_none_gives_no_state(facts: Facts, key: str) -> None:
    assert facts.state(key) is None


def test_names_are_found_without_accents_and_typographic_apostrophes(facts: Facts) -> None:
    assert facts.persons_named("Peter Szijjarto") == facts.persons_named("Péter Szijjártó")
    assert fold("Nukuʻalofa") == fold("Nuku’alofa") == "nuku'alofa"


def test_a_surname_alone_gives_candidates_and_no_decision(facts: Facts) -> None:
    assert len(facts.persons_of_family("Kim")) > 1


def test_the_tables_are_read_once() -> None:
    assert load_facts() is load_facts()


@pytest.fixture
def broken(tmp_path: Path) -> Callable[[str, str, str], Path]:
    """A function that copies the tables and replaces a text in one of them."""
    source = Path(__file__).resolve().parents[2] / "kg" / "facts"

    def copy(table: str, old: str, new: str) -> Path:
        for path in source.glob("*.csv"):
            text = path.read_text(encoding="utf-8")
            (tmp_path / path.name).write_text(
                text.replace(old, new, 1) if path.name == table else text, encoding="utf-8"
            )
        return tmp_path

    return copy


def test_a_term_of_an_unknown_person_is_refused_with_its_line(broken: Callable[[str, str, str], Path]) -> None:
    folder = broken("tenures.csv", "x:abw-michiel-godfried-eman", "x:abw-nobody")
    with pytest.raises(KnowledgeError, match=r"tenures\.csv, line 2: unknown person x:abw-nobody"):
        Facts(folder)


def test_a_malformed_date_is_refused_with_its_line(broken: Callable[[str, str, str], Path]) -> None:
    with pytest.raises(KnowledgeError, match=r"tenures\.csv, line 2: not a row"):
        Facts(broken("tenures.csv", "2009-10-30", "2009-30-10"))


def test_a_missing_table_is_named(tmp_path: Path) -> None:
    with pytest.raises(KnowledgeError, match=r"states\.csv: cannot read"):
        Facts(tmp_path)
