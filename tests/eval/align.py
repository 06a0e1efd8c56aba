"""Expected events and what was read in the same text → pairs, those left over on either side, and who fills what."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from kg import ontology
from kg.model import Attribution, EventMention, Extraction, Mention, Span
from tests.eval.rows import Expected, Filler, Quantity, Row, Said

ROOT = "Event"


@dataclass(frozen=True, kw_only=True)
class Pairs:
    """What was found, what was missed, what is false; events that may or may not be read are in none of them."""

    found: tuple[tuple[Expected, EventMention], ...]
    missed: tuple[Expected, ...]
    false: tuple[EventMention, ...]


def credit(expected: Sequence[str], given: str) -> float:
    """Return 1 for one of the classes expected, one half for parent or child of one, else 0.

    >>> credit(["Summit"], "Summit"), credit(["Summit"], "Meeting"), credit(["Summit", "Visit"], "Visit")
    (1.0, 0.5, 1.0)
    >>> credit(["Vote"], "Event")
    0.0
    """
    if given in expected:
        return 1.0
    related = any(ontology.parent(name) == given or ontology.parent(given) == name for name in expected)
    return 0.5 if related and given != ROOT else 0.0


class Reading:
    """An extraction with its text, asked where words stand and whether two wordings mean the same."""

    def __init__(self, extraction: Extraction) -> None:
        self.extraction = extraction
        self.text = extraction.article.text
        self.mentions = {mention.id: mention for mention in extraction.mentions}
        self.times = {time.id: time for time in extraction.times}
        self.attributions = {attribution.id: attribution for attribution in extraction.attributions}

    def places(self, words: str) -> Iterator[tuple[int, int]]:
        start = self.text.find(words)
        while start >= 0:
            yield start, start + len(words)
            start = self.text.find(words, start + 1)

    def stands_at(self, words: str, start: int, end: int) -> bool:
        return any(first < end and start < last for first, last in self.places(words))

    def means(self, words: str, mention: Mention) -> bool:
        """Whether a mention is, or stands for, what the words name."""
        if self.stands_at(words, mention.start, mention.end):
            return True
        named = [other for other in self.mentions.values() if self.stands_at(words, other.start, other.end)]
        return any(
            other.agent == mention.agent if other.agent and mention.agent else other.name == mention.name
            for other in named
        )

    def triggered(self, expected: Expected, event: EventMention) -> bool:
        return event.trigger is not None and self.stands_at(expected.trigger, event.trigger.start, event.trigger.end)

    def chains(self, event: EventMention) -> list[tuple[Span | None, ...]]:
        """The sources of each claim, from the originator to the last relay."""
        found: list[tuple[Span | None, ...]] = []
        for start in event.attributions:
            chain: list[Attribution] = []
            step: str | None = start
            while step is not None:
                chain.append(self.attributions[step])
                step = chain[-1].via
            found.append(tuple(attribution.source for attribution in chain))
        return found


def pair(row: Row, reading: Reading) -> Pairs:
    """Return the one-to-one pairing that takes the best matches first."""
    ranked = sorted(
        (
            (_likeness(expected, event, reading), -i, -j)
            for i, expected in enumerate(row.events)
            for j, event in enumerate(reading.extraction.events)
        ),
        reverse=True,
    )
    taken: dict[int, int] = {}
    for likeness, i, j in ranked:
        if likeness > 0 and -i not in taken and -j not in taken.values():
            taken[-i] = -j
    events = reading.extraction.events
    optional = [expected for expected in row.events if expected.optional]
    left = [event for j, event in enumerate(events) if j not in taken.values()]
    return Pairs(
        found=tuple((row.events[i], events[j]) for i, j in sorted(taken.items()) if not row.events[i].optional),
        missed=tuple(e for i, e in enumerate(row.events) if i not in taken and not e.optional),
        false=tuple(event for event in left if not any(reading.triggered(o, event) for o in optional)),
    )


def _likeness(expected: Expected, event: EventMention, reading: Reading) -> float:
    same = credit(expected.types, event.type)
    if not same:
        return 0.0
    alike = 4 * same + 3 * reading.triggered(expected, event) + (event.status in expected.status)
    alike += (event.polarity in expected.polarity) + len(fillers(expected, event, reading)[0]) / 10
    return alike + (0.05 if not expected.optional else 0.0)


def fillers(
    expected: Expected, event: EventMention, reading: Reading
) -> tuple[list[Filler], list[Filler], list[Filler]]:
    """Return the fillers that agree, those expected but not given, and those given but not expected."""
    missing = sorted(expected.roles, key=lambda filler: (filler[0], -len(filler[1]), filler[1]))
    agreed: list[Filler] = []
    extra: list[Filler] = []
    exact_first = sorted(event.roles, key=lambda r: reading.mentions[r.mention].text not in {w for _, w in missing})
    for filler in exact_first:
        mention = reading.mentions[filler.mention]
        hit = next((m for m in missing if m[0] is filler.role and reading.means(m[1], mention)), None)
        if hit is not None:
            missing.remove(hit)
            agreed.append(hit)
        elif filler.explicit and not _allowed(filler.role, mention, [*expected.may, *agreed], reading):
            extra.append((filler.role, mention.text))
    return agreed, missing, extra


def _allowed(role: str, mention: Mention, fillers: Iterable[Filler], reading: Reading) -> bool:
    """Whether a filler may be given, or is another word for one that was given already."""
    return any(role == other and reading.means(words, mention) for other, words in fillers)


def quantities(event: EventMention) -> frozenset[Quantity]:
    """Return the numbers of an event as rows give them."""
    return frozenset((q.measure, q.comparator, None if q.value is None else float(q.value)) for q in event.quantities)


def same_chains(expected: Expected, event: EventMention, reading: Reading) -> bool:
    """Whether the claim has the same sources, each chain to its end."""
    given = reading.chains(event)
    if len(given) != len(expected.by):
        return False
    return all(any(_same_chain(chain, other, reading) for other in given) for chain in expected.by)


def _same_chain(expected: tuple[str, ...], given: tuple[Span | None, ...], reading: Reading) -> bool:
    return len(expected) == len(given) and all(
        span is not None and reading.stands_at(words, span.start, span.end)
        for words, span in zip(expected, given, strict=True)
    )


def attributed(
    said: Sequence[Said], reading: Reading
) -> tuple[list[tuple[Said, Attribution]], list[Said], list[Attribution]]:
    """Return the attributions that agree in source and in a word at least, those missed, and those that are false."""
    missed = list(said)
    found: list[tuple[Said, Attribution]] = []
    false: list[Attribution] = []
    for attribution in reading.extraction.attributions:
        hit = next((want for want in missed if _same_words(want, attribution, reading)), None)
        if hit is None:
            false.append(attribution)
        else:
            missed.remove(hit)
            found.append((hit, attribution))
    return found, missed, false


def _same_words(want: Said, attribution: Attribution, reading: Reading) -> bool:
    cue, source = attribution.cue, attribution.source
    if cue is None or not reading.stands_at(want.cue, cue.start, cue.end):
        return False
    if source is None or want.source is None:
        return source is None and want.source is None
    return reading.stands_at(want.source, source.start, source.end)
