"""A trigger's clause → whether it tells of a habit, a custom or of all events of a kind rather than of one event."""

from __future__ import annotations

from spacy.tokens import Token

from kg.lexicon import Lexicon, TypeEntry
from kg.read import syntax
from kg.read.standing import in_present, mentioned, standing
from kg.read.triggers import HELD, adjective_operators, verb_operators

_PAST = frozenset({"has", "have", "had", "was", "were", "did"})
_NOT_PRESENT = _PAST | {"will", "would", "'ll", "’ll"}
_TIMES = frozenset({"times", "time", "twice", "once", "thrice"})
_PER = frozenset({"a", "an", "per", "each", "every"})
_EACH = frozenset({"every", "each"})
_EVERYBODY = frozenset({"everyone", "everybody", "anyone", "anybody", "whoever", "nobody", "no-one"})
_QUANTIFIERS = frozenset({"every", "any", "each"})
_DETERMINED = frozenset({"det", "poss", "nummod"})
_INDEFINITE = frozenset({"a", "an", "any", "every", "each", "no"})
_KINDS_OF = frozenset({"such", "most", "many", "all", "some", "few", "any"})
_CLAUSES = frozenset({"ccomp", "advcl", "relcl", "xcomp", "acl", "conj", "parataxis", "csubj"})
_APART = frozenset({"ago", "later", "earlier", "from", "after", "before", "on", "since", "into"})
_PRESENT = frozenset({"VBZ", "VBP"})


def repeated(verb: Token, lexicon: Lexicon) -> bool:
    """Whether a verb's own adjuncts say that it happens time and again ("three times a week", "every autumn")."""
    if verb.tag_ == "VBG" and any(a.lemma_ == "be" for a in syntax.auxiliaries(verb)):
        return False  # "is feeding 3,000 people every day" is one effort under way
    units = lexicon.words.get("period", frozenset())
    own = [child for child in verb.children if child.dep_ not in _CLAUSES]
    if any(c.dep_ == "prep" and c.lower_ in ("in", "as") and _in_principle(c, lexicon) for c in own):
        return True
    subject = syntax.own_subject(verb)
    if subject is not None and any(c.lower_ == "successive" for c in subject.children):
        return True  # "successive governments have promised to move the capital"
    been = any(c.dep_ == "auxpass" and c.lower_ == "been" for c in verb.children)
    if been and verb.lemma_ in lexicon.words.get("standing", frozenset()):
        return True  # "have been stationed there since the nineties"
    if subject is not None and any(c.dep_ == "det" and c.lower_ == "every" for c in subject.children):
        since = {t.lower_ for t in syntax.below(subject)} & {"since", "before"}
        if since:
            return True  # "every president since independence has promised it"
    for token in (t for child in own for t in syntax.below(child)):
        if token.lemma_.lower() in units and token.i:
            before = token.nbor(-1).lower_
            if any(c.dep_ == "det" and c.lower_ in _EACH for c in token.children) or before in _EACH:
                return True
            if before in _PER and _counted_by(token):
                return True  # "rescues some 200 people a year"
            if before in _PER and token.i > 1 and token.nbor(-2).lower_ in _TIMES:
                return True
        if token.lower_ in lexicon.words.get("recurring", frozenset()) and token.dep_ in ("pobj", "conj", "npadvmod"):
            return True
    return False


def _counted_by(unit: Token) -> bool:
    """Whether "a year" says how often so many are meant ("200 people a year"), not when ("a day after")."""
    following = unit.nbor().lower_ if unit.i + 1 < len(unit.doc) else ""
    noun = unit.i > 1 and unit.nbor(-2).pos_ == "NOUN" and unit.nbor(-2).tag_ == "NNS"
    return noun and unit.dep_ == "npadvmod" and following not in _APART


def _in_principle(prep: Token, lexicon: Lexicon) -> bool:
    """Whether a preposition opens "in theory", "in practice" or "as a rule"."""
    words = lexicon.words.get("in-principle", frozenset())
    return any(c.dep_ == "pobj" and c.lower_ in words and prep.i + 3 > c.i for c in prep.children)


