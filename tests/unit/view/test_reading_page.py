from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from html.parser import HTMLParser

import pytest

from kg.read.explain import explain
from kg.read.parsed import ParsedArticle
from kg.view.reading import marked
from kg.view.reading_page import page

Parse = Callable[..., ParsedArticle]
TEXT = (
    "Sergei Lavrov said on Thursday that the talks between Marco Rubio and Wang Yi were cancelled. "
    "A <script>alert(1)</script> & more."
)


@pytest.fixture
def html(parse: Parse) -> str:
    return page([explain(parse(TEXT, published=date(2025, 10, 24)))])


def test_it_asks_for_nothing_from_outside(html: str) -> None:
    assert not re.search(r"(?:src|href|url|@import|srcset)\s*[=(]", html)
    assert "default-src 'none'" in html
    assert "<script" not in html


def test_words_of_the_text_are_escaped(html: str) -> None:
    assert "&lt;script&gt;" in html
    assert "alert(1)</script>" not in html


def test_it_has_title_language_and_encoding(html: str) -> None:
    assert '<html lang="en">' in html
    assert '<meta charset="utf-8">' in html
    assert "<title>How the text was read</title>" in html


def test_triggers_and_mentions_are_marked_in_the_sentence(html: str) -> None:
    sentence = re.search(r'<p class="text">(.*?)</p>', html)
    assert sentence is not None
    assert '<span class="mention">Marco Rubio</span>' in sentence[1]
    assert "<mark>talks" in sentence[1]


def test_reasons_unfold_without_scripts(html: str) -> None:
    assert "<details" in html
    assert "<dt>status</dt><dd>cancelled" in html


def test_every_element_is_closed(html: str) -> None:
    open_elements: list[str] = []

    class Reader(HTMLParser):
        def handle_starttag(self, tag: str, attrs: object) -> None:
            if tag != "meta":
                open_elements.append(tag)

        def handle_endtag(self, tag: str) -> None:
            assert open_elements.pop() == tag

    Reader().feed(html)
    assert not open_elements


def test_signs_that_reorder_text_are_shown_as_such(parse: Parse) -> None:
    text = "Marco Rubio met \u202eSergei Lavrov in Budapest."
    assert "\u202e" not in page([explain(parse(text, published=date(2025, 10, 24)))])


def test_the_pieces_of_a_sentence_are_the_sentence(parse: Parse) -> None:
    for sentence in explain(parse(TEXT, published=date(2025, 10, 24))).sentences:
        assert "".join(piece for piece, _ in marked(sentence)) == sentence.text
