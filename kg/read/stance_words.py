"""`lexicons/en/stances.yaml` → the words under which somebody takes a stance, indexed by lemma and part of speech."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Literal

import msgspec
import yaml

from kg.errors import KnowledgeError
from kg.read.reporting import Strength

_FILE = "lexicons/en/stances.yaml"
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

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
    try:
        raw = msgspec.convert(yaml.load(files("kg").joinpath(_FILE).read_bytes(), Loader=_LOADER), _Raw)
    except (OSError, yaml.YAMLError, msgspec.ValidationError) as error:
        raise KnowledgeError(
            str(error), where=_FILE, fix="see the head of the file for the fields of an entry"
        ) from error
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
