from __future__ import annotations

from itertools import pairwise

from kg.view.lanes import LANES, day_words, plan
from kg.view.network import Network
from tests.unit.view.drawing import add_event, crowd


def test_small_network_is_shown_whole() -> None:
    shown = plan(crowd(20, 6), limit=150)
    assert (len(shown.events), shown.left_out, shown.unlaned) == (20, 0, 0)
    assert len(shown.lanes) == 6


def test_limit_counts_events_and_lanes_and_keeps_the_most_reported() -> None:
    graph = crowd(400, 59)
    shown = plan(graph, limit=100)
    assert len(shown.events) + len(shown.lanes) <= 101
    assert shown.left_out == 400 - len(shown.events)
    assert min(event.data["originators"] for event in shown.events) == 5
    assert len(shown.lanes) == LANES + (None in shown.lanes)


def test_columns_follow_time_and_undated_events_come_last() -> None:
    graph = Network()
    add_event(graph, "late", ("a", "actor"), earliest="2031-03-01", latest="2031-03-01")
    add_event(graph, "undated", ("a", "actor"), earliest=None, latest=None)
    add_event(graph, "early", ("a", "actor"), earliest="2031-01-01", latest="2031-01-02")
    assert [event.iri for event in plan(graph, limit=10).events] == ["early", "late", "undated"]
    assert [event.column for event in plan(graph, limit=10).events] == [0, 1, 2]


def test_events_of_one_column_do_not_cross() -> None:
    shown = plan(crowd(200, 20), limit=300)
    height = {agent: lane for lane, agent in enumerate(shown.lanes)}
    columns: dict[int, list[tuple[int, int]]] = {}
    for event in shown.events:
        reach = [height[part.agent] for part in event.parts if part.agent in height] or [event.lane]
        columns.setdefault(event.column, []).append((min(reach), max(reach)))
    for spans in columns.values():
        spans.sort()
        assert all(low < top for (_, low), (top, _) in pairwise(spans))


def test_event_lies_on_the_lane_of_its_doer() -> None:
    graph = Network()
    add_event(graph, "e", ("a", "target"), ("b", "imposer"))
    shown = plan(graph, limit=10)
    assert shown.lanes[shown.events[0].lane] == "b"


def test_event_of_nobody_gets_a_lane_of_its_own() -> None:
    graph = Network()
    add_event(graph, "e")
    shown = plan(graph, limit=10)
    assert shown.lanes == (None,)
    assert shown.events[0].lane == 0


def test_empty_network_gives_an_empty_plan() -> None:
    shown = plan(Network(), limit=10)
    assert (shown.events, shown.lanes, shown.columns) == ((), (), 0)


def test_column_of_a_month_is_headed_by_the_month() -> None:
    assert day_words({"earliest": "2031-02-01", "latest": "2031-02-28", "edtf": "2031-02"}) == "2031-02"
    assert day_words({"earliest": "2031-02-01", "latest": "2031-02-01", "edtf": "2031-02-01"}) == "2031-02-01"
    assert day_words({"earliest": None, "latest": None, "edtf": None}) == "no date"
