"""Single weapons and victims ("shot down a drone", "killed a farmer") → a count of one."""

from __future__ import annotations

from collections.abc import Sequence

from kg.model import Polarity, Quantity
from kg.read import syntax
from kg.read.draft import Draft
from kg.read.quantities_scan import load_quantity_lexicon

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


def count_single_victims(drafts: Sequence[Draft]) -> None:
    """Give an attack or casualty clause the one person that it tells of: "killed a farmer", "a nurse was wounded"."""
    lexicon = load_quantity_lexicon()
    for draft in drafts:
        if draft.entry.family not in ("attack", "casualty") or draft.polarity is not Polarity.POSITIVE:
            continue
        for verb in draft.words:
            if not syntax.is_verbal(verb):
                continue
            name = verb.lemma_.lower()
            measure = next((m for m in ("killed", "wounded") if name in lexicon.predicates[m].active), None)
            if measure is None or any(q.measure == measure for q in draft.quantities):
                continue
            for token in syntax.objects(verb):
                article = next((c for c in token.children if c.lower_ in ("a", "an", "another")), None)
                noun = token.lemma_.lower()
                sure = name in lexicon.certain_victims and noun not in lexicon.no_victims
                person = token.tag_ == "NN" and (noun in lexicon.people or (sure and token.pos_ == "NOUN"))
                if article is not None and person and not any(c.dep_ == "conj" for c in token.children):
                    start, end = article.idx, article.idx + len(article.text)
                    draft.quantities.append(
                        Quantity(measure=measure, value=1, comparator="=", start=start, end=end, text=article.text)
                    )
                    break
