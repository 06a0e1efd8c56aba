"""Reporting verbs in a parse → frames: who speaks, and which stretch of text is what they say."""

from __future__ import annotations

import re
from collections.abc import Iterator

from spacy.tokens import Token

from kg.read import syntax
from kg.read.complements import (
    Content,
    Extent,
    clause_extent,
    misread_clause,
    object_content,
    that_clause,
    whole_quotes,
)
from kg.read.cues import cue_of, with_preposition
from kg.read.frames import LONGEST, Frame, Scene
from kg.read.reporting import Verb
from kg.read.speakers import own_subject, parted, set_off, speakers

_UNSAID = frozenset({"will", "'ll", "’ll", "wo", "shall", "might", "may", "could", "should", "must", "would"})
_SPOKEN_AFTER = frozenset({"by", "in", "after", "before", "while", "as", "with", "of"})
_LOOSE = frozenset("agent advcl xcomp acl relcl dep conj dobj dative prep npadvmod ccomp".split())
_CONJUNCTIONS = frozenset("after before because since until as while once although though when".split())
_SUBJECTS = frozenset({"nsubj", "nsubjpass", "expl", "csubj"})
#: A colon at the end of a paragraph, and the paragraph behind it, set off instead of put between quotation marks.
_BLOCK = re.compile(r"[^\n.;:?!“”\"]{0,80}:[^\S\n]*\n\s*([^\n“”\"*•-][^\n]{20,2000})")
_MORE = re.compile(r"[,;]\s+(including|such as|among them|and|but|or|while|although|though)\s+", re.IGNORECASE)


def verb_frames(scene: Scene, verb: Token) -> Iterator[Frame]:
    """Yield the frames that a verb opens: one for each source, and one for the outlet that was told."""
    entry = entry_of(scene, verb)
    if entry is None or unsaid(scene, verb) or _under_as(verb) is not None or _reduced(scene, verb):
        return
    sources = speakers(scene, verb)
    if not sources:
        return
    found = _reported(scene, verb, entry, sources[0])
    if found is None:
        return
    content, direct, anaphor = found
    content = _kept_inside(scene, verb, content)
    if not entry.phrase and content[0] >= content[1]:
        return
    cue = with_preposition(scene, verb, entry, cue_of(scene, verb, entry), content)
    frames = [
        Frame(
            form="verb",
            head=verb,
            source=source,
            cue=cue,
            content=content,
            direct=direct,
            asks=entry.strength == "question",
            anaphor=anaphor,
            several=len(sources) > 1,
        )
        for source in sources
    ]
    outlet = _outlet(scene, verb, entry)
    if outlet is not None:
        relay = Frame(form="told", head=verb, source=outlet, cue=cue, content=content, direct=direct, anaphor=anaphor)
        for frame in frames:
            frame.via = relay
        yield relay
    yield from frames


def _kept_inside(scene: Scene, verb: Token, content: Extent) -> Extent:
    """Return content within the quotation around its verb: who speaks there does not report what stands outside."""
    quote = scene.quotes.around(verb.idx)
    if quote is None:
        return content
    end = quote.end - 1 if quote.closed else quote.end
    inside = scene.trim(max(content[0], quote.start + 1), min(content[1], end))
    return inside if inside[0] < inside[1] else content


def entry_of(scene: Scene, verb: Token) -> Verb | None:
    """Return the entry of the lexicon whose words a verb has beside it, the longest first."""
    for entry in scene.lexicon.verbs.get(verb.lemma_.lower(), ()):
        if entry.particle and not any(
            c.lower_ == entry.particle and c.dep_ in ("prt", "prep", "advmod") for c in verb.children
        ):
            continue
        if entry.takes == ("comment",) and _under_as(verb) is None:
            continue
        window = [t.lower_ for t in scene.doc[verb.i + 1 : verb.i + 6]]
        if all(word in window for word in entry.phrase):
            return entry
    return None


