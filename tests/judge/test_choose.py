"""Readings: the cheapest that makes the chain true, and never one that changes what is written."""

import pytest

import hw3verify


@pytest.mark.parametrize(
    ("claim", "said"),
    [
        (r"\log a+b=\log(a)+b", "proved"),
        (r"\int p(x)f(x)+q(x)g(x)dx=\int p(x)f(x)dx+\int q(x)g(x)dx", "proved"),
        (r"-\sum_z p(z)\log p(z)+q(z)\log q(z)=H(p)-\sum_z q(z)\log q(z)", "proved"),
        (r"E_p[f(x)]-g(a)=E_p[f(x)-g(a)]", "proved"),
        (r"E_p[f(x)]-g(a)=E_p[f(x)+g(a)]", "refuted"),
        (r"\log(a+b)=\log a+\log b", "refuted"),
    ],
)
def test_readings(claim: str, said: str) -> None:
    """Scopes may be read either way; signs and brackets that match may not."""
    assert [link.verdict for link in hw3verify.check(f"$${claim} \\tag{{1}}$$\n").links] == [said]
