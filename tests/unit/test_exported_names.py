from __future__ import annotations

import kg


def test_the_public_names_are_sorted_and_all_there() -> None:
    assert kg.__all__ == sorted(kg.__all__)
    assert all(getattr(kg, name) is not None for name in kg.__all__)


def test_a_name_that_is_not_there_is_an_attribute_error() -> None:
    assert not hasattr(kg, "nonsense")
