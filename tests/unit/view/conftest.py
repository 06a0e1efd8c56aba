"""One small random store for the views."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from kg.graph.store import Store
from tests.unit.graph.random_graph import RandomGraph


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    folder: Path = tmp_path_factory.mktemp("view")
    with RandomGraph(11).write(folder / "graph.kg") as opened:
        yield opened
