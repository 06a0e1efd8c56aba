"""HTTP request → query, dataset and wishes, as the SPARQL 1.1 Protocol words it, or a refusal.

https://www.w3.org/TR/sparql11-protocol/#query-operation
"""

from __future__ import annotations

import asyncio
from contextlib import suppress
from dataclasses import dataclass
from urllib.parse import parse_qsl

from starlette.datastructures import Headers
from starlette.types import Receive, Scope

from kg.view.endpoint.limits import Limits
from kg.view.endpoint.negotiation import OFFERS, choose
from kg.view.endpoint.prescan import check_graph, scan
from kg.view.endpoint.refusal import Refusal

FORM = "application/x-www-form-urlencoded"
QUERY = "application/sparql-query"
UPDATE = "application/sparql-update"
_FIELDS = 200
_DISCARDED = 1 << 26
_UPDATE_PARAMETERS = frozenset({"update", "using-graph-uri", "using-named-graph-uri"})

Parameters = list[tuple[str, str]]


class ClientGone(Exception):  # noqa: N818 - not an error of ours
    """The client hung up before its request was whole."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ProtocolRequest:
    """A query operation; `query` is None where the request has none and asks for the endpoint itself."""

    query: str | None
    default_graphs: tuple[str, ...] | None = None
    named_graphs: tuple[str, ...] | None = None
    from_graphs: tuple[str, ...] = ()
    accept: str = ""
    wish: str = ""
    safe_csv: bool = False

    def types(self) -> dict[str, str | None]:
        """Return the media type to use for each kind of result, None where nothing acceptable exists."""
        return {kind: choose(kind, accept=self.accept, wish=self.wish) for kind in OFFERS}


async def read_request(scope: Scope, receive: Receive, limits: Limits) -> ProtocolRequest:
    """Return the query operation that a GET, HEAD or POST request asks for.

    Raises:
        Refusal: 400, 403, 405, 408, 413 or 415, with a sentence.
        ClientGone: the connection was closed while the body was being read.
    """
    headers = Headers(scope=scope)
    parameters = _decode_form(scope["query_string"])
    if scope["method"] == "POST":
        parameters = await _read_post(headers, parameters, receive, limits)
    elif scope["method"] not in ("GET", "HEAD"):
        raise Refusal(405, "a query is sent with GET or POST")
    return _build(parameters, headers.get("accept", ""), limits)


def _build(parameters: Parameters, accept: str, limits: Limits) -> ProtocolRequest:
    names = {name for name, _ in parameters}
    if names & _UPDATE_PARAMETERS:
        raise Refusal(403, "this endpoint is read-only: it answers queries and takes no updates")
    queries = [value for name, value in parameters if name == "query"]
    if len(queries) > 1:
        raise Refusal(400, f"the request holds {len(queries)} queries", fix="send one `query`")
    defaults = tuple(value for name, value in parameters if name == "default-graph-uri")
    named = tuple(value for name, value in parameters if name == "named-graph-uri")
    for graph in (*defaults, *named):
        check_graph(graph)
    wishes = [value for name, value in parameters if name in ("format", "output", "results") and value]
    query = queries[0] if queries else None
    return ProtocolRequest(
        query=query,
        default_graphs=defaults if defaults or named else None,
        named_graphs=named if defaults or named else None,
        from_graphs=scan(query, limits) if query is not None else (),
        accept=accept,
        wish=wishes[0] if wishes else "",
        safe_csv=("safe-csv", "1") in parameters,
    )


async def _read_post(headers: Headers, url: Parameters, receive: Receive, limits: Limits) -> Parameters:
    media_type, charset = _content_type(headers.get("content-type", ""))
    if media_type == UPDATE:
        raise Refusal(403, "this endpoint is read-only: it answers queries and takes no updates")
    if media_type not in (FORM, QUERY):
        raise Refusal(415, f"a query is posted as {QUERY} or {FORM}")
    if charset not in ("", "utf-8", "utf8", "us-ascii"):
        raise Refusal(415, "a query is posted in UTF-8")
    if headers.get("content-encoding", "identity") != "identity":
        raise Refusal(415, "a query is posted without content encoding")
    if any(name == "query" for name, _ in url):
        raise Refusal(400, "a POST request carries its query in the body, not in the URL")
    body = await _read_body(headers, receive, limits)
    if media_type == FORM:
        # The dataset of a form comes from its body; elsewhere clients leave format wishes in the URL.
        posted = _decode_form(body)
        if not any(name == "query" or name in _UPDATE_PARAMETERS for name, _ in posted):
            raise Refusal(400, "the form holds no `query`")
        return posted + url
    return [*url, ("query", _decode(body))]


async def _read_body(headers: Headers, receive: Receive, limits: Limits) -> bytes:
    declared = headers.get("content-length", "0")
    too_large = Refusal(413, f"the request body is longer than {limits.body_bytes:,} bytes")
    if declared.isdigit() and int(declared) > limits.body_bytes:
        if "expect" not in headers:
            await _discard(receive, limits)
        raise too_large
    body = bytearray()
    try:
        async with asyncio.timeout(limits.body_seconds):
            while True:
                message = await receive()
                if message["type"] == "http.disconnect":
                    raise ClientGone
                body += message.get("body", b"")
                more = message.get("more_body", False)
                if len(body) > limits.body_bytes:
                    if more:  # behind the last part nothing comes any more
                        await _discard(receive, limits)
                    raise too_large
                if not more:
                    return bytes(body)
    except TimeoutError:
        raise Refusal(408, f"the request body did not arrive within {limits.body_seconds:g} seconds") from None


async def _discard(receive: Receive, limits: Limits) -> None:
    """Read the rest of a body into nothing: a client that is still sending would not see the refusal."""
    left = _DISCARDED
    with suppress(TimeoutError):
        async with asyncio.timeout(limits.body_seconds):
            while left > 0:
                message = await receive()
                left -= len(message.get("body", b""))
                if not message.get("more_body", False):
                    return


def _content_type(header: str) -> tuple[str, str]:
    media_type, *parameters = (part.strip().lower() for part in header.split(";"))
    for parameter in parameters:
        key, _, value = parameter.partition("=")
        if key.strip() == "charset":
            return media_type, value.strip().strip('"')
    return media_type, ""


def _decode_form(data: bytes) -> Parameters:
    try:
        # Latin-1 carries bytes through unchanged, so that bad UTF-8 is told and not replaced.
        pairs = parse_qsl(data.decode("latin-1"), keep_blank_values=True, encoding="latin-1", max_num_fields=_FIELDS)
    except ValueError:
        raise Refusal(400, f"the request has more than {_FIELDS} parameters") from None
    return [(_decode(name.encode("latin-1")), _decode(value.encode("latin-1"))) for name, value in pairs]


def _decode(data: bytes) -> str:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        raise Refusal(400, "the request is not UTF-8") from None
