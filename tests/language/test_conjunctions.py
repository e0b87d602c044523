"""Several facts in one formula: each is learned, and none is learned that is not stated."""

import pytest

import hw3verify


def verdicts(prose: str, *displays: str) -> list[str]:
    """The verdicts on a document of one sentence and displays."""
    text = prose + "\n\n" + "\n\n".join(f"$${d} \\tag{{{i}}}$$" for i, d in enumerate(displays, 1))
    return [link.verdict for link in hw3verify.check(text + "\n").links]


@pytest.mark.parametrize(
    ("prose", "true", "false"),
    [
        ("Let $x,y>0$.", r"\log(xy)=\log x+\log y", r"x+y>1"),
        (r"Let $a,b,c\in\mathbb{R}$.", "a^2+b^2 \\ge 2ab", "a+b+c \\ge 0"),
        (r"Let $a>0,\ b\in\mathbb{R}$, $c=a+b^2>0$.", r"\log(a\,a)=2\log a", "a+b>0"),
        (r"Let $a_1,\dots,a_n>0$.", r"\sum_{i=1}^n a_i^2 \ge 0", r"\sum_{i=1}^n a_i \ge n"),
        (r"Let $a_1,\dots,a_n>0$.", r"\sum_{i=1}^n\log a_i=\log\prod_{i=1}^n a_i", r"\sum_{i=1}^n a_i=0"),
        (r"Let $0<a\le b$ and $n\in\mathbb{N}$.", r"a^2\le ab", r"n^2\ge 2n"),
        (
            r"Let $\lambda_1,\lambda_2>0$ with $\lambda_1=2\lambda_2$.",
            r"\lambda_1^2=4\lambda_2^2",
            r"\lambda_1=\lambda_2",
        ),
        (r"Let $u\in(0,\infty)$ and $v\in(-\infty,0)$.", "u-v>0", "u+v<0"),
        (r"Let $t\in\mathbb{R}_{>0}$ and $s\in[1,2]$.", r"\log(t^2)=2\log t", "s=1"),
    ],
)
def test_each_of_several_facts_is_known(prose: str, true: str, false: str) -> None:
    """The true line needs its fact, and the false one breaks although all facts hold."""
    assert verdicts(prose, true, false) == ["proved", "refuted"]


@pytest.mark.parametrize(
    ("prose", "claim"),
    [
        ("Let $x, y=2$.", "x=2"),  # perhaps both
        (r"Let $v\in\Delta_n$.", r"\sum_{i=1}^n v_i=1"),  # a simplex
        (r"Let $x\in A$.", "x>0"),  # an event
        (r"Let $n\in\mathbb{Z}$.", "n^2 \\ge n"),
        (r"Let $x\in\mathbb{R}_+$.", "x>-1"),
        (r"Let $k=0,1,\dots,n$.", "k(k-1)\\ge 0"),
        (r"Let $m\in\{2,3,5\}$.", "m\\ge 2"),
        (r"Let $a\ge 1, b, 2$.", "b\\ge 1"),
        (r"Let $n\in\mathbb{N}$ be even.", "(-1)^n=1"),
        (r"Let $\mu_1=\mu_2=0$.", r"\mu_1+\mu_2=0"),
        (r"Let $D:\mathcal{X}\to(0,1)$.", r"\log D(x)<0"),
        (r"Let $m\ge 2$ be an integer.", r"m(m-1)(m-2)\ge 0"),
    ],
)
def test_what_is_not_understood_refutes_nothing(prose: str, claim: str) -> None:
    """Each line is true under its fact, which is read as vague or not at all."""
    assert verdicts(prose, claim) != ["refuted"]


def test_a_sign_of_a_named_quantity() -> None:
    """m = a + b > 0 names m and says that it is positive."""
    assert verdicts(r"Let $m=a+b>0$.", r"\log m^2=2\log m", "m=a-b") == ["proved", "refuted"]
