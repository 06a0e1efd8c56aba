"""`kg explain` and `kg extract --explain`: a text or an event of the graph → how it was read, and why."""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NamedTuple

import typer

from kg.cli.asking import Form, write_portrait
from kg.cli.conduct import printable, say
from kg.cli.output import write
from kg.cli.words import ASK, StorePath, command
from kg.errors import SourceError, UsageError

if TYPE_CHECKING:
    from rich.text import Text

    from kg.model import Article
    from kg.read.explanation import Explanation, SentenceSeen
    from kg.view.portrait import EventPortrait

HtmlPath = Annotated[Path | None, typer.Option("--html", help="Write an HTML page to this file instead.")]
_STYLES = {"trigger": "bold yellow", "near": "yellow", "cue": "cyan", "time": "magenta", "mention": "green"}
_DONE = frozenset({"occurred", "underway", "imposed", "extended"})
_OFF = frozenset({"cancelled", "postponed", "did-not-occur", "failed", "lifted", "suspended", "expired"})


@command(ASK, 'kg explain "Lavrov met Rubio in Budapest on Monday." --published 2025-10-24', "kg explain 6dc36f59")
def explain(
    what: Annotated[
        str,
        typer.Argument(
            help="An event by label, key or IRI; or a text; - reads a text from stdin.", metavar="EVENT|TEXT|-"
        ),
    ],
    store: StorePath = Path("graph.kg"),
    format: Annotated[
        Form | None, typer.Option("--format", "-f", help="Text or JSON (an event in a pipe: JSON).")
    ] = None,
    published: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%d"], help="Day of the text (today).", metavar="YYYY-MM-DD")
    ] = None,
    html: HtmlPath = None,
) -> None:
    """Explain an event, or how a text is read.

    Of an event of the graph, every claim is given with its place in the article, the rule that read it and its
    confidence; every join of two mentions with its score and reason. Of a text, each sentence is given with the rules
    that fired, those that nearly fired and why not, and how status, time, roles and codes were decided.
    """
    if what.strip() not in ("", "-") and published is None and html is None:
        portrait = _event(what, store)
        if portrait is not None:
            from kg.view import telling

            write_portrait(portrait, telling.explained(portrait), format)
            return
    text = _stdin() if what == "-" else what
    show(explained([article_of(text, published.date() if published else None)]), html=html, format=format)


def _event(what: str, store: Path) -> EventPortrait | None:
    """Return the event of the store that goes by these words, or None where they are to be read as a text."""
    from kg.graph.naming import find_event
    from kg.view.graph import open_graph
    from kg.view.portrait import event_portrait

    if _is_text(what) and not store.exists():
        return None
    with open_graph(store) as graph:
        try:
            return event_portrait(graph.store, find_event(graph.store, what))
        except UsageError as error:
            if not _is_text(what) or error.problem.startswith("several"):
                raise
    return None


def _is_text(what: str) -> bool:
    return len(what.split()) > 1


def _stdin() -> str:
    try:
        return sys.stdin.buffer.read().decode("utf-8")
    except UnicodeDecodeError as error:
        raise SourceError("not UTF-8", where="stdin", fix="convert it, or use kg extract --explain FILE") from error


def article_of(text: str, published: date | None) -> Article:
    """Return a text as an article of its day (today, if none is given).

    Raises:
        UsageError: the text is empty.
    """
    from kg.model import Article, article_key

    if not text.strip():
        raise UsageError("there is nothing to read", where="explain", fix="give a sentence, or - and text on stdin")
    return Article(id=article_key(text, "text"), text=text, published=published or date.today(), language="en")


def explained(articles: Iterable[Article]) -> Iterator[Explanation]:
    """Yield an explanation an article, in order, as they come."""
    from kg.facts import load_facts
    from kg.lexicon import load_lexicon
    from kg.pipeline import language_pipeline
    from kg.read.explain import explain
    from kg.read.parse import parse_article

    for article in articles:
        parsed = parse_article(article, nlp=language_pipeline(), facts=load_facts())
        yield explain(parsed, facts=load_facts(), lexicon=load_lexicon())


