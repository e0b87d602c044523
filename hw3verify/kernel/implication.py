"""Implications: equations that hold, moved by named steps to the conclusion.

The witness is a list of moves on the equations l = r of the premises (inequalities among the premises have become
facts about signs already):

    ["fold", i, name]   integrate equation i over a free variable
    ["log", i]          take logarithms where both sides are positive
    ["exp", i]          take exponentials
    ["solve", i, u]     equation i is linear in u with a coefficient that does not vanish: u = ...
    ["insert", i, j]    equation i is `u = r`, an unknown by itself: put r for it everywhere in equation j (j = -1:
                        in the conclusion)
    ["vanish", i, sign, gaps, k, names]
                        sign * (l - r) is a sum of gaps (see `proof`) and something nonnegative, so each gap
                        vanishes: the ratio of the k-th is 1 (its weight is 0; a strictly convex function touches its
                        tangents once: t = s) everywhere, so also at these names
    ["factor", i]       what is left of equation i after dropping its nonzero factors divides the conclusion

Law: every move derives true equations from true ones. At the end either the conclusion has become zero, or
nonnegative once the witness's gaps are taken off, or each factor of equation i that could vanish is a factor of it.
What the equations say of whole sums (`sum of a_k = 1`) is put in last, when the gaps are off.

An equation holds for all its free variables, so it may be integrated over them and used at other places; not so for
the fixed ones (`counterexample.fixed_roles`: what no sum runs over while sums run over something else), and not for
parameters. A premise that can never hold implies everything; the trace then says so.
"""

from __future__ import annotations

from typing import Any

from flint import fmpq

from hw3verify.kernel.atoms import Binders, variable_form
from hw3verify.kernel.counterexample import fixed_roles
from hw3verify.kernel.form import NOTHING, UNIT, Atom, Form, atom_form, datum_key, monomial_form
from hw3verify.kernel.normal import Normal
from hw3verify.kernel.proof import gap_form, read_gap, suffices, vanishes
from hw3verify.kernel.rational import factor, numerator, power, reduce
from hw3verify.kernel.supposed import learn_written
from hw3verify.kernel.tangent import touching
from hw3verify.kernel.zero import is_zero
from hw3verify.meaning.claim import Claim, Relation
from hw3verify.meaning.codec import decode

Equation = tuple[Form, Form]
MAX_MOVES = 24
NEVER = "the premise never holds"


