"""HTML as written → a check that parsing it is safe, and the plain text of a fragment."""

from __future__ import annotations

import re
from html.parser import HTMLParser

from kg.errors import SourceError
from kg.read.sources.refusal import Limits

_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9:-]*)")
# Elements that have no end tag, or whose end tag authors leave out: they say nothing about depth.
_UNCLOSED = frozenset(
    "area base br col embed hr img input link meta param source track wbr p li dt dd tr td th thead tbody tfoot "
    "option optgroup colgroup html head body".split()
)
_BLOCKS = frozenset("p div br li tr h1 h2 h3 h4 h5 h6 blockquote section article ul ol table hr".split())
_UNSEEN = frozenset({"script", "style", "template", "noscript"})


def check_markup(markup: str, *, where: str, limits: Limits) -> None:
    """Refuse markup that would make a tree parser crawl or recurse without end.

    Raises:
        SourceError: too many tags, too deep nesting, or entity declarations.
    """
    if "<!ENTITY" in markup:
        raise SourceError(
            "declares entities, as pages built to exhaust memory do", where=where, fix="remove <!ENTITY …>"
        )
    depth = deepest = 0
    for number, tag in enumerate(_TAG.finditer(markup), start=1):
        if number > limits.html_tags:
            raise SourceError(f"more than {limits.html_tags:,} tags", where=where, fix="save the article's own page")
        if tag[2].lower() not in _UNCLOSED:
            depth = max(0, depth - 1) if tag[1] else depth + 1
            deepest = max(deepest, depth)
    if deepest > limits.html_depth:
        raise SourceError(f"nested {deepest:,} deep", where=where, fix="save the article's own page")


class _Fragment(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self._hidden = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _UNSEEN:
            self._hidden += 1
        elif tag in _BLOCKS:
            self.parts.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in _UNSEEN:
            self._hidden = max(0, self._hidden - 1)
        elif tag in _BLOCKS:
            self.parts.append("\n")

    def handle_data(self, data: str) -> None:
        if not self._hidden:
            self.parts.append(data)


def plain_text(fragment: str) -> str:
    """Return the text of an HTML fragment, one paragraph a line with a blank line between.

    >>> plain_text("<p>Talks <b>ended</b>.</p><p>No date&nbsp;was set.</p>")
    'Talks ended.\\n\\nNo date was set.'
    """
    parser = _Fragment()
    parser.feed(fragment)
    parser.close()
    lines = (" ".join(line.split()) for line in "".join(parser.parts).split("\n"))
    return "\n\n".join(line for line in lines if line)
