"""Complements of a reporting verb → the stretch of text that they hold: clauses, objects, "as", "of", "at" phrases."""

from __future__ import annotations

from spacy.tokens import Token

from kg.read import syntax
from kg.read.frames import Scene
from kg.read.reporting import Verb

Extent = tuple[int, int]
#: Prepositions behind "warn", "complain", "speak".
OF = ("of", "about", "against")
#: content, whether it is direct speech, whether it is a pronoun that points back
Content = tuple[Extent, bool, bool]

#: Endings of rare adjectives that the tagger takes for nouns.
_ADJECTIVAL = ("less", "ful", "ous", "ive", "able", "ible")
_FINITE = frozenset({"VBD", "VBZ", "VBP", "MD"})
#: Words for how many, with which a clause starts rather than an object of "say".
_PARTS = frozenset("many most some several few all both half each much one two three dozens".split())
_PRONOUNS = frozenset({"it", "this", "that", "them", "so"})


def whole_quotes(scene: Scene, start: int, end: int) -> Extent:
    """Return a span trimmed, and widened to the whole of a quotation that it cuts."""
    start, end = scene.trim(start, end)
    opening, closing = scene.quotes.around(start), scene.quotes.around(max(start, end - 1))
    if opening is not None and opening.end <= end + 2:
        start = opening.start
    if closing is not None and closing.start >= start:
        end = closing.end
    following = scene.quotes.around(end)
    if following is not None and following.end == end + 1:
        end += 1
    return start, end


def noun_clause(scene: Scene, noun: Token) -> tuple[Token, Token] | None:
    """Return "that" and the head of the clause that a reporting noun introduces, wherever the parser hung it.

    Only a few words may stand between ("a report in the same newspaper that …"), and the clause needs its own subject.
    """
    for that in scene.doc[noun.i + 1 : noun.i + 9]:
        if that.is_punct or that.pos_ in ("VERB", "AUX"):
            return None
        if that.lower_ == "that" and that.dep_ not in ("det", "nsubj", "nsubjpass"):
            clause = that.head
            subject = any(c.dep_ in ("nsubj", "nsubjpass", "expl") and c.i > that.i for c in clause.lefts)
            return (that, clause) if clause.i > that.i and subject else None
    return None


def clause_extent(scene: Scene, clause: Token) -> Extent:
    """Return the extent of a complement clause, without its "that", with the quotation that it opens."""
    first = clause.left_edge.i
    that = next(
        (t.i for t in clause.lefts if t.lower_ == "that" and (t.dep_ in ("mark", "advmod") or t.tag_ == "IN")),
        first - 1,
    )
    if all(t.is_punct or t.pos_ == "ADV" for t in scene.doc[first:that]):
        first = max(first, that + 1)
    while first < clause.i and scene.doc[first].is_punct and scene.quotes.around(scene.start_of(first)) is None:
        first += 1
    return whole_quotes(scene, scene.start_of(first), _told_until(scene, clause))


def _told_until(scene: Scene, clause: Token) -> int:
    """Return the offset where what a clause reports ends, before a clause joined to it that the author tells himself.

    English shifts the tense of what is reported ("said he had called it off"). A clause behind a comma and a
    conjunction with a subject of its own and a tense that is not shifted is the author's: ", and sanctions followed".
    https://en.wikipedia.org/wiki/Sequence_of_tenses
    """
    end = scene.end_of(clause.right_edge.i)
    ahead = _before_semicolon(scene, clause)
    if ahead is not None:
        return ahead
    for joined in clause.rights:
        if joined.dep_ == "conj" and joined.tag_ == "VBD" and syntax.joined_to(joined) == clause.head:
            return scene.before(max(joined.left_edge.i - 1, clause.i + 1))[0]  # "said he would go but criticised them"
    if scene.quotes.around(clause.idx) is not None or not _shifted(clause):
        return end
    for joined in clause.rights:
        if joined.dep_ != "conj" or joined.tag_ != "VBD" or any(c.dep_ in ("aux", "mark") for c in joined.lefts):
            continue
        subject = next((c for c in joined.lefts if c.dep_ in ("nsubj", "nsubjpass")), None)
        if subject is None or subject.pos_ == "PRON" or scene.quotes.around(joined.idx) is not None:
            continue
        ahead, parted = scene.before(subject.left_edge.i - 1)
        if parted and scene.doc[subject.left_edge.i - 1].lower_ in ("and", "but", "while"):
            return ahead
    return end


