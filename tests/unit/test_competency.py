from __future__ import annotations

import csv
from functools import cache
from pathlib import Path

import pyoxigraph
import pytest
import rdflib

ONTOLOGIES = Path(__file__).resolve().parents[2] / "ontologies"
QUESTIONS = sorted((ONTOLOGIES / "competency").glob("cq*.rq"))
DATA = [
    ONTOLOGIES / "examples" / "fixture.ttl",
    ONTOLOGIES / "core" / "diplograph.ttl",
    ONTOLOGIES / "codes" / "cameo.ttl",
]

Rows = list[tuple[str, ...]]


@cache
def rdflib_graph() -> rdflib.Graph:
    graph = rdflib.Graph()
    for file in DATA:
        graph.parse(file)
    return graph


@cache
def oxigraph_store() -> pyoxigraph.Store:
    store = pyoxigraph.Store()
    for file in DATA:
        store.load(path=str(file), format=pyoxigraph.RdfFormat.TURTLE)
    return store


def rows_of_rdflib(query: str) -> tuple[list[str], Rows]:
    result = rdflib_graph().query(query)
    names = [str(name) for name in result.vars or []]
    # Oxigraph keeps values, not spellings: "-8.0" comes back as "-8".
    return names, sorted(tuple(plain(row[name]) for name in names) for row in result)  # type: ignore[index, call-overload, unused-ignore]


def plain(term: object) -> str:
    if term is None:
        return ""
    text = str(getattr(term, "value", term)) if isinstance(term, pyoxigraph.Literal) else str(term)
    if isinstance(term, pyoxigraph.NamedNode):
        text = term.value
    datatype = getattr(term, "datatype", None)
    if datatype is not None and str(datatype).strip("<>").endswith("#decimal"):
        return f"{float(text):g}"
    return text


def rows_of_oxigraph(query: str) -> tuple[list[str], Rows]:
    result = oxigraph_store().query(query)
    assert isinstance(result, pyoxigraph.QuerySolutions)
    names = [variable.value for variable in result.variables]
    return names, sorted(tuple(plain(solution[name]) for name in names) for solution in result)


def expected(question: Path) -> tuple[list[str], Rows]:
    with question.with_suffix(".expected.csv").open(encoding="utf-8", newline="") as lines:
        head, *rows = csv.reader(lines)
    return head, sorted(tuple(row) for row in rows)


def test_there_are_at_least_twenty_questions() -> None:
    assert len(QUESTIONS) >= 20


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda path: path.stem)
def test_rdflib_gives_the_expected_rows(question: Path) -> None:
    assert rows_of_rdflib(question.read_text(encoding="utf-8")) == expected(question)


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda path: path.stem)
def test_oxigraph_gives_the_expected_rows(question: Path) -> None:
    assert rows_of_oxigraph(question.read_text(encoding="utf-8")) == expected(question)


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda path: path.stem)
def test_question_has_a_title_and_rows(question: Path) -> None:
    title = question.read_text(encoding="utf-8").splitlines()[0]
    assert title.startswith(f"# {question.stem.upper()} ")
    assert title.endswith("?")
    assert expected(question)[1]
