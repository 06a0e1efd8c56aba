"""One small random store for the tests that need any store."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from kg.graph.store import Store
from tests.unit.graph.random_graph import RandomGraph


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with RandomGraph(7).write(tmp_path / "graph.kg") as opened:
        yield opened
