r"""Generators: G(z) for z \sim p_z, and the density that is named after it.

`p_G` beside `E_{z \sim p_z}[\log(1 - D(G(z)))]` is the law of G(z): that is what the index says, and a text on
generators need not say it again. Law: such a fact is given only for a map of one variable which something is
integrated over with a density, where nothing else is said of the map or of the density that has its name.
"""

from __future__ import annotations

from hw3verify.language.scope import Scope
from hw3verify.language.vocabulary import Vocabulary
from hw3verify.meaning.claim import PushForward
from hw3verify.meaning.expr import Apply, Expr, Fold, Name, Product, walk

GENERATOR = "G"  # of other maps an index may say something else: p_T is the density at time T


def images_by_name(vocabulary: Vocabulary, scope: Scope, e: Expr) -> tuple[PushForward, ...]:
    """The push-forwards that the names in an expression tell of, where the facts tell of none."""
    told = {f.map for f, _ in scope.push_forwards} | {f.image for f, _ in scope.push_forwards}
    found: dict[PushForward, None] = {}
    for fold in walk(e):
        if not (isinstance(fold, Fold) and fold.op == "sum" and isinstance(fold.body, Product)):
            continue
        first = fold.body.factors[0]
        if not isinstance(first, Apply) or first.head not in vocabulary.signatures or first.given:
            continue
        if len(first.args) != 1 or first.args[0].value != Name(fold.var):
            continue
        for inner, role in _maps(fold):
            image = f"p_{inner.head}"
            written = {outcome for outcome, _ in vocabulary.signatures.get(image, ())}
            said = told | scope.vague | {law.head for law, _ in scope.laws} | {d.name for d in scope.definitions}
            if inner.head != GENERATOR or {image, inner.head} & said:
                continue
            if image != first.head and written <= {(role,)}:
                found[PushForward(inner.head, first.head, first.args[0].role, image, role)] = None
    return tuple(found)


def _maps(fold: Fold) -> list[tuple[Apply, str]]:
    """Applications to the bound variable alone that stand inside of others, and where: the G(z) of D(G(z))."""
    outer = [a for n in walk(fold.body) if isinstance(n, Apply) for a in n.args]
    found = [(a.value, a.role) for a in outer if isinstance(a.value, Apply)]
    return [(v, role) for v, role in found if len(v.args) == 1 and not v.given and v.args[0].value == Name(fold.var)]
