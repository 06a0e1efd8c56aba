"""Quotation spans: marks of all kinds, nesting, paragraphs, and what is no quotation."""

from __future__ import annotations

import pytest

from kg.read.quotes import QuoteIndex, find_quotes, paragraphs


def quoted(text: str) -> list[str]:
    return [text[quote.start : quote.end] for quote in find_quotes(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("She said “no” twice.", ["“no”"]),
        ('She said "no" twice.', ['"no"']),
        ("She said ''no'' twice.", ["''no''"]),
        ("She said ``no'' twice.", ["``no''"]),
        ("She said «no» twice.", ["«no»"]),
        ("She said „no“ twice.", ["„no“"]),
        ("She said ‘no’ twice.", ["‘no’"]),
        ("She said 'no,' and left.", ["'no,'"]),
        ("“One,” she said. “Two.”", ["“One,”", "“Two.”"]),
        ("“He said ‘no’ to me,” she said.", ["“He said ‘no’ to me,”"]),
        ("“He said “no” to me,” she said.", ["“He said “no” to me,”"]),
        ("'It's the ministers' choice,' she said.", ["'It's the ministers' choice,'"]),
        ('"She knew,” he said. “She "knew" it.”', ['"She knew,”', '“She "knew" it.”']),
        ('"He said “no” to me," she said.', ['"He said “no” to me,"']),
        ("“Unclosed to the end", ["“Unclosed to the end"]),
        ("“First part.\n\n“Second part.” End.", ["“First part.", "“Second part.”"]),
        ("The ministers’ plan and the envoy’s letter.", []),
        ('The mast is 6\'2" and the beam 5" wide.', []),
        ("In the '90s they sang rock 'n' roll.", []),
        ("A stray ” mark closes nothing.", []),
        ("", []),
        ("“", []),
    ],
)
def test_quotations_run_from_mark_to_mark(text: str, expected: list[str]) -> None:
    assert quoted(text) == expected


def test_an_unclosed_quotation_is_marked_as_such() -> None:
    assert [quote.closed for quote in find_quotes("“One.\n\n“Two.”")] == [False, True]


def test_blank_lines_and_line_ends_after_a_stop_part_paragraphs() -> None:
    text = "One.\nTwo goes\non.\n\n  Three"
    assert [text[start:end] for start, end in paragraphs(text)] == ["One.", "Two goes\non.", "Three"]


def test_the_index_finds_the_quotation_around_before_and_behind_an_offset() -> None:
    text = "He said “no” and “yes”."
    index = QuoteIndex(find_quotes(text))
    inside, behind = index.around(text.index("no")), index.first_from(12)
    assert inside is not None
    assert behind is not None
    assert (inside.start, inside.end) == (8, 12)
    assert text[behind.start : behind.end] == "“yes”"
    assert index.around(13) is None
    assert index.ending_at(12) == inside
    assert index.ending_at(0) is None


@pytest.mark.parametrize("mark", ["“", '"', "'", "‘", "''", "«", "„"])
def test_a_text_of_nothing_but_marks_is_read_to_its_end(mark: str) -> None:
    assert all(quote.end <= len(mark) * 3000 for quote in find_quotes(mark * 3000))
