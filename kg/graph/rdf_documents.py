"""One article of the store → the triples of its document graph."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping

from kg.graph.rdf_fused import support_triple
from kg.graph.rows import rows
from kg.graph.terms import RDF_TYPE, concept, data, day, decimal, integer, iri, link, name, text

ARTICLES = """
SELECT id, url, publisher, published, title, language, sha256, metadata, coalesce(run, '') AS run
FROM articles LEFT JOIN extractions ON extractions.article = articles.id ORDER BY id
"""
ARTICLE = ARTICLES.replace("ORDER BY id", "WHERE id = ?")

# A publisher is the agent that its articles' own voice belongs to, else the organisation of its name.
_OUTLETS = """
SELECT label AS publisher, min(id) AS agent FROM agents WHERE kind = 'organization' AND label {0} GROUP BY label
UNION ALL
SELECT publisher, min(claimant) FROM articles JOIN claims ON claims.article = articles.id
WHERE voice = 'author' AND publisher {0} GROUP BY publisher
"""
_COPIES = "SELECT * FROM copies WHERE copy_of = ?"
_CLAIMS = "SELECT * FROM claims WHERE article = ?"
_STEPS = "SELECT attributions.* FROM claims JOIN attributions ON attributions.claim = claims.id WHERE article = ?"
_SUPPORTS = "SELECT supports.* FROM claims JOIN supports ON supports.claim = claims.id WHERE article = ?"
_RESPONSES = "SELECT responses.* FROM claims JOIN responses ON responses.claim = claims.id WHERE article = ?"
# Only what a claim rests on leaves the store: a span that nothing points to would be text without a reason.
_SPANS = """
SELECT evidence.* FROM evidence WHERE id IN (
  SELECT evidence FROM claims WHERE article = ?1
  UNION SELECT cue FROM attributions JOIN claims ON claims.id = attributions.claim WHERE article = ?1)
