from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from kg.read.explain import explain
from kg.read.explanation import EventSeen, MentionSeen, NearMiss, SentenceSeen, TimeSeen
from kg.read.extract import extract
from kg.read.parsed import ParsedArticle

FRIDAY = date(2025, 10, 24)
Parse = Callable[..., ParsedArticle]
CALL = "Emmanuel Macron spoke by telephone with Friedrich Merz on Monday."
STORY = f"{CALL} The two leaders will meet in Paris next week, officials said. Macron called the idea a mistake."


def sentence(parse: Parse, text: str) -> SentenceSeen:
    (only,) = explain(parse(text, published=FRIDAY)).sentences
    return only


def event(parse: Parse, text: str, type_: str) -> EventSeen:
    return next(e for s in explain(parse(text, published=FRIDAY)).sentences for e in s.events if e.type == type_)


def misses(parse: Parse, text: str) -> list[NearMiss]:
    return [m for s in explain(parse(text, published=FRIDAY)).sentences for m in s.near_misses]


def reasons(seen: EventSeen, about: str) -> list[str]:
    return [step.reason for step in seen.steps if step.about == about]


def test_it_tells_the_events_that_extraction_records(parse: Parse) -> None:
    parsed = parse(STORY, published=FRIDAY)
    told = [e for s in explain(parsed).sentences for e in s.events]
    assert {(e.id, e.type, e.status, e.rule) for e in told} == {
        (e.id, e.type, e.status, e.rule) for e in extract(parsed).events
    }


def test_each_sentence_holds_what_stands_in_it(parse: Parse) -> None:
    for part in explain(parse(STORY, published=FRIDAY)).sentences:
        assert STORY[part.start : part.end] == part.text
        found: list[MentionSeen | TimeSeen] = [*part.mentions, *part.times]
        for seen in found:
            assert part.start <= seen.start < seen.end <= part.end
            assert STORY[seen.start : seen.end] == seen.text
        for start, end in (extent for e in part.events for extent in e.at):
            assert part.start <= start < end <= part.end


def test_the_first_step_names_trigger_and_rule(parse: Parse) -> None:
    call = event(parse, CALL, "PhoneCall")
    assert call.steps[0].about == "trigger"
    assert call.rule in call.steps[0].reason
    assert call.rule_source


def test_the_last_step_names_the_row_of_codes(parse: Parse) -> None:
    call = event(parse, CALL, "PhoneCall")
    assert call.steps[-1].about == "codes"
    assert call.plover is not None
    assert call.plover in call.steps[-1].reason


def test_every_participant_comes_with_its_slot(parse: Parse) -> None:
    call = event(parse, CALL, "PhoneCall")
    assert {(role.name, role.slot) for role in call.roles} == {
        ("Emmanuel Macron", "subject"),
        ("Friedrich Merz", "with"),
    }


def test_status_is_told_step_by_step(parse: Parse) -> None:
    summit = event(parse, "The planned summit between Donald Trump and Xi Jinping was called off.", "Summit")
    assert summit.status == "cancelled"
    assert any("cancelled" in reason for reason in reasons(summit, "status"))


@pytest.mark.parametrize(
    ("text", "type_", "about", "reason"),
    [
        ("Officials warned that aid would be cut unless Chad apologised.", "Threat", "parties", "aimed at 'Chad'"),
        ("Donald Trump met Xi Jinping on Monday in Busan.", "Summit", "act", "leaders of two sides take part"),
        (
            "At a news conference in Quito, Peru's foreign minister met his Chilean counterpart.",
            "Meeting",
            "place",
            "place ",
        ),
    ],
)
def test_only_what_decides_the_status_is_told_of_it(
    parse: Parse, text: str, type_: str, about: str, reason: str
) -> None:
    seen = event(parse, text, type_)
    assert any(told.startswith(reason) for told in reasons(seen, about)), seen.steps
    assert not any(told.startswith(reason) for told in reasons(seen, "status"))


def test_the_time_of_an_event_comes_with_its_rule(parse: Parse) -> None:
    call = event(parse, CALL, "PhoneCall")
    assert call.time is not None
    assert call.time.rule in reasons(call, "time")[0]


def test_a_reporting_frame_says_which_act_it_is(parse: Parse) -> None:
    act = event(parse, "Sergei Lavrov said on Thursday that the road was closed.", "Statement")
    assert reasons(act, "act")[0].startswith("Statement: ")


def test_a_vetoed_rule_is_a_near_miss_with_its_reason(parse: Parse) -> None:
    found = misses(parse, "Residents phoned the police after the blast.")
    assert any(m.trigger == "phoned" and "police" in m.reason for m in found)


def test_a_source_without_a_name_says_why_it_gives_no_statement(parse: Parse) -> None:
    found = misses(parse, "The road was closed, officials said.")
    assert any(m.trigger == "said" and "unnamed" in m.reason for m in found)


def test_a_head_without_its_other_words_says_what_it_lacks(parse: Parse) -> None:
    found = misses(parse, "The farmers sealed a jar in the village.")
    assert any(m.trigger == "sealed" and m.reason.startswith("alone it says nothing") for m in found)


def test_a_word_of_many_uses_is_near_only_what_its_sentence_speaks_of(parse: Parse) -> None:
    def told(text: str) -> list[str]:
        return [m.reason for m in misses(parse, text) if m.trigger == "put"]

    assert told("Heavy rain put the trip in doubt.") == []
    assert "name to" in told("The clerk put his name to a letter.")[0]


def test_large_figures_are_written_out(parse: Parse) -> None:
    aid = event(parse, "Japan gave Fiji $10m in aid on Monday.", "AidProvision")
    assert any(" = 10,000,000 (" in text for text in aid.quantities)


def test_long_lists_of_words_are_cut(parse: Parse) -> None:
    assert all(len(m.reason) < 400 for m in misses(parse, STORY))


def test_a_repeat_of_an_event_is_told_as_folded(parse: Parse) -> None:
    text = "Emmanuel Macron met Friedrich Merz in Berlin on Monday. The meeting took place in Berlin."
    assert any("folded" in m.reason for m in misses(parse, text))


def test_the_empty_text_has_no_sentence(parse: Parse) -> None:
    assert explain(parse(" \n", published=FRIDAY)).sentences == ()
