"""Densities given by a finite table, against sums done by hand."""

import pytest

import hw3verify

TABLE = "Let $p(0)=0.5$, $p(1)=0.3$, $p(2)=0.2$ and $q(0)=0.2$, $q(1)=0.3$, $q(2)=0.5$."


def verdicts(prose: str, *displays: str) -> list[str]:
    """The verdicts on a document of one sentence and displays."""
    text = prose + "\n\n" + "\n\n".join(f"$${d} \\tag{{{i}}}$$" for i, d in enumerate(displays, 1))
    return [link.verdict for link in hw3verify.check(text + "\n").links]


@pytest.mark.parametrize(
    ("true", "false"),
    [
        (r"\mathbb{E}_p[x]=0.7", r"\mathbb{E}_p[x]=0.8"),  # 0.3 + 2 * 0.2
        (r"\mathrm{Var}_p(x)=0.61", r"\mathrm{Var}_p(x)=1.1"),  # 0.3 + 4 * 0.2 - 0.49
        (r"KL(p\|q)=0.3\log\frac52", r"KL(p\|q)=0.5\log\frac52"),  # (0.5 - 0.2) log(5/2)
        (r"TV(p,q)=0.3", r"TV(p,q)=0.6"),
        (r"W_1(p,q)=0.6", r"W_1(p,q)=0.3"),  # |0.3| + |0.3|
        (r"\chi^2(p\|q)=\frac{0.09}{0.2}+\frac{0.09}{0.5}", r"\chi^2(p\|q)=\frac{0.09}{0.2}"),
        (r"p(2)=\frac15", "p(3)=0.1"),
        (r"\sum_{x=0}^2 p(x)q(x)=0.29", r"\sum_{x=0}^2 p(x)q(x)=1"),
        (r"H(p)+KL(p\|q)=-\sum_x p(x)\log q(x)", r"H(p)=\log 3"),
    ],
)
def test_what_holds_of_a_table(true: str, false: str) -> None:
    """Each true line by hand from the three masses, and a slip beside it."""
    assert verdicts(TABLE, true, false) == ["proved", "refuted"]


def test_a_list_has_no_points() -> None:
    """p = (1/2, 1/2) and q = (1/4, 3/4) have a divergence, but no mean and no distance."""
    prose = r"Let $p=(\frac12,\frac12)$ and $q=(\frac14,\frac34)$."
    assert verdicts(prose, r"TV(p,q)=\frac14", r"TV(p,q)=\frac12") == ["proved", "refuted"]
    assert verdicts(prose, r"\mathbb{E}_p[x]=\frac32", "W_1(p,q)=1") == ["undecided", "undecided"]


@pytest.mark.parametrize(
    "prose", ["Let $p(0)=0.5$ and $p(1)=0.3$.", "Let $p(0)=0.5$, $p(0)=0.4$ and $p(1)=0.3$.", "Let $p=(0.5,0.3)$."]
)
def test_an_incomplete_table_says_nothing_certain(prose: str) -> None:
    """Where the rest of the mass lies is not said."""
    assert verdicts(prose, r"\mathbb{E}_p[x]=0.3", "H(p)=1")[0] not in ("proved", "refuted")


def test_a_value_stated_anew_is_another_table() -> None:
    """A later part may use the name for other masses; the facts of the first are gone."""
    text = (
        "(a) Let $p(0)=0.5$ and $p(1)=0.5$.\n\n$$\\mathbb{E}_p[x]=0.5 \\tag{1}$$\n\n"
        "(b) Let $p(0)=0.9$ and $p(1)=0.1$.\n\n$$\\mathbb{E}_p[x]=0.5 \\tag{2}$$\n"
    )
    assert [link.verdict for link in hw3verify.check(text).links] == ["proved", "refuted"]


def test_functions_of_a_table_have_values() -> None:
    """D = p / (p + q) at 0 is 5/7."""
    said = verdicts(TABLE + r" Let $D(x)=\frac{p(x)}{p(x)+q(x)}$.", r"D(0)=\frac57", r"D(2)=\frac57")
    assert said == ["proved", "refuted"]
