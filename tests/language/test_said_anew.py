"""What an earlier part said of a name holds no longer where it is said anew."""

import pathlib

import hw3verify

TEXT = r"""## 1 Uniform laws

(a) Let $P=U[0,1]$ and $Q=U[\theta,1+\theta]$ with $0<\theta<1$.

$$TV(P,Q) = \theta \tag{1}$$

(b) Let $P=U[0,1]$ and $Q=U[\theta,1+\theta]$ with $\theta\ge 1$.

$$TV(P,Q) = 1 \tag{2}$$
$$TV(P,Q) = \theta \tag{3}$$

(c) Let $p(x)=\mathcal{N}(m,1)$.

$$E_{p(x)}[x] = m \tag{4}$$
$$E_{p(x)}[x] = \frac12 \tag{5}$$
"""


def test_later_parts_state_laws_and_ranges_anew(tmp_path: pathlib.Path) -> None:
    """In (b) theta is not below 1 any more, and in (c) p is normal, not uniform as P was."""
    file = tmp_path / "anew.md"
    file.write_text(TEXT)
    verdicts = {link.equation: link.verdict for link in hw3verify.check(file).links}
    assert verdicts == {"1": "proved", "2": "proved", "3": "refuted", "4": "proved", "5": "refuted"}