def unsaid(scene: Scene, verb: Token) -> bool:
    """Whether nothing has been said: negated, still to come, conditional, or under a verb such as "declined"."""
    if _negated(verb) or any(t.lower_ in ("if", "unless", "whether") and t.dep_ == "mark" for t in verb.children):
        return True
    subject = own_subject(verb)
    first = subject.i if subject is not None and subject.i < verb.i else verb.left_edge.i
    helpers = {t.lower_ for t in syntax.auxiliaries(verb) if t.i > first or t.head != verb}
    only = any(t.lower_ in ("only", "just", "merely") for t in verb.children)
    if helpers & _UNSAID and not only:
        return True
    if (
        any(t.lower_ in ("who", "what", "whoever") and t.dep_ == "nsubj" for t in verb.children)
        and verb.dep_ != "relcl"
    ):
        return True
    head = verb.head
    if "to" in helpers or (verb.tag_ == "VB" and verb.dep_ in ("xcomp", "conj") and not helpers and not only):
        base = head if verb.dep_ != "conj" else head.head
        return verb.dep_ != "advcl" and base.lemma_.lower() not in scene.lexicon.openers
    if verb.dep_ == "xcomp" and verb.tag_ == "VBG":
        return head.lemma_.lower() not in scene.lexicon.openers
    return verb.dep_ == "pcomp" and head.lower_ not in _SPOKEN_AFTER


def _under_as(verb: Token) -> Token | None:
    """Return the "as" of a comment clause ("as the agency reported"), or None."""
    subject = own_subject(verb)
    first = subject.left_edge.i if subject is not None and subject.i < verb.i else verb.i
    for child in verb.lefts:
        if child.lower_ == "as" and child.i == first - 1 and child.dep_ in ("mark", "advmod", "prep"):
            return child
    return None


def _negated(verb: Token) -> bool:
    """Whether the reporting itself is negated; a "not" inside what stands before a tag is none of it."""
    if verb.dep_ == "conj" and any(c.lower_ == "nor" and c.dep_ == "cc" for c in verb.head.children):
        return True
    subject = own_subject(verb)
    if not syntax.negated(verb):
        return False
    own = [c for c in verb.children if c.dep_ == "neg" or c.lower_ in ("never", "neither", "nor")]
    return not own or subject is None or subject.i > verb.i or any(c.i > subject.left_edge.i for c in own)


def _reduced(scene: Scene, verb: Token) -> bool:
    """Whether a participle behind a comma is passive, whatever its label (", thought to be in doubt,")."""
    bare = verb.tag_ in ("VBN", "VBD") and not any(c.dep_ in ("aux", "auxpass") for c in verb.lefts)
    if not bare or not 0 < verb.i < len(scene.doc) - 1:
        return False
    return verb.nbor(-1).text == "," and verb.nbor(1).lower_ == "to"


def _outlet(scene: Scene, verb: Token, entry: Verb) -> Token | None:
    """Return the outlet that was told ("told the agency", "in an interview with the paper"): it is a relay."""
    if entry.addressee:
        for child in verb.rights:
            if child.dep_ in ("dobj", "dative") and child.pos_ != "ADP" and scene.is_medium(child):
                return child
            drawn = parted(child) if child.dep_ == "ccomp" else None
            if drawn is not None and scene.is_medium(drawn):
                return drawn
    for name, prep, item in syntax.prepositions(verb):
        if name == "to" and prep.i == verb.i + 1 and scene.is_medium(item):
            return item  # "a source confirmed to AFP that …"
        if name in ("in", "during") and item.lemma_.lower() in ("interview", "talk", "conversation", "chat"):
            for inner, _, outlet in syntax.prepositions(item):
                if inner in ("with", "to") and scene.is_medium(outlet):
                    return outlet
    return None


def _reported(scene: Scene, verb: Token, entry: Verb, source: Token) -> Content | None:
    """Return (content, whether it is direct speech, whether it is a pronoun that points back)."""
    clause = clause_of(verb) if "clause" in entry.takes else None
    if clause is not None and clause.lower_ in entry.phrase:
        clause = clause_of(clause) or (clause if clause.right_edge.i > clause.i else None)
    before = _before(scene, verb, entry, source, clause)
    if before is not None:
        return *before, False
    if clause is not None:
        start, end = clause_extent(scene, clause)
        start = max(start, _behind_phrase(scene, verb, entry), scene.start_of(verb.i + 1) if start < verb.idx else 0)
        return (start, end), scene.quotes.around(start) is not None, False
    if "quote" in entry.takes:
        extent = _quote_after(scene, verb)
        if extent is not None:
            return extent, True, False
    if "clause" in entry.takes:
        extent = misread_clause(scene, verb)
        if extent is not None:
            return extent, False, False
    return object_content(scene, verb, entry, source)


