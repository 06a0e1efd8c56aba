"""ParsedArticle + times + attributions + quantities → EventMentions, by the rules of the lexicon."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from datetime import date

from spacy.tokens import Doc, Span, Token

from kg.facts import Facts, load_facts
from kg.lexicon import Lexicon, load_lexicon
from kg.model import Attribution, EventMention, Role, TimeExpression
from kg.read import figures, identity, speech, when, when_shared
from kg.read.attribution import content_of
from kg.read.casualties import date_effects, fold_effects, reassign_casualties
from kg.read.counted import count_single_victims, count_single_weapons
from kg.read.denials import split_denials
from kg.read.domains import Spheres
from kg.read.draft import Draft
from kg.read.drafting import Trace, first_drafts, told
from kg.read.echoes import add_echoes, date_alerts
from kg.read.evidence import evidence_of
from kg.read.freeze import freeze
from kg.read.gapping import add_gapped, date_gapped
from kg.read.leaders import raise_summits
from kg.read.parsed import ParsedArticle
from kg.read.phoned import add_calls
from kg.read.quantities import FoundQuantity
from kg.read.raising import distinct, infer_partners, raise_classes
from kg.read.recipients import aim
from kg.read.stages import (
    date_cancellation,
    decide_future,
    follow_carriers,
    lend_times,
    merge_adjuncts,
    merge_signings,
    settle_places,
    worth_keeping,
)
from kg.read.triggers import Candidate
from kg.read.where import attach_places

#: characters of a section, about ten pages
SECTION = 30_000
_UNNAMED = frozenset({"source", "sources", "insider", "insiders", "person", "people"})


def sections(doc: Doc, text: str) -> list[Span]:
    """Return a text as sections of about `SECTION` characters that begin with a sentence; a short text is one."""
    if len(text) <= SECTION:
        return [doc[:]]
    starts, begun = [0], 0
    for token in doc:
        if token.is_sent_start and token.idx - begun >= SECTION:
            starts.append(token.i)
            begun = token.idx
    return [doc[start:end] for start, end in itertools.pairwise([*starts, len(doc)])]


def find_events(
    parsed: ParsedArticle,
    times: Sequence[TimeExpression],
    attributions: Sequence[Attribution],
    quantities: Sequence[FoundQuantity],
    *,
    lexicon: Lexicon | None = None,
    facts: Facts | None = None,
    trace: Trace | None = None,
) -> tuple[EventMention, ...]:
    """Return the events of an article in text order, ids e1, e2, …

    `trace` is called with each candidate that came to nothing and the reason.
    """
    lexicon = lexicon or load_lexicon()
    facts = facts or load_facts()
    drafts = read_drafts(parsed, times, attributions, quantities, lexicon=lexicon, facts=facts, trace=trace)
    return tuple(freeze(drafts, parsed, lexicon))


def read_drafts(
    parsed: ParsedArticle,
    times: Sequence[TimeExpression],
    attributions: Sequence[Attribution],
    quantities: Sequence[FoundQuantity],
    *,
    lexicon: Lexicon,
    facts: Facts,
    trace: Trace | None = None,
) -> list[Draft]:
    """Return the finished drafts of an article, with the reasons of each decision.

    A long text is read section by section, so that the time grows with its length and no faster: no rule looks back
    over tens of pages.
    """
    trace = trace or (lambda candidate, reason: None)
    found: list[Draft] = []
    spheres = Spheres(parsed, lexicon)
    for section in sections(parsed.doc, parsed.article.text):
        start, end = section.start_char, section.end_char
        found += _read_section(
            parsed,
            section,
            [t for t in times if start <= t.start < end],
            [a for a in attributions if start <= _place_of(a) < end],
            [q for q in quantities if start <= q.start < end],
            lexicon=lexicon,
            facts=facts,
            spheres=spheres,
            trace=trace,
        )
    return found


def _place_of(item: Attribution) -> int:
    part = item.cue or item.content or item.source
    return part.start if part is not None else 0


def _located(
    parsed: ParsedArticle,
    section: Span,
    drafts: list[Draft],
    times: Sequence[TimeExpression],
    quantities: Sequence[FoundQuantity],
    lexicon: Lexicon,
) -> list[Draft]:
    """Return a section's drafts, and those that repeat a verb left unsaid, with what their own clauses tell of them."""
    drafts = add_echoes(parsed, section, drafts, lexicon)
    drafts = add_gapped(parsed, drafts, quantities)
    drafts = add_calls(drafts, lexicon)
    when.attach_times(parsed.doc, drafts, times, parsed.article.published)
    date_gapped(parsed, drafts, times)
    figures.attach_quantities(parsed, drafts, quantities)
    count_single_weapons(drafts)
    count_single_victims(drafts)
    attach_places(parsed, drafts)
    for draft in drafts:
        decide_future(draft, parsed.article.published)
    return drafts


