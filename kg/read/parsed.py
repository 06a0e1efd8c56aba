"""The carrier between parsing and the readers of times, attributions and events: article + spaCy Doc + mentions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from spacy.tokens import Doc, Token

from kg.model import Article, Mention

Form = Literal["name", "demonym", "nominal", "pronoun"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Anchor:
    """Where a mention stands in the parse, and what it stands for.

    `head` is the index of the mention's syntactic head token in the Doc. `form` tells a name ("Moscow", "Lavrov") from
    an adjective of a state ("Russian"), a nominal ("the foreign minister", "two officials") and a pronoun. For
    nominals and pronouns `antecedent` is the id of the nearest named mention they stand for, if known; `members` are
    the ids of the mentions that a group stands for ("the two leaders", "they", "both sides"), empty if unknown.
    """

    mention: Mention
    head: int
    form: Form
    antecedent: str | None = None
    members: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ParsedArticle:
    """An article with its parse; `anchors` are in text order and do not cross (they may nest).

    `by_token` gives, for each token index covered by a mention, the index in `anchors` of the innermost one whose
    head is that token, else of the innermost one that covers it.
    """

    article: Article
    doc: Doc
    anchors: tuple[Anchor, ...]
    by_token: Mapping[int, int] = field(default_factory=dict)

    def at(self, token: Token | int) -> Anchor | None:
        """Return the anchor at a token (or token index), or None."""
        index = self.by_token.get(token if isinstance(token, int) else token.i)
        return None if index is None else self.anchors[index]

    def headed_by(self, token: Token | int) -> Anchor | None:
        """Return the anchor whose head is exactly this token, or None."""
        anchor = self.at(token)
        position = token if isinstance(token, int) else token.i
        return anchor if anchor is not None and anchor.head == position else None

    def anchor(self, mention_id: str) -> Anchor:
        """Return the anchor of a mention id.

        Raises:
            KeyError: no mention of this article has the id.
        """
        for anchor in self.anchors:
            if anchor.mention.id == mention_id:
                return anchor
        raise KeyError(mention_id)
