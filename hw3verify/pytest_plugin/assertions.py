r"""Assertions for an instructor's own tests: a derivation, two expressions, two functions.

    from hw3verify.pytest_plugin import assert_equivalent, check_derivation

    def test_the_key():
        check_derivation("key.md", assignment="hw3").assert_goals()

    def test_the_bound():
        assert_equivalent(r"\log p(x) - KL(q(z|x), p(z|x))", r"\mathbb{E}_{q(z|x)}[\log p(x,z) - \log q(z|x)]")

Three ways out, never two in one: nothing (it holds), AssertionError (it is false; the message has the counterexample),
NotDecided (neither is known; the message says why). `NotDecided` is no AssertionError, so that a test which expects a
false statement to fail does not pass because nothing was decided.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from hw3verify.assignments.loader import Assignment
    from hw3verify.judge.record import LinkVerdict, PartVerdict, Report

CLAIMS = ("proved", "refuted", "supported", "undecided", "unreadable")


class NotDecided(Exception):
    """It is neither known to hold nor known to be false."""


@dataclass(frozen=True, slots=True, repr=False)
class Checked:
    """A report that asserts things about itself. `report` is the `hw3verify.Report`, with links and parts."""

    report: Report

    def __repr__(self) -> str:
        counts = ", ".join(f"{count} {verdict}" for verdict, count in self.report.counts().items())
        return f"<{self.report.file}: {counts or 'no links'}>"

    def verdict(self, name: str) -> str:
        """The verdict of the link with this name, `(3)#1`; `(3)` is short for `(3)#0`.

        ValueError where there is no such link; of several links with one name the first counts.
        """
        return self._link(name).verdict

    def assert_verdict(self, name: str, expected: str) -> None:
        """AssertionError, with all that is known of the link, unless this is its verdict. ValueError: see `verdict`."""
        __tracebackhide__ = True
        link = self._link(name)
        if link.verdict != expected:
            raise AssertionError(f"expected {expected}\n{_links_text([link])}")

    def assert_sound(self) -> None:
        """AssertionError where a link is refuted; links that are not decided are let through."""
        __tracebackhide__ = True
        if self.report.refuted:
            raise AssertionError(_links_text(self.report.refuted))

    def assert_proved(self) -> None:
        """AssertionError where a link is refuted; NotDecided where a claim is not proved, or nothing is claimed."""
        __tracebackhide__ = True
        self.assert_sound()
        claims = [link for link in self.report.links if link.verdict in CLAIMS]
        rest = [link for link in claims if link.verdict != "proved"]
        if rest:
            raise NotDecided(_links_text(rest))
        if not claims:
            raise NotDecided(f"{self.report.file}: no claim was found in it")

    def assert_goals(self, *parts: str) -> None:
        """AssertionError where one of these parts ("1(c)"), by default of all, is not reached.

        Parts for a person are passed over unless they are named. ValueError where there is no such part, or no
        assignment.
        """
        __tracebackhide__ = True
        asked = {part.part: part for part in self.report.parts if part.goal}
        if not asked:
            raise ValueError("assignment: expected one, as nothing is asked without it")
        unknown = [part for part in parts if part not in asked]
        if unknown:
            raise ValueError(f"parts: {unknown[0]!r} is not in the assignment, which has {', '.join(asked)}")
        wanted = [asked[part] for part in parts] or [p for p in asked.values() if p.goal != "for a person"]
        missed = [part for part in wanted if part.goal != "reached"]
        if missed:
            raise AssertionError(_goals_text(missed))

    def _link(self, name: str) -> LinkVerdict:
        known = {f"({link.equation})#{link.link}": link for link in reversed(self.report.links)}
        link = known.get(name) or known.get(f"{name}#0")
        if link is None:
            raise ValueError(f"name: expected one of {', '.join(reversed(known)) or 'no links'}, got {name!r}")
        return link


def check_derivation(
    text_or_path: str | os.PathLike[str], assignment: str | os.PathLike[str] | Assignment | None = None
) -> Checked:
    """The report on a document, given as for `hw3verify.check`, with hints. Raises `UnusableInput` as that does."""
    from hw3verify.assignments.loader import load_assignment
    from hw3verify.judge.judge import judge_source
    from hw3verify.language.source import Source, load

    if isinstance(text_or_path, str) and any(sign in text_or_path for sign in "\n$\\"):
        source = Source("<text>", text_or_path)
    else:
        source = load(os.fspath(text_or_path))
    if isinstance(assignment, str | os.PathLike):
        assignment = load_assignment(assignment)
    return Checked(judge_source(source, assignment, hints=True))


def assert_equivalent(left: str, right: str, facts: str | Iterable[str] = ()) -> None:
    r"""Assert that two LaTeX expressions are equal wherever the facts hold.

    `facts` are sentences as in a document, "Let $q(z)=\mathcal{N}(\mu,\sigma^2)$ with $\sigma>0$."; names are read as
    they are in documents. Returns when it is proved; AssertionError with the counterexample when it is refuted;
    NotDecided when neither is known. ValueError where a side is no single expression: empty, with a relation, several
    lines or display signs in it.
    """
    __tracebackhide__ = True
    for name, side in (("left", left), ("right", right)):
        if not isinstance(side, str):
            raise TypeError(f"{name}: expected LaTeX as a string, got {type(side).__name__}")
        if not side.strip() or "$" in side or "\n\n" in side or "\\tag" in side or "\\\\" in side:
            raise ValueError(f"{name}: expected one expression without display signs, tags or several lines")
    sentences = (facts,) if isinstance(facts, str) else tuple(facts)
    checked = check_derivation("\n\n".join([*sentences, f"$${left.strip()} = {right.strip()} \\tag{{1}}$$"]) + "\n")
    links = checked.report.links
    if len(links) != 1 or links[0].relation != "=":
        raise ValueError(f"left, right: expected one expression each, but they make {len(links)} relations")
    (link,) = links
    if link.verdict == "refuted":
        raise AssertionError(f"the two sides are not equal\n{_links_text(links)}")
    if link.verdict not in CLAIMS:
        said = f"read as a {link.verdict}, no claim: say in `facts` what the names are"
        raise NotDecided(f"{said}\n{_links_text(links)}")
    if link.verdict != "proved":
        raise NotDecided(f"neither proved nor refuted: {link.verdict}\n{_links_text(links)}")


def assert_same_function(
    student: Callable[..., Any],
    reference: Callable[..., Any],
    strategy: Any,
    *,
    relative: float = 1e-9,
    absolute: float = 1e-12,
    examples: Iterable[Any] = (),
    tries: int = 300,
) -> None:
    """Assert that two functions give the same on what a Hypothesis strategy draws.

    The strategy draws tuples (positional arguments), dictionaries (keywords) or single arguments; `examples` are inputs
    to try first. Values agree up to `absolute + relative * |expected|` (see `hw3verify.answers.agreement`). The message
    of the AssertionError is the call with the smallest failing input; an exception of the student's function counts as
    failing, one of the reference is raised. ValueError for a tolerance that is negative or not finite.
    """
    __tracebackhide__ = True
    from hw3verify.answers.agreement import Tolerance, disagreement

    tolerance = Tolerance(relative, absolute)
    found = disagreement(student, reference, strategy, tolerance, examples, tries)
    if found is not None:
        name = getattr(student, "__name__", "student")
        raise AssertionError(f"{found.said(name)} (tolerance {absolute:g} + {relative:g} |expected|)")


def _links_text(links: Iterable[LinkVerdict]) -> str:
    from hw3verify.report.text import link_lines, plain_text

    return plain_text([line for link in links for line in link_lines(link)]).rstrip()


def _goals_text(parts: Iterable[PartVerdict]) -> str:
    from hw3verify.report.text import goal_lines, plain_text

    return "\n".join(f"{part.part} {part.title}".rstrip() + "\n" + plain_text(goal_lines(part)) for part in parts)
