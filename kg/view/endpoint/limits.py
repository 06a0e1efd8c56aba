"""Limits of the endpoint: what one query, one client and one connection may cost."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """Bounds that hold for every request; a request over them gets a plain-text refusal, never a partial answer.

    Sizes are bytes, times are seconds. `seconds` counts the time spent waiting for the engine, so a slow line does not
    use it up; `transfer_seconds` bounds the whole answer, so a client that does not read cannot keep a worker.
    """

    seconds: float = 10.0
    transfer_seconds: float = 120.0
    memory: int = 1 << 30  # address space a worker may add to what the open index needs
    rows: int = 1_000_000
    query_bytes: int = 1 << 20
    depth: int = 200  # the engine's parser overflows its stack between 2,000 and 5,000
    joints: int = 2_000  # operators and clauses in a row are as deep as brackets to the engine
    workers: int = 4
    per_client: int = 3
    queue_seconds: float = 0.8
    head_seconds: float = 10.0
    body_seconds: float = 10.0
    connections: int = 256
    worker_queries: int = 500  # a worker is replaced after that many, so that no leak can grow
    page_rows: int = 200

    @property
    def body_bytes(self) -> int:
        """Largest request body: a form writes each byte of a query as up to three."""
        return 3 * self.query_bytes + (1 << 16)
