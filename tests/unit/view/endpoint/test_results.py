from __future__ import annotations

import csv
import io
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import BlankNode, Literal, NamedNode, QueryResultsFormat, QuerySolutions, Triple, parse_query_results

from kg.view.endpoint.results import Row, Term, write_boolean, write_rows

XSD = "http://www.w3.org/2001/XMLSchema#"
FORMATS = {
    "application/sparql-results+json": QueryResultsFormat.JSON,
    "text/tab-separated-values": QueryResultsFormat.TSV,
}
# What XML 1.0 can carry; a parser turns \r into \n unless it is written as a reference.
texts = st.text(
    alphabet=st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff")
    | st.sampled_from("\t\n\r")
)
terms: st.SearchStrategy[Term] = st.one_of(
    st.sampled_from(
        [NamedNode("http://e/a?b=c&d"), BlankNode("b0"), Literal("7", datatype=NamedNode(XSD + "integer"))]
    ),
    st.builds(Literal, texts),
    st.builds(lambda text: Literal(text, language="en-gb"), texts),
    st.builds(lambda text: Literal(text, datatype=NamedNode("http://e/type")), texts),
)
rows = st.lists(st.tuples(st.none() | terms, st.none() | terms), max_size=4)


def write(media_type: str, table: list[Row], **options: bool) -> str:
    return "".join(write_rows(media_type, ["a", "b"], table, **options))


@pytest.mark.parametrize("media_type", FORMATS)
@given(table=rows)
def test_another_reader_finds_the_same_rows(media_type: str, table: list[Row]) -> None:
    found = parse_query_results(write(media_type, table), format=FORMATS[media_type])
    assert isinstance(found, QuerySolutions)
    assert [[solution["a"], solution["b"]] for solution in found] == [list(row) for row in table]


@given(table=rows)
def test_xml_reader_finds_the_same_literals(table: list[Row]) -> None:
    tree = ElementTree.fromstring(write("application/sparql-results+xml", table).encode())
    found = [node.text or "" for node in tree.iter("{http://www.w3.org/2005/sparql-results#}literal")]
    assert found == [term.value for row in table for term in row if isinstance(term, Literal)]


@given(table=rows)
def test_csv_reader_finds_the_same_text(table: list[Row]) -> None:
    found = list(csv.reader(io.StringIO(write("text/csv", table), newline="")))
    text = [
        ["_:b0" if isinstance(t, BlankNode) else t.value if isinstance(t, NamedNode | Literal) else "" for t in row]
        for row in table
    ]
    assert found == [["a", "b"], *text]


def test_control_characters_leave_xml_well_formed() -> None:
    ElementTree.fromstring(write("application/sparql-results+xml", [(Literal("a\x00\x0b\ufffe]]>b"), None)]))


def test_triple_terms_are_written_in_every_format() -> None:
    term = Triple(NamedNode("http://e/s"), NamedNode("http://e/p"), Literal("o"))
    for media_type in (*FORMATS, "application/sparql-results+xml", "text/csv"):
        assert "http://e/p" in write(media_type, [(term, None)])


def test_formulas_are_marked_on_request_alone() -> None:
    table: list[Row] = [(Literal("=1"), Literal("@x"))]
    assert write("text/csv", table) == "a,b\r\n=1,@x\r\n"
    assert write("text/csv", table, safe=True) == "a,b\r\n'=1,'@x\r\n"


@pytest.mark.parametrize(
    ("media_type", "text"),
    [
        ("application/sparql-results+json", '{"head":{},"boolean":true}'),
        ("text/csv", "true\r\n"),
        ("text/tab-separated-values", "true\n"),
    ],
)
def test_boolean_is_one_word(media_type: str, text: str) -> None:
    assert write_boolean(media_type, True) == text
