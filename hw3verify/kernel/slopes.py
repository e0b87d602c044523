"""Gradients in words: the derivative of a number by the entries of a vector or matrix.

    d tr(X R) / dX = R^T        d tr(X^{-1} R) / dX = -(X^{-1} R X^{-1})^T        d log det X / dX = X^{-T}

With the product rule over all places where X stands, the chain rule for log, exp and powers, and linearity over sums. A
row ... column is the trace of the column times the row. The entries of X are free of each other, as in the tables: of a
symmetric matrix these are the derivatives of the formula as it is written.

Law: the terms of a gradient have the value of the partial derivatives in every world; what has no rule has no words.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from hw3verify.kernel.words import Letter, NoWords, Term, Word, names_in, product, transposed
from hw3verify.meaning.expr import MINUS_ONE, ONE, Expr, Number, Power, add
from hw3verify.meaning.matrix import Array, free_names

if TYPE_CHECKING:
    from hw3verify.kernel.array_form import ArrayForm


def gradient(form: ArrayForm, e: Array, live: frozenset[str]) -> list[Term]:
    """The terms of the gradient of a number by a name."""
    by = e.data
    if live or by.is_scalar:
        raise NoWords("a gradient that varies")
    form.trace.add("gradient")
    return slope(form, e.args[0], by)


def hessian(form: ArrayForm, e: Array, live: frozenset[str]) -> list[Term]:
    """The terms of the second derivatives by a vector: the derivative of the gradient's words."""
    by = e.data
    if live or by.shape[1] != 1:
        raise NoWords("a hessian that varies")
    form.trace.add("gradient")
    found: list[Term] = []
    for t in slope(form, e.args[0], by, kept=True):
        if any(by.data in names_in(x) for a in t.atoms for x in a.word):
            raise NoWords("a hessian of high degree")
        *front, last = t.word
        if any(by.data in names_in(x) for x in front):
            raise NoWords("a hessian of high degree")
        if last.kind == "v" and last.data == by.data:
            found.append(form.term(t.coefficient, t.atoms, tuple(front), live))
    return found


def slope(form: ArrayForm, e: Array, by: Array, kept: bool = False) -> list[Term]:
    """The gradient by cases; with `kept` the name stays live in the result."""
    name = by.data
    still = frozenset((name,)) if kept else frozenset[str]()
    if name not in free_names(e):
        return []
    if e.op == "add":
        return [t for a in e.args for t in slope(form, a, by, kept)]
    if e.op in ("log", "exp") and not kept:
        inner = e.args[0]
        if e.op == "log" and inner.op == "det" and inner.args[0] == by:
            x = form.terms(by, frozenset())[0].word[0]
            return [Term(ONE, (), (x.inverted().transposed(),))]
        outer = form.scalar(e) if e.op == "exp" else product((_inverse(form, inner),))
        return [_scaled(t, outer) for t in slope(form, inner, by)]
    if e.op == "power" and not kept and name not in free_names(e.args[1]):
        base, exponent = e.args
        n = form.scalar(exponent)
        outer = product((n, Power(form.scalar(base), add(n, Number(-1)))))
        return [_scaled(t, outer) for t in slope(form, base, by)]
    if e.op == "times" and all(a.is_scalar for a in e.args) and not kept:
        found: list[Term] = []
        for i, a in enumerate(e.args):
            if name in free_names(a):
                others = tuple(form.scalar(b) for k, b in enumerate(e.args) if k != i)
                found += [_scaled(t, product(others)) for t in slope(form, a, by)]
        return found
    if (
        e.op == "times"
        and e.args[0].is_scalar
        and name not in free_names(e.args[0])
        and e.is_scalar
        and len(e.args) == 2
    ):
        return [_scaled(t, form.scalar(e.args[0])) for t in slope(form, e.args[1], by, kept)]
    return [t for term in form.terms(e, frozenset((name,))) for t in _of_term(form, term, name, still)]


def _inverse(form: ArrayForm, e: Array) -> Expr:
    return Power(form.scalar(e), MINUS_ONE)


def _scaled(t: Term, factor: Expr) -> Term:
    return Term(product((factor, t.coefficient)), t.atoms, t.word)


def _of_term(form: ArrayForm, t: Term, name: str, still: frozenset[str]) -> list[Term]:
    """The product rule over the closed words of a term, and the places in each."""
    if t.word:
        raise NoWords("the gradient of what is no number")
    found = []
    for i, atom in enumerate(t.atoms):
        others = t.atoms[:i] + t.atoms[i + 1 :]
        word = atom.word
        if atom.kind == "chain":  # u^T W v = tr(W v u^T)
            word = (*word[1:], word[0])
        for k, x in enumerate(word):
            if name not in names_in(x):
                continue
            if x.kind not in "mv" or x.data != name:
                raise NoWords("no gradient by what is inside")
            rest = word[k + 1 :] + word[:k]
            sign, result = _place(x, rest)
            done = form.term(product((t.coefficient, sign)), (), result, still)
            extra = [form.term(ONE, (a,), (), still) if a.kind == "trace" else form.term(ONE, (), a.word, still)
                     for a in others]  # fmt: skip
            coefficient = product((done.coefficient, *(a.coefficient for a in extra)))
            atoms = done.atoms + tuple(b for a in extra for b in a.atoms)
            found.append(Term(coefficient, atoms, done.word))
    return found


def _place(x: Letter, rest: Word) -> tuple[Number, Word]:
    """d tr(x R) by the plain letter of x."""
    if x.inverse:
        # d tr(X^{-1} R) = -tr(X^{-1} dX X^{-1} R): the letter as it stands, twice
        around = (x, *rest, x)
        return MINUS_ONE, around if x.flipped else transposed(around)
    return ONE, rest if x.flipped else transposed(rest)
