"""Extraction records: `Extraction` ⇄ one JSON object a line (`kg.extraction/1`).

The border of the reading half: `kg extract` writes these lines, scorers and `kg ingest` read them. Every field is
written; readers refuse unknown fields.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Literal

import msgspec

from kg.errors import RecordError
from kg.model import (
    Article,
    Attribution,
    Certainty,
    EventMention,
    Extraction,
    Granularity,
    Kind,
    Mention,
    PloverCode,
    Polarity,
    Quantity,
    Role,
    RoleFiller,
    Span,
    Status,
    TimeExpression,
)

SCHEMA = "kg.extraction/1"


class _Record(msgspec.Struct, forbid_unknown_fields=True, frozen=True, kw_only=True):
    """Every field is required and no other is allowed."""


class ArticleHead(_Record, frozen=True):
    """The article as far as a record carries it: all but the text."""

    id: str
    url: str | None
    publisher: str | None
    title: str | None
    published: date | None
    language: str | None
    sha256: str


class SpanRecord(_Record, frozen=True):
    """A span with its text."""

    start: int
    end: int
    text: str


class ContentRecord(_Record, frozen=True):
    """A span without its text (reported content may be long)."""

    start: int
    end: int


class QuoteRecord(_Record, frozen=True):
    """The evidence span of an event."""

    start: int
    end: int
    quote: str


class MentionRecord(_Record, frozen=True):
    """See `kg.model.Mention`."""

    id: str
    start: int
    end: int
    text: str
    kind: Kind
    name: str
    agent: str | None
    country: str | None
    sector: str | None


class TimeRecord(_Record, frozen=True):
    """See `kg.model.TimeExpression`."""

    id: str
    start: int
    end: int
    text: str
    edtf: str | None
    earliest: date | None
    latest: date | None
    granularity: Granularity
    rule: str


class AttributionRecord(_Record, frozen=True):
    """See `kg.model.Attribution`."""

    id: str
    source: SpanRecord | None
    mention: str | None
    cue: SpanRecord | None
    content: ContentRecord | None
    via: str | None


class RoleRecord(_Record, frozen=True):
    """See `kg.model.RoleFiller`."""

    role: Role
    mention: str
    explicit: bool


class QuantityRecord(_Record, frozen=True):
    """See `kg.model.Quantity`."""

    measure: str
    value: int | float | None
    comparator: str
    start: int
    end: int
    text: str


class PloverRecord(_Record, frozen=True):
    """See `kg.model.PloverCode`."""

    event: str | None
    mode: str | None
    contexts: tuple[str, ...]


class EventRecord(_Record, frozen=True):
    """See `kg.model.EventMention`."""

    id: str
    type: str
    trigger: SpanRecord | None
    roles: tuple[RoleRecord, ...]
    status: Status
    polarity: Polarity
    certainty: Certainty
    time: str | None
    place: str | None
    quantities: tuple[QuantityRecord, ...]
    plover: PloverRecord | None
    cameo: str | None
    attributions: tuple[str, ...]
    about: tuple[str, ...]
    evidence: QuoteRecord
    confidence: float
    rule: str


class ExtractionRecord(_Record, frozen=True):
    """One line of `kg extract`."""

    schema: Literal["kg.extraction/1"]
    article: ArticleHead
    mentions: tuple[MentionRecord, ...]
    times: tuple[TimeRecord, ...]
    attributions: tuple[AttributionRecord, ...]
    events: tuple[EventRecord, ...]


_encoder = msgspec.json.Encoder()
_decoder = msgspec.json.Decoder(ExtractionRecord)


def to_record(extraction: Extraction) -> ExtractionRecord:
    """Return the JSON form of an extraction, field by field."""
    article = extraction.article
    return ExtractionRecord(
        schema="kg.extraction/1",
        article=ArticleHead(
            id=article.id,
            url=article.url,
            publisher=article.publisher,
            title=article.title,
            published=article.published,
            language=article.language,
            sha256=article.sha256,
        ),
        mentions=tuple(msgspec.convert(m, MentionRecord, from_attributes=True) for m in extraction.mentions),
        times=tuple(msgspec.convert(t, TimeRecord, from_attributes=True) for t in extraction.times),
        attributions=tuple(
            msgspec.convert(a, AttributionRecord, from_attributes=True) for a in extraction.attributions
        ),
        events=tuple(_event_record(event) for event in extraction.events),
    )


def _event_record(event: EventMention) -> EventRecord:
    evidence = event.evidence
    fields = {name: getattr(event, name) for name in EventRecord.__struct_fields__ if name != "evidence"}
    fields["evidence"] = {"start": evidence.start, "end": evidence.end, "quote": evidence.text}
    return msgspec.convert(fields, EventRecord, from_attributes=True)


def encode(extraction: Extraction) -> bytes:
    """Return one JSON object as UTF-8 bytes, without the newline; the same extraction gives the same bytes."""
    return _encoder.encode(to_record(extraction))


def decode(line: bytes | str, *, text: str = "", where: str = "record") -> Extraction:
    """Return the extraction of one record line; `text` is the article's text, which a record does not carry.

    Raises:
        RecordError: the line is not such a record. The message names `where` and the field.
    """
    try:
        record = _decoder.decode(line)
    except (msgspec.DecodeError, msgspec.ValidationError, UnicodeDecodeError) as error:
        raise RecordError(str(error), where=where, fix=f"write records of schema {SCHEMA}, with every field") from error
    return from_record(record, text=text)


def from_record(record: ExtractionRecord, *, text: str = "") -> Extraction:
    """Return the extraction that a record spells; inverse of `to_record` when `text` is the article's text."""
    head = record.article
    return Extraction(
        article=Article(
            id=head.id,
            text=text,
            published=head.published,
            publisher=head.publisher,
            title=head.title,
            url=head.url,
            language=head.language,
        ),
        mentions=tuple(Mention(**msgspec.structs.asdict(m)) for m in record.mentions),
        times=tuple(TimeExpression(**msgspec.structs.asdict(t)) for t in record.times),
        attributions=tuple(_attribution(a, text) for a in record.attributions),
        events=tuple(_event(e) for e in record.events),
    )


def _span(record: SpanRecord | None) -> Span | None:
    return None if record is None else Span(start=record.start, end=record.end, text=record.text)


def _attribution(record: AttributionRecord, text: str) -> Attribution:
    content = record.content
    return Attribution(
        id=record.id,
        source=_span(record.source),
        mention=record.mention,
        cue=_span(record.cue),
        content=None
        if content is None
        else Span(start=content.start, end=content.end, text=text[content.start : content.end]),
        via=record.via,
    )


def _event(record: EventRecord) -> EventMention:
    fields = msgspec.structs.asdict(record)
    fields["trigger"] = _span(record.trigger)
    fields["roles"] = tuple(RoleFiller(**msgspec.structs.asdict(r)) for r in record.roles)
    fields["quantities"] = tuple(Quantity(**msgspec.structs.asdict(q)) for q in record.quantities)
    fields["plover"] = record.plover and PloverCode(**msgspec.structs.asdict(record.plover))
    fields["evidence"] = Span(start=record.evidence.start, end=record.evidence.end, text=record.evidence.quote)
    return EventMention(**fields)


def encode_lines(extractions: Iterable[Extraction]) -> Iterable[bytes]:
    """Yield one newline-ended JSON line an extraction, in order, as they come."""
    for extraction in extractions:
        yield encode(extraction) + b"\n"
