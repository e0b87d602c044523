"""What a claim stands on: the facts of its place, the kinds of its heads, the statements behind them.

Everything that the scope says is gathered here; `relevance.facts_for` cuts it down to what a claim speaks of.
"""

from __future__ import annotations

from hw3verify.judge.context import Context, Meaning
from hw3verify.judge.relevance import relation_names
from hw3verify.judge.scores import Parameters
from hw3verify.language.generators import images_by_name
from hw3verify.language.stated_ranges import lasting_signs, ranges_of_variables, without_ranges
from hw3verify.language.surface import Sym
from hw3verify.language.vocabulary import name_of
from hw3verify.meaning.claim import Claim, Facts, PushForward, Relation
from hw3verify.meaning.expr import (
    MINUS_ONE,
    ONE,
    ZERO,
    Apply,
    Call,
    Domain,
    Expr,
    Fold,
    Name,
    Number,
    Power,
    Product,
    free_names,
)
from hw3verify.meaning.expr import walk as walk_expr
from hw3verify.meaning.shape import Shape


def base_facts(context: Context, meanings: tuple[Meaning, ...]) -> Facts:
    """Everything the scope says, before it is cut down to a claim."""
    scope = without_ranges(context.scope, frozenset(u for m in meanings for u in m.used))
    written = tuple(law for m in meanings for law in m.laws)
    return Facts(
        positive=lasting_signs(scope, (m.expr for m in meanings)),
        unit=scope.unit | context.vocabulary.unit,
        binary=scope.binary,
        integer=scope.integer | _limits(context),
        laws=tuple(law for law, _ in scope.laws) + written,
        push_forwards=(*(f for f, _ in scope.push_forwards), *_named_images(context, meanings)),
        assumptions=(*(r for r, _ in scope.assumptions), *_masses(context, meanings),
                     *_base_measures(context), *ranges_of_variables(scope)),
        shapes=scope.shapes + tuple(Shape(n) for n in sorted(context.vocabulary.valued) if scope.shape(n) is None),
    )


def _named_images(context: Context, meanings: tuple[Meaning, ...]) -> tuple[PushForward, ...]:
    """p_G is the law of G(z) by its name, where nothing is said of it."""
    exprs = [m.expr for m in meanings if m.expr is not None]
    written = {n.head for e in exprs for n in walk_expr(e) if isinstance(n, Apply)}
    spoken = written | context.vocabulary.signatures.keys()
    found = [f for e in exprs for f in images_by_name(context.vocabulary, context.scope, e) if f.image in spoken]
    return tuple(dict.fromkeys(found))


def _masses(context: Context, meanings: tuple[Meaning, ...]) -> tuple[Relation, ...]:
    """`q(z) = p(z) e^{f(z)} / C` says what C is, since q has mass 1: told where all that it restricts is spoken of.

    Of a formula that speaks of no density and no function it is not known where it ends, so that nothing is known of
    its mass.
    """
    found: list[Relation] = []
    names: set[str] | None = None
    for d in context.scope.definitions:
        if not d.density or not d.parameters or d.parameters[0].startswith("="):
            continue
        outcome = d.parameters[0]
        applied = [n for n in walk_expr(d.body) if isinstance(n, Apply) and not {":", "["} & set(n.head)]
        inside = [n for n in applied if n.head in context.vocabulary.signatures]
        roles = {a.role for n in applied for a in n.args if a.value == Name(outcome)}
        if len(roles) != 1:
            continue
        if names is None:
            names = {n for m in meanings if m.expr is not None for n in relation_names(Relation(m.expr, "=", ONE))}
        mass = Relation(Fold("sum", outcome, Domain("space", roles.pop()), d.body), "=", ONE)
        restricted = relation_names(mass) - {n.head for n in inside} - set(d.parameters)
        if restricted and restricted <= names:
            found.append(mass)
    return tuple(found)


def _base_measures(context: Context) -> tuple[Relation, ...]:
    """`p(x) = h(x) e^{t(x) - A}` says that h is nowhere negative, since p is a density and the rest is positive."""
    found: dict[Relation, None] = {}
    for d in context.scope.definitions:
        factors = d.body.factors if isinstance(d.body, Product) else (d.body,)
        open_ = [f for f in factors if not _is_positive(f, context)] if d.density and d.parameters else []
        if len(open_) == 1 and isinstance(open_[0], Apply) and not {":", "["} & set(open_[0].head):
            found[Relation(open_[0], ">=", ZERO)] = None
        masses = [f.base.body for f in open_ if isinstance(f, Power) and f.exponent == MINUS_ONE
                  and isinstance(f.base, Fold) and f.base.op == "sum"]  # fmt: skip
        if len(open_) == 2 and len(masses) == 1 and isinstance(masses[0], Apply):  # g(x) / \int g: of one sign
            found |= {Relation(f, ">=", ZERO): None for f in open_ if isinstance(f, Apply) and f.head == masses[0].head}
    return tuple(found)


def _is_positive(e: Expr, context: Context) -> bool:
    """A factor that is positive wherever it has a value, by its look."""
    if isinstance(e, Number):
        return e.value > 0
    if isinstance(e, Call):
        return e.fn == "exp"
    if isinstance(e, Name):
        return e.id in context.scope.positive | context.scope.unit or e.id == "pi"
    if isinstance(e, Power):
        even = isinstance(e.exponent, Number) and e.exponent.value.denominator == 1 and e.exponent.value % 2 == 0
        return even or _is_positive(e.base, context)
    return isinstance(e, Apply) and e.head in context.vocabulary.signatures


def _limits(context: Context) -> frozenset[str]:
    """`n` of `\\sum_{i=1}^n`, wherever in the document: a positive integer in every line."""
    found = {name_of(n) for n in context.vocabulary.ranges.values() if isinstance(n, Sym)}
    return frozenset(n for n in found if context.scope.definition(n) is None)


def heads_of(context: Context, meanings: tuple[Meaning, ...]) -> dict[str, str]:
    """The kinds of all heads that may occur in the claim or in what the scope assumes."""
    heads = {h: k for m in meanings for h, k in m.heads}
    relations = [r for r, _ in context.scope.assumptions]
    exprs = [s for r in relations for s in (r.left, r.right)] + [
        p for law, _ in context.scope.laws for p in law.parameters
    ]
    for e in exprs:
        for node in walk_expr(e):
            if isinstance(node, Apply) and node.head not in heads:
                known = node.head in context.vocabulary.signatures
                heads[node.head] = "indexed" if node.head.endswith("[]") else "density" if known else "function"
    return heads


def stated(context: Context, claim: Claim) -> tuple[str, ...]:
    """The statements in the text behind the claim's laws and assumptions."""
    scope = context.scope
    found = [s for law, s in scope.laws if law in claim.facts.laws]
    found += [s for f, s in scope.push_forwards if f in claim.facts.push_forwards]
    found += [s for r, s in scope.assumptions if r in claim.facts.assumptions]
    return tuple(found)


def members_equated(premises: tuple[Relation, ...], parameters: Parameters, context: Context) -> bool:
    """Does a premise say `\\theta = \\theta'` of two members of one family? Laws know their parameters."""
    known = frozenset().union(*(free_names(p) for law, _ in context.scope.laws for p in law.parameters))
    named = {s.id for r in premises if r.op == "=" for s in (r.left, r.right) if isinstance(s, Name)}
    return bool(named & parameters.keys() - known)
