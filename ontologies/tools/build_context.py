"""Core ontology → JSON-LD context (`context/diplograph.context.jsonld`).

Run `python ontologies/tools/build_context.py` after a change of the core. A test compares the file.
"""

from __future__ import annotations

import json
from pathlib import Path

import rdflib
from rdflib import OWL, RDF, RDFS

ROOT = Path(__file__).resolve().parents[1]
NAMESPACE = "https://w3id.org/diplograph/ns#"
XSD = "http://www.w3.org/2001/XMLSchema#"
EDTF = "http://id.loc.gov/datatypes/edtf/EDTF"
PREFIXES = {
    "dip": NAMESPACE,
    "cameo": "https://w3id.org/diplograph/scheme/cameo#",
    "oa": "http://www.w3.org/ns/oa#",
    "org": "http://www.w3.org/ns/org#",
    "owl": "http://www.w3.org/2002/07/owl#",
    "plover": "https://w3id.org/diplograph/scheme/plover#",
    "prov": "http://www.w3.org/ns/prov#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "schema": "http://schema.org/",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "xsd": XSD,
}
# Ranges that OWL 2 does not know are stated in the scope note and the shapes, so they are named here once more.
DAYS = ("earliest", "latest", "validFrom", "validTo", "reportedOn", "startDate", "endDate", "knownFrom")
DAYS += ("supersededOn", "judgedOn", "retractedOn")


def build() -> dict[str, object]:
    """Return the context: prefixes, classes by local name, properties with their kind of value."""
    core = rdflib.Graph().parse(ROOT / "core" / "diplograph.ttl")
    context: dict[str, object] = {"@version": 1.1, **PREFIXES, "id": "@id", "type": "@type"}
    context["label"] = "rdfs:label"
    for subject in sorted(core.subjects(RDF.type, OWL.Class)):
        name = str(subject).removeprefix(NAMESPACE)
        context[name] = f"dip:{name}"
    for subject in sorted(core.subjects(RDF.type, OWL.ObjectProperty)):
        name = str(subject).removeprefix(NAMESPACE)
        context[name] = {"@id": f"dip:{name}", "@type": "@id"}
    for subject in sorted(core.subjects(RDF.type, OWL.DatatypeProperty)):
        name = str(subject).removeprefix(NAMESPACE)
        datatype = str(core.value(subject, RDFS.range) or "").removeprefix(XSD)
        kind = EDTF if name == "edtf" else f"xsd:{'date' if name in DAYS else datatype}"
        plain = kind in ("xsd:", "xsd:string")
        context[name] = {"@id": f"dip:{name}"} if plain else {"@id": f"dip:{name}", "@type": kind}
    return {"@context": context}


def text() -> str:
    """Return the text of the context file."""
    return json.dumps(build(), indent=1, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    (ROOT / "context" / "diplograph.context.jsonld").write_text(text(), encoding="utf-8", newline="\n")
