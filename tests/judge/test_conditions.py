"""What is no claim, and what stands beside one."""

import pytest

import hw3verify
from hw3verify.judge.conditions import discreteness, goes_on, is_choice
from hw3verify.language.scope import DISCRETE, SUMMED


def verdicts(*displays: str) -> list[str]:
    """The verdicts on a document of displays."""
    text = "\n\n".join(f"$${d} \\tag{{{i}}}$$" for i, d in enumerate(displays, 1))
    return [link.verdict for link in hw3verify.check(text + "\n").links]


@pytest.mark.parametrize(
    "claim", [r"a+1 = 2 \quad\text{if } a=1", r"a+1 = 2 \text{ for } a=1", r"a^2 \ge a \quad\text{unless } a<1"]
)
def test_a_condition_beside_the_formula_blocks_refutation(claim: str) -> None:
    """Each is true under its condition and false without."""
    assert verdicts(claim) == ["undecided"]


def test_all_values_and_reasons_are_no_conditions() -> None:
    """a^2 = a fails for some a, whatever is written behind it."""
    assert verdicts(r"a^2 = a \quad \text{for all } a") == ["refuted"]
    assert verdicts(r"KL(p\|q)\le 0 \quad\text{(by Jensen)}") == ["refuted"]


def test_ranges_of_names_are_conditions_but_bounds_of_densities_are_claims() -> None:
    """A density may exceed 1."""
    assert verdicts("0<D(x)<1") == ["condition", "condition"]
    assert verdicts(r"p(x)\le 1") == ["refuted"]


def test_every_relation_of_a_chain_before_an_arrow_is_a_premise() -> None:
    """0 < a <= b makes a^2 <= b^2; a <= b alone does not."""
    assert verdicts(r"0 < a \le b \Rightarrow a^2 \le b^2")[2] == "proved"
    assert verdicts(r"a \le b \Rightarrow a^2 \le b^2")[1] == "refuted"


def test_implications_go_one_way() -> None:
    """x = 1 makes x^2 = 1, and not the other way round."""
    assert verdicts(r"x=1 \Rightarrow x^2=1")[1] == "proved"
    assert verdicts(r"x^2=1 \Rightarrow x=1")[1] == "refuted"
    assert verdicts(r"x^2=1 \iff x=1")[1] == "refuted"
    assert verdicts(r"x=1 \iff 2x=2")[1] == "proved"


def test_a_display_behind_an_implication_speaks_for_itself() -> None:
    """b^2 = b b always, b b = b^3 not."""
    assert verdicts(r"a=b \Rightarrow a^2=b^2", r"=b\cdot b", "= b^3")[3:] == ["proved", "refuted"]


def test_an_imposed_zero_is_continued_by_the_side_before_it() -> None:
    """2(a-1) = 2a - 2, although the display before ended in = 0."""
    derivative = r"\frac{d}{da} (a-1)^2 = 2(a-1)=0"
    assert verdicts(derivative, "= 2a-2") == ["proved", "condition", "proved"]
    assert verdicts(derivative, "= 2a-1")[2] == "refuted"
    assert verdicts(derivative, r"\Rightarrow a=2")[2] == "refuted"


def test_a_condition_goes_on_over_short_words() -> None:
    """`If p = q, then` holds for the next display too when only `and so` stands between; a new sentence ends it."""
    assert goes_on("If $p=q$, then", "\nand so\n")
    assert goes_on("When $p=q$,", "\n\n")
    assert not goes_on("for $p=q$", "\n\n")
    assert not goes_on("If $p=q$, then", "\nIn general nothing of the kind can be said of two densities.\n")


def test_a_choice_in_words_is_recognised() -> None:
    """`set $q = p$` and, before a display, `when $p = q$`; a sentence that ends there says nothing of what follows."""
    assert is_choice("E-step: set ", ". Then\n")
    assert is_choice("and when ", ",\n")
    assert not is_choice("If ", ", we are done.\n")
    assert not is_choice("the density ", " is positive")


def test_sums_without_integrals_are_discrete() -> None:
    """Words tell for certain; sums over x alone leave it open, an integral or a sum over an index says nothing."""
    assert discreteness("a discrete variable", [r"H(p)"]) == {DISCRETE}
    assert discreteness("", [r"\sum_x p(x)"]) == {SUMMED}
    assert discreteness("", [r"\sum_x p(x)", r"\int p(z)dz"]) == set()
    assert discreteness("", [r"\sum_{i=1}^n x_i", r"\sum_i a_i"]) == set()
