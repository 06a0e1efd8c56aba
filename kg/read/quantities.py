"""Parsed article → its quantities: numbers with comparator, value, measure and the counted noun.

Words are data (`lexicons/<language>/quantities.yaml`). Dates, ages, ordinals, years, distances and shares are none.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from spacy.tokens import Token

from kg.model import TimeExpression
from kg.read.measures import MeasureReader, counted_noun, noun_word
from kg.read.number_words import tidy
from kg.read.parsed import ParsedArticle
from kg.read.quantities_scan import RawNumber, load_scanner
from kg.read.times import find_times

#: entity types whose numbers are part of a name
NAMES = frozenset({"ORG", "PRODUCT", "FAC", "LAW", "EVENT", "WORK_OF_ART", "PERSON", "GPE", "LOC"})
VOTE_JOINT = re.compile(r"(?:\s(votes?))?\s?(?:to|-|–|against)\s?(?:with\s)?$")
#: before the figures of a vote that was lost ("rejected the motion by 61 votes to 52")
VOTED_DOWN = re.compile(r"\b(?:reject\w*|defeat\w*|vot\w+\s(?:down|against))\b[^.;\n]*$")
#: "at least three people were killed and seven wounded": the second figure, bare, shares the comparator
SHARED = re.compile(r"[^.;:,\n]*\band\s$")
#: from one count to another: "from 27 explosions to 41"
FROM_TO = re.compile(r"\bfrom\s[^\n.]{1,40}?\sto\s$")
PART = re.compile(r"\sof\s(?:the|its|his|her|their)\s")
#: words before "one" that make it a pronoun
NO_COUNT = re.compile(r"\b(?:the|no|any|this|that|which|every|each|another|some)\s$", re.IGNORECASE)
#: a bare amount this big without a counted noun repeats the currency told before ("Australia 4 million")
BARE_AMOUNT = 100_000


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundQuantity:
    """A quantity in the text; `start` to `end` covers comparator and number (with currency or unit of time).

    `measure` is None where nothing fits, `value` where the text gives no number ("dozens"). `head` is the index in the
    Doc of the counted noun or unit (of the number itself where there is none), `token` that of the number.
    """

    measure: str | None
    value: int | float | None
    comparator: str
    start: int
    end: int
    text: str
    noun: str | None
    head: int
    token: int


def find_quantities(parsed: ParsedArticle, times: Sequence[TimeExpression] | None = None) -> tuple[FoundQuantity, ...]:
    """Return the quantities of an article in text order; `times` are its time expressions, read here where None."""
    text = parsed.article.text
    raw = list(load_scanner().scan(text))
    if not raw:
        return ()
    spans = [(t.start, t.end) for t in (find_times(parsed) if times is None else times)]
    starts = [start for start, _ in spans]
    offsets: list[int] = parsed.doc.to_array("IDX").tolist()
    kept: list[tuple[RawNumber, Token]] = []
    for number in raw:
        index = bisect_right(starts, number.digits) - 1
        if index >= 0 and number.digits < spans[index][1]:
            continue
        token = parsed.doc[bisect_right(offsets, number.body_end - 1) - 1] if offsets else None
        if token is not None and _counts(number, token, parsed):
            kept.append((number, token))
    _mark_votes(kept, text)
    return tuple(_measured(kept, parsed))


def _counts(number: RawNumber, token: Token, parsed: ParsedArticle) -> bool:
    """Whether a number counts something, and is not part of a name or a pronoun."""
    anchor = parsed.at(token)
    if token.ent_type_ in NAMES and number.measure is None:
        return False
    if anchor is not None and anchor.form == "name" and number.measure is None:
        return False
    text = parsed.article.text
    first = parsed.doc.char_span(number.start, number.end, alignment_mode="expand")
    if first is not None and (first[0].dep_ == "prt" or first[0].tag_ == "RP"):  # "hand over 31 men" is no "over 31"
        number.start, number.comparator = number.digits, "="
    body = text[number.digits : number.end].lower()
    if body == "one":
        after = text[number.end : number.end + 9].lower()
        return not NO_COUNT.search(text[max(0, number.start - 9) : number.start]) and not after.startswith(" another")
    if body.isdigit() and len(body) == 4 and body[0] in "12" and number.measure is None:
        return token.dep_ == "nummod" and token.head.i > token.i
    return True


def _mark_votes(kept: list[tuple[RawNumber, Token]], text: str) -> None:
    """Give the two sides of a vote their measures: "by 12 votes to three", "voted 402 to 11"."""
    for (first, _), (second, _) in pairwise(kept):
        joint = VOTE_JOINT.fullmatch(text[first.end : second.start])
        if joint is None or first.measure is not None:
            continue
        near = text[max(0, first.start - 24) : first.start].lower() + text[second.end : second.end + 8].lower()
        if joint[1] or "vote" in near:
            sides = ("votes-for", "votes-against")
            lost = VOTED_DOWN.search(text, max(0, first.start - 120), first.start)
            first.measure, second.measure = reversed(sides) if lost else sides


def _share(number: RawNumber, following: RawNumber | None, text: str) -> str | None:
    """Return the currency of a part of a sum ("2.5 of the 4 million euros"), and scale its value."""
    if following is None or not (following.measure or "").startswith("amount-"):
        return None
    if number.value is None or not PART.fullmatch(text[number.end : following.start]):
        return None
    if number.scale == 1:
        number.value = tidy(number.value * following.scale)
    return following.measure


def _shares(
    before: RawNumber, number: RawNumber, measure: str | None, found: Sequence[FoundQuantity], text: str
) -> bool:
    """Whether a bare second figure of casualties is meant as open as the first: "at least 3 killed and 7 wounded"."""
    if number.comparator != "=" or before.comparator != ">=" or not found or found[-1].end != before.end:
        return False
    casualties = {"killed", "wounded"}
    joint = SHARED.fullmatch(text[before.end : number.start])
    return joint is not None and {found[-1].measure, measure} == casualties


def _measured(kept: list[tuple[RawNumber, Token]], parsed: ParsedArticle) -> list[FoundQuantity]:
    found: list[FoundQuantity] = []
    reader = MeasureReader(parsed)
    currency: str | None = None
    text = parsed.article.text
    for position, (number, token) in enumerate(kept):
        noun = counted_noun(token)
        measure = number.measure
        bare = noun is None or load_scanner().is_currency(noun.lower_)
        if measure is None and bare and min(number.scale, number.value or 0) >= BARE_AMOUNT:
            measure = currency
        if measure is None:
            following = kept[position + 1][0] if position + 1 < len(kept) else None
            measure = _share(number, following, text) or reader.measure(token, noun)
        if measure is None and noun is None and found and FROM_TO.search(text, found[-1].start - 6, number.start):
            measure = found[-1].measure
        if measure is not None and measure.startswith("amount-"):
            currency = measure
        if number.value == 0 and measure is None:
            continue
        before = kept[position - 1][0] if position else None
        if before is not None and noun is None and _shares(before, number, measure, found, text):
            number.comparator = before.comparator
        head = noun if noun is not None else token
        found.append(
            FoundQuantity(
                measure=measure,
                value=number.value,
                comparator=number.comparator,
                start=number.start,
                end=number.end,
                text=text[number.start : number.end],
                noun=None if noun is None else noun_word(noun),
                head=head.i,
                token=token.i,
            )
        )
    return found
