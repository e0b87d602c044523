r"""Common spaces: densities that are compared live on one space, whatever letters stand for its points.

`W_1(P,Q)` beside `X \sim P` and `Y \sim Q`, or beside `\int\int p(x)q(y)|x-y|dxdy`: a distance or divergence of two
densities is one of laws of the same variable, so that x and y are places in one space there. Law: that is said of
families only that are nowhere joint or conditional, and of letters only that may stand for one variable.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping

from hw3verify.language.names import DIVERGENCES, Signature
from hw3verify.language.surface import App, Node, Sym

Pair = tuple[str, str]


def compared(nodes: Iterable[Node], is_density: Callable[[Sym], bool], family: Callable[[Sym], str]) -> set[Pair]:
    """The families that divergences and distances compare, two by two."""
    found: set[Pair] = set()
    for node in nodes:
        if isinstance(node, App) and isinstance(node.fn, Sym) and node.fn.base in DIVERGENCES and len(node.args) == 2:
            heads = [a.fn if isinstance(a, App) and len(a.args) == 1 and not a.given else a for a in node.args]
            names = [family(h) for h in heads if isinstance(h, Sym) and is_density(h)]
            if len(names) == 2 and names[0] != names[1]:
                found.add((names[0], names[1]))
    return found


def common_role(
    pairs: Collection[Pair],
    signatures: Mapping[str, Counter[Signature]],
    family: str,
    role: str,
    kindred: Callable[[str, str], bool],
) -> str:
    """The role that stands for all letters of the space on which a family is compared with others; "" if none does."""
    group, size = {family}, 0
    while len(group) > size:
        size = len(group)
        group |= {n for pair in pairs if group & set(pair) for n in pair}
    if size < 2:
        return ""
    seen = [s for name in group for s in signatures.get(name, ())]
    if any(len(outcome) != 1 or given for outcome, given in seen):
        return ""
    letters = sorted({outcome[0] for outcome, _ in seen})
    if not letters:
        return "x" if kindred("x", role) else ""
    return letters[0] if all(kindred(letters[0], other) for other in (*letters, role)) else ""
