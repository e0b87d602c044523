"""The assertions: what passes, what fails with a counterexample, what is not decided."""

import math

import pytest
from hypothesis import strategies as st

from hw3verify.pytest_plugin import NotDecided, assert_equivalent, assert_same_function, check_derivation

# log 2a = log 2 + log a; the second link is false for every a
TEXT = r"""(a) Given $a>0$.

$$\log(2a) = \log 2 + \log a = 2\log a \quad (1)$$
"""
UNREAD = r"$$a \bowtie\bowtie b = b \quad (1)$$"


def test_equal_expressions() -> None:
    """Gibbs' identity: cross-entropy less entropy is the divergence."""
    assert_equivalent(r"KL(p, q)", r"-\int p(z)\log q(z)\,dz + \int p(z)\log p(z)\,dz")


def test_facts_count() -> None:
    """Two unit normal laws at distance d have divergence d^2/2, by the facts alone; without them nothing says so."""
    facts = [r"Given $q(z)=\mathcal{N}(\mu,1)$ and $p(z)=\mathcal{N}(\nu,1)$."]
    assert_equivalent("KL(q(z), p(z))", r"\frac{(\mu-\nu)^2}{2}", facts=facts)
    with pytest.raises((AssertionError, NotDecided)):
        assert_equivalent("KL(q(z), p(z))", r"\frac{(\mu-\nu)^2}{2}")


def test_false_statements_show_a_counterexample() -> None:
    """KL is not symmetric; the message has the values of both sides."""
    with pytest.raises(AssertionError, match=r"(?s)the two sides are not equal.*refuted.*left .* = .*right .* = "):
        assert_equivalent("KL(p, q)", "KL(q, p)")


def test_the_undecided_is_no_assertion() -> None:
    """What cannot be read is neither right nor wrong."""
    with pytest.raises(NotDecided, match="unreadable") as raised:
        assert_equivalent(r"a \bowtie\bowtie b", "b + 1")
    assert not isinstance(raised.value, AssertionError)


def test_a_definition_is_no_claim() -> None:
    """A name that nothing introduces is defined by the equation, which says nothing that could be false."""
    with pytest.raises(NotDecided, match="definition, no claim: say in `facts` what the names are"):
        assert_equivalent("c", "a + b")


@pytest.mark.parametrize("side", ["", "  ", "a$", "a \\tag{2}", "a \\\\ b", "a\n\nb", "a = b", "a \\le b"])
def test_a_side_is_one_expression(side: str) -> None:
    """What is no single expression is refused by name, before it could change the question."""
    with pytest.raises(ValueError, match=r"^left"):
        assert_equivalent(side, "b")
    with pytest.raises(TypeError, match="right: expected LaTeX as a string"):
        assert_equivalent("a", 3)  # type: ignore[arg-type]


def test_a_derivation_asserts_things_about_itself() -> None:
    """Verdicts by name; what is refuted fails `assert_sound`, and names that are not there are refused."""
    checked = check_derivation(TEXT)
    assert (checked.verdict("(1)"), checked.verdict("(1)#1")) == ("proved", "refuted")
    assert repr(checked) == "<<text>: 1 proved, 1 refuted>"
    checked.assert_verdict("(1)#1", "refuted")
    with pytest.raises(AssertionError, match=r"expected refuted\n  \(1\)#0  =  proved"):
        checked.assert_verdict("(1)", "refuted")
    for assertion in (checked.assert_sound, checked.assert_proved):
        with pytest.raises(AssertionError, match=r"\(1\)#1  =  refuted"):
            assertion()
    with pytest.raises(ValueError, match=r"name: expected one of \(1\)#0, \(1\)#1, got '\(2\)'"):
        checked.verdict("(2)")


def test_proved_is_more_than_sound() -> None:
    """Unread links are let through by `assert_sound` only; a text that claims nothing proves nothing."""
    check_derivation(UNREAD).assert_sound()
    for text in (UNREAD, "$x$ alone"):
        with pytest.raises(NotDecided):
            check_derivation(text).assert_proved()
    check_derivation(TEXT.replace(r" = 2\log a", "")).assert_proved()


def test_goals_of_an_assignment() -> None:
    """A divergence of a law from itself is asked for in 1(g) of hw3; the other parts are missing here."""
    checked = check_derivation(
        r"""# 1 Networks

(g) It is none: $$KL(q_\phi(z|x), q_\phi(z|x)) = 0 \quad (1)$$
""",
        assignment="hw3",
    )
    checked.assert_goals("1(g)")
    with pytest.raises(AssertionError, match=r"(?s)1\(a\).*goal: missing.*3\(e\)"):
        checked.assert_goals()
    with pytest.raises(ValueError, match=r"parts: '7\(x\)' is not in the assignment, which has 1\(a\)"):
        checked.assert_goals("7(x)")
    with pytest.raises(ValueError, match="assignment: expected one"):
        check_derivation(TEXT).assert_goals()


def test_same_functions() -> None:
    """log1p is the logarithm of 1 + x up to rounding; the tolerance is what the caller says."""
    numbers = st.floats(0.5, 1e6)
    assert_same_function(lambda x: math.log(1 + x), math.log1p, numbers)
    with pytest.raises(AssertionError, match=r"log10\(1\.0\) gives 0\.0, expected 0\.693147\S* \(tolerance 0 \+ 1e-06"):
        assert_same_function(math.log10, math.log1p, numbers, relative=1e-6, absolute=0, examples=[1.0])
    with pytest.raises(ValueError, match="relative: expected a finite number"):
        assert_same_function(math.log1p, math.log1p, numbers, relative=-1.0)
