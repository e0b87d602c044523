"""Limits by the parameters of laws, unions and intersections of events: what they say, by closed forms."""

import pathlib

import pytest

import hw3verify

LIMITS = r"""
$$\lim_{\sigma\to0}KL(\mathcal{N}(0,\sigma^2)\|\mathcal{N}(0,1)) = \infty \tag{1}$$
$$\lim_{\sigma\to0}KL(\mathcal{N}(0,\sigma^2)\|\mathcal{N}(0,1)) = 0 \tag{2}$$
$$\lim_{\epsilon\to0}\frac{KL(\mathcal{N}(\epsilon,1)\|\mathcal{N}(0,1))}{\epsilon^2} = \frac12 \tag{3}$$
$$\lim_{\epsilon\to0}\frac{KL(\mathcal{N}(0,(1+\epsilon)^2)\|\mathcal{N}(0,1))}{\epsilon^2} = \frac12 \tag{4}$$
$$\lim_{\lambda\to1}KL(\mathrm{Exp}(\lambda)\|\mathrm{Exp}(1)) = 0 \tag{5}$$
"""
EVENTS = r"""
Let $A$ and $B$ be events.

$$P(A\cup B) = P(A)+P(B)-P(A\cap B) \tag{1}$$
$$P(A\cup B) = P(A)+P(B) \tag{2}$$
$$P((A ∪ B)^c) = P(A^c ∩ B^c) \tag{3}$$
$$P(A\cap B) \ge P(A)+P(B)-1 \tag{4}$$
$$P(A\mid B) = \frac{P(B\mid A)P(A)}{P(B)} \tag{5}$$
$$P(A\mid B) = P(B\mid A) \tag{6}$$
$$|P(A)-Q(A)| \le \mathrm{TV}(P,Q) \tag{7}$$
$$P(A\setminus B) = P(A)-P(B) \tag{8}$$
$$P(A\cup B\cap A) \ge P(A) \tag{9}$$
"""


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # KL(N(m, s^2) || N(0, 1)) = (s^2 + m^2 - 1)/2 - log s: about s^2 - (1 - s^2)/2 ... at s = 1 + e it is e^2
        (LIMITS, {"1": "proved", "2": "refuted", "3": "proved", "4": "refuted", "5": "proved"}),
        # two disjoint events of mass 1/2 and the rules of Boole, De Morgan, Bonferroni and Bayes
        (
            EVENTS,
            dict.fromkeys("13457", "proved") | dict.fromkeys("268", "refuted") | {"9": "unreadable"},
        ),
    ],
)
def test_verdicts(tmp_path: pathlib.Path, text: str, expected: dict[str, str]) -> None:
    """The limits of (s^2 + m^2 - 1)/2 - log s and of a - 1 - log a; the algebra of events."""
    file = tmp_path / "text.md"
    file.write_text(text)
    assert {link.equation: link.verdict for link in hw3verify.check(file).links} == expected
