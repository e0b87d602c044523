"""Single edits of a written formula: the slips that people make, undone.

`edits(node, hand)` yields every formula that one slip away could have been meant, with a price: another sign, another
number, a factor, term, logarithm, exponent, denominator, condition or sum too many or too few, swapped arguments, a
fraction upside down, one name for another. What may be put in comes from the document (`Hand`). Each edit has the words
for it; `{}` in the words stands for the LaTeX of `target`, `<>` for that of `new`.

What it does not do: it does not know which edit makes sense; that is tried (`slips`).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields, replace
from fractions import Fraction
from typing import Any

from hw3verify.language.surface import Abs, Add, App, Big, Deriv, Div, Expect, Func, Mul, Neg, Node, Num, Pow, Rel, Sym

SWAPPED = ("KL", "H", "W1", "TV", "chi2", "CE")
TWO, HALF, ONE = Fraction(2), Fraction(1, 2), Fraction(1)
# prices
FIRST, LIKELY, TURNED, NEAR, COPIED, LOST = 0.9, 1.0, 1.02, 1.05, 1.1, 1.2
USUAL, FOUND, RARE, LATE = 1.3, 1.4, 1.7, 3.0
MOST_TERMS = 12


@dataclass(frozen=True, slots=True)
class Edit:
    """One edit: the words for it, the node that they are about, the formula after it, its price, what was put in;
    `past` if it takes a logarithm past an average, which is no slip where Jensen's inequality was meant."""

    words: str
    target: Node
    result: Node
    price: float = LIKELY
    new: Node | None = None
    past: bool = False


@dataclass(frozen=True, slots=True)
class Hand:
    """What an edit may put into a formula: densities as written at arguments, their heads (one a family; `densities`
    are all spellings), names (in groups: only names of one group stand for one another), numbers, the other side's
    terms; what is differentiated by, powers and exponents that stand nearby, and whether a side nearby is a logarithm
    as a whole."""

    factors: tuple[Node, ...] = ()
    heads: tuple[Sym, ...] = ()
    densities: frozenset[Sym] = frozenset()
    names: tuple[tuple[Sym, ...], ...] = ()
    numbers: tuple[Num, ...] = ()
    terms: tuple[Node, ...] = ()
    parameters: tuple[Node, ...] = ()
    powers: frozenset[Node] = frozenset()
    exponents: tuple[Node, ...] = ()  # of vectors and matrices: the mark of a transpose, -1
    arrays: bool = False
    logged: bool = False


def edits(root: Node, hand: Hand | None = None) -> Iterator[Edit]:
    """The formulas one edit away."""
    hand = hand or Hand()
    sign = "with the other sign of the whole side"
    yield Edit(sign, root, root.arg, FIRST) if isinstance(root, Neg) else Edit(sign, root, Neg(root), NEAR)
    yield from _within(root, hand)
    terms = root.terms if isinstance(root, Add) else (root,)
    for t in hand.terms[:MOST_TERMS]:
        for words, added in (("with the term <> added", t), ("with the term <> subtracted", Neg(t))):
            if added not in terms:
                yield Edit(words, root, Add((*terms, added)), RARE, t)
    yield Edit("with twice the whole side", root, Mul((Num(TWO, "2"), root)), LATE)
    yield Edit("with half of the whole side", root, Div(root, Num(TWO, "2")), LATE)
    if not _logged(root):
        yield Edit("with the logarithm of the whole side", root, Func("log", (root,)), LOST if hand.logged else LATE)
    for value in ("1", "2", "4"):
        number: Node = Num(Fraction(value), value)
        for constant in (number,) if value == "1" else (Func("log", (number,)),):
            shown = value if value == "1" else f"\\log {value}"
            yield Edit(f"with ${shown}$ added", root, Add((*terms, constant)), LATE)
            yield Edit(f"with ${shown}$ subtracted", root, Add((*terms, Neg(constant))), LATE)


