from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from kg.errors import KnowledgeError
from kg.facts import Facts
from kg.lexicon import load_lexicon
from kg.read import lexicon_check
from kg.read.lexicon_check import Check, check_lexicons
from kg.read.lexicon_coverage import coverage
from kg.read.lexicon_entries import Finding

HEAD = "title: test\nrules:\n"
RULE = """- rule: call.verb
  event: PhoneCall
  verbs: [telephone]
  roles: {subject: participant, object: participant}
  needs_all: [participant]
  source: test
  examples:
  - {text: "Giorgia Meloni telephoned Donald Tusk.", gives: PhoneCall, status: occurred,
     roles: {participant: Donald Tusk}}
  - {text: "Giorgia Meloni wrote a letter.", gives: none}
"""
FRAMES = "".join(f"- {{rule: frame.{name}, event: {name}, source: test}}\n" for name in ("Statement",))


@pytest.fixture
def check(tmp_path: Path, nlp: Any, facts: Facts) -> Any:
    def run(text: str, **options: Any) -> Check:
        path = tmp_path / "own.yaml"
        path.write_text(text, encoding="utf-8")
        return check_lexicons(nlp=nlp, facts=facts, sources=[path], **options)

    return run


def only(result: Check) -> Finding:
    (finding,) = result.findings
    return finding


def test_a_sound_rule_gives_no_finding(check: Any) -> None:
    result = check(HEAD + RULE + FRAMES)
    assert result.findings == ()
    assert (result.rules, result.examples) == (2, 2)


def test_an_example_that_does_not_fire_is_named_with_file_line_and_reason(check: Any) -> None:
    finding = only(check(HEAD + RULE.replace("verbs: [telephone]", "verbs: [ring up]") + FRAMES))
    assert finding.where == "own.yaml:10"
    assert finding.entry == "call.verb"
    assert "did not fire" in finding.problem


def test_a_near_miss_that_fires_is_a_finding(check: Any) -> None:
    finding = only(check(HEAD + RULE.replace("wrote a letter", "telephoned Donald Tusk") + FRAMES))
    assert "should give nothing, gives PhoneCall" in finding.problem


def test_a_wrong_status_is_told_with_the_reasons(check: Any) -> None:
    finding = only(check(HEAD + RULE.replace("occurred", "cancelled") + FRAMES))
    assert "status should be cancelled, is occurred (trigger" in finding.problem


def test_a_missing_participant_is_told_with_those_present(check: Any) -> None:
    finding = only(check(HEAD + RULE.replace("participant: Donald Tusk", "participant: Pedro Sánchez") + FRAMES))
    assert "participant should be 'Pedro Sánchez', is Giorgia Meloni, Donald Tusk" in finding.problem


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ("event: PhoneCall", "event: PhoneCal", "unknown class 'PhoneCal'"),
        ("needs_all: [participant]", "needs_all: [participants]", "unknown role or slot 'participants'"),
        ("{subject: participant,", "{subjct: participant,", "unknown slot 'subjct'"),
        ("{subject: participant,", "{object-wth: participant,", "unknown slot 'object-wth'"),
        ("source: test", "source: test\n  cameo: '999'", "unknown CAMEO code '999'"),
        ("source: test", "source: test\n  plover: CONSULT/smoke", "no PLOVER CONSULT/smoke"),
        ("source: test", "source: test\n  kinds: {subject: [robot]}", "unknown kind 'robot'"),
        ("source: test", "source: ''", "no source"),
        ("verbs: [telephone]", "verbs: [telephone, telephone]", "trigger 'telephone' stands there twice"),
    ],
)
def test_wrong_names_are_found_at_the_rule(check: Any, old: str, new: str, problem: str) -> None:
    found = check(HEAD + RULE.replace(old, new, 1) + FRAMES).findings
    assert any(f.problem == problem and f.where == "own.yaml:3" for f in found), found


def test_a_rule_without_near_miss_is_found(check: Any) -> None:
    text = "".join(line for line in RULE.splitlines(keepends=True) if "gives: none" not in line)
    assert only(check(HEAD + text + FRAMES)).problem == "no near miss (gives: none)"


def test_an_unknown_key_is_found_at_its_rule(check: Any) -> None:
    finding = only(check(HEAD + FRAMES + RULE.replace("needs_all:", "needs_al:")))
    assert finding.where == "own.yaml:8"
    assert finding.problem == "Object contains unknown field `needs_al`"


def test_a_rule_defined_twice_is_found_and_nothing_is_run(check: Any) -> None:
    result = check(HEAD + RULE + RULE + FRAMES)
    assert only(result).problem == "defined already at own.yaml:3"
    assert result.examples == 0


def test_what_is_no_yaml_is_found_with_its_line(check: Any) -> None:
    finding = only(check("title: x\nrules: [\n"))
    assert finding.where.startswith("own.yaml:")
    assert "no YAML" in finding.problem


@pytest.mark.parametrize("old", ["verbs: [telephone]", "rule: call.verb"])
def test_an_empty_trigger_or_name_is_found_with_its_line(check: Any, old: str) -> None:
    finding = only(
        check(HEAD + RULE.replace(old, old.partition(":")[0] + (": ['']" if "[" in old else ": ''")) + FRAMES)
    )
    assert finding.problem == "Expected words, got an empty string"
    assert finding.where == ("own.yaml:5" if "[" in old else "own.yaml:3")


def test_a_key_that_stands_twice_is_found(check: Any) -> None:
    found = check(HEAD + RULE.replace("  source: test", "  source: test\n  event: Meeting") + FRAMES).findings
    assert found[0].where == "own.yaml:9"
    assert "'event' stands twice" in found[0].problem


def test_what_is_not_utf_8_is_found_with_its_line(tmp_path: Path, nlp: Any, facts: Facts) -> None:
    path = tmp_path / "own.yaml"
    path.write_bytes((HEAD + RULE).encode() + b"# caf\xe9\n")
    finding = only(check_lexicons(nlp=nlp, facts=facts, sources=[path]))
    assert (finding.where, finding.problem) == ("own.yaml:13", "is not UTF-8")


def test_a_file_that_cannot_be_read_is_found_whatever_rules_are_asked_for(check: Any) -> None:
    assert "no YAML" in only(check("title: x\nrules: [\n", only="call.")).problem


def test_other_words_that_cannot_be_read_are_a_finding(check: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken() -> None:
        raise KnowledgeError("no YAML", where="lexicons/en/stances.yaml:4")

    monkeypatch.setitem(lexicon_check._LOADERS, "stances.yaml", broken)
    result = check(HEAD + RULE + FRAMES)
    assert only(result).where == "lexicons/en/stances.yaml:4"
    assert (result.rules, result.examples) == (2, 0)


def test_only_the_rules_asked_for_are_run(check: Any) -> None:
    other = RULE.replace("call.verb", "ring.verb")
    assert check(HEAD + RULE + other + FRAMES, only="ring.").examples == 2


def test_coverage_counts_each_class_and_each_mode() -> None:
    rows = {(row.kind, row.name): row for row in coverage()}
    call, phone = rows["class", "PhoneCall"], rows["plover", "CONSULT/phone"]
    assert call.rules == sum(rule.event == "PhoneCall" for rule in load_lexicon().rules.values())
    assert phone.rules >= 1
    assert call.forms >= call.lemmas > 0
    assert call.examples >= 1
    assert call.near_misses >= 1


def test_coverage_shows_what_has_no_rule() -> None:
    assert next(row for row in coverage() if row.name == "Event").rules == 0
