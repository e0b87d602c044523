r"""Vectors of independent components: their joint density, and integrals against it.

`q(z) = \prod_{j=1}^J N(z_j; \mu_j, \sigma_j^2)` says that the entries z_1, ..., z_J are independent. The joint density
is the product of the components' densities at the entries `z[](j)`; an integral over z against it is an expectation:

    E[sum_j f_j] = sum_j E[f_j]        E[prod_j f_j] = prod_j E[f_j]        E[f(z_j)] = int q(u | j) f(u) du
    E[sum_j sum_k c_jk f(z_j) g(z_k)] = sum_j sum_k c_jk E[f(z_j)] E[g(z_k)] + sum_j c_jj Cov(f(z_j), g(z_j))

What is not built of these (a function of the whole vector, an entry with a number) is `Unknown`.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from hw3verify.language.vocabulary import Unknown
from hw3verify.meaning.expr import (
    MINUS_ONE,
    ONE,
    Apply,
    Arg,
    Call,
    Domain,
    Expr,
    Fold,
    Name,
    Number,
    Power,
    Product,
    Sum,
    free_names,
    fresh,
    log,
    rebuild,
    substitute,
    subtract,
    walk,
)

if TYPE_CHECKING:
    from hw3verify.language.elaborate import Elaborator
    from hw3verify.language.scope import Product as Components

MOST_TERMS = 64
Binders = tuple[tuple[str, Domain], ...]
Term = tuple[Binders, tuple[Expr, ...]]


def joint(e: Elaborator, product: Components) -> Fold:
    """The joint density at the entries of its variable."""
    component, entries = f"{product.head}[]", entries_of(e, product)
    e.heads[component], e.heads[entries] = "density", "indexed"
    letter = Name(product.index)
    entry = Apply(entries, (Arg(product.role, letter),))
    one = Apply(component, (Arg(entries[:-2], entry),), (Arg(product.role, letter),))
    return Fold("product", product.index, Domain("index", product.role, ONE, product.size), one)


def entries_of(e: Elaborator, product: Components) -> str:
    """The head of the entries of its variable: `z[]`."""
    stated = [law for law, _ in e.scope.laws if law.head == f"{product.head}[]"]
    return f"{stated[-1].outcome[0]}[]"


def is_entries(variable: str) -> bool:
    """Is this bound name a whole vector of components?"""
    return variable.endswith("[]")


def has_entries(variable: str, body: Expr) -> bool:
    """Do the entries of the vector of which this is one (`z_j`) stand in the body?"""
    entries = f"{variable.rpartition('_')[0]}[]"
    return entries != "[]" and any(isinstance(n, Apply) and n.head == entries for n in walk(body))


def densities_over(e: Elaborator, variable: str, body: Expr) -> str:
    """The entries `z[]` where the body holds a joint density of the vector z, else the variable itself."""
    entries = f"{variable}[]"
    known = [joint(e, p) for p in e.scope.products if entries_of(e, p) == entries]
    return entries if any(n in known for n in walk(body)) else variable


def integral(entries: str, body: Expr) -> Expr:
    """The integral of the body over a vector of components; a joint density of it is one of the factors."""
    factors = _factors(body)
    weights = [f for f in factors if isinstance(f, Fold) and _is_joint(f, entries)]
    if not weights:
        raise Unknown("an integral over a vector of components without its density is not understood")
    weight, rest = weights[0], list(factors)
    rest.remove(weight)
    assert isinstance(weight.body, Apply)
    return _Mean(entries, weight).of(multiply(rest))


def multiply(factors: Iterable[Expr]) -> Expr:
    """The product, without factors 1."""
    kept = tuple(f for f in factors if f != ONE)
    return ONE if not kept else kept[0] if len(kept) == 1 else Product(kept)


def with_entries(e: Expr, entries: dict[str, Expr]) -> Expr:
    """`z_j` that nothing averages is an entry of the vector z, wherever it stands; `entries`: z_j -> the entry."""
    if isinstance(e, Name):
        return entries.get(e.id, e)
    if isinstance(e, Fold) and e.var in entries:
        entries = {n: v for n, v in entries.items() if n != e.var}
    return rebuild(e, lambda c: with_entries(c, entries)) if entries else e


def _is_joint(f: Fold, entries: str) -> bool:
    return f.op == "product" and isinstance(f.body, Apply) and any(
        isinstance(a.value, Apply) and a.value.head == entries for a in f.body.args
    )  # fmt: skip


def _factors(e: Expr) -> tuple[Expr, ...]:
    return tuple(f for part in e.factors for f in _factors(part)) if isinstance(e, Product) else (e,)


class _Mean:
    """Expectations under one joint density."""

    def __init__(self, entries: str, weight: Fold) -> None:
        self.entries, self.weight = entries, weight
        self.base = entries[:-2]

    def of(self, body: Expr) -> Expr:
        """The expectation of an expression in the entries."""
        loose = (n for n in free_names(body) if n == self.base or n.startswith(f"{self.base}_"))
        if any(loose):
            raise Unknown("a function of the whole vector of components is not understood here")
        terms = [self.leaf(*t) for t in self.terms(body)]
        return terms[0] if len(terms) == 1 else Sum(tuple(terms))

    def terms(self, e: Expr) -> list[Term]:
        """The expression as a sum of products under sums over indices."""
        found: list[Term]
        if not self.letters(e):
            return [((), (e,))]
        if isinstance(e, Sum):
            found = [t for part in e.terms for t in self.terms(part)]
        elif isinstance(e, Product):
            found = [((), ())]
            for f in e.factors:
                found = [_joined(a, b) for a in found for b in self.terms(f)]
                if len(found) > MOST_TERMS:
                    raise Unknown("too many terms under this expectation")
        elif isinstance(e, Power) and isinstance(e.exponent, Number) and e.exponent.value in (2, 3, 4):
            if isinstance(e.base, Apply):
                return [((), (e,))]
            found = self.terms(Product((e.base,) * int(e.exponent.value)))
        elif isinstance(e, Fold) and e.op == "sum" and e.domain.kind == "index":
            found = [(((e.var, e.domain), *binders), factors) for binders, factors in self.terms(e.body)]
        elif isinstance(e, Call) and e.fn == "log":
            parts = self.logarithms(e.args[0])
            found = [((), (e,))] if parts == [e] else [t for part in parts for t in self.terms(part)]
        else:
            found = [((), (e,))]
        if len(found) > MOST_TERMS:
            raise Unknown("too many terms under this expectation")
        return found

    def logarithms(self, e: Expr) -> list[Expr]:
        """The logarithm of a product with joint densities: they are positive, so each has its own."""
        known, others = [], []
        for f in _factors(e):
            base, exponent = (f.base, f.exponent) if isinstance(f, Power) else (f, ONE)
            if isinstance(base, Fold) and _is_joint(base, self.entries) and exponent in (ONE, MINUS_ONE):
                known.append(multiply((exponent, Fold("sum", base.var, base.domain, log(base.body)))))
            else:
                others.append(f)
        return [*known, log(multiply(others))] if others else known

    def letters(self, e: Expr) -> set[str]:
        """The indices, bound ones too, of the entries in an expression."""
        found = set()
        for n in walk(e):
            if isinstance(n, Apply) and n.head == self.entries:
                (a,) = n.args
                if not isinstance(a.value, Name):
                    raise Unknown("this component is not understood")
                found.add(a.value.id)
        return found

    def leaf(self, binders: Binders, factors: tuple[Expr, ...]) -> Expr:
        """The expectation of one product under its sums."""
        constants = [f for f in factors if not self.letters(f)]
        products = [f for f in factors if isinstance(f, Fold) and f.op == "product" and self.letters(f)]
        groups: dict[str, list[Expr]] = {}
        for f in factors:
            if f in constants or f in products:
                continue
            letters = self.letters(f)
            bound = {n.var for n in walk(f) if isinstance(n, Fold)}
            if len(letters) != 1 or letters & bound:
                raise Unknown("several components in one function are not understood here")
            groups.setdefault(letters.pop(), []).append(f)
        if products:
            if groups or any(p.domain != products[0].domain for p in products):
                raise Unknown("this product of components is not understood here")
            first = products[0]
            if any(b in free_names(first) for b, _ in binders):
                raise Unknown("this product of components is not understood here")
            bodies = [substitute(p.body, {p.var: Name(first.var)}) for p in products]
            whole = Fold("product", first.var, first.domain, _Mean(self.entries, self.weight).of(multiply(bodies)))
            return self.under(binders, multiply((*constants, whole)))
        if len(groups) > 2:
            raise Unknown("a product of more than two components is not understood here")
        means = [self.single(letter, multiply(group)) for letter, group in groups.items()]
        apart = self.under(binders, multiply((*constants, *means)))
        if len(groups) < 2:
            return apart
        domains = dict(binders)
        order = [b for b, _ in binders]
        kept, gone = sorted(groups, key=lambda letter: order.index(letter) if letter in domains else -1)
        if gone not in domains or kept not in domains or domains[gone] != domains[kept]:
            raise Unknown("two components may be one here")
        if free_names(Fold("sum", gone, domains[gone], ONE)) & domains.keys():
            raise Unknown("a sum over a part of the indices is not understood here")
        same = multiply(f for group in groups.values() for f in group)
        merged = [substitute(x, {gone: Name(kept)}) for x in (multiply(constants), same, *means)]
        covariance = subtract(self.single(kept, merged[1]), multiply(merged[2:]))
        left = tuple(b for b in binders if b[0] != gone)
        return Sum((apart, self.under(left, multiply((merged[0], covariance)))))

    def single(self, letter: str, body: Expr) -> Expr:
        """The expectation of a function of one entry."""
        domain, one = self.weight.domain, self.weight.body
        assert isinstance(one, Apply)
        variable = fresh(f"{self.base}_{letter}", free_names(body))
        entry = Apply(self.entries, (Arg(domain.role, Name(letter)),))
        density = Apply(one.head, (Arg(self.base, Name(variable)),), (Arg(domain.role, Name(letter)),))
        inside = _put(body, entry, Name(variable))
        if self.letters(inside):
            raise Unknown("the components have another range here")
        return Fold("sum", variable, Domain("space", self.base), Product((density, inside)))

    @staticmethod
    def under(binders: Binders, body: Expr) -> Expr:
        """The body under its sums."""
        for var, domain in reversed(binders):
            body = Fold("sum", var, domain, body)
        return body


def _joined(a: Term, b: Term) -> Term:
    """The product of two terms: sums get letters of their own where one would bind what the other leaves free."""
    taken = _names(a) | _names(b)
    first = _renamed(a, _names(b), taken)
    second = _renamed(b, _names(first), taken | _names(first))
    return (*first[0], *second[0]), (*first[1], *second[1])


def _names(t: Term) -> set[str]:
    return {v for v, _ in t[0]} | {n for f in t[1] for n in free_names(f)}


def _renamed(t: Term, clash: set[str], taken: set[str]) -> Term:
    binders, factors = t
    renamed: list[tuple[str, Domain]] = []
    for n, (var, domain) in enumerate(binders):
        new = fresh(var, taken) if var in clash else var
        taken = taken | {new}
        if any(var in free_names(Fold("sum", v, d, ONE)) for v, d in binders[n + 1 :]):
            raise Unknown("a sum over a part of the indices is not understood here")
        factors = tuple(substitute(f, {var: Name(new)}) for f in factors)
        renamed.append((new, domain))
    return tuple(renamed), factors


def _put(e: Expr, old: Expr, new: Expr) -> Expr:
    return new if e == old else rebuild(e, lambda c: _put(c, old, new))
