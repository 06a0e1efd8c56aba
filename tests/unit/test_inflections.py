from __future__ import annotations

import pytest

from kg.inflections import load_inflections
from kg.lexicon import Lexicon, LexiconFile, Pattern, Rule

RULE = Rule(rule="r", event="Meeting", source="s", verbs=("organise talk",), unless=("labour",))
LEMMAS = {"organise": ("organize",), "labour": ("labor",)}


def test_a_trigger_is_met_in_its_other_spelling() -> None:
    lexicon = Lexicon([LexiconFile(title="t", rules=(RULE,))], LEMMAS)
    assert [item for item, _ in lexicon.verbs["organize"]] == [Pattern(head="organize", companions=("talk",))]


def test_a_veto_holds_in_its_other_spelling() -> None:
    lexicon = Lexicon([LexiconFile(title="t", rules=(RULE,))], LEMMAS)
    assert lexicon.rules["r"].unless == ("labour", "labor")


def test_a_trigger_written_in_both_spellings_counts_once() -> None:
    rule = Rule(rule="r", event="Meeting", source="s", verbs=("organise", "organize"))
    lexicon = Lexicon([LexiconFile(title="t", rules=(rule,))], {"organise": ("organize",), "organize": ("organise",)})
    assert len(lexicon.verbs["organise"]) == len(lexicon.verbs["organize"]) == 1


@pytest.mark.parametrize(
    ("word", "lemma"), [("organise", "organize"), ("recognize", "recognise"), ("defence", "defense")]
)
def test_the_table_knows_both_spellings(word: str, lemma: str) -> None:
    assert lemma in load_inflections().lemmas[word]


def test_the_table_knows_the_forms_of_a_word() -> None:
    assert {"cancel", "cancels", "cancelled", "canceled", "cancelling"} <= set(
        load_inflections().forms["cancel", "VERB"]
    )


def test_no_form_is_taken_from_another_word() -> None:
    lemmas = load_inflections().lemmas
    assert "find" not in lemmas.get("found", ())
    assert all(word not in found for word, found in lemmas.items())


def test_a_language_without_a_table_has_no_variants() -> None:
    assert not load_inflections("xx").lemmas
