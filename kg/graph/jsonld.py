"""Store → JSON-LD: one object a node, under its graph, spelled with the terms of the project's context.

The context is written into the file, so that reading it needs no network. Numbers and days stay strings with the
type that the context gives them: a JSON number would lose its spelling.
https://www.w3.org/TR/json-ld11/
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from functools import cache, lru_cache
from itertools import groupby
from typing import IO, Any

from kg import ontology
from kg.errors import KnowledgeError
from kg.graph import rdf
from kg.graph.store import Store
from kg.graph.terms import PREFIXES, RDF_TYPE, XSD

CONTEXT = ("context", "diplograph.context.jsonld")

_LITERAL = re.compile(r'"(.*)"(?:@([A-Za-z0-9-]+)|\^\^<(.*)>)?', re.DOTALL)
_PLAIN_LOCAL = re.compile(r"[A-Za-z0-9_-]+")


def write_jsonld(store: Store, stream: IO[bytes]) -> None:
    """Write the store as one JSON-LD document, graph by graph, each sorted by subject."""
    spelling = Spelling(context())
    stream.write(b'{"@context": ' + _json(spelling.context) + b',\n"@graph": [')
    for number, (graph, triples) in enumerate(rdf.graph_lines(store)):
        stream.write(b"%s\n{%s: %s, %s: [" % (b"," if number else b"", b'"@id"', _json(graph[1:-1]), b'"@graph"'))
        for place, node in enumerate(spelling.nodes(rdf.in_order(triples))):
            stream.write((b",\n" if place else b"\n") + _json(node))
        stream.write(b"\n]}")
    stream.write(b"\n]}\n")


@cache
def context() -> Mapping[str, Any]:
    """Return the project's JSON-LD context; prefixes alone where the ontology has none."""
    try:
        found = json.loads(ontology.turtle(*CONTEXT))["@context"]
    except KnowledgeError:
        return dict(sorted(PREFIXES.items()))
    if not isinstance(found, dict):
        raise KnowledgeError("is no single context object", where="/".join(CONTEXT), fix="build it again")
    return found


class Spelling:
    """How a context spells IRIs and values: the part of compaction that flat data without lists needs."""

    def __init__(self, given: Mapping[str, Any]) -> None:
        self.context = given
        self.prefixes = {
            term: value
            for term, value in given.items()
            if isinstance(value, str) and value.endswith(("#", "/", ":")) and not term.startswith("@")
        }
        self._keywords = {value: term for term, value in given.items() if value in ("@id", "@type")}
        self._terms: dict[str, tuple[str, str | None]] = {}
        for term, value in sorted(given.items()):
            self._learn(term, value)
        self.curie = lru_cache(maxsize=65536)(self._curie)

    def _learn(self, term: str, value: object) -> None:
        """Keep a term that stands for one IRI; containers and reverse terms would change the shape of a node."""
        if term.startswith("@") or term in self.prefixes:
            return
        if isinstance(value, str) and not value.startswith("@"):
            self._terms.setdefault(self._expanded(value), (term, None))
        elif isinstance(value, dict) and isinstance(value.get("@id"), str) and not set(value) - {"@id", "@type"}:
            coercion = value.get("@type")
            self._terms[self._expanded(value["@id"])] = (term, self._expanded(coercion) if coercion else None)

    def _expanded(self, name: str) -> str:
        prefix, colon, local = name.partition(":")
        return self.prefixes[prefix] + local if colon and prefix in self.prefixes else name

    def _curie(self, iri: str) -> str:
        for prefix, start in self.prefixes.items():
            if iri.startswith(start) and _PLAIN_LOCAL.fullmatch(iri, len(start)):
                return f"{prefix}:{iri[len(start) :]}"
        return iri

    def nodes(self, triples: Iterator[str]) -> Iterator[dict[str, Any]]:
        """Yield one node object a subject; triples come sorted."""
        id_key, type_key = self._keywords.get("@id", "@id"), self._keywords.get("@type", "@type")
        split = (triple.split(" ", 2) for triple in triples)
        for subject, found in groupby(split, key=lambda parts: parts[0]):
            values: dict[str, list[Any]] = {}
            for _, predicate, object_ in found:
                if predicate == RDF_TYPE:
                    key, value = type_key, self._class(object_[1:-1])
                else:
                    key, value = self._property(predicate[1:-1], object_)
                values.setdefault(key, []).append(value)
            node = {key: value[0] if len(value) == 1 else value for key, value in values.items()}
            yield {id_key: self.curie(subject[1:-1]), **node}

    def _class(self, iri: str) -> str:
        term, coercion = self._terms.get(iri, (self.curie(iri), None))
        return term if coercion is None else self.curie(iri)

    def _property(self, predicate: str, object_: str) -> tuple[str, Any]:
        term, coercion = self._terms.get(predicate, (self.curie(predicate), None))
        if object_.startswith("<"):
            name = self.curie(object_[1:-1])
            return term, name if coercion in ("@id", "@vocab") else {"@id": name}
        match = _LITERAL.fullmatch(object_)
        if match is None:
            raise ValueError(object_)
        value = json.loads(f'"{match[1]}"', strict=False)
        if match[2]:
            return term, {"@value": value, "@language": match[2]}
        datatype = match[3] or f"{XSD}string"
        if datatype == (coercion or f"{XSD}string"):
            return term, value
        typed = {"@value": value, "@type": self.curie(datatype)}
        return term, {"@value": value} if datatype == f"{XSD}string" else typed


def _json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(", ", ": ")).encode()
