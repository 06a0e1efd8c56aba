"""Token of a time expression → tense of the verb that governs it, from spaCy's tags and auxiliaries."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from spacy.tokens import Token

from kg.read.syntax import auxiliaries, is_verbal

Tense = Literal["past", "future"]
Words = Mapping[str, frozenset[str]]
MODALS = frozenset("will shall would could may might can should must 'll ’ll wo ca".split())
PRESENT = frozenset({"VBZ", "VBP"})
#: a parse tree deeper than this is no sentence
DEPTH = 24


class TenseReader:
    """Tenses of one article; each verb is read once, so that a long flat parse stays linear."""

    def __init__(self, words: Words) -> None:
        self.words = words
        self._tenses: dict[int, Tense] = {}
        self._habits: dict[int, bool] = {}

    def at(self, token: Token, preposition: str = "") -> Tense | None:
        """Return whether what the token dates lies behind or ahead; None where no verb governs it.

        `token` is the head of the expression, `preposition` the word that leads it ("for" in "planned for 5 May").
        """
        return _tense_at(token, preposition, self)

    def of(self, verb: Token) -> Tense:
        """Return the tense of a verb form."""
        if verb.i not in self._tenses:
            self._tenses[verb.i] = verb_tense(verb, self.words)
        return self._tenses[verb.i]

    def is_habit(self, verb: Token) -> bool:
        """Whether an adverb makes the verb's clause general ("usually start at midnight")."""
        if verb.i not in self._habits:
            present = verb.tag_ in (*PRESENT, "VB")
            self._habits[verb.i] = present and any(c.lower_ in self.words["habit_words"] for c in verb.children)
        return self._habits[verb.i]


def _tense_at(token: Token, preposition: str, reader: TenseReader) -> Tense | None:
    words = reader.words
    noun: Token | None = None
    forward = False
    node = token
    for _ in range(DEPTH):
        if is_verbal(node):
            return _settle(node, reader, noun=noun, token=token, forward=forward, preposition=preposition)
        if node != token:
            if node.lower_ in words["forward_words"]:
                forward = True
            if node.pos_ in ("NOUN", "PROPN") and node.dep_ not in ("npadvmod", "nsubj"):
                noun = noun or node
        if node.head == node:
            break
        node = node.head
    return "future" if forward else None


def _settle(
    verb: Token, reader: TenseReader, *, noun: Token | None, token: Token, forward: bool, preposition: str
) -> Tense | None:
    """Return the tense of the verb, unless what is dated is a thing that the verb plans, moves or calls off."""
    words, tense = reader.words, reader.of(verb)
    lemma = verb.lemma_.lower()
    if tense == "future":
        return tense
    if token.dep_ == "dobj" and lemma in words["reporting_verbs"]:
        return None
    if preposition in ("to", "from", "until", "till") and lemma in words["moving_verbs"]:
        return "future"
    if forward or preposition in words["forward_prepositions"]:
        settled = lemma in words["happening_verbs"] or (verb.dep_ == "acl" and verb.lower_ in words["forward_words"])
        return "past" if settled else "future"
    if noun is None or noun.lemma_.lower() not in words["event_nouns"]:
        return tense
    kind = "forward_verbs" if token.dep_ in ("poss", "compound", "nmod") else "asking_verbs"
    return "future" if lemma in words[kind] else tense


def verb_tense(verb: Token, words: Words, depth: int = 0) -> Tense:
    """Return the tense of a verb form; participles and infinitives take that of the verb above them."""
    helpers = auxiliaries(verb)
    names = {helper.lower_ for helper in helpers}
    perfect = any(helper.lemma_ == "have" for helper in helpers)
    if names & MODALS:
        return "past" if perfect and not names & {"will", "'ll", "’ll"} else "future"
    if "to" in names:
        return _infinitive(verb, words, perfect=perfect, depth=depth)
    if perfect or any(helper.tag_ == "VBD" for helper in helpers):
        return "past"
    if helpers and helpers[0].tag_ in PRESENT:
        return "future" if helpers[0].lemma_ == "be" else _present(verb, words)
    if verb.tag_ == "VBD" and verb.dep_ != "acl":
        return "past"  # "a summit planned for May": the tagger may take the participle for a main verb
    if verb.tag_ in PRESENT:
        return _present(verb, words)
    return _reduced(verb, words, depth)


def _present(verb: Token, words: Words) -> Tense:
    return "past" if verb.lemma_ in words["reporting_verbs"] else "future"


def _infinitive(verb: Token, words: Words, *, perfect: bool, depth: int) -> Tense:
    if perfect:
        return "past"
    head = verb.head
    if depth < DEPTH and is_verbal(head) and head.lemma_ in words["implicative_verbs"]:
        return verb_tense(head, words, depth + 1)
    return "future"


def _reduced(verb: Token, words: Words, depth: int) -> Tense:
    """Return the tense of a form without auxiliary: "planned for Friday", "speaking on Friday", "(will) sign"."""
    head = verb.head
    if verb.lemma_ in words["forward_words"] or verb.lower_ in words["forward_words"]:
        above = _verb_above(verb)
        if above is not None and above.lemma_ in words["happening_verbs"] and depth < DEPTH:
            return verb_tense(above, words, depth + 1)
        return "future"
    if verb.tag_ in ("VBN", "VBD") and verb.dep_ in ("acl", "amod"):
        return "past"
    if depth >= DEPTH or head.i == verb.i:
        return "future" if verb.tag_ == "VB" else "past"
    above = head if is_verbal(head) else _verb_above(verb)
    return "past" if above is None else verb_tense(above, words, depth + 1)


def _verb_above(token: Token) -> Token | None:
    node = token
    for _ in range(DEPTH):
        if node.head == node:
            return None
        node = node.head
        if is_verbal(node):
            return node
    return None


def governing_verb(token: Token) -> tuple[Token | None, bool]:
    """Return the verb that governs a token, and whether a noun stands between ("Thursday's meeting was held")."""
    noun = False
    node = token
    for _ in range(DEPTH):
        if is_verbal(node):
            return node, noun
        noun = noun or (node != token and node.pos_ in ("NOUN", "PROPN"))
        if node.head == node:
            return None, noun
        node = node.head
    return None, noun
