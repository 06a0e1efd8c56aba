from __future__ import annotations

import random
import sqlite3
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

import pytest

from kg.errors import StoreError
from kg.graph.copies import fingerprint, resemblance
from kg.graph.store import Store
from kg.model import Article, Extraction, Judgement, Verdict
from kg.resolve.fuse import fuse, rules_name
from tests.unit.resolve.telling import Told, article

SENTENCES = (
    "The two governments signed a treaty on fishing grounds off the northern coast on Friday.",
    "Four trawlers had been held in port since the dispute began in the spring.",
    "A spokesman for the fleet owners welcomed the accord and said boats would sail at once.",
    "The treaty sets quotas for cod and herring and opens a joint office for inspectors.",
)
TEXT = " ".join(SENTENCES)


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[Store]:
    with Store.open(tmp_path / "graph.kg", write=True) as store:
        yield store


def plain(key: str, text: str = TEXT, *, day: date | None = date(2031, 5, 2), publisher: str = "Coast Post") -> Article:
    return Article(id=key, text=text, published=day, publisher=publisher)


def add(store: Store, one: Article) -> str:
    return store.add(one, Extraction(article=one), "run-1")


def test_a_new_article_is_new_and_then_unchanged(empty: Store) -> None:
    assert [add(empty, plain("a")), add(empty, plain("a"))] == ["new", "unchanged"]
    assert empty.known(plain("a"))


def test_an_extraction_comes_back_as_it_went_in(empty: Store) -> None:
    told = article(
        "a", date(2031, 5, 2), Told(type="Meeting", text="Albar met Brandt", roles={"participant": "Ines Albar"})
    )
    empty.add(told.article, told, "run-1")
    assert empty.extractions() == [told]


def test_another_reading_of_an_article_takes_the_place_of_the_first(empty: Store) -> None:
    add(empty, plain("a"))
    assert empty.add(plain("a"), Extraction(article=plain("a")), "run-2") == "updated"
    assert [row["run"] for row in empty.rows("extractions")] == ["run-2"]


def test_the_same_dispatch_under_another_dateline_is_a_copy(empty: Store) -> None:
    add(empty, plain("a"))
    wire = plain("b", "OPORTO, May 3 (Wire) - " + TEXT.replace(". ", ".\n\n"), day=date(2031, 5, 3))
    assert empty.copied(wire)
    assert empty.add(wire, None, "run-1") == "copy"
    assert [(row["id"], row["copy_of"]) for row in empty.rows("copies")] == [("b", "a")]


def test_a_copy_is_known_and_adds_nothing_twice(empty: Store) -> None:
    add(empty, plain("a"))
    copy = plain("b", day=date(2031, 5, 3))
    assert [add(empty, copy), add(empty, copy)] == ["copy", "unchanged"]
    assert empty.counts()["articles"] == 1


@pytest.mark.parametrize(
    ("old", "new"),
    [("Four", "Nine"), ("Friday", "Monday"), ("welcomed", "had not welcomed"), ("northern", "Norwegian")],
)
def test_a_text_that_differs_in_a_figure_a_name_or_a_negation_is_no_copy(empty: Store, old: str, new: str) -> None:
    add(empty, plain("a"))
    assert add(empty, plain("b", TEXT.replace(old, new), day=date(2031, 5, 3))) == "new"


def test_short_texts_are_copies_only_if_they_are_the_same() -> None:
    assert resemblance(fingerprint("Ministers met."), fingerprint("Ministers met.")) == 1.0
    assert resemblance(fingerprint("Ministers met."), fingerprint("Ministers talked.")) == 0.0
    assert resemblance(fingerprint(""), fingerprint("")) == 0.0


def test_the_earliest_of_a_group_of_copies_stands_for_it_in_any_order(tmp_path: Path) -> None:
    articles = [plain(key, day=date(2031, 5, day)) for key, day in (("c", 2), ("b", 4), ("a", 3))]
    digests = set()
    for order in ([0, 1, 2], [2, 1, 0], [1, 0, 2]):
        with Store.open(tmp_path / f"{order}.kg", write=True) as store:
            for index in order:
                add(store, articles[index])
            assert [row["id"] for row in store.rows("articles")] == ["c"]
            assert {(row["id"], row["copy_of"]) for row in store.rows("copies")} == {("a", "c"), ("b", "c")}
            digests.add((store.truth_digest(), store.content_digest()))
    assert len(digests) == 1


def test_an_id_belongs_to_one_text(empty: Store) -> None:
    add(empty, plain("a"))
    with pytest.raises(StoreError, match="another text under the id 'a'"):
        add(empty, plain("a", "Something else entirely happened today."))
    assert empty.article("a").text == TEXT


def test_an_article_without_an_extraction_is_refused_and_leaves_no_trace(empty: Store) -> None:
    before = empty.content_digest()
    with pytest.raises(StoreError, match="without an extraction"):
        empty.add(plain("a"), None, "run-1")
    assert empty.content_digest() == before
    assert not empty.known(plain("a"))


def test_a_second_writer_is_refused_by_the_name_of_the_lock(empty: Store) -> None:
    with pytest.raises(StoreError, match=r"graph\.kg\.lock"):
        Store.open(empty.path, write=True)


def test_readers_may_look_on_while_another_writes(empty: Store) -> None:
    add(empty, plain("a"))
    with Store.open(empty.path) as reader:
        add(empty, plain("b", "Another thing happened in another town."))
        assert reader.counts()["articles"] == 2
        with pytest.raises(StoreError, match="open for reading"):
            add(reader, plain("c"))


