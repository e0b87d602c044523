"""The rules: what folds of forms are, and substitution.

Sums come apart, constants come out, inner folds join outer ones, and a variable whose fold is known in closed form
(`closed`) disappears; what is left is opaque, with canonical bound names. Each rule is one short function whose law is
its docstring; `tests/kernel/test_rules.py` evaluates both sides of every law in random worlds.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from itertools import permutations

from flint import fmpq

from hw3verify.kernel.atoms import (
    Arguments,
    Binder,
    Binders,
    binds,
    bound_names,
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
    atom_form,
    monomial_form,
    number,
    split,
)
from hw3verify.kernel.logs import Logs
from hw3verify.kernel.metric import METRICS, ordered
from hw3verify.kernel.rational import denominators, reduce
from hw3verify.kernel.signs import Signs
from hw3verify.kernel.stated import at
from hw3verify.kernel.support import Support, learn_inside
from hw3verify.kernel.whole import FORMAL, formal_log
from hw3verify.kernel.zero import gather
from hw3verify.meaning.claim import Facts

DISCRETE = frozenset(("bernoulli", "poisson", "geometric", "geometric0", "binomial", "categorical", "point"))


class Rules(Logs):
    """All rules under one set of facts (positivity, push-forwards)."""

    def __init__(self, signs: Signs) -> None:
        super().__init__(signs)
        self.lines = spaces(signs.facts, "normal", DISCRETE) | spaces(signs.facts, "laplace", DISCRETE)
        self.supports: dict[str, Support] = {}  # roles whose laws all live on one part of the line, or on integers
        self.table: Callable[[str, Arguments], Form] = table  # replaced where stated laws say what some tables are

    def inside(self, var: str, domain: Binder) -> None:
        """What is known of a bound variable: it lies strictly inside the support of its laws, or the interval."""
        kind, role, lower, upper = domain
        if kind == "index" or (kind == "space" and role in self.supports and self.supports[role].counted):
            self.counted.add(var)
        if kind == "space" and role in self.supports:
            learn_inside(self.signs, self.supports[role], variable_form(var))
        elif kind == "interval" and lower is not None:
            if upper is None or self.signs.positive(upper - lower):
                learn_inside(self.signs, Support(False, lower, upper), variable_form(var))
        elif kind == "space" and role in self.signs.ranges:
            for gap, strict in at(self.signs.ranges[role], var):
                self.signs.learn(gap, strict)

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
            if isinstance(k, int) and isinstance(e, int) and a.kind not in ("root", "parity"):
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
        if a.kind == FORMAL:
            found = formal_log(self, self.substitute(a.data[0], names, change))
            if found is None:
                raise NoForm("a power of zero")
            return found
        if a.kind == "parity":
            return self.raised(number(-1), self.substitute(a.data[0], names, change))
        if a.kind == "poly":
            return reduce(self.substitute(a.data[0], names, change))
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
            self.inside(new, binder)
            binders.append((new, binder))
        return tuple(binders), self.substitute(a.data[2], renaming)

    def opaque(self, op: str, var: str, domain: Binder, body: Form) -> Form:
        """A binder that no rule takes apart (sup, inf, W1): only equal ones are equal."""
        if op in METRICS:
            pair = ordered(body)
            if pair is None:
                return NOTHING
            body = pair
        top = 1 + max((depth(a) for m in body.terms for a, _ in m), default=0)
        return atom_form(fold_atom(op, (domain,), rename(body, {var: f"#{top}"}), top))


def spaces(facts: Facts, name: str, never: frozenset[str] | None = None) -> frozenset[str]:
    """The roles on which some law of this name lives, and no vector and no other law (or none of those in `never`)."""
    found = {role for law in facts.laws if law.name == name for role in law.outcome}
    for law in facts.laws:
        if law.index or (law.name != name if never is None else law.name in never):
            found -= set(law.outcome)
    return frozenset(found)
