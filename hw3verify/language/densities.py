"""Densities at their arguments: which family, which role every argument fills.

`p(x|z)` stands at its written variables; a bare `p` at those with which the document mostly uses it. A component
`q(z_j)` of a vector of independent components is a density given its index.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from hw3verify.language.components import entries_of, joint
from hw3verify.language.conventions import is_open
from hw3verify.language.data_letters import written
from hw3verify.language.datasets import at_data
from hw3verify.language.mixtures import composed, is_composed
from hw3verify.language.names import Signature, is_array, is_greek, parameters_of, running
from hw3verify.language.outcomes import LETTERS, outcomes_of, places_of
from hw3verify.language.point_masses import MARK
from hw3verify.language.running import at_letter, has_running
from hw3verify.language.sets import probability, set_name
from hw3verify.language.sketch import show
from hw3verify.language.surface import Add, App, Div, Func, Mul, Neg, Node, Num, Pow, Sym
from hw3verify.language.surface import walk as walk_surface
from hw3verify.language.values import at_values, has_values
from hw3verify.language.vocabulary import GREEK, LAWS, Unknown, name_of, role_of, signature_of
from hw3verify.meaning.claim import Law
from hw3verify.meaning.expr import Apply, Arg, Expr, Fold, Name, free_names, multiply, substitute, walk

if TYPE_CHECKING:
    from hw3verify.language.elaborate import Elaborator

PARAMETERS = {"normal": 2, "uniform": 2, "laplace": 2, "gamma": 2, "beta": 2, "binomial": 2}  # others have one
def density_at(e: Elaborator, sym: Sym, node: App | None) -> Expr:
    """A density at its arguments, or bare: then at the variables with which it is mostly used."""
    if e.scope.definition(MARK + name_of(sym)) is not None:
        raise Unknown(f"{name_of(sym)} lives on points, and has no density", sym)
    if node is None:
        family = e.vocabulary.family(sym)
        vector = e.scope.product(family)
        if vector is not None:
            return joint(e, vector)
        star = e.definition(family)
        if star is not None:
            return star
        outcome, given = _lawful(e, family, *e.signature(family))
        named = e.vocabulary.marginal(sym)
        note_parameters(e, family, sym.sub)
        _note_written(e, family, sym, None)
        if named:  # bare p_X beside p_{Y|X}(y|x)
            outcome, given = named, ()
        elif len(outcome) > 1 and e.vocabulary.signatures.get(family) and not e.vocabulary.nearby.get(family):
            e.guessed = True  # p(x, y) stands in other parts only
        e.heads[family] = "density"
        e.bare.append((family, outcome))
        lawful = any(law.head == family for law, _ in e.scope.laws)
        e.guessed |= bool(e.under) and not given and not lawful and {v for v, _ in e.under}.isdisjoint(outcome)
        bare = tuple(tuple(Arg(e.vocabulary.role(family, v), Name(v)) for v in side) for side in (outcome, given))
        return composed(e, Apply(family, *bare))
    mass = probability(e, node) or (at_data(e, sym, node) if e.scope.data else None)
    if mass is not None:
        return mass
    if has_values(node):
        return at_values(e, node)
    signature = signature_of(node)
    if e.vocabulary.is_torn(sym, signature):
        raise Unknown(f"{name_of(sym)} stands with and without its parameter", node)
    family = e.vocabulary.family(sym, signature)
    letters = e.vocabulary.marginal(sym) if not node.given and len(node.args) == 1 else ()
    own = letters[0] if len(letters) == 1 else ""  # p_X(t) is p_X at t
    note_parameters(e, family, (*sym.sub, *node.given, *node.params))
    _note_written(e, family, sym, signature)
    if e.scope.product(family) is not None:
        return component(e, family, node)
    e.heads[family] = "density"
    groups = []
    for group in (node.args, node.given):
        filled = []
        for a in group:
            if isinstance(a, Num | Neg) and any(t.family == family for t in e.scope.tables):
                filled.append(Arg(own or e.vocabulary.role(family, outcome_of(e, family)), e.expr(a)))
                continue
            value = value_at(e, family, own, a, group is node.given)
            if value is not None:
                filled.append(value)
                continue
            if running(a) is not None:
                filled.append(at_letter(a))
                continue
            if not isinstance(a, Sym):
                raise Unknown("a density at a value that is not a variable is not understood yet", a)
            if set_name(a) is not None:
                raise Unknown("the probability of an event is not understood yet", a)
            sample = e.indexed(a)
            if sample is not None:  # p(x_i): the density at one of the sample's values
                filled.append(Arg(own or e.vocabulary.role(family, written(e.scope, a.base)), sample))
                continue
            at = Name(name_of(a))
            if name_of(a) in e.dropped or a.base in GREEK:
                if group is node.given:
                    continue  # p(x|\theta): a parameter
                raise Unknown("a density of a parameter is not understood yet", a)
            filled.append(Arg(own or e.vocabulary.role(family, at.id), at))
        groups.append(tuple(filled))
    if has_running(node) and len({a.role for g in groups for a in g}) < len(groups[0] + groups[1]):
        raise Unknown("one variable at two values is not understood", node)
    return composed(e, Apply(family, groups[0], groups[1]))


def value_at(e: Elaborator, family: str, role: str, node: Node, given: bool) -> Arg | None:
    """A density with a law at a value: p_Z((x - m)/s), or at z where `z = m + s epsilon`; None at a variable."""
    made = isinstance(node, Sym) and e.scope.random.makes(e.scope.definition(name_of(node)))
    if isinstance(node, Sym) and not made:
        return None
    usual = role or (e.vocabulary.role(family, name_of(node)) if isinstance(node, Sym) else "")
    laws = [w for w, _ in e.scope.laws if w.head == family and len(w.outcome) == 1 and usual in ("", w.outcome[0])]
    if not made and any(w.name in ("formula", "mass") for w in laws):
        return None  # whether the value lies where the formula holds is not looked at
    number = isinstance(node, Sym | Add | Mul | Neg | Div | Num | Func | Pow)
    if given or len({w.outcome for w in laws}) != 1 or not number:
        if made:
            raise Unknown(f"{show(node)} is made of what is random, and the density at it is not known", node)
        return None
    return Arg(laws[0].outcome[0], e.expr(node))


def _note_written(e: Elaborator, family: str, sym: Sym, signature: Signature | None) -> None:
    """How a family with a parameter was written: a definition is known at other parameters by this."""
    if any(is_greek(s) for s in sym.sub) or (signature is not None and parameters_of(signature)):
        if (family, sym, signature) not in e.written:
            e.written.append((family, sym, signature))


def outcome_of(e: Elaborator, family: str) -> str:
    """The variable with which a family of one variable is used."""
    return e.signature(family)[0][0]


def _lawful(
    e: Elaborator, family: str, outcome: tuple[str, ...], given: tuple[str, ...]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The usual variables of a family; those of its stated law where it is mostly written at entries, or elsewhere."""
    drawn = {d.role for d in e.scope.random.known if d.head == family}
    if given and len(drawn) == 1:  # Q in KL(P || Q), where Y ~ Q
        return (drawn.pop(),), ()
    stated = {law.outcome for law, _ in e.scope.laws if law.head == family and not law.given}
    entries = len(outcome) == 1 and not given and "_" in outcome[0]
    samples = {d.name.lower() for d in e.scope.random.known if d.size is not None}
    if entries and outcome[0].partition("_")[0] in samples:  # p beside p(x_i) / q(x_i) for a sample x_1, ..., x_n
        return (outcome[0].partition("_")[0],), ()
    if entries and len(stated) == 1 and (outcome[0].partition("_")[0],) in stated:
        return stated.pop(), ()
    if len(outcome) == 1 and not given and len(stated) == 1 and not e.vocabulary.nearby.get(family):
        return stated.pop(), ()  # p(x) has a law here, and p(k) stands in other parts
    return outcome, given


