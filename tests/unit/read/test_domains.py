"""Which sentences belong to sport, stage, trade or private life, and what outweighs that."""

from __future__ import annotations

from collections.abc import Callable

import pytest

Types = Callable[[str], list[str]]


@pytest.mark.parametrize(
    "text",
    [
        "Chile meet Peru in the semi-final on Sunday.",
        "The goalkeeper signed a new contract until 2029.",
        "The president of the tennis federation met the champion.",
        "The soprano cancelled her tour because of a cold.",
        "The choir voted for a new conductor.",
        "In the thriller, an envoy is kidnapped on the eve of a summit.",
        "In the last act the king is murdered by his own guards.",
        "The brewery rejected the takeover bid.",
        "The vicar condemned gossip in his sermon.",
        "A nurse was arrested for shoplifting.",
    ],
)
def test_a_sentence_of_another_sphere_gives_no_event(types: Types, text: str) -> None:
    assert types(text) == []


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("The army shelled the town of Goma during a football match.", "Attack"),
        ("A teacher was arrested at a concert against the junta.", "Detention"),
        ("A bomb exploded outside a concert hall in Kano.", "Attack"),
        ("The foreign minister met the Turkish ambassador at the opera.", "Meeting"),
        ("Militants kidnapped thirty pupils near Zaria.", "Detention"),
        ("The bishop met the rebel commander on Monday.", "Meeting"),
    ],
)
def test_a_public_party_or_violence_outweighs_the_words_of_another_sphere(types: Types, text: str, kind: str) -> None:
    assert kind in types(text)


@pytest.mark.parametrize(
    "text",
    [
        "The airline apologised for the delays.",
        "The bank's chairman resigned on Friday.",
        "The professor welcomed the new students.",
        "The court ruled that the will was valid.",
    ],
)
def test_who_acts_in_his_own_affairs_makes_no_record(types: Types, text: str) -> None:
    assert types(text) == []


def test_a_firm_in_a_text_on_politics_keeps_its_acts(types: Types) -> None:
    alone = "The company denied the charge."
    told = "The foreign minister said the company had broken the embargo. " + alone
    assert "DenialAct" not in types(alone)
    assert "DenialAct" in types(told)


def test_a_question_that_is_asked_is_no_request(types: Types) -> None:
    assert "Request" not in types("The senator asked the minister whether the report was true.")
    assert "Request" in types("The senator asked the minister to publish the report.")
