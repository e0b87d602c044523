"""Tail probabilities of variables without a law: the inequalities of Markov, Chebyshev and Chernoff."""

import pathlib

import hw3verify

TEXT = r"""
(a) Let $t>0$ and let $T\ge 0$ be a random variable.

$$\Pr(T\ge t) \le \frac{E[T]}{t} \tag{1}$$
$$\Pr(T> t) \le \frac{E[T^2]}{t^2} \tag{2}$$
$$E[T\mathbf{1}\{T\ge t\}] \ge t\Pr(T\ge t) \tag{3}$$
$$\Pr(T\ge t) \le \frac{E[T]}{t^2} \tag{4}$$

(b) Let $t>0$, and let $X$ be a random variable with mean $\mu$ and variance $\sigma^2$.

$$\Pr(|X-\mu|\ge t) \le \frac{\sigma^2}{t^2} \tag{5}$$
$$\Pr(|X-\mu|\ge t) \le \frac{\sigma}{t^2} \tag{6}$$

(c) Let $s>0$, and let $X$ be a random variable.

$$\Pr(X\ge t) \le e^{-st}E[e^{sX}] \tag{7}$$
$$\Pr(|X-E[X]|\ge s) \le \frac{\mathrm{Var}(X)}{s} \tag{8}$$
"""


def test_tail_bounds(tmp_path: pathlib.Path) -> None:
    """Markov (1-3), Chebyshev (5) and Chernoff (7) are theorems; T = 3 with t = 2 breaks (4) (1 <= 3/4), and
    (6) and (8) fail for X = -4, 4 with t = s = 4 and for smaller deviations."""
    file = tmp_path / "tails.md"
    file.write_text(TEXT)
    found = {link.equation: link.verdict for link in hw3verify.check(file).links}
    assert [found[k] for k in "12357"] == ["proved"] * 5
    assert found["6"] == found["8"] == "refuted"
    assert found["4"] not in ("proved", "supported")
