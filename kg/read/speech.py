"""Reporting frames × event drafts → speech acts: what each act is about, and the Statements that no verb names.

A specific act counts, not its verb: "said" that introduces a promise is a Commitment, a refusal a Rejection, a plan of
one's own an Announcement (GUIDELINES, section 3).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from spacy.tokens import Token

from kg.lexicon import Lexicon, Rule
from kg.model import Attribution, Kind, Mention, Role, Status, TimeExpression
from kg.read import syntax
from kg.read.acts import act_of, threatens
from kg.read.attribution import speaker_of_quote
from kg.read.draft import Draft
from kg.read.habits import habitual_verb
from kg.read.occasions import acts_beside, covered
from kg.read.parsed import Anchor, ParsedArticle
from kg.read.reporting import only_believes
from kg.read.roles import Filled, anchor_of

_FIRST_PERSON = frozenset({"i", "we", "me", "us", "my", "our", "myself", "ourselves"})
_SPEAKING = frozenset({Kind.PERSON, Kind.OFFICE, Kind.STATE, Kind.ORGANIZATION})
_WH = frozenset({"which", "what", "who", "whom", "whose", "how", "when", "where", "whether"})
_QUOTES = '“”"„«»'
CLAUSAL = frozenset({"ccomp", "ROOT", "conj", "parataxis"})
_BOTH = frozenset(
    {"both", "both men", "both women", "the two", "the two men", "both ministers", "the two ministers", "both leaders"}
)
_OFFERS = frozenset({"offer", "proposal", "request", "invitation", "demand", "appeal", "call", "threat", "ultimatum"})
_OFFERING = frozenset({"Request", "Commitment", "Threat", "Announcement"})
_REACH = 80  # tokens over which an act may point back
_COUNTED = frozenset("two three four five six seven several some many various certain other other's".split())
_TELLING = frozenset({"tell", "inform", "assure", "remind"})
#: an organisation that "reports" is a medium, known to the facts tables or not
_RELAYING = frozenset({"report", "cite", "quote"})


def link_about(
    parsed: ParsedArticle, drafts: Sequence[Draft], attributions: Sequence[Attribution], lexicon: Lexicon
) -> None:
    """Fill `about` of each speech act: the events in its reported content, complement or object."""
    for draft in drafts:
        if not draft.speech:
            continue
        draft.frame = draft.frame or _frame_of(draft, attributions)
        inside = _in_content(draft, drafts) or _in_subtree(draft, drafts)
        if not inside:
            inside = _pointed_at(parsed, draft, drafts, lexicon)
        draft.about = inside


def _frame_of(draft: Draft, attributions: Sequence[Attribution]) -> Attribution | None:
    for item in attributions:
        if item.cue is not None and item.cue.start < draft.end and draft.start < item.cue.end:
            return item
    return None


def _in_content(draft: Draft, drafts: Sequence[Draft]) -> list[Draft]:
    content = draft.frame.content if draft.frame is not None else None
    if content is None:
        return []
    found = [d for d in drafts if d is not draft and content.start <= d.start < content.end]
    outer = {id(a) for d in found if d.speech for a in (_in_subtree(d, drafts))}
    return [d for d in found if id(d) not in outer] or found


def _in_subtree(draft: Draft, drafts: Sequence[Draft]) -> list[Draft]:
    below: set[int] = set()
    own = {w.i for w in draft.words}
    gatherings = {d.token.i for d in drafts if d.entry.symmetric is Role.PARTICIPANT and d.entry.scheme == "happening"}
    for word in draft.words:
        for child in word.children:
            if child.dep_ in ("nsubj", "nsubjpass", "advcl", "poss", "conj", "agent", "npadvmod") or child.i in own:
                continue
            if child.dep_ == "prep" and child.lower_ in ("after", "before", "during", "since", "following"):
                continue
            if child.dep_ == "prep" and child.lower_ == "in" and any(c.i in gatherings for c in child.children):
                continue  # "in a call with the emir he thanked him": the call is where it was said
            below.update(t.i for t in syntax.below(child))
            for aside in (t for t in syntax.below(child) if t.dep_ == "relcl" and _is_aside(t)):
                below.difference_update(t.i for t in syntax.below(aside))
    return [d for d in drafts if d is not draft and d.token.i in below and d.token.i not in own]


def _is_aside(clause: Token) -> bool:
    """Whether a relative clause only tells more of what is spoken of: "announced rules, which gave him leverage"."""
    opening = clause.left_edge
    return opening.lower_ in ("which", "who", "where", "whose") and opening.i > 0 and opening.nbor(-1).text == ","


def _pointed_at(parsed: ParsedArticle, draft: Draft, drafts: Sequence[Draft], lexicon: Lexicon) -> list[Draft]:
    """The last event before, where the act's object is a pronoun or a definite word without an event of its own."""
    if syntax.is_verbal(draft.token):
        targets = syntax.objects(draft.token) or [t for _, _, t in syntax.prepositions(draft.token)][:1]
    else:
        targets = [t for _, _, t in syntax.prepositions(draft.token)][:1]
    targets = [t for t in targets if (a := parsed.headed_by(t)) is None or a.form == "pronoun"]
    if not targets and draft.type not in ("Rejection", "NonConfirmation", "DenialAct", "CancellationAct"):
        return []
    if targets and not any(_points(t) for t in targets):
        return []
    near = [d for d in drafts if d.token.i < draft.token.i and draft.token.i - d.token.i < _REACH]
    if any(t.lemma_ in _OFFERS for t in targets):
        # "turned down the offer": what was offered is meant
        return next((d.about[:1] for d in reversed(near) if d.type in _OFFERING and d.about), [])
    meant = [d for d in near if not d.speech and _may_be_meant(draft, targets, d) and _named(targets, d, lexicon)]
    return meant[-1:]


