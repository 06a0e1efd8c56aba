"""Diplograph: news text in, a diplomacy knowledge graph out.

    with kg.open("graph.kg") as graph:
        graph.cancelled(agent="Donald Trump")

The names below are loaded when they are first used: `import kg` is instant, and the command line answers at once.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from kg.errors import KgError as KgError
    from kg.model import Article as Article
    from kg.model import Extraction as Extraction
    from kg.pipeline import extract_stream as extract
    from kg.view.graph import Graph as Graph
    from kg.view.graph import open_graph as open

__all__ = ["Article", "Extraction", "Graph", "KgError", "extract", "open"]

_HOMES = {
    "Article": ("kg.model", "Article"),
    "Extraction": ("kg.model", "Extraction"),
    "Graph": ("kg.view.graph", "Graph"),
    "KgError": ("kg.errors", "KgError"),
    "extract": ("kg.pipeline", "extract_stream"),
    "open": ("kg.view.graph", "open_graph"),
}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    module, attribute = _HOMES[name]
    return getattr(import_module(module), attribute)
