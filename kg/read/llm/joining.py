"""Two extractions of one article → one: what both say is said once, what they disagree on is kept twice."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from kg.model import Attribution, EventMention, Extraction, Mention, Span


def join(rules: Extraction, model: Extraction) -> Extraction:
    """Return the rules' extraction with the model's events beside it; both are of one article.

    An event that both tell alike stays one, its `rule` names both, and the higher confidence counts.
    """
    mentions = {_place(m): m for m in model.mentions} | {_place(m): m for m in rules.mentions}
    names = {_place(m): f"b{m.id}" for m in model.mentions} | {_place(m): f"a{m.id}" for m in rules.mentions}
    merged = [replace(m, id=names[key]) for key, m in mentions.items()]
    ours = _prefixed(rules, "a", {f"a{m.id}": names[_place(m)] for m in rules.mentions})
    theirs = _prefixed(model, "b", {f"b{m.id}": names[_place(m)] for m in model.mentions})
    frames = {_frame(item): item for item in (*theirs.attributions, *ours.attributions)}
    alike = {item.id: frames[_frame(item)].id for item in theirs.attributions}
    kept = [*ours.attributions, *(a for a in theirs.attributions if alike[a.id] == a.id)]
    labels = {m.id: m.name for m in merged}
    events = _events(ours.events, [_reframed(event, alike) for event in theirs.events], labels)
    return numbered(
        Extraction(
            article=rules.article,
            mentions=tuple(merged),
            times=rules.times,
            attributions=tuple(replace(a, via=alike.get(a.via or "", a.via)) for a in kept),
            events=tuple(acyclic(events)),
        )
    )


def _place(mention: Mention) -> tuple[int, int, str]:
    return mention.start, mention.end, mention.kind.value


def _frame(item: Attribution) -> tuple[Span | None, Span | None, Span | None]:
    return item.source, item.cue, item.content


def _prefixed(extraction: Extraction, prefix: str, mentions: Mapping[str, str]) -> Extraction:
    """Return an extraction whose attribution and event ids cannot meet those of another."""

    def mention(name: str | None) -> str | None:
        return None if name is None else mentions[prefix + name]

    def event(item: EventMention) -> EventMention:
        return replace(
            item,
            id=prefix + item.id,
            roles=tuple(replace(r, mention=mentions[prefix + r.mention]) for r in item.roles),
            place=mention(item.place),
            attributions=tuple(prefix + name for name in item.attributions),
            about=tuple(prefix + name for name in item.about),
        )

    return replace(
        extraction,
        attributions=tuple(
            replace(a, id=prefix + a.id, mention=mention(a.mention), via=prefix + a.via if a.via else None)
            for a in extraction.attributions
        ),
        events=tuple(event(item) for item in extraction.events),
    )


def _reframed(event: EventMention, alike: Mapping[str, str]) -> EventMention:
    return replace(event, attributions=tuple(dict.fromkeys(alike[name] for name in event.attributions)))


def _events(
    ours: Sequence[EventMention], theirs: Sequence[EventMention], labels: Mapping[str, str]
) -> list[EventMention]:
    found = {event.id: event for event in ours}
    same: dict[str, str] = {}
    for event in theirs:
        twin = next((known for known in ours if agree(known, event, labels) and known.id not in same.values()), None)
        if twin is None:
            found[event.id] = event
        else:
            same[event.id] = twin.id
            confidence = max(twin.confidence, event.confidence)
            found[twin.id] = replace(found[twin.id], rule=f"{twin.rule}+{event.rule}", confidence=confidence)
    return [
        replace(event, about=tuple(dict.fromkeys(same.get(name, name) for name in event.about)))
        for event in found.values()
    ]


def agree(a: EventMention, b: EventMention, labels: Mapping[str, str]) -> bool:
    """Whether two records of one place in the text tell the same type, status, polarity, certainty and parties."""
    if (a.type, a.status, a.polarity, a.certainty) != (b.type, b.status, b.polarity, b.certainty):
        return False
    if not (_overlap(a.trigger or a.evidence, b.trigger or b.evidence) or _overlap(a.evidence, b.evidence)):
        return False
    mine, other = ({(r.role, labels[r.mention]) for r in e.roles if r.explicit} for e in (a, b))
    return mine == other


def _overlap(a: Span, b: Span) -> bool:
    return a.start < b.end and b.start < a.end


def acyclic(events: Iterable[EventMention]) -> list[EventMention]:
    """Return the events without the `about` links that name nothing here, themselves, or close a circle."""
    listed = list(events)
    links: dict[str, tuple[str, ...]] = {event.id: () for event in listed}
    for event in listed:
        for name in event.about:
            if name in links and event.id not in _reached(name, links):
                links[event.id] += (name,)
    return [replace(event, about=links[event.id]) for event in listed]


def _reached(start: str, links: Mapping[str, tuple[str, ...]]) -> set[str]:
    reached: set[str] = set()
    waiting = [start]
    while waiting:
        name = waiting.pop()
        if name not in reached:
            reached.add(name)
            waiting.extend(links[name])
    return reached


def numbered(extraction: Extraction) -> Extraction:
    """Return an extraction with all ids numbered in text order, and without the mentions that nothing uses."""
    frames = sorted(extraction.attributions, key=lambda a: _start(a.cue or a.source or a.content))
    events = sorted(extraction.events, key=lambda e: (_start(e.trigger or e.evidence), e.evidence.end, e.type, e.rule))
    used = {r.mention for e in events for r in e.roles} | {e.place for e in events} | {a.mention for a in frames}
    mentions = sorted(
        (m for m in extraction.mentions if m.id in used or m.kind.value in ("place", "facility")),
        key=lambda m: (m.start, -m.end, m.kind),
    )
    m_ids = {m.id: f"m{number}" for number, m in enumerate(mentions, start=1)}
    a_ids = {a.id: f"a{number}" for number, a in enumerate(frames, start=1)}
    e_ids = {e.id: f"e{number}" for number, e in enumerate(events, start=1)}
    return replace(
        extraction,
        mentions=tuple(replace(m, id=m_ids[m.id]) for m in mentions),
        attributions=tuple(
            replace(a, id=a_ids[a.id], mention=m_ids.get(a.mention or ""), via=a_ids.get(a.via or "")) for a in frames
        ),
        events=tuple(
            replace(
                e,
                id=e_ids[e.id],
                roles=tuple(replace(r, mention=m_ids[r.mention]) for r in e.roles),
                place=m_ids[e.place] if e.place else None,
                attributions=tuple(a_ids[name] for name in e.attributions),
                about=tuple(e_ids[name] for name in e.about),
            )
            for e in events
        ),
    )


def _start(span: Span | None) -> int:
    return -1 if span is None else span.start
