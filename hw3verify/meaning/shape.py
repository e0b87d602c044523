"""Functions of numbers of which only the shape is known: `f` convex on the positive numbers with f(1) = 0.

`f(u)` is the call `@f` at u, whatever number u is: a ratio of densities, a parameter, an expectation. `@f'` is its
slope (any slope of a line that touches f there from one side, where f has a corner), `@f''` the slope of that, `@f*`
the conjugate, f*(u) = sup over t in the domain of (u t - f(t)). Law: what holds of a call holds for every function of
its shape that has the values that are stated.

What stands at arguments that are places of a table (a discriminator D(x), a map G(z)) is an `Apply` and no such call.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction

from hw3verify.meaning.expr import Call, Expr, walk

MARK = "@"
_CALL = re.compile(r"@([^@*']+)(\*?)('*)")
CONVEX, CONCAVE, ANY = 1, -1, 0
Known = tuple[int, Fraction, Fraction]  # which derivative, where, its value


@dataclass(frozen=True, slots=True)
class Shape:
    """What is known of the function `head`.

    sign     CONVEX, CONCAVE, or ANY where nothing is said
    domain   "positive" (the positive numbers), "line" (all numbers), "" (an interval that is not named)
    strict   strictly convex or concave
    smooth   differentiable, as often as it is written
    known    values that are stated: f(1) = 0 is (0, 1, 0), f'(1) = 0 is (1, 1, 0)
    mirrored f(t) = t f(1/t) for every t > 0
    """

    head: str
    sign: int = ANY
    domain: str = ""
    strict: bool = False
    smooth: bool = False
    known: tuple[Known, ...] = ()
    mirrored: bool = False

    def value(self, order: int, point: Fraction) -> Fraction | None:
        """The stated value of a derivative (of f itself for order 0) at a number, if there is one."""
        return next((v for k, at, v in self.known if (k, at) == (order, point)), None)


def called(head: str, argument: Expr, order: int = 0, starred: bool = False) -> Call:
    """f(u), f'(u), f*(u)."""
    return Call(f"{MARK}{head}{'*' if starred else ''}{chr(39) * order}", (argument,))


def named(fn: str) -> tuple[str, bool, int] | None:
    """(head, is it the conjugate, how many slopes) of a call; None if it is the call of a known function."""
    found = _CALL.fullmatch(fn)
    return None if found is None else (found[1], bool(found[2]), len(found[3]))


def heads_called(e: Expr) -> frozenset[str]:
    """The functions of a stated shape that occur in an expression."""
    found = (named(n.fn) for n in walk(e) if isinstance(n, Call) and n.fn[:1] == MARK)
    return frozenset(f[0] for f in found if f is not None)
