"""Event drafts of one article → one record per event, status and claim: repeats fold, later steps inherit.

A definite mention ("the meeting", "that visit", "it") takes over participants, place and day of the event it points
back to; a repeat with the same status and the same source is no second record (GUIDELINES, section 3).
"""

from __future__ import annotations

from collections.abc import Sequence

from spacy.tokens import Token

from kg.model import Certainty, Kind, Polarity, Role, Status
from kg.read import syntax
from kg.read.draft import Draft
from kg.read.roles import Filled

_DEFINITE = frozenset({"the", "this", "that", "these", "those", "its", "their", "his", "her", "both", "such"})
_GENERAL = frozenset({"Meeting", "Interaction", "Attack", "AirAttack"})
_RETOLD = frozenset({"Request", "Commitment", "Threat", "Accusation", "Endorsement", "Rejection"})
_STEP_TIMES = frozenset(
    {Status.RESCHEDULED, Status.POSTPONED, Status.CANCELLED, Status.EXTENDED, Status.LIFTED, Status.EASED}
)
_SAME_GROUP = (
    frozenset({Status.PLANNED, Status.ANNOUNCED, Status.SCHEDULED, Status.RESCHEDULED}),
    frozenset({Status.OCCURRED, Status.UNDERWAY}),
    frozenset({Status.IMPOSED, Status.EXTENDED}),
)


def definite(token: Token) -> bool:
    """Whether a nominal trigger points back: definite article, demonstrative, possessive pronoun, or bare pronoun."""
    if token.pos_ == "PRON":
        return True
    return any(
        (c.lower_ in _DEFINITE and c.dep_ in ("det", "poss", "predet")) or (c.lower_ == "such" and c.dep_ == "amod")
        for c in token.children
    )


def resolve(drafts: Sequence[Draft]) -> list[Draft]:
    """Return the drafts in order, with repeats folded into their first record and definite mentions completed."""
    kept: list[Draft] = []
    replaced: dict[int, Draft] = {}
    for draft in drafts:
        if draft.speech:
            told = _same_words(draft, kept)
            if told is None:
                kept.append(draft)
            else:
                told.repeats.append(draft.start)
                told.reasons.append(f"said again by {draft.token.text!r}")
                replaced[id(draft)] = told
            continue
        earlier = _antecedent(draft, kept)
        if earlier is None:
            kept.append(draft)
            continue
        if any(d.type == "NonConfirmation" and draft.token.head in d.words for d in drafts):
            earlier.repeats.append(draft.start)  # "would neither confirm nor deny the call"
            replaced[id(draft)] = earlier
            continue
        if _is_it(draft.token):
            earlier.repeats.append(draft.start)
            replaced[id(draft)] = earlier
            continue
        if _any_denied(draft) and draft.status is Status.MOOTED:
            draft.status, draft.certainty = Status.DID_NOT_OCCUR, Certainty.CERTAIN
        inherit(draft, earlier)
        draft.weak = False
        called_off = _called_off(draft, earlier)
        if not called_off and not _repeats(draft, earlier):
            kept.append(draft)
            continue
        if called_off:
            earlier.status, earlier.future = draft.status, False
            earlier.predicates = (*earlier.predicates, *draft.predicates)
            earlier.reasons.append(f"called off ({draft.token.text!r})")
        else:
            _absorb(earlier, draft)
        earlier.repeats.append(draft.start)
        replaced[id(draft)] = earlier
    _join_rounds(kept)
    for draft in kept:
        draft.about = list({id(d): d for d in (replaced.get(id(a), a) for a in draft.about) if d is not draft}.values())
    return kept


def _same_words(draft: Draft, kept: Sequence[Draft]) -> Draft | None:
    """The act told before of the same speaker in the same words: "called for more tanks", "to ask for more tanks"."""
    words, speakers = _object_words(draft), {i.anchor.mention.name for i in draft.fillers(Role.SPEAKER)}
    if len(words) < 3 or not speakers or draft.type not in _RETOLD:
        return None
    for earlier in kept:
        if earlier.type != draft.type or earlier.token.sent == draft.token.sent or _days_clash(draft, earlier):
            continue
        if speakers != {i.anchor.mention.name for i in earlier.fillers(Role.SPEAKER)}:
            continue
        if draft.polarity is earlier.polarity and 3 * len(words & _object_words(earlier)) >= 2 * len(words):
            return earlier
    return None


def _object_words(draft: Draft) -> set[str]:
    """The content words of what an act is about: nouns and adjectives behind its trigger, in its own clause."""
    below = syntax.below(draft.token, 40)
    return {
        t.lemma_.lower()
        for t in below
        if t.i > draft.token.i and t.pos_ in ("NOUN", "PROPN", "ADJ") and t.ent_type_ != "DATE"
    }


