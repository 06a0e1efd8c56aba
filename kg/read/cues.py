"""A reporting verb in a parse → the extent of its reporting words: its group, and what it brings along."""

from __future__ import annotations

from spacy.tokens import Span, Token

from kg.read import syntax
from kg.read.complements import OF, Extent
from kg.read.frames import Scene
from kg.read.reporting import Verb

_HELPERS = frozenset({"aux", "auxpass", "neg"})
#: adverbs that open a clause, or say how to take it, and are no part of the verb's group
_NO_HELPERS = frozenset("as how when where why so however meanwhile instead yet though although while that".split())
#: Verbs that say where somebody turns to speak, and how many words may name the place or the means.
_TURNED = frozenset({"take", "go", "use", "turn", "return"})
_MEANS = 6


def cue_of(scene: Scene, verb: Token, entry: Verb) -> Extent:
    """Return the extent of the reporting words: the verb with its helpers, and its particle or phrase."""
    end = verb.i
    for token in scene.doc[verb.i + 1 : verb.i + 6]:
        if token.lower_ in entry.phrase or (token.lower_ == entry.particle and token.head == verb):
            end = token.i
            if entry.phrase and token.lower_ == entry.phrase[-1]:
                break
    return group_start(scene, verb), scene.end_of(max(end, by_word(verb).i))


def with_preposition(scene: Scene, verb: Token, entry: Verb, cue: Extent, content: Extent) -> Extent:
    """Return the reporting words with the preposition right behind them that brings what is said ("warned of")."""
    following = scene.doc[verb.i + 1] if "of" in entry.takes and verb.i + 1 < len(scene.doc) else None
    if following is None or following.lower_ not in OF or not 0 < content[0] - scene.end_of(following.i) <= 2:
        return cue
    return cue[0], max(cue[1], scene.end_of(following.i))


def by_word(verb: Token) -> Token:
    """Return the "by" right behind a passive verb, which belongs to the reporting words, else the verb."""
    return next((c for c in verb.rights if c.dep_ == "agent" and c.i == verb.i + 1), verb)


def group_start(scene: Scene, verb: Token) -> int:
    """Return the offset where the group of a verb starts: auxiliaries, negation and adverbs right before it.

    The verb of an infinitive that counts as said ("went on to say") brings its governor along.
    """
    first, end = verb.i, scene.start_of(verb.i)
    while first > 0:
        token = scene.doc[first - 1]
        helper = token.dep_ in _HELPERS or (token.dep_ == "advmod" and token.pos_ == "ADV")
        if not token.is_space and (token.head != verb or not helper or token.lower_ in _NO_HELPERS):
            break
        first -= 1
    while scene.doc[first].is_space:
        first += 1
    if first > 0 and verb.dep_ in ("xcomp", "advcl") and verb.head.i < first < verb.i:
        between = scene.doc[verb.head.i + 1 : first]
        if all(t.dep_ in ("prt", "advmod") and t.head == verb.head for t in between) or _means(verb, between):
            return group_start(scene, _copula(verb.head))
    if verb.dep_ == "pcomp" and verb.head.lower_ == "as" and syntax.is_passive(verb.head.head):
        return group_start(scene, verb.head.head)
    quote = scene.quotes.around(scene.start_of(first))
    return end if quote is not None and quote.end <= end else scene.start_of(first)


def _means(verb: Token, between: Span) -> bool:
    """Whether only where or by what somebody speaks stands between two verbs ("took to the radio to say")."""
    if verb.head.lemma_ not in _TURNED or len(between) > _MEANS or any(t.is_punct for t in between):
        return False
    return all(verb.head.is_ancestor(t) and not verb.is_ancestor(t) for t in between)


def _copula(word: Token) -> Token:
    """Return the verb of an adjective ("was quick"), else the word."""
    return word.head if word.dep_ == "acomp" and word.i - word.head.i == 1 else word
