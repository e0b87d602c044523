"""Stated laws: `q(z|x) = N(m, s^2)`, `P_1 = U[0,1]`, `q(z) = prod_j N(z_j; m_j, s_j^2)`.

A law is attached to one signature of one family; its parameters speak of the given variables by their roles. Scales and
rates are positive because the law exists only then. A parameter list that does not fit (a matrix, a missing parameter)
is no law: the caller makes the family vague.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from hw3verify.language.conventions import is_open
from hw3verify.language.law_formulas import COIN, COUNTS, HALF, LINE, TRIALS, UNIT, recognised
from hw3verify.language.point_masses import MARK
from hw3verify.language.random_letters import NAMES
from hw3verify.language.scope import Product, Scope
from hw3verify.language.sketch import show
from hw3verify.language.surface import App, Big, Dots, Infinity, Interval, Node, SetOf, Sym, Tuple_, walk
from hw3verify.language.vocabulary import LAWS, Vocabulary, name_of
from hw3verify.meaning.claim import Law
from hw3verify.meaning.expr import Apply, Arg, Name, Power, substitute
from hw3verify.meaning.expr import walk as walk_expr

if TYPE_CHECKING:
    from hw3verify.language.elaborate import Elaborator
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
    e = _elaborator(vocabulary, scope)
    value = e.expr(left)
    if not isinstance(value, Apply):
        return None
    law = make_law(e, value, right)
    if law is None:
        return None
    scope = add_law(scope, law, s.source, law.head in e.open_laws)
    lasting = isinstance(left, Sym) and name_of(left) not in "pqr"  # plain p is any density again in the next part
    return replace(scope, named=scope.named | {law.head}) if lasting else scope


def _elaborator(vocabulary: Vocabulary, scope: Scope) -> Elaborator:
    from hw3verify.language.elaborate import Elaborator  # which knows the values of laws

    return Elaborator(vocabulary, scope)


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
    if is_open(name, written):
        e.open_laws.add(density.head)
    parameters = tuple(map(e.expr, written))
    if any(isinstance(n, Apply) and n.head == density.head for p in parameters for n in walk_expr(p)):
        return None  # a law is not explained by itself
    return Law(
        density.head,
        tuple(a.role for a in density.args),
        tuple(a.role for a in density.given),
        name,
        parameters,
    )


def add_law(scope: Scope, law: Law, source: str, is_open: bool = False) -> Scope:
    """The scope with a stated law, and with the signs of its parameters."""
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
        open_laws=scope.open_laws - {law.head} | ({law.head} if is_open else set()),
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
    if not new:
        return after
    heads = {head.lower() for head, _, _ in new}  # what was a point mass in an earlier part has a law now
    stay = (d for d in after.definitions if not (d.inherited and d.name[:1] == MARK and d.name[1:].lower() in heads))
    return replace(after, laws=kept + after.laws[known:], definitions=tuple(stay))


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
    e = _elaborator(vocabulary, scope)
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
    scope = add_law(scope, replace(law, parameters=parameters), s.source, law.head in e.open_laws)
    given = tuple(a.value.id for a in value.given if isinstance(a.value, Name))
    product = Product(value.head, letter, role, e.expr(right.upper), given)
    return replace(scope, products=(*scope.products, product))


# -- laws given by their formula ------------------------------------------------------------------------------


def formula_law(scope: Scope, vocabulary: Vocabulary, s: Statement, sides: list[Node]) -> Scope | None:
    """`p(x) = \\lambda e^{-\\lambda x}` for `x \\ge 0`: the law that has this density."""
    left = sides[0]
    if len(sides) != 2 or not isinstance(left, App) or len(left.args) != 1 or not isinstance(left.args[0], Sym):
        return None
    if not isinstance(left.fn, Sym) or not vocabulary.is_density(left.fn) or left.fn.marks:
        return None
    where = LINE if s.support is None else _support(s.support, left.args[0])
    if not where:
        return None
    e = _elaborator(vocabulary, scope)
    value = e.expr(left)
    if not isinstance(value, Apply):
        return None
    body = e.expr(sides[1])
    law = recognised(value, body, where)
    if law is None and s.support is None and left.args[0].base in NAMES:  # the law of a parameter: its formula tells
        law = recognised(value, body, HALF) or recognised(value, body, UNIT)
    elif law is None and s.support is None and value.given and value.given[0].role in NAMES:
        law = recognised(value, body, COIN) or recognised(value, body, COUNTS) or recognised(value, body, HALF)
    return None if law is None or e.laws else add_law(scope, law, s.source, False)


def _support(s: Statement, variable: Sym) -> str:
    """Where the variable lies, in the words of `law_formulas`; "" for anything else."""
    sides = [n for n in s.sides if n is not None]
    text, x = [show(n) for n in sides], show(variable)
    if (text == [x, "0"] and s.ops in ((">=",), (">",))) or (text == ["0", x] and s.ops in (("<=",), ("<",))):
        return HALF
    if text == ["0", x, "1"] and set(s.ops) <= {"<", "<="}:
        return UNIT
    if len(sides) == 1 and not s.ops:
        of: Node = sides[0]
    elif len(sides) == 2 and s.ops in (("in",), ("=",)) and text[0] == x:
        of = sides[1]
    else:
        return ""
    if isinstance(of, Sym) and of.base == "reals" and not of.sub and not of.marks:
        return LINE
    ends = (of.low, of.high) if isinstance(of, Interval) else of.items if isinstance(of, Tuple_) else ()
    if len(ends) == 2:
        if isinstance(ends[1], Infinity):
            return HALF if show(ends[0]) == "0" else ""
        return UNIT if [show(i) for i in ends] == ["0", "1"] else ""
    items = of.items if isinstance(of, SetOf | Tuple_) else ()
    written = [show(i) for i in items if not isinstance(i, Dots)]
    endless = bool(items) and isinstance(items[-1], Dots)
    if written == ["0", "1"] and not endless and len(items) == 2:
        return COIN
    if endless and written in (["0", "1"], ["0", "1", "2"]):
        return COUNTS
    return TRIALS if endless and written in (["1", "2"], ["1", "2", "3"]) else ""
