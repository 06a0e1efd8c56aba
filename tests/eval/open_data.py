"""The open data beside the checkout → numbers of its own scorers; nothing of it is copied.

The folder is named by KG_SHARED, else `../shared`. Its scorers run as commands of their own, on records that the
default extractor writes; where the folder is absent nothing is measured.
"""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from kg import record
from kg.model import Article

VARIABLE = "KG_SHARED"
Json = dict[str, Any]


@dataclass(frozen=True)
class Task:
    """A task of the scorers: its data, the numbers that floors are set on, and which share of it is read.

    `every` n takes each n-th text. What is not `quick` is left to `make eval`.
    """

    name: str
    task: str
    data: str
    metrics: tuple[str, ...]
    every: int = 1
    quick: bool = True


GOLD: tuple[str, ...] = ("event_f1", "event_p", "false_per_100", "roles_f1", "status", "chains_attributed")
GOLD += ("date_bounds", "quantities_f1", "plover")
PLV = ("root_macro_f1", "quad_macro_f1")
POLNEAR = ("source_f1", "cue_f1", "content_f1")
STATUS = ("covered_macro_f1", "coverage")
LINKS = ("precision", "recall")
TASKS = (
    Task("gold", "gold", "gold", GOLD),
    Task("seed", "gold", "bench/data/seed_gold.jsonl", GOLD),
    Task("plover", "plover", "bench/data/plover_gsr.jsonl", ("triple_f1", "root_f1", "source_f1", "target_f1")),
    Task("times", "times", "bench/data/te3_timex.jsonl", ("value_f1",)),
    Task("plv, every 5th", "plv", "bench/data/plv.jsonl", PLV, every=5),
    Task("polnear, every 6th", "polnear", "bench/data/polnear.jsonl", POLNEAR, every=6),
    Task("status, every 4th", "status", "bench/data/meantime_status.jsonl", STATUS, every=4),
    Task("types, every 5th", "types", "bench/data/case2021_types.jsonl", ("weighted_f1",), every=5),
    Task("links, every 6th", "links", "bench/data/newsfair.jsonl", LINKS, every=6),
    Task("plv", "plv", "bench/data/plv.jsonl", (*PLV, "test_root_macro_f1", "test_quad_macro_f1"), quick=False),
    Task("polnear", "polnear", "bench/data/polnear.jsonl", POLNEAR, quick=False),
    Task("status", "status", "bench/data/meantime_status.jsonl", STATUS, quick=False),
    Task("types", "types", "bench/data/case2021_types.jsonl", ("weighted_f1", "reachable_weighted_f1"), quick=False),
    Task("links", "links", "bench/data/newsfair.jsonl", LINKS, quick=False),
)


def folder() -> Path | None:
    """Return the folder of the open data, None where there is none."""
    named = os.environ.get(VARIABLE)
    path = Path(named) if named else Path(__file__).parents[3] / "shared"
    return path if (path / "bench" / "score.py").is_file() else None


def present(shared: Path, *, all_tasks: bool = False) -> list[Task]:
    """Return the tasks whose data is there, the quick ones alone unless all are asked for."""
    return [task for task in TASKS if (task.quick or all_tasks) and (shared / task.data).exists()]


def lines(shared: Path, task: Task) -> list[bytes]:
    """Return the lines that a task reads."""
    path = shared / task.data
    files = sorted(path.glob("open-*.jsonl")) if path.is_dir() else [path]
    found = [line for file in files for line in file.read_bytes().splitlines() if line.strip()]
    if task.task == "gold":
        found = [line for line in found if b'"header"' not in line[:12]]
    return found[:: task.every]


def digest(shared: Path, task: Task) -> str:
    """Return what tells whether the data is that on which a floor was set."""
    return hashlib.sha256(b"\n".join(lines(shared, task))).hexdigest()[:16]


def measure(shared: Path, task: Task) -> dict[str, float]:
    """Return the numbers of one task that floors are set on.

    Raises:
        RuntimeError: the scorer refuses the records; its words are the message.
    """
    from kg.pipeline import extract_stream

    rows = lines(shared, task)
    with tempfile.TemporaryDirectory() as out:
        gold, given = Path(out, "gold.jsonl"), Path(out, "given.jsonl")
        gold.write_bytes(b"\n".join(rows) + b"\n")
        records = (record.encode(extraction) for extraction in extract_stream(articles(rows)))
        given.write_bytes(b"\n".join(records) + b"\n")
        command = [sys.executable, str(shared / "bench" / "score.py"), task.task, "--json"]
        done = subprocess.run(
            [*command, "--gold", str(gold), "--pred", str(given)], capture_output=True, text=True, check=False
        )
    if done.returncode:
        raise RuntimeError(done.stderr.strip() or f"{task.name}: the scorer ended with {done.returncode}")
    metrics: Mapping[str, float] = json.loads(done.stdout)["metrics"]
    return {name: round(metrics[name], 4) for name in task.metrics}


def articles(rows: Sequence[bytes]) -> Iterator[Article]:
    """Yield the texts as articles; the answers beside them are left out."""
    for row in map(json.loads, rows):
        given: Json = row.get("article", row)
        day = given.get("published")
        yield Article(
            id=given["id"],
            text=given["text"],
            published=date.fromisoformat(day) if day else None,
            publisher=given.get("publisher"),
            title=given.get("title"),
            url=given.get("url"),
            language="en",
        )
