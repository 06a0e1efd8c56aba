from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from kg.read.extract import extract
from kg.read.parsed import ParsedArticle


@pytest.fixture(scope="module")
def types(parse: Callable[..., ParsedArticle]) -> Callable[[str], list[str]]:
    """A function text -> the classes of the events that are read in it."""
    return lambda text: [event.type for event in extract(parse(text, published=date(2025, 10, 24))).events]
