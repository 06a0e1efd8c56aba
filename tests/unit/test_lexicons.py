"""Every example of every rule is a test, named after its sentence."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from kg import ontology
from kg.facts import load_facts
from kg.lexicon import Example, Rule, event_files, load_lexicon
from kg.read.lexicon_check import PUBLISHED, read_example, shortfall
from kg.read.lexicon_entries import check_entries, read_parts
from kg.read.parsed import ParsedArticle

LEXICON = load_lexicon()
Parse = Callable[..., ParsedArticle]


@pytest.mark.parametrize(
    ("rule", "example"),
    [
        pytest.param(rule, example, id=f"{rule.rule}: {example.text}")
        for rule in LEXICON.rules.values()
        for example in rule.examples
    ],
)
def test_rule_gives_what_its_example_says(rule: Rule, example: Example, parse: Parse) -> None:
    drafts, refused = read_example(parse(example.text, published=PUBLISHED), LEXICON, load_facts())
    assert not shortfall(rule, example, drafts, refused)


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


def test_rules_and_operators_name_classes_codes_and_slots_that_exist() -> None:
    found = check_entries(read_parts(event_files(), []))
    unknown = ("no PLOVER", "unknown CAMEO", "unknown class", "unknown slot", "unknown role or slot")
    assert [finding for finding in found if finding.problem.startswith(unknown)] == []
