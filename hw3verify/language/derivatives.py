"""Derivatives: by a parameter, by a function, by a density (a functional derivative).

What a formula hides is no constant: f_\\theta depends on theta in a way that nothing says, and f may. Such a derivative
is `Unknown`, not zero. How a density moves with its index is said by `judge.scores`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from hw3verify.language.binders import is_measure
from hw3verify.language.densities import density
from hw3verify.language.sketch import show
from hw3verify.language.surface import Deriv, Node
from hw3verify.language.vocabulary import Unknown
from hw3verify.meaning.expr import (
    ONE,
    Apply,
    Call,
    Derivative,
    Expr,
    Name,
    Number,
    Power,
    Product,
    divide,
    free_names,
    multiply,
)
from hw3verify.meaning.expr import walk as walk_expr

if TYPE_CHECKING:
    from hw3verify.language.elaborate import Elaborator


def derivative(e: Elaborator, node: Deriv) -> Expr:
    """Derivatives by parameters, by functions and by densities (functional derivatives)."""
    if node.kind == "nabla" and len(node.by) != 1:
        raise Unknown("a gradient without its variable is not understood", node)
    ratio = _of_measures(e, node)
    if ratio is not None:
        return ratio
    body = e.expr(node.body)
    for by, order in node.by:
        target = e.expr(by)
        inner: Expr = ONE
        if isinstance(target, Power) and isinstance(target.base, Name) and isinstance(target.exponent, Number):
            # by the chain rule d/d(s^n) = 1/(n s^(n-1)) d/ds
            inner = multiply(target.exponent, Power(target.base, Number(target.exponent.value - 1)))
            target = target.base
        elif isinstance(target, Call) and (letter := _only_letter(target)) is not None:
            inner, target = Derivative(target, letter), letter  # by l = log s: ds/dl is one over dl/ds
        if not isinstance(target, Name | Apply):
            raise Unknown("a derivative by something that is not a variable", by)
        if isinstance(target, Name):
            _check_dependence(e, body, target.id, by)
        if order > 4:
            raise Unknown("a derivative of this order is not understood", by)
        for _ in range(order):
            body = Derivative(body, target) if inner == ONE else divide(Derivative(body, target), inner)
    return body


def _of_measures(e: Elaborator, node: Deriv) -> Expr | None:
    """dP/dQ of two laws is the ratio of their densities (Radon and Nikodym)."""
    if node.kind != "d" or len(node.by) != 1 or node.by[0][1] != 1:
        return None
    p, q = node.body, node.by[0][0]
    if not (is_measure(e, p) and is_measure(e, q)):
        return None
    variables = tuple(v for v, _ in e.under)
    return divide(*(density(e, m, variables)[0] for m in (p, q)))


def _only_letter(e: Expr) -> Name | None:
    """The one letter in a logarithm or an exponential, which is monotone in it: `\\log\\sigma^2`; None for others."""
    names = {n.id for n in walk_expr(e) if isinstance(n, Name)} - {"pi", "infinity"}
    plain = all(isinstance(n, Name | Number | Power | Call | Product) for n in walk_expr(e))
    calls = [n for n in walk_expr(e) if isinstance(n, Call)]
    powers = all(isinstance(n.exponent, Number) for n in walk_expr(e) if isinstance(n, Power))
    known = plain and powers and len(calls) == 1 and calls[0].fn in ("log", "exp") and len(names) == 1
    return Name(next(iter(names))) if known else None


def _check_dependence(e: Elaborator, body: Expr, parameter: str, by: Node) -> None:
    """f_\\theta depends on theta, in a way that nothing says; so may any function where theta is not seen at all."""
    hidden = parameter not in e.dropped and parameter not in free_names(body) and not _moves_a_law(e, body, parameter)
    known = {law.head for law, _ in e.scope.laws} | {law.head for law in e.laws}
    for n in walk_expr(body):
        if isinstance(n, Apply) and n.head not in known:
            indices = n.head.removesuffix("[]").partition("_")[2].split(",")
            if hidden or (parameter in indices and e.heads.get(n.head) != "density"):
                raise Unknown(f"nothing says how {n.head} depends on {show(by)}", by)
        elif isinstance(n, Name) and n.id != parameter:
            if parameter in n.id.partition("_")[2].split(",") or (hidden and _is_value(n.id)):
                raise Unknown(f"nothing says how {n.id} depends on {show(by)}", by)


def _moves_a_law(e: Elaborator, body: Expr, parameter: str) -> bool:
    """Is it a parameter of a law in the body? Then that is where it stands, and f(z) does not hide it."""
    heads = {n.head for n in walk_expr(body) if isinstance(n, Apply)}
    laws = [*(law for law, _ in e.scope.laws), *e.laws]
    return any(law.head in heads and any(parameter in free_names(p) for p in law.parameters) for law in laws)


def _is_value(name: str) -> bool:
    """`L`, `ELBO`, `\\hat y`: letters of what a formula computes, rather than of what it depends on."""
    return name[0].isupper() or name.startswith(("hat_", "ell"))
