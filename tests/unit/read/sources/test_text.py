from __future__ import annotations

from datetime import date
from io import BytesIO

from kg.model import Article
from kg.read.sources import Refusal, read_stream


def read(data: bytes, where: str = "a.txt") -> tuple[list[Article], list[Refusal]]:
    refusals: list[Refusal] = []
    return list(read_stream(BytesIO(data), refusals, where=where)), refusals


def test_a_byline_header_gives_day_and_outlet_and_stays_in_the_text() -> None:
    text = " date 2025-10-25 By Ann Roe, Harbour Wire and Bo Lee\n\nTalks ended on Monday.\n"
    [article], _ = read(text.encode())
    assert (article.published, article.publisher, article.text) == (date(2025, 10, 25), "Harbour Wire", text)


def test_a_byline_without_comma_names_no_outlet() -> None:
    [article], _ = read(b" date 2025-10-25 By Ann Roe and Bo Lee\n\nTalks ended.")
    assert article.publisher is None


def test_a_block_of_header_lines_is_data_and_the_text_begins_after_it() -> None:
    head = b"Title: Talks end\nDate: 22 October 2025\nPublisher: Harbour Wire\nURL: https://example.org/1\nDesk: Asia\n"
    data = head + b"\nTalks ended."
    [article], _ = read(data)
    assert (article.title, article.published, article.publisher) == ("Talks end", date(2025, 10, 22), "Harbour Wire")
    assert (article.url, article.text) == ("https://example.org/1", "Talks ended.")
    assert data.decode()[int(article.metadata["body-offset"]) :] == article.text
    assert article.metadata["desk"] == "Asia"


def test_a_first_line_with_a_colon_is_no_header() -> None:
    [article], _ = read(b"Oslo: four wounded\n\nTalks ended.")
    assert article.text.startswith("Oslo: four")


def test_a_header_that_runs_into_the_text_is_text() -> None:
    [article], _ = read(b"Title: Talks end\nTalks ended.")
    assert (article.title, article.text) == (None, "Title: Talks end\nTalks ended.")


def test_without_a_dated_header_the_file_name_gives_the_day() -> None:
    [article], _ = read(b"Talks ended.", "x/2025-10-22-talks.txt")
    assert article.published == date(2025, 10, 22)


def test_an_unreadable_date_is_noted_and_the_article_is_kept() -> None:
    [article], [note] = read(b"Title: T\nDate: soon\n\nTalks ended.")
    assert (article.published, note.severity) == (None, "note")


def test_line_ends_stay_as_they_are_so_that_offsets_hold() -> None:
    [article], _ = read(b"Talks\r\nended.\r")
    assert article.text == "Talks\r\nended.\r"


def test_a_byte_order_mark_is_no_text() -> None:
    assert read("\ufeffTalks ended.".encode())[0][0].text == "Talks ended."
    assert read("Talks ended.".encode("utf-16"))[0][0].text == "Talks ended."


def test_windows_1252_is_read_with_a_note() -> None:
    [article], [note] = read("“Talks” ended.".encode("cp1252"))
    assert (article.text, note.severity) == ("“Talks” ended.", "note")


def test_damaged_utf_8_is_refused_with_the_position_of_the_damage() -> None:
    articles, [refusal] = read("Café talks – ended.".encode()[:-1] + b"\xe2\x80")
    assert (articles, refusal.problem) == ([], "broken UTF-8 at byte 21")


def test_empty_binary_and_huge_files_are_refused_by_name() -> None:
    problems = [read(data)[1][0].problem for data in (b" \n", b"a\x00b", b"%PDF-1.7", b"a " * 9_000_000)]
    assert problems == [
        "the file is empty",
        "binary data, not text",
        "this is a PDF file, not text",
        "larger than 16,777,216 bytes",
    ]
