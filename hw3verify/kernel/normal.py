"""The normal form of an expression: every node is taken to a `Form` by the rules.

    conditionals      p(x|z) = p(x,z) / p(z), one joint table a family, marginals by complete mass
    stated laws       a normal family is its density, so that logs and moments come out by themselves
    folds             linear; constants out; marginals, moments, antiderivatives, push-forwards where they apply
    derivatives       by rule; the derivative by one entry of a table removes the fold over it

Law: `Normal(facts).form(e)` has the value of e in every world of the facts in which both have one. What it cannot
express (infinity, laws whose support is not the whole line) raises `NoForm`; it never guesses.
"""

from __future__ import annotations

from flint import fmpq

from hw3verify.kernel.atoms import PI, Arguments, Binder, head_atom, table, variable_form
from hw3verify.kernel.density import FORMS, density_form
from hw3verify.kernel.form import NOTHING, UNIT, Atom, Form, NoForm, TooLarge, atom_form, datum_key, number
from hw3verify.kernel.infinity import is_infinite, sides_of
from hw3verify.kernel.law import FORMULAS
from hw3verify.kernel.rational import power, reduce
from hw3verify.kernel.rules import Rules
from hw3verify.kernel.signs import Signs
from hw3verify.kernel.stated import ranges
from hw3verify.kernel.support import confined, formula_of, learn_inside, supports
from hw3verify.meaning.claim import Facts, Law, Relation
from hw3verify.meaning.expr import (
    Apply,
    Arg,
    Call,
    Derivative,
    Expr,
    Fold,
    Name,
    Number,
    Power,
    Product,
    Sum,
    free_names,
    walk,
)
from hw3verify.meaning.extremum import is_extremum

Signature = tuple[str, frozenset[str], frozenset[str]]
Environment = dict[str, Form]
RESERVED = ("#", "$", "@")  # the first signs of the names that the rules give to bound variables


