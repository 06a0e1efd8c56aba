"""Pattern lines of `lexicons/<language>/times.yaml` → compiled rules, indexed by the word that they begin with.

A pattern is words with one space between them. `a|b` is a choice, `<class>` a word class of the file (captured under
its name; a second one as `class2`), a trailing `?` makes an element optional. `,` is a comma, `-` a dash with or
without spaces, `~` a space, a hyphen or nothing. Everything else between two elements is one stretch of white space
without an empty line. Words match in any case, classes marked `cased` only as written (so that "may" is no month).
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import date
from functools import cache
from importlib.resources import files

import msgspec

from kg.read.number_words import load_numbers, small_number
from kg.yaml_file import read_yaml

Values = Mapping[str, int | str]
#: one line break at most: an empty line ends an expression
GAP = r"(?:[^\S\n]{1,3}|[^\S\n]{0,2}\n[^\S\n]{0,2})"
JOINTS = {",": ",", "-": r"[^\S\n]?[-–—][^\S\n]?", "~": rf"(?:{GAP}|-)?"}
WORD = re.compile(r"[^\W\d_]{1,24}|\d{1,12}")


class Entry(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    """Base of all entries: unknown keys are refused by name."""


class TimeExample(Entry, frozen=True):
    """A text with its publication day, and the expressions it holds: span text → EDTF (None for no value)."""

    text: str
    published: date | None = None
    expect: Mapping[str, str | None] = {}
    rules: Mapping[str, str] = {}  # span text → rule id, where the entry's own id does not say it
    granularity: Mapping[str, str] = {}


class WordClass(Entry, frozen=True):
    """Words with their values, or a regular expression."""

    values: Values = {}
    regex: str = ""
    cased: bool = False


class TimeRule(Entry, frozen=True):
    """Patterns of an expression and the operation, with its arguments, that resolves it."""

    rule: str
    op: str
    patterns: tuple[str, ...]
    source: str
    args: Values = {}
    bare: bool = True  # False: only inside a frame ("the year" in "the end of the year")
    needs_left: str = ""  # regular expression that must match right before the expression
    unless_left: str = ""
    unless_right: str = ""
    examples: tuple[TimeExample, ...] = ()


class Frame(Entry, frozen=True):
    """Words to the left or right of an expression that change its value ("by", "the end of", "evening")."""

    frame: str
    op: str
    source: str
    patterns: tuple[str, ...]
    side: str = "left"
    args: Values = {}
    units: tuple[str, ...] = ()  # granularities that it applies to; all where empty
    keep: bool = True  # whether the span takes the words in
    only: tuple[str, ...] = ()  # rule entries that it applies to; all where empty
    unless_ops: tuple[str, ...] = ()  # operations of rules that it does not apply to
    examples: tuple[TimeExample, ...] = ()


class GrammarFile(Entry, frozen=True):
    """`times.yaml`."""

    title: str
    licence: str
    classes: Mapping[str, WordClass]
    words: Mapping[str, tuple[str, ...]]
    rules: tuple[TimeRule, ...]
    frames: tuple[Frame, ...]
    examples: tuple[TimeExample, ...] = ()


class CompiledRule(msgspec.Struct, frozen=True):
    """One rule with one regular expression for each of its patterns that begin with the same words."""

    entry: TimeRule
    regex: re.Pattern[str]
    needs_left: re.Pattern[str] | None
    unless_left: re.Pattern[str] | None
    unless_right: re.Pattern[str] | None


class Grammar:
    """All rules and frames of one language; immutable after loading."""

    def __init__(self, source: GrammarFile) -> None:
        self.classes = source.classes
        self.words = {name: frozenset(words) for name, words in source.words.items()}
        self.by_word: dict[str, list[CompiledRule]] = defaultdict(list)
        self.frames = {
            side: [
                (frame, self._frame_regex(pattern, side))
                for frame in source.frames
                if frame.side == side
                for pattern in frame.patterns
            ]
            for side in ("left", "right")
        }
        for entry in source.rules:
            for pattern in entry.patterns:
                self._add(entry, pattern)

    def _add(self, entry: TimeRule, pattern: str) -> None:
        compiled = CompiledRule(
            entry,
            re.compile(self.regex(pattern) + r"(?!\w)"),
            _optional(entry.needs_left, r"(?:{})[^\S\n]*$"),
            _optional(entry.unless_left, r"(?:{})[^\S\n]*$"),
            _optional(entry.unless_right, r"[^\S\n]*(?:{})"),
        )
        for word in self.first_words(pattern):
            self.by_word[word].append(compiled)

    def _frame_regex(self, pattern: str, side: str) -> re.Pattern[str]:
        body = self.regex(pattern)
        return re.compile(rf"(?<![\w-]){body}(?:{GAP}|-)$" if side == "left" else rf"(?:{GAP}|-){body}(?!\w)")

    def regex(self, pattern: str) -> str:
        """Return the regular expression of a pattern line."""
        parts: list[str] = []
        counts: dict[str, int] = defaultdict(int)
        lead = ""  # what stands between the last element and the next
        for element in pattern.split():
            optional = element.endswith("?")
            core = element.removesuffix("?")
            if core in JOINTS:
                joint = f"(?:{JOINTS[core]})?" if optional else JOINTS[core]
                lead = joint + GAP if core == "," else joint
                continue
            body = self._element(core, counts)
            if optional and not parts:
                parts.append(f"(?:{body}{GAP})?")
                continue
            parts.append(f"(?:{lead}{body})?" if optional else lead + body)
            lead = GAP
        return "".join(parts)

    def _element(self, core: str, counts: dict[str, int]) -> str:
        if not core.startswith("<"):
            return f"(?i:{'|'.join(re.escape(word) for word in core.split('|'))})"
        name = core.strip("<>")
        counts[name] += 1
        label = name if counts[name] == 1 else f"{name}{counts[name]}"
        return f"(?P<{label}>{self._class_regex(name)})"

    def _class_regex(self, name: str) -> str:
        if name == "number":
            return f"(?i:{small_number()}|an?)"
        word_class = self.classes[name]
        if word_class.regex:
            return word_class.regex
        words = sorted(word_class.values, key=len, reverse=True)
        body = "|".join(re.escape(word).replace(r"\ ", GAP) for word in words)
        return f"(?:{body})" if word_class.cased else f"(?i:{body})"

    def first_words(self, pattern: str) -> set[str]:
        """Return the lower-case words that a match can begin with; "0" for any figure."""
        found: set[str] = set()
        for element in pattern.split():
            core = element.removesuffix("?")
            if core in JOINTS:
                continue
            found |= set(self._first_of(core))
            if not element.endswith("?"):
                break
        return found

    def _first_of(self, core: str) -> Iterator[str]:
        if core == "<number>":
            numbers = load_numbers()
            yield from (*numbers.units, *numbers.tens, "a", "an", "0")
        elif core.startswith("<"):
            word_class = self.classes[core.strip("<>")]
            words = [word for value in word_class.values for word in WORD.findall(value)[:1]]
            yield from (word.lower() for word in words)
            if word_class.regex:
                yield "0"
        else:
            yield from (WORD.findall(word)[0].lower() for word in core.split("|"))

    def value(self, name: str, text: str) -> int | str | None:
        """Return the value of a word of a class, or None."""
        values = self.classes[name.rstrip("2")].values
        plain = " ".join(text.split())
        return values.get(plain, values.get(plain.lower(), values.get(plain.capitalize())))


def _optional(body: str, form: str) -> re.Pattern[str] | None:
    return re.compile(form.format(body)) if body else None


@cache
def read_grammar_file(language: str = "en") -> GrammarFile:
    """Return the time rules of a language as written, with their examples.

    Raises:
        KnowledgeError: the file is no YAML, or a key or value is wrong.
    """
    source = files("kg") / "lexicons" / language / "times.yaml"
    fix = "see kg/read/times_grammar.py for the keys"
    return read_yaml(source, GrammarFile, where=f"lexicons/{language}/times.yaml", fix=fix)


@cache
def load_grammar(language: str = "en") -> Grammar:
    """Return the compiled time rules of a language, once a process."""
    return Grammar(read_grammar_file(language))
