"""The ontology's files → the triples of `graph/ontology` and `graph/codes`.

The vocabulary is served beside the data, so that a query can ask for labels, superclasses and allowed transitions.
Anonymous nodes get an IRI by file and order of appearance: a blank node would have another name in every build.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from importlib.resources.abc import Traversable

import pyoxigraph

from kg.graph.terms import XSD, data, decimal
from kg.ontology import folder


def ontology_triples() -> tuple[str, ...]:
    """Return the triples of the core vocabulary, sorted."""
    return _triples("core")


def code_triples() -> tuple[str, ...]:
    """Return the triples of the code lists that the core does not hold already, sorted."""
    core = frozenset(_triples("core"))
    return tuple(triple for triple in _triples("codes") if triple not in core)


def vocabulary_files() -> list[Traversable]:
    """Return the files that the two graphs are made of, in order."""
    return [file for part in ("core", "codes") for file in _turtle_files(part)]


def _turtle_files(part: str) -> list[Traversable]:
    found = [file for file in folder().joinpath(part).iterdir() if file.name.endswith(".ttl")]
    return sorted(found, key=lambda file: file.name)


@cache
def _triples(part: str) -> tuple[str, ...]:
    found: set[str] = set()
    for file in _turtle_files(part):
        found.update(_file_triples(file, f"{part}-{file.name.removesuffix('.ttl')}"))
    return tuple(sorted(found))


def _file_triples(file: Traversable, key: str) -> Iterator[str]:
    names: dict[str, str] = {}

    def spelled(term: pyoxigraph.NamedNode | pyoxigraph.BlankNode | pyoxigraph.Literal | pyoxigraph.Triple) -> str:
        if isinstance(term, pyoxigraph.BlankNode):
            return names.setdefault(term.value, data("node", key, str(len(names) + 1)))
        if isinstance(term, pyoxigraph.Literal) and term.datatype.value == f"{XSD}decimal":
            return decimal(float(term.value))
        return str(term)

    for quad in pyoxigraph.parse(file.read_bytes(), format=pyoxigraph.RdfFormat.TURTLE):
        yield f"{spelled(quad.subject)} {quad.predicate} {spelled(quad.object)}"
