"""The quick attribute ruler sets what spaCy's own sets."""

from __future__ import annotations

from pathlib import Path

import pytest
import spacy
from spacy.pipeline import AttributeRuler
from spacy.tokens import Doc

from kg.lexicon import load_lexicon
from kg.read.attributes import quicken
from kg.read.parse import MODELS

EXAMPLES = sorted((Path(__file__).parents[3] / "kg" / "examples").rglob("*.txt"))
ODDITIES = "He ain't gonna go; I gotta, y'all. Let's see: there's one, there are two.\n\n \tC'm on! But it, he who can."


@pytest.fixture(scope="module")
def original() -> spacy.language.Language:
    """The first installed English pipeline, as it comes."""
    return next(spacy.load(model) for model in MODELS if spacy.util.is_package(model))


def attributes(doc: Doc) -> list[tuple[str, str, str, str, str, str]]:
    return [(t.text, t.tag_, t.pos_, t.dep_, t.lemma_, str(t.morph)) for t in doc]


def test_it_sets_what_the_original_sets(original: spacy.language.Language) -> None:
    ruler = original.get_pipe("attribute_ruler")
    assert isinstance(ruler, AttributeRuler)
    quick = quicken(ruler)
    assert quick is not None, "the pipeline's patterns are of the known kinds"
    rules = load_lexicon().rules.values()
    texts = [path.read_text(encoding="utf-8") for path in EXAMPLES]
    texts += [ODDITIES, " ".join(example.text for rule in list(rules)[:200] for example in rule.examples)]
    with original.select_pipes(enable=["tok2vec", "tagger", "parser"]):
        for text in texts:
            before, after = original(text), original(text)
            assert attributes(quick(after)) == attributes(ruler(before))


def test_patterns_of_another_kind_keep_the_original() -> None:
    nlp = spacy.blank("en")
    ruler = AttributeRuler(nlp.vocab)
    ruler.add(patterns=[[{"SHAPE": "Xx"}]], attrs={"POS": "X"})
    assert quicken(ruler) is None
