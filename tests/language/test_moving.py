"""Names whose index moves under a sum are no constants of it."""

import pytest

import hw3verify


def verdict(formula: str) -> str:
    return hw3verify.check(f"$${formula} \\tag{{1}}$$").links[0].verdict


ENTRIES = ["a_{k+1}", "a_{2k}", "a_{n-k}", "a_{b_k}", "a_{1k}", "a_{k^2}",
           "p_k(x)", "f(x_{k+1})"]


@pytest.mark.parametrize("entry", ENTRIES)
def test_the_sum_of_moving_entries_is_not_n_times_one_of_them(entry: str) -> None:
    """a_2 + a_3 is not 2 a_2 unless they are alike."""
    assert verdict(f"\\sum_{{k=1}}^n {entry} = n {entry}") == "undecided"


@pytest.mark.parametrize(
    "formula",
    [
        "\\sum_{k=1}^n (a_{k+1} + b_k) = \\sum_{k=1}^n a_{k+1} + \\sum_{k=1}^n b_k",
        "\\log\\prod_{k=1}^n e^{a_{k+1}} = \\sum_{k=1}^n a_{k+1}",
        "\\sum_{k=1}^n c a_{k-1} = c\\sum_{k=1}^n a_{k-1}",
    ],
)
def test_what_holds_of_every_list_holds_of_shifted_entries(formula: str) -> None:
    """Sums are linear, whatever stands in them."""
    assert verdict(formula) == "proved"


def test_shifted_entries_belong_to_their_list() -> None:
    """a_2 + ... + a_n telescopes against a_1 + ... + a_{n-1}: with a_{k+1} as a list of its own it would be false."""
    assert verdict("\\sum_{k=1}^{n-1} a_{k+1} - \\sum_{k=1}^{n-1} a_k = a_n - a_1") != "refuted"
