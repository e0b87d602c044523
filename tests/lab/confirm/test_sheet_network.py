"""V5 and R1: the homework's network and the ranking of its two decoders."""

import dataclasses

import pytest

torch = pytest.importorskip("torch")
pytest.importorskip("sklearn")

from hw3verify.lab.claims import Kind, Measurement, Run  # noqa: E402
from hw3verify.lab.confirm import decoder_ranking, sheet_network  # noqa: E402


@pytest.fixture(autouse=True)
def no_mnist(monkeypatch) -> None:
    monkeypatch.delenv("HW3VERIFY_MNIST", raising=False)


def test_a_narrow_box_is_refuted() -> None:
    """The homework's network in a box of half-width 1: widening changes log p(x), and the identity is refuted."""
    config = dataclasses.replace(sheet_network.Config.TINY, steps=20, images=20, points=41, half_width=1.0)
    outcome = sheet_network.run(config, Run())
    assert outcome.measurements[0].verdict == "refuted"
    assert "digits" in outcome.notes[0]


def difference(value: float) -> Measurement:
    return Measurement("R1", "difference", Kind.FINDING, 0.0, "", value, 1.0, 0.0)


def test_the_order_is_said_only_where_it_is_clear() -> None:
    """Opposite clear signs are opposite orders, equal ones one order, and less than three standard errors undecided."""
    said = decoder_ranking.verdict
    assert said(difference(-4.0), difference(8.0)).endswith("decoder B is ahead: opposite orders.")
    assert said(difference(4.0), difference(8.0)).endswith("one order.")
    assert said(difference(-2.0), difference(8.0)).endswith("undecided.")


def test_a_difference_has_its_paired_error() -> None:
    """The differences 1, 2, 3 have mean 2 and standard error 1/sqrt 3."""
    found = decoder_ranking._difference("", torch.tensor([1.0, 2.0, 3.0]), 1)
    assert (found.observed, found.error) == pytest.approx((2.0, 3**-0.5))


def test_mnist_files_that_are_not_there_are_named(tmp_path) -> None:
    """A folder without MNIST's files is an error that names it, not a silent change to the digits."""
    with pytest.raises(ValueError, match=tmp_path.name):
        sheet_network.run(sheet_network.Config.TINY, Run(data=tmp_path))
