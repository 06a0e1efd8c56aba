"""A verb's own tense, modality and negation → the base of an event's status, before any predicate above it counts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from spacy.tokens import Token

from kg.lexicon import Lexicon, Operator, TypeEntry
from kg.model import Certainty, Polarity, Role, Status
from kg.read import syntax
from kg.read.habits import allowed, habitual_verb, open_question, repeated
from kg.read.predicates import singled_out
from kg.read.standing import entitled, standing
from kg.read.triggers import adjective_operators

_FUTURE = frozenset({"will", "shall", "'ll", "’ll", "wo", "sha"})
#: verbs whose predicate may say that their subject is ahead
_FORETELLING = frozenset({"be", "have", "remain", "seem", "appear", "look"})
_LEANING = frozenset({"be", "seem", "remain", "appear", "stand", "come", "get", "become", "look"})
_BOUNDS = frozenset({"until", "till", "before", "unless", "without", "while", "but"})
AHEAD = _FUTURE | {"would", "'d", "’d"}
POSSIBLE = frozenset({"may", "might", "could", "can"})
_OBLIGED = frozenset({"should", "must", "ought"})
CONDITIONAL = frozenset({"if", "unless", "should", "provided", "lest"})
#: classes of which a definite noun speaks as known: "the arrest would affect the trip", "retaliate over the strike"
PRESUPPOSED = frozenset({"Attack", "AirAttack", "MissileAttack", "DroneAttack", "Detention", "CeasefireViolation"})
_RANK = {Certainty.CERTAIN: 0, Certainty.PROBABLE: 1, Certainty.POSSIBLE: 2, Certainty.UNSPECIFIED: 3}


@dataclass(frozen=True, slots=True, kw_only=True)
class Assessment:
    """What the words around a trigger say of the event.

    `status` is None where the base is a plain future (the caller decides by its date between announced and
    scheduled); `generic` marks a habit; `carriers` are the predicates whose subject may take part in the event,
    `predicates` all that say something of it, so that their time may be its time.
    """

    status: Status | None = Status.OCCURRED
    future: bool = False
    polarity: Polarity = Polarity.POSITIVE
    certainty: Certainty = Certainty.CERTAIN
    generic: bool = False
    asserted: bool = False
    conditional: bool = False
    carriers: tuple[Token, ...] = ()
    predicates: tuple[Token, ...] = ()
    joiners: tuple[Token, ...] = ()
    arrangers: tuple[tuple[Token, Role], ...] = ()
    reasons: tuple[str, ...] = field(default=())

    def because(self, reason: str, **changes: object) -> Assessment:
        """Return the assessment with some fields changed and the reason added."""
        return replace(self, reasons=(*self.reasons, reason), **changes)  # type: ignore[arg-type]

    def weaker(self, certainty: Certainty, reason: str) -> Assessment:
        """Return the assessment with a certainty that is at most the given one."""
        if _RANK[certainty] <= _RANK[self.certainty]:
            return self
        return self.because(reason, certainty=certainty)


def _subjunctive(verb: Token) -> bool:
    """Whether a bare verb behind "that" is what somebody asks for: "the demand that Israel ease the rules"."""
    own = syntax.own_subject(verb)
    marked = any(child.dep_ == "mark" and child.lower_ == "that" for child in verb.children)
    return verb.dep_ in ("ccomp", "acl") and marked and own is not None and own.tag_ in ("NN", "NNP", "PRP")


def _counterfactual(verb: Token, auxiliaries: Sequence[Token]) -> bool:
    """Whether "had" stands before its subject in no question: "had they met, the war would have ended"."""
    subject = syntax.own_subject(verb)
    first = verb.left_edge
    inverted = subject is not None and first in auxiliaries and first.lower_ == "had" and first.i < subject.i
    return inverted and verb.sent[-1].text != "?"


class VerbBases:
    """Reads verb forms for one event class; holds the class, the lexicon and the trigger's own tokens."""

    def __init__(self, entry: TypeEntry, lexicon: Lexicon, own: set[int]) -> None:
        self.entry = entry
        self.lexicon = lexicon
        self.own = own

    # -- bases ---------------------------------------------------------------------------------------------------
    def verb(self, verb: Token, state: Assessment) -> tuple[Assessment, bool]:
        """Return the state after the verb's own tense, and whether the base is still open (infinitive, gerund)."""
        state = self._hedged(verb, state)
        if repeated(verb, self.lexicon):
            state = state.because("time and again", generic=True)
        auxiliaries = syntax.auxiliaries(verb)
        words = {a.lower_ for a in auxiliaries}
        negative = syntax.negated(verb)
        if _counterfactual(verb, auxiliaries):
            return state.because("had it been so", status=Status.DID_NOT_OCCUR, polarity=Polarity.NEGATIVE), False
        if words & _FUTURE and self._conditional(verb):
            return self.negate(self.moot(state, "conditional will", conditional=True), negative), False
        if words & _FUTURE:
            return self.negate(state.because("future auxiliary", status=None, future=True), negative), False
        if (
            words & (POSSIBLE | _OBLIGED)
            and "have" not in words
            and (open_question(verb) or allowed(verb, self.lexicon))
        ):
            return state.because("true of all of a kind", generic=True), False
        if "can" in words and verb.i in self.own and not self._voiced(verb) and entitled(verb):
            return state.because("what a body may do at any time", generic=True), False
        if words & POSSIBLE and "have" not in words:
            return self.negate(self.moot(state, "modal of possibility"), negative), False
        if words & _OBLIGED:
            return self.negate(self.moot(state, "modal of obligation"), negative), False
        if words & {"would", "'d", "’d"}:
            return self._would(verb, state, negative), False
        if verb.tag_ == "VB" and not words and verb.dep_ == "ROOT" and syntax.own_subject(verb) is not None:
            return self._present(verb, state, negative), False  # a plural present that the tagger took for a bare form
        if verb.tag_ == "VB" and words <= {"do", "does"} and words and syntax.own_subject(verb) is not None:
            return self._present(verb, state, negative), False
        if "to" in words and singled_out(verb):
            return self._singled_out(verb, state, negative), False
        if verb.tag_ == "VB" and not words and _subjunctive(verb):
            return self.negate(self.moot(state, "subjunctive"), negative), False
        if "to" in words or (verb.tag_ == "VB" and not words):
            return self.negate(state, negative), True
        if verb.tag_ == "VBG" and any(c.dep_ == "mark" and c.lower_ in ("while", "as") for c in verb.children):
            return self.negate(state.because("while", status=Status.UNDERWAY), negative), False
        if verb.tag_ == "VBG" and not any(a.lemma_ == "be" for a in auxiliaries):
            return self.negate(state, negative), True
        if verb.tag_ == "VBG":
            if self.entry.scheme == "speech":
                return self.negate(
                    state.because("speech under way", status=self.entry.asserted, asserted=True), negative
                ), False
            past = any(a.lower_ in ("was", "were") for a in auxiliaries)
            status = self.entry.asserted if past and self.entry.scheme != "happening" else Status.UNDERWAY
            return self.negate(state.because("progressive", status=status), negative), False
        if verb.tag_ in ("VBZ", "VBP") and not words & {"has", "have", "had", "was", "were", "did"}:
            return self._present(verb, state, negative), False
        passive_present = syntax.is_passive(verb) and any(a.lower_ in ("is", "are", "'s", "’s") for a in auxiliaries)
        if passive_present and not words & {"has", "have", "been", "being"}:
            return self._present(verb, state, negative), False
        if words & {"being"}:
            return self.negate(state.because("progressive passive", status=Status.UNDERWAY), negative), False
        if words & {"may", "might"}:
            state = state.weaker(Certainty.POSSIBLE, "may have")
        return self.negate(state.because("past or perfect", status=self.entry.asserted, asserted=True), negative), False

    def _hedged(self, verb: Token, state: Assessment) -> Assessment:
        """ "reportedly met", "will probably meet": the adverb lowers the certainty and leaves the status."""
        for child in verb.children:
            if child.dep_ == "advmod":
                for operator in adjective_operators(child, self.lexicon):
                    if operator.certainty is not None:
                        state = state.weaker(operator.certainty, child.text)
        return state

    def _present(self, verb: Token, state: Assessment, negative: bool) -> Assessment:
        habit = habitual_verb(verb, self.lexicon, speech=self.entry.scheme == "speech")
        generic = state.generic or habit or (negative and self.entry.scheme == "happening" and verb.lemma_ != "be")
        if verb.i in self.own and not self._voiced(verb):
            generic = generic or standing(verb, self.lexicon)
        if verb.lemma_ == "be" and self.entry.scheme == "happening":
            return self.negate(state.because("present state", status=Status.UNDERWAY, generic=generic), negative)
        status = self.entry.asserted if self.entry.scheme != "happening" else None
        state = state.because("simple present", status=status, future=status is None, generic=generic, asserted=True)
        return self.negate(state, negative)

    def _voiced(self, verb: Token) -> bool:
        """Whether a verb puts something into words, which is one act in the present too ("the ministry denies it")."""
        return self.entry.scheme == "speech" and verb.lemma_ in self.lexicon.words.get("voicing", frozenset())

    def _would(self, verb: Token, state: Assessment, negative: bool) -> Assessment:
        conditional = self._conditional(verb)
        reported = any(a.dep_ in ("ccomp", "relcl", "conj") for a in (verb, *verb.ancestors) if syntax.is_verbal(a))
        if conditional or not reported:
            return self.negate(self.moot(state, "conditional would", conditional=True), negative)
        return self.negate(state.because("future in the past", status=None, future=True), negative)

    def _conditional(self, verb: Token) -> bool:
        return any(
            child.dep_ == "advcl" and any(c.dep_ == "mark" and c.lower_ in CONDITIONAL for c in child.children)
            for child in verb.children
        )

    def _singled_out(self, verb: Token, state: Assessment, negative: bool) -> Assessment:
        """The first, last or only one to do something did it, or will: "became the first pope to visit Iraq"."""
        above = next((t for t in verb.head.ancestors if syntax.is_verbal(t)), None)
        helpers = {a.lower_ for a in syntax.auxiliaries(above)} if above is not None else set()
        if helpers & (AHEAD | POSSIBLE) or (above is not None and "to" in helpers):
            return self.negate(state.because("the first or only one ahead", status=None, future=True), negative)
        happened = state.because("the first or only one", status=self.entry.asserted, asserted=True)
        return self.negate(happened, negative != (above is not None and syntax.negated(above)))

    def struck(self, operator: Operator, verb: Token, now: Assessment, before: Assessment) -> Assessment:
        """Return the state of what will not take place at all: not merely not before some day or condition."""
        ahead = now.reasons[-1:] == ("negated",) and now.status is Status.PLANNED
        if operator.never is None or not ahead or any(t.lower_ in _BOUNDS for t in verb.subtree if t.i > verb.i):
            return now
        if any(child.dep_ == "dobj" and child.lower_ != "place" for child in verb.children):
            return now  # "will not hold talks": somebody refuses them
        return now.because(f"will not {verb.lemma_}", status=operator.never, polarity=before.polarity, future=False)

    def whether(self, state: Assessment) -> Assessment:
        """Return the state of what is left open."""
        status = Status.UNKNOWN if state.future or state.status in (None, Status.OCCURRED) else state.status
        return state.because(
            "open question", status=status, future=False, certainty=Certainty.UNSPECIFIED, polarity=Polarity.POSITIVE
        )

    def leaning(self, word: Token, state: Assessment) -> Assessment | None:
        """Return the state of what somebody is close to, on the verge of, or ready for; None where that is not said."""
        verb = (
            word.head if word.dep_ in ("acomp", "oprd", "advmod") else word.head.head if word.dep_ == "pobj" else word
        )
        name = word.lemma_.lower()
        if verb.lemma_ not in _LEANING or self.entry.scheme == "speech":
            return None
        near = name in self.lexicon.words.get("nearing", frozenset())
        if near and verb.lemma_ in ("come", "get"):
            return self.moot(state, f"it came {word.text} to it")  # "came close to signing": they did not
        if near:
            state = state.because(f"close to it ({word.text})", status=Status.PLANNED, future=False)
            state = state.weaker(Certainty.PROBABLE, word.text)
        elif word.pos_ == "ADJ" and name in self.lexicon.words.get("ready-for", frozenset()):
            state = self.moot(state, f"ready for it ({word.text})")
        else:
            return None
        state = replace(state, joiners=(*state.joiners, verb), predicates=(*state.predicates, verb))
        return self.negate(state, syntax.negated(verb))

    def _fits(self, operator: Operator) -> bool:
        names = {self.entry.type, self.entry.scheme}
        if operator.only_types and not names & set(operator.only_types):
            return False
        return not names & set(operator.except_types)

    @staticmethod
    def unconfirmed(verb: Token) -> bool:
        """Whether a verb leaves open what its clause says: "could not confirm that", "declined to confirm that"."""
        if verb.lemma_ not in ("confirm", "verify", "corroborate", "substantiate"):
            return False
        withheld = verb.dep_ == "xcomp" and verb.head.lemma_ in ("decline", "refuse", "unable", "fail")
        return withheld or syntax.negated(verb)

    @staticmethod
    def open_purpose(noun: Token) -> bool:
        """Whether a noun is the object of an infinitive that completes another noun: "efforts to broker a truce"."""
        verb = noun.head
        infinitive = noun.dep_ == "dobj" and verb.tag_ == "VB" and verb.dep_ == "acl"
        return infinitive and any(c.lower_ == "to" for c in verb.children)

    def foretold(self, verb: Token, state: Assessment) -> tuple[Assessment, bool] | None:
        """What "is in the works", "is unlikely to take place" and "has yet to be signed" say of their subject."""
        if verb.lemma_ not in _FORETELLING:
            return None
        planned = state.because(f"{verb.text} ahead", status=Status.PLANNED, future=False)
        for child in verb.children:
            nouns = {c.lower_ for c in child.children if c.dep_ == "pobj"} if child.dep_ == "prep" else set()
            if nouns & self.lexicon.words.get("in-the-works", frozenset()) and child.lower_ in ("in", "on"):
                return self.negate(planned, syntax.negated(verb)), False
            if nouns & {"discussion", "consideration", "review"} and child.lower_ == "under":
                return self.moot(state, "under discussion"), False
            if child.lower_ == "unlikely" and child.dep_ == "acomp":
                return self.negate(planned.weaker(Certainty.PROBABLE, "unlikely"), True), False
            operators = adjective_operators(child, self.lexicon) if child.dep_ == "acomp" else ()
            if any(operator.status is Status.MOOTED for operator in operators):
                return self.negate(self.moot(state, child.text), syntax.negated(verb)), False
            if child.lower_ == "yet" and verb.lemma_ == "have" and self.entry.scheme == "agreement":
                return planned, False
        return None

    def moot(self, state: Assessment, reason: str, *, conditional: bool = False) -> Assessment:
        """Return the state of what is only possible, asked for or conditional."""
        return state.because(
            reason, status=Status.MOOTED, certainty=Certainty.POSSIBLE, future=False, conditional=conditional
        )

    def negate(self, state: Assessment, negative: bool) -> Assessment:
        """Return the state with its polarity turned if `negative`; a double negation asserts."""
        if not negative:
            return state
        flipped = Polarity.NEGATIVE if state.polarity is Polarity.POSITIVE else Polarity.POSITIVE
        status, future = state.status, state.future
        if flipped is Polarity.NEGATIVE:
            if status is Status.OCCURRED:
                status = Status.DID_NOT_OCCUR
            elif future or (status in (None, Status.UNDERWAY) and self.entry.scheme == "happening" and future):
                status, future = Status.PLANNED, False
        elif status is Status.DID_NOT_OCCUR:
            status = self.entry.asserted
        return state.because("negated", polarity=flipped, status=status, future=future)
