"""The rules: what logarithms, exponentials, powers and folds of forms are.

Each rule is one short function whose law is its docstring; `tests/kernel/test_rules.py` evaluates both sides of every
law in random worlds. Rules that need positivity ask `Signs` and leave the expression whole where they get no answer.
`trace` collects the names of the rules that did something, for the reader of a proof.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from itertools import count, permutations
from typing import Any

from flint import fmpq

from hw3verify.kernel.form import (
    NOTHING,
    UNIT,
    Atom,
    Exponent,
    Form,
    Monomial,
    NoForm,
    TooLarge,
    atom_form,
    exponent,
    monomial_form,
    number,
    split,
)
from hw3verify.kernel.rational import factor, poly_atom, power, reduce
from hw3verify.kernel.signs import Signs
from hw3verify.meaning.claim import PushForward

Binder = tuple[str, str, Form | None, Form | None]  # kind, role, lower, upper

PI = Atom("pi", (), frozenset())
MAX_PRIME_BITS = 80


class Rules:
    """The rules under one set of facts (positivity, push-forwards) with one supply of fresh variables."""

    def __init__(self, signs: Signs) -> None:
        self.signs = signs
        self.trace: set[str] = set()
        self.fresh = count(1)
        self.lines = signs.facts.line_roles
        self.steps = 0

    def tick(self) -> None:
        """Bounded work: every rule counts."""
        self.steps += 1
        if self.steps > 20_000:
            raise TooLarge("the proof search has used up its steps")

    def variable(self) -> str:
        """A bound variable's name that occurs nowhere else."""
        return f"${next(self.fresh)}"

    # -- logarithms and exponentials ------------------------------------------------------------------------

    def log(self, f: Form) -> Form:
        """log(c a^i b^j) = log c + i log a + j log b for positive factors; log exp u = u; else the log stays whole."""
        self.tick()
        f = reduce(f)
        if not f.terms:
            raise NoForm("the logarithm of zero")
        c, m, pieces = factor(f)
        powers: list[tuple[Form, Exponent]] = []
        for piece, k in pieces:
            if not self.signs.positive(piece) and self.signs.positive(-piece):
                piece, c = -piece, c * (-1) ** k
            powers.append((piece, k))
        if c <= 0 or not all(self.signs.positive(p) for p, _ in powers) or not all(self.signs.atom(a) for a, _ in m):
            return atom_form(Atom("log", (f,), f.names))
        result = self.log_number(c)
        for atom, e in m:
            result = result + self._log_atom(atom).scale(fmpq(e))
        for piece, e in powers:
            result = result + atom_form(Atom("log", (piece,), piece.names)).scale(fmpq(e))
        if len(result.terms) > 1 or (m and pieces):
            self.trace.add("split log")
        return result

    def _log_atom(self, a: Atom) -> Form:
        if a.kind == "exp":
            self.trace.add("log of exp")
            return a.data[0]  # type: ignore[no-any-return]  # an exp atom's datum is a form
        if a.kind == "root":
            return atom_form(Atom("log", (number(int(a.data[0])),), frozenset()))
        if a.kind == "poly":
            return atom_form(Atom("log", (a.data[0],), a.names))
        return atom_form(Atom("log", (atom_form(a),), a.names))

    def log_number(self, c: fmpq) -> Form:
        """log of a positive rational as a combination of logs of primes."""
        result = NOTHING
        for part, sign in ((c.p, 1), (c.q, -1)):
            if part == 1:
                continue
            if part.bit_length() > MAX_PRIME_BITS:
                return atom_form(Atom("log", (number(c),), frozenset()))
            for prime, k in part.factor():
                result = result + atom_form(Atom("log", (number(prime),), frozenset())).scale(fmpq(sign * int(k)))
        return result

    def exp(self, f: Form) -> Form:
        """exp(sum of c m) = product of exp(m)^c; exp(c log a) = a^c."""
        self.tick()
        result = UNIT
        for m, c in f.terms.items():
            if len(m) == 1 and m[0][0].kind == "log" and m[0][1] == 1:
                self.trace.add("exp of log")
                result = result * self.power(m[0][0].data[0], c)
            else:
                inner = monomial_form(m)
                result = result * atom_form(Atom("exp", (inner,), inner.names), exponent(c))
        return result

    def power(self, f: Form, e: fmpq) -> Form:
        """f^e for a rational e: integers always, fractions for positive factors; else one opaque root."""
        self.tick()
        if e.q == 1:
            if abs(e.p) > 1000:
                raise TooLarge("an exponent is too large")
            return power(f, int(e.p))
        f = reduce(f)
        if not f.terms:
            raise NoForm("a root of zero")
        c, m, pieces = factor(f)
        if c > 0 and all(self.signs.atom(a) for a, _ in m) and all(self.signs.positive(p) for p, _ in pieces):
            result = self._root(c, e)
            for a, k in m:
                result = result * (self._root(fmpq(a.data[0]), fmpq(k) * e) if a.kind == "root" else atom_form(
                    a, exponent(fmpq(k) * e)))
            for piece, k in pieces:
                total = fmpq(k) * e
                whole = power(piece, int(total.floor())) if total.floor() else UNIT
                part = total - total.floor()
                result = result * whole * (atom_form(poly_atom(piece), exponent(part)) if part else UNIT)
            return result
        return call(("power", f, number(e)))

    def _root(self, c: fmpq, e: fmpq) -> Form:
        """c^e for rational c > 0: roots of primes with exponents in (0, 1)."""
        result = UNIT
        for part, sign in ((c.p, 1), (c.q, -1)):
            if part == 1:
                continue
            if part.bit_length() > MAX_PRIME_BITS:
                raise TooLarge("a root of a long number")
            for prime, k in part.factor():
                total = fmpq(sign * int(k)) * e
                whole = int(total.floor())
                result = result.scale(fmpq(prime) ** whole)
                if total != whole:
                    root = atom_form(Atom("root", (str(prime),), frozenset()), exponent(total - whole))
                    result = result * root
        return result

    # -- folds ----------------------------------------------------------------------------------------------

    def fold(self, binders: tuple[tuple[str, Binder], ...], f: Form) -> Form:
        """fold of a sum of terms = sum of folds of the terms (`binders`: pairs of variable and domain)."""
        f = reduce(f)
        result = NOTHING
        for m, c in f.terms.items():
            result = result + self._fold_term(binders, m).scale(c)
        return result

    def _fold_term(self, binders: tuple[tuple[str, Binder], ...], m: Monomial) -> Form:
        """Constants come out; folds inside join; then each binder is removed by a law if one applies."""
        self.tick()
        inner, m = self._open(m, frozenset(v for v, _ in binders))
        left = [*binders, *inner]
        for index in range(len(left) - 1, -1, -1):
            var, domain = left[index]
            outside, inside = split(m, {var})
            if any(var in x.names for _, b in left for x in b[2:] if x is not None):
                continue
            solved = self._solve(var, domain, inside)
            if solved is not None:
                rest = tuple(left[:index] + left[index + 1 :])
                whole = monomial_form(outside) * solved
                return self.fold(rest, whole) if rest else whole
        names = frozenset(v for v, _ in left)
        outside, inside = split(m, names)
        if outside:
            self.trace.add("constant out of the integral")
        return monomial_form(outside) * self._close(left, inside)

    def _open(self, m: Monomial, names: frozenset[str]) -> tuple[list[tuple[str, Binder]], Monomial]:
        """Folds that depend on the bound variables and stand to the power 1 are merged into the outer fold."""
        opened: list[tuple[str, Binder]] = []
        result: Form | None = None
        for a, e in m:
            if _opens(a, e, names):
                fresh, body = self.open(a)
                opened.extend(fresh)
                result = (result or UNIT) * body
        if result is None:
            return [], m
        rest = tuple((a, e) for a, e in m if not _opens(a, e, names))
        whole = (result * monomial_form(rest)).single
        if whole is None or whole[0] != 1:
            return [], m
        self.trace.add("swap integrals")
        return opened, whole[1]

    def _close(self, binders: list[tuple[str, Binder]], m: Monomial) -> Form:
        """An opaque fold with canonical bound names, in the order with the smallest key."""
        depth = max((int(a.data[3]) for a, _ in m if a.kind == "fold"), default=0)
        depth = max([depth, *(_depth(a) for a, _ in m)])
        best: tuple[str, Atom] | None = None
        outer = frozenset(v for v, _ in binders)
        for order in permutations(binders) if len(binders) <= 4 else (tuple(binders),):
            names = {v: variable_form(f"#{depth + i + 1}") for i, (v, _) in enumerate(order)}
            body = self.substitute(monomial_form(m), names)
            domains = tuple(b for _, b in order)
            free = (frozenset().union(*(a.names for a, _ in m)) - outer).union(
                *(x.names for b in domains for x in b[2:] if x is not None))
            atom = Atom("fold", ("sum", domains, body, str(depth + len(order))), free)
            if best is None or atom.key < best[0]:
                best = (atom.key, atom)
        assert best is not None
        return atom_form(best[1])

    def _solve(self, var: str, domain: Binder, m: Monomial) -> Form | None:
        """The fold over one variable of one term in closed form, if a law gives one."""
        kind, role, lower, upper = domain
        if kind == "index":
            assert lower is not None and upper is not None
            if m:
                return None
            self.trace.add("sum of a constant")
            return upper - lower + UNIT
        if kind == "interval":
            return self._polynomial(var, lower, upper, m) if lower is not None and upper is not None else None
        for law in (self._marginal, self._gaussian, self._push_forward):
            solved = law(var, role, m)
            if solved is not None:
                return solved
        return None

    def _marginal(self, var: str, role: str, m: Monomial) -> Form | None:
        """The fold over z of p(x,z) is p(x); of p(z) it is 1 (complete mass)."""
        if len(m) != 1 or m[0][1] != 1 or m[0][0].kind != "table":
            return None
        family, args = m[0][0].data
        here = [r for r, f in args if var in f.names]
        if here != [role] or dict(args)[here[0]] != variable_form(var):
            return None
        self.trace.add("marginalise" if len(args) > 1 else "complete mass")
        return table(family, tuple((r, f) for r, f in args if r != here[0]))

    def _polynomial(self, var: str, lower: Form, upper: Form, m: Monomial) -> Form | None:
        """The integral of x^n over [a, b] is (b^(n+1) - a^(n+1)) / (n+1), n >= 0."""
        n = 0
        for a, e in m:
            if a.kind != "name" or a.data[0] != var or not isinstance(e, int) or not 0 < e < 40:
                return None
            n = e
        self.trace.add("antiderivative")
        return (power(upper, n + 1) - power(lower, n + 1)).scale(fmpq(1, n + 1))

    def _gaussian(self, var: str, role: str, m: Monomial) -> Form | None:
        """Moments: the integral of x^n exp(A x^2 + B x + C) over the line, A < 0, by completing the square."""
        if role not in self.lines:
            return None
        me = Atom("name", (var,), frozenset((var,)))
        n, parts = 0, [NOTHING, NOTHING, NOTHING]
        for a, e in m:
            if a == me and isinstance(e, int) and 0 < e <= 12:
                n = e
            elif a.kind == "exp":
                for k, c in a.data[0].terms.items():
                    degree = dict(k).get(me, 0)
                    rest = tuple(p for p in k if p[0] != me)
                    if degree not in (1, 2) or any(var in x.names for x, _ in rest):
                        return None
                    parts[degree] = parts[degree] + monomial_form(rest, c * fmpq(e))
            else:
                return None
        a2, a1 = reduce(parts[2]), parts[1]
        if not a2.terms or not self.signs.positive(-a2):
            return None
        self.trace.add("Gaussian moments")
        inverse = power(a2, -1)
        mean = reduce(a1 * inverse).scale(fmpq(-1, 2))
        variance = inverse.scale(fmpq(-1, 2))
        moments = [UNIT, mean]
        for k in range(2, n + 1):
            moments.append(mean * moments[k - 1] + (variance * moments[k - 2]).scale(fmpq(k - 1)))
        mass = self.power(-inverse, fmpq(1, 2)) * atom_form(PI, fmpq(1, 2))
        return mass * self.exp(reduce(a1 * a1 * inverse).scale(fmpq(-1, 4))) * moments[n]

    def _push_forward(self, var: str, role: str, m: Monomial) -> Form | None:
        """The fold over z of p_z(z) f(G(z)) is the fold over x of p_G(x) f(x), for G(z) ~ p_G."""
        for fact in self.signs.facts.push_forwards:
            if fact.base_role == role:
                moved = self._pushed(fact, var, m)
                if moved is not None:
                    self.trace.add("push-forward")
                    return moved
        return None

    def _pushed(self, fact: PushForward, var: str, m: Monomial) -> Form | None:
        me = variable_form(var)
        base = Atom("table", (fact.base, ((fact.base_role, me),)), me.names)
        if (base, 1) not in m:
            return None
        image = Atom("function", (fact.map, ((fact.base_role, me),)), me.names)
        new = self.variable()
        target = variable_form(new)
        rest = self.substitute(
            monomial_form(tuple(p for p in m if p[0] != base)), {}, lambda a: target if a == image else None
        )
        if var in rest.names:
            return None
        whole = rest * table(fact.image, ((fact.image_role, target),))
        return self.fold(((new, ("space", fact.image_role, None, None)),), whole)

    # -- substitution ---------------------------------------------------------------------------------------

    def substitute(
        self, f: Form, names: Mapping[str, Form], change: Callable[[Atom], Form | None] | None = None
    ) -> Form:
        """f with free names replaced, and every atom for which `change` has an answer; rebuilt by the rules."""
        gone = frozenset(names)
        if change is None and not f.names & gone:
            return f
        result = NOTHING
        for m, c in f.terms.items():
            kept: list[tuple[Atom, Exponent]] = []
            term = number(c)
            for a, e in m:
                new = self._replace(a, names, change, gone)
                if new is None:
                    kept.append((a, e))
                else:
                    term = term * self._raise(new, e)
            result = result + (term * monomial_form(tuple(kept)) if kept else term)
        return result

    def _raise(self, f: Form, e: Exponent) -> Form:
        whole = f.single
        if whole is not None and whole[0] == 1 and len(whole[1]) == 1:
            a, k = whole[1][0]
            if isinstance(k, int) and isinstance(e, int) and a.kind != "root":
                return atom_form(a, k * e)
        return self.power(f, fmpq(e))

    def _replace(
        self, a: Atom, names: Mapping[str, Form], change: Callable[[Atom], Form | None] | None, gone: frozenset[str]
    ) -> Form | None:
        """What becomes of one atom; None where it stays."""
        if change is not None:
            changed = change(a)
            if changed is not None:
                return changed
        elif not a.names & gone:
            return None
        if a.kind == "name":
            return names.get(a.data[0])
        if a.kind in ("table", "function", "entry"):
            args = tuple((r, self.substitute(f, names, change)) for r, f in a.data[1])
            return atom_form(Atom(a.kind, (a.data[0], args), _names(args)))
        if a.kind == "log":
            return self.log(self.substitute(a.data[0], names, change))
        if a.kind == "exp":
            return self.exp(self.substitute(a.data[0], names, change))
        if a.kind == "poly":
            return self.substitute(a.data[0], names, change)
        if a.kind == "call":
            forms = tuple(self.substitute(x, names, change) if isinstance(x, Form) else x for x in a.data)
            return call(forms)
        if a.kind == "fold":
            binders, body = self.open(a)
            moved = tuple(
                (v, (kind, role, *(None if x is None else self.substitute(x, names, change) for x in ends)))
                for v, (kind, role, *ends) in binders
            )
            body = self.substitute(body, names, change)
            if a.data[0] != "sum":
                return self.opaque(a.data[0], moved[0][0], moved[0][1], body)  # type: ignore[arg-type]  # two ends
            return self.fold(moved, body)  # type: ignore[arg-type]  # two ends
        return None

    def open(self, a: Atom) -> tuple[tuple[tuple[str, Binder], ...], Form]:
        """The binders of a fold with fresh variables, and its body in terms of them."""
        renaming = {}
        binders = []
        for name, binder in zip(_bound(a), a.data[1], strict=True):
            new = self.variable()
            renaming[name] = variable_form(new)
            binders.append((new, binder))
        return tuple(binders), self.substitute(a.data[2], renaming)

    def opaque(self, op: str, var: str, domain: Binder, body: Form) -> Form:
        """A binder that no rule takes apart (sup, inf, W1): only equal ones are equal."""
        depth = max([0, *(_depth(a) for m in body.terms for a, _ in m)])
        name = f"#{depth + 1}"
        inner = self.substitute(body, {var: variable_form(name)})
        free = (body.names - {var}).union(*(x.names for x in domain[2:] if x is not None))
        return atom_form(Atom("fold", (op, (domain,), inner, str(depth + 1)), free))


