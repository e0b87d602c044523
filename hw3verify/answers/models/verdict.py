"""Verdicts on a person's model: for each function and network that the homework asks for, and that the file has.

The words are those of `hw3verify.answers.verdict`; where something differs, a known mistake is named. Problems of which
the file has nothing are passed over, so that a VAE may be handed in alone. A function that only inherits the mistake of
another one is not blamed for it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np

from hw3verify.answers.agreement import Exhausted, Failed
from hw3verify.answers.confinement import Confined, Limits, Unloadable
from hw3verify.answers.models import bounding, building, drawing
from hw3verify.answers.models.mistakes import REFERENCES, close, named
from hw3verify.answers.verdict import FunctionVerdict

PROGRAM = Path(__file__).with_name("program.py")
LIMITS = Limits(call=20.0, load=60.0, seconds=120.0, cpu=600, memory=8192, file=1, lives=2)
ASKED = (
    ("2", "encoder", "Encoder"), ("2(a)", "decoder", "Decoder"), ("2(b)", "log_normal", "logpdf_diagonal_gaussian"),
    ("2(b)", "log_bernoulli", "logpdf_bernoulli"), ("2(b)", "sample_normal", "sample_diagonal_gaussian"),
    ("2(b)", "sample_bernoulli", "sample_Bernoulli"), ("2(c)", "elbo", "elbo_loss"),
    ("4(a)", "discriminator", "DNet"), ("4(b)", "generator", "GNet"), ("4(d)", "discriminator_loss", "_get_loss_d"),
    ("4(e)", "generator_loss", "_get_loss_g"),
)  # fmt: skip
"""The part, what is looked for, and the homework's name of it."""
SHOWN_ROWS = ((100, 784), (3, 4))
Call = Callable[..., Any]


def model_verdicts(code: bytes, limits: Limits = LIMITS) -> Iterator[FunctionVerdict]:
    """A verdict for each thing that is asked for, as soon as it is known. Nothing that the file does raises here."""
    try:
        with Confined(code, limits, "lists", PROGRAM) as model:
            here = dict(name.split("=", 1) for name in model.names if "=" in name)
            problems = {part[0] for part, kind, _ in ASKED if kind in here}
            for part, kind, name in ASKED:
                if part[0] not in problems:
                    continue
                if kind not in here:
                    yield FunctionVerdict(name, "missing", f"{name} is not there", 0, part)
                    continue
                yield _verdict(model, part, here[kind], _CHECKS[kind])
                if kind == "elbo" and "sample_normal" in here:
                    yield _verdict(model, part, "in the mean", bounding.unbiased)
                if kind in ("discriminator", "generator"):
                    yield _verdict(model, "4(c)", f"{here[kind]} begins", partial(building.start, kind=kind))
    except Unloadable as problem:
        yield FunctionVerdict("the file", "fails", f"it cannot be loaded: {problem}")


def _verdict(model: Confined, part: str, name: str, check: Callable[[Call], str]) -> FunctionVerdict:
    """Run a check, which says what is wrong or nothing; a leading "+" is a remark on what is right."""
    model.restart_clock()

    failures: list[str] = []

    def call(operation: str, *arguments: Any) -> Any:
        try:
            return model.call(operation, arguments)
        except Failed as problem:
            failures.append(str(problem))
            raise

    try:
        said = check(call)
    except (Failed, Exhausted):
        if failures:  # where processes are used up, it is the failures that used them
            return FunctionVerdict(name, "fails", failures[0], model.calls, part)
        return FunctionVerdict(name, "undecided", "time was up", model.calls, part)
    if said and not said.startswith("+"):
        return FunctionVerdict(name, "differs", said, model.calls, part)
    return FunctionVerdict(name, "agrees", said.removeprefix("+") or "with the reference", model.calls, part)


def _density(kind: str) -> Callable[[Call], str]:
    """The check of a density, at the homework's size and at a small one."""

    def check(call: Call) -> str:
        expected = REFERENCES[kind]
        results: list[tuple[Any, tuple[Any, ...], str]] = []
        for rows, width in SHOWN_ROWS:
            inputs = _inputs(kind, rows, width)
            try:
                results.append((call(kind, *inputs), inputs, ""))
            except Failed as problem:
                results.append((None, inputs, str(problem)))
        right = [not error and close(got, expected(*inputs)) for got, inputs, error in results]
        if all(right):
            return ""
        (large, _, large_error), (small, inputs, small_error) = results
        if large_error and small_error:
            raise Failed(large_error)
        if right[0]:
            return f"is right for a batch of 100, not for one of 3{_said(small_error)}: a size is written into it"
        if right[1]:
            if not large_error and not np.isfinite(np.asarray(large, dtype=float)).all():
                return "is infinite for 784 pixels: a product of so many probabilities is 0; add their logarithms"
            return f"is right for a batch of 3, not for 100 rows of 784 numbers{_said(large_error)}"
        got, given = (large, results[0][1]) if small_error else (small, inputs)
        return named(kind, got, given) or _apart(got, expected(*given))

    return check


def _loss(kind: str) -> Callable[[Call], str]:
    """The check of one of the GAN's losses, from logits that are handed in."""

    def check(call: Call) -> str:
        reals, fakes = np.array([1.5, -0.5, 2.0, 0.25]), np.array([-1.0, 0.75, 0.5, -2.5])
        given = (reals, fakes) if kind == "discriminator_loss" else (fakes,)
        got = call(kind, *given)
        expected = REFERENCES[kind](*given)
        return "" if close(got, expected) else named(kind, got, given) or _apart(got, expected)

    return check


def _inputs(kind: str, rows: int, width: int) -> tuple[Any, ...]:
    """Drawn inputs, rounded to what 32-bit floats hold exactly."""
    draw = np.random.default_rng(rows)
    if kind == "log_normal":
        shape = (rows, 2 if rows > 10 else width)
        parts = [draw.normal(size=shape), draw.normal(size=shape), draw.uniform(0.2, 3, shape)]
    else:
        parts = [draw.integers(0, 2, (rows, width)).astype(float), draw.uniform(0.05, 0.95, (rows, width))]
    return tuple(np.round(part * 1024) / 1024 for part in parts)


def _said(error: str) -> str:
    return f" ({error})" if error else ""


def _apart(got: Any, expected: Any) -> str:
    """A value and what was expected, where no mistake is known that gives it."""
    try:
        have, wanted = np.asarray(got, dtype=float), np.asarray(expected, dtype=float)
    except (TypeError, ValueError):
        return "gives no numbers"
    if have.shape != wanted.shape and have.size != wanted.size:
        return f"gives an array of shape {have.shape}, expected {wanted.shape}"
    place = int(np.argmax(~np.isclose(have.ravel(), wanted.ravel(), rtol=1e-4, atol=1e-5)))
    return f"gives {have.ravel()[place]:.6g}, expected {wanted.ravel()[place]:.6g} (entry {place})"


def _network(kind: str) -> Callable[[Call], str]:
    return lambda call: building.network(call, kind)


_CHECKS: dict[str, Callable[[Call], str]] = {
    "log_normal": _density("log_normal"), "log_bernoulli": _density("log_bernoulli"),
    "sample_normal": drawing.normal_sample, "sample_bernoulli": drawing.bernoulli_sample, "elbo": bounding.value,
    "discriminator_loss": _loss("discriminator_loss"), "generator_loss": _loss("generator_loss"),
} | {kind: _network(kind) for kind in building.ARGUMENTS}  # fmt: skip
