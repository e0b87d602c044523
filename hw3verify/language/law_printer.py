r"""Laws that stand in a formula, as LaTeX: `law:N(mu_k (Pow sigma_k 2))` is \mathcal{N}(x; \mu_k, \sigma_k^2).

Such a family has no name of its own: its head is the sketch of what was written (`sketch`), which tells two of them
apart. Law: the parameters are printed as they stand in the sketch; a word that is not known here is left as it is.

What it does not do: it gives no meaning to a law.
"""

from __future__ import annotations

import re
from collections.abc import Callable

PREFIX = "law:"
Tree = str | list["Tree"]
_TOKEN = re.compile(r"[()]|[^()\s]+")
_SCRIPT = ("N", "U")
TERM, FACTOR, BASE = range(3)  # what stands there without brackets


def law_latex(head: str, outcome: str, given: tuple[str, ...], letter: Callable[[str], str]) -> str:
    """The density of the law with this head at an outcome; `letter` prints a name."""
    name, bracket, inside = head.removeprefix(PREFIX).partition("(")
    shown = rf"\mathcal{{{name}}}" if name in _SCRIPT else letter(name)
    if not bracket:  # a point mass: what it stands at is part of its name
        return f"{shown}({outcome})"
    items = [_print(t, letter, TERM) for t in _read(inside.removesuffix(")"))]
    text = f"{shown}({outcome}; {', '.join(items)}"
    hidden = [g for g in given if not any(g in item for item in items)]
    return f"{text} | {', '.join(hidden)})" if hidden else f"{text})"


def _read(text: str) -> list[Tree]:
    """The items of a sketch; brackets that are missing are supplied."""
    stack: list[list[Tree]] = [[]]
    for word in _TOKEN.findall(text):
        if word == "(":
            inner: list[Tree] = []
            stack[-1].append(inner)
            stack.append(inner)
        elif word != ")":
            stack[-1].append(word)
        elif len(stack) > 1:
            stack.pop()
    return stack[0]


def _print(tree: Tree, letter: Callable[[str], str], place: int) -> str:
    if isinstance(tree, str):
        number = re.fullmatch(r"(-?)(\d+)(?:/(\d+))?", tree)
        if number is None:
            return letter(tree.replace("{", "").replace("}", ""))
        sign, above, below = number.groups()
        return f"{sign}{above}" if below is None else rf"{sign}\frac{{{above}}}{{{below}}}"
    head, items = (tree[0], tree[1:]) if tree else ("", [])
    if head == "Div" and len(items) == 2:
        return rf"\frac{{{_print(items[0], letter, TERM)}}}{{{_print(items[1], letter, TERM)}}}"
    if head == "Pow" and len(items) == 2:
        return rf"{_print(items[0], letter, BASE)}^{{{_print(items[1], letter, TERM)}}}"
    if head in ("Add", "Mul", "Neg") and items:
        return _joined(str(head), items, letter, place)
    return f"({' '.join(_print(t, letter, TERM) for t in tree)})"


def _joined(head: str, items: list[Tree], letter: Callable[[str], str], place: int) -> str:
    if head == "Mul":
        text, level = r"\,".join(_print(t, letter, FACTOR) for t in items), FACTOR
    elif head == "Neg":
        text, level = f"-{_print(items[0], letter, FACTOR)}", TERM
    else:
        text, level = " + ".join(_print(t, letter, TERM) for t in items).replace("+ -", "- "), TERM
    return f"({text})" if level < place else text
