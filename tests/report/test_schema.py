"""The JSON of a report, against the schema that ships with the package."""

import json
from dataclasses import replace
from fractions import Fraction
from importlib.resources import files

import jsonschema
import pytest

from hw3verify.judge.record import GOALS, VERDICTS, LinkVerdict, Report, plain

SCHEMA = json.loads((files("hw3verify.report") / "schema.json").read_text(encoding="utf-8"))
VALIDATOR = jsonschema.Draft202012Validator(SCHEMA)


def problems(report: Report) -> list[str]:
    text = json.dumps(report.to_json(), allow_nan=False)
    return [error.message for error in VALIDATOR.iter_errors(json.loads(text))]


def test_schema_is_a_schema() -> None:
    """The shipped file is valid JSON Schema, draft 2020-12."""
    jsonschema.Draft202012Validator.check_schema(SCHEMA)


def test_every_verdict_fits(report: Report) -> None:
    """A report with a link of every verdict is valid."""
    assert {link.verdict for link in report.links} == set(VERDICTS)
    assert problems(report) == []


def test_error_object_fits() -> None:
    """A file that could not be judged is an object with its name and the error."""
    assert VALIDATOR.is_valid({"file": "a.md", "error": "no such file"})
    assert not VALIDATOR.is_valid({"file": "a.md", "error": ""})


@pytest.mark.parametrize(
    "change",
    [{"verdict": "true"}, {"counterexample": None}, {"link": -1}, {"reading": None}, {"worlds": 1.5}],
    ids=lambda change: next(iter(change)),
)
def test_schema_rejects(report: Report, change: dict) -> None:
    """A verdict of another name, a refutation without a world and fields of another type are not valid."""
    bad = replace(report, links=(replace(report.refuted[0], **change),))
    assert problems(bad) != []


def test_proved_needs_a_proof(report: Report) -> None:
    """A proved link without a proof is not valid."""
    assert problems(replace(report, links=(replace(report.links[0], proof=None),))) != []


def test_keys_are_those_of_the_interface(report: Report) -> None:
    """A link has exactly the sixteen keys that programs rely on."""
    keys = {"part", "equation", "link", "relation", "left", "right", "verdict", "because", "reading", "facts"}
    keys |= {"counterexample", "proof", "worlds", "line", "column", "slip", "inherits"}
    assert set(report.to_json()["links"][0]) == keys
    assert list(report.to_json()) == ["file", "assignment", "links", "parts", "seconds"]


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (float("inf"), "inf"),
        (float("-inf"), "-inf"),
        (Fraction(1, 3), "1/3"),
        ((1, (2.5, None)), [1, [2.5, None]]),
        ({1: {2: True}}, {"1": {"2": True}}),
    ],
)
def test_plain_values(value: object, expected: object) -> None:
    """What JSON cannot say becomes a string; tuples become lists and keys strings."""
    assert plain(value) == expected


def test_infinite_values_are_valid(report: Report) -> None:
    """A side that is infinite in the counterexample's world is written as a string."""
    example = {"statement": "uncovered mass", "left_value": float("inf"), "right_value": 1.0}
    assert problems(replace(report, links=(replace(report.refuted[0], counterexample=example),))) == []


def test_goal_names_are_those_of_the_schema() -> None:
    """The schema and the records know the same goals and verdicts."""
    assert set(SCHEMA["$defs"]["part"]["properties"]["goal"]["enum"]) == set(GOALS)
    assert set(SCHEMA["$defs"]["link"]["properties"]["verdict"]["enum"]) == set(VERDICTS)


def test_counts_and_selections(report: Report) -> None:
    """Counts follow the fixed order of verdicts, and selections the order of the document."""
    assert list(report.counts().items()) == [(verdict, 1) for verdict in VERDICTS]
    assert [link.equation for link in report.refuted] == ["3"]
    assert [link.equation for link in report.proved] == ["2"]
    assert Report("a").counts() == {}


def test_record_survives_the_way_between_processes(report: Report) -> None:
    """A report pickles to an equal report."""
    import pickle

    assert pickle.loads(pickle.dumps(report)) == report
    assert isinstance(report.links[0], LinkVerdict)
