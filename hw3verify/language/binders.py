"""Sums, integrals, products and expectations: which variable is bound, and over what.

A sum over an index (`\\sum_{j=1}^J`) runs over integers, an integral between finite limits over an interval, everything
else over the whole space of its variable's role. A missing variable is the outcome of the first density in the body.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from hw3verify.language import limits
from hw3verify.language.components import densities_over, has_entries, integral, is_entries
from hw3verify.language.moving import stay_fixed
from hw3verify.language.point_masses import sifted
from hw3verify.language.running import value_fold
from hw3verify.language.sets import membership
from hw3verify.language.sketch import show
from hw3verify.language.spans import is_whole
from hw3verify.language.surface import (
    App,
    Big,
    Expect,
    Infinity,
    Mul,
    Neg,
    Node,
    Rel,
    SetOf,
    Sym,
)
from hw3verify.language.surface import walk as walk_surface
from hw3verify.language.vocabulary import INDICES, Unknown, name_of, role_of
from hw3verify.meaning.expr import (
    ONE,
    ZERO,
    Apply,
    Domain,
    Expr,
    Fold,
    Name,
    Number,
    Product,
    add,
    free_names,
    multiply,
    substitute,
    walk,
)

if TYPE_CHECKING:
    from hw3verify.language.elaborate import Elaborator

Weight = tuple[Expr, tuple[str, ...]]  # the density of an expectation, and the variables that it integrates
OPS = {"sum": "sum", "int": "sum", "prod": "product"}


def space_fold(variables: tuple[str, ...], body: Expr, op: str = "sum") -> Expr:
    """Fold over whole spaces, the last variable innermost; each one's role is that in which the body uses it."""
    for v in reversed(variables):
        if is_entries(v):
            body = integral(v, body)
            continue
        if has_entries(v, body):
            raise Unknown("an integral over one entry, and all entries inside")
        body = Fold(op, v, Domain("space", role_in(body, v)), body)
    return body


def role_in(body: Expr, variable: str) -> str:
    """The role that a variable fills in an expression (its own name without primes if it fills none)."""
    fallback = ""
    for node in walk(body):
        if isinstance(node, Apply):
            for a in node.args + node.given:
                if a.value == Name(variable):
                    if not a.role.startswith("#"):
                        return a.role
                    fallback = a.role
    return fallback or role_of(variable)


def is_measure(e: Elaborator, sym: Node) -> bool:
    """Is it the P of dP: a capital that names a density, and no variable? The integral of h dP is E_P[h]."""
    return isinstance(sym, Sym) and sym.base.isupper() and e.vocabulary.is_density(sym)


def big(e: Elaborator, node: Big) -> Expr:
    """A sum, integral, product, supremum or infimum."""
    if node.op == "lim":
        return limits.limit(e, node)
    if node.op not in OPS:
        from hw3verify.language.extrema import extremum

        return extremum(e, node)
    op = OPS[node.op]
    if isinstance(node.domain, SetOf):
        return _over_set(e, node, node.domain)
    if node.domain is not None and not _whole(node.domain, node.var):
        return _over_part(e, node, op)
    if node.var is None:
        return _without_variable(e, node, op)
    if not isinstance(node.var, Sym):
        raise Unknown("this bound variable is not understood", node.var)
    var = name_of(node.var)
    endless = node.lower is None and node.upper is None
    if node.op == "int" and endless and is_measure(e, node.var):
        from hw3verify.language.expectations import expectation

        return expectation(e, Expect("E", (node.var,), node.body))
    at_point = sifted(node)
    if at_point is not None:
        e.sifted = True
        return e.expr(at_point)
    if e.scope.random.makes(e.scope.definition(var)):
        with e.free_of((var,)):
            return big(e, node)
    if e.scope.definition(var) is not None:
        raise Unknown(f"{var} is defined and bound at once", node.var)
    if node.op in ("sum", "prod") and _is_index(e, node, var):
        return index_fold(e, node, op, var)
    if node.op == "prod":
        raise Unknown("a product over a continuous variable is not understood", node)
    lower = None if node.lower is None else e.expr(node.lower)
    upper = None if node.upper is None else e.expr(node.upper)
    outer, e.under = e.under, ((var, role_of(var)),)
    body = e.expr(node.body)
    e.under = outer
    if (lower is None) != (upper is None):
        raise Unknown("one limit of an integral is missing", node)
    whole = e.scope.spans and is_whole(e, var, body, node.lower, node.upper)
    whole = whole or (_infinite(node.lower) and _infinite(node.upper) and _spatial(body, var))
    if whole or lower is None or upper is None:
        over = densities_over(e, var, body) if node.op == "int" else var
        return space_fold((over,), body, op)
    return Fold(op, var, Domain("interval", role_in(body, var), lower, upper), body)


