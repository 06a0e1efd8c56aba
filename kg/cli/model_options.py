"""`--extractor`, `--llm-…`: options of the commands that read → the way of reading, and its bill on stderr."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kg.cli.conduct import say
from kg.errors import UsageError

if TYPE_CHECKING:
    from kg.read.extractor import Extractor

_PANEL = "Reading with a language model"


class Reader(StrEnum):
    """The ways of reading."""

    RULES = "rules"
    LLM = "llm"
    HYBRID = "hybrid"


ReaderOption = Annotated[
    Reader,
    typer.Option(
        "--extractor",
        help="Rules; a model; or rules, and a model where they are unsure.",
        rich_help_panel=_PANEL,
    ),
]
UrlOption = Annotated[
    str | None,
    typer.Option(
        "--llm-url",
        envvar="KG_LLM_URL",
        help="Any OpenAI-compatible server: http://127.0.0.1:8080/v1. Its key: KG_LLM_API_KEY.",
        rich_help_panel=_PANEL,
    ),
]
ModelOption = Annotated[
    str | None,
    typer.Option("--llm-model", envvar="KG_LLM_MODEL", help="The model's name there.", rich_help_panel=_PANEL),
]
CacheOption = Annotated[
    Path | None,
    typer.Option("--llm-cache", help="Folder of replies: a second run pays for none again.", rich_help_panel=_PANEL),
]
SettingsOption = Annotated[
    list[str] | None,
    typer.Option(
        "--llm-option",
        metavar="NAME=VALUE",
        help="timeout, retries, rpm, parallel, max_tokens, prompt, format, threshold, price_in …; repeatable.",
        rich_help_panel=_PANEL,
    ),
]


@contextmanager
def reading_with(
    reader: Reader, url: str | None, model: str | None, cache: Path | None, settings: list[str] | None
) -> Iterator[Extractor | None]:
    """Give the way of reading that the options name (None = rules); say on stderr what it cost, however it ends."""
    if reader is Reader.RULES:
        yield None
        return
    from kg import pipeline
    from kg.read.llm import LlmOptions
    from kg.read.llm.options import with_settings

    if not url or not model:
        fix = "give --llm-url and --llm-model, or set KG_LLM_URL and KG_LLM_MODEL"
        raise UsageError("no server or no model is named", where=f"--extractor {reader}", fix=fix)
    options = with_settings(LlmOptions(url=url, model=model, cache=cache), settings or [])
    extractor = pipeline.make_extractor(reader, options)
    try:
        yield extractor
    finally:
        extractor.close()
        say(extractor.summary())
