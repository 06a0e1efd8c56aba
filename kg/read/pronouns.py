"""Pronouns → the nearest earlier mention that fits in number and gender; subjects first, nothing where two fit alike.

The scores follow the salience factors of Lappin and Leass (1994, "An algorithm for pronominal anaphora resolution"):
recency, subject, repetition.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from spacy.tokens import Doc, Token

from kg.facts import fold
from kg.model import Kind
from kg.read.candidates import Candidate
from kg.read.quotes import find_quotes
from kg.read.syntax import GERUND_CONTROL, subjects

WINDOW = 2  # sentences before the pronoun's own
MARGIN = 0.6  # by how much the best antecedent must lead: below it two fit alike
SUBJECTS = frozenset({"nsubj", "nsubjpass"})
CLAUSES = frozenset({"ccomp", "advcl", "xcomp", "acl", "relcl", "conj", "parataxis", "pcomp"})
FITTING = {
    "he": frozenset({Kind.PERSON, Kind.OFFICE}),
    "she": frozenset({Kind.PERSON, Kind.OFFICE}),
    "it": frozenset({Kind.STATE, Kind.ORGANIZATION}),
    "they": frozenset({Kind.GROUP}),
}


def key_of(mention: Candidate) -> str:
    """Return what two mentions of one agent share."""
    return mention.agent or fold(mention.name)


def narrated(doc: Doc, sentence_of: Sequence[int]) -> Sequence[int]:
    """Return, for each sentence, how many of the author's own sentences come before: one wholly quoted adds nothing.

    "…," Roe said. "I waited. I left." He flew home: between Roe and "he" the author has said nothing.
    """
    quoted = [False] * len(doc)
    spans = [(quote.start, quote.end) for quote in find_quotes(doc.text)]
    position = 0
    for token in doc:
        while position < len(spans) and spans[position][1] <= token.idx:
            position += 1
        inside = position < len(spans) and spans[position][0] <= token.idx < spans[position][1]
        quoted[token.i] = inside or token.is_space
    count = sentence_of[-1] + 1 if len(doc) else 0
    own = [0] * count
    for token in doc:
        if not quoted[token.i]:
            own[sentence_of[token.i]] = 1
    found, total = [], 0
    for here in own:
        total += here
        found.append(total)
    return found


class PronounResolver:
    """Finds antecedents in one document."""

    def __init__(self, doc: Doc, sentence_of: Sequence[int]) -> None:
        self.doc = doc
        self.sentence_of = sentence_of
        self.narrated = narrated(doc, sentence_of)

    def resolve(self, pronoun: Candidate, before: Sequence[Candidate]) -> None:
        """Set what a pronoun stands for, taking its kind, name, link and country; leave it alone where unsure."""
        group = pronoun.pronoun or ""
        if group == "relative":
            found = self._modified(pronoun, before)
        elif group in FITTING:
            found = self._salient(pronoun, before, group)
        else:
            found = None
        if found is None and group == "they":
            self._coordinated(pronoun, before)
        if found is not None:
            pronoun.take(found)
            pronoun.pronoun = group
            known = found.person is not None or found.stands_for is not None
            pronoun.kind = Kind.PERSON if found.kind is Kind.OFFICE and known else found.kind
            pronoun.stands_for = found
            pronoun.members = list(found.members)
            pronoun.plural = found.plural

    def _modified(self, pronoun: Candidate, before: Sequence[Candidate]) -> Candidate | None:
        """Return the mention that a relative clause hangs on."""
        token: Token = self.doc[pronoun.head]
        steps = 0
        while token.dep_ != "relcl" and token.head != token and steps < 6:
            token, steps = token.head, steps + 1
        if token.dep_ != "relcl":
            return None
        return next((m for m in reversed(before) if m.head == token.head.i), None)

    def _salient(self, pronoun: Candidate, before: Sequence[Candidate], group: str) -> Candidate | None:
        here = self.sentence_of[pronoun.head]
        token = self.doc[pronoun.head]
        above = self._subjects_above(token)
        near = self._reporting(token)
        blamed = self._blamed(token)
        barred = {key_of(m) for m in before if self.sentence_of[m.head] == here and self._same_clause(token, m)}
        scores: dict[str, float] = defaultdict(float)
        nearest: dict[str, Candidate] = {}
        for mention in before:
            distance = self.narrated[here] - self.narrated[self.sentence_of[mention.head]]
            key = key_of(mention)
            if distance > WINDOW or key in barred or not self._fits(mention, group):
                continue
            if mention.head in blamed:
                return mention
            scores[key] = max(scores[key], self._score(mention, distance, above, near, group)) + 0.25 * (key in scores)
            if mention.form != "pronoun" or key not in nearest:
                nearest[key] = mention
        ranked = sorted(scores.items(), key=lambda pair: -pair[1])
        if not ranked or (len(ranked) > 1 and ranked[0][1] - ranked[1][1] < MARGIN):
            return None
        return nearest[ranked[0][0]]

    def _score(self, mention: Candidate, distance: int, above: set[int], near: set[int], group: str) -> float:
        token = self.doc[mention.head]
        score = 3.0 - distance
        if token.dep_ in SUBJECTS:
            score += 1.5
            if token.head.dep_ == "ROOT" or mention.head in above:
                score += 0.75
        elif token.dep_ in ("poss", "compound", "amod", "nmod"):
            score -= 1.0 if mention.kind is Kind.PERSON else 1.5
        if mention.head in above:
            score += 1.0
        if mention.head in near:
            score += 1.0
        if mention.pronoun == group and mention.kind in (Kind.PERSON, Kind.OFFICE):
            score += 0.5
        return score

    def _fits(self, mention: Candidate, group: str) -> bool:
        if mention.form == "pronoun" and mention.stands_for is None:
            return False
        # "the military said it had seized the field": one body of many people
        body = group == "it" and mention.kind is Kind.GROUP and mention.sector == "MIL" and not mention.plural
        if not (body or mention.kind in FITTING[group]) or mention.form == "demonym":
            return False
        if group in ("he", "she"):
            return mention.pronoun in (group, None) and not mention.plural
        return True

    def _subjects_above(self, token: Token) -> set[int]:
        """Return the subjects of the clauses that the pronoun's clause hangs on."""
        found: set[int] = set()
        steps = 0
        while token.head != token and steps < 12:
            if token.dep_ in CLAUSES:
                found.update(c.i for c in token.head.children if c.dep_ in SUBJECTS)
            token, steps = token.head, steps + 1
        return found

    def _reporting(self, token: Token) -> set[int]:
        """Return the subject that reports the pronoun's clause: in "while Chad said it would pay", it is Chad."""
        verb = token.head
        if token.dep_ not in SUBJECTS or verb.dep_ != "ccomp" or verb.i < verb.head.i:
            return set()
        return {c.i for c in verb.head.children if c.dep_ in SUBJECTS}

    def _blamed(self, token: Token) -> set[int]:
        """Return the object of a blame or praise whose reason is the pronoun's clause: "accused Chad because it …"."""
        clause = token.head
        because = any(c.dep_ == "mark" and c.lower_ == "because" for c in clause.children)
        if token.dep_ not in SUBJECTS or clause.dep_ != "advcl" or not because:
            return set()
        verb = clause.head
        if verb.dep_ == "pcomp":
            verb = verb.head.head
        return {c.i for c in verb.children if c.dep_ == "dobj"} if verb.lemma_ in GERUND_CONTROL else set()

    def _same_clause(self, token: Token, mention: Candidate) -> bool:
        """Whether pronoun and mention are two arguments of one verb and so two agents ("Roe told him")."""
        other = self.doc[mention.head]
        if token.dep_ == "poss" or token.lower_.endswith(("self", "selves")):
            return token.dep_ == "poss" and other.i == token.head.i
        verb = self._verb(token)
        if verb is None:
            return False
        # The subject may be shared with a verb before: "Roe met Doe and asked him".
        return (verb == self._verb(other) and other.dep_ in SUBJECTS) or (
            token.dep_ not in SUBJECTS and other.i in {t.i for t in subjects(self.doc[verb])}
        )

    def _verb(self, token: Token) -> int | None:
        head = token.head
        while head.dep_ in ("prep", "dative", "agent") and head.head != head:
            head = head.head
        return int(head.i) if head.pos_ in ("VERB", "AUX") else None

    def _coordinated(self, pronoun: Candidate, before: Sequence[Candidate]) -> None:
        """Let "they" stand for the last coordinated subject ("Roe and Doe met; they agreed")."""
        here = self.sentence_of[pronoun.head]
        for mention in reversed(before):
            token = self.doc[mention.head]
            if here - self.sentence_of[mention.head] > 1:
                return
            if token.dep_ not in SUBJECTS or mention.kind not in (Kind.PERSON, Kind.STATE):
                continue
            joined = {c.i for c in token.conjuncts}
            members = [mention, *(m for m in before if m.head in joined)]
            if len(members) >= 2:
                pronoun.members = members
                pronoun.name = " and ".join(m.name for m in members)
                return
