"""What all laws share: parameters that broadcast, are checked when the law is made and never change, and results in
the caller's kind of array.

A law keeps its parameters as they were given (numpy's as views that cannot be written to). Formulas are static methods
whose name begins with an underscore: `_log_density(xp, x, *parameters)` and so on, in float64 arrays of any namespace;
what is public takes arguments in and hands results out. Everything is elementwise: parameters, arguments and batches
broadcast against each other."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, ClassVar

import numpy as np

from hw3verify.divergences import check as checks
from hw3verify.divergences.arrays import Frame, frame_of
from hw3verify.divergences.dispatch import Law

Condition = tuple[str, Any, Any, str]
"""A parameter's name, its value, where it is as it should be, and what was expected."""

INF = float("inf")


def finite(name: str, x: Any) -> Condition:
    """x is finite."""
    return name, x, (x > -INF) & (x < INF), "a finite number"


def positive(name: str, x: Any) -> Condition:
    """x is finite and above 0."""
    return name, x, (x > 0) & (x < INF), "a finite number > 0"


def nonnegative(name: str, x: Any) -> Condition:
    """x is finite and at least 0."""
    return name, x, (x >= 0) & (x < INF), "a finite number >= 0"


def probability(name: str, x: Any) -> Condition:
    """x is a probability."""
    return name, x, (x >= 0) & (x <= 1), "a probability, between 0 and 1"


