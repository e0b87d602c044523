"""Written alike: what counts as the same writing, and what does not though it is equal."""

import pytest

from hw3verify.judge.alike import alike, labour, terms
from hw3verify.judge.context import Context
from hw3verify.judge.flow import Side
from hw3verify.language.readings import read_display
from hw3verify.language.scope import Scope
from hw3verify.language.vocabulary import Vocabulary
from hw3verify.meaning.expr import Expr, Name, Power, Product, Sum


def read(latex: str) -> Expr:
    reading = read_display(latex)
    vocabulary = Vocabulary()
    vocabulary.scan([s.first.node for s in reading.sides if s is not None and s.first is not None])
    (side,) = reading.sides
    assert side is not None
    found = Context(vocabulary, Scope()).elaborate(Side("1", latex, 0, side)).expr
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("a + b", "b + a"),
        ("-(a - b)", "b - a"),
        (r"\frac{1}{2}\frac{a}{b}", r"\frac{a}{2b}"),
        (r"\frac{1}{2 s^2}(a-b)^2", r"\frac{(a-b)^2}{2s^2}"),
        ("0.5", r"\frac{1}{2}"),
        (r"\int q(z) \log q(z) dz", r"\int \log(q(z)) \cdot q(z) dz"),
        (r"\int q(z) (a + \log q(z)) dz", r"\int (\log q(z) + a) q(z) dz"),
        (r"-\int q(z) dz", r"\int -q(z) dz"),
        (r"\mathbb{E}_{q(z)}[\log q(z)]", r"\int q(z)\log q(z) dz"),
        ("a a b", "b a^2"),
    ],
)
def test_alike(left: str, right: str) -> None:
    """Order, signs before brackets, arithmetic and notation for one thing make no difference."""
    assert alike(read(left), read(right))


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("a - b", "b - a"),
        (r"\log(a b)", r"\log a + \log b"),
        (r"(a-b)^2", "a^2 - 2ab + b^2"),
        (r"\int q(z) dz", "1"),
        (r"\int q(z) \log q(z) dz", r"\int q(z) \log p(z) dz"),
        (r"\frac{a}{b}", r"\frac{b}{a}"),
        (r"p(x|z)", r"p(z|x)"),
        ("a + b", "a b"),
        ("2", "3"),
    ],
)
def test_not_alike(left: str, right: str) -> None:
    """A step of mathematics makes a difference, and so does a falsehood."""
    assert not alike(read(left), read(right))


def test_bound_names_do_not_matter() -> None:
    """The integral over z of f(z) is written like the integral over u of f(u) within one role."""
    from hw3verify.meaning.expr import Apply, Arg, Domain, Fold

    def integral(name: str) -> Expr:
        return Fold("sum", name, Domain("space", "z"), Apply("f", (Arg("z", Name(name)),)))

    assert alike(integral("z"), integral("u"))
    assert not alike(integral("z"), Apply("f", (Arg("z", Name("z")),)))


def test_terms_carry_their_signs() -> None:
    """-(a - b) has the two terms -a and b."""
    assert len(terms(read("-(a - b)"))) == 2
    assert alike(Sum(tuple(terms(read("c - 2(a - b)")))), read("c - 2a + 2b"))


def test_labour() -> None:
    """Integrals, expectations and sums are labour, products and powers are none."""
    assert labour(read(r"\int q(z) dz + \mathbb{E}_{q(z)}[z]")) == 2
    assert labour(read(r"\frac{(a-b)^2}{2}")) == 0


def test_depth_and_size_are_bounded() -> None:
    """Deep towers and large exponents are compared without being worked out."""
    deep: Expr = Name("a")
    for _ in range(400):
        deep = Sum((deep, Power(deep, Name("b")))) if deep == Name("a") else Power(deep, Name("b"))
    assert alike(deep, deep)
    from hw3verify.meaning.expr import Number

    assert not alike(Product((Power(Number(9), Number(10**9)),)), Number(9))
