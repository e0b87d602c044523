"""Functions by name, by cases, distribution functions and quantiles: what they unfold to has their values."""

import pathlib

import pytest

import hw3verify

HEAD = r"""Let $P=U[0,1]$ and $Q=U[\theta,1+\theta]$ with $0<\theta<1$.
Let $r(x)=\mathrm{Exp}(\lambda)$ with $\lambda>0$.

"""


def verdicts(folder: pathlib.Path, lines: list[str], head: str = HEAD) -> list[str]:
    """The verdicts on some displays."""
    file = folder / "functions.md"
    file.write_text(head + "\n".join(f"$${line} \\tag{{{k}}}$$\n" for k, line in enumerate(lines, 1)))
    return [link.verdict for link in hw3verify.check(file).links]


@pytest.mark.parametrize(
    ("line", "verdict"),
    [
        (r"\tanh t = \frac{e^{2t}-1}{e^{2t}+1}", "proved"),
        (r"\frac{d}{dt}\arctan t = \frac{1}{1+t^2}", "proved"),
        (r"\cosh^2 t - \sinh^2 t = 1", "proved"),
        (r"\tanh t = \frac{e^{t}-1}{e^{t}+1}", "refuted"),
        (r"\binom{n}{2} = \frac{n(n-1)}{2}", "proved"),
        (r"\binom{6}{3} = 20", "proved"),
        (r"\binom{6}{3} = 18", "refuted"),
        (r"\Gamma(5) = 24", "proved"),
        (r"B(2, 3) = \frac{1}{12}", "proved"),
        (r"B(2, 3) = \frac{1}{6}", "refuted"),
        (r"\Gamma\left(\frac12\right) = \sqrt{\pi}", "proved"),
        (r"\Gamma(5) = 120", "refuted"),
        (r"\Phi(0) = \frac12", "proved"),
        (r"\Phi(1.96) \approx 0.975", "proved"),
        (r"\int_{-\infty}^\infty \frac{dx}{1+x^2} = \pi", "proved"),
    ],
)
def test_named_functions(tmp_path: pathlib.Path, line: str, verdict: str) -> None:
    """Hyperbolic functions, binomial coefficients, Gamma and Phi at numbers."""
    assert verdicts(tmp_path, [line]) == [verdict]


def test_functions_by_cases(tmp_path: pathlib.Path) -> None:
    """A triangle from 0 to 2 has the area 1, its first half 1/2, and the mean 1."""
    head = r"Let $f(x)=\begin{cases} x & 0\le x\le 1\\ 2-x & 1<x\le 2\\ 0&\text{otherwise}\end{cases}$." + "\n\n"
    lines = [r"\int_{-\infty}^\infty f(x)\,dx = 1", r"\int_0^1 f(x)\,dx = \frac12", r"\int_0^2 x f(x)\,dx = 2"]
    assert verdicts(tmp_path, lines, head) == ["proved", "proved", "refuted"]


def test_distances_by_distribution_functions_and_quantiles(tmp_path: pathlib.Path) -> None:
    """W_1 is the area between distribution functions and between quantiles; the second has no absolute value here."""
    lines = [
        r"W_1(P,Q) = \int_{-\infty}^\infty |F_P(x)-F_Q(x)|\,dx",
        r"W_1(P,Q) = \int_0^1 |F_P^{-1}(u)-F_Q^{-1}(u)|\,du",
        r"W_1(P,Q) = \int_0^1 (F_P^{-1}(u)-F_Q^{-1}(u))\,du",
        r"\int_0^1 F_r^{-1}(u)\,du = \frac{1}{\lambda}",
    ]
    assert verdicts(tmp_path, lines) == ["proved", "proved", "refuted", "proved"]


def test_distances_of_written_laws(tmp_path: pathlib.Path) -> None:
    """Laws and point masses may stand as arguments; W_2 of normal laws has its closed form."""
    lines = [
        r"W_1(U[0,1],U[2,3]) = 2",
        r"W_1(\delta_0,\delta_3) = 3",
        r"W_2(\mathcal N(0,1),\mathcal N(3,25))^2 = 25",
        r"W_1(\delta_0,\mathcal N(0,1)) = \sqrt{2/\pi}",
        r"W_2^2(\mathcal N(0,1),\mathcal N(3,25)) = 34",
    ]
    assert verdicts(tmp_path, lines) == ["proved", "proved", "proved", "proved", "refuted"]


def test_another_B_is_no_beta_function(tmp_path: pathlib.Path) -> None:
    """What the text calls a bounded function has no known value at (1, 1), where the beta function has 1."""
    path = tmp_path / "b.md"
    path.write_text("Let $B(x,y)$ be a bounded function.\n\n$$ B(1,1) = 1 \\tag{1} $$\n", encoding="utf-8")
    assert [link.verdict for link in hw3verify.check(path).links] not in (["proved"], ["supported"])
