"""The endpoint under attack: what is refused, what is stopped, and that the next client is served."""

from __future__ import annotations

import http.client
import http.server
import json
import os
import signal
import socket
import socketserver
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote, urlencode

import pytest

from tests.e2e.endpoint_server import Running, alive, build_generation, gone, one_gone, running

DATA = "".join(f'<http://e/{i}> <http://e/p> "{i}" <http://e/doc/{i % 3}> .\n' for i in range(200))
SQUARE = "{ ?a <http://e/p> ?b . ?c <http://e/p> ?d . ?e <http://e/p> ?f . ?g <http://e/p> ?h . ?i <http://e/p> ?j }"
FORM = {"Content-Type": "application/x-www-form-urlencoded"}


def cross(variables: int, values: int = 100) -> str:
    numbers = " ".join(map(str, range(values)))
    return " ".join(f"VALUES ?v{i} {{ {numbers} }}" for i in range(variables))


RUNAWAY = f"SELECT (COUNT(*) AS ?n) {{ {cross(6)} FILTER(?v0 + ?v1 + ?v2 + ?v3 + ?v4 + ?v5 < 0) }}"


@pytest.fixture(scope="module")
def endpoint(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    folder = tmp_path_factory.mktemp("endpoint")
    with running(folder, build_generation(folder, DATA)) as server:
        yield server


@pytest.fixture(autouse=True)
def serves_the_next_client(endpoint: Running) -> Iterator[None]:
    yield
    for _ in range(20):  # a worker that has just been killed is still being replaced
        reply = endpoint.query("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }")
        if reply.status != 503:
            break
        time.sleep(0.2)
    assert json.loads(reply.body)["results"]["bindings"][0]["n"]["value"] == "200"


def rest_of(raw: socket.socket) -> bytes:
    """Return what still comes before the connection is closed or reset."""
    try:
        return raw.recv(65536)
    except ConnectionResetError:
        return b""


class Canary:
    """A listener that notes who calls."""

    def __init__(self) -> None:
        calls = self.calls = list[str]()

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                calls.append(self.path)
                self.send_error(404)

            do_POST = do_GET  # noqa: N815

            def log_message(self, format: str, *args: object) -> None:
                pass

        self.server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self.server.server_address[1]}/"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()


@pytest.fixture
def canary() -> Iterator[Canary]:
    trap = Canary()
    yield trap
    trap.server.shutdown()
    trap.server.server_close()


@pytest.mark.parametrize(
    "query",
    [
        pytest.param("SELECT * " + "{" * 20_000 + "}" * 20_000, id="braces"),
        pytest.param("ASK { FILTER(" + "(" * 5_000 + "1" + ")" * 5_000 + ") }", id="parentheses"),
        pytest.param("ASK { " + " UNION ".join(["{?s ?p ?o}"] * 10_000) + " }", id="unions"),
        pytest.param("ASK { FILTER(" + "||".join(["?x"] * 10_000) + ") }", id="operators"),
        pytest.param("ASK { FILTER(1<" + "(" * 5_000 + "1" + ")" * 5_000 + ">0) }", id="parentheses in an IRI's shape"),
        pytest.param("ASK { ?s " + "/".join(["<a:a>"] * 10_000) + " ?o }", id="path"),
    ],
)
def test_deep_query_is_refused_before_the_engine(endpoint: Running, query: str) -> None:
    workers = endpoint.workers()
    assert endpoint.query(query).status == 400
    assert endpoint.workers() == workers


@pytest.mark.parametrize(
    "query",
    [
        pytest.param(RUNAWAY, id="cross join of values"),
        pytest.param(f"SELECT * {SQUARE} ORDER BY ?b ?d ?f", id="sorting a cross product"),
        pytest.param(f"SELECT DISTINCT * {SQUARE}", id="distinct rows of a cross product", marks=()),
        pytest.param(f"SELECT (GROUP_CONCAT(?b) AS ?t) {SQUARE}", id="concatenation of a cross product"),
        pytest.param(
            'SELECT (STRLEN(?z) AS ?n) { BIND("xxxxxxxxxxxxxxxx" AS ?x0) '
            + " ".join(f"BIND(CONCAT(?x{i}, ?x{i}) AS ?x{i + 1})" for i in range(40))
            + " BIND(?x40 AS ?z) }",
            id="doubling text",
        ),
    ],
)
def test_heavy_query_is_stopped(endpoint: Running, query: str) -> None:
    try:
        reply = endpoint.query(query)
    except http.client.IncompleteRead:
        return  # output had begun: broken off in sight of the client
    assert reply.status == 503, reply.text[:200]
    assert int(reply.headers["retry-after"]) > 0


