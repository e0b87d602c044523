"""Adam as a function: beside torch's own, on numbers done by hand, and member by member."""

import copy

import pytest

torch = pytest.importorskip("torch")

from hw3verify.lab.adam import Adam, start, update  # noqa: E402


def drawn(generator, *shape):
    return torch.randn(shape, generator=generator, dtype=torch.float64)


@pytest.mark.parametrize("settings", [Adam(), Adam(rate=0.03, beta1=0.5, beta2=0.9, epsilon=1e-4)])
def test_equals_torchs_adam(settings):
    """Fifty steps on drawn gradients of many sizes give the parameters of torch.optim.Adam, in float64 to 1e-12."""
    generator = torch.Generator().manual_seed(3)
    parameters = {"a": drawn(generator, 4, 3), "b": drawn(generator, 5), "c": drawn(generator)}
    theirs = [value.clone().requires_grad_() for value in parameters.values()]
    peer = torch.optim.Adam(theirs, lr=settings.rate, betas=(settings.beta1, settings.beta2), eps=settings.epsilon)
    moments = start(parameters)
    for count in range(50):
        scale = 10.0 ** (count % 7 - 5)
        gradients = {name: drawn(generator, *value.shape) * scale for name, value in parameters.items()}
        for tensor, gradient in zip(theirs, gradients.values(), strict=True):
            tensor.grad = gradient.clone()
        peer.step()
        parameters, moments = update(settings, parameters, gradients, moments)
    for ours, tensor in zip(parameters.values(), theirs, strict=True):
        torch.testing.assert_close(ours, tensor.detach(), rtol=1e-12, atol=1e-13)


def test_first_step_has_no_cancellation():
    """At t = 1 the law is −α g/(|g| + ε): to rounding, though 1 − 0.999 in float32 is off by 1e-5."""
    parameters = {"a": torch.zeros(3)}
    gradients = {"a": torch.tensor([2.0, -0.5, 1e-3])}
    after, _ = update(Adam(rate=1.0), parameters, gradients, start(parameters))
    exact = [-g / (abs(g) + 1e-8) for g in (2.0, -0.5, 1e-3)]
    torch.testing.assert_close(after["a"], torch.tensor(exact), rtol=3e-7, atol=0)


def test_nothing_is_changed_in_place():
    """The values that go in are the same after the update."""
    parameters, gradients = {"a": torch.ones(3)}, {"a": torch.tensor([1.0, 2.0, 3.0])}
    moments = start(parameters)
    before = copy.deepcopy((parameters, gradients, moments))
    after, later = update(Adam(), parameters, gradients, moments)
    assert later.steps == 1 and not torch.equal(after["a"], parameters["a"])
    for one, two in zip((parameters, gradients, *moments[1:]), (before[0], before[1], *before[2][1:]), strict=True):
        assert torch.equal(one["a"], two["a"])
    assert moments.steps == 0


def test_stacked_is_independent():
    """Stacked parameters take the steps of as many single ones, bit for bit, whatever the others' gradients are."""
    generator = torch.Generator().manual_seed(4)
    stacked = {"a": drawn(generator, 3, 5, 2), "b": drawn(generator, 3, 4)}
    slopes = [{name: drawn(generator, *value.shape) for name, value in stacked.items()} for _ in range(10)]
    slopes[4]["a"][1] = 0
    together, moments = stacked, start(stacked)
    for gradient in slopes:
        together, moments = update(Adam(rate=0.01), together, gradient, moments)
    for index in range(3):
        alone = {name: value[index] for name, value in stacked.items()}
        memory = start(alone)
        for gradient in slopes:
            alone, memory = update(Adam(rate=0.01), alone, {name: g[index] for name, g in gradient.items()}, memory)
        assert all(torch.equal(alone[name], together[name][index]) for name in alone)


def test_each_member_has_its_rate():
    """With a tensor of rates, member i moves as it does alone with the i-th rate."""
    generator = torch.Generator().manual_seed(5)
    rates = torch.tensor([0.1, 0.001, 1.0], dtype=torch.float64)
    stacked = {"a": drawn(generator, 3, 5, 2), "b": drawn(generator, 3, 4)}
    gradients = {name: drawn(generator, *value.shape) for name, value in stacked.items()}
    together, _ = update(Adam(rate=rates), stacked, gradients, start(stacked))
    for index, rate in enumerate(rates.tolist()):
        alone, _ = update(Adam(rate=rate), stacked, gradients, start(stacked))
        for name in stacked:
            torch.testing.assert_close(together[name][index], alone[name][index], rtol=1e-14, atol=0)


def test_refusals_name_the_argument():
    """Settings outside the law's range, no parameters, and rates that fit no members are refused by name."""
    with pytest.raises(ValueError, match="beta1 and beta2"):
        Adam(beta1=1.0)
    with pytest.raises(ValueError, match="epsilon"):
        Adam(epsilon=0.0)
    with pytest.raises(ValueError, match="parameters"):
        start({})
    parameters = {"a": torch.ones(3, 2)}
    with pytest.raises(ValueError, match="rate"):
        update(Adam(rate=torch.ones(2)), parameters, parameters, start(parameters))
