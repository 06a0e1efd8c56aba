"""A portrait → lines of plain text, as `kg show`, `kg explain` and `kg demo` print them."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator

from kg.view.portrait import AgentPortrait, EventPortrait, Figure, Told

_WIDTH = 100
_INDENT = " " * 27
_SIGNS = {"=": "", ">=": "at least ", ">": "more than ", "<=": "up to ", "<": "less than ", "~": "about "}


def life_cycle(event: EventPortrait) -> Iterator[str]:
    """Yield the history of an event: each step with its day, who said it, where, and the words."""
    for step in event.steps:
        head = f"  {step.day or step.reported or 'undated':<10}  {step.status:<13}"
        for claim in step.claims:
            yield f"{head}{source(claim)}"
            yield from _quoted(claim.quote)
            head = " " * len(head)


def disagreement(event: EventPortrait) -> Iterator[str]:
    """Yield the flat claims that go against the history of an event: another status, or that a step is not so."""
    steps = {step.status for step in event.steps}
    for claim in event.others:
        if claim.certainty == "certain" and (claim.status in steps) == (claim.polarity == "negative"):
            yield from _aside(claim)


def told(event: EventPortrait) -> Iterator[str]:
    """Yield all about an event, its history first and what contradicts it after."""
    yield event.label
    yield f"  {event.event}"
    yield (
        f"  now {event.status}"
        + (f", when {event.when}" if event.when else "")
        + (f", at {event.place}" if event.place else "")
    )
    for part in event.parts:
        yield f"  {part.role}: {part.label}" + ("" if part.explicit else " (inferred)")
    for figure in event.figures:
        yield f"  {number(figure)} ({len(figure.claims)} claims)"
    if event.codes:
        yield f"  codes: {', '.join(event.codes)}"
    yield ""
    yield "History"
    yield from life_cycle(event)
    if event.others:
        yield ""
        yield "Also said"
        for claim in event.others:
            yield from _aside(claim)
    for link in event.links:
        yield f"  {link.kind}: {link.label} <{link.event}>"


def explained(event: EventPortrait) -> Iterator[str]:
    """Yield why the graph says what it says of an event: each claim's place, rule and confidence, and each join."""
    yield event.label
    yield f"  {event.event}"
    yield ""
    yield "Claims"
    for claim in (*(claim for step in event.steps for claim in step.claims), *event.others):
        yield f"  {source(claim)}"
        yield from _quoted(claim.quote)
        stance = "not " if claim.polarity == "negative" else ""
        yield (
            f"{_INDENT}{stance}{claim.status}, {claim.certainty}, {claim.claim_status}; rule {claim.rule}, "
            f"confidence {claim.confidence:.2f}; article {claim.article} [{claim.start}, {claim.end})"
        )
    if event.joins:
        yield ""
        yield "Joins"
        for join in event.joins:
            yield f"  {join.verdict}: {join.a} and {join.b} (score {join.score:.2f}): {join.reason}"


def of_agent(agent: AgentPortrait) -> Iterator[str]:
    """Yield all about an agent."""
    yield agent.label
    yield f"  {agent.agent}"
    yield (
        f"  {agent.kind}"
        + (f" of {agent.country}" if agent.country else "")
        + (f", {agent.sector}" if agent.sector else "")
    )
    yield f"  {agent.claims} claims of its own"
    for event in agent.events:
        yield f"  {event.when or 'undated':<10}  {event.status:<13} {event.role}: {event.label}"


def source(claim: Told) -> str:
    """Return who says it: originator, relays and outlet with its day.

    A claim in an outlet's own voice is named once.
    """
    names = [claim.claimant, *(f"via {name}" for name in claim.relays)]
    outlet = claim.publisher or claim.article
    if claim.claimant != outlet:
        names.append(f"in {outlet}")
    return ", ".join(names) + (f", {claim.published}" if claim.published else "")


def number(figure: Figure) -> str:
    """Return a figure in words.

    >>> number(Figure(measure="wounded", value=14.0, comparator=">=", claims=()))
    'at least 14 wounded'
    """
    if figure.value is None:
        return f"an unstated number of {figure.measure}"
    return f"{_SIGNS.get(figure.comparator, '')}{figure.value:,.12g} {figure.measure}"


def _aside(claim: Told) -> Iterator[str]:
    stance = "not " if claim.polarity == "negative" else ""
    doubt = "" if claim.certainty == "certain" else f" ({claim.certainty})"
    yield f"  {claim.published or 'undated':<10}  {stance + claim.status + doubt:<13}  {source(claim)}"
    yield from _quoted(claim.quote)


def _quoted(quote: str) -> list[str]:
    words = " ".join(quote.split())
    return textwrap.wrap(f"“{words}”", width=_WIDTH, initial_indent=_INDENT, subsequent_indent=_INDENT + " ")
