"""Random derivations: trees over densities p and q of x and z, their LaTeX, and their values in random worlds.

A tree is a tuple: ("density", "p", ("x",), ("z",)) is p(x|z), ("mean", density, body) an expectation, ("integral", "x",
body), ("KL", density, density). `latex` writes it with enough brackets that there is one way to read it; `value`
evaluates it in a world of floats, and knows nothing of the checker. An `Author` draws trees, rewrites them by rules
that are true for all densities, and changes single nodes.
"""

from __future__ import annotations

import math
import random
from collections.abc import Callable

Tree = tuple  # (kind, ...); densities are ("density", family, arguments, given)
SIZES = {"x": 2, "z": 3}
WORLDS = 14
ONE = {"negative": lambda a: -a, "square": lambda a: a * a, "log": math.log, "exp": math.exp}


class World:
    """Joint step densities of two families over x and z, two functions, one of them in (0, 1), two parameters."""

    def __init__(self, seed: int) -> None:
        draw = random.Random(seed)
        spread = draw.choice((0.5, 1.5, 3.0))
        self.width = {v: [1.0 if seed % 2 else math.exp(draw.gauss(0, 1)) for _ in range(n)] for v, n in SIZES.items()}
        self.joint = {}
        for family in "pq":
            table = {(i, j): math.exp(draw.gauss(0, spread)) for i in range(SIZES["x"]) for j in range(SIZES["z"])}
            mass = sum(v * self.width["x"][i] * self.width["z"][j] for (i, j), v in table.items())
            self.joint[family] = {k: v / mass for k, v in table.items()}
        self.function = {
            "f": {v: [draw.gauss(0, 2) for _ in range(n)] for v, n in SIZES.items()},
            "D": {v: [draw.uniform(0.02, 0.98) for _ in range(n)] for v, n in SIZES.items()},
        }
        self.scalar = {"a": draw.gauss(0, 2), "b": draw.gauss(0, 2)}

    def density(self, family: str, at: dict[str, int]) -> float:
        total = 0.0
        for (i, j), value in self.joint[family].items():
            if at.get("x", i) == i and at.get("z", j) == j:
                total += value * (1 if "x" in at else self.width["x"][i]) * (1 if "z" in at else self.width["z"][j])
        return total


def value(t: Tree, w: World, at: dict[str, int]) -> float:
    """The value of a tree in a world where its free variables stand in the cells `at`."""
    kind = t[0]
    if kind == "number":
        return float(t[1])
    if kind == "scalar":
        return w.scalar[t[1]]
    if kind == "density":
        _, family, own, given = t
        top = w.density(family, {v: at[v] for v in own + given})
        return top / w.density(family, {v: at[v] for v in given}) if given else top
    if kind == "function":
        return w.function[t[1]][t[2]][at[t[2]]]
    if kind in ("+", "-", "*", "/"):
        a, b = value(t[1], w, at), value(t[2], w, at)
        return a + b if kind == "+" else a - b if kind == "-" else a * b if kind == "*" else a / b
    if kind in ONE:
        return ONE[kind](value(t[1], w, at))
    if kind == "integral":
        _, var, body = t
        return sum(w.width[var][k] * value(body, w, {**at, var: k}) for k in range(SIZES[var]))
    if kind == "mean":
        _, density, body = t
        return value(_integrals(density[2], ("*", density, body)), w, at)
    assert kind == "KL"
    _, first, second = t
    return value(("mean", first, ("log", ("/", first, second))), w, at)


def _integrals(variables: tuple[str, ...], body: Tree) -> Tree:
    for v in variables:
        body = ("integral", v, body)
    return body


