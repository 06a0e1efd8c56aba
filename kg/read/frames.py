"""A parsed article as the readers of reported speech see it: drafts of frames, and the geometry of sentences.

A frame is one act of reporting while it is put together: its source is still a token, its `via` another frame.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from spacy.tokens import Token

from kg.model import Kind
from kg.read.parsed import Anchor, ParsedArticle
from kg.read.quotes import QuoteIndex, find_quotes, paragraphs
from kg.read.reporting import Reporting

#: Place, agency and date before a first sentence: "GENEVA, March 4 (ABC) —", "(ABC) -", "Oslo:"
_DATELINE = re.compile(
    r"(?=[^\n]{0,80}?[—–:.-])(?:\([^()\n]{1,30}\)|[A-ZÀ-Þ][\w'’.-]*)"
    r"(?:,?\s(?:\([^()\n]{1,30}\)|[A-ZÀ-Þ][\w'’.-]*|\d{1,4}|of|and|de|the|morning|afternoon|evening|night)){0,7}\s*(?:[—–]|--?(?=\s)|:(?=\s[A-ZÀ-Þ“\"]))\s*"
)
_AGENT_KINDS = frozenset({Kind.PERSON, Kind.STATE, Kind.ORGANIZATION, Kind.GROUP, Kind.OFFICE})
_AGENT_LABELS = frozenset({"PERSON", "ORG", "GPE", "NORP"})
_NOBODY = frozenset("there what nothing nobody none which that who whom this one you anything something".split())

#: How many tokens before and behind a word its sentence is looked at; more is no sentence but a list or noise.
LONGEST = 300

Form = Literal["verb", "phrase", "relay", "told", "noun", "as", "line"]


@dataclass(slots=True, eq=False, kw_only=True)
class Frame:
    """One act of reporting, as far as it is known; `cue` and `content` are [start, end) offsets."""

    form: Form
    head: Token
    source: Token
    cue: tuple[int, int]
    content: tuple[int, int] | None = None
    direct: bool = False
    asks: bool = False
    anaphor: bool = False
    #: one of several sources, each of which has a frame of its own
    several: bool = False
    via: Frame | None = None


class Scene:
    """What the readers of frames look up in one article, each look-up in constant or logarithmic time."""

    def __init__(self, parsed: ParsedArticle, lexicon: Reporting) -> None:
        self.parsed = parsed
        self.doc = parsed.doc
        self.text = parsed.article.text
        self.lexicon = lexicon
        self.quotes = QuoteIndex(find_quotes(self.text))
        self._first = [0] * len(self.doc)
        self._last = [0] * len(self.doc)
        for sentence in self.doc.sents:
            for index in range(sentence.start, sentence.end):
                self._first[index] = sentence.start
                self._last[index] = sentence.end - 1
        opening = next(paragraphs(self.text), (0, 0))
        self._openings = self._datelines(opening)

    def _datelines(self, opening: tuple[int, int]) -> dict[int, int]:
        """Start offset → offset behind the dateline, for the first paragraphs of the text."""
        found: dict[int, int] = {}
        for count, (start, end) in enumerate(paragraphs(self.text)):
            if count == 3:
                break
            match = _DATELINE.match(self.text, start, min(end, start + 100))
            if match is not None:
                found[start] = match.end()
        return found

    def sentence(self, token: Token) -> tuple[int, int]:
        """Return the token indices of the first and the last token of a token's sentence, as far as is looked at."""
        return max(self._first[token.i], token.i - LONGEST), min(self._last[token.i], token.i + LONGEST)

    def sentence_start(self, token: Token) -> int:
        """Return the offset where the statement around a token starts.

        Datelines are left out; where the parser cut a sentence inside a quotation, the quotation belongs to it.
        """
        start = self.start_of(self.sentence(token)[0])
        while start < token.idx and self.text[start].isspace():
            start += 1
        quote = self.quotes.around(start)
        if quote is not None and quote.start < start and quote.end <= token.idx:
            start = quote.start
        for opening, behind in self._openings.items():
            if opening <= start < behind <= token.idx:
                return behind
        return start

    def sentence_end(self, token: Token) -> int:
        """Return the offset behind the last word of a token's sentence (final stop left out)."""
        last = self.doc[self.sentence(token)[1]]
        return self.trim(token.idx, last.idx + len(last))[1]

    def start_of(self, index: int) -> int:
        """Return the offset of a token index."""
        return int(self.doc[index].idx)

    def end_of(self, index: int) -> int:
        """Return the offset behind a token index."""
        token = self.doc[index]
        return int(token.idx) + len(token)

    def before(self, index: int) -> tuple[int, bool]:
        """Return the offset behind the text before a token, and whether a comma, dash or quotation mark parts them."""
        end = self.start_of(index)
        parted = False
        while end and (self.text[end - 1].isspace() or self.text[end - 1] in ",—–"):
            parted = parted or self.text[end - 1] in ",—–"
            end -= 1
        return end, parted or self.quotes.ending_at(end) is not None

    def trim(self, start: int, end: int) -> tuple[int, int]:
        """Return a span without the stops, commas and blanks around it; quotation marks stay."""
        text = self.text
        while start < end and (text[start].isspace() or text[start] in ",;:.—–-"):
            start += 1
        while end > start and (text[end - 1].isspace() or text[end - 1] in ",;:—–-" or self._is_stop(start, end)):
            end -= 1
        return start, end

    def _is_stop(self, start: int, end: int) -> bool:
        """Whether the last character is the stop of a sentence, not of an abbreviation such as "U.S."."""
        if self.text[end - 1] != ".":
            return False
        return not re.search(r"(?:\b[A-Za-z]\.)+[A-Za-z]\.$", self.text[max(start, end - 12) : end])

    def anchor(self, token: Token) -> Anchor | None:
        """Return the mention that a source token heads, else the innermost one over it."""
        return self.parsed.headed_by(token) or self.parsed.at(token)

    def can_speak(self, token: Token) -> bool:
        """Whether a noun or pronoun can be a source at all: not "it" without antecedent, "there", "nothing"."""
        if token.lower_ in ("it", "this", "that", "one"):
            return self.parsed.headed_by(token) is not None or (token.lower_ == "it" and token.dep_ == "nsubj")
        return token.pos_ in ("NOUN", "PROPN", "PRON", "NUM", "DET", "ADJ", "X") and token.lower_ not in _NOBODY

    def is_agent(self, token: Token) -> bool:
        """Whether a token stands for someone or for a document that can be cited."""
        if token.pos_ == "PRON":
            return self.can_speak(token)
        anchor = self.anchor(token)
        if anchor is not None and anchor.mention.kind in _AGENT_KINDS:
            return True
        if token.lemma_.lower() in self.lexicon.sources or token.lower_ in self.lexicon.media:
            return True
        if anchor is not None:
            return False
        return token.ent_type_ in _AGENT_LABELS or (token.pos_ == "PROPN" and token.ent_type_ in ("", "LOC", "FAC"))

    def is_medium(self, token: Token) -> bool:
        """Whether a token names a news outlet: by its mention's sector, the words of its name, or as a bare name."""
        if token.pos_ == "PRON" or token.lemma_.lower() in self.lexicon.audiences:
            return False
        anchor = self.anchor(token)
        if anchor is not None and anchor.mention.sector is not None:
            return anchor.mention.sector == "MED"
        words = [t.lower_ for t in self.doc[token.left_edge.i : token.i + 1] if token.i - t.i < 8]
        if any(word in self.lexicon.media for word in words):
            return True
        if anchor is not None and anchor.mention.kind is not Kind.ORGANIZATION:
            return False
        named = token.pos_ == "PROPN" and token.ent_type_ in ("ORG", "") and not set(words) & self.lexicon.audiences
        return named and not any(child.dep_ in ("det", "poss", "appos") for child in token.children)
