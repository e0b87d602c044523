"""Powers, exponentials, logarithms and factorials of exact numbers.

Law: each result is exact or a ball around the exact value. Rational powers are exact where the root is rational, the
logarithm of a positive rational is a combination of logarithms of primes (it is factorised while it is short), and
exp of an integer combination of them is rational again. 1/0 is a pole, log 0 = -infinity, the logarithm of a negative
number is not defined for good, 1^infinity and infinity^0 have no value. What would be too large is refused.
"""

from __future__ import annotations

from functools import lru_cache

from flint import arb, fmpq, fmpz

from hw3verify.meaning.value import (
    MOST_BITS,
    ONE,
    UNKNOWN,
    ZERO,
    Ball,
    CannotEvaluate,
    Infinite,
    LogLinear,
    Undefined,
    Value,
    as_rational,
    bounded,
    enclosure,
    is_zero,
    missing,
    multiply,
    sign_of,
)

FACTOR_BITS = 80
LARGEST_EXPONENT = 10_000


def reciprocal(a: Value) -> Value:
    """1/a; 1/0 is a pole."""
    return power(a, LogLinear(fmpq(-1)))


def power(base: Value, exponent: Value) -> Value:
    """base ** exponent; exact where the result is rational and of bounded size."""
    if isinstance(base, Undefined) or isinstance(exponent, Undefined):
        return missing((base, exponent))
    wanted = as_rational(exponent)
    if wanted is not None and wanted.denominator == 1:
        return _whole_power(base, int(wanted.numerator))
    sign = sign_of(base)
    if isinstance(exponent, Infinite) and (sign is None or as_rational(base) == 1):
        return Undefined(stubborn=True)  # 1^infinity
    if sign is None:
        return UNKNOWN
    if sign < 0:
        return Undefined(True)
    if sign == 0 or isinstance(base, Infinite):
        way = sign_of(exponent)
        if way is None or way == 0:
            return UNKNOWN
        if (way > 0) == (sign == 0):
            return ZERO
        return Infinite(1, sign == 0)
    root = None if wanted is None else _exact_root(as_rational(base), wanted)
    return exp(multiply(exponent, log(base))) if root is None else root


def _whole_power(base: Value, n: int) -> Value:
    if n == 0:
        return Undefined(stubborn=True) if isinstance(base, Infinite) else ONE
    if n == 1:
        return base
    if isinstance(base, Infinite):
        return Infinite(base.sign if n % 2 else 1) if n > 0 else ZERO
    if is_zero(base):
        return ZERO if n > 0 else Infinite(1, True)
    exact = as_rational(base)
    if exact is not None and exact.height_bits() * abs(n) <= 2 * MOST_BITS:
        return bounded(exact**n)
    if abs(n) > LARGEST_EXPONENT:
        raise CannotEvaluate("an exponent is too large")
    assert isinstance(base, (LogLinear, Ball))
    return Ball(enclosure(base) ** n)


def _exact_root(base: fmpq | None, exponent: fmpq) -> Value | None:
    if base is None or exponent.height_bits() > 8 or base.height_bits() * int(abs(exponent.numerator)) > MOST_BITS:
        return None
    degree = int(exponent.denominator)
    top, bottom = base.numerator.root(degree), base.denominator.root(degree)
    if top**degree != base.numerator or bottom**degree != base.denominator:
        return None
    return LogLinear(fmpq(top, bottom) ** int(exponent.numerator))


@lru_cache(maxsize=4096)
def _prime_powers(n: int) -> tuple[tuple[int, int], ...]:
    return tuple((int(p), int(k)) for p, k in fmpz(n).factor())


def log(a: Value) -> Value:
    """The natural logarithm; log 0 = -infinity."""
    if isinstance(a, Undefined):
        return a
    sign = sign_of(a)
    if sign is None:
        return UNKNOWN
    if sign < 0:
        return Undefined(True)
    if sign == 0:
        return Infinite(-1)
    if isinstance(a, Infinite):
        return Infinite(1)
    exact = as_rational(a)
    if exact is None or exact.height_bits() > FACTOR_BITS:
        assert isinstance(a, (LogLinear, Ball))
        return Ball(enclosure(a).log())
    logs: dict[int, fmpq] = {}
    for number, way in ((exact.numerator, 1), (exact.denominator, -1)):
        for prime, k in _prime_powers(int(number)):
            logs[prime] = fmpq(way * k)
    return LogLinear(fmpq(0), tuple(sorted(logs.items())))


def exp(a: Value) -> Value:
    """The exponential function; exact on integer combinations of logarithms."""
    if isinstance(a, Undefined):
        return a
    if isinstance(a, Infinite):
        return Infinite(1) if a.sign > 0 else ZERO
    ball = enclosure(a)
    if not ball.is_finite():
        return UNKNOWN
    if not abs(ball) < LARGEST_EXPONENT:
        raise CannotEvaluate("an exponent is too large")
    if isinstance(a, LogLinear) and a.rational == 0 and all(b.denominator == 1 for _, b in a.logs):
        size = sum(p.bit_length() * int(abs(b.numerator)) for p, b in a.logs)
        if size <= MOST_BITS:
            result = fmpq(1)
            for prime, weight in a.logs:
                result *= fmpq(prime) ** int(weight.numerator)
            return LogLinear(result)
    return Ball(ball.exp())


def factorial(a: Value) -> Value:
    """n! of a small nonnegative integer."""
    n = as_rational(a)
    if n is None or n.denominator != 1 or not 0 <= n <= 500:
        raise CannotEvaluate("the factorial of something that is not a small integer")
    return bounded(fmpq(fmpz.fac_ui(n.numerator)))


def gamma(a: Value) -> Value:
    """The gamma function of a positive number; exact at integers."""
    if isinstance(a, (Infinite, Undefined)) or sign_of(a) != 1:
        raise CannotEvaluate("the gamma function of something that is not a positive number")
    n = as_rational(a)
    if n is not None and n.denominator == 1 and n <= 500:
        return factorial(LogLinear(n - 1))
    return Ball(enclosure(a).gamma())


def digamma(a: Value) -> Value:
    """The derivative of the logarithm of the gamma function, at a positive number."""
    if isinstance(a, (Infinite, Undefined)) or sign_of(a) != 1:
        raise CannotEvaluate("the digamma function of something that is not a positive number")
    return Ball(enclosure(a).digamma())


def erf(a: Value) -> Value:
    """The error function."""
    if isinstance(a, Undefined) or is_zero(a):
        return a
    if isinstance(a, Infinite):
        return LogLinear(fmpq(a.sign))
    return Ball(enclosure(a).erf())


def arctan(a: Value) -> Value:
    """The arctangent."""
    if isinstance(a, Undefined) or is_zero(a):
        return a
    if isinstance(a, Infinite):
        return Ball(arb.pi() * a.sign / 2)
    return Ball(enclosure(a).atan())
