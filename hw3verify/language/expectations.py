"""Expectations, variances and covariances, under the density that an index names or under the law of what is random.

    E_q[f], E_{z ~ q}[f], E_z[f]     under the density named          E[f(z)]    under the density in play
    E[f(X)]                          under the law of X               E[f(X, Y) | Y]   under the law of X given Y

Var and Cov unfold to expectations; those of a sample's sums and means to moments of one draw (`samples`).
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from hw3verify.language.binders import role_in, space_fold
from hw3verify.language.datasets import posterior
from hw3verify.language.densities import density
from hw3verify.language.disjoint import is_somewhere
from hw3verify.language.finite_values import of_finite
from hw3verify.language.point_masses import is_point_mass, location, put
from hw3verify.language.point_mixtures import mixture
from hw3verify.language.samples import is_sample, moments
from hw3verify.language.surface import Expect, Node, Rel, Sym, Tuple_
from hw3verify.language.surface import walk as walk_surface
from hw3verify.language.variables import CAPITALS, drawn, is_plain, law, lowered, random_names, small, with_parents
from hw3verify.language.vocabulary import Unknown, name_of, role_of
from hw3verify.meaning.expr import (
    ONE,
    Apply,
    Arg,
    Expr,
    Name,
    Number,
    Power,
    add,
    free_names,
    multiply,
    substitute,
    subtract,
    walk,
)
from hw3verify.meaning.occurrence import by_value

if TYPE_CHECKING:
    from hw3verify.language.elaborate import Elaborator

LETTERS = frozenset("xyzuvwst")  # variables, wherever they stand beside a random one
Weight = tuple[Expr, tuple[str, ...]]  # the density of an expectation, and the variables that it integrates


def expectation(e: Elaborator, node: Expect) -> Expr:
    """E, Var and Cov under the density that the index names, or under the one in play."""
    of_values = of_finite(e, node) if e.scope.finite else None
    if of_values is not None:
        return of_values
    given_data = posterior(e, node) if e.scope.data else None
    if given_data is not None:
        weight, variables = given_data
        return _unfolded(e, replace(node, given=(), sub=()), weight, variables, {v: v for v in variables})
    if node.sub:
        node = _small_variables(e, node)
    else:
        if is_sample(e, node):
            return moments(e, node)
        symbols = _symbols(e, node)
        if symbols:
            return _of_variables(e, node, symbols)
    at = _at_point(e, node)
    if at is not None:
        return at
    weight, variables = _weight(e, node)
    if any(e.scope.random.makes(e.scope.definition(v)) for v in variables):
        with e.free_of(variables):
            return expectation(e, node)
    if any(e.scope.definition(v) is not None for v in variables):
        raise Unknown(f"{', '.join(variables)} is defined and bound at once", node)
    if node.given:
        raise Unknown("a conditional expectation is not understood yet", node)
    e.density = (weight, variables)
    return _unfolded(e, node, weight, variables)


def _at_point(e: Elaborator, node: Expect) -> Expr | None:
    """Under a point mass: the value at its point; under a mixture of some: the values at its points, weighted."""
    if len(node.sub) != 1 or node.given:
        return None
    (item,) = node.sub
    of = item.right if isinstance(item, Rel) and item.op == "~" else item
    at = location(e, of)
    masses = mixture(e, of) if at is None else ((at, ONE),)
    if masses is None:
        return None
    if any(is_somewhere(a) for a, _ in masses):
        raise Unknown("where disjoint supports lie is not known", node)
    if at is not None and node.op != "E":
        return Number(0)
    if node.op not in ("E", "Var"):
        raise Unknown(f"{node.op} under a law on points is not understood", node)
    free = {name_of(n) for n in walk_surface(node.body) if isinstance(n, Sym)} & set("xyzut")
    variable = name_of(item.left) if isinstance(item, Rel) and isinstance(item.left, Sym) else min(free, default="")
    if not isinstance(item, Rel) and len(free) != 1:
        raise Unknown("the variable of this expectation is not clear", node)
    if is_point_mass(of) and isinstance(of, Sym):
        return e.expr(put(node.body, variable, of.sub[0]))
    body = e.expr(node.body)
    e.keep_free(frozenset((variable,)), body, node)

    def mean(of: Expr) -> Expr:
        return add(*(multiply(w, substitute(of, {variable: a})) for a, w in masses))

    return mean(body) if node.op == "E" else subtract(mean(Power(body, Number(2))), Power(mean(body), Number(2)))


def _unfolded(
    e: Elaborator, node: Expect, weight: Expr, variables: tuple[str, ...], names: dict[str, str] | None = None
) -> Expr:
    """The expectation, variance or covariance under a weight; `names`: random variable -> variable."""
    put = {n: Name(v) for n, v in (names or {}).items()}  # in what a name stands for they are still capital

    def mean(body: Expr) -> Expr:
        return space_fold(variables, multiply(weight, body))

    outer, e.under = e.under, tuple((v, role_in(weight, v)) for v in variables)
    if node.op == "Cov" and isinstance(node.body, Tuple_) and len(node.body.items) == 2:
        a, b = (substitute(e.expr(item), put) for item in node.body.items)
        e.under = outer
        return subtract(mean(multiply(a, b)), multiply(mean(a), mean(b)))
    body = substitute(e.expr(node.body), put)
    e.under = outer
    if names is None:
        _check_random(e, node, body, variables)
    if node.op == "E":
        return mean(body)
    if node.op == "Var":
        return subtract(mean(Power(body, Number(2))), Power(mean(body), Number(2)))
    raise Unknown(f"{node.op} is not understood here", node)


def _check_random(e: Elaborator, node: Expect, body: Expr, variables: tuple[str, ...]) -> None:
    """`E[XY]` speaks of random variables, which are no parameters; nothing is guessed about their law."""
    capitals = [n for n in free_names(body) if len(n.rstrip("'")) == 1 and n[0] in "XYZUVWST" and not is_plain(e, n)]
    bare = all(isinstance(s, Sym) for s in node.sub) and not set(variables) & free_names(body)
    if bare and {n for n in by_value(body) if len(n.rstrip("'")) == 1 and n[0] in "xyzuvw"}:
        raise Unknown("the density of this expectation is known at other variables", node)
    drawn = {f"{v}[]" for v in variables}
    if any(isinstance(n, Apply) and n.head in drawn for n in walk(body)):
        raise Unknown("an expectation over one variable of several draws of it is not understood", node)
    if capitals or (not node.sub and not set(variables) & free_names(body)):
        raise Unknown("an expectation of random variables without their law is not understood yet", node)


# -- random variables -----------------------------------------------------------------------------------------


def _symbols(e: Elaborator, node: Expect) -> dict[str, Sym]:
    """The random variables under an E without an index; small letters only where no density is in play for them."""
    found = random_names(e, node.body)
    for g in node.given:
        found.update(random_names(e, g.left if isinstance(g, Rel) and g.op == "=" else g))
    playing = e.density[1] if e.density is not None else ()
    if any(n in playing for n in found if n[:1].isupper()):
        return {}
    return {n: s for n, s in found.items() if n not in playing and (s.base in CAPITALS or _is_alone(e, n))}


def _is_alone(e: Elaborator, name: str) -> bool:
    """Has no other density this variable? (A bare E along the bound is under q, though z is drawn from p.)"""
    draw = e.scope.random.of(name)
    families = {f for f, seen in e.vocabulary.nearby.items() if any(draw and draw.role in out for out, _ in seen)}
    return draw is not None and families <= {draw.head}


def _of_variables(e: Elaborator, node: Expect, symbols: dict[str, Sym]) -> Expr:
    """Under the law of the random variables in the bracket, given those behind the bar."""
    written = frozenset(name_of(n) for n in walk_surface(node) if isinstance(n, Sym))
    names = {n: small(s, written - {n}) for n, s in symbols.items()}
    known = {n: (drawn(e, n, s), names[n]) for n, s in symbols.items()}
    conditions: set[str] = set()
    values: dict[str, Expr] = {}
    for g in node.given:
        left = g.left if isinstance(g, Rel) and g.op == "=" else g
        if not isinstance(left, Sym):
            raise Unknown("this condition of an expectation is not understood", g)
        if name_of(left) not in known:  # a variable that an expectation outside integrates
            known[name_of(left)] = drawn(e, name_of(left), left), name_of(left)
            names[name_of(left)] = name_of(left)
        conditions.add(name_of(left))
        if isinstance(g, Rel):
            values[names[name_of(left)]] = e.expr(lowered(g.right, {}))
    outcome = {n: known[n] for n in known if n not in conditions}
    if outcome:
        outcome = {n: p for n, p in with_parents(e, outcome).items() if n not in conditions}
    elif {name_of(n) for n in walk_surface(node.body) if isinstance(n, Sym) and n.base in LETTERS} - conditions:
        raise Unknown("nothing says which variables are random here", node)
    names |= {n: v for n, (_, v) in outcome.items()}
    body: Node = lowered(node.body, names)
    node = replace(node, body=body, given=())
    behind = {n: known[n] for n in conditions}
    if any(value != Name(v) for v, value in values.items()):
        raise Unknown("an expectation given a value is not understood yet", node)
    if not outcome:
        if node.op != "E":
            return Number(0)
        return e.expr(body)
    weight = law(e, outcome, behind)
    e.notes.append("E is under the law of the random variables in it")
    return _unfolded(e, node, weight, tuple(v for _, v in outcome.values()), names)


def _written(node: Node) -> set[str]:
    return {name_of(n) for n in walk_surface(node) if isinstance(n, Sym)}


def _small_variables(e: Elaborator, node: Expect) -> Expect:
    """`E_{X ~ P}[f(X)]` is the expectation over x of f(x)."""
    symbols: dict[str, Sym] = {}
    inside = random_names(e, node.body)
    for item in node.sub:
        left = item.left if isinstance(item, Rel) and item.op in ("~", "|") else item
        if isinstance(item, Sym) and e.vocabulary.is_density(item):  # E_P[f(X)]: the X of P
            usual, _ = e.signature(e.vocabulary.family(item))
            symbols |= {n: s for n, s in inside.items() if small(s) in usual or len(inside) == 1}
        if isinstance(item, Rel) and item.op == "|":
            symbols |= {n: s for n, s in inside.items() if n in _written(item.right)}
        for n in (left, *(left.items if isinstance(left, Tuple_) else ())):
            if isinstance(n, Sym) and n.base in CAPITALS and not n.marks and not e.vocabulary.is_density(n):
                if not is_plain(e, name_of(n)):
                    symbols[name_of(n)] = n
    symbols = {n: s for n, s in symbols.items() if s.base in CAPITALS}
    if not symbols:
        return node
    written = frozenset(name_of(n) for n in walk_surface(node) if isinstance(n, Sym))
    names = {n: small(s, written - {n}) for n, s in symbols.items()}
    sub = tuple(
        replace(item, left=lowered(item.left, names)) if isinstance(item, Rel) and item.op == "~"
        else lowered(item, names) if isinstance(item, Rel) and item.op == "|"
        else lowered(item, names) if isinstance(item, Sym) and name_of(item) in names else item
        for item in node.sub
    )  # fmt: skip
    return replace(node, sub=sub, body=lowered(node.body, names), given=lowered(node.given, names))


# -- densities ------------------------------------------------------------------------------------------------


def _weight(e: Elaborator, node: Expect) -> Weight:
    """The density of an expectation and the variables that it integrates."""
    if not node.sub:
        if e.density is None:
            e.density = _only_density(e, node)
        e.notes.append("E without an index is under the density in play")
        return e.density
    weights: list[Expr] = []
    variables: list[str] = []
    waiting: list[str] = []
    for item in node.sub:
        if isinstance(item, Rel) and item.op == "|":
            weight, found = _conditional(e, item)
            weights.append(weight)
            variables.extend(found)
        elif isinstance(item, Rel) and item.op == "~":
            left = item.left.items if isinstance(item.left, Tuple_) else (item.left,)
            if not all(isinstance(v, Sym) for v in left):
                raise Unknown("this index of an expectation is not understood", item)
            names = [*waiting, *(name_of(v) for v in left if isinstance(v, Sym))]
            waiting = []
            weight, found = density(e, item.right, tuple(names))
            weights.append(weight)
            variables.extend(found)
        elif isinstance(item, Sym) and not e.vocabulary.is_density(item) and e.scope.definition(name_of(item)) is None:
            waiting.append(name_of(item))
        else:
            weight, found = density(e, item, (), (node.body,))
            weights.append(weight)
            variables.extend(found)
    if waiting:
        weight, found = _density_of_variables(e, tuple(waiting), node)
        weights.append(weight)
        variables.extend(found)
    return multiply(*weights), tuple(variables)


def _conditional(e: Elaborator, item: Rel) -> Weight:
    """`E_{X | Y}`: under p(x | y)."""
    pair = []
    for side in (item.left, item.right):
        symbols = side.items if isinstance(side, Tuple_) else (side,)
        if not all(isinstance(n, Sym) and not e.vocabulary.is_density(n) for n in symbols):
            raise Unknown("this index of an expectation is not understood", item)
        pair.append({name_of(n): (drawn(e, name_of(n), n), small(n)) for n in symbols if isinstance(n, Sym)})
    outcome, given = pair
    return law(e, outcome, given), tuple(v for _, v in outcome.values())


def _density_of_variables(e: Elaborator, names: tuple[str, ...], node: Expect) -> Weight:
    """`E_x`: the only density of x in the document."""
    roles = tuple(map(role_of, names))
    draws = [e.scope.random.of(n) for n in names]
    lawful = {w.head for w, _ in e.scope.laws}
    near = {f for f, seen in e.vocabulary.nearby.items() if (roles, ()) in seen}
    if all(d is not None and d.head in lawful and near <= {d.head} for d in draws):
        known = {n: (drawn(e, n, Sym(n)), n) for n in names}
        return law(e, known, {}), names
    fits = [
        f for f, seen in e.vocabulary.signatures.items() if any(args == roles and not given for args, given in seen)
    ]
    if not fits:
        known = {n: (drawn(e, n, Sym(n)), n) for n in names}
        return law(e, known, {}), names
    if len(fits) != 1:
        raise Unknown(f"the density of {', '.join(names)} is not clear", node)
    e.heads[fits[0]] = "density"
    return Apply(fits[0], tuple(Arg(r, Name(n)) for r, n in zip(roles, names, strict=True))), names


def _only_density(e: Elaborator, node: Expect) -> Weight:
    """The density in play when nothing names one: q if there is one, else the only density."""
    families = list(e.vocabulary.signatures)
    chosen = [f for f in families if f.startswith("q")] or families
    if len(chosen) != 1:
        raise Unknown("E without an index, and several densities to choose from", node)
    e.guessed |= any(f.startswith("p") for f in families) and chosen != families
    base, _, label = chosen[0].partition("_")
    sym = Sym(base, (Sym(label),) if label else ())
    return density(e, sym, ())
