"""Which PLOVER category an event gets from its class, its rule and its status."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from kg.model import Extraction, Status
from kg.read.extract import extract
from kg.read.parsed import ParsedArticle

Read = Callable[[str], Extraction]


@pytest.fixture(scope="module")
def read(parse: Callable[..., ParsedArticle]) -> Read:
    """A function text -> Extraction, published on Friday 24 October 2025."""
    return lambda text: extract(parse(text, published=date(2025, 10, 24)))


def codes(found: Extraction, kind: str) -> list[str | None]:
    return [event.plover.event for event in found.events if event.type == kind and event.plover]


@pytest.mark.parametrize(
    ("text", "kind", "code"),
    [
        ("Mali will withdraw its troops from the border.", "Measure", "AGREE"),
        ("Russia will allow UN inspectors into the plant.", "Measure", "AGREE"),
        ("France will recognise Palestine.", "DiplomaticMeasure", "AGREE"),
        ("Chad plans to impose restrictions on Libyan traders.", "Sanction", "THREATEN"),
        ("The government will declare a curfew in Bangui.", "Measure", "THREATEN"),
        ("Oman and Yemen agreed to share their water.", "Agreement", "AGREE"),
        ("Mexico and Ecuador restored ties on Monday.", "DiplomaticMeasure", "SUPPORT"),
        ("Nicaragua severed diplomatic relations with Israel.", "DiplomaticMeasure", "SANCTION"),
        ("The United States vetoed the draft on Gaza.", "Vote", "REJECT"),
        ("Croatia will back Ukraine's bid for membership.", "Endorsement", "AGREE"),
        ("Miners called off their strike in Oruro.", "Measure", "CONCEDE"),
        ("Seven unions organised a strike in Lima on Monday.", "Protest", "PROTEST"),
    ],
)
def test_what_is_planned_is_a_promise_or_a_threat_and_what_is_done_has_its_own_code(
    read: Read, text: str, kind: str, code: str
) -> None:
    assert codes(read(text), kind) == [code]


def test_a_decision_to_lift_a_sanction_is_no_threat(read: Read) -> None:
    found = read("Japan decided to lift its sanctions on India.")
    assert codes(found, "Sanction") == ["CONCEDE"]
    assert [event.status for event in found.events if event.type == "Sanction"] == [Status.LIFTED]


@pytest.mark.parametrize("word", ["willing", "prepared", "ready"])
def test_what_somebody_is_ready_to_do_is_not_done(read: Read, word: str) -> None:
    found = read(f"Russia is {word} to withdraw its troops from Georgia.")
    told = [event.status for event in found.events if event.type == "Measure"]
    assert len(told) == 1
    assert told[0] in (Status.MOOTED, Status.ANNOUNCED)
    assert codes(found, "Commitment") == ["AGREE"]
