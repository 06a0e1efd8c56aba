from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from kg.model import (
    Article,
    Attribution,
    Certainty,
    EventMention,
    Extraction,
    Granularity,
    Kind,
    Mention,
    Polarity,
    Quantity,
    Role,
    RoleFiller,
    Span,
    Status,
    TimeExpression,
)
from tests.eval.edtf import bounds
from tests.eval.own import Score, score
from tests.eval.rows import Row, RowError, load

TEXT = "Peru met Chile in Lima on Monday, Reuters said."
YAML = """
- text: Peru met Chile in Lima on Monday, Reuters said.
  published: 2021-03-10
  events:
  - {type: Meeting, trigger: met, roles: {participant: Peru | Chile}, time: 2021-03-08, place: Lima, by: Reuters}
"""


def rows_of(tmp_path: Path, yaml: str = YAML) -> list[Row]:
    (tmp_path / "meetings.yaml").write_text(yaml, encoding="utf-8")
    return load(tmp_path)


def span(words: str) -> Span:
    start = TEXT.index(words)
    return Span(start=start, end=start + len(words), text=words)


def mention(name: str, words: str) -> Mention:
    at = span(words)
    return Mention(id=name, start=at.start, end=at.end, text=words, kind=Kind.STATE, name=words)


def reading(type_: str = "Meeting", *roles: tuple[Role, str], day: date = date(2021, 3, 8)) -> Extraction:
    """A reading of TEXT that is right in all that is not said otherwise."""
    at = span("Monday")
    event = EventMention(
        id="e1",
        type=type_,
        trigger=span("met"),
        roles=tuple(RoleFiller(role=role, mention=name) for role, name in roles)
        or (RoleFiller(role=Role.PARTICIPANT, mention="m1"), RoleFiller(role=Role.PARTICIPANT, mention="m2")),
        status=Status.OCCURRED,
        polarity=Polarity.POSITIVE,
        certainty=Certainty.CERTAIN,
        time="t1",
        place="m3",
        quantities=(Quantity(measure="people", value=2, comparator="=", start=0, end=4, text="Peru"),),
        plover=None,
        cameo=None,
        attributions=("a1",),
        about=(),
        evidence=span(TEXT),
        confidence=1.0,
        rule="test",
    )
    return Extraction(
        article=Article(id="meetings-1", text=TEXT),
        mentions=(mention("m1", "Peru"), mention("m2", "Chile"), mention("m3", "Lima"), mention("m4", "Reuters")),
        times=(
            TimeExpression(
                id="t1", start=at.start, end=at.end, text=at.text, edtf=day.isoformat(), earliest=day, latest=day,
                granularity=Granularity.DAY, rule="test",
            ),
        ),
        attributions=(Attribution(id="a1", source=span("Reuters"), mention="m4", cue=span("said"), content=None),),
        events=(event,),
    )  # fmt: skip


def scored(tmp_path: Path, given: Extraction, yaml: str = YAML) -> Score:
    return score(rows_of(tmp_path, yaml), [given])


def test_a_right_reading_scores_full_marks_but_for_a_number_nobody_gave(tmp_path: Path) -> None:
    numbers = scored(tmp_path, reading()).metrics()
    shares = {name: value for name, value in numbers.items() if not name.startswith(("quantities", "false"))}
    assert set(shares.values()) == {1.0}
    assert (numbers["quantities_p"], numbers["false_per_100"]) == (0.0, 0.0)


def test_a_parent_class_counts_half(tmp_path: Path) -> None:
    assert scored(tmp_path, reading("Summit")).metrics()["event_f1"] == 0.5


def test_another_class_is_a_miss_and_a_false_event(tmp_path: Path) -> None:
    total = scored(tmp_path, reading("Vote"))
    assert (total.events.hits, total.events.expected, total.events.given, total.false) == (0, 1, 1, 1)


