"""Nominal mentions without a state of their own → their state: by owner, seat, leader, or the one nearby."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from spacy.tokens import Doc, Token

from kg.model import Kind
from kg.read.candidates import Candidate
from kg.read.descriptions import POSTED, Description
from kg.read.link import Linker
from kg.read.mention_words import HEAD_ROLES

STATELESS = frozenset({"MED", "IGO", "NGO"})  # sectors that act for no state
SEATS = frozenset({Kind.PLACE, Kind.STATE})
ABROAD = frozenset({"MIL", "GOV"})  # sectors that may act in another state
OTHERS = frozenset({"neighbour", "neighbor", "rival", "adversary", "enemy", "foe"})  # who is not one of one's own
NATIVE = frozenset({"OPP", "REB", "LEG", "JUD"})  # sectors that are at home where they are said to be
HOMELY = frozenset({"security forces", "security force", "authority", "authorities", "armed force", "armed forces"})
AT_HOME, AWAY = frozenset({"of", "from", "in"}), frozenset({"of", "from"})
MAX_STEPS = 12  # words that a chain of conjuncts is followed
WINDOW = 3  # sentences that "the two ..." looks back over


def predicate(token: Token) -> int | None:
    """Return the verb whose subject, object or prepositional complement a word is, or None."""
    steps = 0
    while token.dep_ in ("conj", "appos") and token.head != token and steps < MAX_STEPS:
        token, steps = token.head, steps + 1
    head = token.head
    while head.dep_ == "prep" and head.head != head:
        head = head.head
    return int(head.i) if head.pos_ in ("VERB", "AUX") and head != token else None


class Countries:
    """Finds the states of nominals in one document; `at` are the mentions by token, `places` the named locations."""

    def __init__(
        self,
        linker: Linker,
        doc: Doc,
        sentence_of: Sequence[int],
        at: dict[int, Candidate],
        places: Sequence[Candidate],
    ) -> None:
        self.linker = linker
        self.doc = doc
        self.sentence_of = sentence_of
        self.at = at
        self.places = places
        self._by_sentence: dict[int, set[str]] | None = None

    def of_owner(self, nominal: Candidate, before: Sequence[Candidate]) -> str | None:
        """Return the country of "his", "its" or "their" at the start of a nominal, from the mention it stands for."""
        other = nominal.word.rsplit(" ", 1)[-1] in OTHERS
        for mention in reversed(before):
            if mention.form == "pronoun" and nominal.start <= mention.start < nominal.head:
                if other:
                    return self._other_than(mention.country, nominal, before)
                owner = mention.stands_for
                own_forces = owner is not None and owner.sector in ("IGO", "REB") and nominal.sector in ("MIL", "COP")
                if owner is not None and (nominal.sector in ("GOV", None) or own_forces):
                    nominal.sector = owner.sector or nominal.sector
                return mention.country
            if mention.start < nominal.start:
                break
        return None

    def _other_than(self, own: str | None, nominal: Candidate, before: Sequence[Candidate]) -> str | None:
        """Return the one other state that the sentence has named: "protested to Mali, accusing its neighbour"."""
        here = self.sentence_of[nominal.head]
        apposed = [self.at[c.i] for c in self.doc[nominal.head].children if c.dep_ == "appos" and c.i in self.at]
        named = apposed or [m for m in before if self.sentence_of[m.head] == here and m.kind is Kind.STATE]
        found = {m.country for m in named if m.country and m.country != own}
        return found.pop() if own is not None and len(found) == 1 else None

    def nearby(self, nominal: Candidate, before: Sequence[Candidate]) -> str | None:
        """Return the country that an unmarked "the government" means: the same phrase before, else the one nearby."""
        here = self.sentence_of[nominal.head]
        same = self._same(nominal, before)
        if same:
            return None if self.is_shared(nominal, before) else same[-1].country
        verb = predicate(self.doc[nominal.head])
        for distance in (0, 1):
            near = [
                m
                for m in before
                if m.country
                and self.sentence_of[m.head] == here - distance
                and m.kind in (Kind.STATE, Kind.PERSON, Kind.OFFICE)
            ]
            found = {m.country for m in near}
            if verb is not None and any(predicate(self.doc[m.head]) == verb for m in near if m.head != nominal.head):
                return None  # "Oslo summoned the ambassador": two arguments of one verb are two parties
            if distance == 0:
                stood = self.around(nominal)
                if not found and stood and nominal.sector == "COP":
                    return stood  # "In Brussels, police detained 60 fans"
                if stood and all(m.form == "demonym" for m in near):
                    found.add(stood)  # "Police in Kosovo arrested two Serbs, the interior minister said": either's
            if len(found) == 1:
                return found.pop()
            if found:
                told = [m.country for m in near if self._leads(m)]
                if distance == 1 and len(told) == 1:
                    return told[0]  # "Chad said the Libyan boat … . Spokesman Idriss Roe said": Chad's
                break
        lead = [m.country for m in before if m.country and m.form == "name"][:1]
        return lead[0] if lead and here <= WINDOW and nominal.kind is not Kind.STATE else None

    def _leads(self, mention: Candidate) -> bool:
        """Whether a named state is the subject of its sentence."""
        token = self.doc[mention.head]
        return mention.kind is Kind.STATE and token.dep_ == "nsubj" and token.head.dep_ == "ROOT"

    def _same(self, nominal: Candidate, before: Sequence[Candidate]) -> list[Candidate]:
        last = nominal.word.rsplit(" ", 1)[-1]
        return [m for m in before if m.form == "nominal" and m.country and m.word.rsplit(" ", 1)[-1] == last]

    def is_shared(self, nominal: Candidate, before: Sequence[Candidate]) -> bool:
        """Whether two states have such a body in the text, and both or neither in the last sentences."""
        same = self._same(nominal, before)
        here = self.sentence_of[nominal.head]
        close = {m.country for m in same if here - self.sentence_of[m.head] <= 1}
        return len({m.country for m in same}) > 1 and len(close) != 1

    def of_seat(self, nominal: Candidate) -> str | None:
        """Return the country of the place that a phrase is said to be in or from ("rebels in Darfur"), or None."""
        if nominal.sector in STATELESS or POSTED & set(nominal.roles):
            return None
        foreign = nominal.foreign and nominal.sector not in NATIVE
        away = foreign or (nominal.sector in ABROAD and not self._homely(nominal))
        for child in self.doc[nominal.head].children:
            word = child.lower_
            if child.dep_ != "prep" or child.i != nominal.head + 1 or word not in (AWAY if away else AT_HOME):
                continue
            for inner in child.children:
                other = self.at.get(inner.i)
                if inner.dep_ == "pobj" and other is not None and (other.kind in SEATS or word == "from"):
                    return other.country
        return None

    def of_whom(self, nominal: Candidate) -> str | None:
        """Return the country of those whose a thing is said to be ("positions of the Syrian army"), or None."""
        for child in self.doc[nominal.head].children:
            if child.dep_ == "prep" and child.lower_ == "of" and child.i == nominal.head + 1:
                found = [self.at[inner.i] for inner in child.children if inner.i in self.at]
                return next((other.country for other in found if other.kind not in SEATS), None)
        return None

    def _told_from(self, place: Candidate) -> bool:
        """Whether a place tells where those are who report: "…, officials in Nairobi said"."""
        token = self.doc[place.head]
        for _ in range(MAX_STEPS):
            if token.dep_ == "nsubj":
                verb = token.head
                return verb.lemma_.lower() in self.linker.words.reporting and any(
                    c.dep_ == "ccomp" and c.i < token.i for c in verb.children
                )
            if token.head == token or token.pos_ in ("VERB", "AUX"):
                return False
            token = token.head
        return False

    def _homely(self, nominal: Candidate) -> bool:
        """Whether a phrase of state power names what works at home ("security forces", "the governor")."""
        return nominal.word in HOMELY or bool({"mayor", "regional_head"} & set(nominal.roles))

    def of_leader(self, nominal: Candidate) -> str | None:
        """Return the country of the person whose government a phrase names ("the Obama administration")."""
        for position in range(nominal.start, nominal.head):
            person = self.at.get(position)
            if person is not None and person.kind is Kind.PERSON:
                return person.country or self.linker.shared_country(person, Description(roles=tuple(HEAD_ROLES)))
        return None

    def around(self, nominal: Candidate, back: int = 0) -> str | None:
        """Return the country of the one state in which the places of the sentence, or one before, lie, or None."""
        here = self.sentence_of[nominal.head]
        if self._by_sentence is None:
            self._by_sentence = defaultdict(set)
            for place in self.places:
                if place.country and not self._told_from(place):
                    self._by_sentence[self.sentence_of[place.head]].add(place.country)
        for sentence in range(here, here - back - 1, -1):
            found = self._by_sentence.get(sentence)
            if found:
                return next(iter(found)) if len(found) == 1 else None
        return None
