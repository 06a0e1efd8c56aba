"""Words of a user (URL, model, `name=value`) → checked options; keys come from the environment alone."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields, replace
from ipaddress import ip_address
from pathlib import Path
from urllib.parse import urlsplit

from kg.errors import UsageError

KEY_VARIABLES = ("KG_LLM_API_KEY", "OPENAI_API_KEY")
FORMATS = ("auto", "json_schema", "json_object", "plain")
_OPENAI = "openai.com"


@dataclass(frozen=True, slots=True, kw_only=True)
class LlmOptions:
    """How a language model is asked. Keys are no part of it, so that no option can be logged or stored with one.

    `timeout` bounds one request in seconds, `retries` the repetitions of one, `longest_wait` what a server may ask to
    wait; `rpm` is the limit of requests a minute (0 = none) and `parallel` the requests at a time. `format` is the
    first response format tried. `price_in` and `price_out` are the prices of a million tokens. `threshold` is the
    confidence below which `hybrid` asks.
    """

    url: str
    model: str
    cache: Path | None = None
    prompt: str = "full"
    format: str = "auto"
    timeout: float = 120.0
    retries: int = 5
    longest_wait: float = 120.0
    rpm: float = 0.0
    parallel: int = 1
    max_tokens: int = 4096
    temperature: float = 0.0
    seed: int = 7
    passage: int = 2400
    context: int = 600
    price_in: float = 0.0
    price_out: float = 0.0
    threshold: float = 0.7

    def __post_init__(self) -> None:
        _check_url(self.url)
        if not self.model.strip() or not self.model.isprintable():
            raise UsageError("no model is named", where="--llm-model", fix="name the model as the server does")
        if self.format not in FORMATS:
            raise UsageError(f"no format {self.format!r}", where="--llm-option format", fix=f"use {', '.join(FORMATS)}")
        for name, least in _LEAST.items():
            value = getattr(self, name)
            if not least <= value < float("inf"):
                raise UsageError(f"{name} is {value}", where="--llm-option", fix=f"give a number from {least:g} up")

    @property
    def base(self) -> str:
        """The address below which `/chat/completions` stands."""
        return self.url.rstrip("/").removesuffix("/chat/completions")

    @property
    def shown(self) -> str:
        """The address as messages may show it."""
        return urlsplit(self.base)._replace(query="", fragment="").geturl()

    @property
    def local(self) -> bool:
        """Whether the server runs on this machine."""
        host = urlsplit(self.url).hostname or ""
        try:
            return host == "localhost" or ip_address(host).is_loopback
        except ValueError:
            return False


_LEAST: Mapping[str, float] = {
    "timeout": 0.1,
    "retries": 0,
    "longest_wait": 0,
    "rpm": 0,
    "parallel": 1,
    "max_tokens": 16,
    "temperature": 0,
    "seed": 0,
    "passage": 200,
    "context": 0,
    "price_in": 0,
    "price_out": 0,
    "threshold": 0,
}
SETTABLE = tuple(item.name for item in fields(LlmOptions) if item.name not in ("url", "model", "cache"))


def _check_url(url: str) -> None:
    parts = urlsplit(url)
    fix = "give the address below which /chat/completions stands, such as http://127.0.0.1:8080/v1"
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise UsageError("no address of a server", where="--llm-url", fix=fix)
    if parts.username or parts.password or parts.query or parts.fragment:
        # Whatever stands in an address ends up in logs and in the shell's history.
        fix = f"give the plain address, and the key as {KEY_VARIABLES[0]} in the environment"
        raise UsageError("an address with a password, a query or a fragment", where="--llm-url", fix=fix)


def with_settings(options: LlmOptions, settings: Iterable[str]) -> LlmOptions:
    """Return options with `name=value` settings of a command line.

    >>> with_settings(LlmOptions(url="http://localhost/v1", model="m"), ["retries=2"]).retries
    2

    Raises:
        UsageError: there is no such option, or the value is of another kind.
    """
    changed: dict[str, object] = {}
    for setting in settings:
        name, equals, text = setting.partition("=")
        if not equals or name not in SETTABLE:
            raise UsageError(
                f"no option {name!r}", where="--llm-option", fix=f"write name=value with one of {', '.join(SETTABLE)}"
            )
        kind = type(getattr(options, name))
        try:
            changed[name] = kind(text)
        except ValueError as error:
            fix = "give a whole number" if kind is int else "give a number"
            raise UsageError(f"{name} is {text!r}", where="--llm-option", fix=fix) from error
    return replace(options, **changed)  # type: ignore[arg-type]


def api_key(options: LlmOptions, environment: Mapping[str, str] | None = None) -> str | None:
    """Return the key for the server of the options, or None.

    `OPENAI_API_KEY` goes to openai.com alone: it is often set for other programs, and must not reach another server.

    Raises:
        UsageError: the variable holds what cannot be sent in a header. The message does not show it.
    """
    environment = os.environ if environment is None else environment
    host = urlsplit(options.url).hostname or ""
    official = host == _OPENAI or host.endswith(f".{_OPENAI}")
    for variable in KEY_VARIABLES if official else KEY_VARIABLES[:1]:
        key = environment.get(variable, "").strip()
        if not key:
            continue
        if not (key.isascii() and key.isprintable() and " " not in key):
            raise UsageError("holds characters that no key has", where=variable, fix="set it to the key alone")
        return key
    return None
