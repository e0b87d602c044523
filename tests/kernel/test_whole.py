"""Powers with whole exponents of bases of any sign, against exact arithmetic."""

from fractions import Fraction
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hw3verify.kernel.form import Atom, NoForm, monomial_form
from hw3verify.kernel.normal import Normal
from hw3verify.kernel.proof import Proof, check
from hw3verify.kernel.written import expression
from hw3verify.kernel.zero import is_zero
from hw3verify.meaning.claim import Claim, Facts, Relation
from hw3verify.meaning.expr import (
    ONE,
    ZERO,
    Call,
    Domain,
    Expr,
    Fold,
    Name,
    Number,
    Power,
    Product,
    Sum,
    add,
    divide,
    multiply,
    negate,
    subtract,
)

A, B, K, M, N = map(Name, "abkmn")
FACTS = Facts(integer=frozenset("mn"))
Numbers = dict[str, Fraction]


class Undefined(Exception):
    """0 to a negative power."""


def value(e: Expr, at: Numbers) -> Fraction:
    """Exact arithmetic, with 0^0 = 1."""
    if isinstance(e, Number):
        return Fraction(e.value)
    if isinstance(e, Name):
        return at[e.id]
    if isinstance(e, Sum):
        return sum((value(t, at) for t in e.terms), Fraction(0))
    if isinstance(e, Product):
        result = Fraction(1)
        for f in e.factors:
            result *= value(f, at)
        return result
    if isinstance(e, Power):
        base, exponent = value(e.base, at), value(e.exponent, at)
        if base == 0 and exponent < 0:
            raise Undefined
        return base ** int(exponent)
    if isinstance(e, Call) and e.fn == "exp":  # of n log c
        (inner,) = e.args
        assert isinstance(inner, Product)
        (logarithm,) = (f for f in inner.factors if isinstance(f, Call))
        rest = multiply(*(f for f in inner.factors if f is not logarithm))
        return value(Power(logarithm.args[0], rest), at)
    assert isinstance(e, Fold) and e.op == "sum" and e.domain.lower is not None and e.domain.upper is not None
    low, high = (int(value(end, at)) for end in (e.domain.lower, e.domain.upper))
    return sum((value(e.body, at | {e.var: Fraction(k)}) for k in range(low, high + 1)), Fraction(0))


def worlds() -> list[Numbers]:
    """Bases of every sign, and small whole exponents."""
    bases = [Fraction(n, d) for n, d in ((-2, 1), (-1, 1), (-1, 2), (0, 1), (1, 3), (3, 2), (2, 1))]
    return [
        {"a": a, "b": b, "m": Fraction(m), "n": Fraction(n)} for a, b in product(bases, bases) for m in (1, 2, 3)
        for n in (1, 2, 4)
    ]  # fmt: skip


def proved(left: Expr, right: Expr) -> bool:
    """Does the kernel accept `left = right` by algebra?"""
    return check(Claim(Relation(left, "=", right), (), FACTS), Proof("identity", {})) is not None


def series(lower: Expr, upper: Expr, body: Expr) -> Fold:
    """The sum over k."""
    return Fold("sum", "k", Domain("index", "k", lower, upper), body)


@st.composite
def powers(draw: st.DrawFn) -> Expr:
    """Sums and products of a, b and -1 to whole powers."""
    exponents = st.sampled_from([N, M, add(N, ONE), add(N, M), multiply(Number(2), N), subtract(N, ONE), negate(N)])
    atoms = st.sampled_from([A, B, Number(-1), negate(A), multiply(A, B), subtract(A, B), Number(2), divide(A, B)])
    terms = [
        multiply(*(Power(draw(atoms), draw(exponents)) for _ in range(draw(st.integers(1, 3)))))
        for _ in range(draw(st.integers(1, 2)))
    ]
    return add(*terms)


