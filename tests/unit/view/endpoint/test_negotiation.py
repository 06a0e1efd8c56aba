from __future__ import annotations

import pytest

from kg.view.endpoint.negotiation import BINDINGS, BOOLEAN, GRAPH, choose, prefers_html

SPARQLWRAPPER = "application/sparql-results+json,application/json,text/javascript,application/javascript"
BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"


@pytest.mark.parametrize(
    ("kind", "accept", "expected"),
    [
        (BINDINGS, "", "application/sparql-results+json"),
        (BINDINGS, "*/*", "application/sparql-results+json"),
        (BINDINGS, "text/*", "text/csv"),
        (BINDINGS, "text/csv;q=0.5, text/tab-separated-values;q=0.6", "text/tab-separated-values"),
        (BINDINGS, "application/json", "application/json"),
        (BINDINGS, SPARQLWRAPPER, "application/sparql-results+json"),
        (BINDINGS, "application/sparql-results+xml, application/rdf+xml", "application/sparql-results+xml"),
        (BINDINGS, "application/sparql-results+json;q=0, */*;q=0.1", "application/sparql-results+xml"),
        (BINDINGS, "text/turtle", None),
        (BOOLEAN, "text/csv", "text/csv"),
        (GRAPH, "", "text/turtle"),
        (GRAPH, "application/turtle", "application/turtle"),
        (GRAPH, "application/rdf+xml;q=0.9, text/turtle;q=0.8", "application/rdf+xml"),
        (GRAPH, "TEXT/TURTLE; Q=1", "text/turtle"),
        (GRAPH, "nonsense, text/turtle;q=x, application/ld+json", "application/ld+json"),
    ],
)
def test_accept_header_decides(kind: str, accept: str, expected: str | None) -> None:
    assert choose(kind, accept=accept) == expected


@pytest.mark.parametrize(
    ("kind", "wish", "expected"),
    [
        (BINDINGS, "csv", "text/csv"),
        (BINDINGS, "XML", "application/sparql-results+xml"),
        (BINDINGS, "application/sparql-results json", "application/sparql-results+json"),
        (GRAPH, "json", "application/ld+json"),
        (GRAPH, "xml", "application/rdf+xml"),
        (BINDINGS, "turtle", "application/sparql-results+json"),
    ],
)
def test_wish_wins_where_it_fits_the_kind_of_result(kind: str, wish: str, expected: str) -> None:
    assert choose(kind, accept="*/*", wish=wish) == expected


def test_only_browsers_get_pages() -> None:
    assert prefers_html(BROWSER)
    assert not prefers_html("*/*")
    assert not prefers_html("application/n-quads,text/turtle;q=0.9,text/html;q=0.2")
    assert not prefers_html(SPARQLWRAPPER)
