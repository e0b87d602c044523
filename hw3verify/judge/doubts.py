"""Doubts: what keeps a counterexample from being a refutation, because the text may mean something else.

A counterexample refutes what we read. Where a name was never explained, where two notations that a writer may mean as
one (`x` and `x_i`, `p_G` and the law of `G(z)`) stand side by side, or where words beside a formula were not read, the
line may be true as it was meant, and nothing is said of it.
"""

from __future__ import annotations

import re
from dataclasses import replace

from hw3verify.judge.context import Context, Meaning
from hw3verify.judge.independence import fails_apart
from hw3verify.judge.masses import unnormalised
from hw3verify.judge.relevance import relation_names
from hw3verify.language.names import role_of
from hw3verify.meaning.claim import Claim, Relation
from hw3verify.meaning.expr import ONE, Apply, Call, Derivative, Expr, Fold, Name, Power, free_names
from hw3verify.meaning.expr import walk as walk_expr
from hw3verify.meaning.extremum import extrema
from hw3verify.meaning.occurrence import by_value

CONSTANTS = ("C", "const", "constant")
WEIGHTS = ("p", "q", "r", "w", "pi", "pi!")  # p_k without more may be the values of a mass function
MASSES = ("p", "q", "r", "pi", "pi!")  # of these the same is meant where their signs are stated
FUNCTIONALS = ("L", "F", "ell", "cal_L", "cal_F")  # free energies and likelihoods, written without what they depend on
POINTS = ("delta", "Delta")
PARAMETERS = ("theta", "phi", "psi", "omega", "lambda", "eta", "beta")
LENGTHS = frozenset("nNmMKJT")  # how long a list is, where it is not said otherwise
_WORD = re.compile(r"[A-Z]{2,}$")


def doubt(claim: Claim, meanings: tuple[Meaning, ...], context: Context) -> str:
    """Why a counterexample to the claim is no refutation of the line; "" if it is one."""
    new = unexplained(claim.says, context)
    if new:
        return f"nothing says what {', '.join(new)} is"
    if any(m.guessed for m in meanings):
        return "an integral or expectation does not say over which variable, or under which density, it runs"
    lawful = {law.head for law in claim.facts.laws}  # what has a law stands for it, wherever it is written
    bare = dict(pair for m in meanings for pair in m.bare if pair[0] not in lawful)
    apart = [f for m in meanings for f, outcome in m.bare if bare.get(f, outcome) != outcome]
    if apart:
        return f"{min(apart)} stands without its variables, and was read at several"
    role = context.vocabulary.role
    places = {f: {r for v in outcome for r in (role_of(v), role(f, v))} for f, outcome in bare.items()}
    elsewhere = [f for f in bare if _stands_elsewhere(claim, f, places[f])]
    slopes = any(isinstance(n, Derivative) for s in (claim.says.left, claim.says.right) for n in walk_expr(s))
    loose = free_names(claim.says.left) ^ free_names(claim.says.right) if not slopes else set()  # by q means by q(z)
    elsewhere += [f for f, outcome in bare.items() if loose & set(outcome)]
    if elsewhere:
        return f"{min(elsewhere)} stands without its variables, and may be that of another place"
    if context.condition:
        return f"what stands beside it was not read: {context.condition}"
    if "i" not in context.stated and any(map(_turns, (claim.says.left, claim.says.right))):
        return "i may be the imaginary unit"
    if context.restricted and any(map(_is_open, (*extrema(claim.says.left), *extrema(claim.says.right)))):
        return "the words around it may restrict what the extremum is taken over"
    nodes = [n for r in (claim.says, *claim.premises) for s in (r.left, r.right) for n in walk_expr(s)]
    densities = [n for n in nodes if isinstance(n, Apply) and n.head in claim.facts.densities]
    told = context.scope.draws.known or context.scope.data or claim.facts.assumptions
    of_data = _of_data(free_names(claim.says.left) | free_names(claim.says.right), densities, context)
    if of_data:
        return of_data
    several = any(len(n.args + n.given) > 1 for n in densities)
    if context.independent and not told and several and not fails_apart(claim):
        return "of what is independent here the words alone tell"
    return (
        _in_general(claim)
        or _ranges(nodes, claim, context)
        or _names(claim, nodes, context)
        or _by_formula(claim, meanings, context)
        or _model(claim, densities)
        or _samples(nodes, densities, claim)
        or _images(nodes, densities, claim)
        or _sizes(nodes, free_names(claim.says.left) | free_names(claim.says.right))
        or _loose_index(nodes, claim)
        or unnormalised(claim)
    )


