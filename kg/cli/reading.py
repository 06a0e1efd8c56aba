"""`kg extract`: files or standard input → records on stdout."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kg.cli.conduct import Exit, counted, say
from kg.cli.words import READ, command

if TYPE_CHECKING:
    from kg.model import Article
    from kg.read.sources import Refusal

Files = Annotated[list[str], typer.Argument(help="Files or folders; - reads standard input.", metavar="FILES…|-")]


@command(READ, "kg extract kg/examples > records.jsonl", "cat articles.jsonl | kg extract - | head -1")
def extract(files: Files) -> None:
    """Read articles and write one extraction record a line (JSON Lines)."""
    from kg import pipeline, record

    refusals: list[Refusal] = []
    for extraction in counted(pipeline.extract_stream(articles(files, refusals)), "articles"):
        sys.stdout.buffer.write(record.encode(extraction) + b"\n")
        sys.stdout.buffer.flush()
    settle(refusals)


def articles(files: list[str], refusals: list[Refusal]) -> Iterator[Article]:
    """Yield the articles of the files named, and of standard input for "-"."""
    from kg.read.sources import read_path, read_stream

    for name in files:
        if name == "-":
            yield from read_stream(sys.stdin.buffer, refusals)
        else:
            yield from read_path(Path(name), refusals)


def settle(refusals: list[Refusal]) -> None:
    """Say what was not read, and end with 3 if anything that should have been read was not."""
    shown = [refusal for refusal in refusals if refusal.severity != "skipped"]
    for refusal in shown:
        say(str(refusal), always=refusal.severity == "refused")
    refused = sum(refusal.severity == "refused" for refusal in refusals)
    if skipped := len(refusals) - len(shown):
        say(f"{skipped} files of other kinds were passed over")
    if refused:
        say(f"{refused} inputs were refused; the rest is done", always=True)
        raise typer.Exit(Exit.BAD_INPUT)
