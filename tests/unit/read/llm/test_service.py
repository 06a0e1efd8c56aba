from __future__ import annotations

import email.utils
import json
import logging
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from kg.errors import ReplyError, ServiceError
from kg.read.llm.options import LlmOptions
from kg.read.llm.report import Report
from kg.read.llm.service import Service
from tests.unit.read.llm.fake_server import Answer, Script, completion, in_turn, says, serving

Options = Callable[..., LlmOptions]
OK = Answer(body=completion("fine"))
MESSAGES = [{"role": "user", "content": "TEXT"}]
SCHEMA: dict[str, Any] = {"type": "object", "properties": {}, "required": [], "additionalProperties": False}


class Asked:
    """One question to a scripted server: what came back, how long it was waited, what the server saw."""

    def __init__(self, script: Script, options: Options, times: int = 1, **fields: Any) -> None:
        self.waits: list[float] = []
        with serving(script) as server:
            given = options(server.url, **fields)
            self.report = Report(given.price_in, given.price_out)
            service = Service(given, self.report, sleep=self.waits.append)
            try:
                self.texts = [service.ask(MESSAGES, SCHEMA).text for _ in range(times)]
            finally:
                service.close()
                self.bodies, self.headers, self.paths = server.bodies, server.headers, server.paths

    @property
    def formats(self) -> list[str]:
        return [_format(body) for body in self.bodies]


def _format(body: dict[str, Any]) -> str:
    form = body.get("response_format")
    if form is None:
        return "plain"
    return f"{form['type']}+schema" if form["type"] == "json_object" and "schema" in form else str(form["type"])


def accepts(*formats: str, status: int = 400, message: str = "response_format is not supported") -> Script:
    def script(body: Any, number: int) -> Answer:
        return OK if _format(body) in formats else Answer(status=status, body=json.dumps({"error": message}))

    return script


def test_a_request_has_the_strict_schema_model_and_options(options: Options) -> None:
    asked = Asked(says("fine"), options, max_tokens=77)
    body = asked.bodies[0]
    assert asked.paths == ["/v1/chat/completions"]
    assert body["response_format"] == {
        "type": "json_schema",
        "json_schema": {"name": "events", "strict": True, "schema": SCHEMA},
    }
    assert (body["model"], body["messages"], body["max_tokens"], body["temperature"]) == ("tiny", MESSAGES, 77, 0)
    assert asked.texts == ["fine"]


def test_tokens_and_cost_are_counted(options: Options) -> None:
    report = Asked(says("fine", prompt=1000, tokens=500), options, times=2, price_in=3, price_out=10).report
    assert (report.counts["prompt tokens"], report.counts["completion tokens"]) == (2000, 1000)
    assert report.cost == pytest.approx(0.016)


@pytest.mark.parametrize("known", ["json_object+schema", "json_object", "plain"])
def test_a_server_that_knows_less_is_asked_for_less_and_remembered(options: Options, known: str) -> None:
    asked = Asked(accepts(known), options, times=2)
    ladder = ["json_schema", "json_object+schema", "json_object", "plain"]
    assert asked.formats == [*ladder[: ladder.index(known) + 1], known]
    assert asked.waits == []


def test_a_500_that_speaks_of_the_format_is_not_waited_for(options: Options) -> None:
    asked = Asked(accepts("plain", status=500, message="Input should be 'text': response_format"), options)
    assert asked.formats[-1] == "plain"
    assert asked.waits == []


def test_a_format_that_is_asked_for_is_the_only_one(options: Options) -> None:
    with pytest.raises(ServiceError, match="not supported"):
        Asked(accepts("plain"), options, format="json_object")


@pytest.mark.parametrize("status", [408, 409, 425, 429, 500, 502, 503, 504])
def test_what_may_pass_is_tried_again_after_a_growing_wait(options: Options, status: int) -> None:
    asked = Asked(in_turn(Answer(status=status), Answer(status=status), OK), options)
    assert asked.texts == ["fine"]
    assert asked.report.counts["repeated"] == 2
    first, second = asked.waits
    assert 0.25 <= first <= 0.5 <= second <= 1.0


def test_waits_double_up_to_half_a_minute(options: Options) -> None:
    asked = Asked(in_turn(*[Answer(status=503)] * 12, OK), options, retries=20)
    assert max(asked.waits) <= 30
    assert asked.waits[-1] >= 15


def test_a_wait_that_the_server_names_is_kept(options: Options) -> None:
    assert Asked(in_turn(Answer(status=429, headers={"Retry-After": "7"}), OK), options).waits == [7.0]


