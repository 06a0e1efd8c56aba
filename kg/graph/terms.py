"""Python values → RDF terms in canonical N-Quads spelling.

A triple store that keeps values and not spellings ("0.930" comes back as "0.93") must never be the first to choose
the spelling, so terms are written canonically here, as text. Text is also five times faster to make than term
objects, and the exports, the digest and the index are then made of the same bytes.
https://www.w3.org/TR/rdf12-n-triples/#canonical-ntriples
"""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from functools import lru_cache
from urllib.parse import quote

import pyoxigraph

from kg import ontology
from kg.errors import StoreError
from kg.model import DATA, NAMESPACE

XSD = "http://www.w3.org/2001/XMLSchema#"
RDF_TYPE = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"
LABEL = "<http://www.w3.org/2000/01/rdf-schema#label>"
SAME_AS = "<http://www.w3.org/2002/07/owl#sameAs>"
PREFIXES = {**ontology.PREFIXES, "dc": "http://purl.org/dc/elements/1.1/", "void": "http://rdfs.org/ns/void#"}

_NOT_IN_IRI = re.compile(r"[^!#$&'()*+,\-./0-9:;=?@A-Z_a-z~%]|%(?![0-9A-Fa-f]{2})")
_ESCAPED = re.compile(r'[\x00-\x1f"\\\x7f\ud800-\udfff]')
_SURROGATE = re.compile("[\ud800-\udfff]")
_SHORT = {"\b": "\\b", "\t": "\\t", "\n": "\\n", "\f": "\\f", "\r": "\\r", '"': '\\"', "\\": "\\\\"}


@lru_cache(maxsize=65536)
def iri(value: str) -> str:
    """Return an IRI term; characters that no IRI may hold are percent-encoded.

    >>> iri("https://example.org/a b")
    '<https://example.org/a%20b>'
    """
    spelled = _NOT_IN_IRI.sub(lambda match: quote(match.group(), safe="", errors="replace"), value)
    path, hash_, fragment = spelled.partition("#")
    return f"<{path}{hash_}{fragment.replace('#', '%23')}>"


def link(address: str) -> str:
    """Return a web address as an IRI term, or as a string literal where it is none that a reader could follow.

    >>> link("https://example.org/a"), link("javascript:alert(1)")
    ('<https://example.org/a>', '"javascript:alert(1)"')
    """
    if address.startswith(("http://", "https://")):
        try:
            return str(pyoxigraph.NamedNode(address))
        except ValueError:
            pass
    return text(address)


@lru_cache(maxsize=4096)
def name(curie: str) -> str:
    """Return the IRI term of a prefixed name of `PREFIXES`.

    >>> name("dip:Claim")
    '<https://w3id.org/diplograph/ns#Claim>'
    """
    prefix, _, local = curie.partition(":")
    return iri(PREFIXES[prefix] + local)


@lru_cache(maxsize=4096)
def concept(scheme: str, value: str) -> str:
    """Return the code-list concept of a stored value.

    >>> concept("status", "did-not-occur")
    '<https://w3id.org/diplograph/ns#status-did-not-occur>'
    """
    return iri(f"{NAMESPACE}{scheme}-{quote(value, safe='')}")


def data(kind: str, *keys: str) -> str:
    """Return the IRI term of a node of ours; keys are percent-encoded, so that none can leave its path.

    >>> data("run", "kg 0.1/en")
    '<https://w3id.org/diplograph/id/run/kg%200.1%2Fen>'
    """
    return iri(DATA + "/".join([kind, *(quote(key, safe="", errors="replace") for key in keys)]))


def text(value: str, language: str = "") -> str:
    """Return a string literal. A lone surrogate, which UTF-8 cannot hold, becomes U+FFFD: lengths stay the same.

    >>> text('He said "no".', "en")
    '"He said \\\\"no\\\\"."@en'
    """
    literal = f'"{_ESCAPED.sub(_escape, value)}"'
    return f"{literal}@{language}" if language else literal


def without_surrogates(value: str) -> str:
    """Return a text that UTF-8 can hold: each lone surrogate is U+FFFD, so that offsets stay."""
    return _SURROGATE.sub("\ufffd", value)


def _escape(match: re.Match[str]) -> str:
    character = match.group()
    if character in _SHORT:
        return _SHORT[character]
    return "\ufffd" if character >= "\ud800" else f"\\u{ord(character):04X}"


def typed(value: str, datatype: str) -> str:
    """Return a literal of a datatype given as a prefixed name; `value` is already in canonical form."""
    return f"{text(value)}^^{name(datatype)}"


def boolean(value: object) -> str:
    """Return `true` or `false` as a literal."""
    return typed("true" if value else "false", "xsd:boolean")


def integer(value: int) -> str:
    """Return an integer literal."""
    return typed(str(int(value)), "xsd:integer")


def decimal(value: float) -> str:
    """Return a decimal literal: no exponent, no trailing zero, no point where the value is whole.

    >>> decimal(0.930), decimal(14.0)
    ('"0.93"^^<http://www.w3.org/2001/XMLSchema#decimal>', '"14"^^<http://www.w3.org/2001/XMLSchema#decimal>')
    """
    digits = f"{Decimal(repr(value)):f}"
    if "." in digits:
        digits = digits.rstrip("0").rstrip(".")
    return typed("0" if digits == "-0" else digits, "xsd:decimal")


@lru_cache(maxsize=65536)
def day(value: str) -> str:
    """Return an `xsd:date` literal.

    Raises:
        StoreError: `value` is not a day written YYYY-MM-DD.
    """
    return typed(_checked_day(value), "xsd:date")


@lru_cache(maxsize=65536)
def day_start(value: str) -> str:
    """Return the first instant of a day as `xsd:dateTime`: SPARQL cannot compare EDTF, and dates only loosely."""
    return typed(f"{_checked_day(value)}T00:00:00Z", "xsd:dateTime")


@lru_cache(maxsize=65536)
def day_end(value: str) -> str:
    """Return the last second of a day as `xsd:dateTime`."""
    return typed(f"{_checked_day(value)}T23:59:59Z", "xsd:dateTime")


def _checked_day(value: str) -> str:
    try:
        if date.fromisoformat(value).isoformat() == value:
            return value
    except ValueError:
        pass
    raise StoreError(f"{value!r} is not a day", where="store", fix="build the store again: days are written YYYY-MM-DD")
