"""Uses that change what a name is: pi as a weight, Q as a function of parameters, U as an energy.

By convention pi is the number and P, Q, R are densities; a text that writes `1 - \\pi` or `Q(\\theta, \\theta')` means
something else by them, everywhere.
"""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

from hw3verify.language.names import DENSITIES, DIVERGENCES, GREEK, INDICES, is_greek, name_of
from hw3verify.language.surface import Add, App, Div, Neg, Node, Num, Sym, walk


def functionals(nodes: Iterable[Node]) -> set[str]:
    """Capital letters that only ever stand at parameters: the Q of expectation maximisation is no density."""
    at_parameters: set[str] = set()
    elsewhere: set[str] = set()
    for node in nodes:
        if isinstance(node, App) and isinstance(node.fn, Sym) and node.fn.base in ("P", "Q", "R"):
            of_parameters = bool(node.args) and all(map(_is_parameter, (*node.args, *node.given)))
            (at_parameters if of_parameters else elsewhere).add(name_of(node.fn))
    return at_parameters - elsewhere


def letters(nodes: Iterable[Node]) -> set[tuple[str, str]]:
    """The Greek letters with all names that are made of them: theta, theta', theta_0."""
    return {(node.base, name_of(node)) for node in nodes if isinstance(node, Sym) and is_greek(node)}


def numbered(nodes: Iterable[Node]) -> set[tuple[str, str, Num]]:
    """The names that are written with one number as their index: f_1, f_2."""
    return {
        (node.base, node.marks, node.sub[0])
        for node in nodes
        if isinstance(node, Sym) and len(node.sub) == 1 and isinstance(node.sub[0], Num)
    }


def _is_parameter(node: Node) -> bool:
    return is_greek(node) or (isinstance(node, Sym) and node.base.rpartition("_")[2] in GREEK)  # \hat\theta


def is_ratio(node: Node) -> bool:
    """Is it a quotient of densities, `p(x)/q(x)` or p/q, by its look?"""
    parts = (node.num, node.den) if isinstance(node, Div) else ()
    return bool(parts) and all(any(_is_law(n) for n in walk(part)) for part in parts)


def _is_law(node: Node) -> bool:
    fn = node.fn if isinstance(node, App) else node
    return isinstance(fn, Sym) and fn.base.lower() in DENSITIES


def kindred(nodes: Iterable[Node], ranges: dict[str, Node | None], kin: dict[str, str]) -> None:
    """A letter is an index like j if it stands where j stands: `\\mu_k` beside `\\sum_j \\mu_j`."""
    letters: dict[str, set[str]] = {}
    for root in nodes:
        for node in walk(root):
            if isinstance(node, Sym) and len(node.sub) == 1 and isinstance(node.sub[0], Sym):
                letters.setdefault(node.base, set()).add(node.sub[0].base)
    for found in letters.values():
        known = sorted(found & ranges.keys(), key=lambda n: (ranges[n] is None, n))
        for letter in found & INDICES if known else ():
            if ranges.get(letter) is None:  # sum_i sum_j x_i x_j: one range
                ranges[letter] = ranges[known[0]]
                kin.setdefault(letter, kin.get(known[0], known[0]))


def letter_of_hellinger(nodes: Iterable[Node]) -> set[str]:
    """What an H stands for: "distance" where `H^2(p, q)` is written, "entropy" where `H(p)` or `H(X|Y)` is."""
    heads = [node for node in nodes if isinstance(node, App) and isinstance(node.fn, Sym)]
    squares = {"distance" for node in heads if isinstance(node.fn, Sym) and node.fn.base == "hellinger2"}
    entropies = {"entropy" for node in heads if isinstance(node.fn, Sym) and node.fn.base == "H" and
                 (len(node.args) == 1 or node.given)}  # fmt: skip
    return squares | entropies


PARAMETERS = ("theta", "phi", "psi", "lambda", "eta", "beta")  # H(theta, theta') speaks of parameters, not of densities


def of_parameters(node: App) -> bool:
    """Does the application stand at parameters only?"""
    return all(isinstance(a, Sym) and a.base.rpartition("_")[2] in PARAMETERS for a in (*node.args, *node.given))


def arity(node: App) -> str:
    """How many arguments, and how many behind the bar: H(p), H(p, q) and H(t | t') are three names."""
    return f"{len(node.args)}" if not node.given else f"{len(node.args)}|{len(node.given)}"


def is_energy(node: App) -> bool:
    """`U(z)`: an energy, because a uniform law has two ends."""
    return (
        isinstance(node.fn, Sym)
        and node.fn.base == "U"
        and len(node.args) == 1
        and not node.given
        and not node.params
        and isinstance(node.args[0], Sym)
        and not is_greek(node.args[0])
        and node.bracket == "("
    )


def is_pi(node: Node) -> bool:
    """Is this a bare pi?"""
    return isinstance(node, Sym) and name_of(node) == "pi"


def names_pi(node: Node) -> bool:
    """Does the node use pi as a name: 1 - pi, pi(a), a density pi?"""
    if isinstance(node, Add) and Num(Fraction(1)) in node.terms:
        return any(isinstance(t, Neg) and is_pi(t.arg) for t in node.terms)
    if isinstance(node, App):
        of_divergence = isinstance(node.fn, Sym) and node.fn.base in DIVERGENCES
        return is_pi(node.fn) or (of_divergence and any(map(is_pi, node.args)))
    return False
