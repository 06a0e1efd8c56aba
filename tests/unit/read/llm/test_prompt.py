from __future__ import annotations

from pathlib import Path

import pytest

from kg.errors import KnowledgeError
from kg.read.llm.passages import Passage, passages
from kg.read.llm.prompt import load_prompt
from kg.read.llm.vocabulary import vocabulary
from kg.read.parsed import ParsedArticle


@pytest.mark.parametrize("name", ["full", "short"])
def test_a_prompt_names_every_type_status_and_role(name: str) -> None:
    words = vocabulary()
    text = load_prompt(name).text
    assert [w for w in (*words.types, *words.statuses, *words.roles) if w not in text] == []


def test_the_full_prompt_defines_its_words() -> None:
    assert f"- Summit: {vocabulary().types['Summit']}" in load_prompt("full").text


def test_the_name_of_a_prompt_follows_its_words() -> None:
    assert load_prompt("full").digest != load_prompt("short").digest


def test_a_template_of_ones_own_is_filled_in(tmp_path: Path) -> None:
    file = tmp_path / "mine.md"
    file.write_text("Take $type_names for 5 $$.", encoding="utf-8")
    assert load_prompt(str(file)).text.endswith("for 5 $.")


@pytest.mark.parametrize("words", ["Take $nothing.", "Pay 5 $"])
def test_a_template_that_names_no_list_says_where(tmp_path: Path, words: str) -> None:
    file = tmp_path / "mine.md"
    file.write_text(words, encoding="utf-8")
    with pytest.raises(KnowledgeError, match=r"mine\.md"):
        load_prompt(str(file))


def test_a_missing_template_is_named(tmp_path: Path) -> None:
    with pytest.raises(KnowledgeError, match="no such prompt"):
        load_prompt(str(tmp_path / "none.md"))


def test_a_request_holds_the_day_the_context_and_the_passage(story: ParsedArticle) -> None:
    last = passages(story, size=200, context=130)[-1]
    system, user = load_prompt().messages(story, last)
    assert system == {"role": "system", "content": load_prompt().text}
    assert user["content"].startswith("PUBLISHED: 2021-03-10\n\nCONTEXT:\n")
    assert user["content"].endswith("TEXT:\nLavrov said that the talks would go on on Friday.")


def test_without_context_no_context_is_named(story: ParsedArticle) -> None:
    user = load_prompt().messages(story, Passage(start=0, end=10, context=0))[1]
    assert "CONTEXT" not in user["content"]
