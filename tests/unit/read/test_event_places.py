"""Where an event takes place, as far as its clause says so."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from kg.read.extract import extract
from kg.read.parsed import ParsedArticle


@pytest.mark.parametrize(
    ("text", "kind", "place"),
    [
        ("The summit of the two kings has been moved from Denpasar to Bogor.", "Summit", "Bogor"),
        ("The third round of the talks is scheduled for Baku on 18 January.", "Negotiation", "Baku"),
        ("The text was agreed last week in London, where he saw Boris Johnson.", "Meeting", "London"),
        ("A cyclone tore through Tonga at the weekend, killing three people.", "CasualtyEvent", "Tonga"),
        ("A drone strike on the fuel pier at Mokha killed three people.", "DroneAttack", "Mokha"),
        ("Kenya’s ambassador returned to Oslo on Sunday.", "AmbassadorReturn", "Oslo"),
        ("The two ministers visited Samarkand on Monday and agreed to open a visa office.", "Agreement", "Samarkand"),
        ("The two ministers will visit Samarkand in May and agreed to open a visa office.", "Agreement", None),
    ],
)
def test_the_clause_of_an_event_says_where(
    parse: Callable[..., ParsedArticle], text: str, kind: str, place: str | None
) -> None:
    found = extract(parse(text, published=date(2024, 5, 15)))
    names = {mention.id: mention.name for mention in found.mentions}
    told = [names[event.place] if event.place else None for event in found.events if event.type == kind]
    assert told == [place]


@pytest.mark.parametrize(
    ("text", "kind", "status"),
    [
        ("Kenya and Uganda agreed to open a joint office.", "Agreement", "planned"),
        ("Lawmakers urged the government to call off the minister’s visit to Moscow.", "Visit", "planned"),
        ("Sergei Lavrov regretted the decision in a call with Johann Wadephul.", "PhoneCall", "occurred"),
        ("Tokyo will decide on aid for Fiji this week.", "AidProvision", "mooted"),
        ("The release of six sailors is expected on Saturday.", "PrisonerRelease", "planned"),
        ("A ceasefire in Darfur is due to start on Monday.", "Ceasefire", "scheduled"),
        ("The truce in Darfur began on Monday.", "Ceasefire", "imposed"),
        ("The accord is to be signed in Geneva on Friday by the two foreign ministers.", "Agreement", "scheduled"),
        ("If the ceasefire holds, prisoners will be exchanged on Sunday.", "PrisonerExchange", "mooted"),
        ("Will the two leaders meet in Budapest?", "Summit", "unknown"),
        ("Parliament has yet to ratify the treaty.", "Ratification", "did-not-occur"),
        ("Moscow is willing to meet the envoy.", "Meeting", "mooted"),
        ("An aid convoy for Gaza is on its way.", "AidProvision", "underway"),
    ],
)
def test_the_predicates_above_an_event_give_its_stage(
    parse: Callable[..., ParsedArticle], text: str, kind: str, status: str
) -> None:
    found = extract(parse(text, published=date(2024, 5, 15)))
    assert [event.status for event in found.events if event.type == kind] == [status]
