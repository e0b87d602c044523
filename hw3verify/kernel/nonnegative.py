"""Which expressions are plainly never negative: densities, and what is built of them without a minus sign.

1/0 is plus infinity only where the zero is such a quantity; 1/(a - b) at a = b has no value. A syntactic test: no
answer "yes" is wrong, many answers "no" are.
"""

from __future__ import annotations

from hw3verify.meaning.claim import Facts
from hw3verify.meaning.expr import Apply, Call, Expr, Fold, Name, Number, Power, Product, Sum


def never_negative(e: Expr, facts: Facts) -> bool:
    """Is the expression plainly nonnegative (densities, masses, their sums, products and powers)?"""
    if isinstance(e, Number):
        return e.value >= 0
    if isinstance(e, Apply):
        return e.head in facts.densities | facts.positive | facts.unit | facts.binary
    if isinstance(e, Name):
        return e.id in facts.positive | facts.unit | facts.binary | facts.integer
    if isinstance(e, (Sum, Product)):
        return all(never_negative(c, facts) for c in (e.terms if isinstance(e, Sum) else e.factors))
    if isinstance(e, Fold):
        return e.op in ("sum", "product", "sup", "inf") and e.domain.kind == "space" and never_negative(e.body, facts)
    if isinstance(e, Power):
        even = isinstance(e.exponent, Number) and e.exponent.value.denominator == 1 and e.exponent.value % 2 == 0
        return even or never_negative(e.base, facts)
    return isinstance(e, Call) and e.fn in ("exp", "abs", "le", "lt", "delta", "factorial", "gamma")