def _named(targets: Sequence[Token], event: Draft, lexicon: Lexicon) -> bool:
    """Whether a pronoun, a general word ("the step"), or a word for such events points to an event."""
    if not targets:
        return True
    general = lexicon.words.get("pointing", frozenset())
    for token in targets:
        word = str(token.lemma_.lower())
        if token.pos_ == "PRON" or token.lower_ in ("it", "this", "that", "so") or word in general:
            return True
        rules = (rule for _, rule in lexicon.nouns.get(word, ()))
        if word == event.token.lemma_ or any(lexicon.type_entry(r.event).family == event.entry.family for r in rules):
            return True
    return False


def _may_be_meant(act: Draft, targets: Sequence[Token], event: Draft) -> bool:
    """Whether a pronoun or definite object may stand for an event: number agrees, what is called off was planned."""
    singular = any(t.lower_ in ("it", "this", "that") for t in targets)
    if singular and event.token.tag_ in ("NNS", "NNPS") and event.token.lower_ != "talks":
        return False
    return act.type != "CancellationAct" or event.entry.scheme == "happening"


def _points(token: Token) -> bool:
    if token.lower_ in ("it", "this", "that", "them", "these", "so"):
        return True
    return any(c.lower_ in ("the", "this", "that", "these", "those", "its", "their") for c in token.children)