def _before_semicolon(scene: Scene, clause: Token) -> int | None:
    """Return where what is reported ends before a semicolon behind which somebody else speaks: "…; Kyiv denied it"."""
    for token in clause.subtree:
        if token.text != ";" or scene.quotes.around(token.idx) is not None:
            continue
        verb = token.head if token.head.i > token.i else None
        if verb is not None and verb.lemma_.lower() in scene.lexicon.verbs and verb.tag_ in ("VBD", "VBZ"):
            subject = next((c for c in verb.lefts if c.dep_ == "nsubj" and c.i > token.i), None)
            if subject is not None and scene.is_agent(subject) and subject.pos_ != "PRON":
                return scene.before(token.i)[0]
    return None


def _shifted(verb: Token) -> bool:
    """Whether a verb stands in the past perfect or under "would"."""
    helpers = {c.lower_ for c in verb.lefts if c.dep_ == "aux"}
    return "would" in helpers or (verb.tag_ == "VBN" and bool(helpers & {"had", "'d", "’d"}))


def that_clause(child: Token) -> Token | None:
    """Return a "that" clause that the parser hung on something behind the verb."""
    near = [] if child.pos_ in ("VERB", "AUX") else list(child.rights)
    if child.dep_ in ("prep", "agent"):
        near += [inner for token in near for inner in token.rights]
    for token in (child, *near):
        if token.dep_ in ("advcl", "acl", "relcl", "ccomp", "dep", "xcomp"):
            for mark in token.lefts:
                if mark.lower_ == "that" and (mark.dep_ in ("mark", "advmod") or mark.tag_ == "IN"):
                    return token
    return None


def misread_clause(scene: Scene, verb: Token) -> Extent | None:
    """Return the clause behind a verb of saying that the parser took for something else.

    "She said after the meeting it would rain" becomes adverbial, "said most of what we see is old" an object.
    """
    for child in verb.rights:
        marked = any(c.dep_ in ("mark", "advmod") and c.i < child.i for c in child.lefts)
        if child.dep_ == "advcl" and child.i > verb.i and child.tag_ != "VBG" and not marked:
            subject = next((c for c in child.lefts if c.dep_ in ("nsubj", "nsubjpass")), None)
            when = scene.doc[verb.i + 1]
            if subject is not None and when.dep_ == "prep" and when.head == child:
                return whole_quotes(scene, scene.start_of(subject.left_edge.i), scene.end_of(child.right_edge.i))
        if child.dep_ == "dobj" and verb.lemma_ == "say" and child.left_edge.i == verb.i + 1:
            told = any(t.tag_ in _FINITE and t.i > child.i for t in scene.doc[child.i : child.right_edge.i + 1])
            if child.lower_ in _PARTS and told:
                return whole_quotes(scene, scene.start_of(child.left_edge.i), scene.sentence_end(verb))
    return None


