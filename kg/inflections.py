"""`lexicons/<language>/inflections.csv` → forms of lexicon words, and the other lemmas under which they are met.

The file is made by `python -m tools.inflections`, from a dictionary and the language pipeline's lemmatiser: "organise"
is also met as "organize", and the lemmatiser takes "axed" for a form of "ax".
"""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from kg.errors import KnowledgeError


@dataclass(frozen=True, slots=True, kw_only=True)
class Inflections:
    """`lemmas`: word → other lemmas that mean it; `forms`: (word, "VERB" or "NOUN") → all its forms."""

    lemmas: Mapping[str, tuple[str, ...]]
    forms: Mapping[tuple[str, str], tuple[str, ...]]


@cache
def load_inflections(language: str = "en") -> Inflections:
    """Return the table of a language, read once a process; empty where there is none.

    Raises:
        KnowledgeError: a line lacks a column.
    """
    source = files("kg") / "lexicons" / language / "inflections.csv"
    lemmas: dict[str, dict[str, None]] = defaultdict(dict)
    forms: dict[tuple[str, str], dict[str, None]] = defaultdict(dict)
    if source.is_file():
        for row in csv.DictReader(source.read_text(encoding="utf-8").splitlines()):
            try:
                word, pos, form, read_as = (row[name] for name in ("word", "pos", "form", "read_as"))
            except KeyError as error:
                fix = "make it anew: python -m tools.inflections"
                raise KnowledgeError(
                    f"no column {error}", where=f"lexicons/{language}/inflections.csv", fix=fix
                ) from error
            forms[word, pos][form] = None
            if read_as != word:
                lemmas[word][read_as] = None
    return Inflections(
        lemmas={word: tuple(found) for word, found in lemmas.items()},
        forms={key: tuple(found) for key, found in forms.items()},
    )
