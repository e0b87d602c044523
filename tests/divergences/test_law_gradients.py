"""Derivatives of divergences of laws: right inside, zero at equal laws, no NaN at edges."""

from __future__ import annotations

import numpy as np
import pytest

from hw3verify import divergences as d

torch = pytest.importorskip("torch")

PAIRS = {
    "Normal": ((0.5, 1.2), (-0.3, 0.8)), "HalfNormal": ((1.2,), (0.8,)), "LogNormal": ((0.5, 1.2), (-0.3, 0.8)),
    "Laplace": ((0.5, 1.2), (-0.3, 0.8)), "Gumbel": ((0.5, 1.2), (-0.3, 0.8)), "Cauchy": ((0.5, 1.2), (-0.3, 0.8)),
    "Exponential": ((1.5,), (0.7,)), "Gamma": ((2.5, 1.5), (0.7, 2.0)), "Beta": ((2.5, 1.5), (0.7, 2.0)),
    "Uniform": ((0.2, 0.6), (0.1, 0.9)), "Pareto": ((0.3, 3.0), (0.2, 2.5)), "Bernoulli": ((0.3,), (0.6,)),
    "Poisson": ((1.3,), (2.6,)), "Geometric": ((0.3,), (0.6,)), "VonMises": ((0.3, 2.0), (1.0, 1.5)),
}  # fmt: skip


def tensors(values):
    return tuple(torch.tensor([x], dtype=torch.float64, requires_grad=True) for x in values)


@pytest.mark.parametrize("name", PAIRS)
def test_gradients(name):
    """gradcheck confirms the derivatives of KL between laws that differ, by a lot and by a hundred-thousandth."""
    family = getattr(d, name)
    p, q = PAIRS[name]
    for other in (q, [x * (1 + 1e-5 * (1 if k else -1)) for k, x in enumerate(p)]):
        arguments = tensors(p) + tensors(other)
        half = len(p)

        def value(*xs, half=half):
            return d.kl(family(*xs[:half]), family(*xs[half:]))

        if name == "Uniform" and other is not q:
            continue
        assert torch.autograd.gradcheck(value, arguments, eps=1e-7, atol=1e-6)
        plain = d.kl(family(*p), family(*[float(x) for x in other]))
        assert float(value(*arguments).detach()) == pytest.approx(float(plain), rel=1e-14)


@pytest.mark.parametrize("name", [name for name in PAIRS if name not in ("Uniform", "Pareto")])
def test_gradients_at_equal_laws(name):
    """At equal laws whose support does not move, the divergence is 0 and so are all its derivatives."""
    family = getattr(d, name)
    p, q = tensors(PAIRS[name][0]), tensors(PAIRS[name][0])
    value = d.kl(family(*p), family(*q))
    assert value.item() == 0
    value.backward()
    for x in p + q:
        assert abs(x.grad.item()) <= 1e-15


def test_second_derivatives_are_fishers_information():
    """The second derivative at equal laws is Fisher's information: 1/s^2 and 2/s^2 for a normal law, 1/r^2 for an
    exponential one, 1/(p(1-p)) for Bernoulli's."""
    cases = ((d.Normal, (0.5, 1.2), (1 / 1.44, 2 / 1.44)), (d.Exponential, (1.5,), (1 / 2.25,)),
             (d.Bernoulli, (0.3,), (1 / 0.21,)))  # fmt: skip
    for family, parameters, information in cases:
        p = [torch.tensor(x, dtype=torch.float64) for x in parameters]
        hessian = torch.autograd.functional.hessian(
            lambda *q, family=family, p=p: d.kl(family(*p, check=False), family(*q, check=False)), tuple(p)
        )
        assert [hessian[k][k].item() for k in range(len(p))] == pytest.approx(information, rel=1e-10)


def test_vectors():
    """Derivatives for multivariate normal laws, however the covariance is given, Dirichlet's and categorical laws."""
    rng = np.random.default_rng(2)
    mean, other = (torch.tensor(rng.normal(size=3), requires_grad=True) for _ in range(2))
    factors = [torch.tensor(np.tril(rng.uniform(0.2, 1, (3, 3))) + np.eye(3), requires_grad=True) for _ in range(2)]

    def by_factor(m, a, n, b):
        return d.kl(d.MultivariateNormal(m, cholesky=a.tril()), d.MultivariateNormal(n, cholesky=b.tril()))

    def by_covariance(m, a, n, b):
        return d.kl(d.MultivariateNormal(m, a @ a.T), d.MultivariateNormal(n, b @ b.T))

    for form in (by_factor, by_covariance):
        assert torch.autograd.gradcheck(form, (mean, factors[0], other, factors[1]))
        twin = [x.detach().clone().requires_grad_() for x in (mean, factors[0])]
        value = form(*twin, *[x.detach() for x in twin])
        assert value.item() == 0
        value.backward()
        assert all(x.grad.abs().max() <= 1e-14 for x in twin)
    a, b = (torch.tensor(rng.uniform(0.3, 3, 4), requires_grad=True) for _ in range(2))
    assert torch.autograd.gradcheck(lambda a, b: d.kl(d.Dirichlet(a), d.Dirichlet(b)), (a, b))
    assert torch.autograd.gradcheck(lambda a, b: d.kl(d.Categorical(a), d.Categorical(b)), (a, b))


def test_edges():
    """Where p has no mass, d KL/dp is -inf and the others are finite; types are kept."""
    p = torch.tensor(0.0, dtype=torch.float64, requires_grad=True)
    q = torch.tensor(0.5, dtype=torch.float64, requires_grad=True)
    d.kl(d.Bernoulli(p), d.Bernoulli(q)).backward()
    assert p.grad.item() == -np.inf
    assert q.grad.item() == pytest.approx(2.0)
    rate = torch.tensor(0.0, requires_grad=True)
    value = d.kl(d.Poisson(rate), d.Poisson(torch.tensor(1.0)))
    assert value.dtype == torch.float32
    assert value.item() == 1.0


def test_vmapped_and_compiled():
    """vmap and torch.compile give what the plain call gives."""
    m, s = torch.randn(5, dtype=torch.float64), torch.rand(5, dtype=torch.float64) + 0.5

    def f(m, s):
        return d.kl_normal(m, s, 0.0, 1.0, check=False)

    plain = f(m, s)
    assert torch.allclose(torch.vmap(f)(m, s), plain, rtol=1e-15, atol=0)
    compiled = torch.compile(f, backend="aot_eager")
    assert torch.allclose(compiled(m, s), plain, rtol=1e-15, atol=0)
