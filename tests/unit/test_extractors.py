from __future__ import annotations

import subprocess
import sys

import pytest

from kg.errors import UsageError
from kg.pipeline import EXTRACTORS, make_extractor, run_name
from kg.read.llm import LlmOptions

OPTIONS = LlmOptions(url="http://127.0.0.1:9/v1", model="tiny")


@pytest.mark.parametrize("name", list(EXTRACTORS))
def test_every_extractor_says_its_name(name: str) -> None:
    assert make_extractor(name, OPTIONS).name.partition(":")[0] == name


@pytest.mark.parametrize("name", ["oracle", "llm", "hybrid"])
def test_an_extractor_that_cannot_be_made_is_a_wrong_use(name: str) -> None:
    with pytest.raises(UsageError):
        make_extractor(name)


def test_the_name_of_a_run_begins_with_what_read(nlp: object) -> None:
    first = make_extractor("llm", OPTIONS)
    assert run_name(nlp, first.name).startswith(f"{first.name}-")  # type: ignore[arg-type]
    assert run_name(nlp).startswith("rules-")  # type: ignore[arg-type]


def test_the_client_library_is_not_loaded_before_it_is_needed() -> None:
    code = "import sys, kg.read.llm, kg.pipeline; sys.exit(bool({'openai', 'httpx2'} & set(sys.modules)))"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
