"""Random variables in formulas: X is the variable of role x, and its law is the family in play.

`E[g(X)]` integrates g(x) against the law of X: the family that the text draws X from, else the only family of x, else
one that nothing else is known of. Several variables are drawn from one joint family; those that the text calls
independent, from the product of their laws. `E[g(X, Y) | Y]` integrates x against p(x | y) and leaves y free.

Law: whatever is integrated is the expectation under every joint law that the text allows. Where the joint law is not
that of one family, and independence is not stated, the expectation is `Unknown`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from hw3verify.language.random_variables import Draw
from hw3verify.language.surface import App, Big, Both, Expect, Node, Num, Rel, Sym, children, fields_of, walk
from hw3verify.language.vocabulary import Unknown, name_of
from hw3verify.meaning.expr import Apply, Arg, Expr, Name, free_names, multiply

if TYPE_CHECKING:
    from hw3verify.language.elaborate import Elaborator

CAPITALS = frozenset("XYZ")  # random variables wherever an expectation or a probability speaks of them
TAKEN = frozenset("DEFGHPQR")  # what is a small letter of theirs is a density, a function or a constant
LIVES = {"bernoulli": "binary", "exponential": "positive", "gamma": "positive", "beta": "unit"}  # law -> its range
EVENTS = ("P", "Pr", "Prob", "p")  # what is applied to a relation is a probability


def is_probability(node: Node) -> bool:
    """Is this the probability of something that happens: `P(X > t)`, `Pr(X = k | Y = y)`?"""
    if not (isinstance(node, App) and isinstance(node.fn, Sym) and node.fn.base in EVENTS and not node.fn.marks):
        return False
    found = [a for a in node.args if isinstance(a, Rel | Both)]
    if not found or len(found) != len(node.args):
        return False
    return node.fn.base != "p" or any(isinstance(n, Sym) and n.base in CAPITALS for a in found for n in sides_of(a))


def mass_function(left: Node | None) -> tuple[Sym, Sym] | None:
    """(Y, k) for `\\Pr(Y = k)`."""
    if not isinstance(left, App) or not is_probability(left) or left.given or len(left.args) != 1:
        return None
    (event,) = left.args
    if not isinstance(event, Rel) or event.op != "=":
        return None
    name, value = event.left, event.right
    if not isinstance(name, Sym) or not isinstance(value, Sym) or name.base not in CAPITALS | frozenset("UVWSTN"):
        return None
    return None if value.base in CAPITALS or value.sub or value.marks or name.marks else (name, value)


def sides_of(node: Node) -> tuple[Node, ...]:
    """The sides of a relation, or of a chain of them."""
    if isinstance(node, Both):
        return tuple(side for item in node.items for side in sides_of(item))
    return (node.left, node.right) if isinstance(node, Rel) else (node,)


def is_random(e: Elaborator, sym: Sym) -> bool:
    """Does the symbol stand for a random variable here?"""
    name = name_of(sym)
    if e.scope.random.of(name) is not None:
        return True
    numbered = all(isinstance(s, Num) for s in sym.sub)
    if sym.base not in CAPITALS or sym.marks or not numbered or e.scope.definition(name) is not None:
        return False
    if sym in e.vocabulary.ranges.values() or name in e.vocabulary.functions:
        return False
    return not is_plain(e, name)


def is_plain(e: Elaborator, name: str) -> bool:
    """Are densities written at this capital, as in p(X, Z) for data X and latent Z? Then it is like any variable."""
    return any(name in (*out, *given) for seen in e.vocabulary.signatures.values() for out, given in seen)


def random_names(e: Elaborator, node: Node) -> dict[str, Sym]:
    """The random variables that a formula depends on, by name: what an expectation inside has taken is gone."""
    found: dict[str, Sym] = {}
    if isinstance(node, Sym):
        if is_random(e, node):
            found[name_of(node)] = node
        return found or _behind_name(e, node)
    if isinstance(node, Expect):
        inner: dict[str, Sym] = {}
        if node.sub:
            inner = random_names(e, node.body)
            for item in node.sub:
                left = item.left if isinstance(item, Rel) and item.op == "~" else item
                for name in _random_in(left):
                    inner.pop(name, None)
        for g in node.given:
            inner.update(_given(e, g))
        return inner
    if is_probability(node):
        assert isinstance(node, App)
        for g in node.given:
            if not isinstance(g, Rel | Both):
                found.update(_given(e, g))
        return found
    if isinstance(node, App) and isinstance(node.fn, Sym) and node.fn.base in ("H", "I", "KL"):
        return found
    if isinstance(node, Big) and isinstance(node.var, Sym):
        found = random_names(e, node.body)
        found.pop(name_of(node.var), None)
        return found
    parts: Iterable[Node] = (*node.args, *node.given) if isinstance(node, App) else children(node)
    for part in parts:
        found.update(random_names(e, part))
    return found


def _behind_name(e: Elaborator, sym: Sym) -> dict[str, Sym]:
    """The random variables in what a name stands for: those of X = \\mu + \\sigma Z."""
    d = e.scope.definition(name_of(sym))
    if d is None or d.parameters:
        return {}
    found = {}
    for n in sorted(free_names(d.body)):
        base, *numbers = n.split("_")
        if all(k.isdigit() for k in numbers):
            inside = Sym(base, tuple(Num(Fraction(k)) for k in numbers))
            if is_random(e, inside):
                found[n] = inside
    return found


def _random_in(node: Node) -> list[str]:
    return [name_of(n) for n in (node, *children(node)) if isinstance(n, Sym)]


def _given(e: Elaborator, node: Node) -> dict[str, Sym]:
    """What a condition depends on: Y behind a bar; y for `Y = y`, which is no random variable."""
    if isinstance(node, Rel) and node.op == "=":
        return random_names(e, node.right)
    return random_names(e, node)


def lowered(node: Any, names: dict[str, str]) -> Any:
    """The formula with variables renamed, everywhere but in indices."""
    if isinstance(node, Sym):
        new = names.get(name_of(node))
        return node if new is None else Sym(new.rstrip("'"), (), "'" * new.count("'"), start=node.start, end=node.end)
    if isinstance(node, tuple):
        return tuple(lowered(item, names) for item in node)
    if not isinstance(node, Node):
        return node
    if isinstance(node, Expect) and not node.sub:  # binds its own variables, except those behind the bar
        behind = {name_of(n) for g in node.given for n in walk(g) if isinstance(n, Sym)}
        names = {n: new for n, new in names.items() if n in behind}
    elif isinstance(node, Expect):
        taken = {n for item in node.sub for n in _random_in(item.left if isinstance(item, Rel) else item)}
        names = {n: new for n, new in names.items() if n not in taken}
    if not names:
        return node
    if isinstance(node, App):
        if is_probability(node) or (isinstance(node.fn, Sym) and node.fn.base in ("H", "I")):
            behind = {name_of(g) for g in node.given if isinstance(g, Sym)}
            names = {n: new for n, new in names.items() if is_probability(node) and n in behind}
        moved = (lowered(group, names) for group in (node.args, node.given, node.params))
        args, given, params = moved
        return replace(node, args=args, given=given, params=params)
    return replace(node, **{n: lowered(getattr(node, n), names) for n in fields_of(type(node))})


def spoken_small(node: Any) -> Any:
    """The formula as the vocabulary should see it: inside expectations X, Y, Z are x, y, z."""
    if isinstance(node, tuple):
        return tuple(spoken_small(item) for item in node)
    if not isinstance(node, Node):
        return node
    if isinstance(node, Expect):
        names = {
            name_of(n): small(n) for n in walk(node)
            if isinstance(n, Sym) and n.base in CAPITALS and not n.marks and all(isinstance(s, Num) for s in n.sub)
        }  # fmt: skip
        indexed = frozenset(n.base for n in walk(node) if isinstance(n, Sym) and n.base in CAPITALS and n.sub)
        inside = {n: lowered_bases(spoken_small(getattr(node, n)), indexed) for n in ("body", "given")}
        sub = tuple(
            replace(item, left=lowered(item.left, names)) if isinstance(item, Rel) else lowered(item, names)
            for item in node.sub
        )
        return replace(node, sub=sub, **{n: lowered(value, names) for n, value in inside.items()})
    return replace(node, **{n: spoken_small(getattr(node, n)) for n in fields_of(type(node))})


def lowered_bases(node: Any, bases: frozenset[str]) -> Any:
    """The formula with X_i, X_1, X as x_i, x_1, x, for the letters named."""
    if isinstance(node, tuple):
        return tuple(lowered_bases(item, bases) for item in node)
    if not isinstance(node, Node):
        return node
    if isinstance(node, Sym):
        return replace(node, base=node.base.lower()) if node.base in bases else node
    return replace(node, **{n: lowered_bases(getattr(node, n), bases) for n in fields_of(type(node)) if n != "fn"})


def small(sym: Sym, taken: frozenset[str] = frozenset()) -> str:
    """The name of the variable that a random variable becomes: x for X, x' where x stands beside it."""
    name = name_of(sym)
    name = f"v_{name}" if name[:1] in TAKEN else name[:1].lower() + name[1:]
    while name in taken and name != name_of(sym):
        name += "'"
    return name


