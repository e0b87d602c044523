"""What an experiment says: measurements, whose verdicts follow from their numbers, and figures.

Four kinds of claim, each with a tolerance of its own:

    identity       two values are equal: |observed - predicted| <= tolerance. Without sampling the tolerance is chosen
                   beforehand (rounding, 1e-10; quadrature, what the setting affords), and the numerical error, shown by
                   refining the grid and by widening the box, must be within it too; else nothing is concluded. With
                   sampling it is z standard errors.
    bound          observed <= predicted (or >=, as `side` says), broken by no more than the tolerance: rounding, or z
                   standard errors with z from Bonferroni's inequality over all that is compared
    convergence    a trainer comes near: |observed - predicted| <= tolerance, an engineering limit: three times the
                   largest distance of a recorded run, which `record` names. That a regret is not negative is a bound.
    finding        no theorem predicts it; it is reported with its error and neither confirms nor refutes

Law: the verdict is a function of the numbers (`verdict`), never set by hand; a value that is not finite refutes. A
known bias is one that theory predicts: `unbiased` is the value that one would naively expect; where the observation is
within the tolerance of `predicted` and away from `unbiased` by more than Z standard errors the verdict says so.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Any

Z = 5.0  # standard errors for one comparison among up to ten thousand: 2 * 10^4 * P(N > 5) is below 0.01


class Kind(StrEnum):
    """What sort of claim is compared: see the module."""

    IDENTITY = "identity"
    BOUND = "bound"
    CONVERGENCE = "convergence"
    FINDING = "finding"


class Side(StrEnum):
    """On which side of the prediction a bound keeps the observation; `EQUAL` for claims that are no bounds."""

    EQUAL = "="
    AT_MOST = "<="
    AT_LEAST = ">="


class Verdict(StrEnum):
    """What the numbers say of the claim."""

    CONFIRMED = "confirmed"
    REFUTED = "refuted"
    KNOWN_BIAS = "known bias"
    INCONCLUSIVE = "inconclusive"
    REPORTED = "reported"


@dataclass(frozen=True, slots=True)
class Measurement:
    """One comparison: a prediction, how it is known, what was observed with which error, and what follows.

    `error` is the standard error of a sampled value, else its numerical error; `seeds` is the number of independent
    runs behind `observed` (0 where nothing is random). Raises ValueError for a tolerance that is negative or not
    finite, for a bound without a side, a claim that is no bound with one, and a limit of convergence that names no
    record.
    """

    experiment: str
    quantity: str
    kind: Kind
    predicted: float
    how: str
    observed: float
    error: float
    tolerance: float
    seeds: int = 0
    side: Side = Side.EQUAL
    unbiased: float | None = None
    record: str = ""

    def __post_init__(self) -> None:
        if not (math.isfinite(self.tolerance) and self.tolerance >= 0):
            raise ValueError(f"tolerance: a finite number of at least 0 was expected, not {self.tolerance}")
        if (self.kind is Kind.BOUND) != (self.side is not Side.EQUAL):
            raise ValueError(f"side: a bound has a side and nothing else has; {self.quantity!r} is of kind {self.kind}")
        if self.kind is Kind.CONVERGENCE and not self.record:
            raise ValueError(f"record: the limit of {self.quantity!r} must name the recorded run that it comes from")

    @property
    def verdict(self) -> Verdict:
        """What follows from the numbers."""
        return JUDGES[self.kind](self)

    def to_json(self) -> dict[str, Any]:
        """The fields and the verdict as JSON values; a number that is not finite is null."""
        return {**{k: _plain(v) for k, v in asdict(self).items()}, "verdict": str(self.verdict)}


def judge_identity(m: Measurement) -> Verdict:
    """Equal within the tolerance, and computed at least that well."""
    if not _finite(m) or abs(m.observed - m.predicted) > m.tolerance:
        return Verdict.REFUTED
    return Verdict.CONFIRMED if m.error <= m.tolerance else Verdict.INCONCLUSIVE


def judge_bound(m: Measurement) -> Verdict:
    """Broken by no more than the tolerance."""
    if not _finite(m):
        return Verdict.REFUTED
    broken = m.observed - m.predicted if m.side is Side.AT_MOST else m.predicted - m.observed
    return Verdict.CONFIRMED if broken <= m.tolerance else Verdict.REFUTED


def judge_convergence(m: Measurement) -> Verdict:
    """Within the limit; with an unbiased value, a known bias where the observation keeps away from that."""
    if not _finite(m) or abs(m.observed - m.predicted) > m.tolerance:
        return Verdict.REFUTED
    biased = m.unbiased is not None and abs(m.observed - m.unbiased) > Z * m.error
    return Verdict.KNOWN_BIAS if biased else Verdict.CONFIRMED


def judge_finding(m: Measurement) -> Verdict:
    """Nothing was predicted."""
    return Verdict.REPORTED if math.isfinite(m.observed) else Verdict.REFUTED


JUDGES: dict[Kind, Callable[[Measurement], Verdict]] = {
    Kind.IDENTITY: judge_identity,
    Kind.BOUND: judge_bound,
    Kind.CONVERGENCE: judge_convergence,
    Kind.FINDING: judge_finding,
}


@dataclass(frozen=True, slots=True)
class Curve:
    """What is drawn: a line, points, a band (from `y` up to `upper`), or a reference (the exact answer, dashed)."""

    label: str
    x: tuple[float, ...]
    y: tuple[float, ...]
    kind: str = "line"
    upper: tuple[float, ...] = ()

    def __post_init__(self) -> None:
        if self.kind not in ("line", "points", "band", "reference"):
            raise ValueError(f"kind: line, points, band or reference was expected, not {self.kind!r}")
        if len(self.x) != len(self.y) or len(self.upper) != (len(self.x) if self.kind == "band" else 0):
            raise ValueError(f"y: {self.label!r} needs one value (a band one lower and one upper) for each of x")


@dataclass(frozen=True, slots=True)
class Figure:
    """Curves in one pair of axes; `logarithmic` names the axes ("x", "y", "xy") with a logarithmic scale."""

    title: str
    x_label: str
    y_label: str
    curves: tuple[Curve, ...]
    logarithmic: str = ""


@dataclass(frozen=True, slots=True)
class Outcome:
    """All that one experiment says; `skipped` is the reason where it could not run, `notes` are sentences beside it."""

    experiment: str
    title: str
    theorems: tuple[str, ...]
    measurements: tuple[Measurement, ...] = ()
    figures: tuple[Figure, ...] = ()
    seconds: float = 0.0
    config: dict[str, Any] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    skipped: str = ""

    @property
    def holds(self) -> bool:
        """No measurement is refuted or inconclusive."""
        return not {m.verdict for m in self.measurements} & {Verdict.REFUTED, Verdict.INCONCLUSIVE}

    def to_json(self) -> dict[str, Any]:
        """The outcome as JSON values."""
        said = {"experiment": self.experiment, "title": self.title, "theorems": list(self.theorems)}
        rows = [m.to_json() for m in self.measurements]
        figures = [_plain(asdict(figure)) for figure in self.figures]
        rest = {"seconds": round(self.seconds, 3), "config": _plain(self.config), "notes": list(self.notes)}
        return {**said, "measurements": rows, "figures": figures, **rest, "skipped": self.skipped}


@dataclass(frozen=True, slots=True)
class Run:
    """How an experiment is to run: the number of seeds (None: the config's), the device, the setting's name, a folder
    with MNIST (None: the environment's, or none), and whom to tell the share that is done, from 0 to 1."""

    seeds: int | None = None
    device: str = "cpu"
    setting: str = "small"
    data: Path | None = None
    progress: Callable[[float], None] = lambda _: None


def bonferroni(comparisons: int, chance: float = 0.001) -> float:
    """The z with which `comparisons` normal values all stay below z standard errors but with that chance at most.

    By Bonferroni's inequality P(any above) <= comparisons P(N > z). Raises ValueError for a number below 1.
    """
    if comparisons < 1:
        raise ValueError(f"comparisons: at least 1 was expected, not {comparisons}")
    from statistics import NormalDist

    return NormalDist().inv_cdf(1.0 - chance / comparisons)


def _finite(m: Measurement) -> bool:
    return all(math.isfinite(value) for value in (m.predicted, m.observed, m.error))


def _plain(value: Any) -> Any:
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, dict):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, tuple | list):
        return [_plain(item) for item in value]
    return str(value) if isinstance(value, StrEnum | Path) else value
