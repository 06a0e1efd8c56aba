from __future__ import annotations

from io import BytesIO
from pathlib import Path

from kg.read.sources import Limits, Refusal, read_path, read_stream


def test_a_folder_is_walked_in_sorted_order_past_hidden_and_other_files(tmp_path: Path) -> None:
    for name in ("b/2.txt", "b/1.txt", "a.txt", ".hidden.txt", "notes.md"):
        file = tmp_path / name
        file.parent.mkdir(exist_ok=True)
        file.write_text(f"Talks {name} ended.", encoding="utf-8")
    refusals: list[Refusal] = []
    texts = [article.text for article in read_path(tmp_path, refusals)]
    assert texts == ["Talks a.txt ended.", "Talks b/1.txt ended.", "Talks b/2.txt ended."]
    assert [(Path(refusal.where).name, refusal.severity) for refusal in refusals] == [("notes.md", "skipped")]


def test_a_file_of_another_ending_is_read_when_it_is_named(tmp_path: Path) -> None:
    (tmp_path / "notes.md").write_text("Talks ended.", encoding="utf-8")
    assert len(list(read_path(tmp_path / "notes.md", []))) == 1


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    refusals: list[Refusal] = []
    assert list(read_path(tmp_path / "none.txt", refusals)) == []
    assert refusals[0].problem == "No such file or directory"


def test_a_text_over_the_limits_is_refused_whatever_its_format() -> None:
    limits = Limits(article_chars=100, word_chars=20)
    refusals: list[Refusal] = []
    long_text = b"word " * 30
    long_word = b"Talks " + b"x" * 21
    for data in (long_text, long_word, b'{"text": "' + long_word + b'"}'):
        assert list(read_stream(BytesIO(data), refusals, limits=limits)) == []
    assert [refusal.problem for refusal in refusals] == [
        "the article has 150 characters, more than 100",
        "a word of more than 20 characters",
        "a word of more than 20 characters",
    ]


def test_text_that_is_marked_english_is_not_guessed_at() -> None:
    foreign = "Le président français a rencontré lundi à Ankara son homologue turc et les deux ont parlé de paix. " * 3
    record = f'{{"text": "{foreign}", "language": "en-GB"}}'.encode()
    assert len(list(read_stream(BytesIO(record), []))) == 1
    assert list(read_stream(BytesIO(foreign.encode()), [])) == []
