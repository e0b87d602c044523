"""What a claim stands on: the facts of its place, the kinds of its heads, the statements behind them.

Everything that the scope says is gathered here; `link.facts_for` cuts it down to what a claim speaks of.
"""

from __future__ import annotations

from hw3verify.judge.context import Context, Meaning
from hw3verify.judge.scores import Parameters
from hw3verify.language.generators import images_by_name
from hw3verify.language.surface import Sym
from hw3verify.language.vocabulary import name_of
from hw3verify.meaning.claim import Claim, Facts, PushForward, Relation
from hw3verify.meaning.expr import Apply, Name, free_names
from hw3verify.meaning.expr import walk as walk_expr


def base_facts(context: Context, meanings: tuple[Meaning, ...]) -> Facts:
    """Everything the scope says, before it is cut down to a claim."""
    scope = context.scope
    written = tuple(law for m in meanings for law in m.laws)
    return Facts(
        positive=scope.positive,
        unit=scope.unit | context.vocabulary.unit,
        binary=scope.binary,
        integer=scope.integer | _limits(context),
        laws=tuple(law for law, _ in scope.laws) + written,
        push_forwards=(*(f for f, _ in scope.push_forwards), *_named_images(context, meanings)),
        assumptions=tuple(r for r, _ in scope.assumptions),
    )


def _named_images(context: Context, meanings: tuple[Meaning, ...]) -> tuple[PushForward, ...]:
    """p_G is the law of G(z) by its name, where nothing is said of it."""
    exprs = [m.expr for m in meanings if m.expr is not None]
    written = {n.head for e in exprs for n in walk_expr(e) if isinstance(n, Apply)}
    spoken = written | context.vocabulary.signatures.keys()
    found = [f for e in exprs for f in images_by_name(context.vocabulary, context.scope, e) if f.image in spoken]
    return tuple(dict.fromkeys(found))


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
