"""V9: ascent ends at Bayes' rule, and a wrong slope does not."""

import pytest

torch = pytest.importorskip("torch")

from hw3verify.lab.claims import Run  # noqa: E402
from hw3verify.lab.confirm import best_posterior  # noqa: E402


def test_ascent_ends_at_the_posterior_of_a_table() -> None:
    """p(x, z) = (1/10, 3/10) has posterior (1/4, 3/4) and p(x) = 2/5."""
    log_joint = torch.tensor([[0.1, 0.3]], dtype=torch.float64).log()
    log_q = torch.log(torch.tensor([[0.9, 0.1]], dtype=torch.float64))
    for _ in range(80):
        log_q, _ = best_posterior.ascend(log_joint, log_q, 0.5)
    assert log_q.exp()[0].tolist() == pytest.approx([0.25, 0.75], abs=1e-14)
    assert best_posterior.objective(log_joint, log_q).exp().item() == pytest.approx(0.4, abs=1e-14)


def test_the_experiment_confirms_and_can_fail(monkeypatch) -> None:
    """All rows are confirmed; an ascent without the entropy's slope ends elsewhere and is refuted."""
    config = best_posterior.Config.TINY
    assert {str(m.verdict) for m in best_posterior.run(config, Run()).measurements} == {"confirmed"}

    def wrong(log_joint, log_q, rate):
        value = best_posterior.objective(log_joint, log_q)
        return torch.log_softmax(log_q + rate * (log_joint - log_q / 2), 1), value

    monkeypatch.setattr(best_posterior, "ascend", wrong)
    assert best_posterior.run(config, Run()).measurements[0].verdict == "refuted"
