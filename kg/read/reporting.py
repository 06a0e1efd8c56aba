"""`lexicons/en/reporting.yaml` → the words that report speech, indexed by the lemma that heads them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Literal, TypeVar

import msgspec
from spacy.tokens import Token

from kg.yaml_file import read_yaml

_FILE = "lexicons/en/reporting.yaml"
Table = TypeVar("Table")

Strength = Literal[
    "neutral",
    "claim",
    "factive",
    "denial",
    "promise",
    "threat",
    "question",
    "order",
    "accusation",
    "evaluation",
    "belief",
    "wish",
    "plan",
]
Complement = Literal[
    "clause", "quote", "tag", "object", "gerund", "of", "as", "calls", "at", "charge", "pronoun", "comment"
]


class Verb(msgspec.Struct, forbid_unknown_fields=True, frozen=True, kw_only=True):
    """A reporting verb or phrase, and the complements that hold what is reported.

    `takes`: `clause` (finite clause behind the verb), `quote`, `tag` (clause or quote before it), `object`, `gerund`,
    `of` ("warned of X"), `as` ("described X as Y"), `calls` ("called X Y"), `at` ("put X at Y"), `pronoun` ("reported
    this"), `charge` ("accused X of Y"), `comment` ("as X put it", nowhere else). `particle` and `phrase` are words that
    must follow; `addressee` marks verbs whose object is who was told.
    `examples` mark {source}, [reporting words] and <content>; one without marks is a near miss.
    """

    verb: str
    strength: Strength
    takes: tuple[Complement, ...]
    origin: str
    examples: tuple[str, ...]
    particle: str | None = None
    phrase: tuple[str, ...] = ()
    addressee: bool = False


class Noun(msgspec.Struct, forbid_unknown_fields=True, frozen=True, kw_only=True):
    """A noun that reports its clause ("a claim by X that …")."""

    noun: str
    strength: Strength
    origin: str
    examples: tuple[str, ...]


class Phrase(msgspec.Struct, forbid_unknown_fields=True, frozen=True, kw_only=True):
    """A preposition or a relaying verb: the words before the source ("according to", "citing")."""

    words: tuple[str, ...]
    origin: str
    examples: tuple[str, ...]


class _Raw(msgspec.Struct, forbid_unknown_fields=True, frozen=True, kw_only=True):
    verbs: tuple[Verb, ...]
    nouns: tuple[Noun, ...]
    prepositions: tuple[Phrase, ...]
    possessed: tuple[Phrase, ...]
    relays: tuple[Phrase, ...]
    sources: frozenset[str]
    media: frozenset[str]
    audiences: frozenset[str]
    openers: frozenset[str]
    headings: frozenset[str]


class Reporting(msgspec.Struct, frozen=True, kw_only=True):
    """The lexicon of reporting, indexed.

    `verbs` and `nouns` go by lemma, phrases first. `prepositions` ("according to") and `possessed` ("in … words") are
    word sequences by their first word; `relays` are verbs, by lemma, whose object is the source. `sources` are nouns
    that can be one, `media` words of which news outlets' names are made, `audiences` who is told without relaying,
    `openers` governing words under whose infinitive something is said ("went on to say", unlike "declined to say"),
    `headings` nouns before a colon that head a text and name no speaker.
    """

    verbs: Mapping[str, tuple[Verb, ...]]
    nouns: Mapping[str, Noun]
    prepositions: Mapping[str, tuple[tuple[str, ...], ...]]
    possessed: Mapping[str, tuple[tuple[str, ...], ...]]
    relays: Mapping[str, tuple[str, ...]]
    sources: frozenset[str]
    media: frozenset[str]
    audiences: frozenset[str]
    openers: frozenset[str]
    headings: frozenset[str]
    entries: tuple[Verb | Noun | Phrase, ...]


@cache
def load_reporting() -> Reporting:
    """Return the lexicon of reporting words that ships with the package (read once).

    Raises:
        KnowledgeError: the file is not such a lexicon. The message names the field.
    """
    raw = read_words(_FILE, _Raw)
    return index(raw)


def read_words(file: str, kind: type[Table]) -> Table:
    """Return a file of words under `kg/`, as the table that `kind` describes.

    Raises:
        KnowledgeError: the file is no such table. The message names the field.
    """
    fix = "see the head of the file for the fields of an entry"
    return read_yaml(files("kg").joinpath(file), kind, where=file, fix=fix)


def only_believes(verb: Token) -> bool:
    """Whether a reporting verb names a belief, never an act of speaking."""
    entries = load_reporting().verbs.get(verb.lemma_.lower(), ())
    return bool(entries) and all(entry.strength == "belief" for entry in entries)


def index(raw: _Raw) -> Reporting:
    """Return the indexed form of a lexicon as read from its file."""
    verbs: dict[str, list[Verb]] = defaultdict(list)
    for verb in raw.verbs:
        verbs[verb.verb].append(verb)
    for group in verbs.values():
        group.sort(key=lambda verb: (not verb.phrase, verb.particle is None))
    return Reporting(
        verbs={lemma: tuple(group) for lemma, group in verbs.items()},
        nouns={noun.noun: noun for noun in raw.nouns},
        prepositions=_by_first(raw.prepositions),
        possessed=_by_first(raw.possessed),
        relays={phrase.words[0]: phrase.words for phrase in raw.relays},
        sources=raw.sources,
        media=raw.media,
        audiences=raw.audiences,
        openers=raw.openers,
        headings=raw.headings,
        entries=(*raw.verbs, *raw.nouns, *raw.prepositions, *raw.possessed, *raw.relays),
    )


def _by_first(phrases: tuple[Phrase, ...]) -> dict[str, tuple[tuple[str, ...], ...]]:
    found: dict[str, list[tuple[str, ...]]] = defaultdict(list)
    for phrase in phrases:
        found[phrase.words[0]].append(phrase.words)
    return {first: tuple(sorted(group, key=len, reverse=True)) for first, group in found.items()}
