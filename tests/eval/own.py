"""The own sentences → how much of what a reader takes from them is read: shares per field, per class and per family.

python -m tests.eval.own [--misses [FAMILY]] [--json]
"""

from __future__ import annotations

import argparse
import hashlib
import json
import re
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from kg.model import EventMention, Extraction
from tests.eval.align import Pairs, Reading, attributed, credit, fillers, pair, quantities, same_chains
from tests.eval.rows import OWN, Expected, Row, Said, load

SENTENCE_END = re.compile(r"[.!?][\"”’']?(?=\s|$)")
#: Rates, better the lower; all else are shares, better the higher.
RATES = frozenset({"false_per_100", "false_on_none_per_100"})


@dataclass(slots=True)
class Tally:
    """Hits among what was expected and what was given."""

    hits: float = 0.0
    expected: float = 0.0
    given: float = 0.0

    def add(self, hits: float, expected: float, given: float) -> None:
        self.hits += hits
        self.expected += expected
        self.given += given

    @property
    def precision(self) -> float:
        return self.hits / self.given if self.given else 0.0

    @property
    def recall(self) -> float:
        return self.hits / self.expected if self.expected else 0.0

    @property
    def f1(self) -> float:
        total = self.expected + self.given
        return 2 * self.hits / total if total else 0.0


@dataclass(slots=True)
class Score:
    """What the comparison of rows and readings gives; `misses` says each difference in words."""

    sentences: int = 0
    empty: int = 0
    false: int = 0
    false_on_empty: int = 0
    events: Tally = field(default_factory=Tally)
    fields: defaultdict[str, Tally] = field(default_factory=lambda: defaultdict(Tally))
    types: defaultdict[str, Tally] = field(default_factory=lambda: defaultdict(Tally))
    families: defaultdict[str, Tally] = field(default_factory=lambda: defaultdict(Tally))
    statuses: defaultdict[str, Tally] = field(default_factory=lambda: defaultdict(Tally))
    misses: list[tuple[str, str]] = field(default_factory=list)

    def metrics(self) -> dict[str, float]:
        """Return the numbers that floors are set on: shares from 0 to 1, and two rates."""
        found = {"event_p": self.events.precision, "event_r": self.events.recall, "event_f1": self.events.f1}
        for name, tally in sorted(self.fields.items()):
            if name in SETS:
                found |= {f"{name}_p": tally.precision, f"{name}_r": tally.recall, f"{name}_f1": tally.f1}
            else:
                found[name] = tally.recall
        found["false_per_100"] = 100 * self.false / max(self.sentences, 1)
        found["false_on_none_per_100"] = 100 * self.false_on_empty / max(self.empty, 1)
        return found


#: Fields that are sets of values: hits are counted among those expected and those given.
SETS = frozenset({"roles", "time", "place", "quantities", "attributions"})


def read(rows: Sequence[Row]) -> list[Extraction]:
    """Return what the default extractor reads in the rows."""
    from kg.pipeline import extract_stream

    return list(extract_stream([row.article for row in rows]))


def measure() -> dict[str, float]:
    """Return the numbers that the default extractor reaches on all rows."""
    rows = load()
    return {name: round(number, 4) for name, number in score(rows, read(rows)).metrics().items()}


def digest() -> str:
    """Return what tells whether the rows are those on which a floor was set."""
    content = b"\n".join(path.read_bytes() for path in sorted(OWN.glob("*.yaml")))
    return hashlib.sha256(content).hexdigest()[:16]


def score(rows: Sequence[Row], extractions: Iterable[Extraction]) -> Score:
    """Compare rows with what was read in them."""
    total = Score()
    for row, extraction in zip(rows, extractions, strict=True):
        reading = Reading(extraction)
        pairs = pair(row, reading)
        sentences = max(len(SENTENCE_END.findall(row.text)), 1)
        total.sentences += sentences
        total.false += len(pairs.false)
        if not row.events:
            total.empty += sentences
            total.false_on_empty += len(pairs.false)
        _count_events(total, row, pairs)
        for expected, event in pairs.found:
            _count_fields(total, expected, event, reading)
        total.misses += ((row.family, line) for line in _misses(row, pairs, reading))
        if row.said is not None:
            total.misses += ((row.family, line) for line in _count_said(total, row, row.said, reading))
    return total


