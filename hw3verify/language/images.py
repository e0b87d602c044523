r"""Laws of images: $G(z) = \mu + \sigma z$ with $z \sim N(0, 1)$ and $G(z) \sim p_G$ make p_G normal.

A map that is a chain of steps, each of which rises or falls, is undone step by step; the density of the image is that
of the variable at the undone value, times the slopes of the steps (change of variables). `x = \mu + \sigma z` says the
same of p(x). Law: the image law that is given has exactly this density on the image of the support; where a step's
direction is not known, or the variable has no law of its own, no law is given, and nothing that speaks of the image is
refuted.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TypeGuard

from hw3verify.language.distributed import head_for
from hw3verify.language.law_formulas import HALF, LINE, density_formula, recognised
from hw3verify.language.random_variables import Draw
from hw3verify.language.scope import Definition, Scope
from hw3verify.language.vocabulary import Vocabulary
from hw3verify.meaning.claim import Law, PushForward
from hw3verify.meaning.expr import (
    INFINITY,
    MINUS_ONE,
    ONE,
    ZERO,
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
    add,
    divide,
    exp,
    free_names,
    log,
    multiply,
    negate,
    substitute,
    subtract,
)

Ends = tuple[Expr, Expr]
MINUS_INFINITY = negate(INFINITY)
SUPPORTS: dict[str, Ends] = {
    "normal": (MINUS_INFINITY, INFINITY), "laplace": (MINUS_INFINITY, INFINITY), "exponential": (ZERO, INFINITY),
    "gamma": (ZERO, INFINITY), "beta": (ZERO, ONE),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a map: what it makes of a value, how it is undone, the slope of the undoing; does it rise?"""

    kind: str  # "plus", "times", "scale" (of unknown sign), "power", "exp", "log", "odds"
    by: Expr
    rises: bool

    def back(self, y: Expr) -> Expr:
        """The value that the step takes to y."""
        if self.kind == "plus":
            return subtract(y, self.by)
        if self.kind == "times":
            return divide(y, self.by)
        if self.kind == "power":
            return Power(y, divide(ONE, self.by)) if self.by != MINUS_ONE else divide(ONE, y)
        if self.kind == "odds":
            return divide(y, add(ONE, y))
        return log(y) if self.kind == "exp" else exp(y)

    def slope(self, y: Expr) -> Expr:
        """The size of the slope of `back` at y."""
        if self.kind == "plus":
            return ONE
        if self.kind == "times":
            return divide(ONE, self.by if self.rises else negate(self.by))
        if self.kind == "power":
            if self.by == MINUS_ONE:
                return Power(y, Number(-2))
            size = self.by if self.rises else negate(self.by)
            return multiply(divide(ONE, size), Power(y, subtract(divide(ONE, self.by), ONE)))
        if self.kind == "odds":
            return Power(add(ONE, y), Number(-2))
        return divide(ONE, y) if self.kind == "exp" else exp(y)

    def end(self, y: Expr) -> Expr:
        """What the step makes of an end of a support."""
        endless = y in (INFINITY, MINUS_INFINITY)
        if endless and self.kind in ("plus", "times"):
            return y if self.rises else MINUS_INFINITY if y == INFINITY else INFINITY
        if self.kind == "plus":
            return self.by if y == ZERO else add(y, self.by)
        if self.kind == "times":
            return y if y == ZERO else self.by if y == ONE else multiply(self.by, y)
        if self.kind == "power":
            if y in (ZERO, INFINITY):
                return y if self.rises else (INFINITY if y == ZERO else ZERO)
            return y if y == ONE else Power(y, self.by)
        if self.kind == "odds":
            return ZERO if y == ZERO else INFINITY if y == ONE else divide(y, subtract(ONE, y))
        if self.kind == "exp":
            return y if y == INFINITY else ZERO if endless else ONE if y == ZERO else exp(y)
        return y if y == INFINITY else MINUS_INFINITY if y == ZERO else ZERO if y == ONE else log(y)


