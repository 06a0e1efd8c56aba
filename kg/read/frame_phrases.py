"""Reporting without a verb of its own → frames: "according to", "in X's words", "a claim that", "as X reported"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from spacy.tokens import Token

from kg.read import syntax
from kg.read.complements import clause_extent, noun_clause, whole_quotes
from kg.read.cues import cue_of
from kg.read.frame_verbs import entry_of, has_clause, unsaid
from kg.read.frames import Frame, Scene
from kg.read.reporting import Verb
from kg.read.speakers import speakers

Extent = tuple[int, int]


def source_end(scene: Scene, source: Token) -> int:
    """Return the offset behind a source's noun phrase, with its "of" phrase, without what explains it."""
    end = source.i
    for child in source.rights:
        if child.dep_ in ("prep", "nmod", "case", "nummod") and child.lower_ not in ("including", "in", "on", "as"):
            end = max(end, child.right_edge.i)
        elif child.dep_ not in ("prep", "case"):
            break
    return scene.end_of(end)


def phrase_frames(scene: Scene, token: Token) -> Iterator[Frame]:
    """Yield the frame of a preposition such as "according to", or of "in … words"."""
    for words in scene.lexicon.prepositions.get(token.lower_, ()):
        span = scene.doc[token.i : token.i + len(words)]
        # "Per" is a first name too.
        named = len(words) == 1 and token.is_title and not token.is_sent_start
        if tuple(t.lower_ for t in span) == words and not named:
            source = _governed(scene, span[-1])
            if source is not None and not (words == ("per",) and _rate(source)):
                yield _around(scene, token, span[-1], source)
            return
    for words in scene.lexicon.possessed.get(token.lower_, ()):
        for child in token.rights:
            if child.dep_ == "pobj" and child.lower_ == words[-1]:
                source = next((c for c in child.lefts if c.dep_ == "poss" and scene.is_agent(c)), None)
                if source is not None:
                    yield _around(scene, token, child, source)
                    return


def _rate(noun: Token) -> bool:
    """Whether "per" and a noun tell a rate, not a source ("per student")."""
    return noun.tag_ == "NN" and noun.left_edge == noun


def _governed(scene: Scene, preposition: Token) -> Token | None:
    """Return the noun that a preposition governs, if it can be a source."""
    found = next((c for c in preposition.rights if c.dep_ == "pobj"), None)
    if found is None and preposition.i + 1 < len(scene.doc):
        following = scene.doc[preposition.i + 1]
        found = following.head if following.dep_ in ("det", "compound", "amod", "poss") else following
        if found.i <= preposition.i or found.pos_ not in ("NOUN", "PROPN", "PRON"):
            return None
    return found if found is not None and scene.is_agent(found) else None


def _around(scene: Scene, first: Token, last: Token, source: Token) -> Frame:
    """Return the frame of a phrase from `first` to `last`: it reports the clause that it stands in or beside."""
    cue = (scene.start_of(first.i), scene.end_of(last.i))
    if source.i < last.i:
        cue = (scene.start_of(first.i), scene.end_of(last.i))
    end = max(source_end(scene, source), cue[1])
    start, stop = scene.sentence_start(first), max(scene.sentence_end(first), end)
    semicolon = scene.text.find("; ", end, stop)
    if semicolon >= 0 and scene.quotes.around(semicolon) is None:
        stop = semicolon
    frame = Frame(form="phrase", head=first, source=source, cue=cue)
    ahead, parted = scene.before(first.i)
    tail = scene.doc[scene.sentence(first)[1]]
    if not any(char.isalnum() for char in scene.text[start : cue[0]]) or _opens_clause(scene, first, start):
        begin = _behind(scene, first, end, stop)
        frame.content = whole_quotes(scene, begin, stop) if begin < stop else None
    elif _closes(scene, end, stop, tail):
        frame.content = whole_quotes(scene, _segment(scene, first, start), ahead)
    else:
        verb = syntax.clause_verb(first.head)
        if verb.dep_ == "relcl" and verb.left_edge.i < first.i:
            frame.content = whole_quotes(scene, scene.start_of(verb.left_edge.i), scene.end_of(verb.right_edge.i))
        else:
            frame.content = whole_quotes(scene, _segment(scene, first, start), stop if parted else ahead)
    if frame.content is not None:
        quote = scene.quotes.around(frame.content[0])
        frame.direct = quote is not None and quote.end >= frame.content[1] - 1
    return frame


def _opens_clause(scene: Scene, first: Token, start: int) -> bool:
    """Whether only a conjunction, a semicolon or an adverb stands before a phrase in its clause."""
    if not has_clause(scene, start, first.i):
        return not _interrupts(scene, first, start)
    ahead = scene.text[start : scene.start_of(first.i)].rstrip().lower()
    return ahead.endswith((";", ":", " and", " but", ", and,", ", but,")) or ahead in (
        "but",
        "and",
        "yet",
        "meanwhile,",
        "however,",
    )


def _interrupts(scene: Scene, first: Token, start: int) -> bool:
    """Whether a subject stands before a phrase and its verb behind it ("The plan, according to …, would …")."""
    verb = syntax.clause_verb(first.head)
    return any(c.dep_ in ("nsubj", "nsubjpass") and start <= c.idx < first.idx for c in verb.lefts if verb.i > first.i)


