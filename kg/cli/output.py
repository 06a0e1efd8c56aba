"""Rows → stdout, as a table for a terminal and as JSON Lines, JSON, CSV or TSV for a program."""

from __future__ import annotations

import csv
import io
import json
import sys
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from enum import StrEnum

from kg.cli.conduct import printable
from kg.model import DATA

Row = Mapping[str, object]
_WIDEST = 80


class Format(StrEnum):
    """How rows are written."""

    TABLE = "table"
    JSONL = "jsonl"
    JSON = "json"
    CSV = "csv"
    TSV = "tsv"


def chosen(format: Format | None) -> Format:
    """Return the format asked for, else a table on a terminal and JSON Lines in a pipe."""
    return format or (Format.TABLE if sys.stdout.isatty() else Format.JSONL)


def write_rows(columns: Sequence[str], rows: Iterable[Row], format: Format | None = None) -> int:
    """Write the rows on stdout and return how many there were."""
    match chosen(format):
        case Format.TABLE:
            return _table(columns, list(rows))
        case Format.JSONL:
            return sum(write(json.dumps(_plain(row, columns), ensure_ascii=False) + "\n") for row in rows)
        case Format.JSON:
            listed = [_plain(row, columns) for row in rows]
            write(json.dumps(listed, ensure_ascii=False, indent=2) + "\n")
            return len(listed)
        case Format.CSV:
            return _separated(columns, rows, ",")
        case Format.TSV:
            return _separated(columns, rows, "\t")


def write(text: str) -> int:
    """Write text on stdout as UTF-8, whatever the locale says, and return 1: one piece written."""
    sys.stdout.buffer.write(text.encode("utf-8", "replace"))
    return 1


def _plain(row: Row, columns: Sequence[str]) -> dict[str, object]:
    return {name: value.isoformat() if isinstance(value := row[name], date) else value for name in columns}


def _spelled(value: object) -> str:
    if value is None:
        return ""
    return " | ".join(map(str, value)) if isinstance(value, list | tuple) else str(value)


def _key(spelled: str) -> str:
    """Return the last part of an IRI of the graph, which every command takes in its place; other text as it is."""
    return spelled.rpartition("/")[2] if spelled.startswith(DATA) and "#" not in spelled else spelled


def _separated(columns: Sequence[str], rows: Iterable[Row], separator: str) -> int:
    count = 0
    for cells in (list(columns), *([_spelled(row[name]) for name in columns] for row in rows)):
        line = io.StringIO()
        csv.writer(line, delimiter=separator, lineterminator="\n").writerow(cells)
        write(line.getvalue())
        count += 1
    return count - 1


def _table(columns: Sequence[str], rows: Sequence[Row]) -> int:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(box=None, header_style="bold", pad_edge=False)
    for name in columns:
        table.add_column(Text(name), overflow="fold", max_width=_WIDEST)
    for row in rows:
        # Text objects: words of an article must never be taken for markup or for terminal commands.
        table.add_row(*(Text(printable(_key(_spelled(row[name])))) for name in columns))
    Console(highlight=False, width=None if sys.stdout.isatty() else 160).print(table)
    return len(rows)
