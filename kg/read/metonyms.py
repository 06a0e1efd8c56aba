"""Place and state names → government, organisation or location, by what they hang on in the sentence.

"Sanctions on Moscow" and "a drone heading for Moscow" hold the same word; the words of `mentions.yaml` (`senses`)
decide which of the two it is.
"""

from __future__ import annotations

from spacy.tokens import Doc, Token

from kg.facts import Facts, Org, Place, State
from kg.model import Kind
from kg.read.candidates import Candidate
from kg.read.mention_words import Senses

GOVERNMENT, LOCATION = "government", "location"
SPORT_WORDS, SPORT_SHARE = 4, 70  # distinct words of sport, and one in how many words of the text
SUBJECTS = frozenset({"nsubj", "nsubjpass", "agent"})
#: verbs on which the parser hangs where their object comes from: "won praise from Austria"
RECEIVING = frozenset(
    "win draw earn receive get face secure obtain gain seek want buy purchase import order request expect demand "
    "accept await borrow attract provoke elicit acquire procure".split()
)


def is_sport(doc: Doc, words: frozenset[str]) -> bool:
    """Whether a text reports on sport, where a state's name means its team."""
    found = [token.lower_ for token in doc if token.lower_ in words]
    return len(set(found)) >= SPORT_WORDS and len(found) * SPORT_SHARE >= len(doc)


def as_team(candidate: Candidate) -> None:
    """Make the name of a state that of its team, which no table knows."""
    candidate.kind, candidate.agent, candidate.sector, candidate.rows = Kind.ORGANIZATION, None, None, ()


def decide(doc: Doc, candidate: Candidate, facts: Facts, senses: Senses) -> None:
    """Set the kind, and for a government the state, of a place or state name."""
    row = candidate.rows[0] if candidate.rows else None
    if isinstance(row, Org) and candidate.name.isupper() and candidate.full and is_dateline(doc, candidate):
        candidate.kind, candidate.rows = Kind.PLACE, ()  # "UNITED NATIONS, May 15 -": the seat
        return
    if candidate.form == "demonym":
        if candidate.start and doc[candidate.start - 1].lower_ in senses.nation_words:
            candidate.kind, candidate.country, candidate.rows = Kind.GROUP, None, ()  # a nation, not its state
        return
    if not isinstance(row, (State, Place)):
        return
    if isinstance(row, Place) and not row.metonym_for:
        return
    here = sense(doc, candidate, senses)
    if isinstance(row, State):
        candidate.kind = Kind.PLACE if here == LOCATION else Kind.STATE
        return
    if here == LOCATION:
        candidate.kind = Kind.FACILITY if row.kind == "landmark" else Kind.PLACE
        return
    stand_for(doc, candidate, facts, row, senses)


def stand_for(doc: Doc, candidate: Candidate, facts: Facts, place: Place, senses: Senses) -> None:
    """Replace the row of a place by what it stands for as an actor."""
    metonym = facts.metonym_of(place)
    international = [org for org in metonym.orgs if org.state is None]
    if international and (not metonym.states or (place.metonym_for[0] == place.state and len(place.metonym_for) > 1)):
        verb = governor(doc[candidate.head])
        if place.name == "Brussels" or not metonym.states or verb.lemma_ in senses.organisation_verbs:
            set_org(candidate, international[0], place)
            return
    if metonym.states:
        office = metonym.offices[0] if metonym.offices else None
        if office is not None and office.role in senses.ministries:
            candidate.kind, candidate.rows = Kind.ORGANIZATION, ()
            candidate.name = senses.ministries[office.role].format(state=metonym.states[0].name)
            candidate.country, candidate.sector = metonym.states[0].code, "GOV"
            return
        candidate.kind = Kind.STATE
        candidate.rows = (metonym.states[0],)
        candidate.country = metonym.states[0].code
    elif metonym.orgs:
        set_org(candidate, metonym.orgs[0], place)


def set_org(candidate: Candidate, org: Org, place: Place) -> None:
    """Make the mention one of an organisation, unless the place hosts several that it could mean."""
    if place.name in ("Vienna", "Geneva", "The Hague", "Strasbourg", "Addis Ababa", "Jeddah"):
        candidate.kind = Kind.PLACE
        return
    candidate.kind = Kind.ORGANIZATION
    candidate.rows = (org,)
    candidate.country = None


def governor(token: Token) -> Token:
    """Return the word that a name hangs on, over prepositions, conjunctions and appositions."""
    head = token.head
    while head.dep_ in ("prep", "conj", "appos", "agent", "pcomp") and head.head != head:
        head = head.head
    return head


def first_conjunct(token: Token) -> Token:
    """Return the first of coordinated words: the others share its sense."""
    steps = 0
    while token.dep_ == "conj" and token.head != token and steps < 12:
        token, steps = token.head, steps + 1
    return token


def sense(doc: Doc, candidate: Candidate, senses: Senses) -> str:
    """Return whether a name acts as a government or is a location."""
    if is_dateline(doc, candidate):
        return LOCATION
    shared = pair_noun(doc, candidate)
    if shared is not None and isinstance(candidate.rows[0], State):
        return LOCATION if shared.lemma_.lower() in senses.pair_places else GOVERNMENT
    if shared is not None and shared.lemma_.lower() in senses.pair_acts:
        return GOVERNMENT
    token = first_conjunct(doc[candidate.head])
    dep, head = token.dep_, token.head
    if token.i == candidate.start and token.i and token.nbor(-1).lower_ in ("in", "at", "near") and dep == "pobj":
        return LOCATION
    if dep in ("pobj", "pcomp") and head.pos_ in ("ADP", "SCONJ", "PART", "VERB", "ADV"):
        return after_preposition(head, senses, city=isinstance(candidate.rows[0], Place))
    if dep == "nsubjpass":
        return LOCATION if head.lemma_ in senses.place_objects or head.lemma_ in senses.attack else GOVERNMENT
    if dep in ("dobj", "obj"):
        return LOCATION if head.lemma_ in senses.place_objects else GOVERNMENT
    if dep in ("compound", "nmod", "poss", "amod", "npadvmod"):
        return as_modifier(candidate, token, senses)
    if dep == "appos":
        after_comma = candidate.start > 0 and doc[candidate.start - 1].text in (",", "(")
        of_place = head.pos_ != "NOUN" or head.lemma_.lower() in senses.place_heads
        return LOCATION if after_comma and of_place else GOVERNMENT
    if dep in SUBJECTS and head.lemma_ == "be" and is_location_clause(head, senses):
        return LOCATION
    return GOVERNMENT