class Implication:
    """The state of a derivation: the equations so far and what is left of the conclusion."""

    def __init__(self, normal: Normal, claim: Claim) -> None:
        self.normal, self.rules, self.says = normal, normal.rules, claim.says
        fixed = fixed_roles(claim)
        self.universal = {n: role for n, role in claim.facts.roles if role not in fixed}
        self.equations: list[Equation] = []
        learn_written(normal, *(side for r in (*claim.premises, claim.says) for side in (r.left, r.right)))
        for premise in sorted(claim.premises, key=lambda p: p.op == "="):  # signs first: logarithms then split
            self._learn(premise)
        self.goal: Equation = (normal.form(claim.says.left), normal.form(claim.says.right))

    def _learn(self, premise: Relation) -> None:
        if premise.op == "=":
            self.equations.append((self.normal.form(premise.left), self.normal.form(premise.right)))
        else:
            self.normal.learn(premise)

    def move(self, step: list[Any]) -> bool:
        """Carry out one move; False where it is not allowed."""
        kind, index = str(step[0]), int(step[1])
        if index < -1 or (index == -1 and kind not in ("log", "exp")):
            return False
        equation = self.goal if index == -1 else self.equations[index]
        if kind == "insert":
            return self._insert_into(equation, int(step[2]))
        found: Equation | None = None
        if kind == "fold":
            found = self._folded(equation, str(step[2]))
        elif kind == "log":
            found = self._logs(equation)
        elif kind == "exp":
            found = self.rules.exp(equation[0]), self.rules.exp(equation[1])
        elif kind == "vanish":
            found = self._vanishing(equation, step)
        elif kind == "solve":
            found = self.solved(equation, self.normal.form(decode(step[2])))
        if found is None:
            return False
        if index == -1:  # both are increasing, so the conclusion may be compared by them
            self.goal = found
        else:
            self.equations.append(found)
        return True

    def _folded(self, equation: Equation, name: str) -> Equation | None:
        role = self.universal.get(name)
        if role is None:
            return None
        var = self.rules.variable()
        binders = ((var, ("space", role, None, None)),)
        renamed = {name: variable_form(var)}
        left, right = (self.rules.fold(binders, self.rules.substitute(f, renamed)) for f in equation)
        return left, right

    def _logs(self, equation: Equation) -> Equation | None:
        if not all(self.normal.signs.positive(f) for f in equation):
            return None
        return self.rules.log(equation[0]), self.rules.log(equation[1])

    def _vanishing(self, equation: Equation, step: list[Any]) -> Equation | None:
        sign, gaps, chosen, names = int(step[2]), list(step[3]), int(step[4]), list(step[5])
        if sign not in (1, -1):
            return None
        rest = (equation[0] - equation[1]).scale(fmpq(sign))
        for gap in gaps:
            rest = rest - gap_form(self.normal, gap)[0]
        if not suffices(self.normal, rest, strict=False):
            return None
        kind = gaps[chosen]["kind"]
        if kind == "tangent":
            touched = touching(self.normal, gaps[chosen])
            put = None if touched is None else self._places(touched[0], names)
            if touched is None or put is None:
                return None
            self.rules.trace.add("a strictly convex function touches its tangents once")
            return self.rules.substitute(touched[1], put), self.rules.substitute(touched[2], put)
        if kind not in ("gap", "nonnegative"):
            return None
        g = read_gap(self.normal, gaps[chosen])
        put = self._places(g.binders, names)
        if put is None:
            return None
        self.rules.trace.add("a vanishing sum of nonnegative terms")
        if gaps[chosen]["kind"] == "nonnegative":
            return self.rules.substitute(g.weight, put), NOTHING
        if not self.normal.signs.positive(g.weight):
            return None
        return self.rules.substitute(g.ratio, put), UNIT

    def _places(self, binders: Binders, names: list[Any]) -> dict[str, Form] | None:
        """The free names for what is bound, each of the role of a whole space."""
        roles = dict(self.normal.facts.roles)
        if len(names) != len(binders):
            return None
        if any(d[0] != "space" or roles.get(str(n)) != d[1] for n, (_, d) in zip(names, binders, strict=True)):
            return None
        return {var: variable_form(str(n)) for n, (var, _) in zip(names, binders, strict=True)}

    def solved(self, equation: Equation, unknown: Form) -> Equation | None:
        """u = -b / a from a u + b = 0, where u occurs nowhere else and a is positive or negative."""
        whole = unknown.single
        if whole is None or whole[0] != 1 or len(whole[1]) != 1 or whole[1][0][1] != 1:
            return None
        u = whole[1][0][0]
        top, _ = numerator(equation[0] - equation[1])
        a, b = NOTHING, NOTHING
        for m, c in top.terms.items():
            e = dict(m).get(u, 0)
            rest = tuple(pair for pair in m if pair[0] != u)
            if e not in (0, 1) or any(u.key in x.key for x, _ in rest):
                return None
            a, b = (a + monomial_form(rest, c), b) if e else (a, b + monomial_form(rest, c))
        if not (self.normal.signs.positive(a) or self.normal.signs.positive(-a)):
            return None
        return unknown, reduce(-b * power(a, -1))

    def _insert_into(self, equation: Equation, target: int) -> bool:
        if target < -1:
            return False
        replaced = self._inserted(equation, self.goal if target == -1 else self.equations[target])
        if replaced is None:
            return False
        if target == -1:
            self.goal = replaced
        else:
            self.equations.append(replaced)
        return True

    def _inserted(self, equation: Equation, into: Equation) -> Equation | None:
        """Put r for the unknown in another equation: a parameter, or a head at every instance of its variables."""
        left, right = equation
        whole = left.single
        if whole is None or whole[0] != 1 or len(whole[1]) != 1 or whole[1][0][1] != 1:
            return None
        u = whole[1][0][0]
        substitute = self.rules.substitute
        self.rules.trace.add("insert an equation")
        if u.kind == "name":
            if u.data[0] in dict(self.normal.facts.roles):
                return None  # a place in a space is no number to put elsewhere
            values = {u.data[0]: right}
            return substitute(into[0], values), substitute(into[1], values)
        if u.kind not in ("function", "table"):

            def same(a: Atom) -> Form | None:
                return right if a == u else None

            return substitute(into[0], {}, same), substitute(into[1], {}, same)
        slots: dict[str, str] = {}  # role -> the variable that may stand for anything of that role
        for role, f in u.data[1]:
            name = next(iter(f.names), "")
            if f == variable_form(name) and name in self.universal and name not in slots.values():
                slots[role] = name
        held = {role: f for role, f in u.data[1] if role not in slots}
        if any(f.names & set(slots.values()) for f in held.values()):
            return None
        if f"{u.kind}({datum_key(u.data[0])}," in right.key:
            return None

        def instance(a: Atom) -> Form | None:
            if a.kind != u.kind or a.data[0] != u.data[0] or len(a.data[1]) != len(u.data[1]):
                return None
            given = {r: substitute(f, {}, instance) for r, f in a.data[1]}
            if given.keys() != slots.keys() | held.keys() or any(given[r] != f for r, f in held.items()):
                return None
            return substitute(right, {slots[r]: f for r, f in given.items() if r in slots})

        return substitute(into[0], {}, instance), substitute(into[1], {}, instance)

    def closed(self, gaps: list[Any] | None = None) -> bool:
        """Has the conclusion become evident?"""
        difference = self.goal[0] - self.goal[1]
        if self.says.op == "=":
            return vanishes(self.normal, self.with_sums(difference))
        if self.says.op in ("<=", "<"):
            difference = -difference
        elif self.says.op not in (">=", ">"):
            return False
        strict = self.says.op in ("<", ">")
        for gap in gaps or ():
            found, positive = gap_form(self.normal, gap)
            difference, strict = difference - found, strict and not positive
        return suffices(self.normal, self.with_sums(difference), strict)

    def with_sums(self, f: Form) -> Form:
        """The form with the values that equations give to sums and integrals in it."""
        for equation in self.equations:
            for left, right in (equation, equation[::-1]):
                whole = left.single
                if whole is None or len(whole[1]) != 1 or whole[1][0][0].kind != "fold" or "fold(" in right.key:
                    continue
                found = self._inserted((left, right), (f, NOTHING))
                f = f if found is None else found[0] - found[1]
        return f

    def divided_by(self, index: int) -> bool:
        """Does every factor of equation `index` that could vanish divide the conclusion?"""
        if self.says.op != "=" or index < 0:
            return False
        pieces = vanishing_factors(self.normal, self.equations[index][0] - self.equations[index][1])
        if pieces is not None and not pieces:
            self.rules.trace.add(NEVER)
        return pieces is not None and divides(pieces, self.goal[0] - self.goal[1])


