"""ParsedArticle + times + attributions + quantities → EventMentions, by the rules of the lexicon."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from spacy.tokens import Token

from kg.facts import Facts, load_facts
from kg.lexicon import Lexicon, Rule, load_lexicon
from kg.model import (
    Attribution,
    Certainty,
    EventMention,
    Granularity,
    Kind,
    PloverCode,
    Polarity,
    Role,
    RoleFiller,
    Span,
    Status,
    TimeExpression,
)
from kg.read import identity, speech, syntax, when
from kg.read.attribution import content_of
from kg.read.casualties import fold_effects
from kg.read.codes import decide_codes
from kg.read.draft import Draft
from kg.read.echoes import add_echoes
from kg.read.evidence import evidence_of
from kg.read.leaders import raise_summits
from kg.read.parsed import ParsedArticle
from kg.read.quantities import FoundQuantity
from kg.read.roles import Filled, fill, place_of, right_kinds, slots_of
from kg.read.status import assess
from kg.read.triggers import Candidate, find_candidates, lemma

_SEVERAL = ("the two", "both", "the three", "the four", "the sides", "the parties", "the leaders", "the ministers")
Trace = Callable[[Candidate, str], None]


def find_events(
    parsed: ParsedArticle,
    times: Sequence[TimeExpression],
    attributions: Sequence[Attribution],
    quantities: Sequence[FoundQuantity],
    *,
    lexicon: Lexicon | None = None,
    facts: Facts | None = None,
    trace: Trace | None = None,
) -> tuple[EventMention, ...]:
    """Return the events of an article in text order, ids e1, e2, …

    `trace` is called with each candidate that came to nothing and the reason.
    """
    lexicon = lexicon or load_lexicon()
    facts = facts or load_facts()
    drafts = read_drafts(parsed, times, attributions, quantities, lexicon=lexicon, facts=facts, trace=trace)
    return tuple(_freeze(drafts, parsed, lexicon))


def read_drafts(
    parsed: ParsedArticle,
    times: Sequence[TimeExpression],
    attributions: Sequence[Attribution],
    quantities: Sequence[FoundQuantity],
    *,
    lexicon: Lexicon,
    facts: Facts,
    trace: Trace | None = None,
) -> list[Draft]:
    """Return the finished drafts of an article, with the reasons of each decision."""
    trace = trace or (lambda candidate, reason: None)
    drafts = _first_drafts(parsed, lexicon, trace)
    drafts = add_echoes(parsed, drafts, lexicon)
    when.attach_times(parsed.doc, drafts, times)
    when.attach_quantities(parsed.doc, drafts, quantities)
    for draft in drafts:
        _decide_future(draft, parsed.article.published)
    _follow_carriers(drafts)
    drafts = _told(drafts, fold_effects(drafts, lexicon), trace, "its figures went to the attack it belongs to")
    speech.link_about(parsed, drafts, attributions)
    drafts = _told(drafts, identity.resolve(drafts), trace, "repeats an event told before: folded into it")
    raise_summits(drafts, facts, parsed.article.published or date.today(), lexicon)
    drafts = _told(drafts, [d for d in drafts if _worth_keeping(d)], trace, "it says too little for a record")
    statement = lexicon.rules["frame.Statement"]

    def refused(cue: Token, reason: str) -> None:
        trace(Candidate(rule=statement, token=cue, words=(cue,)), reason)

    framed = speech.statements(parsed, drafts, attributions, lexicon, times, refused)
    when.attach_times(parsed.doc, framed, times)
    drafts.extend(framed)
    drafts.sort(key=lambda d: (d.start, d.end, d.type))
    covering = {d.start: content_of(attributions, d.start, d.end) for d in drafts}
    speech.claims_of(drafts, attributions, covering)
    kept = {id(d) for d in drafts}
    for draft in drafts:
        draft.about = [d for d in draft.about if id(d) in kept]
        _date_cancellation(draft)
        draft.evidence = evidence_of(draft, parsed)
    return drafts


def _date_cancellation(draft: Draft) -> None:
    """A cancelling act without a date of its own took place when the event is said to have fallen through."""
    if draft.type != "CancellationAct" or draft.time is not None:
        return
    told = next((d for d in draft.about if d.status is Status.CANCELLED and d.predicates), None)
    if told is not None and told.time is not None:
        draft.time = told.time
        draft.reasons.append(f"dated by {told.token.text!r}")


def _told(before: Sequence[Draft], after: list[Draft], trace: Trace, reason: str) -> list[Draft]:
    """Return `after`, once each draft that it lacks is traced with the reason."""
    kept = {id(draft) for draft in after}
    for draft in before:
        if id(draft) not in kept:
            trace(Candidate(rule=draft.rule, token=draft.token, words=draft.words), reason)
    return after


def _first_drafts(parsed: ParsedArticle, lexicon: Lexicon, trace: Trace) -> list[Draft]:
    drafts: list[Draft] = []
    taken: set[int] = set()
    for candidates in find_candidates(parsed.doc, lexicon):
        for candidate in candidates:
            if candidate.token.i in taken:
                trace(candidate, "its words belong to another trigger")
                break
            draft = _draft(candidate, parsed, lexicon, trace)
            if draft is not None:
                drafts.append(draft)
                taken.update(w.i for w in candidate.words if w.pos_ in ("NOUN", "VERB", "AUX", "PROPN"))
                break
    return drafts


def _draft(candidate: Candidate, parsed: ParsedArticle, lexicon: Lexicon, trace: Trace) -> Draft | None:
    rule = candidate.rule
    refusal = _vetoed(candidate, parsed)
    if refusal:
        trace(candidate, refusal)
        return None
    event = rule.event
    polarity = rule.polarity
    entry = lexicon.type_entry(event)
    state = assess(candidate, entry, lexicon)
    if state.generic:
        trace(candidate, "habit or generic statement")
        return None
    if rule.negated and state.polarity is Polarity.NEGATIVE:
        if rule.negated == "none":
            trace(candidate, "negated")
            return None
        event, polarity = rule.negated, Polarity.POSITIVE
        entry = lexicon.type_entry(event)
    elif entry.scheme == "speech" and state.reasons[-1:] == ("infinitive that nothing settles",):
        trace(candidate, "an infinitive that nothing settles")
        return None
    elif (
        rule.polarity is None
        and entry.scheme == "speech"
        and state.polarity is Polarity.NEGATIVE
        and state.status is Status.DID_NOT_OCCUR
    ):
        trace(candidate, "a speech act that did not take place")
        return None
    if rule.statuses and (state.status or Status.PLANNED) not in rule.statuses:
        trace(candidate, f"its status is {state.status}")
        return None
    slots = slots_of(candidate, state.carriers, state.joiners)
    if not right_kinds(candidate, slots, parsed):
        trace(candidate, "a participant is of another kind")
        return None
    roles = fill(candidate, slots, parsed, state.arrangers)
    present = {item.role.value for item in roles} | {name for name, tokens in slots.items() if tokens}
    if state.predicates:
        present.add("predicate")
    if rule.joint and not _together(roles, parsed):
        trace(candidate, "only one side acts")
        return None
    lacking = _lacking(rule, present)
    weak = bool(lacking) and candidate.nominal and identity.definite(candidate.token) and entry.scheme != "speech"
    if lacking and not weak:
        trace(candidate, lacking)
        return None
    status = rule.status or state.status or Status.PLANNED
    if event != rule.event:
        status = Status.OCCURRED
    return Draft(
        type=event,
        rule=rule,
        entry=entry,
        token=candidate.token,
        words=candidate.words,
        status=status,
        future=state.future and rule.status is None,
        asserted=state.asserted,
        polarity=polarity or (state.polarity if rule.polarity is None else Polarity.POSITIVE),
        certainty=rule.certainty or state.certainty,
        conditional=state.conditional,
        weak=weak,
        roles=roles,
        place=place_of(candidate, slots, parsed),
        carriers=state.carriers,
        predicates=(*state.carriers, *state.predicates, *_main_clause(candidate)),
        confidence=rule.confidence,
        reasons=[f"trigger {' '.join(w.text for w in candidate.words)!r} ({rule.rule})", *state.reasons],
    )


def _main_clause(candidate: Candidate) -> tuple[Token, ...]:
    """The verb that a "while travelling" hangs on: its time is the participle's time too."""
    token = candidate.token
    adverbial = token.dep_ == "advcl" and token.tag_ == "VBG" and syntax.own_subject(token) is None
    return (token.head,) if adverbial and syntax.is_verbal(token.head) else ()


