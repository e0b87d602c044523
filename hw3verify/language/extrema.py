r"""Maxima, suprema and their arguments: what `\max_D V(D)` binds, and over what it runs.

The bound name is a density (`\max_q`), a function (`\sup_T`, `\max_D`), a number (`\sup_{u>0}`, `\max_\lambda`),
an event (`\sup_A |P(A) - Q(A)|`: its indicator), a generator (`\min_G`: the density p_G that it makes, any density),
or a parameter that only names a member of a family (`\max_\theta \log p_\theta(x)`), of which nothing but that is
known. A variable that stands only as an argument (`\sup_x |f(x) - g(x)|`) runs over its space.

`\arg\max_D V(D)` is the function D(x) at the maximum, at the variables with which D is written.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from hw3verify.language.binders import index_fold
from hw3verify.language.data_modes import mode
from hw3verify.language.generators import images_by_name
from hw3verify.language.likelihoods import laws_of, range_of_law, with_bound_laws
from hw3verify.language.ranges import FAMILY, REAL, WHOLE, Range, range_of
from hw3verify.language.surface import App, Big, Expect, Mul, Node, SetOf, Sym, walk
from hw3verify.language.valued import conjugate
from hw3verify.language.vocabulary import INDICES, Unknown, name_of, role_of
from hw3verify.meaning.expr import (
    Apply,
    Arg,
    Call,
    Domain,
    Expr,
    Fold,
    Name,
    Number,
    Product,
    free_names,
    rebuild,
    substitute,
)
from hw3verify.meaning.expr import walk as walk_expr
from hw3verify.meaning.extremum import RING, is_extremum, renamed, shapes
from hw3verify.meaning.occurrence import by_value
from hw3verify.meaning.shape import heads_called

if TYPE_CHECKING:
    from hw3verify.language.elaborate import Elaborator
    from hw3verify.meaning.claim import PushForward

OPS = {"max": "sup", "sup": "sup", "min": "inf", "inf": "inf", "argmax": "argsup", "argmin": "arginf"}
INDICATOR = "S"  # the name of an event's indicator while its body is read


def extremum(e: Elaborator, node: Big) -> Expr:
    """The meaning of a maximum, minimum, supremum or infimum, or of its argument."""
    if node.op not in OPS:
        raise Unknown(f"{node.op} is not understood yet", node)
    op = OPS[node.op]
    if isinstance(node.domain, SetOf):
        return _over_set(e, node, op)
    if isinstance(node.var, Sym) and _is_index(e, node, name_of(node.var)):
        return index_fold(e, node, op, name_of(node.var))
    if node.var is None or node.upper is not None or node.lower is not None:
        raise Unknown(f"{node.op} without a variable is not understood yet", node)
    fn = node.var.fn if isinstance(node.var, App) else node.var
    if not isinstance(fn, Sym):
        raise Unknown("this bound variable is not understood", node.var)
    name = name_of(fn)
    if e.vocabulary.is_density(fn):
        return _density(e, node, op, fn)
    defined = e.scope.definition(name)
    if defined is not None:
        if not defined.inherited and (defined.parameters or len(name) > 1):
            raise Unknown(f"{name} is defined and bound at once", node.var)
        return _anew(e, node, name)
    if _is_event(node.body, name):
        return _event(e, node, op, name)
    of_data = mode(e, node, op, name) if e.scope.data else None
    if of_data is not None:
        return bound(e, op, name, *of_data, "numbers", node)
    push = next((f for f, _ in e.scope.push_forwards if f.map == name), None)
    body = e.expr(node.body)
    push = push or next((f for f in images_by_name(e.vocabulary, e.scope, body) if f.map == name), None)
    if any(f"{name}{RING}" in _names(n) for n in walk_expr(body)):
        raise Unknown(f"{name} is bound twice", node)
    heads = {n.head for n in walk_expr(body) if isinstance(n, Apply)}
    if push is not None or (name == "G" and name not in heads and "p_G" in heads):
        return _generator(e, node, op, body, push)
    laws = laws_of(e, body, name)
    if laws:
        where = range_of_law(laws, name, range_of(e, node, name, body))
        return bound(e, op, name, with_bound_laws(e, body, name, laws), where, "numbers", node)
    hidden = {h for h in heads if name in re.split(r"[_,]", h.rstrip("*'[]"))[1:]}  # f_w depends on w
    families = sorted({f for f in e.dropped.get(name, ()) if f in heads} | hidden)
    if hidden and any(e.heads.get(h) != "density" for h in hidden):
        raise Unknown(f"how {min(hidden)} depends on {name} is not known", node)
    if families:
        return _parameter(e, node, op, body, name, families)
    if name in heads:
        if isinstance(node.var, App):
            return _entry(e, node, op, body, name)
        return bound(e, op, name, body, range_of(e, node, name, body), "functions", node)
    if name in free_names(body):
        return _conjugate(e, node, op, body, name) or _number(e, node, op, body, name)
    raise Unknown(f"{name} does not occur in what is made large or small", node)


def _anew(e: Elaborator, node: Big, name: str) -> Expr:
    """The extremum over a name that an earlier part has defined, or over a number: what is bound here is another."""
    scope = e.scope
    e.scope = replace(scope, definitions=tuple(d for d in scope.definitions if d.name != name))
    try:
        return extremum(e, node)
    finally:
        e.scope = scope


def _is_index(e: Elaborator, node: Big, name: str) -> bool:
    """`\\max_i x_i`, `\\max_{i=1}^n x_i`: over the integers that the document gives the index."""
    if node.op.startswith("arg") or node.domain is not None or name not in INDICES:
        return False
    return name in e.vocabulary.ranges or node.upper is not None


def _over_set(e: Elaborator, node: Big, op: str) -> Expr:
    """A maximum over a written set of numbers: the largest of the values."""
    domain = node.domain
    assert isinstance(domain, SetOf)
    if op.startswith("arg") or not isinstance(node.var, Sym) or domain.such_that is not None:
        raise Unknown("this range is not understood yet", node)
    values, body, name = [e.expr(i) for i in domain.items], e.expr(node.body), name_of(node.var)
    placed = any(isinstance(n, Apply) and any(a.value == Name(name) for a in n.args + n.given) for n in walk_expr(body))
    if placed or not all(isinstance(v, Number) for v in values):
        raise Unknown("this range is not understood yet", node)
    e.keep_free(frozenset((name,)), body, node)
    return Call("max" if op == "sup" else "min", tuple(substitute(body, {name: v}) for v in values))


def _names(n: Expr) -> tuple[str, ...]:
    return (n.head,) if isinstance(n, Apply) else (n.var,) if isinstance(n, Fold) else ()


def bound(e: Elaborator, op: str, name: str, body: Expr, where: Range, kind: str, node: Node) -> Expr:
    """The extremum over a head or a number."""
    new = name + RING
    e.heads[new] = "density" if kind == "densities" else "function" if kind == "functions" else e.heads.get(new, "")
    if not e.heads[new]:
        del e.heads[new]
    body = renamed(body, name, new)
    brackets, ends = where.brackets, (where.lower, where.upper)
    if where.kind == "family":
        kind, brackets, ends = "family", kind, (None, None)
    elif where.kind == "lipschitz":
        if kind != "functions":
            raise Unknown("only functions are Lipschitz", node)
        kind = "lipschitz"
    elif kind == "densities":
        brackets, ends = "", (None, None)
    if kind != "numbers" and len(shapes(body, new)) != 1:
        raise Unknown(f"{name} stands at different variables", node)
    if any(name in free_names(x) for x in ends if x is not None):
        raise Unknown("the range speaks of the bound name", node)
    if op.startswith("arg"):
        place = Name(new) if kind == "numbers" else _place(body, new, node)
        body = Call("at", (body, place))
    return Fold(op, new, Domain(kind, brackets, *ends), body)


def _place(body: Expr, head: str, node: Node) -> Apply:
    """The bound head at the variables with which it is written, without primes."""
    for n in walk_expr(body):
        if isinstance(n, Apply) and n.head == head and all(isinstance(a.value, Name) for a in n.args + n.given):
            groups = (
                tuple(Arg(a.role, Name(a.value.id.rstrip("'"))) for a in group if isinstance(a.value, Name))
                for group in (n.args, n.given)
            )
            return Apply(head, *groups)
    raise Unknown(f"{head.rstrip(RING)} is nowhere at plain variables", node)


# -- kinds of bound names -------------------------------------------------------------------------------------


def _density(e: Elaborator, node: Big, op: str, fn: Sym) -> Expr:
    family = e.vocabulary.family(fn)
    if e.scope.definition(family) is not None or e.scope.product(family) is not None:
        raise Unknown(f"{family} is defined and bound at once", node)
    body = e.expr(node.body)
    heads = {n.head for n in walk_expr(body) if isinstance(n, Apply)}
    push = next((f for f, _ in e.scope.push_forwards if f.image == family), None)
    if push is not None:
        return _generator(e, node, op, body, push)
    if family not in heads or e.heads.get(family) != "density":
        raise Unknown(f"{family} does not occur in what is made large or small", node)
    spoken = {n.head for r, _ in e.scope.assumptions for s in (r.left, r.right) for n in walk_expr(s)
              if isinstance(n, Apply)}  # fmt: skip
    if family in spoken or any(law.head == family for law, _ in e.scope.laws):
        return bound(e, op, family, body, FAMILY, "densities", node)
    where = FAMILY if node.domain is not None else Range()
    return bound(e, op, family, body, where, "densities", node)


def _parameter(e: Elaborator, node: Big, op: str, body: Expr, name: str, families: list[str]) -> Expr:
    """A parameter that names a member of a family: of the family nothing is known."""
    if name in free_names(body) or len(families) != 1 or any(law.head in families for law, _ in e.scope.laws):
        raise Unknown(f"what {name} is a parameter of is not clear", node)
    if op.startswith("arg"):
        body = renamed(body, families[0], families[0] + RING)
        e.heads[families[0] + RING] = "density"
        place = Call("parameter", ())
        return Fold(op, families[0] + RING, Domain("family", name), Call("at", (body, place)))
    new = families[0] + RING
    e.heads[new] = "density"
    return Fold(op, new, Domain("family", name), renamed(body, families[0], new))


def _entry(e: Elaborator, node: Big, op: str, body: Expr, name: str) -> Expr:
    r"""`\max_{D(x)}`: one number, the value of D at x."""
    found = {n for n in walk_expr(body) if isinstance(n, Apply) and n.head == name}
    (place,) = found if len(found) == 1 else (None,)
    bound_names = {n.var for n in walk_expr(body) if isinstance(n, Fold)}
    if place is None or any(set(free_names(a.value)) & bound_names for a in place.args):
        raise Unknown(f"{name} is no single number here", node)
    flat = _swap(body, place, Name(name))
    return bound(e, op, name, flat, range_of(e, node, name, body), "numbers", node)


def _swap(e: Expr, old: Expr, new: Expr) -> Expr:
    return new if e == old else rebuild(e, lambda c: _swap(c, old, new))


def _conjugate(e: Elaborator, node: Big, op: str, body: Expr, name: str) -> Expr | None:
    """The conjugate of a function of a stated shape, if that is what the supremum is."""
    heads = heads_called(body)
    if not heads:
        return None
    where = WHOLE if _is_domain(node.domain) else range_of(e, node, name, body)
    return conjugate(e.scope, op, name, body, where)


def _is_domain(node: Node | None) -> bool:
    r"""Is the range the domain of a function: `\mathrm{dom} f`, `\mathrm{dom}_{f^*}`, `\mathrm{dom}(f)`?"""
    parts = node.factors if isinstance(node, Mul) else (node.fn,) if isinstance(node, App) else (node,)
    return any(isinstance(n, Sym) and n.base == "dom" for n in parts)


def _number(e: Elaborator, node: Big, op: str, body: Expr, name: str) -> Expr:
    placed = [a for n in walk_expr(body) if isinstance(n, Apply) for a in n.args + n.given if a.value == Name(name)]
    if any(is_extremum(n) and name in free_names(n) for n in walk_expr(body)) and placed:
        raise Unknown("nested extrema over a space are not understood yet", node)
    valued = name in by_value(body)
    if placed and not valued:
        roles = {a.role for a in placed}
        where = range_of(e, node, name, body)
        if len(roles) != 1 or op.startswith("arg") or next(iter(roles)).startswith("#") or where not in (WHOLE, REAL):
            raise Unknown(f"what {name} runs over is not clear", node)
        if name[:1].isupper():
            raise Unknown(f"nothing says how this depends on {name}", node)
        return Fold(op, name, Domain("space", roles.pop()), body)
    return bound(e, op, name, body, range_of(e, node, name, body), "numbers", node)


# -- events and generators ------------------------------------------------------------------------------------


def _is_event(body: Node, name: str) -> bool:
    return len(name) == 1 and name.isupper() and any(_at_event(n, name) for n in walk(body))


def _at_event(n: Node, name: str) -> bool:
    is_measure = isinstance(n, App) and isinstance(n.fn, Sym) and n.fn.base in ("P", "Q", "p", "q", "mu", "nu")
    return is_measure and isinstance(n, App) and n.args == (Sym(name),) and not n.given


def _event(e: Elaborator, node: Big, op: str, name: str) -> Expr:
    """P(A) is the expectation of the event's indicator."""
    if node.domain is not None and not (isinstance(range_of_event(node), Sym)):
        raise Unknown("this set of events is not understood", node.domain)

    def read(n: Node) -> Node:
        if _at_event(n, name):
            assert isinstance(n, App) and isinstance(n.fn, Sym)
            family = e.vocabulary.family(n.fn)
            signature = [s for s in e.vocabulary.signatures.get(family, {}) if s[0] != (role_of(name),)]
            role = signature[0][0][0] if signature else "x"
            return Expect("E", (n.fn,), App(Sym(INDICATOR), (Sym(role),)))
        return _mapped(n, read)

    body = e.expr(read(node.body))
    if INDICATOR not in {n.head for n in walk_expr(body) if isinstance(n, Apply)}:
        raise Unknown("the event does not occur", node)
    return bound(e, op, INDICATOR, body, Range(None, None, "{}"), "functions", node)