def test_a_missing_and_a_wrong_filler_are_counted(tmp_path: Path) -> None:
    given = reading("Meeting", (Role.PARTICIPANT, "m1"), (Role.HOST, "m2"))
    roles = scored(tmp_path, given).fields["roles"]
    assert (roles.hits, roles.expected, roles.given) == (1, 2, 2)


def test_a_filler_that_may_be_given_does_not_count(tmp_path: Path) -> None:
    given = reading("Meeting", (Role.PARTICIPANT, "m1"), (Role.PARTICIPANT, "m2"), (Role.HOST, "m2"))
    roles = scored(tmp_path, given, YAML.replace("time:", "may: {host: Chile}, time:")).fields["roles"]
    assert (roles.hits, roles.expected, roles.given) == (2, 2, 2)


def test_another_day_is_a_wrong_time(tmp_path: Path) -> None:
    assert scored(tmp_path, reading(day=date(2021, 3, 15))).metrics()["time_f1"] == 0.0


def test_a_field_that_is_not_judged_is_not_counted(tmp_path: Path) -> None:
    total = scored(tmp_path, reading(day=date(2021, 3, 15)), YAML.replace("time: 2021-03-08", 'time: "?"'))
    assert "time" not in total.fields


def test_an_optional_event_counts_neither_way(tmp_path: Path) -> None:
    yaml = YAML.replace("by: Reuters", "optional: true")
    events = scored(tmp_path, reading(), yaml).events
    assert (events.expected, events.given) == (0, 0)


def test_an_event_in_a_sentence_without_one_is_false(tmp_path: Path) -> None:
    total = scored(tmp_path, reading(), f"- {{text: '{TEXT}', published: 2021-03-10}}\n")
    assert total.metrics()["false_on_none_per_100"] == 100.0


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ("type: Party", "no such value: 'Party'"),
        ("type: Meeting, status: gone", "no such value: 'gone'"),
        ("type: Meeting, colour: red", "unknown key colour"),
        ("type: Meeting, roles: {guest: Peru}", "unknown key guest"),
        ("type: Meeting, roles: {host: Bolivia}", "not in the text: 'Bolivia'"),
        ("type: Meeting, quantities: {apples: = 2}", "no such quantity: apples"),
    ],
)
def test_a_row_that_says_what_cannot_be_is_refused(tmp_path: Path, wrong: str, message: str) -> None:
    row = f"- {{text: Peru met Chile., published: 2021-03-10, events: [{{trigger: met, {wrong}}}]}}\n"
    with pytest.raises(RowError, match=rf"meetings\.yaml, row 1.*{message}"):
        rows_of(tmp_path, row)


@pytest.mark.parametrize(
    ("value", "first", "last"),
    [
        ("2020", date(2020, 1, 1), date(2020, 12, 31)),
        ("2013-24", date(2013, 12, 1), date(2014, 2, 28)),
        ("2022-11-14/..", date(2022, 11, 14), None),
        ("2020-01-11/2020-01-12", date(2020, 1, 11), date(2020, 1, 12)),
    ],
)
def test_a_time_gives_its_first_and_last_day(value: str, first: date | None, last: date | None) -> None:
    assert bounds(value) == (first, last)


def test_all_attributions_of_a_row_that_tells_them_are_compared(tmp_path: Path) -> None:
    right = YAML + "  said: ['Reuters | said | ?']\n"
    wrong = YAML + "  said: ['Peru | said | ?', 'Reuters | met | ?']\n"
    shares = scored(tmp_path, reading(), right).metrics()
    assert (shares["attributions_f1"], shares["cues"]) == (1.0, 1.0)
    assert scored(tmp_path, reading(), wrong).metrics()["attributions_f1"] == 0.0
    assert "attributions_f1" not in scored(tmp_path, reading()).metrics()


def test_words_of_attribution_that_are_not_in_the_text_are_refused(tmp_path: Path) -> None:
    with pytest.raises(RowError, match="not in the text"):
        rows_of(tmp_path, YAML + "  said: ['Reuters | claimed | ?']\n")
