from __future__ import annotations

import json
from pathlib import Path

import pytest

from benchmarks.broken_inputs import GOOD, KINDS, BrokenInput, broken_inputs
from kg.read.sources import Refusal, read_path

INPUTS = list(broken_inputs(seed=20251022, count=4 * len(KINDS)))


@pytest.mark.parametrize("broken", [pytest.param(item, id=f"{n}-{item.kind}") for n, item in enumerate(INPUTS)])
def test_a_broken_file_is_read_or_refused_and_its_neighbour_is_unharmed(broken: BrokenInput, tmp_path: Path) -> None:
    (tmp_path / f"a-broken{broken.ending}").write_bytes(broken.data)
    (tmp_path / "b-good.txt").write_text(GOOD, encoding="utf-8")
    refusals: list[Refusal] = []
    articles = list(read_path(tmp_path, refusals))
    assert articles[-1].text == GOOD
    assert len(articles) > 1 or refusals
    assert all(refusal.problem and refusal.fix and refusal.where for refusal in refusals)


def test_a_bad_line_between_good_lines_costs_that_line_alone(tmp_path: Path) -> None:
    good = json.dumps({"text": GOOD}).encode()
    bad = [item.data.replace(b"\n", b" ") for item in INPUTS if item.ending == ".jsonl"]
    (tmp_path / "a.jsonl").write_bytes(
        b"\n".join(line for pair in zip([good] * len(bad), bad, strict=True) for line in pair)
    )
    articles = list(read_path(tmp_path / "a.jsonl", []))
    assert sum(article.text == GOOD for article in articles) >= len(bad)


def test_the_generator_gives_the_same_bytes_for_the_same_seed() -> None:
    assert [item.data for item in broken_inputs(seed=1, count=40)] == [
        item.data for item in broken_inputs(seed=1, count=40)
    ]
