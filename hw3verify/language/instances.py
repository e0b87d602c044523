"""Defined names where they are used: the body at the written arguments.

`M` for `M(x)` stands at the variables of its definition; `D^*(y)` has y put in; a functional F(q) or V(D) is known at
other densities and functions too, all replaced at once; a name that was defined after the body (`Let $f = g/C$ and
$C = ...$`) is put in last. What does not fit the definition is `Unknown`, never the body as it stands.
"""

from __future__ import annotations

from dataclasses import replace
from string import ascii_letters
from typing import TYPE_CHECKING

from hw3verify.language.densities import density
from hw3verify.language.parameters import moves, note_written, renamed
from hw3verify.language.partial import check_domain
from hw3verify.language.shape_formulas import with_formulas
from hw3verify.language.sketch import show
from hw3verify.language.surface import Add, App, Div, Mul, Neg, Node, Num, Sym
from hw3verify.language.valued import usual_divergence
from hw3verify.language.vocabulary import Unknown, name_of
from hw3verify.meaning.expr import (
    Apply,
    Arg,
    Expr,
    Fold,
    Name,
    add,
    divide,
    free_names,
    multiply,
    negate,
    rebuild,
    substitute,
)
from hw3verify.meaning.expr import walk as walk_expr

if TYPE_CHECKING:
    from hw3verify.language.elaborate import Elaborator
    from hw3verify.language.scope import Scope
    from hw3verify.language.vocabulary import Vocabulary

Heads = dict[str, tuple[dict[str, str], Expr]]  # head -> (role -> variable of the value, value)


def instance(e: Elaborator, name: str, node: App | None = None, plain: bool = False) -> Expr | None:
    """A defined name, bare or at arguments, with its body put in (`plain`: as it stands, if it is a D_f)."""
    d = e.scope.definition(name)
    if d is None:
        return None
    e.used[d.source] = None
    whole = usual_divergence(e, d, node) if node is not None and not plain else None
    if whole is not None:
        return whole
    body = _resolved(e, d.body, frozenset((name, *_replaced(d.parameters, node))))
    body = body if plain else with_formulas(e, body)
    e.note_heads(body)
    if d.domain and (node is None or len(node.args) != 1):
        raise Unknown(f"{name} is not defined everywhere, and perhaps not here", node)
    if node is None or not d.parameters:
        note_written(e, d.written)
        return body
    if len(node.args) + len(node.given) != len(d.parameters):
        raise Unknown(f"{name} takes {len(d.parameters)} arguments", node)
    if _same_game(body, d.parameters, node):
        note_written(e, d.written)
        return body
    values: dict[str, Expr] = {}
    heads: dict[str, tuple[dict[str, str], Expr]] = {}
    parameters: dict[str, Node] = {}
    slots = d.slots or (None,) * len(d.parameters)
    for parameter, slot, a in zip(d.parameters, slots, (*node.args, *node.given), strict=True):
        if isinstance(slot, Apply):
            _at_density(e, heads, slot, a)
        elif parameter.startswith("="):  # defined at a formula: only there is it known
            if parameter != f"={show(a)}":
                raise Unknown(f"{name} is not defined at these arguments", a)
        else:
            value = e.argument(a)
            check_domain(e, d, value, a)
            if value == Name(parameter):
                continue
            if moves(d, parameter):
                parameters[parameter] = a
            if parameter in free_names(body):
                values[parameter] = value
            elif not moves(d, parameter):
                _at_function(e, heads, body, parameter, a)
    if node is not None:
        e.keep_free(frozenset(values), body, node)
    body = renamed(e, d, body, parameters)
    return substitute(replace_heads(body, heads) if heads else body, values)


def label_of(node: App) -> str:
    """The name of a functional of random variables: `h(x)` and `h(x, z)` are two numbers, not h at two places."""
    inside = ",".join(name_of(a) if isinstance(a, Sym) else "?" for a in node.args)
    behind = "|" + ",".join(name_of(a) if isinstance(a, Sym) else "?" for a in node.given) if node.given else ""
    return f"{name_of(node.fn)}({inside}{behind})" if isinstance(node.fn, Sym) else ""


