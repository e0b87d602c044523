r"""Pieces: absolute values, maxima and indicators resolved by the signs of what they ask about.

    |u|, max(u, v), min(u, v), sign u, 1[u <= v]   become u, -u, v, 1, 0 where the sign is known
    an integral of such an integrand               is cut where a sign changes, piece by piece
    a density with a stated law                    stands as its formula, with the indicator of its support
    W_1(p, q)                                      is the area between the distribution functions (`kernel.areas`)

Law: `resolve(e)` has the value of e in every world of the situation. Single points of a range do not matter. Where a
sign is not known, `Unsettled` says which expression has to be told apart; nothing is guessed. A quantity that is
infinite on a piece of positive length makes the integral infinite.
"""

from __future__ import annotations

from hw3verify.kernel.law import conditions, density_of, is_discrete, law_for, parameters_at
from hw3verify.kernel.nonnegative import never_negative
from hw3verify.kernel.ranges import Range, Unresolved, Unsettled, cut, way
from hw3verify.kernel.situation import Situation
from hw3verify.meaning.claim import Facts, Relation
from hw3verify.meaning.expr import (
    INFINITY,
    MINUS_ONE,
    ONE,
    ZERO,
    Apply,
    Call,
    Derivative,
    Domain,
    Expr,
    Fold,
    Name,
    Number,
    Power,
    Product,
    Sum,
    add,
    free_names,
    multiply,
    negate,
    rebuild,
    substitute,
    subtract,
    walk,
)
from hw3verify.meaning.value import CannotEvaluate

BRANCHING = frozenset(("abs", "sign", "le", "lt", "max", "min"))
MOST_PIECES = 100
MINUS_INFINITY = negate(INFINITY)


def needs_pieces(e: Expr, facts: Facts) -> bool:
    """Is there anything in the expression that has to be resolved?"""
    for n in walk(e):
        if isinstance(n, Call) and n.fn in BRANCHING:
            return True
        if isinstance(n, Fold) and n.op in ("W1", "W2"):
            return True
        if isinstance(n, Apply):
            law = law_for(facts, n)
            if law is not None and law.name in ("uniform", "laplace", "exponential", "gamma", "beta") and not law.index:
                return True
    return False


def laws_hold(facts: Facts) -> tuple[Relation, ...]:
    """The conditions under which the stated laws exist: they hold wherever something is said of these laws."""
    found: list[Relation] = []
    for law in facts.laws:
        if not law.given and not law.index:
            try:
                found.extend(conditions(law.name, law.parameters))
            except CannotEvaluate:
                continue
    return tuple(found)


