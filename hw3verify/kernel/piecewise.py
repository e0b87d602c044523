"""Piecewise functions of a real variable that can be integrated in closed form.

Rational cut points, and between them a sum of terms `c x^n exp(a x^2 + b x)` with rational a, b and any value c. Such
functions are closed under sums, products, whole powers, the exponential of a quadratic, the logarithm of a single
term, absolute values and indicators with rational branch points. A part that is infinite or undefined everywhere on
its piece is that value.

Law: every operation is exact pointwise, except at single points (the cuts).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from flint import fmpq

from hw3verify.kernel.moment import MOST_DEGREE, Key, NotOfThisShape, moment, term_at
from hw3verify.meaning.power import exp, log, power
from hw3verify.meaning.value import (
    ONE,
    ZERO,
    CannotEvaluate,
    Infinite,
    LogLinear,
    Undefined,
    Value,
    add_all,
    as_rational,
    is_zero,
    multiply,
    multiply_all,
    negate,
    sign_of,
)

MOST_PIECES, MOST_TERMS = 64, 300

Terms = dict[Key, Value]
Part = Terms | Infinite | Undefined
CONSTANT: Key = (0, fmpq(0), fmpq(0))


@dataclass(frozen=True, slots=True)
class Pieces:
    """A function of a real variable: `parts[k]` holds between `cuts[k-1]` and `cuts[k]`."""

    cuts: tuple[fmpq, ...]
    parts: tuple[Part, ...]


def constant(v: Value) -> Part:
    """The function that has this value everywhere."""
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


def added(parts: list[Part]) -> Part:
    """The sum on one piece."""
    special = [p for p in parts if not isinstance(p, dict)]
    if special:
        return constant(add_all(special))
    total: Terms = {}
    for p in parts:
        assert isinstance(p, dict)
        for key, c in p.items():
            total[key] = add_all((total[key], c)) if key in total else c
    return {key: c for key, c in total.items() if not is_zero(c)}


def multiplied(parts: list[Part]) -> Part:
    """The product on one piece, with the conventions about exact zeros."""
    if {} in parts and all(isinstance(p, dict) for p in parts):
        return {}
    if any(not isinstance(p, dict) or not p for p in parts):  # a zero, an infinite or an undefined factor
        return constant(multiply_all([_sign_value(p) if isinstance(p, dict) else p for p in parts]))
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


def powered(parts: list[Part]) -> Part:
    """Base and exponent to their power, on one piece."""
    base, exponent = parts
    k = _as_constant(exponent)
    if not isinstance(base, dict) or not base:
        return constant(power(_as_constant(base), k))
    wanted = as_rational(k)
    if wanted is None:
        raise NotOfThisShape("a variable exponent")
    if len(base) == 1:
        ((n, a, b), c), *_ = base.items()
        if n == 0 or wanted.denominator == 1:
            value = power(c, k)
            if isinstance(value, (Infinite, Undefined)):
                return value
            if abs(n * wanted) > MOST_DEGREE:
                raise CannotEvaluate("a power that is too high")
            return {(int((n * wanted).numerator), a * wanted, b * wanted): value}
    if wanted.denominator != 1 or not 0 <= wanted <= 8:
        raise NotOfThisShape("a power of a sum")
    return multiplied([base] * int(wanted.numerator)) if wanted > 0 else {CONSTANT: ONE}


def _as_constant(p: Part) -> Value:
    if not isinstance(p, dict):
        return p
    if any(key != CONSTANT for key in p):
        raise NotOfThisShape("something that varies")
    return p.get(CONSTANT, ZERO)


def _negated(p: Part) -> Part:
    return {key: negate(c) for key, c in p.items()} if isinstance(p, dict) else constant(negate(p))


def logarithm(p: Part) -> Part:
    """The logarithm of a single term."""
    if not isinstance(p, dict) or not p:
        return constant(log(_as_constant(p)))
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
        if a != 0 or b != 0 or not 0 <= n <= 2:
            raise NotOfThisShape("not a quadratic")
        found[n] = c
    return found


def exponential(p: Part) -> Part:
    """The exponential of a quadratic."""
    if not isinstance(p, dict):
        return constant(exp(p))
    start, linear, square = _polynomial(p)
    a, b = as_rational(square), as_rational(linear)
    if a is None or b is None:
        raise NotOfThisShape("an exponent that is not rational")
    value = exp(start)
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
            value: Part = constant(LogLinear(fmpq(way)))
            parts.append(value if fn == "sign" else part if way >= 0 else _negated(part))
        elif isinstance(part, Infinite):
            parts.append(constant(LogLinear(fmpq(part.sign))) if fn == "sign" else Infinite(1))
        else:
            parts.append(part)
    return Pieces(full.cuts, tuple(parts))


def _roots(p: Terms) -> list[fmpq]:
    if len(p) == 1:
        ((n, _, _), _), *_ = p.items()
        return [fmpq(0)] if n else []
    start, linear, square = (as_rational(v) for v in _polynomial(p))
    if start is None or linear is None or square is None:
        raise NotOfThisShape("roots that are not rational")
    if square == 0:
        return [] if linear == 0 else [-start / linear]
    discriminant = linear * linear - 4 * square * start
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


def branches(fn: str, args: list[Pieces]) -> Pieces:
    """An absolute value, a sign, a maximum or an indicator: cut where the branch changes."""
    if fn in ("abs", "sign"):
        return _by_sign(args[0], fn)
    if fn in ("le", "lt", "max", "min") and len(args) == 2:
        difference = merge([args[1], merge([args[0]], lambda p: _negated(p[0]))], added)
        signs = _by_sign(difference, "sign")  # 1 where the second is larger
        half: Part = {CONSTANT: LogLinear(fmpq(1, 2))}
        if fn in ("le", "lt"):  # (1 + sign)/2 away from single points
            same = signs.cuts == () and all(p == {} for p in signs.parts)
            if same:
                return Pieces((), ({CONSTANT: ONE} if fn == "le" else {},))
            one: Part = {CONSTANT: ONE}
            return merge([signs], lambda p: multiplied([half, added([one, p[0]])]))
        size = _by_sign(difference, "abs")
        minus: Part = {CONSTANT: LogLinear(fmpq(-1, 2))}
        way = half if fn == "max" else minus
        return merge([*args, size], lambda p: added([multiplied([half, added(p[:2])]), multiplied([way, p[2]])]))
    raise NotOfThisShape(f"{fn} in an integrand")
