"""The demo's store → the page that `docs/network.png` is a picture of: happenings and measures of one story.

kg demo && python docs/picture.py demo-out/demo.kg page.html
chromium --headless --window-size=1720,840 --virtual-time-budget=6000 --screenshot=docs/network.png page.html
"""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from kg.graph.store import Store
from kg.view.network import EVENT, network
from kg.view.pyvis import write_page

FIRST, LAST = "2025-10-16", "2025-10-26"
LEFT_OUT = {"CasualtyEvent", "Damage", "Evacuation", "Interception"}


def shown(data: Mapping[str, Any]) -> bool:
    """Return whether a node is in the picture: no words alone, nothing older than the story."""
    if data["node"] != EVENT:
        return True
    told = FIRST <= str(data["known_from"]) <= LAST and str(data["earliest"] or FIRST) >= FIRST
    return told and data["family"] != "SpeechAct" and data["type"] not in LEFT_OUT


if __name__ == "__main__":
    with Store.open(sys.argv[1]) as store:
        graph = network(store)
    graph = graph.subgraph([node for node, data in graph.nodes(data=True) if shown(data)]).copy()
    write_page(graph, Path(sys.argv[2]), title="October 2025 in the example dispatches", limit=34)
