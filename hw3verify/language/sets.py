r"""Sets of outcomes by their indicators: events, complements, regions where a condition holds.

    P(A | B) = P(A \cap B) / P(B)
    P(A) = fold of p 1_A        P(A^c) = fold of p (1 - 1_A)        \int_A f(x) dx = fold of 1_A f
    A \cap B: the product of the indicators        A \cup B: their sum less the product
    \int_{p > q} f(x) dx = fold of 1(p > q) f        B = {x : p(x) > q(x)} is 1(p > q) wherever B stands

The indicator of a set of which nothing is said is a function with the values 0 and 1, `1:A`, of the outcome; a claim
about it is one about every set. A letter is a set where it stands as an event; which letters do is in `names`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from hw3verify.language.names import Unknown, is_event, name_of, role_of
from hw3verify.language.set_operations import is_operation
from hw3verify.language.sketch import show
from hw3verify.language.surface import Abs, Add, App, Big, Both, Func, Neg, Node, Pow, Rel, SetOf, Sym, Word
from hw3verify.meaning.expr import (
    ONE,
    Apply,
    Arg,
    Call,
    Domain,
    Expr,
    Fold,
    Name,
    add,
    divide,
    multiply,
    substitute,
    subtract,
)

if TYPE_CHECKING:
    from hw3verify.language.elaborate import Elaborator
    from hw3verify.language.vocabulary import Vocabulary

PREFIX = "1:"  # before the name of a set, for the head of its indicator
_ORDER = {"<": ("lt", False), "<=": ("le", False), ">": ("lt", True), ">=": ("le", True)}


def set_name(node: Node) -> tuple[Sym, bool] | None:
    """(the letter of a set, whether its complement is meant)."""
    if isinstance(node, Sym):
        if is_event(node) and not node.sub and not node.marks and node.style in ("", "rm"):
            return node, False
        if node.base.startswith("bar_") and is_event(Sym(node.base[4:])) and not node.sub and not node.marks:
            return Sym(node.base[4:]), True
        whole = len(node.sub) == 1 and is_event(Sym(node.base)) and not node.marks
        index = node.sub[0] if whole else None
        complement = isinstance(index, Word) and index.text in ("c", "C", "complement")
        return (Sym(node.base), True) if complement else None
    if isinstance(node, Pow) and isinstance(node.base, Sym) and isinstance(node.exponent, Sym):
        found = set_name(node.base)
        if found is not None and node.exponent.base in ("c", "C", "complement") and not node.exponent.sub:
            return found[0], not found[1]
    return None


def is_set(node: Node) -> bool:
    """Is the node a letter of a set, its complement, or made of such by unions, intersections and differences?"""
    if isinstance(node, Func):
        return is_operation(node) and all(map(is_set, node.args))
    if isinstance(node, Pow) and isinstance(node.base, Func):
        exponent = node.exponent
        return is_set(node.base) and isinstance(exponent, Sym) and exponent.base in ("c", "C") and not exponent.sub
    return set_name(node) is not None


def membership(e: Elaborator, node: Node, variables: tuple[str, ...]) -> Expr | None:
    """1 where the variables lie in the set, else 0; None if the node is no set."""
    if isinstance(node, (Rel, Both)):
        return condition(e, node)
    if not is_set(node):
        return None
    if isinstance(node, Func):
        one, other = (membership(e, a, variables) or ONE for a in node.args)
        if node.name == "setminus":
            return multiply(one, subtract(ONE, other))
        return multiply(one, other) if node.name == "cap" else subtract(add(one, other), multiply(one, other))
    found = set_name(node)
    if found is None:  # the complement of a union
        assert isinstance(node, Pow)
        return subtract(ONE, membership(e, node.base, variables) or ONE)
    sym, complement = found
    name = name_of(sym)
    bound = name in e.vocabulary.ranges or name in e.vocabulary.variables
    if bound or e.scope.definition(name) is not None or name == "Omega":
        raise Unknown(f"{name} is no event here", node)
    stated = e.scope.definition(PREFIX + name)
    if stated is not None:
        if len(stated.parameters) != len(variables):
            raise Unknown(f"{name} is a set of other outcomes", node)
        e.used[stated.source] = None
        inside = substitute(stated.body, {p: Name(v) for p, v in zip(stated.parameters, variables, strict=True)})
        e.note_heads(stated.body)
    else:
        e.heads[PREFIX + name] = "function"
        inside = Apply(PREFIX + name, tuple(Arg(role_of(v), Name(v)) for v in variables))
    return subtract(ONE, inside) if complement else inside


def condition(e: Elaborator, node: Node) -> Expr:
    """1 where relations hold, else 0."""
    if isinstance(node, Both):
        return multiply(*(condition(e, item) for item in node.items))
    if not isinstance(node, Rel) or node.op not in _ORDER:
        raise Unknown("this range is not understood yet", node)
    fn, turned = _ORDER[node.op]
    left, right = e.expr(node.left), e.expr(node.right)
    return Call(fn, (right, left) if turned else (left, right))


def probability(e: Elaborator, node: App) -> Expr | None:
    """P(A), p(B^c): the mass of a set under a density; None if the argument is no set."""
    if len(node.args) != 1 or len(node.given) > 1 or node.params or not all(map(is_set, (*node.args, *node.given))):
        return None
    from hw3verify.language.binders import space_fold
    from hw3verify.language.densities import density

    weight, variables = density(e, node.fn, ())
    inside, given = membership(e, node.args[0], variables), [membership(e, g, variables) for g in node.given]
    if inside is None or None in given:
        return None
    mass = space_fold(variables, multiply(weight, inside, *(g for g in given if g is not None)))
    return mass if not node.given else divide(mass, space_fold(variables, multiply(weight, *(g for g in given if g))))


def is_mass_of_set(vocabulary: Vocabulary, node: Node) -> bool:
    """Is this the P(A) of a set, of which `Let $P(A)=1/2$` states the value and no density?"""
    named = isinstance(node, App) and isinstance(node.fn, Sym) and vocabulary.is_density(node.fn)
    return named and isinstance(node, App) and len(node.args) == 1 and is_set(node.args[0])


def is_total_variation(left: App, right: Node) -> bool:
    """Is this `TV(p, q) = sup_A |p(A) - q(A)|`, for the densities of the left side?"""
    name = left.fn.base if isinstance(left.fn, Sym) else ""
    if name != "TV" or not isinstance(right, Big) or right.op not in ("sup", "max") or len(left.args) != 2:
        return False
    body = right.body.arg if isinstance(right.body, Abs) else right.body
    if not isinstance(body, Add) or len(body.terms) != 2 or not isinstance(body.terms[1], Neg):
        return False
    masses = (body.terms[0], body.terms[1].arg)
    if not isinstance(right.var, Sym) or set_name(right.var) is None or right.lower or right.upper:
        return False
    heads = [m.fn for m in masses if isinstance(m, App) and m.args == (right.var,) and not m.given]
    plain = [a.fn if isinstance(a, App) else a for a in left.args]
    return [show(h).lower() for h in heads] == [show(p).lower() for p in plain]


def cardinality(e: Elaborator, node: Node) -> Expr | None:
    r"""`|\\mathcal{X}|` is how many values x has, the fold of 1 over its space; None if the node is no such letter."""
    if not isinstance(node, Sym) or node.style != "cal" or node.sub or node.marks or not node.base.isupper():
        return None
    if e.scope.definition(name_of(node)) is not None:
        return None
    variable = node.base.lower()
    if variable not in e.vocabulary.variables | {v for d in e.scope.random.known for v in (d.name.lower(),)}:
        raise Unknown(f"nothing says what lies in {name_of(node)}", node)
    return Fold("sum", variable, Domain("space", variable), ONE)


def unsaid_sets(said: frozenset[str], names: frozenset[str]) -> frozenset[str]:
    """The indicators of sets that no text introduces as any set: words may say which sets they are."""
    return frozenset(n for n in names if n.startswith(PREFIX) and n not in said)


def stated_set(e: Elaborator, left: Node, right: Node) -> tuple[str, tuple[str, ...], Expr] | None:
    """(head, variables, indicator) of `B = {x : p(x) > q(x)}`; None if this is no such statement."""
    found = set_name(left)
    if found is None or found[1] or not isinstance(right, SetOf) or right.such_that is None:
        return None
    variables = tuple(name_of(i) for i in right.items if isinstance(i, Sym))
    if len(variables) != len(right.items):
        return None
    return PREFIX + name_of(found[0]), variables, condition(e, right.such_that)
