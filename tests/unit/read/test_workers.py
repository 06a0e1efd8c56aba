from __future__ import annotations

import math
import operator
import os
import time
from collections.abc import Generator, Iterator
from functools import partial

import pytest

from kg.errors import WorkerError
from kg.read.workers import AHEAD, HELD, Crew


def test_results_come_in_the_order_of_the_jobs() -> None:
    with Crew[int, int](operator.neg, 2) as crew:
        assert list(crew.ordered(range(50))) == [-n for n in range(50)]
        assert list(crew.ordered([7])) == [-7], "the workers stay for another run"


def test_no_worker_is_started_for_nothing() -> None:
    with Crew[int, int](operator.neg, 2) as crew:
        assert list(crew.ordered([])) == []
        assert not crew.members


def test_jobs_and_results_larger_than_a_pipe_holds_do_not_block() -> None:
    jobs = [b"x" * 1_000_000] * 6
    with Crew(bytes.upper, 1) as crew:
        assert [len(result) for result in crew.ordered(jobs)] == [1_000_000] * 6


def test_what_a_job_raises_is_raised_in_its_turn() -> None:
    with Crew(math.sqrt, 1) as crew:
        results = crew.ordered([4.0, -1.0, 9.0])
        assert next(results) == 2.0
        with pytest.raises(ValueError, match="domain"):
            next(results)
        assert not crew.members


def test_a_worker_ended_from_outside_is_told() -> None:
    with Crew(os._exit, 1) as crew, pytest.raises(WorkerError, match="exit code 9"):
        list(crew.ordered([9]))


def test_workers_end_when_the_caller_stops_early() -> None:
    with Crew(time.sleep, 1) as crew:
        results = crew.ordered([0, 600])
        next(results)
        (member,) = crew.members
        assert isinstance(results, Generator)
        results.close()
    assert not member.is_alive()


def test_jobs_are_taken_only_so_far_ahead() -> None:
    taken: list[int] = []

    def jobs() -> Iterator[int]:
        for number in range(1000):
            taken.append(number)
            yield number

    with Crew(partial(operator.add, 1), 1) as crew:
        next(crew.ordered(jobs()))
    assert len(taken) <= AHEAD


def test_what_is_done_goes_out_before_more_is_read() -> None:
    given: list[int] = []

    def stream() -> Iterator[int]:
        for number in range(10):
            assert len(given) > number - HELD, "a stream that waits for its answers is not read ahead of them"
            yield number

    with Crew[int, int](operator.neg, 1) as crew:
        for result in crew.ordered(stream()):
            given.append(result)
    assert len(given) == 10
