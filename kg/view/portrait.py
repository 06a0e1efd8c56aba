"""An event's or agent's IRI → everything the store says of it, in one record, with the words and who said them."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from kg.graph.rows import rows, snapshot
from kg.graph.store import Store


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """One claim: who said it, relayed by whom, in which article, and the words, which stand at `start` to `end`.

    `relays` begins with the one nearest to the originator; the publisher, always the last, is not among them.
    """

    claim: str
    claimant: str
    relays: tuple[str, ...]
    status: str
    polarity: str
    certainty: str
    claim_status: str
    quote: str
    article: str
    start: int
    end: int
    title: str | None
    publisher: str | None
    url: str | None
    published: str | None
    rule: str
    confidence: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One step of an event's history, with the claims that carry it; the day is the one on which it came true."""

    status: str
    day: str | None
    reported: str | None
    claims: tuple[Told, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """An agent's part in an event."""

    role: str
    agent: str
    label: str
    explicit: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """Another event that this one is about, brings about or belongs to, or that is so tied to this one."""

    kind: str
    event: str
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A number that a source gives for the event."""

    measure: str
    value: float | None
    comparator: str
    claims: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Join:
    """Why two event mentions were taken as one event, or kept apart."""

    a: str
    b: str
    verdict: str
    score: float
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EventPortrait:
    """All about one event. `others` are the claims that are no step of its history: denials, doubts, other views."""

    event: str
    type: str
    label: str
    status: str
    when: str | None
    place: str | None
    parts: tuple[Part, ...]
    steps: tuple[Step, ...]
    others: tuple[Told, ...]
    figures: tuple[Figure, ...]
    codes: tuple[str, ...]
    links: tuple[Link, ...]
    joins: tuple[Join, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AgentEvent:
    """An event as it stands in an agent's portrait."""

    event: str
    label: str
    role: str
    status: str
    when: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class AgentPortrait:
    """All about one agent or place: the events it takes part in, oldest first, and how much it claims."""

    agent: str
    label: str
    kind: str
    country: str | None
    sector: str | None
    events: tuple[AgentEvent, ...]
    claims: int


_TOLD = """
SELECT c.id AS claim, a.label AS claimant, c.status, c.polarity, c.certainty, c.claim_status, v.quote, c.article,
  v.start, v.end, d.title, d.publisher, d.url, d.published, c.rule, c.confidence
FROM claims c JOIN agents a ON a.id = c.claimant JOIN evidence v ON v.id = c.evidence
JOIN articles d ON d.id = c.article
WHERE c.event = ? ORDER BY d.published, c.article, v.start, c.id"""
_RELAYS = """
SELECT t.claim, a.label FROM attributions t JOIN claims c ON c.id = t.claim JOIN agents a ON a.id = t.source
WHERE c.event = ? AND t.step > 1 ORDER BY t.claim, t.step"""
_PARTS = """
SELECT p.role, p.agent, a.label, max(p.explicit) AS explicit FROM participations p JOIN agents a ON a.id = p.agent
WHERE p.event = ? AND p.rank <> 'deprecated' GROUP BY p.role, p.agent ORDER BY p.role, a.label"""
_STEPS = """
SELECT s.id, s.status, s.valid_from AS day, s.reported, u.claim FROM statuses s
JOIN supports u ON u.facet = s.id AND u.stance = 'supports'
WHERE s.event = ? AND s.step > 0 ORDER BY s.step, s.id, u.claim"""
_FIGURES = """
SELECT q.id, q.measure, q.value, q.comparator, u.claim FROM quantities q
JOIN supports u ON u.facet = q.id AND u.stance = 'supports'
WHERE q.event = ? ORDER BY q.measure, q.value, q.id, u.claim"""
_LINKS = """
SELECT r.kind, r.target AS event, e.label FROM relations r JOIN events e ON e.id = r.target WHERE r.event = ?1
UNION SELECT r.kind || ' of', r.event, e.label FROM relations r JOIN events e ON e.id = r.event WHERE r.target = ?1
ORDER BY 1, 3, 2"""
_CODES = """
SELECT DISTINCT upper(scheme) AS scheme, code, mode FROM codes WHERE event = ? AND rank <> 'deprecated'
ORDER BY 1, 2, 3"""
_JOINS = "SELECT a, b, verdict, score, reason FROM merges WHERE event = ? ORDER BY a, b"
_HEAD = "SELECT e.*, a.label AS place_label FROM events e LEFT JOIN agents a ON a.id = e.place WHERE e.id = ?"
_AGENT_EVENTS = """
SELECT e.id AS event, e.label, p.role, e.status, coalesce(e.edtf, e.known_from) AS "when" FROM participations p
JOIN events e ON e.id = p.event WHERE p.agent = ? AND p.rank <> 'deprecated'
ORDER BY coalesce(e.earliest, e.known_from), e.id, p.role"""


def event_portrait(store: Store, event: str) -> EventPortrait:
    """Return all about the event of this IRI, which the store must hold."""
    with snapshot(store) as db:
        [head] = rows(db, _HEAD, event)
        relays = defaultdict(list)
        for row in rows(db, _RELAYS, event):
            relays[row["claim"]].append(row["label"])
        told = {row["claim"]: Told(**dict(row), relays=tuple(relays[row["claim"]])) for row in rows(db, _TOLD, event)}
        steps = _steps(rows(db, _STEPS, event), told)
        carried = {claim.claim for step in steps for claim in step.claims}
        return EventPortrait(
            event=event,
            type=head["type"],
            label=head["label"],
            status=head["status"],
            when=head["edtf"],
            place=head["place_label"],
            parts=tuple(
                Part(role=row["role"], agent=row["agent"], label=row["label"], explicit=bool(row["explicit"]))
                for row in rows(db, _PARTS, event)
            ),
            steps=steps,
            others=tuple(claim for claim in told.values() if claim.claim not in carried),
            figures=_figures(rows(db, _FIGURES, event)),
            codes=tuple(" ".join(filter(None, row)) for row in rows(db, _CODES, event)),
            links=tuple(Link(**dict(row)) for row in rows(db, _LINKS, event)),
            joins=tuple(Join(**dict(row)) for row in rows(db, _JOINS, event)),
        )


def agent_portrait(store: Store, agent: str) -> AgentPortrait:
    """Return all about the agent or place of this IRI, which the store must hold."""
    with snapshot(store) as db:
        [head] = rows(db, "SELECT * FROM agents WHERE id = ?", agent)
        [count] = rows(db, "SELECT count(*) AS n FROM claims WHERE claimant = ?", agent)
        return AgentPortrait(
            agent=agent,
            label=head["label"],
            kind=head["kind"],
            country=head["country"],
            sector=head["sector"],
            events=tuple(AgentEvent(**dict(row)) for row in rows(db, _AGENT_EVENTS, agent)),
            claims=count["n"],
        )


def _steps(found: Any, told: dict[str, Told]) -> tuple[Step, ...]:
    groups: dict[str, list[Any]] = defaultdict(list)
    for row in found:
        groups[row["id"]].append(row)
    return tuple(
        Step(
            status=group[0]["status"],
            day=group[0]["day"],
            reported=group[0]["reported"],
            claims=tuple(told[claim] for claim in told if claim in {row["claim"] for row in group}),
        )
        for group in groups.values()
    )


def _figures(found: Any) -> tuple[Figure, ...]:
    groups: dict[str, list[Any]] = defaultdict(list)
    for row in found:
        groups[row["id"]].append(row)
    return tuple(
        Figure(
            measure=group[0]["measure"],
            value=group[0]["value"],
            comparator=group[0]["comparator"],
            claims=tuple(row["claim"] for row in group),
        )
        for group in groups.values()
    )
