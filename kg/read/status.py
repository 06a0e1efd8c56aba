"""The path from a trigger to the root of its sentence → status, polarity and certainty, each with its reason.

One mechanism for verbs and nouns: the trigger's own tense or the predicate that carries it gives a base; every
predicate further up may lower, deny or replace it. Operators are data (`lexicons/en/events/operators.yaml`).
"""

from __future__ import annotations

from dataclasses import replace

from msgspec import structs
from spacy.tokens import Token

from kg.lexicon import Lexicon, Operator, TypeEntry
from kg.model import Certainty, Polarity, Status
from kg.read import syntax
from kg.read.bases import AHEAD, CONDITIONAL, POSSIBLE, PRESUPPOSED, Assessment, VerbBases
from kg.read.generic import general
from kg.read.habits import allowed, customary, habitual_noun, indefinite
from kg.read.predicates import asked, completes_noun, has_new_date, infinitives, of_signing, once, slot_of, takes_object
from kg.read.triggers import HELD, Candidate, adjective_operators, noun_operators, verb_operators

__all__ = ["Assessment", "assess"]

_CARRYING = frozenset({"from", "for", "at", "in", "during", "with", "by", "over", "via"})
_AHEAD = frozenset({"before", "ahead", "until", "toward", "towards", "pending"})
_PLANNING = frozenset({"for", "at", "in", "to", "on", "with", "as", "by", "over", "via"})
_UNDECIDED = frozenset({"decide", "deliberate"})
_RELIEVED = frozenset({Status.LIFTED, Status.EASED, Status.SUSPENDED})
_MEASURE_SCHEMES = frozenset({"measure", "agreement", "aid"})


def assess(candidate: Candidate, entry: TypeEntry, lexicon: Lexicon) -> Assessment:
    """Return status, polarity and certainty of the event that a candidate reports."""
    if of_signing(candidate.token):
        entry = structs.replace(entry, type="Signing", scheme="happening")
    walk = _Walk(entry, lexicon, {t.i for t in candidate.words})
    state = Assessment(status=None)
    token = candidate.token
    if general(token, lexicon):
        return state.because("true of all of a kind", generic=True)
    if candidate.nominal:
        if habitual_noun(token, entry, lexicon):
            return state.because("habit", generic=True)
        state, pending = walk.noun(token, state)
    else:
        state, pending = walk.verb(token, state)
    state = walk.climb(token, state, pending)
    if state.status is Status.OCCURRED and state.polarity is Polarity.NEGATIVE and entry.scheme == "happening":
        state = state.because("negated", status=Status.DID_NOT_OCCUR)
    return walk.whether(state) if entry.scheme != "speech" and asked(token) else state


