"""The ontology's files → the triples of `graph/ontology` and `graph/codes`.

The vocabulary is served beside the data, so that a query can ask for labels, superclasses and allowed transitions.
Anonymous nodes get an IRI by file and order of appearance: a blank node would have another name in every build.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from pathlib import Path

import pyoxigraph

from kg.graph.terms import data


def ontologies_path() -> Path:
    """Return the folder of the ontology: inside the installed package, else beside it."""
    inside = Path(str(files("kg"))) / "ontologies"
    return inside if inside.is_dir() else inside.parent.parent / "ontologies"


def ontology_triples() -> tuple[str, ...]:
    """Return the triples of the core vocabulary, sorted."""
    return _triples("core")


def code_triples() -> tuple[str, ...]:
    """Return the triples of the code lists that the core does not hold already, sorted."""
    core = frozenset(_triples("core"))
    return tuple(triple for triple in _triples("codes") if triple not in core)


def vocabulary_files() -> list[Path]:
    """Return the files that the two graphs are made of, in order."""
    root = ontologies_path()
    return sorted(path for folder in ("core", "codes") for path in (root / folder).glob("*.ttl"))


@cache
def _triples(folder: str) -> tuple[str, ...]:
    found: set[str] = set()
    for path in sorted((ontologies_path() / folder).glob("*.ttl")):
        found.update(_file_triples(path, f"{folder}-{path.stem}"))
    return tuple(sorted(found))


def _file_triples(path: Path, key: str) -> Iterator[str]:
    names: dict[str, str] = {}

    def spelled(term: pyoxigraph.NamedNode | pyoxigraph.BlankNode | pyoxigraph.Literal | pyoxigraph.Triple) -> str:
        if isinstance(term, pyoxigraph.BlankNode):
            return names.setdefault(term.value, data("node", key, str(len(names) + 1)))
        return str(term)

    for quad in pyoxigraph.parse(path=str(path), format=pyoxigraph.RdfFormat.TURTLE):
        yield f"{spelled(quad.subject)} {quad.predicate} {spelled(quad.object)}"
