"""An event's sentence and parties → why it belongs to sport, stage, trade or private life alone, if it does.

Every trigger has innocent uses, more than its rule could list. So the sentence is asked as a whole: does it speak of a
domain of its own, and is there neither a public party nor a word of public life? The lists are data
(`lexicons/en/events/domains.yaml`).
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, cached_property

from spacy.tokens import Span, Token

from kg.lexicon import Lexicon
from kg.model import Kind, Role
from kg.read import syntax
from kg.read.draft import Draft
from kg.read.mention_words import load_words
from kg.read.metonyms import is_sport
from kg.read.parsed import Anchor, ParsedArticle
from kg.read.roles import AGENTIVE, anchor_of
from kg.read.triggers import lemma

_ACTING = frozenset(
    {Role.ACTOR, Role.PARTICIPANT, Role.SPEAKER, Role.HOST, Role.VISITOR, Role.IMPOSER, Role.PERPETRATOR, Role.PROVIDER}
)
_SUFFERING = frozenset({Role.TARGET, Role.VICTIM, Role.BENEFICIARY})
_OFFICIAL = frozenset({"GOV", "MIL", "REB", "OPP", "LEG", "IGO"})
_POLICING = frozenset({"COP", "JUD"})
#: classes that the words of daily crime and of accidents make private
_SUFFERED = frozenset({"Detention", "CasualtyEvent", "Damage", "Evacuation", "Attack", "PrisonerRelease", "Accusation"})
_RULINGS = frozenset({"Statement", "Request", "Accusation", "PrisonerRelease"})
_DEPTH = 3  # steps from a protest down to a word that makes it private
_MISHAPS = frozenset({"crime", "accident"})
_CONTENT = frozenset({"NOUN", "PROPN", "ADJ", "VERB"})
_ORDINALS = frozenset({"first", "second", "third", "fourth", "fifth", "final", "last", "closing", "opening"})
_STRUCK = frozenset({"on", "against", "at", "near"})
_INSIDE = frozenset({"in", "throughout"})


@cache
def _domains(lexicon: Lexicon) -> Mapping[str, str]:
    """Return each word or phrase of the domains with the domain that it tells."""
    lists = {name: words for name, words in lexicon.words.items() if name.startswith("domain-")}
    return {word.lower(): name.removeprefix("domain-") for name, words in lists.items() for word in words}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Hit:
    """A word of a sentence that tells a domain."""

    place: int
    word: str
    domain: str


class Sphere:
    """What one sentence tells of the sphere of life that its events belong to; read once for all of them."""

    def __init__(self, sentence: Span, parsed: ParsedArticle, lexicon: Lexicon) -> None:
        self._parsed, self._lexicon = parsed, lexicon
        forms = [(t.i, form) for t in sentence if t.pos_ in _CONTENT for form in _forms(t)]
        table = _domains(lexicon)
        self._hits = [_Hit(place=i, word=form, domain=table[form]) for i, form in forms if form in table]
        public, violent = lexicon.words.get("public", frozenset()), lexicon.words.get("violence", frozenset())
        self._public = [i for i, form in forms if form in public and not _of_calling(parsed.doc[i], lexicon)]
        self._violent = any(form in violent for _, form in forms)
        indices = {parsed.by_token[t.i] for t in sentence if t.i in parsed.by_token}
        self._anchors = [parsed.anchors[index] for index in indices]

    def private(self, draft: Draft, text: TextSphere) -> str:
        """Return why an event is of no public concern, or an empty string."""
        told = _told(draft.token, self._lexicon)
        if told:
            return f"it is told in a {told}"
        if any(item.role is Role.ADDRESSEE and self._is_kin(item.anchor) for item in draft.roles):
            return "it is said within a family"
        if draft.speech and self._over_trifles(draft.token):
            return "it is about a thing of everyday life"
        own = {word.i for word in draft.words}
        official = self._concerned(own, _OFFICIAL)
        if official:
            return ""
        spared = self._suffering(draft) if draft.entry.hostile or draft.entry.scheme == "effect" else set()
        hits = [hit for hit in self._hits if hit.place not in own and hit.place not in spared]
        if draft.type == "Protest":
            hits = [hit for hit in hits if _near(self._parsed.doc[hit.place], draft.token)]
        mishap = next((hit for hit in hits if hit.domain in _MISHAPS), None)
        if mishap is not None and draft.type in _SUFFERED:
            return f"{mishap.word!r} tells of daily {mishap.domain}"
        if self._concerned(own, _POLICING):
            if text.politics or self._national():
                return ""
            return "a court rules on a private matter" if self._private_ruling(draft) else ""
        hit = next((hit for hit in hits if hit.domain not in _MISHAPS), None)
        if hit is not None:
            return f"{hit.word!r} tells of the {hit.domain}"
        if text.sport:
            return "the text reports on sport"
        if text.politics or self._national() or draft.type == "Protest":
            return ""
        return self._own_affairs(draft)

    def _over_trifles(self, verb: Token) -> bool:
        """Whether all that a verb takes is of everyday life: "declined sugar", "offered them pomegranates"."""
        things = syntax.objects(verb) if syntax.is_verbal(verb) and not syntax.is_passive(verb) else []
        everyday = self._lexicon.words.get("everyday", frozenset())
        return any(lemma(t) in everyday for t in things) and all(
            lemma(t) in everyday or t.pos_ == "PRON" for t in things
        )

    def _is_kin(self, anchor: Anchor) -> bool:
        """Whether a party is somebody's relative: "promised his daughter a pony"."""
        head = self._parsed.doc[anchor.head]
        owned = any(c.dep_ == "poss" and c.pos_ == "PRON" for c in head.children)
        return owned and lemma(head) in self._lexicon.words.get("kin", frozenset())

    def _private_ruling(self, draft: Draft) -> bool:
        """Whether judges, and nobody else, act on private persons ("the judge freed the man")."""
        if draft.type not in _RULINGS or any(a.mention.sector != "JUD" for a in _acting(draft)):
            return False
        words = self._lexicon.words
        private = words.get("private-party", frozenset()) | words.get("private-many", frozenset())
        acted = [item.anchor for item in draft.roles if item.role not in _ACTING]
        if not acted and draft.type in ("Accusation", "PrisonerRelease"):
            return False
        return all(a.form == "nominal" and lemma(self._parsed.doc[a.head]) in private for a in acted)

    def _own_affairs(self, draft: Draft) -> str:
        """Return which private party acts, where no public one does, or an empty string."""
        acting = _acting(draft)
        force = draft.entry.hostile and not draft.speech
        if draft.speech and not acting:
            if _unnamed_actor(draft.token, self._parsed):
                return "who acts is no party that is known"
            acting = [item.anchor for item in draft.roles if item.role is Role.RECIPIENT]
        party = next((a for a in acting if self._of_private_life(a, force=force)), None)
        if party is not None:
            return f"{party.mention.text!r} acts in its own affairs"
        unknown = acting and all(a.mention.kind is Kind.PERSON and a.mention.agent is None for a in acting)
        if unknown and draft.rule.rule.startswith("frame."):
            return "a private person speaks"
        if len(acting) > (0 if draft.speech else 1) and all(_unknown_body(anchor, self._lexicon) for anchor in acting):
            return "the parties are known for nothing public"
        heads = [self._parsed.doc[item.anchor.head] for item in draft.roles if item.anchor.form == "nominal"]
        private = self._lexicon.words.get("private-party", frozenset())
        if len(heads) > 1 and len(heads) == len(draft.roles) and all(lemma(head) in private for head in heads):
            return "all parties are private"
        return ""

    def _national(self) -> bool:
        """Whether the sentence names a state, or people or bodies of one."""
        return any(
            _national(anchor) and (anchor.form != "nominal" or self._of_a_state(anchor)) for anchor in self._anchors
        )

    def _of_a_state(self, anchor: Anchor) -> bool:
        """Whether a party is called that of a state; a place that it stands in or goes to makes it none."""
        if anchor.mention.country is None or anchor.form == "name":
            return anchor.mention.country is not None
        inside = (self._parsed.at(t) for t in syntax.below(self._parsed.doc[anchor.head]))
        return any(
            a is not None and a is not anchor and (a.form == "demonym" or a.mention.kind is Kind.STATE) for a in inside
        )

    def _concerned(self, own: set[int], sectors: frozenset[str]) -> bool:
        """Whether the sentence names a public party, or has words of violence or of public life."""
        if self._violent or any(i not in own for i in self._public):
            return True
        return any(public(a, sectors, self._parsed, self._lexicon) and not self._in_domain(a) for a in self._anchors)

    def _in_domain(self, anchor: Anchor) -> bool:
        """Whether a mention's own words tell a domain ("the president of the golf club")."""
        places = {t.i for t in syntax.below(self._parsed.doc[anchor.head])}
        return any(hit.place in places for hit in self._hits)

    def _suffering(self, draft: Draft) -> set[int]:
        """The words of those who are hit, freed or detained: an actor may be jailed, a football ground bombed."""
        heads = [item.anchor.head for item in draft.roles if item.role in _SUFFERING]
        if draft.place is not None:
            heads.append(draft.place.head)
        if draft.entry.family == "attack":
            # "an air strike on a bakery": what is struck need be no party of the text
            heads += [t.i for name, _, t in syntax.prepositions(draft.token) if name in _STRUCK]
        return {t.i for head in heads for t in syntax.below(self._parsed.doc[head])}

    def _of_private_life(self, anchor: Anchor, *, force: bool) -> bool:
        """Whether a party is a firm or a private person; of these, one who uses `force` is a public concern."""
        head = self._parsed.doc[anchor.head]
        if anchor.form not in ("nominal", "name") or self._of_a_state(anchor):
            return False
        if anchor.mention.sector == "BUS":
            return True
        if anchor.form == "name" or (force and anchor.mention.sector == "CVL"):
            return False
        if lemma(head) in self._lexicon.words.get("private-many", frozenset()):
            return True
        parties = self._lexicon.words.get("private-party", frozenset())
        owners = [c for c in head.children if c.dep_ in ("compound", "poss")]
        owners += [token for name, _, token in syntax.prepositions(head) if name == "of"]
        if any(
            lemma(owner) in parties or _unknown_body(anchor_of(self._parsed, owner), self._lexicon) for owner in owners
        ):
            return True
        # Many of a calling act as citizens ("teachers demand"), one of them for himself.
        return lemma(head) in parties and (head.tag_ in ("NN", "NNP") or anchor.mention.sector == "MED")


