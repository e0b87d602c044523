"""Sums of vectors and matrices drawn out of what is linear: A (sum_i x_i) = sum_i A x_i.

    products, traces, transposes, components     of a sum over an index are the sum of these
    gradients                                    of sums are sums of gradients; what does not contain the name comes out

Law: `drawn_out(e)` has the value of e in every world. What is left has sums over an index on the outside, so that their
words close inside of them. Sums of numbers stay where they are.
"""

from __future__ import annotations

from collections.abc import Callable

from hw3verify.meaning.matrix import (
    Array,
    add,
    component,
    free_names,
    gradient,
    over,
    rebuild,
    times,
    trace,
    transpose,
    walk,
)


def drawn_out(e: Array) -> Array:
    """The same with the sums of vectors and matrices outside."""
    if not any(n.op == "sum" for n in walk(e)):
        return e
    e = rebuild(e, drawn_out) if e.op not in ("expect", "gradient", "hessian") else e
    if e.op == "times":
        return _of_product(e.args)
    if e.op in ("trace", "transpose") and e.args[0].op in ("sum", "add"):
        apply = trace if e.op == "trace" else transpose
        return _each(e.args[0], lambda b: drawn_out(apply(b)))
    if e.op == "component" and e.args[0].op in ("sum", "add"):
        return _each(e.args[0], lambda b: drawn_out(component(b, e.args[1])))
    if e.op == "gradient":
        return _of_gradient(e.args[0], e.data)
    return e


def _each(e: Array, change: Callable[[Array], Array]) -> Array:
    """The change applied inside of a sum."""
    if e.op == "add":
        return add(*(change(a) for a in e.args))
    index, d = e.data
    return over("sum", index, d, change(e.args[0]))


def _opens(a: Array) -> bool:
    """Is it a sum over an index of vectors or matrices, or a sum with one?"""
    if a.is_scalar:
        return False
    return a.op == "sum" or (a.op == "add" and any(map(_opens, a.args)))


def _of_product(args: tuple[Array, ...]) -> Array:
    for i, a in enumerate(args):
        if not _opens(a):
            continue
        before, after = args[:i], args[i + 1 :]
        if a.op == "add":
            return add(*(_of_product((*before, t, *after)) for t in a.args))
        index, d = a.data
        taken = {n.data for b in (*before, *after) for n in walk(b) if n.op == "index"}
        taken |= {n.data[0] for b in (*before, *after) for n in walk(b) if n.op in ("sum", "product", "vector")}
        fresh = index
        while fresh in taken:
            fresh += "'"
        body = a.args[0] if fresh == index else _renamed(a.args[0], index, fresh)
        return over("sum", fresh, d, _of_product((*before, body, *after)))
    return times(*args)


def _renamed(e: Array, old: str, new: str) -> Array:
    """The expression with a free index called otherwise; an inner sum over the same letter keeps its own."""
    if e.op == "index":
        return Array("index", (), new, e.shape) if e.data == old else e
    if e.op in ("sum", "product", "vector") and e.data[0] == old:
        return e
    return rebuild(e, lambda c: _renamed(c, old, new))


def _of_gradient(body: Array, by: Array) -> Array:
    within = [a for a in body.args if by.data in free_names(a)]
    if body.op == "add" and within:
        return add(*(_of_gradient(a, by) for a in within))
    if body.op == "sum":
        index, d = body.data
        return over("sum", index, d, _of_gradient(body.args[0], by))
    if body.op == "times" and all(a.is_scalar for a in body.args):
        if len(within) == 1:
            rest = tuple(a for a in body.args if a is not within[0])
            return _of_product((*rest, _of_gradient(within[0], by)))
    return gradient(body, by)
