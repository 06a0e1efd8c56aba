from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from kg.model import DATA, Kind, Mention
from kg.read.parsed import ParsedArticle

Parse = Callable[..., ParsedArticle]


def mention(parsed: ParsedArticle, text: str, nth: int = 0) -> Mention:
    return [a.mention for a in parsed.anchors if a.mention.text == text][nth]


@pytest.mark.parametrize(
    ("day", "name"),
    [(date(2016, 5, 2), "Barack Obama"), (date(2018, 5, 2), "Donald Trump"), (date(2022, 5, 2), "Joe Biden")],
)
def test_the_us_president_is_the_holder_on_the_day(parse: Parse, day: date, name: str) -> None:
    found = mention(parse("The US president signed the order.", day), "The US president")
    assert (found.name, found.country, found.kind) == (name, "USA", Kind.OFFICE)
    assert found.agent is not None
    assert found.agent.startswith(f"{DATA}agent/Q")


def test_a_title_whose_holder_changed_follows_the_article_date(parse: Parse) -> None:
    text = "The Polish foreign minister spoke."
    names = [
        mention(parse(text, day), "The Polish foreign minister").name for day in (date(2017, 12, 12), date(2018, 5, 25))
    ]
    assert names == ["Witold Waszczykowski", "Jacek Czaputowicz"]


def test_without_a_date_no_office_is_looked_up(parse: Parse) -> None:
    assert mention(parse("The US president signed the order.", None), "The US president").agent is None


def test_a_former_holder_is_not_the_holder(parse: Parse) -> None:
    assert (
        mention(parse("A former US president signed the letter.", date(2016, 5, 2)), "A former US president").agent
        is None
    )


def test_a_person_acts_for_the_body_of_the_office_held(parse: Parse) -> None:
    found = mention(parse("Josep Borrell welcomed the vote.", date(2021, 3, 10)), "Josep Borrell")
    assert (found.country, found.sector) == (None, "IGO")


def test_a_person_in_a_state_office_acts_for_the_state(parse: Parse) -> None:
    found = mention(parse("Sergey Lavrov rejected it."), "Sergey Lavrov")
    assert (found.country, found.sector, found.agent) == ("RUS", "GOV", f"{DATA}agent/Q58217")


def test_a_surname_alone_is_linked_where_its_bearer_is_in_office(parse: Parse) -> None:
    found = mention(parse("In London, Raab said Britain would wait.", date(2020, 2, 20)), "Raab")
    assert found.name == "Dominic Raab"


def test_a_surname_alone_without_context_is_not_linked(parse: Parse) -> None:
    assert mention(parse("Raab painted the fence.", date(1999, 2, 20)), "Raab").agent is None


def test_a_namesake_with_another_profession_is_not_the_minister(parse: Parse) -> None:
    parsed = parse("The Canadian footballer David Johnston scored twice.")
    assert mention(parsed, "David Johnston").agent is None


def test_an_invented_person_has_the_country_of_the_title_and_no_identifier(parse: Parse) -> None:
    found = mention(
        parse("Austria's foreign ministry spokeswoman Monika Brandauer declined to comment."), "Monika Brandauer"
    )
    assert (found.agent, found.country) == (None, "AUT")


def test_a_person_without_a_wikidata_item_gets_no_identifier(parse: Parse) -> None:
    parsed = parse("Mike Eman spoke to reporters.", date(2025, 6, 1))
    found = mention(parsed, "Mike Eman")
    assert (found.agent, found.country) == (None, "ABW")


def test_media_act_for_no_state(parse: Parse) -> None:
    found = mention(parse("AFP reported the news."), "AFP")
    assert (found.kind, found.country, found.sector) == (Kind.ORGANIZATION, None, "MED")


def test_a_newspaper_that_no_table_knows_is_known_by_its_name(parse: Parse) -> None:
    found = mention(parse("The Harbour Chronicle reported the news."), "Harbour Chronicle")
    assert (found.kind, found.sector) == (Kind.ORGANIZATION, "MED")


def test_an_armed_group_is_a_rebel_organisation_of_the_state_it_is_active_in(parse: Parse) -> None:
    found = mention(parse("The Houthis denied it."), "Houthis")
    assert (found.kind, found.country, found.sector) == (Kind.ORGANIZATION, "YEM", "REB")


def test_a_capital_as_a_location_is_linked_as_a_place(parse: Parse) -> None:
    assert mention(parse("Envoys met in Budapest."), "Budapest").agent == f"{DATA}place/Q1781"


def test_a_minister_known_by_another_spelling_is_found_through_the_office(parse: Parse) -> None:
    found = mention(
        parse("Turkish Foreign Minister Mevlut Cavusoglu flew to Cairo.", date(2021, 5, 1)), "Mevlut Cavusoglu"
    )
    assert found.name == "Mevlüt Çavuşoğlu"


