"""Standardised inputs: mean 0, spread 1, and a round bowl for a loss surface."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gdmath import MseLoss, Standardisation, gradient_descent

INPUTS = st.tuples(
    st.lists(st.integers(-1000, 1000), min_size=2, max_size=20, unique=True),
    st.floats(-6, 6),
    st.floats(-1e3, 1e3),
).map(lambda drawn: (np.array(drawn[0]) + 1000 * drawn[2]) * 10.0 ** drawn[1])


@given(INPUTS)
def test_mean_zero_spread_one_and_a_round_bowl(x):
    z = Standardisation.of(x).apply(x)
    assert np.mean(z) == pytest.approx(0, abs=1e-8)
    assert np.std(z) == pytest.approx(1, rel=1e-8)
    flat, steep = MseLoss(z, np.zeros_like(z)).eigenvalues
    assert steep / flat == pytest.approx(1, abs=1e-6)


def test_years_that_plain_descent_cannot_learn_from():
    x, y = np.arange(2010, 2021), 30 + 1.5 * np.arange(11)
    plain = MseLoss(x, y)
    assert plain.eigenvalues[1] / plain.eigenvalues[0] > 1e11
    scale = Standardisation.of(x)
    assert (scale.mean, scale.spread) == (2015, pytest.approx(10**0.5))
    loss = MseLoss(scale.apply(x), y)
    end = gradient_descent(loss, (0.0, 0.0), 0.1, 100).weights[-1]
    np.testing.assert_allclose([end[0] / scale.spread, end[1]], [1.5, 37.5], rtol=1e-6)
