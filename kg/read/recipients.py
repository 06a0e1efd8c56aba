"""Speech acts without an addressee → whom they are aimed at, from what they speak of.

"rejected a US request" is aimed at the United States, "threatened to bomb the port" at whoever would be hit,
"demanded the withdrawal of the troops" at who should withdraw them, "promised to send Chad grain" at Chad. Only what
the sentence itself names is used.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from spacy.tokens import Token

from kg.facts import Facts
from kg.model import Kind, Role, Status
from kg.read import syntax
from kg.read.draft import Draft
from kg.read.nominals import POSSESSIVES
from kg.read.parsed import Anchor, ParsedArticle
from kg.read.roles import AGENTIVE, Filled, answering, with_members

#: whom an act is aimed at, by its class: who is offered something is spoken to
_AIMED = {
    "Request": Role.RECIPIENT,
    "Rejection": Role.RECIPIENT,
    "Accusation": Role.RECIPIENT,
    "Endorsement": Role.RECIPIENT,
    "Threat": Role.RECIPIENT,
    "Commitment": Role.ADDRESSEE,
}
_REACHING = frozenset({"telephone", "phone", "call", "ring", "cable", "contact"})
_AT_HARM = frozenset({"Threat", "Commitment"})  # aimed at whom the act would affect, not at who would do it
_DOERS = (
    Role.PERPETRATOR,
    Role.IMPOSER,
    Role.ACTOR,
    Role.PROVIDER,
    Role.VISITOR,
    Role.MEDIATOR,
    Role.SPEAKER,
    Role.PARTICIPANT,
)
_SUFFERERS = (
    Role.RECIPIENT,
    Role.TARGET,
    Role.VICTIM,
    Role.ADDRESSEE,
    Role.BENEFICIARY,
    Role.HOST,
    Role.PARTICIPANT,
)
_POWER = frozenset({"GOV", "MIL", "COP", "JUD", "LEG", "SPY"})
_WORLD = frozenset({"IGO", "NGO", "ISM"})
_OWN = ("poss", "amod", "compound", "nmod")
_FROM = frozenset({"of", "by", "from"})
_AIMING = frozenset({"on", "against", "at"})  # "launched a blistering attack on Belarus"
_TOWARDS = frozenset({"to", "against", "on", "at", "with", "for", "from", "of", "between", "by", "toward", "towards"})
_GRIEVANCES = frozenset(
    "removal resignation ouster departure overthrow dismissal impeachment defiance rule policy plan law bill decree "
    "decision refusal handling failure reform budget demand cut crackdown order verdict treatment measure".split()
)
_COMPLEMENTS = frozenset({"xcomp", "ccomp", "acl", "advcl"})
_CONDITIONS = frozenset({"unless", "if", "until"})
_INVESTIGATING = "ACCUSE/investigate"  # an inquiry goes at those where what it looks into took place
_REAL = frozenset({Status.OCCURRED, Status.UNDERWAY})
_PHRASES = frozenset({"dobj", "prep", "pobj"})
_STEPS = 4  # phrases within phrases that are followed: "send | troops | to the force | in the war | with Iraq"


def aim(drafts: Sequence[Draft], parsed: ParsedArticle, facts: Facts) -> None:
    """Fill the recipient of speech acts that name none, from their object or from the event that they are about."""
    reader = _Reader(parsed, facts)
    for draft in sorted(drafts, key=lambda d: not d.speech):
        _receive(draft, reader, parsed)
        _oppose(draft, drafts, parsed, reader)
        if draft.speech and not draft.fillers(Role.ADDRESSEE):
            _address(draft, parsed)
        role = _AIMED.get(draft.type)
        if role is None or draft.fillers(Role.ADDRESSEE, Role.RECIPIENT):
            continue
        if draft.type == "Rejection" and not any(not event.speech for event in draft.about):
            role = Role.ADDRESSEE  # a proposal is turned down to its author's face
        found = next((kept for group in _candidates(draft, reader) if (kept := _others(group, draft, parsed))), [])
        aimed = [Filled(role=role, anchor=anchor, explicit=False) for anchor in found]
        draft.roles.extend(with_members(aimed, parsed))
        draft.reasons.extend(f"aimed at {anchor.mention.text!r}" for anchor in found)


def _address(draft: Draft, parsed: ParsedArticle) -> None:
    """Address a message to whoever was called or written to for it: "telephoned Macron to propose a date"."""
    token = draft.token
    for event in draft.about if draft.type == "Request" else ():
        for item in event.fillers(Role.PROVIDER):
            if item.slot == "from" and event.token.sent == token.sent:
                # "called for more aid from its allies": they are asked who are to give it
                draft.roles.append(replace(item, role=Role.ADDRESSEE))
                draft.reasons.append(f"asked of {item.anchor.mention.text!r}, who would give")
                return
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


def _receive(draft: Draft, reader: _Reader, parsed: ParsedArticle) -> None:
    """A visit to a state has that state as its host; who receives in a city is left open."""
    if draft.type != "Visit" or draft.place is None or draft.fillers(Role.HOST):
        return
    for place in reader.anchors(parsed.doc[draft.place.head]):
        if place.mention.country not in draft.countries():
            draft.roles.append(Filled(role=Role.HOST, anchor=place, explicit=False))
            draft.reasons.append(f"{place.mention.text!r} is visited")


def _oppose(draft: Draft, drafts: Sequence[Draft], parsed: ParsedArticle, reader: _Reader) -> None:
    """Protests and musters are against whom their own words or the demand made with them name."""
    if draft.type not in ("Protest", "Mobilization") or draft.fillers(Role.TARGET) or draft.status not in _REAL:
        return
    found = [answering(parsed, token) for token in _against(draft.token)]
    if not found and draft.type == "Mobilization" and draft.place is not None and draft.place.mention.country:
        found = [draft.place]  # "kept troops on alert in the occupied valley"
    if draft.type == "Protest":
        found += [
            item.anchor
            for other in drafts
            if other.type == "Request" and other.token.head == draft.token and other.token.i > draft.token.i
            for item in other.fillers(Role.RECIPIENT, Role.ADDRESSEE)
        ]
        found += [anchor for group in _grievances(draft.token, reader) for anchor in group]
    group = [anchor for anchor in found if anchor is not None]
    for anchor in _others(group, draft, parsed)[:1]:
        draft.roles.append(Filled(role=Role.TARGET, anchor=anchor, explicit=False))
        draft.reasons.append(f"directed against {anchor.mention.text!r}")


def _grievances(token: Token, reader: _Reader) -> Iterator[list[Anchor]]:
    """Those in power whose deed or office a protest is about: "over a law signed by the premier"."""
    for thing in syntax.below(token):
        if thing.i <= token.i or thing.lemma_ not in _GRIEVANCES:
            continue
        groups = [*_owners_of(thing, reader)]
        phrases = list(syntax.prepositions(thing))
        phrases += [inner for _, _, t in phrases for inner in syntax.prepositions(t)]
        groups += [reader.anchors(t) for name, _, t in phrases if name in _FROM]
        groups += [reader.anchors(t) for c in thing.children if c.dep_ == "acl" for t in syntax.agents(c)]
        yield from ([a for a in group if a.mention.sector in _POWER] for group in groups)


def _against(token: Token) -> Iterator[Token]:
    """What stands behind an "against" in the phrases of a predicate, clauses below it aside."""
    level = [token]
    for _ in range(_STEPS + 2):
        inner = [c for t in level for c in t.children if c.i > token.i and c.dep_ in _PHRASES]
        for child in inner:
            if child.dep_ == "pobj" and child.head.lower_ == "against":
                yield from syntax.expand(child)
        level = inner


def _is_state(anchor: Anchor, facts: Facts) -> bool:
    """Whether a place is the whole territory of a state."""
    state = facts.state_by_code.get(anchor.mention.country or "")
    return state is not None and anchor.form == "name" and anchor.mention.name == state.name


class _Reader:
    """Reads who stands at a token; the territory of a state stands for it, any other place for nobody."""

    def __init__(self, parsed: ParsedArticle, facts: Facts) -> None:
        self._parsed = parsed
        self._facts = facts

    def anchors(self, token: Token) -> list[Anchor]:
        """Return the mentions of a noun and of what is coordinated with it."""
        found: list[Anchor] = []
        for item in syntax.expand(token):
            anchor = self._parsed.headed_by(item) or self._parsed.at(item)
            if anchor is not None and anchor not in found and self.counts(anchor):
                found.append(anchor)
        return found

    def counts(self, anchor: Anchor) -> bool:
        """Whether a mention may be a side of something."""
        return anchor.mention.kind is not Kind.PLACE or _is_state(anchor, self._facts)


def _others(group: Sequence[Anchor], draft: Draft, parsed: ParsedArticle) -> list[Anchor]:
    """Return those of some mentions that are another side than the speaker's."""
    kept: list[Anchor] = []
    for anchor in group:
        for side in _sides(anchor, draft, parsed):
            told = any(side.mention.name == k.mention.name or _holds(k, side) for k in kept)
            if not told and _is_other(side, draft):
                kept.append(side)
    return kept


