from __future__ import annotations

import dataclasses
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import networkx
import pytest
import rdflib

from kg.errors import KnowledgeError, UsageError
from kg.graph.answers import ANSWERS
from kg.graph.ask import ask
from kg.graph.question import load_question, parse_question, question_names
from kg.graph.store import Store
from kg.model import DATA, Status
from kg.resolve.fuse import fuse, rules_name
from tests.unit.resolve.telling import Told, article

ALBAR, BRANDT = f"{DATA}agent/Q9000001", f"{DATA}agent/Q9000002"
PAIR = {"participant": ["Ines Albar", "Otto Brandt"]}


def secret(text: str, by: str, **more: object) -> Told:
    two = {"participant": ["Petra Vogel", "Ines Albar"]}
    return Told(type="Meeting", text=text, roles=two, by=by, **more)  # type: ignore[arg-type]


def summit(status: Status, **more: object) -> Told:
    return Told(type="Summit", text="the summit on fishing rights", roles=PAIR, status=status, **more)  # type: ignore[arg-type]


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    calling_off = Told(
        type="CancellationAct", text="Brandt called it off over quotas", roles={"speaker": "Otto Brandt"}, about=[1]
    )
    levy = Told(
        type="Sanction",
        text="a levy on Norwegian cod",
        roles={"imposer": "European Union", "target": "Norway"},
        status=Status.IMPOSED,
        day=date(2031, 4, 3),
    )
    lifted = dataclasses.replace(
        levy, status=Status.LIFTED, day=date(2031, 6, 1), text="the levy on Norwegian cod is gone"
    )
    told = [
        article("a", date(2031, 4, 1), summit(Status.SCHEDULED, day=date(2031, 5, 2), by="Ines Albar")),
        article("b", date(2031, 4, 8), summit(Status.CANCELLED), calling_off, publisher="Hill Courier"),
        article("c", date(2031, 4, 3), levy),
        article("d", date(2031, 6, 1), lifted),
        article(
            "e",
            date(2031, 4, 9),
            secret("Vogel met Albar in secret", "Lusa"),
            secret("Vogel said there was no such meeting", "Petra Vogel", status=Status.DID_NOT_OCCUR, negative=True),
        ),
    ]
    with Store.open(tmp_path / "graph.kg", write=True) as opened:
        for extraction in told:
            opened.add(extraction.article, extraction, "run-1")
        opened.ensure_fused(fuse, rules=rules_name())
        yield opened


def the_summit(store: Store) -> str:
    (row,) = ask(store, "events", type="Summit")
    return str(row.event)


@pytest.mark.parametrize("name", question_names())
def test_a_question_has_a_header_that_fits_its_rows(name: str) -> None:
    question = load_question(name)
    assert list(question.columns) == [field.name for field in dataclasses.fields(ANSWERS[name])]
    for parameter in question.parameters:
        assert f":{parameter.name}" in question.text


def test_events_are_found_by_a_class_above_theirs(store: Store) -> None:
    assert {row.type for row in ask(store, "events", type="interaction")} == {"Summit", "Meeting"}


def test_events_are_found_by_agent_status_and_period(store: Store) -> None:
    assert len(ask(store, "events", agent=BRANDT, status="cancelled", since="2031-05-01", until=date(2031, 5, 31))) == 1
    assert len(ask(store, "events", status="cancelled", until="2031-03-31")) == 0


def test_a_state_stands_for_whoever_acts_for_it(store: Store) -> None:
    assert [row.type for row in ask(store, "between", a="European Union", b="Norway")] == ["Sanction"]
    assert {row.event for row in ask(store, "events", agent="Ines Albar")} >= {the_summit(store)}


def test_between_wants_both(store: Store) -> None:
    assert [row.type for row in ask(store, "between", a="Brandt", b="Albar")] == ["Summit"]
    assert len(ask(store, "between", a="Brandt", b="Vogel")) == 0


def test_meetings_come_with_a_row_a_step(store: Store) -> None:
    steps = [(row.step, row.status, row.valid_from) for row in ask(store, "meetings", agent="Brandt")]
    assert steps == [(1, "scheduled", date(2031, 4, 1)), (2, "cancelled", date(2031, 4, 8))]


def test_what_was_called_off_comes_with_its_voice_its_words_and_its_reason(store: Store) -> None:
    (row,) = ask(store, "cancelled")
    assert (row.claimant_label, row.quote) == ("Hill Courier", "the summit on fishing rights")
    assert row.reason == "Brandt called it off over quotas"


@pytest.mark.parametrize(("day", "count"), [("2031-04-02", 0), ("2031-04-03", 1), ("2031-05-31", 1), ("2031-06-01", 0)])
def test_sanctions_are_in_force_from_their_day_until_they_are_lifted(store: Store, day: str, count: int) -> None:
    assert len(ask(store, "sanctions_in_force", day=day)) == count


def test_a_sanction_in_force_names_both_sides(store: Store) -> None:
    (row,) = ask(store, "sanctions_in_force", day=date(2031, 5, 1))
    assert (row.imposer_label, row.target_label) == ("European Union", "Norway")


def test_denied_claims_name_both_voices(store: Store) -> None:
    (row,) = ask(store, "denied_claims", b="Vogel")
    assert (row.claimant_label, row.denier_label) == ("Lusa", "Petra Vogel")
    assert len(ask(store, "denied_claims", a="Vogel")) == 0


def test_what_two_voices_tell_is_not_single_source(store: Store) -> None:
    summit_facts = [row.kind for row in ask(store, "single_source", type="Summit")]
    assert "status" in summit_facts
    assert "participation" not in summit_facts


