"""Event class × status → PLOVER and CAMEO codes, on the act (GUIDELINES, section 12); the table is data."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from kg.lexicon import CodeEntry, Rule
from kg.model import Certainty, PloverCode, Polarity, Role, Status

_TOOK_PLACE = frozenset(
    {Status.OCCURRED, Status.UNDERWAY, Status.IMPOSED, Status.EXTENDED, Status.FAILED, Status.DID_NOT_OCCUR}
)


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
    about: Collection[str] = (),
) -> tuple[PloverCode | None, str | None]:
    """Return (PLOVER, CAMEO) of an event record; see `decide_codes`."""
    return decide_codes(event, status, polarity, certainty, rule=rule, table=table, speech=speech, about=about)[:2]


def decide_codes(
    event: str,
    status: Status,
    polarity: Polarity,
    certainty: Certainty,
    *,
    rule: Rule,
    table: Sequence[CodeEntry],
    speech: bool,
    about: Collection[str] = (),
    roles: Collection[Role] = (),
) -> tuple[PloverCode | None, str | None, str]:
    """Return (PLOVER, CAMEO, reason); negative and hedged records of other than speech acts have no code.

    `about` holds the classes of what a speech act is about. A rule's own code wins where it names a mode, or another
    category than the table's.
    """
    if polarity is Polarity.NEGATIVE or (not speech and certainty in (Certainty.POSSIBLE, Certainty.UNSPECIFIED)):
        return None, None, f"no code: {polarity.value}, {certainty.value}"
    own, _, mode = rule.plover.partition("/")
    row = next((entry for entry in table if _fits(entry, event, status, about, roles, own)), None)
    if speech and status is not Status.OCCURRED and (row is None or status not in row.statuses):
        return None, None, f"no code: a speech act that is {status.value}"
    took_place = status in _TOOK_PLACE
    if row is None:
        if own and took_place and not speech:
            return plover(rule.plover), rule.cameo or None, f"the rule's own {rule.plover}"
        return None, None, f"no code: no row for {event}, {status.value}"
    why = f"row {row.plover or '-'} {row.cameo or '-'} for {event}, {status.value}"
    category = row.plover.partition("/")[0]
    if own and (speech or own == category or took_place) and (mode or own != category):
        cameo = rule.cameo or (row.cameo if own == category else "")
        return plover(rule.plover), cameo or None, f"{why}; the rule's own {rule.plover} wins"
    cameo = rule.cameo if rule.cameo and own in ("", category) and not row.about else row.cameo
    return plover(row.plover), cameo or None, why


def _fits(
    entry: CodeEntry, event: str, status: Status, about: Collection[str], roles: Collection[Role], own: str
) -> bool:
    if event not in entry.types or (entry.statuses and status not in entry.statuses):
        return False
    if entry.own and own not in entry.own:
        return False
    if entry.roles and not any(role in entry.roles for role in roles):
        return False
    return not entry.about or any(name in entry.about for name in about)
