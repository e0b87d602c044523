"""The references are SciPy's values, and every mistake of the tables can be told from them and from the others."""

import numpy as np
import pytest
from scipy import stats

from hw3verify.answers.models.mistakes import MISTAKES, REFERENCES, close, closed_divergence, named

DRAWN = np.random.default_rng(5)
Z, MEAN = DRAWN.normal(size=(2, 3, 2))
VARIANCE = DRAWN.uniform(0.2, 3, (3, 2))
X, P = DRAWN.integers(0, 2, (3, 4)).astype(float), DRAWN.uniform(0.05, 0.95, (3, 4))
REALS, FAKES = np.array([1.5, -0.5, 2.0]), np.array([-1.0, 0.75, 0.5])
INPUTS = {
    "log_normal": (Z, MEAN, VARIANCE), "log_bernoulli": (X, P), "elbo": (Z, MEAN, VARIANCE, X, P),
    "discriminator_loss": (REALS, FAKES), "generator_loss": (FAKES,),
}  # fmt: skip


def test_references_are_scipys() -> None:
    """Densities by SciPy, the bound from them, losses from logistic probabilities."""
    normal = stats.norm.logpdf(Z, MEAN, np.sqrt(VARIANCE)).sum(1)
    bernoulli = stats.bernoulli.logpmf(X, P).sum(1)
    assert np.allclose(REFERENCES["log_normal"](Z, MEAN, VARIANCE), normal, rtol=1e-12)
    assert np.allclose(REFERENCES["log_bernoulli"](X, P), bernoulli, rtol=1e-12)
    bound = (bernoulli + stats.norm.logpdf(Z).sum(1) - normal).mean()
    assert REFERENCES["elbo"](Z, MEAN, VARIANCE, X, P) == pytest.approx(bound)
    real, fake = stats.logistic.cdf(REALS), stats.logistic.cdf(FAKES)
    both = -np.log(real).mean() - np.log1p(-fake).mean()
    assert REFERENCES["discriminator_loss"](REALS, FAKES) == pytest.approx(both)
    assert REFERENCES["generator_loss"](FAKES) == pytest.approx(-np.log(fake).mean())


@pytest.mark.parametrize(("kind", "said"), [(kind, said) for kind, table in MISTAKES.items() for said in table])
def test_every_mistake_is_told_apart(kind: str, said: str) -> None:
    """The value of a mistake is not the right one, and is named by its own name; the right value by none."""
    inputs = INPUTS[kind]
    with np.errstate(all="ignore"):
        wrong = MISTAKES[kind][said](*inputs)
    assert not close(wrong, REFERENCES[kind](*inputs))
    assert named(kind, wrong, inputs) == said
    assert named(kind, REFERENCES[kind](*inputs), inputs) == ""


def test_the_closed_form_is_no_mistake() -> None:
    """The bound with the divergence in closed form is another number at a given z, and no mistake of the table."""
    value = closed_divergence(*INPUTS["elbo"])
    divergence = 0.5 * (MEAN**2 + VARIANCE - 1 - np.log(VARIANCE)).sum(1)
    assert value == pytest.approx((stats.bernoulli.logpmf(X, P).sum(1) - divergence).mean())
    assert named("elbo", value, INPUTS["elbo"]) == ""


def test_closeness() -> None:
    """Shapes count, but a column is as good as a row and one number as an array of one; texts are close to nothing."""
    assert close([[1.0], [2.0]], [1.0, 2.0]) and close([3.0], 3.0) and close(1.00005, 1.0)
    for got, wanted in (([1.0, 1.0], 1.0), ([1.0], [1.0, 1.0]), (1.001, 1.0), ("1", [1.0, 2.0]), ({"type": "x"}, 1.0)):
        assert not close(got, wanted)
    assert not close(float("nan"), 1.0)