def _count_said(total: Score, row: Row, said: Sequence[Said], reading: Reading) -> Iterator[str]:
    """Count the attributions of a row and yield what differs: all is compared that the record gives."""
    found, missed, false = attributed(said, reading)
    total.fields["attributions"].add(len(found), len(said), len(found) + len(false))
    for want, given in found:
        words = given.cue.text if given.cue else ""
        content = given.content.text if given.content else ""
        total.fields["cues"].add(int(words == want.cue), 1, 1)
        if want.content is not None:
            total.fields["contents"].add(int(content.strip(" .,") == want.content.strip(" .,")), 1, 1)
        if words != want.cue or want.content not in (None, content):
            yield f"{row.text}\n    attribution [{words}] <{content}>, not [{want.cue}] <{want.content or '?'}>"
    for want in missed:
        yield f"{row.text}\n    missed attribution: {{{want.source or ''}}} [{want.cue}]"
    for extra in false:
        source, words = (span.text if span else "" for span in (extra.source, extra.cue))
        yield f"{row.text}\n    false attribution: {{{source}}} [{words}]"


def _count_events(total: Score, row: Row, pairs: Pairs) -> None:
    tallies = (total.events, total.families[row.family])
    for expected, event in pairs.found:
        for tally in tallies:
            tally.add(credit(expected.types, event.type), 1, 1)
        # Class by class only the same class counts: half a hit would belong to neither.
        right = event.type in expected.types
        total.types[event.type if right else expected.type].add(int(right), 1, 0)
        total.types[event.type].add(0, 0, 1)
    for expected in pairs.missed:
        for tally in (*tallies, total.types[expected.type]):
            tally.add(0, 1, 0)
    for event in pairs.false:
        for tally in (*tallies, total.types[event.type]):
            tally.add(0, 0, 1)


def _count_fields(total: Score, expected: Expected, event: EventMention, reading: Reading) -> None:
    for name, (hits, wanted, given) in _fields(expected, event, reading).items():
        total.fields[name].add(hits, wanted, given)
    total.statuses[expected.status[0]].add(int(event.status in expected.status), 1, 1)


def _fields(expected: Expected, event: EventMention, reading: Reading) -> dict[str, tuple[int, int, int]]:
    """Return hits, expected and given of each field of a pair."""
    agreed, missing, extra = fillers(expected, event, reading)
    numbers, wanted = quantities(event), expected.quantities
    found = {
        "status": (int(event.status in expected.status), 1, 1),
        "polarity": (int(event.polarity in expected.polarity), 1, 1),
        "certainty": (int(event.certainty in expected.certainty), 1, 1),
        "roles": (len(agreed), len(agreed) + len(missing), len(agreed) + len(extra)),
        "time": _one(expected.time is not None, event.time is not None, _same_time(expected, event, reading)),
        "place": _one(expected.place is not None, event.place is not None, _same_place(expected, event, reading)),
        "quantities": (len(numbers & wanted), len(wanted), len(numbers)),
        "chains": (int(same_chains(expected, event, reading)), 1, 1),
    }
    if expected.by:
        found["chains_attributed"] = found["chains"]
    if expected.plover is not None:
        found["plover"] = (int(_plover(event) == expected.plover), 1, 1)
    if expected.cameo is not None:
        found["cameo"] = (int((event.cameo or "none") == expected.cameo), 1, 1)
    return {name: counts for name, counts in found.items() if name not in expected.unjudged}


def _one(wanted: bool, given: bool, same: bool) -> tuple[int, int, int]:
    return int(wanted and given and same), int(wanted), int(given)


def _same_time(expected: Expected, event: EventMention, reading: Reading) -> bool:
    if event.time is None or expected.time is None:
        return (event.time is None) == (expected.time is None)
    time = reading.times[event.time]
    return (time.earliest, time.latest) == expected.time


