"""Casualty and damage drafts × attack drafts → figures and victims of the attack they belong to.

An effect stands alone only where no attack of the same clause can carry it (GUIDELINES, section 4).
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import replace

from spacy.tokens import Token

from kg.lexicon import Lexicon
from kg.model import Polarity, Role, Status
from kg.read import syntax
from kg.read.draft import Draft

_REACH = 90  # tokens between an attack and the figures told of it


def fold_effects(drafts: Sequence[Draft], lexicon: Lexicon) -> list[Draft]:
    """Return the drafts with each casualty clause folded into the attack that it hangs on."""
    kept: list[Draft] = []
    attacks = [d for d in drafts if d.entry.family == "attack"]
    for draft in drafts:
        attack = _cause(draft, attacks) if draft.entry.scheme == "effect" else None
        if attack is not None and draft.type == "CasualtyEvent":
            _fold(draft, attack)
            continue
        draft.cause = attack
        kept.append(draft)
    return kept


def date_effects(drafts: Sequence[Draft]) -> None:
    """Give an effect that stands alone the day and place of the attack that its clause names ("hit in the strikes")."""
    for draft in drafts:
        if draft.cause is None:
            continue
        start = draft.cause.start
        attack = next((d for d in drafts if d is draft.cause or start in d.repeats), None)
        if attack is None:
            continue
        draft.time = draft.time or attack.time
        draft.place = draft.place or attack.place
        draft.about = draft.about or [attack]
        draft.reasons.append(f"an effect of {attack.token.text!r}")


def reassign_casualties(drafts: Sequence[Draft], sources: Callable[[Draft], Collection[str]]) -> list[Draft]:
    """Return the drafts with the figures of a told attack made a report of that attack, by whoever gives them.

    A later death with a day of its own stays a casualty event (GUIDELINES, section 4).
    """
    kept: list[Draft] = []
    for draft in drafts:
        if draft.type == "CasualtyEvent" and draft.token.lemma_ in ("put", "speak") and len(draft.words) > 1:
            # "put the dead at five", "spoke of nine dead": who says so claims it
            draft.words = tuple(word for word in draft.words if word != draft.token)
        if draft.type == "MedicalResponse":
            _count_treated(draft, kept)
        attack = _told_attack(draft, kept) if draft.type == "CasualtyEvent" else None
        if attack is None:
            kept.append(draft)
            continue
        if set(sources(draft)) == set(sources(attack)) and not _measures(draft) & _measures(attack):
            _fold(draft, attack)
            attack.repeats.append(draft.start)
            continue
        draft.type, draft.entry = attack.type, attack.entry
        draft.time, draft.place = draft.time or attack.time, draft.place or attack.place
        draft.rule = attack.rule
        draft.reasons.append(f"figures of {attack.token.text!r}")
        kept.append(draft)
    return kept


def _count_treated(draft: Draft, before: Sequence[Draft]) -> None:
    """Count those who are treated after an attack as its wounded, where nothing else tells their number."""
    people = next((q for q in draft.quantities if q.measure == "people"), None)
    attack = _told_attack(draft, before)
    if people is not None and attack is not None and "wounded" not in _measures(attack):
        attack.quantities.append(replace(people, measure="wounded"))


def _measures(draft: Draft) -> set[str]:
    return {quantity.measure for quantity in draft.quantities}


def _told_attack(draft: Draft, before: Sequence[Draft]) -> Draft | None:
    """The last attack told before a casualty clause that gives figures, where nothing says that it is another one."""
    if (
        not draft.quantities
        or draft.polarity is not Polarity.POSITIVE
        or draft.status not in (Status.OCCURRED, Status.UNDERWAY)
    ):
        return None
    attacks = (d for d in reversed(before) if d.entry.family == "attack" and d.rule.rule != "crowd-control")
    attack = next(attacks, None)
    if attack is None or draft.token.i - attack.token.i > _REACH or attack.status is not Status.OCCURRED:
        return None
    if draft.time is not None and (attack.time is None or draft.time.edtf != attack.time.edtf):
        return None
    places = {d.place.mention.name for d in (draft, attack) if d.place is not None}
    return attack if len(places) < 2 else None


def _cause(draft: Draft, attacks: Sequence[Draft]) -> Draft | None:
    """The attack of the same sentence that is subject, agent or circumstance of the casualty verb, or governs it."""
    verb = draft.token
    if draft.rule.rule == "casualty.die":
        # "one of the men wounded in the raid died on Sunday": the raid is told of in passing, the death is later
        passed = {t.i for token in syntax.actors(verb) for t in token.subtree}
        attacks = [d for d in attacks if d.token.i not in passed]
    linked: set[int] = set()
    for token in (*syntax.actors(verb), *(t for _, _, t in syntax.prepositions(verb))):
        linked.add(token.i)
        linked.update(t.i for t in token.subtree)
    above: set[int] = {t.i for t in verb.ancestors}
    for attack in attacks:
        if attack.token.sent != verb.sent:
            continue
        if attack.token.i in linked or attack.token.i in above or _joined(verb, attack.token):
            return attack
    return None


def _joined(verb: Token, attack: Token) -> bool:
    """Coordinated or subordinate clauses: "struck the port and killed two", "hit the school, killing nine"."""
    return verb.i in {t.i for t in attack.subtree} or attack.i in {t.i for t in verb.subtree}


def _fold(draft: Draft, attack: Draft) -> None:
    for quantity in draft.quantities:
        if all(q.measure != quantity.measure for q in attack.quantities):
            attack.quantities.append(quantity)
    held = {item.anchor.mention.id for item in attack.roles}
    attack.roles.extend(item for item in draft.roles if item.role is Role.VICTIM and item.anchor.mention.id not in held)
    attack.time = attack.time or draft.time
    attack.place = attack.place or draft.place
    attack.reasons.append(f"casualties of {draft.token.text!r}")
