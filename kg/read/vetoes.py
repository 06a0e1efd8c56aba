"""A candidate's surroundings → the reason why its rule does not hold there, if any."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from spacy.tokens import Token

from kg.lexicon import Rule
from kg.read import syntax
from kg.read.parsed import ParsedArticle
from kg.read.roles import Reader, agent_of, anchor_of
from kg.read.triggers import Candidate, lemma

_WH = frozenset({"what", "who", "why", "how", "where", "which", "whose"})
_OPEN = frozenset({"if", "whether"})
_CLOSE = 3  # tokens between "asked" and an "if" that opens its question, not a condition
_MEASURES = frozenset(
    "kg kilo kilogram kilogramme gram gramme ton tonne litre liter box bag sack crate pallet truckload shipload "
    "planeload load shipment consignment package batch dozen hundred thousand million worth dose barrel container "
    "supply half third quarter rest most".split()
)
_NEAR = 8  # tokens around a trigger in which a vetoing word counts


class Surroundings:
    """The words around a token among which rules look for what they want or refuse; read once for all its rules."""

    def __init__(self, token: Token) -> None:
        # The surface subject of a passive is what is acted on: its words count like an object's.
        subject = {t.i for c in token.children if c.dep_ in ("nsubj", "csubj") for t in syntax.below(c)}
        scope = syntax.below(token)
        self._scope = [(t.i, lemma(t), t.lower_) for t in scope]
        before = {t.i for t in scope if t.dep_ == "ccomp" and t.i < token.i}
        self._inner = [part for part in self._scope if part[0] not in subject and part[0] not in before]
        joined = {t.i for c in token.children if _is_clause(c) or _aside(c, token) for t in syntax.below(c)}
        self._apart = joined if syntax.is_verbal(token) else set()
        self._children = [(t.i, t.lower_) for t in token.children if t.i not in subject]
        self._position = token.i
        self._above = _words_above(token)
        upper = token.head.head if token.dep_ == "pobj" and token.head.lower_ == "of" else None
        nominal = upper is not None and upper.pos_ == "NOUN"
        self._upper = {lemma(upper), *(t.lower_ for t in upper.children)} if nominal and upper is not None else set()

    def words(self, own: Collection[int], *, nominal: bool) -> tuple[set[str], set[str]]:
        """Return (the words near by, all words in reach), the trigger's `own` positions left out of the first."""
        scope = self._scope if nominal else self._inner
        out = self._apart
        near = {word for i, word, _ in scope if abs(i - self._position) <= _NEAR and i not in own and i not in out}
        near |= {form for i, form in self._children if i not in own and i not in out} | self._above
        if nominal:
            near |= self._upper
        return near, near.union(*((word, form) for _, word, form in scope))


def _aside(token: Token, verb: Token) -> bool:
    """Whether a phrase at the head of a sentence only tells that another story begins: "in a separate development,"."""
    if token.dep_ != "prep" or token.lower_ != "in" or token.i > verb.i:
        return False
    return any(c.dep_ == "pobj" and c.lower_ in ("development", "incident", "move", "step") for c in token.children)


def _is_clause(token: Token) -> bool:
    """Whether a token heads a further finite predicate of the clause: "rejected the plan and said …"."""
    return bool(token.dep_ == "conj" and token.tag_ in ("VBD", "VBZ", "VBP"))


def _words_above(token: Token) -> set[str]:
    if token.dep_ in ("ROOT", "ccomp", "conj", "advcl", "relcl"):
        return set()
    return {lemma(token.head), token.head.lower_}


def veto(candidate: Candidate, parsed: ParsedArticle, around: Surroundings) -> str:
    """Return why a candidate's surroundings forbid it, or an empty string."""
    token = candidate.token
    if candidate.nominal:
        anchor = parsed.at(token)
        if (anchor is not None and anchor.form == "name") or token.ent_type_ in ("DATE", "TIME", "PERSON"):
            return "part of a name or a date"
        if token.lemma_ == "exchange" and _only_phrase(token):
            return "only a phrase: in exchange for"
        if _describes(token):
            return "it only tells who somebody is"
    if _questions(token):
        return "it asks a question"
    if token.lemma_ == "suggest" and _holds_true(token):
        return "what is suggested is said to be so"
    if token.lemma_ == "attack" and _charges(token):
        return "an attack in words"
    if token.lemma_ == "decline" and any(c.dep_ == "prep" and c.lower_ == "by" for c in token.children):
        return "it grows less, nobody is refused"
    beside = _words_beside(candidate, around)
    return beside or _voice(candidate) or _subject(candidate, parsed) or _object(candidate, parsed)


def _describes(noun: Token) -> bool:
    """Whether an event only tells who somebody is: "a person involved in the talks", "briefed on the call"."""
    participle = noun.head.head if noun.dep_ == "pobj" else noun
    if participle.lemma_ not in ("involve", "brief", "acquaint", "familiar", "close", "privy"):
        return False
    who = participle.head
    bare = not any(c.dep_ in ("aux", "auxpass", "nsubj", "nsubjpass") for c in participle.children)
    return bare and participle.dep_ in ("acl", "amod", "relcl") and who.pos_ in ("NOUN", "NUM")


def _only_phrase(noun: Token) -> bool:
    """Whether a noun stands in "in exchange for", which names what is given for something else."""
    bare = noun.n_lefts == 0 and noun.dep_ == "pobj" and noun.head.lower_ == "in"
    return bare and noun.i + 1 < len(noun.doc) and noun.nbor(1).lower_ == "for"


