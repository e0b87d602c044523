"""Series and integrals without a value: what a proof by algebra cancels as if it had one.

`sum 1/n - sum 1/n = 0` holds by algebra, and its left side has no value. `has_divergent(e, ...)` looks at the terms of
every endless series far out: where they do not tend to 0, or keep one sign and fall no faster than 1/k, the series
diverges. `is_improper` names the folds that need such a look. A "no" is no proof of convergence.
"""

from __future__ import annotations

from collections.abc import Mapping

from flint import fmpq

from hw3verify.kernel.evaluate import Evaluation, Place
from hw3verify.meaning.claim import Facts
from hw3verify.meaning.expr import INFINITY, Call, Domain, Expr, Fold, Number, Power, Product, free_names, negate, walk
from hw3verify.meaning.numeral import to_float
from hw3verify.meaning.value import CannotEvaluate, Infinite, LogLinear, Undefined
from hw3verify.meaning.world import World

FAR = (500, 501, 4000, 4001)
SLOW = 0.9  # k |a_k| of a convergent series would have fallen more than that


def is_improper(n: Expr) -> bool:
    """A series without end, or an integral without end or over what may not be bounded."""
    if not isinstance(n, Fold) or n.op != "sum":
        return False
    endless = {n.domain.lower, n.domain.upper} & {INFINITY, negate(INFINITY)}
    if n.domain.kind == "index":
        return bool(endless)
    poles = (m.base if isinstance(m, Power) else m.args[0] for m in walk(n.body)
             if (isinstance(m, Power) and not (isinstance(m.exponent, Number) and m.exponent.value >= 0))
             or (isinstance(m, Call) and m.fn == "log"))  # fmt: skip
    return n.domain.kind == "interval" and (bool(endless) or any(n.var in free_names(m) for m in poles))


def divergent(e: Expr, world: World, places: Mapping[str, Place], facts: Facts) -> bool:
    """Does some endless series in the expression diverge in this world?"""
    return any(
        isinstance(n, Fold) and n.domain.kind == "index" and n.domain.upper == INFINITY and is_improper(n)
        and _diverges(n, world, places, facts)
        for n in walk(e)
    )  # fmt: skip


def has_pole(n: Expr, facts: Facts) -> bool:
    """Is the fold the outermost of several over lines, whose integrand has a pole in one of their variables?"""
    names, core = _lines(n, facts)
    return len(names) > 1 and any(_is_pole(m, name) for m in walk(core) for name in names)


def unsettled(e: Expr, world: World, places: Mapping[str, Place], facts: Facts) -> bool:
    """Is there an integral over several lines which is none in one of its variables, as E[1/Y] within E[X/Y]?

    One order of integration may give a value where the integral has none.
    """
    for n in walk(e):
        names, core = _lines(n, facts)
        if len(names) < 2:
            continue
        for name in names:
            if any(_is_pole(m, name) for m in walk(core)):
                fixed = {other: LogLinear(fmpq(k + 1, 3)) for k, other in enumerate(names) if other != name}
                alone = Fold("sum", name, names[name], core)
                try:
                    value = Evaluation(world, facts).value(alone, {**places, **fixed})
                except (CannotEvaluate, LookupError):
                    return True
                if isinstance(value, Undefined | Infinite):
                    return True
    return False


def _lines(n: Expr, facts: Facts) -> tuple[dict[str, Domain], Expr]:
    """The variables of nested integrals over lines, with their domains, and what stands inside."""
    names: dict[str, Domain] = {}
    while isinstance(n, Fold) and n.op == "sum" and n.domain.kind == "space" and n.domain.role in facts.line_roles:
        names[n.var] = n.domain
        n = n.body
    return names, n


def _is_pole(m: Expr, name: str) -> bool:
    negative = isinstance(m, Power) and isinstance(m.exponent, Number) and m.exponent.value < 0
    return negative and isinstance(m, Power) and name in free_names(m.base)


def is_whole_series(e: Expr) -> bool:
    """Is the expression a series, or a multiple of one other than 0: infinite where that diverges?"""
    if isinstance(e, Product):
        rest = [f for f in e.factors if not isinstance(f, Fold)]
        return len(rest) == len(e.factors) - 1 and all(isinstance(f, Number) and f.value != 0 for f in rest)
    return isinstance(e, Fold)


def _diverges(n: Fold, world: World, places: Mapping[str, Place], facts: Facts) -> bool:
    terms = []
    for k in FAR:
        try:
            value = Evaluation(world, facts).value(n.body, {**places, n.var: LogLinear(fmpq(k))})
        except (CannotEvaluate, LookupError):
            return False
        if isinstance(value, Undefined | Infinite):
            return False
        terms.append(to_float(value))
    near, near_next, far, far_next = terms
    if abs(far) >= SLOW * abs(near) > 0:
        return True  # not even small
    one_sign = all(t > 0 for t in terms) or all(t < 0 for t in terms)
    return one_sign and abs(far) * FAR[2] >= SLOW * abs(near) * FAR[0] and abs(far_next) > 0 < abs(near_next)