@dataclass(frozen=True, slots=True, kw_only=True)
class TextSphere:
    """What a whole text tells: whether it names public parties, and whether it reports on sport."""

    politics: bool
    sport: bool


class Spheres:
    """The spheres of a text's sentences, each read when its first event asks."""

    def __init__(self, parsed: ParsedArticle, lexicon: Lexicon) -> None:
        self._parsed, self._lexicon = parsed, lexicon
        self._read: dict[int, Sphere] = {}

    @cached_property
    def _text(self) -> TextSphere:
        parsed, words = self._parsed, self._lexicon.words
        grave = words.get("public", frozenset()) | words.get("violence", frozenset())
        return TextSphere(
            politics=any(public(anchor, _OFFICIAL, parsed, self._lexicon) for anchor in parsed.anchors)
            or any(t.pos_ in _CONTENT and lemma(t) in grave and not _of_calling(t, self._lexicon) for t in parsed.doc),
            sport=is_sport(parsed.doc, load_words().table.sport_words),
        )

    def private(self, draft: Draft) -> str:
        """Return why an event is of no public concern, or an empty string."""
        sentence = draft.token.sent
        sphere = self._read.get(sentence.start)
        if sphere is None:
            sphere = self._read[sentence.start] = Sphere(sentence, self._parsed, self._lexicon)
        return sphere.private(draft, self._text)


