r"""Divergences between product densities: n independent draws under each of two densities.

    KL(prod_i p(x_i) || prod_i q(x_i)) = n KL(p || q), and so for Jeffreys' divergence, entropies and cross entropies
    1 - H^2 of the products = (1 - H^2(p, q))^n          1 + chi2 of the products = (1 + chi2(p || q))^n
    BC of the products = BC(p, q)^n

A product is written out (`\prod_{i=1}^n p(x_i)`), or as a power `p^{\otimes n}`; `p^n` as the argument of a divergence
is a product too, since no pointwise power of a density is one. Other divergences of products have no such law: they are
`Unknown`.
"""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING

from hw3verify.language.surface import App, Big, Func, Node, Num, Pow, Sym
from hw3verify.language.vocabulary import Unknown
from hw3verify.meaning.expr import ONE, Expr, Number, Power, add, multiply, subtract

if TYPE_CHECKING:
    from hw3verify.language.elaborate import Elaborator

ADDITIVE = frozenset(("KL", "Jeffreys", "CE", "H"))
HALF = Number(Fraction(1, 2))


def factor_of(e: Elaborator, node: Node) -> tuple[Sym, Node] | None:
    """(the density of one draw, the number of draws) of a product density."""
    if isinstance(node, Big) and node.op == "prod" and node.domain is None and node.upper is not None:
        body = node.body
        if node.lower != Num(Fraction(1)) or not isinstance(body, App) or not isinstance(body.fn, Sym):
            return None
        (value,) = body.args if len(body.args) == 1 and not body.given and not body.params else (None,)
        drawn = isinstance(value, Sym) and value.sub == (node.var,) and not value.marks
        return (body.fn, node.upper) if drawn and _is_density(e, body.fn) else None
    if isinstance(node, Pow) and isinstance(node.base, Sym) and _is_density(e, node.base):
        size = node.exponent
        if isinstance(size, Func) and size.name == "otimes":
            return node.base, size.args[0]
        whole = isinstance(size, Num) and size.value.denominator == 1 and size.value >= 2
        if whole or (isinstance(size, Sym) and size.base in e.scope.integer and not size.sub):
            return node.base, size
    return None


def _is_density(e: Elaborator, sym: Sym) -> bool:
    return e.vocabulary.is_density(sym) and e.scope.product(e.vocabulary.family(sym)) is None


def of_products(e: Elaborator, node: App, name: str) -> Expr | None:
    """The divergence of product densities by that of their factors; None if the arguments are no products."""
    found = [factor_of(e, a) for a in node.args]
    if not found or any(f is None for f in found) or node.given:
        return None
    pairs = [f for f in found if f is not None]
    sizes = {e.expr(size) for _, size in pairs}
    if len(sizes) != 1:
        raise Unknown("products of different length", node)
    (n,) = sizes
    single = e.expr(replace(node, args=tuple(p for p, _ in pairs)))
    if name in ADDITIVE:
        return multiply(n, single)
    if name == "hellinger2":
        return subtract(ONE, Power(subtract(ONE, single), n))
    if name == "hellinger":
        return Power(subtract(ONE, Power(subtract(ONE, Power(single, Number(2))), n)), HALF)
    if name == "chi2":
        return subtract(Power(add(ONE, single), n), ONE)
    if name == "BC":
        return Power(single, n)
    raise Unknown(f"{name} of product densities has no closed form", node)
