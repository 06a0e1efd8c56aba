"""The example dispatches → words a second of the bare language pipeline and of whole extraction, and peak memory.

    python -m benchmarks.speed [--repeat 5] [--rounds 3] [--long] [--workers 2]

Both read the same texts in the same process, by turns, on one thread; time is that of the processor, the best of the
rounds counts. `--long` reads documents of an eighth of a megabyte up to a whole one as well; `--workers` compares so
many workers with one, by the clock on the wall: it needs as many idle cores.

Status 1 if extraction runs at less than 0.75 of the bare pipeline, needs more than 900 MB, takes more than 1.3 times as
long for a character of the longest document as of the shortest, or gains less than 1.6 with two workers.
"""

from __future__ import annotations

import argparse
import resource
import subprocess
import sys
import time
import warnings
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import msgspec
import spacy

from kg.model import Article
from kg.pipeline import extract_stream, language_pipeline
from kg.read.sources import read_path

EXAMPLES = Path(__file__).parents[1] / "kg" / "examples"
LEAST_SHARE = 0.75
MOST_MEGABYTES = 900
MOST_GROWTH = 1.3
LEAST_GAIN = 1.6
#: How often the articles are read when workers are compared: their start must not count for much.
GAIN_TURNS = 6
LENGTHS = (125_000, 250_000, 500_000, 1_000_000)


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--repeat", type=int, default=5, help="how often each dispatch is read in a round")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--long", action="store_true", help="read long documents too")
    parser.add_argument("--workers", type=int, default=1, help="compare so many workers with one")
    options = parser.parse_args(arguments)
    articles = _articles(options.repeat)
    sum(1 for _ in extract_stream(articles))  # loads models, facts and lexicons, fills caches
    fine = [_growth(articles)] if options.long else []
    fine.append(_memory())  # before the bare pipeline is loaded beside the own one
    fine.append(_share(articles, options.rounds))
    if options.workers > 1:
        fine.append(_gain(articles, options.workers))
    return int(not all(fine))


def _share(articles: Sequence[Article], rounds: int) -> bool:
    """Print how fast extraction is beside the bare pipeline; return whether that will do."""
    words = sum(len(article.text.split()) for article in articles)
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message=r"\[W095\]")
        nlp = spacy.load(language_pipeline().path)  # as it comes, without what the project adds or replaces
    bare, whole = float("inf"), float("inf")
    for _ in range(rounds):
        bare = min(bare, _seconds(lambda: sum(1 for _ in nlp.pipe(article.text for article in articles))))
        whole = min(whole, _seconds(lambda: sum(1 for _ in extract_stream(articles))))
    share = bare / whole
    print(f"{len(articles)} articles, {words:,} words")
    print(f"bare pipeline     {words / bare:8,.0f} words a second")
    print(f"whole extraction  {words / whole:8,.0f} words a second, {share:.2f} of the bare pipeline")
    return share >= LEAST_SHARE


def _growth(articles: Sequence[Article]) -> bool:
    """Print what a character costs in documents of growing length; return whether it stays the same."""
    body = "\n\n".join(article.text for article in articles)
    text = body * (LENGTHS[-1] // len(body) + 1)
    costs = []
    for length in LENGTHS:
        article = replace(articles[0], id=f"long-{length}", text=text[:length])
        costs.append(_seconds(lambda one=article: sum(1 for _ in extract_stream([one]))) / length)  # type: ignore[misc]
        print(f"{length:9,} characters {1e6 * costs[-1]:8.1f} microseconds a character")
    return max(costs) <= MOST_GROWTH * costs[0]


def _memory() -> bool:
    megabytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"peak memory       {megabytes:8,.0f} MB")
    return megabytes <= MOST_MEGABYTES


def _gain(articles: Sequence[Article], workers: int) -> bool:
    """Print how much faster many workers are, each run a process of its own, start included."""
    lines = b"".join(
        msgspec.json.encode({"id": f"{turn}-{article.id}", "text": article.text}) + b"\n"
        for turn in range(GAIN_TURNS)
        for article in articles
    )
    seconds, results = [], []
    for number in (1, workers):
        begin = time.perf_counter()
        command = [sys.executable, "-m", "kg", "--quiet", "extract", "--workers", str(number), "-"]
        results.append(subprocess.run(command, input=lines, stdout=subprocess.PIPE, check=True).stdout)
        seconds.append(time.perf_counter() - begin)
    gain = seconds[0] / seconds[1]
    print(f"{workers} workers         {gain:8.2f} times as fast as one, the output is {_same(results)}")
    return gain >= LEAST_GAIN * workers / 2 and results[0] == results[1]


def _same(results: Sequence[bytes]) -> str:
    return "the same" if results[0] == results[1] else "NOT the same"


def _articles(repeat: int) -> list[Article]:
    found = list(read_path(EXAMPLES, []))
    return [replace(article, id=f"{article.id}-{turn}") for turn in range(repeat) for article in found]


def _seconds(work: Callable[[], object]) -> float:
    begin = time.process_time()
    work()
    return time.process_time() - begin


if __name__ == "__main__":
    sys.exit(main())