def _within(node: Node, hand: Hand) -> Iterator[Edit]:
    yield from _local(node, hand)
    if isinstance(node, Sym):
        return
    for f in fields(node):
        value: Any = getattr(node, f.name)
        if isinstance(node, App) and f.name == "fn":
            continue
        if isinstance(node, Deriv) and f.name == "by":  # pairs: by what, and how often
            for i, (name, order) in enumerate(node.by):
                for other in hand.parameters:
                    if other != name and other not in (by for by, _ in node.by):
                        pairs = (*node.by[:i], (other, order), *node.by[i + 1 :])
                        yield Edit("with the derivative by <> in {}", node, replace(node, by=pairs), NEAR, other)
                for e in _within(name, hand):
                    pairs = (*node.by[:i], (e.result, order), *node.by[i + 1 :])
                    yield replace(e, result=replace(node, by=pairs))
        elif isinstance(value, Node):
            binder = isinstance(node, Big) and f.name == "var"  # a stray letter is likelier than a wrong dx
            for e in _within(value, hand):
                yield replace(e, result=_with(node, f.name, e.result), price=max(e.price, LOST if binder else 0))
        elif isinstance(value, tuple):
            for i, item in enumerate(value):
                if isinstance(item, Node):
                    for e in _within(item, hand):
                        yield replace(e, result=_with(node, f.name, (*value[:i], e.result, *value[i + 1 :])))


def _with(node: Node, field: str, value: Any) -> Node:
    changed: dict[str, Any] = {field: value}
    return replace(node, **changed)


def _local(node: Node, hand: Hand) -> Iterator[Edit]:
    if isinstance(node, Num):
        yield from _numbers(node, hand)
    elif isinstance(node, Add):
        yield from _terms(node)
    elif isinstance(node, Neg):
        yield Edit("without the minus sign in front of {}", node.arg, node.arg, NEAR)
        if isinstance(node.arg, App | Sym | Div | Big | Expect) and not _logged(node.arg):
            yield Edit("with the logarithm of {}", node.arg, Neg(Func("log", (node.arg,))), LOST)
    elif isinstance(node, Mul):
        yield from _factors(node, hand)
    elif isinstance(node, Div):
        yield Edit("with the fraction {} upside down", node, Div(node.den, node.num), TURNED)
        yield Edit("without the denominator {}", node.den, node.num, USUAL)
        yield from _exchanged(node)
        if all(isinstance(n, Func) and n.name == "log" for n in (node.num, node.den)):
            yield Edit("with a difference instead of the quotient {}", node, Add((node.num, Neg(node.den))), USUAL)
        if node.den != Num(TWO):
            yield Edit("with $2$ below the line of {}", node, Div(node.num, _times(Num(TWO, "2"), node.den)), RARE)
        for f in hand.factors:
            above, below = Div(_times(f, node.num), node.den), Div(node.num, _times(f, node.den))
            yield Edit("with <> as a factor above the line of {}", node, above, RARE, f)
            yield Edit("with <> as a factor below the line of {}", node, below, RARE, f)
            terms = node.den.terms if isinstance(node.den, Add) else (node.den,)
            if f not in terms:
                yield Edit("with <> added below the line of {}", node, Div(node.num, Add((*terms, f))), RARE, f)
    elif isinstance(node, Func):
        if node.name == "log" and isinstance(node.args[0], Num):
            for e in _numbers(node.args[0], hand):
                yield replace(e, target=node, result=Func("log", (e.result,)), new=Func("log", (e.result,)))
        if node.name in ("log", "exp"):
            function = "logarithm" if node.name == "log" else "exponential"
            if node.name == "exp":
                yield from _exponent(node)
            elif isinstance(node.args[0], Add) and not any(isinstance(t, Neg) for t in node.args[0].terms):
                product = Func("log", (Mul(node.args[0].terms),))
                yield Edit("with a product instead of the sum {}", node.args[0], product, RARE)
            yield Edit(f"without the {function} of {{}}", node.args[0], node.args[0], FOUND)
            inner = node.args[0]
            if node.name == "log" and isinstance(inner, Big | Expect):
                moved = replace(inner, body=Func("log", (inner.body,)))
                yield Edit("with the logarithm inside {}", inner, moved, USUAL, past=True)
        if node.name == "sqrt":
            yield Edit("without the square root of {}", node.args[0], node.args[0], USUAL)
        if node.name in ("max", "min"):
            other = "min" if node.name == "max" else "max"
            yield Edit(f"with the {other}imum in {{}}", node, replace(node, name=other), USUAL)
    elif isinstance(node, Pow):
        yield Edit("without the exponent of {}", node.base, node.base, LIKELY)
        yield from _exponent(node)
    elif isinstance(node, App):
        yield from _application(node, hand)
    elif isinstance(node, Sym):
        yield from _names(node, hand)
    elif isinstance(node, Big | Expect):
        yield from _bodies(node, hand)
    elif isinstance(node, Deriv):
        yield Edit("without the derivative in {}", node, node.body, RARE)
    powers = isinstance(node, Sym | Add | App | Abs | Expect | Big)
    if powers and not _is_density(node, hand) and node not in hand.heads and node not in hand.densities:
        scale = isinstance(node, Sym) and node.base in ("sigma", "tau")  # a deviation for a variance
        square = Pow(node, Num(TWO, "2"))
        yield Edit("with the square of {}", node, square, LIKELY if scale else NEAR if square in hand.powers else RARE)
        for exponent in hand.exponents:
            yield Edit("with ${}^{<>}$", node, Pow(node, exponent), USUAL, exponent)