def test_evidence_points_to_the_words_in_the_article(store: Store) -> None:
    for row in ask(store, "evidence", event=the_summit(store)):
        assert store.article(row.article).text[row.start : row.end] == row.quote


def test_a_life_cycle_tells_who_said_each_step(store: Store) -> None:
    rows = ask(store, "life_cycle", event=the_summit(store))
    assert [(row.status, row.claimant_label, row.act_label) for row in rows] == [
        ("scheduled", "Ines Albar", None),
        ("cancelled", "Hill Courier", "Cancellation act: Otto Brandt"),
    ]


def test_a_timeline_runs_from_old_to_new(store: Store) -> None:
    days = [row.earliest or row.known_from for row in ask(store, "timeline", agent="Ines Albar")]
    assert days == sorted(days)


@pytest.mark.parametrize(("day", "status"), [("2031-04-07", "scheduled"), ("2031-04-08", "cancelled")])
def test_as_of_a_day_holds_what_had_been_reported(store: Store, day: str, status: str) -> None:
    assert [row.status for row in ask(store, "as_of", day=day, type="Summit")] == [status]


def test_as_of_a_day_before_the_first_report_holds_nothing(store: Store) -> None:
    assert len(ask(store, "as_of", day="2031-03-31")) == 0


def test_merges_say_why(store: Store) -> None:
    (row,) = ask(store, "merges", event=the_summit(store))
    assert (row.verdict, row.a, row.b) == ("same", "a#e1", "b#e1")


@pytest.mark.parametrize("name", ["Ines Albar", "ines albar", "Albar", "Q9000001", ALBAR])
def test_an_agent_goes_by_name_part_of_name_key_or_iri(store: Store, name: str) -> None:
    assert len(ask(store, "timeline", agent=name)) > 0


def test_an_alias_from_the_facts_is_understood(store: Store) -> None:
    assert ask(store, "timeline", agent="EU") == ask(store, "timeline", agent="European Union")


def test_an_ambiguous_event_lists_the_candidates(store: Store) -> None:
    with pytest.raises(UsageError, match="several events go by 'Ines Albar'") as error:
        ask(store, "evidence", event="Ines Albar")
    assert the_summit(store) in error.value.fix


def test_unknown_names_are_refused(store: Store) -> None:
    for name, parameters in (
        ("timeline", {"agent": "Nobody At All"}),
        ("evidence", {"event": "no such thing"}),
        ("events", {"type": "Picnic"}),
        ("events", {"status": "brewing"}),
        ("events", {"since": "yesterday"}),
        ("events", {"colour": "red"}),
        ("evidence", {}),
        ("no_such_question", {}),
    ):
        with pytest.raises(UsageError):
            ask(store, name, **parameters)


@pytest.mark.parametrize("value", ["' OR 1=1 --", "x'; DROP TABLE events; --", "%", "_", "\x00", ""])
def test_values_are_never_read_as_sql(store: Store, value: str) -> None:
    with pytest.raises(UsageError):
        ask(store, "timeline", agent=value)
    assert store.counts()["events"] > 0


@pytest.mark.parametrize("name", question_names())
def test_every_answer_becomes_a_graph_and_triples(store: Store, name: str) -> None:
    given = {
        "agent": "Ines Albar",
        "a": "Ines Albar",
        "b": "Otto Brandt",
        "day": "2031-05-01",
        "event": the_summit(store),
    }
    needed = {
        parameter.name: given[parameter.name] for parameter in load_question(name).parameters if parameter.required
    }
    rows = ask(store, name, **needed)
    assert len(rows) > 0
    assert isinstance(rows.to_networkx(), networkx.MultiDiGraph)
    solution = rdflib.URIRef("http://www.w3.org/2001/sw/DataAccess/tests/result-set#solution")
    assert len(list(rows.to_rdflib().objects(None, solution))) == len(rows)


def test_rows_become_a_frame_with_days(store: Store) -> None:
    pandas = pytest.importorskip("pandas")
    frame = ask(store, "events").to_pandas()
    assert pandas.api.types.is_datetime64_any_dtype(frame["earliest"])
    assert list(frame.columns) == list(load_question("events").columns)


def test_without_pandas_the_message_says_what_to_install(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pandas", None)
    with pytest.raises(UsageError, match="pip install pandas"):
        ask(store, "events").to_pandas()


def test_rows_are_a_sequence(store: Store) -> None:
    rows = ask(store, "events")
    assert rows[:2][0] == rows[0]
    assert list(rows) == [rows[i] for i in range(len(rows))]
    assert rows == ask(store, "events")


@pytest.mark.parametrize(
    ("header", "message"),
    [
        ("-- column: a | iri", "one title"),
        ("-- title: A\n-- title: B\n-- column: a | iri", "one title"),
        ("-- title: A", "one column"),
        ("-- title: A\n-- column: a | colour", "line 2: malformed column"),
        ("-- title: A\n-- column: a | iri\n-- column: a | iri", "line 3: malformed column"),
        ("-- title: A\n-- param: b | agent\n-- column: a | iri", "line 2: malformed parameter"),
    ],
)
def test_a_malformed_header_is_refused_by_its_line(header: str, message: str) -> None:
    with pytest.raises(KnowledgeError, match=message):
        parse_question("a", header, where="questions/a.sql")


def test_sparql_headers_read_like_those_of_sql() -> None:
    header = "title: T\n{0} param: a | agent | optional | who\n{0} column: b | iri\n"
    sql, sparql = (parse_question("q", f"{mark} " + header.format(mark), where="q") for mark in ("--", "#"))
    assert (sql.parameters, sql.columns) == (sparql.parameters, sparql.columns)
