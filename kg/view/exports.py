"""Store → a file in any format that the graph is given away in: RDF, tables, network files, a page.

The RDF and CSV formats are those of `kg.graph.export`; the others draw the network of `kg.view.network`.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import IO

from kg.errors import StoreError, UsageError
from kg.graph import export as plain
from kg.graph.store import Store


def _graphml(store: Store, stream: IO[bytes]) -> None:
    from kg.view.network import network, to_graphml

    stream.write(to_graphml(network(store)))


def _gexf(store: Store, stream: IO[bytes]) -> None:
    from kg.view.network import network, to_gexf

    stream.write(to_gexf(network(store)))


def _html(store: Store, stream: IO[bytes]) -> None:
    from kg.view.network import network
    from kg.view.pyvis import page

    stream.write(page(network(store)).encode("utf-8"))


NETWORKS: dict[str, Callable[[Store, IO[bytes]], None]] = {"graphml": _graphml, "gexf": _gexf, "html": _html}
FORMATS = (*plain.FORMATS, *NETWORKS)


def export(store: Store, format: str, target: Path | str) -> Path:
    """Write the store in one of `FORMATS` to a file, or to a folder for `csv`, and return its path.

    Raises:
        UsageError: there is no such format, or `target` is something else.
        StoreError: `target` cannot be written.
    """
    if format not in NETWORKS:
        _known(format)
        return plain.export(store, format, target)
    path = Path(target)
    if path.is_dir():
        raise UsageError("is a folder", where=str(path), fix="name a file to write to")
    making = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        with making.open("wb") as stream:
            NETWORKS[format](store, stream)
        making.replace(path)
    except OSError as error:
        problem = f"cannot be written: {error.strerror or error}"
        raise StoreError(problem, where=str(path), fix="make room, or name another place") from error
    finally:
        making.unlink(missing_ok=True)
    return path


def write(store: Store, format: str, stream: IO[bytes]) -> None:
    """Write the store in one of the one-file `FORMATS` into a binary stream.

    Raises:
        UsageError: there is no such format, or it is made of several files.
    """
    if format in NETWORKS:
        NETWORKS[format](store, stream)
    else:
        _known(format)
        plain.write(store, format, stream)


def _known(format: str) -> None:
    if format not in FORMATS:
        raise UsageError(f"no export format {format!r}", where="export", fix=f"one of {', '.join(FORMATS)}")
