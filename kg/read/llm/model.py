"""ParsedArticle → Extraction by a language model: passages out, items back, each of them checked."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor

from kg.errors import ReplyError
from kg.model import Extraction
from kg.read.llm.assembly import assemble
from kg.read.llm.cache import ReplyCache, default_folder, request_key
from kg.read.llm.options import LlmOptions
from kg.read.llm.passages import Passage, passages
from kg.read.llm.prompt import load_prompt
from kg.read.llm.replies import Answer, raw_events
from kg.read.llm.report import Report
from kg.read.llm.service import Reply, Service
from kg.read.parsed import ParsedArticle

#: How often a passage is asked again whose reply holds no JSON.
_ATTEMPTS = 3


class LlmExtractor:
    """A language model that reads articles; see `kg.read.llm`."""

    kind = "llm"

    def __init__(
        self,
        options: LlmOptions,
        *,
        service: Service | None = None,
        report: Report | None = None,
    ) -> None:
        self.options = options
        self.report = report or (service.report if service else Report(options.price_in, options.price_out))
        self.prompt = load_prompt(options.prompt)
        self.service = service or Service(options, self.report)
        self.cache = ReplyCache(options.cache or default_folder())

    @property
    def name(self) -> str:
        """The model and the prompt that it reads by."""
        return f"{self.kind}:{self.options.model}@{self.prompt.digest}"

    @property
    def rule(self) -> str:
        """What an event names as its producer."""
        return f"llm:{self.options.model}"

    def summary(self) -> str:
        """Return what was asked, what it cost and what was dropped."""
        return f"model {self.options.model}: {self.report}"

    def close(self) -> None:
        """Close the connections; they open again when needed."""
        self.service.close()

    def __call__(self, parsed: ParsedArticle) -> Extraction:
        """Return the events that the model finds in an article and that can be shown in its text.

        Raises:
            ServiceError: the server is out of reach or refuses.
            ReplyError: its replies on this article are of no use.
        """
        found = passages(parsed, size=self.options.passage, context=self.options.context)
        return self.read(parsed, found)

    def read(self, parsed: ParsedArticle, wanted: Sequence[Passage]) -> Extraction:
        """Return what the model finds in some passages of an article; errors as above."""
        answers = self._each(wanted, lambda passage: self._answer(parsed, passage))
        return assemble(parsed, answers, rule=self.rule, report=self.report)

    def _each(self, wanted: Sequence[Passage], ask: Callable[[Passage], Answer]) -> list[Answer]:
        """Return the answers in the order of the text, however many are asked for at a time."""
        if self.options.parallel == 1 or len(wanted) < 2:
            return [ask(passage) for passage in wanted]
        with ThreadPoolExecutor(max_workers=self.options.parallel) as pool:
            futures = [pool.submit(ask, passage) for passage in wanted]
            try:
                return [future.result() for future in futures]
            except BaseException:
                pool.shutdown(wait=False, cancel_futures=True)
                raise

    def _answer(self, parsed: ParsedArticle, passage: Passage) -> Answer:
        messages = self.prompt.messages(parsed, passage)
        key = request_key(messages, self.prompt.schema, self.options)
        kept = self.cache.get(key)
        if kept is not None and (items := raw_events(kept.text)) is not None:
            self.report.count("cached")
            self._note_cut(kept)
            return Answer(passage=passage, items=items)
        for attempt in range(_ATTEMPTS):
            reply = self.service.ask(messages, self.prompt.schema, attempt=attempt)
            items = raw_events(reply.text)
            if items is not None:
                self.cache.put(key, reply)
                self._note_cut(reply)
                return Answer(passage=passage, items=items)
            self.report.count("unreadable replies")
        shown = " ".join(reply.text.split())[:120]
        fix = "take a model that can answer in JSON, or set format= or max_tokens="
        raise ReplyError(f"{_ATTEMPTS} replies without events, the last {shown!r}", where=self.rule, fix=fix)

    def _note_cut(self, reply: Reply) -> None:
        if reply.cut:
            self.report.count("replies cut short")