def _sides(anchor: Anchor, draft: Draft, parsed: ParsedArticle) -> list[Anchor]:
    """Return a group as itself, or its members where the speaker's side is among them ("that both meet again")."""
    members = [parsed.anchor(member) for member in anchor.members]
    return members if any(member.mention.country in draft.countries() for member in members) else [anchor]


def _holds(outer: Anchor, inner: Anchor) -> bool:
    return outer.mention.start <= inner.mention.start and inner.mention.end <= outer.mention.end


def _is_other(anchor: Anchor, draft: Draft) -> bool:
    mention = anchor.mention
    named = anchor.form in ("name", "demonym") or bool(mention.country or anchor.members)
    named = named or mention.sector in _WORLD
    if mention.kind not in {*AGENTIVE, Kind.PLACE} or not named or mention.text.split(" ", 1)[0].lower() in POSSESSIVES:
        return False  # "its troops" are no other side
    for item in draft.roles:
        own = item.anchor.mention
        if mention.name == own.name or (mention.agent is not None and mention.agent == own.agent):
            return False
        if mention.country is None or mention.country != own.country:
            continue
        # those in power and the rest of a country are two sides: "rebels demanded that the president go"
        if (
            mention.kind is Kind.PLACE
            or anchor.form == "demonym"
            or (mention.sector in _POWER) == (own.sector in _POWER)
        ):
            return False
    return True