def _stated(draft: Draft, lexicon: Lexicon) -> bool:
    """Whether a Statement has a source that gives one ("a source confirmed to AFP" is an attribution alone)."""
    heads = {item.anchor.mention.text.lower().split()[-1]: item.anchor for item in draft.fillers(Role.SPEAKER)}
    unnamed = {word for word, anchor in heads.items() if word in _UNNAMED and not speech.speaks(anchor, lexicon)}
    return draft.type != "Statement" or not heads or unnamed != set(heads)


def _read_section(
    parsed: ParsedArticle,
    section: Span,
    times: Sequence[TimeExpression],
    attributions: Sequence[Attribution],
    quantities: Sequence[FoundQuantity],
    *,
    lexicon: Lexicon,
    facts: Facts,
    spheres: Spheres,
    trace: Trace,
) -> list[Draft]:
    drafts = first_drafts(parsed, section, lexicon, spheres, trace)
    drafts = _located(parsed, section, drafts, times, quantities, lexicon)
    follow_carriers(drafts)
    drafts = told(drafts, merge_adjuncts(drafts), trace, "it is the meeting that its own adjunct names")
    drafts = told(drafts, merge_signings(drafts), trace, "it is the signing of the accord that it names")
    drafts = told(drafts, fold_effects(drafts, lexicon), trace, "its figures went to the attack it belongs to")
    lend_times(drafts)
    infer_partners(drafts)
    speech.link_about(parsed, drafts, attributions, lexicon)
    settle_places(drafts)
    drafts = told(drafts, identity.resolve(drafts), trace, "repeats an event told before: folded into it")
    drafts = told(
        drafts,
        reassign_casualties(drafts, lambda d: [a.id for a in content_of(attributions, d.start, d.end)]),
        trace,
        "its figures went to the attack told before",
    )
    raise_classes(drafts, lexicon)
    aim(drafts, parsed, facts)
    date_effects(drafts)
    date_alerts(drafts)
    raise_summits(drafts, facts, parsed.article.published or date.today(), lexicon)
    drafts = told(drafts, [d for d in drafts if worth_keeping(d)], trace, "it says too little for a record")
    drafts = told(drafts, [d for d in drafts if _stated(d, lexicon)], trace, "its source is unnamed, or a medium")
    statement = lexicon.rules["frame.Statement"]

    def refused(cue: Token, reason: str) -> None:
        trace(Candidate(rule=statement, token=cue, words=(cue,)), reason)

    framed = speech.statements(parsed, drafts, attributions, lexicon, times, refused)
    framed = told(framed, [d for d in framed if not spheres.private(d)], trace, "it is said in private life")
    voiced = [d for d in drafts if d.frame is not None and d.time is None and d.predicates]
    when.attach_times(parsed.doc, [*framed, *voiced], times, parsed.article.published)
    aim([d for d in framed if d.type == "Commitment"], parsed, facts)
    drafts.extend(framed)
    when_shared.date_occasions(parsed, drafts, times)
    drafts.sort(key=lambda d: (d.start, d.end, d.type))
    covering = {d.start: content_of(attributions, d.start, d.end) for d in drafts}
    speech.claims_of(drafts, attributions, covering, {a.mention.id: a.mention.name for a in parsed.anchors})
    drafts = split_denials(drafts)
    kept = {id(d) for d in drafts}
    for draft in drafts:
        draft.about = [d for d in draft.about if id(d) in kept]
        date_cancellation(draft, parsed.article.published)
        draft.roles = distinct(draft.roles)
        draft.evidence = evidence_of(draft, parsed)
    return drafts
