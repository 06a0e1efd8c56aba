"""A seed → the bytes of a broken or hostile input file, with the ending it would come with."""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass

GOOD = (
    "The foreign minister of Norland met her counterpart from Sudmark in Oslo on Monday. "
    "Both sides said that the talks would go on next week, and that no date had been set for a summit. "
)
_MARKS = "\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff\u00ad\u200b"
_LETTERS = "abcdefghijklmnopqrstuvwxyzéüñçßåøžščřđ漢字かなабвгд אבגד عربي 한국어"
_ENDINGS = (".txt", ".jsonl", ".json", ".html", ".xml", "")


@dataclass(frozen=True, slots=True, kw_only=True)
class BrokenInput:
    """One file to read: how it was made, its name's ending and its bytes."""

    kind: str
    ending: str
    data: bytes


def broken_inputs(seed: int, count: int) -> Iterator[BrokenInput]:
    """Yield `count` inputs, each kind in turn; the same seed gives the same bytes."""
    for number in range(count):
        chance = random.Random(f"{seed}-{number}")
        kind = list(KINDS)[number % len(KINDS)]
        ending, data = KINDS[kind](chance)
        yield BrokenInput(kind=kind, ending=ending or chance.choice(_ENDINGS), data=data)


def _record(text: str, **keys: object) -> bytes:
    return json.dumps({"text": text, "published": "2025-10-22", **keys}).encode() + b"\n"


def _empty(chance: random.Random) -> tuple[str, bytes]:
    return "", chance.choice([b"", b"\n", b" \r\n\t ", b"\xef\xbb\xbf", b"\x0c"])


def _cut_utf8(chance: random.Random) -> tuple[str, bytes]:
    data = (GOOD + "“Ångström” – żółć 漢字 ").encode() * chance.randint(1, 5)
    return "", data[: chance.randint(1, len(data))]


def _random_bytes(chance: random.Random) -> tuple[str, bytes]:
    return "", chance.randbytes(chance.randint(1, 5000))


def _controls(chance: random.Random) -> tuple[str, bytes]:
    text = list(GOOD * 2)
    for _ in range(chance.randint(1, 60)):
        text.insert(chance.randrange(len(text)), chr(chance.choice([*range(32), 127, 0x85, 0x9B, 0xFFFE, 0xFFFF])))
    return ".txt", "".join(text).encode()


def _marks(chance: random.Random) -> tuple[str, bytes]:
    text = list(GOOD)
    for _ in range(chance.randint(5, 200)):
        text.insert(chance.randrange(len(text)), chance.choice(_MARKS))
    return ".txt", "".join(text).encode()


def _long_word(chance: random.Random) -> tuple[str, bytes]:
    word = chance.choice("ax(.-'\"9/@漢") * chance.choice([1_000, 1_999, 2_001, 50_000, 1_000_000])
    return ".txt", (GOOD + word + " " + GOOD).encode()


def _letters(chance: random.Random) -> tuple[str, bytes]:
    return "", "".join(chance.choices(_LETTERS + " .,\n\"'()", k=chance.randint(1, 3000))).encode()


def _punctuation(chance: random.Random) -> tuple[str, bytes]:
    text = "".join(chance.choices("“”\"'()[]{}.,;:!?-–— \n", k=chance.randint(100, 3000)))
    return ".txt", (GOOD + text + GOOD).encode()


def _newlines(chance: random.Random) -> tuple[str, bytes]:
    ends = ["\n", "\r", "\r\n", "\n\n", "\u2028", "\x85", "\t", "\xa0"]
    return ".txt", "".join(word + chance.choice(ends) for word in (GOOD * 3).split()).encode()


def _other_encoding(chance: random.Random) -> tuple[str, bytes]:
    encoding = chance.choice(["utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252", "utf-7", "cp037", "utf-8-sig"])
    return "", (GOOD + "“café” ").encode(encoding, "replace")


def _html_bomb(chance: random.Random) -> tuple[str, bytes]:
    tag = chance.choice(["div", "b", "p", "table", "blockquote", "a href='x'", "svg", "![CDATA[", "!--", "?x"])
    times = chance.choice([10, 150, 3_000, 60_000])
    page = f"<html><body><article><p>{GOOD}</p>" + f"<{tag}>" * times + GOOD
    return ".html", page.encode()


