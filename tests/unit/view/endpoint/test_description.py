from __future__ import annotations

import pytest
from pyoxigraph import NamedNode, RdfFormat, parse

from kg.view.endpoint.description import describe

SD = "http://www.w3.org/ns/sparql-service-description#"


@pytest.mark.parametrize(
    ("media_type", "form"),
    [
        ("text/turtle", RdfFormat.TURTLE),
        ("application/n-triples", RdfFormat.N_TRIPLES),
        ("application/rdf+xml", RdfFormat.RDF_XML),
        ("application/ld+json", RdfFormat.JSON_LD),
    ],
)
def test_every_format_says_the_same(media_type: str, form: RdfFormat) -> None:
    triples = {(q.subject, q.predicate, q.object) for q in parse(describe("http://e/sparql", media_type), format=form)}
    service = NamedNode("http://e/sparql#service")
    assert (service, NamedNode(SD + "endpoint"), NamedNode("http://e/sparql")) in triples
    assert (service, NamedNode(SD + "supportedLanguage"), NamedNode(SD + "SPARQL11Query")) in triples
    assert len(triples) == 17
