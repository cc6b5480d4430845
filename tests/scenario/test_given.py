"""What is no real number is refused wherever numbers are given."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import crisis_sim as cs

UNREAL = (
    3j,
    np.complex64(1.0),
    np.datetime64("2020-01-01"),
    np.timedelta64(3, "s"),
    b"0.1",
    np.bytes_(b"0.1"),
)


@pytest.mark.parametrize("value", UNREAL, ids=repr)
def test_what_is_no_real_number_is_refused(value: Any) -> None:
    study = cs.load("brinkmanship")
    with pytest.raises(cs.InputError, match=r"^p: expected a number, found"):
        study.solve(p=value)
    for given in (value, [value], [0.1, value], np.array([value])):
        with pytest.raises(cs.InputError, match=r"^p: expected numbers, found"):
            study.sweep(q=[0.1, 0.2], p=given)
    for column in ([value], np.array([value])):
        with pytest.raises(cs.InputError, match="the column 'p' holds what is not a number"):
            study.sweep(points={"p": column})
        with pytest.raises(cs.InputError, match="counts must be numbers"):
            study.fit(column)