def _of_data(names: frozenset[str], densities: list[Apply], context: Context) -> str:
    """Of data only what their law given the parameter says is known: not a plain x beside them, and not the law of one
    of them by itself, which is a mixture over the parameter."""
    for d in context.scope.data:
        if d.letter in names:
            return f"{d.letter} stands beside the data {d.letter}_1, {d.letter}_2, ..."
        if any(not n.given and any(a.role.startswith(f"{d.letter}_") for a in n.args) for n in densities):
            return f"the law of one of the data {d.letter}_1, {d.letter}_2, ... without its parameter"
    return ""


def _turns(e: Expr) -> bool:
    """Is a free i a factor of an exponent, or squared, as the imaginary unit is in `E[e^{itX}]`?"""
    if "i" not in free_names(e):
        return False
    exponents = [n.args[0] for n in walk_expr(e) if isinstance(n, Call) and n.fn == "exp"]
    powers = [n for n in walk_expr(e) if isinstance(n, Power)]
    exponents += [n.exponent for n in powers]
    return any(n.base == Name("i") for n in powers) or any("i" in by_value(x) for x in exponents)


def _stands_elsewhere(claim: Claim, family: str, roles: set[str]) -> bool:
    """Does the family that was read at some roles stand at other ones too?"""
    applied = (n for s in (claim.says.left, claim.says.right) for n in walk_expr(s) if isinstance(n, Apply))
    return any(n.head == family and n.args and roles.isdisjoint(a.role for a in n.args) for n in applied)


def _is_open(e: Fold) -> bool:
    """Is the extremum over all densities or all functions, as far as is written?"""
    free = e.domain.role == "()" and e.domain.upper is None
    return e.domain.kind == "densities" or (e.domain.kind == "functions" and free)


def _in_general(claim: Claim) -> str:
    """`KL(p || q) != KL(q || p)` says that they differ in general; that they agree somewhere refutes nothing."""
    says = claim.says
    open_ = free_names(says.left) | free_names(says.right) or _applies(says.left) or _applies(says.right)
    if says.op == "!=" and says.left != says.right and open_:
        return "they differ in general, and are equal in some cases"
    alone = isinstance(says.left, Fold) and says.left.op == "sum" and isinstance(says.left.body, Apply)
    if says.op == "=" and says.right == ONE and alone and not claim.facts.densities:
        return "this may be said of what stands under the sum"
    return ""


def _ranges(nodes: list[Expr], claim: Claim, context: Context) -> str:
    """`Let $x > 0$` may be said of all values of x: those under an integral too, where x is a number there."""
    scope = context.scope
    orders = [r for r, _ in scope.assumptions if r.op not in ("=", "!=")]
    said = frozenset().union(scope.positive, scope.unit, scope.binary, *(free_names(s) for r in orders
                                                                        for s in (r.left, r.right)))  # fmt: skip
    said, lawful = said - scope.earlier - claim.facts.binary, claim.facts.line_roles  # 0 and 1 are looked at only
    for n in nodes:
        if isinstance(n, Fold) and n.domain.kind == "space" and n.var in said and n.domain.role not in lawful:
            if n.var in by_value(n.body):
                return f"what is said of {n.var} may restrict its range"
    return ""


