from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from kg.model import Kind, Mention
from kg.read.parsed import Anchor, ParsedArticle

Parse = Callable[..., ParsedArticle]


def anchor(parsed: ParsedArticle, text: str, nth: int = 0) -> Anchor:
    return [a for a in parsed.anchors if a.mention.text == text][nth]


def mention(parsed: ParsedArticle, text: str, nth: int = 0) -> Mention:
    return anchor(parsed, text, nth).mention


def test_a_surname_means_the_full_name_of_the_document(parse: Parse) -> None:
    parsed = parse("Clara Wendt, a spokeswoman, spoke first. Wendt gave no date.")
    assert mention(parsed, "Wendt").name == "Clara Wendt"
    assert anchor(parsed, "Wendt").antecedent == anchor(parsed, "Clara Wendt").mention.id


def test_a_surname_that_is_a_common_word_is_found_again(parse: Parse) -> None:
    parsed = parse("Theresa May met envoys in London. “It is done,” May said.", date(2018, 3, 1))
    assert mention(parsed, "May").name == "Theresa May"


def test_a_month_is_not_taken_for_a_person(parse: Parse) -> None:
    parsed = parse("Theresa May will travel again in May.", date(2018, 3, 1))
    assert [a.mention.text for a in parsed.anchors if "May" in a.mention.text] == ["Theresa May"]


def test_a_surname_of_two_people_is_left_alone(parse: Parse) -> None:
    parsed = parse("Anna Kowal and Piotr Kowal signed the paper. Kowal left early.")
    assert anchor(parsed, "Kowal").antecedent is None


def test_he_is_the_last_subject(parse: Parse) -> None:
    parsed = parse("Emmanuel Macron met Boris Johnson in Calais. He flew home in the evening.", date(2020, 2, 6))
    assert mention(parsed, "He").name == "Emmanuel Macron"


def test_she_passes_over_a_man(parse: Parse) -> None:
    parsed = parse("Retno Marsudi received Dominic Raab in Jakarta. She praised the talks.", date(2020, 2, 6))
    assert mention(parsed, "She").name == "Retno Marsudi"


def test_him_is_not_the_subject_of_its_own_verb(parse: Parse) -> None:
    parsed = parse("Vladimir Makei spoke. Josep Borrell thanked him.", date(2021, 2, 1))
    assert mention(parsed, "him").name == "Vladimir Makei"


def test_a_pronoun_without_a_person_before_it_stands_for_nobody(parse: Parse) -> None:
    assert anchor(parse("He left the room."), "He").antecedent is None


def test_i_is_left_to_the_attribution(parse: Parse) -> None:
    assert anchor(parse("“I called it off,” Emmanuel Macron said.", date(2020, 2, 6)), "I").antecedent is None


def test_a_relative_pronoun_stands_for_the_noun_it_explains(parse: Parse) -> None:
    parsed = parse("Angela Merkel, who arrived on Monday, left early.", date(2016, 9, 1))
    assert mention(parsed, "who").name == "Angela Merkel"


def test_an_apposition_names_the_office_holder(parse: Parse) -> None:
    parsed = parse("The harbour master, Saleh Qasim, closed the port.")
    assert mention(parsed, "The harbour master").name == "Saleh Qasim"


def test_the_president_is_the_one_who_spoke_last(parse: Parse) -> None:
    parsed = parse(
        "Donald Trump said he would not meet Vladimir Putin this month. The president cited slow progress.",
        date(2025, 10, 25),
    )
    assert mention(parsed, "The president").name == "Donald Trump"


def test_the_two_leaders_are_the_two_in_the_sentence_before(parse: Parse) -> None:
    parsed = parse("Joko Widodo will meet Moon Jae-in in Bogor. The two leaders spoke by phone.", date(2019, 2, 5))
    pair = anchor(parsed, "The two leaders")
    assert pair.mention.name == "Joko Widodo and Moon Jae-in"
    assert [parsed.anchor(m).mention.text for m in pair.members] == ["Joko Widodo", "Moon Jae-in"]
    assert pair.mention.agent is None


def test_both_countries_are_states(parse: Parse) -> None:
    parsed = parse("India and Pakistan exchanged lists. The two countries meet again in May.")
    assert mention(parsed, "The two countries").name == "India and Pakistan"


def test_her_ministry_is_of_her_state(parse: Parse) -> None:
    parsed = parse("Kang Kyung-wha spoke first. She said her ministry had sent a letter.", date(2019, 2, 15))
    found = mention(parsed, "her ministry")
    assert (found.kind, found.country) == (Kind.ORGANIZATION, "KOR")


