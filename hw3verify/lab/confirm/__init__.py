"""The experiments, by identifier: V for variational auto-encoders, G for adversarial networks, R for a finding.

An experiment is one module of this package with

    IDENTIFIER, TITLE       "V4", what it is about
    THEOREMS                the identifiers of `hw3verify.symbolic` whose predictions it compares
    Config                  a frozen dataclass with the class constants SMALL and FULL, and TINY for the test-suite
    run(config, run)        the `Outcome`, for a `Run` (seeds, device, progress)

The registry is data: it names the modules, and `confirm` imports the one that is run. Law: predictions are computed
in the module from closed forms or by quadrature, each with words that say how; none is copied from a run.
"""

from __future__ import annotations

import time
from collections.abc import Iterable
from dataclasses import replace
from importlib import import_module
from types import ModuleType

from hw3verify.lab.claims import Outcome, Run

EXPERIMENTS: dict[str, str] = {
    "V1": "probabilistic_pca",
    "V2": "sampled_training",
    "V3": "bound_gap",
    "V4": "latent_plane",
    "V5": "sheet_network",
    "V6": "importance_weights",
    "V7": "estimators",
    "V8": "no_encoder",
    "V9": "best_posterior",
    "V10": "closed_divergences",
    "G1": "gaussian_discriminator",
    "G2": "best_response",
    "G3": "alternating_game",
    "G4": "shifted_uniforms",
    "G5": "parallel_lines",
    "G6": "penalised_critic",
    "G7": "second_basin",
    "G8": "push_forward",
    "R1": "decoder_ranking",
}
SETTINGS = ("tiny", "small", "full")


def experiment(identifier: str) -> ModuleType:
    """The module of that experiment. Raises ValueError where there is none."""
    if identifier not in EXPERIMENTS:
        raise ValueError(f"only: there is no experiment {identifier!r}; there are {', '.join(EXPERIMENTS)}")
    return import_module(f"hw3verify.lab.confirm.{EXPERIMENTS[identifier]}")


def chosen(only: Iterable[str] = ()) -> tuple[str, ...]:
    """The identifiers asked for, in the registry's order; all where none is. "V" stands for all that begin with V.

    Raises ValueError for one that stands for nothing.
    """
    wanted = [name.strip().upper() for name in only if name.strip()]
    for name in wanted:
        if name not in EXPERIMENTS and not (name.isalpha() and any(e.startswith(name) for e in EXPERIMENTS)):
            raise ValueError(f"only: there is no experiment {name!r}; there are {', '.join(EXPERIMENTS)}")
    return tuple(e for e in EXPERIMENTS if not wanted or e in wanted or e.rstrip("0123456789") in wanted)


def confirm(identifier: str, setting: str = "small", run: Run | None = None) -> Outcome:
    """Run one experiment at a setting (tiny, small or full) and say what it measured, with its seconds.

    Raises ValueError for an experiment or a setting that does not exist, or a number of seeds below 1.
    """
    module = experiment(identifier)
    if setting not in SETTINGS:
        raise ValueError(f"setting: {', '.join(SETTINGS)} were expected, not {setting!r}")
    asked = replace(run or Run(), setting=setting)
    if asked.seeds is not None and asked.seeds < 1:
        raise ValueError(f"seeds: at least 1 was expected, not {asked.seeds}")
    config = getattr(module.Config, setting.upper(), module.Config.SMALL)
    start = time.perf_counter()
    outcome: Outcome = module.run(config, asked)
    return replace(outcome, seconds=time.perf_counter() - start)
