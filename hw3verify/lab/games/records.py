"""Recorded runs: how far trained players were from what theory says, and the limits that follow.

That a trainer comes near an optimum is no theorem: the limit is three times the largest distance of a recorded run, and
a measurement names that run. A record is the largest distance over the seeds of that run at one setting; the setting
"full" trains as "small" does, with more seeds. `distances` reads them off an outcome:

    distances(confirm("G1", "small", Run(seeds=64)))        # {"G1 distance": 0.0024..., "G1 regret": ...}

A limit that is not recorded is infinitely strict: 0.
"""

from __future__ import annotations

from hw3verify.lab.claims import Kind, Measurement, Outcome

FACTOR = 3.0
RUNS = {"tiny": "64 seeds, 2026-11-23, CPU, torch 2.13", "small": "16 seeds, 2026-11-23, CPU, torch 2.13"}
PLACE = "hw3verify/lab/games/records.py, "

LARGEST: dict[str, dict[str, float]] = {
    "tiny": {
        "G1 distance": 0.0035,
        "G1 regret": 0.00014,
        "G3 a": 0.049,
        "G3 b": 0.014,
        "G3 cost": 0.00064,
        "G3 drift": 0.0026,
        "G4 t=0": 1.5e-06,
        "G4 t=0.5": 0.016,
        "G4 t=1": 0.0089,
        "G4 t=1.5": 0.00017,
        "G5 JSD": 0.019,
        "G5 W1": 0.0023,
        "G5 flat": 0.014,
        "G5 other": 0.011,
        "G5 saturating": 0.011,
        "G5 steep": 0.0038,
        "G6 t=0.5 w=10": 0.00039,
        "G6 t=1 w=10": 0.0011,
        "G7 t=0.5": 0.00028,
        "G7 t=1": 0.00077,
    },
    "small": {
        "G1 distance": 0.0023,
        "G1 regret": 4.7e-05,
        "G3 a": 0.056,
        "G3 b": 0.0044,
        "G3 cost": 0.00079,
        "G3 drift": 0.0018,
        "G4 t=0": 1.4e-07,
        "G4 t=0.25": 0.0048,
        "G4 t=0.5": 0.0055,
        "G4 t=0.75": 0.0061,
        "G4 t=1": 0.0035,
        "G4 t=1.5": 2.4e-05,
        "G5 JSD": 0.0072,
        "G5 W1": 0.0025,
        "G5 flat": 0.0034,
        "G5 other": 0.005,
        "G5 saturating": 0.005,
        "G5 steep": 0.00094,
        "G6 t=0.5 w=10": 0.00034,
        "G6 t=0.5 w=100": 0.00043,
        "G6 t=1 w=10": 0.00056,
        "G6 t=1 w=100": 0.00046,
        "G7 t=0.5": 0.0004,
        "G7 t=1": 0.0005,
    },
}


def limit(name: str, setting: str) -> float:
    """Three times the recorded distance; 0 where none is recorded."""
    return FACTOR * LARGEST.get(_recorded(setting), {}).get(name, 0.0)


def near(
    name: str, quantity: str, predicted: float, how: str, observed: float, *, setting: str, seeds: int,
    error: float = 0.0, unbiased: float | None = None,
) -> Measurement:
    """The claim that a trainer comes near a value, under the limit recorded as `name` ("G1 regret")."""
    experiment = name.partition(" ")[0]
    record = f"{FACTOR:g} times the largest distance of {RUNS[_recorded(setting)]}: {PLACE}{name}"
    return Measurement(experiment, quantity, Kind.CONVERGENCE, predicted, how, observed, error, limit(name, setting),
                       seeds, unbiased=unbiased, record=record)  # fmt: skip


def _recorded(setting: str) -> str:
    return "small" if setting == "full" else setting


def distances(outcome: Outcome) -> dict[str, float]:
    """The largest distance from the prediction of each recorded name, for a record."""
    found: dict[str, float] = {}
    for row in outcome.measurements:
        if PLACE in row.record:
            name = row.record.partition(PLACE)[2]
            found[name] = max(found.get(name, 0.0), abs(row.observed - row.predicted))
    return found
