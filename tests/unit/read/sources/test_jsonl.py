from __future__ import annotations

import json
from datetime import date
from io import BytesIO

from kg.model import Article, article_key
from kg.read.sources import Limits, Refusal, read_stream


def read(data: bytes, where: str = "a.jsonl", limits: Limits | None = None) -> tuple[list[Article], list[Refusal]]:
    refusals: list[Refusal] = []
    return list(read_stream(BytesIO(data), refusals, where=where, limits=limits or Limits())), refusals


def test_documented_keys_become_fields_and_others_metadata() -> None:
    record = {
        "id": "a1", "text": "Talks ended.", "title": "T", "published": "2025-10-22T08:00:00Z", "publisher": "P",
        "url": "https://example.org/1", "language": "en", "desk": "Asia", "tags": ["x"],
    }  # fmt: skip
    [article], _ = read(json.dumps(record).encode())
    assert (article.id, article.title, article.published, article.publisher) == ("a1", "T", date(2025, 10, 22), "P")
    assert article.metadata == {"desk": "Asia", "tags": '["x"]'}


def test_an_id_that_is_not_given_is_made_from_content_and_source() -> None:
    [article], _ = read(b'{"text": "Talks ended.", "publisher": "P"}')
    assert article.id == article_key("Talks ended.", "P")


def test_a_number_as_id_is_kept_as_text() -> None:
    assert read(b'{"id": 7, "text": "Talks ended."}')[0][0].id == "7"


def test_a_line_that_is_no_record_is_refused_with_its_number_and_the_rest_goes_on() -> None:
    articles, [refusal] = read(b'{"text": "One came."}\n{"txt": 1}\n\n{"text": "Two went."}\n')
    assert [article.text for article in articles] == ["One came.", "Two went."]
    assert refusal.where == "a.jsonl, line 2"
    assert "text" in refusal.problem


def test_a_line_over_the_limit_is_refused_without_being_held() -> None:
    data = b'{"text": "' + b"a " * 1000 + b'"}\n{"text": "Two went."}'
    articles, [refusal] = read(data, limits=Limits(line_bytes=500))
    assert [article.text for article in articles] == ["Two went."]
    assert refusal.problem == "the line is longer than 500 bytes"


def test_a_line_in_another_encoding_is_refused() -> None:
    assert "not an article record" in read(b'{"text": "caf\xe9 talks"}')[1][0].problem


def test_half_a_surrogate_pair_is_refused() -> None:
    articles, refusals = read(b'{"text": "a \\ud800 b"}')
    assert (articles, len(refusals)) == ([], 1)


def test_a_json_list_of_records_is_read_like_lines() -> None:
    articles, [refusal] = read(b'[{"text": "One came."}, 5, {"text": "Two went."}]', "a.json")
    assert [article.text for article in articles] == ["One came.", "Two went."]
    assert refusal.where == "a.json, item 2"


def test_a_date_that_is_none_is_noted() -> None:
    [article], [note] = read(b'{"text": "Talks ended.", "published": "2025-13-01"}')
    assert (article.published, note.severity) == (None, "note")


def test_standard_input_that_begins_with_a_brace_is_json_lines() -> None:
    assert read(b'  {"text": "Talks ended."}', "stdin")[0][0].text == "Talks ended."