def test_worker_of_a_stopped_query_is_gone(endpoint: Running) -> None:
    before = endpoint.workers()
    assert endpoint.query(RUNAWAY).status == 503
    lost = before - endpoint.workers()
    assert lost
    assert not any(alive(pid) for pid in lost)


def test_catastrophic_pattern_is_bounded(endpoint: Running) -> None:
    assert endpoint.query('ASK { FILTER(REGEX("' + "a" * 40 + '!", "^(a+)+$")) }').status in (200, 503)


def test_row_limit_breaks_the_stream_in_sight_of_the_client(endpoint: Running) -> None:
    with pytest.raises(http.client.IncompleteRead):
        endpoint.query(f"SELECT * {{ {cross(4)} }}", "text/csv")


def test_http_1_0_client_never_gets_a_part_for_the_whole(endpoint: Running) -> None:
    query = quote(f"SELECT * {{ {cross(4)} }}")
    with socket.create_connection(("127.0.0.1", endpoint.port), timeout=60) as raw:
        raw.sendall(f"GET /sparql?query={query}&format=csv HTTP/1.0\r\n\r\n".encode())
        answer = b"".join(iter(lambda: raw.recv(65536), b""))
    assert answer.split()[1] in (b"400", b"503")


def test_client_that_hangs_up_takes_its_worker_with_it(endpoint: Running) -> None:
    before = endpoint.workers()
    connection = http.client.HTTPConnection("127.0.0.1", endpoint.port, timeout=60)
    connection.request(
        "POST", "/sparql", f"SELECT * {{ {cross(3)} }}".encode(), {"Content-Type": "application/sparql-query"}
    )
    connection.getresponse().read(1 << 16)
    connection.close()
    assert one_gone(before)


def unread(endpoint: Running) -> http.client.HTTPConnection:
    """Start a long answer and leave it unread, which holds a worker."""
    query = f"SELECT * {{ {cross(4)} }}".encode()
    connection = http.client.HTTPConnection("127.0.0.1", endpoint.port, timeout=60)
    connection.request("POST", "/sparql", query, {"Content-Type": "application/sparql-query"})
    assert connection.getresponse().status == 200
    return connection


def test_busy_client_is_told_so_and_another_is_served(endpoint: Running) -> None:
    held = [unread(endpoint) for _ in range(2)]
    reply = endpoint.query("ASK {}")
    connection = http.client.HTTPConnection("127.0.0.1", endpoint.port, timeout=60, source_address=("127.0.0.2", 0))
    connection.request("GET", "/sparql?query=ASK%7B%7D")
    other = connection.getresponse().status
    for each in (*held, connection):
        each.close()
    assert reply.status == 503
    assert "retry-after" in reply.headers
    assert other == 200


@pytest.mark.parametrize(
    "shape",
    [
        "SELECT * {{ SERVICE <{url}> {{ ?s ?p ?o }} }}",
        "SELECT * {{ SERVICE SILENT <{url}> {{ ?s ?p ?o }} }}",
        "PREFIX x: <{url}> SELECT * {{ service x:y {{ ?s ?p ?o }} }}",
        "SELECT * {{ SERVICE # a comment\n <{url}> {{ ?s ?p ?o }} }}",
        "ASK {{ FILTER(1<2)SERVICE#>\n <{url}> {{ ?s ?p ?o }} }}",
        "PREFIX : <{url}> ASK {{ SERVICE:x {{ ?s ?p ?o }} }}",
        "PREFIX x: <{url}> ASK {{ SERVICEx:y {{ ?s ?p ?o }} }}",
        "PREFIX : <{url}> ASK {{ ?s ?p true.SERVICE:x {{ ?s ?p ?o }} }}",
        "ASK {{ SERVICESILENT<{url}> {{ ?s ?p ?o }} }}",
        "ASK {{ \\u0053ERVICE <{url}> {{ ?s ?p ?o }} }}",
        "ASK {{ VALUES ?u {{ <{url}> }} SERVICE ?u {{ ?s ?p ?o }} }}",
    ],
)
def test_service_is_refused_and_calls_nobody(endpoint: Running, canary: Canary, shape: str) -> None:
    assert endpoint.query(shape.format(url=canary.url)).status == 403
    assert canary.calls == []


