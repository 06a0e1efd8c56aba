"""The reports of one event → its history: which statuses came true, on which day, and what brought each about.

Steps stand in the order in which they came true, not in which they were told. What is negated, hedged or denied is a
claim but no step; a status that an article only looks back on makes none either.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from kg import ontology
from kg.model import Certainty, Granularity, Polarity, Status
from kg.resolve.compare import DONE, OPEN, PLANS
from kg.resolve.reports import Report
from kg.resolve.words import gives_reason

_ORDER = {status: i for i, status in enumerate(Status)}
_BRINGERS: Mapping[Status, tuple[str, ...]] = {
    Status.CANCELLED: ("CancellationAct", "Rejection", "Announcement"),
    Status.POSTPONED: ("CancellationAct", "Announcement", "Request"),
    Status.RESCHEDULED: ("Announcement", "CancellationAct", "Request"),
    Status.MOOTED: ("Request", "Threat", "Commitment", "Announcement"),
    Status.PROPOSED: ("Request", "Announcement", "Commitment"),
}
_USUAL_BRINGERS = ("Announcement", "Commitment")
_PASSAGE = 400
_ANSWER_DAYS = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One status of an event with the reports of it.

    `day` is when it came true, `reported` when an article first told it; `act` the speech act that brought it about
    and `reason` the report that gives a reason for it, where they are known.
    """

    status: Status
    reports: Sequence[Report]
    day: date | None
    reported: date | None
    act: Report | None = None
    reason: Report | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class History:
    """The steps of an event in order, and the statuses that some claim but that are no step."""

    steps: Sequence[Step] = ()
    claims: Mapping[Status, Sequence[Report]] = field(default_factory=dict)

    @property
    def status(self) -> Status:
        """The status that holds at the end; without a step, the one claimed if all agree on an open plan."""
        if self.steps:
            return self.steps[-1].status
        claimed = {report.event.status for reports in self.claims.values() for report in reports}
        denied = any(r.event.polarity is Polarity.NEGATIVE for reports in self.claims.values() for r in reports)
        if claimed == {Status.DID_NOT_OCCUR}:
            return Status.DID_NOT_OCCUR
        return next(iter(claimed)) if len(claimed) == 1 and not denied and claimed <= PLANS else Status.UNKNOWN


def history(cluster: Sequence[Report], acts: Sequence[Report]) -> History:
    """Return the history of one event from its reports; `acts` are the speech acts about any of them."""
    about = {report.key: [act for act in acts if report.key in act.about] for report in cluster}
    told = [report for report in cluster if _can_be_step(report) and not _contested(report, cluster)]
    days = {report.key: _day(report, about[report.key]) for report in told}
    drafts = _in_order(_new_in_each_article(told), days)
    steps: list[Step] = []
    used: set[str] = set()
    for report in drafts:
        same = [r for r in told if r.event.status is report.event.status and r.key not in used]
        if steps and steps[-1].status is report.event.status:
            continue
        if steps and not ontology.may_follow(steps[-1].status, report.event.status):
            continue
        supporting = _of_this_step(report, same, drafts)
        used.update(r.key for r in supporting)
        steps.append(_step(report, supporting, days[report.key], about, acts))
    left: dict[Status, list[Report]] = {}
    for report in cluster:
        if report.key not in used:
            left.setdefault(report.event.status, []).append(report)
    return History(steps=steps, claims=left)


def _can_be_step(report: Report) -> bool:
    event = report.event
    if event.polarity is Polarity.NEGATIVE or event.status is Status.UNKNOWN:
        return False
    if event.status in OPEN:
        return event.certainty is not Certainty.UNSPECIFIED
    return event.certainty is Certainty.CERTAIN


def _contested(report: Report, cluster: Sequence[Report]) -> bool:
    """Whether somebody denies what only others say: no outlet vouches for it in its own voice."""
    against = [
        other
        for other in cluster
        if other.event.polarity is Polarity.NEGATIVE
        and about_the_same(report.event.status, other.event.status)
        and other.originators
        and set(other.originators) != set(report.originators)
        and _answers(report, other)
    ]
    if not against:
        return False
    return not any(
        other.event.status is report.event.status and _can_be_step(other) and _vouched(other) for other in cluster
    )


def _answers(report: Report, denial: Report) -> bool:
    """Whether a denial is an answer to a report; what is said of a plan much later tells that the plan has changed."""
    if report.published is None or denial.published is None:
        return True
    days = (denial.published - report.published).days
    return 0 <= days <= (_ANSWER_DAYS if report.event.status in OPEN else date.max.toordinal())


