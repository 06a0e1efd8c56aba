from __future__ import annotations

import numpy as np
import pytest
from spacy.language import Language
from thinc.api import Model, NumpyOps

from kg.read.matrices import NumpyProducts, multiply_by_numpy


@pytest.mark.parametrize(("trans1", "trans2"), [(False, False), (True, False), (False, True), (True, True)])
@pytest.mark.parametrize("given", [False, True])
def test_a_product_is_that_of_thinc(trans1: bool, trans2: bool, given: bool) -> None:
    chance = np.random.default_rng(1)
    left = chance.random((3, 4) if not trans1 else (4, 3), dtype="float32")
    right = chance.random((4, 5) if not trans2 else (5, 4), dtype="float32")
    out = np.empty((3, 5), dtype="float32") if given else None
    found = NumpyProducts().gemm(left, right, out=out, trans1=trans1, trans2=trans2)
    np.testing.assert_allclose(found, NumpyOps().gemm(left, right, trans1=trans1, trans2=trans2), rtol=1e-5)
    assert out is None or found is out


def test_the_models_of_the_own_pipeline_multiply_by_numpy(nlp: Language) -> None:
    found = (getattr(pipe, "model", None) for _, pipe in nlp.pipeline)
    models = [model for model in found if isinstance(model, Model)]
    assert models
    assert {type(node.ops) for model in models for node in model.walk()} == {NumpyProducts}


def test_a_pipeline_without_models_is_left_as_it_is() -> None:
    blank = Language()
    multiply_by_numpy(blank)
    assert not blank.pipeline
