"""ParsedArticle → Extraction: times, attributions, quantities and events, with the mentions that they use."""

from __future__ import annotations

from dataclasses import replace

from kg.facts import Facts, load_facts
from kg.lexicon import Lexicon, load_lexicon
from kg.model import Attribution, EventMention, Extraction, Kind, Mention, RoleFiller
from kg.read.attribution import find_attributions
from kg.read.events import find_events
from kg.read.parsed import ParsedArticle
from kg.read.quantities import find_quantities
from kg.read.speech import name_sources, resolve_first_person
from kg.read.times import find_times


def extract(parsed: ParsedArticle, *, facts: Facts | None = None, lexicon: Lexicon | None = None) -> Extraction:
    """Return all that is read in an article; ids run in text order and every reference resolves."""
    times = find_times(parsed)
    attributions = find_attributions(parsed)
    attributions = name_sources(parsed, attributions)
    parsed = resolve_first_person(parsed, attributions)
    quantities = find_quantities(parsed)
    events = find_events(
        parsed,
        times,
        attributions,
        quantities,
        facts=facts or load_facts(),
        lexicon=lexicon or load_lexicon(),
    )
    mentions, ids = _kept_mentions(parsed, attributions, events)
    return Extraction(
        article=parsed.article,
        mentions=mentions,
        times=times,
        attributions=tuple(replace(a, mention=ids.get(a.mention or "")) for a in attributions),
        events=tuple(_renamed(event, ids) for event in events),
    )


def _kept_mentions(
    parsed: ParsedArticle, attributions: tuple[Attribution, ...], events: tuple[EventMention, ...]
) -> tuple[tuple[Mention, ...], dict[str, str]]:
    """The mentions that fill a role, are a source, or name a place, renumbered; and old id → new id."""
    used = {filler.mention for event in events for filler in event.roles}
    used |= {event.place for event in events if event.place} | {a.mention for a in attributions if a.mention}
    kept: list[Mention] = []
    ids: dict[str, str] = {}
    for anchor in parsed.anchors:
        mention = anchor.mention
        named_place = mention.kind in (Kind.PLACE, Kind.FACILITY) and anchor.form == "name"
        if mention.id in used or named_place:
            ids[mention.id] = f"m{len(kept) + 1}"
            kept.append(replace(mention, id=ids[mention.id]))
    return tuple(kept), ids


def _renamed(event: EventMention, ids: dict[str, str]) -> EventMention:
    return replace(
        event,
        roles=tuple(RoleFiller(role=r.role, mention=ids[r.mention], explicit=r.explicit) for r in event.roles),
        place=ids[event.place] if event.place else None,
    )
