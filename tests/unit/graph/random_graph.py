"""A seed → a store of random but well-formed rows, to hold two readings of the same store against each other."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

from kg import ontology
from kg.graph.store import Store
from kg.model import DATA, Article, Extraction, Role, Status
from kg.resolve import fused as f

FIRST_DAY = date(2031, 1, 1)
SURPRISES = (
    "“so it is”",
    "a\ttab",
    'a "quote"',
    "back\\slash",
    "two\nlines",
    "Çelik–Øst",
    "\U0001f54a",
    "x\u0000y\x1b",
)
TYPES = (
    "Sanction",
    "Meeting",
    "Summit",
    "PhoneCall",
    "Sanction",
    "Attack",
    "DroneAttack",
    "Announcement",
    "DenialAct",
    "Visit",
)
AGENT_KINDS = ("person", "state", "state", "organization", "group")
Facet = f.ParticipationRow | f.StatusRow | f.QuantityRow | f.TimingRow | f.PlacementRow | f.CodeRow
# Every status, and more often those that a question asks for.
STATUSES = (*(status.value for status in Status), *("imposed", "eased", "cancelled", "postponed") * 3)
ROLES = (*(role.value for role in Role), *("imposer", "target", "participant") * 3)
RANKS = ("preferred", "normal", "deprecated")


class RandomGraph:
    """Rows of all fused tables, consistent in their keys and otherwise arbitrary."""

    def __init__(self, seed: int, *, events: int = 12, articles: int = 6) -> None:
        self.random = random.Random(seed)
        self.articles = [self._article(number) for number in range(articles)]
        self.agents = [self._agent(number) for number in range(5)]
        self.places = [self._place(number) for number in range(3)]
        self.outlets = {
            publisher: f.AgentRow(
                id=f"{DATA}agent/outlet-{publisher.lower()}", label=publisher, kind="organization", country=None,
                sector="MED", linked=0,
            )
            for publisher in sorted({a.publisher for a in self.articles if a.publisher})
        }  # fmt: skip
        self.events: list[f.EventRow] = [self._event(number) for number in range(events)]
        self.evidence: dict[str, f.EvidenceRow] = {}
        self.claims: list[f.ClaimRow] = []
        self.attributions: list[f.AttributionRow] = []
        for event in self.events:
            for _ in range(self.random.randint(1, 4)):
                self._claim(event)
        self._count()
        self.fused = self._fused()

    def write(self, path: Path) -> Store:
        """Write the graph into a new store, close its lock and return it open for reading."""
        with Store.open(path, write=True) as store:
            for article in self.articles:
                store.add(article, Extraction(article=article), f"kg 0.1 seed/{len(article.text) % 2}")
            store.write_fused(self.fused, rules="random")
        return Store.open(path)

    # the truth -------------------------------------------------------------------------------------------------------
    def _article(self, number: int) -> Article:
        words = [f"w{number}x{self.random.randrange(10**6)}" for _ in range(60)]
        words[3] = self.random.choice(SURPRISES)
        return Article(
            id=f"{self.random.getrandbits(60):015x}{number % 10}",
            text=" ".join(words),
            published=self._maybe_day(0.9),
            publisher=self.random.choice(("Courier", "Herald", "Observer", None)),
            title=self.random.choice((None, "A title", 'Said "no"')),
            url=self.random.choice(
                (None, f"https://example.org/{number}", "tag:not a link", "https://example.org/a b<c>")
            ),
            language="en",
            metadata=self.random.choice(({}, {"desk": "world"})),
        )

    def _maybe_day(self, chance: float) -> date | None:
        return FIRST_DAY + timedelta(days=self.random.randrange(15)) if self.random.random() < chance else None

    def _iso(self, chance: float) -> str | None:
        day = self._maybe_day(chance)
        return day.isoformat() if day else None

    # the rows --------------------------------------------------------------------------------------------------------
    def _agent(self, number: int) -> f.AgentRow:
        linked = self.random.random() < 0.5
        return f.AgentRow(
            id=f"{DATA}agent/Q{1000 + number}" if linked else f"{DATA}agent/{self.random.getrandbits(48):012x}",
            label=self.random.choice(("Ana Ruiz", "Kofi Mensah", "Norway", "Chile", "officials")) + f" {number}",
            kind=self.random.choice(AGENT_KINDS),
            country=self.random.choice((None, "NOR", "CHL", "NOR")),
            sector=self.random.choice((None, "GOV", "MIL")),
            linked=int(linked),
        )

    def _place(self, number: int) -> f.AgentRow:
        kind = self.random.choice(("place", "facility"))
        return f.AgentRow(
            id=f"{DATA}place/Q{number + 1}", label=f"Place {number}", kind=kind, country=None, sector=None, linked=1
        )

    def _bounds(self) -> tuple[str | None, str | None, str | None]:
        first, last = self._iso(0.8), self._iso(0.8)
        if first and last and last < first:
            first, last = last, first
        if self.random.random() < 0.4:
            last = first
        edtf = self.random.choice((None, first and last and f"{first}/{last}", first and last and f"[{first}..{last}]"))
        return first, last, edtf

    def _event(self, number: int) -> f.EventRow:
        first, last, edtf = self._bounds()
        return f.EventRow(
            id=f"{DATA}event/{self.random.getrandbits(64):016x}",
            type=self.random.choice(TYPES),
            label=f"event {number} " + self.random.choice(("", *SURPRISES[:3])),
            status=self.random.choice(list(Status)).value,
            earliest=first,
            latest=last,
            edtf=edtf,
            place=self.random.choice([None, *(place.id for place in self.places)]),
            known_from=None,
            superseded_on=self._iso(0.3),
            articles=0,
            originators=0,
        )

    def _span(self, article: Article) -> f.EvidenceRow:
        start = self.random.randrange(len(article.text) - 40)
        end = start + self.random.randint(5, 40)
        id_ = f"{DATA}doc/{article.id}#char={start},{end}"
        row = f.EvidenceRow(id=id_, article=article.id, start=start, end=end, quote=article.text[start:end])
        return self.evidence.setdefault(id_, row)

    def _claim(self, event: f.EventRow) -> None:
        article = self.random.choice(self.articles)
        outlet = self.outlets.get(article.publisher or "")
        voice = "author" if outlet and self.random.random() < 0.4 else "attributed"
        claimant = outlet.id if voice == "author" and outlet else self.random.choice(self.agents).id
        claim = f.ClaimRow(
            id=f"{DATA}claim/{self.random.getrandbits(64):016x}", event=event.id, article=article.id,
            mention=f"{article.id}#e{len(self.claims)}", claimant=claimant, voice=voice,
            status=self.random.choice(list(Status)).value,
            polarity=self.random.choice(("positive", "negative")),
            certainty=self.random.choice(("certain", "possible", "unspecified")),
            claim_status=self.random.choice(("asserted", "denied", "corroborated", "disputed")),
            evidence=self._span(article).id, reported=article.published.isoformat() if article.published else None,
            confidence=self.random.choice((1.0, 0.5, 0.93, 0.1)), rule="consult.meet",
        )  # fmt: skip
        self.claims.append(claim)
        if voice == "attributed":
            for step in range(1, self.random.randint(1, 3) + 1):
                source = claimant if step == 1 else self.random.choice(self.agents).id
                cue = self._span(article).id if self.random.random() < 0.5 else None
                self.attributions.append(
                    f.AttributionRow(claim=claim.id, step=step, source=source, source_type="named-person", cue=cue)
                )

    def _count(self) -> None:
        """Set what fusion computes from the claims: how many articles and originators, the day of the first report."""
        for index, event in enumerate(self.events):
            own = [claim for claim in self.claims if claim.event == event.id]
            reported = [claim.reported for claim in own if claim.reported]
            self.events[index] = replace(
                event,
                articles=len({claim.article for claim in own}),
                originators=len({claim.claimant for claim in own}),
                known_from=min(reported, default=None),
            )

    def _id(self, kind: str) -> str:
        return f"{DATA}facet/{kind}-{self.random.getrandbits(48):012x}"

    def _participations(self, event: str) -> list[f.ParticipationRow]:
        pairs = {
            (self.random.choice(self.agents).id, self.random.choice(ROLES)) for _ in range(self.random.randint(0, 5))
        }
        return [
            f.ParticipationRow(
                id=self._id("p"), event=event, agent=agent, role=role, explicit=self.random.randrange(2),
                rank=self.random.choice(RANKS),
            )
            for agent, role in sorted(pairs)
        ]  # fmt: skip

    def _statuses(self, event: str) -> list[f.StatusRow]:
        """Return the steps of a history, each ending where the next begins, and now and then a claim that is none."""
        claims = sum(claim.event == event for claim in self.claims)
        starts = sorted(self._iso(1.0) or "" for _ in range(self.random.randint(1, claims)))
        ends = [*starts[1:], self._iso(0.2)]
        found = []
        for step, (start, end) in enumerate(zip(starts, ends, strict=True), start=1):
            known = self.random.random() < 0.9
            found.append(
                f.StatusRow(
                    id=self._id("s"), event=event, status=self.random.choice(STATUSES),
                    step=step if self.random.random() < 0.9 else 0, valid_from=start if known else None,
                    valid_to=end if not known or (end and end >= start) else None, reported=self._iso(0.9),
                    brought_about_by=self.random.choice([None, self.random.choice(self.events).id]),
                    reason=self.random.choice([None, self.random.choice(self.claims).id]),
                    rank=self.random.choice(RANKS),
                )
            )  # fmt: skip
        return found

    def _timings(self, event: str) -> list[f.TimingRow]:
        found = []
        for _ in range(self.random.randint(0, 2)):
            first, last, edtf = self._bounds()
            found.append(
                f.TimingRow(
                    id=self._id("t"), event=event, edtf=edtf, earliest=first, latest=last, granularity="day",
                    rule="weekday-past", text=self.random.choice(("on Monday", "last week")),
                    rank=self.random.choice(RANKS),
                )
            )  # fmt: skip
        return found

    def _quantities(self, event: str) -> list[f.QuantityRow]:
        return [
            f.QuantityRow(
                id=self._id("q"), event=event, measure=self.random.choice(("killed", "wounded")),
                value=self.random.choice((None, 4.0, 14.0, 2.5)), comparator=self.random.choice(("=", ">=", "~")),
                rank=self.random.choice(RANKS),
            )
            for _ in range(self.random.randint(0, 2))
        ]  # fmt: skip

    def _codes(self, event: str) -> list[f.CodeRow]:
        plover = f.CodeRow(
            id=self._id("c"),
            event=event,
            scheme="plover",
            code="CONSULT",
            mode=self.random.choice((None, "phone")),
            rank="preferred",
        )
        cameo = f.CodeRow(id=self._id("c"), event=event, scheme="cameo", code="036", mode=None, rank="preferred")
        return [row for row in (plover, cameo) if self.random.random() < 0.5]

    def _fused(self) -> f.Fused:
        ids = [event.id for event in self.events]
        participations = [row for id_ in ids for row in self._participations(id_)]
        statuses = [row for id_ in ids for row in self._statuses(id_)]
        quantities = [row for id_ in ids for row in self._quantities(id_)]
        timings = [row for id_ in ids for row in self._timings(id_)]
        placements = [
            f.PlacementRow(id=self._id("l"), event=e.id, place=e.place, rank="preferred")
            for e in self.events
            if e.place
        ]
        codes = [row for id_ in ids for row in self._codes(id_)]
        facets: list[Facet] = [*participations, *statuses, *quantities, *timings, *placements, *codes]
        used = sorted({event.type for event in self.events})
        return f.Fused(
            types=[f.TypeRow(type=t, ancestor=a) for t in used for a in ontology.lineage(t)],
            agents=[*self.agents, *self.places, *self.outlets.values()],
            events=self.events, evidence=list(self.evidence.values()), claims=self.claims,
            attributions=self.attributions, participations=participations, statuses=statuses, quantities=quantities,
            timings=timings, placements=placements, codes=codes, supports=self._supports(facets),
            responses=self._responses(), relations=self._relations(), merges=self._merges(),
        )  # fmt: skip

    def _supports(self, facets: list[Facet]) -> list[f.SupportRow]:
        """Give each facet a claim or more; a claim carries one status alone, for it asserts one."""
        found = set()
        for event in self.events:
            own = [claim.id for claim in self.claims if claim.event == event.id]
            statuses = [facet for facet in facets if facet.event == event.id and isinstance(facet, f.StatusRow)]
            for number, claim in enumerate(own):
                facet = statuses[number] if number < len(statuses) else self.random.choice(statuses)
                found.add(f.SupportRow(facet=facet.id, claim=claim, stance=self._stance()))
            for other in facets:
                if other.event == event.id and other not in statuses:
                    for claim in self.random.sample(own, self.random.randint(1, len(own))):
                        found.add(f.SupportRow(facet=other.id, claim=claim, stance=self._stance()))
        return sorted(found)

    def _stance(self) -> str:
        return "supports" if self.random.random() < 0.8 else "disputes"

    def _responses(self) -> list[f.ResponseRow]:
        kinds = ("denies", "corroborates", "corrects", "retracts")
        found = {
            f.ResponseRow(claim=a.id, kind=self.random.choice(kinds), target=b.id)
            for a, b in (self.random.sample(self.claims, 2) for _ in range(8))
        }
        return sorted(found)

    def _relations(self) -> list[f.RelationRow]:
        found = {
            f.RelationRow(event=a.id, kind=self.random.choice(("about", "broughtAbout", "subEventOf")), target=b.id)
            for a, b in (self.random.sample(self.events, 2) for _ in range(8))
        }
        return sorted(found)

    def _merges(self) -> list[f.MergeRow]:
        pairs = {tuple(sorted(claim.mention for claim in self.random.sample(self.claims, 2))) for _ in range(4)}
        return [
            f.MergeRow(
                event=self.random.choice(self.events).id, a=a, b=b, verdict="same", score=0.75, reason="same day"
            )
            for a, b in sorted(pairs)
        ]
