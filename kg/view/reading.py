"""An explained sentence → its marked words, and what to say of each event: the same for a terminal and for a page."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import pairwise

from kg.read.explanation import EventSeen, Extent, FrameSeen, MentionSeen, NearMiss, RoleSeen, SentenceSeen, TimeSeen

#: What words may be marked as; the first that holds decides how they look.
MARKS = ("trigger", "near", "cue", "time", "mention")
_BREAK = re.compile(r"\s*[\r\n]\s*")


def marked(sentence: SentenceSeen) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield the text of a sentence in pieces, each with what it is marked as, in the order of `MARKS`."""
    extents = list(_extents(sentence))
    cuts = {sentence.start, sentence.end}
    for _, (start, end) in extents:
        cuts |= {min(max(start, sentence.start), sentence.end), min(max(end, sentence.start), sentence.end)}
    places = sorted(cuts)
    for start, end in pairwise(places):
        marks = {mark for mark, (first, last) in extents if first <= start and end <= last}
        text = sentence.text[start - sentence.start : end - sentence.start]
        yield _BREAK.sub(" ", text), tuple(m for m in MARKS if m in marks)


def _extents(sentence: SentenceSeen) -> Iterator[tuple[str, Extent]]:
    yield from (("trigger", extent) for extent in _joined(e for event in sentence.events for e in event.at))
    near, _ = near_and_passed_over(sentence)
    yield from (("near", extent) for extent in _joined(e for miss in near for e in miss.at))
    yield from (("cue", frame.cue_at) for frame in sentence.frames if frame.cue_at is not None)
    yield from (("time", (time.start, time.end)) for time in sentence.times)
    yield from (("mention", (mention.start, mention.end)) for mention in sentence.mentions)


def near_and_passed_over(sentence: SentenceSeen) -> tuple[list[NearMiss], list[NearMiss]]:
    """Return the near misses on words that gave no event, and the rules passed over on words that gave one."""
    taken = {extent for event in sentence.events for extent in event.at}
    near = [miss for miss in sentence.near_misses if not taken & set(miss.at)]
    return near, [miss for miss in sentence.near_misses if taken & set(miss.at)]


def _joined(extents: Iterable[Extent]) -> list[Extent]:
    """Return the words of triggers with neighbours made one stretch."""
    found: list[Extent] = []
    for start, end in sorted(extents):
        if found and start - found[-1][1] <= 1:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    return found


def headline(event: EventSeen) -> str:
    """Return an event in a few words: class, status, and what it is according to whom.

    Polarity and certainty are named only where they are not the usual ones.
    """
    parts = [event.status]
    if event.polarity != "positive":
        parts.append(event.polarity)
    if event.certainty != "certain":
        parts.append(event.certainty)
    return f"{event.type}, {', '.join(parts)}"


def told(event: EventSeen) -> Iterator[tuple[str, str]]:
    """Yield (what, how it was decided) of an event, in the order in which a reader asks."""
    yield "trigger", f"{event.trigger!r} by rule {event.rule} ({event.rule_source}), confidence {event.confidence:.2f}"
    yield from (("act", reason) for reason in _reasons(event, "act"))
    yield "status", f"{event.status}: {', then '.join(_reasons(event, 'status')) or 'nothing around it changes it'}"
    yield from ((role.role, _role(role)) for role in event.roles)
    yield from (("parties", reason) for reason in _reasons(event, "parties"))
    if event.time is not None:
        yield "time", f"{_value(event.time)}: {', '.join(_reasons(event, 'time')) or 'inherited'}"
    if event.place is not None:
        yield "place", ": ".join((event.place, *_reasons(event, "place")[-1:]))
    yield from (("figure", text) for text in event.quantities)
    yield from (("figures", reason) for reason in _reasons(event, "figures"))
    yield from (("identity", reason) for reason in _reasons(event, "identity"))
    yield from (("about", text) for text in event.about)
    yield "said by", ", ".join(event.claimed_by) or "the article itself"
    codes = " · ".join(filter(None, (event.plover, event.cameo and f"CAMEO {event.cameo}")))
    yield "codes", f"{codes + ': ' if codes else ''}{', '.join(_reasons(event, 'codes'))}"
    yield "evidence", f"“{' '.join(event.evidence.split())}”"


def _reasons(event: EventSeen, about: str) -> list[str]:
    return [step.reason for step in event.steps if step.about == about]


def _role(role: RoleSeen) -> str:
    words = role.name if role.name == role.text else f"{role.name} ({role.text!r})"
    inferred = "" if role.explicit else ", inferred"
    return f"{words}, slot {role.slot}{inferred}" if role.slot else f"{words}{inferred}"


def _value(time: TimeSeen) -> str:
    return f"{time.edtf or 'no value'} ({time.text!r})"


def of_mention(mention: MentionSeen) -> str:
    """Return what is known of a mention, in one line."""
    parts = [mention.kind, mention.why]
    if mention.country:
        verb = "in" if mention.kind in ("place", "facility") else "acts for"
        parts.append(f"{verb} {mention.country}" + (f", {mention.sector}" if mention.sector else ""))
    link = f" <{mention.agent.rpartition('/')[2]}>" if mention.agent else ""
    return f"{mention.text!r} = {mention.name}{link} ({'; '.join(parts)})"


def of_time(time: TimeSeen) -> str:
    """Return what is known of a time expression, in one line."""
    return f"{time.text!r} = {time.edtf or 'no value'} (rule {time.rule})"


def of_frame(frame: FrameSeen) -> str:
    """Return what is known of a reporting frame, in one line."""
    via = f", via {frame.via}" if frame.via else ""
    content = " ".join(frame.content.split()) or "(no content)"
    return f"{frame.source} {frame.cue!r}{via}: {content}"


def of_miss(miss: NearMiss) -> str:
    """Return why some words gave no event, in one line."""
    return f"{miss.trigger!r} as {miss.event} by {miss.rule}: {miss.reason}"
