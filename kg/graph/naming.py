"""What a person calls an agent or an event → its IRI in a store, or the candidates to choose from."""

from __future__ import annotations

from kg.errors import UsageError
from kg.facts import load_facts
from kg.graph.store import Row, Store
from kg.model import DATA

_LISTED = 8
_LEAST_DIGITS = 6


def find_agent(store: Store, name: str) -> str:
    """Return the IRI of an agent given by IRI, key (`Q159`), label, alias or a part of its label.

    Of several agents of a name those linked to a known one go first, and parties before places.

    Raises:
        UsageError: no agent or several go by it; the message lists them.
    """
    rows = (
        _agents(
            store, "id IN (:name, :agent, :place)", name=name, agent=f"{DATA}agent/{name}", place=f"{DATA}place/{name}"
        )
        or _agents(store, "label = :name COLLATE NOCASE", name=name)
        or _aliases(store, name)
        or _agents(store, "(' ' || label || ' ') LIKE :name", name=f"% {_literal(name)} %")
    )
    for preferred in (lambda row: row["linked"], lambda row: "/agent/" in row["id"]):
        rows = [row for row in rows if preferred(row)] or rows
    if len(rows) == 1:
        return str(rows[0]["id"])
    near = rows or _agents(store, "(' ' || label) LIKE :name", name=f"% {_literal(name)}%")
    return _refuse("agent", name, near, bool(rows))


def find_event(store: Store, name: str) -> str:
    """Return the IRI of an event given by IRI, the first digits of its key, or a part of its label.

    Raises:
        UsageError: no event or several go by it; the message lists them.
    """
    key = name.rpartition("/")[2] or name
    rows = _events(store, "id = :name", name)
    if not rows and len(key) >= _LEAST_DIGITS:
        rows = _events(store, "id LIKE :name", f"{DATA}event/{_literal(key)}%")
    if not rows:
        rows = _events(store, "label LIKE :name", f"%{_literal(name)}%")
    if len(rows) == 1:
        return str(rows[0]["id"])
    return _refuse("event", name, rows, bool(rows))


def _agents(store: Store, where: str, **parameters: str) -> list[Row]:
    return list(
        store.query(f"SELECT id, label, linked FROM agents WHERE {where} ORDER BY linked DESC, label, id", parameters)
    )


def _events(store: Store, where: str, name: str) -> list[Row]:
    return list(store.query(f"SELECT id, label FROM events WHERE {where} ORDER BY label, id", {"name": name}))


def _literal(text: str) -> str:
    """Return a text without the signs that LIKE reads as wild cards."""
    return text.replace("%", "").replace("_", "")


def _aliases(store: Store, name: str) -> list[Row]:
    """Return the agents of the store that the facts tables know by this name."""
    facts = load_facts()
    state = facts.state(name)
    keys = [state.qid] if state else []
    keys += [person.id for person in facts.persons_named(name)] + [org.qid for org in facts.orgs_named(name)]
    found = {}
    for key in keys:
        if key:
            found.update({row["id"]: row for row in _agents(store, "id = :name", name=f"{DATA}agent/{key}")})
    return [found[id_] for id_ in sorted(found)]


def _refuse(what: str, name: str, rows: list[Row], ambiguous: bool) -> str:
    listed = "; ".join(f"{row['label']} <{row['id']}>" for row in rows[:_LISTED])
    more = f" and {len(rows) - _LISTED} more" if len(rows) > _LISTED else ""
    if ambiguous:
        raise UsageError(f"several {what}s go by {name!r}", fix=f"choose one: {listed}{more}")
    fix = f"perhaps {listed}{more}" if rows else f"look it up with `kg ask {what}s`"
    raise UsageError(f"the graph has no {what} {name!r}", fix=fix)