def note_parameters(e: Elaborator, family: str, written: tuple[Node, ...]) -> None:
    """The Greek names that move a family: its indices, and what stands behind its bar."""
    for s in (n for part in written for n in walk_surface(part)):
        if isinstance(s, Sym) and s.base in GREEK:
            e.dropped.setdefault(name_of(s), set()).add(family)


def component(e: Elaborator, family: str, node: App) -> Expr:
    """q(z_j) for a vector z of independent components: the density of one component, given its index."""
    product = e.scope.product(family)
    a = node.args[0]
    if product is not None and len(node.args) == 1 and isinstance(a, Sym) and not a.sub:
        given = tuple(name_of(g) for g in node.given if isinstance(g, Sym))
        if f"{name_of(a)}[]" == entries_of(e, product) and given == product.given and len(given) == len(node.given):
            return joint(e, product)
    if product is None or len(node.args) != 1 or node.given or not (isinstance(a, Sym) and len(a.sub) == 1):
        raise Unknown("the joint density of a vector of independent components is not understood here", node)
    (letter,) = a.sub
    if not isinstance(letter, Sym) or letter.sub or e.index_role(letter.base) != product.role:
        raise Unknown("this component is not understood", node)
    e.components.add(name_of(a))
    e.heads[f"{family}[]"] = "density"
    return Apply(f"{family}[]", (Arg(a.base, Name(name_of(a))),), (Arg(product.role, Name(letter.base)),))


