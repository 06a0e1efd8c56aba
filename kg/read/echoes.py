"""Pronouns under a cancelling, postponing, lifting or denying verb → one more step of the event they stand for.

"The alert began at nine. The air force called it off at ten": the second sentence names no event, yet it is the end
of one.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import replace

from spacy.tokens import Span, Token

from kg.lexicon import Lexicon, Operator
from kg.model import Polarity, Role, Status
from kg.read import syntax
from kg.read.draft import Draft
from kg.read.parsed import ParsedArticle
from kg.read.roles import AGENTIVE, Filled, anchor_of
from kg.read.triggers import verb_operators

_PRONOUNS = frozenset({"it", "them", "this", "that", "they", "these", "those"})
_STEPS = frozenset(
    {Status.CANCELLED, Status.POSTPONED, Status.RESCHEDULED, Status.LIFTED, Status.EXTENDED, Status.SUSPENDED,
     Status.EASED, Status.EXPIRED}
)  # fmt: skip
_FORCE = frozenset({"force", "effect"})  # "it takes effect", "they will enter into force"
_REACH = 70


def add_echoes(parsed: ParsedArticle, section: Span, drafts: list[Draft], lexicon: Lexicon) -> list[Draft]:
    """Return the drafts with a step added for each pronoun that an operator changes, in text order."""
    found: list[Draft] = []
    for verb, pronoun in _governed_pronouns(section):
        before = [
            d
            for d in drafts
            if not d.speech and d.token.i < verb.i and verb.i - d.token.i < _REACH and _agrees(pronoun, d)
        ]
        changed = [
            (target, operator, words)
            for operator, words in verb_operators(verb, lexicon)
            if (target := next((d for d in reversed(before) if _changes(operator, d)), None)) is not None
        ]
        # "imposed a tariff, only to suspend it": of talks and a tariff the pronoun means what is nearer
        for target, operator, words in sorted(changed, key=lambda item: -item[0].token.i):
            in_force = operator.status is Status.IMPOSED and any(w.lower_ in _FORCE for w in words)
            if operator.status not in _STEPS and not in_force:
                continue
            status = operator.measure or operator.status if target.entry.scheme == "measure" else operator.status
            acts = [d for d in drafts if verb in d.words and d.speech]
            if status is None or any(d.status is status and d.entry.family == target.entry.family for d in before):
                break
            if target.entry.scheme != "happening" or target.entry.family == "alert":
                drafts = [d for d in drafts if d not in acts]
                acts = []
            found.append(_echo(target, status, acts, verb, pronoun, words, parsed))
            break
    return sorted([*drafts, *found], key=lambda d: d.token.i)


def date_alerts(drafts: Sequence[Draft]) -> None:
    """Date an alert by its end where its beginning has no date: an alert lasts until it is called off."""
    alerts = [d for d in drafts if d.entry.family == "alert"]
    for earlier, later in itertools.pairwise(alerts):
        if earlier.time is None and later.status in _STEPS and later.time is not None:
            earlier.time = later.time
            earlier.reasons.append(f"lasted until {later.time.text!r}")


def _governed_pronouns(section: Span) -> list[tuple[Token, Token]]:
    pairs: list[tuple[Token, Token]] = []
    for token in section:
        if token.lower_ in _PRONOUNS and token.dep_ in ("dobj", "nsubjpass", "nsubj") and syntax.is_verbal(token.head):
            pairs.append((token.head, token))
    return pairs


def _agrees(pronoun: Token, draft: Draft) -> bool:
    """Whether pronoun and trigger agree in number ("it" is no "sanctions")."""
    plural = draft.token.tag_ in ("NNS", "NNPS") and draft.token.lower_ not in ("talks",)
    return plural == (pronoun.lower_ in ("them", "they", "these", "those"))


def _changes(operator: Operator, draft: Draft) -> bool:
    names = (draft.type, draft.entry.scheme, draft.entry.family)
    if operator.only_types and not any(name in operator.only_types for name in names):
        return False
    return not any(name in operator.except_types for name in names) and draft.polarity is Polarity.POSITIVE


def _echo(
    target: Draft,
    status: Status,
    acts: Sequence[Draft],
    verb: Token,
    pronoun: Token,
    words: Sequence[Token],
    parsed: ParsedArticle,
) -> Draft:
    trigger = (pronoun,) if acts else tuple(sorted({verb, pronoun, *words}, key=lambda t: t.i))
    roles = [replace(item, explicit=False) for item in target.roles]
    if (not acts and target.entry.scheme != "happening") or target.entry.family == "alert":
        for token in syntax.actors(verb):
            anchor = anchor_of(parsed, token)
            if token == pronoun:
                continue  # "it takes effect": the event itself is the subject
            if anchor is not None and anchor.mention.kind in AGENTIVE and not syntax.is_passive(verb):
                acting = _acting_role(target)
                same = (acting, anchor.mention.name)
                roles = [item for item in roles if (item.role, item.anchor.mention.name) != same]
                roles.insert(0, Filled(role=acting, anchor=anchor))
    future = any(a.lower_ in ("will", "would", "’ll", "'ll") for a in syntax.auxiliaries(verb))
    return Draft(
        type=target.type,
        future=future and status is Status.IMPOSED,
        rule=target.rule,
        entry=target.entry,
        token=verb if not acts else pronoun,
        words=trigger,
        status=status,
        asserted=True,
        roles=roles,
        place=None if status is Status.IMPOSED else target.place,
        predicates=(verb,),
        confidence=target.confidence * 0.9,
        reasons=[f"{pronoun.text!r} stands for {target.token.text!r}", f"{status.value} ({verb.text})"],
    )


def _acting_role(target: Draft) -> Role:
    return Role.IMPOSER if target.type == "Sanction" else Role.ACTOR
