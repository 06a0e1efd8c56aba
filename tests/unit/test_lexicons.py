"""Every example of every rule is a test, named after its sentence."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from kg import ontology
from kg.facts import load_facts
from kg.lexicon import Example, Rule, load_lexicon
from kg.read.attribution import find_attributions
from kg.read.draft import Draft
from kg.read.events import read_drafts
from kg.read.parsed import ParsedArticle
from kg.read.quantities import find_quantities
from kg.read.speech import resolve_first_person
from kg.read.times import find_times

LEXICON = load_lexicon()
PUBLISHED = date(2025, 10, 24)  # a Friday
Parse = Callable[..., ParsedArticle]


def drafts_in(parsed: ParsedArticle) -> list[Draft]:
    attributions = find_attributions(parsed)
    parsed = resolve_first_person(parsed, attributions)
    return read_drafts(
        parsed, find_times(parsed), attributions, find_quantities(parsed), lexicon=LEXICON, facts=load_facts()
    )


@pytest.mark.parametrize(
    ("rule", "example"),
    [
        pytest.param(rule, example, id=f"{rule.rule}: {example.text}")
        for rule in LEXICON.rules.values()
        for example in rule.examples
    ],
)
def test_rule_gives_what_its_example_says(rule: Rule, example: Example, parse: Parse) -> None:
    found = [d for d in drafts_in(parse(example.text, published=PUBLISHED)) if d.rule.rule == rule.rule]
    if example.gives == "none":
        assert not found, [(d.type, d.reasons) for d in found]
        return
    assert found, f"{rule.rule} did not fire"
    draft = found[0]
    assert draft.type == (example.gives or rule.event), draft.reasons
    if example.status is not None:
        assert draft.status is example.status, draft.reasons
    if example.polarity is not None:
        assert draft.polarity is example.polarity, draft.reasons
    fillers = {(f.role, f.anchor.mention.text) for f in draft.roles} | {
        (f.role, f.anchor.mention.name) for f in draft.roles
    }
    for role, text in example.roles.items():
        assert all((role, part.strip()) in fillers for part in text.split(" | ")), (role, text, sorted(fillers))


@pytest.mark.parametrize("rule", LEXICON.rules.values(), ids=lambda rule: rule.rule)
def test_rule_names_its_source_and_a_known_class(rule: Rule) -> None:
    assert rule.source
    assert ontology.is_a(rule.event, "Event")


@pytest.mark.parametrize(
    "rule", [r for r in LEXICON.rules.values() if not r.rule.startswith("frame.")], ids=lambda r: r.rule
)
def test_rule_has_an_example_and_a_near_miss(rule: Rule) -> None:
    assert any(example.gives != "none" for example in rule.examples)
    assert any(example.gives == "none" for example in rule.examples)


def test_every_event_class_below_event_has_a_rule() -> None:
    abstract = {"Event", "SpeechAct", "Effect", "Interaction", "Measure", "ForceEvent", "DiplomaticMeasure"}
    reached = {rule.event for rule in LEXICON.rules.values()} | {rule.negated for rule in LEXICON.rules.values()}
    missing = {name for name in ontology.event_types() if name not in reached} - abstract
    assert not missing
