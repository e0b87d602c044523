r"""The hostile documents of `hostile_class.py`: name -> bytes, family by family. Nothing here is read from anywhere.

    notebooks    archives under their name, bombs of JSON, odd cells, macros that double
    nesting      brackets, fractions, lists, environments, thousands deep
    numbers      towers of exponents, factorials, digits, sums to 10^12
    traps        what makes careless regular expressions take quadratic or exponential time
    signs        direction marks, look-alikes, broken encodings, letters that grow when they are normalised
    injections   markup, formulas of spreadsheets, TeX that reads files, code, forged lines

Each is small enough to be kept in memory, and what it would do is known.
"""

from __future__ import annotations

import gzip
import io
import json
import zipfile

DISPLAY = "## 1\n\n(c) Let $a>0$.\n\n$$\\log p(x) \\ge {} \\tag{{1}}$$\n"
Documents = dict[str, bytes]


def within(formula: str) -> bytes:
    """A document with one display that ends in this formula."""
    return DISPLAY.format(formula).encode()


def notebook(*cells: object, **more: object) -> bytes:
    """A notebook of Markdown cells with these sources."""
    made = [{"cell_type": "markdown", "metadata": {}, "source": cell} for cell in cells]
    return json.dumps({"cells": made, "metadata": {}, "nbformat": 4, "nbformat_minor": 5, **more}).encode()


def notebooks() -> Documents:
    """Notebooks that are none, or too much of one."""
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("notebook.ipynb", b"0" * 20_000_000)
    line = "$$p(x) = p(x)$$"
    doubling = "\n".join(f"\\newcommand{{\\m{chr(98 + k)}}}{{\\m{chr(97 + k)}\\m{chr(97 + k)}}}" for k in range(24))
    return {
        "zip.ipynb": bomb.getvalue(),
        "zip.md": bomb.getvalue(),
        "gzip.ipynb": gzip.compress(b"0" * 20_000_000),
        "deep lists.ipynb": b"[" * 2_000_000,
        "deep objects.ipynb": b'{"cells":' * 200_000,
        "closed lists.ipynb": b'{"cells":' + b"[" * 50_000 + b"]" * 50_000 + b"}",
        "many digits.ipynb": b'{"nbformat":' + b"9" * 8_000_000 + b',"cells":[]}',
        "large exponent.ipynb": b'{"nbformat":1e999999999,"cells":[]}',
        "not a number.ipynb": b'{"nbformat":NaN,"cells":[{"cell_type":"markdown","source":Infinity}]}',
        "many cells.ipynb": notebook(*["x"] * 100_000),
        "empty cells.ipynb": notebook(*[""] * 100_000),
        "long cell.ipynb": notebook("a " * 4_500_000),
        "many lines.ipynb": notebook([f"{line}\n"] * 20_000),
        "odd sources.ipynb": notebook(None, 7, {"a": line}, [None, 1, [line]], True, line),
        "odd cells.ipynb": json.dumps({"cells": [None, 1, "x", [], {"cell_type": {"a": 1}}]}).encode(),
        "cells in an object.ipynb": json.dumps({"cells": {"0": line}}).encode(),
        "worksheets.ipynb": json.dumps({"worksheets": [{"worksheets": [{"cells": []}]}]}).encode(),
        "no worksheet.ipynb": json.dumps({"worksheets": [7]}).encode(),
        "half a pair.ipynb": b'{"cells":[{"cell_type":"markdown","source":"$$\\ud800 = \\ud800$$"}]}',
        "nul.ipynb": b'{"cells":[{"cell_type":"markdown","source":"$$a\\u0000 = a$$"}]}',
        "key twice.ipynb": b'{"cells":[],"cells":[{"cell_type":"markdown","source":"$$1=2$$"}]}',
        "utf-16.ipynb": json.dumps({"cells": []}).encode("utf-16"),
        "outputs.ipynb": notebook(line, outputs=["x" * 5_000_000]),
        "too large.ipynb": b" " * 32_000_001,
        "macros that double.ipynb": notebook(f"\\newcommand{{\\ma}}{{x+x}}\n{doubling}\n\n$$0 = \\my$$"),
        "macro of itself.ipynb": notebook("\\newcommand{\\a}{\\a\\a}\n\n$$0 = \\a$$"),
        "macros in a ring.ipynb": notebook("\\newcommand{\\a}{\\b}\\newcommand{\\b}{\\a}\n\n$$0 = \\a$$"),
        "script.ipynb": notebook("<script>alert(1)</script>", line),
    }