def object_content(scene: Scene, verb: Token, entry: Verb, source: Token) -> Content | None:
    """Return the content that stands as an object or behind a preposition, for the verbs that take one."""
    if not scene.is_agent(source):
        return None
    takes = entry.takes
    thing = next((c for c in verb.rights if c.dep_ in ("dobj", "nsubj") and c.i > verb.i), None)
    if "charge" in takes:
        found = _span(scene, _phrase(verb, ("of", "for")) or _phrase(thing, ("of", "for")))
        if found is not None or "object" not in takes:
            return found
    if "as" in takes and thing is not None:
        last = _phrase(verb, ("as",)) or _phrase(thing, ("as",))
        return _joined(scene, thing, last)
    if "at" in takes and thing is not None:
        last = _phrase(verb, ("at",)) or _phrase(thing, ("at",))
        return _joined(scene, thing, last) if last is not None and last.pos_ == "NUM" else None
    if "calls" in takes:
        return _called(scene, verb, thing)
    if "of" in takes:
        found = _span(scene, _phrase(verb, OF))
        if found is not None:
            return found
    if "gerund" in takes:
        gerund = next((c for c in verb.rights if c.dep_ in ("xcomp", "pcomp") and _is_gerund(c)), None)
        if gerund is not None:
            return _span(scene, gerund)
    if "object" in takes and thing is not None and thing.ent_type_ != "PERSON":
        inner = noun_clause(scene, thing) if thing.lemma_.lower() in scene.lexicon.nouns else None
        if inner is not None:
            start, end = clause_extent(scene, inner[1])
            return (max(start, scene.start_of(inner[0].i + 1)), end), False, False
        if thing.lower_ in _PRONOUNS:
            return (scene.start_of(thing.i), scene.end_of(thing.i)), False, True
        return _span(scene, thing)
    if "pronoun" in takes and thing is not None and thing.lower_ in _PRONOUNS:
        return (scene.start_of(thing.i), scene.end_of(thing.i)), False, True
    return None


def _is_gerund(verb: Token) -> bool:
    return verb.tag_ == "VBG" or any(c.dep_ in ("aux", "auxpass") and c.tag_ == "VBG" for c in verb.lefts)


def _phrase(token: Token | None, names: tuple[str, ...]) -> Token | None:
    """Return the object of a preposition of a token."""
    for child in token.rights if token is not None else ():
        if child.lower_ in names and child.dep_ in ("prep", "mark", "agent"):
            for inner in child.rights:
                if inner.dep_ in ("pobj", "pcomp", "amod", "acomp"):
                    return inner
        if "as" in names and child.dep_ == "advcl" and any(t.lower_ == "as" for t in child.lefts):
            return child
    return None


def _span(scene: Scene, token: Token | None) -> Content | None:
    if token is None:
        return None
    return whole_quotes(scene, scene.start_of(token.left_edge.i), scene.end_of(token.right_edge.i)), False, False


def _joined(scene: Scene, first: Token, last: Token | None) -> Content | None:
    if last is None or last.i < first.i:
        return None
    return whole_quotes(scene, scene.start_of(first.left_edge.i), scene.end_of(last.right_edge.i)), False, False


def _predicates(word: Token) -> bool:
    """Whether a word can name what something is called: an adjective, or a noun with its article."""
    if word.pos_ in ("ADJ", "VERB") or word.lower_.endswith(_ADJECTIVAL):
        return True
    return word.pos_ in ("NOUN", "PROPN") and any(c.dep_ == "det" for c in word.lefts)


def _called(scene: Scene, verb: Token, thing: Token | None) -> Content | None:
    """Return object and complement of "called X Y": an adjective, a noun or a quotation behind the object."""
    for child in verb.rights:
        if child.dep_ == "ccomp" and _predicates(child):
            return _joined(scene, scene.doc[child.left_edge.i], child)
        if child.dep_ in ("oprd", "acomp", "attr") and thing is not None and child.i > thing.i and _predicates(child):
            return _joined(scene, thing, child)
    if thing is None:
        return None
    late = next((c for c in thing.rights if c.dep_ in ("amod", "acl", "appos") and c.pos_ in ("ADJ", "NOUN")), None)
    if late is not None:
        return _joined(scene, thing, late)
    quote = scene.quotes.first_from(scene.end_of(thing.i))
    if quote is not None and quote.start - scene.end_of(thing.i) <= 2:
        return (scene.start_of(thing.left_edge.i), quote.end), False, False
    return None
