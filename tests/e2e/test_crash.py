from __future__ import annotations

import io
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from kg.graph.export import write
from kg.graph.generation import newest
from kg.graph.store import Store
from tests.e2e.crash_child import ARTICLES, extractions, ingest

ROOT = Path(__file__).parents[2]
KILLS = 20
STEPS = ARTICLES + 2

pytestmark = pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="needs SIGKILL")


def silent(step: str) -> None:
    """Take no note of a step."""


def exported(path: Path) -> bytes:
    stream = io.BytesIO()
    with Store.open(path) as store:
        write(store, "nquads", stream)
    return stream.getvalue()


def kill_at(path: Path, step: int, delay: float) -> None:
    """Start an ingest and end it with SIGKILL a moment after it has told `step` steps."""
    command = [sys.executable, "-m", "tests.e2e.crash_child", str(path)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE) as child:
        assert child.stdout is not None
        for _ in range(step):
            child.stdout.readline()
        time.sleep(delay)
        child.kill()


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory: pytest.TempPathFactory) -> tuple[bytes, str]:
    path = tmp_path_factory.mktemp("undisturbed") / "graph.kg"
    ingest(path, silent)
    with Store.open(path) as store:
        return exported(path), store.content_digest()


def moments() -> list[tuple[int, float]]:
    chance = random.Random(20310502)
    early_and_late = [0, STEPS - 1, STEPS]
    steps = early_and_late + [chance.randrange(STEPS) for _ in range(KILLS - len(early_and_late))]
    return [(step, chance.random() * (0.3 if step >= ARTICLES else 0.003)) for step in steps]


@pytest.mark.parametrize(("step", "delay"), moments())
def test_a_killed_ingest_leaves_whole_articles_and_a_rerun_the_same_bytes(
    tmp_path: Path, undisturbed: tuple[bytes, str], step: int, delay: float
) -> None:
    path = tmp_path / "graph.kg"
    kill_at(path, step, delay)
    # A writer of its own, because a kill before the file was made leaves nothing to read.
    with Store.open(path, write=True) as store:
        whole = {extraction.article.id: extraction for extraction in store.extractions()}
        assert store.connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert store.counts()["articles"] == len(whole) >= min(step, ARTICLES)
        assert all(whole.get(told.article.id, told) == told for told in extractions())
    ingest(path, silent)
    with Store.open(path) as store:
        assert store.content_digest() == undisturbed[1]
    assert exported(path) == undisturbed[0]
    assert newest(path) is not None