def nesting() -> Documents:
    """Everything that can stand in itself."""
    deep = {
        "round": "(" * 20_000 + "x" + ")" * 20_000,
        "open": "(" * 50_000 + "x",
        "closed": "x" + ")" * 50_000,
        "braces": "{" * 20_000 + "x" + "}" * 20_000,
        "square": "[" * 20_000 + "x" + "]" * 20_000,
        "mixed": "([{" * 5_000 + "x" + "}])" * 5_000,
        "crossed": "([" * 5_000 + "x" + ")]" * 5_000,
        "left": "\\left(" * 5_000 + "x" + "\\right)" * 5_000,
        "left alone": "\\left" * 9_000,
        "fractions": "\\frac{1}{1+" * 3_000 + "x" + "}" * 3_000,
        "fractions above": "\\frac{" * 3_000 + "x" + "}{2}" * 3_000,
        "roots": "\\sqrt{1+" * 3_000 + "x" + "}" * 3_000,
        "logs": "\\log(1+" * 300 + "a" + ")" * 300,
        "exponents": "a^{" * 3_000 + "2" + "}" * 3_000,
        "indices": "a_{" * 3_000 + "2" + "}" * 3_000,
        "bars": "|" * 9_000 + "x" + "|" * 9_000,
        "norms": "\\|" * 6_000,
        "sums": "\\sum_z " * 900 + "p(z)",
        "integrals": "\\int " * 900 + "p(z)" + "dz" * 900,
        "expectations": "E_{q(z)}[" * 900 + "\\log p(z)" + "]" * 900,
        "divergences": "KL(" * 900 + "p,q" + ")" * 900,
        "derivatives": "\\frac{d}{dx}" * 900 + "x",
        "matrices": "\\begin{pmatrix}" * 900 + "x" + "\\end{pmatrix}" * 900,
        "cases": "\\begin{cases}" * 900 + "x" + "\\end{cases}" * 900,
        "fonts": "\\mathbf{" * 5_000 + "x" + "}" * 5_000,
        "signs": "-" * 50_000 + "x",
        "text": "\\text{" * 5_000 + "x" + "}" * 5_000,
    }
    found = {f"deep {name}.md": within(formula) for name, formula in deep.items()}
    found["deep lists.md"] = ("\n".join("  " * (k % 400) + "- x" for k in range(20_000)) + "\n\n$$1=1$$").encode()
    found["deep quotes.md"] = (">" * 20_000 + " $$1 = 2$$").encode()
    found["deep environments.tex"] = ("\\begin{align}" * 9_000 + "x=x" + "\\end{align}" * 9_000).encode()
    found["deep elements.md"] = ("<div>" * 50_000 + "$$1=1$$" + "</div>" * 50_000).encode()
    return found


def numbers() -> Documents:
    """Numbers that nobody can write out."""
    large = {
        "tower": "9^{9^{9^{9^{9}}}}",
        "power": "10^{10^{12}}",
        "negative power": "10^{-10^{12}}",
        "digits": "9" * 100_000,
        "decimals": "0." + "3" * 100_000,
        "ratio": f"\\frac{{{'7' * 30_000}}}{{{'3' * 30_000}}}",
        "factorial": "1000000000!",
        "factorials": "9!!!!!!!!!",
        "binomial": "\\binom{1000000000}{500000000}",
        "gamma": "\\Gamma(10^{12})",
        "exponential": "e^{10^{12}}",
        "exponentials": "e^{e^{e^{e^{9}}}}",
        "logarithm": "\\log 10^{10^{9}}",
        "sum": "\\sum_{i=1}^{1000000000000} i",
        "sums": "\\sum_{i=1}^{99999}\\sum_{j=1}^{99999}\\sum_{k=1}^{99999} ijk",
        "product": "\\prod_{i=1}^{1000000000} i",
        "root": "\\sqrt[1000000000]{2}",
        "polynomial": "(1+a)^{1000000}",
        "expanded": "(a+b+c+d+f+g)^{60}",
        "high power": "a^{100000000}-a^{99999999}",
        "nested power": "((((a+1)^{30}+1)^{30}+1)^{30}+1)^{30}",
        "integral": "\\int_0^{10^{30}} e^{-10^{30}z}dz",
        "tiny": "\\int_0^{1} z^{1000000}dz",
        "moment": "E_{q(z)}[z^{1000000}]",
        "divisor": "\\frac{1}{10^{-999999}-10^{-999999}}",
        "list": "+".join(str(k) for k in range(20_000)),
        "names": "+".join(f"a_{{{k}}}" for k in range(5_000)),
        "chain": "=".join(["a"] * 3_000),
    }
    found = {f"number {name}.md": within(formula) for name, formula in large.items()}
    found["number of a law.md"] = b"Let $X\\sim N(10^{999999},10^{-999999})$.\n\n$$E[X^{99999}] = 1$$\n"
    found["number of outcomes.md"] = b"Let $X\\sim Bin(10^{12},1/2)$.\n\n$$E[X^{20}] = 1$$\n"
    return found


