"""Code tables (`codes/tables/*.csv`) → SKOS code lists (`codes/*.ttl`).

The tables are the source: edit them and run `python ontologies/tools/build_codes.py`. A test compares the files.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from pathlib import Path

CODES = Path(__file__).resolve().parents[1] / "codes"
SCHEME = "https://w3id.org/diplograph/scheme/"
HEADER = f"""\
# Built by ontologies/tools/build_codes.py from codes/tables: edit the tables, not this file.
@prefix cameo: <{SCHEME}cameo#> .
@prefix dip: <https://w3id.org/diplograph/ns#> .
@prefix eos: <http://cv.iptc.org/newscodes/eventoccurstatus/> .
@prefix plover: <{SCHEME}plover#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix schema: <http://schema.org/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix vs: <http://www.w3.org/2003/06/sw-vocab-status/ns#> .

"""
SCHEMES = {
    "event-status": ("event status", "Stages in the life cycle of an event.", "status-cancelled"),
    "measure-status": ("measure status", "Stages in the life cycle of a measure.", "status-imposed"),
    "claim-status": ("claim status", "What later claims have made of a claim.", "claim-denied"),
    "polarity": ("polarity", "Whether a claim asserts an event or its absence.", "polarity-negative"),
    "certainty": ("certainty", "How firmly a source puts a claim.", "certainty-possible"),
    "rank": ("rank", "How a statement stands among its rivals.", "rank-preferred"),
    "voice": ("voice", "Who makes a claim: a source or the document.", "voice-author"),
    "speech-mode": ("speech mode", "In which form of speech a claim stands.", "mode-direct"),
    "source-type": ("source type", "Kinds of sources of claims.", "source-media"),
    "verdict": ("verdict", "Answers to the question whether two ids are one thing.", "verdict-same"),
    "role": ("role", "Ways of taking part in an event.", "role-host"),
    "side": ("side", "On which side of an act a role stands.", "side-source"),
    "event-relation": ("event relation", "Relations between two events.", "rel-causes"),
    "measure": ("measure", "What quantities of an event count or measure.", "qty-wounded"),
    "granularity": ("granularity", "How fine a time expression is.", "granularity-day"),
    "quad": ("quad class", "The four classes of event data codes.", "quad-verbal-conflict"),
    "plover": (
        "PLOVER 2.0",
        "Types, modes, contexts and sectors of PLOVER 2.0, with definitions of our own.",
        "CONSULT",
    ),
    "cameo": ("CAMEO", "Event codes of CAMEO 1.1b3 with Goldstein scores, with definitions of our own.", "041"),
}


def table(name: str) -> list[dict[str, str]]:
    """Return the rows of one code table."""
    with (CODES / "tables" / f"{name}.csv").open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def literal(text: str, language: str = "@en") -> str:
    """Return a Turtle string literal."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"{language}'


def scheme(name: str) -> str:
    """Return the Turtle of a concept scheme."""
    label, definition, example = SCHEMES[name]
    return statement(
        f"<{SCHEME}{name}>",
        "skos:ConceptScheme",
        [
            ("rdfs:label", literal(label)),
            ("skos:definition", literal(definition)),
            ("skos:example", literal(example)),
            ("vs:term_status", '"stable"'),
            ("rdfs:isDefinedBy", "<https://w3id.org/diplograph/ns>"),
        ],
    )


def statement(subject: str, kind: str, pairs: Iterable[tuple[str, str]]) -> str:
    """Return one Turtle statement; pairs without an object are left out."""
    body = [f"{subject} a {kind}", *(f"  {predicate} {value}" for predicate, value in pairs if value)]
    return " ;\n".join(body) + " .\n"


