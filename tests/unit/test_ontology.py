from __future__ import annotations

import csv
import importlib.util
import json
import re
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import get_args

import pyoxigraph
import pytest
import rdflib
from rdflib import OWL, RDF, RDFS, SKOS, XSD

from kg import ontology, record
from kg.errors import KnowledgeError
from kg.model import NAMESPACE, Certainty, Granularity, Kind, PloverCode, Polarity, Role, Status, Verdict

ROOT = Path(__file__).resolve().parents[2]
ONTOLOGIES = ROOT / "ontologies"
TURTLE = sorted(path for path in ONTOLOGIES.rglob("*.ttl") if path.parent.name != "invalid")
VOCABULARY = [ONTOLOGIES / "core" / "diplograph.ttl", *sorted((ONTOLOGIES / "codes").glob("*.ttl"))]
QUALITY = sorted((ONTOLOGIES / "qc").glob("*.rq"))
MAPPINGS = sorted((ONTOLOGIES / "mappings").glob("*.sssom.tsv"))

TREE = """
Event: Interaction SpeechAct Measure ForceEvent Protest Effect CivilAlert MedicalResponse PoliticalProcess OfficeChange
Event: Ratification Vote PrisonerExchange PrisonerRelease Detention Evacuation
Interaction: Meeting Visit RemoteConsultation Negotiation Mediation
Meeting: Summit
Visit: VisitTour
RemoteConsultation: PhoneCall
SpeechAct: Statement Announcement Request Commitment Rejection DenialAct NonConfirmation Accusation Threat Endorsement
Rejection: CancellationAct
Measure: Sanction SanctionsRelief Agreement AidProvision DiplomaticMeasure
Agreement: Ceasefire
DiplomaticMeasure: Expulsion AmbassadorRecall AmbassadorReturn Summons
ForceEvent: Attack Interception Mobilization CeasefireViolation
Attack: AirAttack
AirAttack: DroneAttack MissileAttack
Effect: Damage CasualtyEvent
"""


@cache
def vocabulary() -> pyoxigraph.Store:
    store = pyoxigraph.Store()
    for path in VOCABULARY:
        store.load(path=str(path), format=pyoxigraph.RdfFormat.TURTLE)
    return store


def faults(store: pyoxigraph.Store, query: Path) -> list[str]:
    rows = store.query(query.read_text(encoding="utf-8"))
    assert isinstance(rows, pyoxigraph.QuerySolutions)
    return [" ".join(str(term) for term in row) for row in rows]


