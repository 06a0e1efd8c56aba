from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from kg.errors import StoreError
from kg.graph import rdf
from kg.graph.generation import ensure_generation, folder_of, follow, newest, open_current
from kg.graph.lock import lock_for_writing
from kg.graph.store import Store
from tests.unit.graph.random_graph import RandomGraph

# A child that builds the index of the store in argv[1] and, told so, stops for ever just before it is finished.
BUILD = """
import sys, time, resource
from kg.graph import generation
from kg.graph.store import Store
if "stall" in sys.argv:
    load = generation._load
    def stalling(store, building):
        load(store, building)
        print("loaded", flush=True)
        time.sleep(60)
    generation._load = stalling
if "full" in sys.argv:
    resource.setrlimit(resource.RLIMIT_FSIZE, (40_000, 40_000))
with Store.open(sys.argv[1]) as store:
    generation.ensure_generation(store)
"""


def change(path: Path, seed: int = 8) -> None:
    with Store.open(path, write=True) as store:
        store.write_fused(RandomGraph(7).fused, rules=f"random {seed}")


def names(path: Path) -> list[str]:
    return sorted(child.name for child in folder_of(path).iterdir())


def test_an_index_holds_every_quad_of_the_store(store: Store) -> None:
    index = ensure_generation(store).open()
    assert len(index) == len(list(rdf.lines(store)))


def test_an_index_that_is_up_to_date_is_not_built_again(store: Store) -> None:
    first = ensure_generation(store)
    made = (first.path / "manifest.json").stat().st_mtime_ns
    assert ensure_generation(store) == first
    assert (first.path / "manifest.json").stat().st_mtime_ns == made


def test_a_store_that_changed_gets_a_new_generation(store: Store) -> None:
    first = ensure_generation(store)
    change(store.path)
    second = ensure_generation(store)
    assert second.id != first.id
    assert newest(store.path) == second


def test_two_stores_of_the_same_content_have_generations_of_the_same_id(tmp_path: Path) -> None:
    ids = []
    for key in "ab":
        with RandomGraph(3).write(tmp_path / f"{key}.kg") as made:
            ids.append(ensure_generation(made).id)
    assert ids[0] == ids[1]


def test_a_generation_that_no_reader_has_open_is_removed_by_the_next_build(store: Store) -> None:
    first = ensure_generation(store)
    change(store.path)
    ensure_generation(store)
    assert not first.path.exists()


def test_a_generation_that_a_reader_has_open_stays_and_answers(store: Store) -> None:
    first = ensure_generation(store)
    index = first.open()
    change(store.path)
    ensure_generation(store)
    assert first.path.exists()
    assert len(list(index.quads_for_pattern(None, None, None, None))) == first.quads
    first.release()
    change(store.path, 9)
    ensure_generation(store)
    assert not first.path.exists()


def test_an_index_is_opened_read_only(store: Store) -> None:
    index = open_current(store.path)
    with pytest.raises((OSError, RuntimeError, ValueError)):
        index.add(next(index.quads_for_pattern(None, None, None, None)))


def test_a_second_builder_is_refused_at_once_with_the_name_of_the_lock(store: Store) -> None:
    folder_of(store.path).mkdir()
    with (
        lock_for_writing(folder_of(store.path) / "build"),
        pytest.raises(StoreError, match=r"another process, which holds the lock .*build\.lock"),
    ):
        ensure_generation(store)


def test_the_finished_generation_is_served_while_another_process_builds(store: Store) -> None:
    first = ensure_generation(store)
    change(store.path)
    with lock_for_writing(folder_of(store.path) / "build"):
        assert len(open_current(store.path)) == first.quads
    first.release()


def test_a_build_that_is_killed_leaves_the_old_generation_served_and_nothing_after_the_next(store: Store) -> None:
    first = ensure_generation(store)
    change(store.path)
    child = subprocess.Popen([sys.executable, "-c", BUILD, str(store.path), "stall"], stdout=subprocess.PIPE)
    assert child.stdout is not None
    assert child.stdout.readline() == b"loaded\n"
    child.kill()
    child.wait()
    child.stdout.close()
    assert newest(store.path) == first
    assert any(name.startswith("building-") for name in names(store.path))
    second = ensure_generation(store)
    assert names(store.path) == ["CURRENT", "build.lock", f"gen-{second.id}"]


def test_a_full_disk_is_one_clear_error_and_leaves_the_old_generation_served(store: Store) -> None:
    first = ensure_generation(store)
    change(store.path)
    child = subprocess.run(
        [sys.executable, "-c", BUILD, str(store.path), "full"], capture_output=True, text=True, check=False
    )
    assert "StoreError" in child.stderr
    assert "make room" in child.stderr
    assert newest(store.path) == first
    assert names(store.path) == ["CURRENT", "build.lock", f"gen-{first.id}"]


@pytest.mark.parametrize("damage", ["CURRENT", "manifest.json", "gone"])
def test_an_index_that_is_damaged_is_built_again(store: Store, damage: str) -> None:
    first = ensure_generation(store)
    if damage == "CURRENT":
        (folder_of(store.path) / "CURRENT").write_bytes(b"\xff\x00")
    elif damage == "gone":
        for path in first.path.glob("*.sst"):
            path.unlink()
    else:
        (first.path / damage).write_text("{")
    assert len(open_current(store.path)) == first.quads
    first.release()


def test_a_folder_that_cannot_be_made_is_a_clear_error(store: Store) -> None:
    folder_of(store.path).write_text("in the way")
    with pytest.raises(StoreError, match="cannot be built"):
        ensure_generation(store)


def test_there_is_no_newest_generation_before_the_first_is_built(store: Store) -> None:
    assert newest(store.path) is None


def test_a_server_follows_the_newest_generation_and_holds_the_one_before(store: Store) -> None:
    current = follow(store.path)
    assert current() is None
    made = []
    for number in range(4):
        change(store.path, number)
        made.append(ensure_generation(store))
        assert current() == made[-1].path
    change(store.path, len(made))
    ensure_generation(store)
    assert [generation.path.exists() for generation in made] == [False, False, True, True]
    for generation in made:
        generation.release()
