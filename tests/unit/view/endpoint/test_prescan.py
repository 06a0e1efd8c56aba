from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.view.endpoint.limits import Limits
from kg.view.endpoint.prescan import check_graph, scan
from kg.view.endpoint.refusal import Refusal

LIMITS = Limits(depth=10, joints=20, query_bytes=1_000)


def refused(query: str) -> int:
    with pytest.raises(Refusal) as caught:
        scan(query, LIMITS)
    return caught.value.status


def test_brackets_in_strings_iris_and_comments_do_not_count() -> None:
    many = "{" * 50
    assert (
        scan(
            f"ASK {{ ?s ?p '{many}', \"\"\"{many}\"\"\", '''{many}''' . # {many}\n <http://e/((((()))))> ?p 1 }}",
            LIMITS,
        )
        == ()
    )


def test_brackets_up_to_the_limit_pass_and_beyond_do_not() -> None:
    assert scan("ASK " + "{" * 10 + "}" * 10, LIMITS) == ()
    assert refused("ASK " + "{" * 11 + "}" * 11) == 400


def test_chain_of_clauses_counts_as_depth() -> None:
    assert refused("ASK { " + "OPTIONAL { ?s ?p ?o } " * 21 + "}") == 400


def test_long_lists_of_values_pass() -> None:
    assert scan("ASK { VALUES ?x { " + "-1 2.5 <a:b> " * 50 + "} }", LIMITS) == ()


def test_from_clauses_are_told() -> None:
    query = """PREFIX a: <b:> SELECT * FROM <http://e/1> FROM NAMED <http://e/2> FROM a:c
        { GRAPH <http://e/3> { ?s ?p <http://e/4> } }"""
    assert scan(query, LIMITS) == ("http://e/1", "http://e/2")


def test_word_service_in_names_and_text_passes() -> None:
    query = """PREFIX s: <http://e/service#>
        ASK { ?service s:service <http://e/service/1> . s:serviceX s:p 'SERVICE <x>' # SERVICE
        }"""
    assert scan(query, LIMITS) == ()


@pytest.mark.parametrize("word", ["insert", "DELETE", "Load", "CLEAR", "DROP", "with"])
def test_updates_are_refused(word: str) -> None:
    assert refused(f"PREFIX a: <b:> {word} <http://e/>") == 403


def test_update_words_as_names_pass() -> None:
    assert scan("PREFIX add: <http://e/> SELECT ?insert { ?insert add:load ?delete }", LIMITS) == ()


def test_escaped_letters_are_seen_through() -> None:
    assert refused("ASK { \\u0053ERVICE <http://e/> { ?s ?p ?o } }") == 403
    assert refused("ASK \\u007B" * 12) == 400


def test_long_query_is_refused_by_its_bytes() -> None:
    assert refused("ASK { ?s ?p '" + "☃" * 400 + "' }") == 413


@pytest.mark.parametrize("name", ["file:///etc/passwd", "ftp://e/x", "data:text/turtle,x", "javascript:x"])
def test_graph_that_could_only_be_fetched_is_refused(name: str) -> None:
    with pytest.raises(Refusal):
        check_graph(name)


@given(st.text(alphabet="abSERVICE<>{}()'\"\\#?.:; \n\u0000☃u0", max_size=80))
def test_any_text_is_scanned_or_refused(text: str) -> None:
    try:
        scan(text, LIMITS)
    except Refusal as refusal:
        assert 400 <= refusal.status < 500  # noqa: PT017
