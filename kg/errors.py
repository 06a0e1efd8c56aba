"""The errors that Diplograph raises on purpose.

KgError
├── SourceError       an input file, line or page cannot be read
├── KnowledgeError    ontology, lexicon, facts or question file is wrong: the run stops
├── RecordError       an extraction record breaks `kg.extraction/1`
├── ModelError        no language pipeline is installed, or it cannot be loaded
├── ServiceError      the server of a language model is out of reach or refuses: the run stops
│   └── ReplyError    its replies on one article are of no use: the rest goes on
├── WorkerError       a process of a run with several workers was ended from outside
├── StoreError        the store cannot be opened, is locked or is not a store
├── QueryError        a question or SPARQL query is refused or too heavy
└── UsageError        the caller asked for something that does not exist
"""

from __future__ import annotations


class KgError(Exception):
    """What went wrong, where, and what to do next.

    `str()` gives the three parts on two lines, as the command line prints them.

    >>> print(SourceError("not JSON", where="a.jsonl, line 3", fix="give one object a line"))
    a.jsonl, line 3: not JSON
      fix: give one object a line
    """

    def __init__(self, problem: str, *, where: str = "", fix: str = "") -> None:
        super().__init__(problem)
        self.problem = problem
        self.where = where
        self.fix = fix

    def __str__(self) -> str:
        head = f"{self.where}: {self.problem}" if self.where else self.problem
        return f"{head}\n  fix: {self.fix}" if self.fix else head


class SourceError(KgError):
    """An input file, line or page cannot be read; the rest goes on."""


class KnowledgeError(KgError):
    """An ontology, lexicon, facts or question file is wrong; the run stops."""


class RecordError(KgError):
    """An extraction record breaks `kg.extraction/1`."""


class ModelError(KgError):
    """No language pipeline is installed, or it cannot be loaded."""


class ServiceError(KgError):
    """The server of a language model is out of reach, refuses, or asks to wait too long; the run stops."""


class ReplyError(ServiceError):
    """What the server of a language model replies on one article is of no use; the rest goes on."""


class WorkerError(KgError):
    """A process of a run with several workers was ended from outside; the run stops."""


class StoreError(KgError):
    """The store cannot be opened, is locked, or is not a store."""


class QueryError(KgError):
    """A question or query is malformed, refused or over its limits."""


class UsageError(KgError):
    """The caller asked for something that does not exist."""
