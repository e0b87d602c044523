"""Ensembles go down their own losses."""

import pytest

torch = pytest.importorskip("torch")

from hw3verify.lab.games.descent import Schedule, train  # noqa: E402


def test_members_do_not_see_each_other():
    """Three parabolas with their own places of the minimum end there, each as torch's Adam alone does."""
    places = torch.tensor([[1.0], [-2.0], [0.5]], dtype=torch.float64)
    schedule, shares = Schedule(300, 0.05), []
    ends = train({"x": torch.zeros(3, 1, dtype=torch.float64)}, lambda p: (p["x"] - places).square().sum(1), schedule,
                 shares.append)["x"]  # fmt: skip
    for place, end in zip(places, ends, strict=True):
        x = torch.zeros(1, dtype=torch.float64, requires_grad=True)
        adam = torch.optim.Adam([x], betas=(0.9, 0.99))
        for step in range(300):
            adam.param_groups[0]["lr"] = schedule.adam(step).rate
            adam.zero_grad()
            (x - place).square().sum().backward()
            adam.step()
        assert float(end) == pytest.approx(float(x.detach()), abs=1e-10)
        assert float(end) == pytest.approx(float(place), abs=1e-2)
    assert shares[-1] == 1.0


def test_the_rate_falls_along_half_a_cosine():
    """At the beginning the rate is whole, in the middle half, and a rate that is not positive is refused."""
    schedule = Schedule(100, 0.02)
    assert schedule.adam(0).rate == pytest.approx(0.02)
    assert schedule.adam(50).rate == pytest.approx(0.01)
    with pytest.raises(ValueError, match="rate"):
        Schedule(10, 0.0).adam(0)
