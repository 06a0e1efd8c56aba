"""spaCy's attribute ruler, with the same results in a fraction of the time.

The ruler of an English pipeline runs about 180 patterns of one or two tokens over every text, a tenth of the whole
parse. What a pattern asks of a token (tag, dependency, lower-case form, white space) has few distinct answers, so the
rules that hold are worked out once for each combination and remembered. Patterns of another kind keep the original.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any, cast

from spacy.attrs import DEP, LEMMA, MORPH, POS, TAG  # type: ignore[import-not-found]
from spacy.language import Language
from spacy.pipeline import AttributeRuler
from spacy.tokens import Doc, Token

NAME = "kg_attributes"
_ASKED = frozenset({"TAG", "DEP", "LOWER", "IS_SPACE"})
_SET = frozenset({POS, MORPH, LEMMA, TAG, DEP})
#: (tag, dependency, answers to all questions about the form, white space) of a token
_Signature = tuple[str, str, tuple[bool, ...], bool]
_Attributes = Mapping[int, int]


class _Rule:
    """One pattern of one or two tokens, and the attributes that it sets on one of them."""

    def __init__(self, pattern: Sequence[Mapping[str, Any]], attributes: _Attributes, index: int) -> None:
        self.pattern = pattern
        self.attributes = attributes
        self.index = index


class QuickAttributes:
    """Sets what an `AttributeRuler` sets; build one with `quicken`."""

    def __init__(self, rules: Sequence[_Rule]) -> None:
        self._rules = rules
        asked = {_key(part["LOWER"]): part["LOWER"] for rule in rules for part in rule.pattern if "LOWER" in part}
        self._questions = {key: _test(value) for key, value in asked.items()}
        self._place = {key: place for place, key in enumerate(self._questions)}
        self._forms: dict[str, tuple[bool, ...]] = {}
        self._alone: dict[_Signature, _Attributes] = {}
        self._starts: dict[_Signature, tuple[int, ...]] = {}
        self._pairs = [number for number, rule in enumerate(rules) if len(rule.pattern) == 2]

    def __call__(self, doc: Doc) -> Doc:
        """Set the attributes of a document in place and return it."""
        signatures = [self._signature(token) for token in doc]
        paired = self._paired(signatures)
        for position, token in enumerate(doc):
            numbers = paired.get(position)
            known = self._alone.get(signatures[position])
            if known is None:
                known = self._alone[signatures[position]] = self._merged(self._single(signatures[position]))
            if numbers:
                known = self._merged(sorted([*self._single(signatures[position]), *numbers]))
            if known:
                _set(token, known)
        return doc

    def _signature(self, token: Token) -> _Signature:
        form = token.lower_
        answers = self._forms.get(form)
        if answers is None:
            answers = self._forms[form] = tuple(test(form) for test in self._questions.values())
        return token.tag_, token.dep_, answers, token.is_space

    def _holds(self, part: Mapping[str, Any], signature: _Signature) -> bool:
        tag, dep, answers, space = signature
        return (
            ("TAG" not in part or _test(part["TAG"])(tag))
            and ("DEP" not in part or _test(part["DEP"])(dep))
            and ("LOWER" not in part or answers[self._place[_key(part["LOWER"])]])
            and ("IS_SPACE" not in part or part["IS_SPACE"] == space)
        )

    def _single(self, signature: _Signature) -> list[int]:
        return [
            number
            for number, rule in enumerate(self._rules)
            if len(rule.pattern) == 1 and self._holds(rule.pattern[0], signature)
        ]

    def _paired(self, signatures: Sequence[_Signature]) -> dict[int, list[int]]:
        """Return, by the position of the token that they set, the rules of two tokens that hold."""
        found: dict[int, list[int]] = {}
        for position, first in enumerate(signatures[:-1]):
            starts = self._starts.get(first)
            if starts is None:
                rules = ((number, self._rules[number].pattern[0]) for number in self._pairs)
                starts = self._starts[first] = tuple(number for number, part in rules if self._holds(part, first))
            for number in starts:
                rule = self._rules[number]
                if self._holds(rule.pattern[1], signatures[position + 1]):
                    found.setdefault(position + rule.index, []).append(number)
        return found

    def _merged(self, numbers: Sequence[int]) -> _Attributes:
        merged: dict[int, int] = {}
        for number in numbers:
            merged |= self._rules[number].attributes
        return merged


def quicken(ruler: AttributeRuler) -> QuickAttributes | None:
    """Return a component that sets what a ruler sets, or None if one of its patterns asks for more than is known."""
    rules: list[_Rule] = []
    for number, entry in enumerate(cast("list[dict[str, Any]]", ruler.patterns)):
        attributes = cast("_Attributes", dict(ruler.attrs[number]))
        index = int(entry["index"])
        for pattern in entry["patterns"]:
            asked = {key for part in pattern for key in part}
            fits = len(pattern) in (1, 2) and 0 <= index < len(pattern) and asked <= _ASKED
            if not fits or not attributes.keys() <= _SET or not all(map(_answerable, _values(pattern))):
                return None
            rules.append(_Rule(pattern, attributes, index))
    return QuickAttributes(rules)


@Language.factory(NAME)
def create(nlp: Language, name: str) -> Callable[[Doc], Doc]:
    """Return the quick form of the pipeline's attribute ruler, or the ruler itself."""
    ruler = nlp.get_pipe("attribute_ruler")
    return quicken(cast("AttributeRuler", ruler)) or ruler


def _values(pattern: Sequence[Mapping[str, Any]]) -> list[Any]:
    return [value for part in pattern for value in part.values()]


def _answerable(value: Any) -> bool:
    return isinstance(value, str | bool) or (isinstance(value, dict) and set(value) <= {"IN", "NOT_IN", "REGEX"})


def _key(value: Any) -> str:
    return repr(value)


def _test(value: Any) -> Callable[[str], bool]:
    """Return the test that a pattern's value stands for."""
    if isinstance(value, str):
        return lambda text: text == value
    tests: list[Callable[[str], bool]] = []
    if "IN" in value:
        tests.append(lambda text: text in value["IN"])
    if "NOT_IN" in value:
        tests.append(lambda text: text not in value["NOT_IN"])
    if "REGEX" in value:
        search = re.compile(value["REGEX"]).search
        tests.append(lambda text: search(text) is not None)
    return lambda text: all(test(text) for test in tests)


def _set(token: Any, attributes: _Attributes) -> None:
    for attribute, value in attributes.items():
        if attribute == POS:
            token.pos = value
        elif attribute == MORPH:
            token.set_morph(value)
        elif attribute == LEMMA:
            token.lemma = value
        elif attribute == TAG:
            token.tag = value
        else:
            token.dep = value
