"""Names that displays introduce: definitions, and the solutions of implications.

`L(q, c) = ...` with a fresh name on either side is a definition, not a claim: it can be neither true nor false. A name
is fresh if neither facts nor earlier formulas of its problem have used it. A density is defined only by something in
which it does not occur (its model), because p(x) = ... is otherwise a claim about p. `... => D^* = ...` names the
solution.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations

from hw3verify.judge.assess import Assessment
from hw3verify.judge.context import Context
from hw3verify.judge.flow import Link, Side
from hw3verify.judge.link import Outcome
from hw3verify.language.array_use import speaks
from hw3verify.language.derived import is_derived
from hw3verify.language.normalised import normalised
from hw3verify.language.readings import Reading
from hw3verify.language.scope import Said, Scope
from hw3verify.language.sketch import show
from hw3verify.language.statements import define, names_of
from hw3verify.language.surface import App, Big, Mul, Node, Num, Pow, Sym, walk
from hw3verify.language.vocabulary import DIVERGENCES, INDICES, LAWS, Unknown, Vocabulary, name_of


def definition_of(
    vocabulary: Vocabulary, link: Link, scope: Scope, seen: set[str]
) -> tuple[Scope | None, Assessment] | None:
    """A relation that introduces a name: (scope with it, verdict), or None if it is a claim."""
    if link.op == "prop":
        return _up_to_a_factor(vocabulary, link, scope, seen)
    if link.op not in ("=", ":=") or link.role != "claim" or link.left is None:
        return None
    for name_side, body_side in ((link.left, link.right), (link.right, link.left)):
        first, body = name_side.readings.first, body_side.readings.first
        if first is None or (name_side is link.left and not link.fresh):
            continue
        node = _named_game(first.node, body) if name_side is link.left else first.node
        name = _fresh(vocabulary, node, scope, seen, None if body is None else body.node)
        if name_side is link.left and body is not None and _is_model(vocabulary, first.node, body.node, scope, seen):
            name = vocabulary.family(symbol(first.node))
        if not name or (name_side is link.right and vocabulary.is_density(symbol(first.node))):
            continue
        return _introduce(vocabulary, name, node, None if body is None else body.node, scope, name_side)
    return None


def _up_to_a_factor(
    vocabulary: Vocabulary, link: Link, scope: Scope, seen: set[str]
) -> tuple[Scope | None, Assessment] | None:
    """`q^*(z) \\propto p(z) e^{f(z)}` with a fresh name: the normalised density."""
    left = None if link.left is None else link.left.readings.first
    right = link.right.readings.first
    if link.left is None or left is None or right is None or link.role != "claim" or not link.fresh:
        return None
    body = normalised(vocabulary, left.node, right.node)
    name = "" if body is None else _fresh(vocabulary, left.node, scope, seen, right.node)
    return _introduce(vocabulary, name, left.node, body, scope, link.left) if name else None


def _named_game(node: Node, body: Reading | None) -> Node:
    r"""`\min_G\max_D V(D,G) = E[\log D(x)] + ...` says what V(D, G) is: what it binds stands free on the right."""
    inner, names = node, set()
    while isinstance(inner, Big) and inner.op in ("max", "min") and isinstance(inner.var, Sym) and not inner.domain:
        names.add(name_of(inner.var))
        inner = inner.body
    spoken = {name_of(n) for n in walk(body.node) if isinstance(n, Sym)} if body is not None else set()
    game = isinstance(inner, App) and bool(names) and not any(isinstance(n, Big) and n.op in ("max", "min") for n in
                                                             walk(body.node if body is not None else node))  # fmt: skip
    return inner if game and names <= spoken else node


def _introduce(
    vocabulary: Vocabulary, name: str, left: Node, body: Node | None, scope: Scope, side: Side
) -> tuple[Scope | None, Assessment]:
    new = None
    if body is not None:
        try:
            new = define(scope, vocabulary, left, body, side.latex + " := ...")
        except Unknown:
            new = None
    if new is None:
        if scope.is_full:
            return scope.overfull(), Assessment(Outcome("definition", f"introduces {name}"))
        names = {name, *_spellings(symbol(left))}  # gamma_{ik} may be the list gamma_i of entries k
        new = replace(scope, vague=scope.vague | names, mentioned=scope.mentioned | {name})
    if body is not None:
        new = new.hear(Said((left, body), ("=",), side.latex + " := ...", arrays=speaks((left, body))))
    return new, Assessment(Outcome("definition", f"introduces {name}"))


def _spellings(sym: Sym) -> set[str]:
    """The heads that an indexed name may have: all of its indices, some, or none are part of the name."""
    found = {sym.base + sym.marks} if sym.sub else set()
    for k in range(1, len(sym.sub)):
        found |= {name_of(replace(sym, sub=kept)) for kept in combinations(sym.sub, k)}
    return found


def _fresh(vocabulary: Vocabulary, node: Node, scope: Scope, seen: set[str], body: Node | None) -> str:
    """The name that the node would introduce, "" if it introduces none."""
    fn = node.fn if isinstance(node, App) else node
    if not isinstance(fn, Sym) or fn.base in LAWS or (isinstance(node, App) and fn.base in DIVERGENCES):
        return ""
    if isinstance(node, App) and node.sep == "||" and not (fn.sub and all(isinstance(a, Sym) for a in node.args)):
        return ""  # D(p || q) without an index is the Kullback-Leibler one
    name = name_of(fn)
    known = scope.draws.names(fn) or scope.definition(name) is not None or is_derived(scope, fn, node)
    if known or (name in ("pi", "e") and not vocabulary.pi_is_name):
        return ""
    if body is not None and any(isinstance(n, Sym) and name_of(n) == name for n in walk(body)):
        return ""  # e^{\\log x} = x says something about x
    if body is not None and fn.sub and any(isinstance(n, Sym) and _entry(n) == _entry(fn) for n in walk(body)):
        return ""  # sum_j a_j d_{jk} = a_k says something about a
    if not vocabulary.is_density(fn):
        plain = name.rstrip("'")  # A'(theta) beside A(theta) is its slope
        if {name, plain} & (seen | scope.mentioned) or scope.definition(plain) is not None:
            return ""
        if isinstance(node, App) and not all(isinstance(a, Sym | App) or _is_power(a) for a in node.args):
            return ""
        return name
    family = vocabulary.family(fn)
    if isinstance(node, App):
        (family,) = names_of(vocabulary, App(fn, node.args, node.given)) & set(vocabulary.signatures) or {family}
    if family in seen or family in scope.mentioned or scope.definition(family) is not None or body is None:
        return ""
    if any(law.head == family for law, _ in scope.laws):
        return ""
    inner = names_of(vocabulary, body)
    densities = inner & set(vocabulary.signatures)
    return family if family not in inner and (not densities or fn.marks or len(densities) == 1) else ""


def _is_model(vocabulary: Vocabulary, left: Node, body: Node, scope: Scope, seen: set[str]) -> bool:
    """Is this the first that is said of p: p(x,y,z) = p(x) p(y|x) p(z|y), a joint of three or more as its factors?"""
    factors = body.factors if isinstance(body, Mul) else ()
    if not isinstance(left, App) or len(left.args) < 3 or left.given or not vocabulary.is_density(symbol(left)):
        return False
    family = vocabulary.family(symbol(left))
    if family in seen or family in scope.mentioned or not all(isinstance(f, App) for f in factors):
        return False
    applied = [f for f in factors if isinstance(f, App) and vocabulary.family(symbol(f)) == family]
    outcomes = [a for f in applied for a in f.args]
    if len(applied) != len(factors) or sorted(map(show, outcomes)) != sorted(map(show, left.args)):
        return False
    try:
        return any(f.given for f in applied) and define(scope, vocabulary, left, body, "") not in (None, scope)
    except Unknown:
        return False


def _is_power(node: Node) -> bool:
    """The variance of l(mu, sigma^2)."""
    return isinstance(node, Pow) and isinstance(node.base, Sym) and isinstance(node.exponent, Num)


def _entry(sym: Sym) -> tuple[str, str, int]:
    """What the entries of one list have in common, if their indices are letters."""
    letters = all(isinstance(s, Sym) and s.base in INDICES for s in sym.sub)
    return (sym.base, sym.marks, len(sym.sub)) if letters else (name_of(sym), "", 0)


def solution_of(vocabulary: Vocabulary, link: Link, context: Context) -> Scope | None:
    """`... => D^* = ...` names the solution for later."""
    if link.consequent is None or link.consequent.op != "=":
        return None
    left, right = link.consequent.left.readings.first, link.consequent.right.readings.first
    if left is None or right is None or not isinstance(symbol(left.node), Sym):
        return None
    sym = symbol(left.node)
    if "*" not in sym.marks or context.scope.definition(name_of(sym)) is not None:
        return None
    try:
        return define(context.scope, vocabulary, left.node, right.node, link.consequent.left.latex)
    except Unknown:
        return None


def symbol(node: Node) -> Sym:
    """The name that a node is, or applies; an empty name if it is neither."""
    fn = node.fn if isinstance(node, App) else node
    return fn if isinstance(fn, Sym) else Sym("")


def merged(scope: Scope, new: Scope) -> Scope:
    """The scope that knows more: with what a display has defined."""
    return new if len(new.definitions) >= len(scope.definitions) else scope
