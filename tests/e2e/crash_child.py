"""Ingest many short articles into a store and tell each step on standard output; meant to be killed on the way.

Reading is spared: each article comes with an extraction of its own, so that the store is what is tried.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path

from kg.graph.generation import ensure_generation
from kg.graph.store import Store
from kg.model import Extraction, Status
from kg.resolve.fuse import fuse, rules_name
from tests.unit.resolve.telling import Told, article

ARTICLES = 200
TYPES = ("Meeting", "PhoneCall", "Visit", "Agreement", "Detention", "Protest", "Vote", "Mobilization", "Summons")
STATUSES = (Status.SCHEDULED, Status.POSTPONED, Status.OCCURRED)


def extractions() -> Iterator[Extraction]:
    """Yield the articles: happenings in many towns, some told again by another outlet, some put off."""
    for number in range(ARTICLES):
        day = date(2031, 1, 1) + timedelta(days=number // 2)
        told = Told(
            type=TYPES[number % len(TYPES)],
            text=f"Albar and Brandt were to meet in town {number % 40} over matter {number % 7}",
            roles={"participant": ["Ines Albar", "Otto Brandt"]},
            status=STATUSES[number % 3],
            by="Lusa" if number % 5 else None,
        )
        yield article(f"article-{number:03}", day, told, publisher=f"Outlet {number % 3}")


def ingest(path: Path, tell: Callable[[str], None]) -> None:
    """Bring the store at `path` to its end, whatever is there already."""
    with Store.open(path, write=True) as store:
        for extraction in extractions():
            if not store.known(extraction.article):
                store.add(extraction.article, extraction, "run-1")
            tell(extraction.article.id)
        tell("fusing")
        store.ensure_fused(fuse, rules=rules_name())
        tell("indexing")
        ensure_generation(store)
    tell("done")


if __name__ == "__main__":
    ingest(Path(sys.argv[1]), lambda step: print(step, flush=True))  # noqa: T201