def is_label(vocabulary: Vocabulary, node: App, body: Expr) -> bool:
    """Do the arguments only say which variables the body integrates, `h(x) = -\\int p(x)\\log p(x)dx`?"""
    written = [a for a in (*node.args, *node.given) if isinstance(a, Sym) and not vocabulary.is_density(a)]
    names = {name_of(a) for a in written}
    bound = {n.var for n in walk_expr(body) if isinstance(n, Fold) and n.domain.kind == "space"}
    return bool(names) and len(written) == len(node.args) + len(node.given) and names <= bound - free_names(body)
def is_member(scope: Scope, sym: Sym) -> bool:
    """Is the name L_2 where something is said of L_K as a whole?"""
    if len(sym.sub) != 1 or not isinstance(sym.sub[0], Num) or name_of(sym) in scope.mentioned:
        return False
    told = {d.name for d in scope.definitions if not d.parameters} | scope.vague
    return any(name_of(replace(sym, sub=(Sym(letter),))) in told for letter in ascii_letters)


def index_letters(vocabulary: Vocabulary, fn: Sym) -> tuple[str, ...]:
    """The letters of a name whose indices all run: k for gamma_k; () for any other name."""
    letters = tuple(s.base for s in fn.sub if isinstance(s, Sym) and not s.sub and s.base in vocabulary.ranges)
    return letters if len(letters) == len(fn.sub) else ()


def indexed_function(fn: Sym) -> str:
    """The name under which gamma_k(x) is defined for every k."""
    return f"{fn.base}{fn.marks}[]()"


def indexed_instance(e: Elaborator, fn: Sym, node: App) -> Expr | None:
    """gamma_j(y), where gamma_k(x) is defined for every k; None if it is not."""
    letters = index_letters(e.vocabulary, fn)
    if not letters or e.scope.definition(indexed_function(fn)) is None:
        return None
    return instance(e, indexed_function(fn), App(fn, (*(Sym(k) for k in letters), *node.args), node.given))


def _replaced(parameters: tuple[str, ...], node: App | None) -> set[str]:
    """The parameters for which something else is written: what is known of a number of this name is not of it."""
    written = () if node is None else (*node.args, *node.given)
    pairs = zip(parameters, written, strict=False)
    return {p for p, a in pairs if len(p) == 1 and p.islower() and not (isinstance(a, Sym) and name_of(a) == p)}


def _same_game(body: Expr, parameters: tuple[str, ...], node: App) -> bool:
    """V(G, D) after V(D, G): where one name is applied to the other, as in D(G(z)), their order says nothing."""
    written = tuple(name_of(a) if isinstance(a, Sym) else "" for a in (*node.args, *node.given))
    if len(set(parameters)) < 2 or written == parameters or set(written) != set(parameters):
        return False
    nested = (a.value for n in walk_expr(body) if isinstance(n, Apply) and n.head in parameters for a in n.args)
    return any(isinstance(v, Apply) and v.head in parameters for v in nested)


def _resolved(e: Elaborator, body: Expr, seen: frozenset[str]) -> Expr:
    """A body with the names put in that were defined after it: `Let $f = g/C$ and $C = ...$`."""
    later = {}
    for n in free_names(body) - seen:
        d = e.scope.definition(n)
        if d is not None and not d.parameters:
            e.used[d.source] = None
            later[n] = _resolved(e, d.body, seen | {n})
    heads: Heads = {}
    for a in walk_expr(body):
        d = e.scope.definition(a.head) if isinstance(a, Apply) and a.head not in seen else None
        if d is None or not isinstance(a, Apply) or d.density or a.given or len(a.args) != len(d.parameters):
            continue
        if not any(d.slots) and not any(p.startswith("=") for p in d.parameters):
            for arg in a.args:
                check_domain(e, d, arg.value, None)
            e.used[d.source] = None
            value = _resolved(e, d.body, seen | {a.head})
            heads[a.head] = dict(zip((arg.role for arg in a.args), d.parameters, strict=True)), value
    return substitute(replace_heads(body, heads) if heads else body, later)


