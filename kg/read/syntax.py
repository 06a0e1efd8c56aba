"""Dependency parse → who stands where: subjects with control and coordination, objects, prepositions, clause extents.

Label names are those of the ClearNLP scheme that spaCy's English pipelines use.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from spacy.tokens import Token

SUBJECTS = frozenset({"nsubj", "nsubjpass", "csubj", "csubjpass", "expl"})
CLAUSES = frozenset({"ROOT", "ccomp", "advcl", "relcl", "acl", "parataxis", "xcomp", "pcomp", "csubj", "csubjpass"})
RELATIVES = frozenset({"who", "which", "that", "whom", "whose", "where"})
#: verbs whose object, not subject, is the understood subject of their infinitive ("ordered two diplomats to leave")
OBJECT_CONTROL = frozenset(
    "ask order urge tell force invite allow permit advise instruct require request press call compel help want expect "
    "persuade convince encourage warn prompt lead send enable let make see have give".split()
)

#: verbs whose object is the understood subject of the gerund behind their preposition ("accused Israel of violating")
GERUND_CONTROL = frozenset(
    "accuse suspect blame convict acquit clear stop prevent keep hinder bar ban discourage dissuade deter warn praise "
    "thank charge criticise criticize condemn commend congratulate rebuke scold sanction fine punish attack denounce "
    "slam fault lambast lambaste castigate berate reprimand chide credit forgive pardon hail honour honor arrest "
    "detain jail imprison expel deport prosecute indict".split()
)

#: prepositions that lead from such a verb to what its object does; "by" and "without" keep the verb's own subject
_CHARGING = frozenset({"of", "for", "from", "with"})

#: verbs whose object, a plan or a call, is another's, and so is what it aims at
_REACTING = frozenset(
    "back support welcome endorse hail praise reject oppose block veto resist dismiss denounce condemn criticise "
    "criticize slam deplore question".split()
)

_RINGING = frozenset({"call", "phone", "telephone", "ring", "visit", "meet", "cable", "write"})
_SAYING = frozenset(
    "congratulate thank express convey apologise apologize discuss offer assure reassure inform brief wish condole "
    "extend felicitate commiserate".split()
)

#: verbs whose prepositional object is the understood subject of their infinitive ("called on Havana to free them")
_ADDRESSING = {
    "call": ("on", "upon"),
    "appeal": ("to",),
    "plead": ("with",),
    "prevail": ("on", "upon"),
    "lean": ("on",),
}

_HELPING = frozenset("help assist support aid relieve feed shelter treat protect defend rescue resettle house".split())
_PURPOSE = frozenset({"advcl", "xcomp", "acl", "relcl"})


def is_verbal(token: Token) -> bool:
    """Whether the token heads a clause in any form."""
    return token.pos_ in ("VERB", "AUX")


def below(head: Token, most: int = 160) -> list[Token]:
    """Return a token and what depends on it, nearest first; of a tree that no sentence has, the first `most` tokens."""
    found = [head]
    for token in found:
        if len(found) > most:
            break
        found.extend(token.children)
    return found


def expand(token: Token) -> list[Token]:
    """Return the token and what is coordinated with it, in text order ("A, B and C")."""
    found = [token]
    for child in token.conjuncts:
        if child.i > token.i and child.dep_ == "conj" and not is_verbal(child):
            found.append(child)
    return found


def is_passive(verb: Token, depth: int = 0) -> bool:
    """Whether the verb is in the passive voice, also in a reduced relative ("talks held in Oman")."""
    if any(child.dep_ in ("auxpass", "nsubjpass", "agent") for child in verb.children):
        return True
    if verb.tag_ == "VBN" and verb.dep_ == "conj" and not any(c.dep_ in ("aux", "nsubj") for c in verb.children):
        return depth < 6 and is_verbal(verb.head) and verb.head.tag_ == "VBN" and is_passive(verb.head, depth + 1)
    return verb.tag_ == "VBN" and verb.dep_ in ("acl", "amod") and not any(c.dep_ == "aux" for c in verb.children)


def joined_to(verb: Token) -> Token:
    """Return the verb that a coordinated verb really continues.

    The parser hangs "called" in "urged both to agree and called it off" on the infinitive; a finite verb continues the
    next finite one above.
    """
    head: Token = verb.head
    if verb.tag_ in ("VBD", "VBZ", "VBP"):
        while head.tag_ == "VB" and any(c.lower_ == "to" for c in head.children) and head.head != head:
            head = head.head
    past = verb.tag_ == "VBD" and head.dep_ == "ccomp" and head.head.tag_ == "VBD" and own_subject(verb) is None
    if past and any(c.dep_ == "aux" and c.tag_ == "MD" for c in head.children):
        return head.head  # "said he would step down but criticised the judges": nobody would criticised
    if _singular(verb) and head.dep_ == "ccomp" and is_verbal(head.head):
        # "Chad says they were tourists and has demanded …": who has demanded is not they
        subject = own_subject(head)
        if subject is not None and subject.lower_ in ("they", "we") and not _singular(head):
            return head.head
    return head


def _singular(verb: Token) -> bool:
    """Whether the form of a verb wants a singular subject ("has demanded", "wants")."""
    auxiliary = next((c for c in verb.children if c.dep_ in ("aux", "auxpass")), None)
    return (verb if auxiliary is None else auxiliary).tag_ == "VBZ"


def own_subject(verb: Token) -> Token | None:
    """Return the subject that hangs on the verb itself, if any."""
    for child in verb.children:
        if child.dep_ in ("nsubj", "nsubjpass"):
            return None if _is_addressed(child, verb) else child
    return None


def _is_addressed(noun: Token, verb: Token) -> bool:
    """Whether a noun before a comma and an imperative names who is spoken to: "Mr President, tell us"."""
    return noun.i == verb.i - 2 and verb.tag_ == "VB" and verb.nbor(-1).text == "," and noun.right_edge.i == noun.i


def subjects(verb: Token, depth: int = 0) -> list[Token]:
    """Return the understood surface subjects of a verb, coordination expanded.

    Where the verb has none of its own, the subject comes from the coordinated verb, from the controller of an
    infinitive or participle, or from the noun that a (reduced) relative clause modifies.
    """
    found = own_subject(verb)
    if verb.lemma_ in _SAYING and depth < 6 and _rung_up(verb, found):
        return subjects(verb.head, depth + 1)
    if found is not None:
        if found.lower_ in RELATIVES and verb.dep_ == "relcl":
            return expand(verb.head)
        return expand(found)
    if depth > 6:
        return []
    head = verb.head
    if verb.dep_ == "conj" and is_verbal(head):
        return subjects(joined_to(verb), depth + 1)
    if verb.dep_ == "xcomp" or (verb.dep_ == "ccomp" and not any(c.dep_ == "mark" for c in verb.children)):
        return _controller(head, depth)
    if verb.dep_ == "relcl":
        return expand(head)
    if verb.dep_ == "acl":
        if verb.tag_ == "VB" and head.dep_ in ("dobj", "nsubjpass") and head.head.lemma_ in _REACTING:
            return []  # "refused to back a plan to pay for the bridge": others mean to pay
        return expand(head) if verb.tag_ in ("VBG", "VBN") else _governing_subject(head, depth)
    charging = verb.dep_ == "pcomp" and head.dep_ == "prep" and head.lower_ in _CHARGING
    if charging and head.head.dep_ == "dobj" and head.head.head.lemma_ in GERUND_CONTROL:
        return expand(head.head)  # the parser hangs "of ramming" on the object
    if charging and head.head.lemma_ in GERUND_CONTROL:
        return objects(head.head) or _controller(head.head, depth)
    if verb.dep_ == "advcl" and verb.tag_ == "VB" and head.lemma_ in _ADDRESSING:
        return _controller(head, depth)
    if verb.dep_ in ("advcl", "pcomp", "dep", "prep"):
        return _governing_subject(head, depth) if not is_verbal(head) else subjects(head, depth + 1)
    return []


def _rung_up(verb: Token, found: Token | None) -> bool:
    """Whether an infinitive says what somebody calls another for: "called his counterpart to thank him"."""
    if verb.tag_ != "VB" or verb.head.lemma_ not in _RINGING or verb.dep_ not in ("advcl", "xcomp", "ccomp"):
        return False
    return found is not None or any(child.dep_ == "dobj" for child in verb.head.children)


def _controller(head: Token, depth: int) -> list[Token]:
    if head.lemma_ in OBJECT_CONTROL:
        for child in head.children:
            if child.dep_ in ("dobj", "dative", "nsubjpass"):
                return expand(child)
    for name, _, token in prepositions(head) if head.lemma_ in _ADDRESSING else ():
        if name in _ADDRESSING[head.lemma_]:
            return expand(token)
    return subjects(head, depth + 1) if is_verbal(head) else _governing_subject(head, depth)


def _governing_subject(token: Token, depth: int) -> list[Token]:
    """Return the subject of the verb above a noun, adjective or preposition; a possessor of the noun comes first."""
    for child in token.children:
        if child.dep_ == "poss":
            return expand(child)
    for ancestor in token.ancestors:
        if is_verbal(ancestor):
            return subjects(ancestor, depth + 1)
    return []


def agents(verb: Token) -> list[Token]:
    """Return the "by" agents of a passive verb."""
    return [
        t
        for child in verb.children
        if child.dep_ == "agent"
        for p in child.children
        if p.dep_ == "pobj"
        for t in expand(p)
    ]


def objects(verb: Token) -> list[Token]:
    """Return direct objects, coordination expanded; for a passive verb its surface subjects."""
    if is_passive(verb):
        return subjects(verb)
    found = [t for child in verb.children if child.dep_ in ("dobj", "attr", "oprd") for t in expand(child)]
    if not found and verb.dep_ == "relcl":
        for child in verb.children:
            if child.dep_ == "dobj" or (child.lower_ in ("whom", "which", "that") and child.dep_ != "nsubj"):
                return expand(verb.head)
        if own_subject(verb) is not None and own_subject(verb).lower_ not in RELATIVES:  # type: ignore[union-attr]
            return expand(verb.head)
    if len(found) == 1 and found[0].lower_ in ("whom", "which", "that") and verb.dep_ == "relcl":
        return expand(verb.head)
    return found


def datives(verb: Token) -> list[Token]:
    """Return indirect objects without a preposition ("told him", "gave Kyiv")."""
    return [t for child in verb.children if child.dep_ == "dative" and child.pos_ != "ADP" for t in expand(child)]


def actors(verb: Token) -> list[Token]:
    """Return the deep subjects: surface subjects of an active verb, "by" agents of a passive one."""
    return agents(verb) if is_passive(verb) else subjects(verb)


def prepositions(token: Token) -> Iterator[tuple[str, Token, Token]]:
    """Yield (preposition, its token, object token) of each prepositional child, coordination expanded.

    Nested prepositions are followed one step ("from aboard", "because of"), "dative" to-phrases count as "to".
    """
    for child in token.children:
        if child.dep_ in ("prep", "dative", "agent") and child.pos_ in ("ADP", "SCONJ", "VERB", "ADV"):
            yield from _objects_of(child, child.lower_)
            for other in child.children:
                # "sanctions on the minister and on his bank"
                if other.dep_ == "conj" and other.lower_ == child.lower_:
                    yield from _objects_of(other, child.lower_)


def _objects_of(prep: Token, name: str) -> Iterator[tuple[str, Token, Token]]:
    for child in prep.children:
        if child.dep_ == "pobj":
            for item in expand(child):
                yield name, prep, item
            for nested in child.children:
                # "travelling on Air Force One to Malaysia": the goal hangs on the vehicle
                if nested.dep_ == "prep" and nested.lower_ == "to" and name in ("on", "aboard", "by", "from"):
                    yield from _objects_of(nested, "to")
                elif nested.dep_ == "prep" and nested.lower_ == "of" and (name, child.lower_) == ("in", "front"):
                    yield from _objects_of(nested, "outside")
        elif child.dep_ == "prep":
            yield from _objects_of(child, child.lower_ if child.lower_ in ("of", "in", "with") else name)


def particle(verb: Token) -> str | None:
    """Return the particle of a verb ("off" in "called it off"), or None."""
    for child in verb.children:
        if child.dep_ == "prt":
            return str(child.lower_)
    return None


def clause_verb(token: Token) -> Token:
    """Return the nearest verb at or above the token (the token's root where there is none)."""
    if is_verbal(token):
        return token
    top = token
    for ancestor in token.ancestors:
        top = ancestor
        if is_verbal(ancestor):
            return ancestor
    return top


def auxiliaries(verb: Token, depth: int = 0) -> list[Token]:
    """Return auxiliaries of a verb in order; a coordinated verb shares those of the first ("will meet and sign")."""
    own = [child for child in verb.children if child.dep_ in ("aux", "auxpass")]
    joined = verb.dep_ == "conj" and is_verbal(verb.head) and own_subject(verb) is None
    if not own and depth < 6 and joined and (verb.tag_ in ("VB", "VBN", "VBG") or verb.tag_ == verb.head.tag_):
        return auxiliaries(verb.head, depth + 1)
    return own


def negated(verb: Token, depth: int = 0) -> bool:
    """Whether "not", "never", "no longer" or a "no …" subject negates the verb."""
    for child in verb.children:
        if child.dep_ == "neg" or (
            child.lower_ in ("never", "neither", "nor") and child.dep_ in ("advmod", "cc", "preconj")
        ):
            return True
    subject = own_subject(verb)
    if subject is not None and (subject.lower_ in ("nobody", "none", "nothing") or has_no(subject)):
        return True
    return (
        depth < 6
        and verb.dep_ == "conj"
        and is_verbal(verb.head)
        and own_subject(verb) is None
        and verb.tag_ in ("VB", "VBN")
        and negated(verb.head, depth + 1)
        and any(c.lower_ in ("or", "nor") for c in verb.head.children if c.dep_ == "cc")
    )


def has_no(noun: Token) -> bool:
    """Whether a noun carries "no" or "neither" as determiner."""
    return any(c.lower_ in ("no", "neither") and c.dep_ in ("det", "neg", "preconj") for c in noun.children)


def extent(tokens: Iterable[Token]) -> tuple[int, int]:
    """Return (first, last) token index of some tokens."""
    positions = [t.i for t in tokens]
    return min(positions), max(positions)


def clause_tokens(head: Token, stop: Iterable[Token] = ()) -> list[Token]:
    """Return the tokens of a clause: the head's subtree without attached reporting frames and coordinated clauses.

    `stop` names further sub-heads whose subtrees are left out.
    """
    halted = {t.i for t in stop}
    kept: list[Token] = []
    stack = [head]
    while stack:
        token = stack.pop()
        kept.append(token)
        for child in token.children:
            if child.i in halted or child.dep_ in ("parataxis", "punct"):
                continue
            if token == head and child.dep_ in ("conj", "cc") and is_verbal(head):
                continue
            if child.dep_ == "ccomp" and child.i < token.i:
                continue
            stack.append(child)
    return sorted(kept, key=lambda t: t.i)


def helped(verb: Token) -> Iterator[Token]:
    """Yield whom something is given to help: "donated ventilators to assist Malawi", "sent food to feed the hungry"."""
    for owner in (verb, *objects(verb)):
        for child in owner.children:
            if child.tag_ == "VB" and child.lemma_ in _HELPING and child.i > verb.i and child.dep_ in _PURPOSE:
                yield from objects(child)
                for below in child.children:
                    own = own_subject(below) if below.dep_ in ("ccomp", "xcomp") else None
                    yield from expand(own) if own is not None and own.i > child.i else ()


def modifiers(noun: Token) -> list[Token]:
    """Return the words before a noun that modify it, with those coordinated with them or tied to them by a hyphen."""
    found: list[Token] = []
    for child in noun.children:
        if child.dep_ in ("amod", "compound", "nmod"):
            found += (*tied(child), child, *child.conjuncts)
    return list(dict.fromkeys(found))


def tied(token: Token) -> list[Token]:
    """Return the words that hyphens tie to a word from the left: of "Iranian" in "Russian-Turkish-Iranian talks" two.

    A word of lower case ("then-Soviet") ties no party.
    """
    found: list[Token] = []
    first = token
    while first.i and first.nbor(-1).dep_ == "compound" and first.nbor(-1).head == first:
        first = first.nbor(-1)  # "Iran-Saudi Arabia talks", "Norway-Russia fisheries talks"
    if first != token and token.pos_ == "NOUN" and first.i > 1 and first.nbor(-1).text == "-":
        found.append(first)
    token = first
    while token.i > 1 and token.nbor(-1).text == "-" and not token.nbor(-1).whitespace_:
        token = token.nbor(-2)
        if token.whitespace_ or not token.text[:1].isupper():
            break
        found.append(token)
    return found[::-1]