def with_images(scope: Scope, vocabulary: Vocabulary) -> Scope:
    """The scope with the laws of images of defined maps; an image without a law is vague."""
    for draw in scope.random.known:  # `x ~ p_G`, where x = g(z) was defined
        named = scope.definition(draw.name)
        if named is not None and not named.parameters and all(w.head != draw.head for w, _ in scope.laws):
            scope = _with_variable(scope, vocabulary, named, draw)
    for one in scope.definitions:
        if not one.parameters and not one.density and len(one.name) == 1 and one.name.isalpha():
            role = one.name.lower()
            if any(((role,), ()) in seen for seen in vocabulary.signatures.values()):
                scope = _with_variable(scope, vocabulary, one, Draw(one.name, "", role))
    for fact, source in scope.push_forwards:
        d = scope.definition(fact.map)
        if d is None or len(d.parameters) != 1:
            continue
        scope = replace(scope, push_forwards=tuple(p for p in scope.push_forwards if p[0] != fact))
        law = _law_of(scope, fact)
        image = None if law is None else image_law(law, d.body, d.parameters[0], fact, scope)
        if image is None:
            scope = replace(scope, vague=scope.vague | {fact.image})
        else:
            kept = tuple(w for w in scope.laws if (w[0].head, w[0].outcome) != (image.head, image.outcome))
            scope = replace(scope, laws=(*kept, (image, source)), mentioned=scope.mentioned | {fact.image})
    return scope


def _with_variable(scope: Scope, vocabulary: Vocabulary, d: Definition, x: Draw) -> Scope:
    """`x = g(z)` with a random z, where p(x) is spoken of: x has the law of the image."""
    drawn = [r for r in scope.random.known if {r.role, r.name} & free_names(d.body) and r.size is None and r != x]
    if len(drawn) != 1:
        return scope
    if not x.head and any(x.role in w.outcome for w, _ in scope.laws):
        return scope  # a law of x is stated
    head = x.head or head_for(scope, vocabulary, x.role, set())
    fact = PushForward("", drawn[0].head, drawn[0].role, head, x.role)
    law = _law_of(scope, fact)
    body = substitute(d.body, {drawn[0].name: Name(drawn[0].role)})
    if x.head and _is_map(body, drawn[0].role, scope):  # any map: the push-forward, and no more is known
        told = replace(fact, map=body.head)
        if any(known == told for known, _ in scope.push_forwards):
            return scope
        return replace(scope, push_forwards=(*scope.push_forwards, (told, d.source)))
    image = None if law is None else image_law(law, body, drawn[0].role, fact, scope)
    if image is None:
        return replace(scope, vague=scope.vague | {fact.image})
    known = {w.head for w, _ in scope.laws} | {head}
    spoken = {f for f, seen in vocabulary.signatures.items() if ((x.role,), ()) in seen}
    vague = scope.vague if x.head else scope.vague | (spoken - known)  # another density of x may be meant
    return replace(scope, laws=(*scope.laws, (image, d.source)), vague=vague)


def _is_map(body: Expr, variable: str, scope: Scope) -> TypeGuard[Apply]:
    """G(z), for a map G of which nothing is said."""
    if not isinstance(body, Apply) or body.given or len(body.args) != 1 or body.args[0].value != Name(variable):
        return False
    densities = {w.head for w, _ in scope.laws} | {d.head for d in scope.random.known}
    return body.head not in densities | scope.vague and scope.definition(body.head) is None


def _law_of(scope: Scope, fact: PushForward) -> Law | None:
    """The law of the variable that is mapped."""
    found = [w for w, _ in scope.laws if w.head == fact.base and w.outcome == (fact.base_role,) and not w.given]
    return found[-1] if found and not found[-1].index and fact.base not in scope.vague | scope.open_laws else None


