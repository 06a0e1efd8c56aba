"""A trigger's syntactic slots → the mentions that fill the roles of its event."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from spacy.tokens import Token

from kg.model import Kind, Role
from kg.read import deeds, syntax
from kg.read.envoys import senders
from kg.read.labelled import name_behind
from kg.read.parsed import Anchor, ParsedArticle
from kg.read.triggers import Candidate

AGENTIVE = frozenset({Kind.PERSON, Kind.STATE, Kind.ORGANIZATION, Kind.GROUP, Kind.OFFICE})
PEOPLE = frozenset({Kind.PERSON, Kind.GROUP, Kind.OFFICE})
PLACES = frozenset({Kind.PLACE, Kind.FACILITY})
_ANYTHING = frozenset(Kind)
_NAMING = ("demonym", "name")
_KINDS: Mapping[Role, frozenset[Kind]] = {
    Role.TARGET: _ANYTHING,
    Role.TOPIC: _ANYTHING,
    Role.DESTINATION: PLACES | {Kind.STATE},
    Role.INSTRUMENT: frozenset({Kind.WEAPON}),
    Role.BENEFICIARY: AGENTIVE | {Kind.PLACE},
    Role.HOST: AGENTIVE,
}
_SIDES = tuple("countries governments sides capitals states nations parties neighbours neighbors two".split())
#: participles whose agent arranges an event rather than taking part: slots "mediate-by", "host-by", …
ARRANGING = frozenset(
    {"mediate", "broker", "host", "chair", "facilitate", "moderate", "sponsor", "organise", "organize", "arrange"}
)
_PARTITIVE = frozenset(
    "some many most one all none half hundred thousand dozen number score majority group part any several few batch "
    "wave contingent handful couple pair lot third quarter trio convoy column crowd team".split()
)
#: arms that act for the state whose they are, where they are said to act: "Syrian tanks shelled the town"
_ARMS = frozenset(
    "tank helicopter gunship jet plane aircraft warplane bomber artillery gun gunboat warship ship boat battery "
    "howitzer armour armor fire".split()
)
_BODIES = frozenset(
    "network militia insurgency leadership command hierarchy wing movement faction militant group organisation "
    "organization cartel sect regime junta".split()
)
_FORCEFUL = (Role.PERPETRATOR, Role.ACTOR)  # roles in which arms stand for whose they are
_OTHER_SIDE = (Role.RECIPIENT, Role.ADDRESSEE)  # roles that "its" in "completed its inquiry" never has
#: verbs that ask others for an event: who asks for a meeting means to attend it, who asks for a release frees nobody
_ASKING = frozenset(
    "call demand request ask urge appeal press push plead advocate insist beg lobby recommend hope wish want".split()
)
#: verbs that lay an act on their object: "blamed the army for the bombardment"
_BLAMING = frozenset({"blame", "accuse", "condemn", "criticise", "criticize", "denounce", "fault", "attack"})
#: nouns that say of what kind the place named behind "of" is
SETTLEMENTS = frozenset(
    "town city village port district province region island capital settlement suburb state".split()
)
#: verbs whose "it" is what happened: "called it a massacre" accuses nobody by name
_CALLING = frozenset({"call", "describe", "brand", "label", "dub", "term", "deem"})
Slots = Mapping[str, list[Token]]
Reader = Callable[[ParsedArticle, Token], Anchor | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Filled:
    """A role with the anchor that fills it, and the slot that it was found in."""

    role: Role
    anchor: Anchor
    explicit: bool = True
    slot: str = ""


def slots_of(candidate: Candidate, carriers: Iterable[Token], joiners: Iterable[Token] = ()) -> Slots:
    """Return the tokens of each slot around a trigger: subject, object, holder, possessor, modifier, prepositions …"""
    slots: dict[str, list[Token]] = defaultdict(list)
    own = {t.i for t in candidate.words}
    if candidate.nominal:
        _noun_slots(candidate.token, slots)
    else:
        _verb_slots(candidate.token, slots)
        for word in candidate.words:
            if word != candidate.token and word.pos_ in ("NOUN", "PROPN"):
                _noun_slots(word, slots)
            if word != candidate.token and syntax.is_verbal(word):
                _companion_slots(candidate.token, word, slots)
    sides = candidate.nominal and slots["possessor"] and slots["with"]
    for carrier in carriers:
        if carrier.lemma_ in _BLAMING and candidate.token.dep_ == "pobj":
            slots["by"].extend(syntax.objects(carrier))
            continue
        if not sides:  # "in my meeting with him, he said": both sides are named
            slots["holder"].extend(syntax.actors(carrier))
        for name, _, token in syntax.prepositions(carrier):
            if name != "by" and token.i not in own:
                slots[name].append(token)
        slots["carrier-object"].extend(t for t in syntax.objects(carrier) if t.i not in own)
    if candidate.token.dep_ == "dobj" and candidate.token.head.lemma_ == "blame":
        slots["by"].extend(slots.pop("on", []))  # "blamed the bombing on rebels"
    for joiner in joiners:
        slots["asker" if joiner.lemma_ in _ASKING else "joiner"].extend(syntax.actors(joiner))
    return {
        name: list(
            dict.fromkeys(
                t for t in tokens if (t.i not in own or name == "modifier") and t.ent_type_ not in ("DATE", "TIME")
            )
        )
        for name, tokens in slots.items()
    }


def _companion_slots(head: Token, verb: Token, slots: dict[str, list[Token]]) -> None:
    """Slots of an infinitive that belongs to a trigger: "ordered the envoy to leave Belgium", "let the crew go"."""
    own = syntax.own_subject(verb)
    if own is not None and verb.dep_ == "ccomp":
        slots["object"].extend(syntax.expand(own))
    if head.lemma_ in syntax.OBJECT_CONTROL | syntax.GERUND_CONTROL:
        for name, _, token in syntax.prepositions(verb):
            slots[name].append(token)
        return
    _verb_slots(verb, slots)


def _verb_slots(verb: Token, slots: dict[str, list[Token]]) -> None:
    slots["subject"].extend(syntax.actors(verb))
    slots["object"].extend(syntax.objects(verb))
    slots["dative"].extend(syntax.datives(verb))
    for child in verb.children:
        if child.dep_ == "xcomp" and syntax.is_verbal(child):
            slots["infinitive"].append(child)
    slots["helped"].extend(syntax.helped(verb))
    slots["to"].extend(deeds.far_goals(verb))
    for name, _, token in syntax.prepositions(verb):
        if name != "by" or not syntax.is_passive(verb):
            slots[name].append(token)
    for place, items in (("object", syntax.objects(verb)), ("subject", syntax.actors(verb))):
        for item in items:
            for name, _, token in syntax.prepositions(item):
                slots[f"{place}-{name}"].append(token)
            slots[f"{place}-possessor"].extend(_possessors(item))
            slots[f"{place}-by"].extend(deeds.makers(item))
            slots[f"{place}-modifier"].extend(syntax.modifiers(item))


def _possessors(noun: Token) -> list[Token]:
    found = [t for child in noun.children if child.dep_ == "poss" for t in syntax.expand(child)]
    return [_antecedent_of_whose(t) if t.lower_ == "whose" else t for t in found]


def _antecedent_of_whose(token: Token) -> Token:
    return next((a.head for a in token.ancestors if a.dep_ == "relcl"), token)


def _noun_slots(noun: Token, slots: dict[str, list[Token]]) -> None:
    slots["possessor"].extend(_possessors(noun))
    slots["modifier"].extend(syntax.modifiers(noun))
    for name, prep, token in syntax.prepositions(noun):
        slots[name].append(token)
        if name == "between" and not token.conjuncts:
            # The parser often hangs the second party of "between A and B" on the noun itself.
            slots[name].extend(t for t in noun.conjuncts if t.dep_ == "conj" and t.head == noun and t.i > prep.i)
        if name == "of" and token.pos_ == "NOUN":
            # "an exchange of prisoners between A and B": the parser hangs the parties on the prisoners.
            slots["between"].extend(t for inner, _, t in syntax.prepositions(token) if inner == "between")
    for child in noun.children:
        if child.dep_ in ("acl", "relcl") and syntax.is_verbal(child):
            if child.tag_ == "VBN" or syntax.is_passive(child):
                arranged = child.lemma_ in ARRANGING
                slots[f"{child.lemma_}-by" if arranged else "by"].extend(syntax.agents(child))
            for name, _, token in syntax.prepositions(child):
                if name in ("between", "with", "in", "at", "near", "against"):
                    slots[name].append(token)
    for child in noun.children:
        if child.dep_ in ("amod", "acl") and child.lemma_ in ARRANGING:
            # "Qatar-brokered talks"
            slots[f"{child.lemma_}-by"].extend(t for t in child.lefts if t.pos_ in ("NOUN", "PROPN", "ADJ"))
    head = noun.head
    if noun.dep_ == "pobj" and head.dep_ == "prep" and head.head.pos_ == "NOUN" and head.lower_ == "of":
        upper = head.head
        slots["possessor"].extend(_possessors(upper))
        for name, _, token in syntax.prepositions(upper):
            if name != "of":
                slots[name].append(token)


def anchor_of(parsed: ParsedArticle, token: Token) -> Anchor | None:
    """Return the anchor that stands for a slot's token: the one it heads, else one that covers it.

    A title or "his counterpart" with a name in apposition gives the name.
    """
    anchor = parsed.headed_by(token) or parsed.at(token)
    if anchor is None and (token.pos_ == "NUM" or token.lemma_.lower() in _PARTITIVE):
        # "thousands of students", "two of the soldiers": who is counted stands behind "of"
        return next((a for n, _, t in syntax.prepositions(token) if n == "of" and (a := parsed.headed_by(t))), None)
    if anchor is None and token.lemma_.lower() in _BODIES:
        # "the al-Shabab network"
        names = [a for c in token.children if c.dep_ == "compound" and (a := parsed.headed_by(c)) is not None]
        return next((a for a in names if a.mention.kind is Kind.ORGANIZATION), None)
    if anchor is None and token.pos_ in ("NOUN", "PROPN"):
        # "the country's President Jane Roe": the parser may hang the name on the title
        for child in token.children:
            named = parsed.headed_by(child) if child.dep_ == "appos" and token.tag_ in ("NN", "NNP") else None
            if named is not None and named.form == "name" and named.mention.kind is Kind.PERSON:
                return named
    if anchor is not None and anchor.form == "nominal" and token.lemma_ in SETTLEMENTS:
        # "the port town of Lorrin" is Lorrin
        towns = (parsed.headed_by(t) for name, _, t in syntax.prepositions(token) if name == "of")
        return next((a for a in towns if a is not None and a.form == "name" and a.mention.kind in PLACES), anchor)
    anchor = anchor and name_behind(parsed, token, anchor)
    if anchor is not None and anchor.form == "nominal" and anchor.mention.kind in PEOPLE:
        for child in token.children:
            if child.dep_ == "appos" or _misread_apposition(token, child):
                named = parsed.headed_by(child) or parsed.at(child)
                if named is not None and named.form == "name" and named.mention.kind is Kind.PERSON:
                    return named
    return anchor


def _misread_apposition(group: Token, child: Token) -> bool:
    """Whether names that the parser coordinates with a group are its members: "the negotiators, A and B, met"."""
    if (
        child.dep_ != "conj"
        or child.tag_ != "NNP"
        or group.tag_ != "NNS"
        or any(c.dep_ == "cc" for c in group.children)
    ):
        return False
    comma = group.i + 1 < len(group.doc) and group.nbor(1).text == ","
    return comma and not any(c.dep_ == "conj" for t in child.conjuncts for c in t.children if t.text == ",")


def agent_of(parsed: ParsedArticle, token: Token) -> Anchor | None:
    """Return who acts where a token is the subject: as `anchor_of`, but arms act for the state whose they are."""
    anchor = anchor_of(parsed, token)
    if token.lemma_.lower() not in _ARMS or (anchor is not None and anchor.mention.kind is not Kind.FACILITY):
        return anchor
    whose = token
    while whose.dep_ == "conj" and whose.head.lemma_.lower() in _ARMS:
        whose = whose.head  # "Syrian helicopters and tanks"
    for child in whose.children:
        owner = parsed.headed_by(child) if child.dep_ in ("amod", "compound", "nmod", "poss") else None
        if owner is not None and owner.mention.kind in AGENTIVE:
            return owner
    return anchor


def _reader(slot: str) -> Reader:
    return agent_of if slot in ("subject", "holder", "by") else anchor_of


def _of_kind(anchor: Anchor, kinds: Iterable[str]) -> bool:
    """Whether a mention is of one of the kinds, written "group" or, with its sector, "group:GOV"."""
    mention = anchor.mention
    return any(kind in (mention.kind.value, f"{mention.kind.value}:{mention.sector}") for kind in kinds)


def right_kinds(candidate: Candidate, slots: Slots, parsed: ParsedArticle) -> bool:
    """Whether each slot that the rule restricts holds a mention of one of its kinds."""
    for slot, kinds in candidate.rule.kinds.items():
        anchors = [_reader(slot)(parsed, token) for token in slots.get(slot, ())]
        if not any(anchor is not None and _of_kind(anchor, kinds) for anchor in anchors):
            return False
    for slot, kinds in candidate.rule.not_kinds.items():
        anchors = [anchor_of(parsed, token) for token in slots.get(slot, ())]
        if any(anchor is not None and _of_kind(anchor, kinds) for anchor in anchors):
            return False
    return True


def fill(
    candidate: Candidate,
    slots: Slots,
    parsed: ParsedArticle,
    arrangers: Iterable[tuple[Token, Role]] = (),
) -> list[Filled]:
    """Return the filled roles of a candidate, in the order of its rule's slots; a mention fills one role once.

    `arrangers` are predicates whose subject has a role of its own ("Qatar hosted the talks": host).
    """
    found: list[Filled] = []
    seen: set[tuple[Role, str]] = set()
    used: set[str] = set()
    for slot, wanted in candidate.rule.roles.items():
        read = _reader(slot) if wanted in _FORCEFUL else anchor_of
        for token in slots.get(slot, ()):
            anchor = read(parsed, token)
            if anchor is None and (wanted is Role.RECIPIENT or (wanted is Role.TARGET and slot == "against")):
                anchor = answering(parsed, token)
            if (
                anchor is None
                or (wanted is Role.RECIPIENT and token.lower_ == "it" and candidate.token.lemma_ in _CALLING)
                or (slot in ("on", "object-on") and anchor.mention.sector == "MED")  # "hailed the accord on Twitter"
                or (slot.endswith("modifier") and not (anchor.form in _NAMING and anchor.mention.kind in AGENTIVE))
                or (slot == "object-possessor" and token.tag_ == "PRP$" and wanted in _OTHER_SIDE)
                or anchor.mention.id in used
            ):
                continue
            for extra in _named_members(parsed, token, anchor):
                if isinstance(wanted, Role) and extra.mention.id not in used:
                    used.add(extra.mention.id)
                    found.append(Filled(role=wanted, anchor=extra, slot=slot))
            for role in wanted if isinstance(wanted, tuple) else (wanted,):
                placed = _coerce(role, anchor.mention.kind)
                if placed is None or (placed, anchor.mention.id) in seen:
                    continue
                seen.add((placed, anchor.mention.id))
                used.add(anchor.mention.id)
                found.append(Filled(role=placed, anchor=anchor, slot=slot))
    for predicate, role in arrangers:
        for token in syntax.actors(predicate):
            anchor = anchor_of(parsed, token)
            if anchor is not None and anchor.mention.id not in used and _coerce(role, anchor.mention.kind):
                used.add(anchor.mention.id)
                found.append(Filled(role=role, anchor=anchor, slot=f"subject of {predicate.text!r}"))
    _join(candidate, slots, parsed, found, used)
    return with_members(found, parsed)


def answering(parsed: ParsedArticle, deed: Token) -> Anchor | None:
    """Who is meant by a noun, or answers for the deed it names: "violations by the army", "Pyongyang's launch"."""
    anchor = anchor_of(parsed, deed)
    if anchor is not None:
        return anchor
    owners = [*_possessors(deed), *(t for name, _, t in syntax.prepositions(deed) if name == "by")]
    owners += [t for t in deed.children if t.dep_ in ("amod", "compound", "nmod")]
    return next((a for t in owners if (a := anchor_of(parsed, t)) is not None), None)


def _named_members(parsed: ParsedArticle, token: Token, first: Anchor) -> list[Anchor]:
    """The further names in an apposition: "the foreign ministers of Egypt and Turkey, A and B"."""
    found: list[Anchor] = []
    if parsed.headed_by(token) is first or token.tag_ not in ("NNS", "NNPS"):
        return found
    for child in token.children:
        if child.dep_ == "appos":
            for other in syntax.expand(child)[1:]:
                anchor = parsed.headed_by(other)
                if anchor is not None and anchor.form == "name" and anchor.mention.kind is Kind.PERSON:
                    found.append(anchor)
    return found


def _join(candidate: Candidate, slots: Slots, parsed: ParsedArticle, found: list[Filled], used: set[str]) -> None:
    """Who cancels, plans or asks for an event takes part where its own words leave a side open; not in a truce."""
    role = candidate.rule.roles.get("holder")
    if not isinstance(role, Role):
        return
    asking = slots.get("asker", ()) if role is Role.PARTICIPANT and candidate.rule.event != "Ceasefire" else ()
    for token in (*slots.get("joiner", ()), *asking):
        held = [item for item in found if item.role is role]
        sides = sum(2 if item.anchor.members else 1 for item in held)
        if sides >= (2 if role is Role.PARTICIPANT else 1):
            return
        anchor = anchor_of(parsed, token)
        if anchor is None or anchor.mention.kind not in AGENTIVE or anchor.mention.id in used:
            continue
        if all(item.anchor.mention.name != anchor.mention.name for item in held):
            found.append(Filled(role=role, anchor=anchor, slot="joiner"))


def _coerce(role: Role, kind: Kind) -> Role | None:
    """Return the role under which a kind of mention may stand: victims are people, targets the rest (GUIDELINES 5)."""
    if role is Role.VICTIM and kind not in PEOPLE:
        return Role.TARGET
    return role if kind in _KINDS.get(role, AGENTIVE) else None


def with_members(found: list[Filled], parsed: ParsedArticle) -> list[Filled]:
    """Add the members of groups ("the two leaders") as inferred fillers of the same role."""
    held = {item.anchor.mention.id for item in found}
    names = {item.anchor.mention.name for item in found}
    extra: list[Filled] = []

    def infer(item: Filled, anchor: Anchor, slot: str) -> None:
        if anchor.mention.id not in held and anchor.mention.name not in names:
            held.add(anchor.mention.id)
            names.add(anchor.mention.name)
            extra.append(Filled(role=item.role, anchor=anchor, explicit=False, slot=slot))

    for item in found:
        if item.role is Role.PARTICIPANT and not item.anchor.members:
            for anchor in senders(parsed, item.anchor):
                infer(item, anchor, f"sends {item.anchor.mention.text!r}")
        for anchor in map(parsed.anchor, item.anchor.members):
            # a state and its officials are not both parties of one event
            if anchor.mention.kind is not Kind.STATE or _is_side(item.anchor, anchor):
                infer(item, anchor, f"member of {item.anchor.mention.text!r}")
    return [*found, *extra]


def _is_side(group: Anchor, state: Anchor) -> bool:
    """Whether a state is itself a party where a group is: "both countries", "French and Egyptian warships"."""
    if group.mention.text.lower().endswith(_SIDES):
        return True
    inside = group.mention.start <= state.mention.start and state.mention.end <= group.mention.end
    modifier = state.form in ("demonym", "name") and state.head < group.head
    return modifier and inside and " and " in group.mention.text and group.mention.country is None
