"""Messages between the web process and a worker: (kind, bytes) ⇄ one length-prefixed frame on a pipe."""

from __future__ import annotations

import struct
from typing import BinaryIO

READY = b"R"  # the index is open
HEAD = b"H"  # JSON {"type", "kind"}: the query is well-formed and output will follow
DATA = b"D"  # bytes of the answer
END = b"E"  # JSON {"rows", "more"}: the answer is whole
REFUSED = b"X"  # JSON {"status", "problem"}: no answer, or no more of it
JOB = b"J"  # JSON, web process to worker

PREFIX = struct.Struct(">cI")
LARGEST = 1 << 26


def pack(kind: bytes, payload: bytes = b"") -> bytes:
    """Return one frame."""
    return PREFIX.pack(kind, len(payload)) + payload


def read(stream: BinaryIO) -> tuple[bytes, bytes] | None:
    """Return the next frame of a blocking stream, or None at its end."""
    prefix = stream.read(PREFIX.size)
    if len(prefix) < PREFIX.size:
        return None
    kind, length = PREFIX.unpack(prefix)
    payload = stream.read(length)
    return (kind, payload) if len(payload) == length else None
