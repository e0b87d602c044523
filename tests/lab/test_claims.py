"""Verdicts follow from numbers: every kind can confirm and can refute."""

import math
from dataclasses import replace

import pytest
from scipy import stats

from hw3verify.lab.claims import Curve, Kind, Measurement, Outcome, Side, Verdict, bonferroni


def claim(kind: Kind, predicted: float, observed: float, tolerance: float, error: float = 0.0, **more) -> Measurement:
    if kind is Kind.CONVERGENCE:
        more.setdefault("record", "a recorded run")
    return Measurement("V1", "a quantity", kind, predicted, "known", observed, error, tolerance, 1, **more)


def test_an_identity_needs_closeness_and_accuracy() -> None:
    """Equal within the tolerance is confirmed, further away refuted, and close but inaccurately computed
    inconclusive."""
    assert claim(Kind.IDENTITY, 1.0, 1.0 + 1e-11, 1e-10).verdict == "confirmed"
    assert claim(Kind.IDENTITY, 1.0, 1.0 + 2e-10, 1e-10).verdict == "refuted"
    assert claim(Kind.IDENTITY, 1.0, 1.0, 1e-10, error=1e-9).verdict == "inconclusive"


@pytest.mark.parametrize("side", [Side.AT_MOST, Side.AT_LEAST])
def test_a_bound_has_one_side(side: Side) -> None:
    """A bound may be kept by any margin, and broken by no more than the tolerance."""
    sign = 1 if side is Side.AT_MOST else -1
    for past, verdict in ((-100.0, "confirmed"), (0.01, "confirmed"), (0.02, "refuted")):
        assert claim(Kind.BOUND, 3.0, 3.0 + sign * past, 0.015, side=side).verdict == verdict


def test_a_known_bias_is_seen_in_the_numbers() -> None:
    """Near the prediction and away from the naive value is a known bias; at both it is confirmed; elsewhere refuted."""
    biased = claim(Kind.CONVERGENCE, 0.5136, 0.5135, 1e-3, error=1e-4, unbiased=0.5)
    assert biased.verdict is Verdict.KNOWN_BIAS
    assert replace(biased, error=0.01).verdict is Verdict.CONFIRMED  # too coarse to tell the two apart
    assert replace(biased, observed=0.5).verdict is Verdict.REFUTED


@pytest.mark.parametrize("kind", list(Kind))
def test_what_is_not_finite_refutes(kind: Kind) -> None:
    """NaN and infinity are never taken for agreement."""
    side = Side.AT_MOST if kind is Kind.BOUND else Side.EQUAL
    for value in (math.nan, math.inf):
        assert claim(kind, 0.0, value, 1.0, side=side).verdict is Verdict.REFUTED


def test_a_finding_neither_confirms_nor_refutes() -> None:
    """What no theorem predicts is reported."""
    assert claim(Kind.FINDING, 0.0, 7.0, 0.0).verdict is Verdict.REPORTED


def test_a_claim_must_be_complete() -> None:
    """A bound without a side, an identity with one, a limit without its record and a bad tolerance are ValueErrors."""
    for bad in (
        {"kind": Kind.BOUND},
        {"kind": Kind.IDENTITY, "side": Side.AT_MOST},
        {"kind": Kind.CONVERGENCE, "record": ""},
        {"kind": Kind.IDENTITY, "tolerance": math.nan},
        {"kind": Kind.IDENTITY, "tolerance": -1.0},
    ):
        with pytest.raises(ValueError, match=r"^(side|record|tolerance):"):
            claim(**{"predicted": 0.0, "observed": 0.0, "tolerance": 1.0, **bad})


def test_bonferroni_is_the_quantile_of_the_share() -> None:
    """The z of n comparisons leaves the chance divided by n above it (SciPy's survival function agrees)."""
    for n in (1, 40, 10_000):
        assert n * stats.norm.sf(bonferroni(n, 0.01)) == pytest.approx(0.01, rel=1e-9)
    with pytest.raises(ValueError, match="comparisons"):
        bonferroni(0)


def test_curves_have_matching_lengths() -> None:
    """A curve needs as many values as places, and a band an upper end for each."""
    Curve("a", (0.0, 1.0), (0.0, 1.0), "band", (1.0, 2.0))
    for bad in (("a", (0.0,), ()), ("a", (0.0,), (1.0,), "band"), ("a", (), (), "dots")):
        with pytest.raises(ValueError, match=r"^(y|kind):"):
            Curve(*bad)


def test_json_has_verdicts_and_no_infinity() -> None:
    """The JSON of an outcome carries each verdict, and null for what is not finite."""
    outcome = Outcome("V1", "title", ("elbo.gap",), (claim(Kind.IDENTITY, 0.0, math.inf, 1.0),), config={"n": math.inf})
    said = outcome.to_json()
    assert (said["measurements"][0]["verdict"], said["measurements"][0]["observed"]) == ("refuted", None)
    assert said["config"] == {"n": None}
    assert not outcome.holds