def concept(subject: str, row: dict[str, str], schemes: str, extra: Iterable[tuple[str, str]] = ()) -> str:
    """Return the Turtle of a concept; its notation is the spelling of the extraction record."""
    return statement(
        subject,
        "skos:Concept",
        [
            ("skos:inScheme", " , ".join(f"<{SCHEME}{name}>" for name in schemes.split())),
            ("skos:notation", literal(row["notation"], "")),
            ("skos:prefLabel", literal(row["label"])),
            ("skos:definition", literal(row["definition"])),
            ("skos:example", literal(row["example"])),
            *extra,
            ("vs:term_status", '"stable"'),
            ("rdfs:isDefinedBy", "<https://w3id.org/diplograph/ns>"),
        ],
    )


def statuses() -> Iterator[str]:
    """Yield the life-cycle statuses with their transitions."""
    yield from (scheme("event-status"), scheme("measure-status"))
    for row in table("status"):
        measure = " measure-status" if "measure" in row["schemes"].split() else ""
        following = " , ".join(f"dip:status-{name}" for name in row["next"].split())
        matches = [("skos:" + kind, value) for kind, value in (m.split() for m in row["match"].split("|") if m)]
        note = "" if row["record"] == "yes" else literal("Not a value of the extraction record.")
        extra = [("dip:allowedNext", following), *matches, ("skos:editorialNote", note)]
        yield concept(f"dip:status-{row['notation']}", row, f"event-status{measure}", extra)


def listed(file: str) -> Iterator[str]:
    """Yield the concepts that `concepts.csv` gives one file, scheme by scheme."""
    seen: set[str] = set()
    for row in table("concepts"):
        if row["file"] != file:
            continue
        if row["scheme"] not in seen:
            seen.add(row["scheme"])
            yield scheme(row["scheme"])
        yield concept(f"dip:{row['prefix']}-{row['notation']}", row, row["scheme"])


def roles() -> Iterator[str]:
    """Yield the roles, each with the side of an act on which it stands."""
    yield scheme("role")
    for row in table("role"):
        extra = [("skos:related", f"dip:side-{row['side']}"), ("rdfs:seeAlso", f"dip:{row['notation']}")]
        yield concept(f"dip:role-{row['notation']}", row | {"label": row["notation"]}, "role", extra)


def measures() -> Iterator[str]:
    """Yield the measures of quantities."""
    yield scheme("measure")
    for row in table("measure"):
        yield concept(f"dip:qty-{row['notation']}", row, "measure")


def plover() -> Iterator[str]:
    """Yield the PLOVER types with quad class and score, their modes, and the contexts and sectors."""
    yield scheme("plover")
    for row in table("plover"):
        kind, notation = row["kind"], row["notation"]
        name = {"type": notation, "mode": f"{row['parent']}-{notation}"}.get(kind, f"{kind}-{notation}")
        spelled = row | {"notation": f"{row['parent']}/{notation}"} if kind == "mode" else row
        extra = [
            ("skos:broader", f"plover:{row['parent']}" if row["parent"] else ""),
            ("dip:quadClass", f"dip:quad-{row['quad']}" if row["quad"] else ""),
            ("dip:goldstein", row["score"]),
        ]
        yield concept(f"plover:{name}", spelled, "plover", extra)


def cameo() -> Iterator[str]:
    """Yield the CAMEO codes with quad class and Goldstein score."""
    yield scheme("cameo")
    for row in table("cameo"):
        extra = [
            ("skos:broader", f"cameo:{row['parent']}" if row["parent"] else ""),
            ("dip:quadClass", f"dip:quad-{row['quad']}"),
            ("dip:goldstein", row["goldstein"]),
        ]
        yield concept(f"cameo:{row['code']}", row | {"notation": row["code"]}, "cameo", extra)


def build() -> dict[str, str]:
    """Return the text of each code list by file name."""
    parts = {
        "status": statuses(),
        "claim": listed("claim"),
        "role": [*roles(), *listed("role")],
        "measure": [*measures(), *listed("measure")],
        "plover": [*listed("plover"), *plover()],
        "cameo": cameo(),
    }
    return {f"{name}.ttl": HEADER + "\n".join(statements) for name, statements in parts.items()}


if __name__ == "__main__":
    for file, text in build().items():
        (CODES / file).write_text(text, encoding="utf-8", newline="\n")
