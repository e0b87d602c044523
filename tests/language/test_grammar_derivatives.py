"""Derivatives and fractions."""

import pytest

from hw3verify.language.readings import parse
from hw3verify.language.sketch import show
from hw3verify.language.tokens import Unreadable


def sketch(latex: str) -> str:
    """The first readings of the sides with the relations between them."""
    chain = parse(latex)
    parts = [*(x for pair in zip(chain.sides, chain.ops, strict=False) for x in pair), chain.sides[-1]]
    return " ".join(part if isinstance(part, str) else show(part) for part in parts if part is not None)


@pytest.mark.parametrize(
    ("latex", "expected"),
    [
        (r"\frac{d}{dx} f(x)", "(Deriv d f(x) x:1)"),
        (r"\frac{df}{dx}", "(Deriv d f x:1)"),
        (r"\frac{d\ell}{d\theta}", "(Deriv d ell theta:1)"),
        (r"\frac{d^2\ell}{d\theta^2}", "(Deriv d ell theta:2)"),
        (r"\frac{\partial L(x, D, D')}{\partial D}", "(Deriv partial L(x D D') D:1)"),
        (r"\frac{\partial^2 f}{\partial x\partial y}", "(Deriv partial f x:1 y:1)"),
        (r"\frac{\partial^2 f}{\partial D(x)^2}", "(Deriv partial f D(x):2)"),
        (r"\frac{\delta^2}{\delta {q(z)}^2} f", "(Deriv delta f q(z):2)"),
        (r"\frac{\partial}{\partial \mu_j} KL(q(z), p(z))", "(Deriv partial KL(q(z) p(z)) mu_j:1)"),
        (r"\frac{d}{dx} \frac{\partial L(x, D, D')}{\partial D'}", "(Deriv d (Deriv partial L(x D D') D':1) x:1)"),
        (r"\frac{\delta F}{\delta q(z)}", "(Deriv delta F q(z):1)"),
        (
            r"\frac{\partial}{\partial q(z)} \left( q(z)\log q(z) \right)",
            "(Deriv partial (Mul q(z) (Func log q(z) -)) q(z):1)",
        ),
        (
            r"\frac{\mathrm{d}}{\mathrm{d}\theta}\left[ n\log\theta - \theta s\right]",
            "(Deriv d (Add (Mul n (Func log theta -)) (Neg (Mul theta s))) theta:1)",
        ),
        (r"\frac{d}{dx} f + g", "(Add (Deriv d f x:1) g)"),
        (r"\nabla_\theta \log p_\theta(x)", "(Deriv nabla (Func log p_theta(x) -) theta:1)"),
        (r"\nabla_\phi \mathbb{E}_{q_\phi}[f(z)]", "(Deriv nabla (Expect E q_phi f(z)) phi:1)"),
        (r"\partial_x f(x)", "(Deriv partial f(x) x:1)"),
        ("df/dx", "(Deriv d f x:1)"),
        ("d/dx f(x)", "(Deriv d f(x) x:1)"),
        ("∂²/∂θ² f", "(Deriv partial f theta:2)"),
        (r"\partial/\partial a (a + 1) + b", "(Add (Deriv partial (Add a 1) a:1) b)"),
        (r"\partial L/\partial D", "(Deriv partial L D:1)"),
        (r"\frac{dP}{dQ}", "(Deriv d P Q:1)"),
        (r"\left.\frac{df}{dx}\right|_{x=0}", "(Evaluated (Deriv d f x:1) x - 0)"),
        (r"\frac{d}{dx} x^2 \Big|_{x=1}", "(Evaluated (Deriv d (Pow x 2) x:1) x - 1)"),
        (r"\frac{\partial f}{\partial x}(x_0)", "(Evaluated (Deriv partial f(x) x:1) x - x_0)"),
        (r"\frac{df}{dx}(x)", "(Deriv d f(x) x:1)"),
    ],
)
def test_derivatives(latex: str, expected: str) -> None:
    """Fractions with one sign of differentiation above and below are derivatives."""
    assert sketch(latex) == expected


@pytest.mark.parametrize(
    ("latex", "expected"),
    [
        (r"\frac{d}{2}", "(Div d 2)"),
        (r"\frac{d}{d+1}", "(Div d (Add d 1))"),
        (r"\frac{\delta}{2}", "(Div delta 2)"),
        (r"\frac12", "(Div 1 2)"),
        (r"\frac1{2}x^2y", "(Mul (Div 1 2) (Pow x 2) y)"),
        (r"\frac ab", "(Div a b)"),
        (r"{a \over b}", "(Div a b)"),
        (r"\tfrac{1}{2} x", "(Mul (Div 1 2) x)"),
        (r"{n \choose k}", "(Binom n k)"),
        (
            r"\binom{n}{k}\theta^k(1-\theta)^{n-k}",
            "(Mul (Binom n k) (Pow theta k) (Pow (Add 1 (Neg theta)) (Add n (Neg k))))",
        ),
        (r"\frac{\sum_i x_i}{n}", "(Div (Big sum i - - - x_i) n)"),
    ],
)
def test_quotients(latex: str, expected: str) -> None:
    """Every other fraction is a quotient."""
    assert sketch(latex) == expected


@pytest.mark.parametrize("latex", [r"\frac{\delta^2 x}{\delta x}", r"\frac{\delta^2 f}{\delta q(z)r(z)}"])
def test_no_quotient_of_deltas(latex: str) -> None:
    """A derivative of the second order by something else is a slip or a product of numbers: nobody can tell."""
    with pytest.raises(Unreadable):
        parse(latex)