class Resolver:
    """Resolves expressions; counts its pieces."""

    def __init__(self, facts: Facts) -> None:
        self.facts = facts
        self.pieces = 0
        self.names = 0

    def resolve(self, e: Expr, here: Situation, bound: frozenset[str] = frozenset()) -> Expr:
        """The expression without branches."""
        if isinstance(e, (Number, Name)):
            return e
        if isinstance(e, Apply):
            return self._density(e, here, bound)
        if isinstance(e, Fold):
            return self._fold(e, here, bound)
        if isinstance(e, Derivative):
            return self._derivative(e, here, bound)
        if isinstance(e, Product):
            return self._product(e, here, bound)
        e = rebuild(e, lambda c: self.resolve(c, here, bound))
        if isinstance(e, Call):
            return self._call(e, here)
        if isinstance(e, Power) and e.base == ZERO and isinstance(e.exponent, Number) and e.exponent.value < 0:
            return INFINITY if self._plain_zero else e
        if isinstance(e, Power) and e.base == ZERO and isinstance(e.exponent, Number) and e.exponent.value > 0:
            return ZERO
        return _simplified(e, here)

    # -- single nodes ---------------------------------------------------------------------------------------

    _plain_zero = False

    def _product(self, e: Product, here: Situation, bound: frozenset[str]) -> Expr:
        """A factor that is zero makes the product zero, whatever the others are."""
        factors: list[Expr] = []
        waiting: Exception | None = None
        for f in e.factors:
            try:
                new = self._power_of_zero(f, here, bound)
            except (Unsettled, Unresolved) as problem:
                waiting = waiting or problem
                continue
            if new == ZERO:
                return ZERO
            factors.append(new)
        if waiting is not None:
            raise waiting
        return _simplified(Product(tuple(factors)), here)

    def _power_of_zero(self, f: Expr, here: Situation, bound: frozenset[str]) -> Expr:
        """1/0 is infinite where the zero is a quantity that is never negative."""
        held, self._plain_zero = self._plain_zero, False
        try:
            if isinstance(f, Power):
                self._plain_zero = never_negative(f.base, self.facts)
            return self.resolve(f, here, bound)
        finally:
            self._plain_zero = held

    def _call(self, e: Call, here: Situation) -> Expr:
        if e.fn == "log" and e.args[0] == INFINITY:
            return INFINITY
        if e.fn not in BRANCHING:
            return e
        if any(n == INFINITY for a in e.args for n in walk(a)):
            raise Unresolved
        if e.fn in ("abs", "sign"):
            (u,) = e.args
            found = way(here, u, loose=e.fn == "abs")
            if e.fn == "sign":
                return Number(found)
            return u if found >= 0 else negate(u)
        if len(e.args) != 2:
            raise Unresolved
        a, b = e.args
        if e.fn in ("max", "min"):
            found = way(here, subtract(a, b), loose=True)
            return a if (found >= 0) == (e.fn == "max") else b
        if here.at_least(subtract(b, a) if e.fn == "le" else subtract(a, b)):
            return ONE if e.fn == "le" else ZERO
        found = way(here, subtract(b, a), loose=False)
        return ONE if found > 0 or (found == 0 and e.fn == "le") else ZERO

    def _density(self, e: Apply, here: Situation, bound: frozenset[str]) -> Expr:
        """A density with a law, at a bound variable, is its formula."""
        law = law_for(self.facts, e) if e.head in self.facts.densities else None
        if law is None or law.index or not any(free_names(a.value) & bound for a in e.args):
            return rebuild(e, lambda c: self.resolve(c, here, bound))
        if law.name not in ("uniform", "laplace", "exponential", "gamma", "beta", "normal"):
            return e
        spoken = frozenset().union(*(free_names(p) for p in law.parameters)) - set(law.given)
        if spoken & bound:
            raise Unresolved
        for needed in conditions(law.name, parameters_at(law, e)):
            gap = subtract(needed.left, needed.right)
            if here.sign(gap if needed.op == ">" else negate(gap)) != 1:
                raise Unresolved
        return self.resolve(density_of(law, e), here, bound)

    def _derivative(self, e: Derivative, here: Situation, bound: frozenset[str]) -> Expr:
        """A branch may be taken under a derivative where all that is known of the variable is strict: then the same
        branch is taken nearby."""
        if not needs_pieces(e.body, self.facts):
            return e
        if not isinstance(e.by, Name) or e.by.id in bound:
            raise Unresolved
        for r in (*self.facts.assumptions, *here.more):
            if r.op not in ("<", ">") and e.by.id in free_names(r.left) | free_names(r.right):
                raise Unresolved
        return Derivative(self.resolve(e.body, here, bound), e.by)

    # -- integrals ------------------------------------------------------------------------------------------

    def _fold(self, e: Fold, here: Situation, bound: frozenset[str]) -> Expr:
        from hw3verify.kernel.areas import distance

        if e.op in ("W1", "W2"):
            return self.resolve(distance(self.facts, e, here), here, bound)
        line = e.domain.kind == "interval" or (e.domain.kind == "space" and self._is_line(e.domain.role))
        if e.op != "sum" or not line or not needs_pieces(e.body, self.facts):
            ends = tuple(None if x is None else self.resolve(x, here, bound) for x in (e.domain.lower, e.domain.upper))
            inner = bound | {e.var}
            body = e.body if not needs_pieces(e.body, self.facts) else self.resolve(e.body, here, inner)
            return self._in_order(Fold(e.op, e.var, Domain(e.domain.kind, e.domain.role, *ends), body), here)
        self.names += 1
        var = f"{e.var}''{self.names}"
        body = substitute(e.body, {e.var: Name(var)})
        low, high = e.domain.lower or MINUS_INFINITY, e.domain.upper or INFINITY
        if e.domain.kind == "space":
            low, high = MINUS_INFINITY, INFINITY
        low, high = (x if _infinite(x) else self.resolve(x, here, bound) for x in (low, high))
        found = 1
        if not _infinite(low) and not _infinite(high):
            found = way(here, subtract(high, low), loose=True)
            if found < 0:
                low, high = high, low
        elif low == INFINITY or high == MINUS_INFINITY:
            raise Unresolved
        total = self._pieces(Range(var, e.domain.role, low, high), body, here, bound | {var})
        return total if found >= 0 else _simplified(negate(total), here)

    def _in_order(self, e: Fold, here: Situation) -> Expr:
        """An integral that has no closed form yet may have one once the order of its ends is known."""
        low, high = e.domain.lower, e.domain.upper
        if e.op != "sum" or e.domain.kind != "interval" or low is None or high is None:
            return e
        if _infinite(low) or _infinite(high):
            return e
        f = here.form(e)
        if f is None or not any(a.kind == "fold" for m in f.terms for a, _ in m):
            return e
        if way(here, subtract(high, low), loose=True) > 0:
            return e
        return negate(Fold(e.op, e.var, Domain(e.domain.kind, e.domain.role, high, low), e.body))

    def _is_line(self, role: str) -> bool:
        try:
            return is_discrete(self.facts, role) is False
        except CannotEvaluate:
            return False

    def _pieces(self, at: Range, body: Expr, here: Situation, bound: frozenset[str]) -> Expr:
        """The integral over one piece, cut further where a branch changes its sign.

        What is known of the variable serves for its branches only: on a piece without length anything may be taken.
        """
        self.pieces += 1
        if self.pieces > MOST_PIECES:
            raise Unresolved
        x, inside = Name(at.var), list(at.known)
        if not _infinite(at.low):
            inside.append(Relation(x, ">", at.low))
        if not _infinite(at.high):
            inside.append(Relation(x, "<", at.high))
        try:
            plain = self.resolve(body, here.also(*inside), bound)
        except Unsettled as problem:
            if at.var not in free_names(problem.about):
                raise
            parts = [self._pieces(piece, body, here, bound) for piece in cut(at, problem.about, here)]
            return _simplified(Sum(tuple(parts)), here)
        if plain == ZERO:
            return ZERO
        if any(n == INFINITY for n in walk(plain)):
            if not _infinite(plain):
                raise Unresolved
            if not (_infinite(at.low) or _infinite(at.high)) and here.sign(subtract(at.high, at.low)) != 1:
                raise Unsettled(subtract(at.high, at.low))
            return plain
        return Fold("sum", at.var, Domain("interval", at.role, at.low, at.high), plain)


