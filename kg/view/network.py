"""Store → a networkx graph of events, agents and places whose edges carry role, status, dates and evidence.

Nodes are IRIs with a `node` attribute (`event`, `agent` or `place`). Edges run from an agent to the event it takes part
in, from an event to its place, and from an event to the one it is about, brings about or is part of; `edge` tells
which. What is not known is None.
"""

from __future__ import annotations

import io
import re
from collections.abc import Collection, Iterator, Mapping
from datetime import date
from itertools import combinations
from typing import TYPE_CHECKING, Any

import networkx

from kg.graph.rows import Source, rows, snapshot

if TYPE_CHECKING:
    Network = networkx.MultiDiGraph[str]
else:
    Network = networkx.MultiDiGraph

EVENT = "event"
AGENT = "agent"
PLACE = "place"
PARTICIPATION = "participation"

# The broad classes of the ontology, the first that holds; a type below none of them is a plain event.
FAMILIES = ("SpeechAct", "Interaction", "ForceEvent", "Measure")

# Who does something and who it is done to: the direction of the edges between agents.
DOERS = frozenset({"actor", "speaker", "imposer", "perpetrator", "provider", "visitor", "mediator"})
DONE_TO = frozenset({"recipient", "addressee", "target", "victim", "beneficiary", "host", "topic", "destination"})

_EVENTS = """
SELECT id, type, label, status, earliest, latest, edtf, place, known_from, superseded_on, articles, originators
FROM events ORDER BY id
"""
_FAMILIES = "SELECT type, ancestor FROM types ORDER BY type, ancestor"
_HISTORY = "SELECT event, status, valid_from FROM statuses WHERE step > 0 ORDER BY event, step, id"
_PARTICIPATIONS = "SELECT id, event, agent, role, explicit, rank FROM participations ORDER BY id"
_PLACEMENTS = "SELECT id, event, place AS agent, NULL AS role, 1 AS explicit, rank FROM placements ORDER BY id"
_RELATIONS = "SELECT event, kind, target FROM relations ORDER BY event, kind, target"
_AGENTS = "SELECT id, label, kind, country, sector, linked FROM agents ORDER BY id"
# The first report of each facet, and of each event for facets that no claim carries.
_EVIDENCE = """
SELECT s.facet, c.event, c.claim_status, c.certainty, c.reported, e.quote, a.publisher, a.url, g.label AS claimant,
       c.article
FROM claims c
JOIN evidence e ON e.id = c.evidence
JOIN articles a ON a.id = c.article
JOIN agents g ON g.id = c.claimant
LEFT JOIN supports s ON s.claim = c.id AND s.stance = 'supports'
ORDER BY c.reported IS NULL, c.reported, c.id, s.facet
"""
_NOT_XML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def network(
    source: Source,
    *,
    events: Collection[str] | None = None,
    since: date | None = None,
    until: date | None = None,
    deprecated: bool = False,
) -> Network:
    """Return the network of a store, in the order of ids.

    `events` (IRIs) picks events; `since` and `until` keep those whose bounds meet the period, both days included, and
    drop undated ones. Facets that sources gave up (`rank` deprecated) are left out unless `deprecated` is set.

    Event nodes carry type, `family` (one of `FAMILIES` or None), label, status, `history` (a tuple of "status since
    day"), bounds, counts of articles and originators, and the quote and source of their first report; edges carry the
    role and the quote and source of the first report that supports it.
    """
    graph = Network()
    with snapshot(source) as connection:
        wanted = {
            row["id"]: dict(row)
            for row in rows(connection, _EVENTS)
            if (events is None or row["id"] in events) and _meets(row["earliest"], row["latest"], since, until)
        }
        evidence = _first_reports(connection)
        history = _histories(connection)
        families = _families(connection)
        agents = {row["id"]: dict(row) for row in rows(connection, _AGENTS)}
        for iri, event in wanted.items():
            place = agents[event["place"]]["label"] if event["place"] else None
            event |= {
                "node": EVENT,
                "place": place,
                "family": families.get(event["type"]),
                "history": history.get(iri, ()),
                **_told(evidence, iri, iri),
            }
            graph.add_node(iri, **{name: value for name, value in event.items() if name != "id"})
        for query, kind in ((_PARTICIPATIONS, PARTICIPATION), (_PLACEMENTS, PLACE)):
            for facet in rows(connection, query):
                if facet["event"] in wanted and (deprecated or facet["rank"] != "deprecated"):
                    _add_facet(graph, dict(facet), kind, agents[facet["agent"]], evidence)
        for row in rows(connection, _RELATIONS):
            if row["event"] in wanted and row["target"] in wanted:
                key = f"{row['event']} {row['kind']} {row['target']}"
                graph.add_edge(row["event"], row["target"], key=key, edge=row["kind"])
    return graph


def between_agents(graph: Network) -> Network:
    """Return the agents of a network with an edge for each event that two of them share.

    An edge runs from the doer to the one it is done to; where both have the same part (two participants of a summit)
    it runs by order of IRIs and `symmetric` is True. Edges carry the event's attributes, both roles, and the evidence
    of the second agent's part.
    """
    projection = Network()
    projection.add_nodes_from((iri, data) for iri, data in graph.nodes(data=True) if data["node"] == AGENT)
    for event, data in graph.nodes(data=True):
        if data["node"] != EVENT:
            continue
        parts = sorted(
            ((agent, key, part) for agent, _, key, part in graph.in_edges(event, keys=True, data=True)
             if part["edge"] == PARTICIPATION),
            key=lambda part: part[:2],
        )  # fmt: skip
        for first, second in combinations(parts, 2):
            if first[0] != second[0]:
                _add_tie(projection, event, data, first, second)
    return projection


