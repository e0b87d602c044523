"""log p(x) on a grid, against integrals that are known otherwise."""

import math

import pytest
from scipy import integrate

torch = pytest.importorskip("torch")

from hw3verify.lab.quadrature import Grid, checked_log_evidence, gauss_hermite, log_evidence, plane, trapezoid  # noqa: E402


def decoder(z):
    """Logits of three bits: two linear, one curved."""
    return torch.stack([2 * z[:, 0] - 0.5, z[:, 1] - z[:, 0], torch.tanh(z[:, 0] * z[:, 1])], 1)


def exact(x: tuple[int, ...]) -> float:
    """log p(x) by SciPy's adaptive rule in both directions."""

    def density(b: float, a: float) -> float:
        logits = (2 * a - 0.5, b - a, math.tanh(a * b))
        likelihood = math.prod(1 / (1 + math.exp(-l if bit else l)) for bit, l in zip(x, logits, strict=True))  # noqa: E741
        return likelihood * math.exp(-(a * a + b * b) / 2) / (2 * math.pi)

    return math.log(integrate.dblquad(density, -9, 9, -9, 9, epsabs=1e-11, epsrel=1e-11)[0])


def test_evidence_is_the_integral() -> None:
    """log p(x) agrees with SciPy's adaptive double integral, and the error that is stated covers the difference."""
    bits = [(0, 1, 1), (1, 0, 1)]
    found = checked_log_evidence(decoder, torch.tensor(bits, dtype=torch.float64), Grid(41, 6.0))
    for value, x in zip(found.values.tolist(), bits, strict=True):
        assert abs(value - exact(x)) < max(found.error, 1e-9)
    assert found.error < 1e-6
    assert found.grid.half_width >= 7.0


def test_evidence_sums_to_one() -> None:
    """The eight patterns of three bits have probabilities that sum to 1, whatever the chunk is."""
    x = torch.tensor([[i >> 2 & 1, i >> 1 & 1, i & 1] for i in range(8)], dtype=torch.float64)
    for chunk in (100, 4096):
        assert log_evidence(decoder, x, Grid(121, 8.0), chunk=chunk).exp().sum().item() == pytest.approx(1, abs=1e-13)


def test_a_box_that_is_too_small_is_noticed() -> None:
    """A posterior outside the box: halving the spacing changes nothing, widening the box does, and the error says
    so."""

    def far(z):  # a bit that is on only where z_1 is above 5: the posterior lies at the edge of the box
        return 40.0 * (z[:, :1] - 5.0)

    found = checked_log_evidence(far, torch.ones(1, 1, dtype=torch.float64), Grid(161, 5.0))
    assert found.widening > 0.5
    assert found.error == max(found.refining, found.widening)


def test_rules_integrate_polynomials() -> None:
    """Gauss-Hermite gives the normal moments 1, 0, 1, 0, 3, and the trapezoid rule a line's integral."""
    nodes, weights = gauss_hermite(5)
    assert [(weights * nodes**k).sum().item() for k in range(5)] == pytest.approx([1, 0, 1, 0, 3], abs=1e-13)
    nodes, weights = trapezoid(1.0, 4.0, 7)
    assert (weights * (2 * nodes + 1)).sum().item() == pytest.approx(18.0, abs=1e-13)


def test_plane_carries_the_prior() -> None:
    """The weights of the plane sum to the prior's mass of the box."""
    _, logs = plane(Grid(161, 6.0))
    assert logs.exp().sum().item() == pytest.approx(math.erf(6 / math.sqrt(2)) ** 2, abs=1e-9)


def test_grids_refine_and_widen() -> None:
    """Refining halves the spacing on the same box; widening keeps the spacing and adds at least what is asked."""
    grid = Grid(11, 1.0)
    assert grid.refined() == Grid(21, 1.0)
    wide = grid.widened(0.5)
    assert wide.spacing == pytest.approx(grid.spacing)
    assert wide.half_width == pytest.approx(1.6)


def test_bad_grids_are_named() -> None:
    """A grid without points, a box without width, an x that is no matrix: ValueErrors that name the argument."""
    with pytest.raises(ValueError, match="points"):
        Grid(2, 1.0)
    with pytest.raises(ValueError, match="half_width"):
        Grid(3, math.inf)
    with pytest.raises(ValueError, match="points"):
        trapezoid(1.0, 1.0, 5)
    with pytest.raises(ValueError, match="x: a matrix"):
        log_evidence(decoder, torch.ones(3), Grid(5, 1.0))
