"""Joint tables, channels, latent models, relabellings and samples: what they are and what they shrink to."""

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import Phase, find, given, settings

from hw3verify import strategies as hs

QUICK = settings(max_examples=1000, database=None, derandomize=True, phases=[Phase.generate, Phase.shrink])
HALF = Fraction(1, 2)


def least(strategy, condition=lambda _: True):
    """The smallest example that Hypothesis finds."""
    return find(strategy, condition, settings=QUICK)


def test_smallest_tables():
    """Tables shrink to equal masses, models to one certain outcome, permutations to the identity."""
    assert least(hs.joint_tables(2, kind="exact")) == ((Fraction(1, 4),) * 2,) * 2
    assert least(hs.channels(2, 2, kind="exact")) == ((HALF, HALF),) * 2
    assert least(hs.relabelings(3)) == (0, 1, 2)
    assert least(hs.latent_models(kind="exact")) == ((1,), ((1,),), ((1,),), ((1,),))
    dependent = least(hs.joint_tables(2, 2, kind="exact"), lambda p: p[0][0] * p[1][1] != p[0][1] * p[1][0])
    assert sorted(x for row in dependent for x in row) == [Fraction(1, 5)] * 3 + [Fraction(2, 5)]


@settings(max_examples=100, deadline=None)
@given(hs.latent_models(kind="exact"), hs.joint_tables(kind="exact"), hs.channels(3, kind="exact"))
def test_masses_add_up(model, joint, channel):
    """All rows of channels add up to 1, the whole of a joint table does, and a model's joint table is p(z) p(x|z)."""
    assert sum(map(sum, joint)) == 1
    assert len(channel) == 3 and all(sum(row) == 1 for row in channel)
    assert sum(model.prior) == 1 and all(sum(row) == 1 for row in (*model.decoder, *model.encoder))
    for x, row in enumerate(model.joint):
        assert row == tuple(w * likelihood[x] for w, likelihood in zip(model.prior, model.decoder, strict=True))


def test_observations_without_probability_occur():
    """A model can make an observation impossible."""
    model = least(hs.latent_models(kind="exact"), lambda m: any(not any(row) for row in m.joint))
    assert len(model.joint) == 2


def test_smallest_samples():
    """Samples shrink to zeros of weight 1; ties, offsets that round, and numbers without weight are found."""
    assert least(hs.samples(2, kind="exact")) == (0, 0)
    assert least(hs.samples(3, kind="exact", ties=False), lambda _: True) == (0, 1, 2)
    assert least(hs.weighted_samples(2, kind="exact")) == ((0, 0), (1, 1))
    tie = least(hs.samples(), lambda u: len(set(u.tolist())) < len(u))
    assert tie.tolist() == [0, 0]
    offset = least(hs.samples(2), lambda u: 0 < np.ptp(u) < 1e-10 * abs(u[0]))
    assert len(offset) == 2
    silent = least(hs.weighted_samples(kind="exact"), lambda s: 0 in s.weights)
    assert silent.numbers == (0, 0) and sorted(silent.weights) == [0, 1]


def test_critics_are_lipschitz():
    """A critic's differences are within its constant, exactly; it is continuous and not only linear."""

    @settings(max_examples=200, deadline=None)
    @given(hs.critics(2), hs.samples(2, 4, kind="exact"))
    def bounded(f, points):
        values = [f(x) for x in points]
        assert all(abs(a - b) <= 2 * abs(x - y) for a, x in zip(values, points, strict=True)
                   for b, y in zip(values, points, strict=True))  # fmt: skip

    bounded()
    assert least(hs.critics()) == hs.Critic((Fraction(0),), (Fraction(1), Fraction(1)))
    bent = least(hs.critics(), lambda f: f(-1) == f(1) != f(0))
    assert bent(3) - bent(2) == bent(-3) - bent(-2) == -1
    assert hs.Critic((Fraction(0), Fraction(2)), (Fraction(1), Fraction(-1), Fraction(1, 2)))(4) == -1
    assert hs.Critic((Fraction(0), Fraction(2)), (Fraction(1), Fraction(-1), Fraction(1, 2)))(-4) == -4


def test_discriminators_are_probabilities():
    """A discriminator shrinks to 1/2, and certain ones are found."""
    assert least(hs.discriminators(2, kind="exact")) == (HALF, HALF)
    assert set(least(hs.discriminators(2), lambda D: min(D) == 0 and max(D) == 1).tolist()) == {0, 1}
    assert least(hs.probabilities(), lambda x: 0 < x < Fraction(1, 2**25)) == Fraction(1, 2**30)


def test_tensors():
    """Tables, samples and discriminators as tensors of float64."""
    torch = pytest.importorskip("torch")
    assert least(hs.joint_tables(2, kind="torch")).tolist() == [[0.25, 0.25], [0.25, 0.25]]
    sample = least(hs.weighted_samples(kind="torch"))
    assert sample.numbers.tolist() == [0] and sample.weights.dtype == torch.float64


def test_bad_arguments():
    """Arguments that are no sizes are named."""
    with pytest.raises(ValueError, match=r"^inputs: expected at least 1"):
        hs.channels(0)
    with pytest.raises(ValueError, match=r"^min_size: expected at most 19 distinct"):
        hs.samples(20, 30, ties=False)
    with pytest.raises(ValueError, match=r"^constant: expected at least 1"):
        hs.critics(0)
    with pytest.raises(ValueError, match=r"^max_side: expected at least min_side"):
        hs.joint_tables(3, 2)
