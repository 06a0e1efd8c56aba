from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from kg.model import DATA, Attribution, Extraction, Kind, Mention, Span, Status
from kg.resolve.clusters import resolve_clusters
from kg.resolve.fuse import fuse
from kg.resolve.fused import Fused
from tests.unit.resolve.telling import Told, article

SUMMIT = {"participant": ["Ines Albar", "Otto Brandt"]}


def summit(status: Status, **more: object) -> Told:
    return Told(type="Summit", text="the summit on fishing rights", roles=SUMMIT, status=status, place="Porto", **more)  # type: ignore[arg-type]


def story() -> list[Extraction]:
    calling_off = Told(
        type="CancellationAct", text="Brandt called the summit off", roles={"speaker": "Otto Brandt"}, about=[1]
    )
    return [
        article("a", date(2031, 4, 1), summit(Status.SCHEDULED, day=date(2031, 5, 2), by="Ines Albar", via="Lusa")),
        article("b", date(2031, 4, 8), summit(Status.CANCELLED), calling_off, publisher="Hill Courier"),
    ]


def the_summit(fused: Fused) -> str:
    (event,) = [row for row in fused.events if row.type == "Summit"]
    return event.id


def test_the_same_articles_give_the_same_rows_in_any_order() -> None:
    assert fuse(story(), []).tables() == fuse(story()[::-1], []).tables()


def test_every_table_is_sorted_and_without_repeats() -> None:
    for name, rows in fuse(story(), []).tables().items():
        assert len({repr(row) for row in rows}) == len(rows), name


def test_an_event_tells_its_history_with_days_and_acts() -> None:
    fused = fuse(story(), [])
    steps = sorted((row.step, row) for row in fused.statuses if row.event == the_summit(fused))
    assert [(row.status, row.valid_from, row.valid_to, row.rank) for _, row in steps] == [
        ("scheduled", "2031-04-01", "2031-04-08", "normal"),
        ("cancelled", "2031-04-08", None, "preferred"),
    ]
    (act,) = [row for row in fused.events if row.type == "CancellationAct"]
    assert steps[1][1].brought_about_by == act.id
    assert ("broughtAbout", the_summit(fused)) in [(r.kind, r.target) for r in fused.relations if r.event == act.id]


def test_an_event_is_known_from_its_first_report_and_ended_by_its_cancellation() -> None:
    (event,) = [row for row in fuse(story(), []).events if row.type == "Summit"]
    assert (event.known_from, event.superseded_on, event.status) == ("2031-04-01", "2031-04-08", "cancelled")


def test_a_claim_keeps_its_originator_and_the_relay_behind_it() -> None:
    fused = fuse(story(), [])
    labels = {row.id: row.label for row in fused.agents}
    (claim,) = [row for row in fused.claims if row.article == "a"]
    steps = [(row.step, labels[row.source]) for row in fused.attributions if row.claim == claim.id]
    assert (claim.voice, labels[claim.claimant]) == ("attributed", "Ines Albar")
    assert steps == [(1, "Ines Albar"), (2, "Lusa")]


def test_the_voice_of_an_article_is_its_publishers() -> None:
    fused = fuse(story(), [])
    labels = {row.id: row.label for row in fused.agents}
    assert {labels[row.claimant] for row in fused.claims if row.voice == "author"} == {"Hill Courier"}


def test_evidence_is_addressed_by_its_offsets() -> None:
    for row in fuse(story(), []).evidence:
        assert row.id == f"{DATA}doc/{row.article}#char={row.start},{row.end}"


def test_two_originators_of_one_mention_are_two_claims() -> None:
    told = article("a", date(2031, 4, 1), summit(Status.SCHEDULED, by="Ines Albar"))
    other = article("b", date(2031, 4, 2), summit(Status.SCHEDULED, by="Otto Brandt"))
    fused = fuse([told, other], [])
    assert [row.originators for row in fused.events] == [2]
    assert {row.claim_status for row in fused.claims} == {"asserted", "corroborated"}


def test_a_denial_by_a_party_marks_the_claim_denied() -> None:
    told = article(
        "a",
        date(2031, 4, 1),
        summit(Status.OCCURRED, by="Lusa"),
        summit(Status.DID_NOT_OCCUR, negative=True, by="Otto Brandt"),
    )
    fused = fuse([told], [])
    assert [row.kind for row in fused.responses] == ["denies"]
    assert sorted(row.claim_status for row in fused.claims) == ["asserted", "denied"]


