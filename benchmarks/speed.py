"""The example dispatches → words a second of the bare language pipeline and of whole extraction, and peak memory.

    python -m benchmarks.speed [--repeat 5] [--rounds 3]

Both read the same texts in the same process, by turns, on one thread; time is that of the processor, the best of the
rounds counts. Status 1 if extraction runs at less than 0.75 of the bare pipeline, or needs more than 900 MB.
"""

from __future__ import annotations

import argparse
import resource
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from kg.model import Article
from kg.pipeline import extract_stream, language_pipeline
from kg.read.sources import read_path

EXAMPLES = Path(__file__).parents[1] / "kg" / "examples"
LEAST_SHARE = 0.75
MOST_MEGABYTES = 900


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--repeat", type=int, default=5, help="how often each dispatch is read in a round")
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args(arguments)
    articles = _articles(options.repeat)
    words = sum(len(article.text.split()) for article in articles)
    nlp = language_pipeline()
    list(extract_stream(articles[:5]))  # loads facts and lexicons, fills caches
    bare, whole = float("inf"), float("inf")
    for _ in range(options.rounds):
        bare = min(bare, _seconds(lambda: sum(1 for _ in nlp.pipe(article.text for article in articles))))
        whole = min(whole, _seconds(lambda: sum(1 for _ in extract_stream(articles))))
    megabytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    share = bare / whole
    print(f"{len(articles)} articles, {words:,} words")
    print(f"bare pipeline     {words / bare:8,.0f} words a second")
    print(f"whole extraction  {words / whole:8,.0f} words a second, {share:.2f} of the bare pipeline")
    print(f"peak memory       {megabytes:8,.0f} MB")
    return int(share < LEAST_SHARE or megabytes > MOST_MEGABYTES)


def _articles(repeat: int) -> list[Article]:
    found = list(read_path(EXAMPLES, []))
    return [replace(article, id=f"{article.id}-{turn}") for turn in range(repeat) for article in found]


def _seconds(work: Callable[[], object]) -> float:
    begin = time.process_time()
    work()
    return time.process_time() - begin


if __name__ == "__main__":
    sys.exit(main())
