"""All extractions and judgements → the rows of every fused table.

Deterministic and blind to the order of its input; no clock is read. The same articles always give the same rows.
"""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files

from kg import ontology
from kg.model import Extraction, Judgement, Kind, Role
from kg.resolve.agents import Agents
from kg.resolve.claims import Claims, claims_of, responses, with_claim_statuses
from kg.resolve.facets import Facets, facets_of, superseded_on
from kg.resolve.fused import (
    ClaimRow,
    EventRow,
    Fused,
    MergeRow,
    RelationRow,
    ResponseRow,
    TypeRow,
)
from kg.resolve.lifecycle import History, history
from kg.resolve.merge import Decision, event_iri, merge
from kg.resolve.reports import Report, fillers, make_reports
from kg.resolve.words import is_pronoun

_LEADING = (Role.PARTICIPANT, Role.SPEAKER, Role.ACTOR, Role.IMPOSER, Role.PERPETRATOR, Role.PROVIDER, Role.VISITOR)
_AFFECTED = (Role.RECIPIENT, Role.TARGET, Role.VICTIM, Role.BENEFICIARY)
_NAMED = 3


@dataclass(slots=True)
class _Event:
    """One resolved event while its rows are made."""

    id: str
    cluster: Sequence[Report]
    history: History
    facets: Facets
    claims: Sequence[ClaimRow]


@dataclass(slots=True)
class _Work:
    """What is gathered on the way."""

    agents: Agents
    event_of: Mapping[str, str]
    claims: dict[str, Claims]
    events: list[_Event] = field(default_factory=list)
    found: list[ResponseRow] = field(default_factory=list)


@cache
def rules_name() -> str:
    """Return the name of these rules: a hash of the code, word lists and weights that rows depend on.

    Fused tables made by rules of another name are rebuilt.
    """
    digest = hashlib.sha256()
    for folder in (files("kg.resolve"), files("kg").joinpath("lexicons", "resolve")):
        for item in sorted(folder.iterdir(), key=lambda entry: entry.name):
            if item.name.endswith((".py", ".yaml")):
                digest.update(item.name.encode() + item.read_bytes())
    return f"resolve-{digest.hexdigest()[:12]}"


def fuse(extractions: Sequence[Extraction], judgements: Sequence[Judgement]) -> Fused:
    """Return every fused table, each sorted by its primary key."""
    ordered = sorted(
        extractions, key=lambda x: (x.article.published.isoformat() if x.article.published else "", x.article.id)
    )
    agents = Agents()
    reports = make_reports(ordered, agents)
    publishers = {agents.publisher(extraction.article) for extraction in ordered}
    merged = merge(reports, judgements, ontology.lineage)
    event_of = {report.key: event_iri(cluster) for cluster in merged.clusters for report in cluster}
    claims = {report.key: claims_of(report, event_of[report.key], agents) for report in reports}
    work = _Work(agents=agents, event_of=event_of, claims=claims)
    acts = _acts_about(reports)
    for cluster in merged.clusters:
        _add_event(cluster, acts, work)
    return _tables(work, publishers, merged.decisions)


def _published_first(extraction: Extraction) -> tuple[str, str]:
    article = extraction.article
    return (article.published.isoformat() if article.published else "", article.id)


def _acts_about(reports: Sequence[Report]) -> Mapping[str, Sequence[Report]]:
    acts: dict[str, list[Report]] = defaultdict(list)
    for report in reports:
        for key in report.about:
            acts[key].append(report)
    return acts


def _add_event(cluster: Sequence[Report], acts: Mapping[str, Sequence[Report]], work: _Work) -> None:
    id_ = event_iri(cluster)
    about = {act.key: act for report in cluster for act in acts.get(report.key, ()) if "SpeechAct" in _line(act)}
    past = history(cluster, sorted(about.values(), key=lambda act: act.order))
    rows_of = {report.key: work.claims[report.key].rows for report in (*cluster, *about.values())}
    facets = facets_of(id_, cluster, past, rows_of, work.event_of)
    rows = [row for report in cluster for row in rows_of[report.key]]
    work.events.append(_Event(id=id_, cluster=cluster, history=past, facets=facets, claims=rows))
    work.found.extend(responses(cluster, past, rows_of))


def _line(report: Report) -> Sequence[str]:
    return ontology.lineage(report.event.type)


