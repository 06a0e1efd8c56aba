"""Mentions → the agents, places and things they stand for, each with one id and one label over all articles.

A linked mention keeps its IRI. A named one without a link gets an id minted from name, kind and country, so that two
articles mean the same by it; an unnamed one ("two officials") is its article's own.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from hashlib import sha256

from kg.model import DATA, Article, Kind, Mention
from kg.resolve.fused import AgentRow
from kg.resolve.words import is_name

PUBLISHER = "publisher"
_PLACES = frozenset({Kind.PLACE, Kind.FACILITY})
_SPACES = re.compile(r"\s+")


def digest(*parts: str | None) -> str:
    """Return 16 hexadecimal digits over some texts."""
    joined = "\x1f".join("" if part is None else part for part in parts)
    return sha256(joined.encode("utf-8", "surrogatepass")).hexdigest()[:16]


class Agents:
    """The agents met so far. `of_mention` and `publisher` note each use; `rows` sums them up."""

    def __init__(self) -> None:
        self._labels: dict[str, Counter[str]] = defaultdict(Counter)
        self._kinds: dict[str, Counter[str]] = defaultdict(Counter)
        self._countries: dict[str, Counter[str]] = defaultdict(Counter)
        self._sectors: dict[str, Counter[str]] = defaultdict(Counter)
        self._news: dict[str, str] = {}

    def of_mention(self, article: Article, mention: Mention) -> str:
        """Return the id of what a mention stands for, and note its label, kind, country and sector."""
        id_ = agent_id(article, mention)
        self._labels[id_][_SPACES.sub(" ", mention.name).strip() or mention.text] += 1
        self._kinds[id_][mention.kind.value] += 1
        if mention.country:
            self._countries[id_][mention.country] += 1
        if mention.sector:
            self._sectors[id_][mention.sector] += 1
        if mention.kind is Kind.ORGANIZATION:
            self._news.setdefault(mention.name.casefold(), id_)
        return id_

    def publisher(self, article: Article) -> str:
        """Return the id of the outlet that published an article: the organisation of that name, if one is mentioned.

        All mentions must have been noted before, so that the answer does not hang on their order.
        """
        name = _SPACES.sub(" ", article.publisher or "").strip()
        label = name or "unknown publisher"
        key = name.casefold() or article.id
        id_ = self._news.get(key) or f"{DATA}agent/x-{digest(PUBLISHER, key)}"
        self._labels[id_][label] += 1
        self._kinds[id_][Kind.ORGANIZATION.value] += 1
        self._sectors[id_]["MED"] += 1
        return id_

    def label(self, id_: str) -> str:
        """Return the commonest name of an agent; of equally common ones the first in the alphabet."""
        return _commonest(self._labels[id_])

    def country(self, id_: str) -> str | None:
        """Return the country that an agent most often acts for."""
        return _commonest(self._countries[id_]) or None

    def rows(self, used: set[str]) -> list[AgentRow]:
        """Return the rows of these agents, by id."""
        return [
            AgentRow(
                id=id_,
                label=self.label(id_),
                kind=_commonest(self._kinds[id_]),
                country=_commonest(self._countries[id_]) or None,
                sector=_commonest(self._sectors[id_]) or None,
                linked=int("/x-" not in id_),
            )
            for id_ in sorted(used)
        ]


def agent_id(article: Article, mention: Mention) -> str:
    """Return the id of what a mention stands for: its link, else one minted from what the text says of it."""
    if mention.agent:
        return mention.agent
    folder = "place" if mention.kind in _PLACES else "agent"
    name = _SPACES.sub(" ", mention.name).strip().casefold()
    if mention.kind is Kind.WEAPON or is_name(mention.name):
        key = digest(name, mention.kind.value, mention.country)
    else:
        key = digest(article.id, name, mention.kind.value, mention.country)
    return f"{DATA}{folder}/x-{key}"


def _commonest(counts: Counter[str]) -> str:
    return min(counts, key=lambda text: (-counts[text], text), default="")
