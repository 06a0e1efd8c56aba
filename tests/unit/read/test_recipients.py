"""Whom a speech act without an addressee is aimed at."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from kg.model import Extraction, Role
from kg.read.extract import extract
from kg.read.parsed import ParsedArticle

Read = Callable[[str], Extraction]
AIMED = {"Request", "Rejection", "Accusation", "Endorsement", "Threat", "Commitment"}


@pytest.fixture(scope="module")
def read(parse: Callable[..., ParsedArticle]) -> Read:
    """A function text -> Extraction, published on Friday 24 October 2025."""
    return lambda text: extract(parse(text, published=date(2025, 10, 24)))


def aimed_at(found: Extraction) -> list[set[str]]:
    by_id = {mention.id: mention.name for mention in found.mentions}
    return [
        {by_id[item.mention] for item in event.roles if item.role in (Role.RECIPIENT, Role.ADDRESSEE)}
        for event in found.events
        if event.type in AIMED
    ]


@pytest.mark.parametrize(
    ("text", "whom"),
    [
        ("Russia promised to send grain to Mali.", "Mali"),
        ("Iran refused to lift the ban on Omani ships.", "Oman"),
        ("Turkey threatened to cut off water to Syria.", "Syria"),
        ("Sudan threatened to close its pipeline unless Chad paid.", "Chad"),
        ("Kenya agreed to open its border to Somali refugees.", "Somali refugees"),
        ("The rebels demanded that President Idriss Deby step down.", "Idriss Déby"),
        ("Peru threatened a new tariff against Chile.", "Chile"),
        ("Protesters in Accra called for the removal of President John Mahama.", "John Mahama"),
        ("Kurds called for independence from Iraq.", "Iraq"),
        ("The ILO reiterated its demand on Monday that Qatar change its labour law.", "Qatar"),
        ("Chad rejected a French plan and said it would leave.", "France"),
    ],
)
def test_an_act_without_an_addressee_is_aimed_at_whom_its_content_affects(read: Read, text: str, whom: str) -> None:
    assert aimed_at(read(text)) == [{whom}]


@pytest.mark.parametrize(
    "text",
    [
        "Libya refused to hand over two of its nationals.",
        "Japan pledged to keep its troops at home.",
        "Yemen threatened to close the road between Mokha and Taiz.",
    ],
)
def test_ones_own_people_and_mere_places_are_nobodys_addressee(read: Read, text: str) -> None:
    assert aimed_at(read(text)) == [set()]


def test_a_state_is_the_host_of_a_visit_to_it_and_of_its_own_officials_it_is_none(read: Read) -> None:
    abroad, home = read("Lavrov visited Serbia on Monday."), read("Lavrov was back in Russia on Monday.")
    hosts = [
        [item for event in found.events for item in event.roles if item.role is Role.HOST] for found in (abroad, home)
    ]
    assert [len(found) for found in hosts] == [1, 0]


def test_each_nationality_of_a_group_is_a_side(read: Read) -> None:
    found = read("Hungarian and Romanian officials agreed to share their records.")
    by_id = {mention.id: mention.country for mention in found.mentions}
    told = {by_id[item.mention] for event in found.events for item in event.roles if item.role is Role.PARTICIPANT}
    assert {"HUN", "ROU"} <= told


@pytest.mark.parametrize(
    ("text", "whom"),
    [
        ("Kurds demonstrated in Erbil on Monday, calling for independence from Iraq.", "IRQ"),
        ("An activist began a hunger strike in protest against abuses by Tunisian police.", "TUN"),
        ("Britain mobilised army reservists for a war against Iraq.", "IRQ"),
    ],
)
def test_protests_and_musters_are_against_whom_their_words_or_demands_name(read: Read, text: str, whom: str) -> None:
    found = read(text)
    by_id = {mention.id: mention.country for mention in found.mentions}
    told = [event for event in found.events if event.type in ("Protest", "Mobilization")]
    assert {by_id[item.mention] for event in told for item in event.roles if item.role is Role.TARGET} == {whom}


@pytest.mark.parametrize(
    ("text", "whom"),
    [
        ("Norway donated forty ventilators to assist Malawi with the epidemic.", "Malawi"),
        ("Finland sent medicine to help the Georgian government.", "Georgia"),
    ],
)
def test_goods_given_to_help_somebody_benefit_those(read: Read, text: str, whom: str) -> None:
    found = read(text)
    (aid,) = [event for event in found.events if event.type == "AidProvision"]
    by_id = {mention.id: mention.name for mention in found.mentions}
    assert {by_id[item.mention] for item in aid.roles if item.role is Role.BENEFICIARY} == {whom}


@pytest.mark.parametrize(
    ("text", "target"),
    [
        ("Kenya kept its troops on alert in Somalia.", {"Somalia"}),
        ("Kenya kept its troops on alert in Nairobi.", set()),
    ],
)
def test_a_muster_is_directed_at_the_other_state_where_it_takes_place(read: Read, text: str, target: set[str]) -> None:
    found = read(text)
    (muster,) = [event for event in found.events if event.type == "Mobilization"]
    by_id = {mention.id: mention.name for mention in found.mentions}
    assert {by_id[item.mention] for item in muster.roles if item.role is Role.TARGET} == target


@pytest.mark.parametrize(
    ("text", "states"),
    [
        ("Polish miners went on strike over a bill signed by the Polish prime minister.", ["POL"]),
        ("Farmers protested in Lyon over the French government's plan to cut subsidies.", ["FRA"]),
        ("Nurses went on strike in Leeds over pay.", []),
    ],
)
def test_a_protest_is_directed_at_those_in_power_whose_deed_it_is_about(
    read: Read, text: str, states: list[str]
) -> None:
    found = read(text)
    (protest,) = [event for event in found.events if event.type == "Protest"]
    countries = {mention.id: mention.country for mention in found.mentions}
    assert [countries[item.mention] for item in protest.roles if item.role is Role.TARGET] == states
