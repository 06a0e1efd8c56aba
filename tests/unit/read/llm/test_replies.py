from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.read.llm.replies import event_item, raw_events

EVENT = {"type": "Meeting", "trigger": "met", "evidence": "they met", "status": "occurred"}
ONE = '{"events": [{"trigger": "met"}]}'


@pytest.mark.parametrize(
    "text",
    [
        ONE,
        f"```json\n{ONE}\n```",
        f"Here you are: {ONE} I hope it helps {{really}}.",
        f"<think>what {{ a }} text</think>{ONE}",
        f'<think>{{"events": [maybe {{"trigger": "no"}}]}}, or {{"events": []}}</think>\n{ONE}',
        f'Draft: {{"events": [ … ]}}. Final: {ONE}',
        '[{"trigger": "met"}]',
        '{"events": [{"trigger": "met"}',
        '{"events": [{"trigger": "met"}, {"trigger": "sai',
    ],
)
def test_items_are_found_wherever_the_json_stands_and_breaks_off(text: str) -> None:
    assert raw_events(text) == [{"trigger": "met"}]


@pytest.mark.parametrize(
    "text",
    [
        *("", "no JSON", "{}", '{"events": null}', "[1, 2]", '{"event', "[" * 100_000, "null"),
        *('{"events": [', '{"events": [{"trigger": "m', '{"events": ' + "[" * 20_000, f"<think>{ONE}"),
    ],
)
def test_what_holds_no_events_gives_none(text: str) -> None:
    assert raw_events(text) is None


@pytest.mark.parametrize("text", ['{"events": []}', "[]"])
def test_no_events_is_an_answer(text: str) -> None:
    assert raw_events(text) == []


def test_a_reply_cut_short_in_its_first_item_is_an_answer_without_items() -> None:
    assert raw_events('{ "events": [ {"trigger": "m', cut=True) == []
    assert raw_events("{ the", cut=True) is None


@given(st.text(alphabet='{}[]":,events0 ', max_size=200))
def test_no_reply_breaks_the_reader(text: str) -> None:
    found = raw_events(text)
    assert found is None or isinstance(found, list)


def test_an_item_needs_its_four_words() -> None:
    assert event_item(EVENT) is not None
    for name in EVENT:
        assert event_item({key: value for key, value in EVENT.items() if key != name}) is None


@pytest.mark.parametrize(
    "raw", [None, 3, "x", [], {**EVENT, "roles": "Lavrov"}, {**EVENT, "time": 3}, {**EVENT, "type": None}]
)
def test_an_item_of_another_shape_is_none(raw: object) -> None:
    assert event_item(raw) is None


def test_a_field_that_nobody_asked_for_does_no_harm() -> None:
    assert event_item({**EVENT, "mood": "grim", "id": 4}) is not None
