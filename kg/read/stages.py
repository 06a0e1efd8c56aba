"""Dated drafts → their final stage: how exact a plan is, whose stage an adjunct shares, what is worth a record."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from kg.model import Certainty, Granularity, Polarity, Role, Status, TimeExpression
from kg.read import syntax
from kg.read.draft import Draft


def settle_places(drafts: Sequence[Draft]) -> None:
    """Give the place behind a speech act's event to the event: "announced a summit in Budapest"."""
    for draft in drafts:
        if not draft.speech or draft.place is None:
            continue
        event = next((d for d in draft.about if not d.speech and d.token.i < draft.place.head), None)
        if event is None or event.token.sent != draft.token.sent or event.token.i < draft.token.i:
            continue
        if event.place is None:
            event.place = draft.place
        draft.place = None


def lend_times(drafts: Sequence[Draft]) -> None:
    """Let a movement share the day of the meeting that it is for: "flew to Oslo for talks on Tuesday"."""
    moves = {d.token.i: d for d in drafts if d.entry.family == "visit" and syntax.is_verbal(d.token)}
    for draft in drafts:
        outer = next((moves[c.i] for c in draft.carriers if c.i in moves and moves[c.i] is not draft), None)
        if outer is None or draft.speech:
            continue
        outer.time = outer.time or draft.time
        if draft.status is outer.status and not syntax.is_verbal(draft.token):
            draft.time, draft.place = draft.time or outer.time, draft.place or outer.place


def merge_adjuncts(drafts: Sequence[Draft]) -> list[Draft]:
    """Return the drafts with a meeting verb folded into the meeting that it is for: "will host Moon for a summit"."""
    verbs = {d.token.i: d for d in drafts if d.entry.family == "meeting" and syntax.is_verbal(d.token)}
    gone: set[int] = set()
    for draft in drafts:
        if draft.entry.family != "meeting" or syntax.is_verbal(draft.token):
            continue
        outer = next((verbs[c.i] for c in draft.carriers if c.i in verbs), None)
        if outer is None or id(outer) in gone or outer.polarity is not draft.polarity:
            continue
        held = {(item.role, item.anchor.mention.id) for item in outer.roles}
        draft.roles = [*outer.roles, *(i for i in draft.roles if (i.role, i.anchor.mention.id) not in held)]
        draft.status, draft.certainty, draft.future = outer.status, outer.certainty, outer.future
        draft.time = draft.time or outer.time
        draft.place = draft.place or outer.place
        draft.quantities = draft.quantities or outer.quantities
        draft.repeats.append(outer.start)
        draft.reasons.append(f"one meeting with {outer.token.text!r}")
        gone.add(id(outer))
    return [d for d in drafts if id(d) not in gone]


def merge_signings(drafts: Sequence[Draft]) -> list[Draft]:
    """Return the drafts with the signing of a named accord folded into it: "the accord is to be signed on Friday"."""
    named = {d.token.i: d for d in drafts if d.entry.scheme == "agreement" and not syntax.is_verbal(d.token)}
    gone: set[int] = set()
    for draft in drafts if named else ():
        if draft.entry.scheme != "agreement" or not syntax.is_verbal(draft.token):
            continue
        accord = next((named[t.i] for t in syntax.objects(draft.token) if t.i in named), None)
        if accord is None or accord.type != draft.type or accord.polarity is not draft.polarity:
            continue
        held = {(item.role, item.anchor.mention.id) for item in accord.roles}
        accord.roles += [i for i in draft.roles if (i.role, i.anchor.mention.id) not in held]
        accord.status, accord.certainty, accord.future = draft.status, draft.certainty, draft.future
        accord.time, accord.place = draft.time or accord.time, draft.place or accord.place
        accord.repeats.append(draft.start)
        accord.reasons.append(f"signed as {draft.token.text!r} says")
        gone.add(id(draft))
    return [d for d in drafts if id(d) not in gone]


def follow_carriers(drafts: Sequence[Draft]) -> None:
    """Let an event named in an adjunct of a movement share its stage: "heading to Rome for a summit"."""
    moves = {d.token.i: d for d in drafts if d.entry.family == "visit" and syntax.is_verbal(d.token)}
    for draft in drafts:
        outer = next((moves[c.i] for c in draft.carriers if c.i in moves and moves[c.i] is not draft), None)
        if outer is None or draft.speech or outer.status in (Status.OCCURRED, draft.status):
            continue
        draft.status = outer.status
        draft.time = draft.time or outer.time
        draft.place = draft.place or outer.place
        draft.reasons.append(f"shares the stage of {outer.token.text!r}")


def _ahead(draft: Draft, published: date | None) -> bool:
    """Whether a progressive means the future: "is travelling to Oslo next week", "was heading soon to Rome"."""
    time = draft.time
    if draft.status is not Status.UNDERWAY or "progressive" not in draft.reasons or time is None or published is None:
        return False
    return (time.earliest is not None and time.earliest > published) or (
        time.granularity is Granularity.VAGUE and time.earliest == published and time.latest is None
    )


