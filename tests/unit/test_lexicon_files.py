"""What stops a run: a lexicon file that is wrong, told with file and line."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from kg import lexicon
from kg.errors import KnowledgeError
from kg.lexicon import load_lexicon
from kg.yaml_file import Loader

RULES = """title: test
rules:
- rule: call.verb
  event: PhoneCall
  verbs: [ring]
  source: test
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(lexicon, "event_files", lambda language: sorted(tmp_path.glob("*.yaml")))
    return tmp_path


def problem(folder: Path, text: str) -> str:
    (folder / "own.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(KnowledgeError) as caught:
        load_lexicon.__wrapped__()
    return str(caught.value)


def test_sound_files_are_read(folder: Path) -> None:
    (folder / "own.yaml").write_text(RULES, encoding="utf-8")
    assert set(load_lexicon.__wrapped__().rules) == {"call.verb"}


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("event: PhoneCall", "event: PhoneCal", "own.yaml:3: no event class 'PhoneCal' (rule call.verb)\n"),
        ("verbs: [ring]", "verbs: ring", "own.yaml:5: Expected `array`, got `str`\n"),
        ("verbs: [ring]", "verbs: [' ']", "own.yaml:5: Expected words, got an empty string\n"),
        ("verbs: [ring]", "verb: [ring]", "own.yaml:5: Object contains unknown field `verb`\n"),
        ("  source: test\n", "", "own.yaml:3: Object missing required field `source`\n"),
        ("verbs: [ring]", "verbs: [ring", "own.yaml:6: no YAML: "),
        ("  event", "\tevent", "own.yaml:4: no YAML: "),
    ],
)
def test_a_wrong_file_stops_the_run_with_file_and_line(folder: Path, old: str, new: str, expected: str) -> None:
    told = problem(folder, RULES.replace(old, new))
    assert told.startswith(expected)
    assert "\n  fix: " in told


def test_one_name_for_two_rules_stops_the_run_at_the_second(folder: Path) -> None:
    (folder / "first.yaml").write_text(RULES, encoding="utf-8")
    assert problem(folder, RULES).startswith("own.yaml:3: rule 'call.verb' is defined twice\n")


def test_only_the_whole_words_true_and_false_are_truth_values() -> None:
    values = yaml.load("[falsehood, true, trueborn, false, on, off]", Loader=Loader)
    assert values == ["falsehood", True, "trueborn", False, "on", "off"]
