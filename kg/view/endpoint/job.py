"""A query with its dataset and wishes ⇄ the JSON that a worker reads."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import msgspec


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """One query for a worker.

    `default_graphs` and `named_graphs` come from the protocol and, when either is given, replace what FROM says;
    `from_graphs` are the IRIs that FROM names. `types` maps each kind of result to a media type, or None where
    nothing acceptable exists. At `rows` the answer ends: whole but marked when `cut` is set, else refused. With
    `probe` nothing but the head is wanted.
    """

    query: str
    types: Mapping[str, str | None]
    rows: int
    default_graphs: tuple[str, ...] | None = None
    named_graphs: tuple[str, ...] | None = None
    from_graphs: tuple[str, ...] = ()
    base: str | None = None
    cut: bool = False
    probe: bool = False
    safe_csv: bool = False

    def to_json(self) -> bytes:
        """Return the job as JSON."""
        return msgspec.json.encode(self)

    @staticmethod
    def from_json(data: bytes) -> Job:
        """Return the job that `to_json` wrote."""
        return msgspec.json.decode(data, type=Job)
