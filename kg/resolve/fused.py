"""The rows of each fused table: what resolution makes of all extractions together.

One dataclass a table of `kg/graph/schema.sql`, one field a column. Days are ISO strings, truth values 0 and 1, ids
IRIs below `kg.model.DATA`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class TypeRow:
    """An event type in use and one class above it, itself included."""

    type: str
    ancestor: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AgentRow:
    """A person, state, organisation, group, place, facility or weapon."""

    id: str
    label: str
    kind: str
    country: str | None
    sector: str | None
    linked: int


@dataclass(frozen=True, slots=True, kw_only=True)
class EventRow:
    """A resolved event with the values that are preferred today."""

    id: str
    type: str
    label: str
    status: str
    earliest: str | None
    latest: str | None
    edtf: str | None
    place: str | None
    known_from: str | None
    superseded_on: str | None
    articles: int
    originators: int


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidenceRow:
    """A stretch of an article's text."""

    id: str
    article: str
    start: int
    end: int
    quote: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimRow:
    """One event mention of one article."""

    id: str
    event: str
    article: str
    mention: str
    claimant: str
    voice: str
    status: str
    polarity: str
    certainty: str
    claim_status: str
    evidence: str
    reported: str | None
    confidence: float
    rule: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AttributionRow:
    """One step of the way from the originator of a claim to the article; step 1 is the originator."""

    claim: str
    step: int
    source: str
    source_type: str
    cue: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ParticipationRow:
    """An agent in a role."""

    id: str
    event: str
    agent: str
    role: str
    explicit: int
    rank: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StatusRow:
    """One step of an event's history, or (step 0) a status that somebody claims and that is no step of it."""

    id: str
    event: str
    status: str
    step: int
    valid_from: str | None
    valid_to: str | None
    reported: str | None
    brought_about_by: str | None
    reason: str | None
    rank: str


@dataclass(frozen=True, slots=True, kw_only=True)
class QuantityRow:
    """A figure of an event."""

    id: str
    event: str
    measure: str
    value: float | None
    comparator: str
    rank: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TimingRow:
    """When an event takes place, as one or more claims give it."""

    id: str
    event: str
    edtf: str | None
    earliest: str | None
    latest: str | None
    granularity: str
    rule: str
    text: str
    rank: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacementRow:
    """Where an event takes place."""

    id: str
    event: str
    place: str
    rank: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeRow:
    """A PLOVER or CAMEO code of an event."""

    id: str
    event: str
    scheme: str
    code: str
    mode: str | None
    rank: str


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class SupportRow:
    """That a claim supports or disputes a facet (a participation, status, quantity, timing, placement or code)."""

    facet: str
    claim: str
    stance: str


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class ResponseRow:
    """That a claim denies, corroborates, corrects or retracts another."""

    claim: str
    kind: str
    target: str


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class RelationRow:
    """That an event is about another, brought it about, or is part of it."""

    event: str
    kind: str
    target: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MergeRow:
    """Why two event mentions are one event, or were kept apart."""

    event: str
    a: str
    b: str
    verdict: str
    score: float
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Fused:
    """All fused tables, each sorted by its primary key."""

    types: Sequence[TypeRow] = ()
    agents: Sequence[AgentRow] = ()
    events: Sequence[EventRow] = ()
    evidence: Sequence[EvidenceRow] = ()
    claims: Sequence[ClaimRow] = ()
    attributions: Sequence[AttributionRow] = ()
    participations: Sequence[ParticipationRow] = ()
    statuses: Sequence[StatusRow] = ()
    quantities: Sequence[QuantityRow] = ()
    timings: Sequence[TimingRow] = ()
    placements: Sequence[PlacementRow] = ()
    codes: Sequence[CodeRow] = ()
    supports: Sequence[SupportRow] = ()
    responses: Sequence[ResponseRow] = ()
    relations: Sequence[RelationRow] = ()
    merges: Sequence[MergeRow] = ()

    def tables(self) -> Mapping[str, Sequence[Any]]:
        """Return table name → rows."""
        return {name: getattr(self, name) for name in self.__dataclass_fields__}
