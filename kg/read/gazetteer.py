"""Facts tables → a name index, and article text → the rows that its words may name, longest name first."""

from __future__ import annotations

import itertools
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from kg.facts import Facts, fold
from kg.read.candidates import FactRow

Sort = Literal["state", "demonym", "place", "person", "org", "weapon"]
WORD = re.compile(r"\w+|[^\w\s]")
MAX_GAP = 2  # blanks between two words of a name; more is a table or a line break between two things


@dataclass(frozen=True, slots=True)
class Entry:
    """One name: its words as written in the table, and a row that bears it."""

    words: tuple[str, ...]
    sort: Sort
    row: FactRow
    needs_context: bool


@dataclass(frozen=True, slots=True)
class Hit:
    """A stretch of text, in code points, that some rows are named by."""

    start: int
    end: int
    entries: tuple[Entry, ...]


def same_case(written: str, name: str) -> bool:
    """Whether a word of the text may be this word of a name: "US" is not "us", "NICE" may be "Nice"."""
    if not name[:1].isupper():
        return True
    if name.isupper() and 1 < len(name) <= 5:
        return written == name
    return written[:1].isupper()


class Gazetteer:
    """All names of the facts tables by their first word."""

    def __init__(self, facts: Facts) -> None:
        self.by_first: dict[str, list[tuple[tuple[str, ...], Entry]]] = defaultdict(list)
        for entry in entries(facts):
            keys = tuple(fold(word) for word in entry.words)
            self.by_first[keys[0]].append((keys, entry))
        for names in self.by_first.values():
            names.sort(key=lambda pair: -len(pair[0]))

    def find(self, text: str) -> list[Hit]:
        """Return the names in a text, left to right, longest first, not overlapping."""
        tokens = [(match.group(), match.start(), match.end()) for match in WORD.finditer(text)]
        keys = [fold_word(word) for word, _, _ in tokens]
        hits: list[Hit] = []
        position = 0
        while position < len(tokens):
            names = self.by_first.get(keys[position])
            found = self._longest(names, tokens, keys, position) if names else None
            if found is None:
                position += 1
                continue
            length, entries_found = found
            hits.append(Hit(tokens[position][1], tokens[position + length - 1][2], entries_found))
            position += length
        return hits

    def _longest(
        self,
        names: Sequence[tuple[tuple[str, ...], Entry]],
        tokens: Sequence[tuple[str, int, int]],
        keys: Sequence[str],
        position: int,
    ) -> tuple[int, tuple[Entry, ...]] | None:
        best: list[Entry] = []
        length = 0
        for name, entry in names:
            size = len(name)
            if size < length:
                break
            if size > 1 and tuple(keys[position : position + size]) != name:
                continue
            here = tokens[position : position + size]
            if any(b[1] - a[2] > MAX_GAP for a, b in itertools.pairwise(here)):
                continue
            if all(same_case(token[0], word) for token, word in zip(here, entry.words, strict=True)):
                best.append(entry)
                length = size
        return (length, tuple(best)) if best else None


@lru_cache(maxsize=65536)
def fold_word(word: str) -> str:
    """Return the key of one word."""
    return fold(word)


def split(name: str) -> tuple[str, ...]:
    """Return the words of a name, without a leading article."""
    words = tuple(WORD.findall(name.replace("’", "'")))
    return words[1:] if len(words) > 1 and words[0] in ("the", "The") else words


def entries(facts: Facts) -> Iterator[Entry]:
    """Yield one entry for each name of each row."""

    def named(names: Iterable[str], sort: Sort, row: FactRow, needs: bool = False) -> Iterator[Entry]:
        for words in dict.fromkeys(split(name.partition(" (")[0]) for name in names if name):
            if words:
                yield Entry(words, sort, row, needs)

    for state in facts.states:
        yield from named((state.name, state.official_name, *state.aliases), "state", state)
        yield from named(state.demonyms, "demonym", state)
    for place in facts.places:
        yield from named((place.name, *place.aliases), "place", place, place.needs_context)
    for person in facts.people:
        yield from named((person.name, *person.aliases), "person", person)
    for org in facts.orgs:
        for name in dict.fromkeys((org.name, org.acronym or "", *org.aliases)):
            yield from named((name,), "org", org, name in org.needs_context)
    for weapon in facts.weapons:
        names = (weapon.name, *weapon.aliases)
        plurals = (f"{name}s" for name in names if name[-1:].isalnum() and not name.endswith("s"))
        yield from named((*names, *plurals), "weapon", weapon, weapon.needs_context)