def test_from_reads_no_url_and_no_file(endpoint: Running, canary: Canary, tmp_path: Path) -> None:
    secret = tmp_path / "secret.ttl"
    secret.write_text("<http://e/secret> <http://e/p> 'leak' .")
    for name in (canary.url, secret.as_uri()):
        for clause in ("FROM", "FROM NAMED"):
            reply = endpoint.query(f"SELECT * {clause} <{name}> {{ ?s ?p ?o }}")
            assert reply.status in (400, 403)
            assert b"leak" not in reply.body
    path = "/sparql?" + urlencode({"query": "ASK { ?s ?p ?o }", "default-graph-uri": canary.url})
    assert json.loads(endpoint.ask("GET", path).body)["boolean"] is False
    path = "/sparql?" + urlencode({"query": "ASK { ?s ?p ?o }", "default-graph-uri": secret.as_uri()})
    assert endpoint.ask("GET", path).status == 403
    assert canary.calls == []


UPDATES = [
    "INSERT DATA { <http://e/w> <http://e/w> 1 }",
    "CLEAR ALL",
    "LOAD <http://127.0.0.1:9/>",
    "LOAD <file:///etc/hosts>",
]


@pytest.mark.parametrize("update", UPDATES)
def test_update_is_refused_in_every_way_of_sending_it(endpoint: Running, update: str) -> None:
    ways = [
        endpoint.ask("GET", "/sparql?" + urlencode({"update": update})),
        endpoint.ask("GET", "/sparql?" + urlencode({"query": update})),
        endpoint.ask("POST", "/sparql", urlencode({"update": update}).encode(), FORM),
        endpoint.ask("POST", "/sparql", urlencode({"query": update}).encode(), FORM),
        endpoint.ask("POST", "/sparql", update.encode(), {"Content-Type": "application/sparql-update; charset=UTF-8"}),
        endpoint.query(update),
    ]
    assert [reply.status for reply in ways] == [403] * 6


@pytest.mark.parametrize(
    ("method", "path", "body", "headers", "status"),
    [
        pytest.param("GET", "/sparql?query=ASK%7B%7D&query=ASK%7B%7D", None, {}, 400, id="two queries"),
        pytest.param("POST", "/sparql?query=ASK%7B%7D", b"query=ASK%7B%7D", FORM, 400, id="query in URL and body"),
        pytest.param("POST", "/sparql", b"", FORM, 400, id="empty form"),
        pytest.param("POST", "/sparql", b"ASK {}", {}, 415, id="no content type"),
        pytest.param("POST", "/sparql", b"ASK {}", {"Content-Type": "text/plain"}, 415, id="wrong content type"),
        pytest.param(
            "POST",
            "/sparql",
            "ASK {}".encode("utf-16"),
            {"Content-Type": "application/sparql-query; charset=UTF-16"},
            415,
            id="UTF-16",
        ),
        pytest.param(
            "POST",
            "/sparql",
            "ASK {}".encode("utf-16"),
            {"Content-Type": "application/sparql-query"},
            400,
            id="UTF-16 unsaid",
        ),
        pytest.param(
            "POST",
            "/sparql",
            b"ASK { ?s ?p '\xff' }",
            {"Content-Type": "application/sparql-query"},
            400,
            id="not UTF-8",
        ),
        pytest.param("GET", "/sparql?query=ASK%7B%7D%FF", None, {}, 400, id="not UTF-8 in the URL"),
        pytest.param("GET", "/sparql?query=ASK%7B%7D%00", None, {}, 400, id="NUL"),
        pytest.param("GET", "/sparql?" + "a=b&" * 300, None, {}, 400, id="many parameters"),
        pytest.param("PUT", "/sparql?query=ASK%7B%7D", b"", {}, 405, id="PUT"),
        pytest.param("DELETE", "/sparql?query=ASK%7B%7D", None, {}, 405, id="DELETE"),
        pytest.param(
            "POST", "/sparql", b"x" * (1 << 20), {"Content-Type": "application/sparql-query"}, 413, id="long body"
        ),
        pytest.param(
            "POST",
            "/sparql",
            b"ASK{}" + b" " * (1 << 18),
            {"Content-Type": "application/sparql-query"},
            413,
            id="long query",
        ),
        pytest.param(
            "POST",
            "/sparql",
            b"\x1f\x8b",
            {"Content-Type": "application/sparql-query", "Content-Encoding": "gzip"},
            415,
            id="packed",
        ),
        pytest.param("GET", "/../../../../etc/passwd", None, {}, 404, id="traversal"),
        pytest.param("GET", "/sparql/..%2f..%2fetc/passwd", None, {}, 404, id="traversal with escapes"),
        pytest.param("GET", "//etc/passwd", None, {}, 404, id="two slashes"),
    ],
)
def test_broken_request_is_told_apart(
    endpoint: Running, method: str, path: str, body: bytes | None, headers: dict[str, str], status: int
) -> None:
    reply = endpoint.ask(method, path, body, headers)
    assert reply.status == status
    assert reply.type == "text/plain"