def test_a_later_figure_of_the_same_source_corrects_the_earlier_one() -> None:
    def strike(dead: int) -> Told:
        return Told(
            type="Attack",
            text="shells fell on the port",
            day=date(2031, 4, 1),
            place="Porto",
            figures={"killed": dead},
            roles={"target": "Porto"},
            by="Ines Albar",
        )

    fused = fuse([article("a", date(2031, 4, 1), strike(2)), article("b", date(2031, 4, 2), strike(3))], [])
    assert [row.kind for row in fused.responses] == ["corrects"]
    assert {row.value: row.rank for row in fused.quantities} == {2.0: "normal", 3.0: "preferred"}


def test_unnamed_groups_of_two_articles_are_two_agents() -> None:
    told = Told(type="Protest", text="officials marched", roles={"actor": "officials"})
    fused = fuse([article("a", date(2031, 4, 1), told), article("b", date(2031, 4, 2), told)], [])
    assert len([row for row in fused.agents if row.label == "officials"]) == 2


def test_types_come_with_every_class_above_them() -> None:
    above = {row.ancestor for row in fuse(story(), []).types if row.type == "Summit"}
    assert {"Summit", "Meeting", "Interaction", "Event"} <= above


def test_nothing_gives_empty_tables() -> None:
    assert not any(fuse([], []).tables().values())


def test_clusters_name_members_by_their_triggers_and_tell_the_path() -> None:
    clusters = list(resolve_clusters(story()))
    (summits,) = [cluster for cluster in clusters if len(cluster["members"]) == 2]
    assert [member["article"] for member in summits["members"]] == ["a", "b"]
    assert summits["status_path"] == [
        {"status": "scheduled", "date": "2031-04-01", "article": "a"},
        {"status": "cancelled", "date": "2031-04-08", "article": "b"},
    ]


@pytest.mark.parametrize(("group", "parties"), [("Ines Albar and Otto Brandt", 2), ("Ines Albar and Petra Vogel", 3)])
def test_a_group_takes_no_part_beside_its_members(group: str, parties: int) -> None:
    told = Told(type="Summit", text="the two leaders", roles={"participant": ["Ines Albar", "Otto Brandt", group]})
    assert len(fuse([article("a", date(2031, 4, 1), told)], []).participations) == parties


def test_a_label_tells_that_it_leaves_somebody_out() -> None:
    leaders = ["Ines Albar", "Otto Brandt", "Petra Vogel", "Nils Roe"]
    told = Told(type="Summit", text="the summit", roles={"participant": leaders})
    (event,) = fuse([article("a", date(2031, 4, 1), told)], []).events
    assert event.label == "Summit: Ines Albar, Otto Brandt, Petra Vogel and others"


@pytest.mark.parametrize("pronoun", ["They", "their", "which", "It"])
def test_a_pronoun_that_stands_for_nobody_known_takes_no_part(pronoun: str) -> None:
    told = Told(type="Accusation", text="They accused", roles={"speaker": pronoun, "recipient": "Austria"})
    assert len(fuse([article("a", date(2031, 4, 1), told)], []).participations) == 1


def test_a_label_names_nobody_by_a_pronoun() -> None:
    told = Told(type="Accusation", text="He accused Austria", roles={"speaker": "He", "recipient": "Austria"})
    (event,) = fuse([article("a", date(2031, 4, 1), told)], []).events
    assert event.label == "Accusation: Austria"


def test_who_only_says_or_wants_something_beside_the_events_is_no_agent_of_the_graph() -> None:
    told = article("a", date(2031, 4, 1), summit(Status.SCHEDULED, by="Ines Albar", via="Lusa"))
    spoken = Span(start=0, end=4, text=told.article.text[:4])
    onlooker = Mention(id="m99", start=0, end=4, text=spoken.text, kind=Kind.PERSON, name="Rosa Vidal")
    stance = Attribution(id="s1", source=spoken, mention="m99", cue=spoken, content=None)
    beside = replace(told, mentions=(*told.mentions, onlooker), attributions=(*told.attributions, stance))
    labels = {row.label for row in fuse([beside], []).agents}
    assert "Rosa Vidal" not in labels
    assert {"Ines Albar", "Lusa"} <= labels
