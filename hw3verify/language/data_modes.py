r"""Modes: `\arg\max_\theta p(\theta | x_1, \dots, x_n)`, and the maximum likelihood of data given a random parameter.

The place where a positive function is largest is that where its logarithm is, whatever positive constant multiplies
it: the posterior becomes the log prior plus the sum of the log densities of the data, with the stated laws written out.
Law: the same argument, over the values that the parameter may have under these laws.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from hw3verify.language.datasets import Data, is_likelihood, is_posterior
from hw3verify.language.law_formulas import density_formula
from hw3verify.language.names import name_of
from hw3verify.language.ranges import PROBABILITY, WHOLE, Range
from hw3verify.language.surface import App, Big, Func, Sym
from hw3verify.meaning.claim import Law
from hw3verify.meaning.expr import ONE, ZERO, Apply, Arg, Domain, Expr, Fold, Name, add, log, substitute

if TYPE_CHECKING:
    from hw3verify.language.elaborate import Elaborator

HALF = Range(ZERO, None, "()")
RANGES = {
    "beta": PROBABILITY, "bernoulli": PROBABILITY, "gamma": HALF, "exponential": HALF, "poisson": HALF, "normal": WHOLE,
}  # fmt: skip


def mode(e: Elaborator, node: Big, op: str, name: str) -> tuple[Expr, Range] | None:
    """What is made as large as possible, as a sum of logarithms, and its range; None for anything else."""
    of = node.body
    of = of.args[0] if isinstance(of, Func) and of.name == "log" and len(of.args) == 1 else of
    if op != "argsup" or not isinstance(of, App) or node.domain is not None or not isinstance(node.var, Sym):
        return None
    data = next((d for d in e.scope.data if d.given == name), None)
    if data is None or name_of(node.var) != name:
        return None
    likelihood = is_likelihood(e.scope, of)
    if not likelihood and not is_posterior(e.scope, of):
        return None
    draws = [w for w, _ in e.scope.laws if (w.head, w.outcome, w.given) == (data.head, (data.role,), (name,))]
    priors = [w for w, _ in e.scope.laws if (w.head, w.outcome, w.given) == (data.head, (name,), ())]
    if len(draws) != 1 or len(priors) > 1 or (not priors and not likelihood):
        return None
    known = priors or draws
    if {draws[0].name, known[0].name} - RANGES.keys() or data.head in e.open_laws | e.scope.open_laws:
        return None
    e.used[data.source] = None
    e.heads[f"{data.letter}[]"] = "indexed"
    terms = [_logs(data, draws[0])]
    if not likelihood:
        terms.append(log(density_formula(priors[0].name, priors[0].parameters, Name(name))))
    return add(*terms), RANGES[known[0].name]


def _logs(data: Data, law: Law) -> Expr:
    """The sum of the log densities of the data."""
    entry = Apply(f"{data.letter}[]", (Arg(data.index_role, Name("i")),))
    body = log(density_formula(law.name, law.parameters, Name("#")))
    whole = substitute(body, {"#": entry})
    return Fold("sum", "i", Domain("index", data.index_role, ONE, data.size), whole)