def test_a_wait_may_be_named_as_a_date(options: Options) -> None:
    later = email.utils.format_datetime(datetime.now(UTC) + timedelta(seconds=50), usegmt=True)
    (wait,) = Asked(in_turn(Answer(status=503, headers={"Retry-After": later}), OK), options).waits
    assert 0 < wait <= 50


@pytest.mark.parametrize("value", ["soon", "-5", "inf", "nan", ""])
def test_a_wait_that_is_no_time_does_no_harm(options: Options, value: str) -> None:
    (wait,) = Asked(in_turn(Answer(status=429, headers={"Retry-After": value}), OK), options).waits
    assert 0 <= wait <= 1


def test_a_wait_that_is_too_long_ends_the_run(options: Options) -> None:
    with pytest.raises(ServiceError, match="asks to wait 4000 s"):
        Asked(in_turn(Answer(status=429, headers={"Retry-After": "4000"})), options)


def test_retries_end(options: Options) -> None:
    with pytest.raises(ServiceError, match="HTTP 503: busy, 3 times"):
        Asked(in_turn(Answer(status=503, body="busy")), options, retries=2)


@pytest.mark.parametrize(("status", "said"), [(401, "KG_LLM_API_KEY"), (403, "KG_LLM_API_KEY"), (404, "--llm-model")])
def test_a_refusal_is_not_tried_again(options: Options, status: int, said: str) -> None:
    with pytest.raises(ServiceError, match=said):
        Asked(in_turn(Answer(status=status, body='{"error": "no"}')), options, format="plain")


def test_a_redirect_is_not_followed(options: Options) -> None:
    with serving(says("fine")) as other:
        moved = Answer(status=307, headers={"Location": other.url + "/chat/completions"})
        with pytest.raises(ServiceError, match="redirects"):
            Asked(in_turn(moved), options)
        assert other.bodies == []


def test_a_text_that_is_too_long_fails_for_that_article_alone(options: Options) -> None:
    said = "This model's maximum context length is 2048 tokens; the request exceeds it."
    with pytest.raises(ReplyError, match="context length"):
        Asked(in_turn(Answer(status=400, body=said)), options)


@pytest.mark.parametrize("name", ["seed", "temperature"])
def test_a_parameter_that_a_server_does_not_know_is_left_out(options: Options, name: str) -> None:
    def script(body: Any, number: int) -> Answer:
        return Answer(status=422, body=f"extra inputs are not permitted: {name}") if name in body else OK

    asked = Asked(script, options, times=2)
    assert [name in body for body in asked.bodies] == [True, False, False]


def test_the_limit_of_tokens_has_two_names(options: Options) -> None:
    def script(body: Any, number: int) -> Answer:
        said = "Unsupported parameter: 'max_tokens'. Use 'max_completion_tokens' instead."
        return Answer(status=400, body=said) if "max_tokens" in body else OK

    assert Asked(script, options, max_tokens=99).bodies[-1]["max_completion_tokens"] == 99


@pytest.mark.parametrize(
    "answer",
    [
        Answer(body=completion("a long reply " * 50), cut=True),
        Answer(body="<html>proxy</html>", headers={"Content-Type": "text/html"}),
        Answer(body="[]"),
        Answer(body="null"),
        Answer(body='{"choices": [{"message": null}]}'),
        Answer(body="["),
        Answer(body="x", headers={"Content-Encoding": "gzip"}),
    ],
)
def test_a_broken_answer_is_asked_for_again(options: Options, answer: Answer) -> None:
    asked = Asked(in_turn(answer, OK), options)
    assert asked.texts == ["fine"]
    assert asked.report.counts["repeated"] == 1


@pytest.mark.parametrize(
    ("message", "text"),
    [
        ({"content": [{"type": "text", "text": "fi"}, {"type": "text", "text": "ne"}]}, "fine"),
        ({"content": None, "tool_calls": [{"function": {"name": "events", "arguments": "fine"}}]}, "fine"),
        ({"content": None, "refusal": "not this text"}, "not this text"),
        ({"content": None}, ""),
    ],
)
def test_what_a_message_says_may_stand_in_several_places(options: Options, message: Any, text: str) -> None:
    assert Asked(in_turn(Answer(body=json.dumps({"choices": [{"message": message}]}))), options).texts == [text]


def test_no_choice_is_an_empty_answer_and_no_fault_of_the_server(options: Options) -> None:
    asked = Asked(in_turn(Answer(body='{"choices": []}')), options)
    assert asked.texts == [""]
    assert asked.report.counts["repeated"] == 0


