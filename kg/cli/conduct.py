"""What a command does or raises → its exit code, its words on stderr, and nothing stray on stdout."""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import Any, TypeVar

from kg.errors import KgError, QueryError, RecordError, SourceError, StoreError, UsageError

Item = TypeVar("Item")
# A progress line is worth its write only this often.
_EVERY = 5


class Exit(IntEnum):
    """The exit codes of every command."""

    DONE = 0
    FINDINGS = 1
    USAGE = 2
    BAD_INPUT = 3
    INTERNAL = 4
    INTERRUPTED = 130


@dataclass(slots=True)
class Manner:
    """How this run talks: the two switches that may stand anywhere on the line."""

    quiet: bool = False
    debug: bool = False


MANNER = Manner()
# A disk that is full or fails is no fault of the program; the write of a named file is reported by its writer.
_NO_ROOM = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO})
_SWITCHES = {"--quiet": "quiet", "--debug": "debug"}


def run(app: Callable[..., Any], arguments: Sequence[str]) -> int:
    """Return the exit code of a run of `app` with these arguments; `--quiet` and `--debug` are taken out first."""
    arguments = _take_switches(list(arguments))
    try:
        app(args=arguments, prog_name="kg")
        sys.stdout.flush()
    except SystemExit as error:
        return error.code if isinstance(error.code, int) else (Exit.USAGE if error.code else Exit.DONE)
    except BrokenPipeError:
        close_stdout()
    return Exit.DONE


def close_stdout() -> None:
    """Let nothing more be written: the reader of a pipe has gone, which is no error, not even at Python's own exit."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _take_switches(arguments: list[str]) -> list[str]:
    MANNER.quiet = MANNER.debug = False
    end = arguments.index("--") if "--" in arguments else len(arguments)
    for argument in arguments[:end]:
        if argument in _SWITCHES:
            setattr(MANNER, _SWITCHES[argument], True)
    return [item for place, item in enumerate(arguments) if place >= end or item not in _SWITCHES]


def exit_code(error: BaseException) -> Exit:
    """Return the exit code that an error stands for."""
    if isinstance(error, KeyboardInterrupt):
        return Exit.INTERRUPTED
    if isinstance(error, UsageError | QueryError):
        return Exit.USAGE
    if isinstance(error, SourceError | RecordError | StoreError) or _is_no_room(error):
        return Exit.BAD_INPUT
    return Exit.INTERNAL


def _is_no_room(error: BaseException) -> bool:
    return isinstance(error, OSError) and error.errno in _NO_ROOM


def report(error: BaseException) -> None:
    """Say on stderr what went wrong, in one screen and without a traceback."""
    if isinstance(error, KeyboardInterrupt):
        say("interrupted", always=True)
    elif isinstance(error, KgError):
        say(str(error), always=True)
    elif isinstance(error, OSError) and _is_no_room(error):
        what = error.filename or "output"
        say(f"{what}: cannot be written: {error.strerror}\n  fix: make room, or name another place", always=True)
    else:
        fix = "run it again with --debug, and report what it prints"
        say(f"internal error: {type(error).__name__}: {error}\n  fix: {fix}", always=True)


def say(words: str, *, always: bool = False) -> None:
    """Write a line on stderr, unless the run is quiet and the line is not needed."""
    if always or not MANNER.quiet:
        sys.stderr.write(printable(words) + "\n")
        sys.stderr.flush()


def printable(words: str) -> str:
    """Return text that cannot steer a terminal: control characters are shown as �.

    >>> printable("a\\x1b[2Jb")
    'a�[2Jb'
    """
    return "".join(c if c in "\n\t" or (c.isprintable() or c == "\xa0") else "\ufffd" for c in words)


def counted(items: Iterable[Item], what: str) -> Iterator[Item]:
    """Yield the items, with a running count on stderr where that is a terminal and the run is not quiet."""
    shown = sys.stderr.isatty() and not MANNER.quiet
    for number, item in enumerate(items, start=1):
        if shown and number % _EVERY == 1:
            sys.stderr.write(f"\r{number} {what} …")
            sys.stderr.flush()
        yield item
    if shown:
        sys.stderr.write("\r\033[K")
        sys.stderr.flush()
