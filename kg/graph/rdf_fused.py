"""The fused tables → the triples of events and facets (`graph/fused`) and of agents and places (`graph/ref`)."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable, Iterator

from kg.graph.rows import rows
from kg.graph.terms import (
    LABEL,
    RDF_TYPE,
    SAME_AS,
    boolean,
    concept,
    data,
    day,
    day_end,
    day_start,
    decimal,
    integer,
    iri,
    name,
    text,
    typed,
)
from kg.ontology import SCHEME

WIKIDATA = "http://www.wikidata.org/entity/"

KIND_CLASS = {
    "person": "dip:Person",
    "state": "dip:State",
    "organization": "dip:Organization",
    "group": "dip:AgentGroup",
    "office": "dip:Post",
    "place": "dip:Place",
    "facility": "dip:Facility",
    "weapon": "dip:Weapon",
}
RELATION = {"about": "dip:aboutEvent", "broughtAbout": "dip:broughtAbout", "subEventOf": "dip:subEventOf"}

_WIKIDATA_KEY = re.compile(r"/(Q[1-9][0-9]*)$")
_LASTING = re.compile(r"(\d{4}-\d\d-\d\d)/(\d{4}-\d\d-\d\d)")

# One document is checked with the events that its claims are about, so these are the only rows that it needs.
_EVENTS_OF_ARTICLE = "SELECT event FROM claims WHERE article = ?1"
_CARRIED = "id IN (SELECT facet FROM supports JOIN claims ON claims.id = supports.claim WHERE article = ?1)"
_OF_ARTICLE = {
    "events": f"id IN ({_EVENTS_OF_ARTICLE})",
    "statuses": f"{_CARRIED} OR rank = 'preferred' AND event IN ({_EVENTS_OF_ARTICLE})",
    "relations": f"event IN ({_EVENTS_OF_ARTICLE})",
    "merges": f"event IN ({_EVENTS_OF_ARTICLE})",
}
_SUPPORTS_OF_STATUSES = f"""
SELECT supports.* FROM statuses JOIN supports ON supports.facet = statuses.id
WHERE rank = 'preferred' AND event IN ({_EVENTS_OF_ARTICLE})
"""
_OUTLETS = """
EXISTS (SELECT 1 FROM claims WHERE claimant = agents.id AND voice = 'author')
"""
_AGENTS = f"SELECT agents.*, {_OUTLETS} AS outlet FROM agents"
_AGENTS_OF_ARTICLE = f"""
{_AGENTS} WHERE id IN (
  SELECT claimant FROM claims WHERE article = ?1
  UNION SELECT source FROM attributions JOIN claims ON claims.id = attributions.claim WHERE article = ?1
  UNION SELECT agent FROM participations WHERE event IN ({_EVENTS_OF_ARTICLE})
  UNION SELECT place FROM placements WHERE event IN ({_EVENTS_OF_ARTICLE})
  UNION SELECT place FROM events WHERE id IN ({_EVENTS_OF_ARTICLE}))