def density(
    e: Elaborator, node: Node, names: tuple[str, ...], bodies: tuple[Node, ...] = ()
) -> tuple[Expr, tuple[str, ...]]:
    """A density as an index or an argument: (its value at its variables, the variables of its outcome).

    `names` are the variables written before `\\sim`; they replace those with which a bare density is used. `bodies` are
    the formulas in which those variables must occur.
    """
    if isinstance(node, Mul):
        parts = [density(e, f, ()) for f in node.factors]
        outcomes = tuple(dict.fromkeys(v for _, found in parts for v in found))
        return multiply(*(w for w, _ in parts)), outcomes
    if isinstance(node, App) and isinstance(node.fn, Sym) and node.fn.base in LAWS and len(names) == 1:
        return inline_law(e, node, names[0])
    fits = bool(names)
    if isinstance(node, Sym) and bodies:
        names = names or _fitting(e, node, bodies)
        usual = e.signature(e.vocabulary.family(node))[0] if e.vocabulary.is_density(node) else ()
        spoken = {name_of(n) for b in bodies for n in walk_surface(b) if isinstance(n, Sym)}
        e.guessed |= len(usual) > 1 and not names and bool(set(usual) & spoken) and not set(usual) <= spoken
        fits = bool(names) or bool(set(usual) & spoken)
    bare = len(e.bare)
    with e.free_of({name_of(n) for n in walk_surface(node) if isinstance(n, Sym)}):
        value = e.expr(node)
    fn = node.fn if isinstance(node, App) else node
    vector = e.scope.product(e.vocabulary.family(fn)) if isinstance(fn, Sym) and e.vocabulary.is_density(fn) else None
    if vector is not None and isinstance(value, Fold):
        if names and [f"{n}[]" for n in names] != [entries_of(e, vector)]:
            raise Unknown("the variables do not fit the density", node)
        return value, (entries_of(e, vector),)
    defined = e.scope.definition(name_of(fn)) if isinstance(fn, Sym) else None
    if defined is not None and defined.density and defined.parameters:
        written = node.args if isinstance(node, App) else ()
        outcome = tuple(name_of(a) for a in written if isinstance(a, Sym)) or defined.parameters[:1]
    elif isinstance(fn, Sym) and isinstance(node, App) and is_composed(e, e.vocabulary.family(fn)):
        outcome = tuple(name_of(a) for a in node.args if isinstance(a, Sym))
        if len(outcome) != len(node.args):
            raise Unknown("this density is not at plain variables", node)
    elif isinstance(value, Apply) and e.heads.get(value.head) == "density":
        outcome = tuple(a.value.id for a in value.args if isinstance(a.value, Name))
        if isinstance(node, App) and len(outcome) != len(value.args):
            raise Unknown("this density is not at plain variables", node)
    else:
        outcome = tuple(sorted(outcomes_of(e, value)))
    if names and names != outcome:
        if len(names) != len(outcome):
            raise Unknown("the variables do not fit the density", node)
        if isinstance(value, Apply) and value.head not in e.vocabulary.signatures and not value.given:
            # never applied: no role of its own
            value = Apply(value.head, tuple(Arg(role_of(n), Name(n)) for n in names))
        elif isinstance(value, Apply) and (tuple(map(role_of, names)), ()) in e.vocabulary.signatures[value.head]:
            # applied to these variables elsewhere: there it has roles of their own
            value = Apply(value.head, tuple(Arg(e.vocabulary.role(value.head, n), Name(n)) for n in names))
        else:
            value = substitute(value, {old: Name(new) for old, new in zip(outcome, names, strict=True)})
        outcome = names
    if fits:
        del e.bare[bare:]  # its variable is settled by what stands around it
    if not outcome:
        raise Unknown(f"{show(node)} is not known as a density", node)
    return value, outcome