def pair_noun(doc: Doc, candidate: Candidate) -> Token | None:
    """Return the noun that a name modifies together with one tied to it by a hyphen: "talks" in "US-China talks"."""
    end = candidate.end
    tie = end + 1 < len(doc) and doc[end].text == "-" and not doc[end].whitespace_ and not doc[end - 1].whitespace_
    if not tie and not (candidate.start > 1 and doc[candidate.start - 1].text == "-"):
        return None
    while end + 1 < len(doc) and doc[end].text == "-" and doc[end + 1].text[:1].isupper():
        end += 2
    last = doc[end - 1]
    while last.dep_ == "compound" and last.head.i == last.i + 1 and last.head.pos_ == "PROPN":
        last = last.head  # "Iran-Saudi Arabia talks"
    return last.head if last.dep_ in ("compound", "amod", "nmod") and last.head.i > last.i else None


def as_modifier(candidate: Candidate, token: Token, senses: Senses) -> str:
    """Return the sense of a name before a noun: "Moscow's mayor" and "a London firm" are of the city."""
    head = token.head
    if token.dep_ == "npadvmod" and head.pos_ not in ("NOUN", "PROPN"):
        return GOVERNMENT if head.lemma_ in senses.made_by else LOCATION
    if head.lemma_.lower() in senses.place_heads:
        return LOCATION
    row = candidate.rows[0]
    city = isinstance(row, Place) and row.kind != "landmark"
    if city and token.dep_ == "compound" and head.lemma_.lower() not in senses.government_heads:
        return LOCATION
    return GOVERNMENT


def is_location_clause(verb: Token, senses: Senses) -> bool:
    """Whether a form of "be" says where or what a place is ("is 40 km away", "is the last stop")."""
    return any(
        child.dep_ == "npadvmod"
        or child.lower_ in ("under", "apart", "away", "home")
        or (child.dep_ == "attr" and child.lemma_.lower() in senses.place_heads)
        for child in verb.children
    )


def after_preposition(preposition: Token, senses: Senses, *, city: bool) -> str:
    """Return the sense of a name after a preposition, by the preposition and what that hangs on."""
    word = preposition.lower_
    head = preposition.head
    if head.pos_ == "ADV" and head.head != head:
        head = head.head  # "go back to Oslo"
    above = head.lemma_.lower()
    before = preposition.nbor(-1).lemma_.lower() if preposition.i else ""
    if word in senses.place_prepositions:
        return LOCATION
    if word == "on":
        return LOCATION if above in senses.attack else GOVERNMENT
    if word == "of":
        return LOCATION if above in senses.place_of else GOVERNMENT
    if word == "for":
        return LOCATION if above in senses.place_for else GOVERNMENT
    if word == "from" and head.pos_ == "VERB" and head.lemma_ in senses.place_from:
        return LOCATION
    if word == "from" and above in RECEIVING:
        got = {child.lemma_.lower() for child in head.children if child.dep_ == "dobj"}
        above = next((noun for noun in got if noun in senses.government_from), above)
    if word == "from":
        moves = above in senses.motion or head.pos_ == "VERB"
        return LOCATION if (moves or city) and above not in senses.government_from else GOVERNMENT
    if word == "to":
        moves = above in senses.motion or before in senses.motion
        return LOCATION if moves and above not in senses.place_to_not else GOVERNMENT
    return GOVERNMENT


def _acts_between_commas(doc: Doc, candidate: Candidate, date: Token) -> bool:
    """Whether a date stands between commas behind the subject of a verb: "Delhi Police, on Thursday, arrested …"."""
    behind = next((t for t in doc[date.i : date.i + 6] if t.ent_type_ != "DATE"), None)
    return behind is not None and behind.text == "," and doc[candidate.head].dep_ in SUBJECTS


def is_dateline(doc: Doc, candidate: Candidate) -> bool:
    """Whether a name opens a line and is followed by a date, or by a dash after a date or an agency in brackets."""
    start = candidate.start
    if start > 0 and "\n" not in doc[start - 1].text and (start > 3 or any(t.text.islower() for t in doc[:start])):
        return False
    for token in doc[candidate.end : candidate.end + 16]:
        if token.text in ("—", "–", "--", "-"):
            tie = token.text == "-" and not token.whitespace_ and not doc[token.i - 1].whitespace_
            if tie and token.i + 1 < len(doc) and doc[token.i + 1].dep_ not in ("ROOT", "nsubj", "nsubjpass"):
                if token.i == candidate.end:
                    return False  # "US-China talks"
                continue
            return bool(token.i == candidate.end or token.whitespace_ or doc[token.i - 1].whitespace_)
        if token.ent_type_ == "DATE" and token.i <= candidate.end + 2 and doc[candidate.end].text in (".", ","):
            return not _acts_between_commas(doc, candidate, token)
        if "\n" in token.text or token.pos_ in ("VERB", "AUX"):
            return False
    return False
