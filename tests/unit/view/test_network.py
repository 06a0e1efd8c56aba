from __future__ import annotations

import io
import subprocess
import sys
from datetime import date
from pathlib import Path

import networkx
import pytest

from kg.graph.store import Store
from kg.view.network import Network, between_agents, flat, network, side, to_gexf, to_graphml
from tests.unit.view.drawing import add_event

ROOT = Path(__file__).resolve().parents[3]


def test_every_event_is_a_node_with_its_row(store: Store) -> None:
    graph = network(store)
    for row in store.rows("events"):
        data = graph.nodes[row["id"]]
        assert (data["node"], data["type"], data["status"]) == ("event", row["type"], row["status"])
        assert (data["earliest"], data["articles"]) == (row["earliest"], row["articles"])


def test_every_participation_that_still_holds_is_an_edge(store: Store) -> None:
    graph = network(store)
    found = {key for _, _, key, data in graph.edges(keys=True, data=True) if data["edge"] == "participation"}
    rows = list(store.rows("participations"))
    assert found == {row["id"] for row in rows if row["rank"] != "deprecated"}
    every = {key for _, _, key in network(store, deprecated=True).edges(keys=True)}
    assert {row["id"] for row in rows} <= every


def test_participation_carries_role_status_dates_and_a_quote_of_a_supporting_claim(store: Store) -> None:
    graph = network(store)
    quotes = {row["id"]: row["quote"] for row in store.rows("evidence")}
    claims = {row["id"]: row for row in store.rows("claims")}
    supports: dict[str, set[str]] = {}
    for row in store.rows("supports"):
        if row["stance"] == "supports":
            supports.setdefault(row["facet"], set()).add(quotes[claims[row["claim"]]["evidence"]])
    checked = 0
    for _, event, key, data in graph.edges(keys=True, data=True):
        if data["edge"] == "participation" and key in supports:
            assert data["quote"] in supports[key]
            assert data["role"]
            assert data["status"] == graph.nodes[event]["status"]
            assert data["earliest"] == graph.nodes[event]["earliest"]
            checked += 1
    assert checked


def test_relations_join_events(store: Store) -> None:
    graph = network(store)
    for row in store.rows("relations"):
        kinds = {data["edge"] for data in graph.get_edge_data(row["event"], row["target"]).values()}
        assert row["kind"] in kinds


def test_history_is_the_steps_in_order(store: Store) -> None:
    graph = network(store)
    for row in store.rows("events"):
        steps = [r for r in store.rows("statuses") if r["event"] == row["id"] and r["step"] > 0]
        assert len(graph.nodes[row["id"]]["history"]) == len(steps)


def test_period_keeps_events_whose_bounds_meet_it(store: Store) -> None:
    since, until = date(2031, 1, 5), date(2031, 1, 20)
    kept = {iri for iri, data in network(store, since=since, until=until).nodes(data=True) if data["node"] == "event"}
    for row in store.rows("events"):
        start, end = row["earliest"] or row["latest"], row["latest"] or row["earliest"]
        meets = start is not None and start <= until.isoformat() and end >= since.isoformat()
        assert (row["id"] in kept) == meets


def test_picked_events_come_with_their_agents_alone(store: Store) -> None:
    wanted = next(iter(store.rows("participations")))["event"]
    graph = network(store, events=[wanted])
    assert [iri for iri, data in graph.nodes(data=True) if data["node"] == "event"] == [wanted]
    assert all(wanted in (source, target) for source, target in graph.edges())


def test_edges_between_agents_run_from_doer_to_done_to() -> None:
    graph = Network()
    add_event(graph, "e1", ("b", "imposer"), ("a", "target"), type="Sanction")
    add_event(graph, "e2", ("b", "participant"), ("a", "participant"))
    ties = {data["event"]: (source, target, data) for source, target, data in between_agents(graph).edges(data=True)}
    assert ties["e1"][:2] == ("b", "a")
    assert (ties["e1"][2]["source_role"], ties["e1"][2]["target_role"]) == ("imposer", "target")
    assert ties["e2"][:2] == ("a", "b")
    assert ties["e2"][2]["symmetric"] is True
    assert ties["e2"][2]["quote"]


def test_agent_alone_in_an_event_gets_no_tie() -> None:
    graph = Network()
    add_event(graph, "e1", ("a", "actor"), ("a", "speaker"))
    assert between_agents(graph).number_of_edges() == 0
    assert list(between_agents(graph)) == ["a"]


@pytest.mark.parametrize(("role", "expected"), [("imposer", 1), ("victim", -1), ("participant", 0)])
def test_roles_have_a_side(role: str, expected: int) -> None:
    assert side(role) == expected


def test_flat_copy_has_no_none_no_tuple_and_no_control_character(store: Store) -> None:
    graph = flat(network(store))
    values = [value for _, data in graph.nodes(data=True) for value in data.values()]
    values += [value for _, _, data in graph.edges(data=True) for value in data.values()]
    assert all(isinstance(value, str | int | float | bool) for value in values)
    assert not any("\x00" in value or "\x1b" in value for value in values if isinstance(value, str))


def test_files_are_read_back_whole(store: Store) -> None:
    graph = network(store)
    for again in (
        networkx.read_graphml(io.BytesIO(to_graphml(graph))),
        networkx.read_gexf(io.BytesIO(to_gexf(graph))),
    ):
        assert set(again) == set(graph)
        assert again.number_of_edges() == graph.number_of_edges()


def test_files_are_the_same_bytes_in_another_process(store: Store) -> None:
    code = (
        "import sys, hashlib\nfrom kg.graph.store import Store\nfrom kg.view.network import *\n"
        "with Store.open(sys.argv[1]) as store:\n    graph = network(store)\n"
        "print(hashlib.sha256(to_gexf(graph) + to_graphml(graph)).hexdigest())"
    )
    digests = {
        subprocess.run(
            [sys.executable, "-c", code, str(store.path)], cwd=ROOT,
            env={"PYTHONHASHSEED": seed, "PYTHONPATH": str(ROOT)}, capture_output=True, text=True,
            check=True, timeout=60,
        ).stdout
        for seed in ("1", "2")
    }  # fmt: skip
    assert len(digests) == 1
