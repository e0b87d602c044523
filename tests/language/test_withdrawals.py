"""Words by which a text takes back what it stated."""

import pytest

from hw3verify.language.scope import Definition, Scope
from hw3verify.language.withdrawals import last_withdrawal, withdraw
from hw3verify.meaning.claim import Relation
from hw3verify.meaning.expr import ONE, ZERO, Name


@pytest.mark.parametrize(
    "text",
    [
        "Drop that assumption.",
        "We now give up this hypothesis",
        "This is absurd.",
        "which is false, as we shall see",
        "we no longer assume independence",
        "It is not true that both agree.",
        "That assumption is not justified.",
        "which we shall refute",
        "a contradiction",
        "Without this assumption",
    ],
)
def test_words_that_take_back_are_found(text: str) -> None:
    """Each of these says that something stated before does not hold, or holds no longer."""
    assert last_withdrawal(text) > 0


@pytest.mark.parametrize(
    "text",
    [
        "Under this assumption the bound is tight.",
        "This is true, because the KL divergence is nonnegative.",
        "Dropping the constant, we get",
        "The last term does not depend on z, so it comes out of the integral.",
        "we can drop the index",
        "This holds for every q.",
    ],
)
def test_other_words_take_nothing_back(text: str) -> None:
    """Comments on the formulas leave the facts alone."""
    assert last_withdrawal(text) == -1


def test_everything_stated_so_far_is_withdrawn() -> None:
    """Definitions before the words are taken back and assumptions are gone; what comes later stands."""
    before = Scope(assumptions=((Relation(Name("a"), ">", ZERO), "a>0"),)).define(Definition("b", (), ONE, "b=1"))
    after = withdraw(before).define(Definition("c", (), ONE, "c=1"))
    assert after.withdrawn == {"b=1"}
    assert after.assumptions == ()
    assert "a" in after.vague
