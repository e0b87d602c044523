"""Evaluation with matrices: against hand-made numbers and numpy."""

import numpy as np
import pytest
from flint import arb, ctx, fmpq

from hw3verify.kernel.arrays import Setting, value
from hw3verify.kernel.degree import degree
from hw3verify.meaning.matrix import (
    SCALAR,
    Array,
    Leaf,
    add,
    call,
    component,
    det,
    diagonal,
    expect,
    gradient,
    hessian,
    name,
    number,
    over,
    power,
    root,
    subtract,
    times,
    trace,
    transpose,
    whole,
)
from hw3verify.meaning.value import CannotEvaluate

A = [[2, 1, 0], [1, 3, -1], [0, -1, 4]]
B = [[1, 2, 3], [0, 1, 4], [5, 6, 0]]
V, W = [[1], [-2], [3]], [[4], [0], [-1]]
a, b = name("A", ("d", "d")), name("B", ("d", "d"))
v, w = name("v", ("d", 1)), name("w", ("d", 1))


def setting() -> Setting:
    names = {"A": A, "B": B, "v": V, "w": W}
    return Setting({"d": 3}, {n: [[arb(x) for x in row] for row in m] for n, m in names.items()}, {}, {})


def floats(e: Array) -> np.ndarray:
    with ctx.workprec(120):
        return np.array([[float(x.mid()) for x in row] for row in value(e, setting())])


def test_algebra_agrees_with_numpy() -> None:
    """Products, transposes, inverses, traces and determinants are those of linear algebra."""
    x, y = np.array(A, float), np.array(B, float)
    assert np.allclose(floats(times(a, transpose(b), a)), x @ y.T @ x)
    assert np.allclose(floats(whole(b, -2)), np.linalg.matrix_power(np.linalg.inv(y), 2))
    assert np.allclose(floats(trace(times(a, b))), np.trace(x @ y))
    assert np.allclose(floats(det(add(a, b))), np.linalg.det(x + y))
    assert np.allclose(floats(times(transpose(v), a, w)), np.array(V).T @ x @ np.array(W))
    assert np.allclose(floats(times(transpose(v), w, b)), (np.array(V).T @ np.array(W)).item() * y)


def test_components_and_sums_over_an_index() -> None:
    """sum_j v_j w_j is the inner product, prod_j 2 is 2^d, diag(v) w multiplies entries."""
    j = Array("index", (), "j", SCALAR)
    inner = over("sum", "j", "d", times(component(v, j), component(w, j)))
    assert floats(inner).item() == 1
    assert floats(over("product", "j", "d", number(2))).item() == 8
    assert floats(times(diagonal(v), w)).ravel().tolist() == [4, 0, -3]


def test_normal_moments_are_those_of_isserlis() -> None:
    """E|x - m|^4 = (tr S)^2 + 2 tr S^2 for x ~ N(m, S), and E[x x^T] = S + m m^T."""
    x = name("x", ("d", 1))
    away = subtract(x, v)
    fourth = power(times(transpose(away), away), number(2))
    s = np.array(A, float)
    found = floats(expect("x", "normal", v, a, fourth)).item()
    assert found == pytest.approx(np.trace(s) ** 2 + 2 * np.trace(s @ s))
    second = floats(expect("x", "normal", v, a, times(x, transpose(x))))
    assert np.allclose(second, s + np.array(V) @ np.array(V).T)
    assert np.allclose(floats(expect("x", "any", v, a, times(x, transpose(x)))), second)


def test_a_normal_law_of_no_polynomial_has_no_value() -> None:
    """E[exp(x_1)] is not a sum over the points of a quadrature."""
    x = name("x", ("d", 1))
    with pytest.raises(CannotEvaluate):
        value(expect("x", "normal", v, a, call("exp", component(x, number(1)))), setting())
    with pytest.raises(CannotEvaluate):
        value(expect("x", "normal", v, a, power(component(x, number(1)), number(6))), setting())
    assert degree(times(transpose(x), a, x), "x") == 2


def test_gradients_are_difference_quotients() -> None:
    """The gradient of v^T A v is (A + A^T) v, its second derivative A + A^T; that of log det B is B^{-T}."""
    form = times(transpose(v), b, v)
    y = np.array(B, float)
    assert np.allclose(floats(gradient(form, v)), (y + y.T) @ np.array(V))
    assert np.allclose(floats(hessian(form, v)), y + y.T)
    assert np.allclose(floats(gradient(call("log", det(a)), a)), np.linalg.inv(np.array(A, float)).T)


def test_roots_in_two_dimensions() -> None:
    """The root of a positive 2 x 2 matrix squares to it."""
    m = [[fmpq(5), fmpq(2)], [fmpq(2), fmpq(1)]]
    s = Setting({"d": 2}, {"A": [[arb(x) for x in row] for row in m]}, {}, {})
    squared = value(whole(root(a), 2), s)
    assert all(squared[i][j].overlaps(arb(m[i][j])) and squared[i][j].rad() < 1e-9 for i in (0, 1) for j in (0, 1))


def test_what_is_singular_has_no_inverse() -> None:
    """The inverse of a matrix of rank one raises instead of dividing by an enclosure of zero."""
    with pytest.raises(CannotEvaluate):
        value(whole(times(v, transpose(w)), -1), setting())
    assert Leaf("A", ("d", "d")).shape == a.shape
