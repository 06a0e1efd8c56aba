"""`kg serve` on a store that grows meanwhile."""

from __future__ import annotations

import csv
import io
import os
import signal
import subprocess
import sys
from pathlib import Path

from tests.e2e.endpoint_server import ROOT, Running, free_port, wait_until_up

NEWS = ROOT / "kg/examples/lake-2026"
ARTICLES = (
    "SELECT (COUNT(DISTINCT ?document) AS ?count) { ?claim <https://w3id.org/diplograph/ns#reportedIn> ?document }"
)
ENVIRONMENT = {**os.environ, "PYTHONPATH": str(ROOT)}


def kg(*arguments: str) -> list[str]:
    return [sys.executable, "-m", "kg", *arguments]


def ingest(store: Path, *news: Path) -> None:
    subprocess.run(kg("ingest", *map(str, news), "--store", str(store)), env=ENVIRONMENT, cwd=ROOT, check=True)


def articles_told(server: Running) -> int:
    (row,) = csv.DictReader(io.StringIO(server.query(ARTICLES, accept="text/csv").text))
    return int(row["count"])


def test_what_is_ingested_while_the_endpoint_runs_is_served_from_the_next_query_on(tmp_path: Path) -> None:
    first, *more = sorted(NEWS.glob("*.txt"))
    store, port = tmp_path / "graph.kg", free_port()
    ingest(store, first)
    process = subprocess.Popen(
        kg("serve", "--store", str(store), "--port", str(port)), env=ENVIRONMENT, cwd=ROOT, stderr=subprocess.PIPE
    )
    try:
        wait_until_up(process, port)
        server = Running(port=port, pid=process.pid, pointer=store)
        assert articles_told(server) == 1
        ingest(store, *more[:1])
        assert articles_told(server) == 2
        ingest(store, *more[1:])
        assert articles_told(server) == len(more) + 1
    finally:
        process.send_signal(signal.SIGTERM)
        process.communicate(timeout=30)
