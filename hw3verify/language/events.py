"""Events: indicators, and the probabilities of what happens to random variables.

    P(X > t) = E[1(X > t)]            P(A | B) = P(A, B) / P(B)            P(X = k | Y = y) = p(k | y)

Where a law of X is stated, an event is a range of its outcome: an integral from t on, or a sum of the mass function. A
single value has the probability of the mass function there; under a law on the line it has none.
"""

from __future__ import annotations

from math import ceil, floor
from typing import TYPE_CHECKING

from hw3verify.language.binders import space_fold
from hw3verify.language.datasets import at_data
from hw3verify.language.finite_values import of_points
from hw3verify.language.random_variables import Draw
from hw3verify.language.surface import App, Both, Interval, Node, Rel, Sym, walk
from hw3verify.language.truth import interval_ends, truth
from hw3verify.language.variables import drawn, law, lowered, random_names, small
from hw3verify.language.vocabulary import Unknown, name_of
from hw3verify.meaning.expr import (
    INFINITY,
    ZERO,
    Apply,
    Arg,
    Call,
    Domain,
    Expr,
    Fold,
    Name,
    Number,
    add,
    divide,
    free_names,
    multiply,
    negate,
    substitute,
    subtract,
)

if TYPE_CHECKING:
    from hw3verify.language.elaborate import Elaborator

ORDER = ("<", "<=", ">", ">=")
DISCRETE = {"bernoulli": 0, "poisson": 0, "geometric": 0, "geometric0": 0, "binomial": 0}  # law -> its least value
MOST_VALUES = 60
Known = dict[str, tuple[Draw, str]]


def probability(e: Elaborator, node: App) -> Expr:
    """The probability of the relations in the bracket, given those behind the bar."""
    of_values = of_points(e, node) if e.scope.finite else None
    if of_values is not None:
        return of_values
    of_data = at_data(e, node.fn, node) if e.scope.data and isinstance(node.fn, Sym) else None
    if of_data is not None:  # P(X_{n+1} = 1 | X_1, ..., X_n)
        return of_data
    happens, given = _relations(node.args), _relations(node.given)
    symbols = {n: s for part in (*happens, *given) for n, s in random_names(e, part).items()}
    if not symbols:
        raise Unknown("nothing random is in this event", node)
    written = {name_of(n) for part in (*happens, *given) for n in _names(part)}
    names = {n: small(s, frozenset(written - {n})) for n, s in symbols.items()}
    known = {n: (drawn(e, n, s), names[n]) for n, s in symbols.items()}
    fixed = {n: v for part in given if (pair := _value(e, part, known)) is not None for n, v in (pair,)}
    bare = {name_of(g): g for g in given if isinstance(g, Sym)}
    if fixed or bare:  # given Y = y, or given Y: under the conditional law
        if any(not isinstance(g, Sym) and _value(e, g, known) is None for g in given):
            raise Unknown("conditions of two kinds are not understood yet", node)
        behind = {n: known[n] for n in (*fixed, *bare)}
        found = _mass(e, happens, known, behind)
        return substitute(found, {known[n][1]: v for n, v in fixed.items()})
    if not given:
        return _mass(e, happens, known, {})
    return divide(_mass(e, [*happens, *given], known, {}), _mass(e, given, known, {}))


def _relations(parts: tuple[Node, ...]) -> list[Node]:
    """The relations of an event, one by one; a bare variable behind the bar stays."""
    found: list[Node] = []
    for part in parts:
        if isinstance(part, Both):
            found += part.items
        elif isinstance(part, Rel) and part.op == "in" and isinstance(part.right, Interval):
            found += interval_ends(part.left, part.right)
        else:
            found.append(part)
    return found


def _names(node: Node) -> list[Sym]:
    return [n for n in walk(node) if isinstance(n, Sym)]


def _value(e: Elaborator, part: Node, known: Known) -> tuple[str, Expr] | None:
    """(variable, value) for `X = value`."""
    if isinstance(part, Rel) and part.op == "=" and isinstance(part.left, Sym):
        name = name_of(part.left)
        if name in known and not random_names(e, part.right):
            return name, e.expr(part.right)
    return None