def _questions(verb: Token) -> bool:
    """Whether "ask" puts a question ("asked if it was true", "when asked about it"), which requests nothing."""
    if verb.lemma_ != "ask" or not syntax.is_verbal(verb):
        return False
    below = [child for child in verb.children if child.i > verb.i]
    said = next((c for c in verb.children if c.i < verb.i and c.dep_ in ("ccomp", "parataxis")), None)
    if said is not None and any(t.text == "?" for t in verb.doc[said.i : verb.i]):
        return True
    for clause in (child for child in below if child.dep_ in ("ccomp", "advcl", "xcomp")):
        first = clause.left_edge.lower_
        if (first in _WH and clause.dep_ != "advcl") or (first in _OPEN and clause.left_edge.i - verb.i <= _CLOSE):
            return True
    requested = any(child.dep_ in ("xcomp", "ccomp", "prt") or child.lower_ == "for" for child in below)
    return not requested and (verb.dep_ == "advcl" or any(child.lower_ == "about" for child in below))


def _holds_true(verb: Token) -> bool:
    """Whether a that-clause is in the indicative: "suggests that the army is losing", but not "suggested he resign"."""
    clause = next((c for c in verb.children if c.dep_ == "ccomp" and c.i > verb.i), None)
    if clause is None:
        return False
    helpers = {c.lower_ for c in clause.children if c.dep_ in ("aux", "auxpass")}
    if helpers & {"should", "be", "could"} and not helpers & {"is", "was", "are", "were", "has", "had", "been"}:
        return False
    return bool(helpers) or clause.tag_ in ("VBD", "VBZ")


def _charges(verb: Token) -> bool:
    """Whether "for" and a gerund tell what somebody is blamed for: "attacked the hosts for inviting him"."""
    return any(c.lower_ == "for" and any(t.dep_ == "pcomp" for t in c.children) for c in verb.children)


def _words_beside(candidate: Candidate, around: Surroundings) -> str:
    rule = candidate.rule
    if not (rule.when or rule.unless):
        return ""
    near, wide = around.words({w.i for w in candidate.words}, nominal=candidate.nominal)
    hit = next((word for word in rule.unless if word in near), None)
    if hit:
        return f"{hit!r} stands beside it"
    if rule.when and wide.isdisjoint(rule.when):
        return f"none of {', '.join(rule.when)} stands beside it"
    return ""


def _voice(candidate: Candidate) -> str:
    rule = candidate.rule
    if not rule.voice or candidate.nominal:
        return ""
    passive = syntax.is_passive(candidate.token)
    return "" if passive == (rule.voice == "passive") else f"not in the {rule.voice}"


def _subject(candidate: Candidate, parsed: ParsedArticle) -> str:
    rule, token = candidate.rule, candidate.token
    if not (rule.not_subject or rule.subject_kinds or rule.subject_words):
        return ""
    actors = [] if candidate.nominal else syntax.actors(token)
    if rule.not_subject:
        words = {lemma(t) for t in actors}
        words |= {lemma(c) for t in actors for c in t.children if c.dep_ in ("compound", "amod", "nmod")}
        hit = next((word for word in rule.not_subject if word in words), None)
        if hit:
            return f"{hit!r} is its subject"
    if not (rule.subject_kinds or rule.subject_words):
        return ""
    fits = _kinds(actors, parsed, agent_of) & set(rule.subject_kinds) or {lemma(t) for t in actors} & set(
        rule.subject_words
    )
    return "" if fits else "its subject is of another kind"


def _object(candidate: Candidate, parsed: ParsedArticle) -> str:
    rule, token = candidate.rule, candidate.token
    if not (rule.not_object or rule.object_kinds or rule.object_words):
        return ""
    objects = [] if candidate.nominal else syntax.objects(token)
    if rule.not_object and not candidate.nominal:
        words = {lemma(t) for t in objects}
        words |= {lemma(t) for _, prep, t in syntax.prepositions(token) if prep in candidate.words}
        hit = next((word for word in rule.not_object if word in words), None)
        if hit:
            return f"{hit!r} is its object"
    if not (rule.object_kinds or rule.object_words):
        return ""
    named = {lemma(t) for t in objects} | {lemma(t) for o in objects for t in _measured(o)}
    fits = _kinds(objects, parsed) & set(rule.object_kinds) or named & set(rule.object_words)
    return "" if fits else "its object is of another kind"


def _measured(noun: Token) -> list[Token]:
    """What "700 kg of medicine", "a shipment of masks" or "nine of the ten drones" is made of."""
    if noun.lemma_.lower() not in _MEASURES and noun.tag_ != "CD":
        return []
    return [t for name, _, t in syntax.prepositions(noun) if name == "of"]


def _kinds(tokens: Iterable[Token], parsed: ParsedArticle, read: Reader = anchor_of) -> set[str]:
    """Return the kinds of the mentions at some tokens, alone and with the sector: "group", "group:MIL"."""
    mentions = [anchor.mention for token in tokens if (anchor := read(parsed, token)) is not None]
    return {m.kind.value for m in mentions} | {f"{m.kind.value}:{m.sector}" for m in mentions if m.sector}


def lacking(rule: Rule, present: set[str]) -> str:
    """Return which slots or roles a rule misses, or an empty string."""
    if rule.needs and not present & set(rule.needs):
        return f"none of {', '.join(rule.needs)} is filled"
    missing = [need for need in rule.needs_all if need not in present]
    return f"{', '.join(missing)} is not filled" if missing else ""
