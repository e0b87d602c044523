"""Are two sides written alike? And is a side as far worked out as an answer?

`form(e)` is what was written, up to things that nobody calls a step: the order of summands and factors, nested sums and
products, a minus sign or a number before a bracket, arithmetic with numbers, the names of bound variables, an integral
of a sum. It is much coarser than the tree and much finer than equality: all sides of a true chain are equal, but they
are not alike, and goals must see the difference between the question and its answer.

`labour(e)` counts what is left to be worked out: integrals, sums, expectations and derivatives.

Law: alike expressions are equal wherever both have a value. Nothing here decides about truth.
"""

from __future__ import annotations

from fractions import Fraction

from hw3verify.language.surface import App, Big, Deriv, Expect, Node, Sym
from hw3verify.language.surface import walk as walk_node
from hw3verify.language.vocabulary import DIVERGENCES
from hw3verify.meaning.expr import Apply, Call, Derivative, Expr, Fold, Name, Number, Power, Product, Sum, walk

Form = str
MOST_KNOWN = 5000  # a bounded memo: outside text must not grow the process for ever
MAX_DEPTH = 150
MAX_POWER = 12


def form(e: Expr) -> Form:
    """What alike expressions have in common."""
    known = _KNOWN.get(e)
    if known is None:
        if len(_KNOWN) > MOST_KNOWN:
            _KNOWN.clear()
        known = _KNOWN[e] = _pack(_terms(e, {}, 0))
    return known


def alike(a: Expr, b: Expr) -> bool:
    """Are the two written alike?"""
    return a == b or form(a) == form(b)


def terms(e: Expr) -> list[Expr]:
    """The summands at the top, signs multiplied in."""
    if isinstance(e, Sum):
        return [t for term in e.terms for t in terms(term)]
    if isinstance(e, Product) and len(e.factors) == 2 and isinstance(e.factors[0], Number):
        inner = terms(e.factors[1])
        return [Product((e.factors[0], t)) for t in inner] if len(inner) > 1 else [e]
    return [e]


def labour(e: Expr) -> int:
    """How many integrals, sums, expectations and derivatives are left in it."""
    return sum(isinstance(n, Fold | Derivative) for n in walk(e))


def divergences(node: Node) -> frozenset[str]:
    """The divergences that a side calls by their names."""
    names = (n.fn.base for n in walk_node(node) if isinstance(n, App) and isinstance(n.fn, Sym))
    return frozenset(n for n in names if n in DIVERGENCES)


def binders(node: Node) -> int:
    """How many sums, integrals, expectations and derivatives a side spells out."""
    return sum(isinstance(n, Big | Expect | Deriv) for n in walk_node(node))


# A sum is a dictionary from its terms without their numbers to these numbers; a term is a sorted tuple of factors with
# their exponents; a factor is text, because text is compared and hashed quickly.

_Terms = dict[tuple[tuple[str, int], ...], Fraction]
_KNOWN: dict[Expr, Form] = {}
ONE = Fraction(1)


def _pack(found: _Terms) -> Form:
    kept = [(t, c) for t, c in found.items() if c]
    if not kept:
        return "0"
    if len(kept) == 1 and not kept[0][0]:
        return str(kept[0][1])
    if len(kept) == 1 and kept[0][1] == 1 and len(kept[0][0]) == 1 and kept[0][0][0][1] == 1:
        return kept[0][0][0][0]
    return "(" + "+".join(sorted(f"{c}*{_factors(t)}" for t, c in kept)) + ")"


def _factors(term: tuple[tuple[str, int], ...]) -> str:
    return "*".join(f if k == 1 else f"{f}^{k}" for f, k in term)


def _terms(e: Expr, bound: dict[str, int], depth: int) -> _Terms:
    if isinstance(e, Number):
        return {(): e.value}
    if depth > MAX_DEPTH:
        return {((f"deep {hash(e)}", 1),): ONE}
    if isinstance(e, Sum):
        found: _Terms = {}
        for t in e.terms:
            for key, c in _terms(t, bound, depth + 1).items():
                found[key] = found[key] + c if key in found else c
        return found
    if isinstance(e, Product | Power):
        return _product(e, bound, depth)
    if isinstance(e, Fold) and e.op == "sum":
        inner = _terms(e.body, _within(bound, e.var), depth + 1)
        domain = _domain(e, bound, depth)
        return {((f"fold[{domain};{_factors(t)}]", 1),): c for t, c in inner.items()}
    return {((_atom(e, bound, depth), 1),): ONE}


def _product(e: Expr, bound: dict[str, int], depth: int) -> _Terms:
    """A product of sums is not multiplied out; only numbers are multiplied into a single sum."""
    number = ONE
    exponents: dict[str, int] = {}
    sums: list[_Terms] = []
    stack: list[tuple[Expr, int]] = [(e, 1)]
    while stack:
        node, power = stack.pop()
        if isinstance(node, Product):
            stack.extend((f, power) for f in node.factors)
            continue
        if isinstance(node, Power) and isinstance(node.exponent, Number) and node.exponent.value.denominator == 1:
            stack.append((node.base, power * int(node.exponent.value)))
            continue
        if isinstance(node, Power):
            key = _atom(node, bound, depth)
            exponents[key] = exponents.get(key, 0) + power
            continue
        found = {t: c for t, c in _terms(node, bound, depth + 1).items() if c}
        if len(found) == 1 and abs(power) <= MAX_POWER:
            ((term, c),) = found.items()
            number = number if c == 1 else number * c**power
            for factor, k in term:
                exponents[factor] = exponents.get(factor, 0) + k * power
        elif power == 1 and len(found) > 1:
            sums.append(found)
        else:
            key = _pack(found)
            exponents[key] = exponents.get(key, 0) + power
    if len(sums) == 1 and not any(exponents.values()):
        return {t: c * number for t, c in sums[0].items()}
    for found in sums:
        key = _pack(found)
        exponents[key] = exponents.get(key, 0) + 1
    return {tuple(sorted((f, k) for f, k in exponents.items() if k)): number}


def _atom(e: Expr, bound: dict[str, int], depth: int) -> str:
    if isinstance(e, Name):
        return f"#{bound[e.id]}" if e.id in bound else e.id
    if isinstance(e, Apply):
        groups = ([f"{a.role}:{_sub(a.value, bound, depth)}" for a in g] for g in (e.args, e.given))
        return f"{e.head}({'|'.join(','.join(sorted(g)) for g in groups)})"
    if isinstance(e, Call):
        return f"{e.fn}[{','.join(_sub(a, bound, depth) for a in e.args)}]"
    if isinstance(e, Power):
        return f"power[{_sub(e.base, bound, depth)},{_sub(e.exponent, bound, depth)}]"
    if isinstance(e, Derivative):
        return f"derivative[{_sub(e.body, bound, depth)},{_sub(e.by, bound, depth)}]"
    if isinstance(e, Fold):
        return f"{e.op}[{_domain(e, bound, depth)};{_sub(e.body, _within(bound, e.var), depth)}]"
    return repr(e)


def _within(bound: dict[str, int], var: str) -> dict[str, int]:
    """A bound variable is known by how many binders stand around its own; "" counts them."""
    level = bound.get("", 0)
    return {**bound, var: level, "": level + 1}


def _sub(e: Expr, bound: dict[str, int], depth: int) -> Form:
    return _pack(_terms(e, bound, depth + 1))


def _domain(e: Fold, bound: dict[str, int], depth: int) -> str:
    d = e.domain
    ends = ("" if x is None else _sub(x, bound, depth) for x in (d.lower, d.upper))
    return ",".join((d.kind, d.role, *ends))
