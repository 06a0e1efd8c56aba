"""Number token in its parse → what it counts and under which measure ("killed", "drones", "votes-against")."""

from __future__ import annotations

from functools import cache

from spacy.tokens import Token

from kg.read.parsed import ParsedArticle
from kg.read.quantities_scan import QuantityLexicon, load_quantity_lexicon
from kg.read.syntax import is_passive, is_verbal

#: how many nouns may stand between a counted noun and the predicate ("froze the assets of 13 exporters")
CHAIN = 4
#: relations of a number to the noun that it counts
COUNTING = frozenset({"nummod", "amod", "det", "compound", "quantmod", "npadvmod", "nmod", "predet"})
COMPANIONS = frozenset({"prt", "xcomp", "ccomp", "oprd", "advmod", "acomp"})
STATIVE = frozenset({"be", "remain", "stay", "go", "lie"})


def noun_word(noun: Token) -> str:
    """Return the noun in the form that the lexicon lists: its lemma, or without a plural s that the tagger missed."""
    lemma = str(noun.lemma_).lower()
    return lemma.removesuffix("s") if noun.tag_ in ("NNP", "NNPS") and len(lemma) > 4 else lemma


@cache
def _noun_measures() -> dict[str, str]:
    return {word: measure for measure, words in load_quantity_lexicon().nouns.items() for word in words}


@cache
def _state_measures() -> dict[str, str]:
    return {word: measure for measure, words in load_quantity_lexicon().states.items() for word in words}


def counted_noun(number: Token) -> Token | None:
    """Return the noun that a number counts: its head, or the noun after "of" ("three of its soldiers")."""
    if number.dep_ in COUNTING:
        head = number.head
        for _ in range(3):
            if head.pos_ in ("NOUN", "PROPN") and head.i > number.i:
                return head
            head = head.head
    for child in number.children:
        if child.lower_ == "of":
            for noun in child.children:
                if noun.dep_ == "pobj" and noun.pos_ in ("NOUN", "PROPN"):
                    return noun
    return None


def measure_of(number: Token, noun: Token | None, parsed: ParsedArticle) -> str | None:
    """Return the measure of a number without unit, or None."""
    lexicon = load_quantity_lexicon()
    after = number.nbor(1) if number.i + 1 < len(number.doc) else None
    states = _state_measures()
    if after is not None and after.lower_ in states and (noun is None or noun.i == after.i):
        return states[after.lower_]
    node = noun if noun is not None and noun.i > number.i and number.dep_ in COUNTING else number
    if noun is not None:
        return _of_noun(number, noun, node, parsed, lexicon)
    return _of_place(number, lexicon) or _by_predicate(node, lexicon, people=True, noun=None)


def _of_noun(number: Token, noun: Token, node: Token, parsed: ParsedArticle, lexicon: QuantityLexicon) -> str | None:
    lemma = noun_word(noun)
    states = _state_measures()
    if lemma in states:
        return states[lemma]
    if is_person(noun, parsed, lexicon):
        return _of_people(number, noun, node, lexicon)
    measure = _noun_measures().get(lemma)
    if measure == "votes-for" and noun.i + 1 < len(noun.doc) and noun.nbor(1).lower_ == "against":
        return "votes-against"
    if measure in lexicon.needs_predicate:
        return measure if _by_predicate(node, lexicon, people=False, noun=noun) == measure else None
    return measure


def is_person(noun: Token, parsed: ParsedArticle, lexicon: QuantityLexicon) -> bool:
    """Whether a counted noun means people: a word for them, or a people's name ("31 Indians")."""
    if noun_word(noun) in lexicon.people:
        return True
    anchor = parsed.at(noun)
    demonym = noun.ent_type_ == "NORP" or (anchor is not None and anchor.form == "demonym")
    return demonym and noun.tag_ in ("NNS", "NNPS", "NNP", "NN")


def _of_people(number: Token, noun: Token, node: Token, lexicon: QuantityLexicon) -> str | None:
    states = _state_measures()
    for child in noun.children:
        if node.i == noun.i and child.dep_ in ("acl", "amod", "relcl") and child.i > noun.i and child.lower_ in states:
            return states[child.lower_]
    found = _by_predicate(node, lexicon, people=True, noun=noun)
    if found is not None:
        return found
    for child in noun.children:
        if child.dep_ in ("acl", "amod") and child.lower_ in states:
            return states[child.lower_]
    verb = node.head if node.dep_ in ("nsubj", "nsubjpass") else None
    source = verb is not None and verb.lemma_ in lexicon.reporting_verbs
    definite = any(child.dep_ == "det" and child.lower_ in ("the", "these", "those") for child in noun.children)
    if source or definite or noun_word(noun) in lexicon.capacities:
        return None
    return "people"


def _by_predicate(node: Token, lexicon: QuantityLexicon, *, people: bool, noun: Token | None) -> str | None:
    """Return the measure of the predicate above a counted phrase; coordinated phrases share that of the first."""
    for _ in range(CHAIN):
        head = node.head
        if head.i == node.i:
            return None
        if node.dep_ == "conj" and not is_verbal(node):
            node = head
            continue
        if is_verbal(head):
            return _under_verb(node, head, lexicon, people=people, noun=noun)
        if head.pos_ in ("NOUN", "PROPN"):
            for measure, predicate in lexicon.predicates.items():
                if head.lemma_.lower() in predicate.nouns and _fits(measure, lexicon, people, noun):
                    return measure
        node = head
    return None


