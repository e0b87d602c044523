"""Stacked networks, against torch's own module and automatic differentiation."""

import pytest

torch = pytest.importorskip("torch")

from hw3verify.lab import ensemble  # noqa: E402
from hw3verify.lab.games import perceptrons  # noqa: E402


def test_members_are_torchs_own_modules():
    """Member i has the values of the module that torch makes after seeding with i."""
    parameters = perceptrons.initial(5, (3, 4))
    x = torch.linspace(-2, 2, 7, dtype=torch.float64)
    for place, seed in enumerate((3, 4)):
        torch.manual_seed(seed)
        network = perceptrons.module(5).double()
        assert torch.allclose(perceptrons.values(parameters, x)[place], network(x[:, None])[:, 0], atol=1e-14)


def test_slopes_are_those_of_automatic_differentiation():
    """f' by the chain rule is f' by torch.func.grad, for a row of its own for each member."""
    template, parameters = ensemble.initial(lambda: perceptrons.module(4), (0, 1), dtype=torch.float64)
    x = torch.tensor([[0.3, -1.0], [2.0, 0.5]], dtype=torch.float64)
    values, slopes = perceptrons.values_and_slopes(parameters, x)
    for member in range(2):
        own = ensemble.member(parameters, member)

        def single(v, own=own):
            return ensemble.apply(template, own, v[None, None])[0, 0]

        assert values[member].tolist() == pytest.approx([float(single(v)) for v in x[member]], abs=1e-14)
        expected = [float(torch.func.grad(single)(v)) for v in x[member]]
        assert slopes[member].tolist() == pytest.approx(expected, abs=1e-14)


def test_a_network_needs_a_hidden_unit():
    """No hidden unit is a ValueError that names the argument."""
    with pytest.raises(ValueError, match="hidden"):
        perceptrons.initial(0, (0,))