def _tables(work: _Work, publishers: set[str], decisions: Sequence[Decision]) -> Fused:
    facets = [event.facets for event in work.events]
    rows = [row for event in work.events for row in event.claims]
    claims = with_claim_statuses(
        rows, work.found, _Concerned({event.id: event.cluster for event in work.events}, work.agents)
    )
    steps = sorted((s for c in work.claims.values() for s in c.steps), key=lambda s: (s.claim, s.step))
    evidence = {row.id: row for c in work.claims.values() for row in c.evidence}
    participations = sorted((row for f in facets for row in f.participations), key=lambda row: row.id)
    placements = sorted((row for f in facets for row in f.placements), key=lambda row: row.id)
    used = publishers | {p.agent for p in participations} | {p.place for p in placements} | {c.claimant for c in claims}
    types = {event_type for event in work.events for event_type in [_type(event.cluster)]}
    return Fused(
        types=sorted(TypeRow(type=name, ancestor=above) for name in types for above in ontology.lineage(name)),
        agents=work.agents.rows(used | {step.source for step in steps}),
        events=sorted((_event_row(event, work) for event in work.events), key=lambda row: row.id),
        evidence=[evidence[id_] for id_ in sorted(evidence)],
        claims=claims,
        attributions=steps,
        participations=participations,
        statuses=sorted((row for f in facets for row in f.statuses), key=lambda row: row.id),
        quantities=sorted((row for f in facets for row in f.quantities), key=lambda row: row.id),
        timings=sorted((row for f in facets for row in f.timings), key=lambda row: row.id),
        placements=placements,
        codes=sorted((row for f in facets for row in f.codes), key=lambda row: row.id),
        supports=sorted({row for f in facets for row in f.supports}),
        responses=sorted(set(work.found)),
        relations=_relations(work),
        merges=[
            MergeRow(event=work.event_of[d.a], a=d.a, b=d.b, verdict=d.verdict, score=d.score, reason=d.reason)
            for d in decisions
        ],
    )


class _Concerned:
    """Whether a claimant is a party of an event, or speaks for a state that is one."""

    def __init__(self, clusters: Mapping[str, Sequence[Report]], agents: Agents) -> None:
        self._clusters, self._agents = clusters, agents

    def __call__(self, event: str, claimant: str) -> bool:
        parties = [party for report in self._clusters[event] for party in report.parties]
        country = self._agents.country(claimant)
        return any(p.id == claimant or (country is not None and p.country == country) for p in parties)


def _type(cluster: Sequence[Report]) -> str:
    """Return the type most reports give; of equally many the most specific."""
    counts = Counter(report.event.type for report in cluster)
    return min(counts, key=lambda name: (-counts[name], -len(ontology.lineage(name)), name))


def _event_row(event: _Event, work: _Work) -> EventRow:
    time = next((row for row in event.facets.timings if row.rank == "preferred"), None)
    place = next((row for row in event.facets.placements if row.rank == "preferred"), None)
    published = [report.published for report in event.cluster if report.published]
    type_ = _type(event.cluster)
    return EventRow(
        id=event.id,
        type=type_,
        label=_label(event, type_, place.place if place else None, work),
        status=event.history.status.value,
        earliest=time.earliest if time else None,
        latest=time.latest if time else None,
        edtf=time.edtf if time else None,
        place=place.place if place else None,
        known_from=min(published).isoformat() if published else None,
        superseded_on=superseded_on(event.history),
        articles=len({report.article for report in event.cluster}),
        originators=len({claim.claimant for claim in event.claims}),
    )


def _label(event: _Event, type_: str, place: str | None, work: _Work) -> str:
    """Return a name for people: the type, who acts on whom, the place."""
    words = ontology.label(type_)
    name = words[:1].upper() + words[1:]
    acting, affected = _names(event.cluster, _LEADING), _names(event.cluster, _AFFECTED)
    affected = [label for label in affected if label not in acting]
    if acting or affected:
        name += ": " + " → ".join(_listed(labels) for labels in (acting, affected) if labels)
    return name + (f" ({work.agents.label(place)})" if place else "")


def _listed(labels: Sequence[str]) -> str:
    more = labels[-1] == "others"
    return ", ".join(labels[:-1]) + " and others" if more else ", ".join(labels)


def _names(cluster: Sequence[Report], roles: Sequence[Role]) -> list[str]:
    """Return the names of those in these roles, role by role as first told; groups only where nobody else is named."""
    named: dict[str, Kind] = {}
    for role in roles:
        for report in cluster:
            mentions = {mention.id: mention for mention in report.extraction.mentions}
            for filler, mention in fillers(report.event, mentions):
                if filler.role is role and not is_pronoun(mention.name):
                    named.setdefault(mention.name, mention.kind)
    single = [name for name, kind in named.items() if kind is not Kind.GROUP]
    if len(single) == 1 and _meets(cluster):
        single = list(named)  # who met a group is not said to have met alone
    told = single or list(named)
    return [*told[:_NAMED], "others"] if len(told) > _NAMED else told


def _meets(cluster: Sequence[Report]) -> bool:
    return any(filler.role is Role.PARTICIPANT for report in cluster for filler in report.event.roles)


def _relations(work: _Work) -> list[RelationRow]:
    found: set[RelationRow] = set()
    for event in work.events:
        for report in event.cluster:
            for key in report.about:
                target = work.event_of.get(key)
                if target is not None and target != event.id:
                    kind = "subEventOf" if "Effect" in _line(report) else "about"
                    found.add(RelationRow(event=event.id, kind=kind, target=target))
        for row in event.facets.statuses:
            if row.brought_about_by is not None and row.brought_about_by != event.id:
                found.add(RelationRow(event=row.brought_about_by, kind="broughtAbout", target=event.id))
    return sorted(found)
