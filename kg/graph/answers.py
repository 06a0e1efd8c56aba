"""What each question answers: one frozen dataclass a question, one field a column of its header."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class EventAnswer:
    """Events, oldest first: a row of `events`."""

    event: str
    type: str
    label: str
    status: str
    earliest: date | None
    latest: date | None
    place: str | None
    known_from: date | None
    articles: int
    originators: int


@dataclass(frozen=True, slots=True, kw_only=True)
class BetweenAnswer:
    """Events that two agents, or those who act for them, take part in, oldest first: a row of `between`."""

    event: str
    type: str
    label: str
    status: str
    earliest: date | None
    latest: date | None
    known_from: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class MeetingStep:
    """Meetings, visits, calls and talks with the steps of their histories: a row of `meetings`."""

    event: str
    type: str
    label: str
    step: int
    status: str
    valid_from: date | None
    valid_to: date | None
    reported: date | None
    act: str | None
    act_label: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CancelledAnswer:
    """What was called off or put off: who said so, in which words, and why: a row of `cancelled`."""

    event: str
    type: str
    label: str
    status: str
    valid_from: date | None
    claimant: str
    claimant_label: str
    quote: str
    article: str
    reported: date | None
    reason: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SanctionAnswer:
    """Sanctions in force on a day: a row of `sanctions_in_force`."""

    event: str
    label: str
    status: str
    valid_from: date | None
    valid_to: date | None
    imposer: str | None
    imposer_label: str | None
    target: str | None
    target_label: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class DeniedClaim:
    """What one source claimed and another denied: a row of `denied_claims`."""

    event: str
    label: str
    claimant: str
    claimant_label: str
    quote: str
    article: str
    reported: date | None
    denier: str
    denier_label: str
    denial: str
    denial_article: str
    denied_on: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SingleSourceFact:
    """Facts that rest on one originator, however many articles repeat them: a row of `single_source`."""

    facet: str
    kind: str
    event: str
    label: str
    claimant: str
    claimant_label: str
    articles: int


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidenceAnswer:
    """Every claim about an event, with its words and where they stand: a row of `evidence`."""

    claim: str
    claimant: str
    claimant_label: str
    voice: str
    status: str
    polarity: str
    certainty: str
    claim_status: str
    quote: str
    start: int
    end: int
    article: str
    title: str | None
    publisher: str | None
    url: str | None
    published: date | None
    rule: str
    confidence: float


@dataclass(frozen=True, slots=True, kw_only=True)
class LifeCycleStep:
    """The steps of an event, each with its day, the act behind it and every claim: a row of `life_cycle`."""

    step: int
    status: str
    valid_from: date | None
    valid_to: date | None
    reported: date | None
    act: str | None
    act_label: str | None
    reason: str | None
    claim: str
    claimant: str
    claimant_label: str
    quote: str
    article: str
    publisher: str | None
    published: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class TimelineAnswer:
    """The events of an agent, oldest first, with its roles: a row of `timeline`."""

    event: str
    type: str
    label: str
    agent: str
    agent_label: str
    role: str
    status: str
    earliest: date | None
    latest: date | None
    known_from: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class AsOfAnswer:
    """What had been reported by a day: the latest step of each event: a row of `as_of`."""

    event: str
    type: str
    label: str
    step: int
    status: str
    valid_from: date | None
    reported: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class NetworkRow:
    """Who takes part in what: one row a participation, for networks: a row of `network`."""

    event: str
    type: str
    label: str
    status: str
    earliest: date | None
    latest: date | None
    known_from: date | None
    articles: int
    agent: str
    agent_label: str
    kind: str
    country: str | None
    role: str
    explicit: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class MergeAnswer:
    """Why mentions were taken as one event, or kept apart: a row of `merges`."""

    a: str
    b: str
    verdict: str
    score: float
    reason: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class AgentAnswer:
    """Who and what the graph knows: a row of `agents`."""

    agent: str
    label: str
    kind: str
    country: str | None
    sector: str | None
    linked: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleAnswer:
    """The articles of the graph, oldest first: a row of `articles`."""

    article: str
    title: str | None
    publisher: str | None
    published: date | None
    url: str | None


ANSWERS: Mapping[str, type[Any]] = {
    "agents": AgentAnswer,
    "articles": ArticleAnswer,
    "as_of": AsOfAnswer,
    "between": BetweenAnswer,
    "cancelled": CancelledAnswer,
    "denied_claims": DeniedClaim,
    "events": EventAnswer,
    "evidence": EvidenceAnswer,
    "life_cycle": LifeCycleStep,
    "meetings": MeetingStep,
    "merges": MergeAnswer,
    "network": NetworkRow,
    "sanctions_in_force": SanctionAnswer,
    "single_source": SingleSourceFact,
    "timeline": TimelineAnswer,
}
