"""Place mentions × event drafts → where each event is said to take place, by the parse.

Only what the event's own clause says counts: a dateline gives a place to "here" alone (GUIDELINES, section 7).
"""

from __future__ import annotations

from collections.abc import Sequence

from spacy.tokens import Token

from kg.read import syntax
from kg.read.draft import Draft
from kg.read.parsed import Anchor, ParsedArticle
from kg.read.roles import PLACES
from kg.read.when import governor

_LOCATIVE = frozenset({"in", "at", "near", "outside", "inside", "aboard", "around"})
_DATELINE = 80  # characters at the head of a text in which a dateline stands


def attach_places(parsed: ParsedArticle, drafts: Sequence[Draft]) -> None:
    """Give each draft without a place the one that its clause names, or that "here" and "there" point to."""
    marked = {w.i: d for d in drafts for w in d.words}
    carried = {c.i: d for d in reversed(drafts) for c in d.predicates if c.i not in marked}
    best: dict[int, int] = {}
    for anchor in parsed.anchors:
        token = parsed.doc[anchor.head]
        preposition = _preposition(token)
        if anchor.mention.kind not in PLACES or preposition is None or preposition.lower_ not in _LOCATIVE:
            continue
        draft, steps = governor(preposition, marked, carried)
        if draft is None or draft.speech or draft.token.sent != token.sent:
            continue
        if draft.place is None or best.get(id(draft), 0) > steps:
            draft.place = anchor
            best[id(draft)] = steps
            draft.reasons.append(f"place {anchor.mention.text!r} of its own clause")
    for draft in drafts:
        if draft.place is None and not draft.speech:
            draft.place = _pointed(parsed, draft) or _shared(draft, marked)


def _preposition(token: Token) -> Token | None:
    while token.dep_ in ("conj", "compound", "appos") and token.head != token:
        token = token.head
    return token.head if token.dep_ == "pobj" else None


def _pointed(parsed: ParsedArticle, draft: Draft) -> Anchor | None:
    """The place that "here" (the dateline's) or "there" (the last one named) stands for."""
    for token in (*draft.words, *draft.carriers):
        for child in token.children:
            if child.dep_ != "advmod" or child.lower_ not in ("here", "there"):
                continue
            places = [a for a in parsed.anchors if a.mention.kind in PLACES and a.form == "name" and a.head < child.i]
            if child.lower_ == "here":
                return next((a for a in places if a.mention.start < _DATELINE), None)
            return places[-1] if places else None
    return None


def _shared(draft: Draft, marked: dict[int, Draft]) -> Anchor | None:
    """A purpose takes place where the movement goes: "will travel to Calais to meet Macron"."""
    token = draft.token
    if not syntax.is_verbal(token) or token.dep_ not in ("xcomp", "advcl"):
        return None
    outer = marked.get(token.head.i)
    return outer.place if outer is not None and outer.entry.family == "visit" else None
