"""Event class × status → PLOVER and CAMEO codes, on the act (GUIDELINES, section 12); the table is data."""

from __future__ import annotations

from collections.abc import Sequence

from kg.lexicon import CodeEntry, Rule
from kg.model import Certainty, PloverCode, Polarity, Status


def plover(text: str) -> PloverCode | None:
    """Return the code written as "EVENT" or "EVENT/mode".

    >>> plover("CONSULT/phone").mode
    'phone'
    """
    if not text:
        return None
    event, _, mode = text.partition("/")
    return PloverCode(event=event, mode=mode or None)


def codes_of(
    event: str,
    status: Status,
    polarity: Polarity,
    certainty: Certainty,
    *,
    rule: Rule,
    table: Sequence[CodeEntry],
    speech: bool,
) -> tuple[PloverCode | None, str | None]:
    """Return (PLOVER, CAMEO) of an event record; negative and hedged records of other than speech acts have none."""
    if polarity is Polarity.NEGATIVE or (not speech and certainty in (Certainty.POSSIBLE, Certainty.UNSPECIFIED)):
        return None, None
    if speech and status is not Status.OCCURRED:
        return None, None
    for entry in table:
        if event in entry.types and (not entry.statuses or status in entry.statuses):
            first = entry.plover.partition("/")[0]
            own = rule.plover.partition("/")[0]
            specific = bool(rule.plover) and own == first
            return plover(rule.plover if specific else entry.plover), (
                rule.cameo if rule.cameo and (specific or not rule.plover) and own in ("", first) else entry.cameo
            ) or None
    return None, None
