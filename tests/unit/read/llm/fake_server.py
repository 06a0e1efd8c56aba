"""A scripted server on loopback that speaks as much of the OpenAI protocol as a test needs."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Body = Mapping[str, Any]


@dataclass(kw_only=True)
class Answer:
    """One scripted answer; `cut` hangs up after half of the body, `drip` sends spaces until the test ends."""

    status: int = 200
    body: str = ""
    encoding: str = "utf-8"
    headers: Mapping[str, str] = field(default_factory=dict)
    cut: bool = False
    silent: bool = False
    drip: bool = False


Script = Callable[[Body, int], Answer]


@dataclass(kw_only=True)
class FakeServer:
    """What a running server has seen: bodies and headers of all requests, in order."""

    url: str
    bodies: list[dict[str, Any]] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)
    paths: list[str] = field(default_factory=list)
    held: threading.Event = field(default_factory=threading.Event)


def completion(content: str, *, finish: str = "stop", prompt: int = 100, tokens: int = 20) -> str:
    """The body of a chat completion with this content."""
    return json.dumps(
        {
            "id": "c1",
            "object": "chat.completion",
            "choices": [{"index": 0, "finish_reason": finish, "message": {"role": "assistant", "content": content}}],
            "usage": {"prompt_tokens": prompt, "completion_tokens": tokens, "total_tokens": prompt + tokens},
        }
    )


def events(*items: Mapping[str, Any]) -> str:
    """The content of a reply with these events."""
    return json.dumps({"events": list(items)}, ensure_ascii=False)


def item(**fields: Any) -> dict[str, Any]:
    """An event as a model gives it, with everything that a test does not name left empty."""
    empty: dict[str, Any] = {
        "id": "1",
        "type": "Meeting",
        "status": "occurred",
        "polarity": "positive",
        "certainty": "certain",
        "roles": [],
        "time": None,
        "place": None,
        "quantities": [],
        "said_by": [],
        "about": [],
    }
    return {**empty, **fields}


def says(content: str, **fields: Any) -> Script:
    """A script that always gives the same content."""
    return lambda body, number: Answer(body=completion(content, **fields))


def in_turn(*answers: Answer) -> Script:
    """A script that gives these answers one after another, the last one for ever."""
    return lambda body, number: answers[min(number, len(answers) - 1)]


@contextmanager
def serving(script: Script) -> Iterator[FakeServer]:
    """Run a server on a free port of loopback until the block ends."""
    lock = threading.Lock()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            with lock:
                number = len(fake.bodies)
                fake.bodies.append(body)
                fake.headers.append({name.lower(): value for name, value in self.headers.items()})
                fake.paths.append(self.path)
            self._send(script(body, number))

        def _send(self, answer: Answer) -> None:
            if answer.silent:
                fake.held.wait()
                self.close_connection = True
                return
            payload = answer.body.encode(answer.encoding)
            self.send_response(answer.status)
            for name, value in {"Content-Type": "application/json", **answer.headers}.items():
                self.send_header(name, value)
            self.send_header("Content-Length", "1000000" if answer.drip else str(len(payload)))
            self.end_headers()
            if answer.drip:
                self._drip()
            elif answer.cut:
                self.wfile.write(payload[: len(payload) // 2])
                self.close_connection = True
            else:
                self.wfile.write(payload)

        def _drip(self) -> None:
            self.close_connection = True
            while not fake.held.wait(0.02):
                try:
                    self.wfile.write(b" ")
                    self.wfile.flush()
                except OSError:
                    return

        def log_message(self, format: str, *args: Any) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    fake = FakeServer(url=f"http://127.0.0.1:{server.server_port}/v1")
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield fake
    finally:
        fake.held.set()
        server.shutdown()
        server.server_close()
        thread.join()
