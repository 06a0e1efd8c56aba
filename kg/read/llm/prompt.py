"""Ontology + template → the instructions for a model; passage → the messages of one request."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from string import Template
from typing import Any

from kg.errors import KnowledgeError
from kg.model import Certainty, Kind
from kg.read.llm.passages import Passage
from kg.read.llm.vocabulary import reply_schema, vocabulary
from kg.read.parsed import ParsedArticle

PACKAGED = ("full", "short")


@dataclass(frozen=True, slots=True, kw_only=True)
class Prompt:
    """The instructions, the schema of the reply, and a short hash of both that names them."""

    text: str
    schema: Mapping[str, Any]
    digest: str

    def messages(self, parsed: ParsedArticle, passage: Passage) -> list[dict[str, str]]:
        """Return the messages that ask for the events of one passage."""
        text, published = parsed.article.text, parsed.article.published
        parts = [f"PUBLISHED: {published.isoformat() if published else 'unknown'}"]
        if context := text[passage.context : passage.start].strip():
            parts.append(f"CONTEXT:\n{context}")
        parts.append(f"TEXT:\n{text[passage.start : passage.end]}")
        return [{"role": "system", "content": self.text}, {"role": "user", "content": "\n\n".join(parts)}]


@cache
def load_prompt(name: str = "full") -> Prompt:
    """Return the prompt of a packaged template (`full`, `short`) or of a template file.

    Raises:
        KnowledgeError: the file cannot be read, or it names a list that does not exist.
    """
    text = _render(_template(name), name)
    schema = reply_schema()
    spelled = text + json.dumps(schema, sort_keys=True)
    return Prompt(text=text, schema=schema, digest=hashlib.sha256(spelled.encode()).hexdigest()[:8])


def _template(name: str) -> str:
    try:
        if name in PACKAGED:
            return (files("kg") / "read" / "llm" / f"prompt-{name}.md").read_text(encoding="utf-8")
        return Path(name).read_text(encoding="utf-8")
    except (OSError, ValueError) as error:
        fix = f"name a template file, or one of {', '.join(PACKAGED)}"
        raise KnowledgeError("no such prompt template", where=name, fix=fix) from error


def _render(template: str, name: str) -> str:
    words = vocabulary()
    lists = {
        "kinds": ", ".join(Kind),
        "certainties": ", ".join(Certainty),
        "types": _listed(words.types),
        "statuses": _listed(words.statuses),
        "roles": _listed(words.roles),
        "type_names": ", ".join(words.types),
        "status_names": ", ".join(words.statuses),
        "role_names": ", ".join(words.roles),
    }
    try:
        return Template(template).substitute(lists)
    except (KeyError, ValueError) as error:
        fix = f"use {', '.join('$' + key for key in lists)}, and $$ for a dollar sign"
        raise KnowledgeError(f"the template is wrong ({error})", where=name, fix=fix) from error


def _listed(definitions: Mapping[str, str]) -> str:
    return "\n".join(f"- {name}: {definition}" for name, definition in definitions.items())
