"""Which event a time or a figure belongs to, where it is worded once and dates more than one."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from kg.model import Extraction, Status
from kg.read.extract import extract
from kg.read.parsed import ParsedArticle

Read = Callable[[str], Extraction]
PUBLISHED = date(2024, 5, 15)  # a Wednesday


@pytest.fixture(scope="module")
def read(parse: Callable[..., ParsedArticle]) -> Read:
    """A function text -> Extraction, published on Wednesday 15 May 2024."""
    return lambda text: extract(parse(text, published=PUBLISHED))


def times(found: Extraction) -> dict[str, str | None]:
    values = {time.id: time.edtf for time in found.times}
    return {event.type: values[event.time] if event.time else None for event in found.events}


def figures(found: Extraction) -> dict[str, set[tuple[str, str, float | None]]]:
    return {e.type: {(q.measure, q.comparator, q.value) for q in e.quantities} for e in found.events}


@pytest.mark.parametrize(
    ("text", "dated"),
    [
        (
            "Angola and Zambia signed a railway accord on Friday at the start of a visit by President Hichilema.",
            {"Agreement": "2024-05-10", "Visit": "2024-05-10"},
        ),
        (
            "President Boric praised the deal on Sunday in a phone call with Lula.",
            {"Endorsement": "2024-05-12", "PhoneCall": "2024-05-12"},
        ),
        (
            "President Boric praised the deal on Sunday after a phone call with Lula.",
            {"Endorsement": "2024-05-12", "PhoneCall": None},
        ),
        ("The council has moved today’s vote on the blockade to Monday.", {"Vote": "2024-05-20"}),
        ("The trip has been put back from 3 June to 9 June.", {"Visit": "2024-06-09"}),
        ("The envoy was expelled when the embassy was closed last July.", {"Expulsion": "2023-07"}),
        ("Chad asked for help by telephone on Sunday.", {"Request": "2024-05-12"}),
        ("The last time the two leaders met was in 2019.", {"Summit": "2019"}),
        ("Residents heard four explosions on Saturday evening.", {"Attack": "2024-05-11"}),
        (
            "Sweden announced on Monday a grant of 5 million euros to Moldova.",
            {"Announcement": "2024-05-13", "AidProvision": "2024-05-13"},
        ),
    ],
)
def test_a_time_dates_all_that_happened_then(read: Read, text: str, dated: dict[str, str | None]) -> None:
    found = times(read(text))
    assert {kind: found.get(kind) for kind in dated} == dated


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("In March Oslo proposed a meeting in Bergen, but Moscow turned it down.", "Meeting"),
        ("The minister threatened to close the port if the ships were not released by the end of June.", "Sanction"),
        ("Japan has called off Friday’s meeting with the Chinese premier in Osaka.", "CancellationAct"),
        ("Peru’s foreign minister has accepted an invitation to Quito for the second half of July.", "Commitment"),
        ("The two governments agreed to open a joint bridge by the end of the year.", "Agreement"),
    ],
)
def test_a_day_that_the_stage_of_an_event_excludes_is_not_its_day(read: Read, text: str, kind: str) -> None:
    assert times(read(text))[kind] is None


def test_what_is_called_off_keeps_the_day_for_which_it_was_planned(read: Read) -> None:
    found = read("She had planned to meet the Omani minister on Thursday; the meeting is off.")
    values = {time.id: time.edtf for time in found.times}
    assert [values[event.time] for event in found.events if event.time] == ["2024-05-16", "2024-05-16"]


@pytest.mark.parametrize(
    ("text", "kind", "told"),
    [
        ("A shell killed a farmer near Kherson.", "Attack", {("killed", "=", 1)}),
        (
            "The two presidents telephoned each other on Monday. They spoke for forty minutes.",
            "PhoneCall",
            {("duration-minutes", "=", 40)},
        ),
        (
            "Macron met Scholz in Berlin on Monday. The conversation lasted ninety minutes.",
            "Summit",
            {("duration-minutes", "=", 90)},
        ),
        ("A meeting of the two ministers in Bonn was put back by three days.", "Meeting", set()),
        (
            "After a week of mediation by Qatar the two sides agreed on a truce.",
            "Mediation",
            {("duration-days", "=", 7)},
        ),
        ("A drone struck a depot in Odesa. The governor put the toll at nine.", "DroneAttack", {("killed", "=", 9)}),
        (
            "One of the two sailors hurt in last week’s raid died in hospital on Sunday.",
            "CasualtyEvent",
            {("killed", "=", 1)},
        ),
    ],
)
def test_a_figure_goes_to_the_event_it_measures(
    read: Read, text: str, kind: str, told: set[tuple[str, str, float | None]]
) -> None:
    assert figures(read(text))[kind] == told


def test_a_clause_that_leaves_its_verb_out_is_an_event_of_its_own(read: Read) -> None:
    found = read("Austria expelled one Russian on March 9 and Russia two Austrians on March 12.")
    values = {time.id: time.edtf for time in found.times}
    told = [(values[e.time or ""], [q.value for q in e.quantities]) for e in found.events if e.type == "Expulsion"]
    assert told == [("2024-03-09", [1]), ("2024-03-12", [2])]


def test_figures_of_one_party_leave_nobody_out(read: Read) -> None:
    found = read("Ukraine shot down 12 drones and two missiles on Monday.")
    assert figures(found) == {"Interception": {("drones", "=", 12), ("missiles", "=", 2)}}


def test_a_pronoun_that_enters_into_force_is_the_agreement(read: Read) -> None:
    found = read("The accord was signed in Oslo on Monday. It will enter into force on 25 June.")
    assert [event.status.value for event in found.events] == ["occurred", "scheduled"]


@pytest.mark.parametrize(
    ("text", "stage"),
    [
        ("Emmanuel Macron meets Edgars Rinkēvičs in Riga on 4 March 2021.", Status.OCCURRED),
        ("Emmanuel Macron meets Edgars Rinkēvičs in Riga on 4 June 2024.", Status.SCHEDULED),
    ],
)
def test_the_present_tense_tells_the_past_where_its_date_has_passed(read: Read, text: str, stage: Status) -> None:
    assert [event.status for event in read(text).events] == [stage]


@pytest.mark.parametrize(
    ("text", "stage", "code"),
    [
        ("Gabon will lift its ban on the party next week.", Status.ANNOUNCED, "AGREE"),
        ("Gabon lifted its ban on the party last week.", Status.LIFTED, "CONCEDE"),
        ("Belgium will extradite the banker to Panama.", Status.ANNOUNCED, "AGREE"),
        ("Belgium extradited the banker to Panama.", Status.IMPOSED, "COOPERATE"),
    ],
)
def test_a_step_that_is_still_to_come_has_not_been_taken(read: Read, text: str, stage: Status, code: str) -> None:
    (event,) = read(text).events
    assert event.status is stage
    assert event.plover is not None
    assert event.plover.event == code
