"""Markup that carries no mathematics: what is cleared away before a document is cut into blocks.

`clear` returns a text of the *same length* in which front matter, code, HTML comments, TeX comments, TeX preambles and
macro definitions are spaces (line ends stay). Law: a character of the cleared text is a space or the character of
the document at the same offset, so that every later offset is an offset of the document.

Simple macros (`\\newcommand`, `\\def`, `\\DeclareMathOperator`) are collected on the way, for the grammar to expand;
a macro with optional arguments is cleared and not collected.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

MOST_MACROS = 500
LONGEST_MACRO = 2_000  # characters of a body
_FRONT_LINES = 200


@dataclass(frozen=True, slots=True)
class Cleared:
    """The text to read, and what was found in the parts that are not read."""

    text: str
    tex: bool
    front_matter: str = ""
    macros: dict[str, tuple[int, str]] = field(default_factory=dict)
    math_fences: tuple[tuple[int, int, int, int], ...] = ()  # outer start, inner start, inner end, outer end

    def __hash__(self) -> int:
        return hash(self.text)


def blank(text: str) -> str:
    """Spaces of the same length; line ends and tabs of the layout stay."""
    return re.sub(r"[^\n]", " ", text)


def clear(name: str, text: str) -> Cleared:
    """The document's text with everything that is not read turned into spaces."""
    tex = name.lower().endswith((".tex", ".latex", ".ltx")) or "\\begin{document}" in text or "\\documentclass" in text
    front, text = _front_matter(text)
    fences: tuple[tuple[int, int, int, int], ...] = ()
    if tex:
        text = _tex_comments(text)
    else:
        text, fences = _fences(text)
        text = _html_comments(text)
        text = _struck_out(_quotes(_code_spans(text)))
    macros: dict[str, tuple[int, str]] = {}
    text = _definitions(text, macros)
    if tex:
        begin, end = text.find("\\begin{document}"), text.find("\\end{document}")
        if begin >= 0:
            begin += len("\\begin{document}")
            text = blank(text[:begin]) + text[begin:]
        if end > begin:
            text = text[:end] + blank(text[end:])
    return Cleared(text, tex, front, macros, fences)


_FRONT_LINE = re.compile(r"\s*(?:#.*|[\w\"'.-]+\s*[:=].*|-\s.*|\[.*\]\s*|)$")


def _front_matter(text: str) -> tuple[str, str]:
    mark = text[:3]
    if mark not in ("---", "+++") or not text[3:4].isspace():
        return "", text
    first = text.find("\n")
    at = first + 1
    for number in range(_FRONT_LINES):
        stop = text.find("\n", at)
        line = text[at:] if stop < 0 else text[at:stop]
        if line.rstrip() in (mark, "..."):
            inside = text[first + 1 : at]
            end = len(text) if stop < 0 else stop
            return inside, blank(text[:end]) + text[end:]
        if stop < 0 or len(line) > 2_000 or not (_FRONT_LINE.match(line) or (number and line[:1].isspace())):
            break
        at = stop + 1
    return "", text


def _tex_comments(text: str) -> str:
    if "%" not in text:
        return text
    return re.sub(r"(\\.)|%[^\n]*", lambda m: m[1] or " " * len(m[0]), text, flags=re.DOTALL)


_FENCE = re.compile(r"^[ \t]*(?:>[ \t]?)*(?:[-*+•][ \t]+)?(`{3,}|~{3,})[ \t]*([^\n`]*)$", re.MULTILINE)


def _fences(text: str) -> tuple[str, tuple[tuple[int, int, int, int], ...]]:
    if "```" not in text and "~~~" not in text:
        return text, ()
    pieces: list[str] = []
    math: list[tuple[int, int, int, int]] = []
    at = 0
    opened: re.Match[str] | None = None
    for mark in _FENCE.finditer(text):
        if opened is None:
            opened = mark
            continue
        same = mark[1][0] == opened[1][0] and len(mark[1]) >= len(opened[1]) and not mark[2].strip()
        if not same:
            continue
        if opened[2].strip().lower() in ("math", "latex-math"):
            pieces += (text[at : opened.start()], blank(opened[0]), text[opened.end() : mark.start()], blank(mark[0]))
            math.append((opened.start(), opened.end(), mark.start(), mark.end()))
        else:
            pieces += (text[at : opened.start()], blank(text[opened.start() : mark.end()]))
        at, opened = mark.end(), None
    # A fence that never closes hides nothing but its own line: the rest of the document is worth more than the code.
    if opened is not None:
        pieces += (text[at : opened.start()], blank(opened[0]))
        at = opened.end()
    pieces.append(text[at:])
    return "".join(pieces), tuple(math)


