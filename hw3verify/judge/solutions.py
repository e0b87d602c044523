"""Solutions of imposed conditions: `Finally q = p(x|z) p(z) / ...` after a Lagrangian.

As an identity for an arbitrary q the equation is false; as the solution of the condition that was imposed before it is
right, and then it is no claim. Only a proof from the imposed condition makes it so: a wrong solution stays refuted.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from hw3verify.judge.choose import Verdict
from hw3verify.judge.grounds import base_facts, heads_of
from hw3verify.judge.link import Outcome
from hw3verify.judge.relevance import facts_for
from hw3verify.kernel.certify import certify_proof
from hw3verify.language.vocabulary import Vocabulary
from hw3verify.meaning.claim import Claim, Relation
from hw3verify.meaning.expr import Apply, Expr, Name
from hw3verify.meaning.expr import walk as walk_expr
from hw3verify.search.prove.implication import prove_implication

if TYPE_CHECKING:
    from hw3verify.judge.trial import Trial


def mark_solutions(trial: Trial, imposed: dict[str, list[Relation]]) -> None:
    """`Finally q = ...`: a refuted equation that follows from an imposed condition only names its solution."""
    problems = {part.label: part.problem for part in trial.document.parts}
    for i, verdict in enumerate(trial.verdicts):
        a = verdict.assessment
        if (
            a.outcome.verdict != "refuted"
            or not isinstance(a.claim, Claim)
            or a.claim.premises
            or a.claim.says.op != "="
        ):
            continue
        if not _names_something(a.claim.says.left):
            continue
        for relation in imposed.get(problems.get(verdict.link.part, ""), [])[-6:]:
            if _speaks_of(relation, a.claim.says.left) and _follows(trial.vocabulary, relation, verdict):
                outcome = Outcome("condition", "the solution of a condition imposed before, not an identity")
                trial.verdicts[i] = replace(verdict, assessment=replace(a, outcome=outcome))
                break


def _follows(vocabulary: Vocabulary, relation: Relation, verdict: Verdict) -> bool:
    a = verdict.assessment
    assert isinstance(a.claim, Claim) and a.left is not None and a.right is not None
    try:
        heads = {**heads_of(verdict.context, (a.left, a.right)), **_heads(relation, vocabulary)}
        facts = facts_for((a.claim.says, relation), base_facts(verdict.context, (a.left, a.right)), heads)
    except ValueError:
        return False
    claim = Claim(a.claim.says, (relation,), facts)
    proof = prove_implication(claim, plain=True)
    return proof is not None and certify_proof(claim, proof) is not None


def _speaks_of(relation: Relation, unknown: Expr) -> bool:
    """Does the unknown occur in the relation?"""
    return any(n == unknown for side in (relation.left, relation.right) for n in walk_expr(side))


def _names_something(e: Expr) -> bool:
    return isinstance(e, Apply | Name)


def _heads(relation: Relation, vocabulary: Vocabulary) -> dict[str, str]:
    found = {}
    for side in (relation.left, relation.right):
        for n in walk_expr(side):
            if isinstance(n, Apply):
                kind = (
                    "indexed" if n.head.endswith("[]") else "density" if n.head in vocabulary.signatures else "function"
                )
                found[n.head] = kind
    return found
