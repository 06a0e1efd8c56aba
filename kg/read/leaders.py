"""Meetings of heads of state or government → Summits, by who held which office on the day."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from kg.facts import Facts
from kg.lexicon import Lexicon
from kg.model import Kind, Role
from kg.read.draft import Draft
from kg.read.parsed import Anchor

_SEVERAL = frozenset({"two", "three", "four", "both", "european", "african", "arab", "asian", "world", "g7", "g20"})


def raise_summits(drafts: Sequence[Draft], facts: Facts, day: date, lexicon: Lexicon) -> None:
    """Turn a Meeting into a Summit where leaders of at least two sides take part (GUIDELINES, section 4)."""
    for draft in drafts:
        if draft.type != "Meeting":
            continue
        fillers = draft.fillers(Role.PARTICIPANT, Role.HOST)
        # Members stand for their group only where the group is the leaders themselves, not "aides to the presidents".
        members = any(_meets_itself(item.anchor, lexicon) for item in fillers)
        sides = {
            item.anchor.mention.country or item.anchor.mention.name
            for item in fillers
            if (item.explicit or members or not any(i.anchor.members for i in fillers))
            and leads(item.anchor, facts, day)
        }
        if len(sides) >= 2 or any(_leaders_of_sides(item.anchor, lexicon) for item in draft.fillers(Role.PARTICIPANT)):
            draft.type, draft.entry = "Summit", lexicon.type_entry("Summit")
            draft.reasons.append("leaders of two sides take part")


def _leaders_of_sides(anchor: Anchor, lexicon: Lexicon) -> bool:
    """Whether a group is the leaders of several states or of a union ("the two prime ministers", "EU leaders")."""
    mention = anchor.mention
    words = mention.text.lower().split()
    if mention.kind is not Kind.GROUP or not words:
        return False
    named = bool(set(words) & lexicon.words.get("leaders", frozenset())) or "prime ministers" in mention.text.lower()
    several = bool(anchor.members) or bool(set(words) & _SEVERAL) or any(w.isupper() for w in mention.text.split())
    return named and several


def _meets_itself(anchor: Anchor, lexicon: Lexicon) -> bool:
    words = anchor.mention.text.lower().split()
    if not anchor.members or not words:
        return False
    pointing = words[0] in ("they", "their", "both", "we") or words[:2] in (["the", "two"], ["the", "pair"])
    return pointing or words[-1] in lexicon.words.get("leaders", frozenset())


def leads(anchor: Anchor, facts: Facts, day: date) -> bool:
    """Whether the mention is a person who led a state or government on the day."""
    mention = anchor.mention
    if mention.kind not in (Kind.PERSON, Kind.OFFICE) or not mention.agent:
        return False
    person = mention.agent.rpartition("/")[2]
    return any(facts.office_by_id[tenure.office].is_leader for tenure in facts.offices_of(person, day))
