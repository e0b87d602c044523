"""V8: the best decoder without an encoder, against SciPy's entropies; logarithms of another base are refuted."""

import dataclasses
import math

import pytest
from scipy import stats

torch = pytest.importorskip("torch")
pytest.importorskip("sklearn")

from hw3verify.lab.claims import Run  # noqa: E402
from hw3verify.lab.confirm import no_encoder  # noqa: E402

CONFIG = dataclasses.replace(no_encoder.Config.TINY, seeds=2)


def test_the_greatest_bound_is_minus_the_sum_of_entropies() -> None:
    """Pixels with means 0, 1/4, 1/2 and 1 have entropies 0, log 4 - 3/4 log 3, log 2 and 0."""
    means = torch.tensor([0.0, 0.25, 0.5, 1.0], dtype=torch.float64)
    assert -no_encoder.greatest_bound(means) == pytest.approx(stats.entropy([0.25, 0.75]) + math.log(2), abs=1e-14)


def test_no_logits_pass_the_bound() -> None:
    """Gibbs' inequality: at the mean pixels' own logits the value is the bound, and next to them it is below."""
    means = torch.tensor([0.25, 0.5], dtype=torch.float64)
    best = torch.log(means / (1 - means))
    values = no_encoder.bound_at(torch.stack([best, best + 0.01, best - 0.3]), means)
    assert values[0].item() == pytest.approx(no_encoder.greatest_bound(means), abs=1e-14)
    assert (values[1:] < values[0]).all()


def test_the_experiment_confirms_and_bits_for_nats_are_refuted(monkeypatch) -> None:
    """All rows hold; entropies in bits put the bound too low, where trained decoders pass it."""
    assert [str(m.verdict) for m in no_encoder.run(CONFIG, Run()).measurements] == ["confirmed"] * 3
    right = no_encoder.greatest_bound
    monkeypatch.setattr(no_encoder, "greatest_bound", lambda m: right(m) / math.log(2))
    quick = dataclasses.replace(CONFIG, steps=100)
    assert [str(m.verdict) for m in no_encoder.run(quick, Run()).measurements] == ["refuted"] * 3
