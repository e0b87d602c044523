"""JUnit XML, against the schema of the Jenkins xUnit plugin (junit-10.xsd)."""

import re
from xml.etree import ElementTree as ET

from hw3verify.judge.record import Report
from hw3verify.report.graded import Graded
from hw3verify.report.junit import junit

COUNTS = {"tests", "failures", "errors"}
# element -> (its attributes, those required, its children)
SCHEMA = {
    "testsuites": ({"name", "time", *COUNTS}, set(), {"testsuite"}),
    "testsuite": (
        {"name", "group", "time", "skipped", "timestamp", "hostname", "id", "package", "file", *COUNTS},
        {"name", *COUNTS},
        {"testsuite", "properties", "testcase", "system-out", "system-err"},
    ),
    "testcase": ({"name", "time", "classname", "group"}, {"name"}, {"skipped", "failure", "system-out", "system-err"}),
    "failure": ({"type", "message"}, set(), set()),
    "skipped": ({"type", "message"}, set(), set()),
}
TIME = re.compile(r"(([0-9]{0,3},)*[0-9]{3}|[0-9]{0,3})*(\.[0-9]{0,3})?")


def checked(text: str) -> ET.Element:
    """The root, after every element has been compared with the schema."""
    root = ET.fromstring(text.encode())
    assert root.tag == "testsuites"
    for node in root.iter():
        allowed, required, children = SCHEMA[node.tag]
        assert required <= set(node.attrib) <= allowed
        assert {child.tag for child in node} <= children
        assert TIME.fullmatch(node.get("time", "1"))
    return root


def test_verdicts_become_outcomes(report: Report) -> None:
    """Proved passes, refuted and lost goals fail, the rest is skipped; the counts are those of the cases."""
    root = checked(junit([Graded("ada", report)]))
    cases = {(case.get("classname"), case.get("name")): case for case in root.iter("testcase")}
    outcome = {key: [child.tag for child in case] for key, case in cases.items()}
    assert outcome["1(c)", "(2)#0 ="] == []
    assert outcome["1(c)", "(3)#0 >="] == ["failure"]
    assert outcome["1(c)", "(4)#0 ="] == ["skipped"]
    assert outcome["1(c)", "(5)#1 ="] == ["skipped"]
    assert outcome["1(c)", "goal"] == ["failure"]
    assert outcome["1(b)", "goal"] == ["skipped"]
    (suite,) = root
    assert int(suite.get("tests")) == len(cases) == 8
    assert int(suite.get("failures")) == len(root.findall(".//failure")) == 3
    assert int(suite.get("skipped")) == len(root.findall(".//skipped"))


def test_failure_shows_the_counterexample(report: Report) -> None:
    """The text of a failure holds both values of the counterexample."""
    (failure,) = [f for f in checked(junit([Graded("ada", report)])).iter("failure") if f.get("type") == "refuted"]
    assert "left  = -\\log 10 = -2.30259" in failure.text


def test_many_submissions_are_suites(report: Report) -> None:
    """Each submission is a suite, one that could not be judged has one failure, and the root adds up."""
    root = checked(junit([Graded("ada", report), Graded("bob", Report("b.md"), "the file is empty")]))
    assert [suite.get("name") for suite in root] == ["ada", "bob"]
    assert root[1].find("testcase/failure").get("message") == "the file is empty"
    assert int(root.get("failures")) == 4


def test_injections_stay_text(hostile: Report) -> None:
    """Whatever a document holds, the XML is well formed, keeps the schema and has no elements of its own."""
    root = checked(junit([Graded(hostile.file, hostile)]))
    assert len(list(root.iter("testcase"))) == 7
