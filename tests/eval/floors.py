"""`baseline.json` ⇄ floors: below which no number may fall, and the data on which each was set.

The file is written by `tests.eval.update` alone; its seal tells whether it was edited by hand.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from tests.eval.own import RATES, shown

BASELINE = Path(__file__).parent / "baseline.json"
#: How far below what was measured a floor is set: in shares, and in events of 100 sentences.
MARGIN = 0.015
RATE_MARGIN = 1.5
#: What a number may differ by on another machine.
NOISE = 1e-6


@dataclass(frozen=True)
class Floors:
    """The floors of one task (ceilings for rates) on data with one digest."""

    digest: str
    floors: Mapping[str, float]

    def below(self, numbers: Mapping[str, float]) -> list[str]:
        """Return a line for each number that is worse than its floor."""
        return [
            f"{name}: {shown(name, numbers.get(name, 0.0))}, {'ceiling' if name in RATES else 'floor'} "
            f"{shown(name, floor)}"
            for name, floor in self.floors.items()
            if name not in numbers or worse(name, numbers[name], floor)
        ]


def worse(name: str, number: float, than: float) -> bool:
    """Whether a number is worse than another: less as a share, more as a rate.

    >>> worse("event_f1", 0.7, 0.8), worse("false_per_100", 0.7, 0.8)
    (True, False)
    """
    return number > than + NOISE if name in RATES else number < than - NOISE


def floor_for(name: str, number: float) -> float:
    """Return the floor that goes with a number measured.

    >>> floor_for("event_f1", 0.8), floor_for("false_per_100", 3.0)
    (0.785, 4.5)
    """
    return round(number + RATE_MARGIN if name in RATES else max(number - MARGIN, 0.0), 4)


def load(path: Path = BASELINE) -> dict[str, Floors]:
    """Return the floors of each task.

    Raises:
        ValueError: the file was edited by hand.
    """
    content = json.loads(path.read_text(encoding="utf-8"))
    if content["seal"] != _seal(content["tasks"]):
        raise ValueError(f"{path.name} was edited by hand: set floors with `python -m tests.eval.update`")
    return {name: Floors(task["digest"], task["floors"]) for name, task in content["tasks"].items()}


def save(floors: Mapping[str, Floors], path: Path = BASELINE) -> None:
    """Write the floors of each task, sealed."""
    tasks = {name: {"digest": f.digest, "floors": dict(f.floors)} for name, f in floors.items()}
    content = {"seal": _seal(tasks), "tasks": tasks}
    path.write_text(json.dumps(content, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def _seal(tasks: object) -> str:
    return hashlib.sha256(json.dumps(tasks, sort_keys=True).encode()).hexdigest()[:16]
