"""The evidence lower bound.

Main definitions: for a latent variable with values 1 ... n, a prior pi[i], likelihoods l[i] = p(x|z_i) at the x that
was seen, and a mass function q[i], the bound is E_q[log p(x|z)] - KL(q, p(z)), and p(x) is the sum of pi[i] l[i].

Main statements:
  elbo.bound            log p(x) >= E_q[log p(x|z)] - KL(q, p(z))
  elbo.gap              log p(x) less the bound is KL(q, p(z|x))
  elbo.equality         the two are equal if and only if q[k] = pi[k] l[k] / p(x)
  elbo.linear_gaussian  for z ~ N(0,1), x|z ~ N(w z + b, s^2) and q = N(m, v^2) the bound is a closed form
  elbo.iwae             L_1 <= L_2 <= L_3 <= log p(x), for the importance-weighted bounds L_K

Implementation: the gap is the sum of q[i] G(p(z_i|x)/q[i]) with G(t) = t - 1 - log t, of which `tangent` shows the
sign. Identities are shown summand by summand for every n, and written out for n = 1 ... 4; zero masses are limits. The
linear-Gaussian model is integrated by the moments of `gaussian`. For L_2 and L_3 see `importance`.

References: Jordan et al. (1999), An introduction to variational methods for graphical models; Kingma and Welling
(2014), Auto-encoding variational Bayes, section 2.2; Burda et al. (2016), theorem 1.
"""

from __future__ import annotations

from collections.abc import Iterator

from sympy import And, Eq, Equivalent, Expr, Ge, IndexedBase, Integer, Le, Symbol, limit, log
from sympy.logic.boolalg import Boolean

from hw3verify.symbolic import importance, linear_gaussian
from hw3verify.symbolic.record import Step, together
from hw3verify.symbolic.tables import (
    SIZES,
    at_zero,
    equal_summands,
    i,
    k,
    masses,
    over,
    weights,
    whole,
    whole_sum,
    written_out,
)
from hw3verify.symbolic.tangent import tangent_gap, tangent_step
from hw3verify.symbolic.theorem import Claim, Theorem
from hw3verify.symbolic.zero import equal, positive

q = IndexedBase("q", positive=True)  # the encoder's masses
pi = IndexedBase("pi", positive=True)  # the prior's
l = IndexedBase("l", positive=True)  # noqa: E741  the likelihoods p(x|z_i)

_EVIDENCE = whole_sum(pi[i] * l[i])
EVIDENCE = log(_EVIDENCE)
_P = Symbol("P", positive=True)  # stands for p(x) where a sum is compared summand by summand
_ONE_TERM = {base[i]: Symbol(f"{base}_i", positive=True) for base in (q, pi, l)}


def bound() -> Expr:
    """E_q[log p(x|z)] - KL(q, p(z)) as sums to n."""
    return over(q[i] * log(l[i])) - over(q[i] * log(q[i] / pi[i]))


def posterior() -> Expr:
    """p(z_k|x) as a term in k."""
    return pi[k] * l[k] / _EVIDENCE


def gap() -> Expr:
    """KL(q, p(z|x)) as a sum to n."""
    return over(q[i] * log(q[i] * _EVIDENCE / (pi[i] * l[i])))


def _every_size(what: str, linear: Expr, to: Expr) -> Step:
    """That a linear functional of q has this summand, in plain symbols."""
    return equal_summands(what, linear.xreplace({_EVIDENCE: _P}), q[i], _ONE_TERM, to)


def _tables(size: int) -> dict[IndexedBase, tuple[Expr, ...]]:
    return {q: masses("a", size), pi: masses("b", size), l: weights("l", size)}


def _whole(tables: dict[IndexedBase, tuple[Expr, ...]]) -> dict[Symbol, Expr]:
    """That q and the prior have mass 1."""
    return whole(tables[q], tables[pi])


def _posteriors(tables: dict[IndexedBase, tuple[Expr, ...]]) -> list[Expr]:
    return [written_out(posterior().subs(k, place + 1), tables) for place in range(len(tables[q]))]


