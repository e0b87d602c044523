"""What a bare density stands for is said by its own part: by its displays, else by what is stated there."""

import hw3verify

TEXT = r"""(a) Let $a>0$, $b>0$, $p(x)=ae^{-ax}$ and $q(x)=be^{-bx}$ for $x\ge 0$.

$$KL(p\|q) = \log\frac ab+\frac ba-1 \tag{1}$$

$$KL(p\|q) = \log\frac ab+\frac ab-1 \tag{2}$$

(b) Let $a>0$, $b>0$, $P(k)=\frac{a^ke^{-a}}{k!}$ and $Q(k)=\frac{b^ke^{-b}}{k!}$ for $k=0,1,2,\dots$.

$$KL(P\|Q) = \sum_{k=0}^\infty P(k)\left[k\log\frac ab+b-a\right] \tag{3}$$

$$KL(P\|Q) = a\log\frac ab+b-a \tag{4}$$

$$KL(P\|Q) = b\log\frac ab+b-a \tag{5}$$
"""


def test_each_part_has_its_own_densities() -> None:
    """The divergences of exponential and of Poisson laws, each with a false neighbour, under letters of both cases."""
    said = [link.verdict for link in hw3verify.check(TEXT).links]
    assert said == ["proved", "refuted", "proved", "proved", "refuted"]
