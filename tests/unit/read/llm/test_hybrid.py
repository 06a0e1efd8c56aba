from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from kg.read.extract import extract
from kg.read.llm import HybridExtractor, LlmOptions
from kg.read.llm.hybrid import unsure
from kg.read.llm.passages import sentence_extents
from kg.read.parsed import ParsedArticle
from tests.unit.read.llm.fake_server import events, item, says, serving
from tests.unit.read.llm.test_assembly import check

Parse = Callable[..., ParsedArticle]
Options = Callable[..., LlmOptions]
TEXT = "Sergey Lavrov met Mevlut Cavusoglu in Ankara on Tuesday. The weather was cold. It called for calm."


def test_a_sentence_that_the_rules_are_sure_of_is_not_asked_about(parse: Parse, options: Options) -> None:
    parsed = parse("Sergey Lavrov met Mevlut Cavusoglu in Ankara on Tuesday. The weather was cold.")
    extractor = HybridExtractor(options())
    assert extractor(parsed) == extract(parsed)
    assert extractor.report.counts["requests"] == 0


def test_the_threshold_decides_which_sentences_are_asked_about(parse: Parse) -> None:
    parsed = parse("Sergey Lavrov met Mevlut Cavusoglu in Ankara on Tuesday. The weather was cold.")
    found = extract(parsed).events
    assert unsure(parsed, found, 0.0) == []
    assert unsure(parsed, found, 1.0) == sentence_extents(parsed)[:1]


def test_a_trigger_that_gave_no_event_is_asked_about(parse: Parse) -> None:
    parsed = parse("Sergey Lavrov met Mevlut Cavusoglu in Ankara on Tuesday. The weather was cold.")
    assert unsure(parsed, (), 0.5) == sentence_extents(parsed)[:1]


def test_one_weak_event_makes_its_sentence_unsure(parse: Parse) -> None:
    parsed = parse("Sergey Lavrov met Mevlut Cavusoglu in Ankara on Tuesday.")
    first, *rest = extract(parsed).events
    weak = replace(first, confidence=0.1)
    assert unsure(parsed, (first, weak, *rest), 0.5) == sentence_extents(parsed)


def test_both_opinions_are_kept_each_with_its_name(parse: Parse, options: Options) -> None:
    parsed = parse(TEXT)
    other = item(status="planned", trigger="met", evidence="Sergey Lavrov met Mevlut Cavusoglu in Ankara")
    with serving(says(events(other))) as server:
        extractor = HybridExtractor(options(server.url, threshold=0.95))
        extraction = extractor(parsed)
        extractor.close()
    check(extraction)
    rules = {e.rule for e in extraction.events if e.type == "Meeting"}
    assert "llm:tiny" in rules
    assert len(rules) == 2
    assert extractor.name.startswith("hybrid:tiny@")
    asked = [body["messages"][-1]["content"].rpartition("\nTEXT:\n")[2] for body in server.bodies]
    assert not any("weather" in text for text in asked)


def test_asking_ahead_changes_nothing_but_the_order_of_requests(parse: Parse, options: Options) -> None:
    parsed = parse(TEXT)
    other = item(status="planned", trigger="met", evidence="Sergey Lavrov met Mevlut Cavusoglu in Ankara")
    with serving(says(events(other))) as server:
        plain = HybridExtractor(options(server.url, threshold=0.95, seed=1))
        ahead = HybridExtractor(options(server.url, threshold=0.95, seed=2, parallel=3))
        ahead.foresee([parsed])
        assert ahead(parsed) == plain(parsed)
        ahead.close()
        plain.close()
