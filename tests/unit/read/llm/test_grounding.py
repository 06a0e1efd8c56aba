from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.read.llm.grounding import Ground

TEXT = "Russia and the U.S. met.\nThey “agreed – for\n now”; Russia's envoy didn’t. US US."


def find(quoted: str, start: int = 0, end: int = len(TEXT), near: int | None = None) -> str | None:
    span = Ground(TEXT).find(quoted, start, end, near=near)
    if span is None:
        return None
    assert TEXT[span.start : span.end] == span.text
    return span.text


@pytest.mark.parametrize(
    ("quoted", "found"),
    [
        ("Russia and the U.S. met", "Russia and the U.S. met"),
        ('"agreed - for now"', "“agreed – for\n now”"),
        ("didn't", "didn’t"),
        ("Russia’s  envoy", "Russia's envoy"),
        ("  met. ", "met."),
        ("met. They", "met.\nThey"),
    ],
)
def test_quotes_dashes_and_spaces_may_differ(quoted: str, found: str) -> None:
    assert find(quoted) == found


@pytest.mark.parametrize(
    "quoted", ["", "  ", ".", "russia", "Russ", "ussia", "Russia … met", "China", "met They", "a" * 5000]
)
def test_what_does_not_stand_in_the_text_is_not_found(quoted: str) -> None:
    assert find(quoted) is None


def test_only_whole_words_are_found() -> None:
    assert Ground("AUSTRIA and US").find("US", 0, 14) == Ground("AUSTRIA and US").span(12, 14)


def test_of_several_places_the_nearest_counts() -> None:
    ground = Ground(TEXT)
    spans = [ground.find("Russia", 0, len(TEXT), near=near) for near in (0, len(TEXT))]
    assert [s.start for s in spans if s] == [0, TEXT.rindex("Russia")]


def test_a_place_out_of_bounds_does_not_count() -> None:
    assert find("met", 0, 10) is None
    assert find("US", end=len(TEXT) - 2, near=0) == "US"


@given(st.text(max_size=60), st.text(max_size=200))
def test_a_span_is_always_the_text_itself(quoted: str, text: str) -> None:
    span = Ground(text).find(quoted, 0, len(text))
    assert span is None or text[span.start : span.end] == span.text


@given(st.text(alphabet="ab “”'–-\n", min_size=1, max_size=80), st.data())
def test_whole_words_copied_from_a_text_are_found_in_it(text: str, data: st.DataObject) -> None:
    words = [w for w in text.split() if any(c.isalnum() for c in w)]
    if not words:
        return
    word = data.draw(st.sampled_from(words))
    assert Ground(text).find(word, 0, len(text)) is not None
