"""Several facts in one formula, one by one.

    x, y > 0                    x > 0 and y > 0: names before a relation share it
    \\pi_1, \\dots, \\pi_K > 0      \\pi_k > 0 for every k up to K, and for those that are written out
    a > 0, b \\in R              two facts
    \\mu = E[X] > 0              an equation, and a sign of what it names
    k = 1, \\dots, K             k lies in {1, ..., K}

Names before `=` share nothing (`p, q = 1 - p` says something of q only, if anything): they stay unexplained. What
is drawn (`x_1, ..., x_n \\sim p`) is one statement about a sample.
"""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING

from hw3verify.language.sketch import show
from hw3verify.language.surface import App, Dots, Node, Num, SetOf, Sym, Tuple_
from hw3verify.language.vocabulary import Vocabulary

if TYPE_CHECKING:
    from hw3verify.language.statements import Statement

SHARED = ("<", "<=", ">", ">=", "!=", "in")
ORDER = ("<", "<=", ">", ">=", "!=")
NATURALS = Sym("naturals", style="bb")
ONE = Num(Fraction(1))
MOST_WRITTEN = 12  # entries of a list with a number at its end


def conjuncts(s: Statement, vocabulary: Vocabulary) -> tuple[Statement, ...]:
    """The single facts that a formula states; a statement without an operator only mentions its names."""
    if any(isinstance(side, Tuple_) and "in" in s.ops for side in s.sides[:1]):
        return _pairs(s)
    found: list[Statement] = []
    waiting: list[Node | None] = []
    for sides, ops in _groups(s):
        if not ops:
            waiting += sides
            continue
        if ops[0] == "~":
            found.append(replace(s, sides=(*waiting, *sides), ops=(*[","] * len(waiting), *ops)))
        elif waiting and ops[0] in SHARED:
            subjects = _listed([*waiting, sides[0]], vocabulary)
            for subject in subjects:
                found += _chain(replace(s, sides=(subject, *sides[1:]), ops=ops))
            found += [replace(s, sides=(n, NATURALS), ops=("in",)) for n in _sizes([*waiting, sides[0]])]
        else:
            found += [replace(s, sides=(side, None), ops=("=",)) for side in waiting]
            found += _chain(replace(s, sides=sides, ops=ops))
        waiting = []
    if found and not all(isinstance(w, Sym | App | Dots) for w in waiting):
        return (replace(s, sides=(*s.sides, None)),)  # what stands behind may belong to the fact before it
    found += [replace(s, sides=(side,), ops=()) for side in waiting if not isinstance(side, Dots)]
    if not found or s.ops == (",",) * len(s.ops):
        found += [replace(s, sides=(n, NATURALS), ops=("in",)) for n in _sizes(waiting)]
    return tuple(found)


def _groups(s: Statement) -> list[tuple[tuple[Node | None, ...], tuple[str, ...]]]:
    """The sides and operators between the commas."""
    found: list[tuple[tuple[Node | None, ...], tuple[str, ...]]] = []
    first = 0
    for k, op in enumerate((*s.ops, ",")):
        if op == ",":
            found.append((s.sides[first : k + 1], s.ops[first:k]))
            first = k + 1
    return found


def _chain(s: Statement) -> list[Statement]:
    """`a = b > c` as `a = b` and `a > c`; a range of numbers as a set."""
    if s.ops == ("=",) and isinstance(s.sides[1], Tuple_) and any(isinstance(i, Dots) for i in s.sides[1].items):
        items = s.sides[1].items
        if _ends(list(items))[0] is not None:  # x = (x_1, ..., x_n) says how its entries are called
            return [replace(s, sides=(n, NATURALS), ops=("in",)) for n in _sizes(list(items))]
        return [replace(s, sides=(s.sides[0], SetOf(items)), ops=("in",))] if isinstance(items[0], Num) else [s]
    if len(s.ops) > 1 and set(s.ops) == {"="} and not all(isinstance(side, Sym) for side in s.sides):
        more = [k for k in range(1, len(s.ops)) if isinstance(s.sides[k], Sym) or isinstance(s.sides[-1], Num)]
        return [replace(s, sides=s.sides[k : k + 2], ops=("=",)) for k in (0, *more)]  # m_1 = m_2 = 0
    if "=" not in s.ops or not set(s.ops) <= {"=", *SHARED} or set(s.ops) == {"="}:
        return [s]
    found: list[Statement] = []
    heads: list[Node | None] = []
    joints: list[str] = []
    first = 0
    for k, op in enumerate((*s.ops, "")):
        if op == "=":
            continue
        block = s.sides[first : k + 1]
        if len(block) > 1:
            found.append(replace(s, sides=block, ops=("=",) * (len(block) - 1)))
        heads.append(block[0])
        joints += [op] if op else []
        first = k + 1
    if set(joints) <= set(ORDER):
        return [*found, replace(s, sides=tuple(heads), ops=tuple(joints))]
    pairs = zip(heads, joints, heads[1:], strict=False)
    return [*found, *(replace(s, sides=(a, b), ops=(op,)) for a, op, b in pairs)]


def _pairs(s: Statement) -> tuple[Statement, ...]:
    """`(a, b) \\in R^2` says of each what a product of lines says: nothing; any other set is not understood."""
    of = s.sides[-1]
    if s.ops == ("in",) and of is not None and show(of).startswith("reals"):
        return tuple(replace(s, sides=(i,), ops=()) for i in getattr(s.sides[0], "items", ()))
    return (s,)


# -- lists with an ellipsis -----------------------------------------------------------------------------------


def _listed(names: list[Node | None], vocabulary: Vocabulary) -> list[Node | None]:
    """The names of a list, with one generic entry for what an ellipsis leaves out."""
    if not any(isinstance(n, Dots) for n in names):
        return names
    first, last = _ends(names)
    if first is None or last is None:
        return [n if not isinstance(n, Dots) else None for n in names]
    (end,) = last.sub
    written = [n for n in names if isinstance(n, Sym) and isinstance(n.sub[0], Num)]
    letters = [i for i, upper in vocabulary.ranges.items() if upper is not None and show(upper) == show(end)]
    letters = letters or [i for i, upper in vocabulary.ranges.items() if upper is None]
    if isinstance(end, Num) and end.value.denominator == 1 and end.value <= MOST_WRITTEN and not written[2:]:
        written = [replace(first, sub=(Num(Fraction(k)),)) for k in range(1, int(end.value) + 1)]
    if isinstance(end, Num) and not vocabulary.ranges:
        return list(written)
    if not letters:
        return [n for n in names if not isinstance(n, Dots)]
    return [*written, *(replace(last, sub=(Sym(letter),)) for letter in letters)]


def _ends(names: list[Node | None]) -> tuple[Sym | None, Sym | None]:
    """The first and the last entry of `x_1, ..., x_n`; None if the names are no such list."""
    symbols = [n for n in names if isinstance(n, Sym)]
    if len(symbols) + sum(isinstance(n, Dots) for n in names) != len(names) or len(symbols) < 2:
        return None, None
    first, last = symbols[0], symbols[-1]
    if any(len(n.sub) != 1 or n.base != first.base or n.marks != first.marks for n in symbols):
        return None, None
    return (first, last) if first.sub[0] == ONE and isinstance(last.sub[0], Sym | Num) else (None, None)


def _sizes(names: list[Node | None]) -> list[Node]:
    """The n of `x_1, ..., x_n`: how many there are is a positive integer."""
    if not any(isinstance(n, Dots) for n in names):
        return []
    _, last = _ends(names)
    return [last.sub[0]] if last is not None and isinstance(last.sub[0], Sym) else []
