"""Draws: one in every stratum, a source for each seed."""

import pytest

torch = pytest.importorskip("torch")

from hw3verify.lab.games.noise import Noise  # noqa: E402


def test_every_stratum_has_one_draw():
    """Sorted, n draws lie in the n intervals [i / n, (i + 1) / n), shuffled or not; over many batches both are
    uniform, and a pair of a shuffled and an ordered batch is uncorrelated."""
    noise, n = Noise(range(3)), 8
    for draw in (noise.uniform, noise.shuffled):
        cells = (draw(n).sort(1).values * n).floor()
        assert cells.tolist() == [[float(i) for i in range(n)]] * 3
    pairs = [torch.stack([noise.shuffled(n)[0], noise.uniform(n)[0]]) for _ in range(500)]
    assert abs(float(torch.corrcoef(torch.cat(pairs, 1))[0, 1])) < 5 / (500 * n) ** 0.5


def test_a_members_draws_depend_on_its_seed_alone():
    """Seed 5 alone and seed 5 among others draw the same, for several sizes in turn."""
    alone, among = Noise((5,)), Noise((4, 5))
    for _ in range(70):
        for n in (2, 3):
            assert torch.equal(alone.uniform(n)[0], among.uniform(n)[1])


def test_normal_draws_have_the_moments_of_the_law():
    """Strata make the mean and the variance of a large batch nearly those of N(0, 1); none is infinite."""
    n = 20_000
    z, free = Noise((0,)).normal(n)[0], Noise((0,)).independent_normal(n)[0]
    assert torch.isfinite(z).all()
    assert float(z.mean()) == pytest.approx(0.0, abs=1e-3)
    assert float(z.var()) == pytest.approx(1.0, abs=5e-3)
    assert abs(float(free.mean())) < 5 / n**0.5
    assert abs(float(free.var()) - 1) < 5 * (2 / n) ** 0.5


def test_noise_needs_a_seed():
    """No seed is a ValueError that names the argument."""
    with pytest.raises(ValueError, match="seeds"):
        Noise(())
