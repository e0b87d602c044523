"""Which formula answers for which laws: a registry, so that one name (`kl`) serves tables and laws alike.

A law is an object of a class derived from `Law`. Modules of laws register a function for a functional and a tuple of
classes by `rule`; `find` looks it up along the classes' bases. Objects of other libraries become laws by readers,
which are looked up by the module in which the object's class lives and imported when such an object is first met."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from itertools import product
from typing import Any, TypeVar

import numpy as np


class Law:
    """A probability law with parameters: what `law_of` gives back as it is, and what is no table."""

    __slots__ = ()

    formulas = ""
    """The module that registers what is known about such laws, imported when `find` first meets one."""


F = TypeVar("F", bound=Callable[..., Any])

_RULES: dict[tuple[str, tuple[type, ...]], Callable[..., Any]] = {}

READERS: dict[str, str] = {
    "scipy.stats": "readers.scipy_laws",
    "torch.distributions": "readers.torch_laws",
    "sympy.stats": "readers.sympy_laws",
}
"""Prefix of a class's module (`"torch.distributions"`) to the module here whose `read(object)` gives a Law."""


def rule(functional: str, *kinds: type) -> Callable[[F], F]:
    """Register the decorated function for `functional` of laws of these classes, in this order."""

    def register(function: F) -> F:
        _RULES[functional, kinds] = function
        return function

    return register


def find(functional: str, *laws: Law) -> Callable[..., Any]:
    """The function for these laws: that of the nearest classes, the first argument's before the second's.

    NotImplementedError that names the functional and the classes if there is none.
    """
    for law in laws:
        if law.formulas:
            import_module(law.formulas)
    for kinds in product(*(type(law).__mro__ for law in laws)):
        function = _RULES.get((functional, kinds))
        if function is not None:
            return function
    names = ", ".join(type(law).__name__ for law in laws)
    raise NotImplementedError(f"{functional}({names}): no closed form is known here")


def law_of(value: Any) -> Law | None:
    """The law that a value is or is read as; None for arrays and whatever else may be a table."""
    if isinstance(value, Law):
        return value
    if isinstance(value, (np.ndarray, list, tuple, int, float)):
        return None
    for kind in type(value).__mro__:
        for prefix, home in READERS.items():
            if kind.__module__ == prefix or kind.__module__.startswith(f"{prefix}."):
                law: Law | None = import_module(f"{__package__}.{home}").read(value)
                return law
    return None


def laws_of(functional: str, **values: Any) -> tuple[Law, ...] | None:
    """The laws that all these arguments are, or None when none of them is one; TypeError when laws meet tables."""
    laws = [law_of(value) for value in values.values()]
    if all(law is None for law in laws):
        return None
    for name, law in zip(values, laws, strict=True):
        if law is None:
            raise TypeError(f"{name}: expected a law beside the other argument of {functional}, not a table")
    return tuple(law for law in laws if law is not None)


def answer(functional: str, *orders: float, **values: Any) -> Any:
    """What the formula for these laws (and orders) says, or None if the arguments are tables; errors as `find`,
    `laws_of`."""
    if all(type(value) is np.ndarray for value in values.values()):
        return None
    laws = laws_of(functional, **values)
    return None if laws is None else find(functional, *laws)(*laws, *orders)
