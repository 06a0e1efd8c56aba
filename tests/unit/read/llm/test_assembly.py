from __future__ import annotations

from collections import Counter
from typing import Any

import pytest

from kg import record
from kg.model import Extraction, Kind, Status
from kg.read.llm.assembly import assemble
from kg.read.llm.passages import Passage
from kg.read.llm.replies import Answer
from kg.read.llm.report import Report
from kg.read.parsed import ParsedArticle
from tests.unit.read.llm.fake_server import item

MEETING = item(
    trigger="met",
    evidence="Sergey Lavrov met Mevlut Cavusoglu in Ankara on Tuesday",
    roles=[{"role": "participant", "text": "Mevlut Cavusoglu", "kind": "person"}],
)
ATTACK = item(type="DroneAttack", trigger="hit", evidence="A drone hit the port")
PAUSE = item(id="2", type="Ceasefire", trigger="agreed", evidence='The ministers agreed a "pause - for now"')


def read(parsed: ParsedArticle, *items: Any, start: int = 0) -> tuple[Extraction, Counter[str]]:
    report = Report()
    passage = Passage(start=start, end=len(parsed.article.text), context=0)
    extraction = assemble(parsed, [Answer(passage=passage, items=items)], rule="llm:tiny", report=report)
    check(extraction)
    assert report.counts["events"] == len(extraction.events)
    return extraction, report.dropped


def check(extraction: Extraction) -> None:
    """Every span is the text's own, every reference resolves, and the record can be written and read again."""
    text = extraction.article.text
    spans: list[Any] = [*extraction.mentions, *extraction.times]
    spans += [s for a in extraction.attributions for s in (a.source, a.cue, a.content) if s is not None]
    spans += [s for e in extraction.events for s in (e.trigger, e.evidence, *e.quantities) if s is not None]
    assert all(text[s.start : s.end] == s.text for s in spans)
    mentions = {m.id for m in extraction.mentions}
    assert {r.mention for e in extraction.events for r in e.roles} <= mentions
    assert {e.place for e in extraction.events} <= mentions | {None}
    assert {e.time for e in extraction.events} <= {t.id for t in extraction.times} | {None}
    assert {a for e in extraction.events for a in e.attributions} <= {a.id for a in extraction.attributions}
    assert record.decode(record.encode(extraction), text=text) == extraction


def test_items_beyond_all_measure_are_dropped_and_counted(story: ParsedArticle) -> None:
    role = {"role": "participant", "text": "Ankara", "kind": "place"}
    extraction, dropped = read(story, {**MEETING, "roles": [role] * 100}, *[MEETING] * 299)
    assert len(extraction.events) == 2
    assert dropped["too many"] == 100 + 40


def test_an_event_is_grounded_linked_dated_placed_and_coded(story: ParsedArticle) -> None:
    extraction, dropped = read(story, {**MEETING, "time": "Tuesday", "place": "Ankara"})
    (event,) = extraction.events
    names = {m.id: m for m in extraction.mentions}
    assert (event.type, event.status, event.rule) == ("Meeting", Status.OCCURRED, "llm:tiny")
    assert names[event.roles[0].mention].country == "TUR"
    assert names[event.place or ""].kind is Kind.PLACE
    assert next(t.edtf for t in extraction.times if t.id == event.time) == "2021-03-09"
    assert event.plover is not None
    assert (event.plover.event, event.cameo) == ("CONSULT", "040")
    assert not dropped


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"type": "Wedding"}, "of unknown type"),
        ({"type": "Event"}, "of unknown type"),
        ({"status": "done"}, "of unknown or unfitting status"),
        ({"status": "lifted"}, "of unknown or unfitting status"),
        ({"polarity": "neutral"}, "of unknown polarity or certainty"),
        ({"certainty": "sure"}, "of unknown polarity or certainty"),
        ({"evidence": "Lavrov greeted Cavusoglu"}, "evidence not in the text"),
        ({"trigger": "greeted"}, "trigger not in its evidence"),
        ({"trigger": "agreed"}, "trigger not in its evidence"),
        ({"trigger": 3}, "malformed"),
    ],
)
def test_an_event_that_does_not_hold_is_dropped_and_counted(
    story: ParsedArticle, change: dict[str, Any], why: str
) -> None:
    extraction, dropped = read(story, {**MEETING, **change})
    assert extraction.events == ()
    assert dropped == {why: 1}


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"roles": [{"role": "guest", "text": "Ankara"}]}, "roles unknown"),
        ({"roles": [{"role": "host", "text": "Angela Merkel"}]}, "roles not in the text"),
        ({"roles": ["Lavrov"]}, "roles malformed"),
        ({"time": "last year"}, "times not in the text"),
        ({"time": "Ankara"}, "times without a value"),
        ({"place": "Paris"}, "places not in the text"),
        ({"place": "Lavrov"}, "places that are none"),
        ({"quantities": ["15 people"]}, "quantities not in the text"),
        ({"quantities": ["Ankara"]}, "quantities without a fitting value"),
        ({"quantities": ["at least 14"]}, "quantities without a fitting value"),
        ({"quantities": [14]}, "quantities not in the text"),
        ({"said_by": [{"source": "Reuters", "cue": "said"}]}, "sources not in the text"),
        ({"said_by": [None]}, "sources not in the text"),
    ],
)
def test_a_part_that_does_not_hold_is_dropped_alone(story: ParsedArticle, change: dict[str, Any], why: str) -> None:
    extraction, dropped = read(story, {**MEETING, "roles": [], **change})
    assert len(extraction.events) == 1
    assert dropped == {why: 1}


