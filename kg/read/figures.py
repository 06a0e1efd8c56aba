"""Quantities × event drafts → which event each figure belongs to, by the parse."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from spacy.tokens import Token

from kg.model import Quantity, Status
from kg.read import syntax
from kg.read.draft import Draft
from kg.read.parsed import ParsedArticle
from kg.read.quantities import FoundQuantity

_DELAYED = frozenset({Status.POSTPONED, Status.RESCHEDULED})
_LASTING = frozenset({"last", "take", "speak", "talk", "run", "go", "meet", "confer"})
_REACH = 70  # tokens over which "they spoke for an hour" looks back
_POINTING = frozenset({"the", "this", "that", "their", "its", "both", "first", "second"})
#: verbs of which votes are the object without having been cast
_WON = frozenset({"win", "get", "receive", "garner", "secure", "report", "count", "gain", "obtain", "draw", "cast"})


def attach_quantities(parsed: ParsedArticle, drafts: Sequence[Draft], found: Iterable[FoundQuantity]) -> None:
    """Give each quantity to the draft that governs it, if the event's class can carry such a measure."""
    marked = {w.i: d for d in drafts for w in d.words}
    carried = {c.i: d for d in reversed(drafts) for c in d.carriers}
    doc, text = parsed.doc, parsed.article.text
    for item in found:
        if item.measure is None:
            continue
        draft = _holder(doc[item.token], item, marked, carried, drafts)
        if item.measure.startswith("duration-"):
            if _delay(doc[item.head], drafts):
                continue
            draft = draft or _lasting(doc[item.head], item.measure, drafts)
        if draft is None:
            continue
        freed = item.measure == "detained" and draft.entry.family == "release"
        quantity = Quantity(
            measure="released" if freed else item.measure,
            value=item.value,
            comparator=item.comparator,
            start=item.start,
            end=item.end,
            text=item.text,
        )
        _add(draft, quantity, text)


def _add(draft: Draft, quantity: Quantity, text: str) -> None:
    """Keep one figure a measure: the first, or the one that "to" gives after "from" ("raised from 27 to 41").

    An event lasts once; an exchange frees some on each side.
    """
    lasting = quantity.measure.startswith("duration-")
    same = next(
        (
            q
            for q in draft.quantities
            if q.measure == quantity.measure or (lasting and q.measure.startswith("duration-"))
        ),
        None,
    )
    if same is None:
        draft.quantities.append(quantity)
    elif text[: quantity.start].rstrip().endswith(" to") and text[: same.start].rstrip().endswith("from"):
        draft.quantities[draft.quantities.index(same)] = quantity
    elif (
        draft.type == "PrisonerExchange"
        and quantity.measure == "released"
        and " and " in text[same.end : quantity.start]
    ):
        draft.quantities.append(quantity)


def _delay(unit: Token, drafts: Sequence[Draft]) -> bool:
    """Whether a span of time is how far something was moved: "put back by two days"."""
    prep = unit.head
    if unit.dep_ != "pobj" or prep.lower_ not in ("by", "for"):
        return False
    verbs = {prep.head, *prep.head.conjuncts}
    return any(draft.status in _DELAYED and not verbs.isdisjoint(draft.predicates) for draft in drafts)


def _lasting(unit: Token, measure: str, drafts: Sequence[Draft]) -> Draft | None:
    """The event told before of which "they spoke for an hour" or "the conversation lasted an hour" gives the length."""
    verb = syntax.clause_verb(unit)
    subject = syntax.own_subject(verb) if syntax.is_verbal(verb) else None
    if subject is None or verb.lemma_ not in _LASTING or syntax.negated(verb) or verb.tag_ not in ("VBD", "VBN"):
        return None
    pronoun = subject.lower_ in ("they", "it", "we", "both", "this", "that")
    if not pronoun and not any(c.lower_ in _POINTING for c in subject.children):
        return None
    before = [
        draft
        for draft in drafts
        if 0 < verb.i - draft.token.i < _REACH
        and measure in draft.entry.measures
        and draft.entry.family in ("meeting", "call", "talks", "visit")
        and draft.status in (Status.OCCURRED, Status.UNDERWAY)
    ]
    return max(before, key=lambda draft: draft.token.i, default=None)


def _holder(
    token: Token, item: FoundQuantity, marked: dict[int, Draft], carried: dict[int, Draft], drafts: Sequence[Draft]
) -> Draft | None:
    noun = token.doc[item.head]
    below = _below(noun, item, marked)
    if below is not None:
        return below
    if (item.measure or "").startswith("duration-") and noun.dep_ == "pobj" and noun.head.lower_ == "in":
        return None  # "the first flight in six years"
    current = token
    for _ in range(12):
        draft = marked.get(current.i) or carried.get(current.i)
        freed = draft is not None and draft.entry.family == "release" and item.measure == "detained"
        if draft is not None and (item.measure in draft.entry.measures or freed):
            return draft  # "ordered the release of two men who had been held"
        if current.head == current:
            break
        current = current.head
    if item.measure == "votes-for" and noun.dep_ == "dobj" and noun.head.lemma_ not in _WON:
        return None  # "find the nine votes"
    sentence = token.sent
    fitting = [
        d
        for d in drafts
        if item.measure in d.entry.measures
        and sentence.start <= d.token.i < sentence.end
        and d.entry.scheme != "speech"
        and d.entry.family != "mediation"
    ]
    return min(fitting, key=lambda d: abs(d.token.i - token.i)) if fitting else None


def _below(noun: Token, item: FoundQuantity, marked: dict[int, Draft]) -> Draft | None:
    """The event that hangs on what is counted: "a week of mediation", "three soldiers wounded in the shelling"."""
    for child in noun.children:
        if child.lower_ == "of" and (item.measure or "").startswith("duration-"):
            nouns = (marked.get(t.i) for t in child.children)
            return next((d for d in nouns if d is not None and item.measure in d.entry.measures), None)
        own = noun.doc[item.token].head == noun
        if own and child.dep_ == "acl" and noun.dep_ == "pobj" and noun.head.lower_ == "of" and child.tag_ == "VBN":
            inside = (marked.get(t.i) for t in syntax.below(child, 20))
            return next((d for d in inside if d is not None and item.measure in d.entry.measures), None)
    return None