def _exchanged(node: Div) -> Iterator[Edit]:
    """A density above the line for one below it: p(x|z) p(x) / p(z) for p(x|z) p(z) / p(x)."""
    above = node.num.factors if isinstance(node.num, Mul) else (node.num,)
    below = node.den.factors if isinstance(node.den, Mul) else (node.den,)
    if len(above) == len(below) == 1:  # upside down
        return
    for i, a in enumerate(above):
        for k, b in enumerate(below):
            if isinstance(a, App) and isinstance(b, App) and a != b:
                num, den = (*above[:i], b, *above[i + 1 :]), (*below[:k], a, *below[k + 1 :])
                turned = Div(Mul(num) if len(num) > 1 else num[0], Mul(den) if len(den) > 1 else den[0])
                yield Edit("with {} and <> exchanged", a, turned, USUAL, b)


def _exponent(node: Pow | Func) -> Iterator[Edit]:
    """The other sign of an exponent: e^{-x} for e^x."""
    inside = node.exponent if isinstance(node, Pow) else node.args[0]
    turned = inside.arg if isinstance(inside, Neg) else Neg(inside)
    result = replace(node, exponent=turned) if isinstance(node, Pow) else replace(node, args=(turned,))
    price = RARE if isinstance(inside, Num) and inside.value > 0 else LIKELY
    yield Edit("with the other sign of the exponent {}", inside, result, price)


def _numbers(node: Num, hand: Hand) -> Iterator[Edit]:
    v = node.value
    whole = (v + 1, *((v - 1,) if v >= 1 else ())) if v.denominator == 1 else ()  # nobody writes -1/2 for 1/2
    near = dict.fromkeys((v * 2, v / 2, v * v, *((1 / v,) if v else ()), *whole, Fraction(0)))
    written = {other.value for other in hand.numbers}
    for n in near:
        if n != v:
            usual = n in (v * 2, v / 2, *whole) or n in written  # people copy
            price = RARE if not n else NEAR if usual else USUAL
            new = Num(n, as_number(n))
            yield Edit("with <> instead of {}", node, new, price, new)
    if v < 0:
        yield Edit("with the other sign of {}", node, Num(-v, as_number(-v)), LIKELY)
    for other in hand.numbers:
        if other.value * v >= 0 and other.value != v and other.value not in near:
            yield Edit("with <> instead of {}", node, other, COPIED, other)


def _terms(node: Add) -> Iterator[Edit]:
    for i, t in enumerate(node.terms):
        bare = t.arg if isinstance(t, Neg) else t
        flipped = bare if isinstance(t, Neg) else Neg(t)
        yield Edit("with the other sign of {}", bare, _with_term(node, i, flipped), LIKELY if i else NEAR)
    for i, t in enumerate(node.terms):
        bare = t.arg if isinstance(t, Neg) else t
        rest = node.terms[:i] + node.terms[i + 1 :]
        yield Edit("without the term {}", bare, rest[0] if len(rest) == 1 else replace(node, terms=rest), USUAL)
        doubled, halved = Mul((Num(TWO, "2"), bare)), Div(bare, Num(TWO, "2"))
        for words, scaled in (("with twice {}", doubled), ("with half of {}", halved)):
            yield Edit(words, bare, _with_term(node, i, Neg(scaled) if isinstance(t, Neg) else scaled), RARE)
        if not isinstance(bare, Func) and not _logged(bare):
            logged: Node = Func("log", (bare,))
            logged = Neg(logged) if isinstance(t, Neg) else logged
            price = RARE if bare == Num(ONE) else LOST
            yield Edit("with the logarithm of {}", bare, _with_term(node, i, logged), price)


def _with_term(node: Add, i: int, term: Node) -> Add:
    return replace(node, terms=(*node.terms[:i], term, *node.terms[i + 1 :]))


