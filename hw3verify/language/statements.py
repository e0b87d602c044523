"""What a stated formula adds to a scope.

    q(z) = N(m, s^2), P_1 = U[0,1]        a law
    M = (p + q)/2, D^*(x) = ..., s = ...  a definition (of a name that has none yet)
    \\sigma = \\sigma_q = \\sigma_p           one name for several
    0 < D(x) < 1, \\sigma > 0, a < b       signs, ranges, assumptions
    x_i \\in \\{0,1\\}, \\theta \\in (0,1)      ranges (`memberships`)
    G(z) \\sim p_G for z \\sim p_z           a push-forward

A statement that means none of these, or that cannot be read, makes its names vague: nothing that speaks of them is
refuted, because the fact might be what makes it true. Stated identities that hold anyway (p(x,z) = p(x|z) p(z)) add
nothing.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from hw3verify.language.conjunctions import conjuncts
from hw3verify.language.distributed import distributed
from hw3verify.language.draws import drawn
from hw3verify.language.elaborate import Elaborator
from hw3verify.language.factorisations import is_tilted, structure
from hw3verify.language.instances import index_letters, indexed_function, is_label, label_of
from hw3verify.language.laws import formula_law, stated_law
from hw3verify.language.memberships import member
from hw3verify.language.normalised import normalised
from hw3verify.language.orders import ORDER, ordered
from hw3verify.language.parameters import written_in
from hw3verify.language.point_masses import MARK, is_point_mass
from hw3verify.language.point_mixtures import stated_points
from hw3verify.language.recalled import is_convention, told_bare
from hw3verify.language.revisions import redefined, revise
from hw3verify.language.running_facts import at_running, stands_at_running
from hw3verify.language.scope import Definition, Scope
from hw3verify.language.sets import is_mass_of_set, is_total_variation, stated_set
from hw3verify.language.shape_words import mirrored, stated_values
from hw3verify.language.sketch import show
from hw3verify.language.standard_functions import recognised
from hw3verify.language.surface import App, Func, Node, Sym, Tuple_, walk
from hw3verify.language.tables import tabulated
from hw3verify.language.templates import written_out
from hw3verify.language.usage import arity, is_energy, of_parameters
from hw3verify.language.values import has_values, label, valued
from hw3verify.language.variables import is_probability, mass_function
from hw3verify.language.vocabulary import DIVERGENCES, LAWS, Unknown, Vocabulary, is_random_variable, name_of
from hw3verify.meaning.claim import Relation
from hw3verify.meaning.expr import Apply, Expr, Name, free_names
from hw3verify.meaning.expr import walk as walk_expr
from hw3verify.meaning.shape import heads_called


@dataclass(frozen=True, slots=True)
class Statement:
    """A formula that the text states: sides and relations, its source text, the words before it."""

    sides: tuple[Node | None, ...]
    ops: tuple[str, ...]
    source: str
    before: str = ""
    support: Statement | None = None  # where the formula holds: `for $x \\ge 0$`, `on $[0, 1]$`

    @property
    def items(self) -> tuple[Node, ...]:
        """The sides that were read, with what stands in a list one by one."""
        sides = (side for side in self.sides if side is not None)
        return tuple(n for side in sides for n in (side.items if isinstance(side, Tuple_) else (side,)))


def learn(scope: Scope, vocabulary: Vocabulary, statement: Statement) -> Scope:
    """The scope with what the statement adds, fact by fact."""
    if scope.is_full:
        return scope.overfull()
    if scope.shapes or vocabulary.valued:
        values = stated_values(scope, vocabulary, statement) or mirrored(scope, vocabulary, statement)
        if values is not None:
            return values
    sides = tuple(side for side in statement.sides if side is not None)
    draws = drawn(scope.draws, sides, statement.ops, vocabulary.ranges) if sides else scope.draws
    if draws != scope.draws and statement.ops[-1] == "~":  # z_1, ..., z_K ~ q(z|x) is one fact
        names = frozenset(n for side in sides for n in names_of(vocabulary, side))
        return replace(scope, draws=draws, mentioned=scope.mentioned | names)
    if draws.size != scope.draws.size:  # k = 1, ..., K
        scope = replace(scope, draws=draws)
    for single in _at_values(statement) or conjuncts(statement, vocabulary):
        scope = _learned(scope, vocabulary, single)
        if single.ops in (("=",), (":=",)) and None not in single.sides:
            for pair in written_out(vocabulary, *(side for side in single.sides if side is not None)):
                if not _has_meaning(scope, vocabulary, pair[0]):
                    scope = _learned(scope, vocabulary, replace(single, sides=pair))
    return scope


def _at_values(s: Statement) -> list[Statement]:
    """`p(y=1) = p(y=0) = 1/2` says what each of them is."""
    *several, last = s.sides
    apps = [side for side in several if isinstance(side, App) and has_values(side)]
    alike = len(several) > 1 and set(s.ops) == {"="} and len(apps) == len(several)
    return [replace(s, sides=(side, last), ops=("=",)) for side in several] if alike else []


def _has_meaning(scope: Scope, vocabulary: Vocabulary, left: Node) -> bool:
    """Is there a definition or a law of this name already?"""
    fn = left.fn if isinstance(left, App) else left
    assert isinstance(fn, Sym)
    names = {name_of(fn), vocabulary.family(fn)} if vocabulary.is_density(fn) else {name_of(fn)}
    return any(scope.definition(n) is not None or any(law.head == n for law, _ in scope.laws) for n in names)


def _learned(scope: Scope, vocabulary: Vocabulary, statement: Statement) -> Scope:
    names = frozenset(n for side in statement.sides if side is not None for n in names_of(vocabulary, side))
    scope = replace(scope, mentioned=scope.mentioned | names)
    if any(side is None for side in statement.sides) or not statement.ops:
        return scope if not statement.ops else replace(scope, vague=scope.vague | names)
    sides = tuple(side for side in statement.sides if side is not None)
    draws = drawn(scope.draws, sides, statement.ops, vocabulary.ranges)
    if draws != scope.draws:
        only_here = (draws.each, draws.plain) == (scope.draws.each, scope.draws.plain)  # w_k = ... is a definition too
        scope = replace(scope, draws=draws)
        if only_here:
            return scope
    try:
        learned = _learn(scope, vocabulary, statement)
    except (Unknown, RecursionError):
        learned = None
    if learned is not None:
        return learned
    if statement.ops == ("=",) and statement.sides[-1] in [d[-1] for d in (*draws.each, *draws.plain)]:
        return scope
    subject = statement.sides[0]
    if statement.ops in (("=",), (":=",)) and isinstance(subject, Sym | App):
        names = frozenset(names_of(vocabulary, subject))  # a definition that was not understood: only its name is vague
    if statement.ops[-1:] == ("in",) and set(statement.ops[:-1]) <= {","}:  # what lies there is restricted, not the set
        names = frozenset(n for side in sides[:-1] for n in names_of(vocabulary, side))
    return replace(scope, vague=scope.vague | names)


def names_of(vocabulary: Vocabulary, node: Node) -> set[str]:
    """The names that a statement is about: heads and symbols, densities as their families; not their variables."""
    found: set[str] = set()
    for part in walk(node):
        if isinstance(part, App) and isinstance(part.fn, Sym):
            fn = part.fn
            if vocabulary.is_density(fn):
                found.add(vocabulary.family(fn, _signature(part)))
            elif fn.base not in LAWS or is_energy(part):
                found.add(name_of(fn))
        elif isinstance(part, Sym) and part.sub and all(_is_index(vocabulary, s) for s in part.sub):
            found.add(part.base)
        elif isinstance(part, Sym) and vocabulary.is_density(part):
            found.add(vocabulary.family(part))
    if not found:
        found = {name_of(part) for part in walk(node) if isinstance(part, Sym)}
    return found


def _is_index(vocabulary: Vocabulary, node: Node) -> bool:
    return isinstance(node, Sym) and node.base in vocabulary.ranges


def _signature(node: App) -> tuple[tuple[str, ...], tuple[str, ...]]:
    from hw3verify.language.vocabulary import role_of

    args = tuple(role_of(name_of(a)) if isinstance(a, Sym) else "" for a in node.args)
    return args, tuple(role_of(name_of(a)) if isinstance(a, Sym) else "" for a in node.given)


def _learn(scope: Scope, vocabulary: Vocabulary, s: Statement) -> Scope | None:
    ops = set(s.ops)
    sides = [side for side in s.sides if side is not None]
    if ops <= {"=", ":="}:
        return _equation(scope, vocabulary, s, sides)
    if ops <= {*ORDER, "!="}:
        return ordered(scope, vocabulary, s, sides)
    if s.ops == ("prop",):
        body = normalised(vocabulary, sides[0], sides[1])
        return None if body is None else define(scope, vocabulary, sides[0], body, s.source)
    if s.ops == ("in",):
        return member(scope, vocabulary, s, sides, ordered)
    if s.ops[-1] == "~" and set(s.ops[:-1]) <= {","}:
        return distributed(scope, vocabulary, s, sides)
    return None


# -- equations ------------------------------------------------------------------------------------------------


def _equation(scope: Scope, vocabulary: Vocabulary, s: Statement, sides: list[Node]) -> Scope | None:
    if stands_at_running(sides[0]):
        return at_running(scope, vocabulary, sides[0], sides[1], s.source) if len(sides) == 2 else None
    law = stated_law(scope, vocabulary, s, sides[0], sides[-1]) or formula_law(scope, vocabulary, s, sides)
    if law is not None:
        return law
    if all(isinstance(side, Sym) for side in sides) and len(sides) > 2:
        first = sides[0]
        for other in sides[1:]:
            assert isinstance(first, Sym) and isinstance(other, Sym)
            scope = _defined(scope, Definition(name_of(other), (), Name(name_of(first)), s.source))
        return scope
    left, right = sides[0], sides[1]
    masses = tabulated(scope, vocabulary, left, right)
    if masses is not None:
        return masses
    region = stated_set(Elaborator(vocabulary, scope), left, right)
    if region is not None:
        return _defined(scope, Definition(*region, s.source))
    if is_probability(left) and _has_named_law(scope, left):
        return scope  # the mass function of a named law, recalled: which law it is has been settled by it
    if mass_function(left) is not None:
        return scope  # a law of its own, with the values that the sentence gives (`mass_functions`)
    points = stated_points(Elaborator(vocabulary, scope), right) if len(sides) == 2 else None
    fn = left.fn if isinstance(left, App) else left
    if points is not None and isinstance(fn, Sym):
        return _defined(scope, Definition(MARK + name_of(fn), (), points, s.source))
    if isinstance(left, Sym) and isinstance(right, App) and right.fn == left and vocabulary.is_density(left):
        return scope  # `Let $p = p(x)$`: only a way to write
    if isinstance(left, App) and isinstance(left.fn, Sym) and left.fn.base in DIVERGENCES:
        if all(is_random_variable(a) for a in (*left.args, *left.given)):
            return scope  # H(X), I(X; Z) recalled: the conventions say the same
        scope = told_bare(scope, vocabulary, left, right)
        if of_parameters(left):  # the H(\\theta, \\theta') of expectation maximisation
            return define(scope, vocabulary, left, right, s.source)
        about = {n for a in (*left.args, *left.given) for n in names_of(vocabulary, a)}
        if not about <= names_of(vocabulary, right) or left.fn in [n.fn for n in walk(right) if isinstance(n, App)]:
            return _assume(scope, vocabulary, s, left, "=", right)  # KL(q || p) = 0 is no definition
        if is_total_variation(left, right):
            return scope  # the supremum over events is what the conventions say of TV
        scope = redefined(scope, vocabulary, left, right, s.source)
    if isinstance(left, Sym | App) and not is_mass_of_set(vocabulary, left):
        return define(scope, vocabulary, left, right, s.source)
    if isinstance(left, Func):
        scope = redefined(scope, vocabulary, left, right, s.source)
    return _assume(scope, vocabulary, s, left, "=", right)


def _has_named_law(scope: Scope, event: Node) -> bool:
    drawn = [scope.random.of(name_of(n)) for n in walk(event) if isinstance(n, Sym)]
    return any(d is not None and any(law.head == d.head for law, _ in scope.laws) for d in drawn)


def define(scope: Scope, vocabulary: Vocabulary, left: Node, right: Node, source: str) -> Scope | None:
    """`left := right`; None where the left side is not a name or a name at plain variables."""
    fn = left.fn if isinstance(left, App) else left
    if not isinstance(fn, Sym):
        return None
    elaborator = Elaborator(vocabulary, _without_arguments(scope, left))
    if vocabulary.is_density(fn):
        first = left.args[0] if isinstance(left, App) and len(left.args) == 1 else None
        usual = vocabulary.signature(vocabulary.family(fn))[0]
        elaborator.outcome = name_of(first) if isinstance(first, Sym) else usual[0]
    body = recognised(elaborator.expr(right))
    parameters: tuple[str, ...] = ()
    if isinstance(left, App):
        if left.given or not all(isinstance(a, Sym) for a in left.args):
            at = valued(left.args[0]) if len(left.args) == 1 and not left.given else None
            if vocabulary.is_density(fn) and at is not None and not any(isinstance(n, Apply) for n in walk_expr(body)):
                known = structure(scope, elaborator, left, body, source)
                return known and known.define(Definition(label(elaborator, fn, at), (), body, source))
            if vocabulary.is_density(fn) and not is_tilted(vocabulary, left, body):
                return structure(scope, elaborator, left, body, source)
        parameters = tuple(
            name_of(a) if isinstance(a, Sym) and not vocabulary.is_density(a) else f"={show(a)}"
            for a in (*left.args, *left.given)
        )
    if isinstance(left, App) and is_convention(elaborator, left, body):
        return scope
    density = vocabulary.is_density(fn)
    if elaborator.laws and any(is_point_mass(n) for n in walk(right)):
        return None  # a law with points and a density is not understood
    name = vocabulary.family(fn, _signature(left) if isinstance(left, App) else None) if density else name_of(fn)
    if _mentions(body, name):
        if density and isinstance(left, App):
            return structure(scope, elaborator, left, body, source)
        return None
    if elaborator.laws:
        scope = replace(  # a mixture of named laws, responsibilities
            scope,
            laws=(*scope.laws, *((law, source) for law in elaborator.laws if law not in [w for w, _ in scope.laws])),
            open_laws=scope.open_laws | elaborator.open_laws,
        )
    if density and isinstance(left, App) and len(left.args) > 1:
        return structure(scope, elaborator, left, body, source)
    names = {name} if not density else {name, name_of(fn)}
    running = index_letters(vocabulary, fn) if isinstance(left, App) and not density else ()
    if running:  # gamma_k(x) = ..., for every k
        names, parameters = {indexed_function(fn)}, (*running, *parameters)
    if isinstance(left, App) and fn.base in DIVERGENCES:  # H(p) and H(p, q) are two names
        names = {f"{name_of(fn)}/{arity(left)}"}
    elif isinstance(left, App) and not density and not running and is_label(vocabulary, left, body):
        names, parameters = {label_of(left)}, ()
    indexed = elaborator.indexed(left) if isinstance(left, Sym) else None
    if isinstance(indexed, Apply):  # r_k = ..., for every k
        letters = [a.value.id for a in indexed.args if isinstance(a.value, Name)]
        if len(letters) != len(indexed.args):
            return None
        return _defined(scope, Definition(indexed.head, tuple(letters), body, source, guessed=elaborator.guessed))
    slots: tuple[Expr | None, ...] = ()
    if isinstance(left, App):
        slots = (*(None for _ in running), *(_slot(elaborator, a) for a in (*left.args, *left.given)))
    for n in sorted(names):
        written = written_in(elaborator, body)
        d = Definition(n, parameters, body, source, density, slots, written=written, bare=tuple(elaborator.bare))
        d = replace(d, guessed=elaborator.guessed, rests=frozenset(elaborator.used))
        scope = _defined(scope, d)
    return scope


def _without_arguments(scope: Scope, left: Node) -> Scope:
    """The scope in which the body of `f(u) = ...` is read: its u is not the u that was solved for before."""
    own = {name_of(a) for a in (left.args if isinstance(left, App) else ()) if isinstance(a, Sym)}
    kept = tuple(d for d in scope.definitions if d.parameters or d.density or len(d.name) > 1 or d.name not in own)
    return scope if len(kept) == len(scope.definitions) else replace(scope, definitions=kept)


def _defined(scope: Scope, d: Definition) -> Scope:
    scope = replace(scope, stale=scope.stale - {d.name})
    return revise(scope, d).define(d)


def _slot(e: Elaborator, node: Node) -> Expr | None:
    """The density that an argument names, if it names one."""
    fn = node.fn if isinstance(node, App) else node
    if not isinstance(fn, Sym) or not e.vocabulary.is_density(fn):
        return None
    value = e.expr(node)
    return value if isinstance(value, Apply) else None


def _mentions(body: Expr, name: str) -> bool:
    return name in heads_called(body) or any(
        (isinstance(n, Apply) and n.head == name) or (isinstance(n, Name) and n.id == name) for n in walk_expr(body)
    )


def _assume(scope: Scope, vocabulary: Vocabulary, s: Statement, left: Node, op: str, right: Node) -> Scope | None:
    e = Elaborator(vocabulary, scope)
    relation = Relation(e.expr(left), op, e.expr(right))
    spoken = any(isinstance(n, Apply) for side in (relation.left, relation.right) for n in walk_expr(side))
    if e.laws or e.guessed or not (spoken or free_names(relation.left) | free_names(relation.right)):
        return None
    return replace(scope, assumptions=(*scope.assumptions, (relation, s.source)))
