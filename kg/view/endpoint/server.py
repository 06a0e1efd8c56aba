"""A host and a port → the running endpoint."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import h11
import uvicorn
from uvicorn.protocols.http.h11_impl import H11Protocol

from kg.view.endpoint.app import make_app
from kg.view.endpoint.limits import Limits

_LONGEST_HEAD = 1 << 18  # clients put whole queries with their prefixes into the URL


class GuardedProtocol(H11Protocol):
    """HTTP/1.1 that hangs up on a client which does not finish the head of its request in time.

    uvicorn bounds idle connections between requests only, so a client could hold one by sending a byte a minute.
    """

    def __init__(self, *args: Any, head_seconds: float, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._head_seconds = head_seconds
        self._head_timer: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Start the clock with the connection."""
        super().connection_made(transport)
        self._head_timer = self.loop.call_later(self._head_seconds, self._hang_up)

    def data_received(self, data: bytes) -> None:
        """Stop the clock once a head is whole; start it with the first byte of the next."""
        super().data_received(data)
        waiting = self.conn.their_state is h11.IDLE
        if not waiting and self._head_timer is not None:
            self._head_timer.cancel()
            self._head_timer = None
        elif waiting and self._head_timer is None:
            self._head_timer = self.loop.call_later(self._head_seconds, self._hang_up)

    def connection_lost(self, exc: Exception | None) -> None:
        """Stop the clock."""
        if self._head_timer is not None:
            self._head_timer.cancel()
        super().connection_lost(exc)

    def _hang_up(self) -> None:
        self._head_timer = None
        if self.conn.their_state is h11.IDLE and not self.transport.is_closing():
            self.transport.abort()


def make_server(
    current_generation: Callable[[], Path | None],
    *,
    host: str = "127.0.0.1",
    port: int = 7878,
    limits: Limits | None = None,
    public_url: str | None = None,
    origin: str = "*",
) -> uvicorn.Server:
    """Return a server that is configured and not yet running; port 0 takes a free one."""
    bounds = limits or Limits()
    app = make_app(current_generation, limits=bounds, public_url=public_url, origin=origin)
    protocol = partial(GuardedProtocol, head_seconds=bounds.head_seconds)
    config = uvicorn.Config(
        app,
        host=host,
        port=port,
        http=protocol,  # type: ignore[arg-type]
        ws="none",
        lifespan="on",
        log_level="warning",
        access_log=False,  # queries may hold names that are nobody's business
        proxy_headers=False,
        server_header=False,
        limit_concurrency=bounds.connections,
        h11_max_incomplete_event_size=_LONGEST_HEAD,
        timeout_graceful_shutdown=3,
    )
    return uvicorn.Server(config)


def serve(
    current_generation: Callable[[], Path | None],
    host: str = "127.0.0.1",
    port: int = 7878,
    limits: Limits | None = None,
    *,
    public_url: str | None = None,
    origin: str = "*",
) -> None:
    """Serve the newest generation until interrupted: the page at `/`, SPARQL at `/sparql`.

    `current_generation` returns the folder of the newest Oxigraph generation, or None while there is none.
    """
    make_server(current_generation, host=host, port=port, limits=limits, public_url=public_url, origin=origin).run()
