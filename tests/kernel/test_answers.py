"""Answers about signs rest on what is known when they are given, and on nothing else."""

from fractions import Fraction

from flint import fmpq
from hypothesis import given, settings
from hypothesis import strategies as st

from hw3verify.kernel.answers import Answers
from hw3verify.kernel.atoms import variable_form
from hw3verify.kernel.form import UNIT, Form
from hw3verify.kernel.signs import Signs
from hw3verify.meaning.claim import Facts

X, Y, Z = (variable_form(n) for n in "xyz")
PIECES = (X, Y, Z, UNIT, X * X, X * Y, Y * Z, Z * Z, X - Y, (X - Z) * (X - Z))
FORMS = st.lists(st.tuples(st.sampled_from(PIECES), st.integers(-3, 3)), min_size=1, max_size=4).map(
    lambda parts: sum((f.scale(fmpq(c)) for f, c in parts), Form({}))
)
STEPS = st.lists(st.tuples(st.sampled_from(("learn", "learn strictly", "ask")), FORMS), min_size=2, max_size=9)


def test_an_answer_is_found_once_until_something_is_learned() -> None:
    """The second question is answered from memory; after `clear` it is asked anew, and may be answered otherwise."""
    answers, replies = Answers(), iter((False, True))
    assert [answers.of("q", lambda: next(replies)) for _ in range(3)] == [False, False, False]
    answers.clear()
    assert answers.of("q", lambda: next(replies)) is True


def test_no_becomes_yes_when_it_is_learned() -> None:
    """x - y + 1 is not known to be positive, then x >= y is stated; nor is xy >= 0, then x > 0 and y >= 0 are."""
    signs = Signs(Facts())
    assert not signs.positive(X - Y + UNIT)
    assert not signs.nonnegative(X * Y)
    signs.learn(X - Y, False)
    assert signs.positive(X - Y + UNIT)
    assert not signs.nonnegative(X * Y)
    signs.learn(X, True)
    assert not signs.nonnegative(X * Y)
    signs.learn(Y, True)
    assert signs.nonnegative(X * Y)
    assert signs.positive(X * Y)


@settings(max_examples=150, deadline=None)
@given(steps=STEPS, last=FORMS)
def test_questions_asked_before_change_no_answer(steps: list[tuple[str, Form]], last: Form) -> None:
    """Who was asked between the facts says the same as who heard the same facts and is asked for the first time."""
    asked, fresh = Signs(Facts()), Signs(Facts())
    for kind, f in steps:
        if kind == "ask":
            asked.positive(f), asked.nonnegative(f)
        else:
            asked.learn(f, kind == "learn strictly")
            fresh.learn(f, kind == "learn strictly")
    assert (asked.positive(last), asked.nonnegative(last)) == (fresh.positive(last), fresh.nonnegative(last))


@settings(max_examples=150, deadline=None)
@given(steps=STEPS, values=st.lists(st.tuples(*[st.fractions(-3, 3, max_denominator=4)] * 3), max_size=25))
def test_a_yes_is_true_wherever_what_was_learned_is(
    steps: list[tuple[str, Form]], values: list[tuple[Fraction, Fraction, Fraction]]
) -> None:
    """What is called positive is positive at every point at which all that was said until then holds."""
    signs, points = Signs(Facts()), values
    for kind, f in steps:
        if kind != "ask":
            signs.learn(f, kind == "learn strictly")
            points = [p for p in points if _at(f, p) > 0 or (kind == "learn" and _at(f, p) == 0)]
            continue
        if signs.positive(f):
            assert all(_at(f, p) > 0 for p in points)
        if signs.nonnegative(f):
            assert all(_at(f, p) >= 0 for p in points)


def _at(f: Form, point: tuple[Fraction, Fraction, Fraction]) -> Fraction:
    """The value of a polynomial at a point."""
    values = dict(zip("xyz", point, strict=True))
    total = Fraction(0)
    for m, c in f.terms.items():
        term = Fraction(int(c.p), int(c.q))
        for a, e in m:
            term *= values[a.data[0]] ** e
        total += term
    return total
