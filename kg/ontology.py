"""Turtle files of `ontologies/` → the names the program may use: event types, roles, statuses, codes and IRIs.

Nothing is read on import. The core (classes and labels) and each code list are parsed when first asked for, once a
process. Unknown names raise `KnowledgeError`, so that a misspelt type stops at the door instead of in the graph.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from kg.errors import KnowledgeError
from kg.model import DATA, NAMESPACE, PloverCode, Role, Status

if TYPE_CHECKING:
    import rdflib

SCHEME = "https://w3id.org/diplograph/scheme/"
PREFIXES: Mapping[str, str] = MappingProxyType(
    {
        "dip": NAMESPACE,
        "plover": f"{SCHEME}plover#",
        "cameo": f"{SCHEME}cameo#",
        "dcterms": "http://purl.org/dc/terms/",
        "edtf": "http://id.loc.gov/datatypes/edtf/",
        "oa": "http://www.w3.org/ns/oa#",
        "org": "http://www.w3.org/ns/org#",
        "owl": "http://www.w3.org/2002/07/owl#",
        "prov": "http://www.w3.org/ns/prov#",
        "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
        "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
        "schema": "http://schema.org/",
        "sem": "http://semanticweb.cs.vu.nl/2009/11/sem/",
        "skos": "http://www.w3.org/2004/02/skos/core#",
        "wd": "http://www.wikidata.org/entity/",
        "xsd": "http://www.w3.org/2001/XMLSchema#",
    }
)
CODE_LISTS = ("status", "claim", "role", "measure", "plover", "cameo")
KINDS = frozenset(
    {
        "agent",
        "attribution",
        "claim",
        "code",
        "doc",
        "event",
        "facet",
        "judgement",
        "merge",
        "participation",
        "place",
        "placement",
        "post",
        "quantity",
        "run",
        "status",
        "tenure",
        "timing",
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class EventClass:
    """A class of the core ontology below (or above) `Event`: its local name, parent, label and definition."""

    name: str
    parent: str | None
    label: str
    definition: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Code:
    """A code of PLOVER or CAMEO: how it is written, what it means, its Goldstein score and quad class."""

    notation: str
    label: str
    score: float | None
    quad: str | None


@cache
def folder() -> Traversable:
    """Return the folder `ontologies/`: inside the installed package, or beside it in a checkout.

    Raises:
        KnowledgeError: it is in neither place.
    """
    beside = Path(__file__).resolve().parent.parent / "ontologies"
    for place in (files("kg") / "ontologies", beside):
        if (place / "core" / "diplograph.ttl").is_file():
            return place
    raise KnowledgeError("the ontology is missing", where=str(beside), fix="install the package again")


def turtle(*path: str) -> str:
    """Return the text of one file below `ontologies/`: `turtle("shapes", "core.ttl")`.

    Raises:
        KnowledgeError: there is no such file.
    """
    file = folder().joinpath(*path)
    try:
        return file.read_text(encoding="utf-8")
    except OSError as error:
        raise KnowledgeError("no such file", where="/".join(("ontologies", *path)), fix="install it again") from error


@cache
def graph(*path: str) -> rdflib.Graph:
    """Return one Turtle file below `ontologies/` as a graph, parsed once a process. Callers must not change it.

    Raises:
        KnowledgeError: there is no such file, or it is not Turtle.
    """
    import rdflib

    rdflib.NORMALIZE_LITERALS = False
    text = turtle(*path)
    result = rdflib.Graph()
    try:
        result.parse(data=text, format="turtle")
    except Exception as error:  # rdflib raises errors of several unrelated classes
        raise KnowledgeError(str(error).splitlines()[0], where="/".join(path), fix="write valid Turtle") from error
    return result


def core() -> rdflib.Graph:
    """Return the core ontology as a graph that callers must not change."""
    return graph("core", "diplograph.ttl")


def codes(name: str) -> rdflib.Graph:
    """Return the code list `name` of `CODE_LISTS` as a graph that callers must not change."""
    if name not in CODE_LISTS:
        raise KnowledgeError(f"no code list {name!r}", where="ontologies/codes", fix=f"use {', '.join(CODE_LISTS)}")
    return graph("codes", f"{name}.ttl")


@cache
def classes() -> Mapping[str, EventClass]:
    """Return `Event` and all classes below it by local name, in order of the file's tree."""
    from rdflib import RDFS, SKOS, URIRef

    ontology = core()
    found: dict[str, EventClass] = {}
    waiting: list[tuple[str, str | None]] = [("Event", None)]
    while waiting:
        name, parent_name = waiting.pop(0)
        subject = URIRef(NAMESPACE + name)
        label, definition = ontology.value(subject, RDFS.label), ontology.value(subject, SKOS.definition)
        if label is None or definition is None:
            raise KnowledgeError(f"class {name} lacks label or definition", where="core/diplograph.ttl", fix="add them")
        found[name] = EventClass(name=name, parent=parent_name, label=str(label), definition=str(definition))
        below = sorted(str(child).removeprefix(NAMESPACE) for child in ontology.subjects(RDFS.subClassOf, subject))
        waiting.extend((child, name) for child in below)
    return MappingProxyType(found)


