"""`lexicons/en/mentions.yaml` → the word tables that find nominal mentions and tell governments from locations."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from functools import cache, cached_property
from importlib.resources import files

import msgspec

from kg.model import Kind
from kg.yaml_file import read_yaml

HEAD_ROLES = frozenset({"head_of_state", "head_of_government", "head_of_state_and_government", "leader"})


class Entry(msgspec.Struct, forbid_unknown_fields=True, frozen=True, kw_only=True):
    """Base of all entries: unknown keys are refused by name."""


class Head(Entry, frozen=True):
    """Nouns that head one sort of mention; `name` is a template for the canonical name of an organisation.

    `roles` are the roles of the facts tables whose holder the phrase may mean; `pronoun` is given where the word tells
    it. `org` is the row of the facts tables that the capitalised word names, `foreign` marks words for people of any
    state. `only_definite`, `only_singular`,
    `only_plural` and `only_capitalised` keep common words from making mentions everywhere.
    """

    list: str
    kind: Kind
    words: tuple[str, ...]
    examples: tuple[str, ...]
    sector: str | None = None
    roles: tuple[str, ...] = ()
    name: str | None = None
    pronoun: str | None = None
    org: str | None = None
    only_definite: bool = False
    foreign: bool = False
    only_singular: bool = False
    only_capitalised: bool = False
    only_plural: bool = False


class Pair(Entry, frozen=True):
    """Nouns that, with "two" or "both", stand for the parties spoken of; `members` says of what sort these are."""

    members: str
    words: tuple[str, ...]


class Senses(Entry, frozen=True):
    """Words around a capital, seat or state name that make it a location, a government or an organisation."""

    source: str
    place_prepositions: frozenset[str]
    motion: frozenset[str]
    attack: frozenset[str]
    place_objects: frozenset[str]
    place_heads: frozenset[str]
    place_of: frozenset[str]
    place_for: frozenset[str]
    place_from: frozenset[str]
    place_to_not: frozenset[str]
    organisation_verbs: frozenset[str]
    government_from: frozenset[str]
    government_heads: frozenset[str]
    pair_places: frozenset[str]
    pair_acts: frozenset[str]
    combining: Mapping[str, str]
    made_by: frozenset[str]
    nation_words: frozenset[str]
    ministries: Mapping[str, str]


class OrgKind(Entry, frozen=True):
    """Sector of a kind of organisation, and whether it acts for its state."""

    sector: str
    national: bool


class MentionWords(Entry, frozen=True):
    """The whole file."""

    heads: tuple[Head, ...]
    pairs: tuple[Pair, ...]
    senses: Senses
    titles: frozenset[str]
    reporting: frozenset[str]
    media_words: frozenset[str]
    sport_words: frozenset[str]
    name_sectors: Mapping[str, str]
    given_names: Mapping[str, tuple[str, ...]]
    pronouns: Mapping[str, tuple[str, ...]]
    organisations: Mapping[str, OrgKind]
    office_sectors: Mapping[str, str]


class Words:
    """The file with its indices."""

    def __init__(self, table: MentionWords) -> None:
        self.table = table
        self.senses = table.senses
        self.titles = table.titles
        self.reporting = table.reporting

    @cached_property
    def heads(self) -> Mapping[str, tuple[Head, ...]]:
        """Head lists under each of their words; lists with a condition come first."""
        found: dict[str, list[Head]] = defaultdict(list)
        for head in self.table.heads:
            for word in head.words:
                found[word].append(head)
        return {
            word: tuple(
                sorted(lists, key=lambda head: not (head.only_singular or head.only_definite or head.only_capitalised))
            )
            for word, lists in found.items()
        }

    @cached_property
    def last_words(self) -> frozenset[str]:
        """The last word of every head: what a noun must be to be looked at."""
        return frozenset(word.rsplit(" ", 1)[-1] for word in self.heads)

    @cached_property
    def pairs(self) -> Mapping[str, str]:
        """What "the two ..." stand for, by noun; the first list that names the noun counts."""
        found: dict[str, str] = {}
        for pair in self.table.pairs:
            for word in pair.words:
                found.setdefault(word, pair.members)
        return found

    @cached_property
    def pronouns(self) -> Mapping[str, str]:
        """Pronoun form to its set: he, she, it, they, speaker, relative."""
        return {form: group for group, forms in self.table.pronouns.items() for form in forms}


@cache
def load_words() -> Words:
    """Return the English word tables; read once.

    Raises:
        KnowledgeError: the file is missing or has an unknown or malformed key; the message names it.
    """
    source = files("kg") / "lexicons" / "en" / "mentions.yaml"
    fix = "correct the named key; see the head of the file"
    return Words(read_yaml(source, MentionWords, where="lexicons/en/mentions.yaml", fix=fix))


def singular(plural: str) -> str:
    """Return the singular of a regular plural or of one in "-men", for words that the tagger took for names."""
    return plural[:-3] + "man" if plural.endswith("men") else plural.removesuffix("s") if plural.endswith("s") else ""