def _candidates(draft: Draft, reader: _Reader) -> Iterator[list[Anchor]]:
    yield from _owners(draft, reader)
    wanted = _SUFFERERS if draft.type in _AT_HARM else _DOERS
    for event in draft.about:
        if event.token.sent == draft.token.sent:
            for role in wanted:
                yield [item.anchor for item in event.fillers(role) if reader.counts(item.anchor)]
    if draft.type == "Request":
        carrying = [draft.token.head] if draft.token.dep_ == "dobj" else []
        for clause in (c for token in (draft.token, *carrying) for c in _clauses(token)):
            yield from (reader.anchors(t) for t in _own_subjects(clause))
        yield from _bereft(draft, reader)
    if draft.type == "Accusation" and syntax.is_verbal(draft.token):
        # "said that rebels were behind the blast", "complained that Iran had broken the pact"
        for clause in _clauses(draft.token):
            if clause.dep_ == "ccomp":
                yield from (reader.anchors(t) for t in _own_subjects(clause))
    if draft.type in ("Threat", "Commitment", "Rejection") or draft.rule.plover == _INVESTIGATING:
        yield from _affected(draft, reader)
    if draft.type == "Threat":
        for clause in _conditions(draft.token):
            yield from (reader.anchors(t) for t in _own_subjects(clause))


def _bereft(draft: Draft, reader: _Reader) -> Iterator[list[Anchor]]:
    """Who would lose what is asked for: "calls for independence from Iraq", "for the removal of the president"."""
    for event in draft.about:
        if event.type == "OfficeChange" and event.token.sent == draft.token.sent:
            yield [item.anchor for item in event.fillers(Role.TARGET)]
    things = syntax.objects(draft.token) if syntax.is_verbal(draft.token) else []
    things += [t for name, _, t in syntax.prepositions(draft.token) if name in ("for", "on")]
    for thing in things:
        for _ in range(2):
            inner = [(name, t) for name, _, t in syntax.prepositions(thing) if name in ("from", "on", "of")]
            for name, token in inner:
                if name == "from":
                    yield reader.anchors(token)
                    yield from _owners_of(token, reader)
            if not inner:
                break
            thing = inner[0][1]


