from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pyoxigraph
import pytest
import rdflib

from kg import ontology
from kg.errors import StoreError
from kg.graph import rdf
from kg.graph.store import Store
from kg.graph.validate import Severity, validate_graph
from kg.model import DATA, NAMESPACE
from tests.unit.graph.random_graph import RandomGraph

OURS = (NAMESPACE, ontology.SCHEME)


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    with RandomGraph(5).write(tmp_path_factory.mktemp("store") / "graph.kg") as opened:
        yield opened


@pytest.fixture(scope="module")
def declared() -> frozenset[str]:
    """Every IRI that the ontology's files describe."""
    graphs = [
        ontology.graph("core", "diplograph.ttl"),
        *(ontology.graph("codes", f"{name}.ttl") for name in ontology.CODE_LISTS),
    ]
    return frozenset(str(subject) for graph in graphs for subject in graph.subjects())


def index(store: Store) -> pyoxigraph.Store:
    made = pyoxigraph.Store()
    made.bulk_extend(rdf.quads(store))
    return made


def value(store: pyoxigraph.Store, query: str) -> list[tuple[str, ...]]:
    prefixes = "".join(f"PREFIX {prefix}: <{start}>\n" for prefix, start in ontology.PREFIXES.items())
    solutions = store.query(prefixes + query, use_default_graph_as_union=True)
    assert isinstance(solutions, pyoxigraph.QuerySolutions)
    return [tuple(term.value if term else "" for term in solution) for solution in solutions]


@pytest.mark.parametrize("seed", range(3))
def test_two_stores_of_the_same_rows_give_the_same_lines(seed: int, tmp_path: Path) -> None:
    with RandomGraph(seed).write(tmp_path / "a.kg") as first, RandomGraph(seed).write(tmp_path / "b.kg") as second:
        assert list(rdf.sorted_lines(first)) == list(rdf.sorted_lines(second))


def test_lines_are_sorted_and_each_is_there_once(shared: Store) -> None:
    lines = list(rdf.sorted_lines(shared))
    assert lines == sorted(set(lines))


def test_lines_that_do_not_fit_into_memory_at_once_come_in_the_same_order(
    shared: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = list(rdf.sorted_lines(shared))
    monkeypatch.setattr(rdf, "SORTED_AT_ONCE", 1000)
    assert list(rdf.sorted_lines(shared)) == whole


def test_no_triple_is_in_two_graphs(shared: Store) -> None:
    counts = Counter(triple for _, triples in rdf.graph_lines(shared) for triple in triples)
    assert [triple for triple, count in counts.items() if count > 1] == []


def test_there_are_no_blank_nodes(shared: Store) -> None:
    terms = {term for quad in rdf.quads(shared) for term in (quad.subject, quad.object, quad.graph_name)}
    assert not [term for term in terms if isinstance(term, pyoxigraph.BlankNode)]


def test_every_spelling_survives_the_triple_store(shared: Store) -> None:
    made = index(shared)
    assert {str(quad) for quad in made} == {str(quad) for quad in rdf.quads(shared)}


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_both_libraries_count_the_same_quads(shared: Store) -> None:
    text = "".join(f"{line}\n" for line in rdf.lines(shared))
    dataset = rdflib.Dataset()
    dataset.parse(data=text, format="nquads")
    assert len(list(dataset.quads())) == len(list(pyoxigraph.parse(text.encode(), pyoxigraph.RdfFormat.N_QUADS)))


def test_the_ontology_declares_every_term_of_ours(shared: Store, declared: frozenset[str]) -> None:
    used: set[str] = set()
    for quad in rdf.quads(shared):
        used.update(term.value for term in (quad.predicate, quad.object) if isinstance(term, pyoxigraph.NamedNode))
    assert sorted(term for term in used if term.startswith(OURS) and term not in declared) == []


def test_every_document_has_a_graph_of_its_own_and_a_fact_about_it(shared: Store) -> None:
    found = value(
        index(shared),
        f"""SELECT ?document ?graph ?run {{
          GRAPH ?graph {{ ?document dip:textDigest ?digest }}
          GRAPH <{DATA}graph/meta> {{
            ?graph prov:wasDerivedFrom ?document ; prov:wasGeneratedBy/rdfs:label ?run }} }}""",
    )
    held = {row["article"]: row["run"] for row in shared.rows("extractions")}
    assert {document.removeprefix(f"{DATA}doc/"): run for document, _, run in found} == held
    assert all(graph.startswith(document.replace("id/doc", "id/graph/doc")) for document, graph, _ in found)


def test_a_quote_is_as_long_as_its_offsets_say(shared: Store) -> None:
    assert (
        value(index(shared), "SELECT ?s { ?s dip:quote ?q ; dip:start ?a ; dip:end ?b FILTER(STRLEN(?q) != ?b - ?a) }")
        == []
    )


def test_a_shortcut_for_a_role_leaves_out_what_is_deprecated(shared: Store) -> None:
    found = set(value(index(shared), "SELECT ?e ?a { ?e dip:involves ?a }"))
    assert found == {(r["event"], r["agent"]) for r in shared.rows("participations") if r["rank"] != "deprecated"}


def test_a_start_date_is_given_only_if_it_is_known_to_the_day(shared: Store) -> None:
    rows = {row["id"]: row for row in shared.rows("events")}
    for event, start, end in value(index(shared), "SELECT ?e ?s ?t { ?e dip:startDate ?s ; dip:endDate ?t }"):
        assert start == end == rows[event]["earliest"] or rows[event]["edtf"] == f"{start}/{end}"


def test_a_web_address_that_cannot_be_followed_is_no_link(shared: Store) -> None:
    urls = [quad.object for quad in rdf.quads(shared) if quad.predicate.value == "http://schema.org/url"]
    assert {str(url).startswith("<http") for url in urls if "example.org" in str(url)} == {True}
    assert all(isinstance(url, pyoxigraph.Literal) for url in urls if "not a link" in str(url))


def test_the_graph_of_a_document_holds_its_claims_and_the_facets_that_they_carry(shared: Store) -> None:
    article = next(iter(shared.rows("claims")))["article"]
    graph = rdf.document_graph(shared, article)
    claims = {row["id"] for row in shared.rows("claims") if row["article"] == article}
    assert {str(s) for s in graph.subjects(rdflib.RDF.type, rdflib.URIRef(f"{NAMESPACE}Claim"))} == claims
    supported = {row["facet"] for row in shared.rows("supports") if row["claim"] in claims}
    ranked = {str(s) for s in graph.subjects(rdflib.URIRef(f"{NAMESPACE}rank"))}
    assert supported <= ranked


def test_the_graph_of_an_unknown_document_is_empty(shared: Store) -> None:
    assert len(rdf.document_graph(shared, "none")) == 0


def test_the_graph_of_a_document_conforms_to_the_shapes(shared: Store) -> None:
    for article in list(shared.rows("articles"))[:3]:
        report = validate_graph(rdf.document_graph(shared, article["id"]))
        assert [finding for finding in report.findings if finding.severity == Severity.VIOLATION] == []


def test_a_store_that_lacks_a_table_is_one_clear_error(store: Store) -> None:
    connection = sqlite3.connect(store.path)
    connection.execute("DROP TABLE statuses")
    connection.close()
    with pytest.raises(StoreError, match="no such table: statuses"):
        list(rdf.lines(store))