def _infinite(e: Expr | None) -> bool:
    return e in (INFINITY, MINUS_INFINITY)


def _simplified(e: Expr, here: Situation) -> Expr:
    """Zeros, ones and infinities taken together."""
    if isinstance(e, Sum):
        terms = [t for t in e.terms if t != ZERO]
        infinite = {t for t in terms if _infinite(t)}
        if len(infinite) == 1:
            return infinite.pop()
        if infinite:
            raise Unresolved
        return add(*terms) if terms else ZERO
    if isinstance(e, Product):
        if ZERO in e.factors:
            return ZERO
        factors = [f for f in e.factors if f != ONE]
        if e in (INFINITY, MINUS_INFINITY):
            return e
        if any(map(_infinite, factors)):
            return _infinite_product(factors, here)
        return multiply(*factors) if factors else ONE
    if isinstance(e, Power) and e.base == INFINITY:
        raise Unresolved
    return e


def _infinite_product(factors: list[Expr], here: Situation) -> Expr:
    """Infinity times numbers of known sign."""
    sign = 1
    for f in factors:
        if not _infinite(f):
            sign *= way(here, f, loose=False) or 1
        elif f == MINUS_INFINITY:
            sign = -sign
    return INFINITY if sign > 0 else MINUS_INFINITY


__all__ = ["MINUS_ONE", "Resolver", "Unresolved", "Unsettled", "laws_hold", "needs_pieces"]