def latex(t: Tree, style: random.Random) -> str:
    """The tree as LaTeX, with enough brackets that there is one way to read it."""
    kind = t[0]
    if kind in ("number", "scalar"):
        return str(t[1])
    if kind == "density":
        given = "|" + ",".join(t[3]) if t[3] else ""
        return f"{t[1]}({','.join(t[2])}{given})"
    if kind == "function":
        return f"{t[1]}({t[2]})"
    if kind == "+":
        return f"{latex(t[1], style)} + {_closed(t[2], style)}"
    if kind == "-":
        return f"{_closed(t[1], style)} - {_closed(t[2], style)}"
    if kind == "*":
        times = style.choice((" ", " \\cdot "))
        return _closed(t[1], style) + times + _closed(t[2], style)
    if kind == "/":
        return f"\\frac{{{latex(t[1], style)}}}{{{latex(t[2], style)}}}"
    if kind == "negative":
        return "-" + _closed(t[1], style)
    if kind == "square":
        return f"\\left({latex(t[1], style)}\\right)^2"
    if kind in ("log", "exp"):
        return f"\\{kind}\\left({latex(t[1], style)}\\right)"
    if kind == "integral":
        if style.random() < 0.5:
            return f"\\sum_{t[1]} \\left({latex(t[2], style)}\\right)"
        return f"\\int \\left({latex(t[2], style)}\\right) d{t[1]}"
    if kind == "mean":
        return f"\\mathbb{{E}}_{{{latex(t[1], style)}}}\\left[{latex(t[2], style)}\\right]"
    bar = style.choice(("\\|", ",", "||"))
    return f"KL\\left({latex(t[1], style)}{bar}{latex(t[2], style)}\\right)"


def _closed(t: Tree, style: random.Random) -> str:
    """As a factor or a term: anything that could reach further stands in brackets."""
    bare = t[0] in ("number", "scalar", "density", "function", "/", "log", "exp", "mean", "KL")  # numbers have no sign
    return latex(t, style) if bare else f"\\left({latex(t, style)}\\right)"


