"""`kg lexicon check`, `coverage`, `try`: the authors' tools for the lexicon files."""

from __future__ import annotations

from dataclasses import asdict, fields
from datetime import datetime
from enum import StrEnum
from typing import Annotated

import typer

from kg.cli.conduct import Exit, say
from kg.cli.explaining import article_of, explained, lines, rendered
from kg.cli.output import Format, write, write_rows
from kg.cli.words import CARE, app, command
from kg.errors import UsageError

group = typer.Typer(help="Check, count and try the lexicon's rules.", no_args_is_help=True)
app.add_typer(group, name="lexicon", rich_help_panel=CARE)


def _nearest(name: str) -> str:
    """Return beginnings of rule names that look like a name: whole names, else families."""
    from difflib import get_close_matches

    from kg.lexicon import load_lexicon

    known = [rule for rule in load_lexicon().rules if not rule.startswith("frame.")]
    families = dict.fromkeys(rule.partition(".")[0] + "." for rule in known)
    close = get_close_matches(name, [*families, *known], n=3, cutoff=0.6)
    return ", ".join(close) or f"one of {', '.join(families)}"


class Part(StrEnum):
    """What coverage is counted by."""

    CLASS = "class"
    PLOVER = "plover"
    ALL = "all"


TableFormat = Annotated[Format | None, typer.Option("--format", "-f", help="Table on a terminal, else JSON Lines.")]


@command(CARE, "kg lexicon check", "kg lexicon check meeting. --format json", to=group)
def check(
    rules: Annotated[str, typer.Argument(help="Only rules whose name begins so.", metavar="[RULE]")] = "",
    format: TableFormat = None,
) -> None:
    """Check all lexicon files and run their examples.

    Findings name file and line; with any, the exit code is 1.
    """
    from kg.facts import load_facts
    from kg.pipeline import language_pipeline
    from kg.read.lexicon_check import check_lexicons

    result = check_lexicons(nlp=language_pipeline(), facts=load_facts(), only=rules)
    if rules and not result.rules and not result.findings:
        raise UsageError(f"no rule's name begins with {rules!r}", where="lexicon check", fix=f"try {_nearest(rules)}")
    if result.findings:
        write_rows(("where", "entry", "problem"), (asdict(finding) for finding in result.findings), format)
    say(f"{result.rules} rules, {result.examples} examples, {len(result.findings)} findings")
    if result.findings:
        raise typer.Exit(Exit.FINDINGS)


@command(CARE, "kg lexicon coverage", "kg lexicon coverage --by plover --format csv > coverage.csv", to=group)
def coverage(
    by: Annotated[
        Part | None, typer.Option("--by", help="Only event classes, only PLOVER codes, or only the sum.")
    ] = None,
    format: TableFormat = None,
) -> None:
    """Count rules, triggers and examples, by class and code.

    `forms` are the inflected forms of the triggers' head words in every spelling; `lemmas` are those words. A rule
    counts for each PLOVER code that its events can have under some status.
    """
    from kg.read.lexicon_coverage import Coverage
    from kg.read.lexicon_coverage import coverage as counted

    rows = [asdict(row) for row in counted() if by is None or row.kind == by]
    write_rows([field.name for field in fields(Coverage)], rows, format)


@command(CARE, 'kg lexicon try "Mark Carney called Donald Trump from Ottawa on Tuesday."', to=group, name="try")
def attempt(
    sentence: Annotated[str, typer.Argument(help="What an author wants to know the reading of.")],
    published: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%d"], help="Its day (2025-10-24).", metavar="YYYY-MM-DD")
    ] = None,
) -> None:
    """Show which rules fire on a sentence, and which nearly.

    The short form of `kg explain`; it is read on the day of the lexicon's examples.
    """
    from kg.read.lexicon_check import PUBLISHED

    for explanation in explained([article_of(sentence, published.date() if published else PUBLISHED)]):
        write(rendered(lines(explanation, brief=True)))
