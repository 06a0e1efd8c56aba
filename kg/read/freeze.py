"""Finished drafts → `EventMention`s with ids, codes and spans."""

from __future__ import annotations

from collections.abc import Sequence

from kg.lexicon import Lexicon
from kg.model import EventMention, PloverCode, Role, RoleFiller, Span, Status
from kg.read.codes import decide_codes
from kg.read.draft import Draft
from kg.read.parsed import ParsedArticle
from kg.read.roles import Filled


def coded(draft: Draft, lexicon: Lexicon) -> tuple[PloverCode | None, str | None, str]:
    """Return the PLOVER and CAMEO codes of a finished draft, and the reason."""
    of = draft
    if draft.type in ("Announcement", "CancellationAct") and draft.about:
        of = next((d for d in draft.about if not d.speech and not _past_force(d)), draft)
    return decide_codes(
        of.type,
        of.status,
        of.polarity,
        of.certainty,
        rule=of.rule,
        table=lexicon.codes_of.get(of.type, ()),
        speech=of.speech,
        about=[d.type for d in of.about],
        roles=[item.role for item in of.roles],
    )


def _past_force(event: Draft) -> bool:
    """Whether an event is an attack that is told of, not one that an announcement decides."""
    return event.entry.family == "attack" and event.status in (Status.OCCURRED, Status.UNDERWAY)


def freeze(drafts: Sequence[Draft], parsed: ParsedArticle, lexicon: Lexicon) -> list[EventMention]:
    """Return the records of the drafts, ids e1, e2, … in their order."""
    ids = {id(draft): f"e{number}" for number, draft in enumerate(drafts, start=1)}
    text = parsed.article.text
    return [_event(draft, ids, text, lexicon) for draft in drafts]


def _event(draft: Draft, ids: dict[int, str], text: str, lexicon: Lexicon) -> EventMention:
    plover, cameo, _ = coded(draft, lexicon)
    return EventMention(
        id=ids[id(draft)],
        type=draft.type,
        trigger=Span.of(text, draft.start, draft.end),
        roles=tuple(_filler(item) for item in draft.roles),
        status=draft.status,
        polarity=draft.polarity,
        certainty=draft.certainty,
        time=draft.time.id if draft.time else None,
        place=draft.place.mention.id if draft.place else None,
        quantities=tuple(draft.quantities),
        plover=plover,
        cameo=cameo,
        attributions=tuple(a.id for a in draft.attributions),
        about=tuple(ids[id(d)] for d in draft.about),
        evidence=Span.of(text, *draft.evidence),
        confidence=draft.confidence,
        rule=draft.rule.rule,
    )


def _filler(item: Filled) -> RoleFiller:
    return RoleFiller(role=Role(item.role), mention=item.anchor.mention.id, explicit=item.explicit)