def _spatial(body: Expr, variable: str) -> bool:
    """Does a density or a function say what space the variable runs over? If not, infinite ends mean the real line."""
    return any(isinstance(n, Apply) and any(a.value == Name(variable) for a in n.args + n.given) for n in walk(body))


def _over_set(e: Elaborator, node: Big, domain: SetOf) -> Expr:
    """A sum or product over a written set of numbers: the terms themselves."""
    if node.op not in ("sum", "prod") or not isinstance(node.var, Sym) or domain.such_that is not None:
        raise Unknown("this range is not understood yet", domain)
    values = [e.expr(i) for i in domain.items]
    body, var = e.expr(node.body), name_of(node.var)
    by_value = not any(isinstance(n, Apply) and any(a.value == Name(var) for a in n.args + n.given) for n in walk(body))
    if set(values) == {ZERO, ONE} and var in e.scope.binary and not by_value:
        return space_fold((var,), body) if node.op == "sum" else _refused(domain)
    if not by_value or not all(isinstance(v, Number) for v in values) or len(set(values)) != len(values):
        raise Unknown("a sum over single values of a variable is not understood yet", domain)
    e.keep_free(frozenset((var,)), body, domain)
    terms = [substitute(body, {var: v}) for v in values]
    return add(*terms) if node.op == "sum" else multiply(*terms)


def _refused(node: Node) -> Expr:
    raise Unknown("a product over the values of a variable is not understood", node)


def _over_part(e: Elaborator, node: Big, op: str) -> Expr:
    """A sum or integral over a set, or where a condition holds: the indicator under the sign."""
    if node.domain is None or op != "sum" or node.lower or node.upper or not isinstance(node.var, Sym):
        raise Unknown("this range is not understood yet", node.domain)
    var = name_of(node.var)
    if e.vocabulary.is_density(node.var) and isinstance(node.domain, Rel):  # int_{p > q}: over the variable of p
        usual = e.signature(e.vocabulary.family(node.var))[0]
        var = usual[0] if len(usual) == 1 else ""
    if not var or e.scope.definition(var) is not None or _is_index(e, node, var):
        raise Unknown("this range is not understood yet", node.domain)
    domain = node.domain.right if isinstance(node.domain, Rel) and node.domain.op == "in" else node.domain
    outer, e.under = e.under, ((var, role_of(var)),)
    inside = membership(e, domain, (var,))
    body = e.expr(node.body)
    e.under = outer
    if inside is None or var not in free_names(inside):
        raise Unknown("this range is not understood yet", node.domain)
    return space_fold((var,), multiply(inside, body), op)


def _whole(domain: Node, var: Node | None) -> bool:
    """Is the range the whole space: the reals, Omega, X for x? Any other set (`\\int_A p(x) dx`) is a part of it."""
    if not isinstance(domain, Sym) or domain.sub or domain.marks:
        return False
    letters = {"reals", "Omega", "X", "Y", "Z"} | ({var.base.upper()} if isinstance(var, Sym) else set())
    return domain.base in letters


def _infinite(node: Node | None) -> bool:
    return isinstance(node, Infinity) or (isinstance(node, Neg) and isinstance(node.arg, Infinity))


def _is_index(e: Elaborator, node: Big, var: str) -> bool:
    if node.lower is not None or node.upper is not None or node.op == "prod":
        return True
    if e.vocabulary.ranges.get(var) is None and _is_outcome(e, node.body, var):
        return False  # the sum of p(k) over k
    counted = any(law.outcome == (var,) for law, _ in e.scope.laws)  # sum_k p(k) for a mass function of k
    return var in e.vocabulary.ranges and var in INDICES and not counted


