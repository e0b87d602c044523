r"""The density of a named law at a point: `\mathcal{N}(x; \mu, \sigma^2)`, `\mathcal{N}(x_i \mid \mu_k, \sigma_k^2)`.

Such a value is that of an anonymous family with this law, so the law's own integrals and sums are known. Parameters
with indices make it a family given the indices. The point is a variable or an entry of a list; a law at anything
else, and a law without a point, is no number.
"""

from __future__ import annotations

from dataclasses import fields, replace
from typing import TYPE_CHECKING, Any

from hw3verify.language.laws import make_law
from hw3verify.language.names import LAWS, Unknown, name_of, role_of
from hw3verify.language.sketch import show
from hw3verify.language.surface import App, Node, Sym
from hw3verify.meaning.expr import Apply, Arg, Expr, Name, free_names, substitute

if TYPE_CHECKING:
    from hw3verify.language.elaborate import Elaborator

PARAMETERS = {"normal": 2, "uniform": 2, "laplace": 2, "gamma": 2, "beta": 2, "binomial": 2}


def law_value(e: Elaborator, node: App) -> Expr:
    """The value of a law's density at the point that is written first."""
    assert isinstance(node.fn, Sym)
    name = LAWS[node.fn.base]
    parameters = node.params or node.given or node.args[1:]
    if len(parameters) != PARAMETERS.get(name, 1) or len(node.args) != (
        1 if node.params or node.given else 1 + len(parameters)
    ):
        raise Unknown(f"a {name} law stands where a number is expected", node)
    point = node.args[0]
    if not isinstance(point, Sym):
        raise Unknown(f"a {name} law at a value that is not a variable is not understood yet", point)
    value = e.indexed(point) or Name(name_of(point))
    role = point.base if isinstance(value, Apply) else role_of(name_of(point))
    written = App(node.fn, parameters)
    letters = {n for p in parameters for n in free_names(e.expr(p)) if n in e.indices or n in e.vocabulary.ranges}
    letters = {n for n in letters if any(_stands_as_index(p, n) for p in parameters)}
    roles = {n: e.index_role(n) for n in sorted(letters)}
    given = tuple(Arg(r, Name(n)) for n, r in roles.items())
    if len(set(roles.values())) != len(roles):
        raise Unknown("a law with two indices of one range is not understood yet", node)
    usual = {n: min(m for m in (n, *e.vocabulary.ranges) if e.index_role(m) == r) for n, r in roles.items()}
    head = f"law:{show(_renamed(written, usual))}"
    density = Apply(head, (Arg(role, Name(role)),), given)
    law = make_law(e, density, written)
    if law is None:
        raise Unknown(f"a {name} law with these parameters is not understood", node)
    law = replace(law, parameters=tuple(substitute(p, {n: Name(r) for n, r in roles.items()}) for p in law.parameters))
    if law not in e.laws:
        e.laws.append(law)
    e.heads[head] = "density"
    return Apply(head, (Arg(role, value),), given)


def _stands_as_index(node: Node, letter: str) -> bool:
    from hw3verify.language.surface import walk

    return any(isinstance(n, Sym) and Sym(letter) in n.sub for n in walk(node))


def _renamed(node: Node, names: dict[str, str]) -> Node:
    """The node with letters renamed, so that a law has one name whatever its index is called."""
    if isinstance(node, Sym) and not node.sub and node.base in names:
        return replace(node, base=names[node.base])
    changed: dict[str, Any] = {}
    for f in fields(node):
        old = getattr(node, f.name)
        if isinstance(old, Node):
            changed[f.name] = _renamed(old, names)
        elif isinstance(old, tuple) and any(isinstance(i, Node) for i in old):
            changed[f.name] = tuple(_renamed(i, names) if isinstance(i, Node) else i for i in old)
    return replace(node, **changed) if changed else node
