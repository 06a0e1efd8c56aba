"""Reports → claims: who asserts what in which article, through whom, with which words, and who contradicts whom."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from kg.model import DATA, Attribution, Kind, Mention, Polarity, Span
from kg.ontology import mint
from kg.resolve.agents import Agents, agent_id
from kg.resolve.fused import AttributionRow, ClaimRow, EvidenceRow, ResponseRow
from kg.resolve.lifecycle import History, about_the_same
from kg.resolve.reports import Report, originators
from kg.resolve.words import is_name


@dataclass(frozen=True, slots=True)
class Claims:
    """The claims of one report (one an originator), their evidence and their reporting steps."""

    rows: Sequence[ClaimRow]
    evidence: Sequence[EvidenceRow]
    steps: Sequence[AttributionRow]


def evidence_iri(article: str, span: Span) -> str:
    """Return the IRI of a stretch of an article."""
    return f"{DATA}doc/{article}#char={span.start},{span.end}"


def claims_of(report: Report, event: str, agents: Agents) -> Claims:
    """Return the claims that one event mention makes; in the article's own voice the publisher is the claimant."""
    extraction, mention = report.extraction, report.event
    mentions = {m.id: m for m in extraction.mentions}
    attributions = {a.id: a for a in extraction.attributions}
    chains = _chains(report, mentions, attributions)
    evidence = [_evidence(report.article, mention.evidence)]
    rows, steps = [], []
    for number, chain in enumerate(chains or [()]):
        source = agent_id(extraction.article, mentions[chain[0].mention or ""]) if chain else None
        id_ = mint("claim", report.key) if number == 0 else mint("claim", report.key, source or "")
        rows.append(
            ClaimRow(
                id=id_,
                event=event,
                article=report.article,
                mention=report.key,
                claimant=source or agents.publisher(extraction.article),
                voice="attributed" if source else "author",
                status=mention.status.value,
                polarity=mention.polarity.value,
                certainty=mention.certainty.value,
                claim_status="asserted",
                evidence=evidence[0].id,
                reported=report.published.isoformat() if report.published else None,
                confidence=mention.confidence,
                rule=mention.rule,
            )
        )
        for step, attribution in enumerate(chain, start=1):
            row = _step(id_, step, attribution, mentions, report)
            steps.append(row)
            if attribution.cue is not None:
                evidence.append(_evidence(report.article, attribution.cue))
    return Claims(rows, evidence, steps)


def _evidence(article: str, span: Span) -> EvidenceRow:
    return EvidenceRow(id=evidence_iri(article, span), article=article, start=span.start, end=span.end, quote=span.text)


def _chains(
    report: Report, mentions: Mapping[str, Mention], attributions: Mapping[str, Attribution]
) -> list[tuple[Attribution, ...]]:
    """Return one chain an originator, originator first; links without a source are left out."""
    chains: dict[str, tuple[Attribution, ...]] = {}
    for first in originators(report.event, attributions):
        chain: list[Attribution] = []
        link: Attribution | None = first
        while link is not None and link not in chain:
            chain.append(link)
            link = attributions.get(link.via) if link.via else None
        named = tuple(link for link in chain if link.mention in mentions)
        if named:
            source = agent_id(report.extraction.article, mentions[named[0].mention or ""])
            chains.setdefault(source, named)
    return list(chains.values())


def _step(
    claim: str, step: int, attribution: Attribution, mentions: Mapping[str, Mention], report: Report
) -> AttributionRow:
    mention = mentions[attribution.mention or ""]
    return AttributionRow(
        claim=claim,
        step=step,
        source=agent_id(report.extraction.article, mention),
        source_type=source_type(mention),
        cue=evidence_iri(report.article, attribution.cue) if attribution.cue else None,
    )


def source_type(mention: Mention) -> str:
    """Return what sort of source a mention is, as the code list of claims names it."""
    if mention.sector == "MED":
        return "media"
    if mention.kind is Kind.STATE:
        return "state"
    if mention.kind is Kind.ORGANIZATION:
        return "organization"
    if mention.kind is Kind.PERSON and (mention.agent or is_name(mention.name)):
        return "named-person"
    official = mention.sector in {"GOV", "MIL", "COP", "LEG", "JUD", "IGO"} or mention.kind is Kind.OFFICE
    return "unnamed-official" if official else "unnamed"


