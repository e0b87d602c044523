"""Rational functions of atoms: factors, common denominators, and the zero test.

A denominator of several terms is an atom `poly` with a negative exponent; numerators are always expanded. Law: every
function here returns something equal to its argument wherever the argument has a value. Factors come from FLINT, whose
answer is believed for polynomials over the rationals and for nothing else.
"""

from __future__ import annotations

from math import lcm

from flint import Ordering, fmpq, fmpq_mpoly_ctx

from hw3verify.kernel.form import (
    UNIT,
    Atom,
    Exponent,
    Form,
    Monomial,
    TooLarge,
    atom_form,
    exponent,
    make_monomial,
    monomial_form,
    monomial_key,
    times,
)

MAX_FACTOR_TERMS = 120
MAX_FACTOR_DEGREE = 24

Factors = tuple[fmpq, Monomial, tuple[tuple[Form, int], ...]]


def poly_atom(f: Form) -> Atom:
    """The atom that stands for an irreducible sum in a denominator (or under a root)."""
    return Atom("poly", (f,), f.names)


def common_monomial(f: Form) -> Monomial:
    """The largest monomial that divides every term (exponents may be negative)."""
    least: dict[Atom, Exponent] = {}
    for index, m in enumerate(f.terms):
        present = dict(m)
        if index == 0:
            least = dict(m)
            continue
        for atom in list(least):
            least[atom] = min(least[atom], present.get(atom, 0))
        for atom, e in present.items():
            if atom not in least:
                least[atom] = min(e, 0)
    return make_monomial((a, e) for a, e in least.items() if e != 0)


def inverse_monomial(m: Monomial) -> tuple[fmpq, Monomial]:
    """1/m as (rational factor, monomial)."""
    factor = fmpq(1)
    result: Monomial = ()
    for atom, e in m:
        if atom.kind == "root":  # exponents of roots stay in (0, 1): p**(-1/2) = p**(1/2) / p
            factor /= fmpq(atom.data[0])
            e = exponent(1 - fmpq(e))
        elif atom.kind != "parity":  # which is its own inverse
            e = -e
        extra, result = times(result, ((atom, e),))
        factor *= extra
    return factor, result


_FACTORS: dict[str, Factors] = {}
MAX_MEMO = 5000


def factor(f: Form) -> Factors:
    """f = c * m * product of f_i ** e_i with irreducible sums f_i whose first coefficient is 1."""
    whole = f.single
    if whole is not None:
        return whole[0], whole[1], ()
    known = _FACTORS.get(f.key)
    if known is None:
        if len(_FACTORS) > MAX_MEMO:
            _FACTORS.clear()
        known = _FACTORS[f.key] = _factor(f)
    return known


def _factor(f: Form) -> Factors:
    m = common_monomial(f)
    rest = f
    if m:
        scale, inverse = inverse_monomial(m)
        rest = f * monomial_form(inverse, scale)
    if len(rest.terms) > MAX_FACTOR_TERMS:
        return fmpq(1), m, ((rest, 1),)
    atoms = sorted({a for n in rest.terms for a, _ in n}, key=lambda a: a.key)
    steps = dict.fromkeys(atoms, 1)
    for n in rest.terms:
        for a, e in n:
            steps[a] = lcm(steps[a], int(fmpq(e).q))
    degree = dict.fromkeys(atoms, 0)
    exponents: dict[tuple[int, ...], fmpq] = {}
    for n, c in rest.terms.items():
        held = dict(n)
        row = tuple(int(fmpq(held.get(a, 0)) * steps[a]) for a in atoms)
        exponents[row] = c
        for a, e in zip(atoms, row, strict=True):
            degree[a] = max(degree[a], e)
    if len(atoms) > 14 or max(degree.values()) > MAX_FACTOR_DEGREE or any(a.kind == "root" for a in atoms):
        return fmpq(1), m, ((rest, 1),)
    context = fmpq_mpoly_ctx.get(tuple(f"a{i}" for i in range(len(atoms))), Ordering.lex)
    content, pieces = context.from_dict(exponents).factor()
    content = fmpq(content)
    found: list[tuple[Form, int]] = []
    for piece, e in pieces:
        terms: dict[Monomial, fmpq] = {}
        for row, c in piece.to_dict().items():
            row_pairs = ((a, exponent(fmpq(int(k), steps[a]))) for a, k in zip(atoms, row, strict=True) if k)
            terms[make_monomial(row_pairs)] = fmpq(c)
        scale, primitive = primitive_part(Form(terms))
        content *= scale ** int(e)
        if primitive.single is not None:
            extra, m = times(m, tuple((a, k * int(e)) for a, k in primitive.single[1]))
            content *= extra
        else:
            found.append((primitive, int(e)))
    found.sort(key=lambda pair: pair[0].key)
    return content, m, tuple(found)


