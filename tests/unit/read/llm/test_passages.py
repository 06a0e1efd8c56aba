from __future__ import annotations

from collections.abc import Callable

import pytest

from kg.read.llm.passages import passages, sentence_extents, sentence_passages
from kg.read.parsed import ParsedArticle

Parse = Callable[..., ParsedArticle]


def cut(parsed: ParsedArticle, size: int, context: int = 0) -> list[str]:
    return [parsed.article.text[p.start : p.end] for p in passages(parsed, size=size, context=context)]


def test_paragraphs_are_joined_up_to_the_size(story: ParsedArticle) -> None:
    assert len(cut(story, 5000)) == 1
    assert [piece.split()[0] for piece in cut(story, 130)] == ["Sergey", "The", "Lavrov"]


def test_a_long_paragraph_is_cut_between_sentences(story: ParsedArticle) -> None:
    pieces = cut(story, 70)
    assert pieces[1] == "The ministers agreed a “pause – for now”, Anadolu reported."
    assert pieces[2].startswith("A drone hit the port")


@pytest.mark.parametrize("size", [5, 20, 70, 130, 5000])
def test_no_word_is_lost_whatever_the_size(story: ParsedArticle, size: int) -> None:
    assert "".join("".join(cut(story, size)).split()) == "".join(story.article.text.split())


def test_a_sentence_longer_than_the_size_is_cut_between_words(parse: Parse) -> None:
    text = "word " * 300
    assert all(len(piece) <= 100 for piece in cut(parse(text), 100))
    assert "".join(cut(parse(text), 100)).count("word") == 300


def test_a_word_without_end_is_cut(parse: Parse) -> None:
    assert "".join(cut(parse("x" * 450), 200)) == "x" * 450


@pytest.mark.parametrize("text", ["", " ", "\n\n \n"])
def test_nothing_gives_no_passage(parse: Parse, text: str) -> None:
    assert cut(parse(text), 100) == []


def test_context_begins_with_a_sentence_and_ends_at_the_passage(story: ParsedArticle) -> None:
    last = passages(story, size=130, context=80)[-1]
    before = story.article.text[last.context : last.start]
    assert before.strip() == "A drone hit the port, and at least 14 people died."


def test_wanted_sentences_are_joined_only_with_their_neighbours(story: ParsedArticle) -> None:
    sentences = sentence_extents(story)
    wanted = [sentences[0], sentences[1], sentences[3]]
    found = sentence_passages(story, wanted, size=5000, context=0)
    assert [(p.start, p.end) for p in found] == [(sentences[0][0], sentences[1][1]), sentences[3]]