@settings(max_examples=60, deadline=None)
@given(powers())
def test_a_form_has_the_value_of_its_expression(e: Expr) -> None:
    """Normal forms of whole powers, written out again, agree with exact arithmetic wherever both have a value."""
    back = expression(Normal(FACTS).form(e))
    for at in worlds():
        try:
            found = value(e, at), value(back, at)
        except Undefined:
            continue
        assert found[0] == found[1], at


@pytest.mark.parametrize(
    ("left", "right"),
    [
        (multiply(A, Power(A, N)), Power(A, add(N, ONE))),
        (Power(Power(A, N), Number(2)), Power(A, multiply(Number(2), N))),
        (Power(multiply(A, B), N), multiply(Power(A, N), Power(B, N))),
        (Power(Number(-1), add(N, Number(3))), negate(Power(Number(-1), N))),
        (Power(negate(A), multiply(Number(2), N)), Power(A, multiply(Number(2), N))),
        (multiply(Power(Number(-1), N), Power(Number(-1), N)), ONE),
        (Power(subtract(A, B), N), multiply(Power(Number(-1), N), Power(subtract(B, A), N))),
        (series(ZERO, N, Power(Number(-1), K)), divide(add(ONE, Power(Number(-1), N)), Number(2))),
        (multiply(series(ZERO, subtract(N, ONE), Power(A, K)), divide(subtract(ONE, A), subtract(ONE, A))),
         divide(subtract(ONE, Power(A, N)), subtract(ONE, A))),
    ],
)  # fmt: skip
def test_laws_of_whole_powers(left: Expr, right: Expr) -> None:
    """These are proved for a and b of any sign, and exact arithmetic agrees."""
    assert proved(left, right)
    for at in worlds():
        try:
            assert value(left, at) == value(right, at)
        except Undefined:
            continue


@pytest.mark.parametrize(
    ("left", "right"),
    [
        (Power(Power(A, Number(2)), divide(N, Number(2))), Power(A, N)),  # |a|^n
        (Power(Power(A, multiply(Number(2), N)), Number(Fraction(1, 2))), Power(A, N)),
        (Call("abs", (Power(A, N),)), Power(A, N)),
        (Power(Number(-1), multiply(N, M)), Power(Number(-1), add(N, M))),
        (Power(A, multiply(N, N)), Power(A, multiply(Number(2), N))),
    ],
)
def test_what_holds_for_some_signs_only_is_not_proved(left: Expr, right: Expr) -> None:
    """Each fails at some a < 0, or at some n and m."""
    assert not proved(left, right)


def test_a_whole_power_is_not_known_to_be_positive() -> None:
    """(-1)^1 and (-2)^1 are negative; (-2)^2 is not, and neither is a^(2n) for whole n known to be more than that."""
    normal = Normal(FACTS)
    for e in (Power(A, N), Power(Number(-1), N), multiply(Power(A, N), Power(B, N))):
        assert not normal.signs.positive(normal.form(e)) and not normal.signs.nonnegative(normal.form(e))


def test_the_exponent_has_to_be_whole() -> None:
    """a^x a^y = a^(x + y) says nothing at a = -1, x = y = 1/2: without whole x and y nothing is proved."""
    left, right = multiply(Power(A, Name("x")), Power(A, Name("y"))), Power(A, add(Name("x"), Name("y")))
    assert not is_zero(Normal(Facts()).form(subtract(left, right)))


def test_a_geometric_sum_needs_another_ratio_than_one() -> None:
    """At a = 1 the sum is n, and (1 - a^n)/(1 - a) has no value: the closed form is used where 1 - a divides."""
    total = series(ZERO, subtract(N, ONE), Power(A, K))
    form = Normal(FACTS).form(total).single
    assert form is not None and [atom.kind for atom, _ in form[1]] == ["fold"]


def test_no_formal_logarithm_is_written() -> None:
    """A formal logarithm stands for nothing outside of an exponential."""
    with pytest.raises(NoForm):
        expression(monomial_form(((Atom("ilog", (Normal(FACTS).form(A),), frozenset("a")), 1),)))
