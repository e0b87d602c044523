"""Functions at their arguments: f(x), D(G(z)), and which role every argument fills.

A function of one letter that no definition explains is any real function of its roles; the roles come from its use with
plain variables and from the densities of those variables.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from hw3verify.language.point_masses import MARK
from hw3verify.language.surface import App, Sym
from hw3verify.language.vocabulary import GREEK, Unknown, name_of, role_of
from hw3verify.meaning.expr import Apply, Arg, Expr, Name

if TYPE_CHECKING:
    from hw3verify.language.elaborate import Elaborator


def function_at(e: Elaborator, fn: Sym, node: App) -> Expr:
    """f(x), D(G(z)): roles from the use with plain variables."""
    if e.scope.definition(MARK + name_of(fn)) is not None:
        raise Unknown(f"{name_of(fn)} lives on points, and is no function", node)
    name = name_of(fn)
    energy = fn.base == "E" and name in e.vocabulary.functions
    if not (len(fn.base) == 1 or fn.base in GREEK) or (fn.base in "HIEWFLJZ" and not energy):
        raise Unknown(f"{name} is not known", fn)
    roles = e.vocabulary.function_roles(name) or e.vocabulary.function_roles(fn.base)
    args = []
    for i, a in enumerate(node.args):
        value = e.expr(a)
        if isinstance(value, Name) and value.id not in e.vocabulary.ranges:
            role = variable_role(value.id, roles[i] if i < len(roles) else "")
            role = density_role(e, value.id) or role
        elif i < len(roles):
            role = roles[i]
        else:
            role = "x"
        args.append(Arg(role, value))
    running = e.indices.keys() | (e.vocabulary.ranges.keys() - e.vocabulary.variables)
    letters = [s for s in fn.sub if isinstance(s, Sym) and not s.sub and s.base in running]
    numbered = any((fn.base, fn.marks) == found[:2] for found in e.vocabulary.numbered)  # which entry f_1 is, is open
    if letters and not numbered:  # pi_d(z): one of a list of functions
        rest = tuple(s for s in fn.sub if s not in letters)
        name = name_of(replace(fn, sub=rest)) + "()[]"
        e.heads[name] = "indexed"
        return Apply(name, (*(Arg(e.index_role(s.base), Name(s.base)) for s in letters), *args))
    e.heads[name] = "function"
    slope = "'" in fn.marks and name.rstrip("'") in e.vocabulary.functions
    e.guessed |= slope and all(isinstance(a, Sym) and a.base in GREEK for a in node.args)  # A'(theta) beside A(theta)
    return Apply(name, tuple(args))


def density_role(e: Elaborator, variable: str) -> str:
    """The role in which the densities use a variable: f(y) beside q(y) and q(x) is a function on q's space."""
    plain = role_of(variable)
    families = e.vocabulary.signatures.items()
    found = {e.vocabulary.role(f, variable) for f, seen in families if any(plain in o + g for o, g in seen)}
    return found.pop() if len(found) == 1 else ""


def variable_role(variable: str, usual: str) -> str:
    """The role of a variable in a function: a primed or renamed one fills the usual role."""
    role = role_of(variable)
    if usual and (role == usual or (role in "xyuts" and usual in "xyuts")):
        return usual
    return role
