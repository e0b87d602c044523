"""What an implication concludes about: `f'(D) = 0 => D^* = ...` concludes that D is this.

Law: a name with a star or a hat in the conclusion that the premise does not know is the premise's name without it, the
solution of the premise.
"""

from __future__ import annotations

from hw3verify.meaning.expr import Apply, Expr, Name
from hw3verify.meaning.expr import walk as walk_expr


def solved(consequent: Expr, *premise: Expr) -> Expr:
    """`... = 0 => D^* = ...`: the name with a star or a hat is the solution D of the premise."""
    known = {_head(n) for e in premise for n in walk_expr(e)}
    head = _head(consequent)
    plain = head.rstrip("*").removeprefix("hat_")
    if plain == head or head in known or plain not in known:
        return consequent
    if isinstance(consequent, Name):
        for e in premise:
            for n in walk_expr(e):
                if isinstance(n, Apply) and n.head == plain:
                    return n
        return Name(plain)
    assert isinstance(consequent, Apply)
    return Apply(plain, consequent.args, consequent.given)


def _head(e: Expr) -> str:
    return e.id if isinstance(e, Name) else e.head if isinstance(e, Apply) else ""
