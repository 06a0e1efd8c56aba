from __future__ import annotations

import asyncio
from collections.abc import MutableMapping
from typing import Any

import pytest

from kg.view.endpoint.limits import Limits
from kg.view.endpoint.refusal import Refusal
from kg.view.endpoint.request import QUERY, ClientGone, ProtocolRequest, read_request


def read(
    method: str, query: bytes = b"", body: bytes = b"", content_type: str = "", gone: bool = False
) -> ProtocolRequest:
    headers = [(b"content-type", content_type.encode())] if content_type else []
    scope = {"type": "http", "method": method, "query_string": query, "headers": headers}

    async def receive() -> MutableMapping[str, Any]:
        return {"type": "http.disconnect"} if gone else {"type": "http.request", "body": body}

    return asyncio.run(read_request(scope, receive, Limits(query_bytes=500)))


def test_get_carries_query_dataset_and_wish() -> None:
    request = read("GET", b"query=ASK+%7B%7D&default-graph-uri=http://e/1&named-graph-uri=http://e/2&output=csv&x=y")
    assert request.query == "ASK {}"
    assert (request.default_graphs, request.named_graphs) == (("http://e/1",), ("http://e/2",))
    assert request.wish == "csv"


def test_named_graphs_alone_leave_the_default_graph_empty() -> None:
    assert read("GET", b"query=ASK+%7B%7D&named-graph-uri=http://e/2").default_graphs == ()


def test_direct_post_takes_the_dataset_from_the_url() -> None:
    request = read("POST", b"default-graph-uri=http://e/1", b"ASK {}", "application/sparql-query; charset=UTF-8")
    assert (request.query, request.default_graphs) == ("ASK {}", ("http://e/1",))


def test_request_without_a_query_asks_for_the_endpoint() -> None:
    assert read("GET").query is None


def test_client_that_leaves_is_no_error() -> None:
    with pytest.raises(ClientGone):
        read("POST", b"", b"", "application/sparql-query", gone=True)


def test_form_is_decoded_once() -> None:
    form = b"query=SELECT+%28%22100%2525+%2B%22+AS+%3Fx%29+%7B%7D"
    assert read("POST", b"", form, "application/x-www-form-urlencoded").query == 'SELECT ("100%25 +" AS ?x) {}'


@pytest.mark.parametrize("charset", ["utf-16", "latin-1"])
def test_other_charsets_are_refused(charset: str) -> None:
    with pytest.raises(Refusal) as caught:
        read("POST", b"", b"ASK {}", f"application/sparql-query; charset={charset}")
    assert caught.value.status == 415


@pytest.mark.parametrize("parts", [1, 3])
def test_a_body_that_grows_too_long_is_refused_once_it_has_come(parts: int) -> None:
    """Behind the last part nothing comes any more: waiting for more of it would end in the wrong refusal."""
    scope = {"type": "http", "method": "POST", "query_string": b"", "headers": [(b"content-type", QUERY.encode())]}
    sent = [{"type": "http.request", "body": b" " * 70_000, "more_body": n < parts} for n in range(1, parts + 1)]

    async def receive() -> MutableMapping[str, Any]:
        return sent.pop(0) if sent else await asyncio.Future[Any]()

    with pytest.raises(Refusal) as caught:
        asyncio.run(read_request(scope, receive, Limits(query_bytes=500, body_seconds=5.0)))
    assert caught.value.status == 413
    assert not sent