def whole(name: str, x: Any) -> Condition:
    """x is a whole number that is at least 0."""
    return name, x, (x >= 0) & (x < INF) & (x == x // 1.0), "a whole number >= 0"


def parameter(index: int, text: str) -> Any:
    """A property: the parameter with this index, as it was given."""

    def get(law: Family) -> Any:
        return law.parameters[index]

    return property(get, doc=text)


class Family(Law):
    """A law with named parameters. Families say in `names` how they are called, in `_conditions` what they must be."""

    __slots__ = ("checked", "parameters")

    formulas = "hw3verify.divergences.closed.every"

    names: ClassVar[tuple[str, ...]] = ()
    discrete: ClassVar[bool] = False
    event: ClassVar[int] = 0
    """How many of the last axes of parameters belong to one law: 0 for laws of a number."""

    parameters: tuple[Any, ...]
    checked: bool

    def __init__(self, *parameters: Any, check: bool = True) -> None:
        object.__setattr__(self, "parameters", tuple(_kept(value) for value in parameters))
        object.__setattr__(self, "checked", check)
        if check and not self._plainly_valid(parameters):
            self._check(frame_of(*parameters))

    def __setattr__(self, name: str, value: Any) -> None:
        raise AttributeError(f"{type(self).__name__} cannot be changed; make another one")

    def __delattr__(self, name: str) -> None:
        raise AttributeError(f"{type(self).__name__} cannot be changed; make another one")

    def __reduce__(self) -> tuple[Any, ...]:
        return remade, (type(self), self.parameters, self.checked)

    def __repr__(self) -> str:
        told = ", ".join(f"{name}={_told(value)}" for name, value in zip(self.names, self.parameters, strict=True))
        return f"{type(self).__name__}({told})"

    @staticmethod
    def _conditions(xp: Any, *parameters: Any) -> Iterator[Condition]:
        """What parameters must be, one condition after the other; later ones may take earlier ones for granted."""
        raise NotImplementedError

    def _plainly_valid(self, parameters: tuple[Any, ...]) -> bool:
        """Whether these are plain numbers that are as they should be: what most small calls have."""
        if self.event or any(type(value) is not float for value in parameters):
            return False
        return all(good is True for _, _, good, _ in self._conditions(np, *parameters))

    def _check(self, frame: Frame) -> None:
        parameters = self.taken(frame)
        if not self.event:
            checks.broadcast(self.names, tuple(tuple(x.shape) for x in parameters))
        with frame.quiet():
            for name, x, good, expected in self._conditions(frame.xp, *parameters):
                value = x if tuple(x.shape) == tuple(good.shape) else frame.xp.broadcast_to(x, good.shape)
                refuse(frame.xp, name, value, good, expected)

    def valid(self, xp: Any, parameters: tuple[Any, ...]) -> Any:
        """Where all conditions hold, for laws that were not checked."""
        good: Any = True
        for _, _, holds, _ in self._conditions(xp, *parameters):
            good = holds & good
        return good

    def taken(self, frame: Frame) -> tuple[Any, ...]:
        """The parameters as float64 arrays of the computing namespace."""
        return tuple(frame.take(value, name) for name, value in zip(self.names, self.parameters, strict=True))

    @property
    def batch_shape(self) -> tuple[int, ...]:
        """The shape of the batch of laws."""
        shapes = [np.shape(value) for value in self.parameters]
        batches = [shape[: len(shape) - self.event] for shape in shapes]
        return np.broadcast_shapes(*batches)

    def log_density(self, x: Any) -> Any:
        """The logarithm of the density (of the mass, if the law is discrete) at x; -inf outside of the support."""
        return evaluated(self._log_density, (self,), x)

    def cdf(self, x: Any) -> Any:
        """The mass of (-inf, x]."""
        return evaluated(self._cdf, (self,), x)

    def quantile(self, u: Any) -> Any:
        """The least x with mass at least u in (-inf, x], for u in [0, 1]; ValueError for other u."""
        if self.checked:
            frame = frame_of(u, *self.parameters)
            checks.probability(frame.xp, "u", frame.take(u, "u"))
        return evaluated(self._quantile, (self,), u, name="u")

    @property
    def support(self) -> tuple[Any, Any]:
        """The least and the largest point of the closed support; of whole numbers, if the law is discrete."""
        return (
            evaluated(lambda xp, *parameters: self._support(xp, *parameters)[0], (self,)),
            evaluated(lambda xp, *parameters: self._support(xp, *parameters)[1], (self,)),
        )

    @property
    def mean(self) -> Any:
        """The expectation."""
        return evaluated(self._mean, (self,))

    @property
    def variance(self) -> Any:
        """The variance."""
        return evaluated(self._variance, (self,))

    @staticmethod
    def _log_density(xp: Any, x: Any, *parameters: Any) -> Any:
        raise NotImplementedError

    @staticmethod
    def _cdf(xp: Any, x: Any, *parameters: Any) -> Any:
        raise NotImplementedError("this law's distribution function is not known here")

    @staticmethod
    def _quantile(xp: Any, u: Any, *parameters: Any) -> Any:
        raise NotImplementedError("this law's quantiles are not known here")

    @staticmethod
    def _support(xp: Any, *parameters: Any) -> tuple[Any, Any]:
        raise NotImplementedError

    @staticmethod
    def _mean(xp: Any, *parameters: Any) -> Any:
        raise NotImplementedError

    @staticmethod
    def _variance(xp: Any, *parameters: Any) -> Any:
        raise NotImplementedError


def refuse(xp: Any, name: str, x: Any, good: Any, expected: str) -> None:
    """ValueError at the first place where `good` does not hold, unless x is NaN there."""
    checks.holds(xp, name, x, lambda _: good, expected)


def remade(kind: type[Family], parameters: tuple[Any, ...], checked: bool) -> Family:
    """A law of this family with parameters that were checked already: what pickle and copy call."""
    law = kind.__new__(kind)
    object.__setattr__(law, "parameters", tuple(_kept(value) for value in parameters))
    object.__setattr__(law, "checked", checked)
    return law


def evaluated(formula: Callable[..., Any], laws: tuple[Any, ...], *arguments: Any, name: str = "x") -> Any:
    """formula(xp, *arguments, *parameters of all laws), in the caller's kind of array; NaN where a law that was not
    checked is none."""
    values = [value for law in laws for value in law.parameters]
    if not arguments and all(type(value) is float for value in values) and all(law.checked for law in laws):
        with np.errstate(all="ignore"):
            return np.asarray(formula(np, *map(np.float64, values)))[()]
    frame = frame_of(*arguments, *values)
    xp = frame.xp
    with frame.quiet():
        given = [frame.take(x, name) for x in arguments]
        taken = [law.taken(frame) for law in laws]
        result = formula(xp, *given, *(value for parameters in taken for value in parameters))
        for law, parameters in zip(laws, taken, strict=True):
            if not law.checked:
                result = xp.where(law.valid(xp, parameters), result, float("nan"))
        return frame.give(xp.asarray(result) if xp is np else result)


def _kept(value: Any) -> Any:
    if isinstance(value, list):
        try:
            value = np.array(value)
        except ValueError:
            return value  # ragged, which is refused by the parameter's name when it is read
    if type(value) is np.ndarray:
        value = value.view()
        value.setflags(write=False)
    return value


def _told(value: Any) -> str:
    if isinstance(value, (int, float)):
        return repr(value)
    if isinstance(value, (np.ndarray, np.generic, tuple)):
        array = np.asarray(value)
        if array.ndim == 0:
            return repr(array.item())
        if array.size <= 6:
            return np.array2string(array, separator=", ").replace("\n", "")
        return f"<shape {array.shape}>"
    shape = tuple(getattr(value, "shape", ()))
    return f"<{type(value).__name__} of shape {shape}>"
