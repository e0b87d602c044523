"""A hunt for contradictions: random derivations are judged, and the verdicts compared with numbers from elsewhere.

A random expression tree over densities p and q of x and z, functions, parameters, expectations, integrals, divergences
and logarithms is written as LaTeX and, apart from that, evaluated in floating point in worlds (`derivations.py`).
A second tree is made from it by rewriting with rules that are true for all densities; a third by changing one node.

    proved, but violated in a world      a false proof
    refuted, but true by construction    a false refutation

By hand, with many more: `python tests/judge/test_contradictions.py 2000 SEED`.
"""

from __future__ import annotations

import random
import sys
from collections import Counter
from pathlib import Path
from runpy import run_path
from types import SimpleNamespace
from typing import Any

import pytest

D: Any = SimpleNamespace(**run_path(str(Path(__file__).with_name("derivations.py"))))


def violations(left: D.Tree, op: str, right: D.Tree, worlds: list[D.World]) -> tuple[int, int]:
    """In how many worlds the relation has a value, and in how many it fails."""
    seen = wrong = 0
    for w in worlds:
        try:
            a, b = D.value(left, w, {}), D.value(right, w, {})
        except (ValueError, OverflowError, ZeroDivisionError):
            continue
        slack = 1e-6 * max(1.0, abs(a), abs(b))
        seen += 1
        wrong += not {"=": abs(a - b) <= slack, "\\ge": a >= b - slack, "\\le": a <= b + slack}[op]
    return seen, wrong


def hunt(seeds: range, worlds: list[D.World]) -> tuple[list[str], Counter[str]]:
    """The contradictions among these derivations, and how often each verdict was given."""
    import hw3verify

    made = [(k, *D.derivation(k)) for k in seeds]
    made = [m for m in made if D.closed(m[1]) and D.closed(m[3])]
    text = {k: f"{D.latex(a, random.Random(k))} {op} {D.latex(b, random.Random(k + 1))}" for k, a, op, b, _ in made}
    document = "# Derivations\n\n" + "\n\n".join(f"$${text[k]} \\quad ({k - seeds.start + 1})$$" for k, *_ in made)
    said = {int(v.equation) + seeds.start - 1: v for v in hw3verify.check(document).links}
    found, count = [], Counter()
    for k, left, op, right, true in made:
        verdict = said[k].verdict
        count[("true " if true else "any ") + verdict] += 1
        if verdict not in ("proved", "refuted"):
            continue
        seen, wrong = violations(left, op, right, worlds)
        if true and wrong:
            found.append(f"{k}: `derivations.py` is wrong, not the checker: {text[k]}")
        elif verdict == "proved" and wrong:
            found.append(f"{k}: proved, and violated in {wrong} of {seen} worlds: {text[k]}")
        elif verdict == "refuted" and true:
            found.append(f"{k}: refuted, and true by construction: {text[k]}  {said[k].counterexample}")
        elif verdict == "refuted" and op == "=" and seen and not wrong:
            found.append(f"{k}: refuted, and it holds in all of {seen} worlds: {text[k]}  {said[k].counterexample}")
    return found, count


WORLD_LIST = [D.World(k) for k in range(D.WORLDS)]


@pytest.mark.parametrize("start", [0, 20, 40])
def test_nothing_proved_is_violated_and_nothing_true_refuted(start: int) -> None:
    """Random derivations: a proof is never violated in a world, a true rewriting is never refuted."""
    found, count = hunt(range(start, start + 20), WORLD_LIST)
    assert not found, "\n".join(found)
    assert count.total() > 10


def test_the_hunt_can_fail() -> None:
    """The worlds tell a false relation from a true one: KL is not symmetric, and not negative."""
    p, q = ("density", "p", ("x",), ()), ("density", "q", ("x",), ())
    assert violations(("KL", p, q), "=", ("KL", q, p), WORLD_LIST)[1] > 0
    assert violations(("KL", p, q), "\\ge", ("number", 0), WORLD_LIST) == (D.WORLDS, 0)


@pytest.mark.parametrize(
    "relation",
    [
        "\\frac{\\partial}{\\partial\\mu} E_{q(z)}[z^2] = 1 - 1",
        "\\int_0^1 E_{q(z)}[z] d\\mu = E_{q(z)}[z]",
        "\\int_0^1 q(z) d\\mu = q(z)",
        "\\left[E_{q(z)}[z]\\right]_{\\mu=0}^{\\mu=1} = 1 - 1",
        "\\frac{\\partial}{\\partial\\mu} KL(q(z), p(z)) = \\mu - \\mu",
        "E_{q(z)}[z] > E_{q(z)}[z]",
    ],
)
def test_a_law_moves_with_its_parameter(relation: str) -> None:
    """Under q = N(mu, 1) the mean is mu: each is false, and would hold for a density that mu does not move."""
    import hw3verify

    facts = "Let $q(z)=\\mathcal{N}(\\mu,1)$ and $p(z)=\\mathcal{N}(0,1)$.\n\n"
    (link,) = hw3verify.check(f"{facts}$${relation} \\quad (1)$$").links
    assert link.verdict not in ("proved", "supported")


def test_a_logarithm_of_a_difference_bounds_nothing_elsewhere() -> None:
    """That log(p(x) + 2 - a) is written somewhere does not put `a` between 0 and 1."""
    import hw3verify

    text = "Let $a\\in\\mathbb{R}$.\n\n$$\\log(p(x) + 2 - a) = 1$$\n\n$$KL(p(x), p(x)) + 2 \\ge 2 - a - a$$"
    assert hw3verify.check(text).links[-1].verdict != "proved"


if __name__ == "__main__":
    most, begin = int(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 1000
    totals: Counter[str] = Counter()
    for at in range(begin, begin + most, 20):
        holes, verdicts = hunt(range(at, at + 20), WORLD_LIST)
        totals += verdicts
        for hole in holes:
            print(hole, flush=True)
    print(totals)
