"""Names as they are written: letters, indices, roles, signatures, and the words that the field has given a meaning.

Nothing here looks beyond one symbol; what a document makes of its names is the `vocabulary`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from hw3verify.language.sketch import show
from hw3verify.language.surface import App, Node, Num, Pow, Rel, Sym, Word

GREEK = frozenset(
    "alpha beta gamma delta epsilon varepsilon zeta eta theta vartheta iota kappa lambda mu nu xi pi rho sigma tau"
    " upsilon phi varphi chi psi omega Gamma Delta Theta Lambda Xi Pi Sigma Phi Psi Omega".split()
)
DENSITIES = frozenset("pqr")
INDICES = frozenset("ijklmn")
DUMMIES = frozenset("uvtsw")  # letters that authors take for a bound variable
DIVERGENCES = frozenset("KL JSD JS TV W1 W2 W H hellinger hellinger2 chi2 Jeffreys Renyi I Df CE BC".split())
LAWS = {
    "N": "normal",
    "U": "uniform",
    "Bernoulli": "bernoulli",
    "Ber": "bernoulli",
    "Bern": "bernoulli",
    "Exp": "exponential",
    "Exponential": "exponential",
    "Poisson": "poisson",
    "Laplace": "laplace",
    "Gamma": "gamma",
    "Beta": "beta",
    "Geometric": "geometric",
    "Binomial": "binomial",
    "Categorical": "categorical",
}

Signature = tuple[tuple[str, ...], tuple[str, ...]]


class Unknown(Exception):
    """A part of the formula has no meaning here; `start` is the offset in the display."""

    def __init__(self, message: str, node: Node | None = None) -> None:
        super().__init__(message)
        self.start = -1 if node is None else node.start


def is_variable(node: Node) -> bool:
    """A bare letter such as x, z', z_1: what densities are functions of."""
    return isinstance(node, Sym) and node.base not in GREEK and not node.base.startswith("reals")


def is_random_variable(node: Node) -> bool:
    """Is this an argument of H or I that stands for a random variable (X, Z_1, x), not for a density?"""
    return isinstance(node, Sym) and len(node.base) == 1 and node.base.lower() in "xyzuvwst"


def name_of(sym: Sym) -> str:
    """The name of a symbol as one identifier: `mu_phi`, `x'`, `D*`."""
    if not sym.sub:
        return sym.base + sym.marks
    return f"{sym.base}_{','.join(index_text(s) for s in sym.sub)}{sym.marks}"


def index_text(node: Node) -> str:
    """An index as text."""
    if isinstance(node, Word):
        return node.text
    return name_of(node) if isinstance(node, Sym) else show(node)


def known_label(text: str, told_apart: bool = False) -> str:
    """The index of a family as it is usually meant: p_g is p_G, p_d is p_{data}; not where a formula compares them."""
    if told_apart:
        return text
    return {"g": "G", "G": "G", "d": "data", "data": "data", "real": "data"}.get(text, text)


def role_of(variable: str) -> str:
    """The role of a variable: its name without primes."""
    return variable.rstrip("'*")


def running(node: Node) -> tuple[Sym, Sym] | None:
    """(z, k) of an argument `z=k` at a letter that runs; None for any other argument."""
    if not isinstance(node, Rel) or node.op != "=":
        return None
    sym, at = node.left, node.right
    if not isinstance(sym, Sym) or not isinstance(at, Sym) or not sym.base[:1].islower() or sym.base in GREEK:
        return None
    return (sym, at) if at.base in INDICES and not at.sub and not at.marks and sym.base != at.base else None


def variable_of(node: Node) -> Node:
    """The variable of an argument `y=1`, `z=k` or `z_i=k`; any other argument itself."""
    at = running(node)
    if at is not None:
        sub = tuple(s for s in at[0].sub if not (isinstance(s, Sym) and s.base in INDICES and not s.sub))
        return replace(at[0], sub=sub)
    small = isinstance(node, Rel) and node.op == "=" and isinstance(node.left, Sym) and node.left.base[:1].islower()
    return node.left if isinstance(node, Rel) and small and isinstance(node.right, Num) else node


def signature_of(node: App) -> Signature:
    """The roles of an application's arguments; "" for what is no name. Parameters keep their primes: ";theta'"."""
    outcome, given = (
        tuple("" if not isinstance(a, Sym) else f";{name_of(a)}" if is_greek(a) else role_of(name_of(a)) for a in group)
        for group in (tuple(map(variable_of, node.args)), tuple(map(variable_of, node.given)))
    )
    return outcome, given + tuple(f";{index_text(a)}" for a in node.params)


def parameters_of(signature: Signature) -> tuple[str, ...]:
    """The parameters behind the bar or the semicolon."""
    return tuple(g[1:] for g in signature[1] if g.startswith(";"))


def without_parameters(signature: Signature) -> Signature:
    """The signature without parameters."""
    return signature[0], tuple(g for g in signature[1] if not g.startswith(";"))


def is_greek(node: Node) -> bool:
    """Is this a Greek letter, with or without an index?"""
    return isinstance(node, Sym) and node.base in GREEK


def is_event(node: Node) -> bool:
    """Is this an argument of P that stands for an event, of which P(A) is the probability and no density?"""
    return isinstance(node, Sym) and node.base in ("A", "B", "C", "Omega")


def greek_indices(nodes: Iterable[Node]) -> set[str]:
    """Greek letters that stand as indices of densities (`p_\\theta'`): parameters, and never densities themselves."""
    densities = (n for n in nodes if isinstance(n, Sym) and n.base.lower() in DENSITIES)
    return {name_of(s) for n in densities for s in n.sub if isinstance(s, Sym) and s.base in GREEK}


def is_array(node: Node) -> bool:
    """Is this a vector or matrix by its looks: a bold letter, Sigma, an inverse of one?"""
    if isinstance(node, Pow):
        return is_array(node.base)
    return isinstance(node, Sym) and (node.style in ("bf", "bs") or name_of(node) == "Sigma")
