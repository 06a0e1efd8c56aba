"""Nominal mentions of one document → what they stand for: "the president", "her ministry", "the two leaders".

A later mention takes the reading of the one it stands for; where two could be meant it stays as it is. Short names are
`kg.read.name_chains`, pronouns `kg.read.pronouns`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from spacy.tokens import Doc

from kg.facts import Facts, State, fold
from kg.model import Kind
from kg.read.candidates import Candidate
from kg.read.countries import STATELESS, Countries
from kg.read.descriptions import apposed, is_tie, modifier_inside
from kg.read.link import Linker, agent_iri, place_iri
from kg.read.mention_words import HEAD_ROLES, Words
from kg.read.pairs import Pairs
from kg.read.relations import COUNTERPART, NEXT, PREVIOUS, related_person

RELATED = NEXT | PREVIOUS | {COUNTERPART}
DETERMINERS = frozenset({"the", "this", "that"})
MINISTERS = frozenset({"foreign_minister", "defence_minister", "finance_minister", "interior_minister"})
NEAR = 50  # mentions that are looked at around one
ARMED = frozenset({"GOV", "MIL", "COP", "JUD", "LEG", "OPP", "NGO", None})
ADHERENTS = frozenset({"member", "supporter", "sympathiser", "follower", "operative", "recruit"})
TAKEN_BY = {"IGO": ARMED | {"CVL"}, "REB": ARMED}  # whose soldiers, police and courts are theirs, not a state's
LOCAL = frozenset({"COP", "LEG", "JUD", "OPP", "REB", "CVL", "BUS"})  # sectors that belong where they are
NEARBY = frozenset({"GOV", "MIL", "COP", "LEG", "JUD", "OPP"})  # sectors whose unmarked mention means a state nearby
WINDOW = 3  # sentences that "the two ..." looks back over


def inside(mentions: Sequence[Candidate], position: int) -> list[Candidate]:
    """Return the mentions that lie inside one; `mentions` are in text order, longer ones first."""
    outer, found = mentions[position], []
    for mention in mentions[position + 1 : position + 1 + NEAR]:
        if mention.start >= outer.end:
            break
        found.append(mention)
    return found


class Chains:
    """Resolves nominal mentions against the named ones of the document."""

    def __init__(self, doc: Doc, facts: Facts, words: Words, linker: Linker, sentence_of: Sequence[int]) -> None:
        self.doc = doc
        self.facts = facts
        self.words = words
        self.linker = linker
        self.sentence_of = sentence_of
        self.pairs = Pairs(words, sentence_of, doc)
        self.countries = Countries(linker, doc, sentence_of, {}, ())

    def modify(self, nominal: Candidate, at: dict[int, Candidate]) -> None:
        """Take country and sector of a nominal from the state or organisation named in it."""
        inner = modifier_inside(self.doc, nominal, at)
        if inner is None:
            return
        inside = [at[i] for i in range(nominal.start, nominal.end) if i in at and at[i].kind is Kind.STATE]
        states = list({id(c): c for c in inside}.values())
        if nominal.plural and len({c.country for c in states}) > 1:
            nominal.members = states
            return
        taken = TAKEN_BY.get(inner.sector or "", frozenset({"GOV", None, "CVL", "NGO"}))
        member = inner.sector == "REB" and nominal.word in ADHERENTS
        if inner.kind is Kind.ORGANIZATION and (nominal.sector in taken or member):
            nominal.sector = inner.sector or nominal.sector
        if nominal.sector not in STATELESS and not (nominal.kind is Kind.STATE and inner.kind is Kind.PLACE):
            nominal.country = inner.country  # "the Donetsk side" is not Ukraine

    def resolve(self, nominal: Candidate, before: Sequence[Candidate], after: Sequence[Candidate]) -> None:
        """Find who or what a nominal stands for; `before` are the mentions already read, in text order."""
        if nominal.members:
            self.pairs.of_states(nominal, before)
        elif nominal.set_name:
            self.pairs.join(nominal, before)
        elif nominal.kind is Kind.PLACE:
            self._place(nominal, before)
        elif nominal.kind is Kind.STATE:
            self._government(nominal, before)
        elif nominal.kind is Kind.OFFICE:
            self._office(nominal, before, after)
        elif nominal.kind is Kind.ORGANIZATION:
            self._organisation(nominal, before)
        elif nominal.kind is Kind.GROUP:
            self._group(nominal, before)
        elif nominal.kind is Kind.FACILITY and nominal.country is None and nominal.sector not in STATELESS:
            known = self.countries.of_whom(nominal) or self._same_group(nominal, before)
            nominal.country = known or self.countries.around(nominal, back=1)

    def _place(self, nominal: Candidate, before: Sequence[Candidate]) -> None:
        if nominal.word not in ("capital", "capital city"):
            return
        country = nominal.country or self.countries.of_seat(nominal) or self.countries.nearby(nominal, before)
        state = self.facts.state_by_code.get(country or "")
        if state is None:
            return
        nominal.country = state.code
        places = [p for p in self.facts.places_named(state.capital) if p.state == state.code and p.kind == "capital"]
        nominal.name = state.capital
        if len(places) == 1:
            nominal.agent = place_iri(places[0].qid)

    def _government(self, nominal: Candidate, before: Sequence[Candidate]) -> None:
        country = nominal.country or self.countries.of_owner(nominal, before) or self.countries.of_leader(nominal)
        if country is None and not nominal.foreign:
            country = self.countries.nearby(nominal, before)
        state = self.facts.state_by_code.get(country or "")
        if isinstance(state, State):
            nominal.country, nominal.name, nominal.agent = state.code, state.name, agent_iri(state.qid)

    def _office(self, nominal: Candidate, before: Sequence[Candidate], after: Sequence[Candidate]) -> None:
        if nominal.word in RELATED:
            other = related_person(nominal, before, self.linker)
            if other is not None:
                self.linker.take_person(nominal, other)
                nominal.kind = Kind.PERSON
            elif nominal.word != COUNTERPART:
                nominal.country = nominal.country or self.countries.of_owner(nominal, before)
            return
        person = self._beside(nominal, [*before, *after]) or self._same_office(nominal, before)
        if person is not None:
            nominal.take(person)
            nominal.stands_for = person
            return
        marked = nominal.country or self.countries.of_owner(nominal, before) or self.countries.of_seat(nominal)
        country = marked or self.countries.nearby(nominal, before)
        if country is None or nominal.sector not in ("GOV", "MIL", "LEG", None):
            nominal.country = marked
            return
        nominal.country = country
        term = self.linker.holder(country, nominal.roles) if self._definite(nominal) else None
        if term is None:
            return
        holder = self.facts.person_by_id[term.person]
        known = [m for m in before if m.person is holder]
        if known:
            nominal.take(known[-1])
            nominal.stands_for = known[-1]
        elif marked:
            self.linker.take_person(nominal, holder)

    def _definite(self, nominal: Candidate) -> bool:
        first = self.doc[nominal.start]
        return first.lower_ not in ("a", "an", "one", "another", "any", "former", "some", "no") and "former" not in {
            t.lower_ for t in self.doc[nominal.start : nominal.head]
        }

    def _beside(self, nominal: Candidate, names: Iterable[Candidate]) -> Candidate | None:
        """Return the person in apposition to an office ("the minister, Jane Roe")."""
        for name in names:
            if name.kind is Kind.PERSON and name.form == "name" and nominal.head in apposed(self.doc[name.head]):
                return name
        return None

    def _same_office(self, nominal: Candidate, before: Sequence[Candidate]) -> Candidate | None:
        """Return the person, or the office phrase, of the document that a definite office phrase takes up."""
        if not self._definite(nominal) or not nominal.roles:
            return None
        roles = self._roles(nominal)
        fitting: list[Candidate] = []
        for mention in reversed(before):
            if nominal.country is not None and mention.country != nominal.country:
                continue
            if mention.kind is Kind.PERSON and mention.form == "name" and roles & set(mention.roles):
                fitting.append(mention)
            elif mention.kind is Kind.OFFICE and mention.form == "nominal" and not fitting:
                near = self.sentence_of[nominal.head] - self.sentence_of[mention.head] <= WINDOW
                if near and nominal.word in (mention.word, mention.word.rsplit(" ", 1)[-1]):
                    return mention.stands_for or mention
        if len({m.agent or fold(m.name) for m in fitting}) == 1:
            return fitting[0]
        return self._last_subject(nominal, fitting, before)

    def _last_subject(
        self, nominal: Candidate, fitting: Sequence[Candidate], before: Sequence[Candidate]
    ) -> Candidate | None:
        """Of several who hold such an office, return the one that was last the subject of a sentence nearby."""
        keys = {m.agent or fold(m.name): m for m in reversed(fitting)}
        for mention in reversed(before):
            if self.sentence_of[nominal.head] - self.sentence_of[mention.head] > WINDOW:
                return None
            found = keys.get(mention.agent or fold(mention.name))
            if found is not None and self.doc[mention.head].dep_ in ("nsubj", "nsubjpass"):
                return found
        return None

    def _roles(self, nominal: Candidate) -> set[str]:
        """Return the roles of the tables that an office phrase may name; "the minister" may be any minister."""
        found = set(nominal.roles)
        if "leader" in found:
            found |= HEAD_ROLES
        if nominal.word == "minister":
            found |= MINISTERS
        return found

    def _organisation(self, nominal: Candidate, before: Sequence[Candidate]) -> None:
        if nominal.org is not None and nominal.country is None:
            self.linker.link_org(nominal, [self.facts.org_by_id[nominal.org]])
            return
        known = self._same_word(nominal, before)
        if known is not None and nominal.country in (None, known.country):
            nominal.take(known)
            nominal.stands_for = known
            return
        country = nominal.country or self.countries.of_owner(nominal, before) or self.countries.of_seat(nominal)
        if country is None and nominal.sector in ("GOV", "MIL", "LEG", "COP", "JUD"):
            country = self.countries.nearby(nominal, before)
        if country is None and nominal.sector in LOCAL:
            country = self.countries.around(nominal)
        nominal.country = country if nominal.sector not in ("IGO", "MED", "NGO") else nominal.country
        state = self.facts.state_by_code.get(country or "")
        if state is not None and nominal.template:
            field = nominal.word.removesuffix("ministry").removesuffix("department").strip().title()
            foreign = any(m.country == country and "foreign_minister" in m.roles for m in before)
            if field or foreign or "{field}" not in nominal.template:
                nominal.name = nominal.template.format(state=state.name, field=field or "Foreign Affairs")

    def _same_word(self, nominal: Candidate, before: Sequence[Candidate]) -> Candidate | None:
        """Return the organisation that a short definite phrase takes up ("the ministry", "the newspaper")."""
        if self.doc[nominal.start].lower_ not in DETERMINERS or nominal.head - nominal.start > 2:
            return None
        last = nominal.word.rsplit(" ", 1)[-1]
        open_between = self.countries.is_shared(nominal, before)
        for mention in reversed(before):
            if mention.kind is not Kind.ORGANIZATION:
                continue
            same = mention.form == "nominal" and mention.word.rsplit(" ", 1)[-1] == last
            if same and mention.country and not open_between:
                return mention
            if mention.form == "name" and nominal.sector == mention.sector and nominal.sector in ("MED", "IGO", "REB"):
                return mention
        return None

    def _group(self, nominal: Candidate, before: Sequence[Candidate]) -> None:
        if nominal.country is not None or nominal.members or nominal.sector in STATELESS:
            return
        nominal.country = (
            self.countries.of_owner(nominal, before)
            or self.countries.of_seat(nominal)
            or self._same_group(nominal, before)
        )
        if nominal.country is not None or nominal.foreign:
            return
        if nominal.sector in NEARBY:
            nominal.country = self.countries.nearby(nominal, before)
        if nominal.country is None and nominal.sector in LOCAL:
            nominal.country = self.countries.around(nominal)

    def _same_group(self, nominal: Candidate, before: Sequence[Candidate]) -> str | None:
        """Return the country of the group that a definite phrase takes up ("the two inspectors")."""
        if self.doc[nominal.start].lower_ not in ("the", "these", "those"):
            return None
        for mention in reversed(before):
            if mention.form == "nominal" and mention.kind is nominal.kind and mention.word == nominal.word:
                nominal.sector = mention.sector
                return mention.country
        return None

    def complete(self, mentions: Sequence[Candidate]) -> None:
        """Give what is still without a country that of the words beside it, and pass it down the chains.

        Runs last, since "the prime minister" within "a spokeswoman for the prime minister" is resolved after it.
        """
        at = {m.head: m for m in mentions}
        for position, mention in enumerate(mentions):
            if mention.country is not None:
                continue
            if mention.form == "nominal" and mention.sector not in STATELESS and not mention.members:
                found = {m.country for m in inside(mentions, position) if m.country and not is_tie(self.doc, m)}
                mention.country = found.pop() if len(found) == 1 else None
        for position, mention in enumerate(mentions):
            if mention.kind is Kind.PERSON and mention.form == "name" and mention.person is None:
                self._complete_person(mention, at, mentions[max(0, position - NEAR) : position])
        for mention in mentions:
            source = mention.stands_for
            if source is not None and mention.country is None and mention.agent is None:
                mention.country = source.country
                mention.sector = mention.sector or source.sector

    def _complete_person(self, name: Candidate, at: dict[int, Candidate], before: Sequence[Candidate]) -> None:
        """Take country and sector of an unlinked person from an apposition, "of ..." or "X's" beside the name."""
        token = self.doc[name.head]
        beside = [at[i] for i in apposed(token) if i in at and at[i].kind not in (Kind.STATE, Kind.PLACE)]
        offices = [other for other in beside if other.kind is Kind.OFFICE]
        beside = offices or [*beside, *(at[c.i] for c in token.children if c.dep_ == "poss" and c.i in at)]
        for child in token.children:
            if child.dep_ == "prep" and child.lower_ in ("of", "for", "from", "with") and child.i == name.end:
                beside += [at[c.i] for c in child.children if c.i in at]
        for other in beside:
            if other.kind is Kind.PERSON and other.form == "name":
                continue
            name.country = name.country or other.country
            name.sector = name.sector or other.sector
        if name.country is None and name.sector in NEARBY:
            name.country = self.countries.nearby(name, before)
