"""A trigger's clause → whether it tells of a habit, a custom or of all events of a kind rather than of one event."""

from __future__ import annotations

from spacy.tokens import Token

from kg.lexicon import Lexicon, TypeEntry
from kg.read import syntax
from kg.read.standing import mentioned
from kg.read.triggers import adjective_operators, verb_operators

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
_GRANTS = frozenset({"allow", "permit", "oblige", "entitle", "require", "enable", "forbid", "let", "bind"})
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
    if _of_any(verb):
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
    if not speech or verb.lemma_ in lexicon.words.get("grumble", frozenset()):
        return _bare_plural(subject)
    if _bare_plural(subject) and subject.lemma_.lower() in lexicon.words.get("camp", frozenset()):
        return True
    at_large = lexicon.words.get("at-large", frozenset())
    return _bare_plural(subject) and any(c.dep_ == "advmod" and c.lower_ in at_large for c in verb.children)


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
    if verb.tag_ == "VBN":
        return all(operator.operator == "held" for operator, _ in verb_operators(verb, lexicon))
    said = [c for c in verb.children if c.dep_ == "acomp" and c.pos_ == "ADJ" and c.i > verb.i]
    return verb.lemma_ == "be" and any(not any(True for _ in adjective_operators(c, lexicon)) for c in said)


def _of_any(verb: Token) -> bool:
    """Whether a relative clause says what any of a kind do: "ambassadors who come back"."""
    subject = syntax.own_subject(verb) if verb.dep_ == "relcl" else None
    return subject is not None and subject.lower_ in syntax.RELATIVES and _any_of(verb.head)


def _any_of(noun: Token) -> bool:
    """Whether a plural stands for any of its kind; what its clauses say picks none of them out."""
    if not _bare_plural(noun) or noun.dep_ == "appos":
        return False
    own = [c for c in noun.children if c.dep_ not in _CLAUSES]
    return not any(t.pos_ in ("PROPN", "NUM") or t.ent_type_ for c in own for t in syntax.below(c))