def _same_place(expected: Expected, event: EventMention, reading: Reading) -> bool:
    if event.place is None or expected.place is None:
        return (event.place is None) == (expected.place is None)
    return reading.means(expected.place, reading.mentions[event.place])


def _plover(event: EventMention) -> str:
    if event.plover is None or event.plover.event is None:
        return "none"
    return f"{event.plover.event}/{event.plover.mode}" if event.plover.mode else event.plover.event


def _misses(row: Row, pairs: Pairs, reading: Reading) -> Iterator[str]:
    said = f"{row.text}\n    "
    for expected in pairs.missed:
        yield f"{said}missed: {expected.type} ({expected.trigger})"
    for event in pairs.false:
        yield f"{said}false: {event.type} ({event.trigger.text if event.trigger else ''}, {event.rule})"
    for expected, event in pairs.found:
        wrong = []
        if event.type not in expected.types:
            wrong.append(f"type {event.type}")
        for name, (hits, wanted, given) in _fields(expected, event, reading).items():
            if not hits == wanted == given:
                wrong.append(_difference(name, expected, event, reading))
        if wrong:
            yield f"{said}{expected.type} ({expected.trigger}, {event.rule}): " + "; ".join(wrong)


def _difference(name: str, expected: Expected, event: EventMention, reading: Reading) -> str:
    if name == "roles":
        _, missing, extra = fillers(expected, event, reading)
        return "roles " + ", ".join([*(f"-{r}:{w}" for r, w in missing), *(f"+{r}:{w}" for r, w in extra)])
    if name == "quantities":
        return f"quantities {sorted(quantities(event), key=str)}, not {sorted(expected.quantities, key=str)}"
    if name.startswith("chains"):
        chains = [" < ".join(span.text if span else "?" for span in chain) for chain in reading.chains(event)]
        return f"{name} {chains}, not {list(expected.by)}"
    time = reading.times[event.time] if event.time else None
    place = reading.mentions[event.place] if event.place else None
    given: dict[str, object] = {
        "time": time and f"{time.text} {time.edtf}",
        "place": place and place.text,
        "plover": _plover(event),
    }
    wanted = getattr(expected, name)
    if name == "time" and wanted is not None:
        wanted = "..".join(str(day) for day in wanted)
    if isinstance(wanted, tuple):
        wanted = " | ".join(wanted)
    return f"{name} {given.get(name, getattr(event, name))}, not {wanted}"


def shown(name: str, value: float) -> str:
    """Return a number as reports print it: shares in percent, rates as they are.

    >>> shown("event_f1", 0.8125), shown("false_per_100", 3.5)
    ('81.2', '3.5')
    """
    return f"{value if name in RATES else 100 * value:.1f}"


def main(arguments: Sequence[str] | None = None) -> int:
    """Score and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--misses", nargs="?", const="all", help="list every difference, or those of one family")
    parser.add_argument("--json", action="store_true", help="print the numbers alone, as JSON")
    options = parser.parse_args(arguments)
    rows = load()
    total = score(rows, read(rows))
    sys.stdout.write("\n".join(_report(total, options.json, options.misses)) + "\n")
    return 0


def _report(total: Score, as_json: bool, misses: str | None) -> Iterator[str]:
    if as_json:
        yield json.dumps(total.metrics(), indent=1)
        return
    if misses:
        yield from (f"[{family}] {line}" for family, line in total.misses if misses in ("all", family))
    yield f"{total.sentences} sentences, {total.empty} of them without an event; {total.events.expected:.0f} events"
    yield from (f"{name:24}{shown(name, value):>7}" for name, value in total.metrics().items())
    for title, tallies in (("family", total.families), ("class", total.types)):
        yield f"\n{title:24}{'n':>5}{'P':>7}{'R':>7}{'F1':>7}"
        for name, tally in sorted(tallies.items()):
            shares = (f"{100 * share:7.1f}" for share in (tally.precision, tally.recall, tally.f1))
            yield f"{name:24}{tally.expected:5.0f}{''.join(shares)}"


if __name__ == "__main__":
    sys.exit(main())
