"""Named shares → an SVG of bars, for the notebook; no drawing library is needed."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

WIDTH, LABEL, LINE = 640, 210, 20
FILL, TRACK, INK, MARK = "#2f6f9f", "#eceff1", "#1a1a1a", "#b3261e"


def bars(rows: Sequence[tuple[str, float, str]], *, title: str, marks: Sequence[float | None] = ()) -> str:
    """Return a bar a row of name, share from 0 to 1 and a note behind it; a mark is a share shown as a red line.

    >>> bars([("Summit", 0.8, "n 27")], title="F1").count("<rect")
    2
    """
    height = LINE * (len(rows) + 1) + 8
    span = WIDTH - LABEL - 90
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{height}" role="img" '
        f'aria-label="{escape(title)}" font-family="sans-serif" font-size="12" fill="{INK}">',
        f'<text x="0" y="14" font-weight="bold">{escape(title)}</text>',
    ]
    for number, (name, share, note) in enumerate(rows):
        y = LINE * (number + 1) + 4
        parts += [
            f'<text x="{LABEL - 8}" y="{y + 12}" text-anchor="end">{escape(name)}</text>',
            f'<rect x="{LABEL}" y="{y}" width="{span}" height="14" fill="{TRACK}"/>',
            f'<rect x="{LABEL}" y="{y}" width="{span * min(max(share, 0.0), 1.0):.1f}" height="14" fill="{FILL}"/>',
            f'<text x="{LABEL + span + 6}" y="{y + 12}">{100 * share:.0f}  {escape(note)}</text>',
        ]
        mark = marks[number] if number < len(marks) else None
        if mark is not None:
            x = LABEL + span * mark
            parts.append(f'<path d="M{x:.1f} {y - 2}v18" stroke="{MARK}" stroke-width="2"/>')
    return "\n".join([*parts, "</svg>"])
