"""What a neutral reporting verb introduces → the class of speech act: Announcement, Commitment, Accusation …

The act counts, not the verb (annotation guidelines, section 3).
"""

from __future__ import annotations

from collections.abc import Sequence

from spacy.tokens import Token

from kg.lexicon import Lexicon
from kg.model import Attribution, Certainty, Kind, Mention, Polarity, Role, Status
from kg.read import syntax
from kg.read.draft import Draft
from kg.read.parsed import ParsedArticle
from kg.read.roles import anchor_of

_PLANS = frozenset(
    {Status.PLANNED, Status.ANNOUNCED, Status.SCHEDULED, Status.RESCHEDULED, Status.POSTPONED, Status.CANCELLED}
)
_OFFICIAL = frozenset({"GOV", "MIL", "LEG"})
_CITING = frozenset({"cite", "quote"})
_DECISIONS = frozenset({Status.IMPOSED, Status.EXTENDED, Status.EASED, Status.LIFTED, Status.SUSPENDED})


def act_of(
    parsed: ParsedArticle, item: Attribution, speaker: Mention, about: Sequence[Draft], cue: Token, lexicon: Lexicon
) -> tuple[str, str]:
    """Return the class of act that a neutral reporting verb introduces, and why: whose events it speaks of, and how."""
    if cue.lemma_ in lexicon.words.get("denying", frozenset()) and syntax.is_verbal(cue):
        return "DenialAct", f"{cue.text!r} what is said"
    if any(d.speech and any(f.anchor.mention.name == speaker.name for f in d.fillers(Role.SPEAKER)) for d in about):
        return "Statement", "it tells of the speaker's own words"
    if cue.lemma_ in lexicon.words.get("blaming-verbs", frozenset()) and syntax.is_verbal(cue):
        return "Accusation", f"{cue.text!r} blames"
    judged = _judgement(parsed, item, speaker, cue, lexicon)
    if judged:
        return judged
    own = [d for d in about if not d.speech and _own_side(speaker, d)]
    for draft in own:
        if draft.conditional and draft.entry.hostile and draft.status is Status.MOOTED:
            return "Threat", f"{draft.token.text!r} of the speaker's side is hostile and conditional"
    for draft in own:
        if draft.polarity is Polarity.NEGATIVE:
            if draft.status is Status.PLANNED and draft.entry.hostile:
                return "Commitment", f"its own side will not {draft.token.lemma_!r}"
            if draft.status is Status.DID_NOT_OCCUR and draft.entry.scheme == "happening":
                return "DenialAct", f"{draft.token.text!r} of its own side did not occur"
            continue
        if draft.entry.scheme == "aid" and draft.status is Status.ANNOUNCED and draft.future and _gives(speaker, draft):
            return "Commitment", f"its own side will {draft.token.lemma_!r}"
        decided = draft.status in _DECISIONS and draft.entry.scheme == "measure"
        ordered = draft.status is Status.ANNOUNCED and draft.entry.scheme in ("measure", "aid")
        if draft.status in _PLANS or decided or ordered:
            return "Announcement", f"{draft.token.text!r} of the speaker's side is {draft.status.value}"
    modal = _modal_act(parsed, speaker, cue, lexicon)
    if modal[0] == "Statement" and speaker.sector in _OFFICIAL and cue.lemma_ not in _CITING:
        # "the visit has been put off, the ministry said": whose visit it is goes without saying
        plan = next((d for d in about if _nobody_elses_plan(parsed, speaker, d)), None)
        if plan is not None:
            return "Announcement", f"{plan.token.text!r} is {plan.status.value}, says an official"
    return modal


def _gives(speaker: Mention, draft: Draft) -> bool:
    return any(same_side(speaker, item.anchor.mention) for item in draft.fillers(Role.PROVIDER))


def _nobody_elses_plan(parsed: ParsedArticle, speaker: Mention, draft: Draft) -> bool:
    """Whether an event is a certain plan of which no other state is said to be the one that plans it."""
    for verb in draft.predicates:
        for actor in syntax.actors(verb):
            anchor = anchor_of(parsed, actor)
            if anchor is not None and anchor.mention.country not in (None, speaker.country):
                return False
    if draft.speech or draft.polarity is Polarity.NEGATIVE or draft.certainty is not Certainty.CERTAIN:
        return False
    return draft.status in _PLANS and not (draft.countries() - {speaker.country})


