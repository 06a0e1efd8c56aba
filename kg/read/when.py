"""Time expressions × event drafts → which event each of them belongs to, by the parse."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from spacy.tokens import Doc, Token

from kg.model import Status, TimeExpression
from kg.read import syntax
from kg.read.draft import Draft
from kg.read.when_shared import ASPECT, direct_verb, root_token, share_times, spread

_NEXT_DAY = timedelta(days=1)
_NO_DATE = frozenset({"duration", "dateline"})
#: families whose events are over in a moment: "expelled them, giving them until Thursday" has its day elsewhere
_MOMENTARY = frozenset({"expulsion", "recall", "summons", "attack", "release"})
_ONTO = frozenset({"to", "until", "till"})
_LIFTS = frozenset({"be", "go", "have", "begin", "start", "continue", "plan", "decide"})
#: clauses that tell of something else: their time is not that of the main verb
_APART = frozenset({"if", "unless", "because", "although", "though", "once", "until", "till", "before", "after"})
#: participles of which a past day is the day of the announcing, not of what was announced
_ANNOUNCED = frozenset({"announce", "plan", "schedule", "propose", "promise", "invite", "report", "float", "mention"})


def governor(token: Token, marked: dict[int, Draft], carried: dict[int, Draft]) -> tuple[Draft | None, int]:
    """Return the draft that a token hangs on and the steps to it; a verb outside any draft ends the search."""
    steps = 0
    current = token
    nouns: list[Token] = []
    speaking = False
    while True:
        draft = (marked.get(current.i) or carried.get(current.i)) if current != token else None
        if draft is not None:
            companion = current.i != draft.token.i and current.pos_ in ("NOUN", "PROPN")
            # "welcomed Thursday's meeting": the day is the meeting's, whether or not the meeting is a record.
            named = companion and marked.get(current.i) is draft
            if draft.speech and (named or nouns) and not _passes(token, nouns):
                return None, steps
            return draft, steps + (0 if current.i == draft.token.i else 4)
        if steps > 8:
            return None, steps
        if current != token:
            if current.pos_ in ("NOUN", "PROPN") and not speaking:
                nouns.append(current)
            below = next((marked[c.i] for c in current.children if c.dep_ == "xcomp" and c.i in marked), None)
            if below is not None and current.lemma_ in _LIFTS:
                return below, steps + 1  # "This Friday she is to receive him": the day is the infinitive's
            told = _last_time(current, marked)
            if told is not None:
                return told, steps + 2
            if syntax.is_verbal(current):
                held = marked.get(current.head.i) if current.dep_ in ("relcl", "acl") else None
                if held is not None and current.lemma_ in ASPECT and not held.speech:
                    return held, steps + 2  # "talks that ended on Tuesday"
                if _ends(current):
                    return None, steps
        if current.head == current:
            return None, steps
        speaking = current.dep_ == "acl" and current.tag_ == "VBG"  # "Makei, speaking on Saturday, denied …"
        current = current.head
        steps += 1


def _last_time(verb: Token, marked: dict[int, Draft]) -> Draft | None:
    """The act of "the last time they met was in 2003"."""
    if verb.lemma_ != "be":
        return None
    subject = syntax.own_subject(verb)
    if subject is None or subject.lower_ not in ("time", "occasion"):
        return None
    return next((marked[c.i] for c in subject.children if c.dep_ in ("relcl", "acl") and c.i in marked), None)


def _passes(token: Token, nouns: Sequence[Token]) -> bool:
    """Whether a day belongs to the verb though it hangs on a noun: "asked for help on Monday", no "Monday's help"."""
    if token.dep_ != "pobj" or token.head.lower_ != "on" or not nouns:
        return False
    return all(noun.dep_ in ("pobj", "dobj") and noun.tag_ == "NN" for noun in nouns) and not any(
        child.dep_ in ("det", "poss", "amod") for child in nouns[-1].children
    )


def _ends(verb: Token) -> bool:
    """Whether the search for what a time dates ends at a verb that is no act itself."""
    if verb.dep_ == "advcl":
        return any(c.dep_ == "mark" and c.lower_ in _APART for c in verb.children) or (
            any(c.dep_ == "mark" and c.lower_ == "as" for c in verb.children) and syntax.own_subject(verb) is not None
        )
    return not (verb.dep_ in ("xcomp", "acl", "pcomp", "conj") or verb.lemma_ in ("be", "have"))


def attach_times(
    doc: Doc, drafts: Sequence[Draft], times: Iterable[TimeExpression], published: date | None = None
) -> None:
    """Give each draft the time expression of its own clause that stands nearest by the parse.

    A predicate that says something of the event ("was put off on Friday", "is planned for May") lends its time where
    it is no trigger itself; purposes and coordinated acts share the time of the act they hang on.
    """
    marked = {w.i: d for d in drafts for w in d.words if not _untold(d)}
    carried = {c.i: d for d in reversed(drafts) for c in d.predicates if c.i not in marked}
    best: dict[int, tuple[int, int]] = {}
    fronted: list[tuple[Token, TimeExpression]] = []
    moved: list[tuple[Token, TimeExpression]] = []
    dated: dict[int, TimeExpression] = {}
    for time in times:
        if time.rule.split("-")[0] in _NO_DATE or time.edtf is None:
            continue
        token = root_token(doc, time.start, time.end)
        if token is None:
            continue
        if token.dep_ == "pobj" and token.head.lower_ in _ONTO:
            moved.append((token, time))
        verb = direct_verb(token)
        if verb is not None:
            dated.setdefault(verb.i, time)
            subject = syntax.own_subject(verb)
            if token.i - token.sent.start <= 4 or (subject is not None and token.i < subject.i):
                fronted.append((token, time))
        draft, steps = governor(token, marked, carried)
        if draft is None:
            draft, steps = _told_by(token, marked, carried), 2
        if draft is None:
            draft, steps = _neighbour(doc, time.start, drafts), 9
        if draft is None or not _may_date(draft, token, time, published):
            continue
        near = (steps, abs(draft.token.i - token.i))
        if id(draft) not in best or near < best[id(draft)]:
            best[id(draft)] = near
            draft.time = time
            draft.reasons.append(f"time {time.text!r} of its own clause ({time.rule})")
    _move(drafts, moved)
    share_times(drafts, marked, dated, published)
    for token, time in fronted:
        spread(token, time, drafts)


def _untold(draft: Draft) -> bool:
    """Whether an accord is named as a topic alone: "negotiations on a trade protocol on Friday"."""
    named = draft.entry.scheme == "agreement" and not syntax.is_verbal(draft.token)
    return named and not (draft.roles or draft.predicates or draft.quantities)


def _move(drafts: Sequence[Draft], moved: Sequence[tuple[Token, TimeExpression]]) -> None:
    """Give a moved event its new day: "has moved today's vote on the dam to Monday", "put back from 3 to 9 June"."""
    for draft in drafts:
        if draft.status is not Status.RESCHEDULED:
            continue
        for verb in draft.predicates:
            new = next((time for token, time in moved if token.i > verb.i and verb in token.ancestors), None)
            if new is not None and new is not draft.time:
                draft.time = new
                draft.reasons.append(f"moved to {new.text!r}")


def _may_date(draft: Draft, token: Token, time: TimeExpression, published: date | None) -> bool:
    """Whether a time can be that of an event at its stage: nothing has happened tomorrow, no mere idea yesterday."""
    if published is None:
        return True
    past = time.latest is not None and time.latest < published
    if not draft.speech and not _own_time(draft, token, time):
        return False
    own = token.head == draft.token and token.dep_ in ("poss", "compound", "nmod")
    ahead = time.earliest is not None and time.earliest > published
    own = own and draft.status is Status.OCCURRED and not draft.asserted
    if own and ahead and draft.entry.scheme == "happening" and not syntax.is_verbal(draft.token):
        draft.status, draft.future = Status.PLANNED, True  # "will boycott next week's summit"
    if draft.status is Status.OCCURRED and not draft.future:
        if time.earliest is not None and time.earliest - published > _NEXT_DAY:
            return False  # a wire may carry the date of the day before
        if time.rule == "deadline" and (time.latest is None or time.latest > published):
            return False
    if draft.status is Status.EXTENDED and token.dep_ == "pobj" and token.head.lower_ in _ONTO:
        return False
    verb = direct_verb(token)
    participle = verb is not None and verb.dep_ == "acl" and verb not in draft.words
    if draft.status is Status.MOOTED and not draft.speech and past and not participle:
        return False
    announced = participle and verb is not None and verb.lemma_ in _ANNOUNCED and token.head.lower_ != "for"
    return not (announced and past and draft.entry.scheme == "happening")


def _own_time(draft: Draft, token: Token, time: TimeExpression) -> bool:
    """Whether a time is that of the event itself, no deadline, no span that it ended and no distance from it."""
    over = draft.status is Status.OCCURRED or draft.status is Status.UNDERWAY
    if over and time.rule.endswith("-ahead") and token.head.lower_ == "in":
        return False  # "the first visit in three decades"
    until = time.text.lower().startswith(("until ", "till ")) or token.head.lower_ in ("until", "till")
    if until and draft.status is Status.OCCURRED and draft.entry.family in _MOMENTARY:
        return False
    measured = time.rule == "offset-event" and draft.start >= time.end
    return not (measured and "," not in token.doc.text[time.end : draft.start])  # "hours after a truce took effect"


def _told_by(token: Token, marked: dict[int, Draft], carried: dict[int, Draft]) -> Draft | None:
    """The act of a clause that explains a time: "began in August, when the minister accused …"."""
    for child in token.children:
        if child.dep_ in ("relcl", "advcl") and any(c.lower_ == "when" for c in child.children):
            return marked.get(child.i) or carried.get(child.i)
    return None


def _neighbour(doc: Doc, start: int, drafts: Sequence[Draft]) -> Draft | None:
    """The draft that ends right before a time: the parser may have hung the time on a later clause."""
    for draft in drafts:
        if draft.speech and draft.frame is None:
            continue
        ends = [draft.end, *(item.anchor.mention.end for item in draft.roles if item.explicit)]
        if draft.place is not None:
            ends.append(draft.place.mention.end)
        if any(0 <= start - end <= 4 and "," not in doc.text[end:start] for end in ends):
            return draft
    return None
