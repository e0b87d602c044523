"""Linear arithmetic over monomials: does an inequality follow from others?

    follows(known, goal, strict)   do the inequalities `known` imply goal >= 0 (goal > 0)?

Every monomial counts as an unknown of its own, so the question is one of linear inequalities over the rationals. It is
answered by Fourier and Motzkin's elimination: the opposite of the goal is added, unknowns are eliminated one after the
other, and the goal follows if a contradiction between numbers is left. Law: "yes" is right for every value of the
monomials; "no" means only that nothing was found (the number of inequalities is bounded).
"""

from __future__ import annotations

from collections.abc import Iterable

from flint import fmpq

from hw3verify.kernel.form import Form, Monomial

MOST_ROWS = 160
MOST_KNOWN = 24

Row = tuple[dict[Monomial, fmpq], bool]  # a sum that is >= 0, or > 0 where the flag is set


def follows(known: Iterable[tuple[Form, bool]], goal: Form, strict: bool) -> bool:
    """Do the known inequalities imply goal >= 0 (or > 0)?"""
    opposite: Row = ({m: -c for m, c in goal.terms.items()}, not strict)
    return _contradictory([opposite, *_near(known, goal)])


def contradictory(known: Iterable[tuple[Form, bool]]) -> bool:
    """Can the inequalities not all hold?"""
    return _contradictory([(dict(f.terms), strict) for f, strict in list(known)[:MOST_KNOWN]])


def _near(known: Iterable[tuple[Form, bool]], goal: Form) -> list[Row]:
    """The inequalities that speak, directly or through each other, of the goal's monomials."""
    waiting = [(f, strict) for f, strict in known if f.terms]
    reached = {m for m in goal.terms if m}
    kept: list[Row] = []
    grown = True
    while grown and len(kept) < MOST_KNOWN:
        grown = False
        for pair in list(waiting):
            if any(m in reached for m in pair[0].terms) and len(kept) < MOST_KNOWN:
                waiting.remove(pair)
                kept.append((dict(pair[0].terms), pair[1]))
                reached.update(m for m in pair[0].terms if m)
                grown = True
    return kept


def _contradictory(rows: list[Row]) -> bool:
    """Eliminate one unknown after the other; a number that should be >= 0 and is not is a contradiction."""
    while True:
        open_rows = []
        for terms, strict in rows:
            if all(not m for m in terms):
                value = terms.get((), fmpq(0))
                if value < 0 or (strict and value == 0):
                    return True
            else:
                open_rows.append((terms, strict))
        if not open_rows:
            return False
        rows = _eliminated(open_rows)
        if len(rows) > MOST_ROWS:
            return False


def _eliminated(rows: list[Row]) -> list[Row]:
    """The rows without the unknown whose elimination leaves the fewest."""
    counts: dict[Monomial, list[int]] = {}
    for terms, _ in rows:
        for m, c in terms.items():
            if m:
                counts.setdefault(m, [0, 0])[c > 0] += 1
    best = min(counts, key=lambda m: counts[m][0] * counts[m][1] - sum(counts[m]))
    without = [row for row in rows if best not in row[0]]
    above = [row for row in rows if row[0].get(best, 0) > 0]
    below = [row for row in rows if row[0].get(best, 0) < 0]
    for up, strict_up in above:
        for down, strict_down in below:
            a, b = -down[best], up[best]
            total: dict[Monomial, fmpq] = {}
            for terms, weight in ((up, a), (down, b)):
                for m, c in terms.items():
                    if m != best:
                        total[m] = total.get(m, fmpq(0)) + c * weight
            without.append(({m: c for m, c in total.items() if c != 0 or not m}, strict_up or strict_down))
    return without
