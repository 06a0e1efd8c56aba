"""Reports → clusters: which mentions tell of one event, with a written reason for every merge and every refusal.

Happenings and measures are clustered first, speech acts after them, because what an act is about tells it from others.
Pairs are joined best first; two groups become one only if no pair of theirs is ruled out and their pairs score well on
average, so that a chain of likenesses cannot drag two events together.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from kg.model import Judgement, Verdict
from kg.ontology import mint
from kg.resolve.compare import Ancestors, Comparison, Context, compare, compare_speech
from kg.resolve.reports import Report
from kg.yaml_file import read_yaml

Weights = Mapping[str, float]
Compare = Callable[[Report, Report], Comparison]

# An agent named in more articles than this tells nothing about which of them tell of one event.
_COMMON = 400
# Pairs of two groups that are looked at before they are joined; the first and last of each group come first.
_SAMPLE = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """Why two event mentions ("article#event") are one event, or were kept apart."""

    a: str
    b: str
    verdict: str
    score: float
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Merged:
    """The clusters, each in report order and sorted by their first report, and the decisions that made them."""

    clusters: Sequence[Sequence[Report]]
    decisions: Sequence[Decision]


@cache
def load_weights() -> Mapping[str, Weights]:
    """Return the weights of signs, for `happening` and `speech`.

    Raises:
        KnowledgeError: the file is malformed.
    """
    source = files("kg").joinpath("lexicons", "resolve", "weights.yaml")
    where, fix = "lexicons/resolve/weights.yaml", "give each sign a number"
    return read_yaml(source, dict[str, dict[str, float]], where=where, fix=fix)


def event_iri(cluster: Sequence[Report]) -> str:
    """Return the id of a resolved event: opaque, made from its first report."""
    return mint("event", cluster[0].key)


def merge(reports: Sequence[Report], judgements: Iterable[Judgement], ancestors: Ancestors) -> Merged:
    """Cluster reports (in `Report.order`) into events; judgements that are not retracted overrule every score."""
    context = Context(reports, ancestors)
    ruled = _Rulings(reports, judgements)
    acts = [report for report in reports if "SpeechAct" in ancestors(report.event.type)]
    rest = [report for report in reports if "SpeechAct" not in ancestors(report.event.type)]
    weights = load_weights()
    pairs = _neighbours(reports)
    kin = context.kinship
    happenings = _Clustering(rest, ruled, weights["happening"], kin, lambda a, b: compare(a, b, context))
    happenings.run(pairs)
    matter = {report.key: event_iri(cluster) for cluster in happenings.clusters() for report in cluster}

    def about(report: Report) -> Collection[str]:
        return {matter[key] for key in report.about if key in matter}

    speeches = _Clustering(
        acts, ruled, weights["speech"], context.kinship, lambda a, b: compare_speech(a, b, context, about)
    )
    speeches.run(pairs)
    clusters = sorted([*happenings.clusters(), *speeches.clusters()], key=lambda cluster: cluster[0].order)
    decisions = sorted([*happenings.decisions, *speeches.decisions], key=lambda d: (d.a, d.b))
    return Merged(clusters=clusters, decisions=decisions)


def _neighbours(reports: Sequence[Report]) -> set[tuple[str, str]]:
    """Return the pairs of articles that share a telling agent or place; an article is its own neighbour."""
    holders: dict[str, set[str]] = defaultdict(set)
    for report in reports:
        for agent in report.cast:
            holders[agent].add(report.article)
    pairs = {(report.article, report.article) for report in reports}
    for articles in holders.values():
        if len(articles) <= _COMMON:
            ordered = sorted(articles)
            pairs.update((a, b) for i, a in enumerate(ordered) for b in ordered[i + 1 :])
    return pairs


class _Rulings:
    """What judgements say of pairs of reports; an event's id stands for its first report."""

    def __init__(self, reports: Sequence[Report], judgements: Iterable[Judgement]) -> None:
        keys = {report.key: report.key for report in reports}
        keys.update({mint("event", report.key): report.key for report in reports})
        self.same: dict[frozenset[str], Judgement] = {}
        self.different: dict[frozenset[str], Judgement] = {}
        for judgement in sorted(judgements, key=lambda j: (j.date, j.a, j.b)):
            pair = frozenset(keys[id_] for id_ in (judgement.a, judgement.b) if id_ in keys)
            if judgement.retracted is not None or len(pair) < 2:
                continue
            # The last word counts.
            self.same.pop(pair, None)
            self.different.pop(pair, None)
            if judgement.verdict is Verdict.SAME:
                self.same[pair] = judgement
            elif judgement.verdict is Verdict.DIFFERENT:
                self.different[pair] = judgement


