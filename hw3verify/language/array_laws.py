r"""Normal laws of vectors: densities, expectations, covariances, divergences, entropies, unfolded to their definitions.

    log N(x; m, S) = -1/2 (d log 2 pi + log det S + (x - m)^T S^{-1} (x - m))
    KL(q || p) = E_q[log q - log p],   H(q) = -E_q[log q],   Cov(u, v) = E[u v^T] - E[u] E[v]^T
    W_2^2 = |m_1 - m_2|^2 + tr(S_1 + S_2 - 2 (S_1^{1/2} S_2 S_1^{1/2})^{1/2})   between normal laws

An expectation needs a law: written (`E_{z\sim N(m, S)}`), stated (`q(z) = N(m, S)`, `x \sim N(m, S)`), or none at all
where a single vector can be what is random; then it holds for any law with a mean and a covariance.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from hw3verify.language.array_facts import NormalLaw
from hw3verify.language.names import LAWS, Unknown, signature_of
from hw3verify.language.shapes import ident
from hw3verify.language.sketch import show
from hw3verify.language.surface import App, Expect, Func, Mul, Node, Rel, Sym, Tuple_, walk
from hw3verify.meaning import matrix as m
from hw3verify.meaning.matrix import Array

if TYPE_CHECKING:
    from hw3verify.language.arrays import ArrayReader

RANDOM = frozenset("x y z s h epsilon xi eta X Y Z".split())


@dataclass(frozen=True, slots=True)
class Gaussian:
    """A law of a vector: its mean and its covariance; `variable` is how it was written."""

    mean: Array
    covariance: Array
    variable: str = ""
    kind: str = "normal"


def of_application(r: ArrayReader, node: Node) -> tuple[Gaussian, Node | None] | None:
    """The law that a density stands for, with the variable at which it is written."""
    if isinstance(node, Sym):
        families = (r.vocabulary.family(node),) if r.vocabulary.is_density(node) else ()
        for s in reversed(r.ground.laws):
            if s.head in families and not s.given:
                return gaussian(r, s, {}), None
        if families:
            conditional = [s for s in r.ground.laws if s.head in families]
            if conditional:
                return gaussian(r, conditional[-1], {}), None
        return None
    if not isinstance(node, App) or not isinstance(node.fn, Sym):
        return None
    if LAWS.get(node.fn.base) == "normal":
        parts = [*node.args, *node.given, *node.params]
        variable = parts.pop(0) if len(parts) == 3 else None
        if len(parts) != 2:
            return None
        law = _shaped(r, r.read(parts[0]), parts[1], None if variable is None else r.read(variable))
        return None if law is None else (law, variable)
    if not r.vocabulary.is_density(node.fn) or len(node.args) != 1:
        return None
    stated = r.ground.law(r.vocabulary.family(node.fn, signature_of(node)), 1, len(node.given))
    argument = node.args[0]
    if stated is None and not node.given and isinstance(argument, Sym):
        stated = r.ground.of_variable(ident(argument))
        if stated is not None and any(law.head == r.vocabulary.family(node.fn) for law in r.ground.laws):
            stated = None
    if stated is None or stated.kind != "normal":
        return None
    return gaussian(r, stated, _given(r, stated, node)), argument


def _given(r: ArrayReader, law: NormalLaw, node: App) -> dict[str, Array]:
    """What stands for the law's conditions."""
    values: dict[str, Array] = {}
    for name, value in zip(law.given, node.given, strict=True):
        if not (isinstance(value, Sym) and ident(value) == name and name not in r.local):
            values[name] = r.read(value)
    return values


def gaussian(r: ArrayReader, law: NormalLaw, values: dict[str, Array]) -> Gaussian:
    """A stated law with values for its conditions."""
    if f"{law.head}({law.outcome[0]}" in r.ground.conflicts:
        raise Unknown(f"two laws are stated for {law.head.replace('~', law.outcome[0])}")
    r.used[law.source] = None
    kept = r.local
    r.local = {**{k: v for k, v in r.local.items() if k in values}, **values}
    try:
        found = _shaped(r, _moment(r, law.mean), law.covariance, _variable(r, law))
    finally:
        r.local = kept
    if found is None:
        raise Unknown("a law of one number")
    return Gaussian(found.mean, found.covariance, law.outcome[0], law.kind)


def _variable(r: ArrayReader, law: NormalLaw) -> Array | None:
    shape = r.shapes.shape(law.outcome[0])
    return None if shape is None else m.name(law.outcome[0], shape)


