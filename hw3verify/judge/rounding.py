"""How exact a written number is meant: half a unit of its last digit.

1.39 is meant to 0.005, 69.3\\% to 0.0005, 4.5 * 10^-6 to 0.05 * 10^-6; a number with its unit (nats) like the number.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from hw3verify.judge.flow import Proposition
from hw3verify.judge.link import approximate
from hw3verify.language.surface import Div, Mul, Neg, Node, Num, Pow, Sym
from hw3verify.meaning.claim import Relation
from hw3verify.meaning.expr import Expr, Number


def rounded(p: Proposition) -> Fraction | None:
    """Half a unit of the last written decimal, if a side is a decimal number."""
    for side in (p.right, p.left):
        first = side.readings.first
        unit = None if first is None else _last_digit(first.node)
        if unit is not None:
            return unit / 2
    return None


def _last_digit(node: Node) -> Fraction | None:
    """What one more in the last written digit would add: 0.01 for 1.39, -1.39 and 139.00\\%, 1e-7 for 4.5 * 10^-6."""
    if isinstance(node, Neg):
        return _last_digit(node.arg)
    if isinstance(node, Num) and "." in node.text:
        digits, _, power = node.text.lower().partition("e")
        return Fraction(10) ** (int(power or 0) - len(digits.rpartition(".")[2]))
    if isinstance(node, Div) and isinstance(node.den, Num) and node.den.text == "%" and isinstance(node.num, Num):
        return (_last_digit(node.num) or Fraction(1)) / 100
    if isinstance(node, Mul) and len(node.factors) == 2 and node.factors[1] == Sym("nats"):
        return _last_digit(node.factors[0])
    if isinstance(node, Mul) and len(node.factors) == 2 and isinstance(node.factors[1], Pow):
        number, ten, exponent = node.factors[0], node.factors[1].base, node.factors[1].exponent
        sign = -1 if isinstance(exponent, Neg) else 1
        exponent = exponent.arg if isinstance(exponent, Neg) else exponent
        unit = _last_digit(number) or (Fraction(1) if isinstance(number, Num) else None)
        if ten == Num(Fraction(10)) and isinstance(exponent, Num) and exponent.value.denominator == 1 and unit:
            return unit * Fraction(10) ** (sign * min(int(exponent.value), 99))
    return None


def unscaled(p: Proposition, left: Expr | None, right: Expr | None) -> Iterator[Relation]:
    """What "about equal" may mean without a decimal: equal, or right to a whole number that is written."""
    if left is None or right is None:
        return
    yield Relation(left, "=", right)
    if any(isinstance(s.readings.first.node, Num) for s in (p.left, p.right) if s.readings.first is not None):
        yield approximate(left, right, Number(Fraction(1, 2)))
