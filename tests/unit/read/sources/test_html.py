from __future__ import annotations

from datetime import date
from io import BytesIO

from kg.model import Article
from kg.read.sources import Refusal, read_stream

BODY = "The foreign minister of Norland met her counterpart on Monday and said that the talks had been frank. " * 4
HEAD = (
    "<title>Talks end</title><meta property='article:published_time' content='2025-10-22T10:00:00Z'>"
    "<meta property='og:site_name' content='Harbour Wire'><link rel='canonical' href='https://example.org/a'>"
)


def read(markup: str, where: str = "a.html") -> tuple[list[Article], list[Refusal]]:
    refusals: list[Refusal] = []
    return list(read_stream(BytesIO(markup.encode()), refusals, where=where)), refusals


def test_a_page_gives_its_running_text_and_the_data_of_its_head() -> None:
    menu = "<nav><a href='/'>Home</a><a href='/x'>Sport</a></nav>"
    page = f"<html lang='en'><head>{HEAD}</head><body>{menu}<article><p>{BODY}</p></article></body></html>"
    [article], _ = read(page)
    assert article.text == BODY.strip()
    assert (article.title, article.published) == ("Talks end", date(2025, 10, 22))
    assert (article.publisher, article.url) == ("Harbour Wire", "https://example.org/a")


def test_a_page_marked_as_another_language_is_refused() -> None:
    articles, [refusal] = read(f"<html lang='fr'><body><article><p>{BODY}</p></article></body></html>")
    assert (articles, refusal.problem) == ([], "not English (marked fr)")


def test_a_page_without_running_text_is_refused() -> None:
    assert read("<html><body></body></html>")[1][0].problem == "no running text found in the page"


def test_deep_nesting_many_tags_and_entity_declarations_are_refused_before_parsing() -> None:
    pages = ["<div>" * 5000, "<b>x</b>" * 30_000, "<!DOCTYPE x [<!ENTITY a 'b'>]><html>&a;</html>"]
    problems = [read(page)[1][0].problem for page in pages]
    assert problems[:2] == ["nested 5,000 deep", "more than 50,000 tags"]
    assert problems[2].startswith("declares entities")


def test_a_declared_charset_is_used() -> None:
    page = f"<html><head><meta charset='iso-8859-2'></head><body><article><p>Wałęsa. {BODY}</p></article></body></html>"
    [article] = read_stream(BytesIO(page.encode("iso-8859-2")), [], where="a.html")
    assert article.text.startswith("Wałęsa.")