def image_law(law: Law, body: Expr, variable: str, fact: PushForward, scope: Scope) -> Law | None:
    """The law of `body` where `variable` has the law; None where it is not found."""
    ends = law.parameters if law.name == "uniform" else SUPPORTS.get(law.name)
    steps = _steps(body, variable, scope)
    if ends is None or steps is None or len(ends) != 2:
        return None
    role = fact.image_role
    x = Name(role)
    if role in free_names(body) - {variable} or any(role in free_names(p) for p in law.parameters):
        return None
    if law.name == "normal" and all(s.kind in ("plus", "times", "scale") for s in steps):
        return Law(fact.image, (role,), (), "normal", _normal(law, steps))
    low, high = ends
    for step in steps:
        if step.kind == "scale" or not _may_take(step, low, high, scope):
            return None
        moved = [step.end(y) for y in (low, high)]
        low, high = moved if step.rises else reversed(moved)
    inside: Expr = x
    weight: Expr = ONE
    for step in reversed(steps):
        weight = multiply(weight, step.slope(inside))
        inside = step.back(inside)
    density = multiply(density_formula(law.name, law.parameters, inside), weight)
    where = LINE if (low, high) == (MINUS_INFINITY, INFINITY) else HALF if (low, high) == (ZERO, INFINITY) else ""
    if law.name == "uniform" and all(s.kind in ("plus", "times") for s in steps):
        return Law(fact.image, (role,), (), "uniform", (low, high))
    known = recognised(Apply(fact.image, (Arg(role, x),)), density, where)
    return known or Law(
        fact.image, (role,), (), "formula", (Fold("lambda", role, Domain("space", role), density), low, high)
    )


def _normal(law: Law, steps: tuple[Step, ...]) -> tuple[Expr, Expr]:
    """a + b z is normal for every b other than 0."""
    mean, variance = law.parameters
    for step in steps:
        mean = add(mean, step.by) if step.kind == "plus" else multiply(step.by, mean)
        variance = variance if step.kind == "plus" else multiply(Power(step.by, Number(2)), variance)
    return mean, variance


def _steps(body: Expr, variable: str, scope: Scope) -> tuple[Step, ...] | None:
    """The steps from the variable outwards."""
    if body == Name(variable):
        return ()
    z = Name(variable)
    if isinstance(body, Product) and set(body.factors) == {z, Power(subtract(ONE, z), MINUS_ONE)}:
        return (Step("odds", ONE, True),)
    parts = body.terms if isinstance(body, Sum) else body.factors if isinstance(body, Product) else ()
    inner = [p for p in parts if variable in free_names(p)]
    if parts:
        if len(inner) != 1:
            return None
        rest = [p for p in parts if p is not inner[0]]
        if isinstance(body, Sum):
            step = Step("plus", add(*rest), True)
        else:
            by = multiply(*rest)
            sign = _sign(by, scope)
            step = Step("times", by, sign > 0) if sign else Step("scale", by, True)
        below = inner[0]
    elif isinstance(body, Power) and isinstance(body.exponent, Number):
        step, below = Step("power", body.exponent, body.exponent.value > 0), body.base
    elif isinstance(body, Call) and body.fn in ("exp", "log"):
        step, below = Step(body.fn, ONE, True), body.args[0]
    else:
        return None
    before = _steps(below, variable, scope)
    return None if before is None else (*before, step)


def _sign(e: Expr, scope: Scope) -> int:
    """The sign of a factor; 0 where it is not known."""
    if isinstance(e, Number):
        return (e.value > 0) - (e.value < 0)
    if isinstance(e, Name):
        return int(e.id in scope.positive | scope.unit | scope.integer or e.id == "pi")
    if isinstance(e, Product):
        result = 1
        for f in e.factors:
            result *= _sign(f, scope)
        return result
    if isinstance(e, Power) and isinstance(e.exponent, Number):
        inner = _sign(e.base, scope)
        return inner if inner > 0 or e.exponent.value.denominator > 1 else inner ** abs(e.exponent.value.numerator)
    return int(isinstance(e, Call) and e.fn == "exp")


def _may_take(step: Step, low: Expr, high: Expr, scope: Scope) -> bool:
    """Is the range one on which the step has a value and rises or falls?"""
    if step.kind == "odds":
        return (low, high) == (ZERO, ONE)
    return step.kind not in ("power", "log") or low == ZERO or _sign(low, scope) > 0
