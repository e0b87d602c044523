"""JUnit XML: a test suite for each submission, a test case for each link that is a claim and for each part's goal.

    proved, reached                    passed
    refuted, asserted, wrong, missing  a failure, with the counterexample
    everything else                    skipped, with the reason

Law: what is undecided, unreadable or for a person neither passes nor fails; a submission that could not be judged is
one failure of the type `unusable`. The document is well formed whatever the submissions hold: characters that XML 1.0
forbids are shown as replacement characters.

Source: the schema `junit-10.xsd` of the Jenkins xUnit plugin.
"""

from __future__ import annotations

from collections.abc import Sequence
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from hw3verify.judge.record import LinkVerdict, PartVerdict
from hw3verify.report.graded import Graded
from hw3verify.report.gradescope import NO_CLAIM
from hw3verify.report.text import clean, goal_lines, link_lines, plain_text

FAILS = ("refuted", "asserted", "wrong", "missing")
PASSES = ("proved", "reached")


def junit(many: Sequence[Graded]) -> str:
    """The XML document."""
    root = Element("testsuites", name="hw3verify")
    for graded in many:
        root.append(_suite(graded))
    for count in ("tests", "failures", "errors"):
        root.set(count, str(sum(int(suite.get(count, "0")) for suite in root)))
    indent(root, " ")
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + tostring(root, encoding="unicode") + "\n"


def _suite(graded: Graded) -> Element:
    suite = Element("testsuite", name=clean(graded.student))
    if graded.error:
        case = SubElement(suite, "testcase", name="submission", classname=clean(graded.student))
        SubElement(case, "failure", type="unusable", message=clean(graded.error))
    for link in graded.report.links:
        if link.verdict not in NO_CLAIM:
            suite.append(_link(link))
    suite.extend([_goal(part) for part in graded.report.parts if part.goal])
    for count, tag in (("tests", "testcase"), ("failures", "testcase/failure"), ("skipped", "testcase/skipped")):
        suite.set(count, str(len(suite.findall(tag))))
    suite.set("errors", "0")
    suite.set("time", f"{graded.report.seconds:.3f}")
    return suite


def _link(link: LinkVerdict) -> Element:
    name = f"({clean(link.equation)})#{link.link} {clean(link.relation)}"
    case = Element("testcase", name=name, classname=clean(link.part) or "document")
    return _outcome(case, link.verdict, clean(link.because), plain_text(link_lines(link)))


def _goal(part: PartVerdict) -> Element:
    case = Element("testcase", name="goal", classname=clean(part.part) or "document")
    return _outcome(case, part.goal, clean(part.because), plain_text(goal_lines(part)))


def _outcome(case: Element, said: str, because: str, text: str) -> Element:
    if said not in PASSES:
        child = SubElement(case, "failure" if said in FAILS else "skipped", type=said)
        child.set("message", f"{said}: {because}" if because else said)
        if said in FAILS:
            child.text = text
    return case
