"""Jobs → frames, through a pool of processes that are killed when a limit is passed and replaced at once."""

from __future__ import annotations

import asyncio
import os
import sys
from collections import Counter, deque
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from pathlib import Path

import msgspec

from kg.errors import KgError
from kg.view.endpoint import frames
from kg.view.endpoint.job import Job
from kg.view.endpoint.limits import Limits
from kg.view.endpoint.refusal import Refusal

_START_SECONDS = 30.0
_NO_DATA = "-"


class Worker:
    """One child process with one generation open; it answers one job at a time."""

    def __init__(self, process: asyncio.subprocess.Process, generation: str) -> None:
        self.process = process
        self.generation = generation
        self.jobs = 0
        self.busy = False

    @property
    def alive(self) -> bool:
        """Whether the process still runs, as far as is known."""
        # The end of its output is seen before its exit code is.
        return self.process.returncode is None and self.process.stdout is not None and not self.process.stdout.at_eof()

    async def run(self, job: Job, limits: Limits) -> AsyncIterator[tuple[bytes, bytes]]:
        """Yield the frames of the answer up to and with END.

        Raises:
            Refusal: the worker refused, passed its time, or died. In the last two cases it must not be used again,
                which `busy` tells.
        """
        self.busy = True
        self.jobs += 1
        budget = limits.seconds
        clock = asyncio.get_running_loop().time
        self._send(frames.pack(frames.JOB, job.to_json()))
        while True:
            asked = clock()
            try:
                async with asyncio.timeout(budget):
                    kind, payload = await self._frame()
            except TimeoutError:
                raise Refusal(503, f"the query was stopped after {limits.seconds:g} seconds", retry=30) from None
            budget -= clock() - asked
            if kind == frames.REFUSED:
                self.busy = False
                raise Refusal(**msgspec.json.decode(payload))
            yield kind, payload
            if kind == frames.END:
                self.busy = False
                return

    def _send(self, data: bytes) -> None:
        assert self.process.stdin is not None
        with suppress(OSError):  # a dead worker is noticed when its answer is read
            self.process.stdin.write(data)

    async def _frame(self) -> tuple[bytes, bytes]:
        assert self.process.stdout is not None
        try:
            kind, length = frames.PREFIX.unpack(await self.process.stdout.readexactly(frames.PREFIX.size))
            return kind, await self.process.stdout.readexactly(length)
        except (asyncio.IncompleteReadError, ConnectionError):
            raise await self._death() from None

    async def ready(self) -> None:
        """Wait until the index is open.

        Raises:
            Refusal: it could not be opened.
        """
        try:
            async with asyncio.timeout(_START_SECONDS):
                await self._frame()
        except (Refusal, TimeoutError):
            await self.kill()
            raise Refusal(503, "the index cannot be opened at the moment", retry=30) from None

    async def _death(self) -> Refusal:
        code = await self.process.wait()
        if code == -11:
            return Refusal(400, "the query is too deeply nested or chains too many parts for the engine")
        if code == -9:
            return Refusal(503, "the process that ran the query was ended by the system", fix="try again", retry=2)
        return Refusal(503, "the query needed more memory than one query may use", retry=30)

    async def kill(self) -> None:
        """End the process and collect it."""
        with suppress(ProcessLookupError):
            self.process.kill()
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.close()
        # A full pipe is not read any more, so its end would never be seen and `wait` never return.
        while await self.process.stdout.read(1 << 20):
            pass
        await self.process.wait()


class Pool:
    """At most `limits.workers` processes, some of them idle with the newest generation open.

    `current_generation` gives the folder to serve, or None (or a folder that does not exist) while there is none; it
    is asked for each query, so a new generation is served from the next query on while running ones keep theirs.
    """

    def __init__(self, current_generation: Callable[[], Path | None], limits: Limits) -> None:
        self._current_generation = current_generation
        self._limits = limits
        self._idle: deque[Worker] = deque()
        self._running: Counter[str] = Counter()
        self._freed = asyncio.Condition()
        self._tasks: set[asyncio.Task[None]] = set()
        self._closed = False

    async def start(self) -> None:
        """Start the first worker before returning and the others behind."""
        await self._refill(1)
        self._later(self._limits.workers)

    async def close(self) -> None:
        """End every idle worker; those at work end with their requests."""
        self._closed = True
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        while self._idle:
            await self._idle.popleft().kill()

    def generation(self) -> str:
        """Return the folder to serve as an absolute path, or `-` for none.

        Raises:
            Refusal: it cannot be told.
        """
        try:
            folder = self._current_generation()
        except (KgError, OSError):
            raise Refusal(503, "the index cannot be found at the moment", retry=30) from None
        return str(folder.resolve()) if folder is not None and folder.is_dir() else _NO_DATA

    @asynccontextmanager
    async def worker(self, client: str) -> AsyncIterator[Worker]:
        """Lend a worker to one client; it is killed on the way out when it did not finish its job.

        Raises:
            Refusal: 503, all workers are busy, or as many as one client may have.
        """
        await self._take_turn(client)
        worker: Worker | None = None
        try:
            worker = await self._fetch()
            yield worker
        finally:
            await asyncio.shield(self._give_back(client, worker))

    async def _take_turn(self, client: str) -> None:
        limits = self._limits
        try:
            async with asyncio.timeout(limits.queue_seconds), self._freed:
                await self._freed.wait_for(lambda: self._has_turn(client))
                self._running[client] += 1
        except TimeoutError:
            whose = "this client's" if self._running[client] >= limits.per_client else "all"
            raise Refusal(503, f"{whose} query processes are busy", fix="try again", retry=2) from None

    def _has_turn(self, client: str) -> bool:
        limits = self._limits
        return self._running.total() < limits.workers and self._running[client] < limits.per_client

    async def _fetch(self) -> Worker:
        generation = self.generation()
        while self._idle:
            worker = self._idle.popleft()
            if worker.alive and worker.generation == generation:
                return worker
            await worker.kill()
        return await self._spawn(generation)

    async def _give_back(self, client: str, worker: Worker | None) -> None:
        spent = worker is None or worker.busy or not worker.alive or worker.jobs >= self._limits.worker_queries
        if worker is not None:
            if spent or self._closed:
                await worker.kill()
            else:
                self._idle.append(worker)
        async with self._freed:
            self._running[client] -= 1
            self._running += Counter()  # forgets clients without queries
            self._freed.notify_all()
        if spent:
            self._later(1)

    def _later(self, count: int) -> None:
        if not self._closed:
            task = asyncio.create_task(self._refill(count))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    async def _refill(self, count: int) -> None:
        """Start workers ahead of need; a failure shows when a query needs one."""
        for _ in range(count):
            if self._running.total() + len(self._idle) >= self._limits.workers:
                return
            with suppress(Refusal):
                self._idle.append(await self._spawn(self.generation()))

    async def _spawn(self, generation: str) -> Worker:
        root = str(Path(__file__).resolve().parents[3])
        kept = {
            key: value for key, value in os.environ.items() if key in ("PATH", "LANG", "SYSTEMROOT", "LD_LIBRARY_PATH")
        }
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "kg.view.endpoint.worker",
            generation,
            str(self._limits.memory),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.DEVNULL,
            # Arenas of the C library reserve address space by the thread and would eat the memory limit.
            env=kept | {"PYTHONPATH": root, "MALLOC_ARENA_MAX": "2", "PYTHONDONTWRITEBYTECODE": "1"},
        )
        worker = Worker(process, generation)
        try:
            await worker.ready()
        except BaseException:
            await worker.kill()
            raise
        return worker
