"""Items of a model + parsed article → Extraction: every word found in the text, every name known, or dropped.

What the rules already know is taken from them: mentions with their links, values of times and numbers, reporting
frames. The model only points at them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from kg import ontology
from kg.lexicon import Rule, load_lexicon
from kg.model import (
    Attribution,
    Certainty,
    EventMention,
    Extraction,
    Kind,
    Mention,
    Polarity,
    Quantity,
    Role,
    RoleFiller,
    Span,
    Status,
    TimeExpression,
)
from kg.read.attribution import find_attributions
from kg.read.codes import codes_of
from kg.read.llm.grounding import Ground
from kg.read.llm.joining import acyclic, numbered
from kg.read.llm.passages import Passage
from kg.read.llm.replies import Answer, EventItem, event_item, role_item, saying_item
from kg.read.llm.report import Report
from kg.read.llm.vocabulary import vocabulary
from kg.read.parsed import ParsedArticle
from kg.read.quantities import FoundQuantity, find_quantities
from kg.read.speech import name_sources, resolve_first_person
from kg.read.times import find_times

#: What a model says is worth: below the plainest rules, above the weakest.
CONFIDENCE = 0.6
_PLACES = frozenset({Kind.PLACE, Kind.FACILITY, Kind.STATE, Kind.ORGANIZATION})
_MOST_EVENTS, _MOST_ITEMS = 200, 60


def assemble(parsed: ParsedArticle, answers: Iterable[Answer], *, rule: str, report: Report) -> Extraction:
    """Return the events of a model's answers that hold in the text; what does not is counted in `report`."""
    desk = _Desk.of(parsed, rule, report)
    for answer in answers:
        desk.take(answer)
    events = [_coded(event, desk.events, rule) for event in acyclic(desk.events)]
    report.count("events", len(events))
    extraction = Extraction(
        article=parsed.article,
        mentions=tuple(desk.mentions.values()),
        times=desk.times,
        attributions=tuple(desk.attributions),
        events=tuple(events),
    )
    return numbered(extraction)


