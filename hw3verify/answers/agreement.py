"""Do two functions agree? The smallest input that Hypothesis finds on which they do not.

Two numbers agree when they are equal, when both are NaN, or when they are finite and

    |got - expected| <= absolute + relative * |expected|.

Infinities agree with themselves only. Sequences, arrays and tuples agree entry by entry, whatever their type is, and a
single number agrees with an array of shape () and with a sequence of one entry. A boolean, None, text or a complex
number agrees with nothing.

Inputs are the given examples, in their order, then what the strategy draws; what fails there is shrunk. Draws are the
same every time. What is not found is not proved: that no input was found says how many were tried, nothing more.
"""

from __future__ import annotations

import copy
import math
import numbers
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

LONGEST = 400  # characters of a value that are shown
MOST_NUMBERS = 100_000  # of one result


@dataclass(frozen=True, slots=True)
class Tolerance:
    """How far two finite numbers may be apart: absolute + relative * |expected|. Both are finite and not negative."""

    relative: float = 1e-9
    absolute: float = 1e-12

    def __post_init__(self) -> None:
        for name in ("relative", "absolute"):
            value = getattr(self, name)
            if not (isinstance(value, int | float) and math.isfinite(value) and value >= 0):
                raise ValueError(f"{name}: expected a finite number that is not negative, got {value!r}")

    def allows(self, got: float, expected: float) -> bool:
        """Do these two numbers agree?"""
        if math.isnan(expected) or math.isnan(got):
            return math.isnan(expected) and math.isnan(got)
        if math.isinf(expected) or math.isinf(got):
            return got == expected
        return abs(got - expected) <= self.absolute + self.relative * abs(expected)


@dataclass(frozen=True, slots=True)
class Disagreement:
    """An input on which two functions differ. `error` says what happened where there is no value `got`."""

    arguments: tuple[Any, ...]
    keywords: tuple[tuple[str, Any], ...]
    expected: Any
    got: Any = None
    error: str = ""

    def call(self, name: str) -> str:
        """The call with this input, as Python."""
        words = [shown(a) for a in self.arguments] + [f"{key}={shown(a)}" for key, a in self.keywords]
        return f"{name}({', '.join(words)})"

    def said(self, name: str) -> str:
        """The call, what came out and what was expected, in one sentence."""
        came = self.error or f"gives {shown(self.got)}"
        return f"{self.call(name)} {came}, expected {shown(self.expected)}"


class Failed(Exception):
    """The function gave no value; the message is what is said of that ("raises ValueError: ...")."""


class Exhausted(Exception):
    """The function cannot be called any more; inputs from now on show nothing."""


def agree(got: Any, expected: Any, tolerance: Tolerance) -> bool:
    """Do the two values agree? TypeError where `expected` is not made of numbers."""
    wanted = _numbers(expected)
    if wanted is None:
        raise TypeError(f"expected: numbers or sequences of numbers, got {shown(expected)}")
    have = _numbers(got)
    return have is not None and _alike(have, wanted, tolerance)


def disagreement(
    function: Callable[..., Any],
    reference: Callable[..., Any],
    strategy: Any,
    tolerance: Tolerance,
    examples: Iterable[Any] = (),
    tries: int = 300,
) -> Disagreement | None:
    """The smallest input found on which the function differs from the reference, or None.

    The strategy draws a tuple (positional arguments), a dictionary with strings as keys (keywords), or anything else
    (the only argument); so do `examples`. An exception of the function is a disagreement but for `Exhausted`, which
    makes the search end; one of the reference is raised. Each function gets a copy of its input.
    """
    from hypothesis import HealthCheck, Phase, find, settings
    from hypothesis.errors import Flaky, NoSuchExample

    def differs(drawn: Any) -> Disagreement | None:
        return _compared(function, reference, drawn, tolerance)

    for example in examples:
        found = differs(example)
        if found is not None:
            return found
    seen: dict[str, Disagreement] = {}  # a failing input is not tried again: it may cost a process

    def fails(drawn: Any) -> bool:
        found = seen.get(repr(drawn)) or differs(drawn)
        if found is not None:
            seen[repr(drawn)] = found
        return found is not None

    steady = settings(
        max_examples=tries,
        derandomize=True,
        database=None,
        deadline=None,
        suppress_health_check=list(HealthCheck),
        phases=(Phase.generate, Phase.shrink),
    )
    try:
        smallest = find(strategy, fails, settings=steady)
    except NoSuchExample:
        return None
    except Flaky:  # the function does not give the same every time: the last input that failed is as good as any
        return next(reversed(seen.values()))
    return seen[repr(smallest)]


def shown(value: Any) -> str:
    """The value as Python, on one line, cut where it is long; arrays and their numbers as lists and numbers."""
    try:
        value = value.tolist() if hasattr(value, "tolist") else value
        text = " ".join(repr(value).split())
    except Exception as problem:  # noqa: BLE001 (a student's object may do anything here)
        text = f"<{type(value).__name__} whose repr raises {type(problem).__name__}>"
    text = "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in text[: LONGEST * 2])
    return text if len(text) <= LONGEST else text[:LONGEST] + " ..."


def _compared(
    function: Callable[..., Any], reference: Callable[..., Any], drawn: Any, tolerance: Tolerance
) -> Disagreement | None:
    arguments, keywords = _call(drawn)
    args, kwargs = copy.deepcopy((arguments, keywords))
    expected = reference(*args, **kwargs)
    args, kwargs = copy.deepcopy((arguments, keywords))
    pairs = tuple(keywords.items())
    try:
        got = function(*args, **kwargs)
        same = agree(got, expected, tolerance)
    except Exhausted:
        return None
    except Failed as problem:
        return Disagreement(arguments, pairs, expected, error=str(problem))
    except Exception as problem:  # noqa: BLE001 (whatever a student's function raises is said)
        said = f"raises {type(problem).__name__}: {problem}".rstrip(": ")
        return Disagreement(arguments, pairs, expected, error=said[:LONGEST])
    return None if same else Disagreement(arguments, pairs, expected, got)


def _call(drawn: Any) -> tuple[tuple[Any, ...], dict[str, Any]]:
    if isinstance(drawn, tuple):
        return drawn, {}
    if isinstance(drawn, dict) and all(isinstance(key, str) for key in drawn):
        return (), drawn
    return (drawn,), {}


def _numbers(value: Any) -> Any:
    """The value as a number or nested lists of numbers; None where it is anything else, or too large."""
    room = [MOST_NUMBERS]

    def plain(item: Any, depth: int) -> Any:
        room[0] -= 1
        if room[0] < 0 or depth > 8 or isinstance(item, bool | str | bytes):
            return None
        if isinstance(item, numbers.Real):
            return _float(item)
        if hasattr(item, "tolist"):  # an array of numpy or torch, or a number of theirs
            item = item.tolist()
            return plain(item, depth + 1)
        if isinstance(item, list | tuple):
            parts = [plain(each, depth + 1) for each in item]
            return None if any(part is None for part in parts) else parts
        return None

    return plain(value, 0)


def _float(value: Any) -> float:
    try:
        return float(value)
    except OverflowError:
        return math.inf if value > 0 else -math.inf


def _alike(got: Any, expected: Any, tolerance: Tolerance) -> bool:
    if isinstance(expected, float):
        while isinstance(got, list) and len(got) == 1:
            got = got[0]
        return isinstance(got, float) and tolerance.allows(got, expected)
    if not isinstance(got, list) or len(got) != len(expected):
        return False
    return all(_alike(a, b, tolerance) for a, b in zip(got, expected, strict=True))