def public(anchor: Anchor, sectors: frozenset[str], parsed: ParsedArticle, lexicon: Lexicon) -> bool:
    """Whether a mention is a party of public life: an office, a body or people of such a sector, a known person.

    A general word ("the committee", "its chief") is none by itself: clubs and firms have such too.
    """
    mention = anchor.mention
    if anchor.form in ("demonym", "pronoun") or (mention.kind is Kind.STATE and anchor.form == "name"):
        return False
    head = parsed.doc[anchor.head]
    if anchor.form == "nominal" and mention.country is None:
        private = lexicon.words.get("private-party", frozenset())
        if lemma(head) in lexicon.words.get("general-party", frozenset()):
            return False
        if any(t.dep_ in ("pobj", "poss", "compound") and lemma(t) in private for t in syntax.below(head)):
            return False  # "the chancellor of the university"
    return mention.sector in sectors or (mention.kind is Kind.PERSON and mention.agent is not None)


def _of_calling(token: Token, lexicon: Lexicon) -> bool:
    """Whether a word of public life only says which calling is meant: "the foreign editor", "the general manager"."""
    if token.dep_ not in ("amod", "compound") or token.lower_ not in lexicon.words.get("calling-modifier", frozenset()):
        return False
    return lemma(token.head) in lexicon.words.get("private-party", frozenset())


