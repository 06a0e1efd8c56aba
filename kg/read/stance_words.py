"""`lexicons/en/stances.yaml` → the words under which somebody takes a stance, indexed by lemma and part of speech."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from functools import cache
from typing import Literal

import msgspec

from kg.read.reporting import Strength, read_words

_FILE = "lexicons/en/stances.yaml"

Pos = Literal["verb", "noun", "adjective", "phrase", "adverb"]
Takes = Literal[
    "clause",
    "infinitive",
    "gerund",
    "control",
    "object",
    "blame",
    "prep",
    "predicate",
    "evidence",
    "matter",
    "silence",
    "rule",
    "agent",
]


class Stance(msgspec.Struct, forbid_unknown_fields=True, frozen=True, kw_only=True):
    """Words that take the same complements; `prep` are the prepositions of `prep` and `blame`.

    `particle` is the word right behind a verb ("laid out"); of a phrase, the preposition before its noun
    ("under fire").
    `nouns` are those of a phrase ("cast doubt on"); a phrase without any goes with every noun of the lexicon.
    `passive`: without a source in the passive ("is expected to win"), or as a noun ("fears of a flood").
    `suffers`: the stance is taken towards the subject ("drew criticism"). `examples` are marked as in reporting.yaml.
    """

    words: tuple[str, ...]
    strength: Strength
    takes: tuple[Takes, ...]
    origin: str
    examples: tuple[str, ...]
    pos: Pos = "verb"
    prep: tuple[str, ...] = ()
    particle: str | None = None
    nouns: tuple[str, ...] = ()
    passive: bool = False
    suffers: bool = False


class _Raw(msgspec.Struct, forbid_unknown_fields=True, frozen=True, kw_only=True):
    stances: tuple[Stance, ...]
    evidence: frozenset[str]
    people: frozenset[str]
    works: frozenset[str]
    rules: frozenset[str]
    quantifiers: frozenset[str]
    openers: frozenset[str]
    misread: Mapping[str, str]


class Stances(msgspec.Struct, frozen=True, kw_only=True):
    """The lexicon of stances, indexed.

    `words` are the entries by lemma, `nouns` those of them for nouns. The other words are nouns for what shows
    something, for who takes a stance, for what is written, filmed or spoken, for what rules, and for how many;
    `openers` are verbs under whose infinitive a stance is taken, beside those of reporting.yaml.
    """

    words: Mapping[str, tuple[Stance, ...]]
    nouns: Mapping[str, tuple[Stance, ...]]
    evidence: frozenset[str]
    people: frozenset[str]
    works: frozenset[str]
    rules: frozenset[str]
    quantifiers: frozenset[str]
    openers: frozenset[str]
    entries: tuple[Stance, ...]


@cache
def load_stances() -> Stances:
    """Return the lexicon of stances that ships with the package (read once).

    Raises:
        KnowledgeError: the file is not such a lexicon. The message names the field.
    """
    raw = read_words(_FILE, _Raw)
    words: dict[str, list[Stance]] = defaultdict(list)
    nouns: dict[str, list[Stance]] = defaultdict(list)
    for entry in raw.stances:
        for word in entry.words:
            words[word].append(entry)
            if entry.pos == "noun":
                nouns[word].append(entry)
    for wrong, right in raw.misread.items():
        words[wrong].extend(entry for entry in words[right] if entry.pos in ("verb", "phrase"))
    return Stances(
        words={word: tuple(sorted(group, key=_rank)) for word, group in words.items()},
        nouns={word: tuple(group) for word, group in nouns.items()},
        evidence=raw.evidence,
        people=raw.people,
        works=raw.works,
        rules=raw.rules,
        quantifiers=raw.quantifiers,
        openers=raw.openers,
        entries=raw.stances,
    )


def _rank(entry: Stance) -> tuple[bool, int]:
    """Words of several parts go before a bare verb, a phrase with nouns of its own before one that goes with all."""
    return entry.particle is None, 0 if entry.nouns else 1 + (entry.pos != "phrase")
