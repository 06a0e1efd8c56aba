"""Speakers that the layout of a text names → frames: "LIND: We shall go", "Poll: voters turn away", "“…” — Dahl"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from spacy.tokens import Span, Token

from kg.model import Kind
from kg.read.frames import Frame, Scene
from kg.read.quotes import Quote

#: A short name before a colon at the start of a line, and the rest of the line.
_LABELLED = re.compile(r"^[“\"]?([A-ZÀ-Þ][^\n:;,“”\"]{1,50}):[^\S\n]+(?=\S)([^\n]+)$", re.MULTILINE)
#: A dash and a name behind a quotation, up to the end of the line.
_SIGNED = re.compile(r"(?<=[”\"’])\s*(?:[―—–]|--)\s*(?=[A-ZÀ-Þ])([^\n“”\":]{2,80})$", re.MULTILINE)
_LONGEST_NAME = 6
_PLACES = frozenset({Kind.STATE, Kind.PLACE, Kind.FACILITY})


def line_frames(scene: Scene) -> Iterator[Frame]:
    """Yield the frames of labelled lines and of signed quotations."""
    labels = list(_LABELLED.finditer(scene.text))
    transcript = sum(found.group(1).isupper() for found in labels) > 1
    for found in labels:
        name = _name(scene, *found.span(1), transcript=transcript and found.group(1).isupper())
        if name is not None and _states(scene, *found.span(2)):
            content = scene.trim(*found.span(2))
            yield Frame(form="line", head=name, source=name, cue=(found.end(1), found.end(1) + 1), content=content)
    for found in _SIGNED.finditer(scene.text):
        quote = scene.quotes.ending_at(found.start())
        name = _signature(scene, *found.span(1))
        # A quotation that a closing mark opens by mistake is the whole line.
        line = scene.text.rfind("\n", 0, found.start()) + 1
        if quote is None and scene.text[line] in '”"':
            quote = Quote(line, found.start())
        if quote is not None and name is not None:
            dash = found.start() + len(found.group()) - len(found.group().lstrip())
            cue = (dash, dash + (2 if scene.text.startswith("--", dash) else 1))
            yield Frame(form="line", head=name, source=name, cue=cue, content=(quote.start, quote.end), direct=True)


def _span(scene: Scene, start: int, end: int) -> Span | None:
    return scene.doc.char_span(start, end, alignment_mode="contract")


def _name(scene: Scene, start: int, end: int, *, transcript: bool) -> Token | None:
    """Return the head of a label that names a speaker or a document; a place there is a dateline.

    In a transcript whatever stands in capitals before a colon is a speaker.
    """
    span = _span(scene, start, end)
    if span is None or not 0 < len(span) <= _LONGEST_NAME or any(t.pos_ in ("VERB", "AUX") for t in span):
        return None
    head = next((t for t in span if t.head.i < span.start or t.head.i >= span.end or t.head == t), span[-1])
    anchor = scene.anchor(head)
    if anchor is not None and anchor.mention.kind in _PLACES:
        return None
    if head.ent_type_ in ("GPE", "LOC", "FAC", "DATE", "NORP") or head.lemma_.lower() in scene.lexicon.headings:
        return None
    return head if transcript or scene.is_agent(head) or _named_elsewhere(scene, head) else None


def _named_elsewhere(scene: Scene, head: Token) -> bool:
    """Whether a single word that the tagger took for a plural is a name in the text ("Sanders: …")."""
    if head.tag_ not in ("NNS", "NNPS", "NN") or head.i or not head.nbor(1).is_punct:
        return False
    return any(
        t.lower_ == head.lower_ and t.ent_type_ in ("PERSON", "ORG") and t.pos_ == "PROPN" for t in scene.doc[1:]
    )


def _states(scene: Scene, start: int, end: int) -> bool:
    """Whether a stretch states something: it has a verb and more than a few words."""
    span = _span(scene, start, end)
    return span is not None and len(span) > 2 and any(t.pos_ in ("VERB", "AUX") for t in span)


def _signature(scene: Scene, start: int, end: int) -> Token | None:
    """Return the last word of the name that a signature starts with."""
    span = _span(scene, start, end)
    if span is None or not len(span) or any(t.pos_ in ("VERB", "AUX") for t in span[:_LONGEST_NAME]):
        return None
    last: Token | None = None
    for token in span[:_LONGEST_NAME]:
        if not token.text[:1].isupper():
            break
        last = token
    return last
