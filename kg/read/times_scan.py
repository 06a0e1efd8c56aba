"""Text → raw time expressions: which rule matched where, and which frames stand around it. No parse, no calendar."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from kg.read.times_grammar import WORD, CompiledRule, Frame, Grammar, TimeRule

#: how far left of an expression a frame may begin, in characters
REACH = 48
#: what stands between a time of day and its day
DAY_LEAD = re.compile(r"\s{1,2}(?:on\s{1,2}|of\s{1,2})?")
#: characters that make a figure part of something else when they stand right before it
GLUED = frozenset("$€£¥.,:/-–_’'@#\\")


@dataclass(slots=True)
class Found:
    """A match in the text, with its frames from the inside out."""

    start: int
    end: int
    core_start: int
    core_end: int
    rule: TimeRule
    groups: dict[str, str]
    frames: list[tuple[Frame, dict[str, str]]] = field(default_factory=list)


def scan(text: str, grammar: Grammar) -> Iterator[Found]:
    """Yield the expressions of a text in order, the longest at each place, without overlaps."""
    free = 0
    for word in WORD.finditer(text):
        start = word.start()
        if start < free:
            continue
        first = word.group()
        rules = grammar.by_word.get("0" if first[0].isdigit() else first.lower())
        if rules is None or not _at_boundary(text, start):
            continue
        best = _longest(text, start, free, rules)
        if best is None:
            continue
        compiled, match = best
        found = Found(start, match.end(), start, match.end(), compiled.entry, _groups(match))
        if compiled.entry.args.get("leads"):
            found = _led_day(text, found, grammar) or found
        _frame_right(text, found, grammar)
        _frame_left(text, found, grammar, floor=free)
        if not compiled.entry.bare and not any(frame.op in ("part", "nth-part") for frame, _ in found.frames):
            continue
        free = found.end
        yield found


def _led_day(text: str, time: Found, grammar: Grammar) -> Found | None:
    """Return the day that a time of day leads ("midnight on Friday"), with the time as its frame."""
    lead = DAY_LEAD.match(text, time.end)
    start = time.end if lead is None else lead.end()
    word = WORD.match(text, start)
    if lead is None or word is None:
        return None
    rules = grammar.by_word.get("0" if word.group()[0].isdigit() else word.group().lower(), [])
    best = _longest(text, start, start, [item for item in rules if item.entry.op in ("weekday", "date", "days")])
    if best is None:
        return None
    compiled, match = best
    day = Found(time.start, match.end(), start, match.end(), compiled.entry, _groups(match))
    day.frames.extend((frame, time.groups) for frame, _ in grammar.frames["right"][:1])
    return day


def _at_boundary(text: str, start: int) -> bool:
    if start == 0:
        return True
    before = text[start - 1]
    if before.isalnum() or before == "_":
        return False
    if text[start].isdigit():
        return before not in GLUED or (start > 1 and before in "-–’'" and not text[start - 2].isalnum())
    compound = before == "-" and start > 1 and text[start - 2].isalnum()
    return not compound or text[max(0, start - 4) : start - 1].lower() == "mid"


def _longest(text: str, start: int, free: int, rules: list[CompiledRule]) -> tuple[CompiledRule, re.Match[str]] | None:
    best: tuple[CompiledRule, re.Match[str]] | None = None
    left = text[max(free - 12, start - REACH, 0) : start]
    for compiled in rules:
        match = compiled.regex.match(text, start)
        if match is None or (best is not None and match.end() <= best[1].end()):
            continue
        if compiled.needs_left is not None and compiled.needs_left.search(left) is None:
            continue
        if compiled.unless_left is not None and compiled.unless_left.search(left) is not None:
            continue
        if compiled.unless_right is not None and compiled.unless_right.match(text, match.end()) is not None:
            continue
        best = (compiled, match)
    return best


def _applies(frame: Frame, found: Found) -> bool:
    return (not frame.only or found.rule.rule in frame.only) and found.rule.op not in frame.unless_ops


def _frame_right(text: str, found: Found, grammar: Grammar) -> None:
    matches = [
        (frame, match)
        for frame, regex in grammar.frames["right"]
        if _applies(frame, found) and (match := regex.match(text, found.end))
    ]
    if matches:
        end = max(match.end() for _, match in matches)
        found.frames.extend((frame, _groups(match)) for frame, match in matches if match.end() == end)
        found.end = end


def _frame_left(text: str, found: Found, grammar: Grammar, *, floor: int) -> None:
    edge = found.start
    for _ in range(3):
        window = text[max(floor, edge - REACH) : edge]
        matches = [
            (frame, match)
            for frame, regex in grammar.frames["left"]
            if _applies(frame, found) and (match := regex.search(window))
        ]
        if not matches:
            return
        first = min(match.start() for _, match in matches)
        longest = [(frame, match) for frame, match in matches if match.start() == first]
        found.frames.extend((frame, _groups(match)) for frame, match in longest)
        edge = edge - len(window) + first
        if not longest[0][0].keep:
            return
        found.start = edge


def _groups(match: re.Match[str]) -> dict[str, str]:
    return {"phrase": match.group(), **{name: value for name, value in match.groupdict().items() if value is not None}}
