"""Single weapons that an event stops or uses ("shot down a drone") → a count of one."""

from __future__ import annotations

from collections.abc import Sequence

from kg.model import Quantity
from kg.read import syntax
from kg.read.draft import Draft

_MEASURES = {"drone": "drones", "uav": "drones", "missile": "missiles", "rocket": "missiles"}


def count_single_weapons(drafts: Sequence[Draft]) -> None:
    """Give an interception the count that an article says: "a drone", "a second missile"."""
    for draft in drafts:
        if draft.type != "Interception" or draft.quantities or not syntax.is_verbal(draft.token):
            continue
        for token in syntax.objects(draft.token):
            measure = _MEASURES.get(token.lemma_.lower())
            article = next((c for c in token.children if c.lower_ in ("a", "an", "another")), None)
            if measure in draft.entry.measures and article is not None and token.tag_ == "NN":
                start, end = article.idx, article.idx + len(article.text)
                draft.quantities.append(
                    Quantity(measure=measure, value=1, comparator="=", start=start, end=end, text=article.text)
                )
                break
