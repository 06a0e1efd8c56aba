"""What every way of reading offers: ParsedArticle → Extraction, a name for provenance and a summary for the reader."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Protocol

from kg.model import Extraction

if TYPE_CHECKING:
    from kg.read.parsed import ParsedArticle


class Extractor(Protocol):
    """A way of reading an article; the pipeline knows no more of it."""

    @property
    def name(self) -> str:
        """What reads, as the store records it: `rules`, `llm:MODEL@PROMPT`, `hybrid:MODEL@PROMPT`."""
        ...

    def __call__(self, parsed: ParsedArticle) -> Extraction:
        """Return all that is read in an article."""
        ...

    def summary(self) -> str:
        """Return what the reading cost so far, in one or two lines; empty where there is nothing to say."""
        ...

    def foresee(self, articles: Sequence[ParsedArticle]) -> None:
        """Prepare for articles that will be read next."""
        ...

    def close(self) -> None:
        """Give back what is held (connections)."""
        ...


class Rules:
    """The default way of reading: rules of the lexicon over the parse."""

    name = "rules"

    def __call__(self, parsed: ParsedArticle) -> Extraction:
        """Return all that the rules read in an article."""
        from kg.facts import load_facts
        from kg.lexicon import load_lexicon
        from kg.read.extract import extract  # not before it is needed: it loads the language pipeline's library

        return extract(parsed, facts=load_facts(), lexicon=load_lexicon())

    def summary(self) -> str:
        """Return an empty line: rules cost nothing."""
        return ""

    def foresee(self, articles: Sequence[ParsedArticle]) -> None:
        """Do nothing: rules wait for nobody."""

    def close(self) -> None:
        """Do nothing: rules hold nothing."""