def show(explanations: Iterable[Explanation], *, html: Path | None = None, format: Form | None = None) -> None:
    """Write explanations: to an HTML file, as JSON Lines, or as indented lines (coloured on a terminal)."""
    if html is not None:
        _write_page(explanations, html)
        return
    for explanation in explanations:
        if format is Form.JSON:
            write(json.dumps(asdict(explanation), ensure_ascii=False, default=str) + "\n")
        else:
            write(rendered(lines(explanation)))
        sys.stdout.buffer.flush()


def _write_page(explanations: Iterable[Explanation], path: Path) -> None:
    from kg.view.reading_page import pieces

    try:
        with path.open("w", encoding="utf-8", errors="replace") as stream:
            stream.writelines(pieces(explanations))
    except OSError as error:
        raise UsageError(f"{error.strerror}", where=str(path), fix="name a file that can be written") from error
    say(f"{path} (open it in a browser)")


def rendered(shown: Iterable[Line]) -> str:
    """Return lines as a terminal shows them, or as plain text for a pipe."""
    from rich.console import Console

    terminal = sys.stdout.isatty()
    stream = io.StringIO()
    # rich itself heeds NO_COLOR and TERM; a pipe gets plain text in whole lines.
    console = Console(file=stream, force_terminal=terminal, highlight=False, width=None if terminal else 10_000)
    for line in shown:
        if not terminal:
            stream.write(f"{' ' * line.indent}{line.text.plain}\n")
            continue
        for number, part in enumerate(line.text.wrap(console, max(console.width - line.indent - line.hang, 20))):
            part.rstrip()
            console.print(" " * (line.indent + (line.hang if number else 0)), part, sep="", soft_wrap=True)
    return stream.getvalue()


class Line(NamedTuple):
    """Styled words with their indentation, and how much further their second line goes in."""

    text: Text
    indent: int = 0
    hang: int = 0


def lines(explanation: Explanation, *, brief: bool = False) -> Iterator[Line]:
    """Yield the lines of an explanation; `brief` leaves out what is neither event nor near miss."""
    from rich.text import Text

    if not brief:
        day = explanation.published.isoformat() if explanation.published else "an unknown day"
        title = explanation.title or explanation.publisher or "text"
        yield Line(Text(printable(f"{title}, read as published on {day}"), style="dim"))
    for sentence in explanation.sentences:
        if not brief:
            yield Line(Text(""))
        yield from _sentence(sentence, brief=brief)


def _sentence(sentence: SentenceSeen, *, brief: bool) -> Iterator[Line]:
    from rich.text import Text

    from kg.view import reading

    words = Text()
    for piece, marks in reading.marked(sentence):
        words.append(printable(piece), style=_STYLES[marks[0]] if marks else "")
    yield Line(words)
    for event in sentence.events:
        name, _, rest = reading.headline(event).partition(", ")
        off = event.status in _OFF or event.polarity == "negative"
        look = "red" if off else "green" if event.status in _DONE else "yellow"
        yield Line(Text.assemble((f"{event.id} ", "dim"), (name, "bold"), ", ", (rest, look)), 2)
        for label, how in reading.told(event):
            yield Line(Text.assemble((f"{label:<12} ", "dim"), printable(how)), 5, 13)
    if not sentence.events:
        yield Line(Text("no event", style="dim"), 2)
    near, passed_over = reading.near_and_passed_over(sentence)
    groups = [
        ("near misses", [reading.of_miss(miss) for miss in near]),
        ("rules passed over", [reading.of_miss(miss) for miss in passed_over]),
    ]
    if not brief:
        groups += [
            ("mentions", [reading.of_mention(mention) for mention in sentence.mentions]),
            ("times", [reading.of_time(time) for time in sentence.times]),
            ("frames", [reading.of_frame(frame) for frame in sentence.frames]),
        ]
    for name, found in groups:
        if found:
            yield Line(Text(name, style="dim"), 2)
            yield from (Line(Text(printable(told)), 5, 2) for told in found)