def _html_comments(text: str) -> str:
    at = text.find("<!--")
    if at < 0:
        return text
    pieces: list[str] = []
    done = 0
    while at >= 0:
        end = text.find("-->", at + 4)
        if end < 0:
            break
        pieces += (text[done:at], blank(text[at : end + 3]))
        done = end + 3
        at = text.find("<!--", done)
    pieces.append(text[done:])
    return "".join(pieces)


_STRUCK = re.compile(r"(?<!\S)~~(?=[^\s~])([^~]{1,2000})~~(?=[\s.,;:!?)]|$)")


def _struck_out(text: str) -> str:
    """`~~Suppose $p = q$.~~` is withdrawn. In a formula two tildes are spaces: only whole formulas are struck out."""

    def gone(found: re.Match[str]) -> str:
        whole = "$" in found[1] and found[1].count("$") % 2 == 0 and "\n\n" not in found[1]
        return blank(found[0]) if whole else found[0]

    return _STRUCK.sub(gone, text) if "~~" in text else text


_TICKS = re.compile(r"`+|\n[ \t]*\n")
_QUOTED = re.compile(r"[\w ,.-]{1,80}''?")


def _code_spans(text: str) -> str:
    """Inline code is not mathematics; `$`x`$` of some renderers is, and a TeX quotation `so' is no code."""
    if "`" not in text:
        return text
    pieces: list[str] = []
    done = 0
    opened: re.Match[str] | None = None
    for mark in _TICKS.finditer(text):
        if mark[0][0] == "\n":
            opened = None
        elif opened is None:
            if not _QUOTED.match(text, mark.end()):
                opened = mark
        elif len(mark[0]) == len(opened[0]):
            if text[opened.start() - 1 : opened.start()] == "$" == text[mark.end() : mark.end() + 1]:
                pieces += (text[done : opened.start()], blank(opened[0]), text[opened.end() : mark.start()])
                pieces.append(blank(mark[0]))
            else:
                pieces += (text[done : opened.start()], blank(text[opened.start() : mark.end()]))
            done, opened = mark.end(), None
    pieces.append(text[done:])
    return "".join(pieces)


def _quotes(text: str) -> str:
    """Block quotations: the `>` of every line goes where all lines of the paragraph have one (else it is maths)."""
    if not re.search(r"^[ \t]{0,3}>", text, re.MULTILINE):
        return text
    lines = text.split("\n")
    at = 0
    while at < len(lines):
        end = at
        while end < len(lines) and lines[end].strip():
            end += 1
        if end > at and all(line.lstrip().startswith(">") for line in lines[at:end]):
            for number in range(at, end):
                lines[number] = re.sub(r"^[ \t]*(?:>[ \t]?)+", lambda m: " " * len(m[0]), lines[number])
        at = end + 1
    return "\n".join(lines)


_DEFINITION = re.compile(
    r"\\(?:(?P<new>(?:re)?newcommand|providecommand)|(?P<op>DeclareMathOperator)|(?P<let>[gx]?def))\*?\s*"
    r"(?:\{\s*)?\\(?P<name>[A-Za-z]+|[^A-Za-z\s])\s*(?(let)|\}?)\s*"
    r"(?P<args>(?:\[\d\])|(?:#\d)+|)(?P<optional>\[[^\]\n]{0,80}\])?\s*(?=\{)"
)


def _definitions(text: str, macros: dict[str, tuple[int, str]]) -> str:
    if "\\def" not in text and "command" not in text and "\\Declare" not in text and "\\gdef" not in text:
        return text
    pieces: list[str] = []
    done = broken = 0
    for found in _DEFINITION.finditer(text):
        if found.start() < done:
            continue
        if len(macros) + broken >= MOST_MACROS:
            break
        end = group_end(text, found.end(), LONGEST_MACRO)
        if end < 0:
            broken += 1
            continue
        body = text[found.end() + 1 : end - 1]
        arguments = found["args"]
        count = int(arguments[1]) if arguments.startswith("[") else len(arguments) // 2
        if not found["optional"]:
            star = "*" if found["op"] and "*" in found[0][: found[0].index("\\", 1)] else ""
            macros[found["name"]] = (count, f"\\operatorname{star}{{{body}}}" if found["op"] else body)
        pieces += (text[done : found.start()], blank(text[found.start() : end]))
        done = end
    pieces.append(text[done:])
    return "".join(pieces)


_BRACES = re.compile(r"\\.|[{}]", re.DOTALL)


def group_end(text: str, start: int, longest: int) -> int:
    """The offset behind the group `{...}` that begins at `start`; -1 where it does not end within `longest`."""
    depth = 0
    for mark in _BRACES.finditer(text, start, min(len(text), start + longest)):
        depth += {"{": 1, "}": -1}.get(mark[0], 0)
        if depth == 0:
            return mark.end() if mark[0] == "}" else -1
    return -1
