"""An event draft → the shortest clause that supports it, as offsets."""

from __future__ import annotations

from spacy.tokens import Token

from kg.read import syntax
from kg.read.draft import Draft
from kg.read.parsed import ParsedArticle

_TRIM = " \t\r\n,;:—–-"
_LONGEST = 60


def evidence_of(draft: Draft, parsed: ParsedArticle) -> tuple[int, int]:
    """Return [start, end) of the clause around a trigger, without reporting frames and coordinated clauses."""
    head = draft.token if syntax.is_verbal(draft.token) else syntax.clause_verb(draft.token)
    if head.pos_ == "AUX" and head.dep_ in ("aux", "auxpass"):
        head = head.head
    tokens = syntax.clause_tokens(head)
    if len(tokens) > _LONGEST and not syntax.is_verbal(draft.token):
        tokens = list(draft.token.subtree)[:_LONGEST]
    if draft.speech:
        tokens = _without_content(draft, tokens)
    tokens = sorted({*tokens, *draft.words}, key=lambda t: t.i)
    run = _stretch(tokens, draft)
    while len(run) > 1 and (run[0].is_punct or run[0].dep_ in ("mark", "cc") or run[0].is_space):
        run = run[1:]
    while len(run) > 1 and run[-1].dep_ in ("mark", "cc") and run[-1] not in draft.words:
        run = run[:-1]
    text = parsed.article.text
    start, end = run[0].idx, run[-1].idx + len(run[-1].text)
    start, end = min(start, draft.start), max(end, draft.end)
    while end > start and text[end - 1] in _TRIM:
        end -= 1
    while start < end and text[start] in _TRIM:
        start += 1
    return start, end


def _without_content(draft: Draft, tokens: list[Token]) -> list[Token]:
    content = draft.frame.content if draft.frame is not None else None
    if content is None or draft.rule.rule.partition(".")[0] != "frame":
        return tokens
    inside = {t.i for t in tokens if content.start <= t.idx < content.end}
    # What the author joins to what is said hangs on it too, and is no part of the saying.
    joined = {c.i for t in tokens if t.i in inside for c in t.rights if c.dep_ == "conj" and c.i not in inside}
    hanging = {t.i for t in tokens if any(a.i in joined for a in (t, *t.ancestors))} if joined else set()
    kept = [t for t in tokens if t.i not in inside | hanging and not (joined and t.i > max(inside))]
    return kept or tokens


def _stretch(tokens: list[Token], draft: Draft) -> list[Token]:
    """The run of tokens around the trigger, bridging gaps of a few tokens (an inserted phrase), not of clauses."""
    centre = draft.token.i
    left = [t for t in tokens if t.i <= centre]
    right = [t for t in tokens if t.i > centre]
    run = left[-1:] or right[:1]
    for token in reversed(left[:-1]):
        if run[0].i - token.i > 12:
            break
        run = [token, *run]
    for token in right:
        if token.i - run[-1].i > 12:
            break
        run = [*run, token]
    return run