def _behind(scene: Scene, first: Token, end: int, stop: int) -> int:
    """Return where the statement behind a fronted source starts: over its comma, and over a further relay's."""
    place = end
    for _ in range(3):
        comma = scene.text.find(",", place, stop)
        if comma < 0:
            return place
        place = comma + 1
        span = scene.doc.char_span(place, min(stop, place + 60), alignment_mode="expand")
        words = [t for t in span if not t.is_space][:2] if span is not None else []
        if not any(t.lemma_.lower() in scene.lexicon.relays or t.lower_ in ("which", "who") for t in words):
            return place
    return place


def _closes(scene: Scene, end: int, stop: int, tail: Token) -> bool:
    """Whether behind a phrase and its source the sentence ends, or only explains and relays follow."""
    rest = scene.text[end:stop]
    if not any(char.isalnum() for char in rest):
        return True
    span = scene.doc.char_span(end, stop, alignment_mode="contract")
    words = [t for t in span if not (t.is_punct or t.is_space)] if span is not None else []
    if not words:
        return True
    lead = words[0]
    comma = rest.lstrip().startswith(",")
    if comma and lead.lower_ in ("which", "who", "whose", "a", "an", "the", "citing", "quoting", "including", "who"):
        return "," not in rest.lstrip()[1:].rstrip(", ") or lead.lemma_ in scene.lexicon.relays
    return (
        not comma
        and lead.dep_ not in ("nsubj", "aux", "ROOT")
        and lead.pos_ in ("ADP", "VERB", "NOUN", "PROPN", "ADV", "PRON")
    )


def _segment(scene: Scene, first: Token, start: int) -> int:
    """Return where the statement before a trailing phrase starts: behind a semicolon that its verb does not span."""
    place = scene.start_of(first.i)
    cut = scene.text.rfind("; ", start, place)
    if cut < 0:
        return start
    verb = syntax.clause_verb(first.head)
    spans = verb.i < first.i and verb.idx < cut and verb.dep_ != "ROOT"
    return start if spans else cut + 2


def noun_frames(scene: Scene, noun: Token) -> Iterator[Frame]:
    """Yield the frame of a reporting noun with a "that" clause and a source ("a claim by the army that …")."""
    if noun.lemma_.lower() not in scene.lexicon.nouns or noun.pos_ not in ("NOUN", "PROPN"):
        return
    if any(c.lower_ in ("no", "any") for c in noun.lefts):
        return
    found = noun_clause(scene, noun)
    if found is None:
        return
    that, clause = found
    source = _source_of(scene, noun, that)
    if source is not None:
        start, end = clause_extent(scene, clause)
        yield Frame(
            form="noun",
            head=noun,
            source=source,
            cue=(scene.start_of(noun.i), scene.end_of(noun.i)),
            content=(max(start, scene.start_of(that.i + 1)), end),
        )


def _source_of(scene: Scene, noun: Token, that: Token) -> Token | None:
    """Return who stands behind a reporting noun: after "by", "from", "of", an outlet after "in", or a possessor."""
    for preposition in scene.doc[noun.i + 1 : that.i]:
        for item in preposition.rights if preposition.dep_ in ("prep", "agent") else ():
            personal = preposition.lower_ in ("by", "from", "of") and scene.is_agent(item)
            if item.dep_ == "pobj" and (personal or (preposition.lower_ in ("in", "on") and scene.is_medium(item))):
                return item
    for child in noun.lefts:
        if (child.dep_ == "poss" and scene.is_agent(child)) or (child.dep_ == "compound" and scene.is_medium(child)):
            return child
    return None


def comment_frames(scene: Scene, verb: Token, known: Sequence[Frame]) -> Iterator[Frame]:
    """Yield the frame of "…, as X reported": what it reports is what the sentence states, or says another states."""
    if verb.lemma_.lower() not in scene.lexicon.verbs or unsaid(scene, verb):
        return
    word = next((c for c in verb.lefts if c.lower_ == "as" and c.dep_ in ("mark", "advmod", "prep")), None)
    entry = entry_of(scene, verb)
    if word is None or entry is None or any(_says_what(c, entry) for c in verb.rights):
        return
    for source in speakers(scene, verb)[:1]:
        if source.pos_ == "PRON":
            return
        cue = cue_of(scene, verb, entry)
        yield Frame(form="as", head=verb, source=source, cue=cue, content=_commented(scene, verb, word, known))


def _says_what(child: Token, entry: Verb) -> bool:
    """Whether a verb has its own complement, beside the words of its phrase ("as she put it")."""
    return child.dep_ in ("ccomp", "dobj", "xcomp", "pobj") and child.lower_ not in entry.phrase


def _commented(scene: Scene, verb: Token, word: Token, known: Sequence[Frame]) -> Extent | None:
    ahead, _ = scene.before(word.i)
    first, last = scene.sentence(verb)
    for frame in known:
        if first <= frame.head.i <= last and frame.content is not None and frame.content[0] < ahead <= frame.content[1]:
            return scene.trim(frame.content[0], ahead)
    start = scene.sentence_start(verb)
    if not any(char.isalnum() for char in scene.text[start : word.idx]):
        comma = scene.text.find(",", scene.end_of(verb.i), scene.sentence_end(verb))
        return None if comma < 0 else whole_quotes(scene, comma + 1, scene.sentence_end(verb))
    return whole_quotes(scene, start, ahead)
