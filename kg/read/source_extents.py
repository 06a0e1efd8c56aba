"""The extent of a source: its whole noun phrase, as far as it belongs to no other frame and to no content."""

from __future__ import annotations

from collections.abc import Set

from kg.read.frames import Frame, Scene

#: How what describes a noun hangs on it.
_DESCRIBES = frozenset("prep nmod nummod case punct appos acl relcl amod cc conj advmod".split())


def source_extent(scene: Scene, frame: Frame, heads: Set[int]) -> tuple[int, int]:
    """Return the extent of a source: its noun phrase with title, apposition and what describes it.

    `heads` are the indices of the reporting words of all frames: what holds one of them is no part of a source.
    """
    source = frame.source
    first = source.left_edge.i
    quote = scene.quotes.around(scene.start_of(first))
    inside = quote is not None and quote.end <= source.idx
    while first < source.i and (
        scene.doc[first].is_punct
        or scene.doc[first].dep_ == "cc"
        or (inside and quote is not None and scene.start_of(first) < quote.end)
    ):
        first += 1
    drawn = source.i > 1 and next((c for c in source.lefts if c.dep_ == "nmod" and c.nbor(1).text == ","), None)
    if drawn:
        first = drawn.i + 2
    if source.dep_ == "appos" and source.head.i < first and source.pos_ == "PROPN":
        first = min(first, source.head.left_edge.i)
    return scene.start_of(first), max(scene.end_of(source.i), _described_until(scene, frame, heads))


def _described_until(scene: Scene, frame: Frame, heads: Set[int]) -> int:
    """Return the offset behind what describes a source, before the reporting words and what is said."""
    source = frame.source
    marks = [place for place in (frame.cue[0], *(frame.content or ())[:1]) if place > source.idx]
    stop = min([scene.sentence_end(source), *marks])
    end = scene.end_of(source.i)
    for child in source.rights:
        left, right = child.left_edge.i, child.right_edge.i
        if scene.start_of(left) >= stop or any(left <= head <= right for head in heads):
            break
        said = child.dep_ in ("acl", "relcl") and scene.end_of(right) > stop
        if said or (child.dep_ in ("cc", "conj") and frame.several):
            break
        if child.dep_ in _DESCRIBES and not (child.dep_ == "prep" and left == right):
            end = max(end, min(stop, scene.end_of(right)))
        elif child.dep_ not in ("punct", "case"):
            break
    return max(scene.end_of(source.i), scene.trim(source.idx, end)[1])
