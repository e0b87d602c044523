"""Input that was not written by a friend: nothing raises, hangs, eats the memory or is judged wrongly.

Every family of inputs runs in one process of its own, with a limit on its memory, and tells of each input what was
said, how much processor time it took and how far the memory had grown by then.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

import hw3verify

SECONDS = 8.0  # of processor time for one link: what hangs takes far longer, on any machine
PER_DISPLAY = 0.01
MEGABYTES = 500

# In the child: read {name: text}, print one line of JSON for each.
CHILD = """
import json, sys, time
try:
    import resource
    resource.setrlimit(resource.RLIMIT_AS, (3 << 30, 3 << 30))
    unit = 1 << 20 if sys.platform == "darwin" else 1 << 10
except ImportError:
    resource = None

def memory():
    try:  # the peak of this program; ru_maxrss begins with that of the process which started it
        with open("/proc/self/status") as status:
            return next(int(line.split()[1]) / 1024 for line in status if line.startswith("VmHWM:"))
    except (OSError, StopIteration):
        return 0 if resource is None else resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / unit

import hw3verify
hw3verify.check("$$1 = 1$$")
for name, text in json.load(sys.stdin).items():
    start = time.process_time()
    try:
        said = hw3verify.check(text + "\\n").counts()
    except hw3verify.UnusableInput as refused:
        said = {"unusable": 1}
    except BaseException as error:
        said = {"raised": repr(error)[:300]}
    print(json.dumps([name, said, time.process_time() - start, memory()]), flush=True)