def _vouched(report: Report) -> bool:
    """Whether an outlet says it in its own voice, or a party speaks of its own plan."""
    parties = {party.id for party in report.parties}
    return not report.originators or (report.event.status in OPEN and not parties.isdisjoint(report.originators))


def about_the_same(claimed: Status, denied: Status) -> bool:
    """Whether denying one status contradicts claiming another."""
    if claimed in DONE:
        return denied in DONE or denied is Status.DID_NOT_OCCUR
    return claimed is denied or (claimed in OPEN and denied in OPEN)


def _day(report: Report, acts: Sequence[Report]) -> date | None:
    """Return the day on which a status came true: of what is done its own, else that of the act or the article."""
    event, published = report.event, report.published
    dated = report.time is not None and not (event.status in PLANS and not _dates_its_step(report))
    if dated and report.time is not None:
        fine = report.time.granularity in (Granularity.DAY, Granularity.TIME)
        day = report.earliest if fine else report.latest
        if day is not None and published is not None:
            return min(day, published)
        if day is not None:
            return day
    for act in acts:
        if act.time is not None and act.latest is not None:
            return min(act.latest, published) if published else act.latest
    return published


def _dates_its_step(report: Report) -> bool:
    """Whether the time of a plan is that of the decision: a measure announced on a day that has come."""
    measure = "Measure" in ontology.lineage(report.event.type)
    return measure and report.latest is not None and (report.published is None or report.latest <= report.published)


def _new_in_each_article(told: Sequence[Report]) -> list[Report]:
    """Leave out what an article looks back on: a status told before, when the article has a newer one too."""
    articles: dict[str, list[Report]] = {}
    for report in told:
        articles.setdefault(report.article, []).append(report)
    seen: set[Status] = set()
    before: set[Status] = set()
    found = []
    for reports in articles.values():
        fresh = [report for report in reports if report.event.status not in seen]
        # Where nothing is new, what the article before did not say may have come true again (a meeting set anew).
        found.extend(fresh or [report for report in reports if report.event.status not in before])
        before = {report.event.status for report in reports}
        seen |= before
    return found


def _in_order(reports: Sequence[Report], days: Mapping[str, date | None]) -> list[Report]:
    return sorted(
        reports,
        key=lambda r: (days[r.key] or date.min, _ORDER[r.event.status], r.order),
    )


def _of_this_step(first: Report, same: Sequence[Report], drafts: Sequence[Report]) -> list[Report]:
    """Return the reports of a step: those of its status until another step of that status begins."""
    others = [r for r in drafts if r.event.status is not first.event.status and r.order > first.order]
    nexts = [r for r in drafts if r.event.status is first.event.status and others and r.order > others[0].order]
    end = nexts[0].order if nexts else None
    return [report for report in same if report is first or end is None or report.order < end]


def _step(
    first: Report,
    reports: Sequence[Report],
    day: date | None,
    about: Mapping[str, Sequence[Report]],
    acts: Sequence[Report],
) -> Step:
    bringers = _BRINGERS.get(first.event.status, _USUAL_BRINGERS)
    candidates = [act for report in reports for act in about[report.key] if act.event.type in bringers]
    act = min(candidates, key=lambda a: (bringers.index(a.event.type), a.order), default=None)
    published = [report.published for report in reports if report.published]
    return Step(
        status=first.event.status,
        reports=reports,
        day=day,
        reported=min(published, default=None),
        act=act,
        reason=_reason(reports, act, acts),
    )


def _reason(reports: Sequence[Report], act: Report | None, acts: Sequence[Report]) -> Report | None:
    """Return the report that gives the reason of a step: its own words, its act's, or the same speaker's beside it."""
    if reports[0].event.status not in (Status.CANCELLED, Status.POSTPONED, Status.RESCHEDULED):
        return None
    for report in [*reports, *([act] if act else [])]:
        if gives_reason(report.event.evidence.text):
            return report
    if act is None:
        return None
    speakers = {party.id for party in act.initiators}
    beside = [
        other
        for other in acts
        if other.article == act.article
        and other is not act
        and speakers & {party.id for party in other.initiators}
        and abs(other.event.evidence.start - act.event.evidence.start) <= _PASSAGE
    ]
    return min(beside, key=lambda other: abs(other.event.evidence.start - act.event.evidence.start), default=None)
