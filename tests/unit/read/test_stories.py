"""What an article's own turns tell of an event: calls told by what was said in them, threats by their condition."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from kg.model import Extraction
from kg.read.extract import extract
from kg.read.parsed import ParsedArticle

Read = Callable[[str], Extraction]
PUBLISHED = date(2024, 5, 15)  # a Wednesday


@pytest.fixture(scope="module")
def read(parse: Callable[..., ParsedArticle]) -> Read:
    """A function text -> Extraction, published on Wednesday 15 May 2024."""
    return lambda text: extract(parse(text, published=PUBLISHED))


def told(found: Extraction, kind: str) -> set[str]:
    """Who takes part in the events of a class, in any role."""
    names = {mention.id: mention.name for mention in found.mentions}
    return {names[role.mention] for event in found.events if event.type == kind for role in event.roles}


def chains(found: Extraction) -> set[str]:
    names = {mention.id: mention.name for mention in found.mentions}
    return {names.get(item.mention or "", "") for item in found.attributions}


def stages(found: Extraction) -> dict[str, tuple[str, str, str]]:
    return {e.type: (e.status.value, e.polarity.value, e.certainty.value) for e in found.events}


@pytest.mark.parametrize(
    ("text", "ends"),
    [
        ("Antonio Costa congratulated Keir Starmer over the phone on Monday.", {"António Costa", "Keir Starmer"}),
        ("In a telephone conversation the prime minister assured Gustavo Petro that the road would stay open.",
         {"prime minister", "Gustavo Petro"}),
        ("Rishi Sunak called for an end to the war in a call with Modi.", {"Narendra Modi", "Rishi Sunak"}),
        ("The minister told reporters by telephone that the talks had failed.", set()),
    ],
)  # fmt: skip
def test_a_call_has_both_ends_of_what_is_said_in_it(read: Read, text: str, ends: set[str]) -> None:
    assert told(read(text), "PhoneCall") == ends


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Tehran kept silent, the newspaper De Standaard reported.", "De Standaard"),
        ("He told the broadcaster RTK that Serbia had expelled two diplomats.", "RTK"),
        ("Yair Lapid met Sameh Shoukry in Cairo, the Israeli daily Yedioth Ahronoth reported.", "Yedioth Ahronoth"),
    ],
)
def test_a_name_behind_the_word_for_a_medium_is_that_medium(read: Read, text: str, name: str) -> None:
    found = read(text)
    assert name in chains(found)
    assert all(name not in told(found, kind) for kind in ("Statement", "Meeting"))


def test_a_name_behind_the_word_for_a_group_is_who_acts(read: Read) -> None:
    found = read("The Iranian opposition group NCRI called the swap a shameful ransom.")
    assert told(found, "Accusation") == {"NCRI"}


@pytest.mark.parametrize(
    ("text", "act"),
    [
        ("A Kazakh official said his government could drop the project if costs rose.", "Threat"),
        ("Denmark said it would stop its aid unless the minister resigned.", "Threat"),
        ("Orban said Hungary would help if it was asked.", "Commitment"),
    ],
)
def test_harm_on_a_condition_is_a_threat(read: Read, text: str, act: str) -> None:
    assert {e.type for e in read(text).events} & {"Threat", "Commitment", "Statement"} == {act}


@pytest.mark.parametrize(
    ("text", "kind", "stage"),
    [
        ("The two ministers may have met in August.", "Meeting", ("occurred", "positive", "possible")),
        ("A meeting of EU foreign ministers on 16 November is to discuss the border.", "Meeting",
         ("scheduled", "positive", "certain")),
        ("Talks on the roads, planned for this month in Amman, have not begun.", "Negotiation",
         ("did-not-occur", "negative", "certain")),
        ("Kenya expressed interest in talks with Somalia.", "Negotiation", ("mooted", "positive", "possible")),
        ("The envoy called on the Houthis to hold fire.", "Ceasefire", ("mooted", "positive", "possible")),
        ("Kyiv vowed to strike the port.", "Attack", ("mooted", "positive", "possible")),
        ("Oman offered to mediate between Baku and Yerevan.", "Mediation", ("mooted", "positive", "certain")),
        ("The two-month truce in Yemen came under strain on Thursday.", "Ceasefire",
         ("imposed", "positive", "certain")),
    ],
)  # fmt: skip
def test_the_predicate_tells_the_stage(read: Read, text: str, kind: str, stage: tuple[str, str, str]) -> None:
    assert stages(read(text))[kind] == stage


def test_who_puts_a_toll_at_a_figure_claims_it(read: Read) -> None:
    found = read("Shells hit a market on Thursday. A doctor put the dead at five. The ministry put them at nine.")
    claimed = {quantity.value: bool(event.attributions) for event in found.events for quantity in event.quantities}
    assert claimed[5] is True


@pytest.mark.parametrize(
    "text",
    [
        "The West ignored every proposal from Damascus.",
        "Parliament voted 62 to 35 for the bill. The Sor party left the chamber before the vote.",
    ],
)
def test_what_is_told_of_all_or_told_again_is_no_new_event(read: Read, text: str) -> None:
    assert [e.trigger.text for e in read(text).events if e.trigger and e.trigger.text in ("proposal", "vote")] == []


def test_a_clause_with_when_shares_the_day_of_the_main_clause(read: Read) -> None:
    found = read("The truce came under strain on Thursday when shells fell on a market.")
    values = {time.id: time.edtf for time in found.times}
    assert [values.get(e.time or "") for e in found.events if e.type == "Attack"] == ["2024-05-09"]


def test_a_group_never_includes_who_acts_on_it(read: Read) -> None:
    found = read("Kuwait and Qatar barred the goods. Paris urged both governments to give way.")
    assert told(found, "Request") >= {"Kuwait", "Qatar", "France"}


def test_a_group_named_by_an_office_takes_its_holders_alone(read: Read) -> None:
    found = read(
        "Emmanuel Macron criticised Recep Tayyip Erdogan. Olaf Scholz kept silent. "
        "Jens Stoltenberg spoke to both presidents by telephone."
    )
    assert "Olaf Scholz" not in told(found, "PhoneCall")
    assert "Emmanuel Macron" in told(found, "PhoneCall")


def test_where_behind_a_meeting_is_where_and_when_that_is(read: Read) -> None:
    found = read(
        "Melanie Joly will travel to Jakarta on Friday for the ASEAN summit, "
        "where she is to meet her counterpart, Retno Marsudi."
    )
    values, names = {t.id: t.edtf for t in found.times}, {m.id: m.name for m in found.mentions}
    met = next(e for e in found.events if e.trigger is not None and e.trigger.text == "meet")
    assert (values.get(met.time or ""), names.get(met.place or "")) == ("2024-05-17", "Jakarta")


def test_what_only_tells_who_a_source_is_is_no_event(read: Read) -> None:
    found = read("A person involved in the talks said Iran had released two nurses.")
    assert [e.type for e in found.events if e.trigger and e.trigger.text == "talks"] == []


def test_another_measure_takes_nothing_from_the_last(read: Read) -> None:
    found = read("Canada imposed sanctions on four traders. Ottawa also prolonged its arms embargo by two years.")
    assert [len(e.roles) for e in found.events if e.type == "Sanction"] == [2, 1]


def test_what_was_said_in_another_week_is_said_on_another_occasion(read: Read) -> None:
    found = read("Grundberg called on the Houthis to hold fire. Grundberg said last week that he was hopeful.")
    assert [e.type for e in found.events if e.type == "Statement"] == ["Statement"]


@pytest.mark.parametrize(
    ("text", "kind", "day"),
    [
        ("The two countries will open negotiations on a trade protocol on Friday.", "Negotiation", "2024-05-17"),
        ("The ministers last spoke in 2017, when the talks on the dam collapsed after a day.", "Negotiation", "2017"),
        ("Lula said next week’s meeting with Macron would be short.", "Meeting", "[2024-05-20..2024-05-26]"),
    ],
)
def test_no_topic_keeps_a_day_from_its_event(read: Read, text: str, kind: str, day: str) -> None:
    found = read(text)
    values = {time.id: time.edtf for time in found.times}
    assert day in {values.get(e.time or "") for e in found.events if e.type == kind}


def test_what_a_speaker_does_beside_his_words_is_not_claimed_by_him(read: Read) -> None:
    found = read("Giorgia Meloni said she would step down but criticised the judges for siding with Schlein.")
    acts = {e.type: bool(e.attributions) for e in found.events}
    assert acts == {"Announcement": False, "OfficeChange": True, "Accusation": False}


@pytest.mark.parametrize(
    ("text", "acts"),
    [
        ("A defence ministry source confirmed to AFP that France has sent 80 troops.", {"Mobilization"}),
        ("A spokesman for the owner said that the company would not comment on ransom demands.", {"NonConfirmation"}),
        ("Yair Lapid met Sameh Shoukry in Cairo on Tuesday. It was their fifth meeting since October.", {"Meeting"}),
    ],
)
def test_one_act_gives_one_record(read: Read, text: str, acts: set[str]) -> None:
    found = read(text)
    assert {e.type for e in found.events} == acts
    assert len(found.events) == 1


def test_what_a_source_confirms_to_an_agency_is_relayed_by_it(read: Read) -> None:
    found = read("A defence ministry source confirmed to AFP that France has sent 80 troops.")
    assert any(item.via is not None for item in found.attributions)


def test_a_tag_before_a_semicolon_claims_what_stands_before_it(read: Read) -> None:
    found = read("Meloni is to fly to Tunis on Friday, her office announced; a first plan to go by sea was dropped.")
    assert all(e.attributions for e in found.events if e.type == "Visit")


def test_one_of_several_who_is_named_is_meant_alone(read: Read) -> None:
    found = read("Two lawmakers fled. One of them, Ismael Leon, was detained by the police on Monday.")
    assert told(found, "Detention") == {"Ismael Leon", "police"}


def test_a_denial_of_any_such_act_denies_the_one_told_before(read: Read) -> None:
    found = read("The Armenian side shelled two villages on Monday, Baku said. Yerevan denies any shelling.")
    assert {e.status.value for e in found.events if e.type == "Attack"} == {"occurred", "did-not-occur"}


def test_an_accord_named_by_a_relative_clause_is_signed_by_its_subject(read: Read) -> None:
    found = read(
        "Under the memorandum that Giorgia Meloni and Mark Rutte signed with Kais Saied, Tunisia will guard the coast."
    )
    assert told(found, "Agreement") == {"Giorgia Meloni", "Mark Rutte", "Kais Saied"}


def test_before_dawn_on_a_day_is_an_hour_of_that_day(read: Read) -> None:
    found = read("NIAMEY — Gunmen seized four French engineers near Arlit before dawn on Monday.")
    assert [time.edtf for time in found.times] == ["2024-05-13"]
    assert told(found, "Detention") == {"Gunmen", "four French engineers"}


def test_another_guest_of_the_same_host_is_another_meeting(read: Read) -> None:
    found = read(
        "Ivan Duque received Juan Guaido in Bogota on Monday. "
        "Mike Pompeo will meet Guaido at a conference in the Colombian capital next Monday."
    )
    assert len([e for e in found.events if e.type == "Meeting"]) == 2
    assert told(found, "Meeting") >= {"Mike Pompeo"}
    assert all(len(e.roles) <= 3 for e in found.events)


def test_those_held_are_counted_as_released_where_their_release_is_told(read: Read) -> None:
    found = read("The High Court on Thursday ordered the release of two activists who had been held since January.")
    assert {q.measure for e in found.events if e.type == "PrisonerRelease" for q in e.quantities} == {"released"}


def test_an_act_that_is_only_possible_is_no_act(read: Read) -> None:
    assert {e.type for e in read("Petar Petkovic said Serbia could accept the idea.").events} <= {"Statement"}


@pytest.mark.parametrize(
    ("text", "kind", "who"),
    [
        ("The trip was put off at the request of Thailand.", "Request", {"Thailand"}),
        ("Beijing condemned the attacks on Chinese citizens.", "Accusation", {"China"}),
        ("In a separate development, 49 Ivorian soldiers were arrested in Bamako.", "Detention",
         {"49 Ivorian soldiers"}),
    ],
)  # fmt: skip
def test_only_who_does_it_or_bears_it_takes_part(read: Read, text: str, kind: str, who: set[str]) -> None:
    assert told(read(text), kind) == who


def test_people_are_victims_of_an_attack_and_things_its_targets(read: Read) -> None:
    found = read("Beijing condemned the attacks on Chinese citizens.")
    assert {r.role.value for e in found.events if e.type == "Attack" for r in e.roles} == {"victim"}


def test_who_contradicts_behind_a_semicolon_is_not_quoted_by_whom_he_contradicts(read: Read) -> None:
    found = read("A Malian army spokesman said the men were mercenaries; the United Nations mission contradicted him.")
    assert {e.type: len(e.attributions) for e in found.events} == {"Statement": 0, "DenialAct": 0}


@pytest.mark.parametrize(
    ("text", "acts"),
    [
        ("Zoran Zaev thanked Nikos Kotzias and said the vote in parliament would go ahead on Friday.",
         {"Endorsement", "Announcement"}),
        ("Zoran Zaev thanked Nikos Kotzias and said the weather would be fine.", {"Endorsement"}),
    ],
)  # fmt: skip
def test_a_plan_told_beside_another_act_is_announced(read: Read, text: str, acts: set[str]) -> None:
    assert {e.type for e in read(text).events} - {"Vote"} == acts
