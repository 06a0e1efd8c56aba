"""Who acts where the words name no plain actor: arms, titles, counted groups, friends of a state."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from kg.model import Extraction, Mention
from kg.read.extract import extract
from kg.read.parsed import ParsedArticle

Read = Callable[[str], Extraction]


@pytest.fixture(scope="module")
def read(parse: Callable[..., ParsedArticle]) -> Read:
    """A function text -> Extraction, published on Friday 24 October 2025."""
    return lambda text: extract(parse(text, published=date(2025, 10, 24)))


def parts(found: Extraction, kind: str) -> list[tuple[str, str | None]]:
    by_id: dict[str, Mention] = {mention.id: mention for mention in found.mentions}
    told = [item for event in found.events if event.type == kind for item in event.roles]
    return [(item.role.value, by_id[item.mention].country) for item in told]


@pytest.mark.parametrize(
    "text",
    [
        "Israeli helicopters and tanks shelled positions near Rafah.",
        "Israeli tanks fired four shells at targets in Jericho.",
    ],
)
def test_arms_act_for_the_state_whose_they_are(read: Read, text: str) -> None:
    assert ("perpetrator", "ISR") in parts(read(text), "Attack")


def test_a_state_whose_arms_are_hit_is_not_hit_itself(read: Read) -> None:
    found = parts(read("Fighters destroyed three Russian tanks near Kharkiv."), "Attack")
    assert ("victim", "RUS") not in found
    assert ("target", "RUS") not in found


def test_a_name_that_hangs_on_its_title_acts(read: Read) -> None:
    found = read("El Salvador's President Nayib Bukele refused to meet with a visiting US diplomat.")
    assert ("speaker", "SLV") in parts(found, "Rejection")


def test_what_is_counted_acts(read: Read) -> None:
    found = read("The first contingent of Bangladeshi peacekeepers arrived in Mali.")
    assert ("perpetrator", "BGD") in parts(found, "Mobilization")


def test_a_state_that_backs_fighters_does_not_act_in_their_place(read: Read) -> None:
    assert ("perpetrator", "SYR") in parts(read("Turkish-backed fighters seized a village in Syria."), "ForceEvent")


def test_a_legislature_that_the_model_takes_for_a_place_is_a_body(read: Read) -> None:
    assert ("speaker", "NGA") in parts(read("The Nigerian Senate began an investigation into the fund."), "Accusation")


def test_ones_neighbour_is_the_other_state_that_the_sentence_names(read: Read) -> None:
    found = parts(read("Oman protested to Mali, accusing its neighbour of arming rebels."), "Accusation")
    assert ("recipient", "MLI") in found
    assert ("recipient", "OMN") not in found


def test_what_a_measure_word_counts_is_what_is_given(read: Read) -> None:
    found = parts(read("Norway handed over 40 tonnes of medicine to Gaza."), "AidProvision")
    assert found == [("provider", "NOR"), ("beneficiary", "PSE")]


def test_where_a_report_comes_from_is_not_where_it_happened(read: Read) -> None:
    found = parts(read("Sudanese rebels shelled Juba, killing 20 people, relief officials in Nairobi said."), "Attack")
    assert ("victim", "KEN") not in found


@pytest.mark.parametrize(
    ("text", "kind", "sector"),
    [
        ("The Nordic countries closed their border to Russian lorries.", "group", "GOV"),
        ("The US Agency for International Development sent food to farmers in Zambia.", "organization", "GOV"),
        ("The Nordic Development Bank lent Peru 90 million dollars.", "organization", "IGO"),
    ],
)
def test_a_name_made_of_common_words_is_the_body_that_they_mean(read: Read, text: str, kind: str, sector: str) -> None:
    first = min(read(text).mentions, key=lambda mention: (mention.start, -mention.end))
    assert (first.kind.value, first.sector) == (kind, sector)


@pytest.mark.parametrize(
    ("text", "kind", "sides"),
    [
        ("Hungary faced sharp criticism from Luxembourg.", "Accusation", {("recipient", "HUN"), ("speaker", "LUX")}),
        ("Albania won praise from Austria.", "Endorsement", {("recipient", "ALB"), ("speaker", "AUT")}),
    ],
)
def test_who_is_acted_on_may_stand_as_the_subject(
    read: Read, text: str, kind: str, sides: set[tuple[str, str]]
) -> None:
    assert set(parts(read(text), kind)) == sides


@pytest.mark.parametrize(
    ("text", "kind", "side"),
    [
        ("Karachi Police, on Thursday, arrested an alleged gunman.", "Detention", ("perpetrator", "PAK")),
        ("Peru returned a mask engraved with the face of a king to Chilean officials.", "Measure", ("target", "CHL")),
        ("The Hezbollah group shelled two villages in Galilee.", "Attack", ("perpetrator", "LBN")),
    ],
)
def test_the_sides_are_found_where_the_parser_hangs_them_elsewhere(
    read: Read, text: str, kind: str, side: tuple[str, str | None]
) -> None:
    assert side in parts(read(text), kind)
