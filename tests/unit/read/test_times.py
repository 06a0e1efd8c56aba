"""Time expressions: every example of the rule file, and what holds for any article."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from itertools import pairwise

import pytest

from kg.model import Granularity
from kg.read.parsed import ParsedArticle
from kg.read.times import find_times
from kg.read.times_frames import FRAME_OPERATIONS
from kg.read.times_grammar import TimeExample, load_grammar, read_grammar_file
from kg.read.times_resolve import OPERATIONS
from kg.read.times_scan import scan

Parse = Callable[..., ParsedArticle]
WEDNESDAY = date(2021, 3, 10)


def examples() -> Iterator[tuple[str, TimeExample]]:
    source = read_grammar_file()
    for rule in source.rules:
        yield from ((rule.rule, example) for example in rule.examples)
    for frame in source.frames:
        yield from ((frame.frame, example) for example in frame.examples)
    yield from (("text", example) for example in source.examples)


def values(parsed: ParsedArticle) -> dict[str, str | None]:
    return {time.text: time.edtf for time in find_times(parsed)}


def rules(parsed: ParsedArticle) -> dict[str, str]:
    return {time.text: time.rule for time in find_times(parsed)}


def name(item: tuple[str, TimeExample]) -> str:
    return f"{item[0]}: {item[1].text}"


@pytest.mark.parametrize("item", list(examples()), ids=name)
def test_rule_gives_what_its_example_says(item: tuple[str, TimeExample], parse: Parse) -> None:
    _, example = item
    found = find_times(parse(example.text, example.published))
    assert {time.text: time.edtf for time in found} == dict(example.expect)
    ids, grains = {time.text: time.rule for time in found}, {time.text: time.granularity for time in found}
    assert {text: ids[text] for text in example.rules} == dict(example.rules)
    assert {text: str(grains[text]) for text in example.granularity} == dict(example.granularity)


def test_rule_file_carries_more_than_120_examples() -> None:
    assert len(list(examples())) > 120


def test_every_rule_and_frame_names_an_operation_and_a_source() -> None:
    source = read_grammar_file()
    assert {rule.op for rule in source.rules} <= set(OPERATIONS)
    assert {frame.op for frame in source.frames} <= set(FRAME_OPERATIONS)
    assert all(rule.source for rule in source.rules)
    assert all(frame.source for frame in source.frames)


LONG = (
    "LAGOS, March 10 (Agency) — The ministers met on Monday and will meet again next week, officials said. "
    "The first round was held two weeks ago. It ended without a text. The delegations flew home the following day. "
    "By the end of the month they want to sign. The road has been shut since January. In 2015 they had failed."
)


def test_expressions_are_in_text_order_and_do_not_overlap(parse: Parse) -> None:
    found = find_times(parse(LONG))
    assert all(one.end <= two.start for one, two in pairwise(found))
    assert [time.id for time in found] == [f"t{number}" for number in range(1, len(found) + 1)]


def test_offsets_cut_out_the_text(parse: Parse) -> None:
    assert all(LONG[time.start : time.end] == time.text for time in find_times(parse(LONG)))


def test_offsets_are_code_points(parse: Parse) -> None:
    text = "🕊️ «Ça va», said the envoy — he left on Monday."
    assert [text[time.start : time.end] for time in find_times(parse(text))] == ["Monday"]


def test_bounds_are_those_of_the_value(parse: Parse) -> None:
    by_text = {time.text: time for time in find_times(parse(LONG))}
    week, deadline, since = by_text["next week"], by_text["By the end of the month"], by_text["since January"]
    assert (week.earliest, week.latest) == (date(2021, 3, 15), date(2021, 3, 21))
    assert (deadline.earliest, deadline.latest) == (None, date(2021, 3, 31))
    assert (since.earliest, since.latest) == (date(2021, 1, 1), None)


def test_without_a_publication_day_relative_times_are_marked_without_value(parse: Parse) -> None:
    parsed = parse("He left yesterday, met her on Monday and signed it on 5 May 2019 or in 2020, two weeks ago.", None)
    assert values(parsed) == {
        "yesterday": None,
        "Monday": None,
        "5 May 2019": "2019-05-05",
        "2020": "2020",
        "two weeks ago": None,
    }
    unresolved = [time for time in find_times(parsed) if time.edtf is None]
    assert all(time.earliest is None and time.latest is None for time in unresolved)


def test_without_a_publication_day_a_later_day_counts_from_an_absolute_one(parse: Parse) -> None:
    assert values(parse("They signed on 5 May 2019. He flew home two days later.", None)) == {
        "5 May 2019": "2019-05-05",
        "two days later": "2019-05-07",
    }


# ---- publication-day skew: header Saturday 25 October 2025, told from Sunday 26
SATURDAY = date(2025, 10, 25)


def test_the_day_of_speech_after_the_header_is_the_day_of_writing(parse: Parse) -> None:
    parsed = parse("Rockets fell overnight, officials said on Sunday. He spoke on Saturday of two more.", SATURDAY)
    assert values(parsed) == {"overnight": "2025-10-25/2025-10-26", "Sunday": "2025-10-26", "Saturday": "2025-10-25"}


@pytest.mark.parametrize(
    "text",
    [
        "The minister resigned on Sunday.",
        "The minister resigned on Sunday, a spokesman said on Friday.",
        "Officials said on Sunday that talks would be held. They will meet again on Sunday.",
        "OSLO, October 25 — Officials said on Sunday that the envoy had left.",
        "The office said last Sunday that the envoy had left.",
    ],
)
def test_a_weekday_six_days_back_stays_there_without_evidence_of_skew(text: str, parse: Parse) -> None:
    found = [time for time in find_times(parse(text, SATURDAY)) if time.text.endswith("Sunday")]
    assert found[0].edtf == "2025-10-19"


def test_a_sunday_article_takes_monday_for_the_past_one(parse: Parse) -> None:
    assert values(parse("The envoy left on Monday, the ministry said on Sunday.", date(2025, 10, 26))) == {
        "Monday": "2025-10-20",
        "Sunday": "2025-10-26",
    }


# ---- tense decides
@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The minister met the envoy on Monday.", "2021-03-08"),
        ("The minister has met the envoy on Monday.", "2021-03-08"),
        ("The minister had met the envoy on Monday.", "2021-03-08"),
        ("The minister was met by the envoy on Monday.", "2021-03-08"),
        ("The minister did not meet the envoy on Monday.", "2021-03-08"),
        ("Speaking on Monday, the minister declined to comment.", "2021-03-08"),
        ("The letter, sent on Monday, was short.", "2021-03-08"),
        ("The minister says he met the envoy on Monday.", "2021-03-08"),
        ("The minister will meet the envoy on Monday.", "2021-03-15"),
        ("The minister would meet the envoy on Monday, he said.", "2021-03-15"),
        ("The minister may meet the envoy on Monday.", "2021-03-15"),
        ("The minister is to meet the envoy on Monday.", "2021-03-15"),
        ("The minister is meeting the envoy on Monday.", "2021-03-15"),
        ("The minister meets the envoy on Monday.", "2021-03-15"),
        ("The minister plans to meet the envoy on Monday.", "2021-03-15"),
        ("The minister agreed to meet the envoy on Monday.", "2021-03-15"),
        ("The minister is due in Oslo on Monday.", "2021-03-15"),
        ("A summit planned for Monday has been called off.", "2021-03-15"),
        ("The minister called off Monday’s summit.", "2021-03-15"),
        ("Monday’s summit has been postponed.", "2021-03-15"),
        ("The minister asked for a vote on Monday.", "2021-03-15"),
        ("The council put the vote off to Monday.", "2021-03-15"),
        ("A summit planned for Monday did not take place.", "2021-03-08"),
        ("He managed to leave on Monday.", "2021-03-08"),
    ],
)
def test_tense_of_the_governing_verb_picks_the_weekday(text: str, expected: str, parse: Parse) -> None:
    assert values(parse(text))["Monday"] == expected


def test_a_weekday_before_a_noun_is_the_day_that_was_settled_before(parse: Parse) -> None:
    parsed = parse("They are to meet next Wednesday in Riga. If the Wednesday meeting fails, they will telephone.")
    assert values(parsed) == {"next Wednesday": "2021-03-17", "Wednesday": "2021-03-17"}


# ---- what is no time of an event
@pytest.mark.parametrize(
    "text",
    [
        "The 45-year-old envoy crossed the 900-km border.",
        "The ten-year-old pact holds.",
        "Envoys meet twice a year.",
        "The delegations meet every spring.",
        "Such pauses usually start at midnight.",
        "They cited the 1982 convention and the 2030 agenda.",
        "Theresa May spoke first.",
        "The march began in the square.",
        "She may leave.",
        "It was the second round of talks.",
        "The Sunday Times wrote about it.",
        "The sixteenth-century atlas came back.",
        "Room 2019 was empty, and 2,015 people came.",
    ],
)
def test_ages_names_habits_and_numbers_are_no_times(text: str, parse: Parse) -> None:
    assert values(parse(text)) == {}


def test_a_month_is_read_by_its_capital(parse: Parse) -> None:
    assert values(parse("They may meet in May, on a march in March.")) == {"May": "2021-05", "March": "2021-03"}


def test_an_empty_article_has_no_times(parse: Parse) -> None:
    assert find_times(parse("")) == ()


@pytest.mark.parametrize("text", ["1" * 5000, "on " * 2000, "a" * 5000, "the end of " * 800, "12-" * 2000, "\u202e"])
def test_scanning_odd_texts_ends(text: str) -> None:
    assert list(scan(text, load_grammar())) == []


def test_impossible_dates_are_no_times(parse: Parse) -> None:
    assert values(parse("The note of 31 February 2020 and 30/30/2020 is false.")) == {}


def test_the_first_and_last_days_of_the_calendar_do_not_break_counting(parse: Parse) -> None:
    assert find_times(parse("He left 900 years ago and last week; they met on Monday.", date(1, 1, 2)))
    assert find_times(parse("He will leave next week, in 900 years and on Friday.", date(9999, 12, 30)))


def test_granularity_of_a_time_of_day_is_time(parse: Parse) -> None:
    found = find_times(parse("He left at noon on Monday."))
    assert [(time.text, time.granularity) for time in found] == [("noon on Monday", Granularity.TIME)]


def test_rule_ids_are_those_of_the_guidelines(parse: Parse) -> None:
    parsed = parse("He left on Monday, came back yesterday, leaves tomorrow, returns next month. It holds since 2015.")
    assert rules(parsed) == {
        "Monday": "weekday-past",
        "yesterday": "yesterday",
        "tomorrow": "tomorrow",
        "next month": "next-month",
        "since 2015": "since",
    }
