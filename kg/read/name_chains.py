"""Short names → the full names of the document: surnames, given names in use alone, acronyms, and names passed over."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from spacy.tokens import Doc, Token

from kg.facts import fold
from kg.model import Kind
from kg.read.candidates import Candidate
from kg.read.mention_words import Words

PARTICLES = frozenset({"al", "el", "bin", "von", "van", "de", "der", "da", "di", "le", "la", "ben", "ibn", "-"})
ONE_WORD = frozenset({Kind.PLACE, Kind.ORGANIZATION, Kind.PERSON})
NAME_TAGS = frozenset({"NNP", "NNPS", "NN", "JJ", "MD", "FW"})


def surname(candidate: Candidate) -> str:
    """Return the words of a full name by which the text may call the person later."""
    if candidate.person is not None and candidate.person.family:
        return candidate.person.family
    words = candidate.name.split(" of ")[0].split()  # "Mohammed VI of Morocco" is not called Morocco
    position = len(words) - 1
    while position > 1 and words[position - 1].lower() in PARTICLES:
        position -= 1
    return " ".join(words[position:])


class NameChains:
    """Joins short names to the full names of the document and finds surnames that the model passed over."""

    def __init__(self, doc: Doc, words: Words) -> None:
        self.doc = doc
        self.words = words
        self.by_key: dict[str, list[Candidate]] = defaultdict(list)
        self.by_given: dict[str, list[Candidate]] = defaultdict(list)

    def register(self, names: Sequence[Candidate]) -> None:
        """Note the full names of persons and the acronyms that the text defines ("(KCMA)")."""
        for name in names:
            if name.kind is Kind.PERSON and name.full:
                given = fold(self.doc[name.start].text)
                if all(fold(other.name) != fold(name.name) for other in self.by_given[given]):
                    self.by_given[given].append(name)
                for key in self._keys(name):
                    if all(fold(other.name) != fold(name.name) for other in self.by_key[key]):
                        self.by_key[key].append(name)
            elif name.kind is Kind.ORGANIZATION and name.full and name.end + 2 < len(self.doc):
                acronym = self.doc[name.end + 1]
                if self.doc[name.end].text == "(" and self.doc[name.end + 2].text == ")" and acronym.text.isupper():
                    self.by_key[fold(acronym.text)].append(name)

    def _keys(self, name: Candidate) -> set[str]:
        words = self.doc[name.start : name.end].text.split()
        last = [w for w in words if w.lower() not in PARTICLES]
        return {fold(surname(name)), fold(words[-1]), fold(last[-1]) if last else ""} - {""}

    def full_name(self, short: Candidate) -> Candidate | None:
        """Return the full name that a short one stands for, or None where there are none or several."""
        key = fold(self.doc[short.start : short.end].text)
        found = [name for name in self.by_key.get(key, ()) if name is not short]
        if not found and short.kind is Kind.PERSON:
            found = [name for name in self.by_given.get(key, ()) if name is not short]
        return found[0] if len(found) == 1 else self._nearest(short, found)

    def is_shared(self, short: Candidate) -> bool:
        """Whether the document names persons that a short name could mean, so that no other may be guessed."""
        return bool(self.by_key.get(fold(self.doc[short.start : short.end].text)))

    def _nearest(self, short: Candidate, found: Sequence[Candidate]) -> Candidate | None:
        """Of several bearers of a surname, the one whose title or pronoun the short mention shares, else None."""
        fitting = [n for n in found if set(n.roles) & set(short.roles)] or [
            n for n in found if short.pronoun and n.pronoun == short.pronoun
        ]
        return fitting[0] if len(fitting) == 1 else None

    def passed_over(self, covered: set[int], names: Sequence[Candidate]) -> list[Candidate]:
        """Return the bare surnames and known one-word names that no mention covers."""
        known = {fold(n.name): n for n in names if n.end - n.start == 1 and n.form == "name" and n.kind in ONE_WORD}
        found = []
        for token in self.doc:
            if token.i in covered or not token.text[:1].isupper() or token.tag_ not in NAME_TAGS:
                continue
            if token.i + 2 < len(self.doc) and token.nbor(1).text == "-" and not token.whitespace_:
                continue  # "the Baku-Tbilisi line"
            key = fold(token.text)
            full = self.by_key.get(key) or (self.by_given.get(key) if token.tag_ == "NNP" else None)
            if full and full[0].kind is Kind.PERSON and not self._is_date(token):
                found.append(self._bearer(token, covered))
            elif key in known and token.tag_ in ("NNP", "NNPS"):
                other = known[key]
                again = Candidate(token.i, token.i + 1, token.i, other.kind, "name", token.text, rows=other.rows)
                again.take(other)
                again.kind = other.kind
                found.append(again)
        return found

    def _bearer(self, token: Token, covered: set[int]) -> Candidate:
        """Return the mention of a surname; with another given name before it, it is another person's full name."""
        before = token.nbor(-1) if token.i else token
        other = before.pos_ == "PROPN" and before.head == token and before.i not in covered
        if not other or before.lower_ in self.words.titles or before.lower_ in self.words.last_words:
            return Candidate(token.i, token.i + 1, token.i, Kind.PERSON, "name", token.text)
        name = self.doc[before.i : token.i + 1].text
        person = Candidate(before.i, token.i + 1, token.i, Kind.PERSON, "name", name, full=True)
        self.register([person])
        return person

    def _is_date(self, token: Token) -> bool:
        """Whether a surname that is also a month is the month here."""
        if token.ent_type_ not in ("DATE", "TIME") and token.pos_ != "AUX":
            return False
        if token.i + 1 < len(self.doc) and token.nbor(1).tag_ == "VBD":
            return False  # no modal and no month stands before a past tense ("May said")
        before = token.nbor(-1).lower_.rstrip(".") if token.i else ""
        return token.dep_ not in ("nsubj", "poss", "nsubjpass") and before not in (
            "mr",
            "mrs",
            "ms",
            "minister",
            "told",
        )