def _bound_steps(form: Expr) -> Iterator[Step]:
    yield tangent_step()
    q_i, p_i, l_i = _ONE_TERM.values()
    given = p_i * l_i / _P
    what = "for every size: the summand of log p(x) - bound is q G(p(z|x)/q) + q - p(z|x)"
    yield _every_size(what, EVIDENCE - form, q_i * tangent_gap(given / q_i) + q_i - given)
    for size in SIZES:
        tables = _tables(size)
        slack = sum(m * tangent_gap(p / m) for m, p in zip(tables[q], _posteriors(tables), strict=True))
        left = written_out(EVIDENCE - form, tables)
        yield equal(f"{size} values: log p(x) - bound is the sum of q G(p(z|x)/q)", left, slack, _whole(tables))
        yield together(f"{size} values: its weights and arguments are positive", _signs(tables))
    yield from _zero_mass_steps(form)


def _signs(tables: dict[IndexedBase, tuple[Expr, ...]]) -> Iterator[Step]:
    for m, p in zip(tables[q], _posteriors(tables), strict=True):
        yield Step(f"{m} and {p} are positive", positive(m) and positive(p))


def _zero_mass_steps(form: Expr) -> Iterator[Step]:
    """The bound where q has the mass 0 somewhere."""
    eps = Symbol("eps", positive=True)
    yield equal("eps log(eps) falls to 0 with eps", limit(eps * log(eps), eps, 0, "+"), Integer(0))
    for size in SIZES[1:]:
        tables = {**_tables(size), q: (*masses("a", size - 1), eps)}
        posteriors = _posteriors(tables)
        slack = sum(m * tangent_gap(p / m) for m, p in zip(tables[q][:-1], posteriors[:-1], strict=True))
        given = whole(tables[q][:-1], tables[pi])
        left = at_zero(written_out(EVIDENCE - form, tables), eps)
        what = f"{size} values, one of mass 0: log p(x) - bound is the others' sum of q G, and the mass that is missed"
        yield Step(what, False, "no limit") if left is None else equal(what, left, slack + posteriors[-1], given)


def _gap_steps(form: Expr) -> Iterator[Step]:
    difference = EVIDENCE - bound() - form
    yield _every_size("for every size: the summands of both sides agree", difference, Integer(0))
    for size in SIZES:
        tables = _tables(size)
        left = written_out(difference, tables)
        yield equal(f"{size} values: log p(x) - bound = KL", left, Integer(0), _whole(tables))


def _equality_steps(form: Expr) -> Iterator[Step]:
    yield tangent_step()
    for size in SIZES:
        tables = _tables(size)
        claimed = [written_out(form.subs(k, place + 1), tables) for place in range(size)]
        yield equal(f"{size} values: the masses have sum 1", sum(claimed), Integer(1), _whole(tables))
        yield Step(f"{size} values: they are positive", all(positive(mass) for mass in claimed))
        attained = written_out(EVIDENCE - bound(), {**tables, q: claimed})
        yield equal(f"{size} values: with them the bound is log p(x)", attained, Integer(0), whole(tables[pi]))
        slack = sum(m * tangent_gap(c / m) for m, c in zip(tables[q], claimed, strict=True))
        left = written_out(EVIDENCE - bound(), tables)
        what = f"{size} values: for any q the gap is the sum of q G(r/q), r being these, so 0 only where q = r"
        yield equal(what, left, slack, _whole(tables))


def _iwae_steps(form: Expr) -> Iterator[Step]:
    first = importance.one_sample().xreplace({importance.w[i]: pi[i] * l[i] / q[i]})
    yield _every_size("for every size: L_1 is the bound, summand by summand", first - bound(), Integer(0))
    yield from importance.steps(form)


def _linear_statement(form: Expr) -> Boolean:
    return And(Eq(linear_gaussian.integral(), form), Le(form, linear_gaussian.log_evidence()))


THEOREM = Theorem(
    (
        Claim("elbo.bound", bound, lambda form: Ge(EVIDENCE, form), _bound_steps),
        Claim("elbo.gap", gap, lambda form: Eq(EVIDENCE - bound(), form), _gap_steps),
        Claim(
            "elbo.equality",
            posterior,
            lambda form: Equivalent(Eq(EVIDENCE, bound()), Eq(q[k], form)),
            _equality_steps,
        ),
        Claim("elbo.linear_gaussian", linear_gaussian.bound, _linear_statement, linear_gaussian.steps),
        Claim("elbo.iwae", importance.two_samples, importance.statement, _iwae_steps),
    )
)
statement, closed_form, verify = THEOREM.statement, THEOREM.closed_form, THEOREM.verify

