"""Parsed article → who says what: reporting frames with source, reporting words, content and the relays between."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import count, islice

from spacy.tokens import Token

from kg.model import Attribution, Span
from kg.read.frame_lines import line_frames
from kg.read.frame_phrases import comment_frames, noun_frames, phrase_frames
from kg.read.frame_relays import relay_frames
from kg.read.frame_verbs import verb_frames
from kg.read.frames import Frame, Scene
from kg.read.parsed import ParsedArticle
from kg.read.quotes import Quote, QuoteIndex, find_quotes
from kg.read.reporting import load_reporting
from kg.read.source_extents import source_extent
from kg.read.turns import other_turn

_VERBAL = frozenset({"VERB", "AUX"})
#: A word with more dependents than this heads a list or noise, and no statement.
_WIDE = 150
#: How many frames are followed outwards, and how many links a chain of relays has at most.
_DEEP = 24
#: How many frames behind a frame may cut its content; a sentence holds fewer.
_NEAR = 12


def find_attributions(parsed: ParsedArticle) -> tuple[Attribution, ...]:
    """Return the reporting frames of an article in the order of their reporting words.

    Every frame has a source and a content; `via` chains run from the originator to the relay nearest the publisher
    and have no circles. The publisher itself is not marked.
    """
    if not parsed.doc.has_annotation("DEP"):
        return ()
    scene = Scene(parsed, load_reporting())
    frames = _drafts(scene)
    _point_back(scene, frames)
    _clip(scene, frames)
    _run_on(scene, frames)
    frames = [f for f in frames if f.content is not None and any(c.isalnum() for c in scene.text[slice(*f.content)])]
    _nest(frames)
    return _numbered(scene, frames)


def _drafts(scene: Scene) -> list[Frame]:
    """Return all frames, verbs and phrases first, since relays and comments lean on them."""
    lexicon = scene.lexicon
    frames: list[Frame] = []
    late: list[Token] = []
    for token in scene.doc:
        lemma = token.lemma_.lower()
        if _crowd(token) > _WIDE or _crowd(token.head) > _WIDE:
            continue
        if token.pos_ in _VERBAL and lemma in lexicon.verbs:
            frames.extend(verb_frames(scene, token))
            late.append(token)
        elif lemma in lexicon.nouns:
            frames.extend(noun_frames(scene, token))
        if lemma in lexicon.relays and (not late or late[-1] != token):
            late.append(token)
        if token.lower_ in lexicon.prepositions or token.lower_ in lexicon.possessed:
            frames.extend(phrase_frames(scene, token))
    frames.extend(line_frames(scene))
    near: dict[int, list[Frame]] = {}
    for frame in frames:
        near.setdefault(scene.sentence(frame.head)[0], []).append(frame)
    for token in late:
        around = near.setdefault(scene.sentence(token)[0], [])
        added = [*relay_frames(scene, token, around), *comment_frames(scene, token, around)]
        around.extend(added)
        frames.extend(added)
    frames.sort(key=lambda frame: (frame.cue, frame.source.i))
    return frames


def _crowd(token: Token) -> int:
    """Return how many dependents a token has."""
    return int(token.n_lefts + token.n_rights)


def _point_back(scene: Scene, frames: Sequence[Frame]) -> None:
    """Give a frame whose content is "it" or "this" the content of the frame before it, if that is near."""
    previous: Frame | None = None
    for frame in frames:
        near = previous is not None and frame.cue[0] - previous.cue[1] < 400
        if frame.anaphor and near and previous is not None and previous.source.i != frame.source.i:
            frame.content = previous.content
        if frame.content is not None and frame.form != "told":
            previous = frame


def _clip(scene: Scene, frames: Sequence[Frame]) -> None:
    """Cut content at a trailing frame that does not belong to it (", citing …", ", Reuters reported")."""
    leaning: dict[Frame, list[Frame]] = {}
    for frame in frames:
        if frame.via is not None:
            leaning.setdefault(frame.via, []).append(frame)
    for index, frame in enumerate(frames):
        for other in islice(frames, index + 1, index + 1 + _NEAR):
            content = frame.content
            if content is None or other.cue[0] >= content[1]:
                break
            if other.head == frame.head or other.content is None or other.cue[0] < content[0]:
                continue
            quote = scene.quotes.around(other.cue[0])
            if quote is not None and quote.start >= content[0]:
                continue
            cut = _cut_before(scene, frame, other)
            if cut is not None and content[0] < cut < content[1]:
                frame.content = scene.trim(content[0], cut)
        for other in leaning.get(frame, ()):
            if other.form == "relay":
                other.content = frame.content


def _cut_before(scene: Scene, frame: Frame, other: Frame) -> int | None:
    """Return where content ends before a trailing frame, or None where the frame belongs to the content."""
    if other.form in ("relay", "phrase", "as"):
        first = other.head.i if other.form != "as" else other.head.left_edge.i
        end, parted = scene.before(first)
        return end if parted or other.form == "as" or other.head.dep_ == "relcl" else None
    if other.form == "verb" and other.head.tag_ == "VBG" and other.head.dep_ in ("advcl", "xcomp", "ccomp", "conj"):
        end, parted = scene.before(other.head.i)
        return end if parted else None
    if other.content is None or frame.content is None:
        return None
    if other.form == "verb" and frame.form == "verb" and frame.cue[1] <= frame.content[0]:
        turn = other_turn(scene, frame.head, other.head)
        if turn is not None:
            return turn
    if other.content[1] > other.cue[0]:
        return None
    within = frame.content[0] >= other.content[0] and other.content[1] < frame.content[1]
    return other.content[1] if within else None


def _run_on(scene: Scene, frames: Sequence[Frame]) -> None:
    """Let the content of a frame run on over the quotations that follow it and have no frame of their own."""
    ordered = sorted((f for f in frames if f.content is not None), key=lambda f: f.content or (0, 0))
    # Who speaks inside a quotation ("I think …") does not claim it.
    claimed = _claimed(scene.quotes.quotes, [f for f in ordered if scene.quotes.around(f.cue[0]) is None])
    by_end = sorted(((_reach(scene, f), i) for i, f in enumerate(ordered)), key=lambda pair: pair[0])
    current: list[Frame] = []
    reach = -1
    position = 0
    for quote in scene.quotes.quotes:
        while position < len(by_end) and by_end[position][0] <= quote.start:
            end, index = by_end[position]
            frame = ordered[index]
            if end != reach:
                current = [f for f in current if f.content is not None and f.content[1] == end]
            current.append(frame)
            reach = end
            position += 1
        if quote in claimed or not current:
            continue
        gap = scene.text[reach : quote.start]
        if gap.strip(" \t\r\n.,’”\"'") or ("\n" in gap and not all(f.direct and not f.asks for f in current)):
            continue
        if scene.text[reach - 1] not in ".!?…”\"’'" and "." not in gap:
            continue
        heads = _innermost(current)
        for frame in heads:
            if frame.content is not None:
                frame.content = (frame.content[0], quote.end)
                frame.direct = True
        current = heads
        reach = quote.end


def _innermost(frames: Sequence[Frame]) -> list[Frame]:
    """Return the frames of the last speaker, with the relays of the same words."""
    last = max(frames, key=lambda f: (f.direct, f.cue))
    return [f for f in frames if f.content == last.content]


def _reach(scene: Scene, frame: Frame) -> int:
    """Return the offset where a frame's sentence is over: behind its content and its words, stop included."""
    content = frame.content or frame.cue
    end = max(content[1], frame.cue[1])
    if content[1] < frame.cue[1] or not frame.direct:
        last = scene.doc[scene.sentence(frame.head)[1]]
        end = max(end, last.idx + len(last.text.rstrip()))
    return end


