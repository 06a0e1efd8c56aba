"""Lexicon patterns × parse → candidate triggers: which words of the text may report an event."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from spacy.tokens import Doc, Span, Token

from kg.inflections import load_inflections
from kg.lexicon import Lexicon, Operator, Pattern, Rule
from kg.read import syntax

_COMPANION_DEPTH = 3
#: operators whose verb says by its tense that an event takes place
HELD = frozenset({"held", "gone-ahead"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """One rule that fired on one token; `words` are all tokens of the trigger in text order."""

    rule: Rule
    token: Token
    words: tuple[Token, ...]

    @property
    def nominal(self) -> bool:
        """Whether the trigger is a noun, be it tagged as a verb ("phone calls are rare")."""
        return not syntax.is_verbal(self.token) or noun_in_place_of_verb(self.token)


_MISREAD = {"stag": "stage"}  # what the lemmatizer makes of "staged", which no rule of its inflection undoes


def lemma(token: Token) -> str:
    """Return the lower-case lemma; a participle that the tagger took for an adjective gives its verb."""
    found = str(token.lemma_.lower())
    return _MISREAD.get(found, found) if token.pos_ == "VERB" else found


def _matches(token: Token, word: str) -> bool:
    return bool(token.lower_ == word or (lemma(token) == word and token.lower_ != "according"))


def companions(head: Token, words: Iterable[str]) -> tuple[Token, ...] | None:
    """Return the tokens that match `words` below a verb, or None if one is missing.

    Prepositions and particles hang on the verb itself (or on the companion before them); nouns and adjectives may
    stand up to three steps down, and before the verb only as its passive subject or as what its clause modifies.
    """
    found: list[Token] = []
    listed = list(words)
    for position, word in enumerate(listed):
        hit = next((t for t in _reachable(head, found) if t not in found and _matches(t, word)), None)
        if hit is None and word == "to" and position + 1 < len(listed):
            continue  # the infinitive marker hangs on the verb that follows
        asked = hit is not None and hit.dep_ == "pobj" and hit.head.lower_ == "for" and "for" not in listed
        if asked and head.lemma_ == "call":
            return None  # "called for a truce" calls none
        if hit is None or (hit.dep_ == "acl" and hit.tag_ == "VBG" and hit.head not in (head, *found)):
            return None  # "issued a statement calling it wrong" issues no call
        if hit.dep_ == "compound" and position + 1 == len(listed) and hit.head not in found and hit.head.i > head.i:
            hit = hit.head  # "pushed for a peace deal": the deal belongs to the trigger
        found.append(hit)
    return tuple(found)


def _reachable(head: Token, found: list[Token]) -> Iterator[Token]:
    after = head.nbor(1) if head.i + 1 < len(head.doc) else head
    if after.dep_ == "advmod" and after.lower_ == "over" and after.head.pos_ == "NUM":
        yield after  # "handed over 40 tonnes": the parser reads "over 40"
    for anchor in (head, *found):
        for child in anchor.children:
            if child.dep_ in ("prep", "prt", "advmod", "neg", "acomp", "dative", "agent", "preconj") and (
                child.i > head.i or child.dep_ in ("neg", "advmod", "preconj")
            ):
                dated = any(c.dep_ == "pobj" and c.ent_type_ in ("DATE", "TIME") for c in child.children)
                if not (dated and child.lower_ in ("on", "in", "at", "to", "for", "by", "from")):
                    yield child
                if child.lower_ in ("on", "aboard", "by", "from"):
                    yield from (p for c in child.children for p in c.children if p.dep_ == "prep" and p.lower_ == "to")
    yield from _content(head)


def _finite(verb: Token) -> bool:
    """Whether a complement says something by itself: "denied that it had made a request", not "let the crew go"."""
    first = next((c for c in verb.children if c.dep_ in ("aux", "auxpass")), verb)
    return first.tag_ in ("VBD", "VBZ", "VBP", "MD")


def _content(head: Token) -> Iterator[Token]:
    """Nouns and verbs below the verb that its trigger may name: objects, passive subjects, infinitives."""
    level = [head]
    for _ in range(_COMPANION_DEPTH):
        below: list[Token] = []
        for token in level:
            for child in token.children:
                passive = child.dep_ == "nsubjpass"
                if child.i < head.i and not passive:
                    continue
                if child.dep_ in (
                    "prt",
                    "advmod",
                    "neg",
                    "punct",
                    "mark",
                    "aux",
                    "auxpass",
                    "conj",
                    "cc",
                    "advcl",
                    "relcl",
                ):
                    continue
                if child.dep_ == "nsubj" and token == head:
                    continue
                if child.i - head.i < 12 and child.pos_ != "ADP":
                    yield child
                if child.dep_ == "ccomp" and _finite(child):
                    # "said that rebels were responsible"
                    yield from (c for c in child.children if c.dep_ == "acomp" and c.i - head.i < 12)
                elif not syntax.is_verbal(child) or child.dep_ in ("xcomp", "pcomp", "ccomp"):
                    below.append(child)
        level = below
    relative = head.dep_ == "relcl" and any(c.dep_ == "dobj" and c.lower_ in syntax.RELATIVES for c in head.children)
    if (head.dep_ in ("relcl", "acl") and head.tag_ == "VBN") or relative:
        yield head.head


def _words_below(head: Token) -> frozenset[str]:
    """Return all forms and lemmas among which a verb's companions can be: a cheap test before the exact one."""
    below = {"to"}
    for token in (*syntax.below(head), head.head):
        below.add(token.lower_)
        below.add(lemma(token))
    return frozenset(below)


