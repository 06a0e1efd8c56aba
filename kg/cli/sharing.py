"""`kg query`, `export`, `serve`, `validate`: the graph → rows, files, an endpoint, findings."""

from __future__ import annotations

import signal
import sys
from dataclasses import asdict
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from kg.cli.conduct import Exit, counted, say
from kg.cli.output import Format, write_rows
from kg.cli.words import ASK, CARE, SHARE, StorePath, command
from kg.errors import UsageError


class QueryFormat(StrEnum):
    """How the answer to a SPARQL query is written."""

    TABLE = "table"
    JSON = "json"
    XML = "xml"
    CSV = "csv"
    TSV = "tsv"
    TURTLE = "turtle"
    NTRIPLES = "ntriples"
    RDFXML = "rdfxml"
    JSONLD = "jsonld"


class ExportFormat(StrEnum):
    """What the graph is written as."""

    TRIG = "trig"
    NQUADS = "nquads"
    TURTLE = "turtle"
    JSONLD = "jsonld"
    CSV = "csv"
    GRAPHML = "graphml"
    GEXF = "gexf"
    HTML = "html"


@command(
    ASK,
    "kg query 'SELECT ?event ?label WHERE { ?event a dip:Summit ; rdfs:label ?label }'",
    "kg query question.rq --format csv > rows.csv",
)
def query(
    sparql: Annotated[str, typer.Argument(help="A query, a file that holds one, or - for standard input.")],
    store: StorePath = Path("graph.kg"),
    format: Annotated[
        QueryFormat | None, typer.Option("--format", "-f", help="Table on a terminal, else JSON.")
    ] = None,
    fail_empty: Annotated[bool, typer.Option("--fail-empty", help="End with 1 if there is no row.")] = False,
) -> None:
    """Run a SPARQL query over the whole graph.

    The known prefixes (dip:, rdfs:, prov: …) need not be declared.
    """
    from kg.view.query import query as ask

    # The engine does not look at Python's signals, and a query of hours must still stop at Ctrl-C.
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    answer = ask(store, _query_text(sparql))
    graph = answer.is_graph
    if (format or (QueryFormat.TABLE if sys.stdout.isatty() else None)) is QueryFormat.TABLE:
        count = write_rows(answer.columns, answer.table(), Format.TABLE)
    else:
        count = answer.write(sys.stdout.buffer, format or (QueryFormat.TURTLE if graph else QueryFormat.JSON))
    if fail_empty and not count:
        raise typer.Exit(Exit.FINDINGS)


def _query_text(sparql: str) -> str:
    if sparql == "-":
        return sys.stdin.buffer.read().decode("utf-8")
    # A query holds braces and spaces; what has none can only be a file's name.
    if "{" not in sparql:
        try:
            return Path(sparql).read_text(encoding="utf-8")
        except OSError as error:
            fix = "name a file with a query, or give the query itself in quotes"
            raise UsageError(f"{error.strerror}", where=sparql, fix=fix) from error
    return sparql


@command(SHARE, "kg export --format trig --out graph.trig", "kg export --format nquads | gzip > graph.nq.gz")
def export(
    format: Annotated[ExportFormat, typer.Option("--format", "-f", help="What to write.")],
    out: Annotated[Path | None, typer.Option("--out", "-o", help="File (a folder for csv); else stdout.")] = None,
    store: StorePath = Path("graph.kg"),
) -> None:
    """Write RDF, CSV tables, network files or a page.

    The page works offline. What is written holds the quotes that claims rest on, and no more of the articles.
    """
    from kg.graph.store import Store
    from kg.view import exports

    with Store.open(store) as opened:
        if out is None:
            exports.write(opened, format.value, sys.stdout.buffer)
        else:
            say(f"wrote {exports.export(opened, format.value, out)}")


@command(SHARE, "kg serve", "kg serve --store graph.kg --port 7878")
def serve(
    store: StorePath = Path("graph.kg"),
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65535, help="Port to listen on.")] = 7878,
) -> None:
    """Serve a read-only SPARQL 1.1 endpoint and a page.

    It listens on this machine alone unless --host says otherwise. What is ingested meanwhile is served from the next
    query on.
    """
    from kg.graph.generation import ensure_generation, follow
    from kg.graph.store import Store
    from kg.view.endpoint.server import serve as run

    with Store.open(store) as opened:
        ensure_generation(opened)
    say(f"SPARQL at http://{host}:{port}/sparql, a page at http://{host}:{port}/ (Ctrl-C stops it)")
    run(follow(store), host, port)


@command(CARE, "kg validate", "kg validate --store graph.kg --format csv > findings.csv")
def validate(
    store: StorePath = Path("graph.kg"),
    format: Annotated[Format | None, typer.Option("--format", "-f", help="How findings are written.")] = None,
) -> None:
    """Check every document's graph against the shapes.

    The command ends with 1 if there is a violation.
    """
    from kg.graph.rdf import document_graph
    from kg.graph.store import Store
    from kg.graph.validate import validate_graph

    with Store.open(store) as opened:
        findings = [
            {"article": row["id"], **asdict(finding)}
            for row in counted(opened.rows("articles"), "documents")
            for finding in validate_graph(document_graph(opened, row["id"])).findings
        ]
    write_rows(("article", "severity", "node", "message", "fix"), findings, format)
    failing = sum(finding["severity"] == "violation" for finding in findings)
    say(f"{failing} violations, {len(findings) - failing} warnings")
    if failing:
        raise typer.Exit(Exit.FINDINGS)
