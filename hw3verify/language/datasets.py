r"""Data: $x_1, \dots, x_n$ independent given a random parameter, and the densities that follow from that.

    p(x_1, ..., x_n | t)   is  prod_i p(x_i | t)                    p(t, x_1, ..., x_n)   is  p(t) prod_i p(x_i | t)
    p(x_1, ..., x_n)       is the integral of that over t           p(t | x_1, ..., x_n)  is  their quotient
    p(y | x_1, ..., x_n)   for a new draw y is the integral of p(y | t) p(t | x_1, ..., x_n) over t

The data are written as a list, as x_{1:n}, by a name that the text gives them (D, \mathbf{x}), or by D and \mathbf{x}
where only one set of data is known. Law: each is the density of the exchangeable sequence that the text describes,
whatever the laws of x given t and of t are.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from hw3verify.language.names import Unknown, name_of, role_of
from hw3verify.language.surface import Add, App, Dots, Expect, Node, Num, Rel, Sym, Tuple_, Word, walk
from hw3verify.meaning.expr import (
    ONE,
    Apply,
    Arg,
    Domain,
    Expr,
    Fold,
    Name,
    Number,
    divide,
    free_names,
    fresh,
    multiply,
    substitute,
)

if TYPE_CHECKING:
    from hw3verify.language.elaborate import Elaborator
    from hw3verify.language.scope import Scope

NEW = ("new", "*", "next", "test")  # what marks a draw that is still to come
WHOLE = ("D", "cal")  # the letter, and the font, by which data are called


@dataclass(frozen=True, slots=True)
class Data:
    """`letter_1, ..., letter_size` are independent with law `head(role | given)`; `names`: what the text calls them."""

    letter: str
    size: Expr
    head: str
    role: str
    given: str
    source: str
    names: frozenset[str] = frozenset()

    @property
    def index_role(self) -> str:
        """The role of the index of an entry."""
        return f"#{self.size.value}" if isinstance(self.size, Number) else f"#{getattr(self.size, 'id', 'n')}"


@dataclass(frozen=True, slots=True)
class Group:
    """One side of a bar: are the data there, and what stands beside them."""

    whole: bool
    rest: tuple[Node, ...]


def at_data(e: Elaborator, fn: Sym, node: App) -> Expr | None:
    """A density or a probability of data; None where no data stand in it."""
    found = group_of(e, (*node.args, *node.given))
    if found is None:
        return _at_new(e, fn, node)
    data, _ = found
    args, given = (_group(data, side) for side in (node.args, node.given))
    if args.whole and given.whole:
        raise Unknown("the data on both sides of the bar are not understood", node)
    fn = Sym("p") if fn.base in ("P", "Pr", "Prob") else fn
    e.used[data.source] = None
    parameter = _is_parameter(data, args.rest), _is_parameter(data, given.rest)
    if len(args.rest) - parameter[0] > 1 or len(given.rest) - parameter[1] > 0:
        raise Unknown("a density of data beside something else is not understood", node)
    new = next((a for a in args.rest if not _names(a, data.given)), None)
    if new is not None and (args.whole or not given.whole or parameter[0] or not _is_new(data, new)):
        raise Unknown("a density of data beside something else is not understood", node)
    place = Posterior(e, fn, data)
    beside = (n for n in (*args.rest, *given.rest) if isinstance(n, Sym) and _names(n, data.given))
    here = Name(next((name_of(n) for n in beside), data.given))
    if args.whole:
        if parameter == (False, True):
            return place.likelihood(here)
        return place.joint(here) if parameter == (True, False) else place.evidence()
    if parameter == (True, False):
        return place.density(here)
    if new is not None and parameter == (False, True):
        return place.draw(new, here)
    if new is not None:
        return divide(place.integral(lambda t: multiply(place.draw(new, t), place.joint(t))), place.evidence())
    raise Unknown("a density of data beside something else is not understood", node)


def _at_new(e: Elaborator, fn: Sym, node: App) -> Expr | None:
    """p(x_{n+1} | t): the law of any draw, at the one that is still to come."""
    for data in reversed(e.scope.data):
        if len(node.args) != 1 or len(node.given) != 1 or not _is_new(data, node.args[0]):
            continue
        (given,) = node.given
        if isinstance(given, Sym) and _names(given, data.given):
            e.used[data.source] = None
            return Posterior(e, fn, data).draw(node.args[0], Name(name_of(given)))
    return None


def posterior(e: Elaborator, node: Expect) -> tuple[Expr, tuple[str, ...]] | None:
    """The weight of an expectation given data, `E[g(t) | x_1, ..., x_n]`, and its variables; None for any other."""
    given: Sequence[Node] = node.given
    if not given and len(node.sub) == 1:  # E_{p(t | D)}[g(t)], E_{t ~ p(t | D)}[g(t)]
        (item,) = node.sub
        item = item.right if isinstance(item, Rel) and item.op in ("~", "|") else item
        given = item.given if isinstance(item, App) else (item,) if node.sub[0] is not item else ()
    found = group_of(e, given)
    if found is None:
        return None
    data, group = found
    if group.rest:
        raise Unknown("an expectation given data and something else is not understood", node)
    e.used[data.source] = None
    place = Posterior(e, Sym(data.head), data)
    names = {name_of(n) for n in walk(node.body) if isinstance(n, Sym)}
    new = [n for n in walk(node.body) if isinstance(n, Sym) and _is_new(data, n)]
    if new and data.given not in names and len({name_of(n) for n in new}) == 1:
        weight = place.integral(lambda t: multiply(place.draw(new[0], t), place.joint(t)))
        return divide(weight, place.evidence()), (name_of(new[0]),)
    if new or data.given not in names:
        raise Unknown("of what this is the expectation given data is not understood", node)
    return place.density(Name(data.given)), (data.given,)


def group_of(e: Elaborator, nodes: Sequence[Node]) -> tuple[Data, Group] | None:
    """The data that stand among some nodes, and what stands beside them."""
    for data in reversed(e.scope.data):
        found = _group(data, nodes, len(e.scope.data) == 1)
        if found.whole:
            return data, found
    return None


def is_likelihood(scope: Scope, node: App) -> bool:
    """Is this the density of data given their parameter, `p(x_1, ..., x_n | t)`?"""
    only = len(scope.data) == 1
    found = any(_group(d, node.args, only) == Group(True, ()) and _is_parameter(d, node.given) for d in scope.data)
    return found and len(node.given) == 1


def is_posterior(scope: Scope, node: App) -> bool:
    """Is this the density of the parameter given data, `p(t | x_1, ..., x_n)`?"""
    only = len(scope.data) == 1
    found = any(_group(d, node.given, only) == Group(True, ()) and _is_parameter(d, node.args) for d in scope.data)
    return found and len(node.args) == 1


def _group(data: Data, nodes: Sequence[Node], only: bool = True) -> Group:
    """What stands beside the data in a list of arguments."""
    flat = [n for node in nodes for n in (node.items if isinstance(node, Tuple_) else (node,))]
    if any(isinstance(n, Dots) for n in flat):
        at = [k for k, n in enumerate(flat) if isinstance(n, Dots)]
        first, last = at[0], at[-1] + 1
        while first and _is_entry(data, flat[first - 1]):
            first -= 1
        if len(at) == 1 and last < len(flat) and _ends(data, flat[first], flat[last]):
            return Group(True, (*flat[:first], *flat[last + 1 :]))
        return Group(False, tuple(flat))
    numbered = [n for n in flat if _is_entry(data, n) and _number(n) is not None]
    if isinstance(data.size, Number) and {_number(n) for n in numbered} == set(range(1, int(data.size.value) + 1)):
        return Group(True, tuple(n for n in flat if n not in numbered))
    called = [n for n in flat if isinstance(n, Sym) and _is_name(data, n, only)]
    return Group(bool(called), tuple(n for n in flat if n not in called))


def _is_entry(data: Data, node: Node) -> bool:
    return isinstance(node, Sym) and node.base.lower() == data.letter.lower() and len(node.sub) == 1 and not node.marks


def _number(node: Node) -> int | None:
    sub = node.sub[0] if isinstance(node, Sym) and node.sub else None
    return int(sub.value) if isinstance(sub, Num) and sub.value.denominator == 1 else None


def _ends(data: Data, first: Node, last: Node) -> bool:
    """Does a list run from x_1 to x_n?"""
    if not _is_entry(data, first) or not _is_entry(data, last) or _number(first) != 1:
        return False
    assert isinstance(last, Sym)
    (end,) = last.sub
    if isinstance(data.size, Number):
        return isinstance(end, Num) and end.value == data.size.value
    return isinstance(end, Sym) and isinstance(data.size, Name) and name_of(end) == data.size.id


def _is_name(data: Data, sym: Sym, only: bool) -> bool:
    """x_{1:n}, a name that the text gives to the data; D or a bold x where no other data are known."""
    if name_of(sym) in data.names and (not sym.sub or sym.style):
        return True
    if sym.base.lower() == data.letter.lower() and len(sym.sub) == 1 and isinstance(sym.sub[0], Word):
        size = str(data.size.value) if isinstance(data.size, Number) else getattr(data.size, "id", "")
        return sym.sub[0].text.replace(" ", "") == f"1:{size}"
    if sym.sub or sym.marks or not only:
        return False
    bold = sym.style in ("bf", "bs") and sym.base.lower() == data.letter.lower()
    return bold or (sym.base == "D" and sym.style in ("cal", "")) or (sym.base == "X" and data.letter == "x")


def _is_parameter(data: Data, nodes: tuple[Node, ...]) -> bool:
    return any(_names(n, data.given) for n in nodes)


def _names(node: Node, name: str) -> bool:
    return isinstance(node, Sym) and role_of(name_of(node)) == name


def _is_new(data: Data, node: Node) -> bool:
    """x_{n+1}, \\tilde x, x_*, x_{new}, perhaps with a value."""
    sym = node.left if isinstance(node, Rel) and node.op == "=" else node
    if not isinstance(sym, Sym):
        return False
    if sym.base.lower() in (f"tilde_{data.letter.lower()}", f"hat_{data.letter.lower()}"):
        return not sym.sub
    if sym.base.lower() != data.letter.lower():
        return False
    if not sym.sub:
        return sym.marks in ("*", "'")
    (below, *more) = sym.sub
    if more or sym.marks:
        return False
    if isinstance(below, Word | Sym):
        return (below.text if isinstance(below, Word) else name_of(below)) in NEW
    if isinstance(below, Add) and isinstance(data.size, Name):
        one = Num(Fraction(1))
        return len(below.terms) == 2 and one in below.terms and Sym(data.size.id) in below.terms
    return isinstance(below, Num) and isinstance(data.size, Number) and below.value == data.size.value + 1


class Posterior:
    """The densities of a parameter and its data, as expressions."""

    def __init__(self, e: Elaborator, fn: Sym, data: Data) -> None:
        self.e, self.fn, self.data = e, fn, data
        family = e.vocabulary.family(fn)
        if family != data.head:
            raise Unknown(f"{name_of(fn)} is not the family of the data", fn)
        e.heads[data.head] = "density"
        e.heads[f"{data.letter}[]"] = "indexed"

    def at(self, value: Expr, parameter: Expr) -> Expr:
        """p(value | t)."""
        d = self.data
        return Apply(d.head, (Arg(d.role, value),), (Arg(d.given, parameter),))

    def likelihood(self, parameter: Expr) -> Expr:
        """The product of p(x_i | t)."""
        d, index = self.data, fresh("i", free_names(parameter))
        entry = Apply(f"{d.letter}[]", (Arg(d.index_role, Name(index)),))
        return Fold("product", index, Domain("index", d.index_role, ONE, d.size), self.at(entry, parameter))

    def prior(self, parameter: Expr) -> Expr:
        """p(t), as a law or as the text defines it."""
        from hw3verify.language.densities import density_at

        d = self.data
        found = density_at(self.e, self.fn, App(self.fn, (Sym(d.given),)))
        return substitute(found, {d.given: parameter}) if parameter != Name(d.given) else found

    def joint(self, parameter: Expr) -> Expr:
        """p(t) times the likelihood."""
        return multiply(self.prior(parameter), self.likelihood(parameter))

    def integral(self, of: Callable[[Expr], Expr]) -> Expr:
        """The integral of a function of the parameter over all its values."""
        d = self.data
        variable = d.given + "'"
        return Fold("sum", variable, Domain("space", d.given), of(Name(variable)))

    def evidence(self) -> Expr:
        """p(x_1, ..., x_n)."""
        return self.integral(self.joint)

    def density(self, parameter: Expr) -> Expr:
        """p(t | x_1, ..., x_n)."""
        return divide(self.joint(parameter), self.evidence())

    def draw(self, new: Node, parameter: Expr) -> Expr:
        """p(y | t) for a new draw, or for its value."""
        if isinstance(new, Rel):
            return self.at(self.e.expr(new.right), parameter)
        assert isinstance(new, Sym)
        return self.at(Name(name_of(new)), parameter)