def event_types() -> tuple[str, ...]:
    """Return the local names of all event classes, `Event` first, parents before children.

    >>> "Summit" in event_types()
    True
    """
    return tuple(classes())


def event_class(name: str) -> EventClass:
    """Return the event class of a local name.

    Raises:
        KnowledgeError: there is none of that name.
    """
    try:
        return classes()[name]
    except KeyError:
        fix = "use a class of ontologies/core/diplograph.ttl below dip:Event"
        raise KnowledgeError(f"no event class {name!r}", where="ontology", fix=fix) from None


def parent(name: str) -> str | None:
    """Return the direct superclass of an event class; None for `Event`.

    >>> parent("Summit")
    'Meeting'
    """
    return event_class(name).parent


def lineage(name: str) -> tuple[str, ...]:
    """Return an event class and its superclasses, nearest first.

    >>> lineage("Summit")
    ('Summit', 'Meeting', 'Interaction', 'Event')
    """
    found = [name]
    while (above := parent(found[-1])) is not None:
        found.append(above)
    return tuple(found)


def is_a(name: str, ancestor: str) -> bool:
    """Return whether an event class is `ancestor` or lies below it.

    >>> is_a("DroneAttack", "Attack"), is_a("Attack", "DroneAttack")
    (True, False)
    """
    return event_class(ancestor).name in lineage(name)


def label(name: str) -> str:
    """Return the English label of a class or property of the core, by local name.

    Raises:
        KnowledgeError: the core has no such term.
    """
    from rdflib import RDFS, URIRef

    found = core().value(URIRef(NAMESPACE + name), RDFS.label)
    if found is None:
        raise KnowledgeError(f"no term {name!r}", where="ontology", fix="use a term of ontologies/core/diplograph.ttl")
    return str(found)


@cache
def properties() -> frozenset[str]:
    """Return the local names of all properties of the core."""
    from rdflib import OWL, RDF

    kinds = (OWL.ObjectProperty, OWL.DatatypeProperty)
    return frozenset(str(s).removeprefix(NAMESPACE) for kind in kinds for s in core().subjects(RDF.type, kind))


def iri(name: str) -> str:
    """Return the IRI of a prefixed name, or of a local name of the core or its code lists.

    >>> iri("Summit"), iri("cameo:041")
    ('https://w3id.org/diplograph/ns#Summit', 'https://w3id.org/diplograph/scheme/cameo#041')

    Raises:
        KnowledgeError: the prefix is unknown.
    """
    prefix, colon, local = name.rpartition(":")
    if not colon:
        return NAMESPACE + name
    if prefix not in PREFIXES:
        raise KnowledgeError(f"unknown prefix {prefix!r}", where=name, fix=f"use one of {', '.join(PREFIXES)}")
    return PREFIXES[prefix] + local


def mint(kind: str, *parts: str) -> str:
    """Return the IRI of a node of ours: its kind and 16 hex digits over the parts that make it what it is.

    The same parts always give the same IRI, and no two lists of parts share their bytes.

    >>> mint("event", "a#e1").startswith("https://w3id.org/diplograph/id/event/")
    True

    Raises:
        KnowledgeError: `kind` is not one of `KINDS`, or there are no parts.
    """
    if kind not in KINDS or not parts:
        raise KnowledgeError(f"cannot mint {kind!r} of {len(parts)} parts", where="ontology", fix=f"{sorted(KINDS)}")
    # Lengths go in front: ("ab", "c") must not meet ("a", "bc").
    key = "".join(f"{len(part)}:{part}" for part in parts)
    return f"{DATA}{kind}/{hashlib.sha256(key.encode('utf-8', 'surrogatepass')).hexdigest()[:16]}"