def _owners(draft: Draft, reader: _Reader) -> Iterator[list[Anchor]]:
    """Whose thing the act's object is: possessor, nationality, or "of" and "by" phrase of the object."""
    tokens = syntax.objects(draft.token) if syntax.is_verbal(draft.token) else [draft.token]
    harms = {event.token.i for event in draft.about if event.entry.family == "attack"}
    for token in tokens:
        yield from _owners_of(token, reader)
        for name, _, inner in syntax.prepositions(token):
            if name in _FROM or (name in _AIMING and draft.type == "Accusation"):
                anchors = reader.anchors(inner)
                if token.i in harms and any(a.mention.kind in (Kind.GROUP, Kind.PERSON) for a in anchors):
                    continue  # who is attacked is not to blame for it
                yield anchors
                if not syntax.is_verbal(draft.token):
                    continue
                yield from _owners_of(inner, reader)


def _owners_of(token: Token, reader: _Reader) -> Iterator[list[Anchor]]:
    for child in token.children:
        if child.dep_ in _OWN:
            yield reader.anchors(child)


def _clauses(token: Token) -> Iterator[Token]:
    """The clauses that say what a speech act is about: infinitive, that-clause, gerund behind a preposition."""
    for child in token.children:
        if child.dep_ in _COMPLEMENTS and syntax.is_verbal(child) and child.i > token.i:
            # of adverbial clauses, only those of purpose: "is willing to send arms to help defend Chad"
            if child.dep_ != "advcl" or child.tag_ == "VB":
                yield child
        elif child.dep_ == "prep":
            yield from (inner for inner in child.children if inner.dep_ == "pcomp")
        elif child.dep_ == "acomp":
            yield from _clauses(child)


def _own_subjects(verb: Token) -> list[Token]:
    subject = syntax.own_subject(verb)
    return [subject] if subject is not None else []


def _conditions(token: Token) -> Iterator[Token]:
    for verb in (token, *_clauses(token)):
        for child in verb.children:
            if child.dep_ == "advcl" and any(c.dep_ == "mark" and c.lower_ in _CONDITIONS for c in child.children):
                yield child


def _affected(draft: Draft, reader: _Reader) -> Iterator[list[Anchor]]:
    """Whom the promised, refused or threatened act affects: objects of its verbs and what hangs on these."""
    if not syntax.is_verbal(draft.token):
        yield from _below_noun(draft.token, reader, _STEPS)
    elif draft.token.dep_ in ("xcomp", "advcl") and draft.rule.plover == _INVESTIGATING:
        # "sent a team to Chad to investigate"
        yield from (reader.anchors(t) for name, _, t in syntax.prepositions(draft.token.head) if name in ("to", "into"))
    verbs = [draft.token, *_clauses(draft.token)] if syntax.is_verbal(draft.token) else list(_clauses(draft.token))
    for verb in verbs:
        if verb == draft.token:
            verbs.extend(c for noun in syntax.objects(verb) for c in _clauses(noun) if c not in verbs)
        elif len(verbs) < _STEPS:
            promised = draft.type == "Commitment"
            verbs.extend(c for c in _clauses(verb) if promised or c.dep_ != "advcl")
            if promised:
                verbs.extend(c for noun in syntax.objects(verb) for c in _clauses(noun) if c not in verbs)
        yield from _below_verb(verb, reader, own=verb == draft.token)


def _below_verb(verb: Token, reader: _Reader, *, own: bool) -> Iterator[list[Anchor]]:
    objects = [] if syntax.is_passive(verb) else syntax.objects(verb)
    yield from (reader.anchors(t) for t in syntax.datives(verb))
    if not own:
        yield from (reader.anchors(t) for t in objects)
    for name, _, token in syntax.prepositions(verb):
        if name in _TOWARDS:
            yield reader.anchors(token)
            yield from _below_noun(token, reader, _STEPS)
    for token in objects:
        yield from _below_noun(token, reader, _STEPS)


def _below_noun(noun: Token, reader: _Reader, steps: int) -> Iterator[list[Anchor]]:
    yield from _owners_of(noun, reader)
    for name, _, token in syntax.prepositions(noun):
        if name in _TOWARDS or name == "in":
            yield reader.anchors(token)
            if steps:
                yield from _below_noun(token, reader, steps - 1)
