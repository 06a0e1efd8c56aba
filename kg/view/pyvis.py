"""Network → one HTML file: a pyvis picture of lanes over time, and the same events as a table.

pyvis draws with vis-network; everything around that is guarded here. The page loads nothing and may load nothing, its
text is escaped, positions are given and do not move, and past a number of nodes it shows the most reported part and
says so.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
from html import escape
from pathlib import Path
from typing import Any

from pyvis.network import Network as Canvas

from kg.errors import KgError
from kg.view.event_text import describe_part, event_caption, event_text, wrap
from kg.view.lanes import Part, PlacedEvent, Plan, day_words, plan
from kg.view.network import FAMILIES, Network, side
from kg.view.page_parts import BODY_STYLE, legend_html, message_html, table_html
from kg.view.status_style import LOOKS, look_of

LIMIT = 150
_COLUMN = 156
_LANE = 100
_SHAPES = dict(zip(FAMILIES, ("square", "dot", "triangle", "diamond"), strict=True))
_OPTIONS = {
    "physics": {"enabled": False},
    "interaction": {
        "hover": True, "tooltipDelay": 60, "dragNodes": False, "navigationButtons": True,
        "keyboard": {"enabled": True, "bindToWindow": False},
    },
    "nodes": {"font": {"face": "system-ui, sans-serif", "color": "#1a1a1a"}},
    "edges": {"smooth": False, "color": {"inherit": False}},
}  # fmt: skip
_NOBODY: dict[str, Any] = {"label": "nobody named", "kind": None, "country": None}
# The whole picture where its words stay readable, else its beginning.
_START = """
(function () {
  var box = document.getElementById("mynetwork"), width = %(width)d, height = %(height)d, touched = false;
  function start() {
    if (touched) { return; }
    var wide = box.clientWidth, high = box.clientHeight;
    var scale = Math.max(Math.min(wide / width, high / height, 1.1), 0.75);
    network.moveTo({scale: scale, position: {
      x: %(left)d + (width * scale > wide ? wide / 2 / scale : width / 2),
      y: %(top)d + (height * scale > high ? high / 2 / scale : height / 2)
    }});
    network.redraw();
  }
  network.on("dragStart", function () { touched = true; });
  network.on("zoom", function () { touched = true; });
  // vis-network moves the picture itself after this event, and then draws it: start before that is seen.
  network.on("resize", function () { Promise.resolve().then(start); });
  start();
})();
"""
_REMOTE = re.compile(r"<(?:link|script|img|iframe)\b[^>]*\b(?:href|src)\s*=", re.IGNORECASE)


def page(graph: Network, *, title: str = "Events and who took part", limit: int = LIMIT) -> str:
    """Return the page as text; write it as UTF-8, with `write_page` or by encoding it.

    At most `limit` events and lanes are shown. The same network gives the same page.

    Raises:
        KgError: the installed pyvis writes its pages in another shape than the one this module mends.
    """
    shown = plan(graph, limit=limit)
    canvas = Canvas(height="72vh", width="100%", directed=True, cdn_resources="in_line", heading="")
    _draw_lanes(canvas, graph, shown)
    for event in shown.events:
        _draw_event(canvas, event, shown)
    _draw_days(canvas, shown)
    _draw_relations(canvas, graph, shown)
    canvas.set_options(json.dumps(_OPTIONS))
    return _guard(canvas.generate_html(), shown, title)


def write_page(graph: Network, path: Path, *, title: str = "Events and who took part", limit: int = LIMIT) -> Path:
    """Write the page to a file, in UTF-8 whatever the locale, and return its path."""
    path.write_bytes(page(graph, title=title, limit=limit).encode("utf-8"))
    return path


def to_iframe(html: str, *, height: int = 640) -> str:
    """Return a frame that carries the page within itself, for `_repr_html_`: a shared notebook keeps its picture."""
    return (
        f'<iframe srcdoc="{escape(html, quote=True)}" title="Events and who took part" width="100%" '
        f'height="{height}" sandbox="allow-scripts" style="border: 1px solid #ccc"></iframe>'
    )


def _draw_lanes(canvas: Canvas, graph: Network, shown: Plan) -> None:
    end = max(shown.columns, 1) * _COLUMN
    for lane, agent in enumerate(shown.lanes):
        y = lane * _LANE
        data = graph.nodes[agent] if agent is not None else _NOBODY
        about = ", ".join(str(data[name]) for name in ("kind", "country") if data[name])
        canvas.add_node(
            f"lane {lane}", label=wrap(data["label"], 20), title=f"{data['label']}\n{about}".strip(), shape="box",
            x=-_COLUMN * 1.5, y=y, widthConstraint=150, margin=6, borderWidth=1,
            color={"background": "#eef1f4", "border": "#5b6770"}, font={"size": 14},
        )  # fmt: skip
        canvas.add_node(f"end {lane}", label=" ", shape="text", x=end, y=y, chosen=False)
        canvas.add_edge(
            f"lane {lane}", f"end {lane}", color="#c9d0d6", width=1, arrows={"to": {"enabled": False}}, chosen=False
        )


def _draw_event(canvas: Canvas, event: PlacedEvent, shown: Plan) -> None:
    look = look_of(event.data["status"])
    x, y = event.column * _COLUMN, event.lane * _LANE
    canvas.add_node(
        event.iri, label=event_caption(event), title=event_text(event), x=x, y=y,
        shape=_SHAPES.get(event.data["family"], "hexagon"), size=15, borderWidth=look.width,
        color={"background": look.fill, "border": look.line},
        shapeProperties={"borderDashes": list(look.dashes) or False},
        font={"size": 14, "background": "rgba(255,255,255,0.86)"},
    )  # fmt: skip
    drawn = {shown.lanes[event.lane]}
    for part in event.parts:
        if part.agent in shown.lanes and part.agent not in drawn:
            drawn.add(part.agent)
            _draw_part(canvas, event, part, x, shown.lanes.index(part.agent) * _LANE)


def _draw_part(canvas: Canvas, event: PlacedEvent, part: Part, x: int, y: int) -> None:
    look = look_of(event.data["status"])
    port = f"{event.iri} {part.agent}"
    canvas.add_node(
        port, label=wrap(part.label, 22), title=describe_part(event, part), shape="dot", x=x, y=y, size=5,
        color={"background": look.line, "border": look.line},
        font={"size": 12, "color": "#4a5560", "background": "rgba(255,255,255,0.86)"},
    )  # fmt: skip
    canvas.add_edge(
        event.iri, port, title=describe_part(event, part), color=look.line, width=2,
        dashes=list(look.dashes) or False, arrows={"to": {"enabled": side(part.role) < 0, "scaleFactor": 0.6}},
    )  # fmt: skip


def _draw_days(canvas: Canvas, shown: Plan) -> None:
    days = {event.column: day_words(event.data) for event in shown.events}
    for column, day in days.items():
        canvas.add_node(
            f"day {column}", label=day, shape="text", x=column * _COLUMN, y=-_LANE, chosen=False,
            font={"size": 14, "color": "#4a5560"},
        )  # fmt: skip


def _draw_relations(canvas: Canvas, graph: Network, shown: Plan) -> None:
    drawn = {event.iri for event in shown.events}
    for source, target, data in graph.edges(data=True):
        if source in drawn and target in drawn and source != target:
            canvas.add_edge(
                source, target, title=data["edge"], color="#8a949d", width=1, dashes=[1, 4],
                smooth={"enabled": True, "type": "curvedCW", "roundness": 0.2},
                arrows={"to": {"enabled": True, "scaleFactor": 0.5}},
            )  # fmt: skip


def _guard(html: str, shown: Plan, title: str) -> str:
    """Return the page pyvis wrote without what loads, with what it lacks, under a policy that forbids the rest."""
    head, found, rest = html.partition("</head>")
    head = re.sub(r"<!--\s*<link.*?-->", "", head, flags=re.DOTALL)
    head = re.sub(r"<link\b[^>]*bootstrap[^>]*>", "", head)
    head = re.sub(r"<script\b[^>]*bootstrap[^>]*>\s*</script>", "", head)
    head = re.sub(r"<center>.*?</center>", "", head, flags=re.DOTALL)
    body = re.search(r'(<div id="mynetwork".*?</div>).*?(<script type="text/javascript">.*?</script>)', rest, re.DOTALL)
    if (
        not found
        or body is None
        or head.count("<head>") != 1
        or _REMOTE.search(re.sub(r"(?s)<script>.*?</script>", "", head))
    ):
        raise KgError("pyvis writes pages of an unknown shape", fix="install pyvis 0.3.2")
    width, height = (shown.columns + 2.2) * _COLUMN, (len(shown.lanes) + 1.5) * _LANE
    start = _START % {"width": width, "height": height, "left": -2.2 * _COLUMN, "top": -1.25 * _LANE}
    picture = (
        f'<figure aria-label="Picture: time runs to the right, each agent has a lane. '
        f'The table below says the same in words.">{body.group(1)}</figure>'
        f"<noscript><p>The picture needs JavaScript. The table below says the same.</p></noscript>"
    )
    scripts = f"{body.group(2)}<script>{start}</script>"
    words = f"{legend_html()}{table_html(shown)}"
    inner = f"<main><h1>{escape(title)}</h1>{message_html(shown)}{picture}{words}</main>{scripts}"
    head = head.partition("<head>")[2].replace('<meta charset="utf-8">', "", 1)
    policy = _policy(head + inner)
    return (
        f'<!DOCTYPE html>\n<html lang="en">\n<head><meta charset="utf-8">'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">'
        f'<meta name="viewport" content="width=device-width, initial-scale=1"><title>{escape(title)}</title>'
        f"{head}<style>{BODY_STYLE}</style></head>\n<body>{inner}</body>\n</html>\n"
    )


def _policy(html: str) -> str:
    scripts = re.findall(r"<script(?: type=\"text/javascript\")?>(.*?)</script>", html, re.DOTALL)
    # A browser hashes the text after turning CR LF and CR into LF.
    texts = (script.replace("\r\n", "\n").replace("\r", "\n").encode("utf-8") for script in scripts)
    hashes = " ".join(f"'sha256-{base64.b64encode(hashlib.sha256(text).digest()).decode()}'" for text in texts)
    return (
        f"default-src 'none'; script-src {hashes}; style-src 'unsafe-inline'; img-src data:; "
        "base-uri 'none'; form-action 'none'"
    )


__all__ = ["LIMIT", "LOOKS", "page", "to_iframe", "write_page"]
