"""A picture's plan → the HTML around it: what is left out, the legend, and the table that says the same."""

from __future__ import annotations

from html import escape

from kg.view.event_text import plain, shorten, source_words, type_words, when
from kg.view.lanes import LANES, PlacedEvent, Plan
from kg.view.status_style import LOOKS, Look

BODY_STYLE = """
body { margin: 0; padding: 0 1rem 2rem; font: 16px/1.5 system-ui, sans-serif; color: #1a1a1a; background: #fff; }
h1 { font-size: 1.4rem; margin: 0.8rem 0 0.4rem; } h2 { font-size: 1.1rem; }
figure { margin: 0; }
#mynetwork { float: none !important; box-sizing: border-box; border: 1px solid #b9c1c8 !important; position: relative; }
div.vis-network div.vis-manipulation { display: none; }
div.vis-tooltip { white-space: pre-wrap !important; max-width: 30rem; font: 14px/1.4 system-ui, sans-serif !important;
  background: #fffdf2 !important; color: #1a1a1a !important; }
.notice { border-left: 4px solid #8a5a00; padding-left: 0.7rem; }
.legend { display: flex; flex-wrap: wrap; gap: 0.2rem 1.4rem; padding: 0; margin: 0.6rem 0;
  list-style: none; font-size: 0.9rem; }
.legend svg { vertical-align: -4px; margin-right: 0.4rem; }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; font-size: 0.9rem; }
caption { text-align: left; font-weight: 600; padding: 0.6rem 0; }
th, td { border: 1px solid #c9d0d6; padding: 0.25rem 0.5rem; text-align: left; vertical-align: top; }
td { overflow-wrap: break-word; max-width: 26rem; } td.day { white-space: nowrap; }
div.vis-network div.vis-navigation div.vis-button { filter: grayscale(1); opacity: 0.75; }
/* The arrows would lie over the lowest lane; the picture is moved by dragging or by the arrow keys. */
div.vis-network div.vis-navigation div.vis-button:is(.vis-up, .vis-down, .vis-left, .vis-right) { display: none; }
"""
_SHAPES = (
    ("meeting, call or visit", '<circle cx="9" cy="9" r="7"/>'),
    ("statement, request or other words", '<rect x="2" y="2" width="14" height="14"/>'),
    ("use of force", '<path d="M9 1 17 16 1 16Z"/>'),
    ("sanction, aid or other measure", '<path d="M9 1 17 9 9 17 1 9Z"/>'),
    ("other event", '<path d="M5 2 13 2 17 9 13 16 5 16 1 9Z"/>'),
)


def message_html(shown: Plan) -> str:
    """Return what a viewer must know of what is not in the picture."""
    total = len(shown.events) + shown.left_out
    if not total:
        return '<p class="notice">There are no events to show.</p>'
    parts = []
    if shown.left_out:
        parts.append(
            f'<p class="notice">Shown are the {len(shown.events)} most reported of {total} events; '
            f"{shown.left_out} are left out to keep the picture readable.</p>"
        )
    if shown.unlaned:
        parts.append(
            f'<p class="notice">The {LANES} busiest agents have a lane; {shown.unlaned} others are named in the '
            "texts and the table.</p>"
        )
    return "".join(parts)


def legend_html() -> str:
    """Return the legend: shapes for what happened, fill and line for its status."""
    shapes = "".join(
        f'<li><svg width="18" height="18" aria-hidden="true" fill="#5b6770" stroke="#1a1a1a">{path}</svg>{words}</li>'
        for words, path in _SHAPES
    )
    looks = "".join(f"<li>{_swatch(look)}{escape(look.name)}</li>" for look in LOOKS)
    return (
        '<section aria-label="Legend">'
        f'<ul class="legend">{shapes}</ul><ul class="legend">{looks}</ul>'
        "<p>A line runs from an event to each agent that takes part; an arrow points at the one it is done to. "
        "Point at anything for its quote and source; drag to move, turn the wheel or use + and − to zoom.</p></section>"
    )


def _swatch(look: Look) -> str:
    dashes = f' stroke-dasharray="{" ".join(str(max(dash // 2, 1)) for dash in look.dashes)}"' if look.dashes else ""
    return (
        f'<svg width="18" height="18" aria-hidden="true"><circle cx="9" cy="9" r="7" fill="{look.fill}" '
        f'stroke="{look.line}" stroke-width="{look.width}"{dashes}/></svg>'
    )


def table_html(shown: Plan) -> str:
    """Return the shown events as a table, in order of time."""
    if not shown.events:
        return ""
    head = "".join(
        f'<th scope="col">{name}</th>'
        for name in ("When", "What", "Status", "Who", "Where", "In whose words", "Source")
    )
    rows = "".join(_row(event) for event in shown.events)
    return (
        '<section aria-label="The same events in words"><div class="scroll"><table><caption>The same events in words'
        f"</caption><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></div></section>"
    )


def _row(event: PlacedEvent) -> str:
    data = event.data
    # Each name is isolated: one that runs from right to left must not turn the words around it.
    who = "; ".join(f"<bdi>{escape(plain(part.label))}</bdi> ({escape(part.role)})" for part in event.parts)
    history = "; ".join(data["history"]) if len(data["history"]) > 1 else data["status"]
    quote = f"“{shorten(data['quote'])}”" if data["quote"] else ""
    source = escape(source_words(data)) if data["quote"] else ""
    url = data["url"] or ""
    if source and url.lower().startswith(("http://", "https://")):
        source = f'<a href="{escape(url, quote=True)}" rel="noreferrer noopener">{source}</a>'
    texts = (type_words(data["type"]), history, None, plain(data["place"] or ""), quote)
    cells = "".join(f"<td>{who}</td>" if text is None else f'<td dir="auto">{escape(text)}</td>' for text in texts)
    return f'<tr><td class="day">{escape(when(data))}</td>{cells}<td>{source}</td></tr>'
