from __future__ import annotations

import json
import traceback
from collections.abc import Callable
from pathlib import Path

import pytest

from kg.cli import main
from kg.errors import ServiceError
from kg.graph.store import Store
from kg.read.llm.options import KEY_VARIABLES
from tests.unit.read.llm.fake_server import Answer, Body, Script, completion, events, in_turn, item, says, serving

MEETING = item(
    trigger="met",
    evidence="Sergey Lavrov met Mevlut Cavusoglu",
    roles=[{"role": "participant", "text": "Mevlut Cavusoglu", "kind": "person"}],
)
REFUSAL = Answer(status=401, body="the key sk-very-secret is wrong")
Run = Callable[..., tuple[int, str, str]]


@pytest.fixture(autouse=True)
def _environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for variable in (*KEY_VARIABLES, "KG_LLM_URL", "KG_LLM_MODEL", "KG_STORE"):
        monkeypatch.delenv(variable, raising=False)


@pytest.fixture
def news(tmp_path: Path) -> Path:
    texts = ("Sergey Lavrov met Mevlut Cavusoglu in Ankara.", "Nothing much was said on Friday.")
    file = tmp_path / "news.jsonl"
    lines = [
        {"text": t, "published": "2021-03-10", "publisher": "Wire", "title": f"No {n}"} for n, t in enumerate(texts)
    ]
    file.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    return file


@pytest.fixture
def run(tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]) -> Run:
    """A function (script, command …) -> (exit code, stdout, stderr) that reads with a scripted server."""

    def call(script: Script, *command: str) -> tuple[int, str, str]:
        with serving(script) as server:
            model = ["--llm-url", server.url, "--llm-model", "tiny", "--llm-cache", str(tmp_path / "cache")]
            with pytest.raises(SystemExit) as ended:
                main([*command, *model, "--llm-option", "retries=0"])
        assert isinstance(ended.value.code, int)
        out, err = capfdbinary.readouterr()
        return ended.value.code, out.decode(), err.decode()

    return call


def test_records_come_on_stdout_and_the_bill_on_stderr(run: Run, news: Path) -> None:
    code, out, err = run(
        says(events(MEETING)), "extract", str(news), "--extractor", "llm", "--llm-option", "price_in=2"
    )
    records = [json.loads(line) for line in out.splitlines()]
    assert code == 0
    assert [[event["rule"] for event in record["events"]] for record in records] == [["llm:tiny"], []]
    assert "model tiny: 2 requests; 0 replies from the cache; 200 + 40 tokens; cost 0.0004" in err
    assert "1 events taken; dropped: 1 evidence not in the text" in err


def test_an_article_with_a_useless_reply_is_refused_and_the_others_are_done(run: Run, news: Path) -> None:
    def script(body: Body, number: int) -> Answer:
        found = "Nothing much" in body["messages"][-1]["content"]
        return Answer(body=completion("no JSON" if found else events(MEETING)))

    code, out, err = run(script, "extract", str(news), "--extractor", "llm")
    assert code == 3
    assert len(out.splitlines()) == 1
    assert "No 1: llm:tiny: 3 replies without events" in err


@pytest.mark.parametrize("more", [(), ("--llm-option", "parallel=2")])
def test_a_server_that_refuses_ends_the_run_without_the_key(
    run: Run, news: Path, monkeypatch: pytest.MonkeyPatch, more: tuple[str, ...]
) -> None:
    monkeypatch.setenv("KG_LLM_API_KEY", "sk-very-secret")
    code, out, err = run(in_turn(REFUSAL), "extract", str(news), "--extractor", "llm", *more)
    assert (code, out) == (4, "")
    assert "the key [key] is wrong" in err
    assert "sk-very-secret" not in err


def test_not_even_a_traceback_shows_the_key(
    news: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("KG_LLM_API_KEY", "sk-very-secret")
    with serving(in_turn(REFUSAL)) as server:
        command = ["extract", str(news), "--debug", "--extractor", "llm", "--llm-url", server.url, "--llm-model", "m"]
        with pytest.raises(ServiceError) as caught:
            main(command)
    told = "".join(traceback.format_exception(caught.value))
    assert "HTTP 401" in told
    assert "sk-very-secret" not in told + repr(caught.value) + capfd.readouterr().err


def test_an_ingest_notes_in_the_graph_who_read(run: Run, news: Path, tmp_path: Path) -> None:
    store = tmp_path / "graph.kg"
    command = ("ingest", str(news), "--store", str(store), "--no-index", "--extractor", "hybrid")
    code, _, err = run(says(events(MEETING)), *command, "--llm-option", "threshold=0.99")
    assert code == 0, err
    with Store.open(store) as opened:
        runs = [row["run"] for row in opened.query("SELECT run FROM extractions", {})]
    assert [name.startswith("hybrid:tiny@") for name in runs] == [True, True]
    assert "2 new" in err


@pytest.mark.parametrize(
    "words",
    [
        ("--extractor", "llm"),
        ("--extractor", "hybrid", "--llm-url", "http://127.0.0.1:1/v1"),
        ("--extractor", "llm", "--llm-url", "nowhere", "--llm-model", "m"),
        ("--extractor", "oracle"),
        ("--extractor", "llm", "--llm-url", "http://127.0.0.1:1/v1", "--llm-model", "m", "--llm-option", "mood=good"),
        ("--extractor", "llm", "--llm-url", "http://127.0.0.1:1/v1", "--llm-model", "m", "--workers", "2"),
        ("--extractor", "llm", "--llm-url", "http://127.0.0.1:1/v1", "--llm-model", "m", "--explain"),
    ],
)
def test_words_that_name_no_reader_end_with_two(
    news: Path, words: tuple[str, ...], capfd: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["extract", str(news), *words])
    assert ended.value.code == 2
    assert capfd.readouterr().out == ""


def test_rules_ask_nobody(run: Run, news: Path) -> None:
    code, out, err = run(says("never asked"), "extract", str(news))
    assert code == 0
    assert len(out.splitlines()) == 2
    assert "tiny" not in err