def _claimed(quotes: Iterable[Quote], ordered: Sequence[Frame]) -> set[Quote]:
    """Return the quotations that the content of some frame covers."""
    found: set[Quote] = set()
    reach = -1
    position = 0
    for quote in quotes:
        while position < len(ordered) and (ordered[position].content or (0, 0))[0] <= quote.start:
            reach = max(reach, (ordered[position].content or (0, 0))[1])
            position += 1
        if quote.end <= reach + 1:
            found.add(quote)
    return found


def _nest(frames: Sequence[Frame]) -> None:
    """Set `via` of each frame that another one reports: the innermost whose content covers its reporting words."""
    inner: dict[Frame, Frame] = {}
    for frame in frames:
        if frame.form == "relay" and frame.via is not None:
            inner.setdefault(frame.via, frame)
    ordered = sorted(frames, key=lambda f: f.content or (0, 0))
    around: list[Frame] = []
    position = 0
    for frame in sorted(frames, key=lambda f: f.cue):
        while position < len(ordered) and (ordered[position].content or (0, 0))[0] <= frame.cue[0]:
            around.append(ordered[position])
            position += 1
        around = [f for f in around if (f.content or (0, 0))[1] > frame.cue[0]][-_DEEP:]
        base = _tail(frame)
        if base.form == "relay" or base.via is not None:
            continue
        over = [f for f in around if f.form != "as" and _covers(f, frame)]
        for found in sorted(over, key=lambda f: (_length(f), f.form == "told")):
            while found in inner and inner[found] is not frame:
                found = inner[found]
            chain = _chain(found)
            if frame not in chain and base not in chain:
                base.via = found
                break


