"""Refusals: what is wrong with a request → an HTTP status and one plain sentence."""

from __future__ import annotations

from kg.errors import QueryError


class Refusal(QueryError):  # noqa: N818 - the name of what the client gets
    """A request that gets no answer, with the HTTP status to say so.

    `retry` is the number of seconds after which the same request may succeed, or None where it never will. The
    sentence goes to strangers: it names no file, no path and no line of code.
    """

    def __init__(self, status: int, problem: str, *, fix: str = "", retry: int | None = None) -> None:
        super().__init__(problem, fix=fix)
        self.status = status
        self.retry = retry
