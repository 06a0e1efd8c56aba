from __future__ import annotations

import json
from datetime import date

import pytest

from kg.cli.output import Format, Row, write_rows

ROWS: list[Row] = [
    {"day": date(2025, 10, 22), "label": 'Summit, "off"', "who": ["A", "B"]},
    {"day": None, "label": "ü\n", "who": []},
]
COLUMNS = ("day", "label", "who")


def written(format: Format | None, capsysbinary: pytest.CaptureFixture[bytes]) -> str:
    assert write_rows(COLUMNS, ROWS, format) == 2
    return capsysbinary.readouterr().out.decode()


def test_a_pipe_gets_json_lines(capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    first, second = map(json.loads, written(None, capsysbinary).splitlines())
    assert first == {"day": "2025-10-22", "label": 'Summit, "off"', "who": ["A", "B"]}
    assert second == {"day": None, "label": "ü\n", "who": []}


def test_json_is_one_list(capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    assert len(json.loads(written(Format.JSON, capsysbinary))) == 2


def test_csv_has_a_header_and_quotes_what_needs_it(capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    assert written(Format.CSV, capsysbinary) == 'day,label,who\n2025-10-22,"Summit, ""off""",A | B\n,"ü\n",\n'


def test_a_table_shows_every_cell(capsys: pytest.CaptureFixture[str]) -> None:
    write_rows(COLUMNS, ROWS, Format.TABLE)
    assert "2025-10-22" in capsys.readouterr().out