def test_what_is_no_store_is_refused(tmp_path: Path) -> None:
    (tmp_path / "text").write_text("not a store, but long enough to be looked at as a file " * 4)
    with sqlite3.connect(tmp_path / "other.db") as other:
        other.execute("CREATE TABLE things (a)")
    other.close()
    for name in ("text", "other.db"):
        for write in (False, True):
            with pytest.raises(StoreError, match="not a store"):
                Store.open(tmp_path / name, write=write)


def test_a_missing_store_says_how_to_make_one(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="kg ingest"):
        Store.open(tmp_path / "none.kg")
    with pytest.raises(StoreError, match="folder"):
        Store.open(tmp_path)


def test_a_store_of_another_format_is_refused(tmp_path: Path) -> None:
    with Store.open(tmp_path / "old.kg", write=True) as store:
        store.connection.execute("UPDATE meta SET value = 'diplograph/0' WHERE key = 'format'")
    with pytest.raises(StoreError, match="diplograph/0"):
        Store.open(tmp_path / "old.kg")


def ruling(a: str, verdict: Verdict = Verdict.SAME, *, retracted: date | None = None) -> Judgement:
    return Judgement(
        a=a, b="b#e1", verdict=verdict, reason="why", author="ed", date=date(2031, 6, 1), retracted=retracted
    )


def test_judgements_are_replaced_as_a_whole(empty: Store) -> None:
    first, second = ruling("a#e1"), ruling("c#e1", Verdict.DIFFERENT, retracted=date(2031, 6, 2))
    assert empty.replace_judgements([first, second])
    assert not empty.replace_judgements([second, first])
    assert empty.judgements() == [first, second]
    assert empty.replace_judgements([])
    assert empty.judgements() == []


def told(key: str, day: int) -> Extraction:
    meeting = Told(
        type="Meeting", text=f"Albar met Brandt in the town hall of {key}", day=date(2031, 5, 2),
        roles={"participant": ["Ines Albar", "Otto Brandt"]},
    )  # fmt: skip
    return article(key, date(2031, 5, day), meeting)


def fill(store: Store, extractions: Sequence[Extraction]) -> None:
    for extraction in extractions:
        store.add(extraction.article, extraction, "run-1")


def test_fused_tables_are_made_once_and_again_after_a_change(empty: Store) -> None:
    fill(empty, [told("a", 2)])
    assert [empty.ensure_fused(fuse, rules=rules_name()) for _ in range(2)] == [True, False]
    fill(empty, [told("b", 3)])
    assert empty.ensure_fused(fuse, rules=rules_name())
    assert [row["articles"] for row in empty.rows("events")] == [2]
    assert empty.ensure_fused(fuse, rules="other rules")


def test_a_reader_has_stale_tables_rebuilt(tmp_path: Path) -> None:
    with Store.open(tmp_path / "graph.kg", write=True) as writer:
        fill(writer, [told("a", 2)])
    with Store.open(tmp_path / "graph.kg") as reader:
        assert reader.ensure_fused(fuse, rules=rules_name())
        assert reader.counts()["events"] == 1
        assert not reader.ensure_fused(fuse, rules=rules_name())


def test_a_judgement_makes_the_fused_tables_stale(empty: Store) -> None:
    fill(empty, [told("a", 2), told("b", 3)])
    empty.ensure_fused(fuse, rules=rules_name())
    empty.replace_judgements([ruling("a#e1", Verdict.DIFFERENT)])
    assert empty.ensure_fused(fuse, rules=rules_name())
    assert empty.counts()["events"] == 2


def test_the_order_of_adding_leaves_no_trace(tmp_path: Path) -> None:
    extractions = [told(key, day) for key, day in (("a", 2), ("b", 3), ("c", 2), ("d", 5))]
    digests = set()
    for seed in range(4):
        random.Random(seed).shuffle(extractions)
        with Store.open(tmp_path / f"{seed}.kg", write=True) as store:
            fill(store, extractions)
            store.ensure_fused(fuse, rules=rules_name())
            digests.add(store.content_digest())
    assert len(digests) == 1


def test_every_reference_of_a_fused_store_is_met(empty: Store) -> None:
    fill(empty, [told("a", 2), told("b", 3)])
    empty.ensure_fused(fuse, rules=rules_name())
    assert empty.connection.execute("PRAGMA foreign_key_check").fetchall() == []


def test_words_find_labels_and_quotes(empty: Store) -> None:
    fill(empty, [told("a", 2)])
    empty.ensure_fused(fuse, rules=rules_name())
    assert {row["kind"] for row in empty.search("albar")} == {"agent", "event", "evidence"}
    assert empty.search("town hall")
    assert empty.search('"; DROP TABLE events --') == []
    assert empty.search("  ") == []


def test_rows_come_in_the_order_of_their_keys(empty: Store) -> None:
    fill(empty, [told("b", 2), told("a", 3)])
    assert [row["id"] for row in empty.rows("articles")] == ["a", "b"]
    with pytest.raises(StoreError, match="no table"):
        empty.rows("sqlite_master")


def test_a_failed_rebuild_leaves_the_tables_as_they_were(empty: Store) -> None:
    fill(empty, [told("a", 2)])
    empty.ensure_fused(fuse, rules=rules_name())
    before = empty.content_digest()

    class Broken:
        def tables(self) -> dict[str, Sequence[object]]:
            good = fuse(empty.extractions(), []).tables()
            return {"events": [*good["events"], *good["events"]]}

    with pytest.raises(sqlite3.IntegrityError):
        empty.write_fused(Broken(), rules="broken")
    assert empty.content_digest() == before
