"""Where in a sentence one report ends and the next begins: "X said A, and Y noted B", "X said A and warned B"."""

from __future__ import annotations

from spacy.tokens import Token

from kg.read import syntax
from kg.read.frames import Scene
from kg.read.speakers import own_subject

_JOINING = frozenset({"and", "but", "though", "although", "while", "whereas", "yet"})
_FINITE = frozenset({"VBD", "VBZ", "VBP"})


def other_turn(scene: Scene, verb: Token, later: Token) -> int | None:
    """Return the offset where the content of a reporting verb ends because a later one opens a clause beside its own.

    That is so behind a comma and a conjunction if the later verb has a subject of its own, and behind a conjunction if
    it continues the first verb's tense while the verb between them is no such form. What opens with "that" still
    belongs to the first.
    """
    finite = later.tag_ in _FINITE or _helped(later)
    if not finite or not _speaks(scene, later) or scene.quotes.around(later.idx) is not None:
        return None
    subject = own_subject(later)
    first = subject.left_edge.i if subject is not None and subject.i < later.i else _group(later)
    if first < 2 or first <= verb.i:
        return None
    joint = scene.doc[first - 1]
    if joint.lower_ not in _JOINING:
        return None
    ahead, parted = scene.before(joint.i)
    if subject is not None and subject.i < later.i:
        return ahead if parted and subject.lower_ not in syntax.RELATIVES else None
    bare = later.dep_ == "conj" and later.head.tag_ not in _FINITE and later.tag_ == verb.tag_
    return ahead if bare and not _helped(later.head) else None


def _speaks(scene: Scene, verb: Token) -> bool:
    entries = scene.lexicon.verbs.get(verb.lemma_.lower(), ())
    return any(entry.strength != "belief" for entry in entries)


def _helped(verb: Token) -> bool:
    """Whether auxiliaries make a verb finite."""
    return any(c.dep_ in ("aux", "auxpass") and c.tag_ in _FINITE for c in verb.lefts)


def _group(verb: Token) -> int:
    return min([verb.i, *(c.i for c in verb.lefts if c.dep_ in ("aux", "auxpass", "neg", "advmod"))])
