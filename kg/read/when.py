"""Time expressions and quantities × event drafts → which event each of them belongs to, by the parse."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from spacy.tokens import Doc, Token

from kg.model import Granularity, Quantity, Role, Status, TimeExpression
from kg.read import syntax
from kg.read.draft import Draft
from kg.read.parsed import ParsedArticle
from kg.read.quantities import FoundQuantity

_VOTE_REACH = 45  # tokens between the vote of a body and what single members did
_NO_DATE = frozenset({"duration", "dateline"})


def root_token(doc: Doc, start: int, end: int) -> Token | None:
    """Return the syntactic head of the stretch [start, end) of the text, or None if no token lies in it."""
    span = doc.char_span(start, end, alignment_mode="expand")
    return None if span is None or not len(span) else span.root


def governor(token: Token, marked: dict[int, Draft], carried: dict[int, Draft]) -> tuple[Draft | None, int]:
    """Return the draft that a token hangs on and the steps to it; a verb outside any draft ends the search."""
    steps = 0
    current = token
    through_noun = speaking = False
    while True:
        draft = (marked.get(current.i) or carried.get(current.i)) if current != token else None
        if draft is not None:
            companion = current.i != draft.token.i and current.pos_ in ("NOUN", "PROPN")
            # "welcomed Thursday's meeting": the day is the meeting's, whether or not the meeting is a record.
            if draft.speech and (through_noun or (companion and marked.get(current.i) is draft)):
                return None, steps
            return draft, steps + (0 if current.i == draft.token.i else 4)
        if current.head == current or steps > 8:
            return None, steps
        if current != token:
            through_noun = through_noun or (current.pos_ in ("NOUN", "PROPN") and not speaking)
            below = next((marked[c.i] for c in current.children if c.dep_ == "xcomp" and c.i in marked), None)
            if below is not None and current.lemma_ in (
                "be",
                "go",
                "have",
                "begin",
                "start",
                "continue",
                "plan",
                "decide",
            ):
                return below, steps + 1  # "This Friday she is to receive him": the day is the infinitive's
            if syntax.is_verbal(current) and not (
                current.dep_ in ("xcomp", "acl", "advcl", "pcomp", "conj") or current.lemma_ in ("be", "have")
            ):
                return None, steps
        speaking = current.dep_ == "acl" and current.tag_ == "VBG"  # "Makei, speaking on Saturday, denied …"
        current = current.head
        steps += 1


def attach_times(doc: Doc, drafts: Sequence[Draft], times: Iterable[TimeExpression]) -> None:
    """Give each draft the time expression of its own clause that stands nearest by the parse.

    A predicate that says something of the event ("was put off on Friday", "is planned for May") lends its time where
    it is no trigger itself; purposes and coordinated acts share the time of the act they hang on.
    """
    marked = {w.i: d for d in drafts for w in d.words}
    carried = {c.i: d for d in reversed(drafts) for c in d.predicates if c.i not in marked}
    best: dict[int, tuple[int, int]] = {}
    fronted: list[tuple[Token, TimeExpression]] = []
    for time in times:
        if time.rule.split("-")[0] in _NO_DATE or time.edtf is None:
            continue
        token = root_token(doc, time.start, time.end)
        if token is None:
            continue
        draft, steps = governor(token, marked, carried)
        if draft is None:
            draft, steps = _told_by(token, marked), 2
        if draft is None:
            draft, steps = _neighbour(doc, time.start, drafts), 9
        if draft is None:
            continue
        near = (steps, abs(draft.token.i - token.i))
        if id(draft) not in best or near < best[id(draft)]:
            best[id(draft)] = near
            draft.time = time
            draft.reasons.append(f"time {time.text!r} of its own clause ({time.rule})")
        if token.i - token.sent.start <= 4:
            fronted.append((token, time))
    for draft in drafts:
        _share_time(draft, marked)
        _lend_up(draft, marked)
    _date_votes(drafts)
    for token, time in fronted:
        _spread(token, time, drafts)


def _spread(token: Token, time: TimeExpression, drafts: Sequence[Draft]) -> None:
    """Let a time at the head of a sentence date the coordinated clauses too ("On Monday the talks opened and …")."""
    verb = syntax.clause_verb(token.head)
    joined = {verb.i, *(t.i for t in verb.conjuncts)}
    for draft in drafts:
        if draft.time is None and draft.token.sent.start == token.sent.start:
            clause = draft.token if syntax.is_verbal(draft.token) else syntax.clause_verb(draft.token)
            if clause.i in joined and clause.i > token.i:
                draft.time = time
                draft.reasons.append(f"time {time.text!r} at the head of its sentence ({time.rule})")


def _share_time(draft: Draft, marked: dict[int, Draft]) -> None:
    token = draft.token
    if draft.time is not None or not syntax.is_verbal(token):
        return
    where = token.dep_ == "relcl" and any(c.lower_ == "where" for c in token.children)
    outer = marked.get(token.head.i)
    if where:
        # "visited London last week, where he met the prime minister"
        outer = next((marked[a.i] for a in token.head.ancestors if a.i in marked), None)
    if outer is None or outer.time is None or outer is draft:
        return
    purpose = token.dep_ in ("xcomp", "advcl") and (
        token.tag_ == "VBG" or any(c.lower_ == "to" for c in token.children)
    )
    first, last = min(token.idx, outer.start), max(token.idx, outer.start)
    joined = token.dep_ == "conj" and syntax.own_subject(token) is None and not first < outer.time.start < last
    if purpose or joined or where:
        draft.time = outer.time
        draft.reasons.append(f"shares the time of {outer.token.text!r}")


def _lend_up(draft: Draft, marked: dict[int, Draft]) -> None:
    """Let an act take the day of the call or letter by which it was done: "asked for help by telephone on Monday"."""
    token = draft.token
    if draft.time is None or token.dep_ != "pobj" or token.head.lower_ not in ("by", "over", "via", "in"):
        return
    outer = marked.get(token.head.head.i)
    if outer is not None and outer.time is None and outer.token.sent == token.sent:
        outer.time = draft.time
        outer.reasons.append(f"shares the time of {draft.token.text!r}")


def date_occasions(parsed: ParsedArticle, drafts: Sequence[Draft], times: Sequence[TimeExpression]) -> None:
    """Date what somebody said by the day of what the sentence before tells of the same person.

    "He struck a gloomy tone on Saturday. Trump told reporters that …": both belong to one occasion.
    """
    told: dict[int, list[tuple[str, TimeExpression]]] = {}
    for time in times:
        if time.granularity is not Granularity.DAY or time.edtf is None:
            continue
        token = root_token(parsed.doc, time.start, time.end)
        verb = None if token is None else syntax.clause_verb(token)
        if verb is None or not syntax.is_verbal(verb) or verb.tag_ not in ("VBD", "VBN") or verb.dep_ != "ROOT":
            continue
        subject = syntax.own_subject(verb)
        anchor = parsed.headed_by(subject) if subject is not None else None
        if anchor is not None:
            told.setdefault(verb.sent.start, []).append((anchor.mention.name, time))
    for draft in drafts:
        if not draft.speech or draft.time is not None or draft.token.sent.start == 0:
            continue
        before = parsed.doc[_last_word(parsed.doc, draft.token.sent.start)].sent.start
        names = {item.anchor.mention.name for item in draft.fillers(Role.SPEAKER)}
        occasion = next((t for name, t in told.get(before, ()) if name in names), None)
        if occasion is not None and draft.status is Status.OCCURRED:
            draft.time = occasion
            draft.reasons.append(f"on the occasion of the sentence before ({occasion.text!r})")


def _last_word(doc: Doc, start: int) -> int:
    """Return the index of the last token before `start` that is no white space."""
    position = start - 1
    while position > 0 and doc[position].is_space:
        position -= 1
    return position


def _date_votes(drafts: Sequence[Draft]) -> None:
    """One state's vote or abstention was cast when the body voted, as told just before or after."""
    votes = [d for d in drafts if d.entry.family == "vote"]
    for draft in votes:
        if draft.time is not None or not syntax.is_verbal(draft.token):
            continue
        near = [d for d in votes if d.time is not None and abs(d.token.i - draft.token.i) < _VOTE_REACH]
        if near:
            other = min(near, key=lambda d: abs(d.token.i - draft.token.i))
            draft.time = other.time
            draft.reasons.append(f"cast in the vote of {other.token.text!r}")


