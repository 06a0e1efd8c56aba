"""A few words → a network as `kg.view.network` makes it, for tests that need no store."""

from __future__ import annotations

from typing import Any

from kg.view.network import AGENT, EVENT, PARTICIPATION, Network

TOLD: dict[str, Any] = {
    "quote": "The palace said the talks were off.",
    "claimant": "The palace",
    "source": "Courier",
    "url": "https://example.org/a",
    "reported": "2031-02-03",
    "article": "a1",
}


def add_agent(graph: Network, iri: str, label: str | None = None) -> None:
    graph.add_node(iri, node=AGENT, label=label or iri, kind="person", country=None, sector=None)


def add_event(graph: Network, iri: str, *parts: tuple[str, str], **changes: Any) -> None:
    """Add an event with parts (agent, role); agents that are not there yet are added."""
    data: dict[str, Any] = {
        "type": "Meeting", "family": "Interaction", "label": f"meeting {iri}", "status": "occurred",
        "earliest": "2031-01-05", "latest": "2031-01-05", "edtf": "2031-01-05", "place": None,
        "known_from": "2031-01-06", "superseded_on": None, "articles": 1, "originators": 1, "history": ("occurred",),
        **TOLD,
    }  # fmt: skip
    graph.add_node(iri, node=EVENT, **data | changes)
    for agent, role in parts:
        if agent not in graph:
            add_agent(graph, agent)
        told = {name: (data | changes)[name] for name in TOLD}
        graph.add_edge(agent, iri, key=f"{iri} {agent} {role}", edge=PARTICIPATION, role=role, explicit=True, **told)


def crowd(events: int, agents: int) -> Network:
    """Return a network of many events, each of two agents."""
    graph = Network()
    for number in range(events):
        first, second = number % agents, (number * 7 + 1) % agents
        day = f"2031-{1 + number % 12:02}-{1 + number % 28:02}"
        add_event(
            graph, f"e{number:04}", (f"a{first}", "speaker"), (f"a{second}", "addressee"), earliest=day, latest=day,
            originators=1 + number % 5,
        )  # fmt: skip
    return graph
