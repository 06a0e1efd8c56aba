"""A clause in the simple present → whether it tells how things are ("the committee meets in private"), no event.

News tells of an event in the present in a headline, which leaves out the article and the full stop, or with a date
that puts it ahead ("the council votes on Monday"). A full sentence on a definite body without a date tells a rule, a
practice or a property of the body.
"""

from __future__ import annotations

from spacy.tokens import Token

from kg.lexicon import Lexicon, TypeEntry
from kg.read import syntax
from kg.read.triggers import verb_operators

_NOT_PRESENT = frozenset({"has", "have", "had", "was", "were", "did", "will", "would", "been", "being"})
_MODAL = frozenset({"may", "might", "could", "can", "should", "must", "ought", "shall"})
_THIRD = frozenset({"he", "she", "it", "they", "this", "these", "those"})
_NOW = frozenset({"today", "tonight", "tomorrow", "again", "finally", "already", "soon"})
_LASTING = frozenset({"for", "within", "in", "of", "until", "throughout", "after"})
_STOPS = frozenset({".", "!", "?", "”", '"', "’", "'", "…"})
#: classes of which a noun speaks as known, whatever is said of it
_KNOWN = frozenset({"Attack", "AirAttack", "MissileAttack", "DroneAttack", "Detention", "CeasefireViolation"})
#: forms that the past has as well, whatever tag they are given
_SAME_PAST = frozenset(
    {
        "let",
        "put",
        "cut",
        "hit",
        "set",
        "shut",
        "cast",
        "quit",
        "split",
        "beat",
        "bet",
        "cost",
        "hurt",
        "spread",
        "read",
        "bid",
        "shed",
    }
)
_WHOLE = frozenset({"ROOT", "relcl", "ccomp", "conj"})


def standing(verb: Token, lexicon: Lexicon) -> bool:
    """Whether a verb in the simple present, which nothing dates, says what a definite body does by rule."""
    if verb.dep_ not in _WHOLE or not in_present(verb) or verb.lemma_ in lexicon.words.get("enduring", frozenset()):
        return False
    below = verb.dep_ == "ccomp" and syntax.is_verbal(verb.head)
    if verb.tag_ == "VBP" and (below or verb.lower_ in _SAME_PAST):
        return False  # "demanded that the government resign"; "the pirates let the crew go"
    if not _of_definite(verb) or verb.sent[-1].text not in _STOPS:
        return False
    return not dated(verb)


def entitled(verb: Token) -> bool:
    """Whether "can" tells what a definite body has the power to do or to suffer: "the tribunal can expel members"."""
    whole = verb.dep_ in _WHOLE and verb.dep_ != "ccomp" and verb.sent[-1].text in _STOPS
    return whole and _of_definite(verb) and not dated(verb)


def in_present(verb: Token) -> bool:
    """Whether a verb is a plain present, active or passive, without a modal."""
    words = {a.lower_ for a in syntax.auxiliaries(verb)}
    if words & _NOT_PRESENT or words & _MODAL:
        return False
    return verb.tag_ in ("VBZ", "VBP") or (verb.tag_ == "VBN" and bool(words & {"is", "are"}))


def dated(verb: Token) -> bool:
    """Whether an adjunct of a verb puts it on a day, now or ahead; how long it lasts is no date."""
    for child in verb.children:
        if child.dep_ in ("ccomp", "advcl", "relcl", "conj", "nsubj", "nsubjpass", "parataxis"):
            continue
        for token in syntax.below(child):
            if token.lower_ in _NOW:
                return True
            if token.ent_type_ in ("DATE", "TIME") and not _lasting(token):
                return True
    return False


def _lasting(token: Token) -> bool:
    """Whether a date word stands in a span of time ("for thirty years", "in winter", "takes four minutes")."""
    if token.dep_ == "nummod":
        token = token.head
    current = token
    if token.dep_ == "dobj":
        return token.tag_ == "NNS"
    for _ in range(4):
        if current.dep_ == "prep":
            return current.lower_ in _LASTING and not any(
                t.pos_ == "PROPN" or t.shape_ == "dddd" for t in syntax.below(current)
            )
        if current.head == current:
            return False
        current = current.head
    return False