def _together(roles: Sequence[Filled], parsed: ParsedArticle) -> bool:
    """Whether two sides act: two fillers of one role, or a group that names or counts several."""
    sides = [item.anchor for item in roles if item.explicit]
    if len({anchor.mention.name for anchor in sides}) >= 2:
        return True
    return any(
        anchor.members
        or anchor.mention.text.lower().startswith(_SEVERAL)
        or (anchor.mention.kind is Kind.GROUP and parsed.doc[anchor.head].tag_ in ("NNS", "NNPS"))
        for anchor in sides
    )


def _lacking(rule: Rule, present: set[str]) -> str:
    if rule.needs and not present & set(rule.needs):
        return f"none of {', '.join(rule.needs)} is filled"
    missing = [need for need in rule.needs_all if need not in present]
    return f"{', '.join(missing)} is not filled" if missing else ""


def _vetoed(candidate: Candidate, parsed: ParsedArticle) -> str:
    """Return why a candidate's surroundings forbid it, or an empty string."""
    rule, token = candidate.rule, candidate.token
    if candidate.nominal:
        anchor = parsed.at(token)
        if (anchor is not None and anchor.form == "name") or token.ent_type_ in ("DATE", "TIME", "PERSON"):
            return "part of a name or a date"
    own = {w.i for w in candidate.words}
    verbal = syntax.is_verbal(token)
    subject = {t.i for c in token.children if c.dep_ in ("nsubj", "nsubjpass", "csubj") for t in c.subtree}
    scope = [t for t in token.subtree if t.i not in subject and not (verbal and t.dep_ == "ccomp" and t.i < token.i)]
    if not verbal:
        scope = list(token.subtree)
    near = {lemma(t) for t in scope if abs(t.i - token.i) <= 8 and t.i not in own}
    near |= {t.lower_ for t in token.children if t.i not in subject}
    if token.dep_ not in ("ROOT", "ccomp", "conj", "advcl", "relcl"):
        near |= {lemma(token.head), token.head.lower_}
    upper = token.head.head if token.dep_ == "pobj" and token.head.lower_ == "of" else None
    if candidate.nominal and upper is not None and upper.pos_ == "NOUN":
        near |= {lemma(upper), *(t.lower_ for t in upper.children)}
    hit = next((word for word in rule.unless if word in near), None)
    if hit:
        return f"{hit!r} stands beside it"
    wide = near | {lemma(t) for t in scope} | {t.lower_ for t in scope} if rule.when else near
    if rule.when and not any(word in wide for word in rule.when):
        return f"none of {', '.join(rule.when)} stands beside it"
    if rule.subject_kinds or rule.subject_words:
        actors = syntax.actors(token) if verbal else []
        kinds = {a.mention.kind.value for t in actors if (a := parsed.headed_by(t) or parsed.at(t)) is not None}
        if not (kinds & set(rule.subject_kinds) or {lemma(t) for t in actors} & set(rule.subject_words)):
            return "its subject is of another kind"
    if rule.not_object and verbal:
        words = {lemma(t) for t in syntax.objects(token)}
        words |= {lemma(t) for _, prep, t in syntax.prepositions(token) if prep in candidate.words}
        hit = next((word for word in rule.not_object if word in words), None)
        if hit:
            return f"{hit!r} is its object"
    if rule.object_kinds or rule.object_words:
        objects = syntax.objects(token) if verbal else []
        kinds = {a.mention.kind.value for t in objects if (a := parsed.headed_by(t) or parsed.at(t)) is not None}
        words = {lemma(t) for t in objects}
        if not (kinds & set(rule.object_kinds) or words & set(rule.object_words)):
            return "its object is of another kind"
    return ""


