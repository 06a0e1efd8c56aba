"""Requests already answered → their replies: one small file each, written whole or not at all.

A run that broke off goes on from here without paying twice. The key is a hash of all that decides a reply; the file
holds the reply as the model gave it, so that better grounding needs no new request. No key of a server is ever in it.
"""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import msgspec

from kg.errors import ServiceError
from kg.read.llm.options import LlmOptions
from kg.read.llm.report import Usage
from kg.read.llm.service import Message, Reply


class _Kept(msgspec.Struct, forbid_unknown_fields=True, frozen=True, kw_only=True):
    key: str
    text: str
    cut: bool
    prompt_tokens: int
    completion_tokens: int


def default_folder() -> Path:
    """Return where replies are kept if the user names no folder."""
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "diplograph" / "llm"


def request_key(messages: Sequence[Message], schema: Mapping[str, Any], options: LlmOptions) -> str:
    """Return the hash of what decides a reply: text, prompt, schema, model, server and sampling options."""
    decisive = {
        "messages": list(messages),
        "schema": schema,
        "model": options.model,
        "server": options.base,
        "format": options.format,
        "max_tokens": options.max_tokens,
        "temperature": options.temperature,
        "seed": options.seed,
    }
    spelled = json.dumps(decisive, sort_keys=True, ensure_ascii=True, separators=(",", ":"))
    return hashlib.sha256(spelled.encode()).hexdigest()


class ReplyCache:
    """A folder of replies; several processes may use it at once."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def get(self, key: str) -> Reply | None:
        """Return the reply kept under a key; None where there is none or the file is damaged."""
        try:
            kept = msgspec.json.decode(self._path(key).read_bytes(), type=_Kept)
        except (OSError, msgspec.DecodeError, UnicodeDecodeError):
            return None
        if kept.key != key:
            return None
        usage = Usage(prompt=kept.prompt_tokens, completion=kept.completion_tokens)
        return Reply(text=kept.text, cut=kept.cut, usage=usage)

    def put(self, key: str, reply: Reply) -> None:
        """Keep a reply; a reader never sees half of it.

        Raises:
            ServiceError: the folder cannot be written.
        """
        kept = _Kept(
            key=key,
            text=reply.text,
            cut=reply.cut,
            prompt_tokens=reply.usage.prompt,
            completion_tokens=reply.usage.completion,
        )
        path = self._path(key)
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            descriptor, name = tempfile.mkstemp(dir=path.parent, suffix=".part")
            try:
                with os.fdopen(descriptor, "wb") as stream:
                    stream.write(msgspec.json.encode(kept))
                Path(name).replace(path)
            except BaseException:
                Path(name).unlink(missing_ok=True)
                raise
        except OSError as error:
            fix = "name a folder that can be written with --llm-cache"
            raise ServiceError(f"{error.strerror}", where=str(self.folder), fix=fix) from error

    def _path(self, key: str) -> Path:
        return self.folder / key[:2] / f"{key}.json"
