r"""Known functions, distribution functions and quantiles.

    log, exp, sqrt, abs, max, min, erf, arctan, tanh, sinh, cosh, logit, softplus, sigmoid;  n over k; Gamma(s); B(a, b)
    F_P(x)        the integral of the density P from minus infinity to x
    F_P^{-1}(u)   the quantile function of a stated law
    \Phi(1.96)    the distribution function of the standard normal law, at a number

The last is read so at numbers only: at a variable \Phi may be any map.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from hw3verify.language.densities import density
from hw3verify.language.surface import App, Binom, Func, Node, Num, Sym, walk
from hw3verify.language.vocabulary import Unknown
from hw3verify.meaning.claim import Law
from hw3verify.meaning.expr import (
    INFINITY,
    MINUS_ONE,
    ONE,
    Apply,
    Arg,
    Call,
    Derivative,
    Domain,
    Expr,
    Fold,
    Name,
    Number,
    Power,
    add,
    divide,
    exp,
    free_names,
    fresh,
    log,
    multiply,
    negate,
    substitute,
    subtract,
)

if TYPE_CHECKING:
    from hw3verify.language.elaborate import Elaborator

HALF, TWO = Number(Fraction(1, 2)), Number(2)
PLAIN = ("abs", "max", "min", "sign", "erf", "arctan")
MOST_CHOICES = 12


def named(e: Elaborator, node: Func) -> Expr:
    """A named function at its arguments."""
    args = tuple(map(e.expr, node.args))
    if node.name in ("log", "exp"):
        value = Call(node.name, args[:1])
        return divide(value, log(e.expr(node.extra))) if node.extra is not None else value
    if node.name == "sqrt":
        root = TWO if node.extra is None else e.expr(node.extra)
        return Power(args[0], divide(ONE, root))
    if node.name in PLAIN:
        return Call(node.name, args)
    made = _by_exponentials(node.name, args[0]) if len(args) == 1 and node.extra is None else None
    if made is None:
        raise Unknown(f"the function {node.name} is not understood yet", node)
    return made


def _by_exponentials(name: str, t: Expr) -> Expr | None:
    up, down = exp(t), exp(negate(t))
    if name == "tanh":
        return divide(subtract(up, down), add(up, down))
    if name in ("sinh", "cosh"):
        return multiply(HALF, subtract(up, down) if name == "sinh" else add(up, down))
    if name == "sigmoid":
        return divide(ONE, add(ONE, down))
    if name == "softplus":
        return log(add(ONE, up))
    return log(divide(t, subtract(ONE, t))) if name == "logit" else None



def choose(e: Elaborator, node: Binom) -> Expr:
    """n over k: a product of k factors for a small number k, else by factorials."""
    n, k = e.expr(node.n), e.expr(node.k)
    if isinstance(k, Number) and k.value.denominator == 1 and 0 <= k.value <= MOST_CHOICES:
        factors = [divide(subtract(n, Number(i)), Number(i + 1)) for i in range(int(k.value))]
        return multiply(*factors) if factors else ONE
    bottoms = (Power(Call("factorial", (b,)), MINUS_ONE) for b in (k, subtract(n, k)))
    return multiply(Call("factorial", (n,)), *bottoms)


def applied(e: Elaborator, fn: Sym, node: App) -> Expr | None:
    """Gamma(s), B(a, b), Phi(1.96), F_P(x), F_P^{-1}(u); None for any other head."""
    if fn.base == "B" and not fn.sub and not fn.marks and len(node.args) == 2 and not node.given and not node.params:
        return _beta(e, node)
    if len(node.args) != 1 or node.given or node.params:
        return None
    if fn.base == "Gamma" and not fn.sub and not fn.marks:
        return Call("gamma", (e.expr(node.args[0]),))
    if fn.base in ("psi", "digamma") and not fn.sub and not fn.marks:
        return _digamma(e, fn, node.args[0])
    if fn.base == "Phi" and not fn.sub and not fn.marks:
        if not all(isinstance(n, Num) for n in walk(node.args[0]) if isinstance(n, Sym | Num)):
            return None
        t = divide(e.expr(node.args[0]), Power(TWO, HALF))
        return multiply(HALF, add(ONE, Call("erf", (t,))))
    if fn.base != "F" or len(fn.sub) != 1 or fn.marks not in ("", "~"):
        return None
    of = _family_of(e, fn.sub[0])
    if of is None:
        return None
    value, variables = density(e, of, ())
    if len(variables) != 1:
        raise Unknown("a distribution function of several variables", node)
    at = e.expr(node.args[0])
    return quantile(e, value, at, node) if fn.marks else below(value, variables[0], at)


def _beta(e: Elaborator, node: App) -> Expr | None:
    """The beta function, if the text says nothing else of B."""
    told = {"B" for s in e.scope.said if "beta" in s.after.lower()}
    known = e.scope.vague | e.vocabulary.declared | (e.scope.mentioned - told)
    if "B" in known or e.scope.definition("B") is not None:
        return None
    a, b = map(e.expr, node.args)
    return divide(multiply(Call("gamma", (a,)), Call("gamma", (b,))), Call("gamma", (add(a, b),)))


def _digamma(e: Elaborator, fn: Sym, at: Node) -> Expr | None:
    r"""\psi(a) beside gamma, beta laws or \Gamma is the digamma function; at a variable \psi may be any test.

    What \psi is at numbers and parameters, where nothing says so, is not guessed.
    """
    if fn.base == "psi" and isinstance(at, Sym) and (at.base in e.vocabulary.variables or at.base in "xyzt"):
        return None
    known = any(law.name in ("gamma", "beta") for law, _ in e.scope.laws) or fn.base == "digamma"
    if known or e.scope.definition("digamma") is not None:
        return Call("digamma", (e.expr(at),))
    if "psi" in e.scope.mentioned:
        return None
    raise Unknown("nothing says what psi is", fn)


def recognised(body: Expr) -> Expr:
    """The derivative of the logarithm of the gamma function by its variable is the digamma function."""
    if isinstance(body, Derivative) and isinstance(body.by, Name) and body.body == log(Call("gamma", (body.by,))):
        return Call("digamma", (body.by,))
    return body


def _family_of(e: Elaborator, index: Node) -> Sym | None:
    """The density that the index of a distribution function names: F_P is that of P, F_1 that of P_1."""
    if isinstance(index, Sym) and e.vocabulary.is_density(index):
        return index
    laws = {law.head for law, _ in e.scope.laws}
    named = [Sym(base, (index,)) for base in ("P", "p")]
    return next((sym for sym in named if e.vocabulary.is_density(sym) and e.vocabulary.family(sym) in laws), None)


def below(value: Expr, variable: str, at: Expr) -> Expr:
    """The mass below a point."""
    var = fresh(variable, free_names(at) | {variable})
    role = next((a.role for n in (value,) if isinstance(n, Apply) for a in n.args), variable)
    body = substitute(value, {variable: Name(var)})
    return Fold("sum", var, Domain("interval", role, negate(INFINITY), at), body)


def quantile(e: Elaborator, value: Expr, u: Expr, node: Node) -> Expr:
    """The quantile function of a law at u."""
    laws: tuple[Law, ...] = (*(law for law, _ in e.scope.laws), *e.laws)
    head = value.head if isinstance(value, Apply) and not value.given else ""
    law = next((law for law in laws if law.head == head and not law.given and not law.index), None)
    if law is None:
        raise Unknown("the quantiles of this are not known", node)
    p = law.parameters
    if law.name == "uniform":
        return add(p[0], multiply(subtract(p[1], p[0]), u))
    if law.name == "exponential":
        return divide(negate(log(subtract(ONE, u))), p[0])
    if law.name == "point":
        return p[0]
    if law.name == "laplace":
        half = subtract(u, HALF)
        size = log(subtract(ONE, multiply(TWO, Call("abs", (half,)))))
        return subtract(p[0], multiply(p[1], Call("sign", (half,)), size))
    if law.name == "normal":
        e.heads["probit"] = "function"
        return add(p[0], multiply(Power(p[1], HALF), Apply("probit", (Arg("u", u),))))
    raise Unknown(f"the quantiles of a {law.name} law are not known", node)
