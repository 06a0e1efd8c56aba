"""Speech acts without an addressee → whom they are aimed at, from what they speak of.

"rejected a US request" is aimed at the United States, "threatened to bomb the port" at whoever would be hit,
"demanded the withdrawal of the troops" at who should withdraw them. Only what the sentence itself names is used.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from spacy.tokens import Token

from kg.model import Kind, Role
from kg.read import syntax
from kg.read.draft import Draft
from kg.read.parsed import Anchor, ParsedArticle
from kg.read.roles import AGENTIVE, Filled

_AIMED = frozenset({"Request", "Rejection", "Accusation", "Endorsement", "Threat"})
_REACHING = frozenset({"telephone", "phone", "call", "ring", "cable", "contact"})
_DOERS = (Role.PERPETRATOR, Role.IMPOSER, Role.ACTOR, Role.PROVIDER, Role.VISITOR, Role.MEDIATOR, Role.SPEAKER)
_SUFFERERS = (Role.RECIPIENT, Role.TARGET, Role.VICTIM, Role.ADDRESSEE, Role.BENEFICIARY, Role.HOST)


def aim(drafts: Sequence[Draft], parsed: ParsedArticle) -> None:
    """Fill the recipient of speech acts that name none, from their object or from the event that they are about."""
    for draft in drafts:
        if draft.speech and not draft.fillers(Role.ADDRESSEE):
            _address(draft, parsed)
        if draft.type not in _AIMED or draft.fillers(Role.ADDRESSEE, Role.RECIPIENT):
            continue
        own = {item.anchor.mention.name for item in draft.roles}
        sides = {item.anchor.mention.country for item in draft.roles if item.anchor.mention.country}
        found = next((a for a in _candidates(draft, parsed) if _other(a, own, sides)), None)
        if found is not None:
            draft.roles.append(Filled(role=Role.RECIPIENT, anchor=found, explicit=False))
            draft.reasons.append(f"aimed at {found.mention.text!r}")


def _address(draft: Draft, parsed: ParsedArticle) -> None:
    """Address a message to whoever was called or written to for it: "telephoned Macron to propose a date"."""
    token = draft.token
    if not syntax.is_verbal(token) or token.dep_ not in ("advcl", "xcomp") or token.tag_ != "VB":
        return
    if token.head.lemma_ not in _REACHING or draft.fillers(Role.RECIPIENT):
        return
    for called in syntax.objects(token.head):
        anchor = parsed.headed_by(called) or parsed.at(called)
        if anchor is not None and anchor.mention.kind in AGENTIVE and anchor.mention.name not in draft.names():
            draft.roles.append(Filled(role=Role.ADDRESSEE, anchor=anchor, slot=f"object of {token.head.text!r}"))
            draft.reasons.append(f"said to {called.text!r}, who was reached for it")
            return


def _other(anchor: Anchor, own: set[str], sides: set[str]) -> bool:
    mention = anchor.mention
    named = anchor.form in ("name", "demonym") or mention.country is not None
    return mention.kind in AGENTIVE and named and mention.name not in own and mention.country not in sides


def _candidates(draft: Draft, parsed: ParsedArticle) -> Iterator[Anchor]:
    yield from _owners(draft, parsed)
    wanted = _SUFFERERS if draft.type == "Threat" else _DOERS
    for event in draft.about:
        if event.token.sent == draft.token.sent:
            for role in wanted:
                yield from (item.anchor for item in event.fillers(role))


def _owners(draft: Draft, parsed: ParsedArticle) -> Iterator[Anchor]:
    """Whose thing the act's object is: possessor, nationality, or "of" and "by" phrase of the object."""
    tokens = syntax.objects(draft.token) if syntax.is_verbal(draft.token) else [draft.token]
    for token in tokens:
        for child in token.children:
            if child.dep_ in ("poss", "amod", "compound", "nmod"):
                yield from _anchor(child, parsed)
        for name, _, inner in syntax.prepositions(token):
            if name in ("of", "by", "from"):
                yield from _anchor(inner, parsed)


def _anchor(token: Token, parsed: ParsedArticle) -> Iterator[Anchor]:
    anchor = parsed.headed_by(token) or parsed.at(token)
    if anchor is not None and anchor.mention.kind is not Kind.PLACE:
        yield anchor
