"""The order of the steps: articles → extractions → store → fused tables → RDF index; nothing else knows it.

Also the report of one ingest: what was new, what was known, what was refused and why.
"""

from __future__ import annotations

import datetime
import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache, partial
from importlib.metadata import PackageNotFoundError, version
from importlib.resources import files
from importlib.resources.abc import Traversable
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from kg.errors import KnowledgeError, ReplyError, UsageError
from kg.facts import load_facts
from kg.graph.store import Store
from kg.model import Article, Extraction, Judgement, Verdict
from kg.read.extractor import Extractor, Rules
from kg.read.sources import Refusal
from kg.read.workers import Crew
from kg.resolve.fuse import fuse, rules_name

if TYPE_CHECKING:
    from spacy.language import Language

    from kg.graph.generation import Generation
    from kg.read.llm import LlmOptions
    from kg.read.parsed import ParsedArticle

#: Articles that are read together; the same for one worker and many, so that all read alike to the last bit.
BATCH = 40
#: A batch of long articles would hold many parses at once.
BATCH_CHARACTERS = 60_000
#: Articles that an ingest looks up in the store before it reads those that are missing.
LOOKED_UP = 256
JUDGEMENTS = "judgements.jsonl"


@dataclass(slots=True, kw_only=True)
class IngestReport:
    """What one ingest did; `refusals` says what could not be read, where, and how to mend it."""

    new: int = 0
    updated: int = 0
    unchanged: int = 0
    copies: int = 0
    events: int = 0
    refusals: list[Refusal] = field(default_factory=list)

    def __str__(self) -> str:
        parts = [f"{self.new} new", f"{self.unchanged} unchanged"]
        if self.updated:
            parts.append(f"{self.updated} read again")
        if self.copies:
            parts.append(f"{self.copies} copies")
        refused = sum(refusal.severity == "refused" for refusal in self.refusals)
        if refused:
            parts.append(f"{refused} refused")
        return ", ".join(parts)


@cache
def language_pipeline() -> Language:
    """Return the language pipeline, loaded once a process."""
    from kg.read.parse import load_pipeline

    return load_pipeline()


def package_version() -> str:
    """Return the version of the installed distribution, "0" in a bare checkout."""
    try:
        return version("diplograph")
    except PackageNotFoundError:
        return "0"


@cache
def rules_digest() -> str:
    """Return a short hash of the lexicons and facts that reading depends on."""
    digest = hashlib.sha256()
    for name in ("lexicons", "facts"):
        for path, content in _files_below(files("kg") / name, name):
            digest.update(path.encode())
            digest.update(content)
    return digest.hexdigest()[:12]


def _files_below(folder: Traversable, prefix: str) -> Iterator[tuple[str, bytes]]:
    for item in sorted(folder.iterdir(), key=lambda entry: entry.name):
        path = f"{prefix}/{item.name}"
        if item.is_dir():
            yield from _files_below(item, path)
        elif item.name.endswith((".yaml", ".csv")):
            yield path, item.read_bytes()


def run_name(nlp: Language, reader: str = Rules.name) -> str:
    """Return the name of what reads: extractor, package version, pipeline and the hash of lexicons and facts."""
    meta = nlp.meta
    return f"{reader}-{package_version()}-{meta['lang']}_{meta['name']}-{meta['version']}-{rules_digest()}"


def _rules(options: LlmOptions | None) -> Extractor:
    return Rules()


def _llm(options: LlmOptions | None) -> Extractor:
    from kg.read.llm import LlmExtractor

    return LlmExtractor(_required(options))


def _hybrid(options: LlmOptions | None) -> Extractor:
    from kg.read.llm import HybridExtractor

    return HybridExtractor(_required(options))


def _required(options: LlmOptions | None) -> LlmOptions:
    if options is None:
        raise UsageError("no server and model are named", where="make_extractor", fix="give LlmOptions(url=…, model=…)")
    return options


EXTRACTORS: dict[str, Callable[[LlmOptions | None], Extractor]] = {"rules": _rules, "llm": _llm, "hybrid": _hybrid}


