"""Bytes of unknown encoding → text, with a note where the encoding had to be guessed."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

from kg.errors import SourceError

_SAVE_AS_UTF8 = "save the file as UTF-8 text"
# UTF-32 first: its little-endian mark begins with the one of UTF-16.
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_MULTIBYTE = re.compile(rb"[\xc3-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
_SIGNATURES = {
    b"%PDF": "a PDF file",
    b"PK\x03\x04": "a ZIP or Office file",
    b"\x1f\x8b": "a gzip file",
    b"\x89PNG": "a picture",
    b"\xff\xd8\xff": "a picture",
    b"{\\rtf": "an RTF file",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Decoded:
    """Text, the encoding it was read in, and whether that was a guess."""

    text: str
    encoding: str
    guessed: bool = False


def decode(data: bytes, *, where: str, declared: str | None = None) -> Decoded:
    """Return the text of `data`, without a byte order mark; line ends stay as they are.

    Tried in this order: byte order mark, UTF-8, the `declared` charset, Windows-1252. The last is a guess, and is made
    only for data that hold no multi-byte UTF-8 sequence: those are UTF-8 that was cut or damaged.

    Raises:
        SourceError: the data are binary or damaged, or the encoding cannot be told. The message says where.
    """
    for signature, name in _SIGNATURES.items():
        if data.startswith(signature):
            raise SourceError(
                f"this is {name}, not text", where=where, fix="export the article as text, HTML or JSON Lines"
            )
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _strict(data[len(mark) :], encoding, where=where)
    if b"\x00" in data:
        raise SourceError("binary data, not text", where=where, fix="remove the file, or " + _SAVE_AS_UTF8)
    try:
        return Decoded(text=data.decode("utf-8"), encoding="utf-8")
    except UnicodeDecodeError as error:
        position = error.start
    return _declared(data, declared) or _windows(data, where=where, position=position)


def _strict(data: bytes, encoding: str, *, where: str) -> Decoded:
    try:
        return Decoded(text=data.decode(encoding), encoding=encoding)
    except UnicodeDecodeError as error:
        raise SourceError(f"broken {encoding} at byte {error.start}", where=where, fix=_SAVE_AS_UTF8) from error


def _declared(data: bytes, declared: str | None) -> Decoded | None:
    if declared is None or declared.lower().replace("_", "-") in {"utf-8", "utf8"}:
        return None
    try:
        return Decoded(text=data.decode(declared), encoding=declared.lower())
    except (LookupError, ValueError):
        return None


def _windows(data: bytes, *, where: str, position: int) -> Decoded:
    if _MULTIBYTE.search(data):
        raise SourceError(f"broken UTF-8 at byte {position}", where=where, fix=_SAVE_AS_UTF8)
    try:
        return Decoded(text=data.decode("cp1252"), encoding="cp1252", guessed=True)
    except UnicodeDecodeError as error:
        raise SourceError("the encoding cannot be told", where=where, fix=_SAVE_AS_UTF8) from error