@dataclass(slots=True, kw_only=True)
class _Desk:
    """One article while its items are checked."""

    parsed: ParsedArticle
    ground: Ground
    rule: str
    report: Report
    times: tuple[TimeExpression, ...]
    attributions: list[Attribution]
    quantities: tuple[FoundQuantity, ...]
    mentions: dict[str, Mention] = field(default_factory=dict)
    events: list[EventMention] = field(default_factory=list)
    serial: int = 0

    @classmethod
    def of(cls, parsed: ParsedArticle, rule: str, report: Report) -> _Desk:
        attributions = name_sources(parsed, find_attributions(parsed))
        parsed = resolve_first_person(parsed, attributions)
        times = find_times(parsed)
        named = (anchor.mention for anchor in parsed.anchors if anchor.form == "name")
        sources = {item.mention for item in attributions}
        return cls(
            parsed=parsed,
            ground=Ground(parsed.article.text),
            rule=rule,
            report=report,
            times=times,
            attributions=list(attributions),
            quantities=find_quantities(parsed, times),
            mentions={m.id: m for m in named if m.kind in (Kind.PLACE, Kind.FACILITY)}
            | {a.mention.id: a.mention for a in parsed.anchors if a.mention.id in sources},
        )

    def take(self, answer: Answer) -> None:
        """Check the items of one passage; `about` is resolved among them alone."""
        ids: dict[str, str] = {}
        taken: list[tuple[EventItem, EventMention]] = []
        for raw in self._first(answer.items, _MOST_EVENTS):
            item = event_item(raw)
            event = None if item is None else self._event(item, answer.passage)
            if item is None:
                self.report.drop("malformed")
            if item is None or event is None:
                continue
            twin = next((known for _, known in taken if _twins(known, event)), None)
            ids.setdefault(str(item.id), (twin or event).id)
            if twin is not None:
                self.report.drop("told twice")
            else:
                taken.append((item, event))
        for item, event in taken:
            about = dict.fromkeys(ids[str(name)] for name in item.about[:_MOST_ITEMS] if str(name) in ids)
            self.events.append(replace(event, about=tuple(about)))

    def _first(self, items: Sequence[Any], most: int) -> Sequence[Any]:
        """Return as many items as a text can hold; a model that goes on for ever is not read to its end."""
        if len(items) > most:
            self.report.drop("too many", len(items) - most)
        return items[:most]

    def _event(self, item: EventItem, passage: Passage) -> EventMention | None:
        evidence = self.ground.find(item.evidence, passage.start, passage.end)
        trigger = None if evidence is None else self.ground.find(item.trigger, evidence.start, evidence.end)
        if refusal := _refusal(item, evidence, trigger):
            self.report.drop(refusal)
        if refusal or evidence is None or trigger is None:
            return None
        self.serial += 1
        return EventMention(
            id=f"n{self.serial}",
            type=item.type,
            trigger=trigger,
            roles=self._roles(item.roles, passage, trigger),
            status=Status(item.status),
            polarity=Polarity(item.polarity),
            certainty=Certainty(item.certainty),
            time=self._time(item.time, passage, trigger),
            place=self._place(item.place, passage, trigger),
            quantities=self._quantities(item, passage, trigger),
            plover=None,
            cameo=None,
            attributions=self._sayings(item.said_by, passage, evidence, trigger),
            about=(),
            evidence=evidence,
            confidence=CONFIDENCE,
            rule=self.rule,
        )

    def _roles(self, items: Sequence[Any], passage: Passage, trigger: Span) -> tuple[RoleFiller, ...]:
        found: dict[tuple[Role, str], RoleFiller] = {}
        for raw in self._first(items, _MOST_ITEMS):
            item = role_item(raw)
            if item is None:
                self.report.drop("roles malformed")
            elif item.role not in vocabulary().roles:
                self.report.drop("roles unknown")
            elif (span := self._near(item.text, passage, trigger)) is None:
                self.report.drop("roles not in the text")
            else:
                self._fill(found, Role(item.role), self._mention(span, item.kind), explicit=item.explicit)
        return tuple(found.values())

    def _fill(self, found: dict[tuple[Role, str], RoleFiller], role: Role, mention: Mention, *, explicit: bool) -> None:
        """Give a role to a mention, and to those that a group stands for ("the two leaders") as inferred."""
        if explicit or (role, mention.id) not in found:
            found[role, mention.id] = RoleFiller(role=role, mention=mention.id, explicit=explicit)
        group = next((anchor for anchor in self.parsed.anchors if anchor.mention.id == mention.id), None)
        for member in group.members if group is not None else ():
            self.mentions.setdefault(member, self.parsed.anchor(member).mention)
            found.setdefault((role, member), RoleFiller(role=role, mention=member, explicit=False))

    def _near(self, quoted: str, passage: Passage, trigger: Span) -> Span | None:
        """Return where words stand: nearest to the trigger in the passage, else in its context."""
        here = self.ground.find(quoted, passage.start, passage.end, near=trigger.start)
        return here or self.ground.find(quoted, passage.context, passage.start, near=trigger.start)

    def _mention(self, span: Span, kind: str) -> Mention:
        """Return the mention that the parse has at a span, linked as it is; else a new one of the model's kind."""
        tokens = self.parsed.doc.char_span(span.start, span.end, alignment_mode="expand")
        anchor = self.parsed.at(tokens.root) if tokens is not None and len(tokens) else None
        if anchor is not None and anchor.mention.start < span.end and span.start < anchor.mention.end:
            return self.mentions.setdefault(anchor.mention.id, anchor.mention)
        known = kind if kind in list(Kind) else Kind.GROUP
        mention = Mention(
            id=f"{span.start}-{span.end}",
            start=span.start,
            end=span.end,
            text=span.text,
            kind=Kind(known),
            name=" ".join(span.text.split()),
        )
        return self.mentions.setdefault(mention.id, mention)

    def _time(self, quoted: str | None, passage: Passage, trigger: Span) -> str | None:
        """Return the time expression that the quoted words touch: its value is read by rules, not by the model."""
        if not quoted:
            return None
        span = self._near(quoted, passage, trigger)
        hit = next((t for t in self.times if span is not None and t.start < span.end and span.start < t.end), None)
        if hit is None:
            self.report.drop("times without a value" if span else "times not in the text")
        return None if hit is None else hit.id

    def _place(self, quoted: str | None, passage: Passage, trigger: Span) -> str | None:
        if not quoted:
            return None
        span = self._near(quoted, passage, trigger)
        mention = None if span is None else self._mention(span, Kind.PLACE)
        if mention is None or mention.kind not in _PLACES:
            self.report.drop("places that are none" if span else "places not in the text")
            return None
        return mention.id

    def _quantities(self, item: EventItem, passage: Passage, trigger: Span) -> tuple[Quantity, ...]:
        """Return the numbers that the quoted words touch, of the measures that the class of event can carry."""
        carried = load_lexicon().type_entry(item.type).measures
        found: dict[int, Quantity] = {}
        for quoted in self._first(item.quantities, _MOST_ITEMS):
            span = self._near(quoted, passage, trigger) if isinstance(quoted, str) else None
            hits = [q for q in self.quantities if span is not None and q.start < span.end and span.start < q.end]
            if span is None:
                self.report.drop("quantities not in the text")
            elif not hits or hits[0].measure is None or hits[0].measure not in carried:
                self.report.drop("quantities without a fitting value")
            else:
                hit, measure = hits[0], hits[0].measure
                found[hit.start] = Quantity(
                    measure=measure,
                    value=hit.value,
                    comparator=hit.comparator,
                    start=hit.start,
                    end=hit.end,
                    text=hit.text,
                )
        return tuple(found[start] for start in sorted(found))

    def _sayings(self, items: Sequence[Any], passage: Passage, evidence: Span, trigger: Span) -> tuple[str, ...]:
        found: list[str] = []
        for raw in self._first(items, _MOST_ITEMS):
            item = saying_item(raw)
            source = self._near(item.source, passage, trigger) if item is not None else None
            if item is None or source is None:
                self.report.drop("sources not in the text")
                continue
            found.append(self._attribution(source, self._near(item.cue, passage, source), evidence))
        return tuple(dict.fromkeys(found))

    def _attribution(self, source: Span, cue: Span | None, evidence: Span) -> str:
        """Return the reporting frame of a source around an event: one that is known, else a new one."""
        mention = self._mention(source, Kind.GROUP)
        for known in self.attributions:
            overlaps = known.source is not None and known.source.start < source.end and source.start < known.source.end
            same = overlaps or (known.mention == mention.id and known.content is not None)
            if (
                same
                and known.content is not None
                and known.content.start < evidence.end
                and evidence.start < known.content.end
            ):
                return known.id
        new = Attribution(id=f"n{len(self.attributions)}", source=source, mention=mention.id, cue=cue, content=evidence)
        self.attributions.append(new)
        return new.id


