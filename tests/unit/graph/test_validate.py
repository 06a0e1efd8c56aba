from __future__ import annotations

from pathlib import Path

import pytest
import rdflib

from kg.graph.validate import Severity, validate_graph

EXAMPLES = Path(__file__).resolve().parents[3] / "ontologies" / "examples"
VALID = sorted(EXAMPLES.glob("*.ttl"))
INVALID = sorted((EXAMPLES / "invalid").glob("*.ttl"))


def parsed(path: Path) -> rdflib.Graph:
    return rdflib.Graph().parse(path)


@pytest.mark.parametrize("path", VALID, ids=lambda path: path.stem)
def test_a_valid_example_has_no_finding(path: Path) -> None:
    assert validate_graph(parsed(path)).findings == ()


@pytest.mark.parametrize("path", INVALID, ids=lambda path: path.stem)
def test_an_invalid_example_fails_with_the_message_it_announces(path: Path) -> None:
    announced = path.read_text(encoding="utf-8").splitlines()[0].removeprefix("# expect: ")
    report = validate_graph(parsed(path))
    assert announced in {finding.message for finding in report.findings}
    assert report.conforms == path.stem.startswith("warning-")


@pytest.mark.parametrize("path", INVALID, ids=lambda path: path.stem)
def test_every_finding_says_how_to_mend_it(path: Path) -> None:
    assert all(finding.fix and finding.node for finding in validate_graph(parsed(path)).findings)


def test_a_warning_does_not_make_a_graph_fail() -> None:
    report = validate_graph(parsed(EXAMPLES / "invalid" / "warning-step-not-allowed.ttl"))
    assert {finding.severity for finding in report.findings} == {Severity.WARNING}
    assert report.conforms


def test_violations_come_before_warnings() -> None:
    graph = parsed(EXAMPLES / "invalid" / "warning-step-not-allowed.ttl")
    graph += parsed(EXAMPLES / "invalid" / "unknown-code.ttl")
    severities = [finding.severity for finding in validate_graph(graph).findings]
    assert severities == sorted(severities, key=list(Severity).index)
    assert len(set(severities)) == 2


def test_validation_leaves_the_graph_as_it_was() -> None:
    graph = parsed(EXAMPLES / "meeting.ttl")
    before = set(graph)
    validate_graph(graph)
    assert set(graph) == before


def test_an_empty_graph_conforms() -> None:
    assert validate_graph(rdflib.Graph()).findings == ()
