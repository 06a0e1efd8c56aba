"""Messages → the words of a language model, over HTTP: retries, limits, fall-backs of format, no key in any message.

The protocol is that of the `openai` client library. Repeating is ours: it must bound a whole request, not a silence,
know an error of the response format from a broken server, and be testable without waiting.
"""

from __future__ import annotations

import email.utils
import json
import random
import re
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from threading import Event, Lock
from typing import TYPE_CHECKING, Any

from kg.errors import ModelError, ReplyError, ServiceError
from kg.read.llm.options import KEY_VARIABLES, LlmOptions, api_key
from kg.read.llm.report import Report, Usage

if TYPE_CHECKING:
    import openai

Message = Mapping[str, str]
#: The ways to ask for JSON, from the strictest; `schema` inside `json_object` is what llama.cpp's servers take.
_LADDER = ("json_schema", "json_object+schema", "json_object", "plain")
_PASSING = frozenset({408, 409, 425, 429})
_FORMAT_REFUSED = frozenset({400, 404, 415, 422, 500, 501})
_FORMAT_WORDS = ("response_format", "json_schema", "json_object", "schema", "grammar")
_TOO_LONG = ("context", "too long", "too large", "maximum length", "token limit", "exceed")
_UNKNOWN_WORDS = ("unsupported", "not support", "unknown", "unrecognized", "unexpected", "extra", "not permitted")
_REPLY_BYTES = 8_000_000
_FILTERED = (
    "content_filter",
    "content filter",
    "content management policy",
    "inspection_failed",
    "moderation",
    "flagged",
    "usage policy",
)
_SHOWN, _SHOWN_BODY = 300, 120
_FIRST_WAIT, _LONGEST_BACK_OFF = 0.5, 30.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """What a model answered: its words, whether they end before their end, and the tokens."""

    text: str
    cut: bool = False
    usage: Usage = field(default_factory=Usage)


class _PassingError(Exception):
    """A failure that may pass: worth another try, after `wait` seconds if the server names a time."""

    def __init__(self, problem: str, wait: float | None = None) -> None:
        super().__init__(problem)
        self.problem = problem
        self.wait = wait


class _FormatError(Exception):
    """The server does not know the response format."""


class _ParameterError(Exception):
    """The server does not know a parameter that is not needed."""