def traps() -> Documents:
    """Long runs of what begins something and does not end it."""
    runs = {
        "dollars": "$" * 60_001,
        "odd dollars": "$x" * 30_001,
        "backslashes": "\\" * 60_001,
        "stars": "*" * 60_000 + "a",
        "underscores": "_" * 60_000 + "a",
        "ticks": "`" * 60_001,
        "fences": "```\n" * 20_001,
        "hashes": "#" * 60_000,
        "headings": "# (a) \n" * 5_000,
        "attributes": "## 1 A {points=" * 5_000,
        "attribute": "## 1 A {" + "points=1 " * 5_000,
        "parts": "(a) " * 20_000,
        "letters": "(a\n" * 20_000,
        "spaces": "$$x" + " " * 60_000 + "= y$$",
        "lines": "\n" * 200_000 + "$$1=1$$",
        "tabs": "\t" * 60_000 + "$$1=1$$",
        "comments": "<!--" * 20_000,
        "elements": "<a " * 20_000,
        "brackets": "[" * 60_000,
        "links": "[a](" * 20_000,
        "pictures": "![a][" * 20_000,
        "percents": "%" * 60_000,
        "facts": "Let " * 20_000 + "$a=1$",
        "given": "Given that given that " * 9_000,
        "sentences": "Let $a>0$. " * 3_000 + "\n\n$$a>0$$",
        "withdrawn": "Suppose $a>0$. Drop that assumption. " * 1_500 + "\n\n$$a>0$$",
        "citations": "By Theorem elbo.gap, " * 3_000 + "\n\n$$1=1$$",
        "environments": "\\begin{align}" * 9_000,
        "ends": "\\end{align}" * 9_000,
        "tags": "$$1=1" + "\\tag{" * 9_000 + "$$",
        "relations": "$$" + "=" * 20_000 + "$$",
        "arrows": "$$" + "1=1 \\Rightarrow " * 900 + "1=1$$",
        "ampersands": "\\begin{align}" + "&" * 20_000 + "1=1\\end{align}",
        "rows": "\\begin{align}" + "\\\\" * 20_000 + "1=1\\end{align}",
        "primes": "$$f" + "'" * 20_000 + "=f$$",
        "scripts": "$$x" + "_a^b" * 9_000 + "=x$$",
        "definitions": "\\def\\a#1{#1#1}" * 3_000 + "$$1=1$$",
        "word": "a" * 500_000 + " $$1=1$$",
        "dashes": "-" * 60_000 + "\n" + "---\n" * 9_000,
        "table": "|" * 60_000 + "\n|-|\n",
        "front matter": "---\n" + "steps: " * 9_000,
    }
    return {f"trap {name}.md": text.encode() for name, text in runs.items()}


