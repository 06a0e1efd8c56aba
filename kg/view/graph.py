"""A store's path → a graph object whose methods ask the questions: `kg.open(path)`."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

from kg.graph.answers import (
    AgentAnswer,
    AsOfAnswer,
    BetweenAnswer,
    CancelledAnswer,
    DeniedClaim,
    EventAnswer,
    EvidenceAnswer,
    LifeCycleStep,
    MeetingStep,
    MergeAnswer,
    SanctionAnswer,
    SingleSourceFact,
    TimelineAnswer,
)
from kg.graph.ask import Rows, ask
from kg.graph.store import Store
from kg.resolve.fuse import fuse, rules_name
from kg.view.network import network

if TYPE_CHECKING:
    from kg.view.network import Network

Day = date | str


def open_graph(path: Path | str) -> Graph:
    """Open a store as a graph, for reading; what is missing or out of date is rebuilt first.

    Raises:
        StoreError: there is no store at `path`, or it must be rebuilt while another process writes it.
    """
    store = Store.open(path)
    try:
        store.ensure_fused(fuse, rules=rules_name())
    except BaseException:
        store.close()
        raise
    return Graph(store)


class Graph:
    """An open store with a method for each question. Close it, or use it in a `with` block.

    Agents and events may be given by IRI, key or name, days as dates or `YYYY-MM-DD`. Every method raises `UsageError`
    for a name that the graph does not know or that several share, and lists the candidates.
    """

    def __init__(self, store: Store) -> None:
        self.store = store

    def close(self) -> None:
        """Close the store."""
        self.store.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def ask(self, question: str, **parameters: object) -> Rows[Any]:
        """Return the answer to a question by its name (see `kg.graph.question.question_names`)."""
        return ask(self.store, question, **parameters)

    def events(
        self,
        *,
        type: str | None = None,
        agent: str | None = None,
        status: str | None = None,
        since: Day | None = None,
        until: Day | None = None,
    ) -> Rows[EventAnswer]:
        """Return the events of a class (or one below it), agent, status and period, oldest first."""
        return self.ask("events", type=type, agent=agent, status=status, since=since, until=until)

    def between(self, a: str, b: str, *, since: Day | None = None, until: Day | None = None) -> Rows[BetweenAnswer]:
        """Return the events that two agents, or those who act for them, take part in."""
        return self.ask("between", a=a, b=b, since=since, until=until)

    def meetings(
        self, *, agent: str | None = None, since: Day | None = None, until: Day | None = None
    ) -> Rows[MeetingStep]:
        """Return meetings, visits, calls and talks, a row for each step of their histories."""
        return self.ask("meetings", agent=agent, since=since, until=until)

    def cancelled(
        self, *, agent: str | None = None, since: Day | None = None, until: Day | None = None
    ) -> Rows[CancelledAnswer]:
        """Return what was called off or put off, with who said so, the quote and the reason."""
        return self.ask("cancelled", agent=agent, since=since, until=until)

    def sanctions_in_force(self, day: Day) -> Rows[SanctionAnswer]:
        """Return the sanctions in force on a day."""
        return self.ask("sanctions_in_force", day=day)

    def denied_claims(self, a: str | None = None, b: str | None = None) -> Rows[DeniedClaim]:
        """Return what `a` claimed and `b` denied; either may be left open."""
        return self.ask("denied_claims", a=a, b=b)

    def single_source(self, *, type: str | None = None) -> Rows[SingleSourceFact]:
        """Return the facts that rest on one originator alone."""
        return self.ask("single_source", type=type)

    def evidence(self, event: str) -> Rows[EvidenceAnswer]:
        """Return every claim about an event with its words and where they stand."""
        return self.ask("evidence", event=event)

    def life_cycle(self, event: str) -> Rows[LifeCycleStep]:
        """Return the steps of an event's history, a row for each claim that carries one."""
        return self.ask("life_cycle", event=event)

    def merges(self, event: str) -> Rows[MergeAnswer]:
        """Return why the mentions of an event were taken as one, and which were kept apart."""
        return self.ask("merges", event=event)

    def timeline(self, agent: str, *, since: Day | None = None, until: Day | None = None) -> Rows[TimelineAnswer]:
        """Return the events of an agent, oldest first, with its roles."""
        return self.ask("timeline", agent=agent, since=since, until=until)

    def as_of(self, day: Day, *, type: str | None = None, agent: str | None = None) -> Rows[AsOfAnswer]:
        """Return what had been reported by a day: the latest step of each event."""
        return self.ask("as_of", day=day, type=type, agent=agent)

    def agents(self, *, kind: str | None = None) -> Rows[AgentAnswer]:
        """Return the agents, places and things of the graph by label."""
        return self.ask("agents", kind=kind)

    def search(self, words: str, *, limit: int = 50) -> list[dict[str, Any]]:
        """Return the labels and quotes that hold all these words, best first: kind, id, text."""
        return self.store.search(words, limit=limit)

    def network(self, *, since: date | None = None, until: date | None = None) -> Network:
        """Return the graph of events, agents and places as a `networkx.MultiDiGraph` (see `kg.view.network`)."""
        return network(self.store, since=since, until=until)