def _moment(r: ArrayReader, node: Node) -> Array:
    """A stated moment, or a name for one that nothing states."""
    if isinstance(node, Func) and node.name in ("mean", "covariance") and isinstance(node.args[0], Sym):
        shape = r.shapes.shape(ident(node.args[0]))
        if shape is None:
            raise Unknown("a random variable of unknown shape", node)
        return _unknown(r, node.name, ident(node.args[0]), shape)
    return r.read(node)


def _unknown(r: ArrayReader, what: str, variable: str, shape: tuple[m.Dim, m.Dim]) -> Array:
    wide = shape if what == "mean" else (shape[0], shape[0])
    name = f"{what}({variable})"
    r.leaves[name] = wide
    if what == "covariance":
        r.ground.note(name, "definite")
    return m.name(name, wide)


def _shaped(r: ArrayReader, mean: Array, covariance: Node, variable: Array | None) -> Gaussian | None:
    """The law, if it is one of vectors."""
    if variable is not None and variable.is_scalar:
        return None
    spread = _covariance(r, covariance)
    if spread.is_scalar:
        return None
    r.shapes.same(spread.shape[0], spread.shape[1])
    mean = r.fit(mean, (r.shapes.find(spread.shape[0]), 1))
    if variable is not None:
        r.shapes.unify(variable.shape, mean.shape)
    return Gaussian(r.renamed(mean), r.renamed(spread))


def _covariance(r: ArrayReader, node: Node) -> Array:
    """The second parameter; `\\boldsymbol\\sigma^2 I` with a vector is the diagonal matrix of its squares."""
    if isinstance(node, Mul):
        factors = [r.read(f) for f in node.factors]
        columns = [f for f in factors if not f.is_scalar and f.shape[1] == 1]
        if len(columns) == 1 and all(f.is_scalar or f.op == "eye" or f in columns for f in factors):
            rest = [f for f in factors if f not in columns and f.op != "eye"]
            return m.times(*rest, m.diagonal(columns[0]))
    found = _moment(r, node)
    if not found.is_scalar and found.shape[1] == 1:
        raise Unknown("a vector where a covariance is expected", node)
    return found


def log_density(r: ArrayReader, node: Node) -> Array | None:
    """log of a density with a normal law of vectors, at its argument."""
    if not isinstance(node, App):
        return None
    found = of_application(r, node)
    if found is None or found[1] is None:
        return None
    return log_at(r, found[0], r.read(found[1]))


def log_at(r: ArrayReader, law: Gaussian, at: Array) -> Array:
    """log N(x; m, S)."""
    at = r.fit(at, law.mean.shape)
    d = r.shapes.find(law.mean.shape[0])
    size = m.number(d) if isinstance(d, int) else Array("size", (), d, m.SCALAR)
    away = m.subtract(at, law.mean)
    inside = m.add(
        m.times(size, m.call("log", m.times(m.number(2), m.PI))),
        m.call("log", m.det(law.covariance)),
        m.times(m.transpose(away), m.whole(law.covariance, -1), away),
    )
    return m.times(m.number(Fraction(-1, 2)), inside)


def divergence(r: ArrayReader, node: App) -> Array:
    """KL, entropies and W_2 of normal laws."""
    assert isinstance(node.fn, Sym)
    laws = [of_application(r, a) for a in node.args]
    found = [law for law, _ in (x for x in laws if x is not None)]
    if len(found) != len(node.args) or node.given or node.params:
        raise Unknown(f"{show(node.fn)} of laws that are not known", node)
    base = node.fn.base
    if base == "KL" and len(found) == 2:
        q, p = found
        return _under(r, q, lambda z: m.subtract(log_at(r, q, z), log_at(r, p, z)))
    if base in ("H", "h") and len(found) == 1:
        (q,) = found
        return _under(r, q, lambda z: m.negate(log_at(r, q, z)))
    if base == "H" and len(found) == 2:
        q, p = found
        return _under(r, q, lambda z: m.negate(log_at(r, p, z)))
    if base == "W2" and len(found) == 2:
        return m.power(bures(r, *found), m.number(Fraction(1, 2)))
    raise Unknown(f"{show(node.fn)} of vectors is not understood", node)


def bures(r: ArrayReader, q: Gaussian, p: Gaussian) -> Array:
    """The squared 2-Wasserstein distance of two normal laws (Olkin and Pukelsheim 1982)."""
    r.shapes.unify(p.mean.shape, q.mean.shape)
    centre, mean, first, spread = map(r.renamed, (q.mean, p.mean, q.covariance, p.covariance))
    half = m.root(first)
    away = m.subtract(centre, mean)
    cross = m.root(m.times(half, spread, half))
    return m.add(
        m.times(m.transpose(away), away),
        m.trace(m.add(first, spread, m.times(m.number(-2), cross))),
    )


