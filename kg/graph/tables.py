"""Store → one CSV file a table, with CSVW metadata that gives keys and types.

RFC 4180: comma, double quotes, CRLF, header line, UTF-8. An absent value is an empty field. Article texts and records
stay in the store. https://www.w3.org/TR/tabular-metadata/
"""

from __future__ import annotations

import csv
import json
import sqlite3
from pathlib import Path
from typing import Any

from kg.graph.rows import rows, snapshot
from kg.graph.store import FUSED, Store
from kg.graph.terms import without_surrogates

METADATA = "csv-metadata.json"
LICENCE = "https://creativecommons.org/licenses/by/4.0/"
TABLES = ("articles", "copies", "judgements", *FUSED)

_KEPT_BACK = {("articles", "text"), ("copies", "text")}
_DAYS = {
    "published", "date", "retracted", "earliest", "latest", "known_from", "superseded_on", "reported", "valid_from",
    "valid_to",
}  # fmt: skip
_TRUTH_VALUES = {"linked", "explicit"}
_TYPES = {"TEXT": "string", "INTEGER": "integer", "REAL": "decimal"}


def write_tables(store: Store, folder: Path) -> None:
    """Write every table of `TABLES` as `{table}.csv` into a folder, and `csv-metadata.json` beside them."""
    with snapshot(store) as connection:
        described = [_write_table(connection, table, folder) for table in TABLES]
    metadata = {
        "@context": "http://www.w3.org/ns/csvw",
        "dc:license": {"@id": LICENCE},
        "dialect": {"lineTerminators": ["\r\n"], "header": True},
        "tables": described,
    }
    text = json.dumps(metadata, indent=2, ensure_ascii=False) + "\n"
    (folder / METADATA).write_bytes(text.encode())


def _write_table(connection: sqlite3.Connection, table: str, folder: Path) -> dict[str, Any]:
    info = [row for row in rows(connection, f"PRAGMA table_info({table})") if (table, row["name"]) not in _KEPT_BACK]
    columns = [row["name"] for row in info]
    keys = [row["name"] for row in sorted(info, key=lambda row: int(row["pk"])) if row["pk"]]
    listed = ", ".join(f'"{column}"' for column in columns)
    order = ", ".join(f'"{key}"' for key in keys)
    with (folder / f"{table}.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\r\n")
        writer.writerow(columns)
        for row in rows(connection, f"SELECT {listed} FROM {table} ORDER BY {order}"):
            writer.writerow([_field(column, value) for column, value in zip(columns, row, strict=True)])
    return {
        "url": f"{table}.csv",
        "tableSchema": {
            "columns": [_column(row) for row in info],
            "primaryKey": keys,
            "foreignKeys": _foreign_keys(connection, table),
        },
    }


def _field(column: str, value: object) -> object:
    if column in _TRUTH_VALUES:
        return "true" if value else "false"
    return without_surrogates(value) if isinstance(value, str) else value


def _column(row: sqlite3.Row) -> dict[str, Any]:
    datatype: object = _TYPES[row["type"]]
    if row["name"] in _DAYS:
        datatype = {"base": "date", "format": "yyyy-MM-dd"}
    elif row["name"] in _TRUTH_VALUES:
        datatype = "boolean"
    return {"name": row["name"], "titles": row["name"], "datatype": datatype, "required": bool(row["notnull"])}


def _foreign_keys(connection: sqlite3.Connection, table: str) -> list[dict[str, Any]]:
    found = rows(connection, f"PRAGMA foreign_key_list({table})")
    return [
        {"columnReference": row["from"], "reference": {"resource": f"{row['table']}.csv", "columnReference": row["to"]}}
        for row in sorted(found, key=lambda row: str(row["from"]))
    ]
