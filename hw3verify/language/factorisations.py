"""Stated factorisations: `p(x,y,z) = p(x|y) p(y|z) p(z)` is an assumption, unless it is true of any distribution.

Law: what the chain rule of probability says anyway adds nothing to the scope; everything else that is stated of a joint
or conditional density is kept as an assumption that holds everywhere, or as the name of a marginal (`lent_marginal`).
"""

from __future__ import annotations

from dataclasses import replace

from hw3verify.language.elaborate import Elaborator
from hw3verify.language.names import signature_of
from hw3verify.language.scope import Definition, Scope
from hw3verify.language.surface import App, Sym
from hw3verify.language.vocabulary import Vocabulary
from hw3verify.meaning.claim import Relation
from hw3verify.meaning.expr import Apply, Arg, Call, Domain, Expr, Fold, Name, Number, Power, Product, walk


def structure(scope: Scope, e: Elaborator, left: App, body: Expr, source: str) -> Scope | None:
    """A statement such as p(x,z) = p(x|z) p(z): nothing new if it is Bayes' rule for one family, else an assumption."""
    value = e.expr(left)
    if isinstance(value, Apply) and _is_chain_rule(value, body):
        return scope
    name = named_part(scope, e.vocabulary, value, body, source)
    if name is not None:
        return scope.define(name)
    if isinstance(value, Apply):
        lent = lent_marginal(scope, e.vocabulary, value, body, source)
        if lent is not None:
            return scope.define(lent)
    return replace(scope, assumptions=(*scope.assumptions, (Relation(value, "=", body), source)))


def is_tilted(vocabulary: Vocabulary, left: App, body: Expr) -> bool:
    """Is `q^*(z|x) = p(z) p(x|z)^{1/b} / Z(x)` all that is ever said of q^*: then it is a name for its right side.

    Of a density that also occurs with other variables more than this formula is meant; and a product of densities is
    better kept as the factorisation that it is.
    """
    plain = all(isinstance(a, Sym) for a in (*left.args, *left.given))
    if not isinstance(left.fn, Sym) or len(left.args) != 1 or not plain:
        return False
    family = vocabulary.family(left.fn, signature_of(left))
    if set(vocabulary.signatures.get(family, ())) != {signature_of(left)}:
        return False
    nodes = list(walk(body))
    if any(isinstance(n, Apply) and n.head == family for n in nodes):
        return False
    whole = (n.exponent for n in nodes if isinstance(n, Power))
    return any(isinstance(n, Call) for n in nodes) or any(
        not isinstance(e, Number) or e.value.denominator != 1 for e in whole
    )


def _is_chain_rule(joint: Apply, body: Expr) -> bool:
    """Is `p(a, b | c) = p(a | b, c) p(b | c)` true of any distribution? (`p(x | z_1)` without z_2 is Markov's.)"""
    factors = body.factors if isinstance(body, Product) else (body,)
    waiting = [f for f in factors if isinstance(f, Apply) and f.head == joint.head]
    if len(waiting) != len(factors):
        return False
    behind = {a.role for a in joint.given}
    while waiting:  # the factor that is conditioned on exactly what is behind comes next
        following = next((f for f in waiting if {a.role for a in f.given} == behind), None)
        outcome = {a.role for a in following.args} if following is not None else set()
        if following is None or outcome & behind:
            return False
        waiting.remove(following)
        behind |= outcome
    return behind == {a.role for a in joint.args + joint.given}


def lent_marginal(scope: Scope, vocabulary: Vocabulary, joint: Apply, body: Expr, source: str) -> Definition | None:
    """`q(x, z) = p_data(x) q(z|x)`, or `q(z)` as the integral of that over x, says that p_data(x) is the q(x) of q.

    Law: a joint density is any density of x times any conditional one. So where the text knows p_data at x only, and q
    at x in no other way, what holds of every p_data and q(z|x) holds of every joint q with p_data as its name for q(x).
    """
    whole = body
    if isinstance(whole, Fold) and whole.op == "sum" and whole.domain == Domain("space", whole.domain.role):
        whole = whole.body
    factors = whole.factors if isinstance(whole, Product) else ()
    if len(factors) != 2 or not all(isinstance(f, Apply) for f in factors) or joint.given:
        return None
    conditional = next((f for f in factors if isinstance(f, Apply) and f.head == joint.head), None)
    lent = next((f for f in factors if isinstance(f, Apply) and f.head != joint.head), None)
    if conditional is None or lent is None or lent.given or len(lent.args) != 1 or conditional.given != lent.args:
        return None
    (own,) = lent.args
    bound = whole is not body
    if bound and not (isinstance(body, Fold) and own.value == Name(body.var) and own.role == body.domain.role):
        return None
    if set(joint.args) != {*conditional.args, *(() if bound else lent.args)} or not isinstance(own.value, Name):
        return None
    alone = set(vocabulary.signatures.get(lent.head, ()))
    known = vocabulary.nearby.get(joint.head) or vocabulary.signatures.get(joint.head) or ()
    stated = any(law.head in (lent.head, joint.head) for law, _ in scope.laws) or scope.tables or scope.push_forwards
    defined = scope.definition(lent.head) is not None or scope.definition(joint.head) is not None
    elsewhere = bound and any(own.role in outcome for outcome, given in known if not given)
    if stated or defined or elsewhere or alone - {((own.role,), ())}:
        return None
    letter = own.value.id
    value = Apply(joint.head, (Arg(own.role, Name(letter)),))
    return Definition(lent.head, (letter,), value, source, density=True)


def named_part(scope: Scope, vocabulary: Vocabulary, value: Expr, body: Expr, source: str) -> Definition | None:
    """`p(x|y=1) = p_data(x)`, `p(y=1) = \\pi`: a name for what p has at a value, if nothing else is said of it.

    Law: the parts that values cut out of a joint density are any densities, with any weight between 0 and 1.
    """
    if isinstance(value, Apply):
        return None
    if isinstance(body, Apply) and body.head in vocabulary.signatures and len(body.args) == 1 and not body.given:
        (own,) = body.args
        alone = set(vocabulary.signatures.get(body.head, ())) == {((own.role,), ())}
        stated = any(law.head == body.head for law, _ in scope.laws) or scope.definition(body.head) is not None
        spoken = any(body.head in (n.head for s in (r.left, r.right) for n in walk(s) if isinstance(n, Apply))
                     for r, _ in scope.assumptions)  # fmt: skip
        inside = any(isinstance(n, Apply) and n.head == body.head for n in walk(value))
        if alone and not stated and not spoken and not inside and isinstance(own.value, Name):
            return Definition(body.head, (own.value.id,), value, source, density=True)
    return None
