"""Dated drafts → the drafts of the same clause or occasion that share their time.

A time is worded once and dates more than the act that it hangs on: a fronted time covers coordinated clauses, "signed
it on Monday at the start of a visit" dates the visit too, "agreed at talks that ended on Tuesday" the agreement.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from spacy.tokens import Doc, Token

from kg.model import Granularity, Role, Status, TimeExpression
from kg.read import syntax
from kg.read.draft import Draft
from kg.read.parsed import ParsedArticle

_VOTE_REACH = 45  # tokens between the vote of a body and what single members did
_REACH = 50  # tokens over which "at the time" looks back
_OCCASION = 600  # characters over which one occasion goes on
_MEANS = frozenset({"by", "over", "via", "in", "at", "during"})
_WITHIN = frozenset({"in", "at", "during", "over", "on", "by", "via"})
ASPECT = frozenset(
    {"end", "close", "begin", "open", "start", "conclude", "finish", "resume", "hold", "take", "convene"}
)
_WITNESSED = frozenset({"hear", "see", "feel", "witness", "record", "count", "detect", "observe"})
_PAST = frozenset({Status.OCCURRED, Status.UNDERWAY, Status.FAILED, Status.DID_NOT_OCCUR})


def root_token(doc: Doc, start: int, end: int) -> Token | None:
    """Return the syntactic head of the stretch [start, end) of the text, or None if no token lies in it."""
    span = doc.char_span(start, end, alignment_mode="expand")
    return None if span is None or not len(span) else span.root


def share_times(
    drafts: Sequence[Draft], marked: dict[int, Draft], dated: dict[int, TimeExpression], published: date | None
) -> None:
    """Give undated drafts the time of the clause or act that they share; `dated` are the times right on a verb."""
    for draft in drafts:
        _of_outer_act(draft, marked, dated)
        _lend_up(draft, marked)
    for draft in drafts:
        _of_occasion(draft, dated)
        _of_clause(draft, marked)
        _of_when_clause(draft, marked, dated)
        _of_governor(draft, marked, dated)
    _date_votes(drafts, published)


def spread(token: Token, time: TimeExpression, drafts: Sequence[Draft]) -> None:
    """Let a time at the head of a clause date the coordinated clauses too ("On Monday the talks opened and …")."""
    verb = syntax.clause_verb(token.head)
    joined = {verb.i, *(t.i for t in verb.conjuncts)}
    for draft in drafts:
        if draft.time is None and draft.token.sent.start == token.sent.start:
            clause = draft.token if syntax.is_verbal(draft.token) else syntax.clause_verb(draft.token)
            if clause.i in joined and clause.i > token.i and not (_contrasted(clause, token) or _distant(draft.token)):
                draft.time = time
                draft.reasons.append(f"time {time.text!r} at the head of its clause ({time.rule})")


def _distant(token: Token) -> bool:
    """Whether a noun stands behind "after" or "before": "days after a visit"."""
    while token.dep_ in ("compound", "conj") and token.head != token:
        token = token.head
    return token.dep_ == "pobj" and token.head.lower_ in ("after", "before", "since", "following")


def _contrasted(clause: Token, token: Token) -> bool:
    """Whether "but" or a semicolon stands between a fronted time and a later clause of another subject."""
    if syntax.own_subject(clause) is None:
        return False
    return any(t.lower_ in ("but", ";", "yet") for t in clause.doc[token.i : clause.left_edge.i + 1])


def _of_outer_act(draft: Draft, marked: dict[int, Draft], dated: dict[int, TimeExpression]) -> None:
    token = draft.token
    if draft.time is not None or not syntax.is_verbal(token):
        return
    clause = token.head if token.dep_ == "xcomp" and token.head.lemma_ == "be" else token
    where = clause.dep_ == "relcl" and any(c.lower_ == "where" for c in clause.children)
    outer = marked.get(token.head.i)
    if where:
        # "visited London last week, where he met the prime minister"
        outer = next((marked[a.i] for a in (clause.head, *clause.head.ancestors) if a.i in marked), None)
        verb = next((a for a in clause.head.ancestors if syntax.is_verbal(a)), None)
        carrier = marked.get(verb.i) if verb is not None else None
        together = draft.status in _PAST or (draft.future and carrier is not None and carrier.future)
        if (outer is None or outer.time is None) and verb is not None and together:
            draft.time = dated.get(verb.i) or (carrier.time if carrier is not None else None)
            return
    purpose = token.dep_ in ("xcomp", "advcl") and (
        token.tag_ == "VBG" or any(c.lower_ == "to" for c in token.children)
    )
    if outer is None and purpose and token.dep_ == "advcl" and token.tag_ == "VB" and draft.status in _PAST:
        # "broke its silence this morning to say that …": the outer verb is no act of its own
        draft.time = dated.get(token.head.i)
        return
    if token.dep_ == "pcomp" and token.head.lower_ == "by" and draft.status in _PAST and token.head.head.i in dated:
        draft.time = dated[token.head.head.i]  # "retaliated two months later by expelling …"
        draft.reasons.append(f"shares the time of {token.head.head.text!r}")
        return
    if token.dep_ == "pcomp" and token.head.lower_ == "without":
        draft.time = dated.get(token.head.head.i)  # "ended their talks on Thursday without agreeing"
        return
    if outer is None or outer.time is None or outer is draft:
        return
    if outer.type == "Request" and draft.status is Status.MOOTED:
        return  # what is asked for has no day yet
    first, last = min(token.idx, outer.start), max(token.idx, outer.start)
    joined = token.dep_ == "conj" and syntax.own_subject(token) is None and not first < outer.time.start < last
    if purpose or joined or where:
        _take(draft, outer)


def _take(draft: Draft, outer: Draft) -> None:
    draft.time = outer.time
    draft.reasons.append(f"shares the time of {outer.token.text!r}")


def _lend_up(draft: Draft, marked: dict[int, Draft]) -> None:
    """Let an act take the day of the call or talks by which it was done: "agreed at talks that ended on Monday"."""
    token = draft.words[0] if draft.words[0].dep_ == "pobj" else draft.token
    if draft.time is None or token.dep_ != "pobj" or token.head.lower_ not in _MEANS:
        return
    outer = marked.get(token.head.head.i)
    if outer is not None and outer.time is None and outer.token.sent == token.sent and outer.status in _PAST:
        _take(outer, draft)


def _of_occasion(draft: Draft, dated: dict[int, TimeExpression]) -> None:
    """ "agreed on it at talks that closed on Monday": the talks need be no record to date the act."""
    if draft.time is not None or not syntax.is_verbal(draft.token) or draft.status not in _PAST:
        return
    for name, _, noun in syntax.prepositions(draft.token):
        if name not in ("at", "during", "in"):
            continue
        for inner in (noun, *(t for prep in noun.children if prep.lower_ == "of" for t in prep.children)):
            for clause in inner.children:
                if clause.dep_ in ("relcl", "acl") and clause.lemma_ in ASPECT and clause.i in dated:
                    draft.time = dated[clause.i]
                    draft.reasons.append(f"time {draft.time.text!r} of {noun.text!r}")
                    return


def _of_clause(draft: Draft, marked: dict[int, Draft]) -> None:
    """Let an event in an adjunct share the day of the act: "welcomed it on Monday in a call with the chancellor"."""
    if draft.time is not None or syntax.is_verbal(draft.token) or draft.status not in _PAST:
        return
    current = draft.words[0] if draft.words[0].dep_ == "pobj" else draft.token
    for _ in range(6):
        if current.dep_ != "pobj" or syntax.is_verbal(current.head.head):
            break
        if current.head.lower_ != "of" and current.head.lower_ not in _WITHIN:
            return
        current = current.head.head  # "at the start of a visit"
    prep = current.head
    outer = marked.get(prep.head.i)
    if current.dep_ != "pobj" or prep.lower_ not in _WITHIN or outer is None or outer.time is None:
        return
    argument = any(prep in (w, w.head) and w in outer.words for w in outer.words)
    if outer.status in _PAST and not argument and prep.lower_ != "on":
        _take(draft, outer)


def _of_when_clause(draft: Draft, marked: dict[int, Draft], dated: dict[int, TimeExpression]) -> None:
    """Let "was summoned when the treaty was signed last March" date the summons too."""
    if draft.time is not None or draft.status not in _PAST:
        return
    for verb in (draft.token, *draft.predicates):
        above = (
            direct_verb(verb.head) if verb.dep_ in ("relcl", "advcl") and verb.head.pos_ in ("NUM", "PROPN") else None
        )
        if above is not None and any(c.lower_ == "when" for c in verb.children):
            draft.time = dated.get(above.i)  # "last met in 2017, when the talks collapsed"
            return
    if not syntax.is_verbal(draft.token):
        return
    clause = syntax.joined_to(draft.token) if draft.token.dep_ == "conj" else draft.token
    if clause.dep_ == "advcl" and clause.tag_ == "VBD" and clause.head.tag_ in ("VBD", "VBN"):
        # "came under strain on Thursday when shells fell on a market and each side blamed the other"
        if any(c.lower_ in ("when", "as") and c.dep_ in ("advmod", "mark") for c in clause.children):
            draft.time = dated.get(clause.head.i)
        if draft.time is not None:
            draft.reasons.append(f"when {clause.head.text!r}")
            return
    for child in draft.token.children:
        if child.dep_ != "advcl" or not any(c.lower_ == "when" and c.dep_ == "advmod" for c in child.children):
            continue
        inner = marked.get(child.i)
        draft.time = dated.get(child.i) or (inner.time if inner is not None and inner.status in _PAST else None)
        if draft.time is not None:
            draft.reasons.append(f"at the time of {child.text!r}")
            return


def _of_governor(draft: Draft, marked: dict[int, Draft], dated: dict[int, TimeExpression]) -> None:
    """Let the day of a verb that is no act of its own, or that makes the pledge, date what it governs.

    "Guards heard an explosion before dawn", "announced on Thursday a grant", "will vote on ratification in May".
    """
    token = draft.token
    if draft.time is not None:
        return
    verb: Token | None = None
    if not syntax.is_verbal(token) and token.dep_ == "dobj" and token.head.lemma_ in _WITNESSED:
        verb = token.head if draft.status in _PAST else None
    if draft.entry.scheme == "aid" and draft.status is Status.ANNOUNCED:
        verb = next((p for p in draft.predicates if p.i in dated), verb)
    if draft.entry.family == "ratification" and token.dep_ == "pobj" and syntax.is_verbal(token.head.head):
        verb = token.head.head if token.head.head.lemma_ == "vote" else verb
    if verb is not None and verb.i in dated:
        draft.time = dated[verb.i]
        draft.reasons.append(f"time {draft.time.text!r} of {verb.text!r}")
    if draft.entry.family == "vote" and syntax.is_verbal(token):
        # "is due to vote on the treaty on Thursday": the parser may hang the day on the treaty
        voted = [marked[t.i] for name, _, t in syntax.prepositions(token) if name == "on" and t.i in marked]
        other = next((d for d in voted if d is not draft and d.time and d.time.start > d.end), None)
        if other is not None:
            _take(draft, other)


def _date_votes(drafts: Sequence[Draft], published: date | None) -> None:
    """One state's vote or abstention was cast when the body voted, as told before or in the same sentence."""
    votes = [d for d in drafts if d.entry.family == "vote"]
    for draft in votes:
        if draft.time is not None or not syntax.is_verbal(draft.token) or draft.status not in _PAST:
            continue
        near = [
            d
            for d in votes
            if d.time is not None
            and abs(d.token.i - draft.token.i) < _VOTE_REACH
            and (d.token.i < draft.token.i or d.token.sent == draft.token.sent)
            and not (d.token.dep_ == "relcl" and d.token.sent == draft.token.sent)
            and not _later_than(d.time, published)
        ]
        if near:
            other = min(near, key=lambda d: abs(d.token.i - draft.token.i))
            draft.time = other.time
            draft.reasons.append(f"cast in the vote of {other.token.text!r}")


