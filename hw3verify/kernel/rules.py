"""The rules: what logarithms, exponentials, powers and folds of forms are.

Each rule is one short function whose law is its docstring; `tests/kernel/test_rules.py` evaluates both sides of every
law in random worlds. Rules that need positivity ask `Signs` and leave the expression whole where they get no answer.
`trace` collects the names of the rules that did something, for the reader of a proof.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from itertools import count, permutations

from flint import fmpq

from hw3verify.kernel.atoms import (
    Arguments,
    Binder,
    Binders,
    binds,
    bound_names,
    call,
    depth,
    fold_atom,
    head_atom,
    rename,
    table,
    variable_form,
)
from hw3verify.kernel.closed import solve
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
from hw3verify.kernel.rational import denominators, factor, poly_atom, power, reduce
from hw3verify.kernel.signs import Signs
from hw3verify.kernel.zero import gather
from hw3verify.meaning.claim import Facts

MAX_PRIME_BITS = 80
MAX_STEPS = 20_000
DISCRETE = frozenset(("bernoulli", "poisson", "geometric", "binomial", "categorical", "point"))


class Rules:
    """The rules under one set of facts (positivity, push-forwards) with one supply of fresh variables."""

    def __init__(self, signs: Signs) -> None:
        self.signs = signs
        self.trace: set[str] = set()
        self.fresh = count(1)
        self.lines = lines(signs.facts)
        self.table: Callable[[str, Arguments], Form] = table  # replaced where stated laws say what some tables are
        self.steps = 0

    def tick(self) -> None:
        """Bounded work: every rule counts."""
        self.steps += 1
        if self.steps > MAX_STEPS:
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

    def function(self, fn: str, args: tuple[Form, ...]) -> Form:
        """Any other function: |f| is f or -f where the sign is known; the order of max and min does not matter."""
        if fn == "power":
            return self.raised(args[0], args[1])
        if fn == "abs":
            f = args[0]
            if self.signs.nonnegative(f):
                return f
            if self.signs.nonnegative(-f):
                return -f
            return call(("abs", min(f, -f, key=lambda g: g.key)))
        if fn in ("max", "min") and args:
            sign = fmpq(1 if fn == "max" else -1)
            total = args[0]
            for g in args[1:]:  # max(f, g) = (f + g + |f - g|) / 2
                total = (total + g + self.function("abs", (total - g,)).scale(sign)).scale(fmpq(1, 2))
            return total
        return call((fn, *args))

    def raised(self, base: Form, e: Form) -> Form:
        """base^e = exp(e log base) for a positive base and any exponent."""
        if e.constant is not None:
            return self.power(base, e.constant)
        if self.signs.positive(base):
            return self.exp(e * self.log(base))
        return call(("power", base, e))

    # -- folds ----------------------------------------------------------------------------------------------

    def fold(self, binders: Binders, f: Form) -> Form:
        """fold of a sum of terms = sum of folds of the terms (`binders`: pairs of variable and domain)."""
        f = reduce(f)
        result = NOTHING
        for m, c in f.terms.items():
            result = result + self._fold_term(binders, m).scale(c)
        return result

    def _fold_term(self, binders: Binders, m: Monomial) -> Form:
        """Constants come out; folds inside join; then each binder is removed by a law if one applies."""
        self.tick()
        inner, m = self._open(m, frozenset(v for v, _ in binders))
        left = [*binders, *inner]
        for index in range(len(left) - 1, -1, -1):
            var, domain = left[index]
            outside, inside = split(m, {var})
            if any(var in x.names for _, b in left for x in b[2:] if x is not None):
                continue
            solved = solve(self, var, domain, inside)
            if solved is not None:
                rest = tuple(left[:index] + left[index + 1 :])
                whole = monomial_form(outside) * solved
                return self.fold(rest, whole) if rest else whole
        names = frozenset(v for v, _ in left)
        outside, inside = split(m, names)
        if outside:
            self.trace.add("constant out of the integral")
        return monomial_form(outside) * self._close(left, inside)

    def regrouped(self, f: Form) -> Form:
        """Folds over the same domain under one sign: their quotients may add up to something simpler."""
        plain, groups = gather(f)
        if not any(denominators(body) for _, _, body, _ in groups):
            return f
        for outer, domains, body, top in groups:
            bound = [f"#{top - len(domains) + i + 1}" for i in range(len(domains))]
            new = [self.variable() for _ in domains]
            opened = self.substitute(body, dict(zip(bound, map(variable_form, new), strict=True)))
            plain = plain + monomial_form(outer) * self.fold(tuple(zip(new, domains, strict=True)), opened)
        return plain

    def _open(self, m: Monomial, names: frozenset[str]) -> tuple[list[tuple[str, Binder]], Monomial]:
        """Folds that depend on the bound variables and stand to the power 1 are merged into the outer fold."""
        opened: list[tuple[str, Binder]] = []
        result: Form | None = None
        for a, e in m:
            if e == 1 and binds(a, names):
                fresh, body = self.open(a)
                opened.extend(fresh)
                result = (result or UNIT) * body
        if result is None:
            return [], m
        rest = tuple((a, e) for a, e in m if not (e == 1 and binds(a, names)))
        whole = (result * monomial_form(rest)).single
        if whole is None or whole[0] != 1:
            return [], m
        self.trace.add("swap integrals")
        return opened, whole[1]

    def _close(self, binders: list[tuple[str, Binder]], m: Monomial) -> Form:
        """An opaque fold with canonical bound names, in the order with the smallest key."""
        deepest = max((depth(a) for a, _ in m), default=0)
        best: Atom | None = None
        for order in permutations(binders) if len(binders) <= 3 else (tuple(binders),):
            names = {v: f"#{deepest + i + 1}" for i, (v, _) in enumerate(order)}
            body = rename(monomial_form(m), names)
            atom = fold_atom("sum", tuple(b for _, b in order), body, deepest + len(order))
            if best is None or atom.key < best.key:
                best = atom
        assert best is not None
        return atom_form(best)

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
            return atom_form(head_atom(a.kind, a.data[0], args))
        if a.kind == "log":
            return self.log(self.substitute(a.data[0], names, change))
        if a.kind == "exp":
            return self.exp(self.substitute(a.data[0], names, change))
        if a.kind == "poly":
            return self.substitute(a.data[0], names, change)
        if a.kind == "call":
            return self.function(a.data[0], tuple(self.substitute(x, names, change) for x in a.data[1:]))
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
        for name, binder in zip(bound_names(a), a.data[1], strict=True):
            new = self.variable()
            renaming[name] = variable_form(new)
            binders.append((new, binder))
        return tuple(binders), self.substitute(a.data[2], renaming)

    def opaque(self, op: str, var: str, domain: Binder, body: Form) -> Form:
        """A binder that no rule takes apart (sup, inf, W1): only equal ones are equal."""
        top = 1 + max((depth(a) for m in body.terms for a, _ in m), default=0)
        return atom_form(fold_atom(op, (domain,), rename(body, {var: f"#{top}"}), top))


def lines(facts: Facts) -> frozenset[str]:
    """The roles whose space is the real line: a normal law says so, and no law makes them integers or vectors."""
    found = {role for law in facts.laws if law.name == "normal" for role in law.outcome}
    return frozenset(found) - {role for law in facts.laws if law.name in DISCRETE or law.index for role in law.outcome}
