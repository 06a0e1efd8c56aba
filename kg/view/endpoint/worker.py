"""One process of the pool: a job a frame on standard input → the frames of its answer on standard output.

Run as `python -m kg.view.endpoint.worker GENERATION MEMORY`; GENERATION is a folder, or `-` for no data. The web
process kills it when a limit is passed, so nothing here needs to clean up.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterable, Iterator
from typing import IO, BinaryIO, TypeVar, cast

from pyoxigraph import NamedNode, QueryBoolean, QuerySolutions, QueryTriples, RdfFormat, Store, Triple, serialize

from kg.view.endpoint import frames
from kg.view.endpoint.job import Job
from kg.view.endpoint.negotiation import BINDINGS, BOOLEAN, GRAPH
from kg.view.endpoint.refusal import Refusal
from kg.view.endpoint.results import Row, write_boolean, write_rows
from kg.view.endpoint.sandbox import confine

T = TypeVar("T")
_CHUNK = 1 << 16
_MESSAGE = 400
_GRAPH_FORMATS = {
    "text/turtle": RdfFormat.TURTLE,
    "application/n-triples": RdfFormat.N_TRIPLES,
    "text/plain": RdfFormat.N_TRIPLES,
    "application/ld+json": RdfFormat.JSON_LD,
    "application/json": RdfFormat.JSON_LD,
    "application/rdf+xml": RdfFormat.RDF_XML,
    "application/xml": RdfFormat.RDF_XML,
    "text/xml": RdfFormat.RDF_XML,
}


class Output:
    """A writable file for the engine that sends what it is given in frames of a good size."""

    def __init__(self, pipe: BinaryIO) -> None:
        self._pipe = pipe
        self._held = bytearray()

    def write(self, data: bytes) -> int:
        """Hold `data`, and send all that is held once it is enough for a frame."""
        self._held += data
        if len(self._held) >= _CHUNK:
            self.flush()
        return len(data)

    def flush(self) -> None:
        """Send what is held."""
        if self._held:
            self.send(frames.DATA, bytes(self._held))
            self._held.clear()

    def send(self, kind: bytes, payload: bytes | dict[str, object] = b"") -> None:
        """Send one frame at once; a dict as JSON."""
        self._pipe.write(frames.pack(kind, payload if isinstance(payload, bytes) else json.dumps(payload).encode()))
        self._pipe.flush()


class Counter:
    """Counts what passes through `limit`, and stops at `rows`: quietly when `cut` is set, else with a refusal."""

    def __init__(self, rows: int, *, cut: bool) -> None:
        self.seen = 0
        self.more = False
        self._rows = rows
        self._cut = cut

    def limit(self, items: Iterable[T]) -> Iterator[T]:
        """Yield the items up to the limit."""
        for item in items:
            if self.seen == self._rows:
                self.more = True
                if self._cut:
                    return
                raise Refusal(400, f"the result has more than {self._rows:,} rows", fix="add LIMIT or narrow the query")
            self.seen += 1
            yield item


def answer(store: Store, job: Job, output: Output) -> None:
    """Evaluate one job and send its frames.

    Raises:
        Refusal: the query is wrong, asks for what is not there, or passes the row limit.
        MemoryError: the memory limit is reached where Python sees it.
    """
    result = _evaluate(store, job)
    kind = BOOLEAN if isinstance(result, QueryBoolean) else GRAPH if isinstance(result, QueryTriples) else BINDINGS
    media_type = job.types[kind]
    if media_type is None:
        raise Refusal(406, f"no format that the request accepts can carry a result of this kind ({kind})")
    output.send(frames.HEAD, {"type": media_type, "kind": kind})
    counter = Counter(job.rows, cut=job.cut)
    if not job.probe:
        _write(result, media_type, counter, output, safe=job.safe_csv)
    output.flush()
    output.send(frames.END, {"rows": counter.seen, "more": counter.more})


def _evaluate(store: Store, job: Job) -> QuerySolutions | QueryBoolean | QueryTriples:
    explicit = job.default_graphs is not None or job.named_graphs is not None
    if not explicit:
        for name in job.from_graphs:
            if not _holds(store, name):
                raise Refusal(400, f"FROM names a graph that is not in this store: {name}", fix="nothing is fetched")
    try:
        return store.query(
            job.query,
            base_iri=job.base,
            use_default_graph_as_union=not (explicit or job.from_graphs),  # the union would hide what FROM chooses
            default_graph=[NamedNode(name) for name in job.default_graphs or ()] if explicit else None,
            named_graphs=[NamedNode(name) for name in job.named_graphs or ()] if explicit else None,
        )
    except SyntaxError as error:
        raise Refusal(400, f"the query is not SPARQL: {_short(str(error))}") from None
    except ValueError as error:
        raise Refusal(400, _short(str(error))) from None


def _holds(store: Store, name: str) -> bool:
    try:
        return store.contains_named_graph(NamedNode(name))
    except ValueError:
        return True  # a relative IRI: left to the engine, which knows the base


def _short(message: str) -> str:
    # The engine lists every token it would have taken, character ranges included.
    head = message.split("\n")[0]
    return head if len(head) <= _MESSAGE else head[:_MESSAGE] + " …"


def _write(
    result: QuerySolutions | QueryBoolean | QueryTriples,
    media_type: str,
    counter: Counter,
    output: Output,
    *,
    safe: bool,
) -> None:
    if isinstance(result, QueryBoolean):
        output.write(write_boolean(media_type, bool(result)).encode())
    elif isinstance(result, QueryTriples):
        triples: Iterator[Triple] = counter.limit(result)
        serialize(triples, cast("IO[bytes]", output), format=_GRAPH_FORMATS[media_type])
    else:
        names = [variable.value for variable in result.variables]
        width = range(len(names))
        rows: Iterator[Row] = ([solution[i] for i in width] for solution in counter.limit(result))
        for text in write_rows(media_type, names, rows, safe=safe):
            output.write(text.encode())


def serve_jobs(store: Store, source: BinaryIO, output: Output) -> None:
    """Answer jobs until the pipe is closed."""
    output.send(frames.READY)
    while (frame := frames.read(source)) is not None:
        try:
            answer(store, Job.from_json(frame[1]), output)
        except Refusal as refusal:
            output.send(frames.REFUSED, {"status": refusal.status, "problem": str(refusal)})
        except MemoryError:
            os._exit(6)
        except (OSError, RuntimeError) as error:
            # The engine's own words may hold file names of the index.
            problem = "a connection was refused" if isinstance(error, PermissionError) else "the query failed"
            output.send(frames.REFUSED, {"status": 500, "problem": f"{problem} while it ran"})


def main(generation: str, memory: str) -> None:
    """Open the generation, shut the process in and serve."""
    pipe = os.fdopen(os.dup(1), "wb")
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)  # nothing printed by a library may land among the frames
    store = Store() if generation == "-" else Store.read_only(generation)
    confine(memory=int(memory))
    serve_jobs(store, sys.stdin.buffer, Output(pipe))


if __name__ == "__main__":
    main(*sys.argv[1:])
