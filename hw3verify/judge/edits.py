"""Single edits of a written formula: the slips that people make, undone.

`edits(node, factors, densities)` yields every formula that one slip away could have been meant: another sign, a number
doubled, halved or squared, a factor, term, logarithm, denominator or sum too many, swapped arguments, one density for
another, a factor that is missing. Each comes with the words for it; `{}` in the words stands for the LaTeX of `target`.

What it does not do: it does not know which edit makes sense; that is tried (`slips`).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields, replace
from fractions import Fraction
from typing import Any

from hw3verify.language.surface import Add, App, Big, Div, Expect, Func, Mul, Neg, Node, Num, Pow, Sym

SWAPPED = ("KL", "H", "W1", "TV", "chi2", "CE")
TWO, HALF = Fraction(2), Fraction(1, 2)


@dataclass(frozen=True, slots=True)
class Edit:
    """One edit: the words for it, the node that they are about, and the formula after it.

    `late`: something is added that was nowhere written; tried after everything else.
    """

    words: str
    target: Node
    result: Node
    late: bool = False


def edits(root: Node, factors: tuple[Node, ...] = (), densities: tuple[Sym, ...] = ()) -> Iterator[Edit]:
    """The formulas one edit away; `factors` may be missing in integrands, `densities` may stand for one another."""
    yield Edit("with the other sign of the whole side", root, root.arg if isinstance(root, Neg) else Neg(root))
    yield from _within(root, factors, densities)
    yield Edit("with twice the whole side", root, Mul((Num(TWO, "2"), root)), True)
    yield Edit("with half of the whole side", root, Div(root, Num(TWO, "2")), True)
    for words, sign in (("with 1 added", Num(Fraction(1), "1")), ("with 1 subtracted", Neg(Num(Fraction(1), "1")))):
        terms = root.terms if isinstance(root, Add) else (root,)
        yield Edit(words, root, Add((*terms, sign)), True)


def _within(node: Node, factors: tuple[Node, ...], densities: tuple[Sym, ...]) -> Iterator[Edit]:
    yield from _local(node, factors, densities)
    if isinstance(node, Sym):
        return
    for f in fields(node):
        value: Any = getattr(node, f.name)
        if isinstance(value, Node):
            for e in _within(value, factors, densities):
                yield Edit(e.words, e.target, _with(node, f.name, e.result))
        elif isinstance(value, tuple):
            for i, item in enumerate(value):
                if isinstance(item, Node):
                    for e in _within(item, factors, densities):
                        yield Edit(e.words, e.target, _with(node, f.name, (*value[:i], e.result, *value[i + 1 :])))


def _with(node: Node, field: str, value: Any) -> Node:
    changed: dict[str, Any] = {field: value}
    return replace(node, **changed)


def _local(node: Node, factors: tuple[Node, ...], densities: tuple[Sym, ...]) -> Iterator[Edit]:
    if isinstance(node, Num) and node.value:
        for value in dict.fromkeys((node.value * 2, node.value / 2, node.value**2, 1 / node.value)):
            if value != node.value:
                yield Edit(f"with {_number(value)} instead of {{}}", node, Num(value, _number(value)))
    elif isinstance(node, Add):
        yield from _terms(node)
    elif isinstance(node, Neg):
        yield Edit("without the minus sign in front of {}", node.arg, node.arg)
    elif isinstance(node, Mul):
        for i, f in enumerate(node.factors):
            rest = node.factors[:i] + node.factors[i + 1 :]
            yield Edit("without the factor {}", f, rest[0] if len(rest) == 1 else replace(node, factors=rest))
    elif isinstance(node, Div):
        yield Edit("with the fraction {} upside down", node, Div(node.den, node.num))
        yield Edit("without the denominator {}", node.den, node.num)
    elif isinstance(node, Func) and node.name == "log":
        yield Edit("without the logarithm {}", node, node.args[0])
    elif isinstance(node, Pow):
        yield Edit("without the exponent of {}", node.base, node.base)
    elif isinstance(node, App):
        yield from _heads(node, densities)
    elif isinstance(node, Sym) and not node.sub and len(node.base) > 1:
        yield Edit("with the square of {}", node, Pow(node, Num(TWO, "2")))
    elif isinstance(node, Big | Expect):
        if isinstance(node, Big) and node.op in ("sum", "int"):
            yield Edit("without the sum or integral in {}", node, node.body)
        for f in factors:
            yield Edit("with a density in {} that is missing", node, replace(node, body=Mul((f, node.body))))


def _terms(node: Add) -> Iterator[Edit]:
    for i, t in enumerate(node.terms):
        bare = t.arg if isinstance(t, Neg) else t
        flipped = bare if isinstance(t, Neg) else Neg(t)
        yield Edit("with the other sign of {}", bare, _with_term(node, i, flipped))
    for i, t in enumerate(node.terms):
        bare = t.arg if isinstance(t, Neg) else t
        rest = node.terms[:i] + node.terms[i + 1 :]
        yield Edit("without the term {}", bare, rest[0] if len(rest) == 1 else replace(node, terms=rest))
        doubled, halved = Mul((Num(TWO, "2"), bare)), Div(bare, Num(TWO, "2"))
        for words, scaled in (("with twice {}", doubled), ("with half of {}", halved)):
            yield Edit(words, bare, _with_term(node, i, Neg(scaled) if isinstance(t, Neg) else scaled))


def _with_term(node: Add, i: int, term: Node) -> Add:
    return replace(node, terms=(*node.terms[:i], term, *node.terms[i + 1 :]))


def _heads(node: App, densities: tuple[Sym, ...]) -> Iterator[Edit]:
    if isinstance(node.fn, Sym) and node.fn.base in SWAPPED and len(node.args) == 2:
        yield Edit("with the arguments of {} swapped", node, replace(node, args=node.args[::-1]))
    if node.fn in densities:
        for other in densities:
            if other != node.fn:
                yield Edit("with another density instead of {}", node, replace(node, fn=other))


def _number(value: Fraction) -> str:
    return str(value.numerator) if value.denominator == 1 else f"{value.numerator}/{value.denominator}"