def _of_definite(verb: Token) -> bool:
    if verb.dep_ == "relcl":
        return True
    subject = next(iter(syntax.subjects(verb)), None)
    if subject is None:
        return False
    if subject.pos_ == "PRON":
        return subject.lower_ in _THIRD
    marks = [c for c in subject.children if c.dep_ in ("det", "poss", "nummod")]
    if any(c.dep_ == "nummod" for c in marks) and verb.lemma_ not in ("agree", "share", "use"):
        return False  # "the two leaders meet in Geneva"
    # "Iran's parliament bans …" may be a headline; "the consul's wife complains" is none
    return any(c.dep_ == "det" or c.pos_ == "PRON" or any(t.dep_ == "det" for t in c.children) for c in marks)


def mentioned(noun: Token, entry: TypeEntry, lexicon: Lexicon) -> bool:
    """Whether a noun is only spoken of where a clause tells how things are ("may refuel under a defence pact")."""
    verb = syntax.clause_verb(noun)
    if _lays_down(verb, entry, lexicon) and not any(t.ent_type_ for t in syntax.below(noun)):
        return True
    if noun.dep_ == "attr" and entry.scheme == "agreement" and any(c.dep_ == "expl" for c in verb.children):
        return not any(c.dep_ in ("det", "poss") for c in noun.children)  # "there is broad agreement that …"
    if not in_present(verb) or verb.lemma_ == "be" or verb.sent[-1].text not in _STOPS or dated(verb):
        return False
    if any(t.ent_type_ in ("DATE", "TIME") and not _lasting(t) for t in syntax.below(noun)):
        return False
    slot = noun
    while slot.head != verb and slot.head != slot:
        slot = slot.head
    if slot.dep_ in ("nsubj", "nsubjpass"):
        if verb.lemma_ in lexicon.words.get("covering", frozenset()):
            return True
        some = slot == noun and any(c.lower_ in ("a", "an") for c in noun.children)
        needing = verb.lemma_ in lexicon.words.get("needing", frozenset())
        return some and needing and not any(True for _ in verb_operators(verb, lexicon))
    if entry.type in _KNOWN or slot.dep_ not in ("dobj", "prep", "agent", "dative", "advmod"):
        return False
    if verb.lemma_ in lexicon.words.get("judging", frozenset()):
        return False
    if verb.lemma_ == "have" and slot.dep_ == "dobj":
        return _owned(noun, verb, entry) if slot == noun else _without(slot)
    # "opens with the president's visits" opens no visit: the operator must speak of the noun
    return not any(slot.dep_ != "prep" or slot in words for _, words in verb_operators(verb, lexicon))


def _lays_down(verb: Token, entry: TypeEntry, lexicon: Lexicon) -> bool:
    """Whether a participle says what a pact lays down: "above the limit set in the bloc's treaties"."""
    participle = verb.dep_ == "acl" and verb.tag_ == "VBN" and entry.scheme == "agreement"
    return participle and verb.lemma_ in lexicon.words.get("laid-down", frozenset())


def _without(noun: Token) -> bool:
    """Whether a noun is one that somebody lacks: "has no programme beyond the removal of the president"."""
    return any(c.lower_ in ("no", "little", "few") for c in noun.children)


def _owned(noun: Token, verb: Token, entry: TypeEntry) -> bool:
    """Whether a party has a pact as it has a flag: "Peru has a trade agreement with Canada", not "we have a deal"."""
    subject = syntax.own_subject(verb)
    third = _THIRD | syntax.RELATIVES
    ours = subject is not None and subject.pos_ == "PRON" and subject.lower_ not in third
    return entry.scheme == "agreement" and not ours
