"""Displays: the formulas that stand on their own, each with its number.

A display environment is cut into numbered blocks: one block per numbered row where at least two rows have numbers
(rows without one belong to the next numbered row, the last ones to the row before), else one block for all rows.
Alignment marks, row ends, numbers, labels and the environments' own commands become spaces, so the law of the cleared
text holds on: `latex` has, at every place, a space or the document's character there (`start` is its offset).

A row may go on with the row before it (it begins with a relation or an operator, or the row before is incomplete) or
state something of its own. In the second case the row end `\\\\` stays in `latex`: two equations side by side must
never read as one product. `statements` says where each of them stands.

What it does not do: nothing is parsed; `cases`, matrices and `\\substack` keep their `&` and `\\\\`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from hw3verify.language.delimiters import ENVIRONMENTS
from hw3verify.language.markup import group_end


@dataclass(frozen=True, slots=True)
class Display:
    """A displayed formula: one block, with the number that verdicts call it by."""

    number: str
    latex: str
    start: int
    environment: str = "$$"
    statements: tuple[tuple[int, int], ...] = ()  # offsets in `latex`; one pair for nearly every display
    closed: bool = True
    numbered: bool = True  # did the author write the number, or is it the number before plus a letter?


@dataclass(frozen=True, slots=True)
class Aside:
    """Words between the rows of an environment (`\\intertext`)."""

    start: int
    end: int


@dataclass(slots=True)
class _Row:
    start: int
    end: int
    number: str = ""
    marked: bool = False  # does text stand before its first &?
    end_start: int = -1  # where the row end `\\` before this row stood


_ALIGNING = frozenset({*ENVIRONMENTS.split("|"), "math"})
_TOKEN = re.compile(
    r"\\(?P<way>begin|end)\s*\{(?P<name>[A-Za-z]+)\*?\}"
    r"|(?P<row>\\\\\*?(?:[ \t]*\[[ \t]*-?[\d.]+[ \t]*[a-z]{2}[ \t]*\])?)"
    r"|\\(?P<tag>tag|label|(?:short)?intertext)\b\*?\s*(?=\{)"
    r"|\\(?P<drop>nonumber|notag|displaystyle|allowbreak)(?![A-Za-z])"
    r"|\\(?P<fence>left|right)(?![A-Za-z])|\\[A-Za-z]+|\\.|[{}&%]",
    re.DOTALL,
)
_OPTIONS = re.compile(r"[ \t]*\[[a-z]{1,3}\]")
_LONGEST_GROUP = 4_000


_NOTE = re.compile(r"&\s*&\s*(?:\\q?quad\s*)*\(?\\(?:text[a-z]*|mbox|hbox)(?![A-Za-z])")
_ROW_END = re.compile(r"\\\\|\\(?:end|tag|label|notag)(?![A-Za-z])|\Z")


class _Cutter:
    """One walk over a formula: blanks what carries no meaning and notes the rows."""

    def __init__(self, text: str, start: int, end: int) -> None:
        self.text = text[start:end]
        self.chars = list(self.text)
        self.rows = [_Row(0, 0)]
        self.asides: list[tuple[int, int]] = []
        self.cuts: set[int] = set()  # rows that begin behind an aside

    def blank(self, start: int, end: int) -> None:
        for at in range(start, end):
            if self.chars[at] != "\n":
                self.chars[at] = " "

    def walk(self) -> None:
        text, depth, left = self.text, 0, 0
        stack: list[tuple[bool, int, int]] = []
        whole_array = _is_whole_array(text)
        skip_to = 0
        aligned = True  # are all open environments alignments, and no brace open?
        for token in _TOKEN.finditer(text):
            at, stop = token.span()
            if at < skip_to:
                continue
            if token["way"] == "begin":
                name = token["name"]
                outer = whole_array and name == "array" and not stack
                free = left == 0 and (depth == 0 or text.endswith("\\boxed{", 0, at))
                aligns = (name in _ALIGNING or outer) and aligned and free
                stack.append((aligned, depth, left))
                if aligns:
                    options = _OPTIONS.match(text, stop)
                    stop = options.end() if options else stop
                    if name in ("alignat", "alignedat", "array") and text[stop : stop + 1] == "{":
                        stop = max(stop, group_end(text, stop, 200))
                    self.blank(at, stop)
                    skip_to = stop
                aligned, depth, left = aligns, 0, 0
            elif token["way"] == "end":
                if stack:
                    if aligned:
                        self.blank(at, stop)
                    aligned, depth, left = stack.pop()
                elif token["name"] in _ALIGNING:
                    self.blank(at, stop)
            elif token["row"]:
                if aligned and depth == 0:
                    self.rows[-1].end = at
                    self.rows.append(_Row(stop, stop, end_start=at))
                    self.blank(at, stop)
            elif token["tag"]:
                skip_to = self._tag(token["tag"], at, stop)
            elif token["drop"]:
                self.blank(at, stop)
            elif token["fence"]:
                left = max(0, left + (1 if token["fence"] == "left" else -1))
            elif token[0] == "{":
                depth += 1
            elif token[0] == "}":
                depth = max(0, depth - 1)
            elif token[0] == "&" and aligned and depth == 0:
                row = self.rows[-1]
                row.marked = row.marked or bool("".join(self.chars[row.start : at]).strip())
                if _NOTE.match(text, at):  # `&& \\text{(Bayes)}`: what the author says of the row
                    skip_to = _ROW_END.search(text, at).start()  # type: ignore[union-attr]  # it matches at the end
                    stop = skip_to
                self.blank(at, stop)
            elif token[0] == "%":  # a comment; in TeX documents they are gone already
                line_end = text.find("\n", at)
                skip_to = len(text) if line_end < 0 else line_end
                self.blank(at, skip_to)
        self.rows[-1].end = len(text)

    def _tag(self, kind: str, at: int, stop: int) -> int:
        end = group_end(self.text, stop, _LONGEST_GROUP)
        if end < 0:
            return stop
        if kind == "tag" and not self.rows[-1].number:
            self.rows[-1].number = clean_number(self.text[stop + 1 : end - 1])
        self.blank(at, end)
        if kind.endswith("intertext"):
            self.asides.append((stop + 1, end - 1))
            self.rows[-1].end = at
            self.rows.append(_Row(end, end))
            self.cuts.add(len(self.rows) - 1)
        return end

    def number_rows(self) -> None:
        for row in self.rows:
            if row.number:
                continue
            found = trailing_number("".join(self.chars[max(row.start, row.end - 240) : row.end]))
            if found is not None:
                row.number, offset = found
                self.blank(max(row.start, row.end - 240) + offset, row.end)


def cut(text: str, start: int, end: int, environment: str, closed: bool = True) -> list[Display | Aside]:
    """The blocks of one formula of the cleared text, in order; numbers are "" where the author gave none."""
    cutter = _Cutter(text, start, end)
    cutter.walk()
    cutter.number_rows()
    rows = cutter.rows
    several = sum(1 for row in rows if row.number) >= 2
    groups: list[list[int]] = [[]]
    for index in range(len(rows)):
        if groups[-1] and (index in cutter.cuts or (several and rows[groups[-1][-1]].number)):
            groups.append([])
        groups[-1].append(index)
    if len(groups) > 1 and not any(rows[i].number for i in groups[-1]) and groups[-1][0] not in cutter.cuts:
        last = groups.pop()
        groups[-1] += last
    blocks: list[Display | Aside] = []
    for group in groups:
        block = _block(cutter, [rows[i] for i in group], start, environment, closed)
        if block is not None:
            blocks.append(block)
    blocks += [Aside(start + a, start + b) for a, b in cutter.asides]
    return sorted(blocks, key=lambda block: block.start)


def _block(cutter: _Cutter, rows: list[_Row], offset: int, environment: str, closed: bool) -> Display | None:
    filled = [row for row in rows if "".join(cutter.chars[row.start : row.end]).strip()]
    if not filled:
        return None
    before, opened = "", 0  # the end of the statement so far, and how many of its brackets are open
    starts = [filled[0].start]
    for row in filled:
        here = "".join(cutter.chars[row.start : row.end])
        if before and opened <= 0 and starts_statement(before, here, row.marked):
            starts.append(row.start)
            for at in range(row.end_start, row.end_start + 2):
                cutter.chars[at] = "\\"
            opened = 0
        before = here
        opened += _open_brackets(here)
    latex = "".join(cutter.chars[filled[0].start : filled[-1].end])
    lead = len(latex) - len(latex.lstrip())
    base = filled[0].start + lead
    latex = latex.strip()
    fresh = set(starts[1:])
    ends = [*(row.end_start for row in filled if row.start in fresh), base + len(latex)]
    statements = tuple((max(a, base) - base, b - base) for a, b in zip(starts, ends, strict=True))
    number = next((row.number for row in rows if row.number), "")
    return Display(number, latex, offset + base, environment, statements, closed, bool(number))


_RELATION = (
    r"(?:=|<|>|:=|\\(?:le|ge|leq|geq|leqslant|geqslant|ne|neq|approx|equiv|sim|simeq|cong|propto|Rightarrow|implies|iff|"
    r"Leftrightarrow|Longrightarrow|Longleftrightarrow|Leftarrow|impliedby|to|rightarrow|longrightarrow|leadsto|lesssim|"
    r"gtrsim|lt|gt|ll|gg|coloneqq|triangleq|doteq|therefore|because|in|mapsto|stackrel|overset|underset|xrightarrow)"
    r"(?![A-Za-z]))"
)
_SPACING = r"(?:\\(?:quad|qquad|hspace\*?\{[^{}]*\}|left\.|right\.|h?phantom\{[^{}]*\}|[,;:! ])|[\s~{}])*"
_BEGINS_WITH_RELATION = re.compile(_SPACING + _RELATION)
_BEGINS_WITH_OPERATOR = re.compile(
    _SPACING + r"(?:[-+*/^_|)\]},.;]"
    r"|\\(?:times|cdot|pm|mp|div|right|middle|bigr|Bigr|biggr|rangle|\}|\||big[gr]?\b|text)"
    r"(?![A-Za-z]))"
)
_HAS_RELATION = re.compile(_RELATION)
_ENDS_OPEN = re.compile(
    r"(?:[-+*/=<>(\[{|,^_]|\\(?:times|cdot|pm|mp|div|left|le|ge|leq|geq|approx|sim|propto|Rightarrow|implies|log|ln|exp|"
    r"int|iint|sum|prod|quad|qquad|big[gl]*|Big[gl]*))[\s.]*$"
)
_BRACKETS = re.compile(r"\\[{}]|[(\[)\]]")


def _open_brackets(row: str) -> int:
    return sum(1 if bracket in ("(", "[", "\\{") else -1 for bracket in _BRACKETS.findall(row))


def starts_statement(before: str, row: str, marked: bool) -> bool:
    """Does a row state something of its own, rather than go on with the rows before it?"""
    if not _HAS_RELATION.search(row) or _BEGINS_WITH_RELATION.match(row):
        return False
    if _ENDS_OPEN.search(before[-80:].rstrip()) and not before.rstrip().endswith(","):
        return False
    return marked or not _BEGINS_WITH_OPERATOR.match(row)


def _is_whole_array(text: str) -> bool:
    """Is the formula nothing but one `array` (an alignment of older documents)?"""
    if not re.match(r"\s*\\begin\s*\{array\}", text) or text.count("\\begin{array}") != 1:
        return False
    tail = text[text.rfind("\\end{array}") + len("\\end{array}") :]
    return len(tail) < 120 and not re.sub(r"\\(?:quad|qquad)|\([\w.*]{1,6}\)|\\tag\*?\{[^{}]*\}|[\s.,;]", "", tail)


NUMBER = (
    r"(?:\d{1,4}(?:[.\-]\d{1,3}){0,3}[a-zA-Z]{0,2}'{0,3}|[A-Z]\.?\d{1,3}(?:\.\d{1,3})?[a-z]?"
    r"|\*{1,4}|[a-h]|x{0,2}(?:i{1,3}|iv|vi{0,3}|ix))"
)
_END_NUMBER = re.compile(
    r"(?:\\(?:text|textrm|mathrm|mbox|hbox|rm|bf|textbf|mathbf)\s*\{?\s*|\{\s*)?"
    r"\(\s*(?:\\(?:text|mathrm)\s*\{)?("
    + NUMBER
    + r"|\\(?:ast|star|dagger|ddagger)|\$?\\?\*\$?)\}?\s*\)\s*\}?[\s.,;]*$"
)
_GAP = re.compile(
    r"(?:\\(?:qquad|quad|hfill|hfil|leqno|eqno|enspace|enskip|dotfill)(?![A-Za-z])|\\hs(?:pace|kip)\*?\s*\{?[^{}()]{0,20}\}?"
    r"|\\[,;:! ]|[~\s])+$"
)
_WIDE = re.compile(r"\\(?:q|hf|l?eqno|ens|dotf|hs)|\n|[ \t]{3}|(?:\\[,;:! ]\s*|~\s*){3}")


_INCOMPLETE = re.compile(r"(?:[-+*/=<>^_(\[{|]|\\[A-Za-z]+)\s*$")


def trailing_number(tail: str) -> tuple[str, int] | None:
    """The number at the end of a row, behind a wide gap, and where the gap begins."""
    found = _END_NUMBER.search(tail)
    if not found or found.start() == 0:
        return None
    gap = _GAP.search(tail, 0, found.start())
    if gap is None or not _WIDE.search(gap[0]):
        return None
    before = tail[: gap.start()]
    plain = not re.search(r"\\(?:q|hf|l?eqno|ens|dotf|hs)", gap[0])
    # Without a command for the gap a bracketed number could be a factor: something must be complete before it.
    if plain and (not before or not found[1][0].isdigit() or _INCOMPLETE.search(before)):
        return None
    return clean_number(found[1]), gap.start()


def clean_number(tag: str) -> str:
    """The number within a tag: without brackets, dollar signs and fonts."""
    tag = re.sub(r"\\(?:ast|star)(?![A-Za-z])", "*", tag.replace("\\prime", "'"))
    tag = re.sub(r"\\[A-Za-z]+|[\s${}()^\\]", "", tag)
    return tag[:40]
