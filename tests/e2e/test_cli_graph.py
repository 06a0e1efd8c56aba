from __future__ import annotations

import csv
import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

import kg
from kg.cli import main
from kg.cli.conduct import Exit

ROOT = Path(__file__).parents[2]
SUMMIT = "Summit"


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder that `kg demo` makes, with its stdout and stderr beside it."""
    folder = tmp_path_factory.mktemp("demo")
    code = "from kg.cli import main; main()"
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-c", code, "demo", "--out", str(folder / "out")]
    done = subprocess.run(command, capture_output=True, text=True, env=environment, check=False)
    assert done.returncode == 0, done.stderr
    (folder / "stdout").write_text(done.stdout, encoding="utf-8")
    (folder / "stderr").write_text(done.stderr, encoding="utf-8")
    return folder


@pytest.fixture
def store(demo: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = demo / "out" / "demo.kg"
    monkeypatch.setenv("KG_STORE", str(path))
    return path


def run(*arguments: str) -> int:
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    assert isinstance(ended.value.code, int)
    return ended.value.code


def lines(text: str) -> list[dict[str, object]]:
    return [json.loads(line) for line in text.splitlines()]


def test_the_demo_ends_with_the_life_cycle_of_the_summit(demo: Path) -> None:
    story = (demo / "stdout").read_text(encoding="utf-8").split("Its life cycle")[1]
    assert "cancelled" in story
    assert "Donald Trump" in story
    assert "“" in story


def test_the_demo_leaves_a_page_that_loads_nothing(demo: Path) -> None:
    page = (demo / "out" / "network.html").read_text(encoding="utf-8")
    assert "<html" in page
    assert 'src="http' not in page


def test_the_copy_among_the_examples_adds_nothing(demo: Path) -> None:
    assert (demo / "stderr").read_text(encoding="utf-8").startswith("18 new, 0 unchanged, 1 copies")


def test_a_second_ingest_reports_nothing_new(store: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("ingest", str(ROOT / "kg" / "examples"), "--no-index") == Exit.DONE
    captured = capsys.readouterr()
    assert captured.err.startswith("0 new, 19 unchanged")
    assert captured.out == ""


def test_every_question_answers_in_a_pipe(store: Path, capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    assert run("ask") == Exit.DONE
    for row in lines(capsysbinary.readouterr().out.decode()):
        if row["parameters"] and not str(row["parameters"]).startswith("["):
            continue
        assert run("ask", str(row["question"])) == Exit.DONE
        lines(capsysbinary.readouterr().out.decode())


def test_ask_gives_the_same_rows_as_python(store: Path, capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    assert run("ask", "events", "type=Summit") == Exit.DONE
    asked = [row["event"] for row in lines(capsysbinary.readouterr().out.decode())]
    with kg.open(store) as graph:
        assert asked == [row.event for row in graph.events(type="Summit")]
    assert asked


def test_an_unknown_question_or_parameter_is_wrong_use(store: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("ask", "nonsense") == Exit.USAGE
    assert run("ask", "events", "colour=blue") == Exit.USAGE
    assert run("ask", "events", "Summit") == Exit.USAGE
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err.count("fix:") == 3


def test_no_rows_is_a_finding_if_asked_for(store: Path) -> None:
    assert run("ask", "events", "until=1900-01-01") == Exit.DONE
    assert run("ask", "events", "until=1900-01-01", "--fail-empty") == Exit.FINDINGS


def test_show_gives_quotes_that_stand_in_the_article(store: Path, capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    with kg.open(store) as graph:
        [event, *_] = graph.events(type="Summit")
        assert run("show", event.event) == Exit.DONE
        portrait = json.loads(capsysbinary.readouterr().out)
        claims = [claim for step in portrait["steps"] for claim in step["claims"]] + portrait["others"]
        for claim in claims:
            assert graph.store.article(claim["article"]).text[claim["start"] : claim["end"]] == claim["quote"]
    assert claims


def test_show_and_explain_tell_a_reader_in_words(store: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("show", "Donald Trump", "--format", "text") == Exit.DONE
    assert "person" in capsys.readouterr().out
    with kg.open(store) as graph:
        event = graph.events(type="Summit")[0].event
    assert run("explain", event, "--format", "text") == Exit.DONE
    assert "rule " in capsys.readouterr().out


def test_query_answers_in_the_format_asked_for(store: Path, capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    select = "SELECT ?event WHERE { ?event a dip:Summit } ORDER BY ?event"
    assert run("query", select) == Exit.DONE
    found = json.loads(capsysbinary.readouterr().out)["results"]["bindings"]
    assert run("query", select, "--format", "csv") == Exit.DONE
    rows = list(csv.DictReader(io.StringIO(capsysbinary.readouterr().out.decode())))
    assert [row["event"] for row in rows] == [binding["event"]["value"] for binding in found]
    assert rows
    assert run("query", "ASK { ?event a dip:Summit }", "--format", "table") == Exit.DONE
    assert b"true" in capsysbinary.readouterr().out
    assert run("query", "CONSTRUCT WHERE { ?event a dip:Summit }") == Exit.DONE
    assert b"dip:Summit" in capsysbinary.readouterr().out


def test_a_query_that_is_not_sparql_or_calls_others_is_wrong_use(
    store: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("query", "SELECT {") == Exit.USAGE
    assert run("query", "SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }") == Exit.USAGE
    assert capsys.readouterr().out == ""


def test_a_query_reads_only_the_graphs_that_its_from_clauses_name(
    store: Path, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    def count(words: str) -> int:
        assert run("query", f"SELECT (COUNT(*) AS ?n) {words}", "--format", "csv") == Exit.DONE
        return int(capsysbinary.readouterr().out.split()[1])

    codes = "https://w3id.org/diplograph/id/graph/codes"
    assert count(f"FROM <{codes}> {{ ?s ?p ?o }}") == count(f"{{ GRAPH <{codes}> {{ ?s ?p ?o }} }}") > 0
    assert count(f"FROM NAMED <{codes}> {{ ?s ?p ?o }}") == 0
    assert run("query", "SELECT * FROM <http://example.org/none> { ?s ?p ?o }") == Exit.USAGE
    assert b"not in this store" in capsysbinary.readouterr().err


def test_a_format_that_cannot_carry_the_answer_is_named_as_it_was_written(
    store: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("query", "CONSTRUCT WHERE { ?event a dip:Summit }", "--format", "csv") == Exit.USAGE
    assert "'csv' cannot carry a graph" in capsys.readouterr().err


@pytest.mark.parametrize("format", ["trig", "nquads", "turtle", "jsonld", "graphml", "gexf", "html"])
def test_an_export_is_the_same_twice(store: Path, format: str, tmp_path: Path) -> None:
    for name in ("a", "b"):
        assert run("export", "--format", format, "--out", str(tmp_path / name)) == Exit.DONE
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()
    assert (tmp_path / "a").stat().st_size > 1000


@pytest.mark.parametrize("format", ["graphml", "gexf"])
def test_a_network_file_is_the_same_on_another_day(
    store: Path, format: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for day in ("2031-04-01", "2032-05-02"):
        monkeypatch.setattr("time.strftime", lambda *_, day=day: day)
        assert run("export", "--format", format, "--out", str(tmp_path / day)) == Exit.DONE
    assert (tmp_path / "2031-04-01").read_bytes() == (tmp_path / "2032-05-02").read_bytes()


def test_the_graph_of_the_examples_is_valid(store: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("validate") == Exit.DONE
    assert "0 violations" in capsys.readouterr().err


def test_the_installation_is_in_order(store: Path, capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    assert run("doctor") == Exit.DONE
    assert {row["result"] for row in lines(capsysbinary.readouterr().out.decode())} == {"ok"}


def test_records_flow_from_extract_to_resolve(
    tmp_path: Path, capsysbinary: pytest.CaptureFixture[bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "bad.txt").write_bytes(b"")
    assert run("extract", str(ROOT / "kg/examples/lake-2026"), str(tmp_path / "bad.txt")) == Exit.BAD_INPUT
    records = capsysbinary.readouterr().out
    assert len(lines(records.decode())) == 4
    (tmp_path / "records.jsonl").write_bytes(records + b"{broken\n")
    assert run("resolve", str(tmp_path / "records.jsonl")) == Exit.BAD_INPUT
    events = lines(capsysbinary.readouterr().out.decode())
    assert all(event["members"] for event in events)