def _at_function(e: Elaborator, heads: Heads, body: Expr, parameter: str, node: Node) -> None:
    """A functional V(D) at another function: every D(x) in its body becomes that function at the same place."""
    used = [n for n in walk_expr(body) if isinstance(n, Apply) and n.head == parameter]
    if not used or any(a.role != used[0].args[i].role for n in used for i, a in enumerate(n.args)):
        raise Unknown("a functional is not defined at this function", node)
    variables = {a.role: a.role for a in used[0].args}
    given = e.scope.definition(name_of(node)) if isinstance(node, Sym) else None
    if given is not None:
        if given.domain:
            raise Unknown(f"{given.name} is not defined everywhere", node)
        if given.parameters and len(given.parameters) != len(variables):
            raise Unknown("a functional is not defined at this function", node)
        e.used[given.source] = None
        e.note_heads(given.body)
        if given.parameters:
            variables = dict(zip(variables, given.parameters, strict=True))
        heads[parameter] = variables, given.body
    elif isinstance(node, Sym) and "*" in node.marks:
        raise Unknown(f"nothing says what {name_of(node)} is", node)
    elif isinstance(node, Sym) and (name_of(node) in e.vocabulary.functions or node.base == parameter):
        head = name_of(node)
        e.heads[head] = "function"
        heads[parameter] = variables, Apply(head, tuple(Arg(r, Name(r)) for r in variables))
    else:
        heads[parameter] = variables, e.expr(node)


def _at_density(e: Elaborator, heads: Heads, slot: Apply, node: Node) -> None:
    """A functional F(q) at another density: every q(z|x) in its body becomes that density at the same place."""
    if isinstance(node, Add | Mul | Neg | Div):  # F[q + \\epsilon\\eta]
        variables = tuple(a.value.id for a in slot.args if isinstance(a.value, Name))
        value = combination(e, node, variables)
        if len(variables) != len(slot.args) or not set(variables) <= free_names(value) or _wider(e, value, variables):
            raise Unknown("the functional is not defined at this density", node)
        heads[slot.head] = dict(zip((a.role for a in slot.args), variables, strict=True)), value
        return
    formal = tuple(a.value.id for a in slot.args if isinstance(a.value, Name))
    never_applied = isinstance(node, Sym) and e.vocabulary.family(node) not in e.vocabulary.signatures
    value, outcome = density(e, node, formal if never_applied else ())
    if value == slot:
        return
    if len(formal) != len(outcome):
        raise Unknown("the functional is not defined at this density", node)
    heads[slot.head] = dict(zip((a.role for a in slot.args), outcome, strict=True)), value


def _wider(e: Elaborator, value: Expr, variables: tuple[str, ...]) -> bool:
    """Is this a density of more variables than the slot has: q(x) r(y|x) for the q(x) of a functional?"""
    heads = {h for h, kind in e.heads.items() if kind == "density"}
    applied = (n for n in walk_expr(value) if isinstance(n, Apply) and n.head in heads)
    return any(isinstance(a.value, Name) and a.value.id not in variables for n in applied for a in n.args)


def combination(e: Elaborator, node: Node, variables: tuple[str, ...]) -> Expr:
    """Bare densities and functions in a formula at these variables: the q and eta of q + \\epsilon\\eta."""
    if isinstance(node, Add):
        return add(*(combination(e, t, variables) for t in node.terms))
    if isinstance(node, Mul):
        return multiply(*(combination(e, f, variables) for f in node.factors))
    if isinstance(node, Neg):
        return negate(combination(e, node.arg, variables))
    if isinstance(node, Div):
        return divide(combination(e, node.num, variables), e.expr(node.den))
    if isinstance(node, Sym) and e.scope.definition(name_of(node)) is None:
        if e.vocabulary.is_density(node):
            return density(e, node, variables)[0]
        roles = e.vocabulary.function_roles(name_of(node))
        if len(roles) == len(variables):
            e.heads[name_of(node)] = "function"
            own = (_role(e, v, role) for v, role in zip(variables, roles, strict=True))
            return Apply(name_of(node), tuple(Arg(r, Name(v)) for r, v in zip(own, variables, strict=True)))
    return e.expr(node)


def _role(e: Elaborator, variable: str, usual: str) -> str:
    """The role of a function's variable: that of the densities, if they have one."""
    from hw3verify.language.functions import density_role

    return density_role(e, variable) or usual


def replace_heads(body: Expr, heads: Heads) -> Expr:
    """`body` with every application of the heads replaced, all at once, by a value at the application's arguments."""
    if isinstance(body, Apply) and body.head in heads:
        places, value = heads[body.head]
        if {a.role for a in body.args} != set(places):
            raise Unknown(f"{body.head} occurs in the definition with other variables")
        inner = {places[a.role]: replace_heads(a.value, heads) for a in body.args}
        return substitute(value, {n: v for n, v in inner.items() if v != Name(n)})
    return rebuild(body, lambda c: replace_heads(c, heads))
