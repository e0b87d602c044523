"""Saddle-free Newton steps on functions whose minima are known."""

import pytest

torch = pytest.importorskip("torch")

from hw3verify.lab.newton import minimise  # noqa: E402


def saddle(p):
    """(x^2 - 1)^2 + y^2: a saddle at the origin, minima of value 0 at (-1, 0) and (1, 0)."""
    return (p[0] ** 2 - 1) ** 2 + p[1] ** 2


def test_minima_are_reached_from_next_to_the_saddle() -> None:
    """All starts end at one of both minima to rounding, those beside the saddle too, and no value ever rises."""
    starts = torch.tensor([[1e-3, 0.5], [-1e-3, 0.0], [2.0, -1.0], [-0.3, 3.0]], dtype=torch.float64)
    ends, history = minimise(saddle, starts, 50)
    assert ends[:, 0].tolist() == pytest.approx([1, -1, 1, -1], abs=1e-9)
    assert ends[:, 1].abs().max().item() < 1e-9
    assert (history.diff(dim=0) <= 0).all()
    assert len(history) < 50  # it stops where nothing falls any more


def test_a_start_without_a_value_is_refused() -> None:
    """A start at which the objective is not finite is a ValueError."""
    with pytest.raises(ValueError, match="starts"):
        minimise(lambda p: p.log().sum(), torch.tensor([[-1.0]], dtype=torch.float64), 3)
