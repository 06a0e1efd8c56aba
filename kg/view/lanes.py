"""Network → a picture's plan: which events and agents are shown, and where, with time across and a lane an agent.

The plan is made from the data alone, so the same network always gives the same picture. Columns are in the order of
time and not to scale: a column holds events one after the other down the lanes as long as they do not cross.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from kg.view.network import AGENT, EVENT, PARTICIPATION, Network, side

LANES = 24


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One agent's part in an event."""

    agent: str
    label: str
    role: str
    data: Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacedEvent:
    """An event with its column (0 is the earliest) and its lane (0 is the top); `parts` are in order of lanes."""

    iri: str
    data: Mapping[str, Any]
    parts: tuple[Part, ...]
    column: int
    lane: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What is shown of a network.

    `lanes` are the IRIs of the agents that have one, top to bottom; a lane of None holds the events of nobody that
    has a lane. `left_out` counts events that did not fit, `unlaned` agents that are named in texts alone.
    """

    events: tuple[PlacedEvent, ...]
    lanes: tuple[str | None, ...]
    left_out: int
    unlaned: int

    @property
    def columns(self) -> int:
        """Number of columns."""
        return max((event.column for event in self.events), default=-1) + 1


def plan(graph: Network, *, limit: int) -> Plan:
    """Return the plan of a picture with at most `limit` events and lanes.

    Events with the most originators, articles, status steps and ties to other events come first; lanes go to the
    agents with the most shown events.
    """
    ranked = sorted((iri for iri, data in graph.nodes(data=True) if data["node"] == EVENT), key=_importance(graph))
    shown, agents = _fitting(graph, ranked, limit)
    parts = {iri: _parts(graph, iri) for iri in shown}
    busy = Counter(agent for iri in shown for agent in {part.agent for part in parts[iri]})
    chosen = sorted(agents, key=lambda agent: (-busy[agent], graph.nodes[agent]["label"], agent))[:LANES]
    lanes = _ordered_lanes(chosen, shown, parts)
    homes = {iri: _home(parts[iri], lanes) for iri in shown}
    rows: tuple[str | None, ...] = (*lanes, None) if None in homes.values() else tuple(lanes)
    events = _placed(graph, shown, parts, homes, rows)
    return Plan(events=events, lanes=rows, left_out=len(ranked) - len(shown), unlaned=len(agents) - len(chosen))


def _importance(graph: Network) -> Any:
    def key(iri: str) -> tuple[Any, ...]:
        data = graph.nodes[iri]
        ties = sum(graph.nodes[other]["node"] == EVENT for other in (*graph.pred[iri], *graph.succ[iri]))
        steps = len(data["history"])
        return (
            -data["originators"],
            -data["articles"],
            -steps,
            -ties,
            -graph.in_degree(iri),
            data["earliest"] or "9",
            iri,
        )

    return key


def _fitting(graph: Network, ranked: Sequence[str], limit: int) -> tuple[list[str], set[str]]:
    """Return the first events that fit with their agents, in order of time, and those agents."""
    shown: list[str] = []
    agents: set[str] = set()
    for iri in ranked:
        more = agents | {part.agent for part in _parts(graph, iri)}
        if len(shown) + 1 + min(len(more), LANES) > limit:
            break
        shown.append(iri)
        agents = more
    shown.sort(key=lambda iri: (*_day(graph.nodes[iri]), graph.nodes[iri]["label"], iri))
    return shown, agents


def _day(data: Mapping[str, Any]) -> tuple[str, str]:
    return (data["earliest"] or data["latest"] or "9999", day_words(data))


def day_words(data: Mapping[str, Any]) -> str:
    """Return the head of an event's column: its day, or the shorter date that covers more days than one."""
    if data["earliest"] != data["latest"] and data["edtf"] and len(data["edtf"]) < len("2031-01-01"):
        return str(data["edtf"])
    return str(data["earliest"] or data["latest"] or "no date")


def _parts(graph: Network, event: str) -> tuple[Part, ...]:
    found = [
        Part(agent=agent, label=graph.nodes[agent]["label"], role=data["role"], data=data)
        for agent, _, data in graph.in_edges(event, data=True)
        if data["edge"] == PARTICIPATION and graph.nodes[agent]["node"] == AGENT
    ]
    return tuple(sorted(found, key=lambda part: (-side(part.role), part.role, part.agent)))


def _ordered_lanes(chosen: Sequence[str], shown: Sequence[str], parts: Mapping[str, tuple[Part, ...]]) -> list[str]:
    """Return the agents so that those who share events lie close: each next one has most ties to the last few."""
    ties: Counter[tuple[str, str]] = Counter()
    for iri in shown:
        agents = sorted({part.agent for part in parts[iri]})
        ties.update((a, b) for a in agents for b in agents if a != b)
    rest = list(chosen)
    lanes = rest[:1]
    del rest[:1]
    while rest:
        near = lanes[-3:]
        best = max(rest, key=lambda agent: (sum(ties[agent, other] for other in near), -chosen.index(agent)))
        lanes.append(best)
        rest.remove(best)
    return lanes


def _home(parts: Sequence[Part], lanes: Sequence[str]) -> str | None:
    return next((part.agent for part in parts if part.agent in lanes), None)


def _placed(
    graph: Network,
    shown: Sequence[str],
    parts: Mapping[str, tuple[Part, ...]],
    homes: Mapping[str, str | None],
    rows: Sequence[str | None],
) -> tuple[PlacedEvent, ...]:
    height = {agent: number for number, agent in enumerate(rows)}
    placed: list[PlacedEvent] = []
    column, taken, day = 0, list[tuple[int, int]](), ("", "")
    for iri in shown:
        data = graph.nodes[iri]
        reach = [height[part.agent] for part in parts[iri] if part.agent in height] or [height[homes[iri]]]
        top, bottom = min(reach), max(reach)
        crosses = any(top <= low and bottom >= high for high, low in taken)
        if taken and (crosses or _day(data) != day):
            column, taken = column + 1, []
        taken.append((top, bottom))
        day = _day(data)
        ordered = sorted(parts[iri], key=lambda part: (height.get(part.agent, len(rows)), part.role))
        placed.append(PlacedEvent(iri=iri, data=data, parts=tuple(ordered), column=column, lane=height[homes[iri]]))
    assert all(a.column <= b.column for a, b in pairwise(placed))
    return tuple(placed)
