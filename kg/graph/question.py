"""Question files → their titles, parameters, columns and query text.

A header line is a comment (`--` in SQL, `#` in SPARQL): `title: …`, `param: name | kind | optional | what it means`,
`column: name | kind`. Both files of a question have the same header.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, fields
from functools import cache
from importlib.resources import files

from kg.errors import KnowledgeError, UsageError
from kg.graph.answers import ANSWERS

PARAMETER_KINDS = frozenset({"agent", "event", "type", "status", "day", "text"})
COLUMN_KINDS = frozenset({"iri", "text", "day", "integer", "number", "flag"})
_HEADER = re.compile(r"(?:--|#) (title|param|column): (.+)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter:
    """A parameter of a question; `kind` tells how its value is read."""

    name: str
    kind: str
    required: bool
    meaning: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A question that the graph answers. `text` is the query, header included."""

    name: str
    title: str
    parameters: tuple[Parameter, ...]
    columns: Mapping[str, str]
    text: str


def question_names() -> tuple[str, ...]:
    """Return the names of all questions, in alphabetical order."""
    return tuple(sorted(ANSWERS))


@cache
def load_question(name: str, language: str = "sql") -> Question:
    """Return a question in "sql" or "rq".

    Raises:
        UsageError: there is no question of that name.
        KnowledgeError: its file is missing or its header is malformed.
    """
    if name not in ANSWERS:
        raise UsageError(f"no question {name!r}", fix=f"one of {', '.join(question_names())}")
    source = files("kg.graph").joinpath("questions", f"{name}.{language}")
    where = f"questions/{name}.{language}"
    try:
        text = source.read_text(encoding="utf-8")
    except OSError as error:
        raise KnowledgeError("no such file", where=where, fix="write each question in SQL and in SPARQL") from error
    question = parse_question(name, text, where=where)
    wanted = [field.name for field in fields(ANSWERS[name])]
    if list(question.columns) != wanted:
        raise KnowledgeError(f"columns are {list(question.columns)}", where=where, fix=f"name them {wanted}, in order")
    return question


def parse_question(name: str, text: str, *, where: str) -> Question:
    """Return the question that a file's text holds.

    Raises:
        KnowledgeError: the header lacks a title or a column, or a line of it is malformed; the message names the line.
    """
    titles: list[str] = []
    parameters: list[Parameter] = []
    columns: dict[str, str] = {}
    for number, line in enumerate(text.splitlines(), start=1):
        match = _HEADER.fullmatch(line.strip())
        if match is None:
            continue
        parts = [part.strip() for part in match[2].split("|")]
        place = f"{where}, line {number}"
        if match[1] == "title":
            titles.append(match[2].strip())
        elif match[1] == "param":
            parameters.append(_parameter(parts, place))
        elif len(parts) == 2 and parts[1] in COLUMN_KINDS and parts[0] not in columns:
            columns[parts[0]] = parts[1]
        else:
            raise KnowledgeError(
                "malformed column", where=place, fix=f"column: name | {' or '.join(sorted(COLUMN_KINDS))}"
            )
    if len(titles) != 1 or not columns:
        raise KnowledgeError("needs one title and at least one column", where=where, fix="see kg/graph/question.py")
    return Question(name=name, title=titles[0], parameters=tuple(parameters), columns=columns, text=text)


def _parameter(parts: list[str], where: str) -> Parameter:
    if len(parts) != 4 or parts[1] not in PARAMETER_KINDS or parts[2] not in ("required", "optional"):
        fix = f"param: name | {' or '.join(sorted(PARAMETER_KINDS))} | required or optional | meaning"
        raise KnowledgeError("malformed parameter", where=where, fix=fix)
    return Parameter(name=parts[0], kind=parts[1], required=parts[2] == "required", meaning=parts[3])