def _mass(e: Elaborator, happens: list[Node], known: Known, behind: Known) -> Expr:
    """The probability of all these relations at once, given the variables of `behind`."""
    spoken = {n for part in happens for n in random_names(e, part)}
    outcome = {n: known[n] for n in known if n in spoken and n not in behind}
    if not outcome:
        raise Unknown("nothing random is left in this event")
    weight = law(e, outcome, behind)
    fixed = {n: v for part in happens if (pair := _value(e, part, known)) is not None for n, v in (pair,)}
    names = {n: v for n, (_, v) in known.items()}
    rest = [lowered(part, names) for part in happens if _value(e, part, known) is None]
    for n, value in fixed.items():
        _check_value(e, known[n], value)
    at = {known[n][1]: v for n, v in fixed.items()}
    left = {n: pair for n, pair in outcome.items() if n not in fixed}
    if len(left) == 1 and not behind and not fixed and isinstance(weight, Apply):
        ((draw, variable),) = left.values()
        found = _range(e, draw, variable, rest, weight)
        if found is not None:
            return found
    body = multiply(weight, *(truth(e, part) for part in rest)) if rest else weight
    return substitute(space_fold(tuple(v for _, v in left.values()), body), at)


def law_name(e: Elaborator, draw: Draw) -> str:
    """The name of the stated law of a variable; "" if none is stated."""
    laws = (*(law for law, _ in e.scope.laws), *e.laws)
    found = [w for w in laws if w.head == draw.head and w.outcome == (draw.role,) and not w.given and not w.index]
    return found[-1].name if found else ""


def _check_value(e: Elaborator, pair: tuple[Draw, str], value: Expr) -> None:
    """`X = k` has a probability where X is counted; `P(X = x)` is a way to write p(x)."""
    draw, variable = pair
    name = law_name(e, draw)
    if name in DISCRETE:
        return
    if not name and value == Name(variable.rstrip("'")):
        return
    raise Unknown("the probability of a single value is not understood here")


def _range(e: Elaborator, draw: Draw, variable: str, rest: list[Node], weight: Apply) -> Expr | None:
    """An event about one variable with a stated law: the part of the line, or of the integers, where it happens."""
    name = law_name(e, draw)
    if not name:
        return None
    lower: list[tuple[Expr, bool]] = []
    upper: list[tuple[Expr, bool]] = []
    for part in rest:
        if not isinstance(part, Rel) or part.op not in ORDER:
            return None
        left, op, right = e.expr(part.left), part.op, e.expr(part.right)
        if op in (">", ">="):
            left, op, right = right, op.replace(">", "<"), left
        if right == Name(variable) and variable not in free_names(left):
            lower.append((left, op == "<"))
        elif left == Name(variable) and variable not in free_names(right):
            upper.append((right, op == "<"))
        else:
            return None
    if name in DISCRETE:
        if len(lower) > 1 or len(upper) > 1:
            return None
        return _counted(weight, variable, DISCRETE[name], lower, upper, name)
    low = _extreme("max", [value for value, _ in lower]) if lower else negate(INFINITY)
    high = _extreme("min", [value for value, _ in upper]) if upper else INFINITY
    if low == high:
        return ZERO
    return Fold("sum", variable, Domain("interval", draw.role, low, high), weight)


def _extreme(fn: str, values: list[Expr]) -> Expr:
    return values[0] if len(values) == 1 else Call(fn, tuple(values))


def _counted(
    weight: Apply, variable: str, least: int, lower: list[tuple[Expr, bool]], upper: list[tuple[Expr, bool]], name: str
) -> Expr | None:
    """A range of the integers from `least` on, with numbers as its ends: sums of single masses; or a geometric tail."""
    if lower and not upper and isinstance(lower[0][0], Name) and name in ("geometric", "geometric0"):
        value, strict = lower[0]
        first = add(value, Number(1)) if strict else value
        return Fold("sum", variable, Domain("index", "#tail", first, INFINITY), weight)
    begin = least
    if lower:
        value, strict = lower[0]
        if not isinstance(value, Number):
            return None
        begin = max(least, floor(value.value) + 1 if strict else ceil(value.value))
    if not upper:
        return None if begin - least > MOST_VALUES else subtract(Number(1), _masses(weight, least, begin))
    value, strict = upper[0]
    if not isinstance(value, Number):
        return None
    end = ceil(value.value) if strict else floor(value.value) + 1
    return None if end - begin > MOST_VALUES else _masses(weight, begin, end)


def _masses(weight: Apply, begin: int, end: int) -> Expr:
    """The masses of begin, ..., end - 1."""
    terms = [Apply(weight.head, tuple(Arg(a.role, Number(k)) for a in weight.args)) for k in range(begin, end)]
    return add(*terms) if terms else ZERO
