"""Completed squares: quadratic forms are positive exactly where their discriminants say so."""

from flint import fmpq
from hypothesis import given
from hypothesis import strategies as st

from hw3verify.kernel.atoms import variable_form
from hw3verify.kernel.form import UNIT
from hw3verify.kernel.signs import Signs
from hw3verify.kernel.squares import completed
from hw3verify.meaning.claim import Facts

T, U = variable_form("t"), variable_form("u")


@given(a=st.integers(-4, 4), b=st.integers(-6, 6), c=st.integers(-4, 4))
def test_a_quadratic_is_positive_if_its_discriminant_is_negative(a: int, b: int, c: int) -> None:
    """a t^2 + b t + c > 0 for all t exactly if a > 0 and b^2 < 4 a c, or if it is a positive constant."""
    f = (T * T).scale(fmpq(a)) + T.scale(fmpq(b)) + UNIT.scale(fmpq(c))
    wanted = (a > 0 and b * b < 4 * a * c) or (a == b == 0 and c > 0)
    assert Signs(Facts()).positive(f) == wanted


def test_sums_of_squares_of_several_names() -> None:
    """(t - u)^2 + (t + 2)^2 is nonnegative; t^2 + u^2 + tu + 1 is positive; t^2 - 3tu + u^2 is neither."""
    signs = Signs(Facts())
    two = UNIT.scale(fmpq(2))
    assert signs.nonnegative((T - U) * (T - U) + (T + two) * (T + two))
    assert signs.positive(T * T + U * U + T * U + UNIT)
    mixed = T * T + U * U - (T * U).scale(fmpq(3))
    assert not signs.nonnegative(mixed)
    assert not signs.nonnegative(-mixed)


def test_only_plain_names_are_completed() -> None:
    """In t^2 + t log t the square of t is not alone with t."""
    from hw3verify.kernel.form import Atom, atom_form

    log = atom_form(Atom("log", (T,), T.names))
    assert list(completed(T * T + T * log)) == []
