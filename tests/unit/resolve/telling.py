"""Short told articles → extractions, so that a test of resolution reads like the news it is about."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from kg.model import (
    DATA,
    Article,
    Attribution,
    Certainty,
    EventMention,
    Extraction,
    Granularity,
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

# name → (kind, Wikidata key or None, country, sector)
CAST: Mapping[str, tuple[Kind, str | None, str | None, str | None]] = {
    "Ines Albar": (Kind.PERSON, "Q9000001", "PRT", "GOV"),
    "Otto Brandt": (Kind.PERSON, "Q9000002", "AUT", "GOV"),
    "Petra Vogel": (Kind.PERSON, "Q9000003", "AUT", "GOV"),
    "Portugal": (Kind.STATE, "Q45", "PRT", None),
    "Austria": (Kind.STATE, "Q40", "AUT", None),
    "Norway": (Kind.STATE, "Q20", "NOR", None),
    "European Union": (Kind.ORGANIZATION, "Q458", None, "IGO"),
    "Porto": (Kind.PLACE, "Q36433", "PRT", None),
    "Graz": (Kind.PLACE, "Q13298", "AUT", None),
    "officials": (Kind.GROUP, None, "AUT", "GOV"),
    "Ines Albar and Otto Brandt": (Kind.GROUP, None, None, "GOV"),
    "Ines Albar and Petra Vogel": (Kind.GROUP, None, None, "GOV"),
    "Lusa": (Kind.ORGANIZATION, None, None, "MED"),
}


@dataclass(frozen=True, kw_only=True)
class Told:
    """One event as an article tells it; `by` is who asserts it, `about` the numbers of events spoken of."""

    type: str
    text: str
    roles: Mapping[str, str | Sequence[str]] = field(default_factory=dict)
    status: Status = Status.OCCURRED
    day: date | tuple[date, date] | None = None
    place: str | None = None
    by: str | None = None
    via: str | None = None
    negative: bool = False
    certainty: Certainty = Certainty.CERTAIN
    about: Sequence[int] = ()
    figures: Mapping[str, int] = field(default_factory=dict)
    trigger: str | None = None


def article(key: str, day: date | None, *told: Told, publisher: str = "Coast Post") -> Extraction:
    """Return the extraction of an article that tells these events one after the other, as e1, e2 and so on."""
    return _Writer(key, day, publisher).write(told)


class _Writer:
    def __init__(self, key: str, day: date | None, publisher: str) -> None:
        self.key, self.day, self.publisher = key, day, publisher
        self.text = ""
        self.mentions: dict[str, Mention] = {}
        self.times: list[TimeExpression] = []
        self.attributions: list[Attribution] = []
        self.events: list[EventMention] = []

    def write(self, told: Sequence[Told]) -> Extraction:
        for one in told:
            self._add(one)
        return Extraction(
            article=Article(id=self.key, text=self.text, published=self.day, publisher=self.publisher),
            mentions=tuple(self.mentions.values()),
            times=tuple(self.times),
            attributions=tuple(self.attributions),
            events=tuple(self.events),
        )

    def _span(self, text: str) -> Span:
        start = len(self.text)
        self.text += text + ". "
        return Span(start=start, end=start + len(text), text=text)

    def _mention(self, name: str) -> str:
        if name not in self.mentions:
            kind, key, country, sector = CAST.get(name, (Kind.PERSON, None, None, None))
            folder = "place" if kind is Kind.PLACE else "agent"
            span = self._span(name)
            self.mentions[name] = Mention(
                id=f"m{len(self.mentions) + 1}",
                start=span.start,
                end=span.end,
                text=name,
                kind=kind,
                name=name,
                agent=f"{DATA}{folder}/{key}" if key else None,
                country=country,
                sector=sector,
            )
        return self.mentions[name].id

    def _time(self, day: date | tuple[date, date]) -> str:
        first, last = day if isinstance(day, tuple) else (day, day)
        span = self._span(first.isoformat())
        self.times.append(
            TimeExpression(
                id=f"t{len(self.times) + 1}",
                start=span.start,
                end=span.end,
                text=span.text,
                edtf=first.isoformat() if first == last else f"[{first}..{last}]",
                earliest=first,
                latest=last,
                granularity=Granularity.DAY if first == last else Granularity.WEEK,
                rule="told",
            )
        )
        return self.times[-1].id

    def _attribution(self, name: str, via: str | None) -> str:
        relay = self._attribution(via, None) if via else None
        mention = self._mention(name)
        self.attributions.append(
            Attribution(
                id=f"a{len(self.attributions) + 1}",
                source=self._span(name),
                mention=mention,
                cue=self._span("said"),
                content=None,
                via=relay,
            )
        )
        return self.attributions[-1].id

    def _add(self, told: Told) -> None:
        pairs = [(role, [names] if isinstance(names, str) else names) for role, names in told.roles.items()]
        roles = tuple(
            RoleFiller(role=Role(role), mention=self._mention(name)) for role, names in pairs for name in names
        )
        attributions = (self._attribution(told.by, told.via),) if told.by else ()
        place = self._mention(told.place) if told.place else None
        time = self._time(told.day) if told.day else None
        evidence = self._span(told.text)
        word = told.trigger or told.type.lower()
        self.events.append(
            EventMention(
                id=f"e{len(self.events) + 1}",
                type=told.type,
                trigger=Span(start=evidence.start, end=evidence.start + len(word), text=word),
                roles=roles,
                status=told.status,
                polarity=Polarity.NEGATIVE if told.negative else Polarity.POSITIVE,
                certainty=told.certainty,
                time=time,
                place=place,
                quantities=tuple(
                    Quantity(measure=measure, value=value, comparator="=", start=0, end=1, text=str(value))
                    for measure, value in told.figures.items()
                ),
                plover=None,
                cameo=None,
                attributions=attributions,
                about=tuple(f"e{number}" for number in told.about),
                evidence=evidence,
                confidence=1.0,
                rule="told",
            )
        )