def make_extractor(name: str, options: LlmOptions | None = None) -> Extractor:
    """Return the way of reading of a name of `EXTRACTORS`; `options` say how a language model is asked.

    Raises:
        UsageError: there is no such way, or it needs options.
    """
    if name not in EXTRACTORS:
        raise UsageError(f"no extractor {name!r}", where="make_extractor", fix=f"use {', '.join(EXTRACTORS)}")
    return EXTRACTORS[name](options)


def extract_stream(
    articles: Iterable[Article],
    refusals: list[Refusal] | None = None,
    *,
    workers: int = 1,
    extractor: Extractor | None = None,
) -> Iterator[Extraction]:
    """Yield one extraction an article, in order, as they come; the same for any number of `workers` (processes).

    An article on which reading fails is left in `refusals` (raised if that is None); the others are not touched.
    A script that asks for several workers keeps its own steps under `if __name__ == "__main__":`.
    `extractor` reads (`make_extractor`; rules where None); one that asks a language model takes one worker.

    Raises:
        ModelError: no language pipeline is installed.
        WorkerError: one of several workers was ended from outside.
        ServiceError: the server of a language model is out of reach or refuses.
    """
    with _reader(workers, extractor, lenient=refusals is not None) as read:
        yield from read(articles, refusals)


_Read = Callable[[Iterable[Article], list[Refusal] | None], Iterator[Extraction]]


@contextmanager
def _reader(workers: int, extractor: Extractor | None, *, lenient: bool) -> Iterator[_Read]:
    """Give the way to read articles, in this process or by workers that stay until the end."""
    if workers == 1:
        yield partial(_read_here, extractor=extractor)
        return
    if extractor is not None:
        fix = "leave --workers out; --llm-option parallel=4 sends four requests at a time"
        raise UsageError("several workers would each ask the model", where="--workers", fix=fix)
    with Crew(partial(_whole_chunk, lenient=lenient), workers) as crew:

        def read_there(articles: Iterable[Article], refusals: list[Refusal] | None) -> Iterator[Extraction]:
            for extractions, refused in crew.ordered(_chunks(articles)):
                if refusals is not None:
                    refusals.extend(refused)
                yield from extractions

        yield read_there


def _read_here(
    articles: Iterable[Article], refusals: list[Refusal] | None, *, extractor: Extractor | None
) -> Iterator[Extraction]:
    for chunk in _chunks(articles):
        yield from _extract_chunk(chunk, refusals, extractor)


def _whole_chunk(chunk: Sequence[Article], *, lenient: bool) -> tuple[list[Extraction], list[Refusal]]:
    refusals: list[Refusal] = []
    return list(_extract_chunk(chunk, refusals if lenient else None)), refusals


def _chunks(articles: Iterable[Article]) -> Iterator[list[Article]]:
    chunk: list[Article] = []
    size = 0
    for article in articles:
        chunk.append(article)
        size += len(article.text)
        if len(chunk) == BATCH or size >= BATCH_CHARACTERS:
            yield chunk
            chunk, size = [], 0
    if chunk:
        yield chunk


def _extract_chunk(
    chunk: Sequence[Article], refusals: list[Refusal] | None, extractor: Extractor | None = None
) -> Iterator[Extraction]:
    from kg.read.parse import parse_articles

    read = extractor or Rules()
    done = 0
    try:
        found = parse_articles(chunk, nlp=language_pipeline(), facts=load_facts())
        for parsed in found if extractor is None else _foreseen(found, extractor):
            try:
                extraction = read(parsed)
            except ReplyError as error:
                if refusals is None:
                    raise
                refusals.append(_unanswered(parsed.article, error))
                done += 1
                continue
            done += 1
            yield extraction
    except (ValueError, KeyError, IndexError, AttributeError, TypeError, RecursionError) as error:
        if refusals is None:
            raise
        if len(chunk) == 1:
            refusals.append(_unreadable(chunk[0], error))
            return
        # One article of the batch broke it: read the rest one by one, so that only that one is lost.
        for article in chunk[done:]:
            yield from _extract_chunk([article], refusals, extractor)