def habitual_verb(verb: Token, lexicon: Lexicon, *, speech: bool) -> bool:
    """Whether a verb in the present tells a habit: its adverbs, or a subject that stands for all of its kind."""
    habits = lexicon.words.get("habit", frozenset())
    for child in (*verb.children, *_opening(verb)):
        if child.dep_ in ("advmod", "npadvmod", "prep") and (child.lower_ in habits or child.lemma_ in habits):
            return True
        if child.dep_ == "prep" and child.lower_ in ("in", "as") and _in_principle(child, lexicon):
            return True
        if child.dep_ == "dobj" and child.tag_ == "NNS" and any(c.lower_ == "such" for c in child.children):
            return True  # "denies such stories"
        if child.dep_ == "prep" and child.lower_ in ("by", "in") and not syntax.is_passive(verb):
            manner = lexicon.words.get("manner-of-rule", frozenset())
            if any(c.dep_ == "pobj" and c.lemma_ in manner for c in child.children):
                return True
    subject = syntax.own_subject(verb)
    if of_any(verb):
        return True
    if subject is None or verb.lemma_ == "be":
        return False
    if verb.lemma_ in lexicon.words.get("standing-active", frozenset()) and not syntax.is_passive(verb):
        return True
    if verb.lemma_ in lexicon.words.get("standing", frozenset()) and syntax.is_passive(verb):
        return True
    if subject.lemma_.lower() in lexicon.words.get("law-text", frozenset()):
        return True
    if subject.lower_ in _EVERYBODY or any(c.dep_ == "det" and c.lower_ in _QUANTIFIERS for c in subject.children):
        return True
    if bare_plural(subject) and any(c.tag_ in _PRESENT and of_any(c) for c in subject.children):
        return True  # "countries that sign the convention agree to destroy their mines"
    if any(t.lemma_.lower() in lexicon.words.get("camp", frozenset()) for t in syntax.agents(verb)):
        return True  # "is accused by his enemies of vanity"
    grumbling = verb.lemma_ in lexicon.words.get("grumble", frozenset())
    if speech and (_policy(verb, subject, lexicon) or (grumbling and standing(verb, lexicon) and not _that(verb))):
        return True
    if not speech or grumbling:
        return bare_plural(subject)
    if bare_plural(subject) and subject.lemma_.lower() in lexicon.words.get("camp", frozenset()):
        return True
    at_large = lexicon.words.get("at-large", frozenset())
    return bare_plural(subject) and any(c.dep_ == "advmod" and c.lower_ in at_large for c in verb.children)


def _that(verb: Token) -> bool:
    return any(c.dep_ == "ccomp" for c in verb.children)


def _policy(verb: Token, subject: Token, lexicon: Lexicon) -> bool:
    """Whether a party holds a view on something in general: "the party opposes nuclear power", not "the plan"."""
    if verb.lemma_ not in lexicon.words.get("stance", frozenset()) or not standing(verb, lexicon):
        return False
    views = [c for c in verb.children if c.dep_ == "dobj"]
    marked = [
        t for view in views for t in syntax.below(view) if t.pos_ in ("DET", "PROPN") or t.dep_ in ("poss", "det")
    ]
    return subject.pos_ == "NOUN" and bool(views) and not marked


def _opening(verb: Token) -> list[Token]:
    """What opens a clause whose verbs share a subject: "as a rule it neither confirms nor denies them"."""
    joined = verb.dep_ == "conj" and syntax.own_subject(verb) is None and syntax.is_verbal(verb.head)
    return [c for c in verb.head.children if c.i < verb.head.i] if joined else []


