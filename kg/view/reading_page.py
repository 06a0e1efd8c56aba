"""Explanations → one HTML page that a browser shows without a request and without JavaScript.

Every word of an article is escaped; the style sheet is named by its hash in the page's own security policy.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterable, Iterator, Sequence
from html import escape

from kg.read.explanation import EventSeen, Explanation, SentenceSeen
from kg.view.reading import headline, marked, near_and_passed_over, of_frame, of_mention, of_miss, of_time, told

_STYLE = """
:root { color-scheme: light dark; font: 16px/1.55 system-ui, sans-serif; --line: #8886; --dim: #667; }
@media (prefers-color-scheme: dark) { :root { --dim: #aab; } }
body { margin: 0 auto; padding: 1rem 1.2rem 3rem; max-width: 62rem; }
h1 { font-size: 1.4rem; margin: 0.4rem 0; } h2 { font-size: 1.15rem; margin: 2rem 0 0.2rem; }
p.meta, .key { color: var(--dim); font-size: 0.9rem; }
section.sentence { border-top: 1px solid var(--line); padding: 0.9rem 0 0.6rem; }
p.text { font-size: 1.1rem; line-height: 1.9; margin: 0 0 0.5rem; unicode-bidi: isolate; overflow-wrap: anywhere; }
.key { display: flex; flex-wrap: wrap; gap: 0.2rem 1.1rem; }
details.more > summary, details.less > summary { color: var(--dim); font-size: 0.9rem; }
details details { margin-left: 1.2rem; }
mark, .mention, .time, .cue, .near { border-radius: 3px; padding: 0.08em 0.15em; }
mark { background: #ffe08a; color: #1a1a1a; font-weight: 600; }
.mention { box-shadow: inset 0 -2px #2f7d4f; }
.time { box-shadow: inset 0 -2px #7a3fb0; }
.cue { box-shadow: inset 0 -2px #1769aa; }
.near { outline: 1px dashed #b0602a; }
details { margin: 0.25rem 0 0.25rem 0.2rem; }
summary { cursor: pointer; padding: 0.1rem 0; }
summary b { margin-right: 0.4rem; }
.id { color: var(--dim); font-size: 0.85rem; margin-right: 0.4rem; }
.ok { color: #1d7a45; } .plan { color: #8a5a00; } .off { color: #b3261e; }
@media (prefers-color-scheme: dark) { .ok { color: #6fd39a; } .plan { color: #e2b45a; } .off { color: #ff8a80; } }
dl { display: grid; grid-template-columns: max-content 1fr; gap: 0.1rem 0.9rem; margin: 0.3rem 0 0.7rem 1.2rem; }
dt { color: var(--dim); } dd { margin: 0; overflow-wrap: anywhere; unicode-bidi: isolate; }
ul { margin: 0.2rem 0 0.6rem 1.2rem; padding-left: 0.9rem; } li { overflow-wrap: anywhere; unicode-bidi: isolate; }
.scroll { overflow-x: auto; margin-left: 1.2rem; }
table { border-collapse: collapse; font-size: 0.9rem; } caption { text-align: left; color: var(--dim); }
th, td { border: 1px solid var(--line); padding: 0.12rem 0.5rem; text-align: left; }
"""
_DIGEST = base64.b64encode(hashlib.sha256(_STYLE.encode()).digest()).decode()
_POLICY = f"default-src 'none'; style-src 'sha256-{_DIGEST}'; base-uri 'none'; form-action 'none'"
# Characters that reorder the text around them, or are not seen at all.
_INVISIBLE = re.compile(r"[\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
# Of a short text, the events are shown unfolded.
_OPENED = 3
_LOOK = {
    "occurred": "ok",
    "underway": "ok",
    "imposed": "ok",
    "extended": "ok",
    "cancelled": "off",
    "postponed": "off",
    "did-not-occur": "off",
    "failed": "off",
    "lifted": "off",
    "suspended": "off",
    "expired": "off",
}


def page(explanations: Iterable[Explanation], *, title: str = "How the text was read") -> str:
    """Return the page of some explained articles."""
    return "".join(pieces(explanations, title=title))


def pieces(explanations: Iterable[Explanation], *, title: str = "How the text was read") -> Iterator[str]:
    """Yield the page piece by piece, so that many articles need not be held at once."""
    yield (
        '<!DOCTYPE html>\n<html lang="en">\n<head><meta charset="utf-8">'
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{_safe(title)}</title><style>{_STYLE}</style></head>\n<body><main><h1>{_safe(title)}</h1>\n"
        '<p class="key"><span><mark>trigger</mark> of an event</span><span><span class="near">word</span> that nearly '
        'gave one</span><span><span class="mention">who or where</span></span><span><span class="time">when</span>'
        '</span><span><span class="cue">reporting word</span></span></p>\n'
    )
    for explanation in explanations:
        yield from _article(explanation)
    yield "</main></body>\n</html>\n"


def _article(explanation: Explanation) -> Iterator[str]:
    day = explanation.published.isoformat() if explanation.published else "an unknown day"
    events = sum(len(sentence.events) for sentence in explanation.sentences)
    near = sum(len(near_and_passed_over(sentence)[0]) for sentence in explanation.sentences)
    name = explanation.title or explanation.publisher
    yield f"<article>{f'<h2>{_safe(name)}</h2>' if name else ''}\n"
    yield f'<p class="meta">Read as published on {day}: {events} events, {near} near misses.</p>\n'
    for sentence in explanation.sentences:
        yield _sentence(sentence, opened=events <= _OPENED)
    yield "</article>\n"


def _sentence(sentence: SentenceSeen, *, opened: bool) -> str:
    text = "".join(_piece(words, marks) for words, marks in marked(sentence))
    parts = [f'<section class="sentence"><p class="text">{text}</p>']
    parts += [_event(event, opened=opened) for event in sentence.events]
    if not sentence.events:
        parts.append('<p class="meta">No event.</p>')
    near, passed_over = near_and_passed_over(sentence)
    parts.append(_list("Near misses", [of_miss(miss) for miss in near]))
    parts.append(_list("Rules passed over", [of_miss(miss) for miss in passed_over]))
    parts.append('<details class="more"><summary>All else that was read</summary>')
    parts.append(_list("Who and where", [of_mention(mention) for mention in sentence.mentions]))
    parts.append(_list("When", [of_time(time) for time in sentence.times]))
    parts.append(_list("Who says so", [of_frame(frame) for frame in sentence.frames]))
    return "".join([*parts, _words(sentence), "</details></section>\n"])


def _piece(words: str, marks: tuple[str, ...]) -> str:
    inner = _safe(words)
    for mark in reversed(marks):
        inner = f"<mark>{inner}</mark>" if mark == "trigger" else f'<span class="{mark}">{inner}</span>'
    return inner


def _event(event: EventSeen, *, opened: bool) -> str:
    rows = "".join(f"<dt>{_safe(what)}</dt><dd>{_safe(how)}</dd>" for what, how in told(event))
    look = "off" if event.polarity == "negative" else _LOOK.get(event.status, "plan")
    kind, _, rest = headline(event).partition(", ")
    names = ", ".join(dict.fromkeys(role.name for role in event.roles))
    who = f": {_safe(names)}" if names else ""
    return (
        f'<details{" open" if opened else ""}><summary><span class="id">{_safe(event.id)}</span><b>{_safe(kind)}</b>'
        f'<span class="{look}">{_safe(rest)}</span>{who}</summary><dl>{rows}</dl></details>'
    )


def _list(name: str, lines: Sequence[str]) -> str:
    if not lines:
        return ""
    items = "".join(f"<li>{_safe(line)}</li>" for line in lines)
    return f'<details class="less"><summary>{name} ({len(lines)})</summary><ul>{items}</ul></details>'


def _words(sentence: SentenceSeen) -> str:
    rows = "".join(
        f"<tr>{''.join(f'<td>{_safe(cell)}</td>' for cell in (w.text, w.lemma, w.tag, w.dependency, w.head))}</tr>"
        for w in sentence.words
    )
    head = "".join(f'<th scope="col">{name}</th>' for name in ("word", "lemma", "tag", "dependency", "hangs on"))
    return (
        f'<details class="less"><summary>Parse ({len(sentence.words)} words)</summary><div class="scroll"><table>'
        f"<thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></div></details>"
    )


def _safe(text: str) -> str:
    return escape(_INVISIBLE.sub("\ufffd", text))
