"""What a trigger hangs on → whether its sentence speaks of all events of a kind, or of one only thought of."""

from __future__ import annotations

from spacy.tokens import Token

from kg.lexicon import Lexicon
from kg.read import syntax
from kg.read.habits import any_of, bare_plural, habitual_verb, indefinite, of_any
from kg.read.standing import dated, in_present

_QUANTIFIERS = frozenset({"every", "any", "each"})
_GRANTS = frozenset({"allow", "permit", "oblige", "entitle", "require", "enable", "forbid", "let", "bind"})
_PRESENT = frozenset({"VBZ", "VBP"})


def general(token: Token, lexicon: Lexicon) -> bool:
    """Whether what a trigger hangs on speaks of all events of a kind ("to recall an envoy is to call him home")."""
    if token.pos_ == "NOUN" and any(c.dep_ == "det" and c.lower_ in ("every", "each") for c in token.children):
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
        if current.tag_ in _PRESENT and syntax.is_verbal(token) and of_any(current):
            return True
        if dep == "pobj" and head.lower_ in ("of", "for") and _no_event_behind(current, head.head, lexicon):
            return True
        if dep == "ccomp" and head.lemma_ in lexicon.words.get("suppose", frozenset()) and not syntax.subjects(head):
            return True
        if dep == "pcomp" and head.lower_ == "of" and head.i and _about_all(current, head, lexicon):
            return True
        if _about_any(current) or _in_an_age(current, lexicon) or _ruled(current, lexicon):
            return True
        if dep == "pcomp" and head.lower_ == "as" and _only_quality(current, head.head, lexicon):
            return True
        if dep == "relcl" and _would_rather(current):
            return True
        if current.tag_ == "VB" and dep in ("xcomp", "advcl") and _wanted_for(head):
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
        return any_of(event)
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
    return subject is not None and bare_plural(subject) and verb.left_edge.lower_ in ("when", "in", "where")


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
    return first > 1 and verb.doc[first - 1].lower_ == "case" and verb.doc[first - 2].lower_ == "in"


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


def _without_tense(verb: Token) -> bool:
    return verb.tag_ in ("VB", "VBG") and all(a.lower_ == "to" for a in syntax.auxiliaries(verb))


def _whenever(verb: Token) -> bool:
    return any(c.lower_ in ("when", "whenever") and c.i < verb.i for c in verb.children)


def _wanted_for(verb: Token) -> bool:
    """Whether a present says what such an act needs: "a two-thirds majority is needed to impeach the president"."""
    if not in_present(verb):
        return False
    subject = syntax.own_subject(verb)
    if verb.lemma_ == "take":
        return subject is not None and subject.lower_ == "it"
    return (
        verb.lemma_ in ("need", "require") and syntax.is_passive(verb) and subject is not None and indefinite(subject)
    )


def _ruled(verb: Token, lexicon: Lexicon) -> bool:
    """Whether a clause in the present says what a law wants: "under the constitution the motion names a successor"."""
    if not any(c.lower_ == "under" for c in verb.children):
        return False
    modal = any(a.tag_ == "MD" and a.lower_ in ("may", "must", "can") for a in syntax.auxiliaries(verb))
    if not syntax.is_verbal(verb) or not (modal or in_present(verb)) or dated(verb):
        return False
    laws = lexicon.words.get("law", frozenset())
    return any(prep == "under" and t.lemma_.lower() in laws for prep, _, t in syntax.prepositions(verb))


def _only_quality(verb: Token, describing: Token, lexicon: Lexicon) -> bool:
    """Whether a participle behind "as" is an adjective: "describe her as demanding"."""
    bare = verb.tag_ == "VBG" and not any(c.dep_ in ("dobj", "prep", "ccomp", "xcomp") for c in verb.children)
    return bare and describing.lemma_ in lexicon.words.get("characterising", frozenset())


def _would_rather(verb: Token) -> bool:
    """Whether a relative clause says what some would like best: "those who would rather boycott the vote"."""
    words = {c.lower_ for c in verb.children}
    return "would" in words and bool(words & {"rather", "sooner"})
