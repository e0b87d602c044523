r"""Letters p, q and r that are numbers: the p of `p \log p + (1 - p) \log(1 - p)` is a probability, no density.

By convention p, q and r are densities. In a part that never applies the letter, integrates or averages with it, and
writes `1 - p` or `Bernoulli(p)` or states a range for it, it is a number; where nothing else is said of it, one between
0 and 1.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from hw3verify.language.names import DENSITIES, DIVERGENCES, LAWS, name_of
from hw3verify.language.surface import Add, App, Big, Expect, Neg, Node, Num, Rel, Sym, walk

ORDER = ("<", "<=", ">", ">=", "in")


@dataclass(frozen=True, slots=True)
class Chances:
    """The letters that are numbers, and those of them of which no range is stated."""

    numbers: frozenset[str] = frozenset()
    free: frozenset[str] = frozenset()


def chances(nodes: Iterable[Node], stated: Iterable[tuple[tuple[Node | None, ...], tuple[str, ...]]]) -> Chances:
    """The numbers among p, q and r in a part with these formulas; `stated`: its facts, as sides and relations."""
    facts = list(stated)
    written = [*nodes, *(side for sides, _ in facts for side in sides if side is not None)]
    everything = [n for root in written for n in walk(root)]
    ranged = {name_of(s) for sides, ops in facts if ops and _is_range(sides, ops) for s in sides
              if isinstance(s, Sym) and _letter(s)}  # fmt: skip
    complements = {name_of(t.arg) for n in everything if isinstance(n, Add) for t in n.terms
                   if isinstance(t, Neg) and isinstance(t.arg, Sym) and _letter(t.arg)
                   and any(isinstance(one, Num) and one.value == 1 for one in n.terms)}  # fmt: skip
    complements |= {name_of(a) for n in everything if isinstance(n, App) and isinstance(n.fn, Sym) and n.fn.base in LAWS
                    for a in n.args if isinstance(a, Sym) and _letter(a)}  # fmt: skip
    densities = frozenset().union(*map(_density_letters, everything), *(_drawn(*fact) for fact in facts))
    found = frozenset(complements | ranged) - densities
    said = {name_of(n) for sides, ops in facts if ops for i, s in enumerate(sides) if s is not None for n in walk(s)
            if isinstance(n, Sym) and _letter(n) and (set(ops) & {*ORDER, "!="} or (i == 0 and n is s))}  # fmt: skip
    return Chances(found, found - said)


def _letter(n: Node | None) -> bool:
    """A plain p, q or r."""
    return isinstance(n, Sym) and n.base in DENSITIES and not n.sub and not n.marks and not n.style


def _is_range(sides: tuple[Node | None, ...], ops: tuple[str, ...]) -> bool:
    """`0 < p < 1`, `p > 0`, `p \\in (0, 1)`: a letter beside numbers."""
    others = [s for s in sides if s is not None and not _letter(s)]
    return set(ops) <= set(ORDER) and bool(others) and not any(isinstance(n, Sym) for s in others for n in walk(s))


def _density_letters(n: Node) -> frozenset[str]:
    """The letters that a formula uses as densities."""
    if isinstance(n, App):
        fn = {name_of(n.fn)} if isinstance(n.fn, Sym) else set()
        apart = n.sep == "||" or len(n.args) > 1
        named = isinstance(n.fn, Sym) and n.fn.base in DIVERGENCES and apart
        return frozenset(fn | ({name_of(a) for a in n.args if isinstance(a, Sym)} if named else set()))
    if isinstance(n, Expect):
        return frozenset(name for item in n.sub for name in _density_of(item.right if isinstance(item, Rel) else item))
    if isinstance(n, Big) and (n.op not in ("sum", "prod") or n.lower is None):
        own = {name_of(n.var)} if isinstance(n.var, Sym) else set()
        return frozenset(name_of(s) for s in walk(n.body) if isinstance(s, Sym)) - own
    return _density_of(n.right) if isinstance(n, Rel) and n.op == "~" else frozenset()


def _density_of(n: Node) -> frozenset[str]:
    """The letter that names a density, bare or at its variables; the p of Bernoulli(p) is none."""
    fn = n.fn if isinstance(n, App) else n
    return frozenset((name_of(fn),)) if isinstance(fn, Sym) else frozenset()


def _drawn(sides: tuple[Node | None, ...], ops: tuple[str, ...]) -> frozenset[str]:
    """`x ~ p` makes p a density."""
    last = sides[-1] if ops and ops[-1] == "~" else None
    return frozenset() if last is None else _density_of(last)
