"""Query text → refusal, or the graphs its FROM clauses name, before any engine sees it.

The engine's parser recurses for brackets and for chains of operators and ends the process when the stack is used up,
and its `SERVICE` opens connections. So both are looked for here, outside strings, IRIs and comments.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from kg.view.endpoint.limits import Limits
from kg.view.endpoint.refusal import Refusal

_TOKEN = re.compile(
    r"""
      (?P<skip>  \#[^\r\n]* | \s+
               | '''(?:(?:'|'')?(?:[^'\\]|\\.))*''' | \"\"\"(?:(?:"|"")?(?:[^"\\]|\\.))*\"\"\"
               | '(?:[^'\\\r\n]|\\.)*' | "(?:[^"\\\r\n]|\\.)*"
               | [?$]\w+ | @[A-Za-z][A-Za-z0-9-]* )
    | (?P<iri>   <[^<>"{}|^`\\\x00-\x20]*(?:\\[uU][0-9A-Fa-f]+[^<>"{}|^`\\\x00-\x20]*)*> )
    | (?P<name>  (?:[^\W\d_](?:[\w.-]*[\w-])?)?:(?:[\w.:%-]|\\[_~.!$&'()*+,;=/?\#@%-])* | _:[\w.-]+ | [^\W\d_]\w* )
    | (?P<number> [0-9.]*[0-9][0-9.]*(?:[eE][+-]?[0-9]+)? )
    | (?P<open>  [({\[] )
    | (?P<close> [)}\]] )
    | (?P<joint> \|\| | && | [-+*/!|^=;.] )
    | (?P<other> . )
    """,
    re.VERBOSE | re.DOTALL,
)
_ESCAPE = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")
_CHAINS = frozenset({"UNION", "OPTIONAL", "MINUS", "FILTER", "BIND", "VALUES", "GRAPH", "EXISTS", "AS"})
_UPDATES = frozenset({"INSERT", "DELETE", "LOAD", "CLEAR", "CREATE", "DROP", "COPY", "MOVE", "ADD", "WITH"})
_IRI_SERVICE = re.compile(r"\).*SERVICE", re.IGNORECASE)
_IRI_JOINT = re.compile(r"[-+*/!=;.]")
_FORMS = frozenset({"SELECT", "ASK", "CONSTRUCT", "DESCRIBE"})


def scan(query: str, limits: Limits) -> tuple[str, ...]:
    r"""Return the IRIs that FROM clauses of `query` name, in order.

    The text is scanned as it stands and, where it has codepoint escapes, also with those decoded: SPARQL lets
    `\u0053ERVICE` stand for `SERVICE`.

    Raises:
        Refusal: 400 for nesting, chains and NUL characters; 403 for updates, SERVICE and FROM with an IRI that is not
            http(s) or urn; 413 for size.

    >>> scan("SELECT * FROM <http://example.org/g> { ?s ?p 'SERVICE' }", Limits())
    ('http://example.org/g',)
    """
    if len(query) > limits.query_bytes or len(query.encode("utf-8", "surrogatepass")) > limits.query_bytes:
        raise Refusal(413, f"the query is longer than {limits.query_bytes:,} bytes")
    if "\0" in query:
        raise Refusal(400, "the query holds a NUL character")
    graphs = _scan_text(query, limits)
    decoded = _ESCAPE.sub(_decode, query)
    if decoded != query:
        _scan_text(decoded, limits)
    return graphs


def check_graph(iri: str) -> None:
    """Refuse a graph name that could only be meant as something to fetch.

    Raises:
        Refusal: 403 when the scheme is none of http, https, urn and tag.
    """
    try:
        scheme = urlsplit(iri).scheme
    except ValueError:
        raise Refusal(400, "a graph name is not an IRI") from None
    if scheme and scheme not in ("http", "https", "urn", "tag"):
        raise Refusal(403, "a dataset may only name graphs of this store; nothing is read from files or fetched")


def _scan_text(text: str, limits: Limits) -> tuple[str, ...]:
    depth = joints = 0
    formed = after_from = False
    graphs: list[str] = []
    previous = before = ""
    data = 0  # depth of the VALUES block around; its signs and dots join nothing
    for kind, token in _tokens(text):
        word = token.upper() if kind == "name" else ""
        depth += (kind == "open") - (kind == "close")
        data = -1 if word == "VALUES" else depth if data == -1 and token == "{" else 0 if depth < data else data
        joints += (kind == "joint" and data < 1) or word in _CHAINS
        if depth > limits.depth or (kind == "iri" and token.count("(") > limits.depth):
            raise Refusal(400, f"the query nests brackets deeper than {limits.depth}")
        if joints > limits.joints or (kind == "iri" and len(_IRI_JOINT.findall(token)) > limits.joints):
            raise Refusal(400, f"the query has more than {limits.joints:,} operators and clauses")
        if _calls_service(kind, token, previous, before):
            raise Refusal(403, "SERVICE is switched off: this endpoint opens no connections")
        if not formed and word in _UPDATES:
            raise Refusal(403, "this endpoint is read-only: it answers queries and takes no updates")
        if after_from and kind == "iri":
            graphs.append(token[1:-1])
            check_graph(token[1:-1])
        after_from = word == "FROM" or (after_from and word == "NAMED")
        formed = formed or word in _FORMS
        previous, before = (word or token), previous
    return tuple(graphs)


def _calls_service(kind: str, token: str, previous: str, before: str) -> bool:
    """Tell whether `token` is or completes a SERVICE clause, also where the engine's grammar splits words otherwise.

    The engine decides by context where this scan cannot: `1<2)SERVICE#>` may be an IRI or a comparison with a comment
    after it, and `true.SERVICE:x {` a prefixed name or three words.
    """
    if kind == "name" and ":" not in token:
        return token.upper().startswith("SERVICE")
    if kind == "iri":
        return _IRI_SERVICE.search(token) is not None
    return token == "{" and "SERVICE" in previous and ":" in previous and before != "GRAPH"


def _tokens(text: str) -> Iterator[tuple[str, str]]:
    for match in _TOKEN.finditer(text):
        kind = match.lastgroup or "other"
        if kind != "skip":
            yield kind, match.group()


def _decode(match: re.Match[str]) -> str:
    code = int(match.group(1) or match.group(2), 16)
    return chr(code) if code < 0x110000 else match.group()
