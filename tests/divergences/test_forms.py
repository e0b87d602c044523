"""Functions of plain parameters, and those of generative models."""

from __future__ import annotations

import inspect
import math

import numpy as np
import pytest

from hw3verify import divergences as d


def test_forms_are_laws_compared():
    """Every form takes p's parameters before q's, by position or name, and is KL of the laws."""
    assert d.kl_normal(0.0, 1.0, 1.0, 1.0) == 0.5
    assert d.kl_normal(mean_p=0.0, scale_p=1.0, mean_q=1.0, scale_q=1.0, base=2) == pytest.approx(0.5 / math.log(2))
    assert list(inspect.signature(d.kl_gamma).parameters) == [
        "shape_p", "rate_p", "shape_q", "rate_q", "base", "check",
    ]  # fmt: skip
    assert d.kl_gamma(np.ones(3), 2.0, 2.0, [1.0, 2.0, 3.0]).shape == (3,)
    assert d.kl_bernoulli(1.0, 0.5) == math.log(2)
    assert d.kl_multivariate_normal([0.0, 0.0], np.eye(2), [1.0, 0.0], np.eye(2)) == 0.5
    for name in d.__all__:
        if name.startswith("kl_") and name != "kl_log":
            assert getattr(d, name).__doc__.startswith("KL(p || q) of two")


def test_forms_say_whose_parameter():
    """Refused parameters are named with their side; unknown names are a TypeError; unchecked ones give NaN."""
    with pytest.raises(ValueError, match=r"scale_q: the value is -1.0; expected a finite number > 0"):
        d.kl_normal(0.0, 1.0, 0.0, -1.0)
    with pytest.raises(ValueError, match="p: shapes that do not go together"):
        d.kl_normal([1.0, 2.0], [1.0, 2.0, 3.0], 0.0, 1.0)
    with pytest.raises(TypeError, match="argument"):
        d.kl_normal(0.0, 1.0, 0.0, spread=1.0)
    assert math.isnan(d.kl_normal(0.0, 1.0, 0.0, -1.0, check=False))


def test_optimal_discriminator():
    """p/(p+q) by hand: for tables of any mass, for laws as a function; 1/2 where neither has mass."""
    assert d.optimal_discriminator([1, 1, 2, 0], [2, 6, 0, 0]).tolist() == [0.5, 0.25, 1, 0.5]
    best = d.optimal_discriminator(d.Uniform(0.0, 1.0), d.Uniform(0.0, 3.0))
    assert best([0.5, 2.0, 5.0]).tolist() == pytest.approx([0.75, 0.0, 0.5], rel=1e-15)
    best = d.optimal_discriminator(d.Normal(0.0, 1.0), d.Normal(0.0, 1.0))
    assert best(1e200) == 0.5
    with pytest.raises(TypeError, match="two discrete or two continuous"):
        d.optimal_discriminator(d.Normal(0.0, 1.0), d.Poisson(1.0))
    with pytest.raises(ValueError, match=r"q: entry 0 is -1.0"):
        d.optimal_discriminator([1.0, 1.0], [-1.0, 2.0])


def test_gan_value():
    """The optimal value is 2 JS - log 4, that of any D at most as much, and -inf where D is certain and wrong."""
    p, q = np.array([0.1, 0.4, 0.5]), np.array([0.3, 0.3, 0.4])
    best = d.optimal_discriminator(p, q)
    assert d.gan_value(p, q) == pytest.approx(2 * d.js(p, q) - math.log(4), rel=1e-15)
    assert d.gan_value(p, q, best) == pytest.approx(d.gan_value(p, q), rel=1e-14)
    assert d.gan_value(p, q, [0.5, 0.5, 0.5]) == pytest.approx(-math.log(4), rel=1e-15)
    assert d.gan_value(p, q, [0.5, 0.9, 0.1]) < d.gan_value(p, q)
    assert d.gan_value(p, q, [0.0, 0.5, 0.5]) == -math.inf
    assert d.gan_value([1, 0], [0, 1]) == 0
    with pytest.raises(ValueError, match=r"discriminator: entry 0 is 2.0"):
        d.gan_value(p, q, [2.0, 0.5, 0.5])


def test_elbo():
    """The bound is the evidence less KL(q || posterior): equal to it for the posterior, by hand for another q."""
    joint = np.array([[0.1, 0.3], [0.2, 0.2]])
    assert d.elbo(joint, [0.25, 0.75])[0] == pytest.approx(math.log(0.4), rel=1e-15)
    by_hand = 0.5 * math.log(0.1 / 0.5) + 0.5 * math.log(0.3 / 0.5)
    assert d.elbo(joint, [1, 1])[0] == pytest.approx(by_hand, rel=1e-15)
    assert d.elbo([0.0, 0.5], [0.5, 0.5]) == -math.inf
    with pytest.raises(ValueError, match=r"joint: entry 0 is -1.0"):
        d.elbo([-1.0, 0.5], [0.5, 0.5])
    with pytest.raises(ValueError, match=r"q: entry 1 is -0.5"):
        d.elbo([1.0, 0.5], [0.5, -0.5])


def test_learning_at_the_edges():
    """Huge and subnormal tables are normalised without overflow, the game's value of almost disjoint tables keeps its
    digits where 2 JS - log 4 has none, and an evidence next to 1 has those of its logarithm."""
    huge = d.optimal_discriminator([1.7e308, 1.7e308], [5e-324, 1.5e-323])
    assert huge.tolist() == pytest.approx([2 / 3, 0.4], rel=4e-16)
    p, q = [1.0, 1e-20], [1e-20, 1.0]
    # two outcomes with e = 1e-20 beside 1: -2 (e log(1 + 1/e) + log(1 + e))
    truth = -2e-20 * (20 * math.log(10) + 1)
    assert d.gan_value(p, q) == pytest.approx(truth, rel=1e-15)
    assert d.gan_value([1.0, 0.0], [0.0, 1.0]) == 0
    step = 2.0**-52
    assert d.elbo([0.5, 0.5 + step], [0.5, 0.5]) == pytest.approx(step, rel=1e-15)
    assert d.elbo([1e308, 1e308], [1.0, 1.0]) == pytest.approx(math.log(2) + 308 * math.log(10), rel=1e-15)
    assert d.gan_value([1e308, 1e308], [1.0, 1.0], [0.5, 0.5]) == pytest.approx(-math.log(4), rel=1e-15)
