"""The value of the best discriminator is a Jensen-Shannon divergence.

Main definitions: mass functions p (of the data) and g (of the generator) over 1 ... n, m = (p+g)/2, and
JSD = KL(p, m)/2 + KL(g, m)/2; the value of D is the sum of p log D + g log(1-D).

Main statements:
  jsd_identity.identity          at D* = p/(p+g) the value is 2 JSD - log 4
  jsd_identity.negated           the negated value there is log 4 - 2 JSD
  jsd_identity.bounds            0 <= JSD <= log 2, and log 2 only where p[i] g[i] = 0 for every i
  jsd_identity.zero              JSD = 0 only for p = g
  jsd_identity.entropies         JSD = H(m) - (H(p) + H(g))/2
  jsd_identity.shifted_uniforms  JSD(U[0,1], U[t,1+t]) = min(t,1) log 2 for t >= 0; see `uniforms`

Implementation: identities summand by summand for every n, where a constant c is the sum of c m[i], and written out for
n = 1 ... 4. JSD is half the sum of p G(m/p) + g G(m/g) with G of `tangent`; log 2 - JSD is half the sum of
p log(1+g/p) + g log(1+p/g), positive where both masses are. Zero masses are limits.

References: Goodfellow et al. (2014), theorem 1; Lin (1991), Divergence measures based on the Shannon entropy.
"""

from __future__ import annotations

from collections.abc import Iterator

from sympy import And, Eq, Equivalent, Expr, IndexedBase, Integer, Le, Symbol, limit, log

from hw3verify.symbolic import uniforms
from hw3verify.symbolic.record import Step
from hw3verify.symbolic.tables import SIZES, at_zero, equal_summands, i, k, masses, over, whole, written_out
from hw3verify.symbolic.tangent import tangent_gap, tangent_step
from hw3verify.symbolic.theorem import Claim, Theorem
from hw3verify.symbolic.zero import equal, positive

p, g = IndexedBase("p", positive=True), IndexedBase("g", positive=True)
_p, _g, _eps = (Symbol(name, positive=True) for name in ("p_i", "g_i", "eps"))
_m = (_p + _g) / 2


def jsd() -> Expr:
    """The divergence as a sum to n."""
    return over(p[i] * log(2 * p[i] / (p[i] + g[i])) + g[i] * log(2 * g[i] / (p[i] + g[i]))) / 2


def value() -> Expr:
    """The value at D* as a sum to n."""
    best = p[i] / (p[i] + g[i])
    return over(p[i] * log(best) + g[i] * log(1 - best))


def entropies() -> Expr:
    """H(m) - (H(p) + H(g))/2."""
    m = (p[i] + g[i]) / 2
    return -over(m * log(m)) + (over(p[i] * log(p[i])) + over(g[i] * log(g[i]))) / 2


def _both(what: str, difference: Expr) -> Iterator[Step]:
    """That a difference of linear functionals is 0, for every size and written out."""
    mean = (p[i] + g[i]) / 2
    yield equal_summands(f"for every size: {what}", difference, mean, {p[i]: _p, g[i]: _g}, Integer(0))
    for size in SIZES:
        tables = {p: masses("p", size), g: masses("g", size)}
        yield equal(f"{size} values: {what}", written_out(difference, tables), Integer(0), whole(*tables.values()))


def _slack(a: Expr, b: Expr) -> Expr:
    """The summand of JSD by G."""
    m = (a + b) / 2
    return (a * tangent_gap(m / a) + b * tangent_gap(m / b)) / 2


def _shortfall(a: Expr, b: Expr) -> Expr:
    """The summand of log 2 - JSD."""
    return (a * log(1 + b / a) + b * log(1 + a / b)) / 2


def _limits() -> Iterator[Step]:
    """The summands where one mass is 0."""
    yield equal("eps log(eps) falls to 0 with eps", limit(_eps * log(_eps), _eps, 0, "+"), Integer(0))
    for what, term, target in (
        ("log 2 - JSD", _shortfall(_p, _eps), Integer(0)),
        ("JSD", _slack(_p, _eps), _p * log(2) / 2),
    ):
        found = at_zero(term, _eps)
        name = f"where one of the masses is 0, the summand of {what} is {target}"
        yield Step(name, False, "no limit") if found is None else equal(name, found, target)


def _lower_steps(form: Expr) -> Iterator[Step]:
    yield tangent_step()
    yield from _both("JSD is half the sum of p G(m/p) + g G(m/g)", form - over(_slack(p[i], g[i])))
    yield Step("its weights and arguments are positive", positive(_m / _p) and positive(_m / _g))


def _bounds_steps(form: Expr) -> Iterator[Step]:
    yield from _lower_steps(jsd())
    what = "the upper bound less JSD is half the sum of p log(1+g/p) + g log(1+p/g)"
    yield from _both(what, form - jsd() - over(_shortfall(p[i], g[i])))
    yield Step("1 + g/p and 1 + p/g are more than 1", positive(_g / _p) and positive(_p / _g))
    yield from _limits()


def _zero_steps(form: Expr) -> Iterator[Step]:
    yield from _lower_steps(form)
    yield equal("each argument m/p is 1 only where p = g", _m / _p - 1, (_g - _p) / (2 * _p))
    for size in SIZES:
        same = masses("p", size)
        yield equal(f"{size} values: for equal masses it is 0", written_out(form, {p: same, g: same}), Integer(0))
    yield from _limits()
    yield Step("which is positive", positive(_p) and bool(log(2).is_positive))


def _divergence() -> Expr:
    """JSD by its definition, as two relative entropies from the mixture."""
    m = (p[i] + g[i]) / 2
    return over(p[i] * log(p[i] / m)) / 2 + over(g[i] * log(g[i] / m)) / 2


THEOREM = Theorem(
    (
        Claim(
            "jsd_identity.identity",
            lambda: 2 * jsd() - log(4),
            lambda form: Eq(value(), form),
            lambda form: _both("the value at D* is the closed form", value() - form),
        ),
        Claim(
            "jsd_identity.negated",
            lambda: log(4) - 2 * jsd(),
            lambda form: Eq(-value(), form),
            lambda form: _both("the negated value at D* is the closed form", value() + form),
        ),
        Claim(
            "jsd_identity.bounds",
            lambda: log(2),
            lambda form: And(Le(0, jsd()), Le(jsd(), form)),
            _bounds_steps,
        ),
        Claim("jsd_identity.zero", jsd, lambda form: Equivalent(Eq(form, 0), Eq(p[k], g[k])), _zero_steps),
        Claim(
            "jsd_identity.entropies",
            entropies,
            lambda form: Eq(_divergence(), form),
            lambda form: _both("the divergence is the closed form", _divergence() - form),
        ),
        Claim(
            "jsd_identity.shifted_uniforms",
            uniforms.jsd_closed_form,
            uniforms.jsd_statement,
            uniforms.jsd_steps,
        ),
    )
)
statement, closed_form, verify = THEOREM.statement, THEOREM.closed_form, THEOREM.verify
