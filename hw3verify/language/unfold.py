"""Divergences and entropies by their definitions.

    KL(p, q) = fold of p log(p/q)            JSD(p, q) = KL(p, m)/2 + KL(q, m)/2 with m = (p + q)/2
    H(p) = -fold of p log p                  H(p, q) = -fold of p log q
    TV(p, q) = fold of |p - q| / 2           H(X | Y), I(X; Y, Z): `information`
    BC(p, q) = fold of the root of p q       of products of n densities: `product_measures`
    W1(p, q), W2(p, q): the binders W1 and W2 over the real line of the variable

The variables are those of the first argument's outcome; a bare density stands at the variables with which the
document uses it. Units are nats.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from hw3verify.language.binders import role_in, space_fold
from hw3verify.language.densities import density, inline_law, point_mass
from hw3verify.language.finite_values import of_points
from hw3verify.language.information import information
from hw3verify.language.instances import combination
from hw3verify.language.point_masses import divergence_of_points
from hw3verify.language.point_mixtures import between
from hw3verify.language.sketch import show
from hw3verify.language.surface import Add, App, Node, Sym, walk
from hw3verify.language.usage import of_parameters
from hw3verify.language.vocabulary import LAWS, Unknown, is_random_variable, name_of
from hw3verify.meaning.expr import (
    Apply,
    Arg,
    Call,
    Domain,
    Expr,
    Fold,
    Name,
    Number,
    Power,
    Product,
    Sum,
    divide,
    free_names,
    log,
    multiply,
    negate,
    substitute,
    subtract,
)

if TYPE_CHECKING:
    from hw3verify.language.elaborate import Elaborator

HALF = Number(Fraction(1, 2))


def divergence(e: Elaborator, node: App, name: str) -> Expr:
    """The divergence or entropy that the application names."""
    points = of_points(e, node) if e.scope.finite else None
    points = points or between(e, name, node) or divergence_of_points(e, name, node)
    if points is not None:
        return points
    index = node.fn.sub if isinstance(node.fn, Sym) else ()
    variables_only = all(is_random_variable(a) for a in (*node.args, *node.given))
    if index and not (name in ("H", "I") and variables_only and len(index) == 1 and isinstance(index[0], Sym)):
        raise Unknown(f"{name} with this index is not understood yet", node)
    if name in ("H", "I") and variables_only:
        return information(e, node, name)
    if name == "H" and len(node.args) == 1 and not node.given:
        p, variables = _density(e, node.args[0])
        (only,) = node.args
        bare = isinstance(only, Sym) and e.vocabulary.is_density(only)
        if bare and isinstance(only, Sym) and e.vocabulary.is_latent(e.vocabulary.family(only)):
            p, variables = density(e, only, ("z",))
        return negate(space_fold(variables, multiply(p, log(p))))
    if name == "I" or len(node.args) != 2 or node.given:
        raise Unknown(f"{name} of these arguments is not understood yet", node)
    if name == "KL":
        componentwise = _independent(e, node)
        if componentwise is not None:
            return componentwise
    one, two = node.args
    if name == "H" and "distance" in e.vocabulary.hellinger:
        if "entropy" in e.vocabulary.hellinger:
            raise Unknown("H is an entropy and Hellinger's distance here", node)
        name = "hellinger"
    if name in ("H", "CE") and of_parameters(node):
        raise Unknown(f"{name} of two parameters is not known", node)
    p, q, variables = two_densities(e, node, one, two)
    if name == "KL":
        return kl(p, q, variables)
    if name in ("JSD", "JS"):
        m = Product((HALF, Sum((p, q))))
        return Sum((Product((HALF, kl(p, m, variables))), Product((HALF, kl(q, m, variables)))))
    if name in ("H", "CE"):
        return negate(space_fold(variables, multiply(p, log(q))))
    if name == "TV":
        return multiply(HALF, space_fold(variables, Call("abs", (subtract(p, q),))))
    if name in ("hellinger2", "hellinger"):
        roots = [Power(d, HALF) for d in (p, q)]
        square = multiply(HALF, space_fold(variables, Power(subtract(*roots), Number(2))))
        return square if name == "hellinger2" else Power(square, HALF)
    if name == "BC":
        return space_fold(variables, Power(multiply(p, q), HALF))
    if name == "chi2":
        square = divide(Power(subtract(p, q), Number(2)), q)
        return space_fold(variables, square)
    if name == "Jeffreys":
        return Sum((kl(p, q, variables), kl(q, p, variables)))
    if name in ("W1", "W", "W2") and len(variables) == 1:
        domain = Domain("space", role_in(p, variables[0]))
        return Fold("W2" if name == "W2" else "W1", variables[0], domain, Call("pair", (p, q)))
    raise Unknown(f"{name} is not understood yet", node)


def two_densities(e: Elaborator, node: App, one: Node, two: Node) -> tuple[Expr, Expr, tuple[str, ...]]:
    """Two densities of the same variables, as the arguments of a divergence, and these variables."""
    if _unseen(e, one) and not _unseen(e, two):  # KL(q || p) with a q that is never applied: at the variables of p
        q, others = _density(e, two)
        p, variables = _like(e, one, q, others), others
    else:
        p, variables = _density(e, one)
        q, others = (_like(e, two, p, variables), variables) if _unseen(e, two) else _density(e, two)
    if variables != others:
        q = _aligned(node, q, others, variables)
    return p, q, variables


def _independent(e: Elaborator, node: App) -> Expr | None:
    """KL of two vectors of independent components: the sum of the components' KL (the logarithm of a product)."""
    products = []
    for a in node.args:
        fn = a.fn if isinstance(a, App) else a
        whole = not isinstance(a, App) or (len(a.args) == 1 and isinstance(a.args[0], Sym) and not a.args[0].sub)
        found = e.scope.product(e.vocabulary.family(fn)) if isinstance(fn, Sym) and whole else None
        products.append(found)
    p, q = products
    if p is None or q is None or p.role != q.role:
        return None
    letter, variable = p.index, f"z_{p.index}"
    heads = [f"{product.head}[]" for product in (p, q)]
    e.heads.update(dict.fromkeys(heads, "density"))
    roles = {law.head: law.outcome[0] for law, _ in e.scope.laws}
    terms = [Apply(h, (Arg(roles[h], Name(variable)),), (Arg(p.role, Name(letter)),)) for h in heads]
    body = kl(terms[0], terms[1], (variable,))
    return Fold("sum", letter, Domain("index", p.role, Number(1), p.size), body)


