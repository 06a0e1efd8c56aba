"""Quantities: every example of the word file, and what holds for any article."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from kg.read.parsed import ParsedArticle
from kg.read.quantities import FoundQuantity, find_quantities
from kg.read.quantities_scan import QuantityExample, load_quantity_lexicon, load_scanner
from kg.read.times import find_times

Parse = Callable[..., ParsedArticle]


def written(quantity: FoundQuantity) -> str:
    value = "-" if quantity.value is None else quantity.value
    return f"{quantity.measure} {quantity.comparator} {value}"


def measured(parsed: ParsedArticle) -> dict[str, str]:
    return {quantity.text: written(quantity) for quantity in find_quantities(parsed) if quantity.measure is not None}


@pytest.mark.parametrize("example", load_quantity_lexicon().examples, ids=lambda example: str(example.text))
def test_words_give_what_the_example_says(example: QuantityExample, parse: Parse) -> None:
    assert measured(parse(example.text)) == dict(example.expect)


def test_offsets_cut_out_the_text_and_name_the_tokens(parse: Parse) -> None:
    text = "At least 14 people were wounded; the blast damaged two high-rise buildings."
    parsed = parse(text)
    found = find_quantities(parsed)
    assert [text[item.start : item.end] for item in found] == [item.text for item in found]
    assert [(parsed.doc[item.token].text, parsed.doc[item.head].text) for item in found] == [
        ("14", "people"),
        ("two", "buildings"),
    ]


def test_nouns_are_lemmas(parse: Parse) -> None:
    found = find_quantities(parse("Three ministers and two sides signed."))
    assert [item.noun for item in found] == ["minister", "side"]


def test_what_no_measure_fits_is_kept_without_one(parse: Parse) -> None:
    assert [(item.text, item.measure) for item in find_quantities(parse("The two sides met."))] == [("two", None)]


def test_numbers_of_time_expressions_are_no_quantities(parse: Parse) -> None:
    parsed = parse("He left on 12 March, two weeks ago, at 3 p.m. on Monday, and in 2015 too.", date(2021, 3, 30))
    assert find_quantities(parsed) == ()


def test_given_times_are_used_as_given(parse: Parse) -> None:
    parsed = parse("The truce lasted for three days.")
    assert find_quantities(parsed, find_times(parsed)) == find_quantities(parsed)


@pytest.mark.parametrize(
    "text",
    [
        "The 45-year-old envoy walked 900 km.",
        "Exports fell by 12 percent, or 3.5%.",
        "The second and the third round failed.",
        "The Group of Seven met in Room 12.",
        "No one came; one another is no count.",
        "Resolution 2231 and article 5 apply.",
        "It is a nine-storey tower.",
        "They meet twice a year.",
    ],
)
def test_ages_ordinals_distances_shares_and_names_are_no_quantities(text: str, parse: Parse) -> None:
    assert measured(parse(text)) == {}


def test_sources_are_not_counted_as_people(parse: Parse) -> None:
    assert measured(parse("Two officials said the port was closed.")) == {}


@pytest.mark.parametrize("text", ["1" * 5000, "two " * 1000, "1,111" * 800, "$" * 1000, "twenty-" * 800])
def test_scanning_odd_texts_ends(text: str) -> None:
    assert len(list(load_scanner().scan(text))) <= 1000


def test_an_empty_article_has_no_quantities(parse: Parse) -> None:
    assert find_quantities(parse("")) == ()
