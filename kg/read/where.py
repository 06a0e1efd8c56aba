"""Place mentions × event drafts → where each event is said to take place, by the parse.

Only what the event's own clause says counts: a dateline gives a place to "here" alone (GUIDELINES, section 7).
"""

from __future__ import annotations

from collections.abc import Sequence

from spacy.tokens import Token

from kg.model import Kind, Role, Status
from kg.read import syntax
from kg.read.draft import Draft
from kg.read.parsed import Anchor, ParsedArticle
from kg.read.roles import AGENTIVE, PLACES, SETTLEMENTS, Slots, anchor_of
from kg.read.triggers import Candidate
from kg.read.when import governor

_LOCATIVE = frozenset({"in", "at", "near", "outside", "inside", "aboard", "around"})
_DUE = frozenset({"schedule", "plan", "set", "fix", "slate"})
_OF_TOWN = frozenset({"of", *_LOCATIVE})
_SWEPT = frozenset({"through", "across", "over", "into", *_LOCATIVE})
_LOCKED_UP = frozenset({"prison", "jail", "custody", "detention"})
_DATELINE = 80  # characters at the head of a text in which a dateline stands
_PLACE_SLOTS = (
    "in",
    "at",
    "object-in",
    "object-at",
    "object-near",
    "near",
    "aboard",
    "outside",
    "inside",
    "around",
    "off",
)


def place_of(candidate: Candidate, slots: Slots, parsed: ParsedArticle) -> Anchor | None:
    """Return the place or facility that the trigger's own prepositions name, nearest to the trigger first."""
    names = (*candidate.rule.place, *_PLACE_SLOTS)
    tokens = [(abs(t.i - candidate.token.i), t) for name in names for t in slots.get(name, ())]
    for _, token in sorted(tokens, key=lambda item: item[0]):
        anchor = anchor_of(parsed, token)
        struck = candidate.rule.roles.get("at") is not None and token in slots.get("at", ())
        if (
            anchor is None
            or anchor.mention.kind not in PLACES
            or _behind_bars(token)
            or (struck and anchor.form != "name")
        ):
            continue
        return anchor
    return None


def _behind_bars(token: Token) -> bool:
    """Whether a word says how somebody lives and not where: "life in prison"."""
    return token.lemma_ in _LOCKED_UP and token.n_lefts == 0


def attach_places(parsed: ParsedArticle, drafts: Sequence[Draft]) -> None:
    """Give each draft without a place the one that its clause names, or that "here" and "there" point to."""
    marked = {w.i: d for d in drafts for w in d.words}
    carried = {c.i: d for d in reversed(drafts) for c in d.predicates if c.i not in marked}
    best: dict[int, int] = {}
    for anchor in parsed.anchors:
        token = parsed.doc[anchor.head]
        preposition = _preposition(token)
        located = preposition is not None and preposition.lower_ in _LOCATIVE and not _behind_bars(token)
        if anchor.mention.kind not in PLACES or preposition is None or not located:
            continue
        draft, steps = governor(preposition, marked, carried)
        if draft is None or draft.speech or draft.token.sent != token.sent or _seat(parsed, preposition.head, draft):
            continue
        if draft.place is None or best.get(id(draft), 0) > steps:
            draft.place = anchor
            best[id(draft)] = steps
            draft.reasons.append(f"place {anchor.mention.text!r} of its own clause")
    for draft in drafts:
        _set(draft, _goal(parsed, draft), "where it is moved or due to")
        if draft.place is None:
            _set(draft, _where_clause(parsed, draft, marked), "of the clause before 'where'")
        if draft.place is None and not draft.speech:
            draft.place = _pointed(parsed, draft) or _shared(draft, marked) or _swept(parsed, draft)
        _set(draft, _town_of_target(parsed, draft), "in which the target stands")


def _set(draft: Draft, place: Anchor | None, why: str) -> None:
    if place is not None:
        draft.place = place
        draft.reasons.append(f"place {place.mention.text!r} {why}")


def _place_at(parsed: ParsedArticle, token: Token) -> Anchor | None:
    anchor = anchor_of(parsed, token) if parsed.headed_by(token) is not None else None
    return anchor if anchor is not None and anchor.mention.kind in PLACES else None


def _seat(parsed: ParsedArticle, noun: Token, draft: Draft) -> bool:
    """Whether a place says where a bystander sits: "he will fly home for talks, the ministry in Seoul said"."""
    anchor = parsed.headed_by(noun) if noun.pos_ in ("NOUN", "PROPN") else None
    if anchor is None or anchor.mention.kind not in AGENTIVE or noun in draft.words:
        return False
    first = noun.idx
    return not any(item.anchor.mention.start <= first < item.anchor.mention.end for item in draft.roles)