def _follow_carriers(drafts: Sequence[Draft]) -> None:
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
    """Whether a progressive speaks of what is to come: "is travelling to Oslo next week", "was heading soon to Rome"."""
    time = draft.time
    if draft.status is not Status.UNDERWAY or "progressive" not in draft.reasons or time is None or published is None:
        return False
    return (time.earliest is not None and time.earliest > published) or (
        time.granularity is Granularity.VAGUE and time.earliest == published and time.latest is None
    )


def _decide_future(draft: Draft, published: date | None) -> None:
    """Choose the status of a plain future by how exactly it is dated (GUIDELINES, section 9)."""
    draft.future = draft.future or _ahead(draft, published)
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


def _worth_keeping(draft: Draft) -> bool:
    """Whether a record says enough: somebody or something takes part, or it is placed, dated or counted."""
    if draft.entry.scheme == "effect" and draft.status is Status.UNKNOWN:
        return False
    if draft.weak:
        return bool(draft.predicates) and (draft.time is not None or draft.place is not None)
    if draft.roles or draft.quantities:
        return True
    if draft.speech:
        return False
    return (draft.place is not None or draft.time is not None) and draft.entry.scheme != "agreement"


def coded(draft: Draft, lexicon: Lexicon) -> tuple[PloverCode | None, str | None, str]:
    """Return the PLOVER and CAMEO codes of a finished draft, and the reason."""
    of = draft
    if draft.type in ("Announcement", "CancellationAct") and draft.about:
        of = next((d for d in draft.about if not d.speech), draft)
    return decide_codes(
        of.type,
        of.status,
        of.polarity,
        of.certainty,
        rule=of.rule,
        table=lexicon.codes,
        speech=of.speech,
        about=[d.type for d in of.about],
    )