@cache
def _notations(name: str) -> Mapping[str, str]:
    """Return the local names of the concepts of a code list, each with its record spelling."""
    from rdflib import SKOS

    return {str(s).rpartition("#")[2]: str(o) for s, o in codes(name).subject_objects(SKOS.notation)}


def concepts(scheme: str, name: str) -> frozenset[str]:
    """Return the record spellings of the concepts whose local name begins with `scheme` in the code list `name`.

    >>> sorted(concepts("polarity", "claim"))
    ['negative', 'positive']
    """
    return frozenset(value for local, value in _notations(name).items() if local == f"{scheme}-{value}")


@cache
def allowed_next(status: Status) -> frozenset[Status]:
    """Return the statuses that may directly follow `status` in a life cycle."""
    from rdflib import URIRef

    known = {NAMESPACE + f"status-{value}": value for value in Status}
    found = codes("status").objects(URIRef(NAMESPACE + f"status-{status}"), URIRef(NAMESPACE + "allowedNext"))
    return frozenset(known[str(item)] for item in found if str(item) in known)


def may_follow(earlier: Status, later: Status) -> bool:
    """Return whether a report of `later` can come after one of `earlier` without contradiction."""
    return earlier == later or Status.UNKNOWN in (earlier, later) or later in allowed_next(earlier)


@cache
def role_side(role: Role) -> str:
    """Return on which side of an act a role stands: `source`, `target`, `both` or `neither`."""
    from rdflib import SKOS, URIRef

    side = codes("role").value(URIRef(NAMESPACE + f"role-{role}"), SKOS.related)
    return str(side).rpartition("-")[2]


@cache
def _scheme(name: str) -> Mapping[str, Code]:
    from rdflib import SKOS, URIRef

    listed, found = codes(name), {}
    for subject, notation in listed.subject_objects(SKOS.notation):
        score = listed.value(subject, URIRef(NAMESPACE + "goldstein"))
        quad = listed.value(subject, URIRef(NAMESPACE + "quadClass"))
        local = str(subject).removeprefix(PREFIXES[name])
        found[local] = Code(
            notation=str(notation),
            label=str(listed.value(subject, SKOS.prefLabel)),
            score=None if score is None else float(str(score)),
            quad=None if quad is None else str(quad).rpartition("#quad-")[2],
        )
    return MappingProxyType({key: code for key, code in found.items() if "#" not in key})


def cameo_codes() -> frozenset[str]:
    """Return all known CAMEO codes, as strings with their leading zero."""
    return frozenset(_scheme("cameo"))


def cameo(code: str) -> Code:
    """Return a CAMEO code.

    >>> cameo("163").score
    -8.0

    Raises:
        KnowledgeError: CAMEO has no such code.
    """
    if code not in _scheme("cameo"):
        raise KnowledgeError(f"no CAMEO code {code!r}", where="ontology", fix="use a code of codes/tables/cameo.csv")
    return _scheme("cameo")[code]


@cache
def plover_modes() -> Mapping[str, frozenset[str]]:
    """Return the PLOVER types, each with its modes (none for some)."""
    found: dict[str, set[str]] = {}
    for key, code in _scheme("plover").items():
        event, slash, mode = code.notation.partition("/")
        if slash:
            found.setdefault(event, set()).add(mode)
        elif key == code.notation:
            found.setdefault(event, set())
    return MappingProxyType({event: frozenset(modes) for event, modes in found.items()})


@cache
def plover_contexts() -> frozenset[str]:
    """Return the PLOVER contexts."""
    return concepts("context", "plover")


@cache
def sectors() -> frozenset[str]:
    """Return the PLOVER sector codes of agents."""
    return concepts("sector", "plover")


def check_plover(code: PloverCode) -> None:
    """Refuse a PLOVER code whose type, mode or context does not exist.

    Raises:
        KnowledgeError: names what is unknown.
    """
    modes = plover_modes()
    wrong = [] if code.event is None or code.event in modes else [code.event]
    if code.mode is not None and code.mode not in modes.get(code.event or "", frozenset()):
        wrong.append(f"{code.event}/{code.mode}")
    wrong += [context for context in code.contexts if context not in plover_contexts()]
    if wrong:
        fix = "use names of codes/tables/plover.csv"
        raise KnowledgeError(f"no PLOVER {', '.join(wrong)}", where="ontology", fix=fix)
