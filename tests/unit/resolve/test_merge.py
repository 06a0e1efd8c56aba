from __future__ import annotations

from datetime import date

from kg import ontology
from kg.model import DATA, Extraction, Judgement, Status, Verdict
from kg.resolve.agents import Agents
from kg.resolve.merge import Merged, event_iri, merge
from kg.resolve.reports import make_reports
from tests.unit.resolve.telling import Told, article

PAIR = {"participant": ["Ines Albar", "Otto Brandt"]}


def merged(*extractions: Extraction, judgements: tuple[Judgement, ...] = ()) -> Merged:
    return merge(make_reports(extractions, Agents()), judgements, ontology.lineage)


def keys(result: Merged) -> set[frozenset[str]]:
    return {frozenset(report.key for report in cluster) for cluster in result.clusters}


def summit(day: date, *, status: Status = Status.OCCURRED, place: str = "Porto") -> Told:
    return Told(
        type="Summit",
        text="Albar and Brandt hold a summit on fishing rights",
        roles=PAIR,
        day=day,
        place=place,
        status=status,
    )


def strike(day: date, place: str) -> Told:
    return Told(
        type="DroneAttack", text="A drone struck the harbour depot", roles={"target": place}, day=day, place=place,
        figures={"wounded": 4},
    )  # fmt: skip


def test_two_articles_on_one_summit_give_one_event() -> None:
    one = article("a", date(2031, 5, 2), summit(date(2031, 5, 2)))
    two = article("b", date(2031, 5, 3), summit(date(2031, 5, 2)), publisher="Hill Courier")
    assert keys(merged(one, two)) == {frozenset({"a#e1", "b#e1"})}


def test_a_merge_says_why() -> None:
    one = article("a", date(2031, 5, 2), summit(date(2031, 5, 2)))
    two = article("b", date(2031, 5, 3), summit(date(2031, 5, 2)))
    (decision,) = merged(one, two).decisions
    assert (decision.a, decision.b, decision.verdict) == ("a#e1", "b#e1", "same")
    assert decision.score > 0
    assert "same day" in decision.reason


def test_a_moved_summit_stays_one_event() -> None:
    planned = article("a", date(2031, 4, 20), summit(date(2031, 5, 2), status=Status.SCHEDULED))
    moved = article("b", date(2031, 4, 28), summit(date(2031, 5, 9), status=Status.RESCHEDULED))
    held = article("c", date(2031, 5, 9), summit(date(2031, 5, 9)))
    assert keys(merged(planned, moved, held)) == {frozenset({"a#e1", "b#e1", "c#e1"})}


def test_two_attacks_on_different_days_stay_two() -> None:
    one = article("a", date(2031, 5, 2), strike(date(2031, 5, 2), "Porto"))
    two = article("b", date(2031, 5, 6), strike(date(2031, 5, 6), "Porto"))
    assert len(merged(one, two).clusters) == 2


def test_two_attacks_in_different_places_stay_two() -> None:
    one = article("a", date(2031, 5, 2), strike(date(2031, 5, 2), "Porto"))
    two = article("b", date(2031, 5, 2), strike(date(2031, 5, 2), "Graz"))
    assert len(merged(one, two).clusters) == 2


def test_meetings_with_different_partners_stay_two() -> None:
    one = article("a", date(2031, 5, 2), summit(date(2031, 5, 2)))
    other = {"participant": ["Ines Albar", "Petra Vogel"]}
    two = article(
        "b", date(2031, 5, 2), Told(type="Summit", text="A summit on fishing rights", roles=other, day=date(2031, 5, 2))
    )
    assert len(merged(one, two).clusters) == 2


def test_rounds_of_talks_stay_apart() -> None:
    third = Told(type="Negotiation", text="the third round of talks on the fishing treaty", roles=PAIR)
    fourth = Told(type="Negotiation", text="the fourth round of talks on the fishing treaty", roles=PAIR)
    assert len(merged(article("a", date(2031, 5, 2), third), article("b", date(2031, 5, 4), fourth)).clusters) == 2


def test_what_one_article_tells_apart_stays_apart() -> None:
    morning = Told(type="Meeting", text="Albar met Brandt alone over breakfast", roles=PAIR, day=date(2031, 5, 2))
    evening = Told(type="Meeting", text="Albar met Brandt again with their ministers", roles=PAIR, day=date(2031, 5, 2))
    assert len(merged(article("a", date(2031, 5, 2), morning, evening)).clusters) == 2


def test_a_speech_act_is_told_from_one_about_another_event() -> None:
    def threat(about: int) -> Told:
        return Told(type="Threat", text="Brandt threatened to act", roles={"speaker": "Otto Brandt"}, about=[about])

    def told(key: str, day: int, event: Told) -> Extraction:
        return article(key, date(2031, 5, day), event, threat(1))

    border = Told(type="Measure", text="close the border to lorries", roles={"actor": "Austria"}, status=Status.MOOTED)
    levy = Told(type="Sanction", text="a levy on fish", roles={"imposer": "Austria"}, status=Status.MOOTED)
    assert len(merged(told("a", 2, border), told("b", 3, levy)).clusters) == 4


def test_a_judgement_keeps_apart_what_would_be_merged() -> None:
    one = article("a", date(2031, 5, 2), summit(date(2031, 5, 2)))
    two = article("b", date(2031, 5, 3), summit(date(2031, 5, 2)))
    ruling = Judgement(
        a="a#e1", b="b#e1", verdict=Verdict.DIFFERENT, reason="two halls", author="ed", date=date(2031, 6, 1)
    )
    result = merged(one, two, judgements=(ruling,))
    assert len(result.clusters) == 2
    assert "two halls" in result.decisions[0].reason


def test_a_judgement_merges_what_would_be_kept_apart() -> None:
    one = article("a", date(2031, 5, 2), strike(date(2031, 5, 2), "Porto"))
    two = article("b", date(2031, 5, 6), strike(date(2031, 5, 6), "Graz"))
    first, second = (event_iri(cluster) for cluster in merged(one, two).clusters)
    ruling = Judgement(a=first, b=second, verdict=Verdict.SAME, reason="one night", author="ed", date=date(2031, 6, 1))
    assert len(merged(one, two, judgements=(ruling,)).clusters) == 1


def test_a_retracted_judgement_has_no_force() -> None:
    one = article("a", date(2031, 5, 2), summit(date(2031, 5, 2)))
    two = article("b", date(2031, 5, 3), summit(date(2031, 5, 2)))
    ruling = Judgement(
        a="a#e1", b="b#e1", verdict=Verdict.DIFFERENT, reason="two halls", author="ed", date=date(2031, 6, 1),
        retracted=date(2031, 6, 2),
    )  # fmt: skip
    assert len(merged(one, two, judgements=(ruling,)).clusters) == 1


def test_the_order_of_articles_does_not_matter() -> None:
    told = [article(key, date(2031, 5, day), summit(date(2031, 5, 2))) for key, day in (("a", 2), ("b", 3), ("c", 4))]
    assert keys(merged(*told)) == keys(merged(*reversed(told)))


def test_an_event_keeps_the_id_of_its_first_report() -> None:
    one = article("a", date(2031, 5, 2), summit(date(2031, 5, 2)))
    two = article("b", date(2031, 5, 3), summit(date(2031, 5, 2)))
    assert event_iri(merged(one).clusters[0]) == event_iri(merged(one, two).clusters[0])
    assert event_iri(merged(one).clusters[0]).startswith(f"{DATA}event/")
