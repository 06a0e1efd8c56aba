from __future__ import annotations

from pathlib import Path

import pytest

from kg import ontology
from tests.eval import floors, open_data, own, rows, update
from tests.eval.floors import Floors

BASELINE = floors.load()
SHARED = open_data.folder()
QUICK = open_data.present(SHARED) if SHARED else []


def test_no_number_on_the_own_sentences_is_below_its_floor() -> None:
    known = BASELINE[update.OWN]
    assert own.digest() == known.digest, "the own sentences have changed: run `make eval-update`"
    assert not known.below(own.measure())


def test_every_number_on_the_own_sentences_has_a_floor() -> None:
    assert set(own.Score().metrics()) <= set(BASELINE[update.OWN].floors)


@pytest.mark.skipif(SHARED is None, reason="the open data is absent: only the floors on the own sentences were tested")
@pytest.mark.parametrize("task", QUICK, ids=lambda task: task.name)
def test_no_number_on_open_data_is_below_its_floor(task: open_data.Task) -> None:
    assert SHARED is not None
    known = BASELINE[task.name]
    if open_data.digest(SHARED, task) != known.digest:
        pytest.skip("other data than that on which the floors were set")
    assert not known.below(open_data.measure(SHARED, task))


def test_the_own_sentences_are_many_and_cover_every_class() -> None:
    found = rows.load()
    assert len(found) >= 400
    assert sum(not row.events for row in found) >= 80
    expected = {name for row in found for event in row.events for name in event.types}
    abstract = {"Event", "SpeechAct", "Effect", "Interaction", "ForceEvent"}
    assert not set(ontology.event_types()) - expected - abstract


def test_a_number_below_its_floor_is_told() -> None:
    known = Floors("", {"event_f1": 0.8, "false_per_100": 4.0})
    assert known.below({"event_f1": 0.79, "false_per_100": 4.1}) == [
        "event_f1: 79.0, floor 80.0",
        "false_per_100: 4.1, ceiling 4.0",
    ]
    assert known.below({"event_f1": 0.81, "false_per_100": 3.9}) == []


def test_a_number_that_is_not_measured_is_below_its_floor() -> None:
    assert Floors("", {"event_f1": 0.8}).below({}) == ["event_f1: 0.0, floor 80.0"]


def test_floors_rise_and_do_not_fall() -> None:
    known = Floors("old", {"event_f1": 0.7, "status": 0.9})
    found, problems = update.renewed("own", "new", {"event_f1": 0.8, "status": 0.895}, known, [])
    assert found == Floors("new", {"event_f1": 0.785, "status": 0.9})
    assert problems == ["own status: 89.5, floor 90.0"]


def test_a_floor_falls_when_it_is_named() -> None:
    known = Floors("old", {"status": 0.9})
    found, problems = update.renewed("own", "old", {"status": 0.8}, known, ["own status"])
    assert (dict(found.floors), problems) == ({"status": 0.785}, [])


def test_no_floor_falls_without_a_line_in_the_changelog(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    changelog = tmp_path / "CHANGELOG.md"
    changelog.write_text("- Reads status anew.\n", encoding="utf-8")
    monkeypatch.setattr(update, "CHANGELOG", changelog)
    monkeypatch.setattr(update, "measured", lambda all_tasks: pytest.fail("nothing is to be measured"))
    assert update.main(["--lower", "own status"]) == 1
    assert "does not say why these floors fall: own status" in capsys.readouterr().out


def test_a_number_that_is_measured_no_more_keeps_its_floor_and_is_told() -> None:
    found, problems = update.renewed("own", "new", {}, Floors("old", {"status": 0.9}), [])
    assert dict(found.floors) == {"status": 0.9}
    assert problems == ["own status: not measured any more, floor 90.0"]


@pytest.mark.parametrize(
    ("line", "explained"),
    [
        ("- Floors that fell: `own status` 78.5 (new sentences).", True),
        ("- Floors that fell: `own status` 85.0 (an earlier time).", False),
        ("- Floors that fell: `own roles` 78.5.", False),
    ],
)
def test_a_line_of_the_changelog_names_the_value_to_which_a_floor_falls(line: str, explained: bool) -> None:
    told = list(
        update.unexplained("own", Floors("", {"status": 0.9}), Floors("", {"status": 0.785}), f"# Log\n{line}\n")
    )
    assert (told == []) is explained


def test_a_floor_that_rises_needs_no_line() -> None:
    assert list(update.unexplained("own", Floors("", {"status": 0.7}), Floors("", {"status": 0.8}), "")) == []


def test_without_the_file_of_floors_none_are_made_up(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(floors, "BASELINE", tmp_path / "baseline.json")
    monkeypatch.setattr(update, "measured", lambda all_tasks: pytest.fail("nothing is to be measured"))
    assert update.main([]) == 1
    assert "is missing" in capsys.readouterr().out


def test_every_floor_belongs_to_a_task_that_is_measured() -> None:
    assert set(BASELINE) <= {update.OWN, *(task.name for task in open_data.TASKS)}
    for task in open_data.TASKS:
        assert set(BASELINE[task.name].floors) == set(task.metrics)


def test_floors_edited_by_hand_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "baseline.json"
    floors.save({"own": Floors("x", {"status": 0.9})}, path)
    assert floors.load(path) == {"own": Floors("x", {"status": 0.9})}
    path.write_text(path.read_text(encoding="utf-8").replace("0.9", "0.1"), encoding="utf-8")
    with pytest.raises(ValueError, match="edited by hand"):
        floors.load(path)
