"""Exact numbers as text: `1/2 + 3 log 2`, and back.

`from_text(to_text(v)) == v` for every exact finite value. Balls print as decimals that end in three dots, which
cannot be read back: a certificate holds exact numbers only.
"""

from __future__ import annotations

from flint import ctx, fmpq, fmpz

from hw3verify.meaning.value import MOST_BITS, Ball, Infinite, LogLinear, Undefined, Value, enclosure

LONGEST_PRIME = 80


def to_float(a: Value) -> float:
    """A float near the value, for people to read; never used to decide."""
    if isinstance(a, Infinite):
        return a.sign * float("inf")
    if isinstance(a, Undefined):
        return float("nan")
    with ctx.workprec(128):
        return float(enclosure(a).mid()) if not isinstance(a, Ball) else float(a.ball.mid())


def to_text(a: Value) -> str:
    """Plain text: `1/2 + 3 log 2`, `0.693...`, `infinity`, `undefined`."""
    if isinstance(a, Infinite):
        return "infinity" if a.sign > 0 else "-infinity"
    if isinstance(a, Undefined):
        return "undefined"
    if isinstance(a, Ball):
        return f"{to_float(a):.12g}..."
    parts = [str(a.rational)] if a.rational != 0 or not a.logs else []
    for prime, weight in a.logs:
        size = "" if abs(weight) == 1 else f"{abs(weight)} "
        parts.append(("- " if weight < 0 else "+ " if parts else "") + f"{size}log {prime}")
    return " ".join(parts)


def from_text(text: str) -> LogLinear:
    """The exact value that `to_text` printed; `ValueError` for anything else (and for balls)."""
    if len(text) > 4 * MOST_BITS:
        raise ValueError("the number is too long")
    total, logs, way = fmpq(0), {}, 1
    words = text.split()
    at = 0
    while at < len(words):
        word = words[at]
        if word in "+-":
            way, at = (1 if word == "+" else -1), at + 1
            continue
        weight = fmpq(1)
        if word != "log":
            weight, at = _fraction(word), at + 1
        if at < len(words) and words[at] == "log":
            prime = int(words[at + 1]) if at + 1 < len(words) else 0
            if prime.bit_length() > LONGEST_PRIME or not fmpz(prime).is_prime() or prime in logs:
                raise ValueError(f"not an exact value: {text!r}")
            logs[prime], at = way * weight, at + 2
        else:
            total += way * weight
        way = 1
    return LogLinear(total, tuple(sorted(logs.items())))


def _fraction(word: str) -> fmpq:
    top, _, bottom = word.partition("/")
    return fmpq(int(top), int(bottom or "1"))