def test_the_ministry_is_the_one_named_before(parse: Parse) -> None:
    parsed = parse("The Austrian foreign ministry summoned an envoy. The ministry gave no reason.")
    assert mention(parsed, "The ministry").country == "AUT"


def test_an_acronym_defined_in_the_text_means_its_organisation(parse: Parse) -> None:
    parsed = parse("The Kivu Cattle Marketing Association (KCMA) wrote to Kinshasa. KCMA wants talks.")
    last = [a.mention for a in parsed.anchors if a.mention.text == "KCMA"][-1]
    assert last.name.endswith("Kivu Cattle Marketing Association")


@pytest.mark.parametrize(("text", "name"), [("the Belgian capital", "Brussels"), ("the French capital", "Paris")])
def test_the_capital_is_the_city(parse: Parse, text: str, name: str) -> None:
    found = mention(parse(f"Envoys gathered in {text} on Monday."), text)
    assert (found.kind, found.name) == (Kind.PLACE, name)


@pytest.mark.parametrize(
    ("text", "phrase", "country", "sector"),
    [
        ("Rebels in Darfur attacked a convoy.", "Rebels", "SDN", "REB"),
        ("Security forces in Guinea opened fire.", "Security forces", "GIN", "MIL"),
        ("Ethnic Albanians in Serbia demanded rights.", "Ethnic Albanians", "SRB", "CVL"),
        ("Bosnian Serbs blocked the road.", "Bosnian Serbs", "BIH", "CVL"),
        ("The Obama administration objected.", "The Obama administration", "USA", "GOV"),
        ("UN peacekeepers left the valley.", "UN peacekeepers", None, "IGO"),
        ("Hamas militants crossed the line.", "Hamas militants", "PSE", "REB"),
        ("Islamic State members surrendered.", "Islamic State members", None, "REB"),
        ("Refugees reached Kenya.", "Refugees", None, "CVL"),
        ("The Norwegian side was informed.", "The Norwegian side", "NOR", "GOV"),
    ],
)
def test_a_phrase_has_the_state_and_sector_it_acts_for(
    parse: Parse, text: str, phrase: str, country: str | None, sector: str
) -> None:
    found = mention(parse(text, date(2010, 5, 3)), phrase)
    assert (found.country, found.sector) == (country, sector)


def test_two_arguments_of_one_verb_are_two_parties(parse: Parse) -> None:
    assert mention(parse("Finland summoned the ambassador."), "the ambassador").country is None


def test_of_two_ministries_neither_is_guessed(parse: Parse) -> None:
    parsed = parse("The Polish foreign ministry and the Latvian foreign ministry spoke. The ministry gave no date.")
    assert mention(parsed, "The ministry").country is None


def test_a_counterpart_holds_the_same_office_in_the_state_named(parse: Parse) -> None:
    found = mention(
        parse("Angela Merkel met her French counterpart in Berlin.", date(2021, 3, 3)), "her French counterpart"
    )
    assert (found.kind, found.name, found.country) == (Kind.PERSON, "Emmanuel Macron", "FRA")


def test_a_predecessor_is_who_held_the_office_before(parse: Parse) -> None:
    found = mention(parse("Theresa May thanked her predecessor.", date(2018, 3, 3)), "her predecessor")
    assert found.name == "David Cameron"


def test_the_ministers_of_two_states_are_the_persons_named_before(parse: Parse) -> None:
    parsed = parse(
        "Sergei Lavrov flew to Ankara. Mevlut Cavusoglu met him. Nobody else came. Lunch was served. It rained."
        " The foreign ministers of Russia and Turkey signed.",
        date(2021, 3, 3),
    )
    assert anchor(parsed, "The foreign ministers of Russia and Turkey").mention.name == (
        "Sergey Lavrov and Mevlüt Çavuşoğlu"
    )


def test_the_two_foreign_ministers_may_be_named_sentences_before(parse: Parse) -> None:
    parsed = parse(
        "Sergei Lavrov flew to Ankara. Mevlut Cavusoglu met him. Nobody else came. Lunch was served. It rained."
        " Then it stopped. The two foreign ministers signed.",
        date(2021, 3, 3),
    )
    assert len(anchor(parsed, "The two foreign ministers").members) == 2


def test_an_ambassador_to_a_state_is_not_of_it(parse: Parse) -> None:
    parsed = parse("Brazil recalled its ambassador to Norway, Jorge Vantas, on Monday.")
    assert mention(parsed, "Jorge Vantas").country == "BRA"


def test_thousands_of_people_are_these_people(parse: Parse) -> None:
    parsed = parse("Thousands of Iraqi Kurds marched.")
    found = parsed.at(0)
    assert found is not None
    assert found.mention.text == "Iraqi Kurds"