def tool(name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(name, ONTOLOGIES / "tools" / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


# files ---------------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("path", TURTLE, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_both_engines_read_the_same_number_of_triples(path: Path) -> None:
    by_oxigraph = set(pyoxigraph.parse(path=str(path), format=pyoxigraph.RdfFormat.TURTLE))
    assert len(rdflib.Graph().parse(path)) == len(by_oxigraph) > 0


@pytest.mark.parametrize("query", QUALITY, ids=lambda path: path.stem)
def test_quality_query_finds_no_fault(query: Path) -> None:
    assert faults(vocabulary(), query) == []


@pytest.mark.parametrize("query", QUALITY, ids=lambda path: path.stem)
def test_quality_query_states_title_and_severity(query: Path) -> None:
    title, severity = query.read_text(encoding="utf-8").splitlines()[:2]
    assert title.startswith("# title: ")
    assert severity in ("# severity: error", "# severity: warning")


FAULTY = """
@prefix dip: <https://w3id.org/diplograph/ns#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix vs: <http://www.w3.org/2003/06/sw-vocab-status/ns#> .
dip:A a owl:Class ; rdfs:subClassOf dip:B , dip:C ; vs:term_status "new" .
dip:B a owl:Class ; rdfs:label "thing"@en ; skos:definition "Thing."@en .
dip:C a owl:Class ; rdfs:label "thing"@en .
dip:p a owl:ObjectProperty .
<https://w3id.org/diplograph/scheme/event-status> a skos:ConceptScheme .
dip:status-a skos:inScheme <https://w3id.org/diplograph/scheme/event-status> ; skos:notation "a" .
dip:status-a dip:allowedNext dip:p .
dip:status-b skos:inScheme <https://w3id.org/diplograph/scheme/event-status> ; skos:notation "a" .
dip:status-c a skos:Concept ; dip:goldstein 11.0 ; dip:quadClass dip:quad-material-conflict .
"""


@pytest.mark.parametrize("query", QUALITY, ids=lambda path: path.stem)
def test_quality_query_finds_a_planted_fault(query: Path) -> None:
    store = pyoxigraph.Store()
    store.load(FAULTY.encode(), format=pyoxigraph.RdfFormat.TURTLE)
    assert faults(store, query)


def test_code_lists_are_built_from_their_tables() -> None:
    built = tool("build_codes").build()
    assert {path.name for path in (ONTOLOGIES / "codes").glob("*.ttl")} == set(built)
    assert all((ONTOLOGIES / "codes" / name).read_text(encoding="utf-8") == text for name, text in built.items())


def test_context_is_built_from_the_core() -> None:
    context = (ONTOLOGIES / "context" / "diplograph.context.jsonld").read_text(encoding="utf-8")
    assert context == tool("build_context").text()


def test_context_reads_a_json_object_as_the_graph_it_means() -> None:
    thing = {"id": "dip:x", "type": "Summit", "earliest": "2025-01-02", "currentStatus": "dip:status-mooted"}
    document = json.dumps(tool("build_context").build() | thing)
    found = {
        (quad.subject.value, quad.predicate.value, str(quad.object))
        for quad in pyoxigraph.parse(document.encode(), format=pyoxigraph.RdfFormat.JSON_LD)
        if isinstance(quad.subject, pyoxigraph.NamedNode)
    }
    assert found == {
        (NAMESPACE + "x", str(RDF.type), f"<{NAMESPACE}Summit>"),
        (NAMESPACE + "x", NAMESPACE + "earliest", f'"2025-01-02"^^<{XSD.date}>'),
        (NAMESPACE + "x", NAMESPACE + "currentStatus", f"<{NAMESPACE}status-mooted>"),
    }


@pytest.mark.parametrize("path", MAPPINGS, ids=lambda path: path.name)
def test_mapping_has_known_subjects_declared_prefixes_and_a_justification(path: Path) -> None:
    lines = path.read_text(encoding="utf-8").splitlines()
    head = [line for line in lines if line.startswith("#")]
    prefixes = {line[3:].partition(":")[0] for line in head if line.startswith("#  ")}
    assert {"#mapping_set_id", "#license", "#curie_map"} <= {line.partition(":")[0] for line in head}
    rows = list(csv.DictReader(lines[len(head) :], delimiter="\t"))
    known = {str(quad.subject.value) for quad in vocabulary() if isinstance(quad.subject, pyoxigraph.NamedNode)}
    for row in rows:
        assert ontology.iri(row["subject_id"]) in known
        assert row["object_id"].partition(":")[0] in prefixes
        assert row["predicate_id"].removeprefix("skos:") in {
            "exactMatch",
            "closeMatch",
            "broadMatch",
            "narrowMatch",
            "relatedMatch",
        }
        assert row["mapping_justification"] == "semapv:ManualMappingCuration"
        assert 0 < float(row["confidence"]) <= 1
    assert len({(row["subject_id"], row["object_id"]) for row in rows}) == len(rows) > 0


def test_mappings_to_our_own_code_lists_name_known_codes() -> None:
    known = {str(quad.subject.value) for quad in vocabulary() if isinstance(quad.subject, pyoxigraph.NamedNode)}
    for path in MAPPINGS:
        lines = [line for line in path.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
        for row in csv.DictReader(lines, delimiter="\t"):
            if row["object_id"].startswith(("plover:", "cameo:", "dip:")):
                assert ontology.iri(row["object_id"]) in known


def test_fixture_quotes_are_the_text_at_their_offsets() -> None:
    graph = rdflib.Graph().parse(ONTOLOGIES / "examples" / "fixture.ttl")
    rows = list(
        graph.query(
            """PREFIX dip: <https://w3id.org/diplograph/ns#>
            SELECT ?text ?quote ?start ?end WHERE {
              ?span dip:spanOf/<http://schema.org/articleBody> ?text ; dip:quote ?quote ;
                dip:start ?start ; dip:end ?end
            }"""
        )
    )
    assert len(rows) > 10
    for text, quote, start, end in rows:  # type: ignore[misc, unused-ignore]
        assert str(text)[int(start) : int(end)] == str(quote)


# the tree of event classes -------------------------------------------------------------------------------------------
def test_event_tree_is_the_published_one() -> None:
    expected = {
        child: above
        for above, _, children in (line.partition(": ") for line in TREE.strip().splitlines())
        for child in children.split()
    }
    found = {name: ontology.parent(name) for name in ontology.event_types()}
    assert found == {"Event": None, **expected}


def test_every_class_starts_a_statement_and_no_comment_hides_it() -> None:
    text = (ONTOLOGIES / "core" / "diplograph.ttl").read_text(encoding="utf-8")
    starts = set(re.findall(r"(?m)^dip:(\w+) a owl:Class ;$", text))
    assert starts == {str(s).removeprefix(NAMESPACE) for s in ontology.core().subjects(RDF.type, OWL.Class)}
    assert not re.search(r"(?m)^\s*#", text)


def test_lineage_goes_up_to_event() -> None:
    assert ontology.lineage("MissileAttack") == ("MissileAttack", "AirAttack", "Attack", "ForceEvent", "Event")


def test_is_a_follows_the_tree_upwards_only() -> None:
    assert ontology.is_a("Ceasefire", "Agreement")
    assert ontology.is_a("Vote", "Vote")
    assert not ontology.is_a("Agreement", "Ceasefire")


@pytest.mark.parametrize("name", ["Rendezvous", "summit", "", "Agent"])
def test_unknown_event_class_is_refused_by_name(name: str) -> None:
    with pytest.raises(KnowledgeError, match=re.escape(repr(name))):
        ontology.parent(name)


def test_unknown_ancestor_is_refused() -> None:
    with pytest.raises(KnowledgeError):
        ontology.is_a("Summit", "Gathering")


# Python names, JSON record and ontology ------------------------------------------------------------------------------
SPELLINGS = [
    pytest.param(Role, "role", "role", set(), id="role"),
    pytest.param(Status, "status", "status", {"annulled"}, id="status"),
    pytest.param(Polarity, "polarity", "claim", set(), id="polarity"),
    pytest.param(Certainty, "certainty", "claim", set(), id="certainty"),
    pytest.param(Granularity, "granularity", "measure", set(), id="granularity"),
    pytest.param(Verdict, "verdict", "claim", set(), id="verdict"),
]


@pytest.mark.parametrize(("names", "scheme", "file", "beyond"), SPELLINGS)
def test_concepts_are_the_values_of_the_record(names: type, scheme: str, file: str, beyond: set[str]) -> None:
    assert ontology.concepts(scheme, file) == {str(value) for value in names} | beyond  # type: ignore[attr-defined]


def test_concept_beyond_the_record_says_so() -> None:
    note = ontology.codes("status").value(rdflib.URIRef(NAMESPACE + "status-annulled"), SKOS.editorialNote)
    assert str(note) == "Not a value of the extraction record."


def test_every_role_has_a_truthy_property_below_involves() -> None:
    below = {str(s).removeprefix(NAMESPACE) for s in ontology.core().subjects(RDFS.subPropertyOf, iri("involves"))}
    assert below == {str(role) for role in Role}


def iri(name: str) -> rdflib.URIRef:
    return rdflib.URIRef(ontology.iri(name))


KIND_CLASSES = {
    Kind.PERSON: "Person",
    Kind.STATE: "State",
    Kind.ORGANIZATION: "Organization",
    Kind.GROUP: "AgentGroup",
    Kind.OFFICE: "Post",
    Kind.PLACE: "Place",
    Kind.FACILITY: "Facility",
    Kind.WEAPON: "Weapon",
}


def test_every_kind_of_mention_has_a_class() -> None:
    assert set(KIND_CLASSES) == set(Kind)
    assert all((iri(name), RDF.type, OWL.Class) in ontology.core() for name in KIND_CLASSES.values())


RECORD_PROPERTIES: dict[type, dict[str, str]] = {
    record.ArticleHead: {
        "url": "schema:url",
        "publisher": "schema:publisher",
        "title": "schema:headline",
        "published": "schema:datePublished",
        "language": "schema:inLanguage",
        "sha256": "textDigest",
    },
    record.SpanRecord: {"start": "start", "end": "end", "text": "quote"},
    record.QuoteRecord: {"start": "start", "end": "end", "quote": "quote"},
    record.MentionRecord: {"name": "rdfs:label", "country": "country", "sector": "sector", "kind": "rdf:type"},
    record.TimeRecord: {
        "text": "timeText",
        "edtf": "edtf",
        "earliest": "earliest",
        "latest": "latest",
        "granularity": "granularity",
        "rule": "rule",
    },
    record.AttributionRecord: {"source": "source", "mention": "source", "cue": "cue", "via": "step"},
    record.RoleRecord: {"role": "role", "mention": "agent", "explicit": "explicit"},
    record.QuantityRecord: {"measure": "measure", "value": "value", "comparator": "comparator"},
    record.PloverRecord: {"event": "code", "mode": "mode", "contexts": "context"},
    record.EventRecord: {
        "type": "rdf:type",
        "roles": "involves",
        "status": "claimedStatus",
        "polarity": "polarity",
        "certainty": "certainty",
        "time": "earliest",
        "place": "place",
        "quantities": "measure",
        "plover": "code",
        "cameo": "code",
        "attributions": "attribution",
        "about": "aboutEvent",
        "evidence": "evidence",
        "confidence": "confidence",
        "rule": "rule",
    },
}
# Ids and offsets of a record's own parts become IRIs, and the trigger and a mention's span are not exported.
WITHOUT_PROPERTY = {"id", "start", "end", "text", "agent", "content", "trigger"}


@pytest.mark.parametrize("struct", list(RECORD_PROPERTIES), ids=lambda struct: struct.__name__)
def test_every_field_of_the_record_has_a_property(struct: type) -> None:
    named = RECORD_PROPERTIES[struct]
    fields = set(struct.__struct_fields__)  # type: ignore[attr-defined]
    assert set(named) <= fields
    assert fields - set(named) <= WITHOUT_PROPERTY
    assert {name for name in named.values() if ":" not in name} <= ontology.properties()


def test_record_schema_is_the_one_the_ontology_speaks_of() -> None:
    assert get_args(record.ExtractionRecord.__annotations__["schema"]) in ((), (record.SCHEMA,))
    assert record.ExtractionRecord.__struct_fields__[1:] == ("article", "mentions", "times", "attributions", "events")


def test_every_term_of_ours_in_the_readme_exists() -> None:
    text = (ONTOLOGIES / "README.md").read_text(encoding="utf-8")
    named = set(re.findall(r"dip:([A-Za-z]+)(?![-\w{])", text))
    declared = {str(s).removeprefix(NAMESPACE) for s in ontology.core().subjects(RDF.type, None)}
    assert named <= declared


# How the store finds copies and subclasses; what they say is in the graph already.
INTERNAL_TABLES = {"meta", "sketches", "types"}


def test_readme_names_every_table_of_the_store() -> None:
    text = (ONTOLOGIES / "README.md").read_text(encoding="utf-8")
    schema = (ROOT / "kg" / "graph" / "schema.sql").read_text(encoding="utf-8")
    tables = set(re.findall(r"CREATE TABLE IF NOT EXISTS (\w+)", schema)) - INTERNAL_TABLES
    assert {table for table in tables if not re.search(rf"(?m)^\| {table}\b", text)} == set()


# statuses ------------------------------------------------------------------------------------------------------------
def test_a_cancelled_event_can_be_revived() -> None:
    assert ontology.may_follow(Status.CANCELLED, Status.SCHEDULED)


def test_a_lifted_measure_can_be_imposed_again_but_not_eased() -> None:
    assert ontology.may_follow(Status.LIFTED, Status.IMPOSED)
    assert not ontology.may_follow(Status.LIFTED, Status.EASED)


def test_what_took_place_is_not_planned_any_more() -> None:
    assert not ontology.may_follow(Status.OCCURRED, Status.PLANNED)


@pytest.mark.parametrize("status", list(Status))
def test_unknown_is_no_step_and_contradicts_nothing(status: Status) -> None:
    assert ontology.may_follow(status, Status.UNKNOWN)
    assert ontology.may_follow(Status.UNKNOWN, status)


def test_roles_stand_on_a_side_of_the_act() -> None:
    sides = {role: ontology.role_side(role) for role in Role}
    assert (sides[Role.SPEAKER], sides[Role.TARGET], sides[Role.PARTICIPANT]) == ("source", "target", "both")
    assert set(sides.values()) == {"source", "target", "both", "neither"}


# codes ---------------------------------------------------------------------------------------------------------------
def test_plover_has_sixteen_types() -> None:
    assert len(ontology.plover_modes()) == 16
    assert ontology.plover_modes()["CONSULT"] == {"visit", "phone", "multilateral", "third-party"}
    assert ontology.plover_modes()["AGREE"] == frozenset()


def test_cameo_has_at_least_250_codes_with_a_score_each() -> None:
    assert len(ontology.cameo_codes()) >= 250
    assert all(ontology.cameo(code).score is not None for code in ontology.cameo_codes())


def test_cameo_code_lies_below_its_root() -> None:
    listed = ontology.codes("cameo")
    for code in ontology.cameo_codes():
        above = listed.value(iri(f"cameo:{code}"), SKOS.broader)
        assert (above is None) == (len(code) == 2)
        assert above is None or code.startswith(str(above).rpartition("#")[2])


def test_cameo_code_without_its_leading_zero_is_refused() -> None:
    with pytest.raises(KnowledgeError, match="41"):
        ontology.cameo("41")


def test_known_plover_code_is_accepted() -> None:
    ontology.check_plover(PloverCode(event="REJECT", mode="meet", contexts=("diplomatic",)))


@pytest.mark.parametrize(
    "code",
    [
        PloverCode(event="MEET"),
        PloverCode(event="CONSULT", mode="meet"),
        PloverCode(event=None, mode="phone"),
        PloverCode(event="AGREE", contexts=("weather",)),
    ],
    ids=str,
)
def test_unknown_plover_name_is_refused(code: PloverCode) -> None:
    with pytest.raises(KnowledgeError):
        ontology.check_plover(code)


# IRIs ----------------------------------------------------------------------------------------------------------------
def test_minted_iri_depends_on_every_part_and_their_borders() -> None:
    minted = {ontology.mint("claim", *parts) for parts in (("ab", "c"), ("a", "bc"), ("abc",), ("abc", ""))}
    assert len(minted) == 4


def test_minting_an_unknown_kind_is_refused() -> None:
    with pytest.raises(KnowledgeError, match="thing"):
        ontology.mint("thing", "a")


def test_unknown_prefix_is_refused() -> None:
    with pytest.raises(KnowledgeError, match="foo"):
        ontology.iri("foo:bar")


def test_missing_file_is_reported_with_its_place() -> None:
    with pytest.raises(KnowledgeError) as caught:
        ontology.turtle("codes", "weather.ttl")
    assert caught.value.where == "ontologies/codes/weather.ttl"


def test_label_is_the_english_one() -> None:
    assert ontology.label("NonConfirmation") == "non-confirmation"
