"""Envoys → those who sent them: the sides of talks between delegations."""

from __future__ import annotations

from kg.model import Kind
from kg.read import syntax
from kg.read.parsed import Anchor, ParsedArticle

_SENDING = frozenset({Kind.STATE, Kind.ORGANIZATION})


def senders(parsed: ParsedArticle, group: Anchor) -> list[Anchor]:
    """The states and bodies behind envoys: "delegations from Chad, Libya and the African Union" are three sides."""
    token = parsed.doc[group.head]
    if group.mention.kind is not Kind.GROUP or token.tag_ != "NNS":
        return []
    behind = [parsed.headed_by(t) for name, _, t in syntax.prepositions(token) if name in ("from", "of")]
    sides = [a for a in behind if a is not None and a.form == "name" and a.mention.kind in _SENDING]
    return sides if len(sides) > 1 and len(sides) == len(behind) else []
