"""Point masses: `\\delta_a`, the law of what is always a.

    E under delta_a of f is f(a); the integral of f(x) delta(x - a) over the line is f(a)
    KL(delta_a, delta_b) and chi2 are infinite, JSD is log 2, TV and Hellinger are 1 for a != b; all are 0 for a = b
    W_1 = W_2 = |a - b|

Whether a and b differ has to be evident: two numbers, or a stated inequality. Else the divergence is `Unknown`.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from hw3verify.language.disjoint import differ_somewhere, is_somewhere
from hw3verify.language.rebuilding import rebuilt
from hw3verify.language.surface import Add, App, Big, Div, Infinity, Mul, Neg, Node, Num, Pow, Sym
from hw3verify.language.vocabulary import Unknown, name_of
from hw3verify.meaning.expr import INFINITY, ONE, ZERO, Call, Expr, Name, Number, Power, Product, log, subtract

if TYPE_CHECKING:
    from hw3verify.language.elaborate import Elaborator

APART = {"KL": INFINITY, "chi2": INFINITY, "JSD": log(Number(2)), "JS": log(Number(2)), "TV": ONE, "hellinger2": ONE,
         "hellinger": ONE, "Jeffreys": INFINITY}  # fmt: skip
MARK = "@"  # before the name of a law that is a point mass, among the definitions


def is_point_mass(node: Node) -> bool:
    """Is this `\\\\delta_a`?"""
    return isinstance(node, Sym) and node.base == "delta" and len(node.sub) == 1 and not node.marks


def location(e: Elaborator, node: Node) -> Expr | None:
    """Where the point mass sits; None if the node is none."""
    if is_point_mass(node):
        assert isinstance(node, Sym)
        (at,) = node.sub
        if isinstance(at, Num | Div | Pow | Neg) or (isinstance(at, Sym) and at.base not in e.vocabulary.ranges):
            return e.expr(at)
        return None
    fn = node.fn if isinstance(node, App) else node
    if not isinstance(fn, Sym):
        return None
    d = e.scope.definition(MARK + name_of(fn))
    if d is None or isinstance(d.body, Call):
        return None
    e.used[d.source] = None
    return d.body


def divergence_of_points(e: Elaborator, name: str, node: App) -> Expr | None:
    """A divergence between two point masses; None if the arguments are none."""
    places = [location(e, a) for a in node.args]
    if len(places) != 2 or node.given or any(p is None for p in places):
        if any(p is not None for p in places) and name not in ("W", "W1", "W2"):
            raise Unknown("a point mass beside another law is not understood yet", node)
        return None
    first, second = places
    assert first is not None and second is not None
    unplaced(name, node, first, second)
    if name in ("W", "W1", "W2"):
        return Call("abs", (subtract(first, second),))
    if name not in APART:
        raise Unknown(f"{name} of point masses is not understood yet", node)
    if first == second:
        return ZERO
    if not differ(e, first, second):
        raise Unknown("nothing says that the two points differ", node)
    return APART[name]


def unplaced(name: str, node: Node, *places: Expr) -> None:
    """Refuse a distance between points of which it is only known that they are not the same."""
    if name in ("W", "W1", "W2") and any(map(is_somewhere, places)):
        raise Unknown("where disjoint supports lie is not known", node)


def differ(e: Elaborator, a: Expr, b: Expr) -> bool:
    """Are the two numbers evidently different?"""
    if differ_somewhere(a, b):
        return True
    if isinstance(a, Number) and isinstance(b, Number):
        return a.value != b.value
    for one, two in ((a, b), (b, a)):
        if two == ZERO and is_positive(e, one):
            return True
        if two == ONE and isinstance(one, Name) and one.id in e.scope.unit:
            return True
        for r, source in e.scope.assumptions:
            if r.op in ("!=", "<", ">") and {r.left, r.right} in ({one, two}, {subtract(one, two), ZERO}):
                e.used[source] = None
                return True
    return False


def is_positive(e: Elaborator, value: Expr) -> bool:
    """Is a number evidently positive: products and powers of what is known to be?"""
    if isinstance(value, Number):
        return value.value > 0
    if isinstance(value, Product):
        return all(is_positive(e, f) for f in value.factors)
    if isinstance(value, Power):
        return is_positive(e, value.base)
    return isinstance(value, Name) and value.id in e.scope.positive | e.scope.unit | e.scope.integer


def put(node: Node, name: str, value: Node) -> Node:
    """The formula with a value written for a variable."""
    if isinstance(node, Sym):
        return value if name_of(node) == name else node
    return rebuilt(node, lambda inner: put(inner, name, value), ("fn",))


def sifted(node: Big) -> Node | None:
    """f(a) for the integral over the line of f(x) delta(x - a), else None."""
    if node.op != "int" or not isinstance(node.var, Sym) or not isinstance(node.body, Mul):
        return None
    infinite = isinstance(node.upper, Infinity) and isinstance(node.lower, Neg) and isinstance(node.lower.arg, Infinity)
    if node.domain is not None or not (infinite or (node.lower is None and node.upper is None)):
        return None
    factors = node.body.factors
    for k, factor in enumerate(factors[:-1]):
        if factor == Sym("delta") and isinstance(factors[k + 1], Add | Neg | Sym):
            at = _solved(factors[k + 1], node.var)
            rest = (*factors[:k], *factors[k + 2 :])
            if at is not None:
                body: Node = Mul(rest) if len(rest) > 1 else rest[0] if rest else Num(Fraction(1))
                return put(body, name_of(node.var), at)
    return None


def _solved(node: Node, var: Sym) -> Node | None:
    """The a of `x - a` or `a - x`."""
    terms = node.terms if isinstance(node, Add) else (node,)
    own = [t for t in terms if t == var or (isinstance(t, Neg) and t.arg == var)]
    rest = [t for t in terms if t not in own]
    if len(own) != 1 or len(rest) > 1:
        return None
    value = rest[0] if rest else Num(Fraction(0))
    if own[0] != var:
        return value
    return value.arg if isinstance(value, Neg) else Neg(value) if rest else value