def _names(claim: Claim, nodes: list[Expr], context: Context) -> str:
    """Names that mean something else than what their kind says: point masses, parameters, lists, numbers of things."""
    heads = {n.head for n in nodes if isinstance(n, Apply)}
    for head in sorted(heads & claim.facts.densities):
        base = head.split("_")[0].rstrip("*'")
        if base in POINTS:
            return f"{head} may be a point mass"
        if base in PARAMETERS:
            return f"{head} may be a parameter, and no density"
        if f"{head}[]" in heads:  # H(p) beside \\sum_k p_k \\log p_k
            return f"{head}, a density, beside a list of that name"
    defined = [d.name for d in context.scope.definitions]
    listed = {name.removesuffix("[]").split("_")[0] for name in defined if "[]" in name or "_" in name}
    for head in sorted(heads & claim.facts.functions):
        if head in listed:
            return f"{head}, a function, beside a list of that name"
    return ""


def _by_formula(claim: Claim, meanings: tuple[Meaning, ...], context: Context) -> str:
    """`p(x) = a e^{-ax}`: where x ends is said by words, if at all."""
    used = {u for m in meanings for u in m.used}
    for d in context.scope.definitions:
        if d.density and d.source in used and not _applies(d.body):
            return f"{d.name} is given by a formula, and its support is not known"
    for r in claim.facts.assumptions:
        if not isinstance(r.left, Apply) or r.op != "=" or _applies(r.right):
            continue
        if r.left.head in claim.facts.densities:
            return f"{r.left.head} is given by a formula, and its support is not known"
    return ""


def _applies(e: Expr) -> bool:
    return any(isinstance(n, Apply) and n.args for n in walk_expr(e))


def may_be_model(claim: Claim, left: Expr, right: Expr) -> str:
    """The same of a relation up to a constant, whose claim is about another point too."""
    said = replace(claim, says=Relation(left, "=", right))
    nodes = [n for side in (left, right) for n in walk_expr(side)]
    return _model(said, [n for n in nodes if isinstance(n, Apply) and n.head in claim.facts.densities])


def _model(claim: Claim, densities: list[Apply]) -> str:
    """`log p(x | m) = -(x - m)^2 / 2 + c`, the first that is said of p, may be the model."""
    left = [n for n in walk_expr(claim.says.left) if isinstance(n, Apply) and n in densities]
    bare = not any(isinstance(n, Fold) for n in walk_expr(claim.says.left))
    laws = {law.head for law in claim.facts.laws}
    if claim.says.op == "=" and len(left) == 1 and bare and densities == left and left[0].head not in laws:
        entries = {n.head for n in walk_expr(claim.says.right) if isinstance(n, Apply)}
        right = free_names(claim.says.right) | {h.removesuffix("[]") for h in entries if h.endswith("[]")}
        if any(isinstance(a.value, Name) and a.value.id in right for a in left[0].args):
            return f"this may be what {left[0].head} is"
    return ""


def _samples(nodes: list[Expr], densities: list[Apply], claim: Claim) -> str:
    """p(x) beside p(x_i), both of free names: x may be the whole sample, or one of its entries."""
    free = free_names(claim.says.left) | free_names(claim.says.right)
    values: dict[str, set[str]] = {}
    indexed: dict[str, set[str]] = {}
    roles: dict[str, set[str]] = {}
    for n in densities:
        for a in n.args + n.given:
            roles.setdefault(n.head, set()).add(a.role)
            if isinstance(a.value, Name) and a.value.id in free:
                values.setdefault(n.head, set()).add(a.value.id)
            elif isinstance(a.value, Apply) and a.value.head.endswith("[]"):
                indexed.setdefault(n.head, set()).add(a.value.head[:-2])
    for head, of in indexed.items():
        both = {v for v in values.get(head, set()) if v.lower() in of}
        if both:
            return f"{min(both)} may be the sample whose entries stand beside it"
    for head, found in roles.items():
        for role in found:
            if any(other.startswith((role + "_", role + "[")) for other in found if other != role):
                return f"{head} of {role} and of its entries: one density or several?"
    bound = {n.var for n in nodes if isinstance(n, Fold)}
    drawn = {n.head[:-2] for n in nodes if isinstance(n, Apply) and n.head.endswith("[]")}
    if any(v.partition("_")[0] in drawn and "_" in v for v in bound):
        return "an expectation over one entry, and all entries inside"
    names = {n for n in free | bound if ":" in n}
    if names:
        return f"{min(names)} is a range of names"
    return ""


