from __future__ import annotations

import io
import json
import sys
from pathlib import Path

import pytest

from kg.cli import app
from kg.cli.conduct import Exit, run

CALL = "Emmanuel Macron spoke by telephone with Friedrich Merz on Monday."


@pytest.fixture(autouse=True)
def no_store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KG_STORE", str(tmp_path / "none.kg"))
    monkeypatch.setenv("COLUMNS", "100")


def output(capsysbinary: pytest.CaptureFixture[bytes], *arguments: str, code: Exit = Exit.DONE) -> str:
    assert run(app, list(arguments)) == code
    return capsysbinary.readouterr().out.decode()


def test_a_sentence_is_read_and_its_reasons_are_told(capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    told = output(capsysbinary, "explain", CALL, "--published", "2025-10-24")
    assert "read as published on 2025-10-24" in told
    assert "e1 PhoneCall, occurred" in told
    assert "participant  Friedrich Merz, slot with" in told
    assert "2025-10-20 ('Monday')" in told


def test_a_pipe_gets_plain_text(capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    assert "\x1b" not in output(capsysbinary, "explain", CALL)


def test_signs_for_the_terminal_in_a_text_are_not_passed_on(capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    assert "\x1b" not in output(capsysbinary, "explain", f"\x1b[31m{CALL}", "--published", "2025-10-24")


def test_standard_input_is_read_for_a_dash(
    capsysbinary: pytest.CaptureFixture[bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(CALL.encode()), encoding="utf-8"))
    assert "PhoneCall" in output(capsysbinary, "explain", "-")


def test_json_holds_every_step(capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    told = json.loads(output(capsysbinary, "explain", CALL, "--format", "json"))
    assert told["sentences"][0]["events"][0]["steps"][0]["about"] == "trigger"


def test_an_html_page_is_written_instead(capsysbinary: pytest.CaptureFixture[bytes], tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    assert output(capsysbinary, "explain", CALL, "--html", str(path)) == ""
    assert "PhoneCall" in path.read_text(encoding="utf-8")


def test_one_word_is_an_event_and_needs_a_graph(capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    output(capsysbinary, "explain", "6dc36f59", code=Exit.BAD_INPUT)


def test_nothing_is_nothing_to_explain(capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    output(capsysbinary, "explain", "  ", "--published", "2025-10-24", code=Exit.USAGE)
    output(capsysbinary, "explain", "", code=Exit.USAGE)


def test_extract_explains_files_in_their_order(capsysbinary: pytest.CaptureFixture[bytes], tmp_path: Path) -> None:
    lines = [
        {"text": CALL, "title": "First", "published": "2025-10-24"},
        {"text": f"On Tuesday, {CALL}", "title": "Second"},
    ]
    path = tmp_path / "two.jsonl"
    path.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    told = output(capsysbinary, "extract", "--explain", str(path))
    assert told.index("First, read") < told.index("Second, read")


def test_lexicon_try_is_the_short_form(capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    told = output(capsysbinary, "lexicon", "try", CALL)
    assert "e1 PhoneCall, occurred" in told
    assert "mentions" not in told


def test_lexicon_coverage_is_a_table_of_numbers(capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    rows = output(capsysbinary, "lexicon", "coverage", "--by", "plover", "--format", "csv").splitlines()
    assert rows[0].startswith("kind,name,rules,verbs,nouns")
    assert any(row.startswith("plover,CONSULT/phone,") for row in rows)


def test_lexicon_check_runs_the_rules_asked_for(capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    assert output(capsysbinary, "lexicon", "check", "video.") == ""


def test_a_rule_that_does_not_exist_cannot_be_checked(capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    assert run(app, ["lexicon", "check", "meetng."]) == Exit.USAGE
    told = capsysbinary.readouterr().err.decode()
    assert "no rule's name begins with 'meetng.'" in told
    assert "meeting." in told
