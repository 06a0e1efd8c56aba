"""`Accept` header and `format=` parameter → the media type of an answer, one for each kind of result."""

from __future__ import annotations

from dataclasses import dataclass

BINDINGS = "bindings"
BOOLEAN = "boolean"
GRAPH = "graph"


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """One serialisation: its media type, the other names it answers to, and its short names in `format=`."""

    type: str
    aliases: tuple[str, ...] = ()
    names: tuple[str, ...] = ()


_JSON = Offer(
    type="application/sparql-results+json", aliases=("application/json",), names=("json", "sparql-results+json")
)
_XML = Offer(
    type="application/sparql-results+xml", aliases=("application/xml", "text/xml"), names=("xml", "sparql-results+xml")
)
_CSV = Offer(type="text/csv", names=("csv",))
_TSV = Offer(type="text/tab-separated-values", names=("tsv",))
_TURTLE = Offer(
    type="text/turtle", aliases=("application/turtle", "application/x-turtle"), names=("turtle", "ttl", "n3")
)
_NTRIPLES = Offer(
    type="application/n-triples", aliases=("text/plain",), names=("n-triples", "ntriples", "nt", "n-triple")
)
_RDFXML = Offer(
    type="application/rdf+xml", aliases=("application/xml", "text/xml"), names=("rdf+xml", "rdf", "rdfxml", "xml")
)
_JSONLD = Offer(
    type="application/ld+json", aliases=("application/json",), names=("json-ld", "jsonld", "ld+json", "json")
)

# The first of a list is what a client without wishes gets.
OFFERS: dict[str, tuple[Offer, ...]] = {
    BINDINGS: (_JSON, _XML, _CSV, _TSV),
    BOOLEAN: (_JSON, _XML, _CSV, _TSV),
    GRAPH: (_TURTLE, _NTRIPLES, _RDFXML, _JSONLD),
}
HTML = Offer(type="text/html", aliases=("application/xhtml+xml",))


@dataclass(frozen=True, slots=True, kw_only=True)
class MediaRange:
    """One entry of an `Accept` header; `quality` is in [0, 1]."""

    type: str
    quality: float

    @property
    def specificity(self) -> int:
        """2 for a full type, 1 for `text/*`, 0 for `*/*`."""
        return 0 if self.type == "*/*" else 1 if self.type.endswith("/*") else 2

    def covers(self, name: str) -> bool:
        """Tell whether the media type `name` falls in this range."""
        return self.type == "*/*" or self.type == name or (self.type[-2:] == "/*" and name.startswith(self.type[:-1]))


def parse_accept(header: str) -> tuple[MediaRange, ...]:
    """Return the ranges of an `Accept` header in the order written; what cannot be read is left out.

    >>> [(r.type, r.quality) for r in parse_accept("text/csv;q=0.5, */*;q=0.1")]
    [('text/csv', 0.5), ('*/*', 0.1)]
    """
    ranges = []
    for part in header[:8192].split(","):
        name, *parameters = (piece.strip() for piece in part.split(";"))
        if name.count("/") == 1:
            ranges.append(MediaRange(type=name.lower(), quality=_quality(parameters)))
    return tuple(ranges)


def _quality(parameters: list[str]) -> float:
    for parameter in parameters:
        key, _, value = parameter.partition("=")
        if key.strip().lower() == "q":
            try:
                return min(max(float(value), 0.0), 1.0)
            except ValueError:
                return 0.0
    return 1.0


def choose(kind: str, *, accept: str, wish: str = "") -> str | None:
    """Return the media type to answer a result of `kind` with, or None where nothing offered is acceptable.

    `wish` is the value of a `format`, `output` or `results` parameter: a short name or a media type. It wins over the
    header where it fits the kind of result and is ignored where it does not, since client libraries send it with
    whatever the user set last. Between equals the client's order does not count, the server's does.

    >>> choose("bindings", accept="application/sparql-results+xml;q=0.5, text/csv;q=0.9")
    'text/csv'
    >>> choose("graph", accept="*/*", wish="json")
    'application/ld+json'
    >>> choose("bindings", accept="image/png") is None
    True
    """
    wished = wish.strip().lower().replace(" ", "+")
    for offer in OFFERS[kind]:
        if wished in (*offer.names, offer.type):
            return offer.type
    return best(OFFERS[kind], parse_accept(accept or "*/*"))


def best(offers: tuple[Offer, ...], ranges: tuple[MediaRange, ...]) -> str | None:
    """Return the media type of the offer with the highest quality, named as the client named it."""
    winner: tuple[float, str] = (0.0, "")
    for offer in offers:
        for name in (offer.type, *offer.aliases):
            quality = quality_of(name, ranges, exact=name != offer.type)
            if quality > winner[0]:
                winner = (quality, name)
    return winner[1] or None


def quality_of(name: str, ranges: tuple[MediaRange, ...], *, exact: bool = False) -> float:
    """Return the quality that the most specific matching range gives; `exact` ignores wildcards."""
    matching = [r for r in ranges if r.covers(name) and (not exact or r.specificity == 2)]
    return max(matching, key=lambda r: r.specificity).quality if matching else 0.0


def prefers_html(accept: str) -> bool:
    """Tell whether a page is wanted above all else: what browsers send, and no client library.

    >>> prefers_html("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8")
    True
    >>> prefers_html("application/n-quads,text/html;q=0.2")
    False
    """
    ranges = parse_accept(accept)
    html = quality_of(HTML.type, ranges, exact=True)
    return html > 0 and all(r.quality < html or r.type in (HTML.type, *HTML.aliases) for r in ranges)
