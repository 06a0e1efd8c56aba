"""Which sentences tell of a habit, a rule or all events of a kind, and which of one event."""

from __future__ import annotations

from collections.abc import Callable

import pytest

Types = Callable[[str], list[str]]


@pytest.mark.parametrize(
    "text",
    [
        "The foreign ministers of Kenya and Uganda meet twice a year.",
        "The foreign ministers of Kenya and Uganda met every autumn.",
        "The chancellor will visit Paris three times a year.",
        "Phone calls between heads of government are rarely made public.",
        "Presidents tend to travel more in their second term.",
        "The two kings used to meet on a bridge.",
        "Such visits are routine.",
        "Votes in the assembly are recorded on paper.",
        "The constitution allows the president to dissolve parliament.",
        "Every president visits the shrine.",
        "A general may refuse an unlawful order.",
        "Only the council can lift the embargo.",
        "To recall an ambassador is to call him home.",
        "A truce is easier to announce than to keep.",
        "The assembly elects its speaker by secret ballot.",
        "Some 400 soldiers are stationed on the island.",
        "The rebels' requests are vague.",
        "The queen's trips abroad are carefully staged.",
        "The union's demands range from higher pay to free buses.",
        "Envoys who come back rarely talk.",
        "There are few governments that are prepared to send troops.",
        "Angela Merkel and Vladimir Putin do not speak on the phone.",
        "There is no prospect of talks between Riyadh and Tehran.",
        "The ministry has every tool short of breaking off relations with Cuba.",
        "Any attack on the bridge would be a disaster for the town.",
        "Meetings between rivals are seldom pleasant.",
        "Jordan hosts about a million refugees.",
        "The king makes no secret of his fear of summits.",
        "Imagine that Norway were to recall its ambassador.",
        "It is not clear what the two sides could promise each other.",
        "Diplomats in Rome readily admit that the plan has gaps.",
        "The depot is guarded by soldiers.",
        "Opponents accuse the council of being slow.",
        "The embassy declined by a third in size.",
        "The charter gives the king the right to appoint governors.",
        "Were she to resign, the party would split.",
        "They argue about who is to blame for the delay.",
        "The novel's heroine is sent to Rome to kill a bishop.",
        "Without a vote in parliament the president cannot send troops to Mali.",
        "The country has a tradition of giving asylum to exiles.",
        "Keep your ticket in case an inspector asks for it.",
        "Every president since the war has promised reform.",
        "Kenya has spent half of what donors promised.",
    ],
)
def test_a_habit_or_a_rule_gives_no_event(types: Types, text: str) -> None:
    assert types(text) == []


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("The foreign ministers of Kenya and Uganda met twice on Tuesday.", "Meeting"),
        ("Angela Merkel will visit Paris a week from today.", "Visit"),
        ("A Russian delegation may visit Ankara on Monday.", "Visit"),
        ("Norway is sending 30 tonnes of rice to Sudan every week.", "AidProvision"),
        ("The presidents of Kenya and Uganda would like to meet in May.", "Summit"),
        ("Sanctions on Belarus remain in force.", "Sanction"),
        ("Whether Keir Starmer will visit Paris is open.", "Visit"),
        ("The ministers' talks in Geneva are difficult.", "Meeting"),
        ("Keir Starmer's visits to Paris and Rome are planned for May.", "Visit"),
        ("The Iranian envoys who come back this week were expelled in May.", "AmbassadorReturn"),
        ("Russia rejects the plan.", "Rejection"),
        ("Kenya spent what it had received and donors promised more money.", "AidProvision"),
        ("“Keep calm,” said Keir Starmer, who met Angela Merkel in Berlin.", "Meeting"),
        ("Rome admitted that the plan had failed.", "Statement"),
        ("Rebels who attacked the village killed nine people.", "Attack"),
        ("Jordan took in 300 refugees from Syria on Monday.", "AidProvision"),
    ],
)
def test_one_event_is_no_habit(types: Types, text: str, kind: str) -> None:
    assert kind in types(text)


def test_that_attack_is_the_attack_just_told(types: Types) -> None:
    text = "The harbour was shelled in May 2021; that attack destroyed three warehouses."
    assert types(text).count("Attack") == 1


def test_what_a_body_often_repeats_is_no_statement(types: Types) -> None:
    assert types("The council often repeats what the president has said.") == []
    assert types("The council repeated on Monday what the president had said.") != []


def test_a_meeting_planned_and_called_off_in_one_sentence_is_one(types: Types) -> None:
    assert types("The envoys were to meet in Oslo on May 3; the ministry cancelled that meeting.").count("Meeting") == 1
    assert types("The envoys met in Oslo on May 3; the ministry cancelled the next meeting.").count("Meeting") == 2
