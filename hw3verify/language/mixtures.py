r"""Mixtures by their latent class: `$p(z=k)=\pi_k$ and $p(x|z=k)=N(x;\mu_k,\sigma_k^2)$`.

The family is put together from the mass function of z, which may be any, and the stated law of x for every z:

    p(x, z) = p(z) law(x|z)      p(x) = sum over z of p(z) law(x|z)      p(z|x) = p(z) law(x|z) / p(x)

Law: these are the definitions of joint, marginal and conditional densities. Other densities of such a family are not
understood.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from hw3verify.language.names import Unknown
from hw3verify.meaning.expr import Apply, Arg, Domain, Expr, Fold, Name, divide, free_names, fresh, multiply, substitute

if TYPE_CHECKING:
    from hw3verify.language.elaborate import Elaborator

MARK = "@given:"  # among the definitions: the law of x for every z


def is_composed(e: Elaborator, family: str) -> bool:
    """Is the family put together from a latent class and a law given it?"""
    return e.scope.definition(MARK + family) is not None


def composed(e: Elaborator, density: Apply) -> Expr:
    """The density in terms of the mass function of the latent class and the law given it; any other density itself."""
    d = e.scope.definition(MARK + density.head)
    if d is None:
        return density
    x, z = d.parameters
    at = {a.role: a.value for a in (*density.args, *density.given)}
    own, given = {a.role for a in density.args}, {a.role for a in density.given}
    if len(at) != len(density.args + density.given) or not own | given <= {x, z}:
        raise Unknown(f"{density.head} is a mixture, and not understood at these variables")
    if own == {z} and not given:
        return density
    e.used[d.source] = None
    e.note_heads(d.body)
    e.heads[density.head] = "density"

    def joint(value: Expr) -> Expr:
        return multiply(Apply(density.head, (Arg(z, value),)), law(value))

    def law(value: Expr) -> Expr:
        return substitute(d.body, {x: at[x], z: value})

    if own == {x} and given == {z}:
        return law(at[z])
    if own == {x, z}:
        return joint(at[z])
    if x not in at:
        raise Unknown(f"{density.head} is a mixture, and not understood at these variables")
    var = fresh(z, free_names(at[x]) | free_names(at[z]) if z in at else free_names(at[x]))
    evidence = Fold("sum", var, Domain("space", z), joint(Name(var)))
    return evidence if own == {x} else divide(joint(at[z]), evidence)