def drawn(e: Elaborator, name: str, sym: Sym) -> Draw:
    """Where a random variable comes from: as stated, or by the convention that X is the x of its family."""
    stated = e.scope.random.of(name) or e.scope.random.of(name[:1].upper() + name[1:])
    scope = e.scope
    e.guessed |= name in scope.vague  # a fact about it was not understood
    ranges = scope.positive | scope.unit | scope.binary | scope.integer  # X >= 0 is said of every value of x
    laws = [w.name for w, _ in scope.laws if stated is not None and w.head == stated.head and stated.role in w.outcome]
    if laws and set(laws) <= LIVES.keys():
        ranges = ranges - frozenset().union(*(getattr(scope, LIVES[n]) for n in laws))  # the law says so too
    usual = name in scope.random.usual  # any variable, with its range: what fails for one law of it fails
    own = stated is not None and stated.role == name  # its space is called after it where a range is said of it
    if (not usual or name in scope.earlier) and not own:
        e.guessed |= name in ranges
        e.guessed |= any(name in free_names(r.left) | free_names(r.right) for r, _ in scope.assumptions)
    if stated is not None:
        role = stated.role
        if role in ranges and role != name and role == small(sym) and not _is_spoken(e, role) and stated.size is None:
            if not any(w.head == stated.head and role in w.outcome for w, _ in scope.laws):
                e.guessed = True  # `let X be random, and let x > 0`: that x is no value of X
                return replace(stated, role=name)
        return stated
    # what an earlier part, or a sentence that states no fact, says of it may be meant
    e.guessed |= bool({name, name.partition("_")[0]} & e.scope.random.faded) or e.scope.random.loose
    role = small(sym)
    families = e.vocabulary.signatures
    fits = [f for f, seen in families.items() if any(role in (*out, *given) for out, given in seen)]
    if "p" in fits or not fits:
        head = "p"
    else:
        head = fits[0]
    e.guessed |= len(fits) > 1 and not (usual and all(w.head != head for w, _ in scope.laws))
    return Draw(name, head, role)


