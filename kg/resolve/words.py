"""Text → the words of it that tell events and agents apart, by the lists of `kg/lexicons/resolve/en.yaml`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

import msgspec

from kg.yaml_file import read_yaml

_WORD = re.compile(r"[^\W_]+(?:[.,]\d+)*")
_NAME_WORD = re.compile(r"[^\W\d_][\w'’.\-]*")


class Words(msgspec.Struct, forbid_unknown_fields=True, frozen=True, kw_only=True):
    """The word lists, as the file spells them: words parted by white space."""

    particles: str
    pronouns: str
    editions: Mapping[str, str]
    rounds: str
    stop: str
    endings: str
    reasons: str


@cache
def load_words() -> Words:
    """Return the word lists.

    Raises:
        KnowledgeError: the file is malformed; the message names the field.
    """
    source = files("kg").joinpath("lexicons", "resolve", "en.yaml")
    return read_yaml(source, Words, where="lexicons/resolve/en.yaml", fix="see kg.resolve.words.Words")


@cache
def _list(name: str) -> frozenset[str]:
    return frozenset(getattr(load_words(), name).split())


@cache
def _endings() -> tuple[str, ...]:
    return tuple(load_words().endings.split())


@cache
def _edition_numbers() -> Mapping[str, str]:
    return {word: number for number, words in load_words().editions.items() for word in words.split()}


def is_name(text: str) -> bool:
    """Return whether a text is written as a proper name.

    >>> is_name("Ministry of Foreign Affairs"), is_name("Austrian engineer"), is_name("officials")
    (True, False, False)
    """
    if is_pronoun(text):
        return False
    words = _NAME_WORD.findall(text)
    telling = [w for w in words if w.casefold() not in _list("particles") and not w.casefold().startswith("al-")]
    return bool(telling) and all(not word[0].islower() for word in telling)


def is_pronoun(text: str) -> bool:
    """Return whether a text is a pronoun alone ("He", "they"), which names nobody."""
    return text.casefold() in _list("pronouns")


def split(text: str) -> set[str]:
    """Return the words of a text, case folded."""
    return {word.casefold() for word in _WORD.findall(text)}


def telling_words(text: str) -> frozenset[str]:
    """Return the stems of the words of a text that say something of its own.

    >>> sorted(telling_words("The summit was cancelled on Friday"))
    ['cancell', 'friday', 'summit']
    """
    return frozenset(_stem(word) for word in split(text) - _list("stop") if len(word) > 2 or word.isdigit())


def _stem(word: str) -> str:
    for ending in _endings():
        if word.endswith(ending) and len(word) - len(ending) >= 4:
            return word[: -len(ending)]
    return word


def editions(text: str) -> frozenset[str]:
    """Return the numbers of the editions that a text names.

    >>> sorted(editions("The third round of talks opened; the first word went to the host."))
    ['3']
    """
    numbers = _edition_numbers()
    words = [word.casefold() for word in _WORD.findall(text)]
    return frozenset(
        numbers[word]
        for i, word in enumerate(words)
        if word in numbers and not _list("rounds").isdisjoint(words[i + 1 : i + 3])
    )


def gives_reason(text: str) -> bool:
    """Return whether a text leads in a reason.

    >>> gives_reason("The visit was called off because of the storm."), gives_reason("The visit was called off.")
    (True, False)
    """
    return not _list("reasons").isdisjoint(split(text))
