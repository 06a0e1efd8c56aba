"""The endpoint over HTTP: what clients send and what they get."""

from __future__ import annotations

import csv
import io
import json
import warnings
from collections.abc import Iterator
from urllib.parse import quote, urlencode
from xml.etree import ElementTree

import pytest
from rdflib import Graph, URIRef

from tests.e2e.endpoint_server import Running, build_generation, running

DATA = """
<http://e/budapest> <http://e/status> "cancelled"@en <http://e/doc/1> .
<http://e/budapest> <http://e/place> <http://e/Q1781> <http://e/doc/1> .
<http://e/call> <http://e/status> "occurred"@en <http://e/doc/2> .
<http://e/call> <http://e/label> "a \\"call\\", then\\nsilence\\t\\u2603" <http://e/doc/2> .
<http://e/call> <http://e/wounded> "14"^^<http://www.w3.org/2001/XMLSchema#integer> <http://e/doc/2> .
<http://e/evil> <http://e/label> "</script><script>alert(1)</script>\\u202Etxt" <http://e/doc/3> .
<http://e/evil> <http://e/formula> "=1+1" <http://e/doc/3> .
<http://e/evil> <http://e/see> <javascript:alert(1)> <http://e/doc/3> .
"""
JSON = "application/sparql-results+json"
FORM = {"Content-Type": "application/x-www-form-urlencoded"}
LABEL = "SELECT ?label ?none { <http://e/call> <http://e/label> ?label }"
ALL = "CONSTRUCT { ?s ?p ?o } { ?s ?p ?o }"


