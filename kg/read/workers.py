"""Jobs → results in the order of the jobs, worked on by several processes.

Each worker talks to this process alone, over a pipe of its own: when either end dies the other notices and ends, so
that nothing is left running. Workers start afresh (no fork): threads and open files of this process do not matter.
"""

from __future__ import annotations

import multiprocessing
import signal
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from multiprocessing.connection import Connection, wait
from multiprocessing.context import SpawnContext, SpawnProcess
from queue import SimpleQueue
from threading import Thread
from typing import Any, Generic, Self, TypeVar, cast

from kg.errors import WorkerError

Job = TypeVar("Job")
Result = TypeVar("Result")
#: Jobs that a worker holds: one at work, one waiting, so that it need not wait for this process.
HELD = 2
#: Results that may wait for an earlier one, for each worker: bounds memory.
AHEAD = 8
#: Seconds in which a worker has to end once its pipe is closed.
PATIENCE = 2.0


class Crew(Generic[Job, Result]):
    """Up to `workers` processes that stay for several runs; leave the `with` block and they end, at work or not."""

    def __init__(self, work: Callable[[Job], Result], workers: int) -> None:
        """Take what to do with a job: a function of a module, for jobs and results that can be pickled."""
        self._work = work
        self._wanted = workers
        self._context: SpawnContext = multiprocessing.get_context("spawn")
        self._members: dict[Connection, SpawnProcess] = {}
        self._held: dict[Connection, deque[int]] = {}
        self._done: dict[int, tuple[bool, Any]] = {}

    @property
    def members(self) -> tuple[SpawnProcess, ...]:
        """The workers hired so far and not yet dismissed."""
        return tuple(self._members.values())

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        self.dismiss()

    def ordered(self, jobs: Iterable[Job]) -> Iterator[Result]:
        """Yield `work(job)` for each job, in the order of the jobs, which are taken as they are needed.

        What `work` raises is raised here in its turn. A run that is not finished ends the workers.

        Raises:
            WorkerError: a worker was ended from outside.
        """
        try:
            yield from self._run(iter(jobs))
        except BaseException:
            self.dismiss()
            raise

    def _run(self, jobs: Iterator[Job]) -> Iterator[Result]:
        sent = given = 0
        more = True
        while more or given < sent:
            # What is done goes out before more is read: the jobs may come from a stream that waits for the answers.
            self._collect(0.0)
            while given in self._done:
                fine, value = self._done.pop(given)
                if not fine:
                    raise value
                given += 1
                yield cast(Result, value)
            if more and sent - given < AHEAD * self._wanted and self._idle():
                try:
                    job = next(jobs)
                except StopIteration:
                    more = False
                else:
                    self._send(sent, job)
                    sent += 1
            elif given < sent:
                self._collect()

    def _idle(self) -> bool:
        return len(self._members) < self._wanted or any(len(held) < HELD for held in self._held.values())

    def _hire(self) -> Connection:
        ours, theirs = self._context.Pipe()
        member = self._context.Process(target=_serve, args=(self._work, theirs), daemon=True)
        with _interrupts_held():
            member.start()
        theirs.close()
        self._members[ours] = member
        self._held[ours] = deque()
        return ours

    def _send(self, number: int, job: Job) -> None:
        """Give a job to the worker that holds least, to a new one if all have something to do."""
        pipe = min(self._held, key=lambda pipe: len(self._held[pipe]), default=None)
        if (pipe is None or self._held[pipe]) and len(self._members) < self._wanted:
            pipe = self._hire()
        assert pipe is not None
        self._held[pipe].append(number)
        try:
            pipe.send(job)
        except (BrokenPipeError, ConnectionResetError):
            raise self._lost(pipe) from None

    def _collect(self, patience: float | None = None) -> None:
        """Take all results that are there; wait for the first for `patience` seconds, by default until it comes."""
        held = [pipe for pipe, numbers in self._held.items() if numbers]
        for pipe in cast("list[Connection]", wait(held, patience)):
            try:
                result = pipe.recv()
            except (EOFError, ConnectionResetError):
                raise self._lost(pipe) from None
            self._done[self._held[pipe].popleft()] = result

    def _lost(self, pipe: Connection) -> WorkerError:
        member = self._members[pipe]
        member.join(PATIENCE)
        return WorkerError(
            f"a worker was ended from outside (exit code {member.exitcode})",
            fix="give it more memory or fewer --workers; what came before is done",
        )

    def dismiss(self) -> None:
        """End all workers, those at work too; a later run hires others."""
        for pipe, member in self._members.items():
            if self._held[pipe]:
                member.terminate()
            pipe.close()
        for member in self._members.values():
            member.join(PATIENCE)
            if member.is_alive():
                member.kill()
                member.join()
        self._members, self._held, self._done = {}, {}, {}


@contextmanager
def _interrupts_held() -> Iterator[None]:
    """Let a new process start with interrupts held back, until it says that it ignores them."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _serve(work: Callable[[Any], Any], pipe: Connection) -> None:
    """Answer jobs until the other end of the pipe is closed."""
    # Ctrl-C reaches every process of the terminal; only the one that talks to the user answers it.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    waiting: SimpleQueue[tuple[Any] | None] = SimpleQueue()
    # A thread of its own reads, so that neither end can wait for ever for the other to take what it sends.
    Thread(target=_read, args=(pipe, waiting), daemon=True).start()
    while (message := waiting.get()) is not None:
        try:
            result = (True, work(*message))
        except Exception as error:
            result = (False, error)
        try:
            pipe.send(result)
        except OSError:
            return


def _read(pipe: Connection, waiting: SimpleQueue[tuple[Any] | None]) -> None:
    with suppress(EOFError, OSError):
        while True:
            waiting.put((pipe.recv(),))
    waiting.put(None)
