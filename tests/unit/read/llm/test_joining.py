from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from kg.model import Extraction
from kg.read.extract import extract
from kg.read.llm.assembly import assemble
from kg.read.llm.joining import acyclic, join
from kg.read.llm.passages import Passage
from kg.read.llm.replies import Answer
from kg.read.llm.report import Report
from kg.read.parsed import ParsedArticle
from tests.unit.read.llm.fake_server import item
from tests.unit.read.llm.test_assembly import check

Parse = Callable[..., ParsedArticle]
TEXT = "Sergey Lavrov met Mevlut Cavusoglu in Ankara on Tuesday. Anadolu reported that a drone hit the port."
MEETING = item(
    trigger="met",
    evidence="Sergey Lavrov met Mevlut Cavusoglu in Ankara",
    roles=[{"role": "participant", "text": name, "kind": "person"} for name in ("Lavrov", "Mevlut Cavusoglu")],
)


def both(parsed: ParsedArticle, *items: Any) -> Extraction:
    passage = Passage(start=0, end=len(parsed.article.text), context=0)
    model = assemble(parsed, [Answer(passage=passage, items=items)], rule="llm:tiny", report=Report())
    joined = join(extract(parsed), model)
    check(joined)
    return joined


def meetings(joined: Extraction) -> list[tuple[str, str]]:
    return [(e.status.value, e.rule) for e in joined.events if e.type == "Meeting"]


def test_what_both_say_is_one_event_that_names_both(parse: Parse) -> None:
    joined = both(parse(TEXT), MEETING)
    ((status, rule),) = meetings(joined)
    assert status == "occurred"
    assert rule.endswith("+llm:tiny")


def test_what_they_disagree_on_is_kept_twice(parse: Parse) -> None:
    joined = both(parse(TEXT), {**MEETING, "status": "planned"})
    found = meetings(joined)
    assert sorted(status for status, _ in found) == ["occurred", "planned"]
    assert [rule for status, rule in found if status == "planned"] == ["llm:tiny"]
    assert not any("+" in rule for _, rule in found)


def test_another_party_is_a_disagreement(parse: Parse) -> None:
    joined = both(parse(TEXT), {**MEETING, "roles": MEETING["roles"][:1]})
    assert len(meetings(joined)) == 2


def test_an_event_of_the_model_alone_is_added(parse: Parse) -> None:
    parsed = parse(TEXT)
    evacuation = item(type="Evacuation", trigger="hit", evidence="a drone hit the port")
    joined = both(parsed, evacuation)
    assert len(joined.events) == len(extract(parsed).events) + 1


def test_mentions_and_frames_of_both_are_not_doubled(parse: Parse) -> None:
    parsed = parse(TEXT)
    strike = item(
        type="Evacuation",
        trigger="hit",
        evidence="a drone hit the port",
        said_by=[{"source": "Anadolu", "cue": "reported"}],
    )
    joined = both(parsed, MEETING, strike)
    places = [(m.start, m.end, m.kind) for m in joined.mentions]
    assert len(set(places)) == len(places)
    assert len(joined.attributions) == len(extract(parsed).attributions)


def test_the_rules_alone_come_back_as_they_were(parse: Parse) -> None:
    parsed = parse(TEXT)
    rules = extract(parsed)
    joined = join(rules, replace(rules, events=(), attributions=()))
    assert [(e.type, e.status, e.evidence, e.rule) for e in joined.events] == [
        (e.type, e.status, e.evidence, e.rule) for e in rules.events
    ]
    check(joined)


def test_a_link_into_a_circle_is_taken_out(parse: Parse) -> None:
    first, *_ = extract(parse(TEXT)).events
    a, b, c = (replace(first, id=n, about=(m,)) for n, m in (("a", "b"), ("b", "c"), ("c", "a")))
    assert [event.about for event in acyclic([a, b, c])] == [("b",), ("c",), ()]