def vanishing_factors(normal: Normal, f: Form) -> list[Form] | None:
    """The factors of f that could be zero, or None if f is identically zero."""
    top, _ = numerator(f)
    if not top.terms:
        return None
    _, m, pieces = factor(top)
    found = [p for p, _ in pieces if not normal.signs.positive(p) and not normal.signs.positive(-p)]
    return found + [atom_form(a) for a, e in m if e > 0 and not normal.signs.atom(a)]


def divides(pieces: list[Form], goal: Form) -> bool:
    """Is every piece, up to sign, a factor of the goal?"""
    if is_zero(goal):
        return True
    top, _ = numerator(goal)
    _, m, found = factor(top)
    present = {p for p, _ in found} | {-p for p, _ in found} | {atom_form(a) for a, e in m if e > 0}
    return all(p in present for p in pieces)


def check_implication(normal: Normal, claim: Claim, witness: dict[str, Any]) -> bool:
    """Replay the moves and look at what the conclusion has become."""
    state = Implication(normal, claim)
    steps = witness.get("moves", [])
    if not isinstance(steps, list) or len(steps) > MAX_MOVES:
        return False
    for step in steps:
        if step[0] == "factor":
            return state.divided_by(int(step[1]))
        if not state.move(step):
            return False
    return state.closed(list(witness.get("gaps", [])))
