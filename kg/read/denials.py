"""A claim that one source makes and another denies → a record for each side (GUIDELINES, section 9).

"The embassy denied that she would stop in Minsk, as Kyodo had reported": the agency claims the stop, the embassy
claims that there is none.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from kg.model import Attribution, Certainty, Polarity, Status
from kg.read.draft import Draft

_UNSAID = {
    Status.OCCURRED: Status.DID_NOT_OCCUR,
    Status.UNDERWAY: Status.DID_NOT_OCCUR,
    Status.ANNOUNCED: Status.PLANNED,
    Status.SCHEDULED: Status.PLANNED,
}


def split_denials(drafts: Sequence[Draft]) -> list[Draft]:
    """Return the drafts with one more for each that some sources claim and others deny, beside it."""
    denials = {d.frame.id: d for d in drafts if d.type == "DenialAct" and d.frame is not None}
    found: list[Draft] = []
    for draft in drafts:
        found.append(draft)
        if draft.type == "DenialAct" or len(draft.attributions) < 2:
            continue
        deniers = [a for a in draft.attributions if a.id in denials]
        claimants = [a for a in draft.attributions if a.id not in denials]
        if deniers and claimants:
            found.append(_other_side(draft, deniers, claimants, denials))
    return found


def _other_side(
    draft: Draft, deniers: list[Attribution], claimants: list[Attribution], denials: dict[str, Draft]
) -> Draft:
    negative = draft.polarity is Polarity.NEGATIVE
    status = _said(draft) if negative else _UNSAID.get(draft.status, draft.status)
    other = replace(
        draft,
        polarity=Polarity.POSITIVE if negative else Polarity.NEGATIVE,
        status=status,
        certainty=Certainty.CERTAIN,
        roles=list(draft.roles),
        quantities=list(draft.quantities),
        attributions=claimants if negative else deniers,
        about=list(draft.about),
        reasons=[*draft.reasons, "claimed by others" if negative else "denied by others"],
        repeats=[],
    )
    draft.attributions = deniers if negative else claimants
    for item in deniers:
        act = denials[item.id]
        act.about = [other if d is draft and not negative else d for d in act.about]
    return other


def _said(draft: Draft) -> Status:
    """The stage that a claim gives an event of which the denial is the negation."""
    if draft.status is Status.DID_NOT_OCCUR:
        return draft.entry.asserted
    if draft.status is Status.PLANNED and draft.time is not None:
        return Status.ANNOUNCED
    return draft.status
