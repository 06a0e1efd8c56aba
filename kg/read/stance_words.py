"""`lexicons/en/stances.yaml` → the words under which somebody takes a stance, indexed by lemma and part of speech."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from functools import cache
from typing import Literal

import msgspec

from kg.read.reporting import Strength, read_words

_FILE = "lexicons/en/stances.yaml"

Pos = Literal["verb", "noun", "adjective"]
Takes = Literal[
    "clause", "infinitive", "gerund", "control", "object", "blame", "prep", "predicate", "evidence", "matter", "silence"
]


class Stance(msgspec.Struct, forbid_unknown_fields=True, frozen=True, kw_only=True):
    """Words that take the same complements; `prep` are the prepositions of `prep` and `blame`.

    `particle` is the word right behind a verb ("laid out").
    `passive`: without a source in the passive ("is expected to win"). `examples` are marked as in
    reporting.yaml.
    """

    words: tuple[str, ...]
    strength: Strength
    takes: tuple[Takes, ...]
    origin: str
    examples: tuple[str, ...]
    pos: Pos = "verb"
    prep: tuple[str, ...] = ()
    particle: str | None = None
    passive: bool = False


class _Raw(msgspec.Struct, forbid_unknown_fields=True, frozen=True, kw_only=True):
    stances: tuple[Stance, ...]
    evidence: frozenset[str]
    people: frozenset[str]


class Stances(msgspec.Struct, frozen=True, kw_only=True):
    """The lexicon of stances: its entries by lemma, the nouns that show something, and those for who takes a stance."""

    words: Mapping[str, tuple[Stance, ...]]
    evidence: frozenset[str]
    people: frozenset[str]
    entries: tuple[Stance, ...]


@cache
def load_stances() -> Stances:
    """Return the lexicon of stances that ships with the package (read once).

    Raises:
        KnowledgeError: the file is not such a lexicon. The message names the field.
    """
    raw = read_words(_FILE, _Raw)
    words: dict[str, list[Stance]] = defaultdict(list)
    for entry in raw.stances:
        for word in entry.words:
            words[word].append(entry)
    return Stances(
        words={word: tuple(sorted(group, key=lambda e: e.particle is None)) for word, group in words.items()},
        evidence=raw.evidence,
        people=raw.people,
        entries=raw.stances,
    )
