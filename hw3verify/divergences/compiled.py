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

from hw3verify.divergences import threads

IMPORTS = 2**20
"""How many numbers are worth loading numba."""

WORTH = 2**10
"""Numbers in a call that is worth leaving numpy, once numba is loaded."""

_seen = 0
_ready: set[str] = set()

_HOMES = {
    "crossed": "pairs",
    "merged": "merging",
    "met": "merging",
    "relative_entropies": "tables",
    "jensen_shannons": "tables",
    "crossed_relative": "tables",
    "crossed_jensen": "tables",
    "normal_laws": "normals",
}

_ROWED = ("relative_entropies", "jensen_shannons", "normal_laws")
"""Loops whose arrays all have the same rows."""


def kernel(name: str, size: int) -> Callable[..., Any] | None:
    """The compiled loop of this name for a call that looks at this many numbers, or None: go through numpy.

    Where it has been compiled already, also for fewer."""
    global _seen
    if size < WORTH:
        return _compiled(name) if name in _ready else None
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
    _ready.add(name)
    return _by_rows(function) if name in _ROWED else function


def _by_rows(function: Callable[..., Any]) -> Callable[..., Any]:
    """A loop whose arrays all have the same rows, in several threads where they are large."""

    def every(*arrays: Any) -> None:
        def some(start: int, stop: int) -> None:
            function(*(x[start:stop] for x in arrays))

        threads.spread(some, len(arrays[0]), arrays[0].size)

    return every


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
    """One rounding for a * b + c, and the bits of numbers, where loops ask for them."""
    from hw3verify.divergences.loops import arithmetic

    ir = import_module("llvmlite.ir")
    real, whole, kind = numba.types.float64, numba.types.int64, ir.DoubleType()

    def fused(_: Any, a: Any, b: Any, c: Any) -> Any:  # noqa: ARG001
        def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:  # noqa: ARG001
            function = builder.module.declare_intrinsic("llvm.fma", [kind], ir.FunctionType(kind, [kind] * 3))
            return builder.call(function, arguments)

        return real(real, real, real), generate

    def bits(_: Any, x: Any) -> Any:  # noqa: ARG001
        def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:  # noqa: ARG001
            return builder.bitcast(arguments[0], ir.IntType(64))

        return whole(real), generate

    def number(_: Any, x: Any) -> Any:  # noqa: ARG001
        def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:  # noqa: ARG001
            return builder.bitcast(arguments[0], kind)

        return real(whole), generate

    three, one, other = (extending.intrinsic(f) for f in (fused, bits, number))
    # numba wants functions of the names that the loops call, and of as many arguments
    for function, overloaded in (
        (arithmetic.fused, lambda a, b, c: lambda a, b, c: three(a, b, c)),  # noqa: ARG005, PLW0108
        (arithmetic.bits, lambda x: lambda x: one(x)),  # noqa: ARG005, PLW0108
        (arithmetic.number, lambda x: lambda x: other(x)),  # noqa: ARG005, PLW0108
    ):
        extending.overload(function, strict=False)(overloaded)