def kl(p: Expr, q: Expr, variables: tuple[str, ...]) -> Expr:
    """The Kullback-Leibler divergence of p from q."""
    return space_fold(variables, multiply(p, log(divide(p, q))))


def _density(e: Elaborator, node: Node) -> tuple[Expr, tuple[str, ...]]:
    if isinstance(node, App) and isinstance(node.fn, Sym) and node.fn.base in LAWS:
        return inline_law(e, node)
    if _is_point_mass(node):
        assert isinstance(node, Sym)
        return point_mass(e, node)
    if isinstance(node, Sym) and not e.vocabulary.is_density(node) and e.scope.definition(name_of(node)) is None:
        raise Unknown(f"{show(node)} is not known as a density", node)
    mixed = [n for n in walk(node) if isinstance(n, Sym) and e.vocabulary.is_density(n)]
    if any(isinstance(n, Add) for n in walk(node)) and not any(isinstance(n, App) for n in walk(node)) and mixed:
        usual = [e.signature(e.vocabulary.family(n))[0] for n in mixed]
        if len(set(usual)) > 1:  # (p + q)/2, where p is mostly p(x, y): a mixture is one of laws of the same variables
            variables = min(usual, key=len)
            return combination(e, node, variables), variables
    return density(e, node, ())


def _is_point_mass(node: Node) -> bool:
    """delta_a, all mass at a."""
    return isinstance(node, Sym) and node.base == "delta" and len(node.sub) == 1 and not node.marks


def _unseen(e: Elaborator, node: Node) -> bool:
    """A bare density that the document never applies to variables."""
    if _is_point_mass(node):
        return False
    if not isinstance(node, Sym) or e.scope.definition(name_of(node)) is not None or not e.vocabulary.is_density(node):
        return False
    family = e.vocabulary.family(node)
    stated = any(law.head == family for law, _ in e.scope.laws) or e.scope.definition(family) is not None
    return family not in e.vocabulary.signatures and not stated


def _like(e: Elaborator, node: Node, other: Expr, variables: tuple[str, ...]) -> Expr:
    """The density at the same variables, in the same roles, as the other one."""
    assert isinstance(node, Sym)
    family = e.vocabulary.family(node)
    e.heads[family] = "density"
    return Apply(family, tuple(Arg(role_in(other, v), Name(v)) for v in variables))


def _aligned(node: App, q: Expr, others: tuple[str, ...], variables: tuple[str, ...]) -> Expr:
    """Both densities at the same variables: `KL(p(x) \\| q(y))`, `KL(q(z|x) \\| p(z, x))` keep what is free."""
    if set(variables) <= free_names(q):
        return q
    if len(others) != len(variables):
        raise Unknown("the two densities are of different variables", node)
    return substitute(q, {old: Name(new) for old, new in zip(others, variables, strict=True)})