def range_of_event(node: Big) -> Node | None:
    """The set of events that is written: `A \\in \\mathcal{F}`, `A \\subseteq \\Omega`."""
    domain = node.domain
    right = getattr(domain, "right", domain)
    return right if isinstance(right, Sym) else None


def _mapped(n: Node, change: object) -> Node:
    """The surface node with its parts changed."""
    from dataclasses import fields

    updates = {}
    for f in fields(n):
        value = getattr(n, f.name)
        if isinstance(value, Node):
            updates[f.name] = change(value)  # type: ignore[operator]
        elif isinstance(value, tuple) and value and all(isinstance(v, Node) for v in value):
            updates[f.name] = tuple(change(v) for v in value)  # type: ignore[operator]
    return replace(n, **updates) if updates else n


def _generator(e: Elaborator, node: Big, op: str, body: Expr, push: PushForward | None) -> Expr:
    r"""`\min_G`: over all densities that a generator could make. What is expected of G(z) is expected under p_G."""
    image = "p_G" if push is None else push.image
    if push is not None:
        body = _pushed(body, push)
    heads = {n.head for n in walk_expr(body) if isinstance(n, Apply)}
    spoken = {n.head for r, _ in e.scope.assumptions for s in (r.left, r.right) for n in walk_expr(s)
              if isinstance(n, Apply)}  # fmt: skip
    if (push is not None and push.map in heads) or image not in heads or image in spoken or node.domain is not None:
        raise Unknown("how this depends on the generator is not understood", node)
    if any(law.head == image for law, _ in e.scope.laws):
        raise Unknown("the generator's law is given", node)
    return bound(e, op, image, body, Range(), "densities", node)


def _pushed(e: Expr, push: PushForward) -> Expr:
    """E_{z ~ p_z}[h(G(z))] as E_{x ~ p_G}[h(x)], where z occurs nowhere else."""
    if isinstance(e, Fold) and e.op == "sum" and e.domain == Domain("space", push.base_role):
        z = Name(e.var)
        weight = Apply(push.base, (Arg(push.base_role, z),))
        image = Apply(push.map, (Arg(push.base_role, z),))
        if isinstance(e.body, Product) and e.body.factors[0] == weight:
            var = push.image_role + "'"
            rest = tuple(_swap(f, image, Name(var)) for f in e.body.factors[1:])
            if not any(e.var in free_names(f) for f in rest):
                density = Apply(push.image, (Arg(push.image_role, Name(var)),))
                return Fold("sum", var, Domain("space", push.image_role), Product((density, *rest)))
    return rebuild(e, lambda c: _pushed(c, push))