"""


def document_graph_iri(article: sqlite3.Row) -> str:
    """Return the IRI term of the graph of an article (a row of `ARTICLES`) and the run that read it."""
    return data("graph", "doc", article["id"], article["run"] or "unread")


def outlets(connection: sqlite3.Connection, publisher: str | None = None) -> dict[str, str]:
    """Return publisher as printed → agent, of all publishers or of one."""
    if publisher is None:
        return {row[0]: row[1] for row in rows(connection, _OUTLETS.format("IS NOT NULL"))}
    return {row[0]: row[1] for row in rows(connection, _OUTLETS.format("= ?1"), publisher)}


def document_triples(connection: sqlite3.Connection, article: sqlite3.Row, outlet: Mapping[str, str]) -> Iterator[str]:
    """Yield the triples of one article (a row of `ARTICLES`): metadata, spans, claims, steps, what claims support."""
    yield from _metadata(article, outlet)
    key = article["id"]
    for copy in rows(connection, _COPIES, key):
        yield from _copy(copy)
    for span in rows(connection, _SPANS, key):
        yield from _span(span)
    for claim in rows(connection, _CLAIMS, key):
        yield from _claim(claim, article["run"])
    for step in rows(connection, _STEPS, key):
        yield from _step(step)
    for row in rows(connection, _SUPPORTS, key):
        yield support_triple(row)
    for row in rows(connection, _RESPONSES, key):
        yield f"{iri(row['claim'])} {name('dip:' + row['kind'])} {iri(row['target'])}"


def _metadata(article: sqlite3.Row, outlet: Mapping[str, str]) -> Iterator[str]:
    document = data("doc", article["id"])
    yield f"{document} {RDF_TYPE} {name('dip:NewsArticle')}"
    yield f"{document} {name('dip:textDigest')} {text(article['sha256'])}"
    yield from _imprint(document, article)
    if article["publisher"] in outlet:
        yield f"{document} {name('schema:publisher')} {iri(outlet[article['publisher']])}"
    if article["run"]:
        yield f"{document} {name('dip:extractedIn')} {data('run', article['run'])}"
    if article["metadata"] != "{}":
        yield f"{document} {name('dip:sourceMetadata')} {text(article['metadata'])}"
    if article["title"] is not None:
        yield f"{document} {name('schema:headline')} {text(article['title'])}"
    if article["language"] is not None:
        yield f"{document} {name('schema:inLanguage')} {text(article['language'])}"


def _imprint(document: str, row: sqlite3.Row) -> Iterator[str]:
    if row["url"] is not None:
        yield f"{document} {name('schema:url')} {link(row['url'])}"
    if row["publisher"] is not None:
        yield f"{document} {name('dc:publisher')} {text(row['publisher'])}"
    if row["published"]:
        yield f"{document} {name('schema:datePublished')} {day(row['published'])}"


def _copy(copy: sqlite3.Row) -> Iterator[str]:
    document = data("doc", copy["id"])
    yield f"{document} {RDF_TYPE} {name('dip:NewsArticle')}"
    yield f"{document} {name('dip:copyOf')} {data('doc', copy['copy_of'])}"
    yield f"{document} {name('dip:similarity')} {decimal(copy['similarity'])}"
    yield f"{document} {name('dip:textDigest')} {text(copy['sha256'])}"
    yield from _imprint(document, copy)


def _span(span: sqlite3.Row) -> Iterator[str]:
    node = iri(span["id"])
    start, end, quote = integer(span["start"]), integer(span["end"]), text(span["quote"])
    key = (span["article"], f"{span['start']}-{span['end']}")
    position, exact = data("selector", *key, "position"), data("selector", *key, "quote")
    yield f"{node} {RDF_TYPE} {name('dip:EvidenceSpan')}"
    yield f"{node} {name('dip:spanOf')} {data('doc', span['article'])}"
    yield f"{node} {name('dip:quote')} {quote}"
    yield f"{node} {name('dip:start')} {start}"
    yield f"{node} {name('dip:end')} {end}"
    yield f"{node} {name('oa:hasSelector')} {position}"
    yield f"{node} {name('oa:hasSelector')} {exact}"
    yield f"{position} {RDF_TYPE} {name('oa:TextPositionSelector')}"
    yield f"{position} {name('oa:start')} {start}"
    yield f"{position} {name('oa:end')} {end}"
    yield f"{exact} {RDF_TYPE} {name('oa:TextQuoteSelector')}"
    yield f"{exact} {name('oa:exact')} {quote}"


def _claim(claim: sqlite3.Row, run: str) -> Iterator[str]:
    node = iri(claim["id"])
    yield f"{node} {RDF_TYPE} {name('dip:Claim')}"
    yield f"{node} {name('dip:about')} {iri(claim['event'])}"
    yield f"{node} {name('dip:reportedIn')} {data('doc', claim['article'])}"
    yield f"{node} {name('dip:mentionedAs')} {text(claim['mention'])}"
    yield f"{node} {name('dip:claimant')} {iri(claim['claimant'])}"
    yield f"{node} {name('dip:evidence')} {iri(claim['evidence'])}"
    yield f"{node} {name('dip:voice')} {concept('voice', claim['voice'])}"
    yield f"{node} {name('dip:claimedStatus')} {concept('status', claim['status'])}"
    yield f"{node} {name('dip:polarity')} {concept('polarity', claim['polarity'])}"
    yield f"{node} {name('dip:certainty')} {concept('certainty', claim['certainty'])}"
    yield f"{node} {name('dip:claimStatus')} {concept('claim', claim['claim_status'])}"
    yield f"{node} {name('dip:confidence')} {decimal(claim['confidence'])}"
    yield f"{node} {name('dip:rule')} {text(claim['rule'])}"
    if claim["reported"]:
        yield f"{node} {name('dip:reportedOn')} {day(claim['reported'])}"
    if run:
        yield f"{node} {name('prov:wasGeneratedBy')} {data('run', run)}"


def _step(step: sqlite3.Row) -> Iterator[str]:
    claim, source = iri(step["claim"]), iri(step["source"])
    node = data("attribution", step["claim"].rpartition("/")[2], str(step["step"]))
    yield f"{claim} {name('dip:attribution')} {node}"
    yield f"{node} {RDF_TYPE} {name('dip:Attribution')}"
    yield f"{node} {name('dip:step')} {integer(step['step'])}"
    yield f"{node} {name('dip:source')} {source}"
    yield f"{node} {name('dip:sourceType')} {concept('source', step['source_type'])}"
    if step["cue"]:
        yield f"{node} {name('dip:cue')} {iri(step['cue'])}"
    if step["step"] > 1:
        yield f"{claim} {name('dip:relayedBy')} {source}"