def test_a_president_of_an_undated_text_has_the_state_of_all_who_bore_the_name(parse: Parse) -> None:
    assert mention(parse("President Bush warned them.", None), "Bush").country == "USA"


def test_a_leader_of_an_undated_text_is_found_by_another_spelling(parse: Parse) -> None:
    assert mention(parse("President Abdelaziz Boutaflika spoke.", None), "Abdelaziz Boutaflika").country == "DZA"


@pytest.mark.parametrize("name", ["Omar El Bashir", "Omar Hassan al-Bashir", "Omer al-Bashir"])
def test_an_arabic_article_may_be_written_in_any_way(parse: Parse, name: str) -> None:
    assert mention(parse(f"President {name} spoke.", None), name).country == "SDN"


def test_a_king_of_an_undated_text_is_no_one_of_that_surname(parse: Parse) -> None:
    found = mention(parse("King Hassan of Morocco spoke.", None), "Hassan")
    assert (found.agent, found.country) == (None, "MAR")


@pytest.mark.parametrize("text", ["The plan, she told NTV, is off.", "Kabor, the state news agency, said so."])
def test_who_is_told_or_called_an_agency_is_an_outlet(parse: Parse, text: str) -> None:
    assert any(a.mention.sector == "MED" and a.form == "name" for a in parse(text).anchors)


def test_one_acronym_is_an_agency_where_it_reports_and_a_party_elsewhere(parse: Parse) -> None:
    day = date(2022, 4, 1)
    assert mention(parse("The minister told PTI that he would resign.", day), "PTI").sector == "MED"
    assert mention(parse("Imran Khan leads PTI.", day), "PTI").country == "PAK"


def test_an_office_in_apposition_makes_a_name_a_person(parse: Parse) -> None:
    found = mention(parse("Jeenbek Aitmatov, the Kyrgyz foreign minister, left."), "Jeenbek Aitmatov")
    assert (found.kind, found.country) == (Kind.PERSON, "KGZ")


def test_a_language_is_no_state(parse: Parse) -> None:
    assert not any(a.mention.text == "French" for a in parse("She speaks French with ease.").anchors)


def test_a_state_in_the_name_of_a_person_says_nothing(parse: Parse) -> None:
    assert mention(parse("Michael Jordan watched the game."), "Michael Jordan").country is None


def test_an_unknown_body_has_the_sector_of_its_last_word(parse: Parse) -> None:
    found = mention(parse("The Munich Regional Court convicted him."), "Munich Regional Court")
    assert (found.sector, found.country) == ("JUD", "DEU")


def test_a_court_of_several_states_acts_for_none(parse: Parse) -> None:
    found = mention(parse("The International Criminal Court opened an inquiry."), "International Criminal Court")
    assert (found.sector, found.country) == ("IGO", None)


def test_in_a_report_on_sport_a_state_is_its_team(parse: Parse) -> None:
    parsed = parse(
        "Jordan beat Georgia in the tournament. The striker scored two goals before halftime and the coach praised the"
        " squad. The match was the first of the league."
    )
    assert (mention(parsed, "Jordan").kind, mention(parsed, "Jordan").agent) == (Kind.ORGANIZATION, None)


def test_one_match_makes_no_report_on_sport(parse: Parse) -> None:
    parsed = parse("Jordan warned Georgia before the match between their teams that the border would stay shut.")
    assert mention(parsed, "Jordan").kind is Kind.STATE


@pytest.mark.parametrize("gap", ["\n\n", " \n \n", "\u00a0\u00a0"])
def test_a_name_ends_where_its_last_letter_ends(parse: Parse, gap: str) -> None:
    texts = [a.mention.text for a in parse(f"It split over Angela Rayner{gap}Speaking in Kyiv, he agreed.").anchors]
    assert "Angela Rayner" in texts
    assert all(text == text.strip() for text in texts)


@pytest.mark.parametrize(
    ("text", "name", "item"),
    [
        ("Asean ministers met in Jakarta.", "Asean", "Q7768"),
        ("The Opec ministers agreed on cuts.", "Opec", "Q7795"),
        ("The Defense Department announced new aid.", "Defense Department", "Q11209"),
        ("Washington put Sberbank on a list.", "Sberbank", "Q205012"),
        ("The US Coast Guard stopped a tanker.", "US Coast Guard", "Q11224"),
    ],
)
def test_bodies_are_linked_by_the_names_that_papers_use(parse: Parse, text: str, name: str, item: str) -> None:
    found = [m for a in parse(text).anchors if (m := a.mention).text.removeprefix("The ") == name]
    assert [m.agent for m in found] == [f"{DATA}agent/{item}"]
