"""Lexicon files → what is wrong with their entries, each with file and line: keys, names, codes, missing examples."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from importlib.resources.abc import Traversable
from typing import Any

import yaml

from kg import ontology
from kg.errors import KnowledgeError
from kg.lexicon import CodeEntry, LexiconFile, Operator, Rule, TypeEntry, read_file
from kg.model import Kind, Role
from kg.read.codes import plover
from kg.read.roles import ARRANGING
from kg.yaml_file import line_of, node_of, repeated_keys

SCHEMES = frozenset({"happening", "measure", "agreement", "aid", "speech", "effect"})
_SLOTS = frozenset(
    "subject object dative holder possessor modifier infinitive helped joiner asker carrier-object".split()
)
_PREPOSITIONS = frozenset(
    "aboard about above across after against ahead along alongside amid among around as at before behind below beneath "
    "beside between beyond by despite during except for from in inside into like near of off on onto opposite out "
    "outside over past per through throughout to toward towards under until up upon via with within without".split()
)
_LINKED = _PREPOSITIONS | {"possessor", "modifier"}
_KINDS = frozenset(kind.value for kind in Kind)
# A rule may also need that something is said of its noun.
_NEEDED = frozenset(role.value for role in Role) | {"predicate"}
# Rules that code applies to reporting frames: they have no words, and so no examples of their own.
_FRAME = "frame."


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """Something wrong: where ("speech.yaml:12"), in which entry, and what."""

    where: str
    entry: str
    problem: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A lexicon file as read, with the lines of its entries."""

    name: str
    content: LexiconFile
    node: yaml.Node | None

    def line(self, *path: str | int) -> str:
        """Return "file:line" of the place that a path of keys and positions leads to."""
        return f"{self.name}:{line_of(self.node, path)}"


def read_parts(sources: Iterable[Traversable], found: list[Finding]) -> list[Part]:
    """Return the files that can be read; what is wrong with the others goes to `found`."""
    parts: list[Part] = []
    for source in sources:
        try:
            parts.append(Part(name=source.name, content=read_file(source), node=node_of(source)))
        except KnowledgeError as error:
            found.append(Finding(where=error.where, entry="", problem=error.problem))
    return parts


def check_entries(parts: Sequence[Part]) -> Iterator[Finding]:
    """Yield what is wrong with the entries of all files, in file order."""
    families = {entry.family for part in parts for entry in part.content.types} - {""}
    known = frozenset(ontology.event_types()) | SCHEMES | families
    first: dict[str, str] = {}
    for part in parts:
        for line, key in repeated_keys(part.node):
            yield Finding(
                where=f"{part.name}:{line}", entry="", problem=f"key {key!r} stands twice, only the last counts"
            )
        for number, rule in enumerate(part.content.rules):
            where = part.line("rules", number)
            if rule.rule in first:
                yield Finding(where=where, entry=rule.rule, problem=f"defined already at {first[rule.rule]}")
            first.setdefault(rule.rule, where)
            for problem in _rule_problems(rule):
                yield Finding(where=where, entry=rule.rule, problem=problem)
        yield from _others(part, "operators", part.content.operators, lambda o: o.operator, _operator_problems, known)
        yield from _others(part, "types", part.content.types, lambda t: t.type, _type_problems, known)
        yield from _others(part, "codes", part.content.codes, lambda c: ", ".join(c.types), _code_problems, known)


Entry = Operator | TypeEntry | CodeEntry


def _others(
    part: Part,
    key: str,
    entries: Sequence[Entry],
    name: Callable[[Any], str],
    problems: Callable[[Any, frozenset[str]], Iterator[str]],
    known: frozenset[str],
) -> Iterator[Finding]:
    for number, entry in enumerate(entries):
        for problem in problems(entry, known):
            yield Finding(where=part.line(key, number), entry=name(entry), problem=problem)


def _is_slot(name: str) -> bool:
    place, _, link = name.partition("-")
    if not link:
        return name in _SLOTS or name in _PREPOSITIONS
    return (
        name in _SLOTS or (place in ("object", "subject") and link in _LINKED) or (place in ARRANGING and link == "by")
    )


def _rule_problems(rule: Rule) -> Iterator[str]:
    classes = frozenset(ontology.event_types())
    yield from _unknown("class", [rule.event], classes)
    yield from _unknown("class", [rule.negated], classes | {"", "none"})
    yield from _unknown("class in gives", [example.gives for example in rule.examples], classes | {"", "none"})
    listed = [*rule.object_kinds, *rule.subject_kinds]
    listed += [kind for kinds in (*rule.kinds.values(), *rule.not_kinds.values()) for kind in kinds]
    yield from _unknown("kind", [kind.partition(":")[0] for kind in listed], _KINDS)
    sectors = [sector for kind in listed if (sector := kind.partition(":")[2])]
    yield from _unknown("sector of a kind", sectors, ontology.sectors())
    slots = [*rule.roles, *rule.kinds, *rule.not_kinds, *rule.place]
    yield from (f"unknown slot {slot!r}" for slot in dict.fromkeys(slots) if not _is_slot(slot))
    needed = dict.fromkeys((*rule.needs, *rule.needs_all))
    yield from (f"unknown role or slot {name!r}" for name in needed if name not in _NEEDED and not _is_slot(name))
    yield from _unknown("voice", [rule.voice], frozenset({"", "active", "passive"}))
    yield from _code_names(rule.plover, rule.cameo)
    for texts in (rule.verbs, rule.nouns, rule.phrases):
        yield from (f"trigger {text!r} stands there twice" for text in dict.fromkeys(texts) if texts.count(text) > 1)
    if not rule.source:
        yield "no source"
    if rule.rule.startswith(_FRAME):
        return
    if not (rule.verbs or rule.nouns or rule.phrases):
        yield "no trigger"
    if all(example.gives == "none" for example in rule.examples):
        yield "no example that fires"
    if all(example.gives != "none" for example in rule.examples):
        yield "no near miss (gives: none)"


def _operator_problems(operator: Operator, known: frozenset[str]) -> Iterator[str]:
    yield from _unknown("class, scheme or family", [*operator.only_types, *operator.except_types], known)
    yield from _unknown("slot", operator.slots, frozenset({"object", "subject", "clause", "attribute"}))


def _type_problems(entry: TypeEntry, known: frozenset[str]) -> Iterator[str]:
    yield from _unknown("class", [entry.type], known)
    yield from _unknown("scheme", [entry.scheme], SCHEMES)
    yield from _unknown("measure", entry.measures, ontology.concepts("qty", "measure"))


def _code_problems(entry: CodeEntry, known: frozenset[str]) -> Iterator[str]:
    yield from _unknown("class", [*entry.types, *entry.about], known)
    yield from _code_names(entry.plover, entry.cameo)


def _code_names(event: str, cameo: str) -> Iterator[str]:
    code = plover(event)
    if code is not None:
        try:
            ontology.check_plover(code)
        except KnowledgeError as error:
            yield error.problem
    yield from _unknown("CAMEO code", [cameo], ontology.cameo_codes() | {""})


def _unknown(what: str, names: Iterable[str], known: frozenset[str]) -> Iterator[str]:
    for name in dict.fromkeys(names):
        if name not in known:
            yield f"unknown {what} {name!r}"