def statements(
    parsed: ParsedArticle,
    drafts: Sequence[Draft],
    attributions: Sequence[Attribution],
    lexicon: Lexicon,
    times: Sequence[TimeExpression],
    refused: Callable[[Token, str], None] = lambda token, reason: None,
) -> list[Draft]:
    """Return the speech acts of reporting frames whose cue no rule has taken, one per speaker and occasion.

    `refused` is called with the cue of each frame that gives none, and the reason.
    """
    found: list[Draft] = []
    by_id = {item.mention.id: item for item in parsed.anchors}
    relays = {item.via for item in attributions if item.via}
    for item in sorted(attributions, key=lambda a: a.cue.start if a.cue else -1):
        anchor, token = by_id.get(item.mention or ""), _cue_token(parsed, item)
        if token is None:
            continue
        if token.is_punct or only_believes(token):
            refused(token, "nobody says it: the layout names the speaker, or it is only believed")
            continue
        if token.lemma_ == "have":
            refused(token, "it names where another source had it from")
            continue
        if token.tag_ in ("VBZ", "VBP") and (habitual_verb(token, lexicon, speech=True) or _settles(token)):
            refused(token, "it is said at any time, not on one occasion")
            continue
        content = item.content
        relaying = anchor is not None and anchor.mention.kind is Kind.ORGANIZATION and token.lemma_ in _RELAYING
        named = anchor is not None and speaks(anchor, lexicon)
        if anchor is None or not (named or threatens(parsed, token, anchor.mention, lexicon)):
            refused(token, "its source is unnamed, or a medium")
            continue
        if item.id in relays and any(o.via == item.id and o.cue == item.cue for o in attributions):
            refused(token, "it only relays what another said")
            continue
        if relaying and not _official(anchor.mention):
            refused(token, "an organisation that reports is a medium")
            continue
        if not _says_something(parsed, item, token):
            refused(token, "what is said is neither a clause nor a quote")
            continue
        if any(not d.speech and token in d.words for d in drafts):
            refused(token, "its words belong to another trigger")
            continue
        about = [d for d in drafts if content is not None and d.within(content.start, content.end)]
        if covered(parsed, item, anchor, token, [*drafts, *found], about, times):
            refused(token, "a speech act of that speaker on that occasion is there already")
            continue
        act, why = act_of(parsed, item, anchor.mention, about, token, lexicon)
        if act == "Statement" and any(acts_beside(anchor.mention, token, d) for d in (*drafts, *found)):
            refused(token, "the speaker does something more specific in the same sentence")
            continue
        draft = _frame_draft(parsed, lexicon.rules[f"frame.{act}"], lexicon, token, anchor, item, about)
        draft.reasons.append(f"{act}: {why}")
        found.append(draft)
    return found


def _settles(verb: Token) -> bool:
    """Whether a present says what somebody says, or decides, at any time: "the speaker decides which bills pass"."""
    first = verb.left_edge
    if first.lower_ == "what" and first.head == verb and first.i < verb.i:
        return True  # "what the king says is never reported"
    clause = next((c for c in verb.children if c.dep_ == "ccomp" and c.i > verb.i), None)
    return clause is not None and clause.left_edge.i > verb.i and clause.left_edge.lower_ in _WH


def speaks(anchor: Anchor, lexicon: Lexicon) -> bool:
    """Whether a source gives a Statement: named or office-holding, a state or body; neither unnamed nor a medium."""
    mention = anchor.mention
    if mention.kind is Kind.GROUP:
        first, last = (mention.text.lower().split()[end] for end in (0, -1))
        if first in _COUNTED and not anchor.members:
            return False  # "three governments said"
        if anchor.members and mention.text.lower() in _BOTH:
            return True
        return last in lexicon.words.get("bodies", frozenset()) and bool(anchor.members or mention.country)
    if mention.kind not in _SPEAKING or mention.sector == "MED":
        return False
    if anchor.form == "pronoun" or (mention.kind is Kind.PERSON and anchor.form == "nominal"):
        return anchor.antecedent is not None or mention.agent is not None or mention.name != mention.text
    return True


def _official(mention: Mention) -> bool:
    return mention.sector in ("GOV", "IGO", "MIL", "LEG", "JUD", "COP")


def _says_something(parsed: ParsedArticle, item: Attribution, cue: Token) -> bool:
    """Whether what is reported is a clause or a quote, not the mere object of the verb ("added two companies")."""
    if item.content is None or not syntax.is_verbal(cue):
        return item.content is not None
    if any(mark in item.content.text for mark in _QUOTES):
        return True
    span = parsed.doc.char_span(item.content.start, item.content.end, alignment_mode="expand")
    return span is not None and any(
        t.tag_ in ("VBD", "VBZ", "VBP", "MD") or (t.tag_ == "VBN" and t.dep_ in CLAUSAL) for t in span if t != cue
    )


def _cue_token(parsed: ParsedArticle, item: Attribution) -> Token | None:
    if item.cue is None:
        return None
    span = parsed.doc.char_span(item.cue.start, item.cue.end, alignment_mode="expand")
    return None if span is None or not len(span) else span.root


