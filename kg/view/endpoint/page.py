"""A query and its outcome → one HTML page that works without JavaScript and loads nothing.

Every word that comes from the data, the query or an error is escaped; only http and https IRIs become links.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any
from urllib.parse import urlencode

from kg.model import DATA, NAMESPACE
from kg.view.endpoint.questions import Question

_STYLE = """
:root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; }
body { margin: 0 auto; padding: 1rem; max-width: 80rem; }
textarea { box-sizing: border-box; width: 100%; min-height: 14rem; font: 0.9rem/1.4 ui-monospace, monospace; }
button { font: inherit; padding: 0.3rem 1.2rem; }
table { border-collapse: collapse; font-size: 0.9rem; }
th, td { border: 1px solid #8888; padding: 0.2rem 0.5rem; text-align: left; vertical-align: top; }
td { overflow-wrap: anywhere; max-width: 32rem; unicode-bidi: isolate; }
.scroll { overflow-x: auto; }
.problem { border-left: 4px solid #b00; padding-left: 0.8rem; white-space: pre-wrap; }
pre { overflow-x: auto; }
"""
_DIGEST = base64.b64encode(hashlib.sha256(_STYLE.encode()).digest()).decode()

HEADERS = {
    "Content-Type": "text/html; charset=utf-8",
    "Content-Security-Policy": (
        f"default-src 'none'; style-src 'sha256-{_DIGEST}'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
}
_FIRST_QUERY = "SELECT ?type (COUNT(*) AS ?things) WHERE { ?thing a ?type } GROUP BY ?type ORDER BY DESC(?things)"
_PREFIXES = {
    NAMESPACE: "dip:",
    DATA: "id/",
    "http://www.w3.org/1999/02/22-rdf-syntax-ns#": "rdf:",
    "http://www.w3.org/2000/01/rdf-schema#": "rdfs:",
    "http://www.w3.org/2001/XMLSchema#": "xsd:",
    "http://www.w3.org/2004/02/skos/core#": "skos:",
    "http://www.w3.org/ns/prov#": "prov:",
}
# Characters that reorder the text around them, or are not seen at all.
_INVISIBLE = re.compile(r"[\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What the page shows of an answer: JSON results or N-Triples, and whether there is more."""

    kind: str
    body: bytes
    more: bool


def render_page(
    *,
    path: str,
    query: str | None = None,
    outcome: Outcome | None = None,
    problem: str = "",
    questions: Sequence[Question] = (),
    dataset: Sequence[tuple[str, str]] = (),
) -> bytes:
    """Return the page as UTF-8; `path` is where queries go, `dataset` the graph parameters to keep in its links."""
    parts = [
        '<!DOCTYPE html><html lang="en"><head><meta charset="utf-8">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        f"<title>Diplograph: ask the graph</title><style>{_STYLE}</style></head><body><main><h1>Ask the graph</h1>",
        f'<form action="{escape(path)}" method="get"><p><label for="query">SPARQL query</label></p>',
        f'<textarea id="query" name="query" spellcheck="false">\n{escape(query or _FIRST_QUERY)}</textarea>',
    ]
    parts += [f'<input type="hidden" name="{escape(name)}" value="{escape(value)}">' for name, value in dataset]
    parts.append('<p><button type="submit">Run</button></p></form>')
    if problem:
        parts.append(f'<section aria-label="Problem"><p class="problem" role="alert">{_text(problem)}</p></section>')
    if outcome is not None and query is not None:
        parts += ['<section aria-label="Result"><h2>Result</h2>', _links(path, query, outcome, dataset)]
        parts += [_result(outcome), "</section>"]
    if questions:
        items = "".join(
            f'<li><a href="{escape(path)}?{escape(urlencode({"query": q.text}))}">{_text(q.title)}</a></li>'
            for q in questions
        )
        parts.append(
            f'<section aria-label="Example questions"><h2>Questions to start from</h2><ul>{items}</ul></section>'
        )
    parts.append("</main></body></html>\n")
    return "".join(parts).encode("utf-8", "replace")


def _links(path: str, query: str, outcome: Outcome, dataset: Sequence[tuple[str, str]]) -> str:
    formats = ("turtle", "n-triples", "json-ld") if outcome.kind == "graph" else ("csv", "json", "tsv", "xml")
    links = (
        f'<a href="{escape(path)}?{escape(urlencode([("query", query), *dataset, ("format", name)]))}">{name}</a>'
        for name in formats
    )
    return f"<p>The whole result as {', '.join(links)}.</p>"


def _result(outcome: Outcome) -> str:
    if outcome.kind == "graph":
        note = "<p>Only the first triples are shown.</p>" if outcome.more else ""
        return f"{note}<pre>{_text(outcome.body.decode())}</pre>"
    data = json.loads(outcome.body)
    if "boolean" in data:
        return f"<p><strong>{'yes' if data['boolean'] else 'no'}</strong></p>"
    names, rows = data["head"]["vars"], data["results"]["bindings"]
    head = "".join(f'<th scope="col">{_text(name)}</th>' for name in names)
    body = "".join(f"<tr>{''.join(f'<td>{_cell(row.get(name))}</td>' for name in names)}</tr>" for row in rows)
    count = f"{len(rows)} row{'' if len(rows) == 1 else 's'}"
    shown = f"The first {count}; there are more." if outcome.more else f"{count}."
    return f'<p>{shown}</p><div class="scroll"><table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>'


def _cell(term: Mapping[str, Any] | None) -> str:
    if term is None:
        return ""
    if term["type"] == "triple":
        return " ".join(_cell(term["value"][part]) for part in ("subject", "predicate", "object"))
    value = str(term["value"])
    if term["type"] == "uri":
        shown = _text(_shorten(value))
        linked = value.lower().startswith(("http://", "https://"))
        return f'<a href="{escape(value)}" rel="noreferrer noopener">{shown}</a>' if linked else shown
    language = f' lang="{escape(term["xml:lang"])}"' if "xml:lang" in term else ""
    return f"<bdi{language}>{_text(value)}</bdi>"


def _shorten(iri: str) -> str:
    for namespace, prefix in _PREFIXES.items():
        if iri.startswith(namespace) and len(iri) > len(namespace):
            return prefix + iri[len(namespace) :]
    return iri


def _text(text: str) -> str:
    """Return text that shows as itself: markup escaped, invisible and reordering characters named."""
    return escape(_INVISIBLE.sub(lambda match: f"[U+{ord(match.group()):04X}]", text))