def _inflects(verb: str, token: Token) -> bool:
    """Whether a token can be a form of a verb: the lemmatizer takes "scraped" for one of "scrap"."""
    form = token.lower_
    if not form.endswith(("ed", "ing", "es")):
        return True
    forms = load_inflections().forms.get((verb, "VERB"))
    return forms is None or form in forms


def match_verb(token: Token, item: Pattern) -> tuple[Token, ...] | None:
    """Return the trigger tokens if a verb pattern holds at the token, else None."""
    if not _inflects(item.head, token):
        return None
    found = companions(token, item.companions)
    return None if found is None else tuple(sorted({token, *found}, key=lambda t: t.i))


def match_noun(token: Token, item: Pattern) -> tuple[Token, ...] | None:
    """Return the trigger tokens if a noun pattern holds at the token.

    Companions stand before the noun, modifying it; those behind an "of" stand below it ("exchange of prisoners").
    """
    if "of" in item.companions:
        behind = item.companions.index("of")
        before = match_noun(token, Pattern(head=item.head, companions=item.companions[:behind]))
        below = _behind_of(token, item.companions[behind + 1 :])
        return None if before is None or below is None else (*before, *below)
    if not item.companions:
        return (token,)
    left = sorted((t for t in syntax.below(token) if t.i < token.i), key=lambda t: t.i)
    found: list[Token] = []
    for word in item.companions:
        hit = next((t for t in left if _matches(t, word) and token.i - t.i <= 4), None)
        if hit is None:
            return None
        found.append(hit)
    return (*found, token)


def _behind_of(token: Token, words: Sequence[str]) -> tuple[Token, ...] | None:
    for prep in (c for c in token.children if c.dep_ == "prep" and c.lower_ == "of"):
        for inner in (t for child in prep.children if child.dep_ == "pobj" for t in syntax.expand(child)):
            rest = match_noun(inner, Pattern(head=words[-1], companions=tuple(words[:-1])))
            if rest is not None and _matches(inner, words[-1]):
                return (prep, *rest)
    return None


def _verb_like(token: Token) -> bool:
    return token.pos_ in ("VERB", "AUX") or (token.tag_ in ("VBN", "VBG") and token.dep_ not in ("amod", "compound"))


def noun_in_place_of_verb(token: Token) -> bool:
    """Whether a plural noun was taken for a verb: "that talks with Lavrov were called off"."""
    return bool(token.tag_ == "VBZ" and token.dep_ in ("nsubj", "nsubjpass", "csubj", "csubjpass", "pobj", "dobj"))


def _noun_like(token: Token) -> bool:
    if noun_in_place_of_verb(token):
        return True
    return token.pos_ in ("NOUN", "PROPN") or (token.tag_ == "VBG" and token.dep_ in ("pobj", "dobj", "nsubj"))


def find_candidates(text: Doc | Span, lexicon: Lexicon) -> Iterator[list[Candidate]]:
    """Yield, in text order, all candidates of each token that has any; the most specific pattern comes first."""
    doc = text.doc
    for token in text:
        found: list[Candidate] = []
        if _verb_like(token):
            patterns = lexicon.verbs.get(lemma(token), ())
            below = _words_below(token) if any(item.companions for item, _ in patterns) else frozenset()
            for item, rule in patterns:
                words = match_verb(token, item) if below.issuperset(item.companions) else None
                if words is not None:
                    found.append(Candidate(rule=rule, token=token, words=words))
        if _noun_like(token) and token.dep_ not in ("compound", "nmod"):
            forms = dict.fromkeys((lemma(token), token.lower_))
            for item, rule in (entry for form in forms for entry in lexicon.nouns.get(form, ())):
                words = match_noun(token, item)
                if words is not None:
                    found.append(Candidate(rule=rule, token=token, words=words))
        for phrase, rule in lexicon.phrases.get(token.lower_, ()):
            span = doc[token.i : token.i + len(phrase)]
            if len(span) == len(phrase) and all(_matches(t, w) for t, w in zip(span, phrase, strict=True)):
                found.append(Candidate(rule=rule, token=span.root, words=tuple(span)))
        if found:
            found.sort(key=lambda c: -len(c.words))
            yield found


def verb_operators(token: Token, lexicon: Lexicon) -> Iterator[tuple[Operator, tuple[Token, ...]]]:
    """Yield the operators whose verb pattern holds at a token, most specific first."""
    patterns = lexicon.verb_operators.get(lemma(token), ())
    below = _words_below(token) if any(item.companions for item, _ in patterns) else frozenset()
    for item, operator in patterns:
        words = match_verb(token, item) if below.issuperset(item.companions) else None
        if words is not None:
            yield operator, words


def noun_operators(token: Token, lexicon: Lexicon) -> Iterator[Operator]:
    """Yield the operators of a noun that governs an event ("plans for …", "the threat to …")."""
    for item, operator in lexicon.noun_operators.get(lemma(token), ()):
        if match_noun(token, item) is not None:
            yield operator


def adjective_operators(token: Token, lexicon: Lexicon) -> Iterator[Operator]:
    """Yield the operators of an adjective or adverb ("potential", "cancelled", "reportedly")."""
    for item, operator in lexicon.adjectives.get(token.lower_, ()):
        if not item.companions:
            yield operator
