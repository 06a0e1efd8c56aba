"""YAML files of words and rules → what they hold, checked; an error names the file and the line."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from importlib.resources.abc import Traversable
from typing import Any, TypeVar

import msgspec
import yaml

from kg.errors import KnowledgeError

Content = TypeVar("Content")
_PATH = re.compile(r" - at `\$((?:\.\w+|\[\d+\]|\[\.\.\.\])*)`")
_TRUTH = re.compile("(?:true|false)$")
_UNKNOWN_KEY = re.compile(r"unknown field `(\w+)`")


class Loader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]
    """YAML in which "on", "off", "yes" and "no" are words: prepositions and particles are what lexicons are made of."""


Loader.yaml_implicit_resolvers = {
    first: [(tag, _TRUTH if tag == "tag:yaml.org,2002:bool" else pattern) for tag, pattern in found]
    for first, found in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def read_yaml(source: Traversable, kind: type[Content], *, where: str = "", fix: str) -> Content:
    """Return the content of a file, as the structure that `kind` describes.

    Raises:
        KnowledgeError: it is missing or no YAML, or a key or value is wrong. `where` is the name by which the message
            calls the file (its own, if empty), with the line.
    """
    name = where or source.name
    try:
        text = source.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        raise KnowledgeError("is not UTF-8", where=f"{name}:{line}", fix="save the file as UTF-8") from error
    except OSError as error:
        raise KnowledgeError(
            f"cannot be read: {error.strerror}", where=name, fix="install the package again"
        ) from error
    try:
        return msgspec.convert(yaml.load(text, Loader=Loader), kind)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise KnowledgeError(f"no YAML: {error.problem}", where=f"{name}:{line}", fix=fix) from error
    except yaml.YAMLError as error:
        raise KnowledgeError(f"no YAML: {' '.join(str(error).split())}", where=name, fix=fix) from error
    except msgspec.ValidationError as error:
        problem, path = _spelled(str(error))
        line = line_of(yaml.compose(text, Loader=Loader), path)
        raise KnowledgeError(problem, where=f"{name}:{line}", fix=fix) from error


def _spelled(problem: str) -> tuple[str, list[str | int]]:
    """Return the words of a validation error, and the path of keys and positions to what is wrong.

    >>> _spelled("Object contains unknown field `verb` - at `$.rules[3]`")
    ('Object contains unknown field `verb`', ['rules', 3, 'verb'])
    """
    place = _PATH.search(problem)
    steps = re.findall(r"\w+", place[1]) if place else []
    steps += _UNKNOWN_KEY.findall(problem)
    problem = _PATH.sub("", problem).replace(
        "Expected `str` matching regex '\\\\S'", "Expected words, got an empty string"
    )
    return problem, [int(step) if step.isdigit() else step for step in steps]


def node_of(source: Traversable) -> yaml.Node | None:
    """Return a file that is YAML as nodes, which know their lines."""
    node: yaml.Node | None = yaml.compose(source.read_text(encoding="utf-8"), Loader=Loader)
    return node


def line_of(node: yaml.Node | None, path: Sequence[str | int]) -> int:
    """Return the line of a place in a file, or of the last step of the path that exists."""
    line = 1
    for step in path:
        if isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
            node = node.value[step]
        elif isinstance(node, yaml.MappingNode):
            pair = next((pair for pair in node.value if pair[0].value == step), None)
            if pair is None:
                break
            line, node = pair[0].start_mark.line + 1, pair[1]
            continue
        else:
            break
        line = node.start_mark.line + 1
    return line


def repeated_keys(node: yaml.Node | None) -> Iterator[tuple[int, str]]:
    """Yield (line, key) of each key that stands twice in one mapping: YAML would keep the last without a word."""
    waiting: list[Any] = [node]
    shared: set[int] = set()
    while waiting:
        node = waiting.pop()
        if id(node) in shared:
            continue
        shared.add(id(node))
        if isinstance(node, yaml.MappingNode):
            seen: set[str] = set()
            for key, value in node.value:
                if isinstance(key, yaml.ScalarNode):
                    if key.value in seen:
                        yield key.start_mark.line + 1, key.value
                    seen.add(key.value)
                waiting.append(value)
        elif isinstance(node, yaml.SequenceNode):
            waiting += node.value