def habitual_noun(noun: Token, entry: TypeEntry, lexicon: Lexicon) -> bool:
    """Whether a noun stands in a statement of habit: "Summits rarely produce money", "such calls are routine"."""
    verb = syntax.clause_verb(noun.head if syntax.is_verbal(noun) else noun)
    if mentioned(noun, entry, lexicon) or (noun.dep_ == "nsubj" and indefinite(noun) and _possible_of_any(verb)):
        return True
    plain = verb.tag_ == "VB" and verb.dep_ == "ROOT"  # a present that the tagger took for an infinitive
    if not syntax.is_verbal(verb) or not (plain or verb.tag_ in ("VBZ", "VBP", "VBN")):
        return False
    words = {a.lower_ for a in syntax.auxiliaries(verb)}
    if words & _NOT_PRESENT or (verb.tag_ == "VBN" and not words & {"is", "are"}):
        return False
    habits = lexicon.words.get("habit", frozenset())
    said = [verb, *(c for c in verb.children if c.dep_ in ("acomp", "attr"))]
    if any(c.dep_ in ("advmod", "npadvmod") and c.lower_ in habits for word in said for c in word.children):
        return True
    if noun.dep_ not in ("nsubj", "nsubjpass"):
        return False
    if entry.scheme in ("happening", "speech") and not entry.hostile and _described(noun, verb, lexicon):
        return True
    if verb.lemma_ == "be" and verb.pos_ == "AUX":
        return _said_of_a_kind(noun, verb, lexicon) or _retold(verb, lexicon)
    if not _all_of_a_kind(noun):
        return False
    if verb.tag_ == "VBN" and verb.lemma_ in lexicon.words.get("handled", frozenset()):
        return not any(t.ent_type_ in ("DATE", "TIME") for t in syntax.below(verb))
    return not any(True for _ in verb_operators(verb, lexicon))


def _retold(verb: Token, lexicon: Lexicon) -> bool:
    """Whether an event is named as what films or books tell of: "the attack is the subject of nine films"."""
    topics = lexicon.words.get("topic", frozenset())
    return any(c.dep_ == "attr" and c.lemma_.lower() in topics and c.i > verb.i for c in verb.children)


def _possible_of_any(verb: Token) -> bool:
    """Whether a verb says what any event of a kind is able to do: "a meeting of the elders can go on for days"."""
    words = {a.lower_ for a in syntax.auxiliaries(verb)}
    return "can" in words and not any(t.ent_type_ in ("DATE", "TIME") and t.pos_ == "PROPN" for t in syntax.below(verb))


def _described(noun: Token, verb: Token, lexicon: Lexicon) -> bool:
    """Whether somebody's plural habit or stance is described: "her trips are popular", "its demands are modest"."""
    if verb.lemma_ in ("sound", "ring") and any(c.dep_ == "acomp" for c in verb.children):
        return True  # "the minister's promise sounds familiar"
    if noun.tag_ != "NNS" or noun.lower_ == "talks" or not any(c.dep_ == "poss" for c in noun.children):
        return False
    if any(t.ent_type_ in ("DATE", "TIME") for t in syntax.below(verb)):
        return False
    if any(t.ent_type_ == "CARDINAL" for c in verb.children if c.dep_ != "prep" for t in syntax.below(c)):
        return False
    if verb.lemma_ in lexicon.words.get("describing", frozenset()):
        return True
    if verb.lemma_ == "be" and any(c.dep_ == "attr" and indefinite(c) and c.pos_ == "NOUN" for c in verb.children):
        return True  # "their promises are a standing joke"
    if verb.tag_ == "VBN":
        return all(operator.operator in HELD for operator, _ in verb_operators(verb, lexicon))
    said = [c for c in verb.children if c.dep_ == "acomp" and c.pos_ == "ADJ" and c.i > verb.i]
    return verb.lemma_ == "be" and any(not any(True for _ in adjective_operators(c, lexicon)) for c in said)


def of_any(verb: Token) -> bool:
    """Whether a relative clause says what any of a kind do: "ambassadors who come back", "a man who denies it"."""
    subject = syntax.own_subject(verb) if verb.dep_ == "relcl" else None
    if subject is None or subject.lower_ not in syntax.RELATIVES:
        return False
    return any_of(verb.head) or _some_such(verb.head, verb)


