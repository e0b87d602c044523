"""Laws that words name: `uniform on $[0, 1]$`, `Poisson with mean $\\lambda$`, `gamma with shape $a$ and rate $b$`.

The parameters are what the words call them: rate, mean, variance, probability, the set that the variable is uniform on.
Where they are only called parameters, they stand in the usual order, and what has no usual meaning stays open.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from itertools import pairwise

from hw3verify.language.conventions import is_open
from hw3verify.language.elaborate import Elaborator
from hw3verify.language.surface import Dots, Interval, Node, Num, SetOf, Tuple_
from hw3verify.meaning.claim import Law
from hw3verify.meaning.expr import ONE, ZERO, Domain, Expr, Fold, Number, Power, add, subtract

LAW_WORDS = (
    "standard normal|standard gaussian|normal|gaussian|uniform|bernoulli|poisson|exponential|laplace|binomial|geometric"
    "|gamma|beta"
)
_SAME = {
    "expectation": "mean", "expected value": "mean", "parameters": "parameter", "success probability": "probability",
    "probability of success": "probability", "success probability of success": "probability", "intensity": "rate",
}  # fmt: skip
_WAYS: dict[str, tuple[tuple[str, ...], ...]] = {  # by what names the parameters may be called, in the law's order
    "bernoulli": (("probability",), ("mean",), ("parameter",)),
    "poisson": (("mean",), ("rate",), ("parameter",)),
    "exponential": (("rate",), ("parameter",)),
    "geometric": (("probability",), ("parameter",)),
    "binomial": (("trials", "probability"), ("parameter", "parameter"), ("trials", "parameter")),
    "gamma": (("shape", "rate"), ("parameter", "parameter")),
    "beta": (("parameter", "parameter"), ("shape", "shape")),
    "laplace": (("location", "scale"), ("mean", "scale"), ("parameter", "parameter")),
    "normal": (("mean", "variance"),),
}
_INVERSE = {  # the last parameter is one over what is said
    "exponential": (("mean",), ("scale",)), "gamma": (("shape", "scale"),),
}  # fmt: skip


def law_in_words(
    e: Elaborator, said: str, parameters: Sequence[tuple[str, Node]], sets: Sequence[Node], head: str, role: str
) -> Law | None:
    """The law that words name; `parameters`: what each is called, and its formula. None where that is no law."""
    called = tuple(_SAME.get(name, name) for name, _ in parameters)
    nodes = [node for _, node in parameters]
    if said in ("standard normal", "standard gaussian"):
        return Law(head, (role,), (), "normal", (ZERO, ONE)) if not called and not sets else None
    name = {"gaussian": "normal"}.get(said, said)
    if name == "uniform":
        return _uniform(e, sets[0], head, role) if len(sets) == 1 and not called else None
    if sets and not (name == "geometric" and all(isinstance(s, SetOf) for s in sets)):
        return None
    if name == "normal" and called == ("mean", "standard deviation"):
        return Law(head, (role,), (), name, (e.expr(nodes[0]), Power(e.expr(nodes[1]), Number(2))))
    values = dict(zip(called, nodes, strict=True))
    for way in _WAYS[name]:
        if sorted(way) == sorted(called):
            ordered = nodes if len(values) < len(called) else [values[c] for c in way]
            rate_or_scale = "parameter" in way and (name == "gamma" or is_open(name, ordered))
            if rate_or_scale or name == "geometric":
                e.open_laws.add(head)
            return Law(head, (role,), (), name, tuple(map(e.expr, ordered)))
    for way in _INVERSE.get(name, ()):
        if sorted(way) == sorted(called):
            exprs = [e.expr(values[c]) for c in way]
            return Law(head, (role,), (), name, (*exprs[:-1], Power(exprs[-1], Number(-1))))
    return None


def _uniform(e: Elaborator, of: Node, head: str, role: str) -> Law | None:
    """Uniform on an interval, or on consecutive integers."""
    if isinstance(of, Tuple_) and len(of.items) == 2:
        of = Interval(of.items[0], of.items[1], False, False)
    if isinstance(of, Interval):
        return Law(head, (role,), (), "uniform", (e.expr(of.low), e.expr(of.high)))
    if not isinstance(of, SetOf) or of.such_that is not None or len(of.items) < 2:
        return None
    first, last = of.items[0], of.items[-1]
    listed = [n.value for n in of.items if isinstance(n, Num)]
    if any(isinstance(n, Dots) for n in of.items):
        known = [n for n in of.items[:-1] if not isinstance(n, Dots)]
        if isinstance(last, Dots) or len(listed) < len(known) or not isinstance(first, Num):
            return None
        listed = listed[: len(known)]
    elif len(listed) != len(of.items):
        return None
    if any(n.denominator != 1 for n in listed) or any(b - a != Fraction(1) for a, b in pairwise(listed)):
        return None
    low, high = e.expr(first), e.expr(last)
    count: Expr = add(subtract(high, low), ONE)
    if isinstance(low, Number) and isinstance(high, Number):
        count = Number(high.value - low.value + 1)
    elif low == ONE:
        count = high
    body = Fold("lambda", role, Domain("space", role), Power(count, Number(-1)))
    return Law(head, (role,), (), "mass", (body, low, high))
