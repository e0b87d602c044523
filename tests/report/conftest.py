"""A report with one link of every verdict, as the tests of the reports want it."""

import pytest

from hw3verify.judge.record import VERDICTS, LinkVerdict, PartVerdict, Report

COUNTEREXAMPLE = {
    "statement": "with two values of z the left side is the smaller one",
    "where": {"x": "1"},
    "sizes": {"z": 2},
    "widths": {},
    "tables": {"q(z|x)": [["1/2", "1/2"]], "p(x,z)": [["1/10", "1/10"], ["2/5", "2/5"]]},
    "scalars": {"\\lambda": "3/2"},
    "left": "-\\log 10",
    "left_value": -2.302585092994046,
    "right": "-\\log 5 / 2",
    "right_value": -0.8047189562170503,
}


@pytest.fixture
def report() -> Report:
    """Two parts: 1(c) with links of every verdict, and 1(b), which a person reads."""
    links = (
        LinkVerdict("1(c)", "2", 0, "=", "\\log p(x)", "\\log \\int q", "proved", proof=[{"rule": "normal form"}]),
        LinkVerdict(
            "1(c)",
            "3",
            0,
            ">=",
            "\\log E_q[q]",
            "E_q[q \\log q]",
            "refuted",
            "the relation fails in a world",
            reading={"left": "\\log A", "right": "B", "repairs": ["a bracket was closed"], "alternatives": ["B + C"]},
            facts=("0<D(x)<1",),
            counterexample=COUNTEREXAMPLE,
            line=12,
            column=5,
        ),
        LinkVerdict("1(c)", "4", 0, "=", "a", "b", "supported", "no proof was found", worlds=400),
        LinkVerdict("1(c)", "5", 0, "=", "a", "b", "undecided", "the name f is not known"),
        LinkVerdict("1(c)", "5", 1, "=", "b", "\\foo", "unreadable", "reading stopped at \\foo", line=20, column=9),
        LinkVerdict("1(c)", "6", 0, "=", "M", "a", "definition"),
        LinkVerdict("1(c)", "7", 0, "=", "d", "0", "condition"),
    )
    parts = (
        PartVerdict("1(c)", "asserted", 1, 3, "it is stated, but (3) breaks the route", "Lower bound"),
        PartVerdict("1(b)", "for a person", 0, 1, "prose is not judged"),
        PartVerdict("1(g)", "missing", 0, 2, "no such statement was found"),
    )
    return Report("answers.md", "hw3", links, parts, 0.25, ({"equation": "2", "link": 0},))

# what a document may try: markup, attributes, MathML, addresses, entities, control and direction signs
INJECTIONS = (
    "<script>alert(1)</script>",
    "</title></style><script>alert(1)</script>",
    '" onmouseover="alert(1)" x="',
    "' onfocus='alert(1)",
    "<math><mtext></mtext><a href=javascript:alert(1)>x</a></math>",
    "</code></dd><iframe src=//example.org></iframe>",
    "<!-- --><![CDATA[ ]]><?php ?>",
    r"\href{javascript:alert(1)}{x}",
    r"\text{<img src=x onerror=alert(1)>}",
    r"\mathrm{</mi><script>alert(1)</script>}",
    r"\begin{<b>}<b>\end{<b>}",
    "&lt;b&gt; &#60;b&#62;",
    "\x00\x08\x1b[2J\u202e\ud800\ufffe",
    "=HYPERLINK(\"http://example.org\",\"x\")",
)  # fmt: skip


def poisoned(text: str) -> Report:
    """A report in which every place that a document can reach holds this text."""
    example = {
        "statement": text, "where": {text: text}, "sizes": {text: 2}, "widths": {text: [text]}, "points": {},
        "tables": {text: [text, text]}, "scalars": {text: text}, "left": text, "left_value": text, "right": text,
    }  # fmt: skip
    reading = {"left": text, "right": text, "repairs": [text], "alternatives": [text, {text: text}]}
    links = tuple(
        LinkVerdict(text, text, number, text, text, text, verdict, text, reading, (text,),
                    example if verdict == "refuted" else None,
                    [{"rule": text, "says": text}, text] if verdict == "proved" else None, 3, 1, 1,
                    f"with {text} instead of ${text}$" if verdict == "refuted" else "")
        for number, verdict in enumerate(VERDICTS)
    )  # fmt: skip
    parts = (PartVerdict(text, "wrong", 1, 2, text, text), PartVerdict(text + "b", "for a person", 0, 2, text, text))
    return Report(text, text, links, parts, 0.5)


@pytest.fixture(params=INJECTIONS, ids=[str(number) for number in range(len(INJECTIONS))])
def hostile(request: pytest.FixtureRequest) -> Report:
    """A report full of one injection."""
    return poisoned(request.param)


@pytest.fixture
def harmless() -> Report:
    """The same report full of a word."""
    return poisoned("word")
