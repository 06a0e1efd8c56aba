"""A generation in a temporary folder → the endpoint in a process of its own, for tests."""

from __future__ import annotations

import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from pyoxigraph import RdfFormat, Store

ROOT = Path(__file__).resolve().parents[2]
_PROGRAM = """
import sys
from pathlib import Path
from kg.view.endpoint.limits import Limits
from kg.view.endpoint.server import serve
pointer = Path(sys.argv[1])
def newest():
    return Path(pointer.read_text()) if pointer.exists() else None
limits = Limits(seconds=1.5, memory=256 << 20, rows=2_000_000, workers=3, per_client=2, queue_seconds=0.5,
                head_seconds=2.0, body_seconds=3.0, query_bytes=1 << 18)
serve(newest, port=int(sys.argv[2]), limits=limits)
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """An HTTP answer, read to its end."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def type(self) -> str:
        return self.headers.get("content-type", "").split(";")[0]

    @property
    def text(self) -> str:
        return self.body.decode()


@dataclass(frozen=True, slots=True, kw_only=True)
class Running:
    """A running endpoint."""

    port: int
    pid: int
    pointer: Path

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/sparql"

    def ask(self, method: str, path: str, body: bytes | None = None, headers: Mapping[str, str] | None = None) -> Reply:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            connection.request(method, path, body, dict(headers or {}))
            response = connection.getresponse()
            found = {name.lower(): value for name, value in response.getheaders()}
            return Reply(status=response.status, headers=found, body=response.read())
        finally:
            connection.close()

    def query(self, text: str, accept: str = "application/sparql-results+json") -> Reply:
        return self.ask(
            "POST", "/sparql", text.encode(), {"Content-Type": "application/sparql-query", "Accept": accept}
        )

    def workers(self) -> set[int]:
        """Return the process ids of the workers."""
        return {int(pid) for pid in Path(f"/proc/{self.pid}/task/{self.pid}/children").read_text().split()}


def build_generation(folder: Path, nquads: str) -> Path:
    """Write an index as the builder of generations does: a store, and its snapshot."""
    store = Store(str(folder / "build"))
    store.bulk_load(input=nquads.encode(), format=RdfFormat.N_QUADS)
    store.flush()
    store.backup(str(folder / "generation"))
    del store
    return folder / "generation"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _state(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return "Z"


@contextmanager
def running(folder: Path, generation: Path | None) -> Iterator[Running]:
    """Run the endpoint over a generation, or over none."""
    pointer = folder / "newest"
    if generation is not None:
        pointer.write_text(str(generation))
    port = free_port()
    process = subprocess.Popen(
        [sys.executable, "-c", _PROGRAM, str(pointer), str(port)],
        cwd=ROOT,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    try:
        wait_until_up(process, port)
        yield Running(port=port, pid=process.pid, pointer=pointer)
    finally:
        if process.poll() is None:
            process.send_signal(signal.SIGTERM)
        process.communicate(timeout=30)


def wait_until_up(process: subprocess.Popen[bytes], port: int) -> None:
    """Wait until a started endpoint takes connections."""
    for _ in range(600):
        if process.poll() is not None:
            raise RuntimeError(f"the endpoint did not start: {process.communicate()[1].decode()}")
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.05)
        else:
            return
    raise RuntimeError("the endpoint did not open its port")


def alive(pid: int) -> bool:
    """Tell whether a process runs; a zombie does not."""
    return _state(pid) != "Z"


def one_gone(pids: set[int]) -> bool:
    """Wait until one of several processes has ended."""
    for _ in range(200):
        if not all(alive(pid) for pid in pids):
            return True
        time.sleep(0.05)
    return False


def gone(pid: int) -> bool:
    """Wait until a process has ended."""
    for _ in range(200):
        if not alive(pid):
            return True
        time.sleep(0.05)
    return False
