"""Acts done by telephone ("thanked the sultan by telephone", "in a call") → the call that they tell of."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from spacy.tokens import Token

from kg.lexicon import Lexicon
from kg.model import Kind, Polarity, Role
from kg.read import syntax
from kg.read.draft import Draft
from kg.read.roles import Filled

_MEANS = frozenset({"by", "over", "on", "via"})
_TELEPHONES = frozenset({"phone", "telephone", "hotline"})
_CALLERS = frozenset({Kind.PERSON, Kind.OFFICE})
_OTHER_END = (Role.ADDRESSEE, Role.RECIPIENT)


def add_calls(drafts: Sequence[Draft], lexicon: Lexicon) -> list[Draft]:
    """Return the drafts with a call for each act of two persons that was done by telephone, in text order."""
    told = {word.i for draft in drafts for word in draft.words}
    added = [call for draft in drafts if draft.speech for call in _call(draft, lexicon, told)]
    return sorted([*drafts, *added], key=lambda d: d.token.i) if added else list(drafts)


def _call(draft: Draft, lexicon: Lexicon, told: Collection[int]) -> Iterator[Draft]:
    instrument = _telephone(draft.token) if syntax.is_verbal(draft.token) else None
    if instrument is None or instrument.i in told or draft.polarity is not Polarity.POSITIVE:
        return
    ends = [
        next((i for i in draft.fillers(*roles, explicit=True) if i.anchor.mention.kind in _CALLERS), None)
        for roles in ((Role.SPEAKER,), _OTHER_END)
    ]
    if any(end is None for end in ends):
        return
    rule = lexicon.rules["call.by-phone"]
    yield Draft(
        type=rule.event,
        rule=rule,
        entry=lexicon.type_entry(rule.event),
        token=instrument,
        words=(instrument,),
        status=draft.status,
        future=draft.future,
        asserted=draft.asserted,
        certainty=draft.certainty,
        conditional=draft.conditional,
        roles=[
            Filled(role=Role.PARTICIPANT, anchor=end.anchor, slot=f"on the telephone: {end.slot}")
            for end in ends
            if end is not None
        ],
        predicates=(draft.token,),
        confidence=rule.confidence,
        reasons=[f"{draft.token.text!r} by {instrument.text!r}"],
    )


def _telephone(verb: Token) -> Token | None:
    for name, _, noun in syntax.prepositions(verb):
        if name in _MEANS and noun.lemma_.lower() in _TELEPHONES:
            return noun
        compounds = {c.lower_ for c in noun.children if c.dep_ == "compound"}
        phoned = noun.lower_ == "call" or (noun.lower_ == "conversation" and compounds & _TELEPHONES)
        if name in ("in", "during") and phoned and not compounds - _TELEPHONES:
            return noun
    return None
