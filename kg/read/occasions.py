"""Speech acts told so far × a reporting frame → whether one of them covers what the frame reports.

One record a speaker, occasion and act: a Statement is none where the speaker, or the body that he speaks for, does
something more specific on that occasion (annotation guidelines, section 4).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from spacy.tokens import Token

from kg.model import Attribution, Granularity, Kind, Mention, Role, Status, TimeExpression
from kg.read import syntax
from kg.read.acts import plans
from kg.read.draft import Draft
from kg.read.parsed import Anchor, ParsedArticle
from kg.read.when_shared import direct_verb, root_token

_BODIES = frozenset({Kind.STATE, Kind.ORGANIZATION, Kind.GROUP})
_LONG = frozenset({Granularity.WEEK, Granularity.MONTH, Granularity.YEAR})
_PLANNING = frozenset({"Announcement", "Commitment", "Threat", "Rejection", "CancellationAct", "Statement"})
_MOUTHS = frozenset({"spokesman", "spokeswoman", "spokesperson"})


def covered(
    parsed: ParsedArticle,
    item: Attribution,
    anchor: Anchor,
    token: Token,
    drafts: Sequence[Draft],
    about: Sequence[Draft],
    times: Sequence[TimeExpression],
) -> bool:
    """Whether a speech act of that speaker, or of the body he speaks for, is there for this occasion already."""
    speaker = anchor.mention
    for draft in drafts:
        if not draft.speech:
            continue
        inside = item.content is not None and item.content.start <= draft.start < item.content.end
        if draft.token.dep_ == "conj" and syntax.joined_to(draft.token) == token and plans(token):
            continue  # "said he would step down but criticised the judges": two acts
        stands = draft.token.lemma_ == "stand"  # "noted that Georgia stood ready to host them"
        if inside and "past or perfect" in draft.reasons and not stands:
            continue  # an earlier act that the speaker tells of is not the telling
        if inside and _speaks_for(speaker, draft) and draft.token.sent == token.sent:
            # "the minister said Norway would not apologise": the saying is the refusal
            draft.roles = [f if f.role is not Role.SPEAKER else replace(f, anchor=anchor) for f in draft.roles]
            draft.frame, draft.predicates = item, (*draft.predicates, token)
            draft.status = Status.OCCURRED
            return True
        if item.cue is not None and draft.start < item.cue.end and item.cue.start < draft.end:
            return True
        if _voices(parsed, anchor, draft, token):
            return True  # "The group denied it. “Our forces fired nothing,” its spokesman said."
        if not inside and acts_beside(speaker, token, draft):
            continue  # "thanked the minister and said the vote would go ahead": a plan is an act of its own
        same = any(f.anchor.mention.name == speaker.name for f in draft.fillers(Role.SPEAKER, Role.ACTOR))
        if same and _same_occasion(parsed, draft, token, times, item):
            if draft.frame is not None or draft.token.sent == token.sent:
                draft.about = list({id(d): d for d in (*draft.about, *about) if d is not draft}.values())
            return True
    return False


def acts_beside(speaker: Mention, cue: Token, draft: Draft) -> bool:
    """Whether a speaker does another thing beside saying what will be done: "thanked him and said he would go"."""
    if not draft.speech or draft.type in _PLANNING or draft.token.sent != cue.sent or not plans(cue):
        return False
    return any(item.anchor.mention.name == speaker.name for item in draft.fillers(Role.SPEAKER))


def _speaks_for(speaker: Mention, draft: Draft) -> bool:
    """Whether a refusal or promise of a state is voiced by somebody who speaks for that state."""
    sides = [item.anchor.mention for item in draft.fillers(Role.SPEAKER)]
    if draft.type == "NonConfirmation":
        # "a spokesman said that the company would not comment"
        return all(i.anchor.mention.text.startswith("the ") for i in draft.fillers(Role.SPEAKER))
    if draft.conditional or draft.type not in ("Rejection", "Commitment", "Threat") or not sides:
        return False
    if draft.status not in (Status.OCCURRED, Status.PLANNED):
        return False
    return all(m.kind is Kind.STATE and m.country == speaker.country and m.name != speaker.name for m in sides)


def _voices(parsed: ParsedArticle, anchor: Anchor, draft: Draft, token: Token) -> bool:
    """Whether a spokesman goes on with what his body did in the same sentence or the one before."""
    head = parsed.doc[anchor.head]
    mouth = [
        t
        for t in (head, *head.children, *((head.head,) if head.dep_ == "appos" else ()))
        if t.lemma_.lower() in _MOUTHS
    ]
    if not mouth or draft.type in ("Statement", "Announcement") or draft.token.i > token.i:
        return False
    if token.sent.start - draft.token.sent.end > 1 or draft.token.sent.start > token.i:
        return False
    own = any(c.dep_ == "poss" and c.lower_ in ("its", "their") for t in mouth for c in t.children)
    return own and any(f.anchor.mention.kind in _BODIES for f in draft.fillers(Role.SPEAKER, Role.ACTOR))


def _same_occasion(
    parsed: ParsedArticle, draft: Draft, token: Token, times: Sequence[TimeExpression], item: Attribution
) -> bool:
    """Whether two words of one speaker belong to one occasion: no other day in between, or they stand close.

    A day in what is said ("one of them died on Sunday, he added") dates what is told, not the telling.
    """
    if _at_another_time(parsed, draft, token, times):
        return False
    if draft.rule.rule == "frame.Statement":
        said = [f.content for f in (item, draft.frame) if f is not None and f.content is not None]
        days = {
            t.edtf
            for t in times
            if draft.start < t.start < token.idx
            and t.granularity is Granularity.DAY
            and t.start >= draft.token.sent.end_char
            and not any(c.start <= t.start < c.end for c in said)
        }
        if draft.time is not None:
            days.discard(draft.time.edtf)
        return not days
    between = parsed.article.text[min(draft.start, token.idx) : max(draft.start, token.idx)]
    return between.count("\n\n") <= 1


def _at_another_time(parsed: ParsedArticle, draft: Draft, cue: Token, times: Sequence[TimeExpression]) -> bool:
    """Whether a reporting verb has a week, month or year of its own: "he said last week that …"."""
    for time in times:
        if time.granularity not in _LONG or (draft.time is not None and draft.time.edtf == time.edtf):
            continue
        token = root_token(parsed.doc, time.start, time.end)
        if token is not None and token.sent == cue.sent and direct_verb(token) == cue:
            return True
    return False
