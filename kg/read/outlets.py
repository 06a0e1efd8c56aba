"""One-word names that the model types differently each time → one reading: a news outlet, a place, or a person.

The words beside one use decide for all: "Saba, the state news agency" makes "Saba reported" an outlet too, and the
dateline "MOKHA, Yemen" makes Mokha a place.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from spacy.tokens import Doc, Token

from kg.facts import fold
from kg.model import Kind
from kg.read.candidates import Candidate
from kg.read.labelled import is_medium
from kg.read.metonyms import is_dateline

UNSURE = frozenset({Kind.PERSON, Kind.ORGANIZATION, Kind.PLACE, Kind.FACILITY})
RELAYS = frozenset({"report", "quote", "cite"})
LOCATIVE = frozenset({"in", "at", "near", "outside", "around"})


def settle(doc: Doc, names: Sequence[Candidate], nominals: dict[int, Candidate], full: frozenset[str]) -> None:
    """Give all uses of a name that no table knows the one reading that the text shows; `full` are persons' surnames."""
    uses: dict[str, list[Candidate]] = defaultdict(list)
    for name in names:
        if not name.rows and name.person is None and name.kind in UNSURE and name.form == "name":
            uses[fold(name.name)].append(name)
    for name in names:
        if name.kind is Kind.PLACE and name.country is None:
            name.country = state_behind(doc, name, names)
    for key, same in uses.items():
        kinds = {name.kind for name in same}
        if key in full:
            continue
        if any(is_outlet(doc, name, nominals) for name in same):
            for name in same:
                name.kind, name.sector, name.country = Kind.ORGANIZATION, "MED", None
        elif is_dateline(doc, same[0]) or (len(kinds) > 1 and any(is_place(doc, name) for name in same)):
            countries = [country for name in same if (country := name.country or state_behind(doc, name, names))]
            for name in same:
                name.kind, name.sector, name.pronoun = Kind.PLACE, None, None
                name.country = countries[0] if len(set(countries)) == 1 else name.country


def passed_over(doc: Doc, covered: set[int], common: frozenset[str], nominals: dict[int, Candidate]) -> list[Candidate]:
    """Return the outlets that the model took for no name at all ("told NTB", "according to Wiener Bote").

    `common` are the words that end a nominal phrase ("the Security Council").
    """
    found = []
    for token in doc:
        if token.i in covered or token.lower_ in common or not (token.tag_ == "NNP" or token.text.isupper()):
            continue
        called = any(c.dep_ == "appos" and c.i in nominals and nominals[c.i].sector == "MED" for c in token.children)
        if not called and not is_cited(token):
            continue
        start = token.i
        while start and start - 1 not in covered and doc[start - 1].tag_ == "NNP" and doc[start - 1].dep_ == "compound":
            start -= 1
        name = doc[start : token.i + 1].text
        if called or token.i + 1 - start > 1 or name.isupper():
            found.append(Candidate(start, token.i + 1, token.i, Kind.ORGANIZATION, "name", name, full=token.i > start))
    return found


def is_cited(token: Token) -> bool:
    """Whether a word is what a report was told to, or what it is cited from."""
    head = token.head
    if token.dep_ in ("dobj", "dative"):
        return head.lemma_ in ("tell", "cite")
    return token.dep_ == "pobj" and head.lower_ == "to" and head.head.lower_ == "according"


def datelines(doc: Doc, covered: set[int]) -> list[Candidate]:
    """Return the places in capitals that open a text and that the model took for no name ("MOKHA, Yemen -")."""
    end = 0
    while end < min(len(doc), 4) and end not in covered and doc[end].text.isupper() and doc[end].is_alpha:
        end += 1
    if not end or doc[end : end + 1].text not in (",", "(", "—", "–", "-"):
        return []
    place = Candidate(0, end, end - 1, Kind.PLACE, "name", doc[:end].text.title(), full=end > 1)
    return [place] if is_dateline(doc, place) else []


def is_outlet(doc: Doc, name: Candidate, nominals: dict[int, Candidate]) -> bool:
    """Whether the words beside a name make it a news outlet: an apposition, or the verbs of relaying reports."""
    token = doc[name.head]
    beside = [child.i for child in token.children if child.dep_ == "appos"]
    if token.dep_ == "appos":
        beside.append(token.head.i)
    kinds = [nominals[i] for i in beside if i in nominals]
    if is_medium(doc, name):
        return True
    person = name.full and name.kind is Kind.PERSON
    if any(nominal.sector == "MED" and not nominal.plural for nominal in kinds) and not person:
        return True
    acronym = name.end - name.start == 1 and (token.text.isupper() or any(c.isdigit() for c in token.text))
    if kinds or (name.kind is not Kind.ORGANIZATION and not (acronym and is_cited(token))):
        return False
    verb = token.head
    if is_cited(token):
        return True
    return token.dep_ == "nsubj" and verb.lemma_ in RELAYS and relays(verb)


def relays(verb: Token) -> bool:
    """Whether a verb has what is reported: a clause of its own, or the clause that it stands behind."""
    return any(child.dep_ == "ccomp" for child in verb.children) or verb.dep_ in ("parataxis", "advcl")


def is_place(doc: Doc, name: Candidate) -> bool:
    """Whether a name stands where a place stands: as a dateline, or one word behind "in" or "near"."""
    if is_dateline(doc, name):
        return True
    return not name.full and name.start > 0 and doc[name.start - 1].lower_ in LOCATIVE


def state_behind(doc: Doc, name: Candidate, names: Sequence[Candidate]) -> str | None:
    """Return the country of the state or region right behind a place name ("Mokha, Yemen"), or None."""
    if name.end >= len(doc) or doc[name.end].text != ",":
        return None
    return next((n.country for n in names if n.start == name.end + 1 and n.kind in (Kind.PLACE, Kind.STATE)), None)
