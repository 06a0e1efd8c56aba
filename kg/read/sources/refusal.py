"""What could not be read, and why: the records that readers leave behind instead of stopping."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Severity = Literal["refused", "skipped", "note"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """One input that was not read as it stands: where it is, what is wrong, and what mends it.

    `severity` is "refused" where no article came of it, "skipped" for a file of a folder that is not meant to be read,
    "note" where the article was read, but not all of it could be trusted.

    >>> print(Refusal(where="a.txt", problem="the file is empty", fix="remove it"))
    a.txt: the file is empty
      fix: remove it
    """

    where: str
    problem: str
    fix: str
    severity: Severity = "refused"

    def __str__(self) -> str:
        return f"{self.where}: {self.problem}\n  fix: {self.fix}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """How much of one input is read at most; what is larger is refused without being loaded.

    The longest article holds a megabyte of text, as long reports do; the longest word is above any web address in
    print, and below what makes a tokenizer crawl.
    """

    file_bytes: int = 16 * 2**20
    line_bytes: int = 8 * 2**20
    article_chars: int = 1_200_000
    word_chars: int = 2_000
    html_tags: int = 50_000
    html_depth: int = 200


DEFAULT_LIMITS = Limits()
