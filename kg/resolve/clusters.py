"""Extractions → one JSON object an event: its mentions and the order of its statuses (`kg resolve`)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Any

from kg import ontology
from kg.model import Extraction, Judgement
from kg.resolve.agents import Agents
from kg.resolve.lifecycle import history
from kg.resolve.merge import event_iri, merge
from kg.resolve.reports import Report, make_reports


def resolve_clusters(
    extractions: Iterable[Extraction], judgements: Iterable[Judgement] = ()
) -> Iterator[dict[str, Any]]:
    """Yield each event as `event`, `members` (article, start, end of the trigger, else of the evidence) and
    `status_path` (status, date, article), in the order of first reports.

    The articles' texts are not needed. No two members have the same span: of mentions that share a trigger, the
    first one stands for all.
    """
    reports = make_reports(extractions, Agents())
    merged = merge(reports, judgements, ontology.lineage)
    acts = [report for report in reports if report.about]
    taken: set[tuple[str, int, int]] = set()
    for cluster in merged.clusters:
        yield {
            "event": event_iri(cluster),
            "members": [member for report in cluster if (member := _member(report, taken))],
            "status_path": _path(cluster, acts),
        }


def _member(report: Report, taken: set[tuple[str, int, int]]) -> dict[str, Any] | None:
    span = report.event.trigger or report.event.evidence
    if (report.article, span.start, span.end) in taken:
        return None
    taken.add((report.article, span.start, span.end))
    return {"article": report.article, "start": span.start, "end": span.end}


def _path(cluster: Sequence[Report], acts: Sequence[Report]) -> list[dict[str, Any]]:
    keys = {report.key for report in cluster}
    steps = history(cluster, [act for act in acts if not keys.isdisjoint(act.about)]).steps
    return [{"status": step.status.value, "date": _iso(step.day), "article": step.reports[0].article} for step in steps]


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
