"""Names that one formula sets against each other, and so cannot mean the same distribution.

A Greek index names a parameter and a letter a marginal; neither makes another family. But `KL(p \\| p_\\theta)`,
`p(x)/p_\\theta(x)` or `KL(p_X \\| p_Y)` would say nothing if both names meant one distribution: there the index tells
them apart, in the whole document.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from hw3verify.language.names import known_label
from hw3verify.language.surface import App, Div, Expect, Mul, Node, Rel, Sym, Word, walk

Contrast = tuple[str, str]  # ("greek", "letter" or "alias" (p_g beside p_G), the base in lower case)


def contrasts(
    nodes: Iterable[Node],
    is_density: Callable[[Sym], bool],
    is_divergence: Callable[[Sym], bool],
    greek: frozenset[str],
) -> set[Contrast]:
    """The kinds of index that tell the families of a base apart."""
    found: set[Contrast] = set()
    for node in nodes:
        for a, b in _pairs(node, is_divergence):
            one, two = _head(a), _head(b)
            if one is None or two is None or not (is_density(one) and is_density(two)):
                continue
            if one.base.lower() != two.base.lower() or one.marks != two.marks or one.sub == two.sub:
                continue
            one_greek, one_other = _split(one, greek)
            two_greek, two_other = _split(two, greek)
            first, second = ([_text(s) for s in other] for other in (one_other, two_other))
            compared = not isinstance(node, Expect)  # under E_{p_g} a p_G(x) is a slip of the pen
            if compared and first != second and [known_label(t) for t in first] == [known_label(t) for t in second]:
                found.add(("alias", one.base.lower()))
            if one_greek != two_greek and one_other == two_other:
                found.add(("greek", one.base.lower()))
            if one_other != two_other and all(_is_letter(s) for s in one_other + two_other) and one_other and two_other:
                found.add(("letter", one.base.lower()))
    return found


def aliases(apart: set[Contrast]) -> frozenset[str]:
    """The families whose spellings the contrasts hold apart, though p_g is usually p_G."""
    bases = [base for kind, base in apart if kind == "alias"]
    return frozenset(f"{base}_{label}" for base in bases for label in ("g", "G", "d", "data", "real"))


def _pairs(node: Node, is_divergence: Callable[[Sym], bool]) -> Iterable[tuple[Node, Node]]:
    """Pairs of densities that the node compares at one place."""
    if isinstance(node, App) and isinstance(node.fn, Sym) and is_divergence(node.fn) and len(node.args) == 2:
        one, two = node.args
        if type(one) is type(two) or not ((isinstance(one, App) and one.given) or (isinstance(two, App) and two.given)):
            yield one, two
    elif isinstance(node, Div):
        for a in _factors(node.num):
            for b in _factors(node.den):
                if isinstance(a, App) and isinstance(b, App) and (a.args, a.given) == (b.args, b.given):
                    yield a, b
    elif isinstance(node, Expect):
        applied = [n for n in walk(node.body) if isinstance(n, App) and len(n.args) == 1 and not n.given]
        for s in node.sub:
            a = s.right if isinstance(s, Rel) and s.op == "~" else s
            for b in applied:
                if isinstance(a, Sym) or (isinstance(a, App) and a.args == b.args and not a.given):
                    yield a, b


def _factors(node: Node) -> tuple[Node, ...]:
    return node.factors if isinstance(node, Mul) else (node,)


def _head(node: Node) -> Sym | None:
    fn = node.fn if isinstance(node, App) else node
    return fn if isinstance(fn, Sym) else None


def _split(sym: Sym, greek: frozenset[str]) -> tuple[tuple[Node, ...], tuple[Node, ...]]:
    """The Greek indices, and the others."""
    plain = tuple(s for s in sym.sub if isinstance(s, Sym) and s.base in greek)
    return plain, tuple(s for s in sym.sub if s not in plain)


def _text(node: Node) -> str:
    return node.text.lower() if isinstance(node, Word) else node.base if isinstance(node, Sym) else ""


def _is_letter(node: Node) -> bool:
    return isinstance(node, Sym) and len(node.base) == 1 and not node.sub
