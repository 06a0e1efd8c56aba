"""Ontology → the words that a model may answer with, and the JSON schema that holds it to them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from kg import ontology
from kg.model import NAMESPACE, Certainty, Kind, Polarity, Role, Status

#: Classes that only order others. (Interaction is none of them: "contacts" may be no more than that.)
_ABSTRACT = frozenset({"Event", "Effect", "ForceEvent", "SpeechAct"})
#: Statuses of what has a period in force, and of nothing else.
_IN_FORCE = frozenset({"proposed", "imposed", "extended", "eased", "suspended", "lifted", "expired", "annulled"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Vocabulary:
    """Event types, statuses and roles by name, each with its definition."""

    types: Mapping[str, str]
    statuses: Mapping[str, str]
    roles: Mapping[str, str]

    def fits(self, event: str, status: str) -> bool:
        """Whether an event of a type can have a status at all: only measures are imposed or lifted."""
        return status not in _IN_FORCE or ontology.is_a(event, "Measure")


@cache
def vocabulary() -> Vocabulary:
    """Return what a model may answer with, read from the ontology once a process."""
    types = {name: item.definition for name, item in ontology.classes().items() if name not in _ABSTRACT}
    return Vocabulary(
        types=types,
        statuses={status.value: _definition("status", f"status-{status}") for status in Status},
        roles={role.value: _definition("role", f"role-{role}") for role in Role},
    )


def _definition(codes: str, local: str) -> str:
    from rdflib import SKOS, URIRef

    return str(ontology.codes(codes).value(URIRef(NAMESPACE + local), SKOS.definition) or "")


def reply_schema() -> dict[str, Any]:
    """Return the JSON schema of a reply, in the strict form: every field required, no other allowed."""
    words = vocabulary()
    text, optional = {"type": "string"}, {"type": ["string", "null"]}
    role = _object(role=_one_of(words.roles), text=text, kind=_one_of(Kind), explicit={"type": "boolean"})
    saying = _object(source=text, cue=text)
    event = _object(
        id=text,
        type=_one_of(words.types),
        trigger=text,
        evidence=text,
        status=_one_of(words.statuses),
        polarity=_one_of(Polarity),
        certainty=_one_of(Certainty),
        roles=_list(role),
        time=optional,
        place=optional,
        quantities=_list(text),
        said_by=_list(saying),
        about=_list(text),
    )
    return _object(events=_list(event))


def _object(**properties: Any) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


def _list(items: Any) -> dict[str, Any]:
    return {"type": "array", "items": items}


def _one_of(names: Any) -> dict[str, Any]:
    return {"type": "string", "enum": [str(name) for name in names]}
