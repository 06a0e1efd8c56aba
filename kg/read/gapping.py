"""Clauses that leave out their verb → an event of their own: "Japan will give 3 million dollars, Canada 2 million"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from kg.model import Quantity, TimeExpression
from kg.read import syntax
from kg.read.draft import Draft
from kg.read.parsed import Anchor, ParsedArticle
from kg.read.quantities import FoundQuantity
from kg.read.roles import AGENTIVE, Filled

_JOINTS = ("and", ",", ";", "while", "but")
_LEFT_OUT = "the verb that is left out is that of"


def add_gapped(parsed: ParsedArticle, drafts: Sequence[Draft], found: Sequence[FoundQuantity]) -> list[Draft]:
    """Return the drafts with one more for each further party that stands right before a figure of its own."""
    added = [gapped for draft in drafts for gapped in _gapped(parsed, draft, found)] if len(found) > 1 else []
    return sorted([*drafts, *added], key=lambda d: d.token.i) if added else list(drafts)


def _gapped(parsed: ParsedArticle, draft: Draft, found: Sequence[FoundQuantity]) -> Iterator[Draft]:
    actor = next((item for item in draft.roles if item.slot == "subject" and item.explicit), None)
    if actor is None or draft.speech or not draft.entry.measures or not syntax.is_verbal(draft.token):
        return
    sentence = draft.token.sent
    inside = [q for q in found if sentence.start <= q.token < sentence.end and q.token > draft.token.i]
    measures = {m for m in draft.entry.measures if not m.startswith("duration-")}
    first = next((q for q in inside if q.measure in measures), None)
    for item in inside:
        if first is None or item.start <= first.end:
            continue
        party = _party(parsed, item)
        if party is None or party.mention.name in draft.names():
            continue
        measure = item.measure if item.measure in measures else first.measure
        token = parsed.doc[item.token]
        yield replace(
            draft,
            token=token,
            words=(parsed.doc[party.head], token),
            roles=[Filled(role=actor.role, anchor=party, slot="before the figure")],
            time=None,
            place=None,
            quantities=[
                Quantity(
                    measure=measure or "",
                    value=item.value,
                    comparator=item.comparator,
                    start=item.start,
                    end=item.end,
                    text=item.text,
                )
            ],
            carriers=(),
            predicates=(),
            about=[],
            repeats=[],
            reasons=[*draft.reasons, f"{_LEFT_OUT} {draft.token.text!r}"],
        )


def date_gapped(parsed: ParsedArticle, drafts: Sequence[Draft], times: Sequence[TimeExpression]) -> None:
    """Give a clause without a verb the time that it ends in: "… and Russia two Austrians on March 12"."""
    for draft in drafts:
        if draft.time is not None or not draft.reasons[-1].startswith(_LEFT_OUT):
            continue
        end = draft.quantities[0].end
        for time in times:
            between = parsed.article.text[end : time.start]
            if 0 < time.start - end < 60 and not any(mark in between for mark in (",", ";", ".", " and ", "\n")):
                draft.time = time
                draft.reasons.append(f"time {time.text!r} of its own clause ({time.rule})")
                break


def _party(parsed: ParsedArticle, item: FoundQuantity) -> Anchor | None:
    """Who stands right before a figure, after "and" or a comma."""
    text = parsed.article.text
    for anchor in parsed.anchors:
        mention = anchor.mention
        if mention.end + 1 == item.start and text[mention.end] == " " and anchor.form == "name":
            before = text[: mention.start].rstrip()
            return anchor if mention.kind in AGENTIVE and before.endswith(_JOINTS) else None
    return None
