"""Names that outlive what they rest on: a definition by f is over where f is said anew; what an H stands for."""

import pathlib

import hw3verify

CONJUGATES = r"""
(a) Let $f(t)=t\log t$.

$$f^*(u) = \sup_{t>0}(ut-f(t)) \tag{1}$$
$$f^*(u) = e^{u-1} \tag{2}$$
$$f^*(u) = e^{u} \tag{3}$$

(b) Let $f(t)=(t-1)^2$.

$$f^*(u) = u+\frac{u^2}{4} \tag{4}$$
"""
DISTANCE = r"""
$$\int p(x)\,dx = \int q(x)\,dx \tag{0}$$
$$\mathrm{TV}(p,q) \ge H^2(p,q) \tag{1}$$
$$\mathrm{TV}(p,q) \le \sqrt{2}\,H(p,q) \tag{2}$$
$$\mathrm{TV}(p,q) \le \tfrac{1}{4}H(p,q) \tag{3}$$
"""
BOTH = DISTANCE + r"$$H(p(x)) \ge H(p(x)) - KL(p\|q) \tag{4}$$" + "\n"
RANGES = r"""
(a) Let $X$ be a positive random variable, with density $p(x)$.

$$E[X^3] \ge E[X]^3 \tag{1}$$
$$E_{p(x)}[1/x] \le 1/E_{p(x)}[x] \tag{2}$$

(b) Here $x$ is any number again.

$$\int p(x)\,x^3\,dx \ge \left(\int p(x)\,x\,dx\right)^3 \tag{3}$$
"""


def verdicts(folder: pathlib.Path, text: str) -> dict[str, str]:
    """What is said of each display."""
    file = folder / "text.md"
    file.write_text(text)
    return {link.equation: link.verdict for link in hw3verify.check(file).links}


def test_a_conjugate_of_another_f(tmp_path: pathlib.Path) -> None:
    """f^* of (t - 1)^2 is u + u^2/4 (for u >= -2): the e^{u-1} of the f before refutes nothing there."""
    found = verdicts(tmp_path, CONJUGATES)
    assert found["2"] == "proved" and found["3"] == "refuted"
    assert found["4"] not in ("refuted", "supported")


def test_a_square_tells_what_the_letter_is(tmp_path: pathlib.Path) -> None:
    """Beside H^2(p, q), H(p, q) is Hellinger's distance: TV <= root(2) H is a theorem, TV <= H/4 is false."""
    assert verdicts(tmp_path, DISTANCE) == {"0": "proved", "1": "proved", "2": "proved", "3": "refuted"}


def test_two_meanings_are_none(tmp_path: pathlib.Path) -> None:
    """Where H(p) is an entropy in the same text, nothing is said of H(p, q)."""
    found = verdicts(tmp_path, BOTH)
    assert found["2"] == found["3"] == "undecided"


def test_a_range_ends_with_its_part(tmp_path: pathlib.Path) -> None:
    """(1) holds and (2) fails for X > 0; in (b) x may be negative, where -1, 0, 1 with weights refute (3)."""
    found = verdicts(tmp_path, RANGES)
    assert found["1"] == "proved" and found["2"] not in ("proved", "supported")
    assert found["3"] not in ("proved", "supported")


HINGE = r"""
(a) Let $0<D(x)<1$.

$$\max_D\{E_{p(x)}[\log D(x)]+E_{q(x)}[\log(1-D(x))]\} \le 0 \tag{1}$$

(b) For the hinge loss.

$$\max_D\left\{E_{p(x)}[\min(0,-1+D(x))]+E_{q(x)}[\min(0,-1-D(x))]\right\} = -2+2\mathrm{TV}(p,q) \tag{2}$$
$$\min_D\left\{E_{p(x)}[(D(x)-2)^2]+E_{q(x)}[(D(x)+2)^2]\right\} = 16\int\frac{p(x)q(x)}{p(x)+q(x)}\,dx \tag{3}$$
"""


def test_a_range_of_a_bound_function_ends_with_its_part(tmp_path: pathlib.Path) -> None:
    """(2) is true of all D, false of those with values in (0, 1), which only (a) speaks of: it is not refuted. (3) has
    its minimum at 2(p - q)/(p + q), which is not between 0 and 1."""
    found = verdicts(tmp_path, HINGE)
    assert found["1"] == "proved" and found["2"] != "refuted" and found["3"] == "proved"
