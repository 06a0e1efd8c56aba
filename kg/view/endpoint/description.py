"""The endpoint's URL → its SPARQL 1.1 service description.

https://www.w3.org/TR/sparql11-service-description/
"""

from __future__ import annotations

from collections.abc import Iterator

from pyoxigraph import Literal, NamedNode, RdfFormat, Triple, serialize

_SD = "http://www.w3.org/ns/sparql-service-description#"
_FORMATS = "http://www.w3.org/ns/formats/"
_TYPE = NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
_LABEL = NamedNode("http://www.w3.org/2000/01/rdf-schema#label")
_RESULTS = (
    "SPARQL_Results_JSON",
    "SPARQL_Results_XML",
    "SPARQL_Results_CSV",
    "SPARQL_Results_TSV",
    "Turtle",
    "N-Triples",
    "RDF_XML",
    "JSON-LD",
)
_SERIALISATIONS = {
    "application/n-triples": RdfFormat.N_TRIPLES,
    "text/plain": RdfFormat.N_TRIPLES,
    "application/rdf+xml": RdfFormat.RDF_XML,
    "application/xml": RdfFormat.RDF_XML,
    "text/xml": RdfFormat.RDF_XML,
    "application/ld+json": RdfFormat.JSON_LD,
    "application/json": RdfFormat.JSON_LD,
}


def describe(endpoint: str, media_type: str) -> bytes:
    """Return the description of the service at the URL `endpoint` in an RDF media type; Turtle where it is unknown."""
    form = _SERIALISATIONS.get(media_type, RdfFormat.TURTLE)
    prefixes = {"sd": _SD} if form in (RdfFormat.TURTLE, RdfFormat.RDF_XML) else None
    return serialize(_triples(endpoint), format=form, prefixes=prefixes) or b""


def _triples(endpoint: str) -> Iterator[Triple]:
    service, dataset, graph = (NamedNode(f"{endpoint}#{name}") for name in ("service", "dataset", "default-graph"))
    yield Triple(service, _TYPE, _sd("Service"))
    yield Triple(service, _LABEL, Literal("Diplograph: SPARQL over the events of news articles", language="en"))
    yield Triple(service, _sd("endpoint"), NamedNode(endpoint))
    yield Triple(service, _sd("supportedLanguage"), _sd("SPARQL11Query"))
    yield Triple(service, _sd("feature"), _sd("UnionDefaultGraph"))
    for name in _RESULTS:
        yield Triple(service, _sd("resultFormat"), NamedNode(_FORMATS + name))
    yield Triple(service, _sd("defaultDataset"), dataset)
    yield Triple(dataset, _TYPE, _sd("Dataset"))
    yield Triple(dataset, _sd("defaultGraph"), graph)
    yield Triple(graph, _TYPE, _sd("Graph"))


def _sd(name: str) -> NamedNode:
    return NamedNode(_SD + name)
