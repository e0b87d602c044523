"""How a formula for parameters becomes the answer for laws."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from hw3verify.divergences.dispatch import rule
from hw3verify.divergences.laws.family import evaluated

F = TypeVar("F", bound=Callable[..., Any])


def closed(functional: str, *kinds: type) -> Callable[[F], F]:
    """Register formula(xp, *parameters of all laws, *orders) as the answer to `functional` for laws of these kinds."""

    def register(formula: F) -> F:
        def answer(*arguments: Any) -> Any:
            laws, orders = arguments[: len(kinds)], arguments[len(kinds) :]
            return evaluated(lambda xp, *parameters: formula(xp, *parameters, *orders), laws)

        rule(functional, *kinds)(answer)
        return formula

    return register
