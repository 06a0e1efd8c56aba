"""Lexicon files (YAML) → event rules and operators, indexed by the lemma that heads their triggers.

A rule file holds `rules`, `operators`, `types` and `codes`; `lexicons/README.md` is the authors' guide. Every rule
carries its source and examples; the tests run them all.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from itertools import product
from typing import Annotated, Any

import msgspec

from kg.errors import KnowledgeError
from kg.inflections import load_inflections
from kg.model import Certainty, Polarity, Role, Status
from kg.ontology import turtle
from kg.yaml_file import line_of, node_of, read_yaml

#: Words of a trigger: at least one.
Trigger = Annotated[str, msgspec.Meta(pattern=r"\S")]
_CLASS = re.compile(r"(?m)^dip:(\w+) a owl:Class ;$")
_FIX = "see kg/lexicons/README.md for the keys"


class Entry(msgspec.Struct, forbid_unknown_fields=True, frozen=True, kw_only=True):
    """Base of all entries: unknown keys are refused by name."""


class Example(Entry, frozen=True):
    """A sentence with what it gives: type, status and role fillers, or nothing at all (`gives: none`)."""

    text: str
    gives: str = ""
    status: Status | None = None
    polarity: Polarity | None = None
    roles: Mapping[Role, str] = {}


class Rule(Entry, frozen=True):
    """Words that report an event, and where in the sentence its participants stand.

    `verbs` and `nouns` are triggers: the head lemma first, further lemmas that must hang on it ("call off",
    "hold talks"); in `nouns` the last word is the head. `roles` maps slots to roles; slots are `subject`, `object`,
    `dative`, `holder` (subject of the verb that carries a noun), `possessor`, `modifier` and any preposition.
    """

    rule: Trigger
    event: str
    source: str
    verbs: tuple[Trigger, ...] = ()
    nouns: tuple[Trigger, ...] = ()
    phrases: tuple[Trigger, ...] = ()
    roles: Mapping[str, Role | tuple[Role, ...]] = {}
    needs: tuple[str, ...] = ()  # slots or roles of which at least one must be filled
    needs_all: tuple[str, ...] = ()  # roles that must all be filled
    object_kinds: tuple[str, ...] = ()  # kinds one of which the object must have
    object_words: tuple[str, ...] = ()  # lemmas one of which the object must have
    kinds: Mapping[str, tuple[str, ...]] = {}  # slot → kinds: a slot named here must hold a mention of one of them
    subject_kinds: tuple[str, ...] = ()  # kinds one of which a deep subject must have
    subject_words: tuple[str, ...] = ()  # lemmas one of which a deep subject must have
    not_subject: tuple[str, ...] = ()  # lemmas that a deep subject, its compounds and adjectives must not have
    not_object: tuple[
        str, ...
    ] = ()  # lemmas that the object, or the object of the trigger's preposition, must not have
    unless: tuple[str, ...] = ()  # lemmas near the trigger that veto the rule
    when: tuple[str, ...] = ()  # lemmas one of which must stand in the clause
    statuses: tuple[Status, ...] = ()  # the candidate is refused if its assessed status is another
    status: Status | None = None
    polarity: Polarity | None = None
    certainty: Certainty | None = None
    negated: str = ""  # event type when the trigger is negated ("" = usual treatment, "none" = no event)
    plover: str = ""  # "EVENT/mode", overrides the code table
    cameo: str = ""
    confidence: float = 0.8
    inner: str = ""  # what the complement's events become: key of `operators`
    voice: str = ""  # "active" or "passive": a verb trigger in the other voice is refused
    not_kinds: Mapping[str, tuple[str, ...]] = {}  # slot → kinds that refuse the rule
    joint: bool = False  # at least two sides, or a group of them, must act together
    place: tuple[str, ...] = ()  # further slots whose place is the event's place
    examples: tuple[Example, ...] = ()


#: Fields of a rule that hold lemmas of the words around its trigger.
LEMMA_LISTS = ("object_words", "subject_words", "not_subject", "not_object", "unless", "when")


class Operator(Entry, frozen=True):
    """A predicate or modifier that changes the status of the events in its scope."""

    operator: str
    verbs: tuple[Trigger, ...] = ()
    nouns: tuple[Trigger, ...] = ()
    adjectives: tuple[Trigger, ...] = ()
    slots: tuple[str, ...] = ("object", "subject", "clause")  # where the event must stand
    status: Status | None = None
    measure: Status | None = None  # for events with a period in force
    dated: Status | None = None  # instead, if a new date is given
    polarity: Polarity | None = None
    certainty: Certainty | None = None
    tense: bool = False  # the predicate's own tense decides (hold, take place)
    negated: Status | None = None  # status when the predicate is negated
    never: Status | None = None  # status when the predicate is negated and still ahead ("will not go ahead")
    supports: bool = False  # its subject takes part in the event
    joins: bool = False  # its subject takes part where the event's own words leave a side open
    role: Role | None = None  # the role of its subject, where that is not the event's usual one (host)
    except_types: tuple[str, ...] = ()
    only_types: tuple[str, ...] = ()
    source: str = ""
    examples: tuple[str, ...] = ()


class TypeEntry(Entry, frozen=True):
    """How an event class behaves: status scheme and the roles that a definite mention inherits."""

    type: str
    scheme: str  # happening | measure | agreement | aid | speech | effect
    symmetric: Role | None = None
    asserted: Status = Status.OCCURRED  # status of a plain past assertion
    hostile: bool = False
    family: str = ""  # classes of one family may name one event in a document; "" = the class alone
    measures: tuple[str, ...] = ()  # quantities that such an event may carry


class CodeEntry(Entry, frozen=True):
    """PLOVER and CAMEO codes of a type under some statuses (GUIDELINES, section 12)."""

    types: tuple[str, ...]
    statuses: tuple[Status, ...] = ()
    roles: tuple[Role, ...] = ()  # one of these roles must be filled
    about: tuple[str, ...] = ()  # for speech acts: classes of which one must be what the act is about
    own: tuple[str, ...] = ()  # categories of which one must be the rule's own code
    plover: str = ""
    cameo: str = ""


class LexiconFile(Entry, frozen=True):
    """One YAML file below `lexicons/en`."""

    title: str
    licence: str = "CC BY 4.0"
    broad: bool = False  # its rules give way to equally long triggers of all other files
    rules: tuple[Rule, ...] = ()
    operators: tuple[Operator, ...] = ()
    types: tuple[TypeEntry, ...] = ()
    codes: tuple[CodeEntry, ...] = ()
    words: Mapping[str, tuple[str, ...]] = {}


class Pattern(msgspec.Struct, frozen=True, kw_only=True):
    """One trigger of a rule or operator: the head lemma and the companions that must hang on it."""

    head: str
    companions: tuple[str, ...]


def pattern(text: str, *, noun: bool = False) -> Pattern:
    """Return the pattern of a trigger as written: the first word heads a verb, the last (before any "of") a noun.

    >>> pattern("call off")
    Pattern(head='call', companions=('off',))
    >>> pattern("phone call", noun=True)
    Pattern(head='call', companions=('phone',))
    >>> pattern("prisoner exchange of bodies", noun=True)
    Pattern(head='exchange', companions=('prisoner', 'of', 'bodies'))
    """
    words = text.split()
    if noun and "of" in words[1:-1]:
        head = words.index("of") - 1
        return Pattern(head=words[head], companions=(*words[:head], *words[head + 1 :]))
    return (
        Pattern(head=words[-1], companions=tuple(words[:-1]))
        if noun
        else Pattern(head=words[0], companions=tuple(words[1:]))
    )


class Lexicon:
    """All rules of one language, indexed; immutable after loading."""

    def __init__(self, parts: Iterable[LexiconFile], lemmas: Mapping[str, tuple[str, ...]] | None = None) -> None:
        self._lemmas = lemmas or {}
        self.rules: dict[str, Rule] = {}
        self.verbs: dict[str, list[tuple[Pattern, Rule]]] = defaultdict(list)
        self.nouns: dict[str, list[tuple[Pattern, Rule]]] = defaultdict(list)
        self.phrases: dict[str, list[tuple[tuple[str, ...], Rule]]] = defaultdict(list)
        self.verb_operators: dict[str, list[tuple[Pattern, Operator]]] = defaultdict(list)
        self.noun_operators: dict[str, list[tuple[Pattern, Operator]]] = defaultdict(list)
        self.adjectives: dict[str, list[tuple[Pattern, Operator]]] = defaultdict(list)
        self.operators: dict[str, Operator] = {}
        self.types: dict[str, TypeEntry] = {}
        self.codes: list[CodeEntry] = []
        self.codes_of: dict[str, list[CodeEntry]] = {}  # the rows of a class, in the order of the table
        self.words: dict[str, frozenset[str]] = {}
        for part in sorted(parts, key=lambda part: part.broad):
            self._add(part)
        for table in (self.verbs, self.nouns, self.verb_operators, self.noun_operators, self.adjectives):
            for found in table.values():
                found.sort(key=lambda item: -len(item[0].companions))

    def _add(self, part: LexiconFile) -> None:
        for rule in part.rules:
            if rule.rule in self.rules:
                raise KnowledgeError(f"rule {rule.rule!r} is defined twice", fix="give each rule a name of its own")
            rule = self._widened(rule)
            self.rules[rule.rule] = rule
            for text in self._spelled(rule.verbs):
                item = pattern(text)
                self.verbs[item.head].append((item, rule))
            for text in self._spelled(rule.nouns):
                item = pattern(text, noun=True)
                self.nouns[item.head].append((item, rule))
            for text in rule.phrases:
                words = tuple(text.lower().split())
                self.phrases[words[0]].append((words, rule))
        for operator in part.operators:
            self.operators[operator.operator] = operator
            for text in self._spelled(operator.verbs):
                item = pattern(text)
                self.verb_operators[item.head].append((item, operator))
            for text in self._spelled(operator.nouns):
                item = pattern(text, noun=True)
                self.noun_operators[item.head].append((item, operator))
            for text in operator.adjectives:
                item = pattern(text)
                self.adjectives[item.head].append((item, operator))
        self.types |= {entry.type: entry for entry in part.types}
        self.codes.extend(part.codes)
        for entry in part.codes:
            for event in entry.types:
                self.codes_of.setdefault(event, []).append(entry)
        self.words |= {name: frozenset(words) for name, words in part.words.items()}

    def _spelled(self, texts: Iterable[str]) -> Iterable[str]:
        """Return triggers with every other lemma under which their words are met ("organize talks")."""
        spelled = (product(*((word, *self._lemmas.get(word, ())) for word in text.split())) for text in texts)
        return dict.fromkeys(" ".join(words) for choices in spelled for words in choices)

    def _widened(self, rule: Rule) -> Rule:
        """Return a rule whose lists of lemmas hold the other lemmas of their words too."""
        lists = {name: getattr(rule, name) for name in LEMMA_LISTS}
        wider = {
            name: tuple(dict.fromkeys(lemma for word in words for lemma in (word, *self._lemmas.get(word, ()))))
            for name, words in lists.items()
            if any(word in self._lemmas for word in words)
        }
        return msgspec.structs.replace(rule, **wider) if wider else rule

    def type_entry(self, event: str) -> TypeEntry:
        """Return how an event class behaves (a plain happening where no entry says otherwise)."""
        return self.types.get(event) or TypeEntry(type=event, scheme="happening")


def read_file(source: Traversable | Any) -> LexiconFile:
    """Read one lexicon file.

    Raises:
        KnowledgeError: it is no YAML, or a key or value is wrong. The message names the file and the line.
    """
    return read_yaml(source, LexiconFile, fix=_FIX)


def event_files(language: str = "en") -> list[Traversable]:
    """Return the files of the event lexicon of a language, in the order in which they are read.

    Raises:
        KnowledgeError: there is no lexicon of that language.
    """
    folder = files("kg") / "lexicons" / language / "events"
    if not folder.is_dir():
        raise KnowledgeError(f"no lexicon for language {language!r}", fix="use 'en'")
    return sorted((item for item in folder.iterdir() if item.name.endswith(".yaml")), key=lambda item: item.name)


@cache
def load_lexicon(language: str = "en") -> Lexicon:
    """Return the event lexicon of a language, read once a process.

    Raises:
        KnowledgeError: a file is wrong, or there is no lexicon of that language.
    """
    sources = event_files(language)
    parts = [read_file(source) for source in sources]
    _check_rules(sources, parts)
    return Lexicon(parts, load_inflections(language).lemmas)


def _check_rules(sources: Sequence[Traversable], parts: Sequence[LexiconFile]) -> None:
    """Refuse what would go unseen into every record: a class that the ontology lacks, one name for two rules."""
    # Read off the text: the whole graph would cost each run more time than the lexicon itself.
    classes = frozenset(_CLASS.findall(turtle("core", "diplograph.ttl")))
    names: set[str] = set()
    for source, part in zip(sources, parts, strict=True):
        for number, rule in enumerate(part.rules):
            problem, fix = "", _FIX
            if unknown := {rule.event, rule.negated} - classes - {"", "none"}:
                problem, fix = f"no event class {min(unknown)!r} (rule {rule.rule})", "name a class of the ontology"
            elif rule.rule in names:
                problem, fix = f"rule {rule.rule!r} is defined twice", "give each rule a name of its own"
            if problem:
                line = line_of(node_of(source), ("rules", number))
                raise KnowledgeError(problem, where=f"{source.name}:{line}", fix=fix)
            names.add(rule.rule)
