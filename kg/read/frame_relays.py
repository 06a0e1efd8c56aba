"""Words that lean on another source → frames: "citing X", "quoted by X", "which had it from X", "speaking to X"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from spacy.tokens import Token

from kg.read import syntax
from kg.read.frames import Frame, Scene
from kg.read.speakers import speakers

_SAYING = frozenset({"say", "tell", "add", "write", "warn", "insist", "claim", "report"})
_TALK = frozenset({"speak", "talk"})


def relay_frames(scene: Scene, verb: Token, known: Sequence[Frame]) -> Iterator[Frame]:
    """Yield the frames of a relaying verb ("citing", "which quoted", "quoted by", "quoted … as saying")."""
    if verb.lemma_.lower() not in scene.lexicon.relays or verb.pos_ not in ("VERB", "AUX", "ADP", "SCONJ"):
        return
    words = scene.lexicon.relays[verb.lemma_.lower()]
    if syntax.negated(verb) or words[1:] != tuple(t.lower_ for t in scene.doc[verb.i + 1 : verb.i + len(words)]):
        return
    if len(words) > 1 and words[0] in _TALK:
        yield from _spoken_to(scene, verb, known)
        return
    if syntax.is_passive(verb):
        yield from _relayed_by(scene, verb, known)
        return
    last = _last_word(scene, verb)
    targets = [c for c in last.rights if c.dep_ in ("dobj", "pobj") and (scene.is_agent(c) or _is_name(c))]
    said = _said(verb)
    base = _base(scene, verb, known) if targets and said is None else None
    if targets and said is not None:
        yield from _quoting(scene, verb, said, known, targets[0])
    elif base is not None and base.content is not None:
        cue = (scene.start_of(verb.i), scene.end_of(last.i))
        for source in syntax.expand(targets[0]) if scene.parsed.anchors else targets[:1]:
            yield Frame(
                form="relay", head=verb, source=source, cue=cue, content=base.content, direct=base.direct, via=base
            )


def _last_word(scene: Scene, verb: Token) -> Token:
    """Return the word that governs the source: the verb, or the preposition of "had it from"."""
    words = scene.lexicon.relays[verb.lemma_.lower()]
    for child in verb.rights if len(words) > 1 else ():
        if child.lower_ == words[-1] and all(t.lower_ in words for t in scene.doc[verb.i + 1 : child.i]):
            return child
    return verb


def _is_name(token: Token) -> bool:
    """Whether a proper noun can name an outlet, however the entity recogniser took it."""
    return token.pos_ == "PROPN" and token.ent_type_ not in ("DATE", "TIME", "MONEY", "PERCENT", "QUANTITY", "LAW")


def _said(verb: Token) -> Token | None:
    """Return the "saying" of "quoted … as saying" or "quoted … saying"."""
    for child in (*verb.rights, *(g for c in verb.rights if c.dep_ in ("dobj", "prep") for g in c.rights)):
        if child.lemma_ not in _SAYING or child.tag_ != "VBG" or child.head.lower_ == "in":
            continue
        if child.head.lower_ == "as" or child.head.dep_ == "dobj" or child.head == verb:
            return child
    return None


def _quoting(scene: Scene, verb: Token, said: Token, known: Sequence[Frame], target: Token) -> Iterator[Frame]:
    """Yield the outlet's frame over what "saying" reports; the one who says is `target`, relayed by the outlet."""
    inner = next((f for f in known if f.head == said), None)
    outlet = next((s for s in speakers(scene, verb)), None)
    if outlet is None or inner is None or inner.content is None:
        return
    inner.source = target
    yield _relay(inner, verb, outlet, (scene.start_of(verb.i), scene.end_of(verb.i)))