_Part = tuple[str, Any, Mapping[str, Any]]


def _add_tie(projection: Network, event: str, data: Mapping[str, Any], first: _Part, second: _Part) -> None:
    ahead = side(first[2]["role"]) - side(second[2]["role"])
    source, target = (second, first) if ahead < 0 else (first, second)
    taken = ("type", "label", "status", "earliest", "latest")
    told = ("quote", "source", "claimant", "url", "reported", "article")
    projection.add_edge(
        source[0],
        target[0],
        key=f"{event} {source[1]} {target[1]}",
        edge="tie",
        event=event,
        symmetric=ahead == 0,
        source_role=source[2]["role"],
        target_role=target[2]["role"],
        **{name: data[name] for name in taken},
        **{name: target[2][name] for name in told},
    )


def side(role: str) -> int:
    """Return 1 for the role of one who does something, -1 of one it is done to, 0 of one among equals."""
    return (role in DOERS) - (role in DONE_TO)


def _add_facet(
    graph: Network,
    facet: dict[str, Any],
    kind: str,
    agent: Mapping[str, Any],
    evidence: Mapping[str, Mapping[str, Any]],
) -> None:
    iri, event = facet["agent"], facet["event"]
    # One IRI may act in one event and be the place of another ("Moscow"); it is an agent then.
    node = AGENT if kind == PARTICIPATION or graph.nodes.get(iri, {}).get("node") == AGENT else PLACE
    graph.add_node(iri, node=node, **{name: agent[name] for name in ("label", "kind", "country", "sector")})
    data = graph.nodes[event]
    taken = {"status": data["status"], "earliest": data["earliest"], "latest": data["latest"], "rank": facet["rank"]}
    told = _told(evidence, facet["id"], event)
    if kind == PARTICIPATION:
        said = {"role": facet["role"], "explicit": bool(facet["explicit"])}
        graph.add_edge(iri, event, key=facet["id"], edge=kind, **said, **taken, **told)
    else:
        graph.add_edge(event, iri, key=facet["id"], edge=kind, **taken, **told)


def _told(evidence: Mapping[str, Mapping[str, Any]], facet: str, event: str) -> dict[str, Any]:
    report = evidence.get(facet) or evidence.get(event) or {}
    told = {name: report.get(name) for name in ("quote", "claimant", "url", "reported", "article")}
    return told | {"source": report.get("publisher")}


def _first_reports(connection: Any) -> dict[str, Mapping[str, Any]]:
    first: dict[str, Mapping[str, Any]] = {}
    for row in rows(connection, _EVIDENCE):
        report = dict(row)
        first.setdefault(report["event"], report)
        if report["facet"] is not None:
            first.setdefault(report["facet"], report)
    return first


def _families(connection: Any) -> dict[str, str]:
    above: dict[str, set[str]] = {}
    for row in rows(connection, _FAMILIES):
        above.setdefault(row["type"], set()).add(row["ancestor"])
    return {
        type_: family
        for type_, ancestors in above.items()
        if (family := next((f for f in FAMILIES if f in ancestors), None))
    }


def _histories(connection: Any) -> dict[str, tuple[str, ...]]:
    steps: dict[str, list[str]] = {}
    for row in rows(connection, _HISTORY):
        since = f" since {row['valid_from']}" if row["valid_from"] else ""
        steps.setdefault(row["event"], []).append(row["status"] + since)
    return {event: tuple(step) for event, step in steps.items()}


def _meets(earliest: str | None, latest: str | None, since: date | None, until: date | None) -> bool:
    if since is None and until is None:
        return True
    start, end = earliest or latest, latest or earliest
    if start is None or end is None:
        return False
    return (since is None or end >= since.isoformat()) and (until is None or start <= until.isoformat())


def flat(graph: Network) -> Network:
    """Return a copy that network file formats can hold: no None, no tuples, no characters that XML lacks."""
    copy = Network()
    for iri, data in graph.nodes(data=True):
        copy.add_node(_clean(iri), **dict(_plain(data)))
    for source, target, key, data in graph.edges(keys=True, data=True):
        copy.add_edge(_clean(source), _clean(target), key=_clean(str(key)), **dict(_plain(data)))
    return copy


def _plain(data: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    for name, value in data.items():
        # GEXF keeps the word `type` of an edge for directed or undirected.
        name = "event_type" if name == "type" else name
        if isinstance(value, bool | int | float):
            yield name, value
        elif isinstance(value, tuple):
            yield name, _clean("; ".join(map(str, value)))
        elif value is not None:
            yield name, _clean(str(value))


def _clean(text: str) -> str:
    return _NOT_XML.sub("\ufffd", text)


def to_graphml(graph: Network) -> bytes:
    """Return the network as GraphML; the same network gives the same bytes."""
    stream = io.BytesIO()
    networkx.write_graphml_xml(flat(graph), stream)
    return stream.getvalue()


def to_gexf(graph: Network) -> bytes:
    """Return the network as GEXF 1.2; the same network gives the same bytes, so no date of writing is kept."""
    text = "\n".join(networkx.generate_gexf(flat(graph)))
    return (re.sub(r' lastmodifieddate="[^"]*"', "", text, count=1) + "\n").encode("utf-8")
