"""Fixtures that several test folders share: the language pipeline and the facts tables, each loaded once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from kg.facts import Facts
    from kg.read.parsed import ParsedArticle

DAY = date(2021, 3, 10)  # a Wednesday


@pytest.fixture(scope="session")
def nlp() -> Any:
    """The installed spaCy pipeline, loaded once."""
    from kg.read.parse import load_pipeline

    return load_pipeline()


@pytest.fixture(scope="session")
def facts() -> Facts:
    """The facts tables, loaded once."""
    from kg.facts import load_facts

    return load_facts()


@pytest.fixture(scope="session")
def parse(nlp: Any, facts: Facts) -> Callable[..., ParsedArticle]:
    """A function (text, published=2021-03-10) -> ParsedArticle; each text is parsed once."""
    from kg.model import Article
    from kg.read.parse import parse_article

    known: dict[tuple[str, date | None], ParsedArticle] = {}

    def read(text: str, published: date | None = DAY, **fields: Any) -> ParsedArticle:
        key = (text, published)
        if key not in known or fields:
            article = Article(id="a1", text=text, published=published, **fields)
            known[key] = parse_article(article, nlp=nlp, facts=facts)
        return known[key]

    return read