def _is_spoken(e: Elaborator, role: str) -> bool:
    return any(role in (*out, *given) for seen in e.vocabulary.signatures.values() for out, given in seen)


def with_parents(e: Elaborator, known: dict[str, tuple[Draw, str]]) -> dict[str, tuple[Draw, str]]:
    """With the variables on which their laws depend: x | z ~ N(z, 1) and z ~ N(0, 1) make x and z one pair."""
    found = dict(known)
    waiting = list(known)
    for name in waiting:
        draw, _ = found[name]
        for given in _condition(e, draw):
            parent = next((d for d in e.scope.random.known if d.role == given and d.head == draw.head), None)
            if parent is not None and parent.name not in found:
                found[parent.name] = parent, given
                waiting.append(parent.name)
    return found


def _condition(e: Elaborator, draw: Draw) -> tuple[str, ...]:
    """The roles that the stated law of a variable is given; () where it has a law of its own."""
    laws = [w for w, _ in e.scope.laws if w.head == draw.head and w.outcome == (draw.role,)]
    return laws[-1].given if laws and all(w.given for w in laws) else ()


def law(e: Elaborator, outcome: dict[str, tuple[Draw, str]], given: dict[str, tuple[Draw, str]]) -> Expr:
    """The joint density of the variables of `outcome` given those of `given`; name -> (draw, variable)."""
    left, everything = dict(outcome), {**outcome, **given}

    def apart(a: str, b: str) -> bool:
        return e.scope.random.apart(everything[a][0].name, everything[b][0].name)

    factors: list[Expr] = []
    while left:
        block = [next(iter(left))]
        behind: list[str] = []
        for name in block:  # grows: everything that is not known to be independent of it
            for other in left:
                if other not in block and not apart(name, other):
                    block.append(other)
        for name in block:
            behind += [g for g in given if g not in behind and not apart(name, g)]
        together = [*block, *behind]
        if any(apart(a, b) for a in together for b in together if a != b):
            raise Unknown("of these variables some are independent and some are not")
        heads = {(outcome | given)[n][0].head for n in together}
        if len(heads) != 1:
            raise Unknown("nothing says how these random variables depend on each other")
        (head,) = heads
        e.heads[head] = "density"
        chain = _chain(e, {n: outcome[n] for n in block}, {n: given[n] for n in behind})
        if chain is not None:
            factors += chain
            for name in block:
                del left[name]
            continue
        args = tuple(Arg(outcome[n][0].role, Name(outcome[n][1])) for n in block)
        condition = tuple(Arg(given[n][0].role, Name(given[n][1])) for n in behind)
        if len({a.role for a in args + condition}) != len(args + condition):
            raise Unknown("nothing says how these random variables depend on each other")
        factors.append(Apply(head, args, condition))
        for name in block:
            del left[name]
    return multiply(*factors)


def _chain(
    e: Elaborator, outcome: dict[str, tuple[Draw, str]], given: dict[str, tuple[Draw, str]]
) -> list[Expr] | None:
    """p(x | z) p(z), where the text states laws step by step; None where some step is not stated."""
    if len(outcome) < 2:
        return None
    places = {pair[0].role: pair for pair in (*outcome.values(), *given.values())}
    done = {draw.role for draw, _ in given.values()}
    factors: list[Expr] = []
    waiting = list(outcome.values())
    while waiting:
        ready = next((p for p in waiting if set(_condition(e, p[0])) <= done and _has_law(e, p[0])), None)
        if ready is None or (not _condition(e, ready[0]) and factors):
            return None
        draw, variable = ready
        condition = tuple(Arg(r, Name(places[r][1])) for r in _condition(e, draw))
        factors.append(Apply(draw.head, (Arg(draw.role, Name(variable)),), condition))
        waiting.remove(ready)
        done.add(draw.role)
    return factors


def _has_law(e: Elaborator, draw: Draw) -> bool:
    return any(w.head == draw.head and w.outcome == (draw.role,) for w, _ in e.scope.laws)