def _factors(node: Mul, hand: Hand) -> Iterator[Edit]:
    for i, f in enumerate(node.factors):
        rest = node.factors[:i] + node.factors[i + 1 :]
        price = LIKELY if f in rest else LOST if isinstance(f, Add) else NEAR
        yield Edit("without the factor {}", f, rest[0] if len(rest) == 1 else replace(node, factors=rest), price)
        if not isinstance(f, Func | Num):
            logged = (*node.factors[:i], Func("log", (f,)), *node.factors[i + 1 :])
            yield Edit("with the logarithm of {}", f, replace(node, factors=logged), LOST)
    if hand.arrays:  # matrices do not commute
        for i in range(len(node.factors) - 1):
            turned = (*node.factors[:i], node.factors[i + 1], node.factors[i], *node.factors[i + 2 :])
            yield Edit("with {} after what follows it", node.factors[i], replace(node, factors=turned), LIKELY)
    for new in hand.factors:
        yield Edit("with <> as a further factor of {}", node, _times(new, node), RARE, new)


def _bodies(node: Big | Expect, hand: Hand) -> Iterator[Edit]:
    if isinstance(node, Big) and node.op in ("sum", "int"):
        yield Edit("without the sum or integral in {}", node, node.body, USUAL)
    if isinstance(node, Big) and node.op in ("max", "min", "sup", "inf"):
        other = {"max": "min", "min": "max", "sup": "inf", "inf": "sup"}[node.op]
        yield Edit(f"with the {other} in {{}}", node, replace(node, op=other))
    if not _logged(node.body):
        yield Edit("with the logarithm inside {}", node, replace(node, body=Func("log", (node.body,))), LOST)
    if isinstance(node.body, Func) and node.body.name == "log":
        outside = Func("log", (replace(node, body=node.body.args[0]),))
        yield Edit("with the logarithm in front of {}", node, outside, USUAL, past=True)
    for f in hand.factors:
        if not isinstance(node.body, Mul):
            more = replace(node, body=_times(f, node.body))
            yield Edit("with <> as a further factor inside {}", node, more, USUAL, f)
        own = isinstance(node, Expect) and f in node.sub  # E_q[p] for E_q[p/q]
        below = replace(node, body=Div(node.body, f))
        yield Edit("with <> below the line inside {}", node, below, USUAL if own else RARE, f)


def _application(node: App, hand: Hand) -> Iterator[Edit]:
    if isinstance(node.fn, Sym) and node.fn.base in SWAPPED and len(node.args) == 2:
        yield Edit("with the arguments of {} swapped", node, replace(node, args=node.args[::-1]))
    if not _is_density(node, hand):
        return
    for other in hand.heads:
        if other != node.fn:
            yield Edit("with <> instead of {}", node, replace(node, fn=other), NEAR, replace(node, fn=other))
    if node.given:
        turned = replace(node, args=node.given, given=node.args)
        joint = replace(node, args=(*node.args, *node.given), given=(), sep=",")
        alone = replace(node, given=())
        for other_node, price in ((turned, LIKELY), (joint, USUAL), (alone, USUAL)):
            yield Edit("with <> instead of {}", node, other_node, price, other_node)
    elif len(node.args) == 2 and not any(isinstance(a, Rel) for a in node.args):
        for first, second in (node.args, node.args[::-1]):
            for option in (replace(node, args=(first,), given=(second,), sep=""), replace(node, args=(first,), sep="")):
                yield Edit("with <> instead of {}", node, option, USUAL, option)
    for f in hand.factors:
        if isinstance(f, App) and f.fn == node.fn and f != node:
            yield Edit("with <> instead of {}", node, f, USUAL, f)
        yield Edit("with <> as a further factor beside {}", node, _times(f, node), RARE, f)


def _names(node: Sym, hand: Hand) -> Iterator[Edit]:
    for family in (hand.heads, *hand.names):
        for other in family if node in family else ():
            if other != node:
                yield Edit("with <> instead of {}", node, other, NEAR, other)


def _logged(node: Node) -> bool:
    """Is it a multiple of a logarithm, or a sum or average of such? Nobody takes the logarithm of that."""
    if isinstance(node, Mul):
        return any(map(_logged, node.factors))
    if isinstance(node, Neg | Big | Expect):
        return _logged(node.arg if isinstance(node, Neg) else node.body)
    return isinstance(node, Func) and node.name == "log"


def _is_density(node: Node, hand: Hand) -> bool:
    return isinstance(node, App) and (node.fn in hand.densities or node.fn in hand.heads)


def _times(factor: Node, node: Node) -> Node:
    return Mul((factor, *node.factors)) if isinstance(node, Mul) else Mul((factor, node))


def as_number(value: Fraction) -> str:
    """A number as LaTeX."""
    if value.denominator == 1:
        return str(value.numerator)
    return f"\\frac{{{value.numerator}}}{{{value.denominator}}}"
