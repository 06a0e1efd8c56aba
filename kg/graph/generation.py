"""Store → an immutable RDF index beside it, switched to in one step when it is finished.

    graph.kg                       the store
    graph.kg-rdf/
        CURRENT                    the id of the newest finished generation
        gen-<id>/                  one generation: an Oxigraph folder and `manifest.json`; never changed
        building-<pid>/            one being built, or what a killed build left: nobody reads it
        build.lock                 held by the one process that builds

A generation's id is a digest of all that fixes its content: the store's own digests, the vocabulary and the mapping
to RDF. A reader that has opened a generation keeps it, whatever is built meanwhile; a generation that no reader has
open is removed by the next build.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

import pyoxigraph

from kg.errors import StoreError
from kg.graph import rdf
from kg.graph.lock import lock_for_writing
from kg.graph.rdf_vocabulary import vocabulary_files
from kg.graph.rows import rows, snapshot
from kg.graph.store import Store

if os.name == "nt":  # pragma: no cover

    def _share(descriptor: int) -> None:
        """An open file cannot be removed on Windows: that is the mark."""

    def _in_use(descriptor: int) -> bool:
        return False

else:
    import fcntl

    def _share(descriptor: int) -> None:
        fcntl.flock(descriptor, fcntl.LOCK_SH)

    def _in_use(descriptor: int) -> bool:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return True
        return False


MAPPING = ("terms.py", "rdf.py", "rdf_documents.py", "rdf_fused.py", "rdf_vocabulary.py")

# A reader's mark on a generation: a descriptor, held as long as the process lives or until `Generation.release`.
_marks: dict[Path, int] = {}


@dataclass(frozen=True, slots=True, kw_only=True)
class Generation:
    """One finished RDF index: its id, its folder and how many quads it holds."""

    id: str
    path: Path
    quads: int

    def hold(self) -> None:
        """Mark the index as in use, so that no build removes it, until `release` or the end of the process.

        A child made by `fork` shares the mark; a process of another kind that opens `path` needs its parent's.

        Raises:
            StoreError: the index is gone.
        """
        if self.path in _marks:
            return
        try:
            mark = os.open(self.path / "manifest.json", os.O_RDONLY)
        except OSError as error:
            raise _lost(self.path, error) from error
        _share(mark)
        _marks[self.path] = mark

    def open(self) -> pyoxigraph.Store:
        """Hold the index and open it read-only.

        Raises:
            StoreError: the index is gone or damaged.
        """
        self.hold()
        try:
            return pyoxigraph.Store.read_only(str(self.path))
        except (OSError, RuntimeError) as error:
            self.release()
            raise _lost(self.path, error) from error

    def release(self) -> None:
        """Take the mark off: the next build may remove this generation."""
        mark = _marks.pop(self.path, None)
        if mark is not None:
            os.close(mark)


def _lost(path: Path, error: Exception) -> StoreError:
    return StoreError(
        f"the RDF index cannot be opened ({error})",
        where=str(path),
        fix="remove the folder that holds it; it is built again from the store",
    )


def folder_of(store_path: Path | str) -> Path:
    """Return the folder that holds the generations of a store."""
    path = Path(store_path)
    return path.with_name(path.name + "-rdf")


def newest(store_path: Path | str) -> Generation | None:
    """Return the newest finished generation of a store, be it older than the store, or None."""
    folder = folder_of(store_path)
    try:
        return _read(folder / f"gen-{(folder / 'CURRENT').read_text(encoding='ascii').strip()}")
    except (OSError, UnicodeDecodeError):
        return None


def follow(store_path: Path | str) -> Callable[[], Path | None]:
    """Return a function that gives the folder of the newest finished generation each time it is called, or None.

    The generation it gave last, and the one before, are held: a server's processes may still be reading them.
    """
    held: list[Generation] = []

    def current() -> Path | None:
        generation = newest(store_path)
        if generation is None:
            return None
        if generation not in held:
            try:
                generation.hold()
            except StoreError:  # a build has just removed it for a newer one
                return held[-1].path if held else None
            held.append(generation)
            if len(held) > 2:
                held.pop(0).release()
        return generation.path

    return current


def _read(path: Path) -> Generation | None:
    try:
        manifest = json.loads((path / "manifest.json").read_bytes())
        return Generation(id=manifest["id"], path=path, quads=manifest["quads"])
    except (OSError, ValueError, KeyError, TypeError):
        return None


def fingerprint(store: Store) -> str:
    """Return the id of the generation that this store gives: 16 hexadecimal digits."""
    digest = hashlib.sha256(pyoxigraph.__version__.encode())
    with snapshot(store) as connection:
        for key, value in rows(connection, "SELECT key, value FROM meta ORDER BY key"):
            digest.update(f"{key}\n{value}\n".encode())
    for module in MAPPING:
        digest.update(files("kg.graph").joinpath(module).read_bytes())
    for path in vocabulary_files():
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def ensure_generation(store: Store) -> Generation:
    """Return the generation of the store as it is now, building it if it is missing or older.

    Raises:
        StoreError: another process is building, or there is no room or permission for the index. The generation
            that was served before stays.
    """
    wanted = fingerprint(store)
    held = newest(store.path)
    if held is not None and held.id == wanted:
        return held
    folder = folder_of(store.path)
    with _refusals(folder):
        folder.mkdir(exist_ok=True)
        with lock_for_writing(folder / "build"):
            _remove_leftovers(folder)
            generation = _read(folder / f"gen-{wanted}") or _build(store, folder, wanted)
            _switch(folder, generation)
            _remove_unused(folder, generation)
    return generation


def open_current(store_path: Path | str) -> pyoxigraph.Store:
    """Open the RDF index of a store read-only, building it first if it is missing or older than the store.

    While another process builds, the newest finished generation is served.

    Raises:
        StoreError: there is no store, or no generation and none can be built.
    """
    with Store.open(store_path) as store:
        try:
            generation = ensure_generation(store)
        except StoreError:
            held = newest(store_path)
            if held is None:
                raise
            generation = held
        try:
            return generation.open()
        except StoreError:
            # Removed between finding and opening it, or damaged: what is derived is built again, never repaired.
            shutil.rmtree(generation.path, ignore_errors=True)
            return ensure_generation(store).open()


@contextmanager
def _refusals(folder: Path) -> Iterator[None]:
    try:
        yield
    except (OSError, RuntimeError) as error:
        raise StoreError(
            f"the RDF index cannot be built: {getattr(error, 'strerror', None) or error}",
            where=str(folder),
            fix="make room (an index takes about 200 bytes a quad) and see that the folder may be written to",
        ) from error


def _build(store: Store, folder: Path, wanted: str) -> Generation:
    building = folder / f"building-{os.getpid()}"
    try:
        building.mkdir()
        quads = _load(store, building)
        manifest = {"id": wanted, "quads": quads}
        (building / "index" / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
        path = folder / f"gen-{wanted}"
        shutil.rmtree(path, ignore_errors=True)
        (building / "index").replace(path)
    finally:
        shutil.rmtree(building, ignore_errors=True)
    return Generation(id=wanted, path=path, quads=quads)


def _load(store: Store, building: Path) -> int:
    dump = building / "dump.nq"
    with dump.open("w", encoding="utf-8", newline="\n") as file:
        for line in rdf.lines(store):
            file.write(line)
            file.write("\n")
    index = pyoxigraph.Store(str(building / "index"))
    index.bulk_load(path=str(dump), format=pyoxigraph.RdfFormat.N_QUADS)
    index.optimize()
    index.flush()
    return len(index)


def _switch(folder: Path, generation: Generation) -> None:
    fresh = folder / f"CURRENT.{os.getpid()}"
    with fresh.open("w", encoding="ascii") as file:
        file.write(generation.id)
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(folder / "CURRENT")


def _remove_leftovers(folder: Path) -> None:
    """Remove what killed builds left; only the holder of the build lock may."""
    for path in [*folder.glob("building-*"), *folder.glob("CURRENT.*")]:
        if path.is_dir():
            shutil.rmtree(path, ignore_errors=True)
        else:
            path.unlink(missing_ok=True)


def _remove_unused(folder: Path, generation: Generation) -> None:
    for path in folder.glob("gen-*"):
        if path == generation.path:
            continue
        try:
            with (path / "manifest.json").open("rb") as file:
                if _in_use(file.fileno()):
                    continue
        except FileNotFoundError:
            pass
        shutil.rmtree(path, ignore_errors=True)