def _goal(parsed: ParsedArticle, draft: Draft) -> Anchor | None:
    """The new place of what is moved ("from Bali to Bogor"), or the one it is due for ("scheduled for Baku")."""
    wanted = {Status.RESCHEDULED: "to", Status.SCHEDULED: "for", Status.PLANNED: "for", Status.ANNOUNCED: "for"}
    name = wanted.get(draft.status)
    if name is None or draft.speech or (name == "for" and draft.place is not None):
        return None
    for verb in draft.predicates:
        if name == "for" and verb.lemma_ not in _DUE:
            continue
        for prep, _, token in syntax.prepositions(verb):
            place = _place_at(parsed, token) if prep == name else None
            if place is not None:
                return place
    return None


def _where_clause(parsed: ParsedArticle, draft: Draft, marked: dict[int, Draft]) -> Anchor | None:
    """The place that a "where" stands for: "was agreed in London, where he saw the foreign secretary".

    Behind an event it is where that is: "for a summit in Rome, where she is to meet him".
    """
    verb = draft.token.head if draft.token.dep_ == "xcomp" and draft.token.head.lemma_ == "be" else draft.token
    if not syntax.is_verbal(verb) or verb.dep_ != "relcl" or not any(c.lower_ == "where" for c in verb.children):
        return None
    above = (marked[t.i] for t in (verb.head, *verb.head.ancestors) if t.i in marked)
    return _place_at(parsed, verb.head) or next((d.place for d in above if d.place is not None), None)


def _swept(parsed: ParsedArticle, draft: Draft) -> Anchor | None:
    """The place that a storm went through, of what it did there: "tore through the islands, killing three"."""
    token = draft.token
    if draft.entry.family not in ("casualty", "evacuation", "damage") or token.tag_ != "VBG":
        return None
    while token.dep_ == "conj" and token.head.tag_ == "VBG":
        token = token.head
    if token.dep_ != "advcl":
        return None
    for name, _, inner in syntax.prepositions(token.head):
        place = _place_at(parsed, inner) if name in _SWEPT else None
        if place is not None:
            return place
    return next((a for t in syntax.objects(token.head) if (a := _place_at(parsed, t)) is not None), None)


def _town_of_target(parsed: ParsedArticle, draft: Draft) -> Anchor | None:
    """The town of a struck building: "a strike on the pier at Mokha" took place in Mokha."""
    place = draft.place
    if draft.entry.family != "attack" or (place is not None and place.mention.kind is not Kind.FACILITY):
        return None
    target = next((i.anchor for i in draft.fillers(Role.TARGET) if i.anchor.mention.kind is Kind.FACILITY), None)
    if target is None or (place is not None and place is not target):
        return None
    for name, _, token in syntax.prepositions(parsed.doc[target.head]):
        town = _place_at(parsed, token) if name in _OF_TOWN else None
        if town is not None and (town.mention.kind is Kind.PLACE or token.lemma_ in SETTLEMENTS):
            return town
    return None


def _preposition(token: Token) -> Token | None:
    while token.dep_ in ("conj", "compound", "appos") and token.head != token:
        token = token.head
    return token.head if token.dep_ == "pobj" else None


def _pointed(parsed: ParsedArticle, draft: Draft) -> Anchor | None:
    """The place that "here" (the dateline's) or "there" (the last one named) stands for."""
    below = [c for p in draft.predicates for c in p.children if c.dep_ in ("xcomp", "acomp")]
    below += [c for b in below for c in b.children if c.dep_ == "xcomp"]
    for token in (*draft.words, *draft.carriers, *below):
        for child in token.children:
            if child.dep_ != "advmod" or child.lower_ not in ("here", "there"):
                continue
            places = [a for a in parsed.anchors if a.mention.kind in PLACES and a.form == "name" and a.head < child.i]
            if child.lower_ == "here":
                return next((a for a in places if a.mention.start < _DATELINE), None)
            return places[-1] if places else None
    return None


def _shared(draft: Draft, marked: dict[int, Draft]) -> Anchor | None:
    """A purpose takes place where the movement goes: "will travel to Calais to meet", "visited it and agreed"."""
    token = draft.token
    joined = token.dep_ == "conj" and syntax.own_subject(token) is None and draft.status is Status.OCCURRED
    if not syntax.is_verbal(token) or not (joined or token.dep_ in ("xcomp", "advcl")):
        return None
    outer = marked.get(token.head.i)
    if joined and outer is not None and outer.status is not Status.OCCURRED:
        return None
    return outer.place if outer is not None and outer.entry.family == "visit" else None