def table(family: str, args: tuple[tuple[str, Form], ...]) -> Form:
    """The joint marginal of a family over some roles; over none it is 1."""
    if not args:
        return UNIT
    ordered = tuple(sorted(args, key=lambda pair: pair[0]))
    return atom_form(Atom("table", (family, ordered), _names(ordered)))


def variable_form(name: str) -> Form:
    """A name as a form."""
    return atom_form(Atom("name", (name,), frozenset((name,))))


def call(data: tuple[Any, ...]) -> Form:
    """An opaque function of forms."""
    return atom_form(Atom("call", data, frozenset().union(*(x.names for x in data if isinstance(x, Form)))))


def _opens(a: Atom, e: Exponent, names: frozenset[str]) -> bool:
    """Can this inner fold be merged into an outer one over `names`? (Not if its limits depend on them.)"""
    return (
        a.kind == "fold"
        and a.data[0] == "sum"
        and e == 1
        and bool(a.names & names)
        and not any(x.names & names for b in a.data[1] for x in b[2:] if x is not None)
    )


def _names(args: tuple[tuple[str, Form], ...]) -> frozenset[str]:
    return frozenset().union(*(f.names for _, f in args))


def _bound(a: Atom) -> list[str]:
    top = int(a.data[3])
    return [f"#{top - len(a.data[1]) + i + 1}" for i in range(len(a.data[1]))]


def _depth(a: Atom) -> int:
    """The largest number of a bound name inside the atom."""
    if a.kind == "fold":
        return int(a.data[3])
    deepest = 0
    for datum in a.data:
        if isinstance(datum, Form):
            deepest = max([deepest, *(_depth(x) for m in datum.terms for x, _ in m)])
        elif isinstance(datum, tuple):
            deepest = max([deepest, *(_depth(x) for _, f in datum if isinstance(f, Form) for m in f.terms for x, _ in m)])
    return deepest
