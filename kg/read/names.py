"""Parsed text → named mentions: the model's entities merged with the names of the facts tables.

The merge runs after the model, not before it: short aliases preset before it cut "Volodymyr Zelensky" down to
"Zelensky". A table name inside a longer entity keeps the entity's span; a table name without an entity is added.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence, Set

from spacy.tokens import Doc, Span, Token

from kg.facts import Facts, Org, Person, Place, State, fold
from kg.model import Kind
from kg.read.candidates import Candidate, FactRow
from kg.read.gazetteer import Gazetteer, Hit
from kg.read.mention_words import HEAD_ROLES, Words, singular

KINDS = {
    "PERSON": Kind.PERSON,
    "ORG": Kind.ORGANIZATION,
    "GPE": Kind.PLACE,
    "LOC": Kind.PLACE,
    "FAC": Kind.FACILITY,
}
SORT_KINDS = {
    "state": Kind.STATE,
    "demonym": Kind.STATE,
    "place": Kind.PLACE,
    "person": Kind.PERSON,
    "org": Kind.ORGANIZATION,
    "weapon": Kind.WEAPON,
}
MEDIA = frozenset({"news_agency", "newspaper", "broadcaster"})
TRIM_LEFT = frozenset({"the", "a", "an", "'", '"', "“", "‘", "(", "-", "–", "—", ","})
TRIM_RIGHT = frozenset({"'s", "’s", "'", "’", '"', "”", ".", ",", ")", "-", "–", "—", "("})
LETTER = re.compile(r"[^\W\d_]")
MODIFYING = frozenset({"compound", "amod", "nmod", "poss", "conj", "npadvmod"})
PARTIES = frozenset({"state", "demonym", "org", "person"})
LOCATED = frozenset({"GPE", "LOC", "FAC"})
GOVERNMENTS = frozenset({"administration", "government", "regime"})
ALONE = frozenset({"dobj", "pobj", "nsubj", "attr", "appos", "ROOT"})
QUARTERS = frozenset(
    "north south east west northern southern eastern western central greater downtown old new inner upper lower".split()
)
NAME_TAGS = frozenset({"PROPN", "NOUN", "ADJ", "X"})


def head_of(doc: Doc, start: int, end: int) -> int:
    """Return the token of a span whose syntactic head lies outside it."""
    for token in doc[start:end]:
        if not start <= token.head.i < end or token.head.i == token.i:
            return int(token.i)
    return end - 1


def _ends_outside(token: Token) -> bool:
    """Whether a last token of a span is no part of the name: space before a new paragraph, a mark, the possessive."""
    return token.is_space or (token.lower_ in TRIM_RIGHT and not token.lower_.endswith("inc."))


def trimmed(doc: Doc, start: int, end: int, titles: frozenset[str]) -> tuple[int, int]:
    """Return a span without articles, titles, quotation marks, white space and the possessive ending."""
    while start < end and (doc[start].is_space or doc[start].lower_ in TRIM_LEFT):
        start += 1
    while start < end - 1 and doc[start].lower_ in titles:
        start += 1
    while end > start and _ends_outside(doc[end - 1]):
        end -= 1
    return start, end


BODIES = frozenset({"LEG", "COP", "MIL", "GOV"})  # sectors that the last word of a name tells of a body, not a place


def with_hyphen(doc: Doc, end: int) -> int:
    """Return the end of a name that goes on over a hyphen ("Lim Jae" + "-" + "won")."""
    if end + 1 < len(doc) and doc[end].text == "-" and not doc[end - 1].whitespace_ and not doc[end].whitespace_:
        return end + 2
    return end


def is_minor(place: Place) -> bool:
    """Whether a place is a town known from gazetteers only: its name needs a place's context to be one."""
    return place.needs_context and place.kind == "city" and place.qid is None and not place.metonym_for


def is_language(token: Token) -> bool:
    """Whether an adjective of a state stands alone as a noun, without "the": a language or part of a brand."""
    if token.dep_ in MODIFYING or token.text.endswith("s") or token.tag_ in ("NNS", "NNPS"):
        return False
    if token.i + 1 == len(token.doc) or token.nbor(1).text == "-" or token.nbor(1).lower_ == "and":
        return False
    before = token.nbor(-1) if token.i else None
    led = before is not None and before.pos_ in ("DET", "NUM", "ADJ")
    return token.dep_ in ALONE and not led and token.tag_ in ("NN", "NNP", "JJ")