def _images(nodes: list[Expr], densities: list[Apply], claim: Claim) -> str:
    """D(G(z)) under p_z and D(x) under p_G: that p_G is the law of G(z) may be said by words, or by the name alone."""
    heads = {n.head for n in densities}
    told = {f.map for f in claim.facts.push_forwards}
    for n in nodes:
        if isinstance(n, Apply):
            for a in n.args:
                if isinstance(a.value, Apply) and a.value.args and not a.value.head.endswith("[]"):
                    inner = a.value.head
                    if inner not in told and inner not in claim.facts.densities and len(heads) > 1:
                        return f"nothing says what the law of {inner} is"
    return ""


def _loose_index(nodes: list[Expr], claim: Claim) -> str:
    """`\\sum_j \\delta_{jk}` is 1 if k lies where j runs, which nothing but the letter says."""
    bound = {n.var for n in nodes if isinstance(n, Fold) and n.domain.kind == "index"}
    known = {name for name, _ in claim.facts.roles} | bound
    for n in nodes:
        if isinstance(n, Call) and n.fn == "delta":
            names = [a.id for a in n.args if isinstance(a, Name)]
            loose = [name for name in names if name not in known]
            if loose and len(loose) < len(names):
                return f"nothing says where {loose[0]} lies"
    return ""


def _sizes(nodes: list[Expr], free: frozenset[str]) -> str:
    """A sum that does not say how far it runs: beside another one, or beside n, it may run as far."""
    ends = {n.domain.upper for n in nodes if isinstance(n, Fold) and n.domain.kind == "index"}
    silent = [e for e in ends if isinstance(e, Name) and e.id.startswith("n_")]
    if silent and free & LENGTHS:
        return f"a sum that does not say where it ends, beside {min(free & LENGTHS)}"
    return "two sums of unknown ranges" if silent and len(ends) > 1 else ""


def unexplained(says: Relation, context: Context) -> list[str]:
    """Names that turn up on the right and nowhere before: an unknown constant may be what makes the relation true.

    An integration constant may change from line to line, \\bar x is some mean: nothing refutes what is said of them.
    """
    left, right = free_names(says.left), free_names(says.right)
    new = right - left - context.known
    used = {a.value.id for n in walk_expr(says.right) if isinstance(n, Apply) for a in n.args + n.given
            if isinstance(a.value, Name)}  # fmt: skip
    loose = {n for n in left | right if n in CONSTANTS or n.startswith("bar_")} - context.stated
    nodes = [n for side in (says.left, says.right) for n in walk_expr(side)]
    heads = {n.head for n in nodes if isinstance(n, Apply) and not n.given}
    loose |= {n for n in left | right if n in FUNCTIONALS or _WORD.match(n)} - context.stated
    spoken = {n for r, _ in context.scope.assumptions for n in relation_names(r)} | context.scope.positive
    masses = {h for h in heads if h.endswith("[]") and h[:-2] in WEIGHTS} - spoken  # sum_k p_k may be 1
    known = [side for r, _ in context.scope.assumptions if r.op == "=" for side in (r.left, r.right)]
    folds = [f for side in known for f in walk_expr(side) if isinstance(f, Fold)]
    summed = {n.head for f in folds for n in walk_expr(f) if isinstance(n, Apply)}
    masses |= {h for h in heads if h.endswith("[]") and h[:-2] in MASSES} - summed  # positive ones too
    loose |= {"E"} & (left | right) - context.stated  # `E` before what nobody averages
    return sorted((new - used) | loose | masses)
