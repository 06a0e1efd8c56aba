"""Query solutions → SPARQL 1.1 results in JSON, XML, CSV or TSV, a piece of text at a time.

Written here and not left to the engine because rows have to be counted while they are written.
Formats: https://www.w3.org/TR/sparql11-results-json/, https://www.w3.org/TR/rdf-sparql-XMLres/,
https://www.w3.org/TR/sparql11-results-csv-tsv/.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

Term = NamedNode | BlankNode | Literal | Triple
Row = Sequence[Term | None]
_XSD = "http://www.w3.org/2001/XMLSchema#"
_PLAIN = frozenset({_XSD + "string", "http://www.w3.org/1999/02/22-rdf-syntax-ns#langString"})
_SHORT = {
    _XSD + "integer": re.compile(r"[+-]?[0-9]+"),
    _XSD + "decimal": re.compile(r"[+-]?[0-9]*\.[0-9]+"),
    _XSD + "double": re.compile(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)[eE][+-]?[0-9]+"),
    _XSD + "boolean": re.compile("true|false"),
}
_NOT_XML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_NT_ESCAPES = str.maketrans({"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"})
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_CACHE = 1 << 14  # rows repeat terms: types, agents, statuses


def write_rows(media_type: str, variables: Sequence[str], rows: Iterable[Row], *, safe: bool = False) -> Iterator[str]:
    """Yield the text of a SELECT result; one piece a row, the last one closes the document.

    `safe` puts an apostrophe before CSV cells that spreadsheets would take for formulas.
    """
    return _writer(media_type)(variables, rows, safe)


def write_boolean(media_type: str, value: bool) -> str:
    """Return the text of an ASK result; CSV and TSV have no standard form for it and get the bare word."""
    word = "true" if value else "false"
    if media_type.endswith("json"):
        return f'{{"head":{{}},"boolean":{word}}}'
    if media_type.endswith("xml"):
        return f"{_XML_START}<head/><boolean>{word}</boolean></sparql>\n"
    return word + ("\r\n" if media_type == "text/csv" else "\n")


def _writer(media_type: str) -> Callable[[Sequence[str], Iterable[Row], bool], Iterator[str]]:
    if media_type.endswith("json"):
        return _write_json
    if media_type.endswith("xml"):
        return _write_xml
    return _write_csv if media_type == "text/csv" else _write_tsv


def _write_json(variables: Sequence[str], rows: Iterable[Row], _safe: bool) -> Iterator[str]:
    keys = [json.dumps(name, ensure_ascii=False) for name in variables]
    render = lru_cache(_CACHE)(lambda term: json.dumps(_json_term(term), ensure_ascii=False, separators=(",", ":")))
    yield f'{{"head":{{"vars":[{",".join(keys)}]}},"results":{{"bindings":['
    comma = ""
    for row in rows:
        cells = ",".join(f"{key}:{render(term)}" for key, term in zip(keys, row, strict=True) if term is not None)
        yield f"{comma}\n{{{cells}}}"
        comma = ","
    yield "]}}\n"


def _json_term(term: Term) -> dict[str, Any]:
    if isinstance(term, NamedNode):
        return {"type": "uri", "value": term.value}
    if isinstance(term, BlankNode):
        return {"type": "bnode", "value": term.value}
    if isinstance(term, Triple):
        parts = {"subject": term.subject, "predicate": term.predicate, "object": term.object}
        return {"type": "triple", "value": {name: _json_term(part) for name, part in parts.items()}}
    cell = {"type": "literal", "value": term.value}
    if term.language:
        cell["xml:lang"] = term.language
    elif term.datatype.value not in _PLAIN:
        cell["datatype"] = term.datatype.value
    return cell


_XML_START = '<?xml version="1.0" encoding="UTF-8"?>\n<sparql xmlns="http://www.w3.org/2005/sparql-results#">'


def _write_xml(variables: Sequence[str], rows: Iterable[Row], _safe: bool) -> Iterator[str]:
    render = lru_cache(_CACHE)(_xml_term)
    names = [quoteattr(name) for name in variables]
    heads = "".join(f"<variable name={name}/>" for name in names)
    yield f"{_XML_START}<head>{heads}</head><results>"
    for row in rows:
        cells = "".join(
            f"<binding name={name}>{render(term)}</binding>"
            for name, term in zip(names, row, strict=True)
            if term is not None
        )
        yield f"\n<result>{cells}</result>"
    yield "\n</results></sparql>\n"


def _xml_term(term: Term) -> str:
    if isinstance(term, NamedNode):
        return f"<uri>{_xml_text(term.value)}</uri>"
    if isinstance(term, BlankNode):
        return f"<bnode>{_xml_text(term.value)}</bnode>"
    if isinstance(term, Triple):
        parts = {"subject": term.subject, "predicate": term.predicate, "object": term.object}
        return f"<triple>{''.join(f'<{name}>{_xml_term(part)}</{name}>' for name, part in parts.items())}</triple>"
    attribute = ""
    if term.language:
        attribute = f" xml:lang={quoteattr(term.language)}"
    elif term.datatype.value not in _PLAIN:
        attribute = f" datatype={quoteattr(term.datatype.value)}"
    return f"<literal{attribute}>{_xml_text(term.value)}</literal>"


def _xml_text(text: str) -> str:
    # XML 1.0 has no way to write most control characters; a carriage return is lost unless it is a reference.
    return escape(_NOT_XML.sub("\ufffd", text), {"\r": "&#13;"})


def _write_csv(variables: Sequence[str], rows: Iterable[Row], safe: bool) -> Iterator[str]:
    render = lru_cache(_CACHE)(lambda term: _csv_cell(term, safe))
    yield ",".join(variables) + "\r\n"
    for row in rows:
        yield ",".join("" if term is None else render(term) for term in row) + "\r\n"


def _csv_cell(term: Term, safe: bool) -> str:
    text = term.value if isinstance(term, NamedNode | Literal) else _nt_term(term)
    if safe and text.startswith(_FORMULA):
        text = "'" + text
    return '"' + text.replace('"', '""') + '"' if any(mark in text for mark in ',"\r\n') else text


def _write_tsv(variables: Sequence[str], rows: Iterable[Row], _safe: bool) -> Iterator[str]:
    render = lru_cache(_CACHE)(_nt_term)
    yield "\t".join(f"?{name}" for name in variables) + "\n"
    for row in rows:
        yield "\t".join("" if term is None else render(term) for term in row) + "\n"


def _nt_term(term: Term) -> str:
    if isinstance(term, NamedNode):
        return f"<{term.value}>"
    if isinstance(term, BlankNode):
        return f"_:{term.value}"
    if isinstance(term, Triple):
        return f"<<( {_nt_term(term.subject)} {_nt_term(term.predicate)} {_nt_term(term.object)} )>>"
    quoted = f'"{term.value.translate(_NT_ESCAPES)}"'
    if term.language:
        return f"{quoted}@{term.language}"
    datatype = term.datatype.value
    if datatype in _SHORT and _SHORT[datatype].fullmatch(term.value):
        return term.value
    return quoted if datatype in _PLAIN else f"{quoted}^^<{datatype}>"