class NameFinder:
    """Finds the named mentions of a parsed text."""

    def __init__(self, facts: Facts, words: Words) -> None:
        self.facts = facts
        self.words = words
        self.gazetteer = Gazetteer(facts)
        self.states = facts.state_by_iso
        self.given = frozenset(fold(p.given.split()[0]) for p in facts.people if p.given)

        leading = {office.id for office in facts.offices if office.role in HEAD_ROLES}
        self.leaders = frozenset(
            fold(facts.person_by_id[term.person].family) for term in facts.tenures if term.office in leading
        )

    def find(self, doc: Doc) -> list[Candidate]:
        """Return the named mentions in text order; none overlaps another."""
        hits = self._token_hits(doc)
        hit_at = {i: number for number, (start, end, _) in enumerate(hits) for i in range(start, end)}
        parties = {start for start, _, hit in hits if any(entry.sort in PARTIES for entry in hit.entries)}
        taken: list[Candidate] = []
        used: set[int] = set()
        for ent in doc.ents:
            kind = KINDS.get(ent.label_)
            inside = sorted({hit_at[i] for i in range(ent.start, ent.end) if i in hit_at})
            if ent.label_ in ("DATE", "TIME", "CARDINAL", "ORDINAL", "QUANTITY", "MONEY", "PERCENT"):
                used.update(i for i in inside if hits[i][1] - hits[i][0] == 1 and not self._is_name(doc, hits[i]))
                continue
            if kind is None:
                continue
            if kind is Kind.PERSON and self._two_leaders(doc, ent.end):
                place = ent.end + 1
                taken.append(Candidate(place, place + 1, place, kind, "name", doc[place].text, ent.label_))
            candidate = self._merge(doc, ent, kind, [(i, hits[i]) for i in inside], used, parties)
            if candidate is not None:
                taken.append(candidate)
        for i, hit in enumerate(hits):
            if i not in used and self._acceptable(doc, hit, parties):
                taken.append(self._from_hit(doc, *hit))
        taken += self._combining(doc, parties)
        return self._tidy(taken)

    def _two_leaders(self, doc: Doc, end: int) -> bool:
        """Whether the surnames of two leaders are tied: "the Obama-Xi meeting"."""
        after = doc[end + 1] if end + 1 < len(doc) and doc[end].text == "-" else None
        return after is not None and fold(after.text) in self.leaders and fold(doc[end - 1].text) in self.leaders

    def _combining(self, doc: Doc, parties: Set[int]) -> list[Candidate]:
        """Return the states that stand tied before another's name ("Anglo-Irish", "Sino-Indian")."""
        found = []
        for place in sorted(start - 2 for start in parties if start > 1 and doc[start - 1].text == "-"):
            state = self.states.get(self.words.senses.combining.get(doc[place].text, ""))
            if state is not None and not doc[place].whitespace_:
                name = Candidate(place, place + 1, place, Kind.STATE, "demonym", doc[place].text, "NORP", (state,))
                name.country = state.code
                found.append(name)
        return found

    def _is_name(self, doc: Doc, hit: tuple[int, int, Hit]) -> bool:
        return hit[2].entries[0].sort in ("demonym", "org") and doc[hit[0]].lower_ not in ("may", "march", "august")

    def _token_hits(self, doc: Doc) -> list[tuple[int, int, Hit]]:
        """Return the gazetteer's hits that begin and end at token boundaries."""
        found = []
        for hit in self.gazetteer.find(doc.text):
            span = doc.char_span(hit.start, hit.end)
            if span is None:
                span = doc.char_span(hit.start, hit.end + 1)  # "U.S." keeps its last stop
                if span is None or not span.text.endswith("."):
                    continue
            unsure = all(isinstance(entry.row, Place) and is_minor(entry.row) for entry in hit.entries)
            if not unsure or span[0].ent_type_ in LOCATED:
                found.append((span.start, span.end, hit))
        return found

    def _merge(
        self,
        doc: Doc,
        ent: Span,
        kind: Kind,
        inside: Sequence[tuple[int, tuple[int, int, Hit]]],
        used: set[int],
        parties: Set[int],
    ) -> Candidate | None:
        """Return the mention of an entity, typed by the table name inside it, or None where that name wins."""
        start, end = trimmed(doc, ent.start, ent.end, self.words.titles)
        if start >= end or not LETTER.search(doc[start:end].text) or self._is_phrase(doc, start, end, kind):
            return None
        if kind is Kind.PERSON and end + 1 not in parties and not self._two_leaders(doc, end):
            end = with_hyphen(doc, end)
        if kind is Kind.PLACE and end - start > 1:
            sector = self.words.table.name_sectors.get(doc[end - 1].lower_)
            kind = Kind.ORGANIZATION if sector in BODIES else kind  # "the Nigerian Senate"
        for _, (low, high, hit) in inside:
            if low <= start and end <= high:
                return None  # the hit is as long or longer: it is added on its own
            if low > start and high == end and "person" in {e.sort for e in hit.entries} and high - low > 1:
                return None  # "President Joe Biden": the table's full name is the mention
        candidate = Candidate(start, end, head_of(doc, start, end), kind, "name", doc[start:end].text, ent.label_)
        candidate.full = end - start > 1
        for i, (low, high, hit) in inside:
            entry = hit.entries[0]
            used.add(i)
            if kind is Kind.PERSON and entry.sort == "person":
                candidate.rows = tuple(e.row for e in hit.entries if self._same_given(doc[start:low].text, e.row))
            elif kind is Kind.PERSON:
                continue
            elif isinstance(entry.row, State):
                candidate.country = candidate.country or entry.row.code
            elif isinstance(entry.row, Place) and not entry.needs_context:
                candidate.country = candidate.country or entry.row.state
            elif entry.sort == "org" and kind is Kind.ORGANIZATION and high - low >= end - start - 1:
                candidate.rows = tuple(e.row for e in hit.entries if e.sort == "org")
        return candidate

    def _is_phrase(self, doc: Doc, start: int, end: int, kind: Kind) -> bool:
        """Whether an entity is a nominal phrase of the word tables ("the Russian foreign ministry", "coast guard")."""
        last = doc[end - 1]
        if end - start == 1 and last.is_sent_start and not last.text.isupper():
            heads = self.words.heads.get(singular(last.lower_))
            if heads and heads[0].kind is Kind.GROUP:
                return True  # "Gunmen seized four engineers"
        if kind is Kind.PLACE and end - start == 2 and last.tag_ in ("NNS", "NNPS"):
            return f"{doc[start].lower_} {last.lemma_.lower()}" in self.words.heads  # "the Baltic states"
        if kind is not Kind.ORGANIZATION or (last.text.isupper() and last.lower_ not in self.words.heads):
            return False
        if end - start > 1 and last.lower_ == "government":
            return True
        if end - start == 2 and last.lower_ in GOVERNMENTS and fold(doc[start].text) in self.leaders:
            return True  # "the Clinton Administration"
        word = last.lower_ if last.lower_ in self.words.last_words else last.lemma_.lower()
        for size in (3, 2, 1):
            if end - size < start:
                continue
            text = " ".join([*(t.lower_ for t in doc[end - size : end - 1]), word])
            heads = self.words.heads.get(text)
            if heads and heads[0].kind in (Kind.ORGANIZATION, Kind.OFFICE, Kind.GROUP, Kind.STATE):
                if size == 1 and heads[0].sector in ("LEG", "JUD") and end - start == 1:
                    return True
                opening = end - start == 1 and bool(last.is_sent_start)
                return opening or last.text.islower() or (heads[0].kind is Kind.ORGANIZATION and size > 1)
        return False

    def _same_given(self, given: str, row: object) -> bool:
        """Whether the words before a surname may be this person's given name."""
        if not isinstance(row, Person):
            return False
        written, known = fold(given).split(), fold(row.given).split()
        return not written or (bool(known) and (written[0] == known[0] or written[0].rstrip(".") == known[0][0]))

    def _acceptable(self, doc: Doc, hit: tuple[int, int, Hit], parties: Set[int]) -> bool:
        """Whether a table name without an entity, or that wins over one, is a name here and no common word."""
        start, end, found = hit
        token = doc[start]
        if end - start > 1:
            return not all(entry.needs_context for entry in found.entries) or bool(token.ent_type_)
        sorts = {entry.sort for entry in found.entries}
        if sorts == {"org"} and all(entry.needs_context for entry in found.entries):
            return self._reports(doc, start)
        if token.pos_ not in NAME_TAGS and not token.ent_type_:
            return False
        if "demonym" in sorts:
            known = token.ent_type_ != "PERSON" and (bool(token.ent_type_) or token.pos_ == "ADJ")
            return known and not is_language(token)
        if self._in_longer_name(doc, end, sorts, parties) or (sorts == {"place"} and self._behind_name(doc, start)):
            return False
        before = doc[start - 1] if start else None
        if before is not None and before.pos_ == "PROPN" and fold(before.text) in self.given and before.head == token:
            return "person" in sorts
        return True

    def _in_longer_name(self, doc: Doc, end: int, sorts: Set[str], parties: Set[int]) -> bool:
        """Whether a place or state name opens a name that no one knows ("Sydney Wanderers", "Baku-Tbilisi line")."""
        if end >= len(doc) or sorts & {"person", "org", "weapon"}:
            return False
        after = doc[end]
        if after.text == "-" and end + 1 < len(doc):
            if (sorts & PARTIES and end + 1 in parties) or self._acting_towns(doc, end):
                return False  # "Russia-Ukraine talks"
            return bool(doc[end + 1].text[:1].isupper() and not doc[end - 1].whitespace_ and not after.whitespace_)
        unknown = after.pos_ == "PROPN" and not after.ent_type_ and after.lower_ not in self.words.last_words
        return unknown and doc[end - 1].dep_ == "compound" and doc[end - 1].head.i >= end

    def _acting_towns(self, doc: Doc, end: int) -> bool:
        """Whether two tied names act together, whatever they are: "Kyiv-Moscow talks", but not "Baku-Tbilisi line"."""
        last = doc[end + 1]
        return last.dep_ in ("compound", "amod", "nmod") and last.head.lemma_.lower() in self.words.senses.pair_acts

    def _behind_name(self, doc: Doc, start: int) -> bool:
        """Whether a town's name ends a name that no one knows ("Private Sydney")."""
        if not start:
            return False
        before = doc[start - 1]
        part = before.pos_ == "PROPN" and before.dep_ == "compound" and before.head.i == start
        common = before.lower_ in self.words.titles or before.lower_ in self.words.last_words
        return part and not before.ent_type_ and before.text.istitle() and not common and before.lower_ not in QUARTERS

    def _reports(self, doc: Doc, position: int) -> bool:
        """Whether a token is named as the source or receiver of a report."""
        token = doc[position]
        if token.dep_ in ("nsubj", "dobj", "dative") and token.head.lemma_.lower() in self.words.reporting:
            return True
        return token.dep_ == "pobj" and (token.head.lower_ == "to" and token.head.head.lower_ == "according")

    def _from_hit(self, doc: Doc, start: int, end: int, hit: Hit) -> Candidate:
        """Return the mention of a table name; a person wins only where the model saw one."""
        label = doc[start].ent_type_
        sorts = [entry.sort for entry in hit.entries]
        wanted = "person" if label == "PERSON" and "person" in sorts else self._first_sort(sorts)
        rows = tuple(dict.fromkeys(entry.row for entry in hit.entries if entry.sort == wanted))
        if len(rows) > 1 and wanted == "org":
            rows = self._outlet_or_body(doc, start, rows)
        text = doc[start:end].text
        candidate = Candidate(
            start,
            end,
            head_of(doc, start, end),
            SORT_KINDS[wanted],
            "name",
            text,
            label,
            rows,
        )
        candidate.full = end - start > 1
        first = rows[0]
        if wanted == "demonym":
            candidate.form = "demonym"
        if isinstance(first, State):
            candidate.country = first.code if len(rows) == 1 else None
        elif isinstance(first, Place):
            candidate.country = first.state
            if first.kind == "landmark":
                candidate.kind = Kind.FACILITY
        return candidate

    def _outlet_or_body(self, doc: Doc, start: int, rows: tuple[FactRow, ...]) -> tuple[FactRow, ...]:
        """Return of outlets and bodies that share an acronym those that the verb beside it speaks for."""
        media = tuple(row for row in rows if isinstance(row, Org) and row.kind in MEDIA)
        return (media if self._reports(doc, start) else tuple(row for row in rows if row not in media)) or rows

    def _first_sort(self, sorts: Sequence[str]) -> str:
        for sort in ("state", "demonym", "weapon", "org", "place", "person"):
            if sort in sorts:
                return sort
        return sorts[0]

    def _tidy(self, found: Iterable[Candidate]) -> list[Candidate]:
        """Return the mentions in text order, without those that overlap a longer one."""
        kept: list[Candidate] = []
        taken: set[int] = set()
        for candidate in sorted(found, key=lambda c: (c.start - c.end, c.start)):
            tokens = range(candidate.start, candidate.end)
            if taken.isdisjoint(tokens):
                kept.append(candidate)
                taken.update(tokens)
        return sorted(kept, key=lambda c: (c.start, -c.end))