def test_words_before_the_passage_are_no_event_of_it(story: ParsedArticle) -> None:
    extraction, dropped = read(story, MEETING, start=story.article.text.index("The ministers"))
    assert extraction.events == ()
    assert dropped == {"evidence not in the text": 1}


def test_participants_may_stand_in_the_context(story: ParsedArticle) -> None:
    start = story.article.text.index("The ministers")
    extraction, dropped = read(
        story, {**PAUSE, "roles": [{"role": "participant", "text": "Mevlut Cavusoglu", "kind": "person"}]}, start=start
    )
    assert [m.name for m in extraction.mentions if m.id == extraction.events[0].roles[0].mention] == [
        "Mevlüt Çavuşoğlu"
    ]
    assert not dropped


def test_a_thing_that_the_parse_does_not_know_gets_a_mention_of_the_models_kind(story: ParsedArticle) -> None:
    extraction, _ = read(story, {**ATTACK, "roles": [{"role": "target", "text": "the port", "kind": "facility"}]})
    mention = next(m for m in extraction.mentions if m.id == extraction.events[0].roles[0].mention)
    assert mention.kind is Kind.FACILITY
    assert "port" in mention.text


def test_values_of_numbers_are_read_by_rules(story: ParsedArticle) -> None:
    extraction, dropped = read(story, {**ATTACK, "quantities": ["at least 14 people"]})
    (quantity,) = extraction.events[0].quantities
    assert (quantity.measure, quantity.value, quantity.comparator) == ("killed", 14, ">=")
    assert not dropped


def test_a_known_reporting_frame_is_taken(story: ParsedArticle) -> None:
    extraction, _ = read(story, {**PAUSE, "said_by": [{"source": "Anadolu", "cue": "reported"}]})
    (name,) = extraction.events[0].attributions
    frame = next(a for a in extraction.attributions if a.id == name)
    assert frame.cue is not None
    assert (frame.cue.text, len(extraction.attributions)) == ("reported", 2)


def test_a_frame_that_only_the_model_sees_is_added(story: ParsedArticle) -> None:
    extraction, _ = read(story, {**ATTACK, "said_by": [{"source": "Anadolu", "cue": "reported"}]})
    (name,) = extraction.events[0].attributions
    frame = next(a for a in extraction.attributions if a.id == name)
    assert frame.content == extraction.events[0].evidence


def test_speech_acts_point_at_what_they_speak_of_and_never_in_a_circle(story: ParsedArticle) -> None:
    talks = item(id="7", type="Negotiation", trigger="talks", evidence="the talks would go on", about=["8", "7", "99"])
    said = item(id="8", type="Statement", trigger="said", evidence="Lavrov said that the talks", about=["7"])
    extraction, _ = read(story, talks, said)
    links = {e.type: [next(o.type for o in extraction.events if o.id == n) for n in e.about] for e in extraction.events}
    assert links == {"Negotiation": ["Statement"], "Statement": []}


def test_a_cancellation_has_the_code_of_what_it_calls_off(story: ParsedArticle) -> None:
    talks = item(id="7", type="Negotiation", trigger="talks", evidence="the talks would go on", status="cancelled")
    said = item(id="8", type="CancellationAct", trigger="said", evidence="Lavrov said that the talks", about=["7"])
    extraction, _ = read(story, talks, said)
    assert {e.cameo for e in extraction.events} == {"161"}


def test_what_is_told_twice_is_kept_once(story: ParsedArticle) -> None:
    extraction, dropped = read(story, MEETING, {**MEETING, "id": "2"})
    assert len(extraction.events) == 1
    assert dropped == {"told twice": 1}


def test_ids_run_in_the_order_of_the_text(story: ParsedArticle) -> None:
    extraction, _ = read(story, ATTACK, PAUSE, MEETING)
    assert [(e.id, e.type) for e in extraction.events] == [
        ("e1", "Meeting"),
        ("e2", "Ceasefire"),
        ("e3", "DroneAttack"),
    ]
    assert [m.id for m in extraction.mentions] == [f"m{n}" for n in range(1, len(extraction.mentions) + 1)]


@pytest.mark.parametrize("raw", [None, 0, "x", [], {}, [[]], {"type": {}}])
def test_garbage_is_counted_and_harmless(story: ParsedArticle, raw: Any) -> None:
    extraction, dropped = read(story, raw, MEETING)
    assert len(extraction.events) == 1
    assert dropped == {"malformed": 1}


def test_no_flood_of_items_is_taken(story: ParsedArticle) -> None:
    extraction, _ = read(story, *[{**MEETING, "roles": MEETING["roles"] * 500}] * 1000)
    assert len(extraction.events) == 1


def test_the_members_of_a_group_take_part_by_inference(story: ParsedArticle) -> None:
    extraction, _ = read(story, {**PAUSE, "roles": [{"role": "participant", "text": "The ministers", "kind": "group"}]})
    names = {m.id: m.name for m in extraction.mentions}
    inferred = {names[role.mention] for role in extraction.events[0].roles if not role.explicit}
    assert inferred == {"Sergey Lavrov", "Mevlüt Çavuşoğlu"}


def test_a_participant_that_no_word_states_may_be_inferred(story: ParsedArticle) -> None:
    role = {"role": "host", "text": "Ankara", "kind": "state", "explicit": False}
    extraction, _ = read(story, {**MEETING, "roles": [role]})
    assert [(r.role.value, r.explicit) for r in extraction.events[0].roles] == [("host", False)]