def _fits(measure: str, lexicon: QuantityLexicon, people: bool, noun: Token | None) -> bool:
    thing = measure in lexicon.needs_predicate
    if people == thing and noun is not None:
        return False
    allowed = lexicon.only_for.get(measure)
    if not people and noun is not None and _noun_measures().get(noun_word(noun)) != measure:
        return False
    return allowed is None or noun is None or noun_word(noun) in allowed


def _under_verb(node: Token, verb: Token, lexicon: QuantityLexicon, *, people: bool, noun: Token | None) -> str | None:
    names = _verb_names(verb)
    passive = is_passive(verb)
    found = _of_state(node, verb) or _of_complement(node, verb, lexicon, people=people, noun=noun)
    if found is not None:
        return found
    if node.dep_ in ("nsubj", "nsubjpass"):
        place = "passive" if passive or node.dep_ == "nsubjpass" else "subject"
    elif node.dep_ in ("dobj", "attr", "oprd", "dative", "ccomp", "nmod") or node.dep_ == "prep":
        place = "active"
    else:
        return None
    return _matching(names, place, verb, lexicon, people=people, noun=noun)


def _of_state(node: Token, verb: Token) -> str | None:
    """Return the measure of a state that the counted thing is said to be in: "six workers are missing"."""
    states = _state_measures()
    if node.dep_ != "nsubj":
        return None
    if verb.lower_ in states and any(child.lemma_ == "be" for child in verb.children):
        return states[verb.lower_]
    if verb.lemma_ not in STATIVE:
        return None
    complements = [child.lower_ for child in verb.children if child.dep_ in ("acomp", "attr")]
    return next((states[word] for word in complements if word in states), None)


def _of_complement(
    node: Token, verb: Token, lexicon: QuantityLexicon, *, people: bool, noun: Token | None
) -> str | None:
    """Return the measure where the predicate is a complement: "are known to have died", "let two captives go"."""
    if node.dep_ in ("nsubj", "nsubjpass"):
        for inner in verb.children:
            if inner.dep_ == "xcomp":
                place = "passive" if is_passive(inner) else "subject"
                found = _matching(_verb_names(inner), place, inner, lexicon, people=people, noun=noun)
                if found is not None:
                    return found
    if node.dep_ == "nsubj" and verb.dep_ == "ccomp" and not any(child.dep_ == "mark" for child in verb.children):
        head = verb.head
        names = {name for name in _verb_names(head) if " " in name}
        return _matching(names, "active", head, lexicon, people=people, noun=noun)
    return None


def _matching(
    names: set[str], place: str, verb: Token, lexicon: QuantityLexicon, *, people: bool, noun: Token | None
) -> str | None:
    for measure, predicate in lexicon.predicates.items():
        if not names & set(getattr(predicate, place)) or not _fits(measure, lexicon, people, noun):
            continue
        if "listed" in measure and verb.lemma_ in lexicon.listing_verbs and not _lists(verb, lexicon):
            continue
        return measure
    return None


def _lists(verb: Token, lexicon: QuantityLexicon) -> bool:
    return verb.lemma_ == "freeze" or any(token.lower_ in lexicon.listing_needs for token in verb.subtree)


def _verb_names(verb: Token) -> set[str]:
    """Return the verb's lemma, alone and with its particle or complement ("hand over", "order leave")."""
    lemma = verb.lemma_.lower()
    after = verb.nbor(1) if verb.i + 1 < len(verb.doc) else None
    companions = [after.lower_] if after is not None and after.tag_ == "RP" else []
    companions += [child.lemma_.lower() for child in verb.children if child.dep_ in COMPANIONS]
    if any(token.lower_ == "grata" for token in verb.subtree):
        companions.append("grata")
    return {lemma, *(f"{lemma} {companion}" for companion in companions)}


def _of_place(number: Token, lexicon: QuantityLexicon) -> str | None:
    """Return the measure of a figure at which a count is put: "the death toll rose to 12"."""
    prep = number.head
    if number.dep_ != "pobj" or prep.lower_ not in ("to", "at", "of", "as"):
        return None
    verb = prep.head
    if not is_verbal(verb):
        return _count_measure(verb, lexicon)
    for child in verb.children:
        if child.dep_ in ("nsubj", "dobj", "nsubjpass") and child.lemma_.lower() in lexicon.counts:
            return _count_measure(child, lexicon)
    return None


def _count_measure(noun: Token, lexicon: QuantityLexicon) -> str | None:
    """Return what a count is of: "the number of people killed", "the dead", "the death toll"."""
    if noun_word(noun) not in lexicon.counts:
        return None
    states = _state_measures()
    words = [token.lower_ for token in noun.subtree]
    for word in words:
        if word in states:
            return states[word]
    for measure, predicate in lexicon.predicates.items():
        if set(words) & set(predicate.nouns):
            return measure
    return None