# claim ↔ claim -------------------------------------------------------------------------------------------------------
def responses(
    cluster: Sequence[Report], history: History, of_report: Mapping[str, Sequence[ClaimRow]]
) -> list[ResponseRow]:
    """Return who denies, corroborates or corrects whom among the claims of one event."""
    pairs = [(report, claim) for report in cluster for claim in of_report[report.key]]
    found = {*_denials(pairs), *_corrections(pairs)}
    for step in history.steps:
        supporting = [(r, c) for r in step.reports for c in of_report[r.key]]
        found.update(_corroborations(supporting))
    for reports in history.claims.values():
        claimed = [r for r in reports if r.event.polarity is Polarity.POSITIVE]
        found.update(_corroborations([(r, c) for r in claimed for c in of_report[r.key]]))
    return sorted(found)


def _denials(pairs: Sequence[tuple[Report, ClaimRow]]) -> Iterable[ResponseRow]:
    for no, denial in pairs:
        if no.event.polarity is not Polarity.NEGATIVE:
            continue
        for yes, claim in pairs:
            later = (claim.reported or "") <= (denial.reported or "")
            if (
                yes.event.polarity is Polarity.POSITIVE
                and later
                and claim.claimant != denial.claimant
                and about_the_same(yes.event.status, no.event.status)
            ):
                yield ResponseRow(claim=denial.id, kind="denies", target=claim.id)


def _corroborations(pairs: Sequence[tuple[Report, ClaimRow]]) -> Iterable[ResponseRow]:
    """Each originator's first claim of a status corroborates the first one of all."""
    ordered = sorted(pairs, key=lambda pair: (pair[1].reported or "", pair[0].order, pair[1].id))
    met: set[str] = set()
    for _, claim in ordered:
        if met and claim.claimant not in met:
            yield ResponseRow(claim=claim.id, kind="corroborates", target=ordered[0][1].id)
        met.add(claim.claimant)


def _corrections(pairs: Sequence[tuple[Report, ClaimRow]]) -> Iterable[ResponseRow]:
    """A later figure of the same originator for the same thing takes the place of the one before."""
    last: dict[tuple[str, str], tuple[ClaimRow, str, float | int | None]] = {}
    for report, claim in sorted(pairs, key=lambda pair: (pair[1].reported or "", pair[0].order, pair[1].id)):
        for quantity in report.event.quantities:
            before = last.get((claim.claimant, quantity.measure))
            changed = before is not None and before[1:] != (quantity.comparator, quantity.value)
            if before is not None and changed and (before[0].reported or "") < (claim.reported or ""):
                yield ResponseRow(claim=claim.id, kind="corrects", target=before[0].id)
            last[claim.claimant, quantity.measure] = (claim, quantity.comparator, quantity.value)


def with_claim_statuses(
    claims: Iterable[ClaimRow], found: Iterable[ResponseRow], concerned: Callable[[str, str], bool]
) -> list[ClaimRow]:
    """Return the claims, each with what other claims have made of it.

    `concerned` tells whether an event (first) concerns a claimant: its denial weighs more than a dispute by others.
    """
    rows = {claim.id: claim for claim in claims}
    verdicts: dict[str, set[str]] = {}
    for response in found:
        target = rows[response.target]
        if response.kind == "denies":
            party = concerned(target.event, rows[response.claim].claimant)
            verdicts.setdefault(target.id, set()).add("denied" if party else "disputed")
        else:
            verdicts.setdefault(target.id, set()).add("corrected" if response.kind == "corrects" else "corroborated")
    for id_, verdict in verdicts.items():
        for status in ("corrected", "denied", "disputed", "corroborated"):
            if status in verdict:
                rows[id_] = replace(rows[id_], claim_status=status)
                break
    return [rows[id_] for id_ in sorted(rows)]
