"""Solutions of imposed conditions: `Finally q = p(x|z) p(z) / ...` after a Lagrangian.

As an identity for an arbitrary q the equation is false; as the solution of the condition that was imposed before it is
right, and then it is no claim. Only a proof from the imposed condition makes it so: a wrong solution stays refuted.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from hw3verify.judge.choose import Verdict
from hw3verify.judge.grounds import base_facts, heads_of
from hw3verify.judge.link import Outcome
from hw3verify.judge.relevance import facts_for, relation_names
from hw3verify.kernel.certify import certify_proof
from hw3verify.language.vocabulary import Vocabulary
from hw3verify.meaning.claim import Claim, Relation
from hw3verify.meaning.expr import Apply, Derivative, Expr, Name, free_names
from hw3verify.meaning.expr import walk as walk_expr
from hw3verify.search.prove.implication import prove_implication

if TYPE_CHECKING:
    from hw3verify.judge.trial import Trial


MULTIPLIERS = ("lambda", "nu", "Lambda")
NEVER = {"=": (">", "<"), "<=": (">",), ">=": ("<",), "<": (">=",), ">": ("<=",)}  # what excludes a relation


def mark_solutions(trial: Trial, imposed: dict[str, list[Relation]], before: dict[int, int]) -> None:
    """`Finally q = ...`: a refuted equation that follows from an imposed condition names its solution.

    And what is said of a multiplier, or of a solution with one, is refuted only under the conditions on it that
    stand before (`before`: how many there were where a link begins).
    """
    problems = {part.label: part.problem for part in trial.document.parts}
    for i, verdict in enumerate(trial.verdicts):
        a = verdict.assessment
        if a.outcome.verdict != "refuted" or not isinstance(a.claim, Claim) or a.claim.premises:
            continue
        conditions = imposed.get(problems.get(verdict.link.part, ""), [])
        named = a.claim.says.op == "=" and _names_something(a.claim.says.left)
        spoken = [r for r in conditions[-6:] if named and _speaks_of(r, a.claim.says.left)]
        if any(_follows(trial.vocabulary, r, verdict) for r in spoken):
            outcome = Outcome("condition", "the solution of a condition imposed before, not an identity")
        elif _is_open(trial, verdict, conditions[: before.get(verdict.link.start, 0)]) and not _never(trial, verdict):
            outcome = Outcome("undecided", "a condition imposed before may make it true")
        else:
            continue
        trial.verdicts[i] = replace(verdict, assessment=replace(a, outcome=outcome))


def _is_open(trial: Trial, verdict: Verdict, conditions: Sequence[Relation]) -> bool:
    """Is a line about a multiplier not refuted under the conditions that have fixed it?"""
    says = verdict.assessment.claim.says if isinstance(verdict.assessment.claim, Claim) else None
    fixed = fixed_by(conditions, _parameters(verdict))
    solved = isinstance(says.left, Apply) and says.left.head in fixed if says is not None else False
    fixed = fixed if solved else frozenset(n for n in fixed if _is_multiplier(n))
    if says is None or not fixed & relation_names(says) or _differentiates(says):
        return False
    premises = tuple(r for r in conditions if fixed & relation_names(r) and r != says)[-3:]
    claim = _under(trial.vocabulary, premises, verdict)
    return claim is None or trial.assessor.decide(claim, verdict.context.scope.vague).verdict != "refuted"


def _never(trial: Trial, verdict: Verdict) -> bool:
    """Is a line false at all values of its names, so that no condition makes it true?"""
    claim = verdict.assessment.claim
    assert isinstance(claim, Claim)
    turned = (replace(claim, says=replace(claim.says, op=op)) for op in NEVER.get(claim.says.op, ()))
    return any(trial.assessor.decide(c, verdict.context.scope.vague).verdict == "proved" for c in turned)


def _parameters(verdict: Verdict) -> frozenset[str]:
    """Names that the text introduces as parameters: of a law, or of a definition, or positive numbers."""
    scope = verdict.context.scope
    laws = frozenset().union(*(free_names(p) for law, _ in scope.laws for p in law.parameters))
    return laws | scope.positive | frozenset().union(*(free_names(d.body) for d in scope.definitions if d.density))


def fixed_by(conditions: Sequence[Relation], parameters: frozenset[str] = frozenset()) -> frozenset[str]:
    """Multipliers in conditions on densities, and the densities that conditions give with them.

    From `d/dq(z) (... + \\lambda (\\int q - 1)) = 0` on, lambda is the one for which q has mass 1. A lambda among the
    parameters is one in a condition on data too (`S/\\lambda - n = 0`): there it is estimated, and free elsewhere.
    """
    nodes = [(r, [n for s in (r.left, r.right) for n in walk_expr(s) if isinstance(n, Apply)]) for r in conditions]
    about = [r for r, heads in nodes if heads]
    dense = [r for r, heads in nodes if any(not n.head.endswith("[]") for n in heads)]
    free = frozenset().union(*(free_names(r.left) | free_names(r.right) for r in about))
    free -= parameters - frozenset().union(*(free_names(r.left) | free_names(r.right) for r in dense))
    names = frozenset(filter(_is_multiplier, free))
    solved = (r.left.head for r in about if isinstance(r.left, Apply) and free_names(r.right) & names)
    return names | frozenset(solved)


def _is_multiplier(name: str) -> bool:
    return name.partition("_")[0].rstrip("'*") in MULTIPLIERS


def _differentiates(r: Relation) -> bool:
    return any(isinstance(n, Derivative) for s in (r.left, r.right) for n in walk_expr(s))


def _follows(vocabulary: Vocabulary, relation: Relation, verdict: Verdict) -> bool:
    claim = _under(vocabulary, (relation,), verdict)
    proof = None if claim is None else prove_implication(claim, plain=True)
    return claim is not None and proof is not None and certify_proof(claim, proof) is not None


def _under(vocabulary: Vocabulary, premises: tuple[Relation, ...], verdict: Verdict) -> Claim | None:
    """The claim under some conditions as premises."""
    a = verdict.assessment
    assert isinstance(a.claim, Claim) and a.left is not None and a.right is not None
    heads = heads_of(verdict.context, (a.left, a.right))
    for r in premises:
        heads = {**heads, **_heads(r, vocabulary)}
    try:
        facts = facts_for((a.claim.says, *premises), base_facts(verdict.context, (a.left, a.right)), heads)
    except ValueError:
        return None
    return Claim(a.claim.says, premises, facts)


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
