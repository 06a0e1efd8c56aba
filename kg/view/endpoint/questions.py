"""Question files (`*.rq` with a header of comments) → examples for the page."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from importlib.resources import files


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One example: what it asks in words, and its SPARQL text."""

    title: str
    text: str


def load_questions() -> tuple[Question, ...]:
    """Return the questions that ship with the graph, by title; a file without a title is not shown."""
    return tuple(sorted(_read(), key=lambda question: question.title))


def _read() -> Iterator[Question]:
    folder = files("kg.graph") / "questions"
    if not folder.is_dir():
        return
    for entry in folder.iterdir():
        if entry.name.endswith(".rq"):
            text = entry.read_text(encoding="utf-8")
            title = title_of(text)
            if title:
                yield Question(title=title, text=text.strip())


def title_of(text: str) -> str:
    """Return what the `# title:` line of a question file says, or an empty string.

    >>> title_of("# title: Who met whom\\n# columns: ?a ?b\\nSELECT ?a ?b {}")
    'Who met whom'
    """
    for line in text.splitlines():
        mark, _, rest = line.partition("title:")
        if mark.strip() == "#":
            return rest.strip()
        if not line.startswith("#"):
            return ""
    return ""