@pytest.mark.parametrize(
    ("encoding", "header"),
    [("utf-8-sig", ""), ("utf-16", ""), ("iso-8859-1", "; charset=iso-8859-1"), ("utf-8", "; charset=no-such")],
)
def test_a_body_in_another_encoding_is_read(options: Options, encoding: str, header: str) -> None:
    body = json.dumps({"choices": [{"message": {"content": "café"}}]}, ensure_ascii=False)
    answer = Answer(body=body, encoding=encoding, headers={"Content-Type": f"application/json{header}"})
    assert Asked(in_turn(answer), options).texts == ["café"]


@pytest.mark.parametrize("usage", ['{"prompt_tokens": "many"}', '{"prompt_tokens": NaN, "completion_tokens": -5}', "7"])
def test_a_count_of_tokens_that_is_none_costs_no_reply(options: Options, usage: str) -> None:
    asked = Asked(
        in_turn(Answer(body=f'{{"choices": [{{"message": {{"content": "fine"}}}}], "usage": {usage}}}')), options
    )
    assert asked.texts == ["fine"]
    assert asked.report.counts["completion tokens"] == 0


@pytest.mark.parametrize("status", [400, 403])
def test_a_text_that_a_filter_refuses_fails_for_that_article_alone(options: Options, status: int) -> None:
    said = '{"error": {"code": "content_filter", "message": "The prompt triggered the content management policy"}}'
    with pytest.raises(ReplyError, match="content_filter"):
        Asked(in_turn(Answer(status=status, body=said)), options)


def test_a_server_without_usage_is_taken(options: Options) -> None:
    body = json.dumps({"choices": [{"message": {"content": "fine"}}]})
    asked = Asked(in_turn(Answer(body=body)), options)
    assert asked.texts == ["fine"]
    assert asked.report.counts["prompt tokens"] == 0


def test_a_server_that_says_nothing_is_left_after_the_timeout(options: Options) -> None:
    asked = Asked(in_turn(Answer(silent=True), OK), options, timeout=0.2)
    assert asked.texts == ["fine"]
    assert asked.report.counts["repeated"] == 1


def test_a_server_that_drips_is_left_after_the_timeout(options: Options) -> None:
    with pytest.raises(ServiceError, match=r"no whole reply within 0\.2 s"):
        Asked(in_turn(Answer(drip=True)), options, timeout=0.2, retries=0)


def test_a_server_that_is_not_there_is_named(options: Options) -> None:
    with serving(says("fine")) as gone:
        pass
    service = Service(options(gone.url, retries=1), Report(), sleep=lambda seconds: None)
    with pytest.raises(ServiceError, match=r"127\.0\.0\.1.*no connection"):
        service.ask(MESSAGES, SCHEMA)
    service.close()


def test_a_stopped_service_begins_no_request(options: Options) -> None:
    with serving(says("fine")) as server:
        service = Service(options(server.url), Report())
        service.stop()
        with pytest.raises(ServiceError, match="stopped"):
            service.ask(MESSAGES, SCHEMA)
        service.close()
    assert not server.bodies


def test_requests_keep_to_the_limit_of_a_minute(options: Options) -> None:
    now = [0.0]
    waits: list[float] = []

    def sleep(seconds: float) -> None:
        waits.append(seconds)
        now[0] += seconds

    with serving(says("fine")) as server:
        service = Service(options(server.url, rpm=30), Report(), sleep=sleep, clock=lambda: now[0])
        for _ in range(3):
            service.ask(MESSAGES, SCHEMA)
        service.close()
    assert waits == [2.0, 2.0]


def test_a_key_goes_into_the_header_and_nowhere_else(
    options: Options, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setenv("KG_LLM_API_KEY", "sk-very-secret")
    caplog.set_level(logging.DEBUG)
    echo = Answer(status=401, body='{"error": "wrong key sk-very-secret"}')
    with pytest.raises(ServiceError) as caught:
        Asked(in_turn(echo), options)
    seen = [caught.value, *_causes(caught.value)]
    assert "sk-very-secret" not in " ".join(map(repr, seen)) + str(caught.value) + caplog.text
    asked = Asked(says("you said sk-very-secret"), options)
    assert asked.headers[0]["authorization"] == "Bearer sk-very-secret"
    assert "sk-very-secret" not in json.dumps(asked.bodies) + asked.texts[0] + str(asked.report)
    assert "sk-very-secret" not in caplog.text


def _causes(error: BaseException) -> list[BaseException]:
    found = []
    step = error.__cause__
    while step is not None:
        found.append(step)
        step = step.__cause__
    return found


def test_without_a_key_none_is_sent_and_no_account_of_another_server(
    options: Options, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "theirs")
    monkeypatch.setenv("OPENAI_ORG_ID", "org")
    monkeypatch.setenv("OPENAI_PROJECT_ID", "project")
    headers = Asked(says("fine"), options).headers[0]
    assert not {"authorization", "openai-organization", "openai-project"} & set(headers)
