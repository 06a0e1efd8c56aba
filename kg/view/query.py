"""A SPARQL query → its answer from a store's newest generation, as rows of text or in a standard result format.

The way for one's own queries on one's own machine: no limits of time or rows. The endpoint is the guarded way.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO

import pyoxigraph

from kg.errors import QueryError
from kg.graph.generation import open_current
from kg.graph.terms import PREFIXES
from kg.view.endpoint.limits import Limits
from kg.view.endpoint.prescan import scan
from kg.view.endpoint.results import Row, write_boolean, write_rows

BINDING_FORMATS = {
    "json": "application/sparql-results+json",
    "xml": "application/sparql-results+xml",
    "csv": "text/csv",
    "tsv": "text/tab-separated-values",
}
GRAPH_FORMATS = {
    "turtle": pyoxigraph.RdfFormat.TURTLE,
    "ntriples": pyoxigraph.RdfFormat.N_TRIPLES,
    "rdfxml": pyoxigraph.RdfFormat.RDF_XML,
    "jsonld": pyoxigraph.RdfFormat.JSON_LD,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """The answer to one query; it can be read once, by `table` or by `write`."""

    result: pyoxigraph.QuerySolutions | pyoxigraph.QueryBoolean | pyoxigraph.QueryTriples

    @property
    def columns(self) -> tuple[str, ...]:
        """Variables of a SELECT, "answer" for an ASK, the parts of a triple for a graph."""
        if isinstance(self.result, pyoxigraph.QuerySolutions):
            return tuple(variable.value for variable in self.result.variables)
        if isinstance(self.result, pyoxigraph.QueryBoolean):
            return ("answer",)
        return ("subject", "predicate", "object")

    @property
    def is_graph(self) -> bool:
        """Whether the answer is a graph (CONSTRUCT, DESCRIBE)."""
        return isinstance(self.result, pyoxigraph.QueryTriples)

    def table(self) -> Iterator[dict[str, str]]:
        """Yield the rows with terms as a reader wants them: IRIs shortened by the known prefixes, bare values."""
        columns = self.columns
        if isinstance(self.result, pyoxigraph.QueryBoolean):
            yield {"answer": "true" if self.result else "false"}
        elif isinstance(self.result, pyoxigraph.QueryTriples):
            for triple in self.result:
                terms = (triple.subject, triple.predicate, triple.object)
                yield dict(zip(columns, map(_short, terms), strict=True))
        else:
            for row in _rows(self.result, len(columns)):
                yield dict(zip(columns, map(_short, row), strict=True))

    def write(self, stream: IO[bytes], format: str) -> int:
        """Write the answer in one of `BINDING_FORMATS`, or a graph in one of `GRAPH_FORMATS`; return the row count.

        Raises:
            QueryError: the format cannot carry this kind of answer.
        """
        if isinstance(self.result, pyoxigraph.QueryTriples):
            if format not in GRAPH_FORMATS:
                raise _unfit(format, "a graph", GRAPH_FORMATS)
            triples = list(self.result)
            pyoxigraph.serialize(triples, stream, format=GRAPH_FORMATS[format], prefixes=PREFIXES)
            return len(triples)
        if format not in BINDING_FORMATS:
            raise _unfit(format, "rows", BINDING_FORMATS)
        if isinstance(self.result, pyoxigraph.QueryBoolean):
            stream.write(write_boolean(BINDING_FORMATS[format], bool(self.result)).encode())
            return 1
        count = 0

        def rows(result: pyoxigraph.QuerySolutions, width: int) -> Iterator[Row]:
            nonlocal count
            for row in _rows(result, width):
                count += 1
                yield row

        for piece in write_rows(BINDING_FORMATS[format], self.columns, rows(self.result, len(self.columns))):
            stream.write(piece.encode())
        return count


def query(store_path: Path | str, text: str) -> Answer:
    """Return the answer to a SPARQL query over the union of all graphs; the known prefixes need not be declared.

    FROM and FROM NAMED choose graphs of the store in place of the union.

    Raises:
        QueryError: the text is not SPARQL 1.1 Query, is nested too deep for the engine, calls other servers, or
            names a graph that the store lacks.
        StoreError: there is no store at `store_path`.
    """
    chosen = scan(text, Limits())
    index = open_current(store_path)
    try:
        for name in chosen:
            if not index.contains_named_graph(pyoxigraph.NamedNode(name)):
                fix = "list the graphs with SELECT DISTINCT ?g { GRAPH ?g {} }"
                raise QueryError(f"FROM names a graph that is not in this store: {name}", where="query", fix=fix)
        # The union would hide what FROM chooses.
        return Answer(result=index.query(text, prefixes=PREFIXES, use_default_graph_as_union=not chosen))
    except (SyntaxError, ValueError) as error:
        problem = str(error).split("\n")[0][:400]
        fix = "see the questions of `kg ask` for examples"
        raise QueryError(f"not a SPARQL query: {problem}", where="query", fix=fix) from None


def _rows(result: pyoxigraph.QuerySolutions, width: int) -> Iterator[Row]:
    for solution in result:
        yield [solution[place] for place in range(width)]


def _short(term: object) -> str:
    if term is None:
        return ""
    if isinstance(term, pyoxigraph.NamedNode):
        for prefix, namespace in PREFIXES.items():
            if term.value.startswith(namespace):
                return f"{prefix}:{term.value.removeprefix(namespace)}"
        return term.value
    return term.value if isinstance(term, pyoxigraph.Literal) else str(term)


def _unfit(format: str, kind: str, formats: Iterable[str]) -> QueryError:
    return QueryError(f"{str(format)!r} cannot carry {kind}", where="--format", fix=f"one of {', '.join(formats)}")