def test_chunked_body_without_a_length_is_read_and_bounded(endpoint: Running) -> None:
    for chunk, status in ((b"ASK{}", 200), (b" " * (1 << 20), 413)):
        connection = http.client.HTTPConnection("127.0.0.1", endpoint.port, timeout=60)
        connection.request(
            "POST", "/sparql", iter([chunk]), {"Content-Type": "application/sparql-query"}, encode_chunked=True
        )
        assert connection.getresponse().status == status
        connection.close()


def test_body_that_does_not_arrive_is_given_up(endpoint: Running) -> None:
    with socket.create_connection(("127.0.0.1", endpoint.port), timeout=60) as raw:
        raw.sendall(
            b"POST /sparql HTTP/1.1\r\nHost: x\r\n"
            b"Content-Type: application/sparql-query\r\nContent-Length: 99\r\n\r\nASK"
        )
        assert raw.recv(65536).startswith(b"HTTP/1.1 408")


def test_head_that_does_not_arrive_is_given_up(endpoint: Running) -> None:
    with socket.create_connection(("127.0.0.1", endpoint.port), timeout=60) as raw:
        raw.sendall(b"GET /sparql HTTP/1.1\r\nHost: x\r\nX-Slow: ")
        assert rest_of(raw) == b""


def test_second_head_that_does_not_arrive_is_given_up(endpoint: Running) -> None:
    with socket.create_connection(("127.0.0.1", endpoint.port), timeout=60) as raw:
        raw.sendall(b"HEAD /sparql HTTP/1.1\r\nHost: x\r\n\r\n")
        assert raw.recv(65536).startswith(b"HTTP/1.1 200")
        raw.sendall(b"GET /sparql HTTP/1.1\r\nX-Slow: ")
        assert rest_of(raw) == b""


def test_errors_name_no_paths(endpoint: Running) -> None:
    folder = str(endpoint.pointer.parent)
    for query in ("SELECT ?x WHERE { ?x ?? }", "SELECT * FROM <http://e/none> {}", "ASK { ?s ?p <a b> }"):
        reply = endpoint.query(query)
        assert (reply.status, reply.type) == (400, "text/plain")
        assert folder not in reply.text
        assert "Traceback" not in reply.text
        assert ".py" not in reply.text


def test_index_that_vanished_is_told_without_its_path(tmp_path: Path) -> None:
    broken = tmp_path / "generation"
    broken.mkdir()
    with running(tmp_path, broken) as server:
        reply = server.query("ASK {}")
        assert reply.status == 503
        assert str(tmp_path) not in reply.text


def test_worker_killed_from_outside_costs_one_query_at_most(endpoint: Running) -> None:
    for pid in endpoint.workers():
        os.kill(pid, signal.SIGKILL)
        assert gone(pid)
    assert 200 in (endpoint.query("ASK {}").status, endpoint.query("ASK {}").status)


def test_workers_leave_when_their_parent_is_killed(tmp_path: Path) -> None:
    with running(tmp_path, None) as server:
        assert server.query("ASK {}").status == 200
        workers = server.workers()
        os.kill(server.pid, signal.SIGKILL)
        assert workers
        assert all(gone(pid) for pid in workers)