def _modal_act(parsed: ParsedArticle, speaker: Mention, cue: Token, lexicon: Lexicon) -> tuple[str, str]:
    """ "said Britain would go on paying" is a Commitment, "said it would not apologise" a Rejection."""
    if threatens(parsed, cue, speaker, lexicon):
        return "Threat", "its own side will do harm on a condition"
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
        if child.lemma_ in lexicon.words.get("uncommitted", frozenset()):
            continue  # "will decide this week", "would like a new page"
        state = anchor.mention.kind is Kind.STATE and anchor.mention.country == speaker.country
        if anchor.mention.name != speaker.name and not (state and speaker.country):
            continue
        if child.lemma_ in lexicon.words.get("retaliating", frozenset()) and not syntax.negated(child):
            return "Threat", f"its own side will {child.lemma_!r}"
        if syntax.negated(child):
            return "Rejection", f"its own side will not {child.lemma_!r}"
        return "Commitment", f"its own side will {child.lemma_!r}"
    return "Statement", "nothing in it makes it a more specific act"


def plans(cue: Token) -> bool:
    """Whether what is said is what will or would be done."""
    clauses = (c for c in cue.children if c.dep_ == "ccomp" and c.i > cue.i)
    return any(a.lower_ in ("will", "would") for c in clauses for a in syntax.auxiliaries(c))


def threatens(parsed: ParsedArticle, cue: Token, speaker: Mention, lexicon: Lexicon) -> bool:
    """Whether what is said is a threat of the speaker's side: "said his government could drop the project if"."""
    if not speaker.country or speaker.sector == "MED":
        return False
    clauses = [c for c in cue.children if c.dep_ == "ccomp" and syntax.is_verbal(c)]
    return any(_threatens(parsed, c, speaker, {a.lower_ for a in syntax.auxiliaries(c)}, lexicon) for c in clauses)


def _threatens(parsed: ParsedArticle, verb: Token, speaker: Mention, auxiliaries: set[str], lexicon: Lexicon) -> bool:
    """Whether one's own side will do harm or withhold something on a condition: "could drop the project if"."""
    conditional = any(
        c.dep_ == "advcl" and any(m.dep_ == "mark" and m.lower_ in ("if", "unless") for m in c.children)
        for c in verb.children
    )
    if not conditional or not auxiliaries & {"would", "will", "could", "may", "might", "wo"}:
        return False
    subject = next(iter(syntax.subjects(verb)), None)
    anchor = anchor_of(parsed, subject) if subject is not None else None
    if anchor is None or not same_side(speaker, anchor.mention):
        return False
    nobody = any(t.lower_ in ("nobody", "nothing", "none") for t in syntax.objects(verb))
    harm = verb.lemma_ in lexicon.words.get("withdrawing", frozenset()) or verb.lemma_ in lexicon.words.get(
        "retaliating", frozenset()
    )
    return harm or nobody or (syntax.negated(verb) and verb.lemma_ not in ("be", "have"))


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


def _judgement(
    parsed: ParsedArticle, item: Attribution, speaker: Mention, cue: Token, lexicon: Lexicon
) -> tuple[str, str] | None:
    """ "called the outcome reasonable" praises, “This is a blatant violation” blames: the judging word decides."""
    if item.content is None:
        return None
    span = parsed.doc.char_span(item.content.start, item.content.end, alignment_mode="expand")
    if span is None:
        return None
    calling = cue.lemma_ in lexicon.words.get("calling", frozenset())
    for token in span:
        thankful = token.dep_ == "acomp" and token.lower_ in lexicon.words.get("thankful", frozenset())
        if not (calling or thankful or _is_predicate(token)) or any(c.dep_ == "neg" for c in token.head.children):
            continue
        word = str(token.lemma_.lower())
        if word in lexicon.words.get("thankful", frozenset()):
            if _of_speaker(parsed, token, speaker):
                return "Endorsement", f"its own side is {token.text!r}"
            continue
        if word in lexicon.words.get("blaming", frozenset()):
            return "Accusation", f"{token.text!r} blames"
        if word in lexicon.words.get("praising", frozenset()):
            return "Endorsement", f"{token.text!r} praises"
    return None


def _of_speaker(parsed: ParsedArticle, word: Token, speaker: Mention) -> bool:
    """Whether "we", "I" or the speaker's own state is what is said to be grateful."""
    subject = syntax.own_subject(word.head)
    if subject is None or any(a.tag_ == "MD" for a in syntax.auxiliaries(word.head)):
        return False  # "would be glad to host them" is an offer
    anchor = anchor_of(parsed, subject)
    return subject.lower_ in ("we", "i") or (anchor is not None and same_side(speaker, anchor.mention))


def _is_predicate(token: Token) -> bool:
    """Whether a word is what "this", "it" or a definite thing is said to be."""
    if token.dep_ not in ("acomp", "attr") or token.head.lemma_ != "be":
        return False
    subject = syntax.own_subject(token.head)
    return subject is not None and (
        subject.lower_ in ("this", "that", "it") or any(c.lower_ in ("the", "this", "that") for c in subject.children)
    )