class _Walk(VerbBases):
    """One walk from a trigger to the root of its sentence."""

    def noun(self, noun: Token, state: Assessment) -> tuple[Assessment, bool]:
        """Return the state after a noun's own modifiers, and whether the base is still open."""
        pending = True
        for child in noun.children:
            if child.i in self.own:
                continue
            if child.dep_ in ("amod", "acl", "advmod", "compound", "appos", "relcl") or child.dep_ == "det":
                for operator in adjective_operators(child, self.lexicon):
                    if self._fits(operator):
                        state, _ = self._apply(operator, child, state, pending)
            if child.dep_ in ("acl", "relcl") and syntax.is_verbal(child):
                state, _ = self._carried_by_clause(child, state, pending)
        if syntax.has_no(noun):
            state = state.because("no", polarity=Polarity.NEGATIVE)
        return state, pending

    def _carried_by_clause(self, verb: Token, state: Assessment, pending: bool) -> tuple[Assessment, bool]:
        """A relative clause or participle on the noun: "talks planned for May", "a visit which was cancelled"."""
        subject = syntax.own_subject(verb)
        inner = verb.dep_ == "relcl" and subject is not None and subject.lower_ not in syntax.RELATIVES
        if inner and any(c.dep_ == "dobj" and c.lower_ not in syntax.RELATIVES for c in verb.children):
            return state, pending  # "the meeting at which he signed the text"
        if inner and syntax.is_passive(verb):
            return state, pending
        if verb.lemma_ == "arrange" and syntax.agents(verb):
            return state, pending  # "in an exchange arranged by Qatar": who mediated it says nothing of its stage
        for operator, words in verb_operators(verb, self.lexicon):
            if not self._fits(operator) or any(w.i in self.own for w in words):
                continue
            if inner and "object" not in operator.slots:
                continue
            if verb.tag_ == "VBN" or verb.dep_ == "relcl":
                return self._apply(operator, verb, state, pending)
        return state, pending

    # -- the climb -----------------------------------------------------------------------------------------------
    def climb(self, token: Token, state: Assessment, pending: bool) -> Assessment:
        """Follow heads to the root, applying what governs the event."""
        current = token
        for _ in range(40):
            head, dep = current.head, "acl" if completes_noun(current) else current.dep_
            if head == current:
                break
            if dep == "conj":
                if syntax.is_verbal(current) and syntax.is_verbal(head) and current.tag_ in ("VB", "VBG") and pending:
                    state, pending = self.verb(head, state)
                current = syntax.joined_to(current) if syntax.is_verbal(current) else head
                continue
            if dep == "ccomp" and current.i < head.i and any(t.text == ";" for t in head.doc[current.i : head.i]):
                break  # the parser hangs a clause before a semicolon on the next one
            if syntax.is_verbal(current) and dep in ("advcl", "relcl"):
                state = self._subordinate(current, state, dep)
                if dep == "relcl" or not pending:
                    break
                if any(c.dep_ == "mark" for c in current.children):
                    break
            state, pending, current, going = self._step(current, head, dep, state, pending)
            if not going:
                break
        return self._close(token, state, pending)

    def _subordinate(self, verb: Token, state: Assessment, dep: str) -> Assessment:
        mark = next((c.lower_ for c in verb.children if c.dep_ == "mark"), "")
        waiting = verb.head.tag_ != "VBD" if mark in ("until", "till") else verb.head.tag_ == "VB"
        if dep == "advcl" and (mark in ("until", "till") or once(verb)) and waiting:
            return self.moot(state, f"what is waited for ({mark or 'once'})")
        if dep == "relcl":
            return self._foiled(verb.head, state)
        if dep == "advcl" and mark in CONDITIONAL:
            return self.moot(state, f"condition ({mark})", conditional=True)
        return state

    def _step(
        self, current: Token, head: Token, dep: str, state: Assessment, pending: bool
    ) -> tuple[Assessment, bool, Token, bool]:
        if syntax.is_verbal(head):
            return self._under_verb(current, head, dep, state, pending)
        if dep in ("pobj", "pcomp"):
            return self._under_preposition(current, head, state, pending)
        if head.pos_ in ("NOUN", "PROPN"):
            for operator in noun_operators(head, self.lexicon):
                if self._fits(operator):
                    state, pending = self._apply(operator, head, state, pending)
                    return state, pending, head, True
            transparent = head.lemma_ in self.lexicon.words.get("transparent", frozenset())
            if dep in ("acl", "prep", "relcl", "appos") and not transparent:
                return self._foiled(head, self._denied_report(head, state)), pending, head, False
            return state, pending, head, transparent
        if head.pos_ in ("ADJ", "ADV"):
            if (leaning := self.leaning(head, state)) is not None:
                return leaning, False, head, False
            for operator in adjective_operators(head, self.lexicon):
                if self._fits(operator):
                    state, pending = self._apply(operator, head, state, pending)
            return state, pending, head, True
        return state, pending, head, True

    def _denied_report(self, noun: Token, state: Assessment) -> Assessment:
        """ "denied reports that he would fly to Moscow" denies the flight."""
        if noun.lemma_ not in self.lexicon.words.get("reports", frozenset()) or noun.dep_ not in ("dobj", "nsubjpass"):
            return state
        for operator, _ in verb_operators(noun.head, self.lexicon):
            if operator.operator == "denied":
                return self.negate(state.because(f"denied ({noun.head.text})"), True)
        return state

    def _foiled(self, noun: Token, state: Assessment) -> Assessment:
        """A weapon on its way that its governing verb stops: "shot down a drone heading for the port"."""
        if noun.dep_ not in ("dobj", "nsubjpass") or not syntax.is_verbal(noun.head):
            return state
        for operator, _ in verb_operators(noun.head, self.lexicon):
            if operator.status is Status.FAILED and operator.only_types and self._fits(operator):
                return state.because(f"{operator.operator} ({noun.head.text})", status=Status.FAILED)
        return state

    def _under_preposition(
        self, current: Token, prep: Token, state: Assessment, pending: bool
    ) -> tuple[Assessment, bool, Token, bool]:
        above = prep.head
        while above.dep_ in ("prep", "pcomp") and above.pos_ == "ADP" and above.head != above:
            above = above.head
        if (leaning := self.leaning(above, state)) is not None:
            return leaning, False, above, False
        if syntax.is_verbal(above):
            for operator, words in verb_operators(above, self.lexicon):
                if prep in words and self._fits(operator) and "object" in operator.slots and above.i not in self.own:
                    state, pending = self._apply(operator, above, state, pending)
                    return state, pending, above, True
            return self._oblique(prep, above, state, pending)
        if above.pos_ in ("NOUN", "PROPN"):
            # "Kyiv's decision in a call" decides on no call
            circumstance = prep.lower_ in ("in", "during") and above.lower_ != "interest"
            for noun_operator in noun_operators(above, self.lexicon):
                if self._fits(noun_operator) and not circumstance:
                    state, pending = self._apply(noun_operator, above, state, pending)
                    return state, pending, above, True
            transparent = above.lemma_ in self.lexicon.words.get("transparent", frozenset())
            return state, pending, above, transparent and prep.lower_ == "of"
        return state, pending, above, False

    def _oblique(
        self, prep: Token, verb: Token, state: Assessment, pending: bool
    ) -> tuple[Assessment, bool, Token, bool]:
        """The event stands in an adjunct of a verb that does not speak of it: "flew home after talks"."""
        if not pending:
            return state, pending, verb, False
        if prep.lower_ in _AHEAD:
            return state.because(f"ahead ({prep.lower_})", status=None, future=True), False, verb, False
        base, still = self.verb(verb, replace(state, reasons=()))
        if (base.future or still) and verb.lemma_ in _UNDECIDED:
            state = replace(state, carriers=(*state.carriers, verb))
            return self.moot(state, f"still to be settled ({verb.text})"), False, verb, False
        given = prep.lower_ == "over" and self.entry.type in PRESUPPOSED
        if prep.lower_ in _PLANNING and not given and (base.future or still):
            return replace(base, polarity=Polarity.POSITIVE, carriers=(*state.carriers, verb)), still, verb, still
        if base.status is Status.MOOTED and not given:
            return base, False, verb, False
        if still and verb.tag_ == "VB" and any(t.tag_ == "NNS" for t in prep.children):
            return state.because("a plural under an open infinitive", generic=True), False, verb, False
        carriers = (*state.carriers, verb) if prep.lower_ in _CARRYING and not given else state.carriers
        state = replace(state, carriers=carriers)
        return self._settle(state, True, "adjunct of a past clause"), False, verb, False

    def _under_verb(
        self, current: Token, verb: Token, dep: str, state: Assessment, pending: bool
    ) -> tuple[Assessment, bool, Token, bool]:
        if dep == "xcomp" and customary(verb, self.lexicon):
            return state.because("custom", generic=True), False, verb, False
        if verb.lemma_ in ("be", "go", "have") and dep == "xcomp" and pending:
            return *self._be_to(current, verb, state), verb, True
        if dep in ("nsubj", "nsubjpass") and pending:
            told = self.foretold(verb, state) or (self._about_to(verb, state) if verb.lemma_ == "be" else None)
            if told is not None:
                return *told, verb, True
        slot = slot_of(current, verb, dep)
        mark = next((c.lower_ for c in current.children if c.dep_ in ("mark", "advmod")), "")
        if slot == "clause" and (mark in ("whether", "if", "when", "who", "why", "how") or self.unconfirmed(verb)):
            state = self.whether(state)
            pending = False
        bare = slot == "subject" and verb.tag_ in ("VBN", "VBD") and not any(c.dep_ == "dobj" for c in verb.children)
        for operator, words in verb_operators(verb, self.lexicon):
            if any(w.i in self.own for w in words if w != verb) or verb.i in self.own:
                continue
            if current.lemma_ in self.lexicon.words.get("withheld", frozenset()) and slot == "clause":
                continue  # "declined to comment on the calls" says nothing of the calls
            # A participle that the parser took for a main verb: "the visit, planned for May, …"
            reduced = bare and "object" in operator.slots and "subject" not in operator.slots and not operator.supports
            if slot == "subject" and operator.operator in HELD and takes_object(verb, words):
                continue  # "a strike closed the port": the verb holds nothing
            if (slot in operator.slots or reduced) and self._fits(operator):
                state, pending = self._apply(operator, verb, state, pending, slot=slot)
                return self._later_steps(verb, slot, state), pending, verb, True
        if not pending:
            return state, pending, verb, slot == "clause"
        if slot == "clause" and dep in ("xcomp", "advcl", "ccomp"):
            infinitive = dep == "xcomp" and current.tag_ == "VB" and any(c.lower_ == "to" for c in current.children)
            if infinitive and verb.lemma_ not in self.lexicon.words.get("implicative", frozenset()):
                return self.moot(state, f"infinitive under {verb.text!r}"), False, verb, True
            base, still = self.verb(verb, state)
            return base, still, verb, True
        carriers = (*state.carriers, verb) if slot == "object" and verb.lemma_ in ("have", "be") else state.carriers
        if slot == "attribute" or verb.lemma_ in ("be", "have"):
            base, still = self.verb(verb, state)
            if base.future and base.reasons[-1:] == ("simple present",):
                base = replace(base, status=Status.UNDERWAY, future=False)
            return replace(base, carriers=carriers), still, verb, True
        base, still = self.verb(verb, replace(state, reasons=()))
        known = (
            slot == "subject" and self.entry.type in PRESUPPOSED and any(c.lower_ == "the" for c in current.children)
        )
        if base.future and "simple present" not in base.reasons and not known:
            return replace(base, polarity=state.polarity), still, verb, still
        if slot == "subject" and base.reasons[-1:] in (("conditional would",), ("modal of possibility",)):
            # "a strike would cost millions" muses on strikes; "the strike" is one that somebody has in mind
            return replace(base, polarity=state.polarity, generic=indefinite(current)), False, verb, False
        return self._settle(state, True, "argument of another verb"), False, verb, False

    def _later_steps(self, verb: Token, slot: str, state: Assessment) -> Assessment:
        """Coordinated predicates of the same subject: "was due on Friday and was put off"."""
        if slot == "clause":
            return state
        for other in verb.conjuncts:
            if other.i < verb.i or syntax.own_subject(other) is not None:
                continue
            for operator, _ in verb_operators(other, self.lexicon):
                if operator.tense and syntax.negated(other) and self._fits(operator) and state.future:
                    return self._apply(operator, other, replace(state, status=None, future=False), True)[0]
                fits = self._fits(operator) and not operator.tense and operator.status is not None
                if state.status is Status.RESCHEDULED and operator.status is Status.POSTPONED:
                    continue
                if fits and ("object" if syntax.is_passive(other) else "subject") in operator.slots:
                    state, _ = self._apply(operator, other, state, False)
                    break
        return state

    def _be_to(self, current: Token, verb: Token, state: Assessment) -> tuple[Assessment, bool]:
        negative = syntax.negated(verb)
        if verb.lemma_ == "have" and any(c.lower_ == "yet" for c in (*verb.children, *current.children)):
            return self.negate(state.because("have yet to", status=self.entry.asserted), not negative), False
        if verb.lemma_ == "have":
            return self.negate(self.moot(state, "have to"), negative), False
        if verb.lemma_ == "go" and verb.tag_ != "VBG":
            return self.verb(verb, state)
        if verb.lower_ in ("was", "were") and any(c.lower_ == "have" and c.dep_ == "aux" for c in current.children):
            return state.because("was to have", status=Status.DID_NOT_OCCUR, polarity=Polarity.NEGATIVE), negative
        if verb.lower_ in ("was", "were"):
            return self.negate(state.because("was to", status=Status.PLANNED), negative), False
        return self.negate(state.because("is to", status=None, future=True), negative), False

    def _about_to(self, verb: Token, state: Assessment) -> tuple[Assessment, bool] | None:
        """What "the talks are to be held" says of the talks: the infinitive is their predicate, "are to" its base."""
        for infinitive in infinitives(verb):
            marked = any(c.lower_ == "to" and c.dep_ == "aux" for c in infinitive.children)
            if infinitive.dep_ != "xcomp" or infinitive.i < verb.i or not marked:
                continue
            slot = "object" if syntax.is_passive(infinitive) else "subject"
            for operator, words in verb_operators(infinitive, self.lexicon):
                if any(w.i in self.own for w in words) or slot not in operator.slots or not self._fits(operator):
                    continue
                if slot == "subject" and operator.operator in HELD and takes_object(infinitive, words):
                    continue
                state, pending = self._apply(operator, infinitive, state, True, slot=slot)
                if operator.status is Status.IMPOSED:
                    return self._be_to(infinitive, verb, replace(state, status=None))
                return self._be_to(infinitive, verb, state) if pending else (state, False)
            if self.entry.scheme == "happening" and not syntax.is_passive(infinitive):
                return self._be_to(infinitive, verb, state)  # "a meeting on Friday is to discuss the border"
        return None

    # -- operators -----------------------------------------------------------------------------------------------
    def _apply(
        self, operator: Operator, token: Token, state: Assessment, pending: bool, *, slot: str = "object"
    ) -> tuple[Assessment, bool]:
        reason = f"{operator.operator} ({token.text})"
        if syntax.is_verbal(token):
            state = replace(state, predicates=(*state.predicates, token))
            if operator.joins and slot != "clause":
                state = replace(state, joiners=(*state.joiners, token))
            if operator.role is not None:
                state = replace(state, arrangers=(*state.arrangers, (token, operator.role)))
        if operator.supports:
            state = replace(state, carriers=(*state.carriers, token))
        verbal = syntax.is_verbal(token)
        if operator.tense and verbal:
            if not pending:
                return state, False
            base, still = self.verb(token, state)
            if base.reasons[-1:] == ("simple present",) and self.entry.scheme == "happening":
                base = replace(base, future=True)
            return self.struck(operator, token, base, state).because(reason), still
        status = operator.measure if self.entry.scheme in _MEASURE_SCHEMES and operator.measure else operator.status
        if verbal and status is not None and {"would", "have"} <= {a.lower_ for a in syntax.auxiliaries(token)}:
            return self.moot(state, f"would have been {operator.operator}", conditional=True), False
        if operator.dated is not None and has_new_date(token):
            status = operator.dated
        if verbal and syntax.negated(token):
            if operator.negated is not None:
                status, negative = operator.negated, Polarity.NEGATIVE
                return state.because(f"not {reason}", status=status, polarity=negative, future=False), False
            return state.because(f"not {reason}", status=status or state.status, polarity=Polarity.NEGATIVE), False
        if status is Status.MOOTED and state.status in (Status.CANCELLED, Status.POSTPONED):
            # "urged them to call off the visit": it stands as planned, what is asked for is the calling off
            return state.because(f"only {reason}", status=Status.PLANNED, future=False), False
        if status in (Status.PLANNED, Status.ANNOUNCED) and state.status in _RELIEVED:
            # "decided to lift the embargo": that it is a relief says more than that it is planned
            status = state.status
        if status is not None:
            future = state.future and status is Status.PLANNED and state.status is None and not pending
            state = state.because(reason, status=None if future else status, future=future)
            pending = False
        if not verbal and token.pos_ == "NOUN" and syntax.has_no(token):
            state = state.because(f"no {token.text}", polarity=Polarity.NEGATIVE)
        if operator.polarity is Polarity.NEGATIVE:
            state = self.negate(self._settle(state, pending), True)
            pending = False
        if operator.certainty is not None:
            state = state.weaker(operator.certainty, reason)
            if status is None and pending and slot == "clause":
                state, pending = state.because(reason, status=Status.PLANNED), False
        if verbal and status is not None:
            words = {a.lower_ for a in syntax.auxiliaries(token)}
            if status is Status.IMPOSED and words & AHEAD:
                state = state.because("ahead", status=None, future=True)  # "will take effect on Monday"
            if words & POSSIBLE:
                state = replace(state, generic=state.generic or allowed(token, self.lexicon))
                state = state.weaker(Certainty.POSSIBLE, "modal of possibility")
            if status is Status.IMPOSED and words & {"will", "would", "shall", "’ll", "'ll"}:
                state = state.because("not yet in force", status=None, future=True)
        return state, pending

    def _settle(self, state: Assessment, pending: bool, reason: str = "default") -> Assessment:
        if pending and state.status is None and not state.future:
            return state.because(reason, status=self.entry.asserted)
        return state

    def _close(self, token: Token, state: Assessment, pending: bool) -> Assessment:
        if pending and state.status is None and not state.future:
            if token.tag_ == "VB" and syntax.is_verbal(token):
                return self.moot(state, "infinitive that nothing settles")
            if self.open_purpose(token):
                return self.moot(state, "object of an infinitive that nothing settles")
            status = self.entry.asserted if state.polarity is Polarity.POSITIVE else Status.DID_NOT_OCCUR
            return state.because("default", status=status)
        return state
