"""`kg extract`, `resolve`: files or standard input → records, and records → events, on stdout."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, BinaryIO

import typer

from kg.cli.conduct import Exit, counted, say
from kg.cli.model_options import (
    CacheOption,
    ModelOption,
    Reader,
    ReaderOption,
    SettingsOption,
    UrlOption,
    reading_with,
)
from kg.cli.output import write
from kg.cli.words import READ, command
from kg.errors import RecordError, SourceError, UsageError

if TYPE_CHECKING:
    from kg.model import Article, Extraction
    from kg.read.sources import Refusal

Files = Annotated[list[str], typer.Argument(help="Files or folders; - reads standard input.", metavar="FILES…|-")]

Workers = Annotated[int, typer.Option("--workers", min=1, help="Processes that read; the output is the same.")]


@command(READ, "kg extract kg/examples > records.jsonl", "cat articles.jsonl | kg extract - | head -1")
def extract(
    files: Files,
    explain: Annotated[bool, typer.Option("--explain", help="Say instead what was read and why.")] = False,
    html: Annotated[Path | None, typer.Option("--html", help="With --explain: write an HTML page.")] = None,
    workers: Workers = 1,
    extractor: ReaderOption = Reader.RULES,
    llm_url: UrlOption = None,
    llm_model: ModelOption = None,
    llm_cache: CacheOption = None,
    llm_option: SettingsOption = None,
) -> None:
    """Read articles, write one extraction record a line."""
    refusals: list[Refusal] = []
    if explain or html is not None:
        if extractor is not Reader.RULES:
            raise UsageError("only rules can be explained", where="--explain", fix="leave --extractor out")
        from kg.cli.explaining import explained, show

        show(explained(articles(files, refusals)), html=html)
        settle(refusals)
        return
    from kg import pipeline, record

    with reading_with(extractor, llm_url, llm_model, llm_cache, llm_option) as reader:
        found = pipeline.extract_stream(articles(files, refusals), refusals, workers=workers, extractor=reader)
        for extraction in counted(found, "articles"):
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
        say(f"files of other kinds passed over: {skipped}")
    if refused:
        say(f"inputs refused: {refused}; the rest is done", always=True)
        raise typer.Exit(Exit.BAD_INPUT)


@command(READ, "kg extract kg/examples | kg resolve - > events.jsonl", "kg resolve records.jsonl | head -1")
def resolve(
    records: Annotated[
        str, typer.Argument(help="A file of extraction records; - reads standard input.", metavar="FILE|-")
    ],
) -> None:
    """Join records into events, write one event a line."""
    from kg.resolve.clusters import resolve_clusters

    refusals: list[Refusal] = []
    if records == "-":
        found = list(_extractions(sys.stdin.buffer, "stdin", refusals))
    else:
        try:
            with Path(records).open("rb") as stream:
                found = list(_extractions(stream, records, refusals))
        except OSError as error:
            raise SourceError(f"{error.strerror}", where=records, fix="check the path and its permissions") from error
    for event in resolve_clusters(found):
        write(json.dumps(event, ensure_ascii=False) + "\n")
    settle(refusals)


def _extractions(stream: BinaryIO, where: str, refusals: list[Refusal]) -> Iterator[Extraction]:
    from kg import record
    from kg.read.sources import Refusal

    for number, line in enumerate(stream, start=1):
        try:
            yield record.decode(line, where=f"{where}, line {number}")
        except RecordError as error:
            refusals.append(Refusal(where=error.where, problem=error.problem, fix=error.fix))
