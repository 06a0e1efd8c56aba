"""What asking a model cost and what became of its answers: counters → two lines for the reader."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from threading import Lock


@dataclass(slots=True, kw_only=True)
class Usage:
    """Tokens of one reply, as the server counts them (0 where it does not)."""

    prompt: int = 0
    completion: int = 0


@dataclass(slots=True)
class Report:
    """Counters of one run; all methods may be called from several threads."""

    price_in: float = 0.0
    price_out: float = 0.0
    counts: Counter[str] = field(default_factory=Counter)
    dropped: Counter[str] = field(default_factory=Counter)
    _lock: Lock = field(default_factory=Lock, repr=False)

    def count(self, what: str, number: int = 1) -> None:
        """Count a thing that was done."""
        with self._lock:
            self.counts[what] += number

    def drop(self, why: str, number: int = 1) -> None:
        """Count items of the model that were not taken, by reason."""
        with self._lock:
            self.dropped[why] += number

    def spend(self, usage: Usage) -> None:
        """Count the tokens of a reply that a server gave."""
        self.count("prompt tokens", usage.prompt)
        self.count("completion tokens", usage.completion)

    @property
    def cost(self) -> float:
        """What the tokens of this run cost, at the prices given."""
        millions = 1_000_000
        prompt, completion = self.counts["prompt tokens"], self.counts["completion tokens"]
        return (prompt * self.price_in + completion * self.price_out) / millions

    def __str__(self) -> str:
        get = self.counts
        asked = [f"{get['requests']} requests", f"{get['cached']} replies from the cache"]
        asked += [
            f"{get[name]} {name}" for name in ("repeated", "unreadable replies", "replies cut short") if get[name]
        ]
        asked.append(f"{get['prompt tokens']:,} + {get['completion tokens']:,} tokens")
        if self.price_in or self.price_out:
            asked.append(f"cost {self.cost:.4f}")
        taken = [f"{get['events']} events taken"]
        if self.dropped:
            listed = ", ".join(f"{number} {why}" for why, number in sorted(self.dropped.items()))
            taken.append(f"dropped: {listed}")
        return f"{'; '.join(asked)}\n{'; '.join(taken)}"
