"""The lexicon of reporting words: every entry keeps what its examples say."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from kg.read.attribution import find_attributions
from kg.read.parsed import ParsedArticle
from kg.read.reporting import Noun, Phrase, Verb, load_reporting

ENTRIES = load_reporting().entries
Parse = Callable[..., ParsedArticle]
Frame = tuple[str, str, str]


def name(entry: Verb | Noun | Phrase) -> str:
    if isinstance(entry, Verb):
        return " ".join((entry.verb, *filter(None, (entry.particle,)), *entry.phrase))
    return entry.noun if isinstance(entry, Noun) else " ".join(entry.words)


def marked(example: str) -> tuple[str, Frame]:
    """Return an example's plain text, and its source, reporting words and content (marks of the others taken out)."""
    plain = re.sub(r"[{}<>\[\]]", "", example)

    def between(opening: str, closing: str) -> str:
        pieces = example[example.find(opening) + 1 : example.rfind(closing)] if opening in example else ""
        return re.sub(r"[{}<>\[\]]", "", pieces)

    return plain, (between("{", "}"), between("[", "]"), between("<", ">"))


def frames(parsed: ParsedArticle) -> list[Frame]:
    found = find_attributions(parsed)
    return [(a.source.text, a.cue.text, a.content.text) for a in found if a.source and a.cue and a.content]


@pytest.mark.parametrize("entry", ENTRIES, ids=name)
def test_reporting_word_has_an_origin_an_example_and_a_near_miss(entry: Verb | Noun | Phrase) -> None:
    marks = ["[" in example for example in entry.examples]
    assert entry.origin
    assert True in marks
    assert False in marks


@pytest.mark.parametrize(
    ("entry", "example"), [(name(e), x) for e in ENTRIES for x in e.examples if "[" in x], ids=lambda v: str(v)[:60]
)
def test_reporting_word_gives_the_frame_of_its_example(entry: str, example: str, parse: Parse) -> None:
    text, (source, cue, content) = marked(example)
    found = [frame for frame in frames(parse(text)) if frame[1:] == (cue, content)]
    assert any(frame[0] in source or source in frame[0] for frame in found), frames(parse(text))


@pytest.mark.parametrize(
    ("entry", "example"), [(name(e), x) for e in ENTRIES for x in e.examples if "[" not in x], ids=lambda v: str(v)[:60]
)
def test_reporting_word_gives_nothing_in_its_near_miss(entry: str, example: str, parse: Parse) -> None:
    assert frames(parse(example)) == []
