"""Raw time expression → `Period` and rule id, by the operation that its rule in `times.yaml` names."""

from __future__ import annotations

from kg.read.times_counted import COUNTED
from kg.read.times_named import NAMED
from kg.read.times_place import Answer, Operation, Place
from kg.read.times_scan import Found

OPERATIONS: dict[str, Operation] = {**NAMED, **COUNTED}


def resolve(found: Found, place: Place) -> Answer | None:
    """Return the value and rule id of an expression without its frames, or None where it is none after all."""
    return OPERATIONS[found.rule.op](found.rule, found.groups, place)
