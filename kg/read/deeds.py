"""Whose deed a noun is, and to whom something goes back, where the parser hangs both far from the verb."""

from __future__ import annotations

from spacy.tokens import Token

from kg.read import syntax

#: participles whose "by" names whose deed the noun before them is
_DOING = frozenset(
    "commit carry stage organise organize make launch table submit draft propose sponsor put hold perpetrate conduct "
    "impose file lodge issue initiate author adopt order stag".split()  # what the lemmatizer makes of "staged"
)
#: verbs that always give something back to somebody
_GIVING_BACK = frozenset({"return", "repatriate"})


def makers(noun: Token) -> list[Token]:
    """Return the agents of a participle that says whose deed a noun is: "crimes committed by the militia"."""
    deeds = (c for c in noun.children if c.dep_ == "acl" and c.tag_ == "VBN" and c.lemma_.lower() in _DOING)
    return [t for deed in deeds for t in syntax.agents(deed)]


def far_goals(verb: Token) -> list[Token]:
    """Return to whom something goes where the parser hangs "to" on a word far below what is given back."""
    if verb.lemma_ not in _GIVING_BACK or any(c.lower_ == "to" and c.dep_ in ("prep", "dative") for c in verb.children):
        return []
    inside = (t for item in verb.children if item.dep_ == "dobj" for t in syntax.below(item) if t.head != item)
    goals = [t for t in inside if t.lower_ == "to" and t.dep_ == "prep"]
    return [t for child in goals[-1].children if child.dep_ == "pobj" for t in syntax.expand(child)] if goals else []
