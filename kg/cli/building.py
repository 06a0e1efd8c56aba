"""`kg ingest`, `demo`: articles → a graph, with a report on stderr."""

from __future__ import annotations

import shutil
from contextlib import ExitStack
from importlib.resources import as_file, files
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kg.cli.conduct import counted, printable, say
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
from kg.cli.reading import Files, Workers, articles, settle
from kg.cli.words import CARE, READ, StorePath, command

if TYPE_CHECKING:
    from kg.graph.store import Store
    from kg.pipeline import IngestReport
    from kg.read.extractor import Extractor
    from kg.view.portrait import EventPortrait


@command(READ, "kg ingest news/ --store graph.kg", "cat articles.jsonl | kg ingest -")
def ingest(
    paths: Files,
    store: StorePath = Path("graph.kg"),
    judgements: Annotated[
        Path | None, typer.Option(help="What is the same and what is not (judgements.jsonl beside the store).")
    ] = None,
    index: Annotated[bool, typer.Option(help="Build the RDF index at once, not when it is first asked.")] = True,
    workers: Workers = 1,
    extractor: ReaderOption = Reader.RULES,
    llm_url: UrlOption = None,
    llm_model: ModelOption = None,
    llm_cache: CacheOption = None,
    llm_option: SettingsOption = None,
) -> None:
    """Read articles into the graph, those it lacks.

    What is already in it is left as it is, so a second run adds nothing.
    """
    with reading_with(extractor, llm_url, llm_model, llm_cache, llm_option) as reader:
        report = _ingest(paths, store, judgements=judgements, index=index, workers=workers, extractor=reader)
    say(f"{report} ({store})")
    settle(report.refusals)


def _ingest(
    paths: list[str],
    store: Path,
    *,
    judgements: Path | None = None,
    index: bool = True,
    workers: int = 1,
    extractor: Extractor | None = None,
) -> IngestReport:
    from kg import pipeline
    from kg.graph.store import Store
    from kg.read.sources import Refusal

    refusals: list[Refusal] = []
    with Store.open(store, write=True) as opened:
        found = counted(articles(paths, refusals), "articles")
        report = pipeline.ingest(opened, found, refusals=refusals, workers=workers, extractor=extractor)
        if index or judgements is not None:
            pipeline.build(opened, judgements=judgements)
    return report


@command(CARE, "kg demo", "kg demo --out demo-out && kg ask cancelled --store demo-out/demo.kg")
def demo(
    out: Annotated[Path, typer.Option("--out", "-o", help="Folder for the graph and its page.")] = Path("demo-out"),
) -> None:
    """Build the graph of the examples and tell a story of it."""
    from kg.graph.export import export as write_rdf
    from kg.view import exports, telling
    from kg.view.graph import open_graph

    out.mkdir(parents=True, exist_ok=True)
    store = out / "demo.kg"
    # Built anew each time: the rules may have changed since, and what is read once is not read again.
    for old in out.glob("demo.kg*"):
        shutil.rmtree(old) if old.is_dir() else old.unlink()
    with ExitStack() as stack:
        folder = stack.enter_context(as_file(files("kg") / "examples"))
        report = _ingest([str(folder)], store)
    say(str(report))
    with open_graph(store) as graph:
        page = exports.export(graph.store, "html", out / "network.html")
        trig = write_rdf(graph.store, "trig", out / "graph.trig")
        counts = graph.store.counts()
        summit = _summit(graph.store)
        lines = [
            f"{counts['articles']} dispatches (and {counts['copies']} copy) gave {counts['events']} events, "
            f"{counts['claims']} claims, {counts['agents']} agents and places.",
            "",
            f"  {page}   open it in a browser: events, parties, quotes (works offline)",
            f"  {trig}     the graph as RDF",
            f"  {store}        the graph: kg ask --store {store}, kg serve --store {store}",
            "",
            f"Not all agree on one event, {summit.label}:",
            "",
            *telling.disagreement(summit),
            "",
            "Its life cycle, each step with its day, who said it and in which words:",
            "",
            *telling.life_cycle(summit),
        ]
    for line in lines:
        write(printable(line) + "\n")
    settle([refusal for refusal in report.refusals if refusal.severity != "skipped"])


def _summit(store: Store) -> EventPortrait:
    """Return the summit of the story: of those that the two presidents share, the one that most claims speak of."""
    from kg.graph.ask import ask
    from kg.view.portrait import event_portrait

    shared = ask(store, "between", a="Donald Trump", b="Vladimir Putin")
    portraits = [event_portrait(store, row.event) for row in shared if row.type == "Summit"]
    return max(portraits, key=lambda p: len(p.others) + sum(len(step.claims) for step in p.steps))
