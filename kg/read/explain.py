"""ParsedArticle → Explanation: sentence by sentence, what was read in it, why, and what nearly was.

The same readers run as in `kg.read.extract`; nothing is decided here. Offsets are those of the article's text.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import TypeVar

from spacy.tokens import Token

from kg.facts import Facts, load_facts
from kg.lexicon import Lexicon, Pattern, load_lexicon
from kg.model import Attribution, PloverCode, Quantity, TimeExpression
from kg.read.draft import Draft
from kg.read.events import read_drafts
from kg.read.explanation import (
    EventSeen,
    Explanation,
    Extent,
    FrameSeen,
    MentionSeen,
    NearMiss,
    RoleSeen,
    SentenceSeen,
    Step,
    TimeSeen,
    Word,
)
from kg.read.extract import Findings, find, with_stances
from kg.read.freeze import coded
from kg.read.parsed import Anchor, ParsedArticle
from kg.read.triggers import Candidate, find_candidates, lemma

_SHOWN_PATTERNS = 6
# A word that opens triggers of more classes than this ("put", "come") is near none of them by itself.
_MOST_USES = 5
_CONTENT = frozenset({"ADJ", "NOUN", "PROPN", "VERB"})
# What a reason is about, by how it begins or (behind the words of the text) ends; anything else decides the status.
_BEGINNINGS: Mapping[str, tuple[str, ...]] = {
    "time": (
        "time ",
        "shares the time",
        "dated by",
        "lasted until",
        "moved to",
        "when ",
        "at the time of",
        "on the occ",
    ),
    "place": ("place ",),
    "parties": ("aimed at", "asked of", "said to", "directed against", "the weapon of", "half of", "people are given"),
    "identity": (
        "points back",
        "told again",
        "said again",
        "repeats",
        "shares the stage",
        "one meeting",
        "another round",
    ),
    "figures": ("casualties of", "an effect of", "figures of"),
    "act": ("leaders of two sides",),
}
_ENDINGS: Mapping[str, tuple[str, ...]] = {
    "parties": (" is visited", " inferred from the same sentence"),
    "identity": ("claimed by others", "denied by others"),
}
_WORD_LIST = re.compile(r"none of (?P<words>.+) (?P<rest>(?:stands beside it|is filled))$")
_FORMS = {
    "name": "a name",
    "demonym": "an adjective of a state",
    "nominal": "a description",
    "pronoun": "a pronoun",
}
Item = TypeVar("Item")


def explain(parsed: ParsedArticle, *, facts: Facts | None = None, lexicon: Lexicon | None = None) -> Explanation:
    """Return what `extract` reads in an article, with the reasons, and what came to nothing."""
    lexicon = lexicon or load_lexicon()
    found = find(parsed)
    refused: list[tuple[Candidate, str]] = []
    drafts = read_drafts(
        found.parsed,
        found.times,
        found.attributions,
        found.quantities,
        lexicon=lexicon,
        facts=facts or load_facts(),
        trace=lambda candidate, reason: refused.append((candidate, reason)),
    )
    article = parsed.article
    return Explanation(
        article=article.id,
        title=article.title,
        publisher=article.publisher,
        published=article.published,
        sentences=_sentences(found, drafts, refused, lexicon),
    )


def _sentences(
    found: Findings, drafts: Sequence[Draft], refused: Sequence[tuple[Candidate, str]], lexicon: Lexicon
) -> tuple[SentenceSeen, ...]:
    parsed = found.parsed
    names = {a.mention.id: a.mention.name for a in parsed.anchors}
    told = with_stances(found)
    sources = {a.id: _source(a, names) for a in told}
    events = _by_sentence((d.token, _event(d, drafts, found, sources, lexicon)) for d in drafts)
    misses = _by_sentence(_near_misses(parsed, drafts, refused, lexicon))
    shown: list[SentenceSeen] = []
    for sentence in parsed.doc.sents:
        start, end = sentence.start_char, sentence.end_char
        if not sentence.text.strip():
            continue
        frames = [a for a in told if start <= _place_of_frame(a) < end]
        shown.append(
            SentenceSeen(
                start=start,
                end=end,
                text=sentence.text,
                words=tuple(_word(t) for t in sentence if not t.is_space),
                mentions=tuple(_mention(a, names) for a in parsed.anchors if start <= a.mention.start < end),
                times=tuple(_time(t) for t in found.times if start <= t.start < end),
                frames=tuple(_frame(a, sources) for a in frames),
                events=tuple(events[sentence.start]),
                near_misses=tuple(misses[sentence.start]),
            )
        )
    return tuple(shown)


def _by_sentence(items: Iterable[tuple[Token, Item]]) -> dict[int, list[Item]]:
    found: dict[int, list[Item]] = defaultdict(list)
    for token, item in items:
        found[token.sent.start].append(item)
    return found


# -- parts of a sentence -----------------------------------------------------------------------------------------------
def _word(token: Token) -> Word:
    return Word(
        start=token.idx,
        end=token.idx + len(token.text),
        text=token.text,
        lemma=lemma(token),
        tag=token.tag_,
        dependency=token.dep_,
        head=token.head.text,
    )


def _mention(anchor: Anchor, names: Mapping[str, str]) -> MentionSeen:
    mention = anchor.mention
    why = _FORMS[anchor.form]
    if anchor.members:
        why += f" of {', '.join(names.get(m, m) for m in anchor.members)}"
    elif anchor.antecedent is not None:
        why += f" that stands for {names.get(anchor.antecedent, anchor.antecedent)}"
    if mention.agent is None and not anchor.members:
        why += ", not linked"
    return MentionSeen(
        start=mention.start,
        end=mention.end,
        text=mention.text,
        kind=mention.kind.value,
        name=mention.name,
        agent=mention.agent,
        country=mention.country,
        sector=mention.sector,
        why=why,
    )


def _time(time: TimeExpression) -> TimeSeen:
    return TimeSeen(start=time.start, end=time.end, text=time.text, edtf=time.edtf, rule=time.rule)


def _source(attribution: Attribution, names: Mapping[str, str]) -> str:
    name = names.get(attribution.mention or "")
    return name or (attribution.source.text if attribution.source else "an unnamed source")


def _place_of_frame(attribution: Attribution) -> int:
    span = attribution.cue or attribution.source or attribution.content
    return span.start if span is not None else -1


def _frame(attribution: Attribution, sources: Mapping[str, str]) -> FrameSeen:
    cue = attribution.cue
    return FrameSeen(
        id=attribution.id,
        source=sources[attribution.id],
        cue=cue.text if cue else "",
        cue_at=(cue.start, cue.end) if cue else None,
        content=attribution.content.text if attribution.content else "",
        via=sources.get(attribution.via or "", ""),
    )


# -- events ------------------------------------------------------------------------------------------------------------
def _event(
    draft: Draft, drafts: Sequence[Draft], found: Findings, sources: Mapping[str, str], lexicon: Lexicon
) -> EventSeen:
    ids = {id(d): f"e{number}" for number, d in enumerate(drafts, start=1)}
    plover, cameo, why = coded(draft, lexicon)
    start, end = draft.evidence
    return EventSeen(
        id=ids[id(draft)],
        type=draft.type,
        trigger=" ".join(w.text for w in draft.words),
        at=_extents(draft.words),
        rule=draft.rule.rule,
        rule_source=draft.rule.source,
        status=draft.status.value,
        polarity=draft.polarity.value,
        certainty=draft.certainty.value,
        roles=tuple(
            RoleSeen(
                role=item.role.value,
                name=item.anchor.mention.name,
                text=item.anchor.mention.text,
                slot=item.slot,
                explicit=item.explicit,
            )
            for item in draft.roles
        ),
        time=_time(draft.time) if draft.time else None,
        place=draft.place.mention.name if draft.place else None,
        quantities=tuple(_quantity(q) for q in draft.quantities),
        about=tuple(f"{ids[id(d)]} {d.type}" for d in draft.about),
        claimed_by=tuple(sources[a.id] for a in draft.attributions),
        plover=_plover(plover),
        cameo=cameo,
        evidence=found.parsed.article.text[start:end],
        confidence=draft.confidence,
        steps=(
            *(_step(reason, draft.type, first=not n) for n, reason in enumerate(draft.reasons)),
            Step(about="codes", reason=why),
        ),
    )


def _step(reason: str, event: str, *, first: bool) -> Step:
    if first and reason.startswith(("trigger", "reporting frame")):
        return Step(about="trigger", reason=reason)
    if reason.startswith(f"{event}: "):
        return Step(about="act", reason=reason)
    for about, ways in _BEGINNINGS.items():
        if reason.startswith(ways) or reason.endswith(_ENDINGS.get(about, ("\n",))):
            return Step(about=about, reason=reason)
    return Step(about="identity" if " stands for " in reason else "status", reason=reason)


def _plover(code: PloverCode | None) -> str | None:
    if code is None or code.event is None:
        return None
    return f"{code.event}/{code.mode}" if code.mode else code.event


def _quantity(quantity: Quantity) -> str:
    value = "?" if quantity.value is None else f"{quantity.value:,.10g}"
    return f"{quantity.measure} {quantity.comparator} {value} ({quantity.text!r})"


def _extents(words: Iterable[Token]) -> tuple[Extent, ...]:
    return tuple((w.idx, w.idx + len(w.text)) for w in words)


# -- what came to nothing ----------------------------------------------------------------------------------------------
def _near_misses(
    parsed: ParsedArticle, drafts: Sequence[Draft], refused: Sequence[tuple[Candidate, str]], lexicon: Lexicon
) -> Iterator[tuple[Token, NearMiss]]:
    """Refused candidates, those that another overtook, and heads of triggers that lack their other words."""
    told = {(c.token.i, c.rule.rule) for c, _ in refused} | {(d.token.i, d.rule.rule) for d in drafts}
    busy = {w.i for d in drafts for w in d.words}
    listed = list(refused)
    for candidates in find_candidates(parsed.doc, lexicon):
        busy.update(w.i for c in candidates for w in c.words)
        for candidate in candidates:
            if (candidate.token.i, candidate.rule.rule) not in told:
                told.add((candidate.token.i, candidate.rule.rule))
                listed.append((candidate, "another rule fired on these words first"))
    misses = [(c.token, _refused(c, reason)) for c, reason in listed]
    misses += [(t, miss) for t in parsed.doc if t.i not in busy and (miss := _incomplete(t, lexicon)) is not None]
    yield from sorted(misses, key=lambda pair: pair[1].at)


def _refused(candidate: Candidate, reason: str) -> NearMiss:
    return NearMiss(
        trigger=" ".join(w.text for w in candidate.words),
        at=_extents(candidate.words),
        rule=candidate.rule.rule,
        event=candidate.rule.event,
        reason=_brief(reason),
    )


def _brief(reason: str) -> str:
    """Return a reason with a long list of words cut to its first few.

    >>> _brief("none of a, b, c, d, e, f, g, h stands beside it")
    'none of a, b, c, d, e, f … (8 words) stands beside it'
    """
    found = _WORD_LIST.match(reason)
    words = found["words"].split(", ") if found else []
    if found is None or len(words) <= _SHOWN_PATTERNS + 1:
        return reason
    return f"none of {', '.join(words[:_SHOWN_PATTERNS])} … ({len(words)} words) {found['rest']}"


def _written(item: Pattern, texts: Collection[str]) -> bool:
    """Whether a trigger stands in its rule in just these words, not in a spelling of them."""
    return " ".join((item.head, *item.companions)) in texts or " ".join((*item.companions, item.head)) in texts


def _incomplete(token: Token, lexicon: Lexicon) -> NearMiss | None:
    if token.pos_ == "VERB" and token.lemma_ not in ("be", "have"):
        patterns = [(item, rule) for item, rule in lexicon.verbs.get(lemma(token), ()) if _written(item, rule.verbs)]
    elif token.pos_ == "NOUN":
        patterns = [(item, rule) for item, rule in lexicon.nouns.get(lemma(token), ()) if _written(item, rule.nouns)]
    else:
        return None
    if len({rule.event for _, rule in patterns}) > _MOST_USES:
        said = {lemma(word) for word in token.sent if word.pos_ in _CONTENT}
        patterns = [(item, rule) for item, rule in patterns if said.intersection(item.companions)]
    lacking = list(dict.fromkeys(" ".join(item.companions) for item, _ in patterns if item.companions))
    if not lacking:
        return None
    rules = list(dict.fromkeys(rule.rule for _, rule in patterns))
    more = f" or {len(lacking) - _SHOWN_PATTERNS} others" if len(lacking) > _SHOWN_PATTERNS else ""
    return NearMiss(
        trigger=token.text,
        at=_extents((token,)),
        rule=rules[0] if len(rules) == 1 else f"{rules[0]} and {len(rules) - 1} more",
        event=" | ".join(sorted({rule.event for _, rule in patterns})),
        reason=f"alone it says nothing: it would need {', '.join(map(repr, lacking[:_SHOWN_PATTERNS]))}{more}",
    )