def _near(word: Token, trigger: Token) -> bool:
    """Whether a word stands close below a trigger: crowds protest wherever they are, but not "behind a brass band"."""
    return any(above == trigger for above in itertools.islice(word.ancestors, _DEPTH))


def _unnamed_actor(verb: Token, parsed: ParsedArticle) -> bool:
    """Whether an active verb has a subject that is a common noun for no party ("the tenor refused")."""
    subject = syntax.own_subject(verb) if syntax.is_verbal(verb) and not syntax.is_passive(verb) else None
    return subject is not None and subject.pos_ == "NOUN" and anchor_of(parsed, subject) is None


def _unknown_body(anchor: Anchor | None, lexicon: Lexicon) -> bool:
    """Whether a name is that of a body that is known for nothing public ("Acme")."""
    if anchor is None or anchor.form != "name" or anchor.mention.kind is not Kind.ORGANIZATION:
        return False
    mention = anchor.mention
    if mention.name.lower().rsplit(" ", 1)[-1] in lexicon.words.get("general-party", frozenset()):
        return False  # "the Council": a body that the text has named in full
    return mention.sector in (None, "BUS") and mention.country is None and mention.agent is None


def _national(anchor: Anchor) -> bool:
    mention = anchor.mention
    known = mention.country is not None or mention.agent is not None
    return known and mention.kind in AGENTIVE and mention.sector not in ("BUS", "MED")


def _acting(draft: Draft) -> list[Anchor]:
    changed = draft.type == "OfficeChange"
    return [
        item.anchor
        for item in draft.roles
        if item.explicit and (item.role in _ACTING or (changed and item.role is Role.TARGET))
    ]


def _forms(token: Token) -> Iterator[str]:
    """Yield a word's forms and those of the two-word phrase or hyphenated word that it begins."""
    yield from {lemma(token), token.lower_}
    if token.pos_ == "NOUN" or token.dep_ in ("pobj", "dobj", "nsubj"):
        yield f"{lemma(token)} (noun)"  # "final" is no word of sport where it is an adjective
    following = token.nbor() if token.i + 1 < len(token.doc) else None
    if following is None:
        return
    if following.text == "-" and token.i + 2 < len(token.doc):
        yield f"{token.lower_}-{lemma(token.nbor(2))}"
    else:
        second = lemma(following)
        yield f"{token.lower_} {second}"
        if following.tag_ == "NNPS":
            yield f"{token.lower_} {second.removesuffix('s')}"  # names keep their plural: "two World Cups"


def _told(token: Token, lexicon: Lexicon) -> str:
    """Return the work that an event is told in ("in the film, a minister is kidnapped"), or an empty string."""
    works, parts, dreams = (lexicon.words.get(name, frozenset()) for name in ("fiction", "fiction-part", "unreal"))
    verb: Token | None = syntax.clause_verb(token)
    for _ in range(6):
        if verb is None:
            break
        subject = syntax.own_subject(verb)
        for head in (verb, subject) if subject is not None else (verb,):
            for name, _, inner in syntax.prepositions(head):
                if name not in _INSIDE:
                    continue
                if (lemma(inner) in works and _retold(verb)) or lemma(inner) in dreams:
                    return str(inner.lower_)
                if lemma(inner) in parts and any(c.lower_ in _ORDINALS for c in inner.children):
                    return str(inner.lower_)
        if subject is not None and verb != token and lemma(subject) in works and _retold(verb):
            return str(subject.lower_)
        owners = subject.children if subject is not None else ()
        if subject is not None and _retold(verb) and any(c.dep_ == "poss" and lemma(c) in works for c in owners):
            return str(subject.lower_)
        verb = next((a for a in verb.ancestors if syntax.is_verbal(a)), None)
    return ""


def _retold(verb: Token) -> bool:
    """Whether a verb stands in the present in which works are retold."""
    if verb.tag_ in ("VBZ", "VBP"):
        return True
    return any(a.tag_ in ("VBZ", "VBP") and a.lemma_ == "be" for a in syntax.auxiliaries(verb))
