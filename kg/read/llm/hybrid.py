"""ParsedArticle → Extraction by rules first, and by a model where a sentence has a trigger and the rules are unsure."""

from __future__ import annotations

from kg.lexicon import load_lexicon
from kg.model import EventMention, Extraction
from kg.read.extractor import Rules
from kg.read.llm.joining import join
from kg.read.llm.model import LlmExtractor
from kg.read.llm.options import LlmOptions
from kg.read.llm.passages import Extent, Passage, sentence_extents, sentence_passages
from kg.read.llm.service import Service
from kg.read.parsed import ParsedArticle
from kg.read.triggers import find_candidates


class HybridExtractor(LlmExtractor):
    """Rules for what they are sure of; both opinions for the rest, each named by who holds it."""

    kind = "hybrid"

    def __init__(self, options: LlmOptions, *, service: Service | None = None) -> None:
        super().__init__(options, service=service)
        # The rules' reading of articles that were asked about ahead; the article keeps its key from another's.
        self._read: dict[int, tuple[ParsedArticle, Extraction]] = {}

    def __call__(self, parsed: ParsedArticle) -> Extraction:
        """Return the rules' events with the model's on unsure sentences; errors as those of the model."""
        wanted = self.wanted(parsed)
        _, rules = self._read.pop(id(parsed))
        return join(rules, self.read(parsed, wanted)) if wanted else rules

    def wanted(self, parsed: ParsedArticle) -> list[Passage]:
        """Return the passages of an article that the model is asked about: its unsure sentences."""
        if id(parsed) not in self._read:
            self._read[id(parsed)] = (parsed, Rules()(parsed))
        _, rules = self._read[id(parsed)]
        sentences = unsure(parsed, rules.events, self.options.threshold)
        return sentence_passages(parsed, sentences, size=self.options.passage, context=self.options.context)


def unsure(parsed: ParsedArticle, events: tuple[EventMention, ...], threshold: float) -> list[Extent]:
    """Return the sentences to ask about: with an event below the threshold, or a trigger that gave no event at all."""
    triggers = [c.token.idx for found in find_candidates(parsed.doc, load_lexicon()) for c in found]
    starts = [((e.trigger or e.evidence).start, e.confidence) for e in events]
    wanted: list[Extent] = []
    for start, end in sentence_extents(parsed):
        inside = [confidence for place, confidence in starts if start <= place < end]
        if min(inside, default=1.0) < threshold or (not inside and any(start <= place < end for place in triggers)):
            wanted.append((start, end))
    return wanted
