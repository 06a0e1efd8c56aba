"""`kg doctor`: what this installation needs → whether it is there, and what to do if not."""

from __future__ import annotations

import platform
import sys
import tempfile
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path
from typing import Annotated

import typer

from kg.cli.conduct import Exit, say
from kg.cli.output import Format, write_rows
from kg.cli.words import CARE, StorePath, command
from kg.errors import KgError


@command(CARE, "kg doctor", "kg doctor --format json")
def doctor(
    store: StorePath = Path("graph.kg"),
    format: Annotated[Format | None, typer.Option("--format", "-f", help="How the findings are written.")] = None,
) -> None:
    """Check that everything needed is there."""
    rows = [_checked(name, check) for name, check in _checks(store)]
    write_rows(("check", "result", "detail"), rows, format)
    failed = [row for row in rows if row["result"] == "fails"]
    say("everything is in order" if not failed else f"{len(failed)} of {len(rows)} checks fail")
    if failed:
        raise typer.Exit(Exit.FINDINGS)


def _checks(store: Path) -> list[tuple[str, Callable[[], str]]]:
    return [
        ("python", _python),
        ("language pipeline", _pipeline),
        ("ontology", _ontology),
        ("lexicons", _lexicons),
        ("facts", _facts),
        ("full text search", _full_text),
        ("store", lambda: _store(store)),
    ]


def _checked(name: str, check: Callable[[], str]) -> dict[str, object]:
    try:
        return {"check": name, "result": "ok", "detail": check()}
    except (KgError, ImportError, OSError) as error:
        return {"check": name, "result": "fails", "detail": str(error)}


def _python() -> str:
    return (
        f"{platform.python_version()} on {sys.platform}; spacy {version('spacy')}, pyoxigraph {version('pyoxigraph')}"
    )


def _pipeline() -> str:
    from kg.read.parse import load_pipeline

    meta = load_pipeline().meta
    return f"{meta['lang']}_{meta['name']} {meta['version']}"


def _ontology() -> str:
    from kg import ontology

    return f"{len(ontology.core())} triples in the core"


def _lexicons() -> str:
    from kg.lexicon import load_lexicon

    return f"{len(load_lexicon().rules)} event rules"


def _facts() -> str:
    from kg.facts import load_facts

    facts = load_facts()
    return f"{len(facts.people)} people, {len(facts.offices)} offices, {len(facts.states)} states"


def _full_text() -> str:
    from kg.graph.store import Store

    with tempfile.TemporaryDirectory() as folder, Store.open(Path(folder, "try.kg"), write=True) as opened:
        opened.search("x")
    return "SQLite with FTS5"


def _store(path: Path) -> str:
    from kg.graph.generation import newest
    from kg.graph.store import Store

    if not path.exists():
        return f"none at {path} yet (kg ingest makes it)"
    with Store.open(path) as opened:
        counts = opened.counts()
    index = newest(path)
    built = f"index of {index.quads} quads" if index else "no index yet (it is built on first use)"
    return f"{counts['articles']} articles, {counts['events']} events, {counts['claims']} claims; {built}"