"""


def fused_triples(connection: sqlite3.Connection) -> Iterator[str]:
    """Yield the triples of all events and facets, sorted within each node."""
    for table, triples_of in _TABLES.items():
        for row in rows(connection, f"SELECT * FROM {table}"):
            yield from sorted(set(triples_of(row)))
    yield from _truthy_roles(connection, None)


def fused_triples_of(connection: sqlite3.Connection, article: str) -> Iterator[str]:
    """Yield what fusion made of one article's claims: their events, the facets that they carry, the preferred statuses.

    A preferred status comes with the links to the claims of other articles that carry it.
    """
    for table, triples_of in _TABLES.items():
        for row in rows(connection, f"SELECT * FROM {table} WHERE {_OF_ARTICLE.get(table, _CARRIED)}", article):
            yield from triples_of(row)
    yield from _truthy_roles(connection, article)
    for row in rows(connection, _SUPPORTS_OF_STATUSES, article):
        yield support_triple(row)


def support_triple(row: sqlite3.Row) -> str:
    """Return the triple of a row of `supports`."""
    stance = name("dip:supportedBy" if row["stance"] == "supports" else "dip:disputedBy")
    return f"{iri(row['facet'])} {stance} {iri(row['claim'])}"


def _truthy_roles(connection: sqlite3.Connection, article: str | None) -> Iterator[str]:
    of_article = f"AND event IN ({_EVENTS_OF_ARTICLE})" if article is not None else ""
    query = f"SELECT DISTINCT event, agent, %s FROM participations WHERE rank <> 'deprecated' {of_article}"
    parameters = () if article is None else (article,)
    for row in rows(connection, query % "role", *parameters):
        yield f"{iri(row['event'])} {name('dip:' + row['role'])} {iri(row['agent'])}"
    for row in rows(connection, query % "1", *parameters):
        yield f"{iri(row['event'])} {name('dip:involves')} {iri(row['agent'])}"


def reference_triples(connection: sqlite3.Connection, *, article: str | None = None) -> Iterator[str]:
    """Yield the triples of all agents, places and things, or of those that one article and its events name."""
    found = rows(connection, _AGENTS) if article is None else rows(connection, _AGENTS_OF_ARTICLE, article)
    for agent in found:
        yield from sorted(set(_agent(agent)))
    if article is None:
        for row in rows(connection, "SELECT agent, side FROM acts_for WHERE agent <> side"):
            yield f"{iri(row['agent'])} {name('prov:actedOnBehalfOf')} {iri(row['side'])}"


def _agent(agent: sqlite3.Row) -> Iterator[str]:
    node = iri(agent["id"])
    outlet = agent["kind"] == "organization" and agent["outlet"]
    yield f"{node} {RDF_TYPE} {name('dip:MediaOrganization' if outlet else KIND_CLASS[agent['kind']])}"
    yield f"{node} {LABEL} {text(agent['label'])}"
    yield f"{node} {name('dip:linked')} {boolean(agent['linked'])}"
    if agent["country"] is not None:
        yield f"{node} {name('dip:country')} {text(agent['country'])}"
    if agent["sector"] is not None:
        yield f"{node} {name('dip:sector')} {iri(f'{SCHEME}plover#sector-' + agent['sector'])}"
    if match := _WIKIDATA_KEY.search(agent["id"]):
        yield f"{node} {SAME_AS} {iri(WIKIDATA + match[1])}"


def _event(event: sqlite3.Row) -> Iterator[str]:
    node = iri(event["id"])
    yield f"{node} {RDF_TYPE} {name('dip:' + event['type'])}"
    yield f"{node} {LABEL} {text(event['label'])}"
    yield f"{node} {name('dip:currentStatus')} {concept('status', event['status'])}"
    yield f"{node} {name('dip:articles')} {integer(event['articles'])}"
    yield f"{node} {name('dip:originators')} {integer(event['originators'])}"
    yield from _bounds(node, event)
    if event["place"]:
        yield f"{node} {name('dip:place')} {iri(event['place'])}"
    if event["known_from"]:
        yield f"{node} {name('dip:knownFrom')} {day(event['known_from'])}"
    if event["superseded_on"]:
        yield f"{node} {name('dip:supersededOn')} {day(event['superseded_on'])}"
    start, end = _known_days(event)
    if start:
        yield f"{node} {name('dip:startDate')} {day(start)}"
    if end:
        yield f"{node} {name('dip:endDate')} {day(end)}"


def _known_days(event: sqlite3.Row) -> tuple[str | None, str | None]:
    """Return first and last day where both are known to the day, else None: bounds are no dates."""
    if lasting := _LASTING.fullmatch(event["edtf"] or ""):
        return lasting[1], lasting[2]
    if event["earliest"] and event["earliest"] == event["latest"]:
        return event["earliest"], event["latest"]
    return None, None


def _bounds(node: str, row: sqlite3.Row) -> Iterator[str]:
    if row["edtf"]:
        yield f"{node} {name('dip:edtf')} {typed(row['edtf'], 'edtf:EDTF')}"
    if row["earliest"]:
        yield f"{node} {name('dip:earliest')} {day(row['earliest'])}"
    if row["latest"]:
        yield f"{node} {name('dip:latest')} {day(row['latest'])}"


def _facet(row: sqlite3.Row, kind: str) -> Iterator[str]:
    node = iri(row["id"])
    yield f"{node} {RDF_TYPE} {name('dip:' + kind)}"
    yield f"{node} {name('dip:facetOf')} {iri(row['event'])}"
    yield f"{node} {name('dip:rank')} {concept('rank', row['rank'])}"


def _participation(row: sqlite3.Row) -> Iterator[str]:
    node = iri(row["id"])
    yield from _facet(row, "Participation")
    yield f"{node} {name('dip:agent')} {iri(row['agent'])}"
    yield f"{node} {name('dip:role')} {concept('role', row['role'])}"
    yield f"{node} {name('dip:explicit')} {boolean(row['explicit'])}"


def _status(row: sqlite3.Row) -> Iterator[str]:
    node = iri(row["id"])
    yield from _facet(row, "StatusAssertion")
    yield f"{node} {name('dip:status')} {concept('status', row['status'])}"
    yield f"{node} {name('dip:step')} {integer(row['step'])}"
    for column, curie in (("valid_from", "validFrom"), ("valid_to", "validTo"), ("reported", "reportedOn")):
        if row[column]:
            yield f"{node} {name('dip:' + curie)} {day(row[column])}"
    if row["brought_about_by"]:
        yield f"{node} {name('dip:broughtAboutBy')} {iri(row['brought_about_by'])}"
    if row["reason"]:
        yield f"{node} {name('dip:reason')} {iri(row['reason'])}"


def _quantity(row: sqlite3.Row) -> Iterator[str]:
    node = iri(row["id"])
    yield from _facet(row, "QuantityAssertion")
    yield f"{node} {name('dip:measure')} {concept('qty', row['measure'])}"
    yield f"{node} {name('dip:comparator')} {text(row['comparator'])}"
    if row["value"] is not None:
        yield f"{node} {name('dip:value')} {decimal(row['value'])}"


def _timing(row: sqlite3.Row) -> Iterator[str]:
    node = iri(row["id"])
    yield from _facet(row, "Timing")
    yield from _bounds(node, row)
    # The instants are for readers of SEM; days are what the text gives.
    if row["earliest"]:
        yield f"{node} {name('dip:earliestStart')} {day_start(row['earliest'])}"
    if row["latest"]:
        yield f"{node} {name('dip:latestEnd')} {day_end(row['latest'])}"
    yield f"{node} {name('dip:granularity')} {concept('granularity', row['granularity'])}"
    yield f"{node} {name('dip:rule')} {text(row['rule'])}"
    if row["text"]:
        yield f"{node} {name('dip:timeText')} {text(row['text'])}"


def _placement(row: sqlite3.Row) -> Iterator[str]:
    yield from _facet(row, "Placement")
    yield f"{iri(row['id'])} {name('dip:location')} {iri(row['place'])}"


def _code(row: sqlite3.Row) -> Iterator[str]:
    node, scheme = iri(row["id"]), f"{SCHEME}{row['scheme']}#"
    yield from _facet(row, "CodeAssignment")
    yield f"{node} {name('dip:code')} {iri(scheme + row['code'])}"
    if row["mode"]:
        yield f"{node} {name('dip:mode')} {iri(scheme + row['code'] + '-' + row['mode'])}"


def _relation(row: sqlite3.Row) -> Iterator[str]:
    yield f"{iri(row['event'])} {name(RELATION[row['kind']])} {iri(row['target'])}"


def _merge(row: sqlite3.Row) -> Iterator[str]:
    node = data("merge", row["a"], row["b"])
    yield f"{node} {RDF_TYPE} {name('dip:Merge')}"
    if row["event"]:
        yield f"{node} {name('dip:decisionOn')} {iri(row['event'])}"
    yield f"{node} {name('dip:first')} {text(row['a'])}"
    yield f"{node} {name('dip:second')} {text(row['b'])}"
    yield f"{node} {name('dip:verdict')} {concept('verdict', row['verdict'])}"
    yield f"{node} {name('dip:score')} {decimal(row['score'])}"
    yield f"{node} {name('dip:rationale')} {text(row['reason'])}"


_TABLES: dict[str, Callable[[sqlite3.Row], Iterator[str]]] = {
    "events": _event,
    "participations": _participation,
    "statuses": _status,
    "quantities": _quantity,
    "timings": _timing,
    "placements": _placement,
    "codes": _code,
    "relations": _relation,
    "merges": _merge,
}


def judgement_triples(connection: sqlite3.Connection) -> Iterator[str]:
    """Yield the triples of what people judged to be the same or different."""
    for row in rows(connection, "SELECT * FROM judgements ORDER BY date, a, b, verdict"):
        node = data("judgement", row["date"], row["a"], row["b"], row["verdict"])
        yield f"{node} {RDF_TYPE} {name('dip:Judgement')}"
        yield f"{node} {name('dip:first')} {text(row['a'])}"
        yield f"{node} {name('dip:second')} {text(row['b'])}"
        yield f"{node} {name('dip:verdict')} {concept('verdict', row['verdict'])}"
        yield f"{node} {name('dip:rationale')} {text(row['reason'])}"
        yield f"{node} {name('dip:judgedBy')} {text(row['author'])}"
        yield f"{node} {name('dip:judgedOn')} {day(row['date'])}"
        if row["retracted"]:
            yield f"{node} {name('dip:retractedOn')} {day(row['retracted'])}"
