"""Laws by a formula whose mass is not known to be 1.

`p(x) = \\lambda e^{-x}` for x > 0 is a density for one lambda only; what is false for the others refutes nothing. Law:
`unnormalised` names a family whose formula, summed or integrated over the values that the text gives, is not shown to
be 1 for all parameters. (One without parameters is what the text says, right or wrong.)
"""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache

from hw3verify.meaning.claim import Claim, Facts, Law, Relation
from hw3verify.meaning.expr import ONE, Domain, Fold, free_names


def unnormalised(claim: Claim) -> str:
    """Why a counterexample with such a law is none; "" where every formula is shown to have mass 1."""
    for law in claim.facts.laws:
        open_ = law.name in ("formula", "mass") and not law.given and any(map(free_names, law.parameters))
        if open_ and not _is_one(law, replace(claim.facts, laws=())):
            return f"the mass of {law.head} is not known to be 1 for all parameters"
    return ""


@lru_cache(maxsize=256)
def _is_one(law: Law, facts: Facts) -> bool:
    from hw3verify.search.prove.prove import prove

    formula, low, high = law.parameters
    assert isinstance(formula, Fold)
    kind, role = ("index", f"#{law.head}") if law.name == "mass" else ("interval", formula.domain.role)
    whole = Fold("sum", formula.var, Domain(kind, role, low, high), formula.body)
    return prove(Claim(Relation(whole, "=", ONE), (), facts)) is not None
