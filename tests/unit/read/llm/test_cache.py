from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from kg.errors import ServiceError
from kg.read.llm.cache import ReplyCache, default_folder, request_key
from kg.read.llm.options import LlmOptions
from kg.read.llm.report import Usage
from kg.read.llm.service import Reply

Options = Callable[..., LlmOptions]
MESSAGES = [{"role": "user", "content": "TEXT"}]
KEY = "ab" * 32
REPLY = Reply(text="fine", cut=True, usage=Usage(prompt=3, completion=4))


def test_a_reply_comes_back_whole(tmp_path: Path) -> None:
    ReplyCache(tmp_path).put(KEY, REPLY)
    assert ReplyCache(tmp_path).get(KEY) == REPLY


def test_what_was_not_kept_is_not_there(tmp_path: Path) -> None:
    assert ReplyCache(tmp_path / "none").get(KEY) is None


@pytest.mark.parametrize("damage", [b"", b"{", b"null", b"\xff", b'{"key": "x"}'])
def test_a_damaged_file_counts_as_none_and_is_written_anew(tmp_path: Path, damage: bytes) -> None:
    cache = ReplyCache(tmp_path)
    cache.put(KEY, REPLY)
    (file,) = tmp_path.rglob("*.json")
    file.write_bytes(damage)
    assert cache.get(KEY) is None
    cache.put(KEY, REPLY)
    assert cache.get(KEY) == REPLY


def test_a_file_under_another_name_is_not_believed(tmp_path: Path) -> None:
    cache = ReplyCache(tmp_path)
    cache.put(KEY, REPLY)
    (file,) = tmp_path.rglob("*.json")
    file.rename(file.with_name(f"{'ab' * 31}cd.json"))
    assert cache.get("ab" * 31 + "cd") is None


def test_nothing_is_left_of_a_write_that_breaks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*args: Any) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(Path, "replace", broken)
    with pytest.raises(KeyboardInterrupt):
        ReplyCache(tmp_path).put(KEY, REPLY)
    assert [file for file in tmp_path.rglob("*") if file.is_file()] == []


def test_a_folder_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("in the way")
    with pytest.raises(ServiceError, match="--llm-cache"):
        ReplyCache(blocked).put(KEY, REPLY)


def test_the_key_follows_all_that_decides_a_reply(options: Options) -> None:
    base = options()
    first = request_key(MESSAGES, {}, base)
    others = [
        request_key([{"role": "user", "content": "OTHER"}], {}, base),
        request_key(MESSAGES, {"type": "object"}, base),
        *(
            request_key(MESSAGES, {}, replace(base, **change))
            for change in (
                {"model": "other"},
                {"url": "http://127.0.0.1:8/v1"},
                {"temperature": 0.5},
                {"seed": 8},
                {"max_tokens": 99},
                {"format": "plain"},
            )
        ),
    ]
    assert len({first, *others}) == len(others) + 1


def test_the_key_does_not_follow_what_decides_nothing(options: Options) -> None:
    keys = {
        request_key(MESSAGES, {}, options(**change)) for change in ({}, {"retries": 1}, {"timeout": 5.0}, {"rpm": 3.0})
    }
    assert len(keys) == 1


def test_the_default_folder_is_that_of_the_users_caches(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    assert default_folder() == tmp_path / "diplograph" / "llm"
