"""The lexicons as they are on disk → findings: entries that are wrong, and examples that do not give what they say."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from importlib.resources.abc import Traversable
from typing import TYPE_CHECKING

from kg.errors import KnowledgeError
from kg.facts import Facts
from kg.inflections import load_inflections
from kg.lexicon import Example, Lexicon, Rule, event_files
from kg.model import Article
from kg.read import mention_words, number_words, quantities_scan, reporting, stance_words, times_grammar
from kg.read.draft import Draft
from kg.read.events import read_drafts
from kg.read.extract import find
from kg.read.lexicon_entries import Finding, Part, check_entries, read_parts
from kg.read.parse import parse_articles
from kg.read.parsed import ParsedArticle
from kg.read.triggers import Candidate

if TYPE_CHECKING:
    from spacy.language import Language

#: The day on which all examples are read: a Friday.
PUBLISHED = date(2025, 10, 24)
_LOADERS: dict[str, Callable[[], object]] = {
    "mentions.yaml": mention_words.load_words,
    "numbers.yaml": number_words.load_numbers,
    "quantities.yaml": quantities_scan.load_quantity_lexicon,
    "reporting.yaml": reporting.load_reporting,
    "stances.yaml": stance_words.load_stances,
    "times.yaml": times_grammar.load_grammar,
    "inflections.csv": load_inflections,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """An example with its rule and place."""

    where: str
    rule: Rule
    example: Example


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """What a check has looked at, and found."""

    rules: int
    examples: int
    findings: tuple[Finding, ...]


def check_lexicons(
    *, nlp: Language, facts: Facts, only: str = "", sources: Sequence[Traversable] | None = None
) -> Check:
    """Check all lexicon files, and run the examples of each rule whose name begins with `only`.

    What is wrong with a whole file is a finding whatever is asked for: none of its rules can be looked at.
    `sources` are the files of event rules, if not those of the package.
    """
    found: list[Finding] = []
    unread: list[str] = []
    parts = read_parts(event_files() if sources is None else sources, found)
    found += check_entries(parts)
    for name, load in _LOADERS.items():
        try:
            load()
        except KnowledgeError as error:
            found.append(Finding(where=error.where or name, entry="", problem=error.problem))
            unread.append(name)
    examples = [placed for placed in _examples(parts) if placed.rule.rule.startswith(only)]
    names = [rule.rule for part in parts for rule in part.content.rules]
    if unread or len(names) != len(set(names)):
        examples = []  # what is among the findings keeps all rules from being run
    if examples:
        lexicon = Lexicon((part.content for part in parts), load_inflections().lemmas)
        found += failing(examples, lexicon, nlp=nlp, facts=facts)
    shown = [f for f in found if not f.entry or f.entry.startswith(only)]
    rules = sum(name.startswith(only) for name in names)
    return Check(rules=rules, examples=len(examples), findings=tuple(shown))


def _examples(parts: Iterable[Part]) -> Iterator[Placed]:
    for part in parts:
        for number, rule in enumerate(part.content.rules):
            for place, example in enumerate(rule.examples):
                where = part.line("rules", number, "examples", place)
                yield Placed(where=where, rule=rule, example=example)


def failing(examples: Sequence[Placed], lexicon: Lexicon, *, nlp: Language, facts: Facts) -> Iterator[Finding]:
    """Yield a finding for each example that does not give what it says."""
    articles = (
        Article(id=f"example-{n}", text=p.example.text, published=PUBLISHED, language="en")
        for n, p in enumerate(examples)
    )
    for placed, parsed in zip(examples, parse_articles(articles, nlp=nlp, facts=facts), strict=True):
        drafts, refused = read_example(parsed, lexicon, facts)
        problem = shortfall(placed.rule, placed.example, drafts, refused)
        if problem:
            yield Finding(where=placed.where, entry=placed.rule.rule, problem=f"{placed.example.text!r} {problem}")


def read_example(
    parsed: ParsedArticle, lexicon: Lexicon, facts: Facts
) -> tuple[list[Draft], list[tuple[Candidate, str]]]:
    """Return the drafts of an example's sentence, and the candidates that came to nothing with the reasons."""
    refused: list[tuple[Candidate, str]] = []
    found = find(parsed)
    drafts = read_drafts(
        found.parsed,
        found.times,
        found.attributions,
        found.quantities,
        lexicon=lexicon,
        facts=facts,
        trace=lambda candidate, reason: refused.append((candidate, reason)),
    )
    return drafts, refused


def shortfall(
    rule: Rule, example: Example, drafts: Sequence[Draft], refused: Sequence[tuple[Candidate, str]] = ()
) -> str:
    """Return how the drafts of an example's sentence miss what it says; an empty string if they do not.

    Where several rules know the words, any of them may read the sentence: what counts is the record.
    """
    own = [draft for draft in drafts if draft.rule.rule == rule.rule]
    if example.gives == "none":
        return f"should give nothing, gives {own[0].type}: {'; '.join(own[0].reasons)}" if own else ""
    own = own or [draft for draft in drafts if draft.type == (example.gives or rule.event)]
    if not own:
        reasons = [reason for candidate, reason in refused if candidate.rule.rule == rule.rule]
        others = ", ".join(f"{draft.type} by {draft.rule.rule}" for draft in drafts)
        why = "; ".join(reasons) or (f"other rules fired ({others})" if others else "no trigger matched")
        return f"did not fire: {why}"
    return "; ".join(_differences(rule, example, own[0]))


def _differences(rule: Rule, example: Example, draft: Draft) -> Iterator[str]:
    wanted = [("class", example.gives or rule.event, draft.type)]
    if example.status is not None:
        wanted.append(("status", example.status.value, draft.status.value))
    if example.polarity is not None:
        wanted.append(("polarity", example.polarity.value, draft.polarity.value))
    for what, want, given in wanted:
        if want != given:
            yield f"{what} should be {want}, is {given} ({'; '.join(draft.reasons)})"
    fillers = {(f.role, text) for f in draft.roles for text in (f.anchor.mention.text, f.anchor.mention.name)}
    for role, texts in example.roles.items():
        for text in texts.split(" | "):
            if (role, text.strip()) not in fillers:
                given = ", ".join(f.anchor.mention.text for f in draft.roles if f.role is role) or "nobody"
                yield f"{role.value} should be {text.strip()!r}, is {given}"
