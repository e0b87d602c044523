"""V10: closed forms against SciPy's integration, and wrong ones that are refuted."""

import math

import pytest
from scipy import integrate, stats

torch = pytest.importorskip("torch")

from hw3verify.divergences import kl_normal  # noqa: E402
from hw3verify.lab.claims import Run  # noqa: E402
from hw3verify.lab.confirm import closed_divergences  # noqa: E402


def test_the_log_ratio_is_that_of_the_densities() -> None:
    """log q - log p agrees with SciPy's densities, and its mean under q with SciPy's integral."""
    laws = torch.tensor([[0.3, 0.8, -1.0, 1.7]], dtype=torch.float64)
    q, p = stats.norm(0.3, 0.8), stats.norm(-1.0, 1.7)
    found = closed_divergences.log_ratio(torch.tensor([[0.9]], dtype=torch.float64), laws)
    assert found.item() == pytest.approx(q.logpdf(0.9) - p.logpdf(0.9))
    integral = integrate.quad(lambda z: q.pdf(z) * (q.logpdf(z) - p.logpdf(z)), -12, 12)[0]
    assert float(kl_normal(0.3, 0.8, -1.0, 1.7)) == pytest.approx(integral, rel=1e-10)


def test_the_experiment_confirms() -> None:
    """All four rows are confirmed at the smallest setting."""
    said = closed_divergences.run(closed_divergences.Config.TINY, Run()).measurements
    assert [str(m.verdict) for m in said] == ["confirmed"] * 4


def test_a_wrong_closed_form_is_refuted(monkeypatch) -> None:
    """A logarithm of base 2 in the closed form is refuted by quadrature and by sampling."""
    monkeypatch.setattr(closed_divergences, "kl_normal", lambda *laws: kl_normal(*laws) / math.log(2))
    said = closed_divergences.run(closed_divergences.Config.TINY, Run()).measurements
    assert [str(m.verdict) for m in said] == ["refuted", "confirmed", "confirmed", "refuted"]
