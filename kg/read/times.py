"""Parsed article → its time expressions, each with an EDTF value, day bounds and the rule that resolved it.

The grammar is data (`lexicons/<language>/times.yaml`); `times_scan` finds the expressions, `times_resolve` and
`times_frames` give them their values, and this module supplies what a value depends on: the publication day, the
tense of the governing verb, and the days told before.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date

from spacy.tokens import Doc, Token

from kg.model import Kind, TimeExpression
from kg.read import periods
from kg.read.parsed import ParsedArticle
from kg.read.tense import TenseReader, governing_verb
from kg.read.times_frames import FRAME_OPERATIONS
from kg.read.times_grammar import Grammar, load_grammar
from kg.read.times_place import Answer, Place, Resolved
from kg.read.times_resolve import resolve
from kg.read.times_scan import Found, scan

#: a dateline stands in the first lines of a text, and names a place in at most so many characters
DATELINE_LINES, DATELINE_REACH = 1200, 60
RANGE_GLUE = re.compile(r"\s{1,2}(to|and|until|through|or)\s{1,2}$|\s?[–-]\s?$")
#: how many expressions back "the day before" and its like may reach
MEMORY = 30
#: relations of a day to the event noun that it stands before ("the Thursday meeting")
MODIFIERS = frozenset({"poss", "compound", "nmod", "amod"})
LEAD = re.compile(r"(?:by|until|till|before|for|to)\b", re.IGNORECASE)
LAST_WORD = re.compile(r"([^\W\d_]+)\s{0,2}[“\"‘']?$")
RANGE_LEAD = re.compile(r"\b(?:from|between)\s{1,2}$", re.IGNORECASE)


def find_times(parsed: ParsedArticle) -> tuple[TimeExpression, ...]:
    """Return the time expressions of an article in text order, without overlaps, ids t1, t2, ….

    Without a publication day only absolute expressions get a value; relative ones are marked with none.
    """
    grammar = load_grammar()
    reader = _Reader(parsed, grammar)
    resolved = reader.read()
    text = parsed.article.text
    return tuple(
        TimeExpression(
            id=f"t{number}",
            start=item.start,
            end=item.end,
            text=text[item.start : item.end],
            edtf=item.period.edtf,
            earliest=item.period.earliest,
            latest=item.period.latest,
            granularity=item.period.granularity,
            rule=item.rule,
        )
        for number, item in enumerate(resolved, start=1)
    )


class _Reader:
    """State of one article: its tokens by offset and what has been resolved so far."""

    def __init__(self, parsed: ParsedArticle, grammar: Grammar) -> None:
        self.parsed = parsed
        self.text = parsed.article.text
        self.doc: Doc = parsed.doc
        self.grammar = grammar
        self.offsets: list[int] = parsed.doc.to_array("IDX").tolist()
        self.sentences = _sentence_starts(parsed.doc)
        self.told: list[Resolved] = []
        self.anchor = parsed.article.published
        self.skewed = False
        self.tenses = TenseReader(grammar.words)

    def read(self) -> Sequence[Resolved]:
        found = [item for item in scan(self.text, self.grammar) if not self._is_name(item)]
        if self.anchor is not None and self._is_skewed(found, self.anchor):
            self.anchor = periods.shifted(self.anchor, 1)
            self.skewed = True
        for item in found:
            resolved = self._resolve(item)
            if resolved is not None:
                self._append(resolved)
        return self.told

    def token_at(self, offset: int) -> Token | None:
        index = bisect_right(self.offsets, offset) - 1
        return self.doc[index] if index >= 0 else None

    def head_of(self, found: Found) -> Token | None:
        """Return the token of an expression that hangs on the rest of the sentence."""
        token = self.token_at(found.core_start)
        while token is not None and found.start <= token.head.idx < found.end and token.head != token:
            if token.head.idx == found.start and token.head.pos_ in ("ADP", "SCONJ"):
                break
            token = token.head
        return token

    def _lead(self, found: Found) -> str:
        """Return the word before an expression, or the frame word that it begins with ("by", "until")."""
        first = LEAD.match(self.text, found.start)
        if first is not None and found.start < found.core_start:
            return first.group().lower()
        before = LAST_WORD.search(self.text, max(0, found.start - 12), found.start)
        return "" if before is None else before.group(1).lower()

    def _is_name(self, found: Found) -> bool:
        """Whether a bare word is part of a person's or organisation's name ("Theresa May", "April Jones")."""
        token = self.token_at(found.core_start)
        if token is None or found.rule.op not in ("month", "weekday", "season", "clock"):
            return False
        if token.text == found.groups.get("fullmonth"):
            following = token.nbor(1) if token.i + 1 < len(self.doc) else token
            # "by April Jones"; but "in January Bulgaria expelled them"
            lead = self.text[found.start : found.core_start].strip().lower() or self._lead(found)
            return following.text.istitle() and lead not in ("in", "since", "from", "last", "until")
        if len(found.groups) != 1:
            return False
        anchor = self.parsed.at(token)
        return (anchor is not None and anchor.mention.kind is Kind.PERSON) or token.ent_type_ == "PERSON"

    def _resolve(self, found: Found) -> Resolved | None:
        token = self.head_of(found)
        tense = None if token is None else self.tenses.at(token, self._lead(found))
        verb, modifier = (None, False) if token is None else governing_verb(token)
        if verb is not None and self.tenses.is_habit(verb):
            return None
        moved = verb is not None and verb.lemma_ in self.grammar.words["moving_verbs"]
        sentence = bisect_right(self.sentences, found.start) - 1
        place = Place(
            anchor=self.anchor,
            tense=tense,
            sentence=sentence,
            told=self.told[-MEMORY:],
            modifier=token is not None and modifier and token.dep_ in MODIFIERS and token.head.idx >= found.end,
            moved=moved,
            skewed=self.skewed,
            grammar=self.grammar,
        )
        answer = resolve(found, place)
        if answer is None:
            return None
        answer = _framed(found, answer, moved=moved)
        period, rule = answer
        if self._is_dateline(found):
            rule = "dateline"
        return Resolved(
            start=found.start,
            end=found.end,
            period=period,
            rule=rule,
            op=found.rule.op,
            tense=tense,
            sentence=sentence,
            open_start=any(frame.op == "from" for frame, _ in found.frames) and not moved,
        )

    def _append(self, item: Resolved) -> None:
        """Add an expression; "from A to B" and "between A and B" become one."""
        if self.told:
            last = self.told[-1]
            joined = self._joined(last, item)
            if joined is not None:
                self.told[-1] = joined
                return
        self.told.append(item)

    def _joined(self, first: Resolved, second: Resolved) -> Resolved | None:
        between = self.text[first.end : second.start]
        if second.rule == "deadline" and re.match(r"(?:until|till|through)\s", self.text[second.start : second.end]):
            between += self.text[second.start : second.start + 7].split()[0] + " "
        if len(between) > 12 or not RANGE_GLUE.search(between):
            return None
        lead = RANGE_LEAD.search(self.text[max(0, first.start - 12) : first.start])
        if lead is None:
            return None
        token = self.token_at(second.start)
        verb = None if token is None else governing_verb(token)[0]
        if verb is not None and verb.lemma_ in self.grammar.words["moving_verbs"]:
            return None
        start = replace(first.period, edtf=first.period.edtf and first.period.edtf.removesuffix("/.."))
        period = periods.between(start, second.period)
        if period.earliest is not None and (period.latest is None or period.latest < period.earliest):
            return None
        if period.edtf is None and second.period.edtf is not None:
            return None
        return replace(first, end=second.end, period=period, rule="range", op="range", open_start=False)

    def _is_dateline(self, found: Found) -> bool:
        if found.start > DATELINE_LINES or found.rule.op not in ("date", "weekday"):
            return False
        line = self.text.rfind("\n", 0, found.start) + 1
        lead = self.text[line : found.start]
        if not 2 < len(lead) <= DATELINE_REACH or lead.rstrip()[-1:] not in (",", "."):
            return False
        places = re.findall(r"[^\W\d_]+", lead)
        if not places or not all(word[0].isupper() or word in ("of", "de", "al", "the", "el") for word in places):
            return False
        return re.match(r"\s{0,3}(?:[-–—.:(]|$)", self.text[found.end : found.end + 5]) is not None

    def _is_skewed(self, found: Iterable[Found], published: date) -> bool:
        """Whether the text was written the day after its header's date.

        A dispatch that opens with what was said on the weekday after the header's would otherwise report words six
        days old. The first day on which somebody speaks must be that weekday; nothing may say that it lies ahead,
        and no dateline may name the header's day.
        """
        words = self.grammar.words
        coming = periods.shifted(published, 1).weekday()
        first: int | None = None
        for item in found:
            if self._is_dateline(item):
                return False
            if item.rule.rule != "weekday" or item.rule.op != "weekday":
                continue
            token = self.head_of(item)
            if token is None:
                continue
            number = self.grammar.value("weekday", item.groups["weekday"])
            tense = self.tenses.at(token, self._lead(item))
            if number == coming and tense == "future":
                return False
            verb, modifier = governing_verb(token)
            reporting = verb is not None and verb.lemma_ in words["reporting_verbs"] and not modifier
            if first is None and reporting and tense == "past":
                first = int(number) if number is not None else None
        return first == coming


def _framed(found: Found, answer: Answer, *, moved: bool) -> Answer:
    landmark = any("landmark" in groups for _, groups in found.frames)
    for frame, groups in found.frames:
        if landmark and frame.op == "before":
            continue  # "before dawn on Monday" is an hour of Monday
        if frame.units and answer[0].granularity.value not in frame.units:
            continue
        answer = FRAME_OPERATIONS[frame.op](answer, frame.args, groups, moved)
    return answer


def _sentence_starts(doc: Doc) -> list[int]:
    if doc.has_annotation("SENT_START"):
        return [doc[sentence.start].idx for sentence in doc.sents]
    return [0]
