"""A worker's frames → an HTTP answer that is either whole or visibly broken.

The start of an answer is held back. A short one goes out in one piece with its length; a long one is streamed, and when
a limit is passed in the middle the connection is closed without the mark that ends a chunked body.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Coroutine, Mapping
from typing import Any

import msgspec
from starlette.types import Receive, Scope, Send

from kg.view.endpoint import frames
from kg.view.endpoint.job import Job
from kg.view.endpoint.limits import Limits
from kg.view.endpoint.page import Outcome
from kg.view.endpoint.refusal import Refusal
from kg.view.endpoint.workers import Pool, Worker

_HELD = 1 << 18
_HELD_OLD = 1 << 24
log = logging.getLogger(__name__)


async def send_whole(send: Send, *, status: int, headers: Mapping[str, str], body: bytes = b"") -> None:
    """Send an answer that is at hand."""
    fields = {"Content-Length": str(len(body)), **headers}
    if status == 204:
        del fields["Content-Length"]
    await send({"type": "http.response.start", "status": status, "headers": _encode(fields)})
    await send({"type": "http.response.body", "body": body})


async def send_refusal(send: Send, refusal: Refusal, headers: Mapping[str, str]) -> None:
    """Send a refusal as plain text."""
    fields = {"Content-Type": "text/plain; charset=utf-8", "X-Content-Type-Options": "nosniff", **headers}
    if refusal.retry is not None:
        fields["Retry-After"] = str(refusal.retry)
    if refusal.status in (408, 413, 415):
        fields["Connection"] = "close"  # the rest of the body was not read
    await send_whole(send, status=refusal.status, headers=fields, body=f"{refusal}\n".encode())


class Answerer:
    """Runs jobs on the pool's workers; a client that hangs up takes its worker with it."""

    def __init__(self, pool: Pool, limits: Limits) -> None:
        self._pool = pool
        self._limits = limits

    async def stream(self, job: Job, scope: Scope, receive: Receive, send: Send, headers: Mapping[str, str]) -> None:
        """Answer with what the worker gives.

        Raises:
            Refusal: before anything was sent.
        """
        sender = _Sender(send, headers, old=scope.get("http_version") == "1.0")

        async def work() -> None:
            try:
                async with asyncio.timeout(self._limits.transfer_seconds), self._pool.worker(_client(scope)) as worker:
                    await sender.relay(worker, job, self._limits)
            except TimeoutError:
                raise Refusal(503, "the answer took too long to send") from None

        try:
            await _while_connected(work(), receive)
        except Refusal as refusal:
            if not sender.started:
                raise
            log.warning("an answer was broken off: %s", refusal.problem)

    async def collect(self, job: Job, scope: Scope, receive: Receive) -> Outcome | None:
        """Return the whole answer for the page; None when the client hung up."""
        outcome: list[Outcome] = []

        async def work() -> None:
            async with self._pool.worker(_client(scope)) as worker:
                body, kind, more = bytearray(), "", False
                async for mark, payload in worker.run(job, self._limits):
                    if mark == frames.DATA:
                        body += payload
                    elif mark == frames.HEAD:
                        kind = msgspec.json.decode(payload)["kind"]
                    else:
                        more = msgspec.json.decode(payload)["more"]
                    if len(body) > _HELD_OLD:
                        raise Refusal(503, "the result is too large to show", fix="download it instead")
                outcome.append(Outcome(kind=kind, body=bytes(body), more=more))

        await _while_connected(work(), receive)
        return outcome[0] if outcome else None


class _Sender:
    """Holds an answer back until it is whole or too long to hold, then sends it."""

    def __init__(self, send: Send, headers: Mapping[str, str], *, old: bool) -> None:
        self.started = False
        self._send = send
        self._headers = dict(headers)
        self._old = old  # HTTP/1.0 knows no chunks: a broken body would look whole

    async def relay(self, worker: Worker, job: Job, limits: Limits) -> None:
        """Send the frames of one answer."""
        held = bytearray()
        async for mark, payload in worker.run(job, limits):
            if mark == frames.HEAD:
                self._headers["Content-Type"] = _with_charset(msgspec.json.decode(payload)["type"])
            elif mark == frames.DATA and self.started:
                await self._send({"type": "http.response.body", "body": payload, "more_body": True})
            elif mark == frames.DATA:
                held += payload
                await self._start_if_long(held)
        if self.started:
            await self._send({"type": "http.response.body", "body": b""})
        else:
            await send_whole(self._send, status=200, headers=self._headers, body=bytes(held))

    async def _start_if_long(self, held: bytearray) -> None:
        if self._old and len(held) > _HELD_OLD:
            raise Refusal(400, "the result is too long for HTTP/1.0", fix="ask with HTTP/1.1 or add LIMIT")
        if self._old or len(held) <= _HELD:
            return
        self.started = True
        await self._send({"type": "http.response.start", "status": 200, "headers": _encode(self._headers)})
        await self._send({"type": "http.response.body", "body": bytes(held), "more_body": True})


async def _while_connected(work: Coroutine[Any, Any, None], receive: Receive) -> None:
    """Run `work`, and cancel it when the client hangs up."""
    task = asyncio.ensure_future(work)
    watch = asyncio.ensure_future(_hung_up(receive))
    try:
        await asyncio.wait({task, watch}, return_when=asyncio.FIRST_COMPLETED)
    finally:
        watch.cancel()
        if not task.done():
            task.cancel()
        await asyncio.gather(task, watch, return_exceptions=True)
    if not task.cancelled():
        task.result()


async def _hung_up(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


def _client(scope: Scope) -> str:
    return str(scope["client"][0]) if scope.get("client") else ""


def _with_charset(media_type: str) -> str:
    return f"{media_type}; charset=utf-8" if media_type.startswith("text/") else media_type


def _encode(headers: Mapping[str, str]) -> list[tuple[bytes, bytes]]:
    return [(name.lower().encode("latin-1"), value.encode("latin-1")) for name, value in headers.items()]
