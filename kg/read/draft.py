"""The working form of an event while an article is read, before it becomes an `EventMention`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from spacy.tokens import Token

from kg.lexicon import Rule, TypeEntry
from kg.model import Attribution, Certainty, Polarity, Quantity, Role, Status, TimeExpression
from kg.read.parsed import Anchor, ParsedArticle
from kg.read.roles import Filled


@dataclass(slots=True, kw_only=True)
class Draft:
    """One event under construction; `reasons` tell how each decision was taken, in order."""

    type: str
    rule: Rule
    entry: TypeEntry
    token: Token
    words: tuple[Token, ...]
    status: Status
    future: bool = False
    asserted: bool = False
    polarity: Polarity = Polarity.POSITIVE
    certainty: Certainty = Certainty.CERTAIN
    conditional: bool = False
    weak: bool = (
        False  # a definite mention that says nothing of its own: worth a record only as a step of an earlier one
    )
    roles: list[Filled] = field(default_factory=list)
    time: TimeExpression | None = None
    place: Anchor | None = None
    quantities: list[Quantity] = field(default_factory=list)
    attributions: list[Attribution] = field(default_factory=list)
    about: list[Draft] = field(default_factory=list)
    carriers: tuple[Token, ...] = ()
    predicates: tuple[Token, ...] = ()
    evidence: tuple[int, int] = (0, 0)
    confidence: float = 0.8
    reasons: list[str] = field(default_factory=list)
    cause: Draft | None = None  # for an effect that stands alone: the attack that its clause names
    repeats: list[int] = field(default_factory=list)  # offsets of later mentions that were folded into this one
    frame: Attribution | None = None  # the reporting frame that this speech act is

    @property
    def speech(self) -> bool:
        """Whether it is a speech act."""
        return self.entry.scheme == "speech"

    @property
    def start(self) -> int:
        """Offset of the trigger's first character."""
        return int(self.words[0].idx)

    @property
    def end(self) -> int:
        """Offset behind the trigger's last character, as far as the trigger is one stretch of text."""
        last = self.words[-1]
        if last.i - self.words[0].i > len(self.words) + 3:
            last = self.token
            return int(max(last.idx + len(last.text), self.words[0].idx + len(self.words[0].text)))
        return int(last.idx + len(last.text))

    def within(self, start: int, end: int) -> bool:
        """Whether the event, or a repeat of it, is named in [start, end)."""
        return any(start <= offset < end for offset in (self.start, *self.repeats))

    def fillers(self, *roles: Role, explicit: bool | None = None) -> list[Filled]:
        """Return the filled roles, of some kinds or all, in order."""
        return [
            item
            for item in self.roles
            if (not roles or item.role in roles) and (explicit is None or item.explicit == explicit)
        ]

    def names(self) -> frozenset[str]:
        """Return the canonical names of all fillers."""
        return frozenset(item.anchor.mention.name for item in self.roles)

    def countries(self) -> frozenset[str]:
        """Return the countries that the fillers act for."""
        return frozenset(item.anchor.mention.country for item in self.roles if item.anchor.mention.country)


def sentence_key(token: Token) -> int:
    """Return the index of the first token of the token's sentence."""
    return int(token.sent.start)


def paragraph_breaks(parsed: ParsedArticle) -> Sequence[int]:
    """Return offsets at which paragraphs begin, in order."""
    text = parsed.article.text
    found = [0]
    position = text.find("\n")
    while position != -1:
        found.append(position + 1)
        position = text.find("\n", position + 1)
    return found
