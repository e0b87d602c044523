"""The letter of data: `X_i` and `x_i` are one where the text draws X_1, ..., X_n and speaks of their values x_i.

Law: of data whose letter is x, entries written with the capital are those written with the small letter.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from hw3verify.language.scope import Scope
from hw3verify.meaning.claim import Relation
from hw3verify.meaning.expr import Apply, Expr, rebuild


def written(scope: Scope, letter: str) -> str:
    """The letter under which entries of data are known; any other letter itself."""
    return letter.lower() if any(d.letter == letter.lower() for d in scope.data) else letter


def with_small_letter(scope: Scope, capital: str) -> Scope:
    """The scope in which what was said of X_i is said of x_i."""
    if not capital.isupper():
        return scope
    heads = {f"{capital}[]": f"{capital.lower()}[]"}
    definitions = tuple(replace(d, body=_renamed(d.body, heads)) for d in scope.definitions)
    said = tuple(
        (Relation(_renamed(r.left, heads), r.op, _renamed(r.right, heads)), s) for r, s in scope.assumptions
    )
    return replace(scope, definitions=definitions, assumptions=said)


def _renamed(e: Expr, heads: Mapping[str, str]) -> Expr:
    e = rebuild(e, lambda c: _renamed(c, heads))
    return Apply(heads[e.head], e.args, e.given) if isinstance(e, Apply) and e.head in heads else e