def _refusal(item: EventItem, evidence: Span | None, trigger: Span | None) -> str:
    """Return why an item is no event of this text, or an empty string."""
    words = vocabulary()
    if item.type not in words.types:
        return "of unknown type"
    if item.status not in words.statuses or not words.fits(item.type, item.status):
        return "of unknown or unfitting status"
    if item.polarity not in list(Polarity) or item.certainty not in list(Certainty):
        return "of unknown polarity or certainty"
    if evidence is None:
        return "evidence not in the text"
    return "trigger not in its evidence" if trigger is None else ""


def _coded(event: EventMention, events: Sequence[EventMention], rule: str) -> EventMention:
    """Return an event with the codes that its type and status give; an announcement has those of its plan."""
    by_id = {other.id: other for other in events}
    coded, about = event, [by_id[name] for name in event.about]
    if event.type in ("Announcement", "CancellationAct") and about:
        coded = about[0]
        about = [by_id[name] for name in coded.about if name in by_id]
    plover, cameo = codes_of(
        coded.type,
        coded.status,
        coded.polarity,
        coded.certainty,
        rule=Rule(rule=rule, event=coded.type, source="model"),
        table=load_lexicon().codes,
        speech=ontology.is_a(coded.type, "SpeechAct"),
        about=[other.type for other in about],
    )
    return replace(event, plover=plover, cameo=cameo)


def _twins(a: EventMention, b: EventMention) -> bool:
    """Whether a model tells one thing twice, word for word."""
    same = (a.type, a.status, a.polarity, a.trigger) == (b.type, b.status, b.polarity, b.trigger)
    return same and {(r.role, r.mention) for r in a.roles} == {(r.role, r.mention) for r in b.roles}
