"""Text → raw time expressions: which rule matched where, and which frames stand around it. No parse, no calendar."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from kg.read.times_grammar import WORD, CompiledRule, Frame, Grammar, TimeRule

#: how far left of an expression a frame may begin, in characters
REACH = 48
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
    """Yield the expressions of a text in order, longest first at each place, without overlaps."""
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
        groups = {name: value for name, value in match.groupdict().items() if value is not None}
        found = Found(start, match.end(), start, match.end(), compiled.entry, groups)
        _frame_right(text, found, grammar)
        _frame_left(text, found, grammar, floor=free)
        if not compiled.entry.bare and not any(frame.op in ("part", "nth-part") for frame, _ in found.frames):
            continue
        free = found.end
        yield found


def _at_boundary(text: str, start: int) -> bool:
    if start == 0:
        return True
    before = text[start - 1]
    if before.isalnum() or before == "_":
        return False
    if text[start].isdigit():
        return before not in GLUED or (start > 1 and before in "-–’'" and not text[start - 2].isalnum())
    return not (before == "-" and start > 1 and text[start - 2].isalnum() and text[max(0, start - 4) : start - 1].lower() != "mid")


def _longest(
    text: str, start: int, free: int, rules: list[CompiledRule]
) -> tuple[CompiledRule, re.Match[str]] | None:
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
    return not frame.only or found.rule.rule in frame.only


def _frame_right(text: str, found: Found, grammar: Grammar) -> None:
    best: tuple[Frame, re.Match[str]] | None = None
    for frame, regex in grammar.frames["right"]:
        match = regex.match(text, found.end)
        if match and _applies(frame, found) and (best is None or match.end() > best[1].end()):
            best = (frame, match)
    if best is not None:
        frame, match = best
        found.frames.append((frame, _groups(match)))
        if frame.keep:
            found.end = match.end()


def _frame_left(text: str, found: Found, grammar: Grammar, *, floor: int) -> None:
    edge = found.start
    for _ in range(3):
        window = text[max(floor, edge - REACH) : edge]
        best: tuple[Frame, re.Match[str]] | None = None
        for frame, regex in grammar.frames["left"]:
            match = regex.search(window)
            if match and _applies(frame, found) and (best is None or match.start() < best[1].start()):
                best = (frame, match)
        if best is None:
            return
        frame, match = best
        found.frames.append((frame, _groups(match)))
        edge = edge - len(window) + match.start()
        if not frame.keep:
            return
        found.start = edge


def _groups(match: re.Match[str]) -> dict[str, str]:
    return {"phrase": match.group(), **{name: value for name, value in match.groupdict().items() if value is not None}}
