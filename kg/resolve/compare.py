"""Two reports → how likely they tell of one event, why, and what rules it out.

The score is a sum of weighted signs, as in record linkage (Fellegi and Sunter, 1969): above 0 the pair is more likely
one event than two. The weights stand in `kg/lexicons/resolve/weights.yaml`. A veto rules a pair out whatever it scores.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from math import log, sqrt

from kg.model import Kind, Polarity, Status
from kg.resolve.reports import Party, Report

Ancestors = Callable[[str], Sequence[str]]

PLANS = frozenset(
    {Status.MOOTED, Status.PLANNED, Status.ANNOUNCED, Status.SCHEDULED, Status.RESCHEDULED, Status.POSTPONED,
     Status.CANCELLED, Status.PROPOSED, Status.DID_NOT_OCCUR, Status.UNKNOWN}
)  # fmt: skip
DONE = frozenset({Status.OCCURRED, Status.UNDERWAY, Status.FAILED})
_OVER = frozenset({Status.EXPIRED, Status.LIFTED, Status.FAILED})
OPEN = PLANS - {Status.POSTPONED, Status.CANCELLED, Status.RESCHEDULED, Status.DID_NOT_OCCUR}
_GIVEN_UP = frozenset({Status.RESCHEDULED, Status.POSTPONED, Status.CANCELLED, Status.DID_NOT_OCCUR})
# Classes too wide for two events to be kin because both are one.
_ROOTS = frozenset(
    {"Event", "Interaction", "SpeechAct", "Measure", "DiplomaticMeasure", "ForceEvent", "Effect", "Rejection"}
)
# Talks and the meeting they are held in are named by either word; a tour is no kin of its stops.
_KIN = frozenset({frozenset({"Meeting", "Negotiation"}), frozenset({"Summit", "Negotiation"})})
_PARTS = frozenset({frozenset({"Visit", "VisitTour"})})
# Likeness of casts below which two articles have nothing to do with each other.
_STRANGERS = 0.1
_WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Comparison:
    """Signs with their strengths, and what rules the pair out ("" for nothing)."""

    signs: Mapping[str, float]
    veto: str = ""

    def score(self, weights: Mapping[str, float]) -> float:
        """Return the weighted sum of the signs."""
        return weights["bias"] + sum(weights.get(sign, 0.0) * strength for sign, strength in self.signs.items())


class Rarity:
    """How telling a token is: what few articles hold counts more (inverse document frequency)."""

    def __init__(self, articles: Iterable[Collection[str]]) -> None:
        held = [set(tokens) for tokens in articles]
        self._counts = Counter(token for tokens in held for token in tokens)
        self._total = len(held) or 1
        self._squares: dict[str, float] = {}

    def _square(self, token: str) -> float:
        if token not in self._squares:
            self._squares[token] = log(1 + self._total / (1 + self._counts[token])) ** 2
        return self._squares[token]

    def likeness(self, a: Collection[str], b: Collection[str]) -> float:
        """Return the cosine of two token sets."""
        common = sorted(set(a) & set(b))
        if not common:
            return 0.0
        shared = sum(self._square(token) for token in common)
        return shared / sqrt(sum(map(self._square, sorted(a))) * sum(map(self._square, sorted(b))))


class Context:
    """What the comparison of two reports needs to know of all the others."""

    def __init__(self, reports: Iterable[Report], ancestors: Ancestors) -> None:
        self.ancestors: Ancestors = cache(ancestors)
        self._kinship: dict[tuple[str, str], str] = {}
        self._cast: dict[str, set[str]] = {}
        words: dict[str, set[str]] = {}
        self._types: Counter[tuple[str, str]] = Counter()
        for report in reports:
            self._cast.setdefault(report.article, set()).update(report.cast)
            words.setdefault(report.article, set()).update(report.words)
            self._types[report.article, report.event.type] += 1
        self._agents = Rarity(self._cast.values())
        self.words = Rarity(words.values())
        self._same_cast: dict[tuple[str, str], float] = {}

    def kinship(self, a: str, b: str) -> str:
        """Return "same", "kin" or "" for two event types."""
        if (a, b) not in self._kinship:
            self._kinship[a, b] = kinship(a, b, self.ancestors)
        return self._kinship[a, b]

    def same_cast(self, a: str, b: str) -> float:
        """Return how far two articles speak of the same agents and places."""
        key = (a, b) if a < b else (b, a)
        if key not in self._same_cast:
            self._same_cast[key] = self._agents.likeness(self._cast[a], self._cast[b])
        return self._same_cast[key]

    def sole(self, a: Report, b: Report) -> float:
        """Return 1.0 if each of two articles tells of one event of this type only, less the more they tell of."""
        return 1 / (self._types[a.article, a.event.type] * self._types[b.article, b.event.type])


def kinship(a: str, b: str, ancestors: Ancestors) -> str:
    """Return "same", "kin" or "" for two event types."""
    if a == b:
        return "same"
    pair = frozenset({a, b})
    if pair in _PARTS:
        return ""
    shared = set(ancestors(a)) & set(ancestors(b)) - _ROOTS
    return "kin" if shared or pair in _KIN else ""


def compare(a: Report, b: Report, context: Context) -> Comparison:
    """Return the signs that two happenings or measures are one, whatever their statuses."""
    ancestors = context.ancestors
    kin = context.kinship(a.event.type, b.event.type)
    if not kin:
        return Comparison({}, "different types")
    if a.editions and b.editions and a.editions.isdisjoint(b.editions):
        return Comparison({}, "different rounds")
    measure = "Measure" in ancestors(a.event.type)
    force = "ForceEvent" in ancestors(a.event.type) or "Effect" in ancestors(a.event.type)
    signs: dict[str, float] = {kin: 1.0}
    if bool(a.editions) != bool(b.editions) and (a.editions | b.editions) != {"1"}:
        signs["edition"] = 1.0
    veto = (
        _order(a, b)
        or _parties(a, b, signs)
        or (_phases(a, b, signs) if measure else _times(a, b, signs, movable=not force))
        or _places(a, b, signs, fixed=force)
    )
    veto = veto or _texts(a, b, signs, context)
    return Comparison(signs, veto)


# parties -------------------------------------------------------------------------------------------------------------
def _parties(a: Report, b: Report, signs: dict[str, float]) -> str:
    for one, two, strict in (
        (a.symmetric, b.symmetric, False),
        (a.initiators, b.initiators, True),
        (a.receivers, b.receivers, True),
    ):
        clash = _match(_told(one), _told(two), signs, strict=strict)
        if clash:
            return clash
    if not _told(a.parties) or not _told(b.parties):
        signs["parties unknown"] = 1.0
    elif "same party" not in signs and "same country" not in signs:
        if {p.id for p in _told(a.parties)} & {p.id for p in _told(b.parties)}:
            signs["same country"] = 1.0
        else:
            signs["no common party"] = 1.0
    return ""


def _told(parties: Iterable[Party]) -> list[Party]:
    return [party for party in parties if party.told]


def _match(one: Sequence[Party], two: Sequence[Party], signs: dict[str, float], *, strict: bool) -> str:
    """Add the signs of matching parties; return why the two sides cannot be the same, or ""."""
    if not one or not two:
        return ""
    few, many = sorted((one, two), key=len)
    if strict and len(few) < len(many):
        signs["fewer parties"] = 1.0
    if not strict and len(few) == 1 < len(many):
        signs["one side named"] = 1.0
    same = {p.id for p in few} & {p.id for p in many}
    rest = [p for p in many if p.id not in same]
    alike, other = 0, []
    for party in few:
        if party.id in same:
            continue
        if any(_alike(party, candidate) for candidate in rest):
            alike += 1
        else:
            other.append(party)
    signs["same party"] = min(2.0, signs.get("same party", 0.0) + len(same))
    signs["same country"] = min(2.0, signs.get("same country", 0.0) + alike)
    # One side each of what takes two ("Delhi freed ..", "Islamabad freed ..") is no clash.
    if other and (len(one) == len(two) == 2 or (len(same) + alike == 0 and (strict or len(many) > 1))):
        return "different parties"
    if other:
        signs["other party"] = 1.0
    return ""


def _alike(a: Party, b: Party) -> bool:
    """Whether two agents can be one party: a state and who acts for it, but not two persons."""
    if a.country is None or a.country != b.country:
        return False
    kinds = {a.kind, b.kind}
    return kinds != {Kind.PERSON} and kinds != {Kind.PERSON, Kind.GROUP}


# times ---------------------------------------------------------------------------------------------------------------
def _bounds(report: Report) -> tuple[date | None, date | None]:
    """Return the days between which an event lies: stated, or implied by its having happened before the article."""
    earliest, latest = report.earliest, report.latest
    happened = report.event.status in DONE and report.event.polarity is Polarity.POSITIVE
    if latest is None and happened and report.published:
        latest = report.published + timedelta(days=1)
        if earliest is not None and earliest > latest:
            latest = None
    return earliest, latest


def _times(a: Report, b: Report, signs: dict[str, float], *, movable: bool) -> str:
    first, last = _bounds(a), _bounds(b)
    if _before(first[1], last[0]) or _before(last[1], first[0]):
        return _moved(a, b, signs) if movable else "different times"
    if a.time is None or b.time is None:
        signs["time unknown"] = 1.0
    elif a.earliest == b.earliest and a.latest == b.latest and _width(a) <= timedelta(days=1):
        signs["same day"] = 1.0
    elif max(_width(a), _width(b)) <= _WEEK:
        signs["same week"] = 1.0
    else:
        signs["times agree"] = 1.0
    _distance(a, b, signs)
    return ""


def _before(end: date | None, start: date | None) -> bool:
    return end is not None and start is not None and end < start


def _width(report: Report) -> timedelta:
    if report.earliest is None or report.latest is None:
        return timedelta(days=365)
    return report.latest - report.earliest


def _distance(a: Report, b: Report, signs: dict[str, float]) -> None:
    """News is about what is near: without a date, reports months apart seldom mean the same."""
    if a.published and b.published:
        months = min(6.0, abs((a.published - b.published).days) / 30)
        if a.time is None and b.time is None and a.event.status in DONE and b.event.status in DONE:
            signs["months apart, both as news"] = months
        elif a.time is None or b.time is None:
            signs["months apart, undated"] = months


def _moved(a: Report, b: Report, signs: dict[str, float]) -> str:
    """Times differ: one event only if the earlier time was a plan, and was given up before the later one was told."""
    early, late = sorted((a, b), key=lambda report: report.earliest or report.latest or report.published or date.max)
    if early.event.status is Status.UNDERWAY and late.event.status in DONE:
        signs["went on"] = 1.0
        return ""
    if early.event.status not in PLANS:
        return "different times"
    told_later = early.published and late.published and late.published < early.published
    if told_later and early.event.status not in _GIVEN_UP and late.event.status in PLANS:
        return "different times"
    days = (late.earliest or late.latest or date.max) - (early.latest or early.earliest or date.max)
    signs["moved"] = 1.0
    if not {early.event.status, late.event.status} & _GIVEN_UP:
        signs["moved far"] = min(4.0, max(0.0, days.days / 30))
    _distance(a, b, signs)
    return ""


def _phases(a: Report, b: Report, signs: dict[str, float]) -> str:
    """Times of measures date their steps: only two equal steps must agree."""
    if a.event.status is b.event.status and a.event.polarity is b.event.polarity:
        return _times(a, b, signs, movable=True)
    signs["steps"] = 1.0
    _distance(a, b, signs)
    return ""


# places and words ----------------------------------------------------------------------------------------------------
def _places(a: Report, b: Report, signs: dict[str, float], *, fixed: bool) -> str:
    if a.place is None or b.place is None:
        return ""
    if a.place == b.place or a.place_name == b.place_name:
        signs["same place"] = 1.0
    elif _inside(a.place_name, b.place_name):
        signs["near place"] = 1.0
    elif fixed:
        return "different places"
    else:
        signs["other place"] = 1.0
        if a.event.status in OPEN and b.event.status in OPEN:
            signs["two plans, two places"] = 1.0
    return ""


def _inside(a: str | None, b: str | None) -> bool:
    """Whether one place name holds the other ("Bogor palace", "Bogor")."""
    one, two = set((a or "").split()), set((b or "").split())
    return one < two or two < one


def _texts(a: Report, b: Report, signs: dict[str, float], context: Context) -> str:
    signs["words"] = context.words.likeness(a.words, b.words)
    if a.event.trigger and b.event.trigger and a.event.trigger.text.casefold() == b.event.trigger.text.casefold():
        signs["same word"] = 1.0
    figures = [{(q.measure, q.value) for q in r.event.quantities if q.value is not None} for r in (a, b)]
    if figures[0] & figures[1]:
        signs["same figure"] = 1.0
    elif {measure for measure, _ in figures[0]} & {measure for measure, _ in figures[1]}:
        signs["other figure"] = 1.0
    if a.article == b.article:
        signs["same article"] = 1.0
        # A reader writes one record an event, status and source: a second one is another event.
        if (a.event.status, a.event.polarity, a.originators) == (b.event.status, b.event.polarity, b.originators):
            return "told apart in one article"
        if a.event.status in OPEN and b.event.status in OPEN and "other place" in signs:
            return "two plans of one article"
        if a.event.status is b.event.status:
            signs["same status"] = 1.0
    else:
        signs["same cast"] = context.same_cast(a.article, b.article)
        if "same party" not in signs and "same country" not in signs and signs["same cast"] < _STRANGERS:
            return "no common party or place"
        signs["sole"] = context.sole(a, b) * signs["same cast"]
    _afterwards(a, b, signs)
    if a.event.polarity is not b.event.polarity:
        signs["denied"] = 1.0
    return ""


def _order(a: Report, b: Report) -> str:
    """Nothing is planned after it was done; a plan told later, as a memory, is allowed a week."""
    for ended, new in ((a, b), (b, a)):
        later = ended.published and new.published and ended.published < new.published
        if later and ended.event.status in _OVER and new.event.status in (Status.MOOTED, Status.PROPOSED):
            return "over before it was proposed"
    for done, plan in ((a, b), (b, a)):
        if done.event.status not in DONE or plan.event.status not in OPEN or done.time is None or done.latest is None:
            continue
        looks_ahead = plan.published and (plan.time is None or (plan.latest or date.max) >= plan.published)
        if looks_ahead and plan.published and done.latest < plan.published - _WEEK:
            return "done before it was planned"
        if plan.earliest and done.latest < plan.earliest - timedelta(days=30):
            return "done before it was planned"
    return ""


def _afterwards(a: Report, b: Report, signs: dict[str, float]) -> None:
    """What is still only meant to be, told when the other one is over, is most often a new one."""
    for done, plan in ((a, b), (b, a)):
        if done.event.status not in DONE or plan.event.status not in OPEN or plan.time is not None:
            continue
        if (plan.published or date.max) >= (done.published or date.min):
            signs["plan after"] = 1.0
    for dated, other in ((a, b), (b, a)):
        if dated.latest and other.time is None and other.published:
            gap = (other.published - dated.latest).days
            if gap > 30:
                signs["long past"] = min(3.0, gap / 120)


def compare_speech(a: Report, b: Report, context: Context, about: Callable[[Report], Collection[str]]) -> Comparison:
    """Return the signs that two speech acts are one: the same speaker, act, occasion and matter.

    `about` gives the resolved events that a report speaks of.
    """
    if a.event.type != b.event.type:
        return Comparison({}, "different types")
    signs: dict[str, float] = {"same": 1.0}
    matters = set(about(a)), set(about(b))
    if matters[0] and matters[1]:
        if matters[0].isdisjoint(matters[1]):
            return Comparison(signs, "about different events")
        signs["same matter"] = 1.0
    veto = _parties(a, b, signs) or _times(a, b, signs, movable=False)
    if not _told(a.initiators) or not _told(b.initiators):
        signs["speaker unknown"] = 1.0
    if a.time is None and b.time is None and a.published and b.published and a.published != b.published:
        signs["other day"] = 1.0
    return Comparison(signs, veto or _texts(a, b, signs, context))
