from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from kg import pipeline, record
from kg.graph.store import Store
from kg.model import Article
from kg.read.sources import Refusal, read_path

ROOT = Path(__file__).parents[2]
EXAMPLES = ROOT / "kg" / "examples"


@pytest.fixture(scope="module")
def articles() -> list[Article]:
    found = list(read_path(EXAMPLES, []))
    return [replace(article, id=f"{article.id}-{turn}") for turn in range(3) for article in found]


def test_many_workers_write_the_bytes_that_one_writes(articles: list[Article]) -> None:
    one = [record.encode(found) for found in pipeline.extract_stream(articles)]
    two = [record.encode(found) for found in pipeline.extract_stream(articles, workers=2)]
    assert len(one) > pipeline.BATCH, "several batches"
    assert one == two


def test_many_workers_fill_the_graph_that_one_fills(articles: list[Article], tmp_path: Path) -> None:
    reports, contents = [], []
    for workers in (1, 2):
        with Store.open(tmp_path / f"{workers}.kg", write=True) as store:
            reports.append(str(pipeline.ingest(store, articles, workers=workers)))
            contents.append(store.content_digest())
    assert reports[0] == reports[1]
    assert contents[0] == contents[1]


def test_workers_give_back_what_they_refuse(articles: list[Article]) -> None:
    broken = replace(articles[0], id="broken", text=None)  # type: ignore[arg-type]
    with pytest.raises((TypeError, AttributeError)):
        list(pipeline.extract_stream([broken], workers=2))
    refusals: list[Refusal] = []
    readable = replace(articles[0], published="no date")  # type: ignore[arg-type]
    found = list(pipeline.extract_stream([readable, articles[1]], refusals, workers=2))
    assert [extraction.article.id for extraction in found] == [articles[1].id]
    assert [refusal.severity for refusal in refusals] == ["refused"]


@pytest.mark.skipif(not hasattr(os, "killpg"), reason="needs process groups")
def test_an_interrupt_ends_the_workers_too_and_says_one_word(tmp_path: Path) -> None:
    line = json.dumps({"id": "a", "title": "t", "text": "France met Spain in Paris on Monday.", "publisher": "p"})
    # A file, not a pipe that stays open: reading ahead would wait for more of it while a late worker holds the first.
    lines = tmp_path / "lines.jsonl"
    lines.write_text("".join(line.replace('"a"', f'"a{number}"') + "\n" for number in range(100 * pipeline.BATCH)))
    command = [sys.executable, "-m", "kg", "extract", "--workers", "2", str(lines)]
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    with subprocess.Popen(command, cwd=ROOT, start_new_session=True, **pipes) as running:  # type: ignore[call-overload]
        running.stdout.readline()  # all are at work
        os.killpg(running.pid, signal.SIGINT)
        _, said = running.communicate(timeout=60)  # ends when the last of the group has closed its pipes
    assert (running.returncode, said) == (130, b"interrupted\n")
