"""The reports of one event → its facets: who takes part, when, where, how many, under which codes, with which history.

A facet is one statement that claims support or dispute. Where facets compete (two dates, two figures), one is
preferred: that of the latest step, then of most originators, then the latest told; nothing is thrown away.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from kg import ontology
from kg.model import Polarity, Status, TimeExpression
from kg.ontology import mint
from kg.resolve.agents import agent_id
from kg.resolve.fused import (
    ClaimRow,
    CodeRow,
    ParticipationRow,
    PlacementRow,
    QuantityRow,
    StatusRow,
    SupportRow,
    TimingRow,
)
from kg.resolve.lifecycle import History
from kg.resolve.reports import Report, fillers

ClaimsOf = Mapping[str, Sequence[ClaimRow]]
_ENDED = frozenset({Status.CANCELLED, Status.DID_NOT_OCCUR, Status.FAILED, Status.LIFTED, Status.EXPIRED})
_FIXING = frozenset({Status.SCHEDULED, Status.RESCHEDULED, Status.UNDERWAY, Status.OCCURRED, Status.IMPOSED})
_IN_FORCE = frozenset({Status.IMPOSED, Status.OCCURRED})


@dataclass(slots=True)
class Facets:
    """The facets of one event."""

    participations: list[ParticipationRow] = field(default_factory=list)
    timings: list[TimingRow] = field(default_factory=list)
    placements: list[PlacementRow] = field(default_factory=list)
    quantities: list[QuantityRow] = field(default_factory=list)
    codes: list[CodeRow] = field(default_factory=list)
    statuses: list[StatusRow] = field(default_factory=list)
    supports: set[SupportRow] = field(default_factory=set)

    def support(self, facet: str, report: Report, claims: ClaimsOf, *, asserted: bool = True) -> None:
        """Note that the claims of a report carry a facet, or speak against it."""
        stance = "supports" if asserted else "disputes"
        self.supports.update(SupportRow(facet=facet, claim=claim.id, stance=stance) for claim in claims[report.key])


@dataclass(slots=True)
class _Candidate:
    """One value of a facet with the reports that give it."""

    values: tuple[str | float | int | None, ...]
    reports: list[Report] = field(default_factory=list)

    def originators(self) -> int:
        return len(
            {o for r in self.reports for o in (r.originators or (f"voice of {r.extraction.article.publisher}",))}
        )

    def latest(self) -> date:
        return max((r.published or date.min) for r in self.reports)


class _Collector:
    """Sorts the reports of an event by what they say of one facet."""

    def __init__(self, event: str, kind: str) -> None:
        self._event, self._kind = event, kind
        self.found: dict[str, _Candidate] = {}

    def add(self, report: Report, *values: str | float | int | None) -> str:
        id_ = mint("facet", self._event, self._kind, *(repr(value) for value in values))
        self.found.setdefault(id_, _Candidate(values)).reports.append(report)
        return id_

    def best(self, step: Callable[[_Candidate], int] = lambda candidate: 0) -> dict[str, str]:
        """Return, for each first value (a measure, a code's scheme), the facet that is preferred."""
        ranked = sorted(
            self.found.items(), key=lambda item: (step(item[1]), item[1].originators(), item[1].latest(), item[0])
        )
        return {str(candidate.values[0]): id_ for id_, candidate in ranked}


def facets_of(
    event: str, cluster: Sequence[Report], history: History, claims: ClaimsOf, events: Mapping[str, str]
) -> Facets:
    """Return the facets of an event; `events` gives the event of each report, for the acts behind steps."""
    facets = Facets()
    _participations(event, cluster, claims, facets)
    _timings(event, cluster, history, claims, facets)
    _placements(event, cluster, history, claims, facets)
    _quantities(event, cluster, claims, facets)
    _codes(event, cluster, history, claims, facets)
    _statuses(event, history, claims, events, facets)
    return facets


def _fixing_step(report: Report, history: History) -> int:
    """Return the number of the step that a report tells, 0 for none or one that fixes neither time nor place."""
    return _step_of(report, history) if report.event.status in _FIXING else 0


def _step_of(report: Report, history: History) -> int:
    """Return the number of the step that a report tells, 0 for none."""
    return next((n for n, step in enumerate(history.steps, 1) if any(r is report for r in step.reports)), 0)


def _participations(event: str, cluster: Sequence[Report], claims: ClaimsOf, facets: Facets) -> None:
    collector, explicit = _Collector(event, "participation"), set()
    for report in cluster:
        mentions = {mention.id: mention for mention in report.extraction.mentions}
        for filler, mention in fillers(report.event, mentions):
            id_ = collector.add(report, agent_id(report.extraction.article, mention), filler.role.value)
            facets.support(id_, report, claims)
            if filler.explicit:
                explicit.add(id_)
    for id_, candidate in sorted(collector.found.items()):
        agent, role = (str(value) for value in candidate.values)
        facets.participations.append(
            ParticipationRow(id=id_, event=event, agent=agent, role=role, explicit=int(id_ in explicit), rank="normal")
        )


def _timings(event: str, cluster: Sequence[Report], history: History, claims: ClaimsOf, facets: Facets) -> None:
    collector = _Collector(event, "timing")
    first: dict[str, TimeExpression] = {}
    for report in cluster:
        time = report.time
        if time is not None:
            id_ = collector.add(report, time.edtf, _iso(time.earliest), _iso(time.latest), time.granularity.value)
            first.setdefault(id_, time)
            facets.support(id_, report, claims)
    measure = "Measure" in ontology.lineage(cluster[0].event.type)

    def strength(id_: str) -> tuple[int, int, int, date, str]:
        candidate, time = collector.found[id_], first[id_]
        steps = [_fixing_step(report, history) for report in candidate.reports]
        width = (time.latest - time.earliest).days if time.earliest and time.latest else 100_000
        # A measure has taken effect once; what happens to it later dates its steps, not itself.
        taken = measure and any(report.event.status in _IN_FORCE for report in candidate.reports)
        step = 1000 if taken else max(steps)
        return (step, -width, candidate.originators(), candidate.latest(), id_)

    best = max(collector.found, key=strength, default=None)
    for id_, time in sorted(first.items()):
        facets.timings.append(
            TimingRow(
                id=id_,
                event=event,
                edtf=time.edtf,
                earliest=_iso(time.earliest),
                latest=_iso(time.latest),
                granularity=time.granularity.value,
                rule=time.rule,
                text=time.text,
                rank="preferred" if id_ == best else "normal",
            )
        )


def _placements(event: str, cluster: Sequence[Report], history: History, claims: ClaimsOf, facets: Facets) -> None:
    collector = _Collector(event, "placement")
    for report in cluster:
        if report.place is not None:
            facets.support(collector.add(report, report.place), report, claims)

    def strength(id_: str) -> tuple[int, int, date, str]:
        candidate = collector.found[id_]
        return (
            max(_fixing_step(report, history) for report in candidate.reports),
            candidate.originators(),
            candidate.latest(),
            id_,
        )

    best = max(collector.found, key=strength, default=None)
    for id_, candidate in sorted(collector.found.items()):
        place = str(candidate.values[0])
        rank = "preferred" if id_ == best else "normal"
        facets.placements.append(PlacementRow(id=id_, event=event, place=place, rank=rank))


def _quantities(event: str, cluster: Sequence[Report], claims: ClaimsOf, facets: Facets) -> None:
    collector = _Collector(event, "quantity")
    for report in cluster:
        for quantity in report.event.quantities:
            value = None if quantity.value is None else float(quantity.value)
            facets.support(collector.add(report, quantity.measure, value, quantity.comparator), report, claims)
    best = collector.best()
    for id_, candidate in sorted(collector.found.items()):
        name, number, comparator = candidate.values
        facets.quantities.append(
            QuantityRow(
                id=id_,
                event=event,
                measure=str(name),
                value=None if number is None else float(number),
                comparator=str(comparator),
                rank="preferred" if best[str(name)] == id_ else "normal",
            )
        )


def _codes(event: str, cluster: Sequence[Report], history: History, claims: ClaimsOf, facets: Facets) -> None:
    collector = _Collector(event, "code")
    for report in cluster:
        plover, cameo = report.event.plover, report.event.cameo
        if plover is not None and plover.event is not None:
            facets.support(collector.add(report, "plover", plover.event, plover.mode), report, claims)
        if cameo is not None:
            facets.support(collector.add(report, "cameo", cameo, None), report, claims)
    best = collector.best(lambda candidate: max(_step_of(report, history) for report in candidate.reports))
    for id_, candidate in sorted(collector.found.items()):
        system, code, mode = candidate.values
        facets.codes.append(
            CodeRow(
                id=id_,
                event=event,
                scheme=str(system),
                code=str(code),
                mode=None if mode is None else str(mode),
                rank="preferred" if best[str(system)] == id_ else "normal",
            )
        )


def _statuses(event: str, history: History, claims: ClaimsOf, events: Mapping[str, str], facets: Facets) -> None:
    steps = history.steps
    for number, step in enumerate(steps, start=1):
        following = steps[number] if number < len(steps) else None
        id_ = mint("facet", event, "status", step.status.value, str(number))
        facets.statuses.append(
            StatusRow(
                id=id_,
                event=event,
                status=step.status.value,
                step=number,
                valid_from=_iso(step.day),
                valid_to=_iso(following.day) if following else None,
                reported=_iso(step.reported),
                brought_about_by=events[step.act.key] if step.act else None,
                reason=claims[step.reason.key][0].id if step.reason else None,
                rank="normal" if following else "preferred",
            )
        )
        for report in step.reports:
            facets.support(id_, report, claims)
    for status, reports in sorted(history.claims.items()):
        _claimed_status(event, status, reports, claims, facets)


def _claimed_status(event: str, status: Status, reports: Sequence[Report], claims: ClaimsOf, facets: Facets) -> None:
    """Hang the claims that are no step on the step they repeat or contradict, else on a status of their own."""
    held = [row for row in facets.statuses if row.step and row.status == status.value]
    id_ = held[-1].id if held else mint("facet", event, "status", status.value, "0")
    for report in reports:
        asserted = report.event.polarity is Polarity.POSITIVE or status is Status.DID_NOT_OCCUR
        facets.support(id_, report, claims, asserted=asserted)
    if not held:
        positive = any(r.event.polarity is Polarity.POSITIVE for r in reports) or status is Status.DID_NOT_OCCUR
        published = [report.published for report in reports if report.published]
        facets.statuses.append(
            StatusRow(
                id=id_,
                event=event,
                status=status.value,
                step=0,
                valid_from=None,
                valid_to=None,
                reported=_iso(min(published, default=None)),
                brought_about_by=None,
                reason=None,
                rank="normal" if positive else "deprecated",
            )
        )


def superseded_on(history: History) -> str | None:
    """Return the publication day of the report that ended an event: called it off, or told that it is no more."""
    last = history.steps[-1] if history.steps else None
    return _iso(last.reported) if last is not None and last.status in _ENDED else None


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