class Service:
    """A server that speaks the OpenAI protocol, and one model on it. Threads may share it."""

    def __init__(
        self,
        options: LlmOptions,
        report: Report,
        *,
        sleep: Callable[[float], object] | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.options = options
        self.report = report
        self._stopped = Event()
        self._sleep, self._clock = sleep or self._stopped.wait, clock
        self._key = api_key(options)
        self._client: openai.OpenAI | None = None
        auto = options.format == "auto"
        self._ladder = [form for form in _LADDER if auto or form.partition("+")[0] == options.format]
        self._settled = len(self._ladder) == 1
        # What the request says besides model and messages; a server that knows less takes it away.
        self._extras: dict[str, float] = {
            "max_tokens": options.max_tokens,
            "temperature": options.temperature,
            "seed": options.seed,
        }
        self._next_slot = 0.0
        self._lock = Lock()

    def ask(self, messages: Sequence[Message], schema: Mapping[str, Any], *, attempt: int = 0) -> Reply:
        """Return the model's reply; the response format steps down where the server refuses one.

        `attempt` moves the seed, so that an unreadable reply is not simply asked for again.

        Raises:
            ServiceError: the server is out of reach, refuses or breaks off, after all retries.
            ReplyError: it cannot read this request (too long for the model), or its replies are not of the protocol.
        """
        ladder = list(self._ladder)
        for place, form in enumerate(ladder):
            try:
                reply = self._persist(messages, schema, form, attempt, last=place + 1 == len(ladder))
            except _FormatError:
                self.report.count("formats refused")
                continue
            self._settle(ladder[place:])
            return reply
        raise AssertionError("the last format raises an error of its own")

    def _settle(self, formats: list[str]) -> None:
        """Keep to the format that worked: the server need not refuse the same one every time."""
        with self._lock:
            if not self._settled:
                self._ladder, self._settled = formats[:1], True

    def _persist(
        self, messages: Sequence[Message], schema: Mapping[str, Any], form: str, attempt: int, *, last: bool
    ) -> Reply:
        failures = 0
        while True:
            self._wait_for_slot()
            self.report.count("requests")
            try:
                return self._once(messages, schema, form, attempt, last=last)
            except _PassingError as failure:
                failures += 1
                wait = self._pause(failure, failures)
            except _ParameterError:
                continue
            if self._stopped.is_set():
                raise ServiceError("the run was stopped", where=self.options.shown)
            self.report.count("repeated")
            self._sleep(wait)

    def _pause(self, failure: _PassingError, failures: int) -> float:
        """Return how long to wait before the next try: what the server says, else a doubling time with jitter."""
        where, longest = self.options.shown, self.options.longest_wait
        fix = "run it again later: what is done is in the cache"
        if failure.wait is not None and failure.wait > longest:
            raise ServiceError(f"{failure.problem}; it asks to wait {failure.wait:.0f} s", where=where, fix=fix)
        if failures > self.options.retries:
            often = "once" if failures == 1 else f"{failures} times"
            raise ServiceError(f"{failure.problem}, {often}", where=where, fix=f"check the server, or {fix}")
        doubled = min(_FIRST_WAIT * 2.0 ** (failures - 1), _LONGEST_BACK_OFF)
        jittered = doubled * (0.5 + random.random() / 2)
        return jittered if failure.wait is None else max(failure.wait, 0.0)

    def _wait_for_slot(self) -> None:
        """Hold a request back until the limit of requests a minute lets it go."""
        if not self.options.rpm:
            return
        with self._lock:
            now = self._clock()
            slot = max(now, self._next_slot)
            self._next_slot = slot + 60.0 / self.options.rpm
        if slot > now:
            self._sleep(slot - now)

    def _once(
        self, messages: Sequence[Message], schema: Mapping[str, Any], form: str, attempt: int, *, last: bool
    ) -> Reply:
        client = self._connected()
        import openai

        with self._lock:
            extras = dict(self._extras)
        if "seed" in extras:
            extras["seed"] += attempt
        body: dict[str, Any] = {"model": self.options.model, "messages": list(messages), **extras}
        if form != "plain":
            body["response_format"] = _response_format(form, schema)
        # The library takes these from the environment; they belong to an account elsewhere.
        headers = dict.fromkeys(("OpenAI-Organization", "OpenAI-Project"), openai.Omit())
        body["extra_headers"] = headers if self._key else {"Authorization": openai.Omit(), **headers}
        try:
            with client.chat.completions.with_streaming_response.create(**body) as response:
                text = self._read(response)
        except openai.APIStatusError as error:
            raise self._status_error(error, extras, last=last) from None
        except openai.APITimeoutError:
            raise _PassingError(f"no reply within {self.options.timeout:g} s") from None
        except openai.APIConnectionError as error:
            why = self._clean(str(error.__cause__ or ""), _SHOWN_BODY) or type(error.__cause__).__name__
            raise _PassingError(f"no connection ({why})") from None
        return self._reply(text)

    def _read(self, response: Any) -> str:
        """Return the body, within the time and the size that one request may take."""
        import httpx2

        ends = self._clock() + self.options.timeout
        body = bytearray()
        try:
            for piece in response.iter_bytes():
                body += piece
                if len(body) > _REPLY_BYTES:
                    raise ReplyError("a reply without end", where=self.options.shown, fix="lower max_tokens")
                if self._clock() > ends:
                    raise _PassingError(f"no whole reply within {self.options.timeout:g} s")
        except httpx2.TimeoutException:
            raise _PassingError(f"no whole reply within {self.options.timeout:g} s") from None
        except (httpx2.TransportError, httpx2.DecodingError) as error:
            raise _PassingError(f"the connection broke off ({type(error).__name__})") from None
        return _decoded(bytes(body), response.headers.get("content-type", ""))

    def _reply(self, text: str) -> Reply:
        """Return the reply that a body spells; a body of another kind may be a passing fault (a proxy's page)."""
        try:
            body = json.loads(text)
            # No choice at all is an answer on this text (a filter took it away), and no fault of the server.
            choice = body["choices"][0] if body["choices"] != [] else {"message": {}}
            words = _words(choice["message"])
            cut = choice.get("finish_reason") == "length"
        except (ValueError, KeyError, IndexError, TypeError, AttributeError, RecursionError):
            raise _PassingError(f"no chat completion: {self._clean(text, _SHOWN_BODY)!r}") from None
        counted = _usage(body.get("usage"))
        self.report.spend(counted)
        return Reply(text=self._redact(words), cut=cut, usage=counted)

    def _status_error(self, error: openai.APIStatusError, extras: Mapping[str, float], *, last: bool) -> Exception:
        status, said = error.status_code, self._clean(error.response.text)
        problem, where = f"HTTP {status}: {said}", self.options.shown
        lowered = said.lower()
        if status in (400, 422) and any(word in lowered for word in _UNKNOWN_WORDS):
            named = next((name for name in extras if name in lowered), None)
            if named is not None:
                self._leave_out(named)
                return _ParameterError()
        # Said before anything else: a server's words on the schema may come with a 500 that never passes.
        if not last and status in _FORMAT_REFUSED and any(word in lowered for word in _FORMAT_WORDS):
            return _FormatError()
        if status in _PASSING or (status >= 500 and status != 501):
            return _PassingError(problem, wait=_asked_wait(error.response.headers))
        if status in (400, 413, 422) and any(words in lowered for words in _TOO_LONG):
            return ReplyError(problem, where=where, fix="lower passage= and max_tokens=, or take prompt=short")
        if status in (400, 403, 422) and any(words in lowered for words in _FILTERED):
            return ReplyError(problem, where=where, fix="leave this article to the rules, or ask another model")
        if not last and status in _FORMAT_REFUSED and not self._settled:
            return _FormatError()
        if status in (401, 403):
            return ServiceError(problem, where=where, fix=f"set {KEY_VARIABLES[0]} to a key of this server")
        if 300 <= status < 400:
            return ServiceError(problem, where=where, fix="give the address that it redirects to")
        return ServiceError(problem, where=where, fix="check --llm-url, --llm-model and --llm-option")

    def _leave_out(self, name: str) -> None:
        """Send a parameter no more; the newer models of OpenAI call the limit of tokens by another name."""
        with self._lock:
            if self._extras.pop(name, None) is not None and name == "max_tokens":
                self._extras["max_completion_tokens"] = self.options.max_tokens

    def _clean(self, text: str, most: int = _SHOWN) -> str:
        """Return a server's words as a message may show them: one short line, without the key."""
        line = " ".join(self._redact(text).split())
        return line if len(line) <= most else line[:most] + " …"

    def _redact(self, text: str) -> str:
        return text.replace(self._key, "[key]") if self._key else text

    def _connected(self) -> openai.OpenAI:
        with self._lock:
            if self._stopped.is_set():
                raise ServiceError("the run was stopped", where=self.options.shown)
            if self._client is None:
                self._client = _client(self.options, self._key)
            return self._client

    def stop(self) -> None:
        """Let no other thread repeat a request or begin one; `close` when they have ended."""
        self._stopped.set()

    def close(self) -> None:
        """Close the connections."""
        with self._lock:
            if self._client is not None:
                self._client.close()
                self._client = None


def _client(options: LlmOptions, key: str | None) -> openai.OpenAI:
    try:
        import httpx2
        import openai
    except ImportError as error:
        raise ModelError(
            f"the client library is missing ({error.name})", where="--extractor", fix="pip install 'diplograph[llm]'"
        ) from error
    timeout = httpx2.Timeout(options.timeout, connect=min(10.0, options.timeout))
    # No redirects: the key and the articles go to the server that was named. No proxy for a server on this machine.
    transport = httpx2.Client(timeout=timeout, follow_redirects=False, trust_env=not options.local)
    return openai.OpenAI(
        base_url=options.base,
        api_key=key or "none",
        timeout=timeout,
        max_retries=0,
        http_client=transport,
    )


def _decoded(body: bytes, content_type: str) -> str:
    """Return a body as text: JSON is UTF-8 or tells its encoding by its first bytes; else what the header names."""
    charset = re.search(r"charset=\"?([\w.:-]+)", content_type, re.IGNORECASE)
    try:
        return body.decode(json.detect_encoding(body))
    except UnicodeDecodeError:
        try:
            return body.decode(charset[1] if charset else "utf-8", "replace")
        except LookupError:
            return body.decode("utf-8", "replace")


def _words(message: Mapping[str, Any]) -> str:
    """Return what a message says: as one text, in parts, as the arguments of a tool, or as a refusal."""
    content = message.get("content")
    if isinstance(content, list):
        content = "".join(str(part["text"]) for part in content if isinstance(part, dict) and "text" in part)
    if isinstance(content, str) and content:
        return content
    for call in message.get("tool_calls") or ():
        return str(call["function"]["arguments"])
    return str(message.get("refusal") or "")


def _usage(told: Any) -> Usage:
    """Return the tokens that a server counts; 0 for what is no number."""
    told = told if isinstance(told, dict) else {}
    counts = [told.get(name) for name in ("prompt_tokens", "completion_tokens")]
    prompt, completion = (n if isinstance(n, int) and n > 0 else 0 for n in counts)
    return Usage(prompt=prompt, completion=completion)


def _response_format(form: str, schema: Mapping[str, Any]) -> dict[str, Any]:
    if form == "json_schema":
        return {"type": "json_schema", "json_schema": {"name": "events", "strict": True, "schema": schema}}
    return {"type": "json_object", "schema": schema} if form.endswith("+schema") else {"type": "json_object"}


def _asked_wait(headers: Mapping[str, str]) -> float | None:
    """Return the seconds that a Retry-After header asks for (a number or a date), or None."""
    value = headers.get("retry-after", "").strip()
    if not value:
        return None
    try:
        seconds = float(value)
    except ValueError:
        try:
            day = email.utils.parsedate_to_datetime(value)
        except ValueError:
            return None
        seconds = (day - datetime.now(UTC)).total_seconds() if day.tzinfo else 0.0
    return max(seconds, 0.0) if seconds < float("inf") else None
