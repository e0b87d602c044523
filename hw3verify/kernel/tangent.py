"""Functions of a stated shape in proofs: their forms, and the gaps between a function and the lines that touch it.

    stated values    f(1) = 0 is put in, also where the argument only turns out to be 1
    Fenchel          f*(f'(s)) = s f'(s) - f(s), as the line of slope f'(s) touches f at s;
                     f(f*'(u)) = u f*'(u) - f*(u)
    symmetry         f(t) = t f(1/t), where the facts state it: the first of t and 1/t in a fixed order
    tangent gap      f(t) - f(s) - f'(s) (t - s) >= 0 for convex f: f lies above every line that touches it
    Fenchel gap      f(t) + f*(u) - u t >= 0 for every t of the domain, by the definition of f*

Law: what is called a gap is never negative, for every function of the shape. f'(s) is the slope of any touching line
where f has a corner; there is one at every inner point of the domain (Rockafellar, Convex Analysis, 1970, section 23).
A tangent gap needs no domain: f agrees between the points at which it is written with a convex function on the whole
line. The t of a Fenchel gap has to lie in the domain: it is visibly positive, or f is written at it, or f lives on the
line. Of a concave f the same holds with the signs turned; a function without a shape has no gaps.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from flint import fmpq

from hw3verify.kernel.atoms import Binders, call
from hw3verify.kernel.form import Form, number
from hw3verify.kernel.rational import power, reduce
from hw3verify.meaning.codec import decode
from hw3verify.meaning.shape import ANY, CONVEX, MARK, Shape, named

if TYPE_CHECKING:
    from hw3verify.kernel.logs import Logs
    from hw3verify.kernel.normal import Normal

KINDS = ("tangent", "Fenchel")


def shaped(rules: Logs, fn: str, f: Form) -> Form:
    """The form of f(u), f'(u) or f*(u)."""
    found = named(fn)
    f = reduce(f)
    shape = None if found is None else rules.signs.facts.shape_of(found[0])
    if found is None or shape is None:
        return call((fn, f))
    head, starred, order = found
    at = f.constant
    if at is not None and not starred:
        value = shape.value(order, Fraction(int(at.p), int(at.q)))
        if value is not None:
            rules.trace.add("stated value of a function")
            return number(fmpq(value.numerator, value.denominator))
    if shape.mirrored and (starred, order) == (False, 0) and f.terms and rules.signs.positive(f):
        inverse = reduce(power(f, -1))
        if inverse.key < f.key:
            rules.trace.add("stated symmetry of a function")
            return f * call((fn, inverse))
    touching = _touching(shape, starred, order, f)
    if touching is not None:
        rules.trace.add("Fenchel's equality")
        other = f"{MARK}{head}{'' if starred else '*'}"
        return touching * f - shaped(rules, other, touching) if order == 0 else touching
    return call((fn, f))


def _touching(shape: Shape, starred: bool, order: int, u: Form) -> Form | None:
    """The s at which f has the slope u, where u is written as f'(s) (or as f*'(s), for f itself)."""
    whole = u.single
    if shape.sign != CONVEX or whole is None or whole[0] != 1 or len(whole[1]) != 1 or order > 1:
        return None
    a, e = whole[1][0]
    inner = named(str(a.data[0])) if a.kind == "call" and e == 1 else None
    if inner != (shape.head, not starred, 1):
        return None
    if order == 1 and not (shape.strict if starred else shape.smooth):
        return None  # f* may have a corner where f has a flat piece, and the other way round
    found: Form = a.data[1]
    return found


@dataclass(frozen=True, slots=True)
class ShapeGap:
    """A tangent gap (at t, from the line that touches at s) or a Fenchel gap (of t and u) as it stands in a witness."""

    coefficient: fmpq
    shape: Shape
    binders: Binders
    weight: Form
    first: Form
    second: Form


def read_gap(normal: Normal, data: dict[str, Any]) -> ShapeGap:
    """A gap with the sign of its weight checked; ValueError where a condition is not evident."""
    from hw3verify.kernel.proof import opened

    c = Fraction(data["coefficient"])
    shape = normal.facts.shape_of(str(data["head"]))
    if c <= 0 or shape is None or shape.sign == ANY:
        raise ValueError("a gap needs a positive coefficient and a shape")
    env, binders = opened(normal, data["over"])
    w = normal.within(decode(data["weight"]), env)
    if not normal.signs.nonnegative(w):
        raise ValueError("the weight may be negative")
    first, second = (normal.within(decode(data[k]), env) for k in ("first", "second"))
    return ShapeGap(fmpq(c.numerator, c.denominator), shape, binders, w, first, second)


def gap(normal: Normal, data: dict[str, Any]) -> tuple[Form, bool]:
    """The value of a gap, and whether it is positive; ValueError where a condition is not evident."""
    g = read_gap(normal, data)
    shape, first, second, w, binders = g.shape, g.first, g.second, g.weight, g.binders
    positive = False
    if data["kind"] == "tangent":
        starred = bool(data.get("starred"))
        body = _above(normal, shape, starred, first, second)
        apart = normal.signs.positive(first - second) or normal.signs.positive(second - first)
        positive = shape.strict and not starred and apart and not binders and normal.signs.positive(w)
    else:
        body = _young(normal, shape, first, second)
    whole = normal.rules.fold(binders, w * body) if binders else w * body
    return whole.scale(g.coefficient), positive


def touching(normal: Normal, data: dict[str, Any]) -> tuple[Binders, Form, Form] | None:
    """(binders, t, s) of a tangent gap that is zero at t = s only: a strictly convex function touches its tangents
    once, and the weight is positive everywhere."""
    if data["kind"] != "tangent" or data.get("starred"):
        return None
    g = read_gap(normal, data)
    return (g.binders, g.first, g.second) if g.shape.strict and normal.signs.positive(g.weight) else None


def _above(normal: Normal, shape: Shape, starred: bool, t: Form, s: Form) -> Form:
    """f(t) - f(s) - f'(s) (t - s), turned round for a concave f."""
    if starred and shape.sign != CONVEX:
        raise ValueError("a conjugate of what is not convex")
    normal.trace.add("a convex function lies above its tangents" if starred or shape.sign == CONVEX else
                     "a concave function lies below its tangents")  # fmt: skip
    star = "*" if starred else ""
    value, slope = f"{MARK}{shape.head}{star}", f"{MARK}{shape.head}{star}'"
    rules = normal.rules
    found = shaped(rules, value, t) - shaped(rules, value, s) - shaped(rules, slope, s) * (t - s)
    return found if starred or shape.sign == CONVEX else -found


def _young(normal: Normal, shape: Shape, t: Form, u: Form) -> Form:
    """f(t) + f*(u) - u t."""
    inside = shape.domain == "line" or normal.signs.positive(t) or (shape.head, reduce(t).key) in normal.rules.written
    if shape.sign != CONVEX or not inside:
        raise ValueError("not convex, or perhaps outside of the domain")
    normal.trace.add("Fenchel-Young inequality")
    return shaped(normal.rules, f"{MARK}{shape.head}", t) + shaped(normal.rules, f"{MARK}{shape.head}*", u) - u * t
