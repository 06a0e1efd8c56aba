"""`kg ask`, `show`: the name of a question, event or agent → rows or a portrait."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable
from dataclasses import asdict
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kg.cli.conduct import Exit, printable
from kg.cli.output import Format, write, write_rows
from kg.cli.words import ASK, StorePath, command
from kg.errors import UsageError

if TYPE_CHECKING:
    from kg.view.portrait import AgentPortrait, EventPortrait


class Form(StrEnum):
    """How a portrait is written."""

    TEXT = "text"
    JSON = "json"


PortraitForm = Annotated[Form | None, typer.Option("--format", "-f", help="Text on a terminal, else JSON.")]


@command(ASK, "kg ask", "kg ask cancelled agent='Donald Trump' --columns label,valid_from,quote")
def ask(
    question: Annotated[str | None, typer.Argument(help="A question; without one, the questions are listed.")] = None,
    parameters: Annotated[list[str] | None, typer.Argument(help="What it asks about.", metavar="KEY=VALUE…")] = None,
    store: StorePath = Path("graph.kg"),
    format: Annotated[
        Format | None, typer.Option("--format", "-f", help="Table on a terminal, else JSON Lines.")
    ] = None,
    columns: Annotated[str | None, typer.Option(help="Columns to write, with commas between.")] = None,
    fail_empty: Annotated[bool, typer.Option("--fail-empty", help="End with 1 if there is no row.")] = False,
) -> None:
    """Ask one of the graph's questions; alone, list them."""
    if question is None:
        write_rows(("question", "asks", "parameters"), _questions(), format)
        return
    from kg.view.graph import open_graph

    with open_graph(store) as graph:
        answer = graph.ask(question, **_pairs(parameters or []))
        wanted = _columns(columns, tuple(answer.question.columns))
        count = write_rows(wanted, answer.to_dicts(), format)
    if fail_empty and not count:
        raise typer.Exit(Exit.FINDINGS)


def _questions() -> Iterable[dict[str, object]]:
    from kg.graph.question import load_question, question_names

    for name in question_names():
        question = load_question(name)
        words = [p.name if p.required else f"[{p.name}]" for p in question.parameters]
        yield {"question": name, "asks": question.title, "parameters": " ".join(words)}


def _columns(wanted: str | None, known: tuple[str, ...]) -> tuple[str, ...]:
    names = tuple(name.strip() for name in wanted.split(",")) if wanted else known
    wrong = [name for name in names if name not in known]
    if wrong:
        raise UsageError(f"no column {wrong[0]!r}", where="--columns", fix=f"some of {', '.join(known)}")
    return names


def _pairs(words: list[str]) -> dict[str, str]:
    pairs = [word.partition("=") for word in words]
    wrong = [word for word, sign, _ in pairs if not sign]
    if wrong:
        raise UsageError(f"{wrong[0]!r} has no value", where="ask", fix="write parameters as key=value")
    return {key: value for key, _, value in pairs}


@command(ASK, "kg show 'Donald Trump'", "kg show 6dc36f59 --format json | jq .steps")
def show(
    name: Annotated[str, typer.Argument(help="An event or agent, by label, key or IRI.")],
    store: StorePath = Path("graph.kg"),
    format: PortraitForm = None,
) -> None:
    """Show an event and who said what, or an agent."""
    from kg.view import telling
    from kg.view.portrait import EventPortrait

    portrait = _portrait(name, store)
    lines = telling.told(portrait) if isinstance(portrait, EventPortrait) else telling.of_agent(portrait)
    write_portrait(portrait, lines, format)


def _portrait(name: str, store: Path) -> EventPortrait | AgentPortrait:
    from kg.graph.naming import find_agent, find_event
    from kg.view.graph import open_graph
    from kg.view.portrait import agent_portrait, event_portrait

    with open_graph(store) as graph:
        try:
            return agent_portrait(graph.store, find_agent(graph.store, name))
        except UsageError as no_agent:
            try:
                return event_portrait(graph.store, find_event(graph.store, name))
            except UsageError as no_event:
                several = next((e for e in (no_event, no_agent) if e.problem.startswith("several")), None)
                if several is not None:
                    raise several from None
                fix = "list them with `kg ask events` and `kg ask agents`"
                raise UsageError(f"the graph has no event or agent {name!r}", fix=fix) from None


def write_portrait(portrait: EventPortrait | AgentPortrait, lines: Iterable[str], format: Form | None) -> None:
    """Write a portrait on stdout: in words on a terminal, as JSON in a pipe, unless a form is asked for."""
    if (format or (Form.TEXT if sys.stdout.isatty() else Form.JSON)) is Form.JSON:
        write(json.dumps(asdict(portrait), ensure_ascii=False, indent=2) + "\n")
    else:
        for line in lines:
            write(printable(line) + "\n")
