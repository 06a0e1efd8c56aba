"""Groups of two ("the two leaders", "both sides", "the ministers of Norway and Brazil") → their members."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from spacy.tokens import Doc

from kg.facts import fold
from kg.model import Kind
from kg.read.candidates import Candidate
from kg.read.countries import WINDOW
from kg.read.mention_words import HEAD_ROLES, Words

SIDES = frozenset({"side", "party", "signatory", "adversary", "enemy", "foe", "rival", "army"})
RECIPROCAL = frozenset({"be", "have", "say", "comprise", "represent", "speak", "lead"})
PEOPLE = frozenset({Kind.PERSON, Kind.OFFICE})


def key_of(mention: Candidate) -> str:
    """Return what two mentions of one agent share."""
    return mention.agent or fold(mention.name)


class Pairs:
    """Finds the members of groups in one document."""

    def __init__(self, words: Words, sentence_of: Sequence[int], doc: Doc) -> None:
        self.words = words
        self.sentence_of = sentence_of
        self.doc = doc

    def roles_of(self, nominal: Candidate) -> frozenset[str]:
        """Return the office roles that the members of a group hold by its word, none for "the pair"."""
        heads = self.words.heads.get(nominal.word, ())
        roles = frozenset(heads[0].roles) if heads else frozenset()
        return roles | HEAD_ROLES if nominal.set_name == "heads" or roles & HEAD_ROLES else roles

    def join(self, nominal: Candidate, before: Sequence[Candidate]) -> None:
        """Set the two members of a group from the mentions before it, or leave it where more than two fit."""
        before = self._without_actor(nominal, before)
        members = self._office_holders(nominal, before) or self._nearby(nominal, before)
        if len(members) != 2:
            return
        self._set(nominal, sorted(members, key=lambda m: (m.start, m.end)))

    def _without_actor(self, nominal: Candidate, before: Sequence[Candidate]) -> Sequence[Candidate]:
        """Leave out who acts on a group: "Paris urged both sides" means two others."""
        token = self.doc[nominal.head]
        while token.dep_ in ("pobj", "dobj", "dative", "prep") and token.head.pos_ != "VERB":
            token = token.head
        verb = token.head
        if token.dep_ not in ("pobj", "dobj", "dative", "prep") or verb.lemma_ in RECIPROCAL:
            return before
        subjects = {child.i for child in verb.children if child.dep_ == "nsubj"}
        actors = {key_of(m) for m in before if m.head in subjects}
        return [m for m in before if key_of(m) not in actors] if actors else before

    def of_states(self, nominal: Candidate, before: Sequence[Candidate]) -> None:
        """Replace the states that a group of office holders names by the persons who hold the office for them."""
        roles = self.roles_of(nominal)
        if not roles:
            return
        found = []
        for state in nominal.members:
            holder = next((m for m in reversed(before) if m.country == state.country and self._holds(m, roles)), None)
            if holder is None:
                return
            found.append(holder)
        self._set(nominal, found)

    def _set(self, nominal: Candidate, members: list[Candidate]) -> None:
        nominal.members = members
        nominal.name = " and ".join(m.name for m in members)
        sectors = {m.sector for m in members}
        nominal.sector = sectors.pop() if len(sectors) == 1 else nominal.sector

    def _holds(self, mention: Candidate, roles: Iterable[str]) -> bool:
        wanted = set(roles)
        minister = wanted == {"minister"} and any("minister" in role for role in mention.roles)
        person = mention.kind is Kind.PERSON and mention.form != "pronoun"
        return person and not mention.plural and (minister or bool(wanted & set(mention.roles)))

    def _office_holders(self, nominal: Candidate, before: Sequence[Candidate]) -> list[Candidate]:
        """Return the two last named holders of the office that the word names, of two states."""
        heads = self.words.heads.get(nominal.word, ())
        exact = frozenset(heads[0].roles) if heads else frozenset()
        return self._holders(exact, before) or self._holders(self.roles_of(nominal), before)

    def _holders(self, roles: frozenset[str], before: Sequence[Candidate]) -> list[Candidate]:
        found: dict[str, Candidate] = {}
        if not roles:
            return []
        for mention in reversed(before):
            if mention.country and self._holds(mention, roles):
                same_state = any(m.country == mention.country for m in found.values())
                if key_of(mention) in found or not same_state:
                    found.setdefault(key_of(mention), mention)
            if len(found) == 2:
                return list(found.values())
        return []

    def _companion(self, member: Candidate, before: Sequence[Candidate]) -> Candidate | None:
        """Return the one other person told of together with a person further back ("X met Y … X … the two")."""
        for mention in reversed(before):
            if key_of(mention) != key_of(member):
                continue
            here = self.sentence_of[mention.head]
            others = {
                key_of(m): m
                for m in before
                if self.sentence_of[m.head] == here
                and m.kind is Kind.PERSON
                and m.form == "name"
                and key_of(m) != key_of(member)
            }
            if others:
                return next(iter(others.values())) if len(others) == 1 else None
        return None

    def _nearby(self, nominal: Candidate, before: Sequence[Candidate]) -> list[Candidate]:
        """Return the two parties of the last sentences that fit; of more than two those spoken of most."""
        here = self.sentence_of[nominal.head]
        sorts = ("persons", "states") if nominal.set_name == "any" else (nominal.set_name,)
        for sort in sorts:
            found: dict[str, Candidate] = {}
            for back in range(WINDOW + 1):
                for mention in before:
                    if self.sentence_of[mention.head] == here - back and self._fits(mention, sort, nominal):
                        found.setdefault(key_of(mention), mention)
                if len(found) > 2 and nominal.word.rsplit(" ", 1)[-1] == "party" and "two" not in nominal.name:
                    return []  # "the parties" of talks between three states are three
                if len(found) >= 2:
                    return self._foremost(list(found.values()), before)
            if sort == "persons" and len(found) == 1:
                only = next(iter(found.values()))
                other = self._companion(only, before)
                if other is not None:
                    return [only, other]
        return []

    def _foremost(self, members: list[Candidate], before: Sequence[Candidate]) -> list[Candidate]:
        if len(members) > 2:
            counts = Counter(key_of(m) for m in before)
            members.sort(key=lambda m: -counts[key_of(m)])
            if counts[key_of(members[1])] == counts[key_of(members[2])]:
                return []
        return members[:2]

    def _fits(self, mention: Candidate, sort: str, nominal: Candidate) -> bool:
        if mention.form == "pronoun" or mention.plural:
            return False
        if sort == "states":
            side = nominal.word.rsplit(" ", 1)[-1] in SIDES and mention.sector == "REB"
            return mention.kind is Kind.STATE or (side and mention.kind is Kind.ORGANIZATION)
        if mention.kind is not Kind.PERSON:
            return False
        if sort == "heads":
            return bool(set(mention.roles) & HEAD_ROLES) or not mention.roles
        if sort == "ministers":
            return any("minister" in role for role in mention.roles) or not mention.roles
        return True
