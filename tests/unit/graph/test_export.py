from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from pathlib import Path

import pyoxigraph
import pytest
import rdflib

from kg.errors import StoreError, UsageError
from kg.graph import rdf
from kg.graph.export import FORMATS, export, write
from kg.graph.jsonld import Spelling
from kg.graph.store import Store
from kg.graph.tables import TABLES
from tests.unit.graph.random_graph import RandomGraph

PARSERS = {
    "trig": pyoxigraph.RdfFormat.TRIG,
    "nquads": pyoxigraph.RdfFormat.N_QUADS,
    "jsonld": pyoxigraph.RdfFormat.JSON_LD,
}


def content(path: Path) -> dict[str, bytes]:
    files = sorted(path.iterdir()) if path.is_dir() else [path]
    return {file.name if path.is_dir() else "": file.read_bytes() for file in files}


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    with RandomGraph(11, events=5, articles=4).write(tmp_path_factory.mktemp("store") / "graph.kg") as opened:
        yield opened


@pytest.mark.parametrize("name", FORMATS)
def test_an_export_made_twice_is_the_same_to_the_byte(shared: Store, name: str, tmp_path: Path) -> None:
    first, second = export(shared, name, tmp_path / "first"), export(shared, name, tmp_path / "second")
    assert content(first) == content(second)
    assert sum(map(len, content(first).values()))


@pytest.mark.parametrize("name", PARSERS)
def test_a_dataset_export_reads_back_to_the_quads_of_the_store(shared: Store, name: str, tmp_path: Path) -> None:
    path = export(shared, name, tmp_path / "graph")
    found = set(pyoxigraph.parse(path=str(path), format=PARSERS[name]))
    assert found == set(rdf.quads(shared))


def test_a_turtle_export_reads_back_to_the_triples_of_the_store(shared: Store, tmp_path: Path) -> None:
    path = export(shared, "turtle", tmp_path / "graph.ttl")
    found = {quad.triple for quad in pyoxigraph.parse(path=str(path), format=pyoxigraph.RdfFormat.TURTLE)}
    assert found == {quad.triple for quad in rdf.quads(shared)}


# rdflib's own parsers use what rdflib deprecates.
@pytest.mark.filterwarnings("ignore::DeprecationWarning")
@pytest.mark.parametrize(("name", "parser"), [("nquads", "nquads"), ("trig", "trig"), ("jsonld", "json-ld")])
def test_rdflib_counts_as_many_quads_as_were_written(shared: Store, name: str, parser: str) -> None:
    stream = io.BytesIO()
    write(shared, name, stream)
    dataset = rdflib.Dataset()
    dataset.parse(data=stream.getvalue(), format=parser)
    assert len(list(dataset.quads())) == len(list(rdf.lines(shared)))


def test_no_export_holds_the_text_of_an_article(shared: Store, tmp_path: Path) -> None:
    texts = [str(row["text"]).split()[20:50] for row in shared.rows("articles")]
    for name in FORMATS:
        written = b"".join(content(export(shared, name, tmp_path / name)).values()).decode()
        assert not any(" ".join(words) in written for words in texts)


def test_the_tables_hold_the_rows_of_the_store(shared: Store, tmp_path: Path) -> None:
    folder = export(shared, "csv", tmp_path / "tables")
    for table in TABLES:
        with (folder / f"{table}.csv").open(encoding="utf-8", newline="") as file:
            assert len(list(csv.DictReader(file))) == shared.counts()[table]


def test_the_tables_are_written_as_rfc_4180_says(shared: Store, tmp_path: Path) -> None:
    head, _, rest = (export(shared, "csv", tmp_path / "tables") / "events.csv").read_bytes().partition(b"\r\n")
    assert head.startswith(b"id,type,label,status")
    assert rest.endswith(b"\r\n")


def test_the_metadata_describes_every_column_of_every_table(shared: Store, tmp_path: Path) -> None:
    folder = export(shared, "csv", tmp_path / "tables")
    described = json.loads((folder / "csv-metadata.json").read_bytes())
    assert described["@context"] == "http://www.w3.org/ns/csvw"
    for table in described["tables"]:
        head = (folder / table["url"]).read_bytes().partition(b"\r\n")[0].decode()
        assert head == ",".join(column["name"] for column in table["tableSchema"]["columns"])
    assert {path.name for path in folder.glob("*.csv")} == {table["url"] for table in described["tables"]}


def test_an_export_that_fails_leaves_the_earlier_one(
    shared: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = export(shared, "nquads", tmp_path / "graph.nq")
    before = path.read_bytes()

    def full(*_: object) -> Iterator[str]:
        yield "<a:a> <a:a> <a:a> ."
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(rdf, "sorted_lines", full)
    with pytest.raises(StoreError, match="No space left on device"):
        export(shared, "nquads", path)
    assert path.read_bytes() == before
    assert [child.name for child in tmp_path.iterdir()] == ["graph.nq"]


def test_a_folder_of_tables_is_replaced_by_a_later_export(shared: Store, tmp_path: Path) -> None:
    folder = export(shared, "csv", tmp_path / "tables")
    (folder / "events.csv").write_text("old")
    export(shared, "csv", folder)
    assert (folder / "events.csv").read_bytes().startswith(b"id,")
    assert [child.name for child in tmp_path.iterdir()] == ["tables"]


def test_a_folder_of_something_else_is_not_replaced(shared: Store, tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("Dear reader")
    with pytest.raises(UsageError, match="holds something else"):
        export(shared, "csv", tmp_path)


def test_an_unknown_format_is_refused_with_the_known_ones(shared: Store, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="trig, nquads, turtle, jsonld, csv"):
        export(shared, "excel", tmp_path / "graph")


def test_tables_are_refused_as_one_stream(shared: Store) -> None:
    with pytest.raises(UsageError, match="no format of one file"):
        write(shared, "csv", io.BytesIO())


def test_json_ld_uses_the_short_form_where_the_context_gives_the_type() -> None:
    spelling = Spelling(
        {
            "dip": "https://w3id.org/diplograph/ns#",
            "xsd": "http://www.w3.org/2001/XMLSchema#",
            "about": {"@id": "dip:about", "@type": "@id"},
            "start": {"@id": "dip:start", "@type": "xsd:integer"},
            "quote": "dip:quote",
            "Claim": "dip:Claim",
            "id": "@id",
            "type": "@type",
        }
    )
    ns = "https://w3id.org/diplograph/ns#"
    triples = [
        f"<urn:c> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <{ns}Claim>",
        f"<urn:c> <{ns}about> <urn:e>",
        f'<urn:c> <{ns}quote> "a \\"b\\""',
        f'<urn:c> <{ns}start> "4"^^<http://www.w3.org/2001/XMLSchema#integer>',
        f'<urn:c> <{ns}start> "five"',
    ]
    (node,) = spelling.nodes(iter(triples))
    assert node == {
        "id": "urn:c",
        "type": "Claim",
        "about": "urn:e",
        "quote": 'a "b"',
        "start": ["4", {"@value": "five"}],
    }