def primitive_part(f: Form) -> tuple[fmpq, Form]:
    """f = scale * g with g's first coefficient (in key order) equal to 1."""
    first = min(f.terms, key=monomial_key)
    scale = f.terms[first]
    return scale, f.scale(1 / scale)


def power(f: Form, e: int) -> Form:
    """f ** e for an integer e; a negative power of a sum becomes `poly` atoms."""
    whole = f.single
    if whole is not None:
        c, m = whole
        if e < 0:
            extra, m = inverse_monomial(m)
            c, e = extra / c, -e
        if e > 1 and any(a.kind in ("root", "parity") for a, _ in m):
            return _repeat(monomial_form(m, c), e)
        if e * max(int(c.p).bit_length(), int(c.q).bit_length()) > 4000:
            raise TooLarge("a power is too large")
        return Form({tuple((a, exponent(k * e)) for a, k in m): c**e}) if e else UNIT
    if not f.terms:
        if e > 0:
            return f
        if e == 0:
            return UNIT
        raise TooLarge("division by zero")
    if e >= 0:
        return _repeat(f, e)
    c, m, pieces = factor(f)
    result = power(monomial_form(m, c), e)
    for piece, k in pieces:
        result = result * atom_form(poly_atom(piece), k * e)
    return result


def _repeat(f: Form, e: int) -> Form:
    if e > 16:
        raise TooLarge("a power of a sum is too large")
    result = UNIT
    for _ in range(e):
        result = result * f
    return result


def denominators(f: Form) -> dict[Atom, int]:
    """The `poly` atoms that occur with negative integer exponents, with the largest |exponent|."""
    found: dict[Atom, int] = {}
    for m in f.terms:
        for a, e in m:
            if a.kind == "poly" and isinstance(e, int) and e < 0:
                found[a] = max(found.get(a, 0), -e)
    return found


def tall(f: Form) -> Form:
    """f with whole powers of sums that have come together again ((a + b)^(1/2) squared) multiplied out."""
    if not any(a.kind == "poly" and e >= 1 for m in f.terms for a, e in m):
        return f
    total = Form({})
    for m, c in f.terms.items():
        term = monomial_form(tuple((a, e) for a, e in m if a.kind != "poly" or e < 1), c)
        for a, e in m:
            if a.kind == "poly" and e >= 1:
                whole = int(fmpq(e).floor())
                part = exponent(fmpq(e) - whole)
                term = term * _repeat(a.data[0], whole) * (atom_form(a, part) if part else UNIT)
        total = total + term
    return total


def numerator(f: Form) -> tuple[Form, dict[Atom, int]]:
    """(n, d) with f = n / product of d, where n is expanded and has no poly atom in a denominator."""
    bottom = denominators(f)
    if not bottom:
        return f, bottom
    total = Form({})
    for m, c in f.terms.items():
        held = dict(m)
        term = Form({tuple((a, e) for a, e in m if a not in bottom): c})
        for a, k in bottom.items():
            left_over = fmpq(k + held.get(a, 0))
            whole = int(left_over.floor())
            part = exponent(left_over - whole)
            term = term * _repeat(a.data[0], whole) * (atom_form(a, part) if part else UNIT)
        total = total + term
    return total, bottom


def reduce(f: Form) -> Form:
    """f over a common denominator, with common factors cancelled; f itself where it has no such denominator."""
    if not denominators(f):
        return f
    top, bottom = numerator(f)
    if not top:
        return top
    c, m, pieces = factor(top)
    left = dict(bottom)
    result = monomial_form(m, c)
    for piece, k in pieces:
        a = poly_atom(piece)
        shared = min(k, left.get(a, 0))
        if shared:
            left[a] -= shared
        result = result * _repeat(piece, k - shared)
    for a, k in left.items():
        if k:
            result = result * atom_form(a, -k)
    return result
