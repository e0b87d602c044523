"""Laws of all families: that none is left out, what they shrink to, and that magnitudes, edges and near laws occur."""

import math
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import HealthCheck, Phase, find, given, settings

from hw3verify import divergences as d
from hw3verify import strategies as hs
from hw3verify.divergences.dispatch import Law

QUICK = settings(max_examples=1000, database=None, derandomize=True, phases=[Phase.generate, Phase.shrink])


def least(strategy, condition=lambda _: True):
    """The smallest example that Hypothesis finds."""
    return find(strategy, condition, settings=QUICK)


def test_every_family_is_drawn():
    """The recipes are those of all public laws of `hw3verify.divergences`."""
    public = {name for name in d.__all__ if isinstance(getattr(d, name), type) and issubclass(getattr(d, name), Law)}
    assert set(hs.FAMILIES) == public


@pytest.mark.parametrize("name", hs.FAMILIES)
def test_laws_are_valid_and_shrink(name):
    """Laws of every family can be drawn with parameters of every magnitude (their constructors check them), alone and
    in pairs of one shape, and equal pairs have KL 0."""

    @settings(max_examples=10, deadline=None, suppress_health_check=list(HealthCheck))
    @given(hs.law_pairs(name, limit=2.0**300))
    def drawn(pair):
        one, two = pair
        assert type(one).__name__ == type(two).__name__ == name
        assert np.shape(d.kl(one, one)) == () and d.kl(one, one) == 0

    drawn()


def test_simplest_laws():
    """Laws shrink to the standard one of the first family that is named, families of one parameter before
    others."""
    assert repr(least(hs.laws())) == "Bernoulli(probability=0.5)"
    assert repr(least(hs.normals())) == "Normal(mean=0.0, scale=1.0)"
    assert repr(least(hs.uniforms())) == "Uniform(low=0.0, high=1.0)"
    assert repr(least(hs.laws("Beta", "Gamma"), lambda law: isinstance(law, d.Gamma))) == "Gamma(shape=1.0, rate=1.0)"
    one, two = least(hs.law_pairs("Normal", near=False), lambda pair: repr(pair[0]) != repr(pair[1]))
    assert {abs(one.mean), abs(two.mean)} <= {0.0, 1.0} and {one.scale, two.scale} <= {1.0, 2.0}


def test_extremes_occur():
    """Tiny and huge parameters, intervals of one unit of the last place, certain events and near laws are found."""
    assert least(hs.normals(), lambda law: law.scale < 1e-6).mean == 0.0
    assert least(hs.normals(limit=2.0**900), lambda law: law.scale > 1e20).mean == 0.0
    short = hs.FAMILIES["Uniform"].law((Fraction(1), Fraction(1, 2**60)), "numpy")
    assert (short.low, short.high) == (1, math.nextafter(1, 2))
    assert least(hs.laws("Bernoulli"), lambda law: law.probability in (0, 1)).probability == 1
    assert least(hs.laws("Bernoulli"), lambda law: 1 - 1e-8 < law.probability < 1).probability == 1 - 2.0**-30
    one, two = least(hs.law_pairs("Exponential", near=True), lambda pair: 0 < d.kl(*pair) < 1e-20)
    assert one.rate == 1 and two.rate == pytest.approx(1, rel=1e-9)


@settings(max_examples=60, deadline=None)
@given(hs.law_pairs("Normal", "Gamma", "Laplace", near=True))
def test_near_laws_are_near(pair):
    """With near=True every parameter is within 7/16 of the other's."""
    for x, y in zip(*(hs.exact_parameters(law) for law in pair), strict=True):
        assert abs(x - y) <= Fraction(7, 16) * abs(x) + Fraction(1, 2**40)


def test_parameters_are_exact():
    """Floats are rational numbers: 0.1 is not 1/10."""
    assert hs.exact_parameters(d.Normal(0.1, 2)) == (Fraction(0.1), Fraction(2))
    assert hs.exact_parameters(d.Dirichlet([1.0, 0.5])) == ((Fraction(1), Fraction(1, 2)),)
    assert hs.exact_parameters(d.Independent(d.Normal([0.0, 1.0], [1.0, 2.0]))) == ((0, 1), (1, 2))


def test_laws_of_tensors():
    """Parameters are tensors if that is asked for, and divergences are tensors then."""
    torch = pytest.importorskip("torch")
    law = least(hs.laws("Laplace", kind="torch"))
    assert isinstance(law.scale, torch.Tensor) and law.scale.dtype == torch.float64
    assert isinstance(d.kl(law, law), torch.Tensor)
    assert least(hs.laws("MultivariateNormal", kind="torch")).mean.tolist() == [0, 0]


def test_unknown_families_are_refused():
    """Unknown families and kinds are named."""
    with pytest.raises(ValueError, match=r"^families: expected names among Normal"):
        hs.laws("Student")
    with pytest.raises(ValueError, match=r"^kind: expected numpy or torch"):
        hs.law_pairs(kind="exact")
    with pytest.raises(ValueError, match=r"^limit: expected"):
        hs.laws(limit=math.inf)
