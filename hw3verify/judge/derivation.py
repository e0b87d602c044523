"""The derivation in a part of the document, as a graph over its sides.

`derivation(trial, parts, names)` takes the names given as mere names: what the text says they stand for is not put in,
and a star does not make another name (`D^*` is the D that was looked for). So "D^* = ..." can be found as a statement
about D although the same text defines D^* for later.
"""

from __future__ import annotations

from dataclasses import replace

from hw3verify.judge.alike import form
from hw3verify.judge.choose import Verdict
from hw3verify.judge.context import Context, Meaning
from hw3verify.judge.flow import Side
from hw3verify.judge.route import Edge, Graph, Place, is_step
from hw3verify.judge.trial import Trial
from hw3verify.language.blocks import Part
from hw3verify.language.elaborate import Elaborator
from hw3verify.language.scope import Scope
from hw3verify.language.surface import App, Big, Node, Sym
from hw3verify.language.vocabulary import DIVERGENCES, GREEK, LAWS, Unknown, Vocabulary, name_of
from hw3verify.meaning.expr import Apply, Expr, Name, rebuild


def derivation(trial: Trial, parts: list[Part], names: set[str]) -> Graph:
    """The sides and links of these parts; a display without a relation is a place without links."""
    graph = Graph()
    known: dict[int, Place] = {}

    def place(side: Side, context: Context, number: int) -> Place:
        if id(side) not in known:
            known[id(side)] = _place(side, context, number, names, len(known))
            graph.places.append(known[id(side)])
        return known[id(side)]

    for order, v in enumerate(verdicts_of(trial, parts)):
        left, right = v.link.left, v.link.right
        if left is not None and is_step(v):
            chosen = dict(v.choice)
            start = place(left, v.context, chosen.get(id(left), 0))
            end = place(right, v.context, chosen.get(id(right), 0))
            graph.edges.append(Edge(start, v.link.op, end, v.link, v.assessment.outcome.verdict, order))
    labels = {p.label for p in parts}
    read = {id(p.side.readings) for p in graph.places}
    for part, display, reading, context in trial.shown:
        if part.label in labels and len(reading.sides) == 1:
            (alone,) = reading.sides
            if alone is not None and id(alone) not in read:
                place(Side(display.number, display.latex, display.start, alone), context, 0)
    return graph


def _place(side: Side, context: Context, number: int, names: set[str], order: int) -> Place:
    if names:
        context = Context(context.vocabulary, _without(context.scope, names))
    meaning = starless(context.elaborate(side, number), names)
    first = side.readings.first
    surface = None if first is None else side.readings.readings[number].node if number else first.node
    key = f"unread {id(side)}" if meaning.expr is None else form(meaning.expr)
    return Place(side, meaning, surface, context, order, key)


def verdicts_of(trial: Trial, parts: list[Part]) -> list[Verdict]:
    """The verdicts of these parts, in order."""
    labels = {p.label for p in parts}
    return [v for v in trial.verdicts if v.link.part in labels]


def end_of(trial: Trial, parts: list[Part], names: set[str]) -> Context:
    """What is known at the end of the parts, without what explains these names."""
    return Context(trial.vocabulary, _without(trial.scopes.get(parts[-1].label, Scope()), names))


def names_of_question(node: Node, vocabulary: Vocabulary) -> set[str]:
    """The names by which a side may be known, if it is a name (perhaps at arguments).

    The best D may be called D, D^* or D^*_G: a function that is looked for is known by its letter.
    """
    fn = node.fn if isinstance(node, App) else node
    if not isinstance(fn, Sym) or fn.base in DIVERGENCES or fn.base in LAWS:
        return set()
    if vocabulary.is_density(fn):
        found = {name_of(fn), vocabulary.family(fn)}
    elif "*" in fn.marks:
        found = {fn.base, *(n for n in vocabulary.functions if n.rstrip("*").split("_")[0] == fn.base)}
    else:
        found = {name_of(fn)}
    return {n.rstrip("*") for n in found} | {n.rstrip("*") + "*" for n in found}


def spoken(place: Place) -> list[Expr]:
    """What a side says, or what stands behind its `max` and `min`: the value of a game is written either way."""
    found = [] if place.meaning.expr is None else [place.meaning.expr]
    node = place.surface
    while isinstance(node, Big) and node.op in ("max", "min", "sup", "inf", "argmax", "argmin"):
        node = node.body
        try:
            found.append(Elaborator(place.context.vocabulary, place.context.scope).expr(node))
        except (Unknown, RecursionError):
            continue
    return found


def without_parameters(e: Expr) -> Expr:
    """The expression with the Greek indices taken from functions: D_\\omega(x) is D(x) with its parameters named."""
    if isinstance(e, Apply) and set(e.head.partition("_")[2].split(",")) <= GREEK:
        e = Apply(e.head.partition("_")[0], e.args, e.given)
    return rebuild(e, without_parameters)


def starless(meaning: Meaning, names: set[str]) -> Meaning:
    """The meaning with the star taken from these names."""
    return meaning if meaning.expr is None or not names else replace(meaning, expr=_plain(meaning.expr, names))


def _plain(e: Expr, names: set[str]) -> Expr:
    if isinstance(e, Apply) and e.head in names:
        e = Apply(_shortest(e.head, names), e.args, e.given)
    if isinstance(e, Name) and e.id in names:
        return Name(_shortest(e.id, names))
    return rebuild(e, lambda c: _plain(c, names))


def _shortest(name: str, names: set[str]) -> str:
    """The shortest of the names for the same thing: of D, D*, D_G* it is D."""
    same = (n for n in names if n.split("_")[0].rstrip("*") == name.split("_", maxsplit=1)[0].rstrip("*"))
    return min((n.rstrip("*") for n in same), key=len, default=name)


def _without(scope: Scope, names: set[str]) -> Scope:
    return replace(scope, definitions=tuple(d for d in scope.definitions if d.name not in names)) if names else scope
