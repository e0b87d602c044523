"""Stated laws: `q(z|x) = N(m, s^2)`, `P_1 = U[0,1]`, `q(z) = prod_j N(z_j; m_j, s_j^2)`.

A law is attached to one signature of one family; its parameters speak of the given variables by their roles. Scales and
rates are positive because the law exists only then. A parameter list that does not fit (a matrix, a missing parameter)
is no law: the caller makes the family vague.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from hw3verify.language.elaborate import Elaborator
from hw3verify.language.scope import Product, Scope
from hw3verify.language.surface import App, Big, Interval, Node, Sym, Tuple_, walk
from hw3verify.language.vocabulary import LAWS, Vocabulary, name_of
from hw3verify.meaning.claim import Law
from hw3verify.meaning.expr import Apply, Arg, Name, Power, substitute

if TYPE_CHECKING:
    from hw3verify.language.statements import Statement


def stated_law(scope: Scope, vocabulary: Vocabulary, s: Statement, left: Node, right: Node) -> Scope | None:
    """q(z|x) = N(m, s^2) and the like."""
    if isinstance(right, Big) and right.op == "prod":
        return _product_law(scope, vocabulary, s, left, right)
    fn = left.fn if isinstance(left, App) else left
    if not (isinstance(right, App) and isinstance(right.fn, Sym) and right.fn.base in LAWS and isinstance(fn, Sym)):
        return None
    if not (vocabulary.is_density(fn) or isinstance(left, App) or fn.base.isupper()):
        return None
    vocabulary.declared.add(name_of(fn))
    e = Elaborator(vocabulary, scope)
    value = e.expr(left)
    if not isinstance(value, Apply):
        return None
    law = make_law(e, value, right)
    if law is None:
        return None
    scope = _add_law(scope, law, s.source)
    return replace(scope, named=scope.named | {law.head}) if isinstance(left, Sym) else scope


def make_law(e: Elaborator, density: Apply, right: App) -> Law | None:
    """The law of a density from its written name and parameters; parameters speak of given variables by role."""
    assert isinstance(right.fn, Sym)
    written = right.params or right.given or right.args
    if right.params and right.args and len(right.params) < 2 and len(right.args) > 1:
        written = right.args
    if len(written) == 1 and isinstance(written[0], Interval | Tuple_):
        inner = written[0]
        written = (inner.low, inner.high) if isinstance(inner, Interval) else inner.items
    name = LAWS[right.fn.base]
    count = {"normal": 2, "uniform": 2, "laplace": 2, "gamma": 2, "beta": 2, "binomial": 2}.get(name, 1)
    if len(written) == count + 1:  # N(z, m, s): the variable is written first
        written = written[1:]
    if len(written) != count or any(isinstance(n, Sym) and n.base in ("I", "Sigma") for p in written for n in walk(p)):
        return None
    scales = {"gamma": ("theta",), "exponential": ("theta", "beta", "mu", "tau")}.get(name, ())
    if any(isinstance(n, Sym) and n.base in scales for n in walk(written[-1])):
        return None  # by these letters some books mean a scale, others a rate
    parameters = tuple(map(e.expr, written))
    return Law(
        density.head,
        tuple(a.role for a in density.args),
        tuple(a.role for a in density.given),
        name,
        parameters,
    )


def _add_law(scope: Scope, law: Law, source: str) -> Scope:
    positive = set(scope.positive)
    scales = {"normal": law.parameters[1:], "laplace": law.parameters[1:]}.get(law.name, ())
    if law.name in ("exponential", "poisson", "gamma", "beta"):
        scales = law.parameters
    for p in scales:
        base = p.base if isinstance(p, Power) else p
        if isinstance(base, Name):
            positive.add(base.id)
        elif isinstance(base, Apply):
            positive.add(base.head)
    unit = set(scope.unit)
    integer = set(scope.integer)
    if law.name in ("bernoulli", "geometric", "binomial") and isinstance(law.parameters[-1], Name):
        unit.add(law.parameters[-1].id)
    if law.name == "binomial" and isinstance(law.parameters[0], Name):
        integer.add(law.parameters[0].id)
    return replace(
        scope,
        laws=(*scope.laws, (law, source)),
        positive=frozenset(positive),
        unit=frozenset(unit),
        integer=frozenset(integer),
        mentioned=scope.mentioned | {law.head},
    )


def said_anew(before: Scope, after: Scope) -> Scope:
    """The later scope without the earlier laws of densities that got another since (two at one place both stay)."""
    known = len(before.laws)
    new = {(law.head, frozenset(law.outcome), frozenset(law.given)) for law, _ in after.laws[known:]}
    kept = tuple(
        (law, source)
        for law, source in after.laws[:known]
        if (law.head, frozenset(law.outcome), frozenset(law.given)) not in new
    )
    return replace(after, laws=kept + after.laws[known:]) if new else after


def _product_law(scope: Scope, vocabulary: Vocabulary, s: Statement, left: Node, right: Big) -> Scope | None:
    """q(z) = prod_j N(z_j; m_j, s_j^2): the law of the component density `q[]` given its index."""
    body = right.body
    if not (
        isinstance(left, App)
        and isinstance(left.fn, Sym)
        and isinstance(body, App)
        and isinstance(body.fn, Sym)
        and body.fn.base in LAWS
        and isinstance(right.var, Sym)
        and right.upper is not None
        and len(left.args) == 1
        and isinstance(left.args[0], Sym)
    ):
        return None
    e = Elaborator(vocabulary, scope)
    letter = name_of(right.var)
    role = e.index_role(letter)
    e.indices[letter] = role
    value = e.expr(left)
    if not isinstance(value, Apply):
        return None
    component = Apply(
        f"{value.head}[]", (Arg(value.args[0].role, Name(value.args[0].role)),), (Arg(role, Name(letter)),)
    )
    law = make_law(e, component, body)
    if law is None:
        return None
    # a law's parameters speak of its given variables by their roles: the index too
    parameters = tuple(substitute(p, {letter: Name(role)}) for p in law.parameters)
    scope = _add_law(scope, replace(law, parameters=parameters), s.source)
    return replace(scope, products=(*scope.products, Product(value.head, letter, role, e.expr(right.upper))))
