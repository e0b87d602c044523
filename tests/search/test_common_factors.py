"""A factor that all terms of an inequality have is taken off first, where its sign is known."""

import pytest

import hw3verify


@pytest.mark.parametrize(
    ("given", "line", "expected"),
    [
        (r"\beta\ge 1", r"\beta KL(q(z)\|p(z)) \ge KL(q(z)\|p(z))", "proved"),
        (r"\beta\ge 1", r"-(\beta-1)KL(q(z)\|p(z)) \le 0", "proved"),
        (r"\beta>0", r"\beta KL(q(z)\|p(z)) \ge KL(q(z)\|p(z))", "refuted"),  # beta may be 1/2
        (r"0<\gamma<1", r"(1-\gamma)KL(q(z)\|p(z)) \ge 0", "proved"),
        (r"0<\gamma<2", r"(1-\gamma)KL(q(z)\|p(z)) \ge 0", "refuted"),
    ],
)
def test_weights_whose_sign_is_stated(given: str, line: str, expected: str) -> None:
    """A divergence is never negative; times beta - 1 it is so for beta >= 1, and not for all beta > 0."""
    text = f"Given ${given}$.\n\n$${line} \\tag{{1}}$$\n"
    assert hw3verify.check(text).links[-1].verdict == expected