class _Clustering:
    """Best-first clustering of some reports."""

    def __init__(
        self,
        reports: Sequence[Report],
        ruled: _Rulings,
        weights: Weights,
        kin: Callable[[str, str], str],
        compare: Compare,
    ) -> None:
        self._reports = reports
        self._kin = kin
        self._index = {report.key: i for i, report in enumerate(reports)}
        self._ruled = ruled
        self._weights = weights
        self._compare = compare
        self._seen: dict[tuple[int, int], tuple[float, Comparison]] = {}
        self._group = list(range(len(reports)))
        self._members = {i: [i] for i in range(len(reports))}
        self.decisions: list[Decision] = []

    def clusters(self) -> list[list[Report]]:
        """Return the groups, each in report order."""
        return [[self._reports[i] for i in sorted(members)] for members in self._members.values()]

    def run(self, neighbours: Collection[tuple[str, str]]) -> None:
        """Join what is one."""
        for pair, judgement in sorted(self._ruled.same.items(), key=lambda item: sorted(item[0])):
            if all(key in self._index for key in pair):
                i, j = sorted(self._index[key] for key in pair)
                self._decide(i, j, "same", 1.0, f"judged the same by {judgement.author}: {judgement.reason}")
                self._join(i, j)
        for score, i, j in self._candidates(neighbours):
            if self._group[i] == self._group[j]:
                continue
            refusal = self._refusal(self._group[i], self._group[j])
            if refusal:
                self._decide(i, j, "different", score, refusal)
            else:
                self._decide(i, j, "same", score, _reason(self._seen[i, j][1], self._weights))
                self._join(i, j)

    def _candidates(self, neighbours: Collection[tuple[str, str]]) -> list[tuple[float, int, int]]:
        found = []
        for pair in self._alike(neighbours):
            score, comparison = self._look(*pair)
            if not comparison.veto and score > self._weights["link"]:
                found.append((score, *pair))
        return sorted(found, key=lambda item: (-item[0], item[1], item[2]))

    def _alike(self, neighbours: Collection[tuple[str, str]]) -> Iterator[tuple[int, int]]:
        """Yield the pairs of reports of neighbouring articles whose types are kin."""
        of_article: dict[str, list[int]] = defaultdict(list)
        for i, report in enumerate(self._reports):
            of_article[report.article].append(i)
        for one, two in neighbours:
            for i in of_article.get(one, ()):
                for j in of_article.get(two, ()):
                    if one == two and i >= j:
                        continue
                    if self._kin(self._reports[i].event.type, self._reports[j].event.type):
                        yield (i, j) if i < j else (j, i)

    def _look(self, i: int, j: int) -> tuple[float, Comparison]:
        if (i, j) not in self._seen:
            comparison = self._compare(self._reports[i], self._reports[j])
            self._seen[i, j] = (0.0 if comparison.veto else comparison.score(self._weights), comparison)
        return self._seen[i, j]

    def _refusal(self, one: int, two: int) -> str:
        """Return why two groups may not become one, or ""."""
        scores = []
        for i in self._members[one]:
            for j in self._members[two]:
                judged = self._ruled.different.get(frozenset({self._reports[i].key, self._reports[j].key}))
                if judged is not None:
                    return f"judged different by {judged.author}: {judged.reason}"
        for i in _sample(self._members[one]):
            for j in _sample(self._members[two]):
                score, comparison = self._look(*((i, j) if i < j else (j, i)))
                if comparison.veto:
                    return f"{comparison.veto} ({self._reports[i].key} and {self._reports[j].key})"
                scores.append(score)
        return "" if sum(scores) / len(scores) >= self._weights["group"] else "too little in common"

    def _join(self, i: int, j: int) -> None:
        one, two = sorted((self._group[i], self._group[j]))
        if one == two:
            return
        moved = self._members.pop(two)
        self._members[one].extend(moved)
        for member in moved:
            self._group[member] = one

    def _decide(self, i: int, j: int, verdict: str, score: float, reason: str) -> None:
        a, b = self._reports[i].key, self._reports[j].key
        self.decisions.append(Decision(a=a, b=b, verdict=verdict, score=round(score, 4), reason=reason))


def _sample(members: Sequence[int]) -> Sequence[int]:
    if len(members) <= _SAMPLE:
        return members
    ordered = sorted(members)
    return [*ordered[: _SAMPLE // 2], *ordered[-_SAMPLE // 2 :]]


def _reason(comparison: Comparison, weights: Weights) -> str:
    """Return the signs of a pair in words, the weightiest first."""
    weighed = {sign: weights.get(sign, 0.0) * strength for sign, strength in comparison.signs.items()}
    telling = sorted((sign for sign in weighed if abs(weighed[sign]) >= 0.05), key=lambda s: (-abs(weighed[s]), s))
    return ", ".join(f"{_NAMES.get(sign, sign)} {weighed[sign]:+.1f}" for sign in telling) or "alike"


_NAMES = {"same": "same type", "kin": "kindred type", "words": "words in common", "sole": "only one of its kind told"}
