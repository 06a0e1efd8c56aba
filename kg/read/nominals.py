"""Parsed text → nominal mentions ("the foreign minister", "at least 14 people") and pronouns, by the word tables."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from spacy.tokens import Doc, Token

from kg.model import Kind
from kg.read.candidates import Candidate
from kg.read.mention_words import Head, Words, singular

LEFT = frozenset(
    {"det", "amod", "nummod", "compound", "poss", "quantmod", "nmod", "predet", "advmod", "case", "nounmod", "npadvmod"}
)
RIGHT_PREPOSITIONS = frozenset({"of", "for", "to", "from"})
PLURAL_TAGS = frozenset({"NNS", "NNPS"})
DEFINITE = frozenset({"the", "this", "that", "these", "those", "both", "same"})
COUNT_WORDS = frozenset({"two", "both", "three", "four"})
MAX_TAIL = 8
MINDED = frozenset(
    {"ready", "willing", "prepared", "eager", "keen", "determined", "committed", "happy", "glad", "able"}
)
PEOPLES = "people"  # the word of a group that a demonym alone names ("the Indians")
POSSESSIVES = frozenset({"his", "her", "its", "their", "my", "our"})


class NominalFinder:
    """Finds the nominal mentions and pronouns of a parsed text."""

    def __init__(self, words: Words) -> None:
        self.words = words

    def find(self, doc: Doc, named: list[Candidate]) -> list[Candidate]:
        """Return nominals and pronouns in text order; `named` are the named mentions already found."""
        covered = {i: name for name in named for i in range(name.start, name.end) if name.form == "name"}
        peoples = [
            self._people(doc, name, named[max(0, i - 3) : i], covered)
            for i, name in enumerate(named)
            if name.form == "demonym"
        ]
        return [*self._nominals(doc, covered), *(p for p in peoples if p is not None), *self._pronouns(doc)]

    def _people(
        self, doc: Doc, demonym: Candidate, others: Sequence[Candidate], covered: dict[int, Candidate]
    ) -> Candidate | None:
        """Return "the Indians" or "28 Pakistanis" as a group; "Russian strikes" is none."""
        token = doc[demonym.head]
        plural = token.tag_ in PLURAL_TAGS or (token.tag_ == "NNP" and token.text.endswith("is"))
        if not plural and not (token.tag_ in ("NN", "NNP") and token.dep_ not in ("compound", "amod")):
            return None
        start = self._start(token, covered)
        if start == demonym.start and not plural:
            return None
        # "Bosnian Serbs", "Kosovo Albanians": people of the state named first, not of the one of their nation
        owner = next((n.country for n in others if start <= n.start and n.end <= demonym.start), demonym.country)
        candidate = Candidate(start, demonym.end, token.i, Kind.GROUP, "nominal", "", plural=plural)
        candidate.sector, candidate.country, candidate.word = "CVL", owner, PEOPLES
        candidate.name = bare(doc, candidate)
        return candidate

    def _nominals(self, doc: Doc, covered: dict[int, Candidate]) -> Iterator[Candidate]:
        for token in doc:
            if token.i in covered or token.tag_[:2] not in ("NN", "CD", "DT", "PR", "JJ"):
                continue
            lemma = self._lemma(token)
            if lemma in self.words.last_words and token.tag_[:2] in ("NN", "JJ", "PR"):
                candidate = self._nominal(doc, token, lemma, covered)
                if candidate is not None:
                    yield candidate
            elif token.lower_ in ("two", "both", "pair", "duo"):
                candidate = self._pair(token)
                if candidate is not None:
                    yield candidate

    def _lemma(self, token: Token) -> str:
        lower, lemma = str(token.lower_), str(token.lemma_).lower()
        if lemma in self.words.last_words:
            return lemma
        if lower in self.words.last_words:
            return lower
        return singular(lower) or lemma

    def _nominal(self, doc: Doc, token: Token, lemma: str, covered: dict[int, Candidate]) -> Candidate | None:
        if token.dep_ == "compound" and token.head.i > token.i and not self._names_org(doc, token, lemma):
            return None  # part of a longer phrase, or the title of a name
        if token.pos_ == "PROPN" and token.i + 1 in covered and covered[token.i + 1].kind is Kind.PERSON:
            return None
        start = self._start(token, covered)
        plural = (
            token.tag_ in PLURAL_TAGS
            or (token.tag_ == "NNP" and token.lower_ == lemma + "s")
            or (lemma in ("people", "police", "troops", "authorities") and token.tag_ != "NN")
        )
        definite = any(doc[i].lower_ in DEFINITE or doc[i].tag_ in ("PRP$", "POS") for i in range(start, token.i))
        found = self._head(doc, start, token, lemma, plural=plural, definite=definite)
        if found is None:
            return None
        word, head = found
        if token.tag_[:2] == "JJ" and head.kind is not Kind.GROUP:
            return None
        kind = Kind.GROUP if plural and head.kind in (Kind.OFFICE, Kind.ORGANIZATION, Kind.STATE) else head.kind
        candidate = Candidate(start, self._end(doc, token, kind), token.i, kind, "nominal", "", plural=plural)
        candidate.sector = head.sector
        candidate.roles = head.roles if not plural else ()
        candidate.pronoun = head.pronoun
        candidate.foreign = head.foreign or (plural and head.kind is Kind.OFFICE)
        candidate.template, candidate.org = head.name, head.org if token.text[:1].isupper() else None
        candidate.word = word
        candidate.set_name = self._set_name(doc, candidate, word)
        candidate.name = bare(doc, candidate)
        return candidate

    def _names_org(self, doc: Doc, token: Token, lemma: str) -> bool:
        """Whether a word before a noun ends the name of a known organisation ("a Security Council resolution")."""
        if not token.i or not token.text[:1].isupper():
            return False
        heads = self.words.heads.get(f"{doc[token.i - 1].lower_} {lemma}", ())
        return any(head.org is not None for head in heads)

    def _set_name(self, doc: Doc, candidate: Candidate, word: str) -> str:
        """Return what the members are where the phrase is "the two ...", "both ..." or "the ..." in the plural."""
        if not candidate.plural:
            return ""
        before = {doc[i].lower_ for i in range(candidate.start, candidate.head)}
        counted = bool(before & COUNT_WORDS) and not before & {"least", "most", "than", "about"}
        lead = doc[candidate.start].lower_
        if lead in ("the", "both", "their", "these") and (counted or candidate.head - candidate.start == 1):
            last = word.rsplit(" ", 1)[-1]
            return self.words.pairs.get(word) or self.words.pairs.get(last, "")
        return ""

    def _head(
        self, doc: Doc, start: int, token: Token, lemma: str, *, plural: bool, definite: bool
    ) -> tuple[str, Head] | None:
        """Return the longest word of the tables that ends at a noun, and its list."""
        lower = [doc[i].lower_ for i in range(start, token.i)]
        for size in range(min(4, len(lower)), -1, -1):
            word = " ".join([*lower[len(lower) - size :], lemma]) if size else lemma
            word = word.replace(" - ", "-")
            for head in self.words.heads.get(word, ()):
                if (
                    (plural and head.only_singular)
                    or (head.only_plural and not plural)
                    or (head.only_definite and not definite)
                ):
                    continue
                if head.only_capitalised and not token.text[:1].isupper():
                    continue
                return word, head
        return self._with_tail(doc, token, lemma)

    def _with_tail(self, doc: Doc, token: Token, lemma: str) -> tuple[str, Head] | None:
        """Return the list of a word that goes on to the right ("secretary of state")."""
        tail = doc[token.i + 1 : token.i + 4].text.lower().split()
        for size in (3, 2):
            word = " ".join([lemma, *tail[:size]])
            if len(tail) >= size and word in self.words.heads:
                return word, self.words.heads[word][0]
        return None

    def _start(self, token: Token, covered: dict[int, Candidate]) -> int:
        start = int(token.i)
        for child in reversed(list(token.lefts)):
            if (child.dep_ not in LEFT and child.text != "-") or child.right_edge.i != start - 1:
                break
            start = int(child.left_edge.i)
        while start in covered and covered[start].start < start:
            start = covered[start].start
        return start

    def _end(self, doc: Doc, token: Token, kind: Kind) -> int:
        """Return the end of the phrase: an "of ..." is part of it where it is short."""
        end = int(token.i) + 1
        if kind not in (Kind.OFFICE, Kind.GROUP, Kind.ORGANIZATION) or end >= len(doc):
            return end
        following = doc[end]
        if following.lower_ in RIGHT_PREPOSITIONS and following.head == token and following.dep_ == "prep":
            edge = int(following.right_edge.i) + 1
            inner = doc[end:edge]
            if edge - end <= MAX_TAIL and not any(t.pos_ in ("VERB", "AUX") or t.is_punct for t in inner):
                return edge
        return end

    def _pair(self, token: Token) -> Candidate | None:
        """Return "the two" or "both" where it stands alone as subject or object."""
        if token.dep_ not in ("nsubj", "nsubjpass", "dobj", "pobj", "conj") or token.head.i == token.i:
            return None
        if any(child.dep_ in ("prep", "relcl") for child in token.children):
            return None
        start = token.i - 1 if token.i and token.nbor(-1).lower_ in ("the", "these") else token.i
        if start == token.i and token.lower_ != "both":
            return None
        candidate = Candidate(start, token.i + 1, token.i, Kind.GROUP, "nominal", "", plural=True)
        candidate.set_name, candidate.word = "any", token.lower_
        candidate.name = candidate.text(token.doc)
        return candidate

    def _pronouns(self, doc: Doc) -> Iterator[Candidate]:
        for token in doc:
            group = self.words.pronouns.get(token.lower_)
            if group is None or token.tag_ not in ("PRP", "PRP$", "WP", "WP$", "WDT"):
                continue
            if (group == "it" and pleonastic(token)) or (group == "relative" and token.dep_ in ("det",)):
                continue
            kind = (
                Kind.GROUP
                if group == "they"
                else Kind.PERSON
                if group in ("he", "she", "speaker")
                else Kind.ORGANIZATION
            )
            candidate = Candidate(token.i, token.i + 1, token.i, kind, "pronoun", token.text)
            candidate.pronoun = group
            candidate.plural = group == "they" or token.lower_ in ("we", "us", "our", "ours", "ourselves")
            candidate.word = token.lower_
            yield candidate


def pleonastic(token: Token) -> bool:
    """Whether "it" stands for a clause and not for a thing ("it was not clear whether ...", "it is time to ...")."""
    if token.dep_ == "expl":
        return True
    verb = token.head
    if token.dep_ not in ("nsubj", "nsubjpass") or verb.lemma_ not in (
        "be",
        "seem",
        "appear",
        "become",
        "remain",
        "take",
    ):
        return False
    below = [child for child in verb.children if child.i > verb.i]
    clauses = [child for child in below if child.dep_ in ("ccomp", "xcomp", "csubj", "advcl")]
    inner = [
        c
        for child in below
        if child.dep_ in ("acomp", "attr") and child.lower_ not in MINDED
        for c in child.children
        if c.dep_ in ("xcomp", "ccomp", "relcl", "acl")
    ]
    return bool(clauses or inner)


def bare(doc: Doc, candidate: Candidate) -> str:
    """Return the words of a nominal without article, possessive pronoun and "one"; other counts stay."""
    start = candidate.start
    while start < candidate.head and (
        (doc[start].pos_ in ("DET", "PRON") and doc[start].lower_ != "both")
        or doc[start].lower_ in ("one", "own", "same")
    ):
        start += 1
    return str(doc[start : candidate.end].text)