def _frame_draft(
    parsed: ParsedArticle,
    rule: Rule,
    lexicon: Lexicon,
    token: Token,
    anchor: Anchor,
    item: Attribution,
    about: list[Draft],
) -> Draft:
    outer = {id(a) for d in about if d.speech for a in d.about}
    roles = [Filled(role=Role.SPEAKER, anchor=anchor, slot="source")]
    if syntax.is_verbal(token) and token.lemma_ in _TELLING:
        for told in (*syntax.datives(token), *syntax.objects(token)):
            hearer = anchor_of(parsed, told)
            if hearer is not None and hearer.mention.kind in (*_SPEAKING, Kind.GROUP) and hearer is not anchor:
                roles.append(Filled(role=Role.ADDRESSEE, anchor=hearer, slot="object"))
    return Draft(
        type=rule.event,
        rule=rule,
        entry=lexicon.type_entry(rule.event),
        token=token,
        words=(token,),
        status=Status.OCCURRED,
        asserted=True,
        roles=roles,
        about=[d for d in about if id(d) not in outer],
        frame=item,
        confidence=rule.confidence,
        reasons=[f"reporting frame {token.text!r}"],
    )


def claims_of(
    drafts: Sequence[Draft],
    attributions: Sequence[Attribution],
    covering: Mapping[int, Sequence[Attribution]],
    names: Mapping[str, str],
) -> None:
    """Set each draft's attributions: the originators whose content covers it; a speech act is claimed by its relays."""
    by_id = {item.id: item for item in attributions}
    for draft in drafts:
        found = [a for a in covering.get(draft.start, ()) if not _quotes_himself(a, by_id, names)]
        if draft.speech:
            speakers = {f.anchor.mention.id for f in draft.fillers(Role.SPEAKER, Role.ACTOR)}
            frame = draft.frame
            relay = by_id.get(frame.via) if frame is not None and frame.via else None
            found = [a for a in found if a is not frame and not (a.mention in speakers and a is frame)]
            if frame is not None and not found and relay is not None:
                found = [relay]
        draft.attributions = found


def _quotes_himself(item: Attribution, by_id: Mapping[str, Attribution], names: Mapping[str, str]) -> bool:
    """Whether a frame is what a speaker says of his own saying: “We said this in private,” he said."""
    relay = by_id.get(item.via or "")
    if relay is None or item.mention is None or relay.mention is None:
        return False
    return names.get(item.mention) == names.get(relay.mention)


def resolve_first_person(parsed: ParsedArticle, attributions: Sequence[Attribution]) -> ParsedArticle:
    """Return the article with "I" and "we" standing for the speaker of the quote they stand in."""
    by_id = {anchor.mention.id: anchor for anchor in parsed.anchors}
    changed: list[Anchor] = []
    for anchor in parsed.anchors:
        token = parsed.doc[anchor.head]
        if anchor.form == "pronoun" and token.lower_ in _FIRST_PERSON:
            frame = speaker_of_quote(parsed, attributions, token)
            speaker = by_id.get(frame.mention or "") if frame is not None else None
            if speaker is not None:
                source = speaker.mention
                mention = replace(
                    anchor.mention,
                    name=source.name,
                    agent=source.agent,
                    country=source.country,
                    sector=source.sector,
                    kind=source.kind,
                )
                anchor = replace(anchor, mention=mention, antecedent=speaker.antecedent or source.id)
        changed.append(anchor)
    return replace(parsed, anchors=tuple(changed))


def name_sources(parsed: ParsedArticle, attributions: Sequence[Attribution]) -> tuple[Attribution, ...]:
    """Return the attributions with a named person in apposition as the source ("the mayor, Vitali Klitschko, said")."""
    by_id = {anchor.mention.id: anchor for anchor in parsed.anchors}
    changed: list[Attribution] = []
    for item in attributions:
        anchor = by_id.get(item.mention or "")
        if anchor is not None and anchor.form == "nominal":
            named = anchor_of(parsed, parsed.doc[anchor.head])
            if named is not None and named is not anchor:
                item = replace(item, mention=named.mention.id)
        changed.append(item)
    return tuple(changed)