def _html_broken(chance: random.Random) -> tuple[str, bytes]:
    page = f"<!doctype html><html lang='en'><head><title>T</title></head><body><p>{GOOD * 3}</p></body></html>"
    text = list(page)
    for _ in range(chance.randint(1, 40)):
        text[chance.randrange(len(text))] = chance.choice("<>&\"'=/x\x00\uffff")
    return ".html", "".join(text).encode()


def _entities(chance: random.Random) -> tuple[str, bytes]:
    levels = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 9))
    body = chance.choice(["&e8;", "&#0;", "&#xFFFFFFFF;", "&nbsp;" * 1000, "&amp" * 5000])
    head = chance.choice(["", f'<!DOCTYPE x [<!ENTITY e0 "a">{levels}]>'])
    return chance.choice([".xml", ".html"]), f"<?xml version='1.0'?>{head}<rss><item>{body}</item></rss>".encode()


def _feed_broken(chance: random.Random) -> tuple[str, bytes]:
    day = chance.choice(["", "x", "9"])
    item = f"<item><title>T</title><description>{GOOD}</description><pubDate>{day}</pubDate></item>"
    feed = "<?xml version='1.0' encoding='x'?><rss><channel>" + item * chance.randint(0, 20) + "</channel></rss>"
    return ".xml", feed.encode()[: chance.randint(30, len(feed))]


def _records_broken(chance: random.Random) -> tuple[str, bytes]:
    odd: list[bytes] = [
        b"{", b"[]", b"null", b'"text"', b"{}\n", b'{"text": 5}', b'{"text": ""}', b'{"text": "\\ud800 half a pair"}',
        b'{"text": "a\\u0000b"}', b"\xff\xfe", b"[" * 5000, b'{"text":' * 3000, b"{'text': 'x'}",
        _record(GOOD, published="2025-13-40"), _record(GOOD, published=7), _record(GOOD, id=[1]), _record(GOOD, id=""),
        _record(GOOD, language="fr"), _record(GOOD, extra={"a": [1, 2]}), _record("x " * 700_000), _record(" \u200b "),
        _record(GOOD, id="\x00 / #?<>\"{}|^`\\"), _record(GOOD, url="javascript:alert(1)"),
        _record(GOOD, title="\x1b[2J"),
    ]  # fmt: skip
    lines = [line.rstrip(b"\n") for line in chance.choices(odd, k=chance.randint(1, 6))]
    return ".jsonl", chance.choice([b"\n", b"\r\n"]).join(lines)


def _record_bits(chance: random.Random) -> tuple[str, bytes]:
    data = bytearray(_record(GOOD * 2, title="Talks “go on”", publisher="Harbour Wire"))
    for _ in range(chance.randint(1, 10)):
        data[chance.randrange(len(data))] = chance.randrange(256)
    return ".jsonl", bytes(data)


def _many_marks(chance: random.Random) -> tuple[str, bytes]:
    return ".txt", (GOOD + "a" + "\u0301" * chance.choice([10, 1_500]) + " " + "🇺🇦👩‍👩‍👧‍👦" * 100 + " " + GOOD).encode()


def _header_broken(chance: random.Random) -> tuple[str, bytes]:
    heads = [
        " date 2025-99-99 By ",
        "Title:\nDate: soon\n\n",
        "Date: 2025-10-22\n",
        "Title: " + "x" * 3000 + "\n\n",
        "By ,,,\n",
    ]
    return ".txt", (chance.choice(heads) + GOOD).encode()


def _repetition(chance: random.Random) -> tuple[str, bytes]:
    unit = chance.choice(
        ["said that ", "“ said ", "the ", "Monday ", "of the minister ", "not ", ", and ", "U.S. ", "1,000,000 "]
    )
    return ".txt", (GOOD + unit * chance.choice([50, 500, 2_000]) + GOOD).encode()


KINDS: dict[str, Callable[[random.Random], tuple[str, bytes]]] = {
    "empty": _empty,
    "cut utf-8": _cut_utf8,
    "random bytes": _random_bytes,
    "control characters": _controls,
    "direction marks": _marks,
    "long word": _long_word,
    "random letters": _letters,
    "punctuation": _punctuation,
    "line ends": _newlines,
    "other encoding": _other_encoding,
    "html bomb": _html_bomb,
    "broken html": _html_broken,
    "entities": _entities,
    "broken feed": _feed_broken,
    "broken records": _records_broken,
    "record with flipped bytes": _record_bits,
    "combining marks": _many_marks,
    "broken header": _header_broken,
    "repetition": _repetition,
}