class Author:
    """Draws trees."""

    def __init__(self, seed: int) -> None:
        self.draw = random.Random(seed)

    def density(self, variables: list[str]) -> Tree | None:
        if not variables:
            return None
        own = tuple(sorted(self.draw.sample(variables, self.draw.randint(1, len(variables)))))
        rest = [v for v in variables if v not in own]
        return ("density", self.draw.choice("pq"), own, tuple(rest) if rest and self.draw.random() < 0.5 else ())

    def real(self, variables: list[str], depth: int) -> Tree:
        d = self.draw
        fresh = [v for v in SIZES if v not in variables]
        if depth <= 0:
            leaves: list[Tree] = [("number", d.randint(0, 3)), ("scalar", d.choice("ab"))]
            leaves += [("function", "f", v) for v in variables]
            leaves += [("log", self.positive(variables, 0))] * bool(variables)
            return d.choice(leaves)
        kind = d.choice(("+", "-", "*", "negative", "square", "log", "log", "mean", "mean", "integral", "KL", "leaf"))
        if kind in ("+", "-", "*"):
            return (kind, self.real(variables, depth - 1), self.real(variables, depth - 1))
        if kind in ("negative", "square"):
            return (kind, self.real(variables, depth - 1))
        if kind == "log":
            return ("log", self.positive(variables, depth - 1))
        if kind in ("mean", "integral", "KL") and fresh:
            return self.fold(kind, variables, fresh, depth)
        return self.real(variables, 0)

    def fold(self, kind: str, variables: list[str], fresh: list[str], depth: int) -> Tree:
        d = self.draw
        own = tuple(sorted(d.sample(fresh, d.randint(1, len(fresh)))))

        def conditional() -> Tree:
            given = tuple(v for v in variables if d.random() < 0.5)
            return ("density", d.choice("pq"), own, given)

        if kind == "KL":
            return ("KL", conditional(), conditional())
        if kind == "mean":
            return ("mean", conditional(), self.real([*variables, *own], depth - 1))
        inner = ("*", conditional(), self.real([*variables, *own], depth - 1))
        return _integrals(own, inner)

    def positive(self, variables: list[str], depth: int) -> Tree:
        d = self.draw
        fresh = [v for v in SIZES if v not in variables]
        leaf = self.density(variables) or ("number", d.randint(1, 3))
        if depth <= 0:
            return leaf
        kind = d.choice(("*", "/", "+", "D", "1-D", "exp", "mean", "leaf"))
        if kind in ("*", "/", "+"):
            return (kind, self.positive(variables, depth - 1), self.positive(variables, depth - 1))
        if kind in ("D", "1-D") and variables:
            one: Tree = ("function", "D", d.choice(variables))
            return one if kind == "D" else ("-", ("number", 1), one)
        if kind == "exp":
            return ("exp", self.real(variables, 0))
        if kind == "mean" and fresh:
            t = self.fold("mean", variables, fresh, 1)
            return ("mean", t[1], self.positive([*variables, *t[1][2]], depth - 1))
        return leaf

    # -- rewriting ------------------------------------------------------------------------------------------

    def rewritten(self, t: Tree, times: int) -> Tree:
        """An equal tree."""
        for _ in range(times):
            t = self.somewhere(t, [], self.equal)
        return t

    def changed(self, t: Tree) -> Tree:
        """A tree with one node changed, which is most often another value."""
        return self.somewhere(t, [], self.different)

    def somewhere(self, t: Tree, bound: list[str], rule: Callable[[Tree, list[str]], Tree | None]) -> Tree:
        spots = list(_spots(t, ()))
        self.draw.shuffle(spots)
        for path in spots:
            inside, names = t, list(bound)
            for step in path:
                if inside[0] == "integral":
                    names.append(inside[1])
                elif inside[0] == "mean" and step == 2:
                    names.extend(inside[1][2])
                inside = inside[step]
            new = rule(inside, names)
            if new is not None:
                return _put(t, path, new)
        return t

    def equal(self, t: Tree, names: list[str]) -> Tree | None:
        """One true rewriting of this node; `names` are the variables that it may speak of."""
        d, kind = self.draw, t[0]
        fresh = [v for v in SIZES if v not in names]
        options: list[Tree] = []
        if kind in ("+", "*"):
            options.append((kind, t[2], t[1]))
        if kind == "log" and t[1][0] == "*":
            options += [("+", ("log", t[1][1]), ("log", t[1][2]))] * (_positive(t[1][1]) and _positive(t[1][2]))
        if kind == "log" and t[1][0] == "/":
            options.append(("-", ("log", t[1][1]), ("log", t[1][2])))
        if kind == "log" and t[1][0] == "exp":
            options.append(t[1][1])
        if kind == "square":
            options.append(("*", t[1], t[1]))
        if kind == "negative":
            options.append(("-", ("number", 0), t[1]))
        if kind == "mean":
            options.append(_integrals(t[1][2], ("*", t[1], t[2])))
            if t[2][0] in ("+", "-"):
                options.append((t[2][0], ("mean", t[1], t[2][1]), ("mean", t[1], t[2][2])))
            if len(t[1][2]) == 2:
                first, second = d.sample(t[1][2], 2)
                inner = ("mean", ("density", t[1][1], (second,), tuple(sorted((first, *t[1][3])))), t[2])
                options.append(("mean", ("density", t[1][1], (first,), t[1][3]), inner))
        if kind == "KL":
            options.append(("mean", t[1], ("log", ("/", t[1], t[2]))))
            options.append(("-", ("mean", t[1], ("log", t[1])), ("mean", t[1], ("log", t[2]))))
            options.append(("negative", ("mean", t[1], ("log", ("/", t[2], t[1])))))
        if kind == "integral" and t[2][0] in ("+", "-"):
            options.append((t[2][0], ("integral", t[1], t[2][1]), ("integral", t[1], t[2][2])))
        if kind == "density":
            own, given = t[2], t[3]
            if given:
                options.append(("/", ("density", t[1], tuple(sorted(own + given)), ()), ("density", t[1], given, ())))
            if len(own) == 2:
                a, b = d.sample(own, 2)
                first = ("density", t[1], (a,), tuple(sorted((b, *given))))
                options.append(("*", first, ("density", t[1], (b,), given)))
            if fresh:
                joint = ("density", t[1], tuple(sorted((*own, fresh[0]))), given)
                options.append(("integral", fresh[0], joint))
        elif kind not in ("number", "scalar"):
            extra = self.real(names, 0)
            options.append(("-", ("+", t, extra), extra))
            if fresh:
                options.append(("mean", ("density", d.choice("pq"), (fresh[0],), ()), t))
        return d.choice(options) if options else None

    def different(self, t: Tree, names: list[str]) -> Tree | None:
        """Another node of the same sort."""
        d, kind = self.draw, t[0]
        if kind in ("+", "-"):
            return ("-" if kind == "+" else "+", t[1], t[2])
        if kind == "number":
            return ("number", t[1] + 1)
        if kind == "scalar":
            return ("scalar", "b" if t[1] == "a" else "a")
        if kind == "density":
            options: list[Tree] = [("density", "q" if t[1] == "p" else "p", t[2], t[3]), ("*", t, t)]
            options += [("density", t[1], t[2], ())] * bool(t[3])
            return d.choice(options)
        if kind == "KL":
            return ("KL", t[2], t[1])
        if kind in ("negative", "square"):
            return t[1]
        if kind == "log" and _positive(t[1]):
            return t[1]
        return None


