"""Conditions as numbers, and cases: against what they are, value by value."""

import pytest

import hw3verify


def verdicts(*displays: str) -> list[str]:
    """The verdicts on a document of displays."""
    text = "\n\n".join(f"$${d} \\tag{{{i}}}$$" for i, d in enumerate(displays, 1))
    return [link.verdict for link in hw3verify.check(text + "\n").links]


GOOD = ("proved", "supported")


@pytest.mark.parametrize(
    ("true", "false"),
    [
        (
            r"|x| = \begin{cases} x & \text{if } x\ge 0\\ -x & \text{otherwise}\end{cases}",
            r"|x| = \begin{cases} x & \text{if } x\ge 0\\ -2x & \text{otherwise}\end{cases}",
        ),
        (
            r"\max(a,b) = \begin{cases} a, & a\ge b,\\ b, & a<b\end{cases}",
            r"\max(a,b) = \begin{cases} a, & a\le b,\\ b, & a>b\end{cases}",
        ),
        (
            r"\int_0^3 \begin{cases} 0 & x<1\\ x & 1\le x\le 2\\ 1 & x>2\end{cases}\,dx = \frac52",
            r"\int_0^3 \begin{cases} 0 & x<1\\ x & 1\le x\le 2\\ 1 & x>2\end{cases}\,dx = 2",
        ),
        (r"\binom{5}{2} = 10", r"\binom{5}{2} = 20"),
        (r"\binom{n}{k} = \frac{n!}{k!(n-k)!}", r"\binom{4}{1} = \binom{4}{2}"),
        (r"\int_0^1\mathbf{1}\{x\le\tfrac13\}dx = \frac13", r"\int_0^1\mathbf{1}\{x\le\tfrac13\}dx = \frac23"),
        (r"\mathbf{1}\{x\in[0,1]\} = \mathbf{1}[0\le x\le 1]", r"\mathbf{1}\{x\in[0,1]\} = \mathbf{1}[0\le x]"),
        (r"\sum_{j=1}^n a_j\delta_{jk} = a_k", r"\sum_{j=1}^n a_j\delta_{jk} = 2a_k"),
        (
            r"\sum_{j=1}^n\mathbf{1}[j=2]\,j^2\,\mathbf{1}[n\ge 2] = 4\cdot\mathbf{1}[n\ge 2]",
            r"\sum_{j=1}^n\mathbf{1}[j\ne 2] = n",
        ),
    ],
)
def test_what_holds_by_cases(true: str, false: str) -> None:
    """Each pair has a true line and a false one beside it."""
    assert verdicts(true)[0] in GOOD
    assert verdicts(false)[0] == "refuted"


@pytest.mark.parametrize(
    "claim",
    [
        r"x^2 = \begin{cases} x^2 & x>0\\ x^2 & x<0\end{cases}",  # nothing is said of 0
        r"|x| = \begin{cases} x & x\ge 0\\ -x & x\le 0\end{cases}",  # both hold at 0
        r"\log(x^2) = \begin{cases} 2\log x & x>0\\ 2\log(-x) & \text{otherwise}\end{cases}",
        r"\sum_{j=1}^n\delta_{jk} = 1",  # k lies where j runs
    ],
)
def test_what_is_not_certain_refutes_nothing(claim: str) -> None:
    """Each may be true as it is meant."""
    assert verdicts(claim)[0] != "refuted"
