"""A maximum over a parameter of a law: the density is written out, so that the parameter stands where it can be seen.

Only laws whose density is a formula of parameter and outcome: normal, exponential, Bernoulli. The law has to exist
on the whole range of the parameter. Outside of its support a density is zero whatever the parameter is, and nothing is
claimed there (equality of densities is almost everywhere): the indicator of the support is left out.
"""

from __future__ import annotations

from dataclasses import replace

from hw3verify.kernel.concave import member_facts
from hw3verify.kernel.law import conditions, density_of, parameters_at
from hw3verify.kernel.normal import Normal
from hw3verify.meaning.claim import Facts, Law
from hw3verify.meaning.expr import Apply, Call, Expr, Fold, Name, Number, Product, free_names, rebuild, subtract, walk

WRITTEN_OUT = frozenset(("normal", "exponential", "bernoulli"))


def moving_laws(facts: Facts, e: Fold) -> tuple[Law, ...]:
    """The laws whose parameters speak of the bound name."""
    return tuple(law for law in facts.laws if any(e.var in free_names(p) for p in law.parameters))


def written_out(facts: Facts, e: Fold) -> Expr | None:
    """The objective with the densities of these laws as formulas; None where one has none or may not exist."""
    laws = moving_laws(facts, e)
    normal = Normal(member_facts(e, Facts(positive=facts.positive, unit=facts.unit, assumptions=facts.assumptions)))
    if not laws or e.domain.kind != "numbers":
        return None
    for law in laws:
        if law.name not in WRITTEN_OUT or law.index or len(law.outcome) != 1:
            return None
        for needed in conditions(law.name, law.parameters):
            gap = subtract(needed.left, needed.right) if needed.op == ">" else subtract(needed.right, needed.left)
            if not normal.signs.positive(normal.form(gap)):
                return None
    found = _formulas(e.body, {law.head: law for law in laws})
    heads = {law.head for law in laws}
    return None if found is None or any(isinstance(n, Apply) and n.head in heads for n in walk(found)) else found


def supported(facts: Facts, e: Fold) -> Facts:
    """The facts with what the supports of these laws say of their outcomes, which are names or samples here."""
    binary, positive = set(facts.binary), set(facts.positive)
    laws = {law.head: law for law in moving_laws(facts, e)}
    for n in walk(e.body):
        if isinstance(n, Apply) and n.head in laws and laws[n.head].name != "normal":
            for a in n.args:
                name = a.value.id if isinstance(a.value, Name) else a.value.head if isinstance(a.value, Apply) else ""
                kind = binary if laws[n.head].name == "bernoulli" else positive
                kind.add(name)
    return replace(facts, binary=frozenset(binary), positive=frozenset(positive))


def _formulas(e: Expr, laws: dict[str, Law]) -> Expr | None:
    if isinstance(e, Apply) and e.head in laws:
        law = laws[e.head]
        if {a.role for a in e.args} != set(law.outcome) or {a.role for a in e.given} != set(law.given):
            return None
        parameters_at(law, e)
        return _inside(density_of(law, e))
    try:
        return rebuild(e, lambda c: _needed(_formulas(c, laws)))
    except _NoFormula:
        return None


class _NoFormula(ValueError):
    """A density of which the law does not speak."""


def _needed(e: Expr | None) -> Expr:
    if e is None:
        raise _NoFormula
    return e


def _inside(e: Expr) -> Expr:
    """The formula without the indicator of its support."""
    if isinstance(e, Product):
        kept = tuple(f for f in e.factors if not (isinstance(f, Call) and f.fn == "le" and f.args[0] == Number(0)))
        return Product(kept)
    return e
