"""What is measured now → higher floors in `baseline.json`; no floor falls unless it is named and the changelog says so.

    python -m tests.eval.update                                 raise what can be raised
    python -m tests.eval.update --lower "own status"            and let this floor fall
    python -m tests.eval.update --check                         measure everything, change nothing (make eval)

A floor is named by its task and its number. One that is to fall needs a line in CHANGELOG.md that says why, with its
name in backticks and the value to which it falls (`` `own status` 91.2 ``), so that no line serves twice. Status 1: a
number is below its floor, a floor would have to fall, or a number is no longer measured.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from tests.eval import floors, open_data
from tests.eval.floors import Floors
from tests.eval.own import digest, measure, shown

CHANGELOG = Path(__file__).parents[2] / "CHANGELOG.md"
OWN = "own"


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, compare, and write the floors unless only asked to check."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--lower", action="append", default=[], metavar="FLOOR", help="a floor that may fall")
    parser.add_argument("--check", action="store_true", help="change nothing")
    parser.add_argument("--quick", action="store_true", help="leave out what `make test` leaves out")
    options = parser.parse_args(arguments)
    if not floors.BASELINE.exists():
        say(f"{floors.BASELINE.name} is missing: take it from version control, new floors would hide what fell")
        return 1
    before = floors.load()
    changes = CHANGELOG.read_text(encoding="utf-8") if CHANGELOG.exists() else ""
    untold = [name for name in options.lower if f"`{name}`" not in changes]
    if untold:
        say(f"CHANGELOG.md does not say why these floors fall: {', '.join(untold)}")
        return 1
    after, problems = dict(before), []
    for name, data, numbers in measured(all_tasks=not options.quick):
        say(f"\n{name}")
        known = before.get(name, Floors(data, {}))
        say("\n".join(table(numbers, known)))
        after[name], refused = renewed(name, data, numbers, known, options.lower)
        problems += [*refused, *unexplained(name, known, after[name], changes)]
    if problems:
        say("\nworse than the floor:\n" + "\n".join(problems))
        return 1
    if not options.check:
        floors.save(after)
        say(f"\nwritten: {floors.BASELINE.name}")
    return 0


def measured(*, all_tasks: bool) -> Iterator[tuple[str, str, Mapping[str, float]]]:
    """Yield name, digest of the data and numbers: of the own sentences, then of the open data that is there."""
    yield OWN, digest(), measure()
    shared = open_data.folder()
    if shared is None:
        say(f"the open data is absent (no ../shared; {open_data.VARIABLE} names another folder): its floors are kept")
        return
    for task in open_data.present(shared, all_tasks=all_tasks):
        yield task.name, open_data.digest(shared, task), open_data.measure(shared, task)


def renewed(
    task: str, data: str, numbers: Mapping[str, float], known: Floors, lower: Sequence[str]
) -> tuple[Floors, list[str]]:
    """Return the floors that go with the numbers, and a line for each that would have to fall and may not."""
    found: dict[str, float] = {}
    problems: list[str] = []
    for name, number in numbers.items():
        old, new = known.floors.get(name), floors.floor_for(name, number)
        if old is None or floors.worse(name, old, new) or f"{task} {name}" in lower:
            found[name] = new
            continue
        found[name] = old
        if floors.worse(name, number, old):
            problems.append(f"{task} {name}: {shown(name, number)}, floor {shown(name, old)}")
    for name, old in known.floors.items():
        if name not in numbers:
            found[name] = old
            problems.append(f"{task} {name}: not measured any more, floor {shown(name, old)}")
    return Floors(data, found), problems


def unexplained(task: str, known: Floors, new: Floors, changes: str) -> Iterator[str]:
    """Yield a line for each floor that falls to a value which no line of the changelog names beside it."""
    for name, old in known.floors.items():
        value = shown(name, new.floors[name])
        said = (line for line in changes.splitlines() if f"`{task} {name}`" in line)
        if floors.worse(name, new.floors[name], old) and not any(
            value in re.findall(r"\d+\.\d+", line) for line in said
        ):
            yield f"{task} {name}: falls to {value}; write in CHANGELOG.md why `{task} {name}` {value} is the new floor"


def table(numbers: Mapping[str, float], known: Floors) -> Iterator[str]:
    """Yield a line a number, with its floor."""
    for name, number in numbers.items():
        floor = known.floors.get(name)
        yield f"  {name:24}{shown(name, number):>7}{'' if floor is None else f'   floor {shown(name, floor):>6}'}"


def say(words: str) -> None:
    """Write a line."""
    sys.stdout.write(words + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