def _later_than(time: TimeExpression, published: date | None) -> bool:
    return published is not None and time.earliest is not None and time.earliest > published


def date_occasions(parsed: ParsedArticle, drafts: Sequence[Draft], times: Sequence[TimeExpression]) -> None:
    """Date what somebody said by the day of what the sentence before tells of the same person.

    "He struck a gloomy tone on Saturday. Trump told reporters that …": both belong to one occasion.
    """
    told: dict[int, list[tuple[str, TimeExpression]]] = {}
    for time in times:
        if time.granularity is not Granularity.DAY or time.edtf is None or "/" in time.edtf:
            continue
        token = root_token(parsed.doc, time.start, time.end)
        verb = None if token is None else direct_verb(token)
        if verb is None or verb.tag_ not in ("VBD", "VBN") or verb.dep_ != "ROOT":
            continue
        subject = syntax.own_subject(verb)
        anchor = parsed.headed_by(subject) if subject is not None else None
        if anchor is not None:
            told.setdefault(verb.sent.start, []).append((anchor.mention.name, time))
    days = [t.start for t in times if t.granularity is Granularity.DAY]
    running: dict[str, tuple[int, TimeExpression]] = {}
    for draft in sorted(drafts, key=lambda d: d.start):
        if not draft.speech or draft.time is not None or draft.token.sent.start == 0:
            continue
        if any(t.lower_ == "time" and name == "at" for name, _, t in syntax.prepositions(draft.token)):
            _at_the_time(draft, drafts)
            continue
        before = parsed.doc[_last_word(parsed.doc, draft.token.sent.start)].sent.start
        names = {item.anchor.mention.name for item in draft.fillers(Role.SPEAKER)}
        occasion = next((t for name, t in told.get(before, ()) if name in names), None)
        if occasion is None:
            occasion = next((_goes_on(running[n], draft, days) for n in names if n in running), None)
        if occasion is not None and draft.status is Status.OCCURRED:
            draft.time = occasion
            draft.reasons.append(f"on the occasion of what is told before ({occasion.text!r})")
            running |= dict.fromkeys(names, (draft.start, occasion))


def _goes_on(last: tuple[int, TimeExpression], draft: Draft, days: Sequence[int]) -> TimeExpression | None:
    """The occasion on which a speaker goes on ("he added", "he said again"), if no other day comes in between."""
    start, occasion = last
    if draft.start - start > _OCCASION or any(start < day < draft.start for day in days):
        return None
    return occasion


def _at_the_time(draft: Draft, drafts: Sequence[Draft]) -> None:
    """ "he said at the time": when the event told just before took place."""
    before = [d for d in drafts if d.time is not None and 0 < draft.token.i - d.token.i < _REACH and d.status in _PAST]
    if before:
        _take(draft, max(before, key=lambda d: d.token.i))


def direct_verb(token: Token) -> Token | None:
    """Return the verb that a time expression hangs on itself or by its preposition, None where that is a noun."""
    above = token.head.head if token.dep_ in ("pobj", "pcomp") and token.head.pos_ in ("ADP", "SCONJ") else token.head
    return above if syntax.is_verbal(above) else None


def _last_word(doc: Doc, start: int) -> int:
    """Return the index of the last token before `start` that is no white space."""
    position = start - 1
    while position > 0 and doc[position].is_space:
        position -= 1
    return position
