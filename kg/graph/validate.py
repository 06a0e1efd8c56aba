"""One document's graph → what the SHACL shapes of `ontologies/shapes/` find wrong in it, and how to mend it.

Validation looks at every node of a graph, so it runs per document, never over a whole store. The class tree and
the code lists go into the *data* graph: an ontology graph beside it would add class axioms only, and then every check
for a concept or an allowed transition fails without a word.
https://www.w3.org/TR/shacl/
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import Any

import pyshacl
import rdflib
from rdflib import RDF, RDFS, SH, SKOS, Graph, URIRef
from rdflib.plugins.sparql import prepareQuery
from rdflib.plugins.sparql.sparql import Query
from rdflib.term import Node

from kg import ontology
from kg.errors import KnowledgeError

rdflib.NORMALIZE_LITERALS = False

CONCERNS = ("core", "lifecycle", "evidence", "import")


class Severity(StrEnum):
    """How bad a finding is: only a violation makes a graph fail."""

    VIOLATION = "violation"
    WARNING = "warning"
    INFO = "info"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing that a shape finds wrong: with which node, what, and what to do about it."""

    severity: Severity
    node: str
    message: str
    fix: str
    path: str | None = None
    value: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """All findings of one graph, violations first, then by node and message."""

    findings: tuple[Finding, ...]

    @property
    def conforms(self) -> bool:
        """Whether there is no violation; warnings are allowed."""
        return all(finding.severity != Severity.VIOLATION for finding in self.findings)


class _PreparedGraph(Graph):
    """A graph that parses each query text once: pySHACL asks the same text again for every node that it checks."""

    def query(self, query_object: str | Query, *args: Any, **kwargs: Any) -> rdflib.query.Result:
        prepared = _prepared(query_object) if isinstance(query_object, str) else query_object
        return super().query(prepared, *args, **kwargs)


@cache
def _prepared(text: str) -> Query:
    return prepareQuery(text)


@cache
def _shapes() -> Graph:
    shapes = Graph()
    for concern in CONCERNS:
        shapes += ontology.graph("shapes", f"{concern}.ttl")
    return shapes


@cache
def _background() -> tuple[tuple[Node, Node, Node], ...]:
    """Return what the shapes ask of the vocabulary: the class tree, and concepts with scheme and transitions."""
    # A concept's label or definition is never asked for, and graph size costs time in every check.
    asked = {RDF.type, SKOS.inScheme, URIRef(ontology.iri("allowedNext"))}
    concepts = (t for name in ontology.CODE_LISTS for t in ontology.codes(name) if t[1] in asked)
    return (*ontology.core().triples((None, RDFS.subClassOf, None)), *concepts)


def validate_graph(graph: Graph) -> Report:
    """Return what the shapes find wrong in a document's graph, which stays as it is.

    Raises:
        KnowledgeError: a shape cannot be run.
    """
    data = _PreparedGraph()
    for triple in (*graph, *_background()):
        data.add(triple)
    _, results, text = pyshacl.validate(data, shacl_graph=_shapes(), inplace=True, allow_warnings=True)
    if not isinstance(results, Graph):  # a shape that cannot be run, not a graph that fails
        raise KnowledgeError(str(text), where="ontologies/shapes", fix="correct the shape that it names")
    return Report(findings=tuple(sorted(_findings(results), key=_order)))


def _order(finding: Finding) -> tuple[int, str, str, str]:
    return (list(Severity).index(finding.severity), finding.node, finding.message, finding.value or "")


def _findings(results: Graph) -> set[Finding]:
    # Results of nested shapes hang on these by sh:detail and would say the same once more.
    return {_finding(results, node) for node in results.objects(None, SH.result)}


def _finding(results: Graph, node: Node) -> Finding:
    def value(predicate: Node) -> str | None:
        found = results.value(node, predicate)
        return None if found is None else str(found)

    sources = (results.value(node, SH.sourceConstraint), results.value(node, SH.sourceShape))
    fixes = (_shapes().value(source, SH.description) for source in sources if source is not None)
    return Finding(
        severity=Severity((value(SH.resultSeverity) or "").rpartition("#")[2].lower()),
        node=value(SH.focusNode) or "",
        message=value(SH.resultMessage) or "",
        fix=next((str(fix) for fix in fixes if fix is not None), ""),
        path=value(SH.resultPath),
        value=value(SH.value),
    )