def _join_rounds(drafts: Sequence[Draft]) -> None:
    """Give another round of the same talks its parties: "the first round", "the third round is due in Baku"."""
    parties: list[Filled] = []
    for draft in drafts:
        if draft.type != "Negotiation":
            continue
        own = draft.fillers(Role.PARTICIPANT)
        if (
            not own
            and parties
            and _ordinals(draft.token)
            and draft.token.lemma_ in ("round", "session", "talk", "talks")
        ):
            slot = "another round of the same talks"
            draft.roles.extend(Filled(role=i.role, anchor=i.anchor, explicit=False, slot=slot) for i in parties)
            draft.reasons.append(slot)
        parties = own if own else parties


def _antecedent(draft: Draft, kept: Sequence[Draft]) -> Draft | None:
    pointing = not syntax.is_verbal(draft.token) and (
        definite(draft.token) or _any_denied(draft) or _is_it(draft.token)
    )
    is_it = _is_it(draft.token)
    for earlier in reversed(kept):
        alike = is_it and not earlier.speech and earlier.entry.symmetric is draft.entry.symmetric
        if alike and draft.token.sent.start - earlier.token.sent.end <= 1:
            return earlier
        if earlier.speech or earlier.entry.family != draft.entry.family or not earlier.entry.family:
            continue
        if not compatible(draft, earlier):
            continue
        if draft.entry.scheme == "effect" and earlier.token.dep_ == "acl" and draft.token in earlier.token.ancestors:
            continue  # "one of the men wounded last week died": the wound is no death
        if pointing or draft.names() & earlier.names():
            if not pointing and not _same_day(draft, earlier):
                continue
            return earlier
    return None


def compatible(draft: Draft, earlier: Draft) -> bool:
    """Whether two drafts may be one event: no clash of class, participants, day, place or ordinal."""
    if not (draft.type == earlier.type or _related(draft, earlier)):
        return False
    if draft.type == "Vote" and draft.token.lemma_ != earlier.token.lemma_ and syntax.is_verbal(draft.token):
        return False  # to abstain, to veto and to vote in favour are different votes
    if draft.entry.scheme == "aid" and _sums(draft) and _sums(earlier) and not _sums(draft) & _sums(earlier):
        return False  # a part of what was pledged together is a gift of its own
    if draft.token.lemma_ in ("embargo", "ban") and _kind_of(draft.token) - _kind_of(earlier.token.sent.root):
        return False  # after sanctions on fuel "its arms embargo" is another measure
    own, other = draft.names(), earlier.names()
    apart = own and other and not (own <= other or other <= own or len(own & other) >= 2)
    if (
        apart
        and not _just_told(draft, earlier)
        and (not draft.countries() & earlier.countries() or _clash(draft, earlier))
    ):
        return False
    if _places_clash(draft, earlier) and not _just_told(draft, earlier):
        return draft.status in (Status.RESCHEDULED, Status.CANCELLED)
    if _gathering(draft.token) != _gathering(earlier.token) and not definite(draft.token):
        return False
    if _ordinals(draft.token) != _ordinals(earlier.token) and _ordinals(draft.token) and not _is_it(draft.token):
        return False
    return not _days_clash(draft, earlier)


def _kind_of(token: Token) -> set[str]:
    """The nouns before a trigger, or all those of a sentence by its root."""
    if token.head == token:
        return {t.lemma_.lower() for t in token.sent}
    return {c.lemma_.lower() for c in token.children if c.dep_ == "compound"}


def _any_denied(draft: Draft) -> bool:
    """Whether "denies any shelling" denies the shelling told before."""
    return draft.polarity is Polarity.NEGATIVE and any(c.lower_ == "any" for c in draft.token.children)


def _is_it(token: Token) -> bool:
    """Whether "it was their fifth meeting" tells more of what was told before."""
    if token.dep_ != "attr" or token.head.lemma_ != "be":
        return False
    subject = syntax.own_subject(token.head)
    return subject is not None and subject.lower_ in ("it", "this")


def _called_off(draft: Draft, earlier: Draft) -> bool:
    """Whether one sentence plans an event and calls it off: "was to meet on Friday; that meeting is off"."""
    if draft.token.sent != earlier.token.sent or not _just_told(draft, earlier):
        return False
    return draft.status in (Status.CANCELLED, Status.POSTPONED) and earlier.status in _SAME_GROUP[0]


def _just_told(draft: Draft, earlier: Draft) -> bool:
    """Whether a demonstrative points to an event of the same or the last sentence: "attacked …; that attack"."""
    if draft.token.tag_ != "NN" or not any(
        c.dep_ == "det" and c.lower_ in ("this", "that") for c in draft.token.children
    ):
        return False
    return draft.token.i > earlier.token.i and draft.token.sent.start - earlier.token.sent.end <= 0


def _sums(draft: Draft) -> set[tuple[str, float | None]]:
    return {(q.measure, q.value) for q in draft.quantities if q.measure.startswith("amount-")}


def _places_clash(draft: Draft, earlier: Draft) -> bool:
    """Two towns or states clash; a building may stand in the town told before."""
    a, b = draft.place, earlier.place
    if a is None or b is None or a.mention.name == b.mention.name:
        return False
    return not any(item.mention.kind is Kind.FACILITY or item.form == "nominal" for item in (a, b))