def _some_such(noun: Token, verb: Token) -> bool:
    """Whether "a man", of whom a clause in the present tells, is any such man; a named calling or a day says which."""
    if not any(c.lower_ in ("a", "an") for c in noun.children) or noun.dep_ == "appos":
        return False
    above = syntax.clause_verb(noun.head)
    return in_present(above) and above.lemma_ != "be" and not any(t.ent_type_ for t in syntax.below(verb))


def any_of(noun: Token) -> bool:
    """Whether a plural stands for any of its kind; what its clauses say picks none of them out."""
    if not bare_plural(noun) or noun.dep_ == "appos":
        return False
    own = [c for c in noun.children if c.dep_ not in _CLAUSES]
    return not any(t.pos_ in ("PROPN", "NUM") or t.ent_type_ for c in own for t in syntax.below(c))


def _all_of_a_kind(noun: Token) -> bool:
    """Whether a plural names events in general: no article, number, state or name says which ("votes are secret")."""
    below = syntax.below(noun)
    return (
        bare_plural(noun)
        and noun.lower_ != "talks"
        and not any(t.pos_ in ("PROPN", "NUM") or t.ent_type_ for t in below)
    )


def customary(verb: Token, lexicon: Lexicon) -> bool:
    """Whether a verb makes a custom of the infinitive below it: "presidents tend to travel", "they used to meet"."""
    if verb.lemma_ in lexicon.words.get("customary", frozenset()):
        return not any(c.lower_ in ("would", "'d", "’d") for c in verb.children)
    return verb.lower_ == "used" and not any(c.dep_ in ("dobj", "aux", "auxpass") for c in verb.children)


def allowed(verb: Token, lexicon: Lexicon) -> bool:
    """Whether a verb with a modal says what any of a kind may or must do ("a general may refuse", "only X can")."""
    subject = syntax.own_subject(verb)
    if subject is None or any(t.ent_type_ in ("DATE", "TIME") for t in syntax.below(verb)):
        return False
    if syntax.negated(verb) and any(c.dep_ == "prep" and c.lower_ == "without" for c in verb.children):
        return any(c.lower_ in ("can", "may") for c in verb.children)
    before = subject.left_edge.nbor(-1).lower_ if subject.left_edge.i else ""
    if "only" in (before, *(c.lower_ for c in subject.children)):
        return True
    if any(c.lower_ in _QUANTIFIERS for c in subject.children):
        return True
    marks = [c for c in subject.children if c.dep_ not in ("det", "case")]
    of_kind = subject.lemma_.lower() in lexicon.words.get("of-kind", frozenset())
    return of_kind and not marks and any(c.lower_ in _INDEFINITE for c in subject.children)


def open_question(verb: Token) -> bool:
    """Whether a clause asks what somebody could do: "it is not clear what they could offer"."""
    first = verb.left_edge
    return first.lower_ in ("what", "how", "why") and first.head == verb and verb.dep_ in ("ccomp", "csubj", "pcomp")


def _said_of_a_kind(noun: Token, verb: Token, lexicon: Lexicon) -> bool:
    """Whether a predicate speaks of events of a kind ("are a common sight"), not of one ("is over")."""
    generic = lexicon.words.get("generic-predicate", frozenset())
    for child in verb.children:
        if child.dep_ not in ("acomp", "attr") or child.i < verb.i:
            continue
        said = {child.lemma_.lower(), *(c.lemma_.lower() for c in child.children if c.dep_ == "amod")}
        if said & generic and (indefinite(noun) or "such" in {c.lower_ for c in noun.children}):
            return True
    return False


def indefinite(noun: Token) -> bool:
    """Whether a noun stands for any of its kind: a plural without article, "a", "any"."""
    return bare_plural(noun) or any(c.lower_ in ("a", "an", "any") for c in noun.children)


def bare_plural(noun: Token) -> bool:
    """Whether a noun is a plural without article, number or owner."""
    plural = noun.tag_ == "NNS" or (noun.tag_ == "VBZ" and noun.dep_ in ("nsubj", "nsubjpass"))
    return plural and not any(c.dep_ in _DETERMINED and c.lower_ not in _KINDS_OF for c in noun.children)
