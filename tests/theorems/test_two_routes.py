"""The documents and `hw3verify.symbolic` say the same: what a document has shown, translated, is the closed form there.

The right side of a statement goes from the reader's expression tree to SymPy by `symbolic.translation`; the closed form
was derived by SymPy on a way of its own. Densities are tables of two values with any positive entries.
"""

from functools import lru_cache

import sympy
from sympy import IndexedBase, Integer, Rational, Symbol, log, sqrt

from hw3verify.judge.recheck import rechecked
from hw3verify.meaning.claim import Claim
from hw3verify.meaning.expr import Expr
from hw3verify.symbolic import (
    bernoulli_likelihood,
    elbo,
    gaussian_kl,
    jsd_identity,
    linear_gaussian,
    optimal_discriminator,
    posterior,
    wasserstein,
)
from hw3verify.symbolic.tables import k, n
from hw3verify.symbolic.translation import Tables, to_sympy
from hw3verify.theorems.shelf import certificates, document_source, theorem

SIZE = 2
PLACES = range(1, SIZE + 1)
Q = {i: Symbol(f"q{i}", positive=True) for i in PLACES}
JOINT = {(x, z): Symbol(f"j{x}{z}", positive=True) for x in PLACES for z in PLACES}
DATA, MODEL = ({i: Symbol(f"{name}{i}", positive=True) for i in PLACES} for name in ("d", "g"))
LISTS = {"x[]": bernoulli_likelihood.x, "hat_y[]": bernoulli_likelihood.y}


@lru_cache(maxsize=16)
def right_sides(name: str) -> dict[tuple[str, str], Expr]:
    """The last side of every display of a document, by part and number, as read when its proofs were checked."""
    trial, rows = rechecked(document_source(name), certificates(name))
    assert all(row.holds for row in rows)
    found = {}
    for v in trial.verdicts:
        right, claim = v.assessment.right, v.assessment.claim
        if v.link.role == "arrow" and isinstance(claim, Claim):
            found[v.link.part, v.link.number] = claim.says.right
        elif v.link.role == "claim" and right is not None and right.expr is not None:
            found[v.link.part, v.link.number] = right.expr
    return found


def shown(identifier: str, tables: Tables, display: int = 0) -> sympy.Expr:
    """The last side of a theorem's statement in SymPy."""
    known = theorem(identifier)
    return to_sympy(right_sides(known.document)[known.part, known.equations[display]], tables)


def joint_at(args: dict[str, int], given: dict[str, int]) -> sympy.Expr:
    """p of these outcomes given these, from the joint table."""

    def mass(fixed: dict[str, int]) -> sympy.Expr:
        return sum(v for (x, z), v in JOINT.items() if fixed.get("x", x) == x and fixed.get("z", z) == z)

    return mass({**args, **given}) / (mass(given) if given else 1)


def densities(head: str, args: tuple, given: tuple) -> sympy.Expr:
    at, under = ({role: int(value) for role, value in places} for places in (args, given))
    if head == "p":
        return joint_at(at, under)
    return {"q": Q, "p_data": DATA, "p_G": MODEL}[head][next(iter(at.values()))]


TABLES = Tables({"x": Integer(1), "z": Integer(1)}, {"x": SIZE, "z": SIZE}, densities)


def written_out(form: sympy.Expr, entries: dict[IndexedBase, dict[int, sympy.Expr]]) -> sympy.Expr:
    """A closed form for sums to n at n = 2 with these entries."""
    plain = form.subs(n, SIZE).doit()
    return plain.xreplace({base[i]: value for base, row in entries.items() for i, value in row.items()})


def agree(one: sympy.Expr, other: sympy.Expr) -> bool:
    """Is the difference zero, logarithms of positive products taken apart?"""
    difference = sympy.expand_log(sympy.together(one - other), force=True)
    apart = difference.replace(log, lambda a: log(sympy.factor(a)))
    return sympy.simplify(sympy.expand(sympy.expand_log(apart, force=True))) == 0


def scalars(**named: sympy.Expr) -> Tables:
    return Tables(named)


def encoder(form: sympy.Expr) -> sympy.Expr:
    """A closed form of `symbolic.elbo` at x = 1: prior masses p(z), likelihoods p(x|z)."""
    prior = {i: joint_at({"z": i}, {}) for i in PLACES}
    likelihood = {i: joint_at({"x": 1}, {"z": i}) for i in PLACES}
    return written_out(form, {elbo.q: Q, elbo.pi: prior, elbo.l: likelihood})


def generator(form: sympy.Expr) -> sympy.Expr:
    """A closed form of `symbolic.jsd_identity` for these tables."""
    return written_out(form, {jsd_identity.p: DATA, jsd_identity.g: MODEL})


KL = gaussian_kl
NORMAL = scalars(mu_q=KL.mu_q, mu_p=KL.mu_p, sigma=KL.sigma, sigma_q=KL.sigma_q, sigma_p=KL.sigma_p)


def test_divergences_of_normal_laws() -> None:
    """Equal variances, any variances, and the difference of both directions."""
    assert agree(shown("gaussian_kl.equal_variance", NORMAL), KL.closed_form("equal_variance"))
    assert agree(shown("gaussian_kl.scalar", NORMAL), KL.closed_form("scalar"))
    assert not agree(shown("gaussian_kl.scalar", NORMAL), KL.closed_form("equal_variance"))
    u, v = sympy.symbols("u v", positive=True)
    difference = KL.closed_form("symmetry").xreplace({KL.sigma_q: sqrt(u), KL.sigma_p: sqrt(v)})
    known = theorem("gaussian_kl.asymmetry")
    trial, _ = rechecked(document_source("gaussian_kl"), certificates("gaussian_kl"))
    first = next(a.assessment.right for a in trial.verdicts if a.link.part == known.part and a.link.index == 0)
    assert first is not None
    assert first.expr is not None
    assert agree(to_sympy(first.expr, scalars(m=KL.mu_q, n=KL.mu_p, u=u, v=v)), difference)


