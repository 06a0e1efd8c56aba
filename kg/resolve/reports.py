"""Extractions → reports: each event mention with its parties, bounds and telling words, ready to be compared.

Nothing here looks at the article's text: an extraction record is enough.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from kg.model import Attribution, EventMention, Extraction, Kind, Mention, Role, RoleFiller, TimeExpression
from kg.resolve.agents import Agents
from kg.resolve.words import editions, is_name, is_pronoun, split, telling_words

INITIATORS = frozenset({Role.ACTOR, Role.IMPOSER, Role.PERPETRATOR, Role.PROVIDER, Role.VISITOR, Role.SPEAKER})
RECEIVERS = frozenset({Role.RECIPIENT, Role.TARGET, Role.VICTIM, Role.BENEFICIARY, Role.HOST, Role.DESTINATION})
SYMMETRIC = frozenset({Role.PARTICIPANT})

_AND = re.compile(r", and | and |, ")
_PLACES = frozenset({Kind.FACILITY, Kind.PLACE})
_THINGS = frozenset({Kind.WEAPON}) | _PLACES


@dataclass(frozen=True, slots=True)
class Party:
    """An agent that takes part; `told` is whether it can be told from others (named, linked or of a known country)."""

    id: str
    country: str | None
    kind: Kind
    told: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """An event mention with everything that its identity is judged by.

    `key` is "article#event". `initiators`, `receivers` and `symmetric` are its parties by what they do; `earliest` and
    `latest` bound the stated time; `originators` are the ids of who asserts it, empty for the article's own voice;
    `cast` are the named agents and places of the whole article.
    """

    key: str
    extraction: Extraction
    event: EventMention
    initiators: tuple[Party, ...]
    receivers: tuple[Party, ...]
    symmetric: tuple[Party, ...]
    time: TimeExpression | None
    place: str | None
    place_name: str | None
    originators: tuple[str, ...]
    words: frozenset[str]
    editions: frozenset[str]
    about: tuple[str, ...]
    cast: frozenset[str]

    @property
    def article(self) -> str:
        """The article's id."""
        return self.extraction.article.id

    @property
    def published(self) -> date | None:
        """The article's day."""
        return self.extraction.article.published

    @property
    def earliest(self) -> date | None:
        """The first day on which the event can be."""
        return self.time.earliest if self.time else None

    @property
    def latest(self) -> date | None:
        """The last day on which the event can be."""
        return self.time.latest if self.time else None

    @property
    def parties(self) -> tuple[Party, ...]:
        """All parties."""
        return self.symmetric + self.initiators + self.receivers

    @property
    def order(self) -> tuple[str, str, int, str]:
        """Sorts reports by publication, article and place in the text."""
        day = self.published.isoformat() if self.published else ""
        return (day, self.article, self.event.evidence.start, self.event.id)


def make_reports(extractions: Iterable[Extraction], agents: Agents) -> list[Report]:
    """Return the reports of all event mentions in `Report.order`, noting every mention they use in `agents`."""
    found = [report for extraction in extractions for report in _of_extraction(extraction, agents)]
    return sorted(found, key=lambda report: report.order)


def originators(event: EventMention, attributions: Mapping[str, Attribution]) -> Sequence[Attribution]:
    """Return the attributions of those who assert an event, without those that only relay another of them."""
    own = [attributions[id_] for id_ in event.attributions if id_ in attributions]
    relays = {attribution.via for attribution in own}
    return [attribution for attribution in own if attribution.id not in relays] or own


def _of_extraction(extraction: Extraction, agents: Agents) -> Iterable[Report]:
    article = extraction.article
    mentions = {mention.id: mention for mention in _taking_part(extraction)}
    ids = {id_: agents.of_mention(article, mention) for id_, mention in mentions.items()}
    times = {time.id: time for time in extraction.times}
    attributions = {attribution.id: attribution for attribution in extraction.attributions}
    cast = frozenset(ids[id_] for id_, mention in mentions.items() if mention.agent or is_name(mention.name))
    for event in extraction.events:
        parties = _parties(event, mentions, ids)
        sources = [a.mention for a in originators(event, attributions) if a.mention in ids]
        place = mentions.get(event.place) if event.place else None
        filling = [mentions[filler.mention] for filler in event.roles if filler.mention in mentions]
        names = " ".join(mention.name for mention in filling if is_name(mention.name))
        yield Report(
            key=f"{article.id}#{event.id}",
            extraction=extraction,
            event=event,
            initiators=tuple(p for role, p in parties if role in INITIATORS),
            receivers=tuple(p for role, p in parties if role in RECEIVERS),
            symmetric=tuple(p for role, p in parties if role in SYMMETRIC),
            time=times.get(event.time) if event.time else None,
            place=ids[place.id] if place else None,
            place_name=place.name.casefold() if place else None,
            originators=tuple(sorted({ids[source] for source in sources if source})),
            words=telling_words(f"{event.evidence.text} {event.trigger.text if event.trigger else ''}") - split(names),
            editions=editions(event.evidence.text),
            about=tuple(f"{article.id}#{id_}" for id_ in event.about),
            cast=cast,
        )


def _claiming(extraction: Extraction) -> Iterator[Attribution]:
    """The attributions by which an event is claimed, with their relays; stances and reports of no event are none."""
    by_id = {attribution.id: attribution for attribution in extraction.attributions}
    seen: set[str] = set()
    for event in extraction.events:
        for step in event.attributions:
            link: str | None = step
            while link is not None and link in by_id and link not in seen:
                seen.add(link)
                yield by_id[link]
                link = by_id[link].via


def _taking_part(extraction: Extraction) -> Iterator[Mention]:
    """The mentions that fill a role, claim an event or name a place; a record names those only spoken of too."""
    used = {filler.mention for event in extraction.events for filler in event.roles}
    used |= {event.place for event in extraction.events if event.place}
    used |= {attribution.mention for attribution in _claiming(extraction) if attribution.mention}
    for mention in extraction.mentions:
        if mention.id in used or mention.kind in _PLACES:
            yield mention


def fillers(event: EventMention, mentions: Mapping[str, Mention]) -> list[tuple[RoleFiller, Mention]]:
    """Return who fills the roles of an event.

    A group ("the two leaders") is left out where its members are named, a pronoun where it stands for nobody known.
    """
    found = [(filler, mentions[filler.mention]) for filler in event.roles if filler.mention in mentions]
    named = {(filler.role, mention.name) for filler, mention in found}

    def told_apart(role: Role, mention: Mention) -> bool:
        members = _AND.split(mention.name)
        group = mention.kind is Kind.GROUP and mention.agent is None and len(members) > 1
        return group and all((role, member) in named for member in members)

    def nobody(mention: Mention) -> bool:
        return mention.agent is None and is_pronoun(mention.name)

    return [(f, mention) for f, mention in found if not (told_apart(f.role, mention) or nobody(mention))]


def _parties(event: EventMention, mentions: Mapping[str, Mention], ids: Mapping[str, str]) -> list[tuple[Role, Party]]:
    found: dict[tuple[Role, str], Party] = {}
    for filler, mention in fillers(event, mentions):
        if mention.kind in _THINGS and filler.role not in (Role.TARGET, Role.DESTINATION):
            continue
        told = mention.agent is not None or mention.country is not None or is_name(mention.name)
        # "the two leaders": one mention for several parties, of no country; its members stand beside it.
        if mention.kind is Kind.GROUP and mention.country is None and mention.agent is None:
            told = False
        found.setdefault((filler.role, ids[mention.id]), Party(ids[mention.id], mention.country, mention.kind, told))
    return [(role, party) for (role, _), party in found.items()]
