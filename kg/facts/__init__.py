"""CSV tables of states, places, offices, holders and organisations → answers such as who held an office on a day."""

from __future__ import annotations

from kg.facts.records import Metonym, Office, Org, Person, Place, State, Tenure, Weapon
from kg.facts.tables import Facts, fold, load_facts

__all__ = ["Facts", "Metonym", "Office", "Org", "Person", "Place", "State", "Tenure", "Weapon", "fold", "load_facts"]
