from __future__ import annotations

import pytest

from kg.errors import UsageError
from kg.read.llm.options import LlmOptions, api_key, with_settings

OWN = LlmOptions(url="http://127.0.0.1:8080/v1", model="m")
OPENAI = LlmOptions(url="https://api.openai.com/v1", model="m")


def test_settings_take_the_kind_of_the_option() -> None:
    changed = with_settings(OWN, ["retries=2", "timeout=3.5", "format=plain"])
    assert (changed.retries, changed.timeout, changed.format) == (2, 3.5, "plain")


@pytest.mark.parametrize(
    "setting", ["retries", "api_key=x", "url=http://a/v1", "retries=two", "timeout=nan", "parallel=0", "format=xml"]
)
def test_what_is_no_setting_is_refused(setting: str) -> None:
    with pytest.raises(UsageError):
        with_settings(OWN, [setting])


@pytest.mark.parametrize("url", ["", "localhost:80", "ftp://a/v1", "http://u:secret@a/v1", "http://a/v1?key=secret"])
def test_an_address_that_is_none_or_holds_a_secret_is_refused_without_showing_it(url: str) -> None:
    with pytest.raises(UsageError) as caught:
        LlmOptions(url=url, model="m")
    assert "secret" not in str(caught.value)


def test_the_whole_address_of_the_protocol_may_be_given() -> None:
    assert LlmOptions(url="http://a/v1/chat/completions", model="m").base == "http://a/v1"


@pytest.mark.parametrize("model", ["", " ", "a\nb"])
def test_a_model_has_a_printable_name(model: str) -> None:
    with pytest.raises(UsageError):
        LlmOptions(url="http://a/v1", model=model)


def test_keys_are_no_part_of_the_options() -> None:
    assert not [name for name in LlmOptions.__slots__ if "key" in name]


def test_the_own_variable_goes_before_that_of_openai() -> None:
    both = {"KG_LLM_API_KEY": "own", "OPENAI_API_KEY": "theirs"}
    assert api_key(OPENAI, both) == "own"
    assert api_key(OWN, both) == "own"


def test_a_key_of_openai_goes_to_openai_alone() -> None:
    theirs = {"OPENAI_API_KEY": "theirs"}
    assert api_key(OPENAI, theirs) == "theirs"
    assert api_key(OWN, theirs) is None
    assert api_key(LlmOptions(url="https://evil-openai.com/v1", model="m"), theirs) is None


def test_a_key_that_no_header_can_hold_is_refused_without_showing_it() -> None:
    with pytest.raises(UsageError) as caught:
        api_key(OWN, {"KG_LLM_API_KEY": "sec\nret"})
    assert "sec" not in str(caught.value)
    assert "KG_LLM_API_KEY" in str(caught.value)


def test_only_a_server_of_this_machine_is_local() -> None:
    hosts = ["127.0.0.1", "localhost", "[::1]", "example.org", "10.0.0.1"]
    assert [LlmOptions(url=f"http://{h}/v1", model="m").local for h in hosts] == [True, True, True, False, False]
