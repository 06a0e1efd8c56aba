"""What people want, plan, believe, ask for and judge: frames beside the reports, from which events take nothing."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from kg.model import Attribution
from kg.read.attribution import find_attributions
from kg.read.extract import extract
from kg.read.parsed import ParsedArticle
from kg.read.stance_words import Stance, load_stances
from kg.read.stances import find_stances

ENTRIES = load_stances().entries
Parse = Callable[..., ParsedArticle]
Row = tuple[str, str, str]


def rows(found: tuple[Attribution, ...]) -> list[Row]:
    return [(a.source.text if a.source else "", a.cue.text, a.content.text) for a in found if a.cue and a.content]


def stances(parsed: ParsedArticle) -> list[Row]:
    return rows(find_stances(parsed, find_attributions(parsed)))


def marked(example: str) -> tuple[str, Row]:
    """Return an example's plain text, and its source, words and content; words inside the content are taken out."""

    def between(opening: str, closing: str) -> str:
        pieces = example[example.find(opening) + 1 : example.rfind(closing)] if opening in example else ""
        return re.sub(r"[{}<>\[\]]", "", pieces)

    return re.sub(r"[{}<>\[\]]", "", example), (between("{", "}"), between("[", "]"), between("<", ">"))


def name(entry: Stance) -> str:
    return "-".join((entry.pos, *entry.words[:2], *entry.takes))


@pytest.mark.parametrize("entry", ENTRIES, ids=name)
def test_words_of_stance_have_an_origin_an_example_and_a_near_miss(entry: Stance) -> None:
    signs = ["<" in example for example in entry.examples]
    assert entry.origin
    assert True in signs
    assert False in signs


@pytest.mark.parametrize(
    "example", [x for e in ENTRIES for x in e.examples if "<" in x], ids=lambda text: str(text)[:60]
)
def test_words_of_stance_give_the_frame_of_their_example(example: str, parse: Parse) -> None:
    text, (source, cue, content) = marked(example)
    parsed = parse(text)
    found = [*stances(parsed), *rows(find_attributions(parsed))]
    assert any(row[2] == content and (not cue or row[1] == cue) and row[0] in source + "’s" for row in found), found


@pytest.mark.parametrize(
    "example", [x for e in ENTRIES for x in e.examples if "<" not in x], ids=lambda text: str(text)[:60]
)
def test_words_of_stance_give_nothing_in_their_near_miss(example: str, parse: Parse) -> None:
    assert stances(parse(example)) == []


NONE = [
    "The mayor might call for a second bridge.",
    "If the pilots oppose the toll, it will fall.",
    "Anyone wanting a ticket must queue.",
    "The disparaging remarks of the mayor were forgotten.",
    "The ferry seems ready.",
    "It supports the roof.",
    "Rebels attacked the town for three days.",
    "The minister addressed parliament.",
    "Officials had examined the maps.",
    "The mayor was so confident that he ordered a cake.",
]


@pytest.mark.parametrize("text", NONE)
def test_what_is_open_or_nobodys_is_no_stance(text: str, parse: Parse) -> None:
    assert stances(parse(text)) == []


def test_a_stance_that_somebody_speaks_of_is_part_of_what_is_said(parse: Parse) -> None:
    parsed = parse("The clerk said the mayor wants a second bridge to be built.")
    assert stances(parsed) == []
    assert [row[0] for row in rows(find_attributions(parsed))] == ["The clerk"]


def test_reporting_words_go_first(parse: Parse) -> None:
    parsed = parse("The mayor promised that the road would be mended.")
    assert stances(parsed) == []
    assert len(find_attributions(parsed)) == 1


def test_a_record_holds_reports_and_stances_in_text_order(parse: Parse) -> None:
    parsed = parse("The bank distrusts the mayor. The road is shut, the clerk said. The pilots admire the chart.")
    found = extract(parsed).attributions
    assert [a.cue.text for a in found if a.cue] == ["distrusts", "said", "admire"]
    assert len({a.id for a in found}) == 3


def test_events_take_no_claim_from_a_stance(parse: Parse) -> None:
    parsed = parse("France wants Russia to withdraw its troops. Russian troops shelled Kharkiv on Monday.")
    found = extract(parsed)
    assert all(not event.attributions for event in found.events)