def _under(r: ArrayReader, law: Gaussian, body: Callable[[Array], Array]) -> Array:
    r.count += 1
    name = f"z#{r.count}"
    variable = m.name(name, law.mean.shape)
    inside = body(variable)
    d = r.shapes.find
    law = Gaussian(m.with_dims(law.mean, d), m.with_dims(law.covariance, d), law.variable, law.kind)
    return m.expect(name, law.kind, law.mean, law.covariance, m.with_dims(inside, d))


# -- expectations ---------------------------------------------------------------------------------------------


def expectation(r: ArrayReader, node: Expect) -> Array:
    """E, Var, Cov under the law that is written, stated, or any."""
    if node.given:
        raise Unknown("conditional expectations of vectors are not understood", node)
    law, name = _law_of(r, node)
    if isinstance(node.body, Tuple_):
        if node.op != "Cov" or len(node.body.items) != 2:
            raise Unknown("an expectation of several things", node)
        bodies = node.body.items
    else:
        bodies = (node.body, node.body)

    def of(make: Callable[[], Array]) -> Array:
        def body(z: Array) -> Array:
            kept = r.local
            r.local = {**r.local, name: z}
            try:
                return make()
            finally:
                r.local = kept

        return _under(r, law, body)

    if node.op == "E":
        return of(lambda: r.read(node.body))
    second = of(lambda: _outer(r, r.read(bodies[0]), r.read(bodies[1])))
    first = _outer(r, of(lambda: r.read(bodies[0])), of(lambda: r.read(bodies[1])))
    return m.subtract(second, r.fit(first, second.shape))


def _outer(r: ArrayReader, a: Array, b: Array) -> Array:
    for x in (a, b):
        if not x.is_scalar and x.shape[1] != 1:
            raise Unknown("the covariance of a matrix")
    return r.renamed(m.times(a, m.transpose(b)))


def _law_of(r: ArrayReader, node: Expect) -> tuple[Gaussian, str]:
    """The law, and the name that is random."""
    if len(node.sub) > 1:
        raise Unknown("an expectation over several variables", node)
    if node.sub:
        return _written(r, node.sub[0], node)
    inside = _names_in(r, node.body)
    stated = [n for n in inside if r.ground.of_variable(n) is not None]
    if len(stated) == 1:
        law = r.ground.of_variable(stated[0])
        assert law is not None
        return gaussian(r, law, {}), stated[0]
    if stated:
        raise Unknown("an expectation over several variables", node)
    single = [law for law in r.ground.laws if law.head != "~" and not law.given and law.outcome[0] in inside]
    if len(single) == 1:
        return gaussian(r, single[0], {}), single[0].outcome[0]
    free = sorted(n for n in inside if n.rstrip("!").split("_")[0] in RANDOM and r.shapes.is_array(n))
    if len(free) != 1 or single:
        raise Unknown("nothing says over which variable this expectation is", node)
    shape = r.shapes.shape(free[0])
    if shape is None or shape[1] != 1:
        raise Unknown("a random matrix", node)
    mean, spread = _unknown(r, "mean", free[0], shape), _unknown(r, "covariance", free[0], shape)
    return Gaussian(mean, spread, free[0], "any"), free[0]


def _names_in(r: ArrayReader, node: Node) -> set[str]:
    """The names in a formula, definitions opened."""
    found: set[str] = set()
    waiting = [node]
    while waiting:
        for n in walk(waiting.pop()):
            if isinstance(n, Sym) and ident(n) not in found:
                found.add(ident(n))
                if ident(n) in r.ground.definitions:
                    waiting.append(r.ground.definitions[ident(n)][0])
    return found - set(r.local)


def _written(r: ArrayReader, sub: Node, node: Expect) -> tuple[Gaussian, str]:
    if isinstance(sub, Rel) and sub.op == "~" and isinstance(sub.left, Sym):
        found = of_application(r, sub.right)
        if found is not None:
            law, _ = found
            return law, ident(sub.left)
    elif isinstance(sub, App):
        found = of_application(r, sub)
        if found is not None and isinstance(found[1], Sym):
            return found[0], ident(found[1])
    elif isinstance(sub, Sym):
        found = of_application(r, sub)
        if found is not None:
            return found[0], found[0].variable
        stated = r.ground.of_variable(ident(sub))
        if stated is not None:
            return gaussian(r, stated, {}), ident(sub)
    raise Unknown("an expectation under a law of vectors that is not known", node)
