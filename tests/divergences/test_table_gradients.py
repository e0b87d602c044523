"""Torch tensors: the same values, and derivatives that are right inside and at the edges."""

from __future__ import annotations

import math

import numpy as np
import pytest

from hw3verify import divergences

torch = pytest.importorskip("torch")
RNG = np.random.default_rng(17)
P, Q = (torch.from_numpy(RNG.random((3, 4))) for _ in range(2))

FUNCTIONS = {
    **{
        name: getattr(divergences, name)
        for name in (
            "kl", "jeffreys", "js", "js_distance", "total_variation", "hellinger", "bhattacharyya", "chi2",
            "cross_entropy", "kl_log", "js_log", "jeffreys_log", "cross_entropy_log",
        )
    },
    "renyi 0.3": lambda p, q, **options: divergences.renyi(p, q, 0.3, **options),
    "renyi 3": lambda p, q, **options: divergences.renyi(p, q, 3.0, **options),
    "tsallis 0.8": lambda p, q, **options: divergences.tsallis(p, q, 0.8, **options),
    "weighted": lambda p, q, **options: divergences.js(p, q, p + 2 * q, weights=[1, 2, 3], **options),
    "generalised": lambda p, q, **options: divergences.kl(p, q, normalize=False, **options),
    "own generator": lambda p, q, **options: divergences.f_divergence(lambda t: (t - 1) ** 2, p, q, **options),
}  # fmt: skip


@pytest.mark.parametrize("name", FUNCTIONS)
def test_values_and_gradients(name):
    """Differentiated tensors have the values of plain ones, gradcheck confirms derivatives, and vmap is the loop."""
    f = FUNCTIONS[name]
    plain = f(P, Q)
    assert isinstance(plain, torch.Tensor)
    p, q = P.clone().requires_grad_(), Q.clone().requires_grad_()
    assert torch.allclose(f(p, q).detach(), plain, rtol=1e-15, atol=0)
    assert torch.autograd.gradcheck(f, (p, q), atol=1e-6)
    assert torch.allclose(torch.vmap(lambda a, b: f(a, b, check=False))(P, Q), plain, rtol=1e-15, atol=0)


@pytest.mark.parametrize("name", ["entropy", "mutual_information", "entropy_log"])
def test_gradients_of_one_table(name):
    """Functions of one table are differentiated as well."""
    f = getattr(divergences, name)
    assert torch.autograd.gradcheck(f, (P.clone().requires_grad_(),))


def test_second_derivatives():
    """The Hessian of the relative entropy is right, at equal tables too, where it is Fisher's information."""
    p, q = P[0].clone().requires_grad_(), Q[0].clone().requires_grad_()
    assert torch.autograd.gradgradcheck(divergences.kl, (p, q))
    half = torch.full((2,), 0.5, dtype=torch.float64)
    hessian = torch.autograd.functional.hessian(lambda x: divergences.kl(x, half), half)
    assert torch.allclose(hessian, torch.tensor([[1.0, -1.0], [-1.0, 1.0]], dtype=torch.float64))


@pytest.mark.parametrize("name", ["kl", "js", "jeffreys", "hellinger", "js_distance", "total_variation", "chi2"])
def test_gradient_at_equal_tables(name):
    """At equal tables the divergences have derivative 0, and distances, which have none, give 0 and no NaN."""
    p, q = P[0].clone().requires_grad_(), P[0].clone().requires_grad_()
    getattr(divergences, name)(p, q).backward()
    assert torch.equal(p.grad, torch.zeros(4, dtype=torch.float64))
    assert torch.equal(q.grad, torch.zeros(4, dtype=torch.float64))


def test_gradients_at_zeros():
    """d KL/dp is -inf at p = 0 < q, else log(p/q) - KL; d KL/dq is 1 - p/q; outcomes without mass spoil neither."""
    p = torch.tensor([0.0, 0.5, 0.5, 0.0], dtype=torch.float64, requires_grad=True)
    q = torch.tensor([0.5, 0.25, 0.25, 0.0], dtype=torch.float64, requires_grad=True)
    value = divergences.kl(p, q)
    value.backward()
    assert value.item() == pytest.approx(math.log(2), rel=1e-15)
    assert p.grad[0] == -math.inf
    assert torch.allclose(p.grad[1:3], torch.zeros(2, dtype=torch.float64), atol=1e-15)
    assert torch.allclose(q.grad[:3], torch.tensor([1.0, -1, -1], dtype=torch.float64))
    assert torch.isfinite(q.grad).all()


def test_near_equal_gradients():
    """For tables 1e-12 apart the derivative keeps its digits: log(p/q) - KL from the exact difference."""
    p = torch.tensor([0.25, 0.75], dtype=torch.float64, requires_grad=True)
    d = 2.0**-40
    divergences.kl(p, torch.tensor([0.25 + d, 0.75 - d], dtype=torch.float64)).backward()
    first, second = -math.log1p(d / 0.25), -math.log1p(-d / 0.75)
    value = 0.25 * first + 0.75 * second
    expected = torch.tensor([first - value, second - value], dtype=torch.float64)
    assert torch.allclose(p.grad, expected, rtol=1e-12, atol=0)


@pytest.mark.parametrize("dtype", [torch.float32, torch.float16, torch.bfloat16])
def test_types(dtype):
    """Narrow tensors are computed in float64 and come back narrow, differentiated or not."""
    p, q = P.to(dtype), Q.to(dtype)
    value = divergences.js(p, q)
    assert value.dtype == dtype
    assert torch.equal(value, divergences.js(p.double(), q.double()).to(dtype))
    tracked = divergences.js(p.clone().requires_grad_(), q)
    assert tracked.dtype == dtype
    tracked.sum().backward()


def test_compiled():
    """A compiled function has the values of the plain one."""
    compiled = torch.compile(lambda p, q: divergences.kl(p, q, check=False), backend="aot_eager", fullgraph=True)
    assert torch.allclose(compiled(P, Q), divergences.kl(P, Q), rtol=1e-15, atol=0)