def _is_outcome(e: Elaborator, body: Node, var: str) -> bool:
    """Does the letter stand as the outcome of a density?"""
    heads = (n for n in walk_surface(body) if isinstance(n, App) and isinstance(n.fn, Sym) and Sym(var) in n.args)
    return any(e.vocabulary.is_density(n.fn) for n in heads if isinstance(n.fn, Sym))


def index_fold(e: Elaborator, node: Big, op: str, var: str) -> Expr:
    """A sum, product or extremum over integers."""
    over_values = value_fold(e, node, op, var)
    if over_values is not None:
        return over_values
    apart = _apart(node, var)
    if apart is not None:
        return multiply(*(e.expr(part) for part in apart))
    known = e.vocabulary.ranges.get(var)
    lower = ONE if node.lower is None else e.expr(node.lower)
    if node.upper is not None:
        upper = e.expr(node.upper)
        role = f"#{show(node.upper)}"
    elif var in e.vocabulary.unclear:
        raise Unknown(f"{var} has several ranges in this text", node)
    elif known is not None:
        upper, role = e.expr(known), f"#{show(known)}"
    elif (size := _sample_size(e, node.body, var)) is not None:
        upper, role = size, f"#{size.id}"
    else:
        upper, role = Name(f"n_{e.vocabulary.kin.get(var, var)}"), e.index_role(var)
    held = e.indices.get(var)
    e.indices[var] = role
    try:
        body = e.expr(node.body)
        stay_fixed(e, body, var, node)
    finally:
        if held is None:
            e.indices.pop(var)
        else:
            e.indices[var] = held
    return Fold(op, var, Domain("index", role, lower, upper), body)


def _sample_size(e: Elaborator, body: Node, var: str) -> Name | None:
    """`\\sum_i X_i` for a sample X_1, ..., X_n runs over the sample."""
    for n in walk_surface(body):
        if isinstance(n, Sym) and n.sub == (Sym(var),) and (draw := e.scope.random.of(n.base)) is not None:
            return draw.size if isinstance(draw.size, Name) else None
    return None


def _apart(node: Big, var: str) -> tuple[Node, ...] | None:
    """`\\prod_i a_i \\prod_j b_j` is two products, unless the second is about i: then the parts."""
    body = node.body
    if node.op != "prod" or not isinstance(body, Mul) or not isinstance(body.factors[-1], Big):
        return None
    last = body.factors[-1]
    rebound = isinstance(last.var, Sym) and name_of(last.var) == var
    if not rebound and any(isinstance(n, Sym) and n.base == var for n in walk_surface(last)):
        return None
    first = body.factors[:-1]
    return replace(node, body=first[0] if len(first) == 1 else Mul(first)), last


def _without_variable(e: Elaborator, node: Big, op: str) -> Expr:
    """The variable that nothing names: an outcome of the densities in the body that is free there and nowhere else.

    When several remain, the first is taken and `guessed` says so.
    """
    e.nameless += 1
    body = e.expr(node.body)
    depth, e.nameless = e.nameless, e.nameless - 1
    densities = [p for p in walk(body) if isinstance(p, Apply) and e.heads.get(p.head) == "density"]
    free = free_names(body) - e.free_elsewhere
    outcomes = [(a.value.id, a.role) for p in densities for a in p.args if isinstance(a.value, Name)]
    candidates = {v: role for v, role in reversed(outcomes) if v in free}
    if not candidates:
        raise Unknown("nothing says over which variable this runs", node)
    var = next(v for v, _ in outcomes if v in candidates)
    lead = next(p for p in densities if any(a.value == Name(var) for a in p.args))
    factors = body.factors if isinstance(body, Product) else (body,)
    weights = {a.value for f in factors if isinstance(f, Apply) and f in densities for a in f.args}
    fixed = {a.value.id for a in lead.given if isinstance(a.value, Name) and a.value not in weights}
    e.guessed |= len(candidates.keys() - fixed) > depth  # q(z|x) log p(x, z) runs over z, p(x, z) alone over either
    e.notes.append(f"the missing d{var} is supplied")
    if node.lower is not None and node.upper is not None and not _infinite(node.upper):
        ends = (e.expr(node.lower), e.expr(node.upper))
        return Fold(op, var, Domain("interval", candidates[var], *ends), body)
    return space_fold((var,), body, op)


