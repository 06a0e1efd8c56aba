"""Number token in its parse → what it counts and under which measure ("killed", "drones", "votes-against")."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from itertools import islice

from spacy.tokens import Token

from kg.read.parsed import ParsedArticle
from kg.read.quantities_scan import QuantityLexicon, load_quantity_lexicon
from kg.read.syntax import is_passive, is_verbal

#: how many nouns may stand between a counted noun and the predicate ("froze the assets of 13 exporters")
CHAIN = 4
#: relations of a number to the noun that it counts
COUNTING = frozenset({"nummod", "amod", "det", "compound", "quantmod", "npadvmod", "nmod", "predet"})
COMPANIONS = frozenset({"prt", "xcomp", "ccomp", "oprd", "advmod", "acomp"})
#: how many words of a clause are looked at for a word such as "sanctions"
NEAR = 60
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


@dataclass(frozen=True, slots=True, kw_only=True)
class VerbFrame:
    """What of a verb decides a measure, read once a verb so that a long flat parse stays linear."""

    names: frozenset[str]
    passive: bool
    state: str | None
    inner: tuple[Token, ...]
    marked: bool
    lists: bool


class MeasureReader:
    """Measures of one article's numbers."""

    def __init__(self, parsed: ParsedArticle) -> None:
        self.parsed = parsed
        self.lexicon = load_quantity_lexicon()
        self._frames: dict[int, VerbFrame] = {}

    def frame(self, verb: Token) -> VerbFrame:
        """Return the frame of a verb."""
        if verb.i not in self._frames:
            self._frames[verb.i] = _frame_of(verb, self.lexicon)
        return self._frames[verb.i]

    def measure(self, number: Token, noun: Token | None) -> str | None:
        """Return the measure of a number without unit, or None; `noun` is what it counts."""
        return _measure_of(number, noun, self)


def _frame_of(verb: Token, lexicon: QuantityLexicon) -> VerbFrame:
    children = list(verb.children)
    near = {token.lower_ for token in islice(verb.subtree, NEAR)}
    lemma = verb.lemma_.lower()
    after = verb.nbor(1) if verb.i + 1 < len(verb.doc) else None
    companions = {child.lemma_.lower() for child in children if child.dep_ in COMPANIONS}
    companions |= {after.lower_} if after is not None and after.tag_ == "RP" else set()
    companions |= near & {"grata"}
    return VerbFrame(
        names=frozenset({lemma, *(f"{lemma} {companion}" for companion in companions)}),
        passive=is_passive(verb),
        state=_state_of(verb, children),
        inner=tuple(child for child in children if child.dep_ == "xcomp"),
        marked=any(child.dep_ == "mark" for child in children),
        lists=verb.lemma_ == "freeze" or not near.isdisjoint(lexicon.listing_needs),
    )


def _state_of(verb: Token, children: list[Token]) -> str | None:
    """Return the measure of a state that the subject is said to be in: "six workers are missing"."""
    states = _state_measures()
    if verb.lower_ in states and any(child.lemma_ == "be" for child in children):
        return states[verb.lower_]
    if verb.lemma_ not in STATIVE:
        return None
    complements = [child.lower_ for child in children if child.dep_ in ("acomp", "attr")]
    return next((states[word] for word in complements if word in states), None)


def _measure_of(number: Token, noun: Token | None, reader: MeasureReader) -> str | None:
    after = number.nbor(1) if number.i + 1 < len(number.doc) else None
    states = _state_measures()
    if after is not None and after.lower_ in states and (noun is None or noun.i == after.i):
        return states[after.lower_]
    node = noun if noun is not None and noun.i > number.i and number.dep_ in COUNTING else number
    if noun is not None:
        return _of_noun(noun, node, reader)
    return _of_place(number, reader.lexicon) or _by_predicate(node, reader, people=True, noun=None)


def _of_noun(noun: Token, node: Token, reader: MeasureReader) -> str | None:
    lexicon = reader.lexicon
    lemma = noun_word(noun)
    states = _state_measures()
    if lemma in states:
        return states[lemma]
    if is_person(noun, reader.parsed, lexicon):
        return _of_people(noun, node, reader)
    measure = _noun_measures().get(lemma)
    if measure == "votes-for" and noun.i + 1 < len(noun.doc) and noun.nbor(1).lower_ == "against":
        return "votes-against"
    if measure in lexicon.needs_predicate:
        return measure if _by_predicate(node, reader, people=False, noun=noun) == measure else None
    return _of_victims(noun, node, reader) if measure is None else measure


def _of_victims(noun: Token, node: Token, reader: MeasureReader) -> str | None:
    """Return the measure of a noun that nothing but its verb tells to be people: "killed 23 guests"."""
    lexicon = reader.lexicon
    verb = node.head
    while not is_verbal(verb) and verb.dep_ == "conj" and verb.head != verb:
        verb = verb.head
    if not is_verbal(verb) or verb.lemma_ not in lexicon.certain_victims or noun_word(noun) in lexicon.no_victims:
        return None
    return _by_predicate(node, reader, people=True, noun=noun)


def is_person(noun: Token, parsed: ParsedArticle, lexicon: QuantityLexicon) -> bool:
    """Whether a counted noun means people: a word for them, or a people's name ("31 Indians")."""
    if noun_word(noun) in lexicon.people:
        return True
    anchor = parsed.at(noun)
    demonym = noun.ent_type_ == "NORP" or (anchor is not None and anchor.form == "demonym")
    return demonym and noun.tag_ in ("NNS", "NNPS", "NNP", "NN")


