"""The Wasserstein distance of order one: the area between two distribution functions.

Over cells with points, the distribution functions are steps and the area is a finite sum. On the line, densities that
are polynomials between rational cuts (uniform laws and their mixtures) have polynomial distribution functions; laws
of one location-scale family are coupled monotonically, so the distance is the mean of |difference of quantiles|.
Everything else is refused.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from flint import arb, fmpq

from hw3verify.kernel.exact import exact_value, limit_value
from hw3verify.kernel.law import law_for, parameters_at
from hw3verify.kernel.line import read
from hw3verify.kernel.moment import Key, term_at
from hw3verify.kernel.piecewise import CONSTANT, Part, Pieces, Terms, absolute_value, integral, merge
from hw3verify.meaning.claim import Law
from hw3verify.meaning.expr import Apply, Call, Expr, Fold
from hw3verify.meaning.power import power, reciprocal
from hw3verify.meaning.value import (
    ZERO,
    Ball,
    CannotEvaluate,
    Infinite,
    LogLinear,
    Undefined,
    Value,
    absolute,
    add_all,
    as_rational,
    compare,
    enclosure,
    is_zero,
    multiply,
    negate,
    subtract,
)

if TYPE_CHECKING:
    from hw3verify.kernel.evaluate import Evaluation, Places

HALF = LogLinear(fmpq(1, 2))


def distance(run: Evaluation, e: Fold, places: Places) -> Value:
    """The distance between the two densities that the fold pairs; a limit, which has a closed form or none."""
    if e.op.startswith("limit"):
        return limit_value(run, e, places)
    if not (isinstance(e.body, Call) and e.body.fn == "pair" and len(e.body.args) == 2):
        raise CannotEvaluate("a distance that is not between two densities")
    first, second = e.body.args
    if e.op == "W2":
        return exact_value(run, e, places)
    if not run.on_line(e):
        return _of_cells(run, e, places)
    laws = [law_for(run.facts, a) if isinstance(a, Apply) else None for a in (first, second)]
    inside = {n: p for n, p in places.items() if n != e.var}
    if laws[0] is not None and laws[1] is not None and laws[0].name == laws[1].name and laws[0].name != "uniform":
        parameters = [_standing(run, laws[k], a, inside) for k, a in enumerate((first, second))]
        try:
            return _of_one_family(laws[0].name, parameters)
        except CannotEvaluate:
            return exact_value(run, e, places)
    try:
        return _of_polynomials(run, first, second, e.var, inside)
    except CannotEvaluate:
        return exact_value(run, e, places)


def _standing(run: Evaluation, law: Law | None, e: Expr, places: Places) -> list[Value]:
    assert law is not None and isinstance(e, Apply)
    if law.index:
        raise CannotEvaluate(f"the law of {law.head} is one of a vector")
    if law.name != "point":
        run.check_law(law, e, places)
    return [run.value(p, places) for p in parameters_at(law, e)]


def _of_cells(run: Evaluation, e: Fold, places: Places) -> Value:
    """Cells in the order of their points; the gap between two neighbours costs the difference of the mass before."""
    assert isinstance(e.body, Call)
    found: list[tuple[fmpq, Value]] = []
    for at, width in run.terms(e, places):
        inside = {**places, e.var: at}
        gap = subtract(run.value(e.body.args[0], inside), run.value(e.body.args[1], inside))
        point = as_rational(at) if isinstance(at, (LogLinear, Ball)) else run.world.points[e.domain.role][at.index]
        if point is None:
            raise CannotEvaluate("a cell without a number")
        found.append((point, multiply(LogLinear(width), gap)))
    found.sort(key=lambda pair: pair[0])
    total: list[Value] = []
    mass: Value = ZERO
    for (here, gap), (there, _) in pairwise(found):
        mass = add_all((mass, gap))
        total.append(multiply(LogLinear(there - here), absolute(mass)))
    if not found or not is_zero(add_all((mass, found[-1][1]))):
        raise CannotEvaluate("a distance between different masses")
    return add_all(total)


def _of_one_family(name: str, parameters: list[list[Value]]) -> Value:
    """Both laws are location + scale * the same standard law: the mean of |shift + stretch * standard|."""
    (first, second) = parameters
    if name == "exponential":
        return absolute(subtract(reciprocal(first[0]), reciprocal(second[0])))
    shift = subtract(first[0], second[0])
    if name == "point":
        return absolute(shift)
    if name == "normal":
        if compare(first[1], second[1]) == 0:
            return absolute(shift)
        stretch = subtract(power(first[1], HALF), power(second[1], HALF))
        return _folded_normal(shift, stretch)
    if name == "laplace" and compare(first[1], second[1]) == 0:
        return absolute(shift)
    raise CannotEvaluate(f"the distance between these {name} laws is not known here")


def _folded_normal(shift: Value, stretch: Value) -> Value:
    if not isinstance(shift, (LogLinear, Ball)) or not isinstance(stretch, (LogLinear, Ball)):
        raise CannotEvaluate("parameters that are not finite")
    d, s = enclosure(shift), abs(enclosure(stretch))
    if not s > 0:
        raise CannotEvaluate("scales that are too close")
    bell = s * (arb(2) / arb.pi()).sqrt() * (-(d * d) / (2 * s * s)).exp()
    return Ball(bell + d * (d / (s * arb(2).sqrt())).erf())


def _of_polynomials(run: Evaluation, first: Expr, second: Expr, var: str, places: Places) -> Value:
    gap = merge(
        [read(run, first, var, places), read(run, second, var, places)],
        lambda p: _difference(p[0], p[1]),
    )
    if gap.parts[0] or gap.parts[-1]:
        raise CannotEvaluate("densities that do not vanish far out")
    total: list[Value] = []
    before: Value = ZERO  # the difference of the distribution functions at the last cut
    for low, high, part in zip(gap.cuts, gap.cuts[1:], gap.parts[1:-1], strict=False):
        assert isinstance(part, dict)
        rise: Terms = {(n + 1, a, b): multiply(LogLinear(fmpq(1, n + 1)), c) for (n, a, b), c in part.items()}
        start = add_all([before, negate(_at(rise, low))])
        function = {key: c for key, c in {**rise, CONSTANT: start}.items() if not is_zero(c)}
        total.append(_area(function, low, high))
        before = _at(function, high)
    return add_all(total)


def _difference(p: Part, q: Part) -> Part:
    if isinstance(p, (Infinite, Undefined)) or isinstance(q, (Infinite, Undefined)):
        raise CannotEvaluate("a density that is not finite")
    result: dict[Key, Value] = dict(p)
    for key, c in q.items():
        result[key] = subtract(result.get(key, ZERO), c)
    if any(a != 0 or b != 0 or n < 0 for (n, a, b), c in result.items() if not is_zero(c)):
        raise CannotEvaluate("densities that are not polynomials")
    return {key: c for key, c in result.items() if not is_zero(c)}


def _at(f: Terms, x: fmpq) -> Value:
    return add_all([term_at(key, c, x) for key, c in f.items()])


def _area(f: Terms, low: fmpq, high: fmpq) -> Value:
    """The integral of |f| for a linear or quadratic f with rational roots."""
    return integral(absolute_value(Pieces((), (f,))), low, high)