def test_a_stance_that_an_event_tells_is_an_attribution_too_which_no_event_names(parse: Parse) -> None:
    found = extract(parse("Germany called for a ceasefire in Sudan."))
    assert [event.type for event in found.events if event.trigger and event.trigger.text.startswith("called")]
    assert rows(found.attributions) == [("Germany", "called for", "a ceasefire in Sudan")]
    assert not any(event.attributions for event in found.events)


def test_a_belief_in_a_quotation_is_no_statement(parse: Parse) -> None:
    text = "“We released the two sailors,” Wang Yi said on Friday. “I think the matter is closed.”"
    found = extract(parse(text))
    assert [e.trigger.text for e in found.events if e.type == "Statement" and e.trigger] == ["said"]


def test_who_wants_an_event_is_told_beside_it(parse: Parse) -> None:
    found = extract(parse("Germany wants to visit Sudan in May. Talks with Kenya are expected to resume on Monday."))
    assert [a.cue.text for a in found.attributions if a.cue] == ["wants", "are expected"]
    assert found.attributions[1].source is None


@pytest.mark.parametrize(
    ("text", "row"),
    [
        ("France and Germany want to join the fund.", ("France", "want", "to join the fund")),
        ("The film mentions the flood.", ("The film", "mentions", "the flood")),
        ("The toll is opposed by pilots.", ("pilots", "is opposed by", "The toll")),
        ("The clerk has not said whether the fee is due.", ("The clerk", "has not said", "whether the fee is due")),
        ("The owners, who hope to sell the ferry, met.", ("The owners", "hope", "to sell the ferry")),
    ],
)
def test_stances_have_a_source_words_and_a_content(text: str, row: Row, parse: Parse) -> None:
    assert row in stances(parse(text))


@pytest.mark.parametrize(
    ("text", "row"),
    [
        ("Doubts have been voiced about the pier.", ("", "Doubts have been voiced about", "the pier")),
        ("Concerns about the pier were raised.", ("", "Concerns about", "the pier")),
        ("The council reportedly sold the hall.", ("", "reportedly", "The council reportedly sold the hall")),
        ("It is believed that the well is dry.", ("", "is believed", "the well is dry")),
        ("The board decided after two sessions to sell.", ("The board", "decided", "to sell")),
        ("The lease, which the dean opposes, runs until May.", ("the dean", "opposes", "The lease")),
        ("What the villagers want is a bus.", ("the villagers", "want", "a bus")),
        ("Some of the nurses want a longer break.", ("Some of the nurses", "want", "a longer break")),
        ("The memo urges the staff to save paper.", ("The memo", "urges", "the staff to save paper")),
        ("The mayor used the feast to call for calm.", ("The mayor", "used the feast to call for", "calm")),
        ("The owner would like to sell the mill.", ("The owner", "would like", "to sell the mill")),
        ("The baker hates the new oven.", ("The baker", "hates", "the new oven")),
        ("The clerk called for the map to be burnt.", ("The clerk", "called for", "the map to be burnt")),
        ("The unions push for the law to be changed.", ("The unions", "push for", "the law to be changed")),
        ("The bishop condemned what he saw.", ("The bishop", "condemned", "what he saw")),
        ("The owners have not said when they will pay.", ("The owners", "have not said", "when they will pay")),
        ("The nurses were not too worried about it.", ("The nurses", "were not too worried about", "it")),
    ],
)
def test_stances_stand_in_phrases_passives_and_relative_clauses(text: str, row: Row, parse: Parse) -> None:
    assert row in stances(parse(text))


@pytest.mark.parametrize(
    "text",
    [
        "The mayor made no promise to mend the road.",
        "The mayor moved before the vote to calm the crowd.",
        "The fee is ten pounds per student.",
        "Charges against the clerk were dropped.",
        "The warnings of the guides were ignored.",
        "The criticism was brief.",
        "The demand for eggs rose.",
        "Some of the maps support the roof.",
        "The owner may use the feast to call for calm.",
        "The alleged thief left.",
    ],
)
def test_words_of_stance_without_a_stance_give_none(text: str, parse: Parse) -> None:
    assert stances(parse(text)) == []


@pytest.mark.parametrize(
    "text", ["To use it to mock the mayor.", "How to go on to praise the mayor?", "some of " * 900]
)
def test_an_infinitive_at_the_head_of_its_sentence_and_a_long_chain_take_no_stance(text: str, parse: Parse) -> None:
    assert stances(parse(text)) == []