def test_divergence_of_diagonal_normal_laws() -> None:
    """Two components against the standard normal law."""
    means, scales = ({i: Symbol(f"{c}{i}", positive=True) for i in PLACES} for c in "ms")
    lists = {"mu[]": means, "sigma[]": scales}
    tables = Tables({}, {"d": SIZE}, lambda head, args, given: lists[head][int(args[0][1])])
    zero, one = (dict.fromkeys(PLACES, Integer(c)) for c in (0, 1))
    form = written_out(KL.closed_form("diagonal"), {KL.m_q: means, KL.s_q: scales, KL.m_p: zero, KL.s_p: one})
    assert agree(shown("gaussian_kl.diagonal", tables), form)


def test_the_evidence_lower_bound() -> None:
    """The bound and its gap for tables, and the bound of the linear-Gaussian model."""
    assert agree(shown("elbo.bound", TABLES), encoder(elbo.closed_form("bound")))
    assert agree(shown("elbo.gap", TABLES), encoder(elbo.closed_form("gap")))
    assert not agree(shown("elbo.gap", TABLES), encoder(elbo.closed_form("bound")))
    m = linear_gaussian
    tables = scalars(a=m.w, s=m.s, m=m.m, v=m.v**2, x=m.x)
    assert agree(shown("elbo.linear_gaussian", tables), elbo.closed_form("linear_gaussian").subs(m.b, 0))


def test_the_posterior() -> None:
    """The bound is attained by the posterior, whose mass is the joint mass over its sum; the value is log p(x)."""
    at = TABLES.names["z"]
    rows = {posterior.j: {i: joint_at({"x": 1, "z": i}, {}) for i in PLACES}}
    assert agree(shown("elbo.equality", TABLES), encoder(elbo.closed_form("equality").subs(k, at)))
    stationary = written_out(posterior.closed_form("stationary").subs(k, at), rows)
    assert agree(shown("posterior.stationary", TABLES), stationary)
    assert agree(shown("posterior.value", TABLES), written_out(posterior.closed_form("value"), rows))


def test_the_bernoulli_likelihood() -> None:
    """The likelihood and its logarithm for two bits, and the slope in a logit."""
    tables = Tables({}, {"G": SIZE}, lambda head, args, given: LISTS[head][args[0][1]])
    for name in ("likelihood", "log"):
        form = bernoulli_likelihood.closed_form(name).subs(n, SIZE).doit()
        assert sympy.simplify(shown(f"bernoulli_likelihood.{name}", tables) - form) == 0
    x, a = bernoulli_likelihood.x[k], bernoulli_likelihood.a[k]
    slope = shown("bernoulli_likelihood.gradient", scalars(x=x, a=a))
    assert sympy.simplify(slope - bernoulli_likelihood.closed_form("gradient")) == 0


def test_the_optimal_discriminator() -> None:
    """The best value at a point, for both signs of the objective, and the curvature there."""
    o = optimal_discriminator
    p, g, d = o.p, o.g, o.D
    heads = {"p_data": p, "p_G": g, "D": d}
    tables = Tables({"x": Integer(1)}, {}, lambda head, args, given: heads[head])
    for name in ("pointwise", "negated"):
        assert agree(shown(f"optimal_discriminator.{name}", tables), o.closed_form(name))
    curvature = shown("optimal_discriminator.second_order", tables).subs(d, o.closed_form("pointwise"))
    assert agree(curvature, o.closed_form("second_order"))


def test_the_jensen_shannon_identity() -> None:
    """The value at the best discriminator, its negative, the upper bound, entropies and uniform laws."""
    for name in ("identity", "negated", "entropies"):
        assert agree(shown(f"jsd_identity.{name}", TABLES), generator(jsd_identity.closed_form(name))), name
    assert agree(shown("jsd_identity.bounds", TABLES), jsd_identity.closed_form("bounds"))
    t = wasserstein.t
    form = jsd_identity.closed_form("shifted_uniforms")
    assert agree(shown("jsd_identity.shifted_uniforms", scalars(t=t)), form)


def test_distances_of_shifted_laws() -> None:
    """The shift itself, the homework's values, normal laws of one variance, and an infinite divergence."""
    t = wasserstein.t
    for name in ("cdf", "quantiles"):
        assert agree(shown(f"wasserstein.{name}", scalars(t=t)), wasserstein.closed_form(name))
    homework = [shown("wasserstein.homework", scalars(), display) for display in range(2)]
    assert homework == list(wasserstein.closed_form("homework")) == [Rational(1, 2), 1]
    a, b = (Symbol(name, real=True) for name in ("mu_q", "mu_p"))
    same = wasserstein.closed_form("normals").subs(Symbol("sigma_q", positive=True), Symbol("sigma_p", positive=True))
    assert shown("wasserstein.normals", scalars(mu_1=a, mu_2=b)) == same
    assert shown("wasserstein.infinite_kl", scalars()) == wasserstein.closed_form("infinite_kl") == sympy.oo
