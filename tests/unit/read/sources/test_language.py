from __future__ import annotations

import pytest

from kg.read.sources.language import foreign_language

FRENCH = "Le président français a rencontré lundi à Ankara son homologue turc et les deux hommes ont parlé de la paix. "
SWAHILI = "Rais wa nchi alikutana na waziri mkuu siku ya Jumatatu na walizungumza kuhusu amani katika eneo hilo lote. "


@pytest.mark.parametrize(("text", "language"), [(FRENCH * 3, "fr"), (SWAHILI * 3, "sw")])
def test_another_language_is_named(text: str, language: str) -> None:
    assert foreign_language(text) == language


def test_another_script_is_told_at_any_length() -> None:
    assert foreign_language("Переговоры отменены") == "other-script"


@pytest.mark.parametrize(
    "text",
    [
        "Emmanuel Macron met Recep Tayyip Erdogan in Ankara.",
        "Xi Jinping met Nguyen Phu Trong in Hanoi. Pham Minh Chinh said that Vo Van Thuong would visit Beijing. " * 5,
        "The French president met “mon ami” Erdogan on Monday and they spoke about the war and of peace. " * 5,
    ],
)
def test_english_with_foreign_names_is_english(text: str) -> None:
    assert foreign_language(text) is None
