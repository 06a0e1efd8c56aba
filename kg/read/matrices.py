"""Matrix products of a pipeline by NumPy's BLAS instead of thinc's own: the same reading in two thirds of the time.

thinc brings a BLAS without kernels for many of today's processors; NumPy's has them. It keeps to one thread, so that
a result hangs on no number of cores, and several workers do not get in each other's way.
"""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np
from spacy.language import Language
from thinc.api import Model, NumpyOps
from threadpoolctl import ThreadpoolController


class NumpyProducts(NumpyOps):  # type: ignore[misc]
    """The operations of thinc on a processor, with products of matrices by NumPy."""

    def gemm(self, x: Any, y: Any, out: Any = None, trans1: bool = False, trans2: bool = False) -> Any:
        """Return the product of two matrices, in `out` if it is given; `trans1` and `trans2` turn them first."""
        left, right = x.T if trans1 else x, y.T if trans2 else y
        with _controller().limit(limits=1, user_api="blas"):
            return np.dot(left, right, out=out)


@cache
def _controller() -> ThreadpoolController:
    return ThreadpoolController()


def multiply_by_numpy(nlp: Language) -> None:
    """Let all models of a pipeline that run on the processor multiply by NumPy."""
    ops = NumpyProducts()
    for _, pipe in nlp.pipeline:
        model = getattr(pipe, "model", None)
        if isinstance(model, Model):
            for node in model.walk():
                if type(node.ops) is NumpyOps:
                    node.ops = ops
