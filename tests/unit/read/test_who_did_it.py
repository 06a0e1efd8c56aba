"""Who did what to whom where the actor stands in another clause, is a pronoun or is only asked to act."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from kg.read.extract import extract
from kg.read.parsed import ParsedArticle

Parse = Callable[..., ParsedArticle]


def _roles(parse: Parse, text: str, kind: str) -> list[dict[str, list[str]]]:
    found = extract(parse(text, published=date(2024, 5, 15)))
    names = {mention.id: mention.name for mention in found.mentions}
    told = []
    for event in found.events:
        if event.type == kind:
            roles: dict[str, list[str]] = {}
            for filler in event.roles:
                roles.setdefault(filler.role.value, []).append(names[filler.mention])
            told.append(roles)
    return told


@pytest.mark.parametrize(
    ("text", "kind", "role", "who"),
    [
        ("Iran appealed to Iraq to release the three sailors.", "PrisonerRelease", "actor", ["Iraq"]),
        ("Oslo called on Chad to free the two hostages.", "PrisonerRelease", "actor", ["Chad"]),
        ("Antonio Guterres has called for the release of the soldiers.", "PrisonerRelease", "actor", []),
        ("Oslo demanded the immediate release of the two hostages.", "PrisonerRelease", "actor", []),
        (
            "Manila accused China's coast guard of circling a boat and firing water cannon at two vessels.",
            "Attack",
            "perpetrator",
            ["China's coast guard"],
        ),
        ("Turkey blamed the bombing on Kurdish militants.", "Attack", "perpetrator", ["Kurdish militants"]),
        ("Turkey blamed the bombing on Kurdish militants.", "Accusation", "recipient", ["Kurdish militants"]),
        ("A lawyers' group blamed the army for the bombardment of Kassala.", "Attack", "perpetrator", ["army"]),
        ("Moscow listed EU officials banned from entering Russia.", "Sanction", "target", ["EU officials"]),
        ("Kenya banned three Ugandan ministers from entering the country.", "Sanction", "imposer", ["Kenya"]),
        (
            "Israel accused Hamas of a breach because it had failed to free the hostages.",
            "PrisonerRelease",
            "actor",
            ["Hamas"],
        ),
        ("Qatar praised Chad because it had released the two hostages.", "PrisonerRelease", "actor", ["Chad"]),
        (
            "Germany hesitated, while the United States said it would send $600 million in aid.",
            "AidProvision",
            "provider",
            ["United States"],
        ),
        ("Chad says they were part of a mission and has demanded an apology.", "Request", "speaker", ["Chad"]),
        ("Slovakia refused to expel diplomats over the poisoning of Sergei Skripal.", "Attack", "perpetrator", []),
    ],
)
def test_the_actor_is_who_the_clause_means(parse: Parse, text: str, kind: str, role: str, who: list[str]) -> None:
    assert [roles.get(role, []) for roles in _roles(parse, text, kind)] == [who]


def test_who_attacks_hosts_for_inviting_somebody_attacks_in_words(parse: Parse) -> None:
    assert _roles(parse, "Oslo attacked the Chinese embassy for inviting a Taliban minister.", "Attack") == []


def test_a_network_on_which_something_is_said_is_no_recipient(parse: Parse) -> None:
    told = _roles(parse, "President Macky Sall hailed the accord on Twitter.", "Endorsement")
    assert [roles.get("recipient") for roles in told] == [None]


def test_a_king_is_not_called_by_the_name_of_his_country(parse: Parse) -> None:
    parsed = parse("King Mohammed VI of Morocco called Rabat. Morocco imposed sanctions on Chad.")
    kinds = {a.mention.name: a.mention.kind.value for a in parsed.anchors if a.mention.text == "Morocco"}
    assert set(kinds.values()) <= {"state", "place"}


@pytest.mark.parametrize(
    ("text", "kind", "status"),
    [
        ("General Michael Langley was to have met President Deby in N'Djamena.", "Meeting", "did-not-occur"),
        ("Canada agreed to lift the curbs once Turkey had ratified the treaty.", "Ratification", "mooted"),
        ("Japan would not say whether the arrest would affect trade.", "Detention", "occurred"),
        ("The arrest of the consul would complicate the talks, diplomats said.", "Detention", "occurred"),
    ],
)
def test_words_around_an_event_say_whether_it_happened(parse: Parse, text: str, kind: str, status: str) -> None:
    found = extract(parse(text, published=date(2024, 5, 15)))
    assert {e.status.value for e in found.events if e.type == kind} <= {status}


@pytest.mark.parametrize(
    ("text", "kind", "place"),
    [
        ("Six civilians were killed in artillery fire near the town of Debaltseve on Sunday.", "Attack", "Debaltseve"),
        ("President Yoon Suk-yeol will fly home to meet Fumio Kishida, the office in Seoul said.", "Summit", None),
        ("A court sentenced two Russians to life in prison.", "Detention", None),
    ],
)
def test_a_place_is_the_one_of_the_event(parse: Parse, text: str, kind: str, place: str | None) -> None:
    found = extract(parse(text, published=date(2024, 5, 15)))
    names = {mention.id: mention.name for mention in found.mentions}
    assert {names[e.place] if e.place else None for e in found.events if e.type == kind} <= {place}


@pytest.mark.parametrize(
    ("text", "who", "country"),
    [
        ("President Macky Sall of Senegal left. In Brussels, police detained 60 fans.", "police", "BEL"),
        ("Police in Kosovo arrested two Serbians, the interior minister, Xhelal Svecla, said.", "Xhelal Svecla", "XKX"),
        ("China said the Philippine boat had turned. Coast guard spokesman Gan Yu agreed.", "Gan Yu", "CHN"),
    ],
)
def test_an_official_is_of_the_state_that_the_sentence_means(parse: Parse, text: str, who: str, country: str) -> None:
    parsed = parse(text)
    assert {a.mention.country for a in parsed.anchors if a.mention.name == who} == {country}


@pytest.mark.parametrize(
    ("text", "kind", "role", "who"),
    [
        (
            "Washington sanctioned trade. It imposed sanctions on Ali Roe and on Iran's oil ministry.",
            "Sanction",
            "target",
            2,
        ),
        ("Delegations from Chad, Libya, Turkey and the United Nations met in Doha.", "Negotiation", "participant", 5),
        ("Officials from Chad met in Doha with Sergei Lavrov.", "Meeting", "participant", 2),
    ],
)
def test_each_of_several_parties_takes_part(parse: Parse, text: str, kind: str, role: str, who: int) -> None:
    assert [len(roles.get(role, [])) for roles in _roles(parse, text, kind)][-1:] == [who]


def test_the_parties_of_talks_between_three_states_are_not_two(parse: Parse) -> None:
    parsed = parse("Delegations from Chad, Libya and Turkey met in Doha. The parties would meet again in May.")
    assert [a.members for a in parsed.anchors if a.mention.text == "The parties"] in ([()], [])


@pytest.mark.parametrize(
    "text",
    [
        "Hungary refused to back a plan to pay for weapons for Ukraine.",
        "Oslo rejected a proposal to send aid to Chad.",
    ],
)
def test_who_rejects_a_plan_does_not_carry_it_out(parse: Parse, text: str) -> None:
    assert all(not roles.get("provider") for roles in _roles(parse, text, "AidProvision"))


def test_what_is_suspended_is_the_nearer_of_two_things(parse: Parse) -> None:
    text = (
        "The United States and Mexico held talks on Monday. "
        "President Donald Trump imposed a 25% tariff on Canadian goods on Tuesday, only to suspend it two days later."
    )
    found = extract(parse(text, published=date(2025, 3, 8)))
    assert [(e.type, e.status.value) for e in found.events if e.type in ("Negotiation", "Sanction")] == [
        ("Negotiation", "occurred"),
        ("Sanction", "imposed"),
        ("Sanction", "suspended"),
    ]
    assert [len(roles["imposer"]) for roles in _roles(parse, text, "Sanction")] == [1, 1]


@pytest.mark.parametrize(
    ("text", "kind", "time"),
    [
        ("Slovakia has expelled three diplomats and given them until Thursday to leave.", "Expulsion", None),
        ("Oslo on Saturday recalled its envoy, days after a visit by a delegation led by Ali Roe.", "Visit", None),
        ("It is the first visit to Ghana by an Indian prime minister in three decades.", "Visit", None),
        ("India's prime minister will visit Ghana in three days.", "Visit", "2024-05-18"),
    ],
)
def test_a_deadline_a_span_and_a_distance_date_no_event(parse: Parse, text: str, kind: str, time: str | None) -> None:
    found = extract(parse(text, published=date(2024, 5, 15)))
    times = {t.id: t.edtf for t in found.times}
    assert [times[e.time] if e.time else None for e in found.events if e.type == kind] == [time]


@pytest.mark.parametrize(
    ("text", "kind", "status"),
    [
        ("A 10% tariff on Canadian steel will take effect on 30 October.", "Sanction", "announced"),
        ("A 10% tariff on Canadian steel took effect on 3 May.", "Sanction", "imposed"),
        ("Niger's junta revoked a military accord with the United States.", "Agreement", "cancelled"),
    ],
)
def test_a_measure_ahead_is_not_in_force_and_a_revoked_accord_is_off(
    parse: Parse, text: str, kind: str, status: str
) -> None:
    found = extract(parse(text, published=date(2024, 5, 15)))
    assert [e.status.value for e in found.events if e.type == kind] == [status]


def test_hostages_still_held_are_no_half_of_an_exchange(parse: Parse) -> None:
    text = "Hamas released four soldiers on Saturday in exchange for 200 prisoners. Hamas failed to free Arbel Yehud."
    found = extract(parse(text, published=date(2025, 1, 25)))
    told = [(e.type, e.status.value) for e in found.events if e.trigger is not None and e.trigger.text == "free"]
    assert told == [("PrisonerRelease", "did-not-occur")]


def test_a_struck_workshop_is_no_matter_of_trade(parse: Parse) -> None:
    text = "An air strike on a bakery in the Syrian town of Halfaya killed 60 people."
    assert [e.type for e in extract(parse(text, published=date(2012, 12, 26))).events] == ["AirAttack"]


def test_what_somebody_demands_that_another_do_is_not_done(parse: Parse) -> None:
    text = "The labour office reiterated its demand today that Peru ease restrictions on the movement of workers."
    told = {e.type: e.status.value for e in extract(parse(text, published=date(2024, 5, 15))).events}
    assert told == {"Request": "occurred", "Measure": "mooted"}


def test_a_deed_is_laid_to_those_by_whom_it_was_staged(parse: Parse) -> None:
    text = "Police in Lima prevented a demonstration staged by teachers."
    found = extract(parse(text, published=date(2024, 5, 15)))
    names = {m.id: m.name for m in found.mentions}
    told = {(r.role.value, names[r.mention]) for e in found.events if e.type == "Measure" for r in e.roles}
    assert ("target", "teachers") in told


def test_who_calls_another_to_congratulate_him_congratulates(parse: Parse) -> None:
    text = "Mark Carney called Anthony Albanese on Wednesday to congratulate him."
    found = extract(parse(text, published=date(2025, 5, 15)))
    names = {m.id: m.name for m in found.mentions}
    told = {(r.role.value, names[r.mention]) for e in found.events if e.type == "Endorsement" for r in e.roles}
    assert told == {("speaker", "Mark Carney"), ("recipient", "Anthony Albanese")}