def _behind_phrase(scene: Scene, verb: Token, entry: Verb) -> int:
    """Return where content can start behind the words of a phrase ("made it clear that …"), 0 for a plain verb."""
    if not entry.phrase:
        return 0
    index = next(t.i for t in scene.doc[verb.i + 1 :] if t.lower_ == entry.phrase[-1]) + 1
    while index < len(scene.doc) - 1 and scene.doc[index].lower_ in ("that", ":", ","):
        index += 1
    return scene.start_of(index)


def clause_of(verb: Token) -> Token | None:
    """Return the head of the clause that follows a reporting verb."""
    marked: Token | None = None
    for child in verb.rights:
        behind = child.left_edge.i > verb.i or (child.i > verb.i and child.left_edge.lower_ in syntax.RELATIVES)
        if child.dep_ == "ccomp" and behind and not _adverbial(child):
            return child
        if child.dep_ in _LOOSE:
            marked = marked or that_clause(child)
    return marked


def _adverbial(clause: Token) -> bool:
    """Whether a clause is adverbial or another's tag, whatever its label ("hours after …", ", the agency reported")."""
    if any(t.dep_ in ("mark", "advmod") and t.lower_ in _CONJUNCTIONS for t in clause.lefts):
        return True
    edge = clause.left_edge
    while edge.is_punct and edge.text == "," and edge.i < clause.i:
        edge = edge.nbor(1)
    if edge.lower_ in syntax.RELATIVES:
        return False
    if edge != clause and parted(clause) is not None:
        return True
    bare = not any(t.lower_ == "that" and t.dep_ == "mark" for t in clause.lefts)
    return bare and edge.i > 0 and edge.nbor(-1).text in (",", ";") and edge.text not in "“\"‘'"


def _before(scene: Scene, verb: Token, entry: Verb, source: Token, clause: Token | None) -> tuple[Extent, bool] | None:
    """Return what stands before a tag ("…, he said"), and whether it is direct speech."""
    if "tag" not in entry.takes:
        return None
    tag = _tag_start(scene, verb, source)
    if tag is None:
        return None
    end, set_apart = scene.before(tag)
    start = scene.sentence_start(scene.doc[tag])
    quote = scene.quotes.ending_at(end)
    if quote is not None and quote.end <= start and (clause is not None or "\n" in scene.text[end:start]):
        quote = None  # it ends an earlier sentence
    if quote is not None and (clause is None or scene.text[end - 2] in ".,!?…"):
        if _starts_speech(scene, quote.start):
            return (quote.start, after_tag(scene, verb, end)), True
        return (_left(scene, verb, start, quote.start), after_tag(scene, verb, end)), False
    owns = any(c.dep_ == "dobj" and c.pos_ != "PRON" for c in verb.rights)
    if verb.dep_ == "parataxis" and verb.head.i > verb.i and set_apart and not owns:
        return whole_quotes(scene, start, scene.sentence_end(verb)), False
    if clause is not None or not set_apart or end <= start:
        return None
    start = _left(scene, verb, start, end)
    if not has_clause(scene, start, tag):
        return ((start, scene.sentence_end(verb)), False) if _resumed(verb) else None
    return scene.trim(start, after_tag(scene, verb, end)), False


def _resumed(verb: Token) -> bool:
    """Whether behind an inserted tag the verb of the subject before it follows ("The clerks, he said, were paid")."""
    for child in verb.rights:
        if child.dep_ == "ccomp" and not any(c.dep_ in _SUBJECTS or c.dep_ == "mark" for c in child.lefts):
            return child.tag_ != "VBG" and child.left_edge.nbor(-1).text == ","
    return False


def _tag_start(scene: Scene, verb: Token, source: Token) -> int | None:
    """Return the index of the first token of a tag: of its subject, or of the verb if that comes first."""
    anchor = verb
    if verb.dep_ == "pcomp" and verb.head.lower_ == "as":
        anchor = verb.head.head
    subject = own_subject(anchor) or next(iter(set_off(anchor)), None)
    if subject is None:
        return anchor.i if source.i > anchor.i else None
    if subject.lower_ in syntax.RELATIVES and anchor.dep_ == "relcl":
        return None
    drawn = parted(anchor)
    first = min(subject.left_edge.i if drawn is None else drawn.i + 2, anchor.i)
    quote = scene.quotes.around(scene.start_of(first))
    if quote is not None and quote.end <= anchor.idx:
        while first < anchor.i and scene.start_of(first) < quote.end:
            first += 1
    return first if first >= scene.sentence(verb)[0] else None