class Normal:
    """Normal forms under one set of facts; keeps the names of the rules that it used in `trace`."""

    def __init__(self, facts: Facts) -> None:
        self.facts = facts
        self.signs = Signs(facts)
        self.rules = Rules(self.signs)
        self.rules.table = self._table
        self._entries: frozenset[Signature] = frozenset()
        self._memo: dict[tuple[object, ...], Form] = {}
        self._structures = dict(filter(None, map(structure, facts.assumptions)))
        self.rules.supports = supports(self)
        for fact in facts.assumptions:
            self.learn(fact)
        self.signs.ranges = ranges(self)
        for name, role in facts.roles:  # almost everywhere; nowhere else is a density with a law looked at
            if role in self.rules.supports:
                learn_inside(self.signs, self.rules.supports[role], variable_form(name))

    def learn(self, r: Relation) -> None:
        """An inequality that holds where the claim stands; what cannot be read teaches nothing."""
        if r.op not in ("<", "<=", ">", ">="):
            return
        try:
            gap = self.form(r.left) - self.form(r.right)
            self.signs.learn(gap if r.op in (">", ">=") else -gap, r.op in ("<", ">"))
        except (NoForm, TooLarge):
            return
        self._memo.clear()  # forms may now be split further

    def forget(self) -> None:
        """Forms may now be taken apart further: make them anew."""
        self._memo.clear()

    @property
    def trace(self) -> set[str]:
        """The names of the rules that did something so far."""
        return self.rules.trace

    def form(self, e: Expr) -> Form:
        """The normal form of an expression with no bound variables of its surroundings."""
        return self.within(e, {})

    def within(self, e: Expr, env: Environment) -> Form:
        """The normal form of an expression whose bound variables of its surroundings are given."""
        return self._form(e, env, 0)

    def _form(self, e: Expr, env: Environment, depth: int) -> Form:
        if depth > 150:
            raise NoForm("nested too deeply")
        bound = tuple(sorted((n, env[n].key) for n in free_names(e) if n in env)) if env else ()
        key = (e, bound, self._entries)
        known = self._memo.get(key)
        if known is None:
            known = self._memo[key] = self._make(e, env, depth + 1)
        return known

    def _make(self, e: Expr, env: Environment, depth: int) -> Form:
        if isinstance(e, Number):
            return number(fmpq(e.value.numerator, e.value.denominator))
        if isinstance(e, Name):
            return self._name(e.id, env)
        if isinstance(e, Sum):
            total = NOTHING
            for t in e.terms:
                total = total + self._form(t, env, depth)
            return total
        if isinstance(e, Product):
            product = UNIT
            for t in e.factors:
                product = product * self._form(t, env, depth)
            return product
        if isinstance(e, Power):
            return self.rules.raised(reduce(self._form(e.base, env, depth)), self._form(e.exponent, env, depth))
        if isinstance(e, Call):
            return self._call(e.fn, tuple(self._form(a, env, depth) for a in e.args))
        if isinstance(e, Apply):
            return self._apply(e, env, depth)
        if isinstance(e, Fold) and not is_extremum(e):
            return self._fold(e, env, depth)
        if isinstance(e, Derivative):
            return self._derivative(e, env, depth)
        raise NoForm(f"no form for {type(e).__name__}")

    def _name(self, name: str, env: Environment) -> Form:
        if name == "pi":
            return atom_form(PI)
        if name == "infinity":
            raise NoForm("infinity is not a number")
        known = env.get(name)
        if known is None and name.startswith(RESERVED):
            raise NoForm("the name is reserved for bound variables")
        return variable_form(name) if known is None else known

    def _call(self, fn: str, args: tuple[Form, ...]) -> Form:
        if fn == "log":
            return self.rules.log(args[0])
        if fn == "exp":
            return self.rules.exp(args[0])
        return self.rules.function(fn, args)

    # -- heads ----------------------------------------------------------------------------------------------

    def _apply(self, e: Apply, env: Environment, depth: int) -> Form:
        args = tuple((a.role, self._form(a.value, env, depth)) for a in e.args)
        given = tuple((a.role, self._form(a.value, env, depth)) for a in e.given)
        roles = [r for r, _ in args + given]
        if e.head not in self.facts.densities:
            if given:
                raise NoForm(f"{e.head} is conditioned but no density")
            return atom_form(head_atom("function", e.head, args))
        if len(set(roles)) != len(roles):
            raise NoForm(f"{e.head} has the same variable twice")
        for stated in self.facts.laws:
            names = frozenset[str]().union(*map(free_names, stated.parameters)) - set(stated.given)
            if stated.head == e.head and names & env.keys():
                raise NoForm(f"a parameter of {e.head} is bound here")
        outcome, condition = frozenset(a.role for a in e.args), frozenset(a.role for a in e.given)
        if (e.head, outcome, condition) in self._entries:
            return self._entry(e.head, outcome, condition, args + given)
        law = self.facts.law_of(e.head, outcome, condition)
        if law is not None:
            return self._density(law, dict(args), dict(given), depth)
        if any(law.head == e.head and not self._has_form(law) for law in self.facts.laws):
            raise NoForm(f"{e.head} may vanish somewhere")
        if given:
            self.rules.trace.add("conditional")
            return self._table(e.head, args + given) * power(self._table(e.head, given), -1)
        return self._table(e.head, args)

    def _table(self, head: str, args: Arguments) -> Form:
        """The joint of a family over some roles; what stated laws say of it is put in: p(x,z) = law(z | x) p(x)."""
        roles = frozenset(r for r, _ in args)
        for law in self.facts.laws:
            if law.head == head and roles == frozenset(law.outcome) | frozenset(law.given) and len(law.outcome) == 1:
                own = {r: f for r, f in args if r in law.outcome}
                rest = tuple((r, f) for r, f in args if r not in law.outcome)
                return self._density(law, own, dict(rest), 0) * self._table(head, rest)
        known = self._structures.get((head, roles))
        if known is None:
            return table(head, args)
        self.rules.trace.add("stated factorisation")
        left, body = known
        values = dict(args)
        env = {a.value.id: values[a.role] for a in left.args + left.given if isinstance(a.value, Name)}
        rest = tuple((a.role, values[a.role]) for a in left.given)
        return self._form(body, env, 0) * self._table(head, rest)

    def _density(self, law: Law, args: Environment, given: Environment, depth: int) -> Form:
        """The density of a stated law at the arguments."""
        if not self._has_form(law):
            raise NoForm(f"a {law.name} law has no form")
        (z,) = args.values()
        self.rules.trace.add(f"{law.name} density")
        if law.name in FORMULAS:
            body = formula_of(law, z)
            return self._form(body.body, {**given, body.var: z}, depth)
        return density_form(self.rules, law, z, tuple(self._form(p, given, depth) for p in law.parameters))

    def _has_form(self, law: Law) -> bool:
        """Is the density positive on the whole space of its role, and expressible?"""
        if len(law.outcome) != 1 or law.index:
            return False
        if law.name in ("normal", "laplace"):
            return law.outcome[0] in self.rules.lines
        return law.outcome[0] in self.rules.supports and (law.name in FORMS or law.name in FORMULAS)

    @staticmethod
    def _entry(head: str, outcome: frozenset[str], given: frozenset[str], args: Arguments) -> Form:
        label = f"{head}|{'.'.join(sorted(outcome))}|{'.'.join(sorted(given))}"
        return atom_form(head_atom("entry", label, args))

    # -- binders --------------------------------------------------------------------------------------------

    def _fold(self, e: Fold, env: Environment, depth: int) -> Form:
        if e.op.startswith("limit"):
            return self._limit(e, env, depth)
        d = e.domain
        if e.op == "W1" and d.kind == "space":
            from hw3verify.kernel.norm import difference, distance

            return distance(self.rules, *difference(self, e, env))
        free = d.kind == "interval"  # an interval may have no end, a series no last term
        lower = None if d.lower is None or (free and is_infinite(d.lower, -1)) else self._form(d.lower, env, depth)
        endless = free or (d.kind == "index" and e.op == "sum")
        upper = None if d.upper is None or (endless and is_infinite(d.upper, 1)) else self._form(d.upper, env, depth)
        var = self.rules.variable()
        if free and e.op == "sum":
            self.signs.learn_range(variable_form(var), lower, upper)
        if d.kind == "index" and lower is not None and lower.constant is not None and _asks_for_signs(e):
            self.signs.learn(variable_form(var) - lower, False)  # an upper end would say that the range has members
        lower, upper = confined(self, e, lower, upper)
        whole = free and lower is None and upper is None and d.role in self.rules.lines
        binder: Binder = ("space" if whole else d.kind, d.role, lower, upper)
        self.rules.inside(var, binder)
        body = self._form(e.body, {**env, e.var: variable_form(var)}, depth)
        if e.op == "sum":
            return self.rules.fold(((var, binder),), body)
        if e.op == "product" and d.kind == "index" and self.signs.positive(body):
            self.rules.trace.add("log of a product")
            return self.rules.exp(self.rules.fold(((var, binder),), self.rules.log(body)))
        return self.rules.opaque(e.op, var, binder, body)

    def _limit(self, e: Fold, env: Environment, depth: int) -> Form:
        """What the body tends to, from the side that is written or from both."""
        from hw3verify.kernel.approach import from_sides

        body = lambda x: self._form(e.body, {**env, e.var: x}, depth)  # noqa: E731
        return from_sides(self.rules, body, *sides_of(lambda at: self._form(at, env, depth), e))

    # -- derivatives ----------------------------------------------------------------------------------------

    def _derivative(self, e: Derivative, env: Environment, depth: int) -> Form:
        from hw3verify.kernel.differentiate import derive

        by = e.by
        if isinstance(by, Name):
            target = self._name(by.id, env)
            whole = target.single
            if whole is None or len(whole[1]) != 1 or whole[1][0][0].kind != "name":
                raise NoForm("a derivative by something that is not a variable")
            body = self._form(e.body, env, depth)
            for law in self.facts.laws:  # what the law does not say of the family may move with its parameters too
                if any(by.id in free_names(p) for p in law.parameters) and f"table({datum_key(law.head)}," in body.key:
                    raise NoForm(f"{law.head} may depend on {by.id}")
            return derive(self.rules, body, whole[1][0][0])
        if not isinstance(by, Apply):
            raise NoForm("a derivative by something that is not a variable")
        if by.head not in self.facts.densities:
            whole = self._form(by, env, depth).single
            if whole is None:
                raise NoForm("a derivative by something that is not a variable")
            return derive(self.rules, self._form(e.body, env, depth), whole[1][0][0])
        signature = (by.head, frozenset(a.role for a in by.args), frozenset(a.role for a in by.given))
        held = self._entries
        self._entries = held | {signature}
        try:
            body = self._form(e.body, env, depth)
            whole = self._form(by, env, depth).single
        finally:
            self._entries = held
        if f"table({datum_key(by.head)}," in body.key:
            raise NoForm(f"{by.head} occurs with other arguments than the derivative's")
        if whole is None or any(law.head == by.head for law in self.facts.laws):
            raise NoForm(f"the entries of {by.head} are no independent variables")
        result = derive(self.rules, body, whole[1][0][0])
        return result if signature in held else self._close_entries(result, by, depth)

    def _close_entries(self, f: Form, by: Apply, depth: int) -> Form:
        """Entries of a table become the density again, once the derivative has been taken."""
        roles = [(a.role, True) for a in by.args] + [(a.role, False) for a in by.given]

        def change(a: Atom) -> Form | None:
            if a.kind != "entry" or a.data[0].split("|")[0] != by.head:
                return None
            env = {f"@{role}": self.rules.substitute(value, {}, change) for role, value in a.data[1]}
            args = tuple(Arg(r, Name(f"@{r}")) for r, outcome in roles if outcome)
            given = tuple(Arg(r, Name(f"@{r}")) for r, outcome in roles if not outcome)
            return self._apply(Apply(by.head, args, given), env, depth)

        return self.rules.substitute(f, {}, change)


def _asks_for_signs(e: Fold) -> bool:
    """Does it depend on signs of what is summed how a sum over an index is taken: logarithms, and products?"""
    return e.op == "product" or any(isinstance(n, Call) and n.fn == "log" for n in walk(e.body))


def structure(r: Relation) -> tuple[tuple[str, frozenset[str]], tuple[Apply, Expr]] | None:
    """A stated factorisation p(x, y, z | c) = p(x | y) p(y | z) p(z | c): what stands for the joint of all its roles.

    It holds at all values of its variables. Only smaller joints of the family may occur on the right, so that putting
    it in comes to an end.
    """
    left = r.left
    if r.op != "=" or not isinstance(left, Apply):
        return None
    variables = [a.value for a in left.args + left.given]
    roles = frozenset(a.role for a in left.args + left.given)
    if len(set(variables)) != len(variables) or len(roles) != len(variables) or len(roles) < 2:
        return None
    inner = [n for n in walk(r.right) if isinstance(n, Apply) and n.head == left.head]
    smaller = all({a.role for a in n.args + n.given} < roles for n in inner)
    named = all(isinstance(v, Name) for v in variables)
    return ((left.head, roles), (left, r.right)) if smaller and named else None