def _clash(draft: Draft, earlier: Draft) -> bool:
    people = {i.anchor.mention.name for i in draft.roles if i.anchor.mention.kind == "person"}
    others = {i.anchor.mention.name for i in earlier.roles if i.anchor.mention.kind == "person"}
    both = len(people) > 1 and len(others) > 1 and len(people & others) < 2  # A met B, and C will meet B
    return bool(people and others and (both or not people & others))


def _gathering(token: Token) -> bool:
    """Whether a summit bears a name of its own, so that it is no other talks of its guests: "a BRICS summit"."""
    named = any(c.dep_ == "compound" and c.tag_ == "NNP" and c.text.isupper() for c in token.children)
    return named and not syntax.is_verbal(token)


def _related(draft: Draft, earlier: Draft) -> bool:
    return bool(draft.entry.family) and draft.entry.family == earlier.entry.family


def _ordinals(token: Token) -> frozenset[str]:
    words = {
        "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "new", "another", "next", "last", "previous",
        "earlier", "separate", "further", "other", "similar",
    }  # fmt: skip
    found = {c.lower_ for c in token.children if c.lower_ in words}
    head = token.head
    if token.dep_ == "pobj" and head.lower_ == "of" and head.head.lemma_ in ("round", "series", "session"):
        found |= {c.lower_ for c in head.head.children if c.lower_ in words}
    return frozenset(found)


def _days_clash(draft: Draft, earlier: Draft) -> bool:
    a, b = draft.time, earlier.time
    if a is None or b is None or a is b:
        return False
    if draft.status in _STEP_TIMES:
        return False  # the day of such a step is not the day of the event
    if a.earliest and b.latest and a.earliest > b.latest:
        return True
    return bool(a.latest and b.earliest and a.latest < b.earliest)


def _same_day(draft: Draft, earlier: Draft) -> bool:
    """Whether two mentions without a pointing word agree in their day, or at most one of them names a day."""
    if draft.time is not None and earlier.time is not None:
        return not _days_clash(draft, earlier)
    later_step = draft.status is not earlier.status
    return later_step or draft.names() == earlier.names() or bool(draft.names() and draft.names() <= earlier.names())


def inherit(draft: Draft, earlier: Draft) -> None:
    """Complete a later mention from an earlier one: missing participants (inferred), place, day within a stage."""
    held = {(item.role, item.anchor.mention.name) for item in draft.roles}
    taken = {item.role for item in draft.roles}
    symmetric = draft.entry.symmetric
    for item in earlier.roles:
        key = (item.role, item.anchor.mention.name)
        if key in held or (item.role in taken and item.role is not symmetric):
            continue
        if item.role is symmetric and len(draft.fillers(Role.PARTICIPANT)) >= 2:
            continue
        slot = f"inherited from {earlier.token.text!r}"
        draft.roles.append(Filled(role=item.role, anchor=item.anchor, explicit=False, slot=slot))
        held.add(key)
    if draft.place is None:
        draft.place = earlier.place
    dropped = draft.status in (Status.CANCELLED, Status.POSTPONED) and earlier.status in _SAME_GROUP[0]
    same = any(draft.status in group and earlier.status in group for group in _SAME_GROUP)
    if draft.time is None and (same or dropped):
        draft.time = earlier.time  # what is called off keeps the day for which it was planned
    if earlier.type != draft.type and draft.entry.family == earlier.entry.family and draft.type in _GENERAL:
        draft.type, draft.entry = earlier.type, earlier.entry
    draft.reasons.append(f"points back to {earlier.token.text!r}")


def _repeats(draft: Draft, earlier: Draft) -> bool:
    if draft.polarity is not earlier.polarity:
        return False
    if draft.status is earlier.status:
        return True
    if "ahead (before)" in draft.reasons and earlier.status in _SAME_GROUP[1]:
        return True  # "walked out before the vote": of what took place it says no new stage
    weak = draft.status in (Status.OCCURRED, Status.UNKNOWN, Status.PLANNED) and not draft.asserted
    return weak and draft.polarity is Polarity.POSITIVE


def _absorb(earlier: Draft, draft: Draft) -> None:
    """Let the first record keep what only the repeat says."""
    earlier.reasons.append(f"told again by {draft.token.text!r}")
    for quantity in draft.quantities:
        if all(q.measure != quantity.measure for q in earlier.quantities):
            earlier.quantities.append(quantity)
    if earlier.time is None and earlier.status is draft.status:
        earlier.time = draft.time
    if earlier.place is None:
        earlier.place = draft.place
    held = {item.anchor.mention.name for item in earlier.roles}
    for item in draft.roles:
        if item.anchor.mention.name not in held and item.explicit and len(earlier.roles) < 2:
            slot = f"told again by {draft.token.text!r}"
            earlier.roles.append(Filled(role=item.role, anchor=item.anchor, explicit=False, slot=slot))
