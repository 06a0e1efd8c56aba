from __future__ import annotations

import errno
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from kg.cli import app, main
from kg.cli.conduct import Exit, exit_code, printable
from kg.errors import KnowledgeError, ModelError, QueryError, RecordError, SourceError, StoreError, UsageError

ROOT = Path(__file__).parents[3]
COMMANDS = [info.callback.__name__ for info in app.registered_commands if info.callback]


def code_of(*arguments: str) -> int:
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    assert isinstance(ended.value.code, int)
    return ended.value.code


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (UsageError("x"), 2),
        (QueryError("x"), 2),
        (SourceError("x"), 3),
        (RecordError("x"), 3),
        (StoreError("x"), 3),
        (ModelError("x"), 4),
        (KnowledgeError("x"), 4),
        (OSError(errno.ENOSPC, "No space left on device"), 3),
        (OSError(errno.ENOENT, "No such file"), 4),
        (ZeroDivisionError("x"), 4),
        (KeyboardInterrupt(), 130),
    ],
)
def test_every_error_has_its_exit_code(error: BaseException, code: int) -> None:
    assert exit_code(error) == code


@pytest.mark.parametrize("command", COMMANDS)
def test_the_help_of_every_command_ends_with_two_examples(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert code_of(command, "--help") == Exit.DONE
    examples = capsys.readouterr().out.split("Examples:")[1]
    assert examples.count("kg ") >= 2


def test_the_overview_fits_forty_lines(capsys: pytest.CaptureFixture[str]) -> None:
    assert code_of("--help") == Exit.DONE
    assert len(capsys.readouterr().out.splitlines()) <= 40


@pytest.mark.parametrize(
    "arguments", [("extract",), ("nonsense",), ("query", "--format", "doc", "ASK {}"), ("--nope",)]
)
def test_wrong_words_end_with_two_and_leave_stdout_empty(
    arguments: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    assert code_of(*arguments) == Exit.USAGE
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err


def test_a_missing_store_is_bad_input_with_a_way_out(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert code_of("query", "ASK {}", "--store", str(tmp_path / "none.kg")) == Exit.BAD_INPUT
    captured = capsys.readouterr()
    assert (captured.out, "fix:" in captured.err, "Traceback" in captured.err) == ("", True, False)


def test_a_query_that_is_no_file_is_wrong_use(capsys: pytest.CaptureFixture[str]) -> None:
    assert code_of("query", "nowhere.rq") == Exit.USAGE
    assert "nowhere.rq: No such file or directory" in capsys.readouterr().err


def test_words_of_others_cannot_steer_the_terminal() -> None:
    assert printable("a\x1b]0;x\x07b\u202ec\tд\n") == "a\ufffd]0;x\ufffdb\ufffdc\tд\n"


def test_the_module_runs_like_the_command_and_help_loads_nothing_heavy() -> None:
    heavy = ("spacy", "rdflib", "pyoxigraph", "trafilatura")
    code = f"import sys, kg.cli; print([module for module in {heavy} if module in sys.modules])"
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, env=environment, check=True)
    assert loaded.stdout.strip() == "[]"
    told = subprocess.run(
        [sys.executable, "-m", "kg", "--version"], capture_output=True, text=True, env=environment, check=True
    )
    assert told.stdout.startswith("diplograph")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs a named pipe to know when the command reads")
def test_an_interrupt_ends_with_130_and_no_traceback(tmp_path: Path) -> None:
    pipe = tmp_path / "records.jsonl"
    os.mkfifo(pipe)
    command = [sys.executable, "-m", "kg", "resolve", str(pipe)]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    # Opening the pipe returns when the command has opened its end, so it is at work when the signal comes.
    with (
        subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment) as running,
        pipe.open("wb"),
    ):
        running.send_signal(signal.SIGINT)
        out, err = running.communicate(timeout=60)
    assert (running.returncode, out, err.decode()) == (Exit.INTERRUPTED, b"", "interrupted\n")


def test_a_full_disk_under_stdout_is_told_in_plain_words() -> None:
    full = Path("/dev/full")
    if not full.exists():
        pytest.skip("needs /dev/full")
    with full.open("w") as sink:
        ended = subprocess.run(
            [sys.executable, "-m", "kg", "ask", "--format", "tsv"],
            stdout=sink,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
            cwd=ROOT,
            timeout=120,
        )
    assert ended.returncode == Exit.BAD_INPUT
    assert ended.stderr.startswith("output: cannot be written: No space left on device\n  fix: ")
