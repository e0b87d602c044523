"""G2: against D* the generator ends at the data's law, and a wrong D* or a wrong gradient is refuted."""

import math

import pytest

torch = pytest.importorskip("torch")

from hw3verify.divergences import Normal, js  # noqa: E402
from hw3verify.lab.claims import Run, Verdict  # noqa: E402
from hw3verify.lab.confirm import best_response  # noqa: E402
from hw3verify.lab.games import value  # noqa: E402

TINY = best_response.Config.TINY


def test_the_descent_ends_at_the_datas_law():
    """All rows are confirmed: -log 4 at a = 0, b = 1."""
    assert {m.verdict for m in best_response.run(TINY, Run()).measurements} == {Verdict.CONFIRMED}


def test_the_cost_is_twice_the_divergence():
    """C(a, b) = 2 JSD(N(0, 1), N(a, b^2)) - log 4 with JSD by adaptive quadrature."""
    numbers = torch.tensor([[0.7, math.log(1.6)], [-1.5, math.log(0.6)]], dtype=torch.float64)
    expected = [2 * float(js(Normal(0, 1), Normal(a, b))) - math.log(4) for a, b in ((0.7, 1.6), (-1.5, 0.6))]
    assert best_response.cost(numbers).tolist() == pytest.approx(expected, abs=1e-9)


def test_planted_mistakes_are_refuted(monkeypatch):
    """A D* that forgets log b misses the minimum; a logarithm to base two misses its value."""
    right = best_response.best_logit
    with monkeypatch.context() as planted:
        planted.setattr(best_response, "best_logit", lambda numbers, x: right(numbers, x) - numbers[:, 1:] + 0.1)
        rows = best_response.run(TINY, Run()).measurements
        assert rows[5].verdict == Verdict.REFUTED
    whole = value.best_value
    monkeypatch.setattr(value, "best_value", lambda pair: whole(pair) / math.log(2))
    assert best_response.run(TINY, Run()).measurements[0].verdict == Verdict.REFUTED
