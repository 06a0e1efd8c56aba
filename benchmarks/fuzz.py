"""10,000 broken inputs → how many were read, how many refused; status 1 after a crash, a hang or a lost article.

    python -m benchmarks.fuzz [--count 10000] [--seed 1] [--readers-only]

Each input is a file beside a good one in a folder of its own. The folder is read, and what was read goes through
extraction. Every 500 inputs are then given to `kg extract` as a process, which must write a record for each article.
"""

from __future__ import annotations

import argparse
import signal
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType

from benchmarks.broken_inputs import GOOD, BrokenInput, broken_inputs
from kg.model import Article
from kg.read.sources import Refusal, read_path

LIMIT_SECONDS = 10
BATCH = 500


class HangError(Exception):
    """An input took longer than the limit."""


@dataclass(slots=True)
class Tally:
    """What happened so far."""

    read: int = 0
    refused: int = 0
    failures: list[str] = field(default_factory=list)
    slowest: dict[str, float] = field(default_factory=lambda: defaultdict(float))


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the inputs and print the tally."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--readers-only", action="store_true")
    options = parser.parse_args(arguments)
    tally = Tally()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for number, item in enumerate(broken_inputs(options.seed, options.count)):
            with _reported(tally, f"input {number} ({item.kind}, seed {options.seed})", item.kind):
                _read(item, folder / f"{number:05}", tally, extract=not options.readers_only)
            if not options.readers_only and (number + 1) % BATCH == 0:
                _run_command(folder, tally)
    print(f"{options.count} inputs: {tally.read} articles read, {tally.refused} inputs refused")
    for kind, seconds in sorted(tally.slowest.items(), key=lambda pair: -pair[1]):
        print(f"  slowest of {kind:26} {seconds:6.2f} s")
    print("\n".join(tally.failures) or "no crash, no hang, no good article lost")
    return 1 if tally.failures else 0


@contextmanager
def _reported(tally: Tally, where: str, kind: str) -> Iterator[None]:
    def interrupt(_signal: int, _frame: FrameType | None) -> None:
        raise HangError(f"longer than {LIMIT_SECONDS} s")

    # Seconds of the processor: on a busy machine the clock on the wall would blame the input for its neighbours.
    signal.signal(signal.SIGPROF, interrupt)
    signal.setitimer(signal.ITIMER_PROF, LIMIT_SECONDS)
    begin = time.process_time()
    try:
        yield
    except Exception as error:
        tally.failures.append(f"{where}: {type(error).__name__}: {str(error)[:200]}")
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        tally.slowest[kind] = max(tally.slowest[kind], time.process_time() - begin)


def _read(item: BrokenInput, folder: Path, tally: Tally, *, extract: bool) -> None:
    folder.mkdir()
    (folder / f"a-broken{item.ending}").write_bytes(item.data)
    (folder / "b-good.txt").write_text(GOOD, encoding="utf-8")
    refusals: list[Refusal] = []
    articles = list(read_path(folder, refusals))
    if not articles or articles[-1].text != GOOD:
        raise AssertionError("the good article is lost")
    tally.read += len(articles)
    tally.refused += sum(refusal.severity == "refused" for refusal in refusals)
    if extract:
        _extract(articles)


def _extract(articles: list[Article]) -> None:
    from kg.pipeline import extract_stream
    from kg.record import encode

    records = [encode(extraction) for extraction in extract_stream(articles)]
    if len(records) != len(articles):
        raise AssertionError(f"{len(articles)} articles gave {len(records)} records")


def _run_command(folder: Path, tally: Tally) -> None:
    refusals: list[Refusal] = []
    expected = sum(1 for _ in read_path(folder, refusals))
    command = [sys.executable, "-m", "kg", "extract", "--quiet", str(folder)]
    done = subprocess.run(command, capture_output=True, timeout=LIMIT_SECONDS * BATCH, check=False)
    records = done.stdout.count(b"\n")
    if done.returncode not in (0, 3) or records != expected or b"Traceback" in done.stderr:
        words = done.stderr.decode(errors="replace")[-300:]
        tally.failures.append(f"kg extract: status {done.returncode}, {records} records of {expected}: {words}")
    for path in sorted(folder.rglob("*"), reverse=True):
        path.rmdir() if path.is_dir() else path.unlink()


if __name__ == "__main__":
    sys.exit(main())
