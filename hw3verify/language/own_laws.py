r"""Samples in which every draw has a law of its own: `$X_1, \dots, X_n$ independent with $X_i \sim N(\mu_i, 1)$`.

Of such a sample the mean and the variance of the i-th draw are known, as formulas in i; expectations of what is of the
first or second degree in the draws follow from them (`samples`). Of two or three that are listed by their numbers,
`$X_1, X_2$`, each gets its law by itself.

Law: the moments of a named law are those of the table below, wherever the law exists.
"""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import Any

from hw3verify.language.elaborate import Elaborator
from hw3verify.language.laws import add_law, make_law
from hw3verify.language.names import INDICES, name_of
from hw3verify.language.random_variables import Draw
from hw3verify.language.scope import Scope
from hw3verify.language.surface import App, Dots, Node, Num, Sym, fields_of, walk
from hw3verify.language.vocabulary import LAWS, Unknown, Vocabulary
from hw3verify.meaning.claim import Law
from hw3verify.meaning.expr import ONE, Apply, Arg, Expr, Name, Number, Power, add, divide, multiply, subtract
from hw3verify.meaning.expr import walk as walk_expr

MOST = 4  # draws that are listed one by one
TWO = Number(2)


def letter_of(sym: Node) -> str:
    """The i of X_i; "" for anything else."""
    if not isinstance(sym, Sym) or len(sym.sub) != 1 or sym.marks:
        return ""
    (letter,) = sym.sub
    return letter.base if isinstance(letter, Sym) and not letter.sub and letter.base in INDICES else ""


def moves(node: Node, letter: str) -> bool:
    """Does a law speak of the index?"""
    return any(isinstance(n, Sym) and n.base == letter and not n.sub for n in walk(node))


def numbered(names: tuple[Node, ...]) -> tuple[Sym, ...]:
    """`X_1, X_2`: names with numbers in a list without an ellipsis; () for anything else."""
    found = tuple(n for n in names if isinstance(n, Sym) and len(n.sub) == 1 and isinstance(n.sub[0], Num))
    alike = len(found) == len(names) and len({n.base for n in found}) == 1
    return found if alike and 2 <= len(found) <= MOST and not any(n.marks for n in found) else ()


def at_number(node: Any, letter: str, number: Node) -> Any:
    """The formula with a number in the place of the index."""
    if isinstance(node, tuple):
        return tuple(at_number(item, letter, number) for item in node)
    if not isinstance(node, Node):
        return node
    if isinstance(node, Sym) and node.base == letter and not node.sub and not node.marks:
        return number
    return replace(node, **{name: at_number(getattr(node, name), letter, number) for name in fields_of(type(node))})


def own_laws(
    scope: Scope, vocabulary: Vocabulary, member: Sym, size: Expr, right: Node, source: str
) -> Scope | None:
    """The scope with `X_i ~ right`, for every i up to the size; None where that is not understood."""
    letter = letter_of(member)
    if not letter or not isinstance(right, App) or not (isinstance(right.fn, Sym) and right.fn.base in LAWS):
        return None
    e = Elaborator(vocabulary, scope)
    head, role = f"own_{member.base}", member.base.lower()
    if vocabulary.ranges.get(letter) is None and isinstance(size, Name):
        vocabulary.ranges[letter] = Sym(size.id)
    e.indices[letter] = e.index_role(letter)  # \mu_i is the entry of a list, though no formula sums over i
    try:
        law = make_law(e, Apply(head, (Arg(role, Name(role)),)), right)
    except Unknown:
        return None
    if law is None or head in e.open_laws:
        return None
    moments = moments_of(law)
    if moments is None:
        return None
    signs = add_law(scope, law, source)  # of the parameters; the law of one draw is no law of a density
    named = (n for m in moments for n in walk_expr(m) if isinstance(n, Apply | Name))
    mentioned = scope.mentioned | {n.head if isinstance(n, Apply) else n.id for n in named} | {name_of(member)}
    scope = replace(scope, positive=signs.positive, unit=signs.unit, mentioned=mentioned)
    draw = Draw(member.base, head, role, *moments, size=size, index=letter)
    return replace(scope, random=scope.random.add(draw))


def moments_of(law: Law) -> tuple[Expr, Expr] | None:
    """The mean and the variance of a named law."""
    first, last = law.parameters[0], law.parameters[-1]
    if law.name == "normal":
        return first, last
    if law.name == "exponential":
        return Power(first, Number(-1)), Power(first, Number(-2))
    if law.name == "poisson":
        return first, first
    if law.name == "bernoulli":
        return first, multiply(first, subtract(ONE, first))
    if law.name == "binomial":
        return multiply(first, last), multiply(first, last, subtract(ONE, last))
    if law.name == "uniform":
        width = Power(subtract(last, first), TWO)
        return divide(add(first, last), TWO), multiply(Number(Fraction(1, 12)), width)
    if law.name == "laplace":
        return first, multiply(TWO, Power(last, TWO))
    if law.name == "gamma":
        return divide(first, last), divide(first, Power(last, TWO))
    return None


def sample_letter(names: tuple[Node, ...]) -> Sym | None:
    """The X_i in the list `X_1, ..., X_i, X_n` into which such a sample is written; None where there is none."""
    inner = [n for n in names[1:-1] if not isinstance(n, Dots) and letter_of(n)]
    return inner[0] if len(inner) == 1 and isinstance(inner[0], Sym) else None