def _all_of_a_kind(noun: Token) -> bool:
    """Whether a plural names events in general: no article, number, state or name says which ("votes are secret")."""
    below = syntax.below(noun)
    return (
        _bare_plural(noun)
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


def general(token: Token, lexicon: Lexicon) -> bool:
    """Whether what a trigger hangs on speaks of all events of a kind ("to recall an envoy is to call him home")."""
    if token.pos_ == "NOUN" and any(c.dep_ == "det" and c.lower_ in _EACH for c in token.children):
        return True  # "ignored every proposal", "each summit"
    current = token
    for _ in range(5):
        head, dep = current.head, current.dep_
        if syntax.is_verbal(current) and _in_case(current):
            return True
        if current.tag_ == "VB" and _only_thought(current, head, lexicon):
            return True
        if dep == "pobj" and head.lower_ == "without" and any(a.tag_ == "MD" for a in syntax.auxiliaries(head.head)):
            return True  # "without a vote the president cannot send troops"
        if current.tag_ in _PRESENT and syntax.is_verbal(token) and _of_any(current):
            return True
        if dep == "pobj" and head.lower_ in ("of", "for") and _no_event_behind(current, head.head, lexicon):
            return True
        if dep == "ccomp" and head.lemma_ in lexicon.words.get("suppose", frozenset()) and not syntax.subjects(head):
            return True
        if dep == "pcomp" and head.lower_ == "of" and head.i and _about_all(current, head, lexicon):
            return True
        if _about_any(current) or _in_an_age(current, lexicon):
            return True
        if head == current and current != token and _advised(current):
            return True
        if head == current or (dep == "ccomp" and not _allowing(head, lexicon)):
            break
        if dep in ("csubj", "csubjpass") and head.tag_ in _PRESENT and _without_tense(current):
            return True
        if dep in ("xcomp", "ccomp") and current.tag_ == "VB" and (_general_head(head, lexicon) or _by_few(head)):
            return True
        if dep == "advcl" and head.tag_ in _PRESENT and _whenever(current):
            return habitual_verb(head, lexicon, speech=False)
        current = head
    return False


def _no_event_behind(event: Token, noun: Token, lexicon: Lexicon) -> bool:
    """Whether a noun says that there is next to nothing of it ("little sign of"), or what any such is felt to be."""
    if noun.lemma_.lower() in lexicon.words.get("attitude", frozenset()):
        return _any_of(event)
    if noun.lemma_.lower() not in lexicon.words.get("sign", frozenset()):
        return False
    return any(c.lower_ in ("no", "little", "few", "scant") for c in noun.children)


def _general_head(head: Token, lexicon: Lexicon) -> bool:
    """Whether an infinitive hangs on "is easy", on what a law allows, on a habit, or on a definition."""
    if head.pos_ == "ADJ":
        return head.lemma_.lower() in lexicon.words.get("tough", frozenset())
    if head.tag_ not in _PRESENT:
        return False
    if head.lemma_ == "be":
        return any(c.dep_ in ("csubj", "csubjpass") for c in head.children)
    habits = lexicon.words.get("habit", frozenset())
    return _allowing(head, lexicon) or any(c.dep_ == "advmod" and c.lower_ in habits for c in head.children)


def _in_an_age(verb: Token, lexicon: Lexicon) -> bool:
    """Whether a clause tells what people of an age did: "it was a time when ministers travelled third class"."""
    if verb.dep_ != "relcl" or verb.head.lemma_ not in lexicon.words.get("age", frozenset()):
        return False
    subject = syntax.own_subject(verb)
    return subject is not None and _bare_plural(subject) and verb.left_edge.lower_ in ("when", "in", "where")


def _about_any(verb: Token) -> bool:
    """Whether a clause lays down what must be done with any of a kind: "any pact would have to be approved"."""
    subject = syntax.own_subject(verb) if syntax.is_verbal(verb) else None
    if subject is None or not any(c.dep_ == "det" and c.lower_ in _QUANTIFIERS for c in subject.children):
        return False
    words = {a.lower_ for a in syntax.auxiliaries(verb)}
    obliged = any(c.dep_ == "xcomp" and verb.lemma_ in ("have", "need") for c in verb.children)
    return bool(words & {"must", "should"}) or (obliged and ("would" in words or verb.tag_ in _PRESENT))


def _by_few(verb: Token) -> bool:
    """Whether a present says what few people do ("few politicians dare to criticise the army")."""
    subject = syntax.own_subject(verb) if verb.tag_ in _PRESENT else None
    return subject is not None and (subject.lower_ == "few" or any(c.lower_ == "few" for c in subject.children))


def _allowing(verb: Token, lexicon: Lexicon) -> bool:
    """Whether a law says what may be done, or a pact what rights it gives."""
    subject = syntax.own_subject(verb) if syntax.is_verbal(verb) else None
    if subject is None or verb.tag_ not in _PRESENT:
        return False
    text = subject.lemma_.lower()
    granted = verb.lemma_ in _GRANTS and text in lexicon.words.get("grants-rights", frozenset())
    return granted or text in lexicon.words.get("law-text", frozenset())


def _about_all(verb: Token, of: Token, lexicon: Lexicon) -> bool:
    """Whether "of" opens a custom ("a habit of vetoing"), a limit ("short of breaking off") or "half of what"."""
    before = of.nbor(-1).lower_
    if verb.tag_ == "VBG":
        return before == "short" or of.head.lemma_.lower() in lexicon.words.get("custom-noun", frozenset())
    first = verb.left_edge
    return first.lower_ == "what" and first.head == verb and first.dep_ == "dobj"


def _advised(root: Token) -> bool:
    """Whether a sentence advises its reader: it opens with a bare verb ("Keep receipts in case …")."""
    if root.tag_ != "VB" or syntax.own_subject(root) is not None:
        return False
    return root.i == root.sent.start or (root.sent[0].lower_ in ("do", "never", "always") and root.sent[0].head == root)


def _in_case(verb: Token) -> bool:
    """Whether a clause names what one should be ready for: "in case the guard asks for it"."""
    first = verb.left_edge.i
    return first > 1 and [t.lower_ for t in verb.doc[first - 2 : first]] == ["in", "case"]


def _only_thought(verb: Token, head: Token, lexicon: Lexicon) -> bool:
    """Whether an infinitive is a power ("the right to veto"), a guilt ("is to blame") or a "were he to resign"."""
    if verb.dep_ == "acl":
        return head.lemma_.lower() in lexicon.words.get("power", frozenset())
    if verb.dep_ == "advcl" and verb.left_edge.lower_ == "were" and verb.left_edge.head == verb:
        return True
    if verb.dep_ != "xcomp" or head.lemma_ != "be":
        return False
    subject = syntax.own_subject(head)
    inverted = head.lower_ == "were" and head.dep_ in ("advcl", "ccomp") and subject is not None and subject.i > head.i
    return inverted or (verb.lower_ == "blame" and not syntax.objects(verb))


def open_question(verb: Token) -> bool:
    """Whether a clause asks what somebody could do: "it is not clear what they could offer"."""
    first = verb.left_edge
    return first.lower_ in ("what", "how", "why") and first.head == verb and verb.dep_ in ("ccomp", "csubj", "pcomp")


def _without_tense(verb: Token) -> bool:
    return verb.tag_ in ("VB", "VBG") and all(a.lower_ == "to" for a in syntax.auxiliaries(verb))


def _whenever(verb: Token) -> bool:
    return any(c.lower_ in ("when", "whenever") and c.i < verb.i for c in verb.children)


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
    return _bare_plural(noun) or any(c.lower_ in ("a", "an", "any") for c in noun.children)


def _bare_plural(noun: Token) -> bool:
    plural = noun.tag_ == "NNS" or (noun.tag_ == "VBZ" and noun.dep_ in ("nsubj", "nsubjpass"))
    return plural and not any(c.dep_ in _DETERMINED and c.lower_ not in _KINDS_OF for c in noun.children)