def _base(scene: Scene, verb: Token, known: Sequence[Frame]) -> Frame | None:
    """Return the frame that a relaying verb belongs to: its subject's, else the nearest one before in the sentence."""
    first, last = scene.sentence(verb)
    near = [f for f in known if first <= f.head.i <= last and f.head != verb and f.content is not None]
    owner = verb.head if verb.dep_ in ("relcl", "acl") else None
    if owner is None:
        owner = next(iter(syntax.subjects(verb)), None)
    touching = [f for f in near if owner is not None and f.source.i == owner.i]
    before = [f for f in near if f.source.i < verb.i and _touches(scene, f.source, verb)]
    if before:
        return max(before, key=lambda f: f.source.i)
    if touching:
        return touching[-1]
    if verb.tag_ == "VBG" and verb.dep_ in ("advcl", "acl", "prep", "xcomp"):
        above = [f for f in near if f.head.i < verb.i]
        return max(above, key=lambda f: f.head.i) if above else None
    return None


def _touches(scene: Scene, source: Token, verb: Token) -> bool:
    """Whether only a comma, "which" and the like stand between a source and a relaying verb."""
    between = [t for t in scene.doc[source.i + 1 : verb.i] if not t.is_punct]
    return (
        len(between) < 3
        and not any(t.lower_.endswith("self") for t in between)
        and all(t.pos_ in ("PRON", "AUX", "ADV", "CCONJ") or t.lower_ in ("which", "in", "turn") for t in between)
    )


def _relayed_by(scene: Scene, verb: Token, known: Sequence[Frame]) -> Iterator[Frame]:
    """Yield the outlet of "…, quoted by X, said …" and of "was quoted by X as saying …"."""
    outlet = next((t for t in syntax.agents(verb) if scene.is_agent(t) or _is_name(t)), None)
    agent = next((c for c in verb.children if c.dep_ == "agent"), verb)
    if outlet is None:
        return
    cue = (scene.start_of(verb.i), scene.end_of(agent.i if agent.i > verb.i else verb.i))
    frame = _spoken(scene, verb, known)
    if frame is not None:
        yield _relay(frame, verb, outlet, cue)
        return
    quoted = next(iter(syntax.subjects(verb)), None)
    main = quoted.head if quoted is not None and quoted.dep_ == "nsubj" and verb.dep_ == "acl" else None
    if main is not None and main.i > verb.i and syntax.is_verbal(main):
        start = min([main.i, *(c.i for c in main.lefts if c.dep_ in ("aux", "auxpass", "neg") and c.i > verb.i)])
        content = scene.trim(scene.start_of(start), scene.sentence_end(main))
        yield Frame(form="told", head=verb, source=outlet, cue=cue, content=content)


def _spoken(scene: Scene, verb: Token, known: Sequence[Frame]) -> Frame | None:
    """Return the frame of the one who is quoted, or who speaks to someone, around a participle."""
    first, last = scene.sentence(verb)
    quoted = next(iter(syntax.subjects(verb)), None)
    said = _said(verb)
    for frame in known:
        if not first <= frame.head.i <= last or frame.via is not None or frame.content is None:
            continue
        inside = frame.source.left_edge.i <= verb.i <= frame.source.right_edge.i
        if frame.head == said or inside or (quoted is not None and frame.source.i == quoted.i):
            return frame
    return None


def _relay(frame: Frame, verb: Token, outlet: Token, cue: tuple[int, int]) -> Frame:
    """Return the outlet's frame over what another frame reports, and hang that one on it."""
    relay = Frame(form="told", head=verb, source=outlet, cue=cue, content=frame.content, direct=frame.direct)
    frame.via = relay
    return relay


def _spoken_to(scene: Scene, verb: Token, known: Sequence[Frame]) -> Iterator[Frame]:
    """Yield the outlet of "…, speaking to the agency, said …"."""
    if verb.tag_ != "VBG":
        return
    for name, preposition, item in syntax.prepositions(verb):
        frame = _spoken(scene, verb, known) if name in ("to", "with") and scene.is_medium(item) else None
        if frame is not None:
            yield _relay(frame, verb, item, (scene.start_of(verb.i), scene.end_of(preposition.i)))
            return