def _length(frame: Frame) -> int:
    start, end = frame.content or (0, 0)
    return end - start


def _tail(frame: Frame) -> Frame:
    """Return the relay of a frame that was told directly, else the frame itself."""
    return frame.via if frame.via is not None and frame.via.form == "told" else frame


def _chain(frame: Frame) -> list[Frame]:
    found = [frame]
    while found[-1].via is not None and found[-1].via not in found and len(found) < _DEEP:
        found.append(found[-1].via)
    return found


def _covers(outer: Frame, frame: Frame) -> bool:
    """Whether a frame is reported in another's content (and is not that other's own, inserted tag)."""
    content = outer.content
    if content is None or outer is frame or outer.head == frame.head or outer.content == frame.content:
        return False
    inside = content[0] <= frame.cue[0] and frame.cue[1] <= content[1]
    own = frame.content is not None and frame.content[0] <= outer.cue[0] and outer.cue[1] <= frame.content[1]
    # An inserted tag ("X, she said, Y") lies in its own content; a relay behind it reports the tag as well.
    return inside and (not own or content[1] <= outer.cue[0])


def _numbered(scene: Scene, frames: Sequence[Frame]) -> tuple[Attribution, ...]:
    kept = set(frames)
    numbers = count(1)
    names = {frame: f"a{next(numbers)}" for frame in frames}
    heads = {frame.head.i for frame in frames}
    found: list[Attribution] = []
    for frame in frames:
        via = frame.via
        chain = _chain(frame)
        circular = chain[-1].via is not None
        anchor = scene.anchor(frame.source)
        found.append(
            Attribution(
                id=names[frame],
                source=_span(scene, *source_extent(scene, frame, heads)),
                mention=anchor.mention.id if anchor is not None else None,
                cue=_span(scene, *frame.cue),
                content=_span(scene, *frame.content) if frame.content is not None else None,
                via=names[via] if via is not None and via in kept and not circular else None,
            )
        )
    return tuple(found)


def _span(scene: Scene, start: int, end: int) -> Span:
    return Span.of(scene.text, start, end)


def content_of(attributions: Sequence[Attribution], start: int, end: int) -> tuple[Attribution, ...]:
    """Return the originators of what [start, end) states, innermost first.

    An attribution counts if its content covers the span and its own source and reporting words lie outside of it.
    Those that only relay another covering one are left out: they follow from `via`.
    """
    over = [a for a in attributions if a.content is not None and a.content.start <= start and end <= a.content.end]
    over = [a for a in over if not any(part is not None and part.start < end and start < part.end for part in (a.cue,))]
    by_id = {a.id: a for a in attributions}
    relays: set[str] = set()
    for attribution in over:
        step = attribution.via
        while step is not None and step not in relays:
            relays.add(step)
            step = by_id[step].via if step in by_id else None
    kept = [a for a in over if a.id not in relays]
    return tuple(sorted(kept, key=lambda a: a.content.end - a.content.start if a.content else 0))


def speaker_of_quote(parsed: ParsedArticle, attributions: Sequence[Attribution], token: Token) -> Attribution | None:
    """Return the attribution of the direct speech around a token, or None outside of quotations."""
    quote = QuoteIndex(find_quotes(parsed.article.text)).around(token.idx)
    if quote is None:
        return None
    for attribution in content_of(attributions, max(quote.start, token.idx), token.idx + len(token)):
        content = attribution.content
        if content is not None and content.start <= quote.start + 1 and quote.end <= content.end + 1:
            return attribution
    return None
