"""General event classes → the specific class that the rest of the article settles.

"the strike" in a story about one drone attack is that drone attack; one side's release in a story of an exchange is
half of the exchange.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from spacy.tokens import Token

from kg.lexicon import Lexicon
from kg.model import Kind, Role, Status
from kg.read import syntax
from kg.read.draft import Draft
from kg.read.roles import Filled

_GENERAL = frozenset({"Attack", "AirAttack"})
_CALLERS = frozenset({Kind.PERSON, Kind.OFFICE})
_ARMED = ("DroneAttack", "MissileAttack")


def raise_classes(drafts: Sequence[Draft], lexicon: Lexicon) -> None:
    """Give general attacks the weapon, and one-sided releases the exchange, that the article speaks of."""
    _raise_attacks(drafts, lexicon)
    _raise_releases(drafts, lexicon)
    for draft in drafts:
        if draft.entry.family == "attack":
            # people are victims, places and things are targets (GUIDELINES, section 5)
            draft.roles = [replace(i, role=Role.VICTIM) if _people_hit(i) else i for i in draft.roles]


def _people_hit(item: Filled) -> bool:
    mention = item.anchor.mention
    civil = mention.kind is Kind.PERSON or (mention.kind is Kind.GROUP and mention.sector in ("CVL", "MED", "NGO"))
    return item.role is Role.TARGET and civil


def distinct(roles: Sequence[Filled]) -> list[Filled]:
    """Return each filler of a role once, the one that the text words before one that is inferred."""
    kept: dict[tuple[Role, str], Filled] = {}
    for item in roles:
        key = (item.role, item.anchor.mention.name)
        if key not in kept or (item.explicit and not kept[key].explicit):
            kept[key] = item
    return list(kept.values())


def infer_partners(drafts: Sequence[Draft]) -> None:
    """Give a meeting with one side the partner of the call or talks that its own sentence tells of.

    "After a call with Putin, Trump announced a summit in Budapest": nobody else can be meant; the partner is inferred.
    """
    for draft in drafts:
        role = draft.entry.symmetric
        if role is None or draft.entry.scheme != "happening" or len(draft.fillers(role)) != 1:
            continue
        own = draft.fillers(role)[0].anchor.mention.name
        others = {
            item.anchor.mention.name: item
            for other in drafts
            if other is not draft and other.entry.symmetric is role and other.token.sent == draft.token.sent
            for item in other.fillers(role)
            if own in other.names() and item.anchor.mention.name != own
        }
        others = others or _spoken_to(draft, own, drafts)
        if len(others) == 1:
            partner = next(iter(others.values()))
            draft.roles.append(replace(partner, role=role, explicit=False))
            draft.reasons.append(f"{partner.anchor.mention.text!r} inferred from the same sentence")


def _spoken_to(draft: Draft, own: str, drafts: Sequence[Draft]) -> dict[str, Filled]:
    """The other end of a call by what is said in it: "in a telephone call on Monday the premier assured the king"."""
    token = draft.words[0] if draft.words[0].dep_ == "pobj" else draft.token
    if token.dep_ != "pobj" or token.head.lower_ not in ("in", "during"):
        return {}
    verb = next((a for a in token.head.ancestors if syntax.is_verbal(a)), None)
    act = next((d for d in drafts if d.speech and d.token == verb), None)
    if act is None:
        return {}
    speakers = {item.anchor.mention.name: item for item in act.fillers(Role.SPEAKER, explicit=True)}
    hearers = act.fillers(Role.ADDRESSEE, explicit=True) or act.fillers(Role.RECIPIENT, explicit=True)
    others = {i.anchor.mention.name: i for i in hearers} if own in speakers else speakers
    return {name: item for name, item in others.items() if item.anchor.mention.kind in _CALLERS}


def _raise_attacks(drafts: Sequence[Draft], lexicon: Lexicon) -> None:
    told = [d for d in drafts if d.type in _ARMED and d.status in (Status.OCCURRED, Status.DID_NOT_OCCUR)]
    if len({d.type for d in told}) != 1:
        return
    for draft in drafts:
        if draft.rule.rule.startswith("shoot"):
            continue  # the gun is its weapon
        if draft.type not in _GENERAL or not any(_agree(draft, other) for other in told):
            continue
        draft.type, draft.entry = told[0].type, lexicon.type_entry(told[0].type)
        draft.reasons.append(f"the weapon of {told[0].token.text!r}")


def _agree(draft: Draft, other: Draft) -> bool:
    """Whether nothing parts two attacks: day, place or things hit."""
    if draft.time is not None and other.time is not None:
        a, b = draft.time, other.time
        if (a.earliest and b.latest and a.earliest > b.latest) or (a.latest and b.earliest and a.latest < b.earliest):
            return False
    if draft.place and other.place:
        return draft.place.mention.name == other.place.mention.name
    return bool(draft.names() & other.names()) or not draft.names() or not other.names()


def _raise_releases(drafts: Sequence[Draft], lexicon: Lexicon) -> None:
    people = lexicon.words.get("exchanged", frozenset())
    for draft in drafts:
        if draft.type == "PrisonerRelease" and _in_return(draft.token, people):
            draft.type, draft.entry = "PrisonerExchange", lexicon.type_entry("PrisonerExchange")
            draft.roles = [replace(i, role=Role.PARTICIPANT) if i.role is Role.ACTOR else i for i in draft.roles]
            draft.reasons.append("people are given in exchange")
    exchange = next((d for d in drafts if d.type == "PrisonerExchange" and d.names()), None)
    if exchange is None:
        return
    releases = [d for d in drafts if d.type == "PrisonerRelease"]
    freeing = {country for d in releases for country in _freers(d)}
    for draft in releases:
        mutual = bool(_freers(draft)) and len(freeing) == 2  # each side frees some: the two halves
        if mutual or (draft.status is exchange.status and draft.names() & exchange.names()):
            draft.type, draft.entry = "PrisonerExchange", lexicon.type_entry("PrisonerExchange")
            draft.roles = [replace(i, role=Role.PARTICIPANT) if i.role is Role.ACTOR else i for i in draft.roles]
            draft.reasons.append(f"half of {exchange.token.text!r}")


def _in_return(verb: Token, people: frozenset[str]) -> bool:
    """Whether somebody is freed "in exchange for" others."""
    for name, _, noun in syntax.prepositions(verb):
        if name == "in" and noun.lemma_ in ("exchange", "return"):
            return any(
                inner == "for" and other.lemma_.lower() in people for inner, _, other in syntax.prepositions(noun)
            )
    return False


def _freers(draft: Draft) -> set[str]:
    """The states that free somebody in a release that took place."""
    if draft.status is not Status.OCCURRED:
        return set()
    return {i.anchor.mention.country for i in draft.fillers(Role.ACTOR) if i.anchor.mention.country}
