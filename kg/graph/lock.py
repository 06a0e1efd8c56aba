"""A store's path → the right to write it, held by one process at a time and given back when that process ends."""

from __future__ import annotations

import os
from pathlib import Path
from typing import IO

from kg.errors import StoreError

if os.name == "nt":  # pragma: no cover
    import msvcrt

    def _seize(file: IO[bytes]) -> None:
        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined, unused-ignore]

else:
    import fcntl

    def _seize(file: IO[bytes]) -> None:
        fcntl.flock(file.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)


def lock_for_writing(path: Path) -> IO[bytes]:
    """Return the open lock file of a store; closing it, or the end of the process, gives the lock back.

    Raises:
        StoreError: another process holds it. The message names the lock file.
    """
    # A file of its own: SQLite drops its own locks when any other descriptor of the database file is closed.
    lock = path.with_name(path.name + ".lock")
    try:
        file = lock.open("ab")
    except OSError as error:
        raise StoreError(
            f"cannot be written: {error.strerror}", where=str(path), fix="choose a folder that you may write to"
        ) from error
    try:
        _seize(file)
    except OSError as error:
        file.close()
        raise StoreError(
            f"is being written by another process, which holds the lock {lock}",
            where=str(path),
            fix="wait for that process to finish, or stop it; the lock ends with it",
        ) from error
    return file
