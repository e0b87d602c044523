"""Links with vectors and matrices: which links they are, their claims, and the verdicts on them.

Soundness of "refuted" rests on the same three things as for numbers: every name was understood, no fact about the
names was left unread, and the kernel certified the counterexample. A link that uses a vector or matrix by value is
judged here or not at all; one that only speaks of a law of vectors may also be read with densities of which nothing
is known.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from hw3verify.judge.context import Context, Meaning
from hw3verify.judge.flow import Proposition, Side
from hw3verify.judge.outcome import Outcome
from hw3verify.language.array_facts import Ground
from hw3verify.language.array_printer import latex
from hw3verify.language.array_sides import is_block, sides
from hw3verify.language.array_use import STRENGTH, use
from hw3verify.language.names import Unknown
from hw3verify.language.shapes import SIZES
from hw3verify.language.surface import Node
from hw3verify.meaning.matrix import ArrayClaim, dims_of, free_names
from hw3verify.meaning.matrix import walk as walk_array

if TYPE_CHECKING:
    from hw3verify.judge.assess import Choice

MOMENTS = frozenset("mu m Sigma S C K V Lambda sigma bar".split())
RELATIONS = {"=": "=", ":=": "=", "<=": "<=", ">=": ">=", "<": "<", ">": ">", "!=": "!="}


@dataclass(frozen=True, slots=True)
class Reading:
    """A link as it is read with shapes: its claim or why there is none; `needed`: it may be read in no other way."""

    needed: bool
    claim: ArrayClaim | None = None
    problem: str = ""
    left: Meaning | None = None
    right: Meaning | None = None
    used: tuple[str, ...] = ()
    vague: frozenset[str] = frozenset()
    new: frozenset[str] = frozenset()
    special: bool = False  # of equal dimensions only: it may be refuted, not proved
    fonts: str = ""  # a letter that stands in two fonts, which the text has not introduced as two


def reading_of(p: Proposition, context: Context, choice: Choice) -> Reading | None:
    """The reading with shapes; None where the link has nothing to do with vectors and matrices."""
    ground = context.ground
    if ground is None:
        return None
    nodes = [_node(side, choice) for side in (p.left, p.right)]
    left, right = nodes
    if left is None or right is None:
        return None
    strength = max((use(n, ground, context.vocabulary) for n in (left, right)), key=STRENGTH.__getitem__)
    needed = strength == "value"
    if not strength:
        return None
    if p.op not in RELATIONS:
        return Reading(needed, problem=f"the relation {p.op} is not judged between vectors or matrices")
    try:
        try:
            found = sides(left, RELATIONS[p.op], right, ground, context.vocabulary, context.scope)
        except Unknown:  # perhaps only because of what an earlier part has said of a name
            here = context.local_ground
            if here is None:
                raise
            found, ground = sides(left, RELATIONS[p.op], right, here, context.vocabulary, context.scope), here
    except (Unknown, RecursionError) as problem:
        return Reading(needed, problem=str(problem) or "nested too deeply")
    meanings = [Meaning(None, shown=latex(side), used=found.used) for side in (found.claim.left, found.claim.right)]
    vague = _vague(found.claim, found.names, ground, context)
    return Reading(
        needed,
        found.claim,
        "",
        meanings[0],
        meanings[1],
        found.used,
        vague,
        found.new,
        found.special,
        _fonts(found.names, ground),
    )


def uses_arrays(side: Side, context: Context, choice: Choice) -> bool:
    """Does a side use vectors or matrices by value?"""
    node = _node(side, choice)
    ground = context.ground
    return ground is not None and node is not None and use(node, ground, context.vocabulary) == "value"


def _node(side: Side, choice: Choice) -> Node | None:
    number = choice.get(id(side), 0)
    if side.readings.first is None:
        return None
    return side.readings.first.node if number == 0 else side.readings.readings[number].node


def _fonts(names: frozenset[str], ground: Ground) -> str:
    """A letter that stands in bold and plain, unless both are declared."""
    both = (n[:-1] for n in sorted(names) if n.endswith("!") and n[:-1] in names)
    return next((n for n in both if not {n, n + "!"} <= ground.shapes.declared), "")


def _vague(claim: ArrayClaim, names: frozenset[str], ground: Ground, context: Context) -> frozenset[str]:
    """Names of which something is said that was not understood here."""
    dims = frozenset(dims_of((claim.left, claim.right), claim.leaves))
    free = free_names(claim.left) | free_names(claim.right) | (names - dims)
    scope = context.scope
    bounded = scope.unit | scope.binary | scope.stale | {n for r, _ in scope.assumptions for n in _spoken(r)}
    blocks = {n for n in free if is_block(n)}
    plain = {n for n in free if n.rstrip("!").removesuffix("[]") in bounded | (scope.vague & _not_arrays(ground, free))}
    lists = {n for n in free if n.rstrip("!").partition("_")[0].removesuffix("[]") + "[]" in ground.vague}
    return frozenset((free & ground.vague) | plain | blocks | lists)


def _not_arrays(ground: Ground, free: frozenset[str]) -> frozenset[str]:
    """Numbers: what is vague of them is vague here too; of vectors and matrices the ground knows better."""
    return frozenset(n for n in free if not ground.shapes.is_array(n) and n not in ground.definitions)


def _spoken(relation: object) -> frozenset[str]:
    from hw3verify.judge.relevance import relation_names
    from hw3verify.meaning.claim import Relation

    assert isinstance(relation, Relation)
    return relation_names(relation)


def doubt(reading: Reading, context: Context) -> str:
    """Why a counterexample is no refutation; "" if it is one."""
    plain = {n.rstrip("!").removesuffix("[]") for n in reading.new} - {n.rstrip("!") for n in context.known}
    new = sorted(n for n in plain if "(" not in n)
    if new:
        return f"nothing says what {', '.join(new)} is"
    if context.condition:
        return f"what stands beside it was not read: {context.condition}"
    if reading.claim is not None and _by_symmetric(reading.claim):
        return "derivatives by a symmetric matrix are written in two ways"
    if reading.fonts:
        return f"{reading.fonts} stands in two fonts: one name or two?"
    if reading.claim is not None and _may_be_moment(reading.claim):
        return "nothing says what the mean and the covariance are"
    free = reading.claim.leaves if reading.claim is not None else ()
    leaves = {leaf.name for leaf in free if leaf.is_number}
    sizes = {n for n in leaves if n in SIZES} - context.scope.positive - context.scope.integer
    if sizes and any(isinstance(d, str) for leaf in free for d in leaf.shape):
        return f"{min(sizes)} may be a dimension"
    constants = ({"C", "c", "const"} & leaves) - context.stated
    return f"nothing says what {min(constants)} is" if constants else ""


def _may_be_moment(claim: ArrayClaim) -> bool:
    """Do a law of which nothing is said and a name that may be its mean or covariance stand together?"""
    names = {leaf.name.rstrip("!").partition("_")[0] for leaf in claim.leaves}
    return any(n.startswith(("mean(", "covariance(")) for n in names) and bool(names & MOMENTS)


def _by_symmetric(claim: ArrayClaim) -> bool:
    """Is something differentiated by a matrix that is symmetric?"""
    for side in (claim.left, claim.right):
        for n in walk_array(side):
            if n.op in ("gradient", "hessian") and not n.data.is_scalar and n.data.shape[1] != 1:
                leaf = claim.leaf(n.data.data)
                if leaf is None or leaf.known & {"symmetric", "definite", "diagonal"}:
                    return True
    return False


def judged(reading: Reading, context: Context, outcome: Outcome | None) -> Outcome | None:
    """What is said of a link after its claim has been decided; None where it has to be read without shapes."""
    if outcome is None:
        return Outcome("undecided", reading.problem) if reading.needed else None
    why = doubt(reading, context) if outcome.verdict == "refuted" else ""
    if not why and reading.special and outcome.verdict != "refuted":
        why = "the shapes fit only if dimensions are equal that have different letters"
    taken = next((s for s in reading.used if s in context.scope.withdrawn), "")
    if not why and taken:
        why = f"it rests on what the text takes back: {taken}"
    said = outcome.verdict in ("proved", "refuted", "supported")
    if said and why:
        outcome = Outcome("undecided", why)
    elif said and context.words:
        outcome = Outcome("undecided", context.words, acceptable=outcome.verdict != "refuted")
    return outcome if reading.needed or outcome.verdict in ("proved", "refuted") else None


def decide_arrays(claim: ArrayClaim, vague: frozenset[str], imposed: bool = False) -> Outcome:
    """The verdict on a claim with vectors and matrices."""
    from hw3verify.kernel.certify import certify_array_counterexample, certify_array_proof
    from hw3verify.search.prove.arrays import prove
    from hw3verify.search.refute.arrays import breaks_at_zero, find_counterexample

    proof = prove(claim)
    proved = None if proof is None else certify_array_proof(claim, proof)
    if proved is not None:
        rules = ", ".join(proved.rules)
        return Outcome("proved", f"by {rules}" if rules else "by arithmetic", proved)
    if imposed:
        return Outcome("undecided", "imposed, and not always true")
    tried = find_counterexample(claim)
    if tried.counterexample is not None:
        refuted = certify_array_counterexample(claim, tried.counterexample)
        if refuted is None:
            return Outcome("undecided", "a counterexample was found and could not be confirmed")
        if vague:
            return Outcome("undecided", f"a fact about {', '.join(sorted(vague))} could not be read")
        return Outcome("refuted", "a counterexample has been found", refuted, tried.worlds)
    if tried.worlds < ENOUGH:
        return Outcome("undecided", "neither a proof nor enough dimensions to try it in", None, tried.worlds)
    if breaks_at_zero(claim):
        return Outcome("undecided", "it fails where something is zero, or where vectors are alike")
    because = f"no proof was found; it held in {tried.worlds} worlds with {tried.sizes}"
    return Outcome("supported", because, None, tried.worlds)


ENOUGH = 6
