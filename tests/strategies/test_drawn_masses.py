"""What is drawn as mass functions and pairs, what it shrinks to, and that all kinds draw the same."""

import math
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import Phase, find, given, settings
from hypothesis import strategies as st

from hw3verify import strategies as hs
from hw3verify.divergences import kl

QUICK = settings(max_examples=1000, database=None, derandomize=True, phases=[Phase.generate, Phase.shrink])


def least(strategy, condition=lambda _: True):
    """The smallest example that Hypothesis finds."""
    return find(strategy, condition, settings=QUICK)


def test_simplest_is_uniform():
    """A mass function shrinks to equal masses, a pair to the uniform one twice."""
    assert least(hs.mass_functions(3, kind="exact")) == (Fraction(1, 3),) * 3
    assert least(hs.mass_pairs(kind="exact")) == ((Fraction(1, 2),) * 2,) * 2


def test_smallest_with_a_property():
    """Zeros, disjoint supports, other magnitudes and near-equal pairs are found, and shrink to the least that has
    them."""
    half = Fraction(1, 2)
    assert least(hs.mass_functions(kind="exact"), lambda p: 0 in p) in {(1, 0), (0, 1)}
    assert least(hs.mass_functions(kind="exact"), lambda p: 0 < min(p) < Fraction(1, 10**6)) in {
        (Fraction(1, 2**24 + 1), Fraction(2**24, 2**24 + 1)), (Fraction(2**24, 2**24 + 1), Fraction(1, 2**24 + 1))
    }  # fmt: skip
    assert least(hs.mass_pairs(kind="exact"), lambda pair: not any(map(min, *pair))) == ((1, 0), (0, 1))
    p, q = least(hs.mass_pairs(kind="exact", relation="near"), lambda pair: 0 < abs(pair[0][0] - pair[1][0]) < 1e-9)
    assert p == (half, half) and len(q) == 2
    p, q = least(hs.mass_pairs(kind="exact", relation="any"), lambda pair: pair[0] != pair[1])
    assert (p, q) == ((half, half), (Fraction(1, 3), Fraction(2, 3)))


def test_subnormal_masses_survive():
    """Floats below 2^-1022 occur, and no mass above 0 becomes 0 by rounding."""
    found = least(hs.mass_functions(), lambda p: any(0 < x < 2.0**-1022 for x in p))
    assert len(found) == 2 and min(found) > 0

    @settings(max_examples=100)
    @given(st.data())
    def survive(data):
        row = data.draw(st.lists(hs.weights(), min_size=1, max_size=6).filter(any))
        total = sum(row)
        assert all((x == 0) == (float(x / total) == 0.0) for x in row)

    survive()


@settings(max_examples=200, deadline=None)
@given(hs.mass_functions(2, 5, kind="exact"), hs.mass_functions(2, 5), hs.mass_functions(2, 5, zeros=False))
def test_are_mass_functions(exact, floats, positive):
    """Exact masses add up to 1, floats to within a unit of the last place for each; zeros can be left out."""
    assert sum(exact) == 1 and min(exact) >= 0 and 2 <= len(exact) <= 5
    assert floats.dtype == np.float64 and floats.min() >= 0
    assert abs(math.fsum(floats) - 1) <= len(floats) * 2.0**-53
    assert positive.min() > 0


@pytest.mark.parametrize("relation", hs.RELATIONS)
def test_relations_hold(relation):
    """Each relation is what it says, in exact rationals."""

    @settings(max_examples=100, deadline=None)
    @given(hs.mass_pairs(kind="exact", relation=relation))
    def holds(pair):
        p, q = pair
        assert len(p) == len(q) and sum(p) == sum(q) == 1
        if relation == "covered":
            assert all(y > 0 for x, y in zip(p, q, strict=True) if x)
        if relation == "disjoint":
            assert not any(x and y for x, y in zip(p, q, strict=True))
        if relation == "equal":
            assert p == q
        if relation == "near":
            assert all(abs(x - y) <= Fraction(7, 4) * x for x, y in zip(p, q, strict=True))

    holds()


def test_infinite_and_finite_divergences_occur():
    """The pairs hold what divides the cases of KL: infinity, 0, tiny and large values."""
    assert math.isinf(kl(*least(hs.mass_pairs(), lambda pair: math.isinf(kl(*pair)))))
    assert 0 < kl(*least(hs.mass_pairs(), lambda pair: 0 < kl(*pair) < 1e-25)) < 1e-25
    assert kl(*least(hs.mass_pairs(), lambda pair: 500 < kl(*pair) < math.inf)) > 500


def test_tensors_are_the_same_numbers():
    """torch tensors hold what numpy arrays hold."""
    torch = pytest.importorskip("torch")
    p = least(hs.mass_functions(3, kind="torch"))
    assert p.dtype == torch.float64 and p.tolist() == least(hs.mass_functions(3)).tolist()
    one, two = least(hs.mass_pairs(kind="torch", relation="disjoint"))
    assert one.tolist() == [1, 0] and two.tolist() == [0, 1]


def test_arguments_are_checked():
    """Sizes, kinds and relations that are none are named in the error."""
    with pytest.raises(ValueError, match=r"^min_size: expected at least 1"):
        hs.mass_functions(0)
    with pytest.raises(ValueError, match=r"^max_size: expected at least min_size = 9"):
        hs.mass_functions(9)
    with pytest.raises(TypeError, match=r"^min_size: expected a whole number"):
        hs.mass_functions(2.0)
    with pytest.raises(ValueError, match=r"^kind: expected one of numpy, torch, exact"):
        hs.mass_functions(kind="jax")
    with pytest.raises(ValueError, match=r"^relation: expected one of any"):
        hs.mass_pairs(relation="far")
    with pytest.raises(ValueError, match=r"^min_size: expected at least 2"):
        hs.mass_pairs(1, relation="disjoint")
    with pytest.raises(ValueError, match=r"^limit: expected"):
        hs.magnitudes(1.0)
