"""A false line that stays false where everything is independent.

Words may say of something that it is independent without saying clearly of what. A world in which all variables of
every family are independent meets any such statement, marginal or conditional; a line that fails in one of them is
false whatever the words mean.
"""

from __future__ import annotations

from dataclasses import replace

from hw3verify.judge.claimed import roles_of
from hw3verify.judge.outcome import Outcome
from hw3verify.judge.relevance import roles_by_head
from hw3verify.meaning.claim import Claim, Relation
from hw3verify.meaning.expr import Apply, Arg, Name, multiply

__all__ = ["fails_apart"]
MOST_ROLES = 4


def fails_apart(claim: Claim) -> bool:
    """Is the claim refuted under the assumption that the variables of each of its families are independent?"""
    from hw3verify.judge.link import decide

    joint = sorted(roles_by_head((claim.says, *claim.premises)).items())
    facts = tuple(_apart(h, roles) for h, roles in joint if h in claim.facts.densities and len(roles) > 1)
    if not facts or any(len(_args(f)) > MOST_ROLES for f in facts):
        return False
    told = (*claim.facts.assumptions, *facts)
    roles = roles_of((claim.says, *claim.premises, *told))
    assumed = replace(claim.facts, assumptions=told, roles=roles)
    outcome: Outcome = decide(replace(claim, facts=assumed))
    return outcome.verdict == "refuted"


def _args(r: Relation) -> tuple[Arg, ...]:
    assert isinstance(r.left, Apply)
    return r.left.args


def _apart(head: str, roles: set[str]) -> Relation:
    """`p(x, z) = p(x) p(z)`."""
    args = tuple(Arg(role, Name(role)) for role in sorted(roles))
    return Relation(Apply(head, args), "=", multiply(*(Apply(head, (a,)) for a in args)))
