"""Integrals over the real line, exact or enclosed.

An integrand is read as a piecewise function: rational cut points, and between them a sum of terms `c x^n exp(a x^2 + b x)`
with rational a, b and any value c. Such functions are closed under sums, products, whole powers, the exponential of a
quadratic and the logarithm of a single term, and their moments are known in closed form, so the integral is exact or
a ball around the exact value. A density that vanishes on a piece is the zero function there, with the conventions of
`meaning.value` (0 log 0 = 0, uncovered mass costs infinity); single points do not matter.

What is not of this shape is integrated on finite ranges by rigorous quadrature (`kernel.quadrature`) or refused.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from flint import arb, fmpq

from hw3verify.kernel.derive import derive
from hw3verify.kernel.law import density_of, law_for
from hw3verify.meaning.expr import Apply, Call, Derivative, Expr, Fold, Name, Power, Product, Sum, free_names
from hw3verify.meaning.value import (
    ONE,
    ZERO,
    Ball,
    CannotEvaluate,
    Infinite,
    LogLinear,
    Undefined,
    Value,
    add_all,
    as_rational,
    exp,
    is_zero,
    log,
    multiply,
    multiply_all,
    negate,
    power,
    sign_of,
)

if TYPE_CHECKING:
    from hw3verify.kernel.evaluate import Evaluation, Places

MOST_PIECES, MOST_TERMS, MOST_DEGREE = 64, 300, 40

Key = tuple[int, fmpq, fmpq]  # n, a, b of x^n exp(a x^2 + b x)
Terms = dict[Key, Value]
Part = Terms | Infinite | Undefined
CONSTANT: Key = (0, fmpq(0), fmpq(0))


class NotOfThisShape(CannotEvaluate):
    """The integrand is no piecewise sum of the terms that are integrated in closed form."""


@dataclass(frozen=True, slots=True)
class Pieces:
    """A function of a real variable: `parts[k]` holds between `cuts[k-1]` and `cuts[k]`."""

    cuts: tuple[fmpq, ...]
    parts: tuple[Part, ...]


def integrate(run: Evaluation, e: Fold, places: Places) -> Value:
    """The integral that a fold over the line, or over an interval, stands for."""
    low: fmpq | None = None
    high: fmpq | None = None
    way = 1
    if e.domain.kind == "interval":
        ends = []
        for end, without in ((e.domain.lower, Infinite(-1)), (e.domain.upper, Infinite(1))):
            ends.append(without if end is None else run.value(end, places))
        if ends[0] == ends[1]:
            return ZERO
        low, high, way = _range(ends[0], ends[1])
    inside = {n: p for n, p in places.items() if n != e.var}
    try:
        pieces = read(run, e.body, e.var, inside)
        total = integral(pieces, low, high)
    except NotOfThisShape:
        from hw3verify.kernel.quadrature import enclose

        total = enclose(run, e.body, e.var, inside, low, high)
    return total if way > 0 else negate(total)


def _range(low: Value, high: Value) -> tuple[fmpq | None, fmpq | None, int]:
    """The range in increasing order, and the orientation."""
    ends = [None if isinstance(v, Infinite) else as_rational(v) for v in (low, high)]
    if any(end is None and not isinstance(v, Infinite) for end, v in zip(ends, (low, high), strict=True)):
        raise CannotEvaluate("a limit of an integral that is not rational")
    if isinstance(low, Infinite):
        return (None, ends[1], 1) if low.sign < 0 else (ends[1], None, -1)
    if isinstance(high, Infinite):
        return (ends[0], None, 1) if high.sign > 0 else (None, ends[0], -1)
    assert ends[0] is not None and ends[1] is not None
    return (ends[0], ends[1], 1) if ends[0] <= ends[1] else (ends[1], ends[0], -1)


def read(run: Evaluation, e: Expr, var: str, places: Places) -> Pieces:
    """The expression as a piecewise function of `var`."""
    run.steps += 1
    if isinstance(e, Name) and e.id == var:
        return Pieces((), ({(1, fmpq(0), fmpq(0)): ONE},))
    if var not in free_names(e):
        return Pieces((), (_constant(run.value(e, places)),))
    if isinstance(e, Sum):
        return merge([read(run, t, var, places) for t in e.terms], _added)
    if isinstance(e, Product):
        return merge([read(run, f, var, places) for f in e.factors], _multiplied)
    if isinstance(e, Power):
        base, exponent = read(run, e.base, var, places), read(run, e.exponent, var, places)
        return merge([base, exponent], _powered)
    if isinstance(e, Call):
        return _call(e, [read(run, a, var, places) for a in e.args])
    if isinstance(e, Apply):
        law = law_for(run.facts, e)
        if law is None or e.head not in run.facts.densities:
            raise CannotEvaluate(f"nothing says what {e.head} is on the line")
        run.check_law(law, e, places)
        return read(run, density_of(law, e), var, places)
    if isinstance(e, Derivative):
        return read(run, derive(e.body, e.by, run.facts), var, places)
    if isinstance(e, Fold) and e.op == "sum" and not run.on_line(e):
        inside = [
            merge([Pieces((), (_constant(LogLinear(w)),)), read(run, e.body, var, {**places, e.var: at})], _multiplied)
            for at, w in run.terms(e, places)
            if e.var != var
        ]
        return merge(inside, _added) if inside else Pieces((), ({},))
    raise NotOfThisShape("an integrand that is not of a known shape")


def _constant(v: Value) -> Part:
    if isinstance(v, (Infinite, Undefined)):
        return v
    return {} if is_zero(v) else {CONSTANT: v}


def merge(pieces: Sequence[Pieces], combine: Callable[[list[Part]], Part]) -> Pieces:
    """Combine piecewise functions part by part, over all their cuts together."""
    cuts = sorted({cut for p in pieces for cut in p.cuts})
    if len(cuts) > MOST_PIECES:
        raise CannotEvaluate("an integrand of too many pieces")
    at = [0] * len(pieces)
    parts = []
    for k in range(len(cuts) + 1):
        parts.append(combine([p.parts[i] for p, i in zip(pieces, at, strict=True)]))
        if k < len(cuts):
            at = [i + (i < len(p.cuts) and p.cuts[i] == cuts[k]) for p, i in zip(pieces, at, strict=True)]
    return Pieces(tuple(cuts), tuple(parts))


def _added(parts: list[Part]) -> Part:
    special = [p for p in parts if not isinstance(p, dict)]
    if special:
        return _constant(add_all(special))
    total: Terms = {}
    for p in parts:
        assert isinstance(p, dict)
        for key, c in p.items():
            total[key] = add_all((total[key], c)) if key in total else c
    return {key: c for key, c in total.items() if not is_zero(c)}


def _multiplied(parts: list[Part]) -> Part:
    if {} in parts and all(isinstance(p, dict) for p in parts):
        return {}
    if any(not isinstance(p, dict) or not p for p in parts):  # a zero, an infinite or an undefined factor
        return _constant(multiply_all([_sign_value(p) if isinstance(p, dict) else p for p in parts]))
    n, a, b = CONSTANT
    constants: list[Value] = []
    sums: list[Terms] = []
    for p in parts:
        assert isinstance(p, dict)
        if len(p) == 1:  # the common case: single terms multiply into one
            (((m, aa, bb), d),) = p.items()
            n, a, b = n + m, a + aa, b + bb
            constants.append(d)
        else:
            sums.append(p)
    total: Terms = {(n, a, b): multiply_all(constants)}
    for p in sums:
        product: Terms = {}
        if len(total) * len(p) > MOST_TERMS:
            raise CannotEvaluate("an integrand of too many terms")
        for (n, a, b), c in total.items():
            for (m, aa, bb), d in p.items():
                key = (n + m, a + aa, b + bb)
                value = multiply(c, d)
                product[key] = add_all((product[key], value)) if key in product else value
        total = product
    return {key: c for key, c in total.items() if not is_zero(c)}


def _sign_value(p: Terms) -> Value:
    """A number with the sign that the part has everywhere on its piece."""
    signs = {sign_of(c) if n % 2 == 0 else None for (n, _, _), c in p.items()}
    if not p:
        return ZERO
    if len(signs) != 1 or None in signs:
        raise CannotEvaluate("an infinite integrand of unknown sign")
    return ONE if signs == {1} else negate(ONE)


def _powered(parts: list[Part]) -> Part:
    base, exponent = parts
    k = _as_constant(exponent)
    if not isinstance(base, dict) or not base:
        return _constant(power(_as_constant(base), k))
    wanted = as_rational(k)
    if wanted is None:
        raise NotOfThisShape("a variable exponent")
    if len(base) == 1:
        ((n, a, b), c), *_ = base.items()
        if n == 0 or (wanted.denominator == 1 and wanted >= 0):
            value = power(c, k)
            if isinstance(value, (Infinite, Undefined)):
                return value
            if n * wanted > MOST_DEGREE:
                raise CannotEvaluate("a power that is too high")
            return {(int((n * wanted).numerator), a * wanted, b * wanted): value}
    if wanted.denominator != 1 or not 0 <= wanted <= 8:
        raise NotOfThisShape("a power of a sum")
    return _multiplied([base] * int(wanted.numerator)) if wanted > 0 else {CONSTANT: ONE}


def _as_constant(p: Part) -> Value:
    if not isinstance(p, dict):
        return p
    if any(key != CONSTANT for key in p):
        raise NotOfThisShape("something that varies")
    return p.get(CONSTANT, ZERO)


def _call(e: Call, args: list[Pieces]) -> Pieces:
    if e.fn == "log":
        return merge(args, lambda p: _log(p[0]))
    if e.fn == "exp":
        return merge(args, lambda p: _exp(p[0]))
    if e.fn in ("abs", "sign"):
        return _by_sign(args[0], e.fn)
    if e.fn in ("le", "lt", "max", "min") and len(args) == 2:
        difference = merge([args[1], merge([args[0]], lambda p: _negated(p[0]))], _added)
        signs = _by_sign(difference, "sign")  # 1 where the second is larger
        half = {CONSTANT: LogLinear(fmpq(1, 2))}
        if e.fn in ("le", "lt"):  # (1 + sign)/2 away from single points
            same = signs.cuts == () and all(p == {} for p in signs.parts)
            if same:
                return Pieces((), ({CONSTANT: ONE} if e.fn == "le" else {},))
            return merge([signs], lambda p: _multiplied([half, _added([{CONSTANT: ONE}, p[0]])]))
        size = _by_sign(difference, "abs")
        way: Part = half if e.fn == "max" else {CONSTANT: LogLinear(fmpq(-1, 2))}
        return merge([*args, size], lambda p: _added([_multiplied([half, _added(p[:2])]), _multiplied([way, p[2]])]))
    raise NotOfThisShape(f"{e.fn} in an integrand")


def _negated(p: Part) -> Part:
    return {key: negate(c) for key, c in p.items()} if isinstance(p, dict) else _constant(negate(p))


def _log(p: Part) -> Part:
    if not isinstance(p, dict) or not p:
        return _constant(log(_as_constant(p)))
    if len(p) != 1:
        raise NotOfThisShape("the logarithm of a sum")
    ((n, a, b), c), *_ = p.items()
    if n:
        raise NotOfThisShape("the logarithm of the variable")
    value = log(c)
    if isinstance(value, (Infinite, Undefined)):
        return value
    terms: Terms = {CONSTANT: value, (1, fmpq(0), fmpq(0)): LogLinear(b), (2, fmpq(0), fmpq(0)): LogLinear(a)}
    return {key: v for key, v in terms.items() if not is_zero(v)}


def _polynomial(p: Part) -> list[Value]:
    """The coefficients of a polynomial of degree at most 2."""
    found: list[Value] = [ZERO, ZERO, ZERO]
    if not isinstance(p, dict):
        raise NotOfThisShape("an infinite function")
    for (n, a, b), c in p.items():
        if a != 0 or b != 0 or n > 2:
            raise NotOfThisShape("not a quadratic")
        found[n] = c
    return found


def _exp(p: Part) -> Part:
    if not isinstance(p, dict):
        return _constant(exp(p))
    constant, linear, square = _polynomial(p)
    a, b = as_rational(square), as_rational(linear)
    if a is None or b is None:
        raise NotOfThisShape("an exponent that is not rational")
    value = exp(constant)
    return value if isinstance(value, (Infinite, Undefined)) else {(0, a, b): value}


def absolute_value(f: Pieces) -> Pieces:
    """|f|."""
    return _by_sign(f, "abs")


def _by_sign(f: Pieces, fn: str) -> Pieces:
    """sign(f) or |f|: cut where f changes its sign."""
    cuts = set(f.cuts)
    for part in f.parts:
        if isinstance(part, dict):
            cuts.update(_roots(part))
    full = merge([f, Pieces(tuple(sorted(cuts)), ({},) * (len(cuts) + 1))], lambda p: p[0])
    parts: list[Part] = []
    for k, part in enumerate(full.parts):
        low = full.cuts[k - 1] if k else None
        high = full.cuts[k] if k < len(full.cuts) else None
        inside = _between(low, high)
        if isinstance(part, dict):
            way = sign_of(add_all([term_at(key, c, inside) for key, c in part.items()]))
            if way is None:
                raise NotOfThisShape("a sign that is not certain")
            value: Part = _constant(LogLinear(fmpq(way)))
            parts.append(value if fn == "sign" else part if way >= 0 else _negated(part))
        elif isinstance(part, Infinite):
            parts.append(_constant(LogLinear(fmpq(part.sign))) if fn == "sign" else Infinite(1))
        else:
            parts.append(part)
    return Pieces(full.cuts, tuple(parts))


def _roots(p: Terms) -> list[fmpq]:
    if len(p) == 1:
        ((n, _, _), _), *_ = p.items()
        return [fmpq(0)] if n else []
    constant, linear, square = (as_rational(v) for v in _polynomial(p))
    if constant is None or linear is None or square is None:
        raise NotOfThisShape("roots that are not rational")
    if square == 0:
        return [] if linear == 0 else [-constant / linear]
    discriminant = linear * linear - 4 * square * constant
    if discriminant < 0:
        return []
    root = power(LogLinear(discriminant), LogLinear(fmpq(1, 2)))
    exact = as_rational(root)
    if exact is None:
        raise NotOfThisShape("roots that are not rational")
    return [(-linear - exact) / (2 * square), (-linear + exact) / (2 * square)]


def _between(low: fmpq | None, high: fmpq | None) -> fmpq:
    if low is None:
        return fmpq(0) if high is None else high - 1
    return low + 1 if high is None else (low + high) / 2


def term_at(key: Key, c: Value, x: fmpq) -> Value:
    """A term at a point."""
    n, a, b = key
    return multiply_all((c, LogLinear(x**n), exp(LogLinear(a * x * x + b * x))))


def integral(f: Pieces, low: fmpq | None, high: fmpq | None) -> Value:
    """The integral of a piecewise function over a range (None: without end)."""
    total: list[Value] = []
    for k, part in enumerate(f.parts):
        left = f.cuts[k - 1] if k else None
        right = f.cuts[k] if k < len(f.cuts) else None
        start = left if low is None else low if left is None else max(left, low)
        stop = right if high is None else high if right is None else min(right, high)
        if start is not None and stop is not None and start >= stop:
            continue
        if isinstance(part, dict):
            total.extend(multiply(c, moment(key, start, stop)) for key, c in part.items())
        else:
            total.append(part)
    return add_all(total)


def moment(key: Key, low: fmpq | None, high: fmpq | None) -> Value:
    """The integral of x^n exp(a x^2 + b x) between two ends."""
    n, a, b = key
    if n > MOST_DEGREE:
        raise CannotEvaluate("a moment that is too high")
    if a == 0 and b == 0:
        if low is None or high is None:
            if n % 2 == 0 or (low is not None and low >= 0):
                return Infinite(1)
            raise CannotEvaluate("an integral that does not converge")
        return LogLinear((high ** (n + 1) - low ** (n + 1)) / (n + 1))
    if a == 0:
        if (low is None and b < 0) or (high is None and b > 0):
            raise CannotEvaluate("an integral that does not converge")
        found = add_all((_edge(0, a, b, high), negate(_edge(0, a, b, low))))
        before = multiply(LogLinear(1 / b), found)
        for m in range(1, n + 1):
            edges = add_all((_edge(m, a, b, high), negate(_edge(m, a, b, low))))
            before = multiply(LogLinear(1 / b), add_all((edges, multiply(LogLinear(fmpq(-m)), before))))
        return before
    if a > 0:
        if low is None or high is None:
            raise CannotEvaluate("an integral that does not converge")
        raise NotOfThisShape("a growing exponential of a square")
    earlier: Value = ZERO
    current = _bell(a, b, low, high)
    for m in range(1, n + 1):  # by parts: 2a I_m = [x^(m-1) e] - b I_(m-1) - (m-1) I_(m-2)
        edges = add_all((_edge(m - 1, a, b, high), negate(_edge(m - 1, a, b, low))))
        inner = add_all((edges, multiply(LogLinear(-b), current), multiply(LogLinear(fmpq(1 - m)), earlier)))
        earlier, current = current, multiply(LogLinear(1 / (2 * a)), inner)
    return current


def _edge(n: int, a: fmpq, b: fmpq, x: fmpq | None) -> Value:
    return ZERO if x is None else term_at((n, a, b), ONE, x)


def _bell(a: fmpq, b: fmpq, low: fmpq | None, high: fmpq | None) -> Value:
    """The integral of exp(a x^2 + b x), a < 0, by completing the square."""
    root = arb(-a).sqrt()
    middle = -b / (2 * a)

    def edge(x: fmpq | None, end: int) -> arb:
        return arb(end) if x is None else (root * arb(x - middle)).erf()

    height = exp(LogLinear(-b * b / (4 * a)))
    return multiply_all((height, Ball(arb.pi().sqrt() / root / 2 * (edge(high, 1) - edge(low, -1)))))


