from __future__ import annotations

from datetime import date

from kg.model import Certainty, Extraction, Status
from kg.resolve.agents import Agents
from kg.resolve.lifecycle import History, history
from kg.resolve.reports import make_reports
from tests.unit.resolve.telling import Told, article


def told(status: Status, **more: object) -> Told:
    return Told(type="Summit", text="the summit", status=status, **more)  # type: ignore[arg-type]


def of(*extractions: Extraction) -> History:
    reports = make_reports(extractions, Agents())
    return history([r for r in reports if r.event.type == "Summit"], [r for r in reports if r.about])


def path(found: History) -> list[tuple[str, date | None]]:
    return [(step.status.value, step.day) for step in found.steps]


def test_steps_stand_in_the_order_in_which_they_came_true() -> None:
    found = of(
        article("a", date(2031, 4, 1), told(Status.SCHEDULED, day=date(2031, 5, 2))),
        article("b", date(2031, 4, 8), told(Status.POSTPONED)),
        article("c", date(2031, 5, 9), told(Status.OCCURRED, day=date(2031, 5, 8))),
    )
    assert path(found) == [
        ("scheduled", date(2031, 4, 1)),
        ("postponed", date(2031, 4, 8)),
        ("occurred", date(2031, 5, 8)),
    ]


def test_a_step_told_twice_is_one_step_with_two_reports() -> None:
    found = of(
        article("a", date(2031, 4, 1), told(Status.SCHEDULED)), article("b", date(2031, 4, 2), told(Status.SCHEDULED))
    )
    assert path(found) == [("scheduled", date(2031, 4, 1))]
    assert [report.key for report in found.steps[0].reports] == ["a#e1", "b#e1"]


def test_a_plan_that_an_article_looks_back_on_is_no_new_step() -> None:
    found = of(
        article("a", date(2031, 4, 1), told(Status.SCHEDULED)),
        article("b", date(2031, 4, 8), told(Status.CANCELLED), told(Status.SCHEDULED)),
    )
    assert [status for status, _ in path(found)] == ["scheduled", "cancelled"]


def test_a_cancelled_summit_can_be_set_anew() -> None:
    found = of(
        article("a", date(2031, 4, 1), told(Status.SCHEDULED)),
        article("b", date(2031, 4, 8), told(Status.CANCELLED)),
        article("c", date(2031, 4, 20), told(Status.CANCELLED), told(Status.SCHEDULED)),
    )
    assert [status for status, _ in path(found)] == ["scheduled", "cancelled", "scheduled"]


def test_a_hedged_cancellation_is_a_claim_and_no_step() -> None:
    found = of(
        article("a", date(2031, 4, 1), told(Status.SCHEDULED)),
        article("b", date(2031, 4, 2), told(Status.CANCELLED, certainty=Certainty.POSSIBLE)),
    )
    assert [status for status, _ in path(found)] == ["scheduled"]
    assert list(found.claims) == [Status.CANCELLED]


def test_a_denied_report_makes_no_step() -> None:
    found = of(
        article(
            "a",
            date(2031, 4, 1),
            told(Status.OCCURRED, by="Lusa"),
            told(Status.DID_NOT_OCCUR, negative=True, by="Otto Brandt"),
        )
    )
    assert path(found) == []
    assert found.status is Status.UNKNOWN


def test_what_an_outlet_vouches_for_stands_against_a_denial() -> None:
    found = of(
        article("a", date(2031, 4, 1), told(Status.OCCURRED)),
        article("b", date(2031, 4, 2), told(Status.DID_NOT_OCCUR, negative=True, by="Otto Brandt")),
    )
    assert [status for status, _ in path(found)] == ["occurred"]


def test_a_step_names_the_act_that_brought_it_about_and_its_day() -> None:
    act = Told(
        type="CancellationAct",
        text="Brandt called it off",
        roles={"speaker": "Otto Brandt"},
        day=date(2031, 4, 7),
        about=[1],
    )
    found = of(article("a", date(2031, 4, 8), told(Status.CANCELLED), act))
    (step,) = found.steps
    assert step.act is not None
    assert (step.act.event.type, step.day, step.reported) == ("CancellationAct", date(2031, 4, 7), date(2031, 4, 8))


def test_the_reason_is_the_clause_that_gives_one() -> None:
    act = Told(
        type="CancellationAct",
        text="Brandt called it off because of the strike",
        roles={"speaker": "Otto Brandt"},
        about=[1],
    )
    (step,) = of(article("a", date(2031, 4, 8), told(Status.CANCELLED), act)).steps
    assert step.reason is not None
    assert "strike" in step.reason.event.evidence.text


def test_the_same_speakers_words_beside_the_act_give_the_reason() -> None:
    by = {"speaker": "Otto Brandt"}
    act = Told(type="CancellationAct", text="Brandt called it off", roles=by, about=[1])
    remark = Told(type="Statement", text="Brandt said it had not felt right", roles=by, about=[1])
    (step,) = of(article("a", date(2031, 4, 8), told(Status.CANCELLED), act, remark)).steps
    assert step.reason is not None
    assert step.reason.event.type == "Statement"


def test_a_plan_given_up_later_was_a_plan_all_the_same() -> None:
    found = of(
        article("a", date(2031, 4, 1), told(Status.ANNOUNCED, by="Ines Albar")),
        article("b", date(2031, 4, 20), told(Status.PLANNED, negative=True, by="Otto Brandt")),
    )
    assert path(found) == [("announced", date(2031, 4, 1))]


def test_denying_a_plan_is_no_denial_of_its_cancellation() -> None:
    found = of(
        article("a", date(2031, 4, 1), told(Status.CANCELLED, by="Lusa")),
        article("b", date(2031, 4, 2), told(Status.PLANNED, negative=True, by="Otto Brandt")),
    )
    assert [status for status, _ in path(found)] == ["cancelled"]
