"""What a neutral reporting verb introduces → the class of speech act: Announcement, Commitment, Accusation …

The act counts, not the verb (annotation guidelines, section 3).
"""

from __future__ import annotations

from collections.abc import Sequence

from spacy.tokens import Token

from kg.lexicon import Lexicon
from kg.model import Attribution, Kind, Mention, Polarity, Role, Status
from kg.read import syntax
from kg.read.draft import Draft
from kg.read.parsed import ParsedArticle
from kg.read.roles import anchor_of

_PLANS = frozenset(
    {Status.PLANNED, Status.ANNOUNCED, Status.SCHEDULED, Status.RESCHEDULED, Status.POSTPONED, Status.CANCELLED}
)
_DECISIONS = frozenset({Status.IMPOSED, Status.EXTENDED, Status.EASED, Status.LIFTED, Status.SUSPENDED})


def act_of(
    parsed: ParsedArticle, item: Attribution, speaker: Mention, about: Sequence[Draft], cue: Token, lexicon: Lexicon
) -> tuple[str, str]:
    """Return the class of act that a neutral reporting verb introduces, and why: whose events it speaks of, and how."""
    if any(d.speech and any(f.anchor.mention.name == speaker.name for f in d.fillers(Role.SPEAKER)) for d in about):
        return "Statement", "it tells of the speaker's own words"
    judged = _judgement(parsed, item, cue, lexicon)
    if judged:
        return judged
    own = [d for d in about if not d.speech and _own_side(speaker, d)]
    for draft in own:
        if draft.conditional and draft.entry.hostile and draft.status is Status.MOOTED:
            return "Threat", f"{draft.token.text!r} of the speaker's side is hostile and conditional"
    for draft in own:
        if draft.polarity is Polarity.NEGATIVE:
            continue
        decided = draft.status in _DECISIONS and draft.entry.scheme == "measure"
        ordered = draft.status is Status.ANNOUNCED and draft.entry.scheme in ("measure", "aid")
        if draft.status in _PLANS or decided or ordered:
            return "Announcement", f"{draft.token.text!r} of the speaker's side is {draft.status.value}"
    return _modal_act(parsed, speaker, cue, lexicon)


def _modal_act(parsed: ParsedArticle, speaker: Mention, cue: Token, lexicon: Lexicon) -> tuple[str, str]:
    """ "said Britain would go on paying" is a Commitment, "said it would not apologise" a Rejection."""
    for child in cue.children:
        if child.dep_ != "ccomp" or not syntax.is_verbal(child):
            continue
        words = {a.lower_ for a in syntax.auxiliaries(child)}
        if not words & {"would", "will", "'ll", "’ll", "wo", "wouldn", "shall"}:
            continue
        subject = next(iter(syntax.subjects(child)), None)
        anchor = anchor_of(parsed, subject) if subject is not None else None
        if anchor is None or child.lemma_ in ("be", "have"):
            continue
        state = anchor.mention.kind is Kind.STATE and anchor.mention.country == speaker.country
        if anchor.mention.name != speaker.name and not (state and speaker.country):
            continue
        if child.lemma_ in lexicon.words.get("retaliating", frozenset()) and not syntax.negated(child):
            return "Threat", f"its own side will {child.lemma_!r}"
        if syntax.negated(child):
            return "Rejection", f"its own side will not {child.lemma_!r}"
        return "Commitment", f"its own side will {child.lemma_!r}"
    return "Statement", "nothing in it makes it a more specific act"


def same_side(speaker: Mention, other: Mention) -> bool:
    """Whether two mentions act for one side: one agent, or one state."""
    if speaker.name == other.name or (speaker.agent and speaker.agent == other.agent):
        return True
    acting = other.kind in (Kind.STATE, Kind.ORGANIZATION, Kind.OFFICE, Kind.PERSON, Kind.GROUP)
    return bool(acting and speaker.country and speaker.country == other.country)


def _own_side(speaker: Mention, draft: Draft) -> bool:
    if draft.place is not None and speaker.country and draft.place.mention.country == speaker.country:
        return True
    if speaker.kind is Kind.GROUP and draft.roles:
        return True
    if speaker.sector == "IGO" and any(item.anchor.mention.sector == "IGO" for item in draft.roles):
        return True
    return any(same_side(speaker, item.anchor.mention) for item in draft.roles)


def _judgement(parsed: ParsedArticle, item: Attribution, cue: Token, lexicon: Lexicon) -> tuple[str, str] | None:
    """ "called the outcome reasonable" praises, “This is a blatant violation” blames: the judging word decides."""
    if item.content is None:
        return None
    span = parsed.doc.char_span(item.content.start, item.content.end, alignment_mode="expand")
    if span is None:
        return None
    calling = cue.lemma_ in lexicon.words.get("calling", frozenset())
    for token in span:
        if not (calling or _is_predicate(token)) or any(c.dep_ == "neg" for c in token.head.children):
            continue
        word = str(token.lemma_.lower())
        if word in lexicon.words.get("blaming", frozenset()):
            return "Accusation", f"{token.text!r} blames"
        if word in lexicon.words.get("praising", frozenset()):
            return "Endorsement", f"{token.text!r} praises"
    return None


def _is_predicate(token: Token) -> bool:
    """Whether a word is what "this", "it" or a definite thing is said to be."""
    if token.dep_ not in ("acomp", "attr") or token.head.lemma_ != "be":
        return False
    subject = syntax.own_subject(token.head)
    return subject is not None and (
        subject.lower_ in ("this", "that", "it") or any(c.lower_ in ("the", "this", "that") for c in subject.children)
    )
