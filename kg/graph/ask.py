"""A question's name and parameters → typed rows, from the tables of a store.

Values are bound, never pasted into a query. Agents and events may be given by IRI, key or name.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, fields
from datetime import date
from typing import TYPE_CHECKING, Any, Generic, TypeVar, overload

from kg import ontology
from kg.errors import KnowledgeError, UsageError
from kg.graph.answers import ANSWERS
from kg.graph.naming import find_agent, find_event
from kg.graph.question import Parameter, Question, load_question
from kg.graph.store import Store
from kg.model import Status

if TYPE_CHECKING:
    import networkx
    import pandas
    import rdflib

T = TypeVar("T")
_RESULTS = "http://www.w3.org/2001/sw/DataAccess/tests/result-set#"


class Rows(Sequence[T], Generic[T]):
    """The answer to a question: a sequence of typed rows, in the order of the question."""

    def __init__(self, question: Question, rows: Sequence[T]) -> None:
        self.question = question
        self._rows = tuple(rows)

    def __len__(self) -> int:
        return len(self._rows)

    @overload
    def __getitem__(self, index: int) -> T: ...

    @overload
    def __getitem__(self, index: slice) -> Rows[T]: ...

    def __getitem__(self, index: int | slice) -> T | Rows[T]:
        if isinstance(index, slice):
            return Rows(self.question, self._rows[index])
        return self._rows[index]

    def __iter__(self) -> Iterator[T]:
        return iter(self._rows)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Rows) and self.question == other.question and self._rows == other._rows

    def __hash__(self) -> int:
        return hash((self.question.name, self._rows))

    def __repr__(self) -> str:
        return f"<Rows of {self.question.name}: {len(self)}>"

    def to_dicts(self) -> list[dict[str, Any]]:
        """Return each row as a dict, columns in order."""
        return [asdict(row) for row in self._rows]  # type: ignore[call-overload]

    def to_pandas(self) -> pandas.DataFrame:
        """Return the rows as a data frame; days are `datetime64`, absent values missing.

        Raises:
            UsageError: pandas is not installed.
        """
        try:
            import pandas
        except ImportError as error:
            raise UsageError("pandas is not installed", fix="pip install pandas") from error
        frame = pandas.DataFrame(self.to_dicts(), columns=list(self.question.columns))
        for name, kind in self.question.columns.items():
            if kind == "day":
                frame[name] = pandas.to_datetime(frame[name])
        return frame

    def to_networkx(self) -> networkx.MultiDiGraph[str]:
        """Return a graph with an edge from each row's first IRI to each further one, or its nodes alone.

        Edges are keyed and labelled by the name of the further column and carry the row's other values; IRIs whose
        label stands in the row have it.
        """
        import networkx

        graph: networkx.MultiDiGraph[str] = networkx.MultiDiGraph()
        names = [name for name, kind in self.question.columns.items() if kind == "iri"]
        for number, row in enumerate(self.to_dicts()):
            found = [(name, row[name]) for name in names if row[name] is not None]
            values = {k: v for k, v in row.items() if k not in names and v is not None}
            for name, node in found:
                label = row.get(f"{name}_label") or (row.get("label") if name == names[0] else None)
                graph.add_node(node, **({"label": label} if label else {}))
            for name, node in found[1:]:
                graph.add_edge(found[0][1], node, key=f"{name} {number}", column=name, **values)
        return graph

    def to_rdflib(self) -> rdflib.Graph:
        """Return the rows in the W3C vocabulary of result sets, one solution a row."""
        import rdflib

        names = rdflib.Namespace(_RESULTS)
        graph = rdflib.Graph()
        graph.bind("rs", names)
        top = rdflib.BNode("results")
        graph.add((top, rdflib.RDF.type, names.ResultSet))
        for name in self.question.columns:
            graph.add((top, names.resultVariable, rdflib.Literal(name)))
        for number, row in enumerate(self.to_dicts()):
            solution = rdflib.BNode(f"row{number}")
            graph.add((top, names.solution, solution))
            graph.add((solution, names["index"], rdflib.Literal(number)))
            for name, value in row.items():
                if value is not None:
                    binding = rdflib.BNode(f"row{number}-{name}")
                    iri = self.question.columns[name] == "iri"
                    graph.add((solution, names.binding, binding))
                    graph.add((binding, names.variable, rdflib.Literal(name)))
                    graph.add((binding, names.value, rdflib.URIRef(value) if iri else rdflib.Literal(value)))
        return graph


def ask(store: Store, name: str, **parameters: object) -> Rows[Any]:
    """Return the answer to a question; `kg.graph.answers` tells the type of its rows.

    Agents and events may be named by IRI, key (`Q159`, the digits of an event) or label; days are dates or
    `YYYY-MM-DD`. Parameters that are None are left out.

    Raises:
        UsageError: there is no such question or parameter, a required one is missing, or a value is unknown or
            ambiguous; the message lists the candidates.
    """
    question = load_question(name)
    values = bind(store, question, parameters)
    row_type = ANSWERS[name]
    flags = [column for column, kind in question.columns.items() if kind == "flag"]
    days = [column for column, kind in question.columns.items() if kind == "day"]
    rows = []
    for row in store.query(question.text, values):
        for column in days:
            row[column] = None if row[column] is None else date.fromisoformat(row[column])
        for column in flags:
            row[column] = bool(row[column])
        rows.append(row_type(**{field.name: row[field.name] for field in fields(row_type)}))
    return Rows(question, rows)


def bind(store: Store, question: Question, parameters: Mapping[str, object]) -> dict[str, str | None]:
    """Return the value of every parameter of a question, as the tables spell it; None for those left out.

    Raises:
        UsageError: as for `ask`.
    """
    known = {parameter.name for parameter in question.parameters}
    for name in sorted(set(parameters) - known):
        listed = ", ".join(sorted(known)) or "it takes none"
        raise UsageError(f"question {question.name!r} has no parameter {name!r}", fix=f"parameters: {listed}")
    bound: dict[str, str | None] = {}
    for parameter in question.parameters:
        value = parameters.get(parameter.name)
        if value is None and parameter.required:
            fix = f"give {parameter.name}=… ({parameter.meaning})"
            raise UsageError(f"question {question.name!r} needs {parameter.name!r}", fix=fix)
        bound[parameter.name] = None if value is None else _value(store, parameter, value)
    return bound


def _value(store: Store, parameter: Parameter, value: object) -> str:
    text = value.isoformat() if isinstance(value, date) else str(value).strip()
    if parameter.kind == "agent":
        return find_agent(store, text)
    if parameter.kind == "event":
        return find_event(store, text)
    if parameter.kind == "type":
        return _type(text)
    if parameter.kind == "status":
        return _status(text)
    if parameter.kind == "day":
        return _day(parameter.name, text)
    return text


def _type(text: str) -> str:
    by_name = {name.casefold(): name for name in ontology.classes()}
    try:
        return ontology.event_class(by_name.get(text.replace(" ", "").casefold(), text)).name
    except KnowledgeError as error:
        raise UsageError(f"no event type {text!r}", fix=f"one of {', '.join(ontology.event_types())}") from error


def _status(text: str) -> str:
    try:
        return Status(text.casefold()).value
    except ValueError as error:
        raise UsageError(f"no status {text!r}", fix=f"one of {', '.join(Status)}") from error


def _day(name: str, text: str) -> str:
    try:
        return date.fromisoformat(text[:10]).isoformat()
    except ValueError as error:
        raise UsageError(f"{name} is {text!r}, which is no day", fix="write days as YYYY-MM-DD") from error
