"""A candidate's surroundings → the reason why its rule does not hold there, if any."""

from __future__ import annotations

from collections.abc import Iterable

from spacy.tokens import Token

from kg.lexicon import Rule
from kg.read import syntax
from kg.read.parsed import ParsedArticle
from kg.read.roles import anchor_of
from kg.read.triggers import Candidate, lemma

_NEAR = 8  # tokens around a trigger in which a vetoing word counts


def veto(candidate: Candidate, parsed: ParsedArticle) -> str:
    """Return why a candidate's surroundings forbid it, or an empty string."""
    token = candidate.token
    if candidate.nominal:
        anchor = parsed.at(token)
        if (anchor is not None and anchor.form == "name") or token.ent_type_ in ("DATE", "TIME", "PERSON"):
            return "part of a name or a date"
    return _words_beside(candidate) or _voice(candidate) or _subject(candidate, parsed) or _object(candidate, parsed)


def _words_beside(candidate: Candidate) -> str:
    rule, token = candidate.rule, candidate.token
    own = {w.i for w in candidate.words}
    # The surface subject of a passive is what is acted on: its words count like an object's.
    subject = {t.i for c in token.children if c.dep_ in ("nsubj", "csubj") for t in c.subtree}
    scope = list(token.subtree)
    if not candidate.nominal:
        scope = [t for t in scope if t.i not in subject and not (t.dep_ == "ccomp" and t.i < token.i)]
    near = {lemma(t) for t in scope if abs(t.i - token.i) <= _NEAR and t.i not in own}
    near |= {t.lower_ for t in token.children if t.i not in subject and t.i not in own}
    if token.dep_ not in ("ROOT", "ccomp", "conj", "advcl", "relcl"):
        near |= {lemma(token.head), token.head.lower_}
    upper = token.head.head if token.dep_ == "pobj" and token.head.lower_ == "of" else None
    if candidate.nominal and upper is not None and upper.pos_ == "NOUN":
        near |= {lemma(upper), *(t.lower_ for t in upper.children)}
    hit = next((word for word in rule.unless if word in near), None)
    if hit:
        return f"{hit!r} stands beside it"
    wide = near | {lemma(t) for t in scope} | {t.lower_ for t in scope} if rule.when else near
    if rule.when and not any(word in wide for word in rule.when):
        return f"none of {', '.join(rule.when)} stands beside it"
    return ""


def _voice(candidate: Candidate) -> str:
    rule = candidate.rule
    if not rule.voice or candidate.nominal:
        return ""
    passive = syntax.is_passive(candidate.token)
    return "" if passive == (rule.voice == "passive") else f"not in the {rule.voice}"


def _subject(candidate: Candidate, parsed: ParsedArticle) -> str:
    rule, token = candidate.rule, candidate.token
    actors = [] if candidate.nominal else syntax.actors(token)
    if rule.not_subject:
        words = {lemma(t) for t in actors}
        words |= {lemma(c) for t in actors for c in t.children if c.dep_ in ("compound", "amod", "nmod")}
        hit = next((word for word in rule.not_subject if word in words), None)
        if hit:
            return f"{hit!r} is its subject"
    if not (rule.subject_kinds or rule.subject_words):
        return ""
    fits = _kinds(actors, parsed) & set(rule.subject_kinds) or {lemma(t) for t in actors} & set(rule.subject_words)
    return "" if fits else "its subject is of another kind"


def _object(candidate: Candidate, parsed: ParsedArticle) -> str:
    rule, token = candidate.rule, candidate.token
    objects = [] if candidate.nominal else syntax.objects(token)
    if rule.not_object and not candidate.nominal:
        words = {lemma(t) for t in objects}
        words |= {lemma(t) for _, prep, t in syntax.prepositions(token) if prep in candidate.words}
        hit = next((word for word in rule.not_object if word in words), None)
        if hit:
            return f"{hit!r} is its object"
    if not (rule.object_kinds or rule.object_words):
        return ""
    fits = _kinds(objects, parsed) & set(rule.object_kinds) or {lemma(t) for t in objects} & set(rule.object_words)
    return "" if fits else "its object is of another kind"


def _kinds(tokens: Iterable[Token], parsed: ParsedArticle) -> set[str]:
    anchors = (anchor_of(parsed, token) for token in tokens)
    return {anchor.mention.kind.value for anchor in anchors if anchor is not None}


def lacking(rule: Rule, present: set[str]) -> str:
    """Return which slots or roles a rule misses, or an empty string."""
    if rule.needs and not present & set(rule.needs):
        return f"none of {', '.join(rule.needs)} is filled"
    missing = [need for need in rule.needs_all if need not in present]
    return f"{', '.join(missing)} is not filled" if missing else ""
