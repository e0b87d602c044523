"""Laws that a sentence names in words: `Let $U$ be uniform on $[0, 1]$`, `$X$ a Poisson variable with mean $\\lambda$`.

One variable, or one sample, and one law in a sentence; the parameters are the formulas behind the words that call them
rate, mean, variance, probability. Anything else is left to the words, which then only restrict.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from hw3verify.language.distributed import head_for
from hw3verify.language.elaborate import Elaborator
from hw3verify.language.laws import add_law
from hw3verify.language.random_variables import Draw
from hw3verify.language.scope import Scope
from hw3verify.language.surface import Interval, Node, Sym
from hw3verify.language.variables import small
from hw3verify.language.vocabulary import Vocabulary, name_of
from hw3verify.meaning.claim import Law
from hw3verify.meaning.expr import ONE, ZERO, Expr, Number, Power

_NAMES = {
    "standard normal": "standard", "standard gaussian": "standard", "normal": "normal", "gaussian": "normal",
    "uniform": "uniform", "bernoulli": "bernoulli", "poisson": "poisson", "exponential": "exponential",
}  # fmt: skip
_LAW = re.compile(
    r"\b(standard (?:normal|gaussian)|normal|gaussian|uniform|bernoulli|poisson|exponential)(?:ly)?\b", re.IGNORECASE
)
_PARAMETER = re.compile(
    r"\b(mean|expectation|variance|rate|intensity|standard deviation|parameter|(?:success )?probability|on|over|in)\W*$"
    r"|\b(?:bernoulli|poisson)\W*\(?\W*$",
    re.IGNORECASE,
)
_MORE = re.compile(
    r"\b(?:not|approximately|truncated|mixture|conditional\w*|given|density|process|prior)\b", re.IGNORECASE
)


def named_in_words(
    scope: Scope,
    vocabulary: Vocabulary,
    draw: Draw | None,
    name: Node,
    formulas: Sequence[tuple[Node, str]],
    words: str,
) -> Scope | None:
    """The scope with the law of one variable that the words name; None where they name none, or too much.

    `formulas`: the formulas of the sentence that are no relations, with the words before them.
    """
    found = {_NAMES[m.group(1).lower()] for m in _LAW.finditer(words)}
    if len(found) != 1 or _MORE.search(words) or not isinstance(name, Sym):
        return None
    (law_name,) = found
    values: dict[str, Node] = {}
    for node, before in formulas:
        called = _PARAMETER.search(before)
        if called is not None:
            values[(called.group(1) or "parameter").lower()] = node
    e = Elaborator(vocabulary, scope)
    parameters = _parameters(e, law_name, values)
    if parameters is None:
        return None
    role = small(name)
    head = head_for(scope, vocabulary, role, set())
    law = Law(head, (role,), (), "normal" if law_name == "standard" else law_name, parameters)
    scope = add_law(scope, law, f"{name_of(name)} is {law_name}")
    size = None if draw is None else draw.size
    return replace(scope, random=scope.random.add(Draw(name_of(name), head, role, size=size)))


def _parameters(e: Elaborator, law: str, values: dict[str, Node]) -> tuple[Expr, ...] | None:
    """The parameters of the law, from the formulas by what they are called."""
    said = set(values)
    if law == "standard":
        return (ZERO, ONE) if not said else None
    if law == "uniform":
        of = values.get("on") or values.get("over") or values.get("in")
        if len(said) != 1 or not isinstance(of, Interval):
            return None
        return e.expr(of.low), e.expr(of.high)
    if law == "normal":
        if said == {"mean", "variance"}:
            return e.expr(values["mean"]), e.expr(values["variance"])
        if said == {"mean", "standard deviation"}:
            return e.expr(values["mean"]), Power(e.expr(values["standard deviation"]), Number(2))
        return None
    if len(said) != 1:
        return None
    ((called, node),) = values.items()
    value = e.expr(node)
    if law == "bernoulli" and called in ("parameter", "mean", "probability", "success probability"):
        return (value,)
    if law == "poisson" and called in ("parameter", "mean", "rate", "intensity"):
        return (value,)
    if law == "exponential" and called in ("rate", "mean"):
        return (value if called == "rate" else Power(value, Number(-1)),)
    return None
