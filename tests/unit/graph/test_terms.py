from __future__ import annotations

import pyoxigraph
import pytest
import rdflib
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import StoreError
from kg.graph.terms import data, day, decimal, iri, text


@given(st.text())
def test_any_text_is_read_back_as_it_is(value: str) -> None:
    line = f"<urn:s> <urn:p> {text(value)} .\n"
    (quad,) = pyoxigraph.parse(line.encode(), pyoxigraph.RdfFormat.N_TRIPLES)
    assert isinstance(quad.object, pyoxigraph.Literal)
    assert quad.object.value == value
    assert str(quad.object) == text(value)


@given(st.text(st.characters(categories=["L", "N", "P", "Z", "Cc"])))
def test_rdflib_reads_any_text_back_as_it_is(value: str) -> None:
    graph = rdflib.Graph().parse(data=f"<urn:s> <urn:p> {text(value)} .\n", format="nt")
    assert [str(found) for found in graph.objects()] == [value]


@given(st.text(st.characters(categories=["L", "N", "P", "S", "Z", "C"])))
def test_any_text_makes_an_iri_that_can_be_parsed(value: str) -> None:
    spelled = iri(f"https://example.org/{value}")
    assert pyoxigraph.NamedNode(spelled[1:-1]).value == spelled[1:-1]


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_a_decimal_has_the_value_of_its_float_and_no_exponent(value: float) -> None:
    digits = decimal(value).split('"')[1]
    assert float(digits) == value
    assert "e" not in digits.lower()


@given(st.integers(-(10**9), 10**9))
def test_a_decimal_is_spelled_as_the_triple_store_spells_it(hundredths: int) -> None:
    store = pyoxigraph.Store()
    line = f"<urn:s> <urn:p> {decimal(hundredths / 100)} .".encode()
    store.load(line, pyoxigraph.RdfFormat.N_TRIPLES)
    assert [str(quad.object) for quad in store] == [decimal(hundredths / 100)]


@pytest.mark.parametrize("value", ["2031-13-01", "2031-1-1", "20310101", "soon", ""])
def test_what_is_no_day_is_refused(value: str) -> None:
    with pytest.raises(StoreError, match="is not a day"):
        day(value)


def test_a_lone_surrogate_becomes_a_replacement_character_of_the_same_length() -> None:
    assert text("a\ud83db") == '"a\ufffdb"'


def test_a_key_cannot_leave_its_path() -> None:
    assert data("run", "../../x#y") == "<https://w3id.org/diplograph/id/run/..%2F..%2Fx%23y>"
