"""Words of the event lexicon → `kg/lexicons/en/inflections.csv`: their forms, and how the lemmatiser reads each form.

Run after lexicon files have changed: `python -m tools.inflections`. Needs `lemminflect` (extra `dev`: to build, not to
run). Columns: the word as the lexicon spells it, part of speech, form, the lemma that the language pipeline gives
to the form. A lemma that differs from the word is a spelling ("organize" for "organise") or a slip ("ax" for "axe");
forms that belong to another word ("found" is of "find") are left out.
"""

from __future__ import annotations

import csv
import re
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import lemminflect
from spacy.tokens import Doc

from kg.lexicon import LEMMA_LISTS, Lexicon, event_files, pattern, read_file
from kg.read.parse import load_pipeline

TARGET = Path(__file__).parent.parent / "kg" / "lexicons" / "en" / "inflections.csv"
COLUMNS = ("word", "pos", "form", "read_as")
MORPHS = {
    "NN": "Number=Sing",
    "NNS": "Number=Plur",
    "VB": "VerbForm=Inf",
    "VBP": "Tense=Pres|VerbForm=Fin",
    "VBZ": "Number=Sing|Person=3|Tense=Pres|VerbForm=Fin",
    "VBD": "Tense=Past|VerbForm=Fin",
    "VBN": "Aspect=Perf|Tense=Past|VerbForm=Part",
    "VBG": "Aspect=Prog|Tense=Pres|VerbForm=Part",
}
MODALS = frozenset({"will", "shall", "can", "may", "must"})
# British and American spellings: each pair both ways, wherever the dictionary knows the other one.
ENDINGS = (
    ("ise", "ize"),
    ("yse", "yze"),
    ("isation", "ization"),
    ("our", "or"),
    ("ogue", "og"),
    ("tre", "ter"),
    ("ence", "ense"),
    ("gramme", "gram"),
    ("gement", "gment"),
    ("ll", "l"),
)
# Pairs that look like spellings of one word and are two.
TWO_WORDS = frozenset({"promise", "prise", "prize", "tour", "tor", "four", "for", "sense", "meter", "metre", "premise"})
_WORD = re.compile(r"[a-z][a-z-]+")


def words_of(lexicon: Lexicon) -> Iterator[tuple[str, str]]:
    """Yield (word, part of speech) of all heads of triggers, and of the words beside them (nouns, if they can be)."""
    heads: set[tuple[str, str]] = set()
    beside: set[str] = set()
    entries = [*lexicon.rules.values(), *lexicon.operators.values()]
    for pos, noun, texts in (
        ("VERB", False, [text for entry in entries for text in entry.verbs]),
        ("NOUN", True, [text for entry in entries for text in entry.nouns]),
    ):
        for item in (pattern(text, noun=noun) for text in texts):
            heads.add((item.head, pos))
            beside.update(item.companions)
    for rule in lexicon.rules.values():
        beside.update(word for name in LEMMA_LISTS for text in getattr(rule, name) for word in text.split())
    for word in beside:
        heads.add((word, "NOUN" if is_word(word, "NOUN") else "VERB"))
    for word, pos in sorted(heads):
        if _WORD.fullmatch(word) and word not in MODALS and is_word(word, pos):
            yield word, pos


def is_word(word: str, pos: str) -> bool:
    """Return whether the dictionary has the word as a lemma of that part of speech."""
    return bool(lemminflect.getAllInflections(word, upos=pos)) and word in lemmas(word, pos)


def lemmas(form: str, pos: str) -> tuple[str, ...]:
    """Return the dictionary's lemmas of a form."""
    return tuple(lemminflect.getAllLemmas(form, upos=pos).get(pos, ()))


def spellings(word: str, pos: str) -> Iterator[str]:
    """Yield the other spellings of a word that the dictionary knows."""
    for pair in ENDINGS:
        for own, other in (pair, pair[::-1]):
            if word.endswith(own) and not (own == "l" and word.endswith("ll")):
                found = word.removesuffix(own) + other
                if len(word) > 5 and not {word, found} & TWO_WORDS and is_word(found, pos):
                    yield found


def forms(word: str, pos: str) -> Iterator[tuple[str, str]]:
    """Yield (tag, form) of the inflected forms of a word."""
    for tag, listed in lemminflect.getAllInflections(word, upos=pos).items():
        yield from ((tag, form.lower()) for form in listed if tag in MORPHS)


def another_word(form: str, pos: str, read_as: str) -> bool:
    """Return whether a form read so belongs to another word: "found" to "find", but "staged" never to "stag".

    A noun's slip may be a common word of another kind ("news" read as "new"), which no list should match.
    """
    if pos == "VERB":
        return read_as in lemmas(form, pos)
    return bool(lemminflect.getAllInflections(read_as))


def rows(lexicon: Lexicon, nlp: Any) -> Iterator[tuple[str, str, str, str]]:
    """Yield the rows of the file, sorted."""
    reader = nlp.get_pipe("lemmatizer")
    found: set[tuple[str, str, str, str]] = set()
    for word, pos in words_of(lexicon):
        for spelling in (word, *spellings(word, pos)):
            for tag, form in forms(spelling, pos):
                doc = Doc(nlp.vocab, words=[form], pos=[pos], tags=[tag], morphs=[MORPHS[tag]])
                read_as = form if reader.is_base_form(doc[0]) else str(reader.rule_lemmatize(doc[0])[0])
                if read_as in (word, spelling) or not another_word(form, pos, read_as):
                    found.add((word, pos, form, read_as))
    yield from sorted(found)


def write(found: Iterable[tuple[str, str, str, str]], target: Path) -> int:
    """Write the rows and return how many there are."""
    listed = list(found)
    with target.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(COLUMNS)
        writer.writerows(listed)
    return len(listed)


if __name__ == "__main__":
    count = write(rows(Lexicon(read_file(item) for item in event_files()), load_pipeline()), TARGET)
    sys.stderr.write(f"{TARGET}: {count} forms\n")
