"""How the words around a trigger decide on status, participants, identity and what a speech act is about."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

import pytest

from kg.model import Certainty, EventMention, Extraction, Polarity, Role, Status
from kg.read.events import SECTION, sections
from kg.read.extract import extract
from kg.read.parsed import ParsedArticle
from kg.read.syntax import below

Read = Callable[[str], Extraction]
PUBLISHED = date(2025, 10, 24)  # a Friday


@pytest.fixture(scope="module")
def read(parse: Callable[..., ParsedArticle]) -> Read:
    """A function text -> Extraction, published on Friday 24 October 2025."""
    return lambda text: extract(parse(text, published=PUBLISHED))


def events(found: Extraction, kind: str) -> list[EventMention]:
    return [event for event in found.events if event.type == kind]


def one(found: Extraction, kind: str) -> EventMention:
    told = events(found, kind)
    assert len(told) == 1, [(e.type, e.trigger and e.trigger.text, e.status) for e in found.events]
    return told[0]


def names(found: Extraction, event: EventMention, *roles: Role) -> set[str]:
    by_id = {mention.id: mention.name for mention in found.mentions}
    return {by_id[item.mention] for item in event.roles if not roles or item.role in roles}


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("Rubio met Sergey Lavrov in Doha on Thursday.", Status.OCCURRED),
        ("Rubio is meeting Sergey Lavrov in Doha.", Status.UNDERWAY),
        ("Rubio will meet Sergey Lavrov in Doha on 3 November.", Status.SCHEDULED),
        ("Rubio will meet Sergey Lavrov in Doha.", Status.ANNOUNCED),
        ("Rubio called off a meeting with Sergey Lavrov in Doha.", Status.CANCELLED),
        ("A meeting of Rubio with Sergey Lavrov in Doha was put off.", Status.POSTPONED),
        ("Rubio plans to meet Sergey Lavrov in Doha.", Status.PLANNED),
        ("Rubio did not meet Sergey Lavrov in Doha.", Status.DID_NOT_OCCUR),
        ("Rubio could meet Sergey Lavrov in Doha.", Status.MOOTED),
        ("Rubio offered to meet Sergey Lavrov in Doha.", Status.MOOTED),
    ],
)
def test_words_above_a_meeting_give_its_status(read: Read, text: str, status: Status) -> None:
    found = read(text)
    told = [event for event in found.events if event.type == "Meeting"]
    assert [event.status for event in told] == [status]
    assert names(found, told[0], Role.PARTICIPANT) == {"Marco Rubio", "Sergey Lavrov"}


def test_a_reported_denial_is_negative_and_a_reported_claim_is_attributed(read: Read) -> None:
    denied = one(read("Iran denied that it had attacked the port of Haifa."), "Attack")
    assert denied.polarity is Polarity.NEGATIVE
    found = read("Israel said that Iran had attacked the port of Haifa.")
    claimed = one(found, "Attack")
    assert claimed.polarity is Polarity.POSITIVE
    assert claimed.attributions, "who says so belongs to the record"


def test_hedges_lower_the_certainty_and_not_the_status(read: Read) -> None:
    event = one(read("Rubio reportedly met Sergey Lavrov in Doha on Thursday."), "Meeting")
    assert (event.status, event.certainty) == (Status.OCCURRED, Certainty.POSSIBLE)


@pytest.mark.parametrize(
    ("text", "kind", "role", "expected"),
    [
        ("Lebanon accused Israel of violating the ceasefire.", "CeasefireViolation", Role.PERPETRATOR, {"Israel"}),
        ("Norway and Denmark imposed sanctions on Belarus.", "Sanction", Role.IMPOSER, {"Norway", "Denmark"}),
        ("New sanctions were imposed on Belarus by Norway on Monday.", "Sanction", Role.IMPOSER, {"Norway"}),
        ("Norway, which imposed sanctions on Belarus, said nothing.", "Sanction", Role.TARGET, {"Belarus"}),
    ],
)
def test_control_coordination_voice_and_relatives(
    read: Read, text: str, kind: str, role: Role, expected: set[str]
) -> None:
    found = read(text)
    assert names(found, one(found, kind), role) == expected


def test_parties_named_behind_what_is_exchanged_take_part(read: Read) -> None:
    found = read("The exchange of prisoners between Russia and Ukraine took place on Friday.")
    event = one(found, "PrisonerExchange")
    assert names(found, event, Role.PARTICIPANT) == {"Russia", "Ukraine"}
    assert event.status is Status.OCCURRED


def test_a_strike_that_closes_a_port_is_not_closed_itself(read: Read) -> None:
    took_place = one(read("A summit took place in Doha on Thursday."), "Summit")
    assert took_place.status is Status.OCCURRED
    assert took_place.time is not None
    assert took_place.place is not None


def test_a_repeat_folds_and_a_later_step_takes_over_who_takes_part(read: Read) -> None:
    found = read(
        "Rubio and Sergey Lavrov will meet in Doha next week. "
        "The meeting is to take place in a hotel. The meeting was called off on Friday."
    )
    told = events(found, "Meeting")
    assert [event.status for event in told] == [Status.ANNOUNCED, Status.CANCELLED]
    assert names(found, told[1], Role.PARTICIPANT) == {"Marco Rubio", "Sergey Lavrov"}


def test_a_pronoun_that_is_called_off_is_a_step_of_what_it_stands_for(read: Read) -> None:
    found = read("Rubio planned a meeting with Sergey Lavrov in Doha. He called it off on Thursday.")
    assert Status.CANCELLED in {event.status for event in events(found, "Meeting")}


def test_a_speech_act_points_to_what_it_is_about(read: Read) -> None:
    found = read("Sergey Lavrov condemned the sanctions that Norway imposed on Russia.")
    act, sanction = one(found, "Accusation"), one(found, "Sanction")
    assert act.about == (sanction.id,)
    assert names(found, act, Role.SPEAKER) == {"Sergey Lavrov"}


@pytest.mark.parametrize(
    "text",
    [
        "The mayor opened a new library on Thursday.",
        "Analysts doubt that summits change much.",
        "The striker scored twice in the attack on the left wing.",
        "If talks were ever held, nobody would notice.",
    ],
)
def test_text_without_an_event_gives_none(read: Read, text: str) -> None:
    assert [event.type for event in read(text).events] == []


def test_a_long_text_is_read_in_sections_and_loses_nothing(read: Read, parse: Callable[..., ParsedArticle]) -> None:
    filler = "The weather stayed mild over the coast, and the harbour was quiet. " * 20
    days = ["Monday", "Tuesday", "Wednesday", "Thursday"]
    parts = [f"Rubio met Sergey Lavrov in Doha on {day}.\n\n{filler * 8}\n\n" for day in days]
    text = "".join(parts)
    assert len(text) > SECTION
    cut = sections(parse(text, published=PUBLISHED).doc, text)
    assert len(cut) == 2
    assert "".join(section.text_with_ws for section in cut) == text
    found = read(text)
    told = events(found, "Meeting")
    assert len(told) == len(days)
    assert all(text[event.evidence.start : event.evidence.end] == event.evidence.text for event in told)
    assert ordered(told)


def ordered(told: Sequence[EventMention]) -> bool:
    starts = [event.trigger.start for event in told if event.trigger]
    return starts == sorted(starts)


def test_a_tree_that_no_sentence_has_is_looked_at_in_part(read: Read, parse: Callable[..., ParsedArticle]) -> None:
    text = "Rubio met Sergey Lavrov in Doha on Monday. " + "said that " * 400 + "it rained."
    root = max(parse(text, published=PUBLISHED).doc, key=lambda token: token.n_rights + len(list(token.subtree)))
    assert len(below(root)) < 400
    assert len(events(read(text), "Meeting")) == 1


@pytest.mark.parametrize(
    ("text", "known"),
    [
        ("Prices of bread in Poland and Slovakia rose as Rubio slept.", {"Poland", "Slovakia", "Marco Rubio"}),
        ("Most French exports are made of milk.", {"France"}),
        ("The French president is fond of milk.", set()),
        ("A certain Mr Blomquist is fond of milk.", set()),
    ],
)
def test_a_record_names_whoever_is_known_even_without_a_part(read: Read, text: str, known: set[str]) -> None:
    found = read(text)
    assert found.events == ()
    assert {mention.name for mention in found.mentions} == known


def test_a_claim_that_another_denies_gives_a_record_for_each_side(read: Read) -> None:
    found = read("The embassy denied that the minister would stop in Minsk, as Kyodo had reported.")
    said = {item.id: item.source.text for item in found.attributions if item.source is not None}
    assert {(e.polarity, said[a]) for e in events(found, "Visit") for a in e.attributions} == {
        (Polarity.NEGATIVE, "The embassy"),
        (Polarity.POSITIVE, "Kyodo"),
    }


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Spain will provide 20 tonnes of rice to Chad, José Manuel Albares said.", "Commitment"),
        ("Serbia will not close its embassy in Madrid, Aleksandar Vucic said.", "Commitment"),
        ("Tokyo will decide on aid of its own this week, the Japanese embassy in Suva said.", "Statement"),
        ("“We are glad of it,” Prime Minister Sitiveni Rabuka said.", "Endorsement"),
        ("Vivek Sood of the Indian foreign ministry blamed “a clerk in Islamabad”.", "Accusation"),
        ("Hakan Fidan said on Monday that he had not met his Greek counterpart.", "DenialAct"),
        ("The visit has been put off until June, the British Foreign Office said on Monday.", "Announcement"),
        ("Russia will veto the text unless a paragraph is dropped, its ambassador, Vasily Nebenzya, said.", "Threat"),
        ("Poland denied that it had closed the border.", "DenialAct"),
        ("Chad denied it had received such a proposal.", "DenialAct"),
        ("The Malaysian foreign ministry denied that it had made a request for help.", "DenialAct"),
        ("Oman denied it had turned down an invitation.", "DenialAct"),
        ("Oman denied the request on Monday.", "Rejection"),
    ],
)
def test_what_is_said_makes_the_act(read: Read, text: str, kind: str) -> None:
    acts = ("Statement", "Commitment", "Announcement", "Endorsement", "Accusation", "DenialAct", "Threat", "Rejection")
    assert [event.type for event in read(text).events if event.type in acts] == [kind]


@pytest.mark.parametrize(
    ("text", "type_", "quote"),
    [
        (
            "Japan condemned the launch and China summoned the envoy of Peru.",
            "Accusation",
            "Japan condemned the launch",
        ),
        ("The Greek coast guard said that the boat had drifted.", "Statement", "The Greek coast guard said"),
    ],
)
def test_evidence_ends_with_its_clause(read: Read, text: str, type_: str, quote: str) -> None:
    assert one(read(text), type_).evidence.text == quote


def test_the_spokesman_who_says_that_a_state_refuses_is_the_speaker(read: Read) -> None:
    found = read("Ine Eriksen, the Norwegian foreign minister, said on Thursday that Norway would not apologise.")
    refusal = one(found, "Rejection")
    assert names(found, refusal, Role.SPEAKER) == {"Ine Eriksen"}
    assert refusal.time is not None


def test_another_round_has_the_parties_of_the_talks(read: Read) -> None:
    found = read(
        "A second round of talks between Armenia and Georgia closed on Friday. The third round is due in Baku in May."
    )
    assert [names(found, event, Role.PARTICIPANT) for event in events(found, "Negotiation")] == [
        {"Armenia", "Georgia"},
        {"Armenia", "Georgia"},
    ]


def test_names_set_off_by_commas_stand_for_their_group(read: Read) -> None:
    found = read("The chief negotiators, Yerlan Sadykov and Rashad Guliyev, met in Aktau on Monday.")
    told = one(found, "Negotiation")
    assert names(found, told, Role.PARTICIPANT) == {"Yerlan Sadykov", "Rashad Guliyev"}


def test_a_message_goes_to_whoever_was_called_for_it(read: Read) -> None:
    found = read("Keir Starmer telephoned Emmanuel Macron on Monday to propose a new date.")
    assert names(found, one(found, "Request"), Role.ADDRESSEE) == {"Emmanuel Macron"}


def test_a_request_told_again_in_the_same_words_is_one(read: Read) -> None:
    found = read(
        "Volodymyr Zelensky called for more Patriot missile systems on Sunday. The raid left Zelensky to ask for more "
        "Patriot missile systems."
    )
    assert len(events(found, "Request")) == 1


def test_that_nobody_was_hurt_is_told(read: Read) -> None:
    found = read("A drone hit the port of Odesa. Nobody was hurt.")
    assert one(found, "CasualtyEvent").polarity is Polarity.NEGATIVE


def test_releases_on_both_sides_are_the_halves_of_an_exchange(read: Read) -> None:
    found = read(
        "Forty sailors crossed the border at Wagah in an exchange arranged by the United Arab Emirates. "
        "India freed 28 Pakistanis. Pakistan freed 12 Indians."
    )
    told = events(found, "PrisonerExchange")
    assert [names(found, event, Role.PARTICIPANT, Role.MEDIATOR) for event in told] == [
        {"United Arab Emirates"},
        {"India"},
        {"Pakistan"},
    ]


def test_what_a_speaker_says_of_his_own_words_makes_no_second_source(read: Read) -> None:
    found = read(
        "Russia will veto the text, its ambassador, Vasily Nebenzya, told reporters. "
        "“We said this in private; we now say it in the corridor,” he said."
    )
    vote = one(found, "Vote")
    assert len(vote.attributions) == 1
