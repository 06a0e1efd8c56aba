"""A model's words → the items in them: JSON wherever it stands, whole items of a reply that was cut short."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

import msgspec

from kg.read.llm.passages import Passage

_Item = TypeVar("_Item")
_BEGUN = re.compile(r'\{\s*"events"\s*:\s*\[')
_DECODER = json.JSONDecoder()
#: Nothing that answers a passage is longer, and the search for JSON in it stays cheap.
_STARTS = 50


class RoleItem(msgspec.Struct, frozen=True, kw_only=True):
    """A participant as the model quotes it."""

    role: str
    text: str
    kind: str = ""
    explicit: bool = True


class SayingItem(msgspec.Struct, frozen=True, kw_only=True):
    """Who says it, and the reporting words."""

    source: str
    cue: str = ""


class EventItem(msgspec.Struct, frozen=True, kw_only=True):
    """An event as the model gives it; nothing of it is believed yet."""

    type: str
    trigger: str
    evidence: str
    status: str
    polarity: str = "positive"
    certainty: str = "certain"
    id: str | int = ""
    roles: tuple[Any, ...] = ()
    time: str | None = None
    place: str | None = None
    quantities: tuple[Any, ...] = ()
    said_by: tuple[Any, ...] = ()
    about: tuple[Any, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a model gave for a passage, item by item, unchecked."""

    passage: Passage
    items: Sequence[Any]


def raw_events(text: str, *, cut: bool = False) -> list[Any] | None:
    """Return the items below "events" in a reply, unchecked; None where there is no such thing.

    The JSON may stand in a code fence or among other words; what a model says while it thinks is no answer. Where the
    JSON breaks off, the items before the break count. A break before the first item is no answer, unless the reply was
    `cut` short: to ask again would end there too.
    """
    text = _without_thoughts(text)
    starts = [place for place, sign in enumerate(text) if sign in "{["][:_STARTS]
    for start in starts:
        value = _value(text, start)
        if isinstance(value, dict) and isinstance(value.get("events"), list):
            return list(value["events"])
        if isinstance(value, list) and all(isinstance(item, dict) and "trigger" in item for item in value):
            bare = bool(value) or not text[:start].strip()
            if bare:
                return value
    for start in starts:
        if text[start] == "{" and (broken := _broken(text, start)):
            return broken
    return [] if cut and _BEGUN.search(text) else None


def _without_thoughts(text: str) -> str:
    """Return what stands behind a model's thoughts; nothing, if they never end.

    >>> _without_thoughts("<think>perhaps {}</think>[]")
    '[]'
    """
    _, ended, answer = text.rpartition("</think>")
    return "" if not ended and text.lstrip().startswith("<think>") else answer


def _value(text: str, start: int) -> Any:
    try:
        return _DECODER.raw_decode(text, start)[0]
    except (ValueError, RecursionError):
        return None


def _broken(text: str, start: int) -> list[Any]:
    """Return the whole items of `{"events": [ … ` that breaks off; none where it does not even begin so."""
    name = text.find('"events"', start, start + 40)
    opened = text.find("[", name, name + 40) if name != -1 else -1
    return [] if opened == -1 else list(_items(text, opened + 1))


def _items(text: str, position: int) -> Iterator[Any]:
    while position < len(text):
        if text[position] in " \t\r\n,":
            position += 1
            continue
        try:
            value, position = _DECODER.raw_decode(text, position)
        except (ValueError, RecursionError):
            return
        yield value


def event_item(raw: Any) -> EventItem | None:
    """Return an item if it has the fields of an event and each is of its kind, else None."""
    return _converted(raw, EventItem)


def role_item(raw: Any) -> RoleItem | None:
    """Return a participant, else None."""
    return _converted(raw, RoleItem)


def saying_item(raw: Any) -> SayingItem | None:
    """Return a source, else None."""
    return _converted(raw, SayingItem)


def _converted(raw: Any, kind: type[_Item]) -> _Item | None:
    try:
        return msgspec.convert(raw, kind)
    except (msgspec.ValidationError, RecursionError):
        return None
