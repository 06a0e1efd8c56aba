from __future__ import annotations

import random
import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from itertools import groupby
from operator import attrgetter
from pathlib import Path
from typing import Any

import pyoxigraph
import pytest
import rdflib

from kg import ontology
from kg.errors import KnowledgeError
from kg.graph import rdf
from kg.graph.ask import ask, bind
from kg.graph.question import Question, load_question, question_names
from kg.graph.sparql import ask_index, with_values
from kg.graph.store import Store
from kg.model import Status
from tests.unit.graph.random_graph import FIRST_DAY, TYPES, RandomGraph

# Three times each: with no optional parameter, then with random ones.
ROUNDS = 3


def index_of(store: Store) -> pyoxigraph.Store:
    index = pyoxigraph.Store()
    index.bulk_load("\n".join(rdf.lines(store)).encode(), pyoxigraph.RdfFormat.N_QUADS)
    return index


def value(chance: random.Random, graph: RandomGraph, kind: str) -> object:
    """Return a random value of a parameter kind, likely to find something."""
    if kind == "agent":
        return chance.choice(graph.agents).id
    if kind == "event":
        return chance.choice(graph.events).id
    if kind == "type":
        return chance.choice([name for type_ in TYPES for name in ontology.lineage(type_)])
    if kind == "status":
        return chance.choice(list(Status)).value
    if kind == "day":
        return FIRST_DAY + timedelta(days=chance.randrange(15))
    return chance.choice(("person", "state", "organization", "place"))


def parameters(chance: random.Random, graph: RandomGraph, question: Question, number: int) -> dict[str, object]:
    return {
        parameter.name: value(chance, graph, parameter.kind)
        for parameter in question.parameters
        if parameter.required or (number and chance.random() < 0.5)
    }


@pytest.mark.parametrize("seed", range(30))
def test_every_question_has_the_same_rows_in_sql_and_in_sparql(seed: int, tmp_path: Path) -> None:
    graph, chance = RandomGraph(seed), random.Random(seed)
    with graph.write(tmp_path / "graph.kg") as store:
        index = index_of(store)
        for name in question_names():
            for number in range(ROUNDS):
                given = parameters(chance, graph, load_question(name), number)
                assert list(ask_index(store, index, name, **given)) == list(ask(store, name, **given)), (name, given)


@pytest.mark.parametrize(
    ("name", "early", "late", "given"),
    [
        ("cancelled", "postponed", "cancelled", {}),
        ("sanctions_in_force", "imposed", "eased", {"day": FIRST_DAY + timedelta(days=99)}),
    ],
)
def test_steps_that_one_claim_tells_for_one_day_come_in_their_order(
    name: str, early: str, late: str, given: dict[str, object], tmp_path: Path
) -> None:
    asked = 0
    for seed in range(6):
        with RandomGraph(seed).write(tmp_path / f"{seed}.kg") as store:
            with closing(sqlite3.connect(store.path)) as connection, connection:
                # The second step of each event has the smaller id.
                connection.execute(
                    "UPDATE statuses SET valid_from = ?, valid_to = NULL, rank = 'normal', status = ?, step = 2",
                    (FIRST_DAY.isoformat(), late),
                )
                connection.execute(
                    "UPDATE statuses SET status = ?, step = 1 "
                    "WHERE id = (SELECT max(id) FROM statuses s WHERE s.event = statuses.event)",
                    (early,),
                )
                connection.execute(
                    "INSERT OR IGNORE INTO supports SELECT s.id, c.id, 'supports' "
                    "FROM statuses s JOIN claims c ON c.event = s.event"
                )
            answer: list[Any] = list(ask(store, name, **given))
            assert list(ask_index(store, index_of(store), name, **given)) == answer
        for event in {row.event for row in answer}:
            told = [row for row in answer if row.event == event]
            same = "claimant quote article reported" if name == "cancelled" else "imposer target"
            for _, ties in groupby(told, key=attrgetter(*same.split())):
                steps = [row.status for row in ties]
                assert steps == sorted(steps, key=[early, late].index)
                asked += len(set(steps)) > 1
    assert asked


def test_the_random_stores_put_every_question_to_the_test(tmp_path: Path) -> None:
    answered: set[str] = set()
    for seed in range(12):
        graph, chance = RandomGraph(seed), random.Random(seed)
        with graph.write(tmp_path / f"{seed}.kg") as store:
            for name in question_names():
                if len(ask(store, name, **parameters(chance, graph, load_question(name), 0))):
                    answered.add(name)
    assert answered == set(question_names())


@pytest.mark.parametrize("name", question_names())
def test_both_files_of_a_question_have_the_same_header(name: str) -> None:
    assert replace(load_question(name, "rq"), text="") == replace(load_question(name), text="")


@pytest.mark.parametrize("name", question_names())
def test_a_question_runs_as_it_stands_with_its_parameters_left_out(name: str) -> None:
    pyoxigraph.Store().query(load_question(name, "rq").text, use_default_graph_as_union=True)


def test_a_value_cannot_break_out_of_its_place() -> None:
    question = load_question("agents", "rq")
    evil = '") } } #'
    index = pyoxigraph.Store()
    solutions: Any = index.query(with_values(question, {"kind": evil}))
    assert list(solutions) == []
    assert '"\\") } } #"' in with_values(question, {"kind": evil})


def test_a_query_that_does_not_name_its_parameters_is_refused() -> None:
    question = replace(load_question("agents", "rq"), text="SELECT * { ?s ?p ?o }")
    with pytest.raises(KnowledgeError, match=r"write one VALUES \(\?given_kind\)"):
        with_values(question, {"kind": None})


def test_rdflib_finds_as_many_rows_as_the_triple_store(tmp_path: Path) -> None:
    graph, chance = RandomGraph(2), random.Random(2)
    with graph.write(tmp_path / "graph.kg") as store:
        data = "".join(f"{triple} .\n" for _, triples in rdf.graph_lines(store) for triple in triples)
        union = rdflib.Graph().parse(data=data, format="nt")
        for name in question_names():
            given = parameters(chance, graph, load_question(name), 1)
            question = load_question(name, "rq")
            query = with_values(question, bind(store, question, given))
            assert len(list(union.query(query))) == len(ask(store, name, **given)), (name, given)
