"""Enumerations of TeX: items whose number is not written, because TeX counts them.

`\\begin{enumerate}[(a)] \\item ...` has the parts (a), (b) ...; an `enumerate` inside an `enumerate` too, and then the
outer items are problems. The exam class writes `\\question` and `\\part`; some sheets have `\\begin{problem}`.

Law: only items that TeX would print as a letter (or, with lettered lists inside, as a number) are parts; a plain list
of steps is none.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

_TOKEN = re.compile(
    r"\\(?P<way>begin|end)[ \t]*\{(?P<name>enumerate|parts|questions|problem|exercise|question|subparts)\*?\}"
    r"(?P<option>\[[^\]\n]{0,200}\])?|\\(?P<item>item|part|question)(?![A-Za-z])(?!\s*\[)"
)
_LETTERED = re.compile(r"\[\s*(?:label\s*=\s*)?(?:[^\]]*\\alph|\W{0,3}a\W{0,3}\])")
_COUNTED = re.compile(r"\[\s*(?:label\s*=\s*)?(?:[^\]]*\\arabic|\W{0,3}1\W{0,3}\])")


@dataclass(slots=True)
class _List:
    kind: str  # "letter", "number" or "other"
    items: list[tuple[int, int]] = field(default_factory=list)  # where an item's command begins and ends
    lettered_inside: bool = False


def counted_items(text: str) -> dict[int, tuple[int, str | None, str]]:
    """Offset of an item -> (end of its command, problem or None, letter)."""
    if "\\begin" not in text:
        return {}
    found: dict[int, tuple[int, str | None, str]] = {}
    stack: list[_List] = []
    boxes = 0
    for token in _TOKEN.finditer(text):
        name = token["name"]
        if token["way"] == "begin" and name in ("problem", "exercise", "question"):
            boxes += 1
            found[token.start()] = (token.end(), str(boxes), "")
        elif token["way"] == "begin":
            kind = _kind(name, token["option"] or "", len(stack))
            if kind == "letter" and stack:
                stack[-1].lettered_inside = True
            if len(stack) < 20:
                stack.append(_List(kind))
        elif token["way"] == "end":
            if stack and name not in ("problem", "exercise", "question"):
                _close(stack.pop(), found)
        elif stack:
            stack[-1].items.append(token.span())
    while stack:
        _close(stack.pop(), found)
    return found


def _kind(name: str, option: str, depth: int) -> str:
    if name == "parts" or _LETTERED.match(option):
        return "letter"
    if name == "questions" or _COUNTED.match(option):
        return "number"
    if name == "enumerate" and not option.strip("[]"):
        return ("number", "letter")[depth] if depth < 2 else "other"
    return "other"


def _close(done: _List, found: dict[int, tuple[int, str | None, str]]) -> None:
    if done.kind == "letter" and len(done.items) <= 26:
        for count, (start, end) in enumerate(done.items):
            found[start] = (end, None, chr(ord("a") + count))
    elif done.kind == "number" and done.lettered_inside:
        for count, (start, end) in enumerate(done.items):
            found[start] = (end, str(count + 1), "")
