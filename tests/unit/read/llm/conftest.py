"""What the tests of the model's reader share: options without waiting, and a story with its parse."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from kg.read.llm.options import KEY_VARIABLES, LlmOptions
from kg.read.parsed import ParsedArticle

STORY = (
    "Sergey Lavrov met Mevlut Cavusoglu in Ankara on Tuesday.\n\n"
    "The ministers agreed a “pause – for now”, Anadolu reported. A drone hit the port, and at least 14 people died.\n\n"
    "Lavrov said that the talks would go on on Friday."
)


@pytest.fixture(autouse=True)
def _no_keys(monkeypatch: pytest.MonkeyPatch) -> None:
    for variable in (*KEY_VARIABLES, "OPENAI_ORG_ID", "OPENAI_PROJECT_ID", "OPENAI_BASE_URL"):
        monkeypatch.delenv(variable, raising=False)


@pytest.fixture
def story(parse: Callable[..., ParsedArticle]) -> ParsedArticle:
    """A story of three paragraphs, dated Wednesday, 10 March 2021."""
    return parse(STORY)


@pytest.fixture
def options(tmp_path: Path) -> Callable[..., LlmOptions]:
    """A function (url, **options) -> LlmOptions with a cache of the test's own."""

    def make(url: str = "http://127.0.0.1:9/v1", **fields: Any) -> LlmOptions:
        return LlmOptions(**{"url": url, "model": "tiny", "cache": tmp_path / "cache", **fields})

    return make