def _told_by(token: Token, marked: dict[int, Draft]) -> Draft | None:
    """The act of a clause that explains a time: "began in August, when the minister accused …"."""
    for child in token.children:
        if child.dep_ in ("relcl", "advcl") and any(c.lower_ == "when" for c in child.children):
            return marked.get(child.i)
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


def attach_quantities(parsed: ParsedArticle, drafts: Sequence[Draft], found: Iterable[FoundQuantity]) -> None:
    """Give each quantity to the draft that governs it, if the event's class can carry such a measure."""
    marked = {w.i: d for d in drafts for w in d.words}
    carried = {c.i: d for d in reversed(drafts) for c in d.carriers}
    doc, text = parsed.doc, parsed.article.text
    for item in found:
        if item.measure is None:
            continue
        draft = _holder(doc[item.token], item, marked, carried, drafts)
        if draft is None:
            continue
        quantity = Quantity(
            measure=item.measure,
            value=item.value,
            comparator=item.comparator,
            start=item.start,
            end=item.end,
            text=item.text,
        )
        _add(draft, quantity, text)


def _add(draft: Draft, quantity: Quantity, text: str) -> None:
    """Keep one figure a measure: the first, or the one that "to" gives after "from" ("raised from 27 to 41")."""
    same = next((q for q in draft.quantities if q.measure == quantity.measure), None)
    if same is None:
        draft.quantities.append(quantity)
    elif text[: quantity.start].rstrip().endswith(" to") and text[: same.start].rstrip().endswith("from"):
        draft.quantities[draft.quantities.index(same)] = quantity


def _holder(
    token: Token, item: FoundQuantity, marked: dict[int, Draft], carried: dict[int, Draft], drafts: Sequence[Draft]
) -> Draft | None:
    current = token
    for _ in range(12):
        draft = marked.get(current.i) or carried.get(current.i)
        if draft is not None and item.measure in draft.entry.measures:
            return draft
        if current.head == current:
            break
        current = current.head
    sentence = token.sent
    fitting = [
        d
        for d in drafts
        if item.measure in d.entry.measures
        and sentence.start <= d.token.i < sentence.end
        and d.entry.scheme != "speech"
    ]
    return min(fitting, key=lambda d: abs(d.token.i - token.i)) if fitting else None