def _fitting(e: Elaborator, sym: Sym, bodies: tuple[Node, ...]) -> tuple[str, ...]:
    """The variables of a bare density that the formula under its expectation speaks of: `E_q[z^2]` is over z."""
    if not e.vocabulary.is_density(sym) or e.scope.definition(name_of(sym)) is not None:
        return ()
    family = e.vocabulary.family(sym)
    if e.scope.product(family) is not None:
        return ()
    if e.vocabulary.is_latent(family):
        return ("z",)
    usual, _ = e.signature(family)
    names = {name_of(n) for b in bodies for n in walk_surface(b) if isinstance(n, Sym)}
    spoken = names & e.vocabulary.variables
    if family not in e.vocabulary.signatures and not spoken & set(usual):
        spoken |= {n for n in names if n in LETTERS}
    elif not spoken & set(usual) and set(usual).isdisjoint(names):  # E_p[f(x)], where p stands at z only
        spoken |= {n for b in bodies for n in places_of(e, b)}
    if not spoken or set(usual) & spoken:
        return ()
    for outcome, given in e.vocabulary.signatures.get(family, {}):
        if set(outcome) <= spoken:
            if given:
                raise Unknown(f"the variables of {name_of(sym)} are not clear here", sym)
            return outcome
    if len(spoken) == 1 and len(usual) == 1:
        return tuple(spoken)
    raise Unknown(f"the variables of {name_of(sym)} are not clear here", sym)


def point_mass(e: Elaborator, node: Sym, variable: str = "x") -> tuple[Expr, tuple[str, ...]]:
    """`\\delta_a`: all mass at a."""
    value = Apply(f"law:{show(node)}", (Arg(role_of(variable), Name(variable)),))
    law = Law(value.head, (role_of(variable),), (), "point", (e.expr(node.sub[0]),))
    return _anonymous(e, value, law), (variable,)


def _anonymous(e: Elaborator, value: Apply, law: Law) -> Expr:
    if law not in e.laws:
        e.laws.append(law)
    e.heads[value.head] = "density"
    return value


def law_at(e: Elaborator, node: App) -> Expr:
    """`N(x; 0, 1)`, `N(x | \\mu_k, \\sigma_k^2)`: a law's density at x; without x only where a density is defined."""
    assert isinstance(node.fn, Sym)
    behind = node.params or node.given
    if any(is_array(n) or n == Sym("I") for a in (*node.args, *behind) for n in walk_surface(a)):
        raise Unknown("the law of a vector is no density of numbers", node)
    variable = node.args[0] if behind and len(node.args) == 1 else None
    if not behind and len(node.args) == 1 + PARAMETERS.get(LAWS[node.fn.base], 1) and isinstance(node.args[0], Sym):
        variable, behind = node.args[0], node.args[1:]  # N(x, mu, sigma^2)
    if variable is None and e.outcome and not behind:
        return inline_law(e, node, e.outcome)[0]
    if not isinstance(variable, Sym) or (variable.base in GREEK and not behind):
        raise Unknown(f"a {LAWS[node.fn.base]} law stands where a number is expected", node)
    place = e.expr(variable)
    made = e.scope.random.makes(e.scope.definition(name_of(variable)))
    if not isinstance(place, Name | Apply) and not made:
        raise Unknown("a law at a value is not understood yet", node)
    role = role_of(variable.base if isinstance(place, Apply) else name_of(variable))
    value, _ = inline_law(e, App(node.fn, behind), role)
    return substitute(value, {role: place})


def inline_law(e: Elaborator, node: App, variable: str = "x") -> tuple[Expr, tuple[str, ...]]:
    """A law written as an argument: an anonymous family with that law, given the indices that its parameters have."""
    assert isinstance(node.fn, Sym)
    written = node.params or node.args
    parameters = tuple(map(e.expr, written))
    head = f"law:{show(node)}"
    if is_open(LAWS[node.fn.base], written):
        e.open_laws.add(head)
    varying = {v: role for v, role in e.under if v != variable} | e.indices
    for n in (n for p in parameters for n in walk(p) if isinstance(n, Apply)):  # mu_k with a free k
        listed = n.head.endswith("[]") and not n.head.endswith("()[]")  # k may run over the values of z
        varying |= {a.value.id: a.role for a in n.args if isinstance(a.value, Name) and (listed or a.role[:1] == "#")}
    letters = sorted(frozenset().union(*map(free_names, parameters)) & varying.keys())
    roles = {letter: varying[letter] for letter in letters}
    law = Law(
        head, (role_of(variable),), tuple(roles.values()), LAWS[node.fn.base],
        tuple(substitute(p, {letter: Name(role) for letter, role in roles.items()}) for p in parameters),
    )  # fmt: skip
    if law not in e.laws:
        e.laws.append(law)
    e.heads[head] = "density"
    given = tuple(Arg(role, Name(letter)) for letter, role in roles.items())
    return Apply(head, (Arg(role_of(variable), Name(variable)),), given), (variable,)
