"""Candidate triggers → first drafts of events: vetoes, status, roles; each refusal is traced with its reason."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from spacy.tokens import Span, Token

from kg.lexicon import Lexicon, Rule, TypeEntry
from kg.model import Kind, Polarity, Role, Status
from kg.read import identity, syntax
from kg.read.domains import Spheres
from kg.read.draft import Draft
from kg.read.habits import indefinite
from kg.read.parsed import Anchor, ParsedArticle
from kg.read.roles import Filled, fill, right_kinds, slots_of
from kg.read.status import Assessment, assess
from kg.read.triggers import Candidate, find_candidates, verb_operators
from kg.read.vetoes import Surroundings, lacking, veto
from kg.read.where import place_of

_SEVERAL = (
    "the two",
    "both",
    "they",
    "them",
    "the three",
    "the four",
    "the sides",
    "the parties",
    "the leaders",
    "the ministers",
)
_STEPS = (Status.IMPOSED, Status.LIFTED, Status.EASED, Status.SUSPENDED, Status.EXTENDED, Status.EXPIRED)
_COMMITTING = frozenset({"Commitment", "Endorsement", "Rejection", "Statement", "Announcement"})
Trace = Callable[[Candidate, str], None]


def told(before: Sequence[Draft], after: list[Draft], trace: Trace, reason: str) -> list[Draft]:
    """Return `after`, once each draft that it lacks is traced with the reason."""
    kept = {id(draft) for draft in after}
    for draft in before:
        if id(draft) not in kept:
            trace(Candidate(rule=draft.rule, token=draft.token, words=draft.words), reason)
    return after


def first_drafts(parsed: ParsedArticle, section: Span, lexicon: Lexicon, spheres: Spheres, trace: Trace) -> list[Draft]:
    """Return a draft for each trigger of a section that a rule accepts; the most specific rule of a word wins."""
    drafts: list[Draft] = []
    taken: set[int] = set()
    spoken: set[int] = set()
    for candidates in find_candidates(section, lexicon):
        weak: Draft | None = None
        around: dict[int, Surroundings] = {}
        for candidate in candidates:
            speech = lexicon.type_entry(candidate.rule.event).scheme == "speech"
            if candidate.token.i in taken or (speech and candidate.token.i in spoken):
                trace(candidate, "its words belong to another trigger")
                break
            place = candidate.token.i
            if place not in around:
                around[place] = Surroundings(candidate.token)
            draft = draft_of(candidate, parsed, lexicon, trace, around[place])
            if draft is None:
                continue
            private = spheres.private(draft)
            if private:
                trace(candidate, private)
                continue
            weak = weak or draft
            if not draft.weak:
                weak = draft
                break
        if weak is not None:
            drafts.append(weak)
            words = [w.i for w in weak.words if w.pos_ in ("NOUN", "VERB", "AUX", "PROPN")]
            # "floated a meeting": the meeting may be an event of its own, if no second speech act.
            (spoken if weak.speech else taken).update(words)
            taken.add(weak.token.i)
    return drafts


def draft_of(
    candidate: Candidate, parsed: ParsedArticle, lexicon: Lexicon, trace: Trace, around: Surroundings
) -> Draft | None:
    """Return the draft of one candidate, or None once the reason is traced."""
    rule = candidate.rule
    refusal = veto(candidate, parsed, around)
    if refusal:
        trace(candidate, refusal)
        return None
    entry = lexicon.type_entry(rule.event)
    state = assess(candidate, entry, lexicon)
    refusal = _refused(candidate, entry, state, lexicon)
    if refusal:
        trace(candidate, refusal)
        return None
    event, polarity = rule.event, rule.polarity
    if rule.negated and state.polarity is Polarity.NEGATIVE:
        event, polarity = rule.negated, Polarity.POSITIVE
        entry = lexicon.type_entry(event)
    slots = slots_of(candidate, state.carriers, state.joiners)
    if not right_kinds(candidate, slots, parsed):
        trace(candidate, "a participant is of another kind")
        return None
    roles = fill(candidate, slots, parsed, state.arrangers)
    present = {item.role.value for item in roles} | {name for name, tokens in slots.items() if tokens}
    if state.predicates:
        present.add("predicate")
    if rule.joint and not _together(roles, parsed, event):
        trace(candidate, "only one side acts")
        return None
    missing = lacking(rule, present)
    weak = bool(missing) and candidate.nominal and identity.definite(candidate.token) and entry.scheme != "speech"
    if missing and not weak:
        trace(candidate, missing)
        return None
    if event == "Statement" and not any(f.role is Role.SPEAKER and _named(f.anchor, parsed) for f in roles):
        trace(candidate, "its source is unnamed")
        return None
    if event == "Sanction" and _asked_relief(state):
        event, entry = "SanctionsRelief", lexicon.type_entry("SanctionsRelief")
    step = _step(rule, entry, state)
    status = step or state.status or Status.PLANNED
    if event == rule.negated:
        status = Status.OCCURRED
    return Draft(
        type=event,
        rule=rule,
        entry=entry,
        token=candidate.token,
        words=candidate.words,
        status=status,
        future=state.future and step is None,
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


def _step(rule: Rule, entry: TypeEntry, state: Assessment) -> Status | None:
    """Return the status that a rule gives; a step that is still to come has not been taken.

    Sanctions are the exception: their easing, once announced, would read as a new sanction that is announced.
    """
    if state.status is Status.MOOTED and rule.status in _STEPS[:3]:
        return None  # "urged both sides to hold fire", "wants to lift the curfew"
    ahead = entry.type != "Sanction" and (state.future or state.status in (None, Status.PLANNED, Status.MOOTED))
    taken = rule.status in _STEPS or (rule.status is Status.OCCURRED and entry.scheme != "speech")
    return None if ahead and taken else rule.status


def _named(anchor: Anchor, parsed: ParsedArticle) -> bool:
    """Whether a speaker is more than some of a kind ("senior officials"), who give no Statement (guidelines, 4)."""
    return anchor.mention.kind is not Kind.GROUP or anchor.form != "nominal" or not indefinite(parsed.doc[anchor.head])


def _asked_relief(state: Assessment) -> bool:
    """Whether an easing or lifting is only asked for or mooted: then it is a relief of its own (guidelines, 4)."""
    steps = ("lifted", "eased", "suspended")
    return state.status is Status.MOOTED and any(reason.startswith(steps) for reason in state.reasons)


def _withheld(verb: Token, lexicon: Lexicon) -> bool:
    """Whether an infinitive or gerund is what somebody refuses or fails to do ("refused to condemn the attack")."""
    governor = verb.head.head if verb.dep_ == "pcomp" else verb.head
    if verb.dep_ not in ("xcomp", "pcomp") or not syntax.is_verbal(governor):
        return False
    withholding = ("refused", "failed-to")
    return any(operator.operator in withholding for operator, _ in verb_operators(governor, lexicon))


def _refused(candidate: Candidate, entry: TypeEntry, state: Assessment, lexicon: Lexicon) -> str:
    """Return why what the surroundings say of the event leaves no record, or an empty string."""
    rule = candidate.rule
    if state.generic:
        return "habit or generic statement"
    negative = state.polarity is Polarity.NEGATIVE
    if rule.negated and negative:
        return "negated" if rule.negated == "none" else ""
    if entry.scheme == "speech" and not candidate.nominal and _withheld(candidate.token, lexicon):
        return "a speech act that is refused or avoided"
    if entry.scheme == "speech" and state.reasons[-1:] == ("infinitive that nothing settles",):
        return "an infinitive that nothing settles"
    modals = {a.lower_ for a in syntax.auxiliaries(candidate.token)} if not candidate.nominal else set()
    if rule.event in _COMMITTING and state.status is Status.MOOTED and modals & {"could", "may", "might"}:
        return "an act that is only possible"
    if rule.event == "Rejection" and state.conditional and "will" in modals:
        return "a refusal on a condition: who says so threatens"
    own = not candidate.nominal and syntax.negated(candidate.token)
    if entry.scheme == "speech" and rule.polarity is None and negative and own:
        return "a speech act that did not take place"
    if rule.statuses and (state.status or Status.PLANNED) not in rule.statuses:
        return f"its status is {state.status}"
    return ""


def _main_clause(candidate: Candidate) -> tuple[Token, ...]:
    """The verb that a "while travelling" hangs on: its time is the participle's time too."""
    token = candidate.token
    adverbial = token.dep_ == "advcl" and token.tag_ == "VBG" and syntax.own_subject(token) is None
    return (token.head,) if adverbial and syntax.is_verbal(token.head) else ()


def _together(roles: Sequence[Filled], parsed: ParsedArticle, event: str) -> bool:
    """Whether two sides act: two fillers of one role, or a group that names or counts several.

    The forces of one state that drill are one side, however many they are; its officials may meet among themselves.
    """
    sides = [item.anchor for item in roles if item.explicit]
    if len({anchor.mention.name for anchor in sides}) >= 2:
        return True
    return any(
        anchor.members
        or anchor.mention.text.lower().startswith(_SEVERAL)
        or (anchor.mention.kind is Kind.GROUP and parsed.doc[anchor.head].tag_ in ("NNS", "NNPS"))
        for anchor in sides
        if event != "Mobilization" or anchor.members or anchor.mention.country is None
    )