def _is_over(time: TimeExpression, published: date | None) -> bool:
    """Whether a time lies before the report: "Merkel meets Macron in Meseberg in 2018" describes a picture."""
    return time.latest is not None and time.latest < (published or date.today())


def decide_future(draft: Draft, published: date | None) -> None:
    """Choose the status of a plain future by how exactly it is dated (GUIDELINES, section 9)."""
    draft.future = draft.future or _ahead(draft, published)
    if draft.entry.scheme == "agreement" and draft.status is Status.OCCURRED and _agrees_to_act(draft):
        draft.status = Status.PLANNED
        draft.reasons.append("agreed in principle: to do something")
    scheme = draft.entry.scheme
    dated = draft.time is not None and draft.time.granularity in (Granularity.DAY, Granularity.TIME)
    if not draft.future:
        certain = draft.certainty is Certainty.CERTAIN and draft.polarity is Polarity.POSITIVE
        if draft.status is Status.PLANNED and certain and scheme == "happening" and draft.time is not None:
            draft.status = Status.SCHEDULED if dated else Status.ANNOUNCED
            draft.reasons.append("a plan with its date")
        return
    if "simple present" in draft.reasons[-2:] and draft.time is None:
        draft.status = Status.OCCURRED
        return
    if "simple present" in draft.reasons[-3:] and draft.time is not None and _is_over(draft.time, published):
        draft.status = Status.OCCURRED
        draft.reasons.append("told in the present of captions: its time has passed")
        return
    if draft.entry.family == "vote" and draft.token.lemma_ == "veto":
        draft.status, draft.certainty = Status.MOOTED, Certainty.POSSIBLE
        draft.reasons.append("a veto ahead is a threat")
        return
    if scheme == "speech":
        draft.status = Status.PLANNED
    elif scheme in ("measure", "aid"):
        draft.status = Status.ANNOUNCED
    elif scheme == "agreement":
        draft.status = Status.SCHEDULED if dated else Status.ANNOUNCED if draft.time else Status.PLANNED
    else:
        draft.status = Status.SCHEDULED if dated else Status.ANNOUNCED
    if draft.certainty is Certainty.PROBABLE and not dated:
        draft.status = Status.PLANNED
    draft.reasons.append(f"future, {'dated to the day' if dated else 'not dated to the day'}")


def _agrees_to_act(draft: Draft) -> bool:
    """Whether an agreement is to do something: "agreed to open a joint office"."""
    token = draft.token
    return token.lemma_ == "agree" and any(c.dep_ == "xcomp" and c.tag_ == "VB" for c in token.children)


def worth_keeping(draft: Draft) -> bool:
    """Whether a record says enough: somebody or something takes part, or it is placed, dated or counted."""
    if draft.entry.scheme == "effect" and draft.status is Status.UNKNOWN:
        return False
    if draft.type == "CasualtyEvent" and not draft.quantities and not draft.fillers(Role.VICTIM):
        return draft.polarity is Polarity.NEGATIVE  # "nobody was hurt"
    nominal = not syntax.is_verbal(draft.token)
    if nominal and draft.entry.hostile and draft.conditional and not draft.fillers(Role.PERPETRATOR, Role.ACTOR):
        return False  # "any attack on the dam would be a crime": nobody is said to mean it
    if draft.entry.scheme == "measure" and draft.conditional and not draft.roles:
        return False
    if draft.weak:
        return bool(draft.predicates) and (draft.time is not None or draft.place is not None)
    if nominal and draft.time is None and _only_named(draft):
        return False
    if draft.roles or draft.quantities:
        return True
    if draft.speech:
        return False
    placed = draft.place is not None or draft.time is not None
    told = bool(draft.predicates) or not nominal
    if draft.type == "Ceasefire" and draft.status is Status.MOOTED and draft.predicates:
        return True  # "called for a truce": the sides need not be named
    return placed and (draft.entry.scheme != "agreement" or told)


def _only_named(draft: Draft) -> bool:
    """Whether all that is told of an event is its name: "the Iran deal", "the Dayton accords", "the Yalta summit"."""
    if draft.predicates[len(draft.carriers) :]:
        return False
    if draft.roles:
        return draft.entry.scheme == "agreement" and all(item.slot == "modifier" for item in draft.roles)
    return draft.place is not None and draft.place.head in {word.i for word in syntax.modifiers(draft.token)}


def date_cancellation(draft: Draft, published: date | None) -> None:
    """A cancelling act without a date of its own took place when the event is said to have fallen through.

    "Called off Thursday's meeting" tells the day of the meeting, not of the act, if that day is still to come.
    """
    if draft.type != "CancellationAct" or draft.time is not None:
        return
    told = next((d for d in draft.about if d.status is Status.CANCELLED and d.predicates), None)
    if told is None or told.time is None:
        return
    if published is None or told.time.latest is None or told.time.latest <= published:
        draft.time = told.time
        draft.reasons.append(f"dated by {told.token.text!r}")
