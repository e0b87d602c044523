"""Compiled loops for large numpy arrays: the optional extra `fast` (numba), used where it is installed and pays.

Loops stand in `loops` as plain Python, which is never run as such but in tests: numba compiles them when they are first
asked for and keeps the result on disk. Without numba the callers go through numpy in pieces, to the same digits up to
one unit of the last place.

Importing numba takes some half a second and compiling a loop a few (once for each machine), so numba is brought in
when 2^20 numbers have gone through calls of at least 2^10 that would have used it, in one call or in many; where it is
loaded already, such calls use it at once. HW3VERIFY_FAST=0 in the environment leaves it out."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from functools import cache
from importlib import import_module
from typing import Any

IMPORTS = 2**20
"""How many numbers are worth loading numba."""

WORTH = 2**10
"""Numbers in a call that is worth leaving numpy, once numba is loaded."""

_seen = 0

_HOMES = {
    "crossed": "pairs",
    "merged": "merging",
    "relative_entropies": "tables",
    "jensen_shannons": "tables",
    "crossed_relative": "tables",
    "crossed_jensen": "tables",
    "normal_laws": "normals",
}


def kernel(name: str, size: int) -> Callable[..., Any] | None:
    """The compiled loop of this name for a call that looks at this many numbers, or None: go through numpy."""
    global _seen
    if size < WORTH:
        return None
    _seen += size
    if _seen < IMPORTS and "numba" not in sys.modules:
        return None
    return _compiled(name)


@cache
def _numba() -> Any:
    """The module numba, with what loops are written in made known to it; None if there is none."""
    if os.environ.get("HW3VERIFY_FAST") == "0":
        return None
    try:
        numba = import_module("numba")
        extending = import_module("numba.extending")
        _teach(numba, extending)
    except (ImportError, AttributeError):  # absent, or too old for this Python or numpy
        return None
    return numba


@cache
def _compiled(name: str) -> Callable[..., Any] | None:
    numba = _numba()
    if numba is None:
        return None
    home = _home(_HOMES[name])
    options = {"nogil": True, "error_model": "numpy"}
    try:
        function: Callable[..., Any] = numba.njit(cache=True, **options)(getattr(home, name))
    except RuntimeError:  # nowhere to keep it
        function = numba.njit(**options)(getattr(home, name))
    return function


@cache
def _home(name: str) -> Any:
    """A module of loops, whose helpers are made known to numba."""
    home = import_module(f"{__package__}.loops.{name}")
    for helper in home.HELPERS:
        _known(helper)
    for helper in getattr(home, "REGROUPED", ()):
        _known(helper, fastmath={"reassoc"})
    return home


def _known(helper: Callable[..., Any], **options: Any) -> None:
    import_module("numba.extending").register_jitable(**{"error_model": "numpy", **options})(helper)


def _teach(numba: Any, extending: Any) -> None:
    """One rounding for a * b + c, where loops ask for it."""
    from hw3verify.divergences.loops import arithmetic

    ir = import_module("llvmlite.ir")

    def fused(_: Any, a: Any, b: Any, c: Any) -> Any:  # noqa: ARG001
        real = numba.types.float64

        def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:  # noqa: ARG001
            kind = ir.DoubleType()
            function = builder.module.declare_intrinsic("llvm.fma", [kind], ir.FunctionType(kind, [kind] * 3))
            return builder.call(function, arguments)

        return real(real, real, real), generate

    intrinsic = extending.intrinsic(fused)

    def overloaded(a: Any, b: Any, c: Any) -> Any:  # noqa: ARG001
        return lambda a, b, c: intrinsic(a, b, c)  # noqa: PLW0108  (numba wants a function of these names)

    extending.overload(arithmetic.fused, inline="always", strict=False)(overloaded)
