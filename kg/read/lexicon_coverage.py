"""The event lexicon → how many rules, triggers, forms and examples each event class and PLOVER code has."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from kg import ontology
from kg.inflections import Inflections, load_inflections
from kg.lexicon import Lexicon, Rule, load_lexicon, pattern


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """What the lexicon knows of one class or code.

    `verbs`, `nouns` and `phrases` count triggers as written, `lemmas` the different words that head them, `forms` the
    inflections of those words in every spelling.
    """

    kind: str
    name: str
    rules: int
    verbs: int
    nouns: int
    phrases: int
    lemmas: int
    forms: int
    examples: int
    near_misses: int


def coverage(lexicon: Lexicon | None = None, inflections: Inflections | None = None) -> Iterator[Coverage]:
    """Yield the coverage of each event class, then of each PLOVER type and mode, then of the whole lexicon."""
    lexicon = lexicon or load_lexicon()
    inflections = inflections or load_inflections()
    rules = list(lexicon.rules.values())
    for name in ontology.event_types():
        yield _coverage("class", name, (r for r in rules if name in (r.event, r.negated)), inflections)
    codes = {rule.rule: reached(rule, lexicon) for rule in rules}
    for event, modes in ontology.plover_modes().items():
        within = [r for r in rules if any(code.partition("/")[0] == event for code in codes[r.rule])]
        yield _coverage("plover", event, within, inflections)
        for mode in sorted(modes):
            code = f"{event}/{mode}"
            yield _coverage("plover", code, (r for r in within if code in codes[r.rule]), inflections)
    yield _coverage("all", "all rules", rules, inflections)


def reached(rule: Rule, lexicon: Lexicon) -> frozenset[str]:
    """Return the PLOVER codes that a rule's events can have: its own, and those of its class under any status."""
    events = {rule.event, rule.negated}
    listed = {entry.plover for entry in lexicon.codes if events & set(entry.types)}
    return frozenset((listed | {rule.plover}) - {""})


def _coverage(kind: str, name: str, rules: Iterable[Rule], inflections: Inflections) -> Coverage:
    found = list(rules)
    verbs = {text for rule in found for text in rule.verbs}
    nouns = {text for rule in found for text in rule.nouns}
    phrases = {text for rule in found for text in rule.phrases}
    heads = {(pattern(text).head, "VERB") for text in verbs}
    heads |= {(pattern(text, noun=True).head, "NOUN") for text in nouns}
    examples = [example for rule in found for example in rule.examples]
    return Coverage(
        kind=kind,
        name=name,
        rules=len(found),
        verbs=len(verbs),
        nouns=len(nouns),
        phrases=len(phrases),
        lemmas=len(heads),
        forms=len({form for word, pos in heads for form in inflections.forms.get((word, pos), (word,))}),
        examples=sum(example.gives != "none" for example in examples),
        near_misses=sum(example.gives == "none" for example in examples),
    )
