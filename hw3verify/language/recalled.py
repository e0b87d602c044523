"""What is only recalled: `Recall $H(q) = -\\int q(u)\\log q(u)\\,du$` says what the conventions say.

A divergence that is stated by its usual definition is no new name for its one argument: it stays known at every
density, with the variables of that density. Law: `is_convention` is true only where the stated body and the unfolded
definition have the same terms after logarithms of quotients are split and bound variables forgotten. Any other body (an
entropy without its sign, or in bits) is something else.
"""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from hw3verify.language.elaborate import Elaborator
from hw3verify.language.names import DIVERGENCES, Unknown, signature_of
from hw3verify.language.scope import Scope
from hw3verify.language.surface import App, Node, Sym, walk
from hw3verify.language.unfold import divergence
from hw3verify.language.vocabulary import Vocabulary
from hw3verify.meaning.expr import (
    INFINITY,
    MINUS_ONE,
    Apply,
    Call,
    Expr,
    Fold,
    Name,
    Number,
    Power,
    Product,
    Sum,
    negate,
)

Terms = dict[tuple[str, ...], Fraction]
MOST = 60  # terms; a longer body is no recalled definition


def told_bare(scope: Scope, vocabulary: Vocabulary, left: App, right: Node) -> Scope:
    """`H(p) = -\\int p(x) \\log p(x) dx` says that the bare p is p(x), even where p(x, y) is the usual one."""
    found = dict(scope.bare)
    for a in left.args:
        if isinstance(a, Sym) and vocabulary.is_density(a):
            family = vocabulary.family(a)
            used = [n for n in walk(right) if isinstance(n, App) and isinstance(n.fn, Sym) and n.fn == a]
            seen = {signature_of(n) for n in used}
            at = [v for n in used for v in (*n.args, *n.given)]
            if len(seen) == 1 and all(isinstance(v, Sym) and v.base.islower() for v in at):  # p(A) is one of an event
                (signature,) = seen
                if signature != vocabulary.signature(family):
                    found[family] = signature
    told = tuple(found.items())
    return scope if told == scope.bare else replace(scope, bare=told)


def is_convention(e: Elaborator, left: App, body: Expr) -> bool:
    """Does the body say of the divergence what everybody means by it?"""
    if not isinstance(left.fn, Sym) or left.fn.base not in DIVERGENCES or left.fn.sub:
        return False
    if left.fn.base in ("W", "W1") and is_area(body):
        return True
    try:
        usual = divergence(e, left, left.fn.base)
    except Unknown:
        return False
    one, other = _terms(usual, frozenset()), _terms(body, frozenset())
    if one is not None and all(isinstance(a, Sym) for a in left.args):  # a bare q is q(z) as well as q(z|x)
        one, other = _unconditional(one), None if other is None else _unconditional(other)
    return one is not None and one == other


def is_area(e: Expr) -> bool:
    """The area |F_P - F_Q| between two distribution functions, which is W_1 (Vallender 1974)."""
    if not isinstance(e, Fold) or e.op != "sum" or not isinstance(e.body, Call) or e.body.fn != "abs":
        return False
    whole = e.domain.kind == "space" or (e.domain.lower, e.domain.upper) == (negate(INFINITY), INFINITY)
    difference = e.body.args[0]
    if not whole or not isinstance(difference, Sum) or len(difference.terms) != 2:
        return False
    plain = [t for t in difference.terms if _is_cdf(t, e.var)]
    turned = [t.factors[1] for t in difference.terms if isinstance(t, Product) and t.factors[0] == MINUS_ONE]
    return len(plain) == len(turned) == 1 and _is_cdf(turned[0], e.var)


def _is_cdf(e: Expr, at: str) -> bool:
    """The integral of a density from minus infinity to a point."""
    below = isinstance(e, Fold) and e.op == "sum" and (e.domain.lower, e.domain.upper) == (negate(INFINITY), Name(at))
    return below and isinstance(e, Fold) and isinstance(e.body, Apply)


def _unconditional(terms: Terms) -> Terms:
    return {tuple(factor.partition("|")[0] for factor in key): c for key, c in terms.items()}


def _terms(e: Expr, bound: frozenset[str]) -> Terms | None:
    """Coefficients of the products of factors, under all folds; None for anything else."""
    if isinstance(e, Number):
        return {(): e.value}
    if isinstance(e, Sum):
        total: Terms = {}
        for t in e.terms:
            part = _terms(t, bound)
            if part is None or len(total) > MOST:
                return None
            for key, c in part.items():
                total[key] = total.get(key, Fraction(0)) + c
        return {k: c for k, c in total.items() if c}
    if isinstance(e, Product):
        whole: Terms = {(): Fraction(1)}
        for f in e.factors:
            part = _terms(f, bound)
            if part is None or len(part) * len(whole) > MOST:
                return None
            product: Terms = {}
            for a, c in whole.items():
                for b, d in part.items():
                    key = tuple(sorted((*a, *b)))
                    product[key] = product.get(key, Fraction(0)) + c * d
            whole = product
        return {k: c for k, c in whole.items() if c}
    if isinstance(e, Fold):
        if e.op != "sum" or e.domain.kind != "space":
            return None
        return _terms(e.body, bound | {e.var})
    if isinstance(e, Call) and e.fn == "log":
        return _log(e.args[0], bound)
    if isinstance(e, Apply):
        return {(_density(e, bound),): Fraction(1)}
    return None


def _log(e: Expr, bound: frozenset[str]) -> Terms | None:
    """log(a / b) = log a - log b."""
    if isinstance(e, Product):
        parts = [_log(f, bound) for f in e.factors]
        total: Terms = {}
        for part in parts:
            if part is None:
                return None
            for key, c in part.items():
                total[key] = total.get(key, Fraction(0)) + c
        return {k: c for k, c in total.items() if c}
    if isinstance(e, Power) and isinstance(e.exponent, Number):
        inner = _log(e.base, bound)
        return None if inner is None else {k: c * e.exponent.value for k, c in inner.items()}
    if isinstance(e, Number) and e.value == 1:
        return {}
    if isinstance(e, Apply):
        return {(f"log {_density(e, bound)}",): Fraction(1)}
    return None


def _density(e: Apply, bound: frozenset[str]) -> str:
    """A density at its outcome: which letters the bound ones are does not matter."""
    values = [a.value.id if isinstance(a.value, Name) else "?" for a in e.args]
    given = [a.value.id if isinstance(a.value, Name) else "?" for a in e.given]
    outcome = "*" if set(values) <= bound and "?" not in values else ",".join(values)
    return f"{e.head}({outcome}|{','.join(given)})"
