"""An event of a picture → the words on it and beside it, as plain text."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Mapping
from typing import Any

from kg.view.lanes import Part, PlacedEvent

_CAPTION = 20
_QUOTE = 300
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_REORDERING = re.compile(r"[\u202a-\u202e\u2066-\u2069\x00-\x08\x0b-\x1f\x7f]")


def type_words(type_: str) -> str:
    """Return a class name as words.

    >>> type_words("DroneAttack")
    'drone attack'
    """
    return _CAMEL.sub(" ", type_).lower()


def event_caption(event: PlacedEvent) -> str:
    """Return the few words under an event: what, where, and its statuses unless it simply took place."""
    data = event.data
    lines = [wrap(type_words(data["type"]), _CAPTION)]
    if data["place"]:
        lines.append(wrap(data["place"], _CAPTION))
    if len(data["history"]) > 1:
        lines.append(wrap(" → ".join(step.partition(" since ")[0] for step in data["history"]), _CAPTION))
    elif data["status"] not in ("occurred", "unknown"):
        lines.append(f"[{data['status']}]")
    return "\n".join(lines)


def event_text(event: PlacedEvent) -> str:
    """Return all that a tooltip says of an event, quote and source last."""
    data = event.data
    lines = [f"{plain(data['label'])} [{data['status']}]", f"when: {when(data)}"]
    if data["place"]:
        lines.append(f"where: {plain(data['place'])}")
    lines += [f"{part.role}: {plain(part.label)}" for part in event.parts]
    if len(data["history"]) > 1:
        lines.append("so far: " + "; ".join(data["history"]))
    reports = f"{data['articles']} article{'s' if data['articles'] != 1 else ''}"
    return "\n".join([*lines, f"reported in {reports}", *quotation(data)])


def describe_part(event: PlacedEvent, part: Part) -> str:
    """Return what a tooltip says of one agent's part in an event."""
    inferred = "" if part.data["explicit"] else " (inferred)"
    what = f"{type_words(event.data['type'])} [{event.data['status']}], {when(event.data)}"
    return "\n".join([f"{plain(part.label)}: {part.role}{inferred}", what, *quotation(part.data)])


def quotation(data: Mapping[str, Any]) -> list[str]:
    """Return the lines with quote and source; none where nothing is quoted."""
    if not data["quote"]:
        return []
    return [f"“{shorten(data['quote'])}”", f"— {source_words(data)}"]


def source_words(data: Mapping[str, Any]) -> str:
    """Return who said it, where it was printed and when."""
    names = [data["claimant"], data["source"]]
    said = ", in ".join(plain(name) for name in dict.fromkeys(names) if name) or "unknown source"
    return f"{said}, {data['reported']}" if data["reported"] else said


def when(data: Mapping[str, Any]) -> str:
    """Return the bounds of an event in words."""
    first, last = data["earliest"], data["latest"]
    if first and last:
        return first if first == last else f"{first} to {last}"
    return f"from {first}" if first else f"up to {last}" if last else "not dated"


def shorten(text: str) -> str:
    """Return a quote of bearable length on one line."""
    return textwrap.shorten(plain(text), _QUOTE, placeholder=" …")


def wrap(text: str, width: int) -> str:
    """Return text in at most three lines, each at most `width` characters."""
    lines = textwrap.wrap(plain(text), width, max_lines=3, placeholder=" …", break_long_words=True)
    return "\n".join(lines) or " "


def plain(text: str) -> str:
    """Return text on one line without characters that reorder their surroundings or are not seen."""
    return " ".join(_REORDERING.sub(" ", text).split())
