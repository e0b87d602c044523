"""Supports: where the law of a role is positive, and what that says about folds.

A role whose laws all live on the same part of the line, or on the same integers, has that part as its space. A fold of
what is a multiple of such a density may leave out the rest of the line: there the density vanishes. Law: `clipped`
returns limits between which the fold has the same value, or raises `NoForm`; `multiple(e, x)` means that e vanishes
wherever one of the densities of x with a stated law does.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from hw3verify.kernel.form import NOTHING, UNIT, Form, NoForm
from hw3verify.kernel.law import FORMULAS, is_infinite, law_for
from hw3verify.meaning.claim import Facts, Law
from hw3verify.meaning.expr import Apply, Call, Expr, Fold, Name, Number, Power, Product, Sum, free_names, walk

if TYPE_CHECKING:
    from hw3verify.kernel.normal import Normal
    from hw3verify.kernel.signs import Signs

LINE = ("normal", "laplace", "likelihood")


@dataclass(frozen=True, slots=True)
class Support:
    """From `lower` to `upper` (None: no end), integers if `counted`."""

    counted: bool
    lower: Form | None
    upper: Form | None


WHOLE = Support(False, None, None)


def support_of(normal: Normal, law: Law) -> Support | None:
    """Where the law is positive; None where that depends on other variables, or is not known."""
    one, zero = UNIT, NOTHING
    fixed = {"exponential": (False, zero, None), "gamma": (False, zero, None), "beta": (False, zero, one),
             "bernoulli": (True, zero, one), "poisson": (True, zero, None), "geometric0": (True, zero, None),
             "geometric": (True, one, None)}  # fmt: skip
    if law.index or len(law.outcome) != 1:
        return None
    if law.name in LINE:
        return WHOLE
    if law.name in fixed:
        return Support(*fixed[law.name])
    if law.name in FORMULAS and not any(free_names(p) & set(law.given) for p in law.parameters):
        low, high = (None if is_infinite(p) else normal.form(p) for p in law.parameters[1:])
        return Support(law.name == "mass", low, high)
    if law.name not in ("uniform", "binomial") or any(free_names(p) & set(law.given) for p in law.parameters):
        return None
    ends = [normal.form(p) for p in law.parameters]
    return Support(False, ends[0], ends[1]) if law.name == "uniform" else Support(True, zero, ends[0])


def supports(normal: Normal) -> dict[str, Support]:
    """The common support of all laws of a role, for the roles that have one."""
    found: dict[str, Support | None] = {}
    for law in normal.facts.laws:
        for role in law.outcome:
            try:
                here = support_of(normal, law)
            except NoForm:
                here = None
            found[role] = here if found.get(role, here) == here else None
    return {role: s for role, s in found.items() if s is not None}


def learn_inside(signs: Signs, s: Support, x: Form) -> None:
    """A variable on a support is almost everywhere strictly inside."""
    if s.counted:
        return
    if s.lower is not None:
        signs.learn(x - s.lower, True)
    if s.upper is not None:
        signs.learn(s.upper - x, True)


def multiple(e: Expr, var: str, facts: Facts) -> bool:
    """Does the expression vanish wherever a density of `var` with a stated law does?"""
    if isinstance(e, Apply):
        own = any(a.value == Name(var) for a in e.args)
        return own and e.head in facts.densities and law_for(facts, e) is not None
    if isinstance(e, Sum):
        return all(multiple(t, var, facts) for t in e.terms)
    if isinstance(e, Product):
        return any(multiple(f, var, facts) for f in e.factors)
    if isinstance(e, Power):
        return isinstance(e.exponent, Number) and e.exponent.value > 0 and multiple(e.base, var, facts)
    if isinstance(e, Call):
        return e.fn in ("abs", "sign") and multiple(e.args[0], var, facts)
    if isinstance(e, Fold):
        return e.op == "sum" and e.var != var and multiple(e.body, var, facts)
    return isinstance(e, Number) and e.value == 0


def bounded_laws(e: Expr, var: str, facts: Facts) -> list[Law]:
    """The laws of the densities of `var` in the expression that vanish somewhere."""
    found = []
    for n in walk(e):
        if isinstance(n, Apply) and n.head in facts.densities and any(a.value == Name(var) for a in n.args):
            law = law_for(facts, n)
            if law is not None and law.name not in LINE:
                found.append(law)
    return found


def confined(normal: Normal, e: Fold, lower: Form | None, upper: Form | None) -> tuple[Form | None, Form | None]:
    """The limits of a fold, cut down to where the densities in its body live; over a whole space its body has to vanish
    outside the support, because there the space has no more."""
    d, supported = e.domain, normal.rules.supports
    if d.kind != "space":
        return clipped(normal, e.body, e.var, lower, upper, d.kind != "interval")
    if d.role in supported and not supported[d.role].counted and bounded_laws(e.body, e.var, normal.facts):
        if not multiple(e.body, e.var, normal.facts) and not stated_inside(normal, d.role, supported[d.role]):
            raise NoForm("what is integrated need not vanish outside the support")
    return lower, upper


def stated_inside(normal: Normal, role: str, s: Support) -> bool:
    """Do the facts say that all values of a variable lie on a support (`x >= 0`)? Then its space has no more."""
    lower, upper = s.lower is None, s.upper is None
    for r in normal.facts.assumptions:
        if r.left != Name(role) or not isinstance(r.right, Number):
            continue
        end = normal.form(r.right)
        lower |= r.op in (">=", ">") and s.lower is not None and normal.signs.nonnegative(end - s.lower)
        upper |= r.op in ("<=", "<") and s.upper is not None and normal.signs.nonnegative(s.upper - end)
    return lower and upper


def formula_of(law: Law, z: Form) -> Fold:
    """The formula of a law that is given by one; a mass function is not asked for at a number, where it may vanish."""
    body = law.parameters[0]
    if not isinstance(body, Fold) or body.op != "lambda" or (law.name == "mass" and z.constant is not None):
        raise NoForm("a law without a formula here")
    return body


def clipped(
    normal: Normal, body: Expr, var: str, lower: Form | None, upper: Form | None, counted: bool
) -> tuple[Form | None, Form | None]:
    """The limits of a fold over a range, cut down to where the densities in its body live."""
    laws = bounded_laws(body, var, normal.facts)
    if not laws:
        return lower, upper
    places = {support_of(normal, law) for law in laws}
    (s,) = places if len(places) == 1 else (None,)
    if s is None or s.counted != counted:
        raise NoForm("densities of several kinds in a range")
    at_least, vanishes = normal.signs.nonnegative, multiple(body, var, normal.facts)
    inside = s.lower is None or (lower is not None and at_least(lower - s.lower))
    below = s.upper is None or (upper is not None and at_least(s.upper - upper))
    if inside and below:
        return lower, upper
    if not vanishes:
        raise NoForm("a density may vanish in this range")
    if not inside:
        # what lies before the support adds nothing, if the upper limit lies behind its beginning
        assert s.lower is not None
        before = lower is None or at_least(s.lower - lower)
        if not before or not (upper is None or at_least(upper - s.lower)):
            raise NoForm("a limit may lie outside the support")
        lower = s.lower
    if not below:
        assert s.upper is not None
        behind = upper is None or at_least(upper - s.upper)
        if not behind or not (lower is None or at_least(s.upper - lower)):
            raise NoForm("a limit may lie outside the support")
        upper = s.upper
    return lower, upper
