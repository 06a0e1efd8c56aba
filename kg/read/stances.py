"""Parsed article → what its people and bodies want, plan, believe, ask for and judge: frames that claim nothing.

They stand beside the attributions of what is said. Events take no claims from them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import count

from kg.model import Attribution, Span
from kg.read.attribution import content_of
from kg.read.complements import Extent
from kg.read.frames import Frame, Scene
from kg.read.parsed import ParsedArticle
from kg.read.reporting import load_reporting
from kg.read.source_extents import source_extent
from kg.read.stance_frames import stance_frames
from kg.read.stance_holders import Held
from kg.read.stance_words import load_stances


def find_stances(parsed: ParsedArticle, attributions: Sequence[Attribution]) -> tuple[Attribution, ...]:
    """Return the stances that the author tells of, in text order.

    `attributions` are those of the article: their reporting words are taken, and a stance that somebody speaks of is
    part of what he says.
    """
    if not parsed.doc.has_annotation("DEP"):
        return ()
    scene = Scene(parsed, load_reporting())
    lexicon = load_stances()
    taken = {offset for a in attributions if a.cue is not None for offset in range(a.cue.start, a.cue.end)}
    found: list[Held] = []
    for token in parsed.doc:
        entries = lexicon.words.get(token.lemma_.lower())
        if entries is None:
            continue
        if token.idx in taken:
            continue
        for entry in entries:
            held = list(stance_frames(scene, token, entry, lexicon))
            if held:
                found.extend(held)
                break
    # "raised concerns about": the noun of a phrase is no stance of its own.
    phrased = {offset for held in found if held.phrase for offset in range(*held.cue)}
    # "spoke of her fear": a noun with a pronoun before it adds nothing to a stance that speaks of it.
    towards = _covered(held.content for held in found if held.head.pos_ != "NOUN")
    found = [held for held in found if held.phrase or held.head.idx not in phrased]
    found = [held for held in found if not (_pronominal(held) and held.head.idx in towards)]
    numbers = count(1)
    said = _covered((a.content.start, a.content.end) for a in attributions if a.content)
    own = (held for held in found if held.cue[0] not in said or not content_of(attributions, *held.cue))
    return tuple(_attribution(scene, held, f"s{next(numbers)}") for held in own)


def _covered(extents: Iterable[Extent]) -> set[int]:
    """Return the offsets that any of the extents covers, each counted once however they overlap."""
    covered: set[int] = set()
    reach = 0
    for start, end in sorted(extents):
        covered.update(range(max(start, reach), end))
        reach = max(reach, end)
    return covered


def _pronominal(held: Held) -> bool:
    return held.source is not None and held.source.dep_ == "poss" and held.source.pos_ == "PRON"


def _attribution(scene: Scene, held: Held, name: str) -> Attribution:
    source: Span | None = None
    mention: str | None = None
    if held.source is not None:
        frame = Frame(
            form="verb",
            head=held.head,
            source=held.source,
            cue=held.cue,
            content=held.content,
            several=held.several,
        )
        source = _span(scene, *source_extent(scene, frame, {held.head.i}))
        anchor = scene.anchor(held.source)
        mention = anchor.mention.id if anchor is not None else None
    return Attribution(
        id=name,
        source=source,
        mention=mention,
        cue=_span(scene, *held.cue),
        content=_span(scene, *held.content),
    )


def _span(scene: Scene, start: int, end: int) -> Span:
    return Span.of(scene.text, start, end)
