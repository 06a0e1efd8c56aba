"""A question's name and parameters → the same typed rows as `kg.graph.ask`, from the RDF index.

A question's SPARQL text names its parameters in one `VALUES (?given_…) { (UNDEF …) }`, so it runs as it stands, at
any endpoint, with every parameter left out. Here the UNDEFs become RDF terms, spelled by `kg.graph.terms`. Oxigraph's
own `substitutions` are not used: its optimiser settles `!BOUND(?parameter)` before they take effect, and an optional
parameter would be ignored (seen in 0.5.13).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

import pyoxigraph

from kg.errors import KnowledgeError
from kg.graph.answers import ANSWERS
from kg.graph.ask import Rows, bind
from kg.graph.question import Question, load_question
from kg.graph.store import Store
from kg.graph.terms import concept, day, iri, text
from kg.model import NAMESPACE

_PARAMETERS = re.compile(r"VALUES \((\?given_\w+(?: \?given_\w+)*)\) \{ \(UNDEF(?: UNDEF)*\) \}")

_TERM: Mapping[str, Callable[[str], str]] = {
    "agent": iri,
    "event": iri,
    "type": lambda value: iri(NAMESPACE + value),
    "status": lambda value: concept("status", value),
    "day": day,
    "text": text,
}
_VALUE: Mapping[str, Callable[[str], object]] = {
    "iri": str,
    "text": str,
    "day": date.fromisoformat,
    "integer": int,
    "number": float,
    "flag": lambda value: value == "true",
}


def ask_index(store: Store, index: pyoxigraph.Store, name: str, **parameters: object) -> Rows[Any]:
    """Return the answer to a question, read from `index` by SPARQL; `store` only looks up the names of agents.

    Raises:
        UsageError: as for `kg.graph.ask.ask`.
    """
    question = load_question(name, "rq")
    query = with_values(question, bind(store, question, parameters))
    solutions = index.query(query, use_default_graph_as_union=True)
    if not isinstance(solutions, pyoxigraph.QuerySolutions):
        raise KnowledgeError("is no SELECT query", where=f"questions/{name}.rq", fix="select the columns of the header")
    return Rows(question, [ANSWERS[name](**_row(question, solution)) for solution in solutions])


def with_values(question: Question, values: Mapping[str, str | None]) -> str:
    """Return the SPARQL text of a question with these values (`kg.graph.ask.bind`) in place of its UNDEFs.

    Raises:
        KnowledgeError: the text does not name exactly the parameters of its header in one VALUES.
    """
    found = _PARAMETERS.findall(question.text)
    given = [name.removeprefix("?given_") for names in found for name in names.split()]
    if given != [parameter.name for parameter in question.parameters] or len(found) > 1:
        names = " ".join(f"?given_{parameter.name}" for parameter in question.parameters)
        raise KnowledgeError(
            f"the parameters of the query are {given}",
            where=f"questions/{question.name}.rq",
            fix=f"write one VALUES ({names}) {{ (UNDEF …) }}",
        )
    terms = " ".join(_term(parameter.kind, values.get(parameter.name)) for parameter in question.parameters)
    return _PARAMETERS.sub(lambda match: f"VALUES ({match[1]}) {{ ({terms}) }}", question.text)


def _term(kind: str, value: str | None) -> str:
    return "UNDEF" if value is None else _TERM[kind](value)


def _row(question: Question, solution: pyoxigraph.QuerySolution) -> dict[str, object]:
    row: dict[str, object] = {}
    for column, kind in question.columns.items():
        term = solution[column]
        row[column] = None if term is None else _VALUE[kind](_lexical(term))
    return row


def _lexical(term: object) -> str:
    if isinstance(term, pyoxigraph.NamedNode | pyoxigraph.Literal):
        return term.value
    raise KnowledgeError(f"{term} is neither an IRI nor a literal", where="questions", fix="select the named nodes")
