"""Players between shifted uniform laws: who has which shift and seed, and what is measured of them."""

import pytest
from scipy import integrate

torch = pytest.importorskip("torch")

from hw3verify.lab.games import perceptrons, rivals  # noqa: E402
from hw3verify.lab.games.descent import Schedule  # noqa: E402


def test_members_are_ordered_by_shift_and_then_by_seed():
    """Two shifts and three seeds are six members with seeds of their own; a table has a row for each shift."""
    rivalry = rivals.Rivalry((0.5, 1.0), 3, 2, 4, Schedule(1))
    assert rivalry.each_seed == [0, 1, 2, 3, 4, 5]
    assert rivalry.each(rivalry.shifts)[:, 0].tolist() == [0.5] * 3 + [1.0] * 3
    assert rivalry.table(torch.arange(6)).tolist() == [[0, 1, 2], [3, 4, 5]]


def test_differences_are_expectations():
    """E_data f - E_model f of untrained critics, by SciPy's adaptive rule."""
    rivalry = rivals.Rivalry((0.5, -1.5), 2, 3, 4, Schedule(1))
    critics = rivals.initial_critics(rivalry)
    found = rivals.differences(rivalry, critics).reshape(-1)
    for member, shift in enumerate((0.5, 0.5, -1.5, -1.5)):

        def f(x, member=member):
            return float(perceptrons.values(critics, torch.tensor([x], dtype=torch.float64))[member, 0])

        expected = integrate.quad(lambda u, f=f, shift=shift: f(u) - f(u + shift), 0, 1)[0]
        assert float(found[member]) == pytest.approx(expected, abs=1e-10)


def test_a_step_of_training_lowers_the_loss_that_it_says():
    """Critics trained without any penalty to speak of grow far beyond W_1; with one they keep near it."""
    rivalry = rivals.Rivalry((1.0, 1.0), 1, 8, 32, Schedule(120, 0.03))
    loose, tight = (float(v) for v in rivals.differences(rivalry, rivals.critics(rivalry, (1e-6, 10.0)))[:, 0])
    assert loose > 2.0
    assert tight < 1.2
