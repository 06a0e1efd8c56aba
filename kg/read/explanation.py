"""What a reader is told of one article: sentences with their words, mentions, times, frames, events and near misses.

Plain data, made by `kg.read.explain` and shown by `kg explain`. Offsets are those of the article's text.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

Extent = tuple[int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Word:
    """One token: lemma, part of speech, dependency, and the text of what it hangs on."""

    start: int
    end: int
    text: str
    lemma: str
    tag: str
    dependency: str
    head: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MentionSeen:
    """A mention with its link; `why` says how its form led to the name."""

    start: int
    end: int
    text: str
    kind: str
    name: str
    agent: str | None
    country: str | None
    sector: str | None
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeSeen:
    """A time expression with its value and the rule that resolved it."""

    start: int
    end: int
    text: str
    edtf: str | None
    rule: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FrameSeen:
    """A reporting frame: source, cue, content, and who relays it."""

    id: str
    source: str
    cue: str
    cue_at: Extent | None
    content: str
    via: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RoleSeen:
    """A participant, the slot it was found in, and whether the words say it or a reader infers it."""

    role: str
    name: str
    text: str
    slot: str
    explicit: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One decision and how it was taken.

    `about` is one of trigger, act, status, parties, time, place, identity, figures, codes.
    """

    about: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EventSeen:
    """An event record with all the decisions that made it, in order."""

    id: str
    type: str
    trigger: str
    at: tuple[Extent, ...]
    rule: str
    rule_source: str
    status: str
    polarity: str
    certainty: str
    roles: tuple[RoleSeen, ...]
    time: TimeSeen | None
    place: str | None
    quantities: tuple[str, ...]
    about: tuple[str, ...]
    claimed_by: tuple[str, ...]
    plover: str | None
    cameo: str | None
    evidence: str
    confidence: float
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class NearMiss:
    """Words that nearly gave an event: the rule (or rules) and what kept it from firing."""

    trigger: str
    at: tuple[Extent, ...]
    rule: str
    event: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SentenceSeen:
    """One sentence with everything that was read in it."""

    start: int
    end: int
    text: str
    words: tuple[Word, ...]
    mentions: tuple[MentionSeen, ...]
    times: tuple[TimeSeen, ...]
    frames: tuple[FrameSeen, ...]
    events: tuple[EventSeen, ...]
    near_misses: tuple[NearMiss, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """One article explained."""

    article: str
    title: str | None
    publisher: str | None
    published: date | None
    sentences: tuple[SentenceSeen, ...]