def _of_people(noun: Token, node: Token, reader: MeasureReader) -> str | None:
    lexicon = reader.lexicon
    states = _state_measures()
    for child in noun.children:
        if node.i == noun.i and child.dep_ in ("acl", "amod", "relcl") and child.i > noun.i and child.lower_ in states:
            return states[child.lower_]
    found = _by_predicate(node, reader, people=True, noun=noun)
    if found is None and noun_word(noun) == "child":
        found = _of_group(node, reader)
    if found is not None:
        return f"{found}-children" if noun_word(noun) == "child" and _is_part(node) else found
    for child in noun.children:
        if child.dep_ in ("acl", "amod") and child.lower_ in states:
            return states[child.lower_]
    verb = node.head if node.dep_ in ("nsubj", "nsubjpass") else None
    source = verb is not None and verb.lemma_ in lexicon.reporting_verbs
    definite = any(child.dep_ == "det" and child.lower_ in ("the", "these", "those") for child in noun.children)
    if source or definite or noun_word(noun) in lexicon.capacities:
        return None
    return "people"


def _is_part(noun: Token) -> bool:
    """Whether a noun is a part of a count told beside it: "seven people, including two children"."""
    if noun.dep_ == "pobj" and noun.head.lower_ == "including":
        return True
    verb = noun.head
    return noun.dep_ == "nsubj" and verb.lemma_ == "be" and any(c.lower_ == "among" for c in verb.children)


def _of_group(noun: Token, reader: MeasureReader) -> str | None:
    """Return the measure of the count that a noun is a part of: "three children were among nine people killed"."""
    if not _is_part(noun):
        return None
    if noun.dep_ == "nsubj":
        whole = next((t for c in noun.head.children if c.lower_ == "among" for t in c.children), None)
    else:
        whole = noun.head.head
    if whole is None:
        return None
    states = _state_measures()
    said = next((states[c.lower_] for c in whole.children if c.dep_ == "acl" and c.lower_ in states), None)
    found = said or _by_predicate(whole, reader, people=True, noun=whole)
    return found if found in ("killed", "wounded") else None


def _by_predicate(node: Token, reader: MeasureReader, *, people: bool, noun: Token | None) -> str | None:
    """Return the measure of the predicate above a counted phrase; coordinated phrases share that of the first."""
    lexicon = reader.lexicon
    for _ in range(CHAIN):
        head = node.head
        if head.i == node.i:
            return None
        if node.dep_ == "conj" and not is_verbal(node):
            node = head
            continue
        if is_verbal(head):
            return _under_verb(node, head, reader, people=people, noun=noun)
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


def _under_verb(node: Token, verb: Token, reader: MeasureReader, *, people: bool, noun: Token | None) -> str | None:
    frame = reader.frame(verb)
    subject = node.dep_ in ("nsubj", "nsubjpass")
    if node.dep_ == "nsubj" and frame.state is not None:
        return frame.state
    found = _of_complement(node, verb, reader, people=people, noun=noun) if subject else None
    if found is not None:
        return found
    if subject:
        place = "passive" if frame.passive or node.dep_ == "nsubjpass" else "subject"
    elif node.dep_ in ("dobj", "attr", "oprd", "dative", "ccomp", "nmod", "prep"):
        place = "active"
    else:
        return None
    return _matching(frame, frame.names, place, reader.lexicon, people=people, noun=noun)


def _of_complement(node: Token, verb: Token, reader: MeasureReader, *, people: bool, noun: Token | None) -> str | None:
    """Return the measure where the predicate is a complement: "are known to have died", "let two captives go"."""
    frame = reader.frame(verb)
    for inner in frame.inner:
        below = reader.frame(inner)
        place = "passive" if below.passive else "subject"
        found = _matching(below, below.names, place, reader.lexicon, people=people, noun=noun)
        if found is not None:
            return found
    if node.dep_ == "nsubj" and verb.dep_ == "ccomp" and not frame.marked:
        above = reader.frame(verb.head)
        names = frozenset(name for name in above.names if " " in name)
        return _matching(above, names, "active", reader.lexicon, people=people, noun=noun)
    return None


def _matching(
    frame: VerbFrame,
    names: frozenset[str],
    place: str,
    lexicon: QuantityLexicon,
    *,
    people: bool,
    noun: Token | None,
) -> str | None:
    for measure, predicate in lexicon.predicates.items():
        if names.isdisjoint(getattr(predicate, place)) or not _fits(measure, lexicon, people, noun):
            continue
        if "listed" in measure and not names.isdisjoint(lexicon.listing_verbs) and not frame.lists:
            continue
        return measure
    return None


def _of_place(number: Token, lexicon: QuantityLexicon) -> str | None:
    """Return the measure of a figure at which a count is put: "the death toll rose to 12"."""
    prep = number.head
    ranged = prep.lower_ == "from" and any(c.lower_ == "to" for c in number.children)  # "rose from three to nine"
    if number.dep_ != "pobj" or not (ranged or prep.lower_ in ("to", "at", "of", "as")):
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
    words = [token.lower_ for token in islice(noun.subtree, NEAR)]
    for word in words:
        if word in states:
            return states[word]
    for measure, predicate in lexicon.predicates.items():
        if set(words) & set(predicate.nouns):
            return measure
    return None
