"""Store rows → quads: one named graph a document and run, and the graphs of what fusion made of them.

| graph (below `kg.model.DATA`)  | holds                                                                              |
|--------------------------------|------------------------------------------------------------------------------------|
| `graph/doc/{article}/{run}`    | the document's metadata, its evidence spans, claims and reporting steps, and which |
|                                | facets its claims support or dispute                                               |
| `graph/fused`                  | events with their shortcuts, and facets with their rank                            |
| `graph/judgements`             | what people judged to be the same or different                                     |
| `graph/ref`                    | agents, places and things                                                          |
| `graph/ontology`, `graph/codes`| the vocabulary                                                                     |
| `graph/meta`                   | facts about these graphs                                                           |

No triple is in two graphs: a union of graphs that does not remove doubles (Oxigraph's does not) would count it twice.
There are no blank nodes, no wall-clock time and no article text beyond the quotes, so the same store always gives
the same lines.
"""

from __future__ import annotations

import hashlib
import heapq
import sqlite3
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack
from itertools import islice
from typing import TYPE_CHECKING

import pyoxigraph

from kg.graph import rdf_documents, rdf_fused, rdf_vocabulary
from kg.graph.rows import Source, rows, snapshot
from kg.graph.terms import RDF_TYPE, data, integer, iri, name, text
from kg.model import DATA

if TYPE_CHECKING:
    import rdflib

LICENCE = "https://creativecommons.org/licenses/by/4.0/"
SORTED_AT_ONCE = 400_000

Triples = Iterable[str]


def graph_lines(source: Source) -> Iterator[tuple[str, Triples]]:
    """Yield each named graph as its IRI term and its triples ("subject predicate object"), `graph/meta` last.

    A graph's triples have to be read before the next graph is asked for.
    """
    with snapshot(source) as connection:
        yield from _graphs(connection)


def _graphs(connection: sqlite3.Connection) -> Iterator[tuple[str, Triples]]:
    meta: list[str] = []
    outlets = rdf_documents.outlets(connection)
    for article in rows(connection, rdf_documents.ARTICLES):
        triples = sorted(set(rdf_documents.document_triples(connection, article, outlets)))
        graph = rdf_documents.document_graph_iri(article)
        meta.extend(_facts_of_document_graph(graph, article, triples))
        yield graph, triples
    made: tuple[tuple[str, Callable[[], Triples]], ...] = (
        ("judgements", lambda: rdf_fused.judgement_triples(connection)),
        ("fused", lambda: rdf_fused.fused_triples(connection)),
        ("ref", lambda: rdf_fused.reference_triples(connection)),
        ("ontology", rdf_vocabulary.ontology_triples),
        ("codes", rdf_vocabulary.code_triples),
    )
    for key, triples_of in made:
        graph = data("graph", key)
        meta.append(f"{graph} {RDF_TYPE} {name('void:Dataset')}")
        meta.append(f"{graph} {name('dcterms:license')} {iri(LICENCE)}")
        yield graph, triples_of()
    yield data("graph", "meta"), sorted(set(meta))


def _facts_of_document_graph(graph: str, article: sqlite3.Row, triples: list[str]) -> Iterator[str]:
    digest = hashlib.sha256("".join(f"{triple} .\n" for triple in triples).encode()).hexdigest()
    document = data("doc", article["id"])
    yield f"{graph} {RDF_TYPE} {name('void:Dataset')}"
    yield f"{graph} {name('void:triples')} {integer(len(triples))}"
    yield f"{graph} {name('dcterms:license')} {iri(LICENCE)}"
    yield f"{graph} {name('dcterms:identifier')} {text(f'sha256:{digest}')}"
    yield f"{graph} {name('prov:wasDerivedFrom')} {document}"
    if article["run"]:
        run = data("run", article["run"])
        yield f"{graph} {name('prov:wasGeneratedBy')} {run}"
        yield f"{run} {RDF_TYPE} {name('dip:ExtractionRun')}"
        yield f"{run} {name('rdfs:label')} {text(article['run'])}"


def lines(source: Source) -> Iterator[str]:
    """Yield the N-Quads lines of a store, without newline, each once, graph by graph."""
    for graph, triples in graph_lines(source):
        for triple in triples:
            yield f"{triple} {graph} ."


def sorted_lines(source: Source) -> Iterator[str]:
    """Yield the N-Quads lines of a store in code-point order: the same store gives the same lines."""
    return in_order(lines(source))


def in_order(stream: Iterable[str]) -> Iterator[str]:
    """Yield lines in code-point order.

    Runs of `SORTED_AT_ONCE` lines are sorted in memory and merged from temporary files, so that memory stays flat.
    """
    rest = iter(stream)
    chunk = sorted(islice(rest, SORTED_AT_ONCE))
    if len(chunk) < SORTED_AT_ONCE:
        yield from chunk
        return
    with ExitStack() as stack:
        runs = []
        while chunk:
            run = stack.enter_context(tempfile.TemporaryFile("w+", encoding="utf-8", newline="\n"))
            run.writelines(f"{line}\n" for line in chunk)
            run.seek(0)
            runs.append(run)
            chunk = sorted(islice(rest, SORTED_AT_ONCE))
        for line in heapq.merge(*runs):
            yield line.removesuffix("\n")


def quads(source: Source) -> Iterator[pyoxigraph.Quad]:
    """Yield the quads of a store as terms, graph by graph."""
    for graph, triples in graph_lines(source):
        block = "".join(f"{triple} {graph} .\n" for triple in triples)
        yield from pyoxigraph.parse(block.encode(), pyoxigraph.RdfFormat.N_QUADS)


def document_graph(source: Source, article: str) -> rdflib.Graph:
    """Return what SHACL checks of one document: its own graph, and what its claims give events, facets and agents.

    The vocabulary is not in it. `article` is an article id; an unknown one gives an empty graph.
    """
    import rdflib

    rdflib.NORMALIZE_LITERALS = False
    triples: set[str] = set()
    with snapshot(source) as connection:
        for row in rows(connection, rdf_documents.ARTICLE, article):
            outlets = rdf_documents.outlets(connection, row["publisher"] or "")
            triples.update(rdf_documents.document_triples(connection, row, outlets))
            triples.update(rdf_fused.fused_triples_of(connection, article))
            triples.update(rdf_fused.reference_triples(connection, article=article))
    graph = rdflib.Graph()
    graph.parse(data="".join(f"{triple} .\n" for triple in sorted(triples)), format="nt", publicID=DATA)
    return graph