@pytest.fixture(scope="module")
def endpoint(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    folder = tmp_path_factory.mktemp("endpoint")
    with running(folder, build_generation(folder, DATA)) as server:
        yield server


def get(endpoint: Running, accept: str = "*/*", **parameters: str) -> bytes:
    reply = endpoint.ask("GET", "/sparql?" + urlencode(parameters), headers={"Accept": accept})
    assert reply.status == 200, reply.text
    return reply.body


def test_default_graph_is_the_union_of_all_documents(endpoint: Running) -> None:
    rows = json.loads(get(endpoint, query="SELECT ?s { ?s <http://e/status> ?o } ORDER BY ?s"))["results"]["bindings"]
    assert [row["s"]["value"] for row in rows] == ["http://e/budapest", "http://e/call"]


def test_from_clauses_choose_the_graphs_that_are_read(endpoint: Running) -> None:
    def subjects(clauses: str, pattern: str) -> list[str]:
        rows = json.loads(get(endpoint, query=f"SELECT ?s {clauses} {{ {pattern} }} ORDER BY ?s"))["results"][
            "bindings"
        ]
        return [row["s"]["value"] for row in rows]

    status = "?s <http://e/status> ?o"
    assert subjects("FROM <http://e/doc/1>", status) == ["http://e/budapest"]
    assert subjects("FROM <http://e/doc/1> FROM <http://e/doc/2>", status) == ["http://e/budapest", "http://e/call"]
    assert subjects("FROM NAMED <http://e/doc/2>", status) == []
    assert subjects("FROM NAMED <http://e/doc/2>", f"GRAPH ?g {{ {status} }}") == ["http://e/call"]


def test_json_results_keep_language_datatype_and_unbound_cells(endpoint: Running) -> None:
    result = json.loads(get(endpoint, query="SELECT ?o ?x { <http://e/call> ?p ?o } ORDER BY ?p"))
    assert result["head"]["vars"] == ["o", "x"]
    assert [row["o"].get("xml:lang") for row in result["results"]["bindings"]] == [None, "en", None]
    assert result["results"]["bindings"][2] == {
        "o": {"type": "literal", "value": "14", "datatype": "http://www.w3.org/2001/XMLSchema#integer"}
    }


def test_xml_results_are_well_formed_and_equal_the_json(endpoint: Running) -> None:
    tree = ElementTree.fromstring(get(endpoint, "application/sparql-results+xml", query=LABEL))
    literals = [node.text for node in tree.iter("{http://www.w3.org/2005/sparql-results#}literal")]
    assert literals == ['a "call", then\nsilence\t☃']


def test_csv_results_are_rfc_4180(endpoint: Running) -> None:
    rows = list(csv.reader(io.StringIO(get(endpoint, "text/csv", query=LABEL).decode(), newline="")))
    assert rows == [["label", "none"], ['a "call", then\nsilence\t☃', ""]]


def test_tsv_results_hold_terms_as_in_turtle(endpoint: Running) -> None:
    assert get(endpoint, "text/tab-separated-values", query=LABEL).decode().splitlines() == [
        "?label\t?none",
        '"a \\"call\\", then\\nsilence\\t☃"\t',
    ]


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning")
@pytest.mark.parametrize(
    ("media_type", "name"),
    [
        ("text/turtle", "turtle"),
        ("application/n-triples", "nt"),
        ("application/rdf+xml", "xml"),
        ("application/ld+json", "json-ld"),
    ],
)
def test_graph_comes_in_every_format_with_the_same_triples(endpoint: Running, media_type: str, name: str) -> None:
    reply = endpoint.query("CONSTRUCT { ?s ?p ?o } { GRAPH <http://e/doc/1> { ?s ?p ?o } }", media_type)
    assert reply.type == media_type
    assert len(Graph().parse(data=reply.body, format=name)) == 2


@pytest.mark.parametrize("parameter", ["format", "output", "results"])
def test_format_parameter_wins_over_accept(endpoint: Running, parameter: str) -> None:
    assert get(endpoint, JSON, query=LABEL, **{parameter: "csv"}).startswith(b"label,none")


def test_accept_weights_decide(endpoint: Running) -> None:
    assert endpoint.query(LABEL, "application/sparql-results+xml;q=0.5, text/csv;q=0.9").type == "text/csv"


def test_unknown_accept_is_not_acceptable(endpoint: Running) -> None:
    assert endpoint.query("ASK {}", "image/png").status == 406


def test_safe_csv_marks_cells_that_look_like_formulas(endpoint: Running) -> None:
    query = "SELECT ?f { ?s <http://e/formula> ?f }"
    assert get(endpoint, query=query, format="csv") == b"f\r\n=1+1\r\n"
    assert get(endpoint, query=query, format="csv", **{"safe-csv": "1"}) == b"f\r\n'=1+1\r\n"


def test_head_has_the_type_and_no_body(endpoint: Running) -> None:
    reply = endpoint.ask("HEAD", "/sparql?query=" + quote("ASK {}"), headers={"Accept": "text/csv"})
    assert (reply.status, reply.type, reply.body) == (200, "text/csv", b"")


def test_browsers_of_other_sites_may_ask(endpoint: Running) -> None:
    wish = {"Origin": "http://client.example", "Access-Control-Request-Method": "POST"}
    reply = endpoint.ask("OPTIONS", "/sparql", headers=wish)
    assert reply.status == 204
    assert reply.headers["access-control-allow-origin"] == "*"
    assert "content-type" in reply.headers["access-control-allow-headers"].lower()
    assert endpoint.query("ASK {}").headers["access-control-allow-origin"] == "*"


@pytest.mark.parametrize("way", ["get", "form", "direct"])
def test_percent_plus_and_unicode_arrive_unchanged(endpoint: Running, way: str) -> None:
    text = "100%25 a+b ☃ %2B & = é"
    query = f'SELECT ("{text}" AS ?x) {{}}'
    if way == "get":
        body = get(endpoint, query=query)
    elif way == "form":
        body = endpoint.ask("POST", "/sparql", urlencode({"query": query}).encode(), FORM).body
    else:
        body = endpoint.query(query).body
    assert json.loads(body)["results"]["bindings"][0]["x"]["value"] == text


def test_dataset_of_the_request_replaces_the_one_of_the_query(endpoint: Running) -> None:
    query = "SELECT ?s FROM <http://e/doc/1> { ?s <http://e/status> ?o }"
    body = get(endpoint, query=query, **{"default-graph-uri": "http://e/doc/2"})
    assert [row["s"]["value"] for row in json.loads(body)["results"]["bindings"]] == ["http://e/call"]


def test_named_graphs_of_the_request_bound_graph_clauses(endpoint: Running) -> None:
    query = "SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } }"
    body = get(endpoint, query=query, **{"named-graph-uri": "http://e/doc/1"})
    assert [row["g"]["value"] for row in json.loads(body)["results"]["bindings"]] == ["http://e/doc/1"]


def test_service_description_names_the_address_it_is_bound_to(endpoint: Running) -> None:
    reply = endpoint.ask("GET", "/sparql", headers={"Accept": "text/turtle", "Host": "evil.example"})
    graph = Graph().parse(data=reply.body, format="turtle")
    sd = "http://www.w3.org/ns/sparql-service-description#"
    assert list(graph.objects(None, URIRef(sd + "endpoint"))) == [URIRef(endpoint.url)]
    assert (None, URIRef(sd + "feature"), URIRef(sd + "UnionDefaultGraph")) in graph
    assert "evil.example" not in reply.text


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning")
def test_sparqlwrapper_reads_every_form(endpoint: Running) -> None:
    wrapper = pytest.importorskip("SPARQLWrapper")
    client = wrapper.SPARQLWrapper(endpoint.url)
    client.setQuery(LABEL)
    for form in (wrapper.JSON, wrapper.XML, wrapper.CSV, wrapper.TSV):
        client.setReturnFormat(form)
        assert client.query().convert(), form
    client.setQuery(ALL)
    for form in (wrapper.TURTLE, wrapper.RDFXML, wrapper.JSONLD):
        client.setReturnFormat(form)
        assert client.query().convert(), form
    client.setMethod(wrapper.POST)
    client.setReturnFormat(wrapper.JSON)
    client.setQuery("ASK {}")
    assert client.query().convert()["boolean"] is True


def test_rdflib_store_asks_and_walks(endpoint: Running) -> None:
    from rdflib.plugins.stores.sparqlstore import SPARQLStore

    graph = Graph(SPARQLStore(endpoint.url))
    assert len(list(graph.query("SELECT ?s { ?s <http://e/status> ?o }"))) == 2
    assert len(list(graph.triples((URIRef("http://e/budapest"), None, None)))) == 2
    assert bool(graph.query("ASK { ?s <http://e/status> 'cancelled'@en }"))


def test_rdflib_store_posts_constructs(endpoint: Running) -> None:
    from rdflib.plugins.stores.sparqlstore import SPARQLStore

    store = SPARQLStore(endpoint.url, method="POST", returnFormat="xml")
    assert len(list(store.query(ALL))) == 8


def test_pandas_reads_a_link(endpoint: Running) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        pandas = pytest.importorskip("pandas")
        query = "SELECT ?s ?n { ?s <http://e/wounded> ?n }"
        frame = pandas.read_csv(f"{endpoint.url}?{urlencode({'query': query, 'format': 'csv'})}")
    assert frame.to_dict("records") == [{"s": "http://e/call", "n": 14}]


def test_page_has_a_form_and_no_scripts(endpoint: Running) -> None:
    reply = endpoint.ask("GET", "/", headers={"Accept": "text/html,*/*;q=0.8"})
    assert reply.type == "text/html"
    assert '<form action="/sparql" method="get">' in reply.text
    assert "<script" not in reply.text
    assert "default-src 'none'" in reply.headers["content-security-policy"]


def test_browser_gets_a_table_at_the_endpoint(endpoint: Running) -> None:
    path = "/sparql?" + urlencode({"query": "SELECT ?o { <http://e/evil> ?p ?o }"})
    reply = endpoint.ask("GET", path, headers={"Accept": "text/html,application/xml;q=0.9,*/*;q=0.8"})
    assert reply.status == 200
    assert "3 rows." in reply.text
    assert "<script" not in reply.text
    assert "&lt;/script&gt;" in reply.text
    assert "[U+202E]" in reply.text
    assert 'href="javascript' not in reply.text


def test_page_shows_a_problem_with_its_status(endpoint: Running) -> None:
    path = "/sparql?" + urlencode({"query": "<script>alert(1)</script>"})
    reply = endpoint.ask("GET", path, headers={"Accept": "text/html"})
    assert (reply.status, reply.type) == (400, "text/html")
    assert "<script" not in reply.text


def test_new_generation_is_served_from_the_next_query_on(
    endpoint: Running, tmp_path_factory: pytest.TempPathFactory
) -> None:
    old = endpoint.pointer.read_text()
    fresh = build_generation(
        tmp_path_factory.mktemp("fresh"), "<http://e/new> <http://e/p> 'x' <http://e/doc/9> .".replace("'", '"')
    )
    try:
        endpoint.pointer.write_text(str(fresh))
        assert json.loads(endpoint.query("ASK { <http://e/new> ?p ?o }").body)["boolean"] is True
    finally:
        endpoint.pointer.write_text(old)
    assert json.loads(endpoint.query("ASK { <http://e/new> ?p ?o }").body)["boolean"] is False


def test_without_a_generation_an_empty_dataset_is_served(tmp_path_factory: pytest.TempPathFactory) -> None:
    with running(tmp_path_factory.mktemp("empty"), None) as server:
        assert json.loads(server.query("ASK { ?s ?p ?o }").body)["boolean"] is False
        assert server.ask("GET", "/").status == 200
