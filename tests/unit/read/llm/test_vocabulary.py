from __future__ import annotations

from typing import Any

from kg import ontology
from kg.model import Role, Status
from kg.read.llm.vocabulary import reply_schema, vocabulary


def test_the_words_are_those_of_the_ontology() -> None:
    words = vocabulary()
    assert set(words.types) <= set(ontology.event_types())
    assert {"Summit", "DroneAttack", "Measure"} <= set(words.types)
    assert set(words.statuses) == set(Status)
    assert set(words.roles) == set(Role)


def test_every_word_has_a_definition() -> None:
    words = vocabulary()
    assert all([*words.types.values(), *words.statuses.values(), *words.roles.values()])


def test_classes_that_only_order_others_are_not_offered() -> None:
    assert not {"Event", "SpeechAct", "ForceEvent"} & set(vocabulary().types)


def test_only_a_measure_is_imposed_or_lifted() -> None:
    words = vocabulary()
    assert words.fits("Sanction", "lifted")
    assert words.fits("Ceasefire", "imposed")
    assert not words.fits("Meeting", "lifted")
    assert words.fits("Meeting", "cancelled")


def objects(schema: Any) -> list[dict[str, Any]]:
    if isinstance(schema, list):
        return [found for part in schema for found in objects(part)]
    if not isinstance(schema, dict):
        return []
    here = [schema] if schema.get("type") == "object" else []
    return here + [found for part in schema.values() for found in objects(part)]


def test_the_schema_is_strict_at_every_level() -> None:
    found = objects(reply_schema())
    assert len(found) == 4
    for item in found:
        assert item["additionalProperties"] is False
        assert item["required"] == list(item["properties"])
