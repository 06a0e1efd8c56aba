"""ParsedArticle → Extraction: times, attributions, quantities and events, with the mentions that they use."""

from __future__ import annotations

from dataclasses import dataclass, replace

from kg.facts import Facts, load_facts
from kg.lexicon import Lexicon, load_lexicon
from kg.model import Attribution, EventMention, Extraction, Kind, Mention, RoleFiller, TimeExpression
from kg.read.attribution import find_attributions
from kg.read.events import find_events
from kg.read.parsed import Anchor, ParsedArticle
from kg.read.quantities import FoundQuantity, find_quantities
from kg.read.speech import name_sources, resolve_first_person
from kg.read.stances import find_stances
from kg.read.times import find_times


@dataclass(frozen=True, slots=True, kw_only=True)
class Findings:
    """What is found in an article before its events: the article itself has its first persons resolved."""

    parsed: ParsedArticle
    times: tuple[TimeExpression, ...]
    attributions: tuple[Attribution, ...]
    quantities: tuple[FoundQuantity, ...]


def find(parsed: ParsedArticle) -> Findings:
    """Return times, attributions and quantities of an article, in the order in which they depend on each other."""
    times = find_times(parsed)
    attributions = name_sources(parsed, find_attributions(parsed))
    return Findings(
        parsed=resolve_first_person(parsed, attributions),
        times=times,
        attributions=attributions,
        quantities=find_quantities(parsed, times),
    )


def extract(parsed: ParsedArticle, *, facts: Facts | None = None, lexicon: Lexicon | None = None) -> Extraction:
    """Return all that is read in an article; ids run in text order and every reference resolves."""
    found = find(parsed)
    events = find_events(
        found.parsed,
        found.times,
        found.attributions,
        found.quantities,
        facts=facts or load_facts(),
        lexicon=lexicon or load_lexicon(),
    )
    attributions = with_stances(found)
    mentions, ids = _kept_mentions(found.parsed, attributions, events)
    return Extraction(
        article=parsed.article,
        mentions=mentions,
        times=found.times,
        attributions=tuple(replace(a, mention=ids.get(a.mention or "")) for a in attributions),
        events=tuple(_renamed(event, ids) for event in events),
    )


def with_stances(found: Findings) -> tuple[Attribution, ...]:
    """Return attributions and stances in text order, also those stances that an event tells ("called for talks")."""
    stances = name_sources(found.parsed, find_stances(found.parsed, found.attributions))
    return tuple(sorted((*found.attributions, *stances), key=lambda a: a.cue.start if a.cue else -1))


def _kept_mentions(
    parsed: ParsedArticle, attributions: tuple[Attribution, ...], events: tuple[EventMention, ...]
) -> tuple[tuple[Mention, ...], dict[str, str]]:
    """The mentions that fill a role, are a source, name a place or name somebody known, renumbered; old id → new id."""
    used = {filler.mention for event in events for filler in event.roles}
    used |= {event.place for event in events if event.place} | {a.mention for a in attributions if a.mention}
    kept: list[Mention] = []
    ids: dict[str, str] = {}
    for anchor in parsed.anchors:
        mention = anchor.mention
        named_place = mention.kind in (Kind.PLACE, Kind.FACILITY) and anchor.form == "name"
        if mention.id in used or named_place or _names_somebody_known(parsed, anchor):
            ids[mention.id] = f"m{len(kept) + 1}"
            # Codes for territories without an ISO entry ("X-TRN") are ours alone: the record carries ISO codes.
            country = mention.country if mention.country and len(mention.country) == 3 else None
            kept.append(replace(mention, id=ids[mention.id], country=country))
    return tuple(kept), ids


def _names_somebody_known(parsed: ParsedArticle, anchor: Anchor) -> bool:
    """Whether a mention is a link by itself: "French" in "French exports", not in "the French president"."""
    if anchor.mention.agent is None or anchor.form not in ("name", "demonym"):
        return False
    noun = parsed.doc[anchor.head].head
    part = anchor.form == "demonym" and parsed.doc[anchor.head].dep_ in ("amod", "compound")
    above = parsed.headed_by(noun)
    return not (part and (noun.pos_ == "PROPN" or (above is not None and above.mention.kind is Kind.OFFICE)))


def _renamed(event: EventMention, ids: dict[str, str]) -> EventMention:
    return replace(
        event,
        roles=tuple(RoleFiller(role=r.role, mention=ids[r.mention], explicit=r.explicit) for r in event.roles),
        place=ids[event.place] if event.place else None,
    )