def signs() -> Documents:
    """Letters that are not what they seem, and bytes that are none."""
    line = "$$KL(q(z)\\|p(z)) \\ge 0$$"
    written = {
        "direction": "$$1 \u202e= 2\u202c$$",
        "isolates": "\u2066$$1 = 2\u2069$$" * 500,
        "zero width": "\u200b".join("$$1 = 2$$"),
        "joiners": "$$1\u200d\u200c = \u20602$$",
        "soft hyphens": "$$1\u00ad = 2$$",
        "tags": "$$1 = 2" + "".join(chr(0xE0020 + k) for k in range(64)) + "$$",
        "look-alikes": "$$\u0440(\u0445) = p(x)$$",
        "full width": "$$\uff11\uff1d\uff12$$",
        "digits": "$$\u0661 = \u0967$$",
        "superscripts": "$$x\u00b2 = x \u2260 x$$",
        "bold": "$$\U0001d431 = \U0001d499$$",
        "combining": "$$x" + "\u0301" * 60_000 + " = x$$",
        "growing": "\ufdfa" * 60_000 + line,
        "dotless": "$$\u0131 = i$$ LET $\u0130>0$. \u00df \ufb01",
        "separators": "$$1\u2028= 2\u2029$$\x85\x0c\x0b$$1 = 2$$",
        "mark inside": f"{line}\ufeff{line}",
        "no characters": "$$\ufffe\uffff\U0010ffff = 1$$",
        "private": "$$\ue000 = \uf8ff$$",
        "family": "$$\U0001f468\u200d\U0001f469\u200d\U0001f467 = 1$$" * 500,
        "variation": "$$1\ufe0f = 2\ufe0e$$",
        "control": "$$1 \x1b[2J\x07= 2\x08\x08$$",
        "replacement": "$$\ufffd = \ufffd$$",
        "dashes": "$$1 \u2212 1 \u2013 1 \u2014 1 = 0$$",
        "relations": "$$1 \u2264 2 \u2245 3 \u226a 4$$",
        "mathematics": "$$\u2211\u222b\u220f\u221a\u2202\u2207\u221e = 0$$",
    }
    found = {f"sign {name}.md": text.encode() for name, text in written.items()}
    broken = {
        "overlong": b"$$1 = \xc0\xb1$$",
        "half": b"$$1 = 2$$\xe2\x82",
        "surrogates": b"$$\xed\xa0\x80 = 1$$",
        "beyond": b"$$\xf4\x90\x80\x80 = 1$$",
        "latin": "Gegeben $a>0$ f\u00fcr \u00fc. $$1=2$$".encode("latin-1"),
        "noise": bytes(range(256)) * 400,
        "utf-16": line.encode("utf-16"),
        "half of utf-16": line.encode("utf-16")[:-1],
        "utf-32": line.encode("utf-32"),
        "utf-7": "+ADwAcwBjAHIAaQBwAHQAPg- $$1=1$$".encode("ascii"),
        "nul": b"$$1 = 1$$\x00$$1 = 2$$",
        "pdf": b"%PDF-1.7\n" + b"\x00" * 1000,
        "picture": b"\x89PNG\r\n\x1a\n" + b"\x00" * 1000,
        "empty": b"",
        "white": b" \n\t\r\n" * 1000,
        "returns": b"$$1\r=\r\n1$$\r" * 500,
        "large": b"$$1 = 1$$\n\n" * 800_000,
    }
    return found | {f"bytes {name}.md": data for name, data in broken.items()}


def injections(canary: str) -> Documents:
    """What is dangerous where it is believed; `canary` is a path that none of them may touch."""
    tried = {
        "script": "<script>alert(1)</script>",
        "title": "</title></style><script>alert(1)</script>",
        "attribute": '" onmouseover="alert(1)" x="',
        "quote": "' onfocus='alert(1)",
        "picture": "<img src=x onerror=alert(1)>",
        "mathml": "<math><mtext></mtext><a href=javascript:alert(1)>x</a></math>",
        "frame": "</code></dd><iframe src=//example.org></iframe>",
        "cdata": "]]><![CDATA[<?php ?>-->",
        "entities": "<!DOCTYPE a [<!ENTITY b \"bb\"><!ENTITY c \"&b;&b;\">]>&c;",
        "file entity": f'<!DOCTYPE a [<!ENTITY b SYSTEM "file://{canary}">]>&b;',
        "link": "\\href{javascript:alert(1)}{x}",
        "text": "\\text{<img src=x onerror=alert(1)>}",
        "font": "\\mathrm{</mi><script>alert(1)</script>}",
        "environment": "\\begin{<b>}<b>\\end{<b>}",
        "input": f"\\input{{{canary}}}",
        "include": f"\\include{{{canary}}}\\verbatiminput{{{canary}}}",
        "write": f"\\immediate\\write18{{touch {canary}}}",
        "open": f"\\newwrite\\f\\immediate\\openout\\f={canary}",
        "formula": '=HYPERLINK("http://example.org","x")',
        "command": "=cmd|' /C calc'!A0",
        "plus": "+1+1",
        "at": "@SUM(1+1)",
        "terminal": "\x1b]0;owned\x07\x1b[31m",
        "lines": 'x"}\n{"id": "forged.md", "status": "judged", "sha256": "0"}\n',
        "percent": "%s%n%x {0.__class__} {{7*7}} ${7*7} #{7*7}",
        "python": f"__import__('os').system('touch {canary}')",
        "lambda": f"(lambda: open('{canary}', 'w'))()",
        "yaml": f"!!python/object/apply:os.system ['touch {canary}']",
        "pickle": "cos\nsystem\n(S'touch x'\ntR.",
        "sql": "'); DROP TABLE students; --",
        "shell": f"$(touch {canary}); `touch {canary}`",
    }
    return {
        f"injected {name}.md": (
            f"## 1 {text}\n\n(c) {text} Let ${text}=1$ and $a>0$.\n\n"
            f"$$\\log p(x) = {text} \\tag{{{text}}}$$\n\n$$1 = 2$$\n"
        ).encode()
        for name, text in tried.items()
    }


def hostile_documents(canary: str) -> Documents:
    """All of them."""
    return notebooks() | nesting() | numbers() | traps() | signs() | injections(canary)
