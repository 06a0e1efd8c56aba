"""ParsedArticle → Extraction by a language model: passages out, items back, each of them checked."""

from __future__ import annotations

from collections.abc import Sequence
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
from kg.read.llm.service import Message, Reply, Service
from kg.read.parsed import ParsedArticle

#: How often a passage is asked again whose reply holds no JSON.
_ATTEMPTS = 3


class LlmExtractor:
    """A language model that reads articles; see `kg.read.llm`."""

    kind = "llm"

    def __init__(self, options: LlmOptions, *, service: Service | None = None) -> None:
        self.options = options
        self.report = service.report if service else Report(options.price_in, options.price_out)
        self.prompt = load_prompt(options.prompt)
        self.service = service or Service(options, self.report)
        self.cache = ReplyCache(options.cache or default_folder())
        # What was asked ahead and not yet used: a reply, or why there is none.
        self._ahead: dict[str, Reply | ReplyError] = {}

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
        return self.read(parsed, self.wanted(parsed))

    def wanted(self, parsed: ParsedArticle) -> list[Passage]:
        """Return the passages of an article that the model is asked about: all of it."""
        return passages(parsed, size=self.options.passage, context=self.options.context)

    def read(self, parsed: ParsedArticle, wanted: Sequence[Passage]) -> Extraction:
        """Return what the model finds in some passages of an article; errors as above."""
        answers = [self._answer(parsed, passage) for passage in wanted]
        return assemble(parsed, answers, rule=self.rule, report=self.report)

    def foresee(self, articles: Sequence[ParsedArticle]) -> None:
        """Ask about articles that will be read next, `parallel` requests at a time; a bad reply is told in its turn.

        Raises:
            ServiceError: the server is out of reach or refuses.
        """
        if self.options.parallel == 1:
            return
        asked = [self.prompt.messages(parsed, passage) for parsed in articles for passage in self.wanted(parsed)]
        waiting = {request_key(messages, self.prompt.schema, self.options): messages for messages in asked}
        with ThreadPoolExecutor(max_workers=self.options.parallel) as pool:
            futures = [
                pool.submit(self._ask_ahead, key, messages)
                for key, messages in waiting.items()
                if self.cache.get(key) is None
            ]
            try:
                for future in futures:
                    future.result()
            except BaseException:
                self.service.stop()
                pool.shutdown(cancel_futures=True)
                raise

    def _ask_ahead(self, key: str, messages: Sequence[Message]) -> None:
        try:
            self._ahead[key] = self._ask(key, messages)
        except ReplyError as error:
            self._ahead[key] = error

    def _answer(self, parsed: ParsedArticle, passage: Passage) -> Answer:
        messages = self.prompt.messages(parsed, passage)
        key = request_key(messages, self.prompt.schema, self.options)
        reply = self._ahead.pop(key, None) or self._kept(key) or self._ask(key, messages)
        if isinstance(reply, ReplyError):
            raise reply
        if reply.cut:
            self.report.count("replies cut short")
        return Answer(passage=passage, items=raw_events(reply.text, cut=reply.cut) or ())

    def _kept(self, key: str) -> Reply | None:
        reply = self.cache.get(key)
        if reply is None or raw_events(reply.text, cut=reply.cut) is None:
            return None
        self.report.count("cached")
        return reply

    def _ask(self, key: str, messages: Sequence[Message]) -> Reply:
        """Return a reply that holds events (none is an answer too), and keep it."""
        shown = ""
        for attempt in range(_ATTEMPTS):
            reply = self.service.ask(messages, self.prompt.schema, attempt=attempt)
            if raw_events(reply.text, cut=reply.cut) is not None:
                self.cache.put(key, reply)
                return reply
            self.report.count("unreadable replies")
            shown = " ".join(reply.text.split())[:120]
        fix = "take a model that can answer in JSON, or set format= or max_tokens="
        raise ReplyError(f"{_ATTEMPTS} replies without events, the last {shown!r}", where=self.rule, fix=fix)
