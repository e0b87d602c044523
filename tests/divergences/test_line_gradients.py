"""Torch tensors of samples and histograms: the same values, derivatives, mapping and tracing."""

from __future__ import annotations

import numpy as np
import pytest

from hw3verify.divergences import Normal, pairwise, wasserstein1, wasserstein2

torch = pytest.importorskip("torch")
RNG = np.random.default_rng(59)


def drawn(*shape):
    return torch.from_numpy(RNG.standard_normal(shape))


@pytest.mark.parametrize("sizes", [(7, 7), (7, 5), (5, 9)], ids=str)
def test_values_and_gradients(sizes):
    """Differentiated samples have the values of plain ones, and gradcheck confirms derivatives by numbers and
    weights."""
    u, v = (drawn(n).requires_grad_() for n in sizes)
    p, q = (torch.from_numpy(RNG.random(n) + 0.1).requires_grad_() for n in sizes)
    plain = [x.detach().numpy() for x in (u, v, p, q)]
    assert wasserstein1(u, v).item() == pytest.approx(wasserstein1(*plain[:2]), rel=1e-15)
    assert wasserstein1(u, v, p, q).item() == pytest.approx(wasserstein1(*plain), rel=1e-15)
    assert wasserstein2(u, v).item() == pytest.approx(wasserstein2(*plain[:2]), rel=1e-15)
    assert torch.autograd.gradcheck(wasserstein1, (u, v))
    assert torch.autograd.gradcheck(wasserstein1, (u, v, p, q))
    assert torch.autograd.gradcheck(wasserstein2, (u, v))


def test_histograms():
    """Masses on a grid, in any order, are differentiated as well, and so is the grid."""
    p, q = (torch.from_numpy(RNG.random(6) + 0.1).requires_grad_() for _ in range(2))
    grid = drawn(6).requires_grad_()
    assert torch.autograd.gradcheck(lambda p, q, x: wasserstein1(p, q, support=x), (p, q, grid))


def test_equal_samples():
    """Where numbers meet, derivatives are 0 and not NaN."""
    u = torch.tensor([1.0, 2.0, 2.0], dtype=torch.float64, requires_grad=True)
    for f in (wasserstein1, wasserstein2):
        (slope,) = torch.autograd.grad(f(u, u.detach().clone()), u)
        assert slope.tolist() == [0.0, 0.0, 0.0]


def test_mapped_and_traced():
    """vmap and torch.compile say what the loop says; derivatives can be mapped."""
    U, V, P = drawn(4, 6), drawn(4, 5), torch.from_numpy(RNG.random((4, 6)))
    plain, weighted = wasserstein1(U, V), wasserstein1(U, V, P)
    assert torch.equal(torch.vmap(lambda u, v: wasserstein1(u, v, check=False))(U, V), plain)
    mapped = torch.vmap(lambda u, v, p: wasserstein1(u, v, p, check=False))(U, V, P)
    assert torch.allclose(mapped, weighted, rtol=1e-15, atol=0)
    slopes = torch.func.vmap(torch.func.grad(lambda u, v: wasserstein1(u, v, check=False)))(U, V)
    u = U.clone().requires_grad_()
    assert torch.allclose(slopes, torch.autograd.grad(wasserstein1(u, V).sum(), u)[0], rtol=1e-14, atol=1e-16)
    traced = torch.compile(lambda u, v: wasserstein1(u, v, check=False), backend="aot_eager", fullgraph=True)
    assert torch.allclose(traced(U, V), plain, rtol=1e-15, atol=0)


def test_kinds():
    """Plain tensors give tensors of their type; laws with tensors as parameters are differentiated; matrices stay
    tensors; what is only known for plain numbers says so."""
    U, V = drawn(3, 5), drawn(2, 5)
    assert wasserstein1(U.float(), V[0].float()).dtype == torch.float32
    assert isinstance(wasserstein1([1, 2], U), torch.Tensor)
    matrix = pairwise(wasserstein1, U, V)
    assert matrix.shape == (3, 2) and matrix[2, 1] == wasserstein1(U[2], V[1])
    mean = torch.tensor(0.5, dtype=torch.float64, requires_grad=True)
    for scale in (1.0, 2.0):
        assert torch.autograd.gradcheck(lambda m, s=scale: wasserstein1(Normal(m, 1.0), Normal(0.0, s)), (mean,))
    with pytest.raises(NotImplementedError, match="plain numbers"):
        wasserstein2(U.requires_grad_(), V[0], torch.ones(5))