def _starts_speech(scene: Scene, place: int) -> bool:
    """Whether a quotation opens a statement: nothing, a full stop, a colon or a dash before it."""
    ahead = scene.text[max(0, place - 40) : place].rstrip()
    return not ahead or ahead[-1] in '.!?:…—–-”"’)' or scene.text[place - 1] == "\n"


def _left(scene: Scene, verb: Token, start: int, end: int) -> int:
    """Return where the statement before a tag starts: behind a semicolon or colon that the statement does not span."""
    colon = scene.text.rfind(": ", start, end)
    if colon >= 0 and has_clause(scene, colon + 2, _tag_index(scene, verb, end)):
        start = colon + 2
    cut = scene.text.rfind("; ", start, end)
    return cut + 2 if cut >= 0 and _reports(scene, start, cut) else start


def _tag_index(scene: Scene, verb: Token, end: int) -> int:
    index = verb.i
    while index and scene.start_of(index - 1) >= end:
        index -= 1
    return index


def _reports(scene: Scene, start: int, end: int) -> bool:
    """Whether a stretch has a reporting verb: what another source says is no part of this one's statement."""
    span = scene.doc.char_span(start, end, alignment_mode="expand")
    return span is not None and any(
        t.pos_ == "VERB" and any("tag" in v.takes for v in scene.lexicon.verbs.get(t.lemma_.lower(), ())) for t in span
    )


def has_clause(scene: Scene, start: int, tag: int) -> bool:
    """Whether a stretch before a tag holds a main clause or a quotation, not only "On Monday"."""
    for index in range(tag - 1, max(-1, tag - LONGEST), -1):
        token = scene.doc[index]
        if token.idx < start:
            break
        if token.dep_ in _SUBJECTS and token.head.i < tag and token.head.dep_ not in ("advcl", "relcl", "acl"):
            return True
    return False


def after_tag(scene: Scene, verb: Token, end: int) -> int:
    """Return where content that stands before a tag ends, if it goes on behind the tag."""
    stop = scene.sentence_end(verb)
    begin = scene.end_of(verb.i)
    quote = scene.quotes.first_from(begin)
    if quote is not None and quote.start <= stop:
        between = scene.text[begin : quote.start]
        inserted = re.fullmatch(r"[^.;:“”\"]{0,90},\s*", between)
        if inserted and (between.count(",") == 1 or not _verbal(scene, begin, quote.start)):
            return quote.end
    found = _MORE.search(scene.text, begin, stop)
    if found is None:
        return end
    if found.group(1).lower() in ("including", "such as", "among them"):
        return stop
    return stop if _goes_on(scene, verb, found) else end


def _verbal(scene: Scene, start: int, end: int) -> bool:
    span = scene.doc.char_span(start, end, alignment_mode="expand")
    return span is not None and any(t.pos_ == "VERB" for t in span)


def _goes_on(scene: Scene, verb: Token, found: re.Match[str]) -> bool:
    """Whether behind the tag a clause follows with its own subject and no reporting of its own."""
    span = scene.doc.char_span(found.end(), scene.sentence_end(verb), alignment_mode="expand")
    if span is None or "," in scene.text[scene.end_of(verb.i) : found.start()]:
        return False
    subject = next((t for t in span if t.dep_ in ("nsubj", "nsubjpass")), None)
    leading = span[0]
    if leading.tag_ in ("VBD", "VBZ", "VBP") and leading.dep_ == "conj" and leading.head.i < verb.left_edge.i + 1:
        return True
    if subject is None or subject.left_edge.i > span.start + 1:
        return False
    head = subject.head
    return head.i > subject.i and not any("clause" in v.takes for v in scene.lexicon.verbs.get(head.lemma_.lower(), ()))


def _quote_after(scene: Scene, verb: Token) -> Extent | None:
    """Return the quotation that a verb introduces: behind a colon or comma, or right behind the verb."""
    begin = scene.end_of(verb.i)
    quote = scene.quotes.first_from(begin)
    if quote is None or quote.start - begin > 160:
        block = _BLOCK.match(scene.text, begin)
        return scene.trim(*block.span(1)) if block is not None else None
    between = scene.text[begin : quote.start]
    closed = between.rstrip()
    introduced = closed.endswith(":") or (closed.endswith(",") and not _verbal(scene, begin, quote.start)) or not closed
    return (quote.start, quote.end) if introduced and not re.search(r"[.;?!]\s", between) else None
