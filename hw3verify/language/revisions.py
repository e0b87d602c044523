"""What a new definition does to what was stated before it.

`Let $q = N(\\mu, 1)$. Let $\\mu = 2$.`: the law speaks of the mu that is 2 from now on. So the body is put into laws
and assumptions; what was said of the name (it is positive, it lies in (0, 1)) is now said of the body. A second value
for a scalar (`$a = b$ and $a = 2$`) says something of its old body: nothing about those names is refuted then.

A standard functional or function that is given a body of its own (`Let $KL(q \\| p) = ...$`, `Let $\\log(x) = ...$`) is
noted beside its usual meaning; whether both are the same is for the judge to find out.
"""

from __future__ import annotations

from dataclasses import replace

from hw3verify.language.elaborate import Elaborator
from hw3verify.language.instances import Heads, replace_heads
from hw3verify.language.scope import Definition, Redefined, Scope
from hw3verify.language.surface import App, Func, Node, Sym
from hw3verify.language.surface import walk as walk_nodes
from hw3verify.language.vocabulary import Unknown, Vocabulary, name_of
from hw3verify.meaning.claim import Relation
from hw3verify.meaning.expr import (
    ONE,
    ZERO,
    Apply,
    Expr,
    Fold,
    divide,
    free_names,
    log,
    multiply,
    negate,
    substitute,
    walk,
)


def revise(scope: Scope, d: Definition) -> Scope:
    """The scope, about to receive the definition, with its other facts brought up to date."""
    if d.density or (d.slots and any(d.slots)) or any(p.startswith("=") for p in d.parameters):
        return scope
    scope = _doubted(scope, d)
    laws = tuple((replace(law, parameters=tuple(_put(p, d) for p in law.parameters)), s) for law, s in scope.laws)
    stated = tuple((Relation(_put(r.left, d), r.op, _put(r.right, d)), s) for r, s in scope.assumptions)
    return replace(scope, laws=laws, assumptions=stated + _signs(scope, d))


def _put(e: Expr, d: Definition) -> Expr:
    if not d.parameters:
        return substitute(e, {d.name: d.body})
    heads: Heads = {}
    for n in walk(e):
        if isinstance(n, Apply) and n.head == d.name and len(n.args) == len(d.parameters) and not n.given:
            heads[d.name] = dict(zip((a.role for a in n.args), d.parameters, strict=True)), d.body
    return replace_heads(e, heads) if heads else e


def _signs(scope: Scope, d: Definition) -> tuple[tuple[Relation, str], ...]:
    found = []
    if d.name in scope.positive | scope.unit:
        found.append(Relation(d.body, ">", ZERO))
    if d.name in scope.unit:
        found.append(Relation(d.body, "<", ONE))
    return tuple((r, d.source) for r in found)


def _doubted(scope: Scope, d: Definition) -> Scope:
    """Two values of one scalar in one part are an equation between them, which is not used but may make claims true."""
    old = scope.definition(d.name)
    if old is None or old.inherited or old.body == d.body or old.parameters or d.parameters:
        return scope
    if any(isinstance(n, Apply) for body in (old.body, d.body) for n in walk(body)):
        return scope
    return replace(scope, vague=scope.vague | {d.name} | free_names(old.body) | free_names(d.body))


def redefined(scope: Scope, vocabulary: Vocabulary, left: App | Func, right: Node, source: str) -> Scope:
    """The scope with a note that the text says itself what a divergence, or log(x), is; whatever it says."""
    call = ""
    if isinstance(left, Func):
        names = {name_of(n) for n in walk_nodes(right) if isinstance(n, Sym)}
        own = {name_of(a) for a in left.args if isinstance(a, Sym)}
        if len(own) != len(left.args) or not names <= own:
            return scope  # `log x = y` says something of x
        call = left.name
    plain = replace(scope, definitions=())
    try:
        stated = Relation(Elaborator(vocabulary, plain).expr(left), "=", Elaborator(vocabulary, scope).expr(right))
    except Unknown:
        return scope
    name = left.fn.base if isinstance(left, App) and isinstance(left.fn, Sym) else call
    try:
        usual = None if call or not isinstance(left, App) else _of_lists(Elaborator(vocabulary, plain), left, right)
    except Unknown:
        usual = None
    return replace(scope, redefined=(*scope.redefined, Redefined(name, usual or stated, source, call)))


def _of_lists(e: Elaborator, left: App, right: Node) -> Relation | None:
    """`H(p, q) = -\\sum_k p_k \\log q_k`: what the name means of lists of masses, and what is stated of it."""
    stated = e.expr(right)
    sums = [n for n in walk(stated) if isinstance(n, Fold) and n.op == "sum" and n.domain.kind == "index"]
    if not sums or not all(isinstance(a, Sym) for a in left.args) or left.given or not isinstance(left.fn, Sym):
        return None
    entries = {n.head: n for n in walk(sums[0].body) if isinstance(n, Apply) and n.head.endswith("[]")}
    masses = [entries.get(f"{name_of(a)}[]") for a in left.args if isinstance(a, Sym)]
    usual: Expr | None = None
    match masses:
        case [Apply() as p] if left.fn.base == "H":
            usual = negate(multiply(p, log(p)))
        case [Apply() as p, Apply() as q] if left.fn.base in ("H", "CE"):
            usual = negate(multiply(p, log(q)))
        case [Apply() as p, Apply() as q] if left.fn.base == "KL":
            usual = multiply(p, log(divide(p, q)))
    return None if usual is None else Relation(Fold("sum", sums[0].var, sums[0].domain, usual), "=", stated)