def _foreseen(found: Iterator[ParsedArticle], extractor: Extractor) -> list[ParsedArticle]:
    """Let an extractor ask about a whole batch at a time."""
    batch = list(found)
    extractor.foresee(batch)
    return batch


def _unanswered(article: Article, error: ReplyError) -> Refusal:
    where = article.title or article.url or article.id
    return Refusal(where=where, problem=f"{error.where}: {error.problem}", fix=error.fix)


def _unreadable(article: Article, error: Exception) -> Refusal:
    return Refusal(
        where=article.title or article.url or article.id,
        problem=f"reading failed ({type(error).__name__}: {error})",
        fix="report it with the text; every other article is done",
    )


def ingest(
    store: Store,
    articles: Iterable[Article],
    *,
    refusals: list[Refusal] | None = None,
    progress: Callable[[str], None] | None = None,
    workers: int = 1,
    extractor: Extractor | None = None,
) -> IngestReport:
    """Read articles into an open store, one transaction each; what is already there is not read again.

    Raises:
        StoreError: the store is open for reading only.
        ModelError: no language pipeline is installed.
        ServiceError: the server of a language model is out of reach or refuses; what was read is in the store.
    """
    report = IngestReport(refusals=refusals if refusals is not None else [])
    seen: set[str] = set()
    waiting = _unread(store, articles, report, seen)
    run = ""
    with _reader(workers, extractor, lenient=True) as read:
        while chunk := list(islice(waiting, LOOKED_UP)):
            for extraction in read(chunk, report.refusals):
                # Only now, so that workers are at work while this process loads the pipeline to name it.
                run = run or run_name(language_pipeline(), Rules.name if extractor is None else extractor.name)
                _count(report, store.add(extraction.article, extraction, run))
                report.events += len(extraction.events)
                if progress is not None:
                    progress(extraction.article.title or extraction.article.id)
    return report


def _unread(store: Store, articles: Iterable[Article], report: IngestReport, seen: set[str]) -> Iterator[Article]:
    for article in articles:
        if article.id in seen or store.known(article):
            report.unchanged += 1
        elif store.copied(article):
            _count(report, store.add(article, None, "copy"))
        else:
            yield article
        seen.add(article.id)


def _count(report: IngestReport, outcome: str) -> None:
    if outcome == "new":
        report.new += 1
    elif outcome == "copy":
        report.copies += 1
    elif outcome == "updated":
        report.updated += 1
    else:
        report.unchanged += 1


def build(store: Store, *, judgements: Path | None = None) -> Generation:
    """Bring fused tables and RDF index up to date with the truth, and return the index.

    `judgements.jsonl` beside the store (or the file named) is read first.

    Raises:
        KnowledgeError: a judgement line is wrong; the message names file and line.
        StoreError: another process is writing or building.
    """
    from kg.graph.generation import ensure_generation

    path = judgements or store.path.parent / JUDGEMENTS
    if store.writable and path.exists():
        store.replace_judgements(read_judgements(path))
    store.ensure_fused(fuse, rules=rules_name())
    return ensure_generation(store)


class JudgementRecord(msgspec.Struct, forbid_unknown_fields=True, frozen=True, kw_only=True):
    """One line of `judgements.jsonl`; see `kg.model.Judgement`."""

    a: str
    b: str
    verdict: Verdict
    reason: str
    author: str
    date: datetime.date
    retracted: datetime.date | None = None


def read_judgements(path: Path) -> list[Judgement]:
    """Return the judgements of a JSON Lines file.

    Raises:
        KnowledgeError: a line is no judgement; the message names file and line.
    """
    found: list[Judgement] = []
    for number, line in enumerate(path.read_bytes().splitlines(), start=1):
        if not line.strip():
            continue
        try:
            record = msgspec.json.decode(line, type=JudgementRecord)
        except msgspec.DecodeError as error:
            raise KnowledgeError(
                str(error),
                where=f"{path.name}, line {number}",
                fix="give a, b, verdict (same, different, unsure), reason, author and date (YYYY-MM-DD), nothing else",
            ) from error
        found.append(Judgement(**msgspec.structs.asdict(record)))
    return found
