"""Datelines and blank lines → sentence starts that the parser keeps.

Without them a dateline becomes the subject of a report's first verb ("KYIV, Tuesday (Agency) — Ukraine accused …").
"""

from __future__ import annotations

import re

from spacy.language import Language
from spacy.tokens import Doc

NAME = "kg_boundaries"
#: a place in capitals or title case, perhaps a date or agency in brackets, and a dash, within one line
_DATELINE = re.compile(
    r"^[ \t]*[A-ZÀ-Þ][\w'’.\-/]*(?:[ ][A-ZÀ-Þ][\w'’.\-/]*){0,3}"
    r"(?:,[^\n—–()]{1,40}?|\.[^\n—–()]{1,12})?[ ]?(?:\([^()\n]{1,40}\))?[ ]?(?:—|–|--|[ ]-[ ])[ ]?"
    r"|^[ \t]*\([A-Z][^()\n]{1,30}\)[ ]?(?:—|–|--|-)[ ]?"
    r"|^[A-ZÀ-Þ]{2,}[\w'’.\-, ]{0,40}\([^()\n]{1,40}\):?[ ]"
    r"|^[A-ZÀ-Þ]{3,}(?:[ ][A-ZÀ-Þ]{2,})*:[ ]"
)
_BREAK = re.compile(r"\n\s*\n")
_HEAD = 4  # paragraphs at the head of a text that may open with a dateline


@Language.component(NAME)
def mark_boundaries(doc: Doc) -> Doc:
    """Preset the sentence starts of a document: behind each dateline and blank line."""
    text = doc.text
    starts = set()
    paragraphs = [0, *(match.end() for match in _BREAK.finditer(text))]
    starts.update(paragraphs[1:])
    for start in paragraphs[:_HEAD]:
        line_end = text.find("\n", start)
        line = text[start : line_end if line_end != -1 else len(text)][:120]
        match = _DATELINE.match(line)
        if match is not None and match.end() < len(line):
            starts.add(start + match.end())
    if starts:
        for token in doc:
            if token.idx in starts and token.i > 0:
                token.is_sent_start = True
    return doc