def _freeze(drafts: Sequence[Draft], parsed: ParsedArticle, lexicon: Lexicon) -> list[EventMention]:
    ids = {id(draft): f"e{number}" for number, draft in enumerate(drafts, start=1)}
    text = parsed.article.text
    return [_event(draft, ids, text, lexicon) for draft in drafts]


def _event(draft: Draft, ids: dict[int, str], text: str, lexicon: Lexicon) -> EventMention:
    plover, cameo, _ = coded(draft, lexicon)
    start, end = draft.evidence
    return EventMention(
        id=ids[id(draft)],
        type=draft.type,
        trigger=Span(start=draft.start, end=draft.end, text=text[draft.start : draft.end]),
        roles=tuple(_filler(item) for item in draft.roles),
        status=draft.status,
        polarity=draft.polarity,
        certainty=draft.certainty,
        time=draft.time.id if draft.time else None,
        place=draft.place.mention.id if draft.place else None,
        quantities=tuple(draft.quantities),
        plover=plover,
        cameo=cameo,
        attributions=tuple(a.id for a in draft.attributions),
        about=tuple(ids[id(d)] for d in draft.about),
        evidence=Span(start=start, end=end, text=text[start:end]),
        confidence=draft.confidence,
        rule=draft.rule.rule,
    )


def _filler(item: Filled) -> RoleFiller:
    return RoleFiller(role=Role(item.role), mention=item.anchor.mention.id, explicit=item.explicit)