def _positive(t: Tree) -> bool:
    if t[0] in ("*", "/", "+"):
        return _positive(t[1]) and _positive(t[2])
    return t[0] in ("density", "exp") or (t[0] == "mean" and _positive(t[2])) or (t[0] == "number" and t[1] > 0)


def _spots(t: Tree, path: tuple[int, ...]) -> list[tuple[int, ...]]:
    """Paths to the nodes that may be replaced: a density that an expectation or a divergence is under stays."""
    found = [path]
    if t[0] in ("number", "scalar", "density", "function", "KL"):
        return found
    for k in range(2 if t[0] in ("mean", "integral") else 1, len(t)):
        found += _spots(t[k], (*path, k))
    return found


def _put(t: Tree, path: tuple[int, ...], new: Tree) -> Tree:
    if not path:
        return new
    return (*t[: path[0]], _put(t[path[0]], path[1:], new), *t[path[0] + 1 :])


def closed(t: Tree, bound: tuple[str, ...] = ()) -> bool:
    """Does the tree speak of bound variables only?"""
    if t[0] == "density":
        return set(t[2] + t[3]) <= set(bound)
    if t[0] == "function":
        return t[2] in bound
    if t[0] in ("mean", "KL"):
        inner = (*bound, *t[1][2])
        return closed(t[1], inner) and closed(t[2], inner)
    inner = (*bound, t[1]) if t[0] == "integral" else bound
    return all(closed(k, inner) for k in t[1:] if isinstance(k, tuple))


def derivation(seed: int) -> tuple[Tree, str, Tree, bool]:
    """left, relation, right, and whether it is true by construction."""
    author = Author(seed)
    d = author.draw
    left = author.fold(d.choice(("mean", "mean", "KL", "integral")), [], list(SIZES), d.randint(1, 3))
    if d.random() < 0.5:
        left = (d.choice("+-"), left, author.real([], d.randint(0, 2)))
    style = seed % 4
    if style == 0:  # true: rewritten
        return left, "=", author.rewritten(left, d.randint(1, 4)), True
    if style == 1:  # most often false: rewritten and changed
        relation = d.choice(("=", "=", "\\ge", "\\le"))
        return left, relation, author.changed(author.rewritten(left, d.randint(0, 3))), False
    if style == 2:  # true: something that is never negative is taken away
        extra = author.fold("KL", [], list(SIZES), 1)
        if d.random() < 0.4:
            extra = ("square", author.real([], 1))
        right = author.rewritten(("-", left, extra), d.randint(1, 3))
        return left, "\\ge", right, True
    inner = author.positive(["x"], 2)  # Jensen's inequality for the log, and what is nearly it
    mean = ("density", d.choice("pq"), ("x",), ())
    left, right = ("log", ("mean", mean, inner)), ("mean", mean, ("log", inner))
    right = author.rewritten(right, d.randint(0, 2))
    if d.random() < 0.5:
        return left, "\\ge", right, _positive(inner)
    return left, d.choice(("\\ge", "\\le", "=")), author.changed(right), False
