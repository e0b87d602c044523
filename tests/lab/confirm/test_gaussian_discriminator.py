"""G1: a trained discriminator near the best one; a wrong D*, a wrong logarithm and an untrained network are refuted."""

import dataclasses
import math

import pytest
from scipy import integrate, stats

torch = pytest.importorskip("torch")

from hw3verify.lab.claims import Run, Verdict  # noqa: E402
from hw3verify.lab.confirm import gaussian_discriminator  # noqa: E402
from hw3verify.lab.games import value  # noqa: E402
from hw3verify.lab.games.descent import Schedule  # noqa: E402

TINY = Run(setting="tiny")
SHORT = dataclasses.replace(gaussian_discriminator.Config.TINY, schedule=Schedule(5, 0.02), seeds=2)


def test_the_value_is_predicted_by_the_divergence_and_reached():
    """All rows are confirmed, and the prediction is E_p log D* + E_q log(1 - D*), D* = sigmoid(1/2 - x), by SciPy."""
    outcome = gaussian_discriminator.run(gaussian_discriminator.Config.TINY, TINY)
    assert {m.verdict for m in outcome.measurements} == {Verdict.CONFIRMED}

    def integrand(x):
        return -stats.norm.pdf(x) * math.log1p(math.exp(x - 0.5)) - stats.norm.pdf(x, 1) * math.log1p(math.exp(0.5 - x))

    expected = integrate.quad(integrand, -15, 16, epsabs=1e-13, limit=200)[0]
    assert outcome.measurements[0].predicted == pytest.approx(expected, abs=1e-10)
    assert {figure.title for figure in outcome.figures} == {"D against D*", "Value against -log 4 + 2 JSD"}


def test_a_wrong_best_discriminator_is_refuted(monkeypatch):
    """With q / (p + q) in the place of p / (p + q) neither V(D*) nor the identity of the regret holds."""
    right = value.best
    monkeypatch.setattr(value, "best", lambda pair: right(pair)[::-1])
    rows = gaussian_discriminator.run(SHORT, TINY).measurements
    assert [rows[0].verdict, rows[2].verdict] == [Verdict.REFUTED] * 2


def test_a_logarithm_to_base_two_is_refuted(monkeypatch):
    """V(D) in bits is not V(D): the value of D* and the sampled value are off."""
    right = value.best_value
    monkeypatch.setattr(value, "best_value", lambda pair: right(pair) / math.log(2))
    rows = gaussian_discriminator.run(SHORT, TINY).measurements
    assert [rows[0].verdict, rows[2].verdict] == [Verdict.REFUTED] * 2


def test_a_network_that_did_not_train_is_refuted():
    """After five steps regret and distance are beyond their limits, and what holds of any D still does."""
    rows = gaussian_discriminator.run(SHORT, TINY).measurements
    assert [str(m.verdict) for m in rows] == ["confirmed"] * 3 + ["refuted"] * 2 + ["confirmed"]
