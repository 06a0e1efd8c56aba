"""The nouns of Diplograph: news text as loaded, what was read in it, and what resolution makes of it.

Names follow ACE/ERE (mention, trigger, role), W3C PROV and Web Annotation (evidence, position) and record linkage
(judgement). The JSON spelling is `kg.record`, the RDF spelling `ontologies/core/diplograph.ttl`; one test holds the
three together. All offsets are Unicode code points over `Article.text`, 0-based and end-exclusive.
"""

from __future__ import annotations

import datetime
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

NAMESPACE = "https://w3id.org/diplograph/ns#"
DATA = "https://w3id.org/diplograph/id/"


class Kind(StrEnum):
    """What sort of thing a mention names."""

    PERSON = "person"
    STATE = "state"
    ORGANIZATION = "organization"
    GROUP = "group"
    OFFICE = "office"
    PLACE = "place"
    FACILITY = "facility"
    WEAPON = "weapon"


class Status(StrEnum):
    """Life-cycle status of an event, as one article gives it in one place."""

    MOOTED = "mooted"
    PLANNED = "planned"
    ANNOUNCED = "announced"
    SCHEDULED = "scheduled"
    RESCHEDULED = "rescheduled"
    POSTPONED = "postponed"
    CANCELLED = "cancelled"
    UNDERWAY = "underway"
    OCCURRED = "occurred"
    DID_NOT_OCCUR = "did-not-occur"
    FAILED = "failed"
    UNKNOWN = "unknown"
    PROPOSED = "proposed"
    IMPOSED = "imposed"
    EXTENDED = "extended"
    EASED = "eased"
    SUSPENDED = "suspended"
    LIFTED = "lifted"
    EXPIRED = "expired"


class Polarity(StrEnum):
    """Whether the source asserts the event or its absence."""

    POSITIVE = "positive"
    NEGATIVE = "negative"


class Certainty(StrEnum):
    """How firmly the source puts it."""

    CERTAIN = "certain"
    PROBABLE = "probable"
    POSSIBLE = "possible"
    UNSPECIFIED = "unspecified"


class Role(StrEnum):
    """How an agent or thing takes part in an event."""

    ACTOR = "actor"
    RECIPIENT = "recipient"
    PARTICIPANT = "participant"
    SPEAKER = "speaker"
    ADDRESSEE = "addressee"
    HOST = "host"
    VISITOR = "visitor"
    MEDIATOR = "mediator"
    IMPOSER = "imposer"
    TARGET = "target"
    PERPETRATOR = "perpetrator"
    VICTIM = "victim"
    PROVIDER = "provider"
    BENEFICIARY = "beneficiary"
    INSTRUMENT = "instrument"
    TOPIC = "topic"
    DESTINATION = "destination"


class Verdict(StrEnum):
    """What a judgement says of two ids."""

    SAME = "same"
    DIFFERENT = "different"
    UNSURE = "unsure"


class Granularity(StrEnum):
    """How fine a time expression is."""

    TIME = "time"
    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"
    DECADE = "decade"
    VAGUE = "vague"


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """One published news document as loaded; never edited.

    `text` is kept exactly as read (all offsets point into it). `published` is the publication day, or None where the
    source gives none. `metadata` holds keys of the source that have no field of their own.
    """

    id: str
    text: str
    published: date | None = None
    publisher: str | None = None
    title: str | None = None
    url: str | None = None
    language: str | None = None
    metadata: Mapping[str, str] = field(default_factory=dict)

    @property
    def sha256(self) -> str:
        """Hash of the UTF-8 text, in hexadecimal: what the offsets refer to."""
        return hashlib.sha256(self.text.encode("utf-8", "surrogatepass")).hexdigest()


def article_key(text: str, source: str) -> str:
    """Return the content-addressed id of an article: 16 hex digits over text and source (url or publisher).

    >>> article_key("A text.", "CNN") == article_key("A text.", "CNN")
    True
    """
    return hashlib.sha256(f"{source}\n{text}".encode("utf-8", "surrogatepass")).hexdigest()[:16]


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """Half-open [start, end) offsets into `Article.text`, in Unicode code points, with the text they cut out."""

    start: int
    end: int
    text: str

    @classmethod
    def of(cls, text: str, start: int, end: int) -> Span:
        """Return what [start, end) cuts out of a text, less the white space at its ends."""
        cut = text[start:end]
        start += len(cut) - len(cut.lstrip())
        end = start + len(cut.strip())
        return cls(start=start, end=end, text=text[start:end])


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """A span that names an agent, an office, a thing or a place, and what it is linked to.

    `name` is the canonical name where linked or chained in the document, else the text. `agent` is an IRI below
    `DATA` ("agent/Q…" or "place/Q…") or None. `country` is the ISO 3166-1 alpha-3 code of the state acted for on the
    article's date; `sector` a PLOVER sector code.
    """

    id: str
    start: int
    end: int
    text: str
    kind: Kind
    name: str
    agent: str | None = None
    country: str | None = None
    sector: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeExpression:
    """A span that names a time, its EDTF value, the inclusive day bounds and the rule that resolved it."""

    id: str
    start: int
    end: int
    text: str
    edtf: str | None
    earliest: date | None
    latest: date | None
    granularity: Granularity
    rule: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Attribution:
    """One reporting frame: who said it, with which words, about which span; `via` is the attribution that relays it.

    `mention` is the id of the source's mention. `content` runs from the first to the last character of what is
    reported; its `text` is the article's text there.
    """

    id: str
    source: Span | None
    mention: str | None
    cue: Span | None
    content: Span | None
    via: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RoleFiller:
    """One participant of an event mention; `explicit` is False where a reader infers it and no word states it."""

    role: Role
    mention: str
    explicit: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Quantity:
    """A number of an event ("at least 14 wounded"): measure, value (None for "dozens"), comparator and span."""

    measure: str
    value: float | int | None
    comparator: str
    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PloverCode:
    """A PLOVER 2.0 code: event type, mode, contexts."""

    event: str | None
    mode: str | None = None
    contexts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class EventMention:
    """One report of one event in one article: what, who, when, where, with which status, according to whom.

    `type` is the local name of an ontology class. `time`, `place`, `attributions`, `about` and the mentions of
    `roles` are ids within the same extraction. `confidence` is in [0, 1]; `rule` is the lexicon entry that fired.
    """

    id: str
    type: str
    trigger: Span | None
    roles: tuple[RoleFiller, ...]
    status: Status
    polarity: Polarity
    certainty: Certainty
    time: str | None
    place: str | None
    quantities: tuple[Quantity, ...]
    plover: PloverCode | None
    cameo: str | None
    attributions: tuple[str, ...]
    about: tuple[str, ...]
    evidence: Span
    confidence: float
    rule: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Extraction:
    """All that was read in one article: what the rest of the journey starts from."""

    article: Article
    mentions: tuple[Mention, ...] = ()
    times: tuple[TimeExpression, ...] = ()
    attributions: tuple[Attribution, ...] = ()
    events: tuple[EventMention, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """That two ids (event mentions "article#event", events or agents) are the same, different or unsure.

    The only thing that merges or splits by hand; read from `judgements.jsonl` on each build, retracted by date and
    never deleted.
    """

    a: str
    b: str
    verdict: Verdict
    reason: str
    author: str
    date: datetime.date
    retracted: datetime.date | None = None