"""


def terms(form: str, count: int, by: str = " + ") -> str:
    return by.join(form.replace("#", str(k)) for k in range(count))


NESTING = {
    "round": "$$1 \\ge " + "(" * 10_000 + "x" + ")" * 10_000 + "$$",
    "braces": "$$1 \\ge " + "{" * 10_000 + "x" + "}" * 10_000 + "$$",
    "open": "$$1 \\ge " + "(" * 10_000 + "x$$",
    "left": "$$1 \\ge " + "\\left(" * 3000 + "x" + "\\right)" * 3000 + "$$",
    "left alone": "$$1 \\ge " + "\\left" * 3000 + "$$",
    "fractions": "$$1 \\ge " + "\\frac{1}{1+" * 300 + "x" + "}" * 300 + "$$",
    "fractions that are read": "$$1 \\ge " + "\\frac{1}{1+" * 38 + "\\theta" + "}" * 38 + "$$",
    "roots": "$$1 \\ge " + "\\sqrt{1+" * 300 + "x" + "}" * 300 + "$$",
    "logs": "$$1 \\ge " + "\\log(" * 200 + "x" + ")" * 200 + "$$",
    "exponents": "$$1 \\ge " + "x^{" * 500 + "x" + "}" * 500 + "$$",
    "indices": "$$1 \\ge " + "x_{" * 500 + "x" + "}" * 500 + "$$",
    "sums": "$$1 \\ge " + "\\sum_z " * 40 + "p(z)$$",
    "sums over indices": "$$1 \\ge " + "".join(f"\\sum_{{i_{k}=1}}^{{3}} " for k in range(40)) + "x$$",
    "eight sums": "$$1 \\ge " + "".join(f"\\sum_{{{c}=1}}^{{9}} " for c in "abcdfghk") + "\\theta$$",
    "integrals": "$$1 \\ge " + "\\int " * 40 + "p(x,z) " + "dz" * 40 + "$$",
    "expectations": "$$0 \\ge " + "E_{q(z)}[" * 40 + "\\log p(z)" + "]" * 40 + "$$",
    "expectations that are read": "$$0 \\ge " + "E_{q(z)}[" * 16 + "\\log p(z)" + "]" * 16 + "$$",
    "divergences": "$$0 \\le " + "KL(" * 60 + "p,q" + ")" * 60 + "$$",
    "signs": "$$1 \\ge " + "-" * 5000 + "x$$",
    "bars": "$$1 \\ge " + "|" * 2000 + "x" + "|" * 2000 + "$$",
    "lists": "\n".join("  " * (k % 200) + "- x" for k in range(5000)) + "\n$$1 \\ge x$$",
}
NUMBERS = {
    "tower": "$$9^{9^{9^9}} = 1$$",
    "two towers": "$$9^{9^{9^9}} = 9^{9^{9^9}} + 1$$",
    "power": "$$2^{10^{9}} = 1$$",
    "millionth power": "$$2^{1000000} \\le 1$$",
    "powers of a name": "$$\\theta^{-10^{9}} = \\eta^{-10^{8}}$$",
    "powers of a sum": "$$(p(x)+q(x))^{300}(p(x)-q(x))^{300} = (p(x)^2-q(x)^2)^{300}$$",
    "polynomial": "$$(1+p(x)+q(x)+r(x)+p(z)+q(z))^{30} = 1$$",
    "exponentials": "$$e^{e^{e^{e^{10}}}} = 3$$",
    "log of a power": "$$\\log 10^{10^{10}} = 10^{10}\\log 10$$",
    "factorial": "$$100000! = 1$$",
    "product": "$$\\prod_{n=1}^{10^7} n = 1$$",
    "sum": "$$\\sum_{n=1}^{10^7} n = 1$$",
    "long sum": "$$\\sum_{n=1}^{10^9} \\frac{1}{n^2} \\ge 2$$",
    "four sums": "$$\\sum_{n=1}^{N}\\sum_{m=1}^{N}\\sum_{k=1}^{N}\\sum_{l=1}^{N} nmkl = 1$$",
    "digits": "$$1 \\ge " + "9" * 1_000_000 + "$$",
    "decimals": "$$1 \\le 0." + "9" * 200_000 + "$$",
    "long fraction": "$$\\frac{" + "1" * 5000 + "}{" + "3" * 5000 + "} x = \\frac{1}{2} x$$",
    "high moment": "Let $q(z)=\\mathcal{N}(0,1)$.\n\n$$\\mathbb{E}_{q(z)}[z^{200}] = 1$$",
    "no closed form": "Let $q(z)=\\mathcal{N}(0,1)$.\n\n$$\\mathbb{E}_{q(z)}[\\log(1+z^2+e^{z^3})] = 1$$",
    "improper": "$$\\int_0^1 \\frac{1}{x} dx = 1$$",
    "four intervals": "$$\\int_0^1\\int_0^1\\int_0^1\\int_0^1 e^{xyzw} dx dy dz dw = 1$$",
    "wide interval": "$$\\int_0^{10^{10}} e^{-x^2}\\log(x+1) dx = 5$$",
}
SEARCHES = {
    "undefined calls": "$$" + terms("f_{#}(x)", 200) + " = 1$$",
    "unknown words": "$$" + terms("\\operatorname{foo}_{#}(x)", 200) + " = 1$$",
    "product of sums": "$$" + terms("(a_{#}+b_{#}+c_{#})", 12, "") + " = 1$$",
    "product of folds": "$$" + terms("\\left(\\sum_z p(z) f_{#}(z)\\right)", 12, "") + " = 1$$",
    "product of divergences": "$$" + terms("(KL(p_{#}(x)\\|q(x))+1)", 12, "") + " \\le 1$$",
    "logs of densities": "$$\\int q(x)\\log(" + terms("p_{#}(x)", 30, "") + ")dx = 1$$",
    "logs of sums": "$$\\int q(x)\\log(" + terms("(p_{#}(x)+r_{#}(x))", 30, "") + ")dx = 1$$",
    "terms": "$$" + terms("p(x)q(x)^{#}", 300) + " = 1$$",
    "terms under logs": "$$\\int p(x)(" + terms("\\log(# p(x)+q(x))", 300) + ")dx = 1$$",
    "names": "$$(" + terms("a_{#}", 300) + ")^3 = 1$$",
    "derivatives": "$$" + "\\frac{\\partial}{\\partial \\theta}" * 12 + " \\frac{1}{1+e^{-\\theta}} = 3$$",
    "hundredth derivative": "$$\\frac{d^{100}}{d\\theta^{100}} e^{\\theta^2} = 3$$",
    "derivative of a product": "$$\\frac{\\partial}{\\partial \\theta} " + terms("(\\theta+#)", 40, "") + " = 3$$",
    "six variables": "$$\\int p(a,b,c,d,f,g)\\log\\frac{p(a,b,c,d,f,g)}{p(a)p(b)p(c)p(d)p(f)p(g)} \\le 0$$",
    "twenty variables": "$$\\int p(" + ",".join("abcdfghklmnorstuvwxy") + ") dx = p(y)$$",
    "hard to solve": "$$\\frac{\\partial}{\\partial q(z)}\\left(\\int q(z)\\log\\frac{q(z)^5+q(z)^3p(z)}{p(z)+q(z)^7}dz"
    " + \\lambda(\\int q(z)dz-1)\\right) = 0 \\Rightarrow q(z) = p(z)$$",
    "arrows": "$$x=1" + "\\Rightarrow x=1" * 200 + "$$",
    "distances": "Let $P=U[0,1]$.\n\n$$W(P,P) = 1 + \\sum_{k=1}^{100000} W(P,P)$$",
}
SIZES = {
    "identifier": "$$1 \\ge \\mathrm{" + "a" * 1_000_000 + "}$$",
    "letters": "$$1 \\ge " + "a" * 200_000 + "$$",
    "command": "$$1 \\ge \\" + "a" * 300_000 + "$$",
    "primes": "$$1 \\ge f" + "'" * 5000 + "(x)$$",
    "carets": "$$1 \\ge x" + "^" * 3000 + "2$$",
    "underscores": "$$1 \\ge x" + "_" * 3000 + "2$$",
    "bars in a density": "$$1 \\ge p(" + "x|" * 500 + "z)$$",
    "arguments": "$$1 \\ge p(" + terms("x_{#}", 200, ",") + ")$$",
    "relations": "$$x" + "= x" * 2000 + "$$",
    "rows": "$$\\begin{aligned}" + "x &= x \\\\" * 1500 + "\\end{aligned}$$",
    "ampersands": "$$\\begin{aligned}" + "&" * 10_000 + "1 \\ge x\\end{aligned}$$",
    "displays": "\n\n".join(f"$$1 \\ge x_{{{k}}} \\quad ({k})$$" for k in range(1500)),
    "definitions": "\n\n".join(f"$$x_{{{k}}} = {k} \\quad ({k})$$" for k in range(1200)),
    "facts": "Let " + terms("$a_{#}=#$", 1500, " and ") + ".\n\n$$1 \\ge x$$",
    "backslashes": "$$1 \\ge " + "\\" * 100_001 + "$$",
    "spaces": " " * 1_000_000 + "$$1 \\ge x$$",
    "newlines": "\n" * 1_000_000 + "$$1 \\ge x$$",
    "dollars": "$" * 100_001,
    "formulas in a sentence": "$x" * 30_001 + "\n\n$$1 \\ge x$$",
    "spaced dollars": "$ " * 20_000,
    "hashes": "#" * 100_000 + "\n\n$$1 \\ge x$$",
    "headings": "# a\n" * 10_000 + "\n$$1 \\ge x$$",
    "stars": "*" * 50_000 + "\n\n$$1 \\ge x$$",
    "tags": "<div>" * 50_000 + "\n$$1 \\ge x$$",
    "fences": "```" * 30_000 + "\n$$1 \\ge x$$",
    "cells": "|a" * 50_000 + "\n$$1 \\ge x$$",
    "words": "Let " + "a b c, " * 50_000 + "$x=1$.\n$$1 \\ge x$$",
}
MACROS = {
    "itself": "\\newcommand{\\a}{\\a\\a}$$1 \\ge \\a$$",
    "one another": "\\newcommand{\\a}[1]{\\b{#1#1}}\\newcommand{\\b}[1]{\\a{#1#1}}$$1 \\ge \\a{x}$$",
    "by def": "\\def\\a{\\a}$$1 \\ge \\a$$",
    "bomb": "\\newcommand{\\ma}{xxxxxxxxxx}"
    + "".join(f"\\newcommand{{\\m{chr(98 + k)}}}{{" + f"\\m{chr(97 + k)}" * 10 + "}" for k in range(12))
    + "$$1 \\ge \\mm$$",
    "many": "".join(f"\\newcommand{{\\m{'a' * (k % 50)}{chr(97 + k % 26)}}}{{x}}" for k in range(3000))
    + "$$1 \\ge \\ma$$",
    "unknown": "$$1 \\ge " + "\\unknown{x}" * 200 + "$$",
    "without arguments": "$$1 \\ge " + "\\frac" * 1000 + "$$",
    "unclosed display": "$$1 \\ge x\n\nmore text\n" * 500,
    "long unclosed display": "$$" + "x + " * 50_000,
    "unclosed environment": "\\begin{align} x &\\ge 1 \\\\" * 500,
    "signs of other writing": "$$∑_z p(z)·log(p(z)∕q(z)) ≤ -1$$\n\n"
    "$$\u202e\u0301x̂𝒩𝔼[ x ] ≥ π$$\n\n$$1 \\ge \U0001f600$$",
    "half a sign": "$$1 \\ge \ud800$$",
    "control signs": "$$1 \\ge \x00\x01\x02\x7f\x0b$$",
}
FAMILIES = {"nesting": NESTING, "numbers": NUMBERS, "searches": SEARCHES, "sizes": SIZES, "macros": MACROS}


@pytest.mark.parametrize("family", FAMILIES)
def test_no_input_raises_hangs_or_eats_the_memory(family: str) -> None:
    """Each input is answered within its time and memory; none of these relations is true, so none is proved."""
    inputs = FAMILIES[family]
    child = subprocess.run(
        [sys.executable, "-c", CHILD], input=json.dumps(inputs), capture_output=True, text=True, timeout=300
    )
    answers = {name: rest for name, *rest in map(json.loads, child.stdout.splitlines())}
    assert set(answers) == set(inputs), f"the process ended after {len(answers)} inputs: {child.stderr[-2000:]}"
    faults = []
    for name, (said, seconds, megabytes) in answers.items():
        allowed = SECONDS + PER_DISPLAY * inputs[name].count("$$") / 2
        if "raised" in said:
            faults.append(f"{name}: {said['raised']}")
        if seconds > allowed:
            faults.append(f"{name}: {seconds:.1f} s")
        if megabytes > MEGABYTES:
            faults.append(f"{name}: {megabytes:.0f} MB")
    assert not faults, "\n".join(faults)
    wrong = [n for n in answers if answers[n][0].get("proved") and n not in TRUE]
    assert not wrong, f"not true, and proved: {wrong}"
    assert not [n for n in answers if answers[n][0].get("refuted") and n in TRUE]


# the relations above that hold (in "words", x is given)
TRUE = {"relations", "rows", "arrows", "powers of a sum", "log of a power", "decimals", "words"}


@pytest.mark.parametrize(
    ("data", "word"),
    [
        (b"", "empty"),
        (b" \n\t\n", "empty"),
        (b"\x00\x01\x02\x03" * 1000, "NUL"),
        (bytes(range(256)) * 40, "UTF-8"),
        (b"%PDF-1.7 $$x=1$$", "PDF"),
        (b"PK\x03\x04 $$x=1$$", "archive"),
        (b"\xff\xfe$\x00$", "UTF-16"),
        (b"\x80\x81\x82" * 500 + b"$$1 \\ge x$$", "UTF-8"),
        (b"$$1 = 1$$ " * 2_000_000, "larger"),
    ],
    ids=["empty", "blank", "nul", "every byte", "pdf", "zip", "half utf-16", "no encoding", "20 MB"],
)
def test_a_file_that_is_no_derivation_is_refused(tmp_path: Path, data: bytes, word: str) -> None:
    """What cannot be text, or is too large, is refused with its reason."""
    path = tmp_path / "submission.md"
    path.write_bytes(data)
    with pytest.raises(hw3verify.UnusableInput, match=word):
        hw3verify.check(path)


def test_other_encodings_are_read(tmp_path: Path) -> None:
    """UTF-16 with its mark, UTF-8 with one, and Windows' western encoding hold the same document."""
    text = "Größe\n\n$$1 + 1 = 2 \\quad (1)$$\n"
    for encoding in ("utf-16", "utf-8-sig", "cp1252"):
        path = tmp_path / f"{encoding}.md"
        path.write_bytes(text.encode(encoding))
        assert hw3verify.check(path).counts() == {"proved": 1}


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    """A name without a file is refused by name."""
    with pytest.raises(hw3verify.UnusableInput, match=r"missing\.md"):
        hw3verify.check(tmp_path / "missing.md")
