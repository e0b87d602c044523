"""Rounded numbers: how exact a written number is meant, and that exact ones are compared exactly."""

import pathlib

import pytest

import hw3verify


def verdict(folder: pathlib.Path, line: str) -> str:
    """The verdict on one display."""
    file = folder / "numbers.md"
    file.write_text(f"Let $x>0$.\n\n$${line} \\tag{{1}}$$\n")
    return hw3verify.check(file).links[0].verdict


@pytest.mark.parametrize(
    ("line", "wanted"),
    [
        (r"\frac{\log 2}{100} \approx 0.7\%", "proved"),
        (r"10\% = 0.1", "proved"),
        (r"\frac13 \approx 33\%", "proved"),
        (r"\frac13 \approx 35\%", "refuted"),
        (r"e^{-10} \approx 4.54\times 10^{-5}", "proved"),
        (r"e^{-10} \approx 4.54\times 10^{-4}", "refuted"),
        (r"1.4e-3 = 0.0014", "proved"),
        (r"\log 2 \approx 0.693 \text{ nats}", "proved"),
        (r"\log 2 \approx \ln 2", "proved"),
        (r"e^3 \approx 20", "proved"),
        (r"2^{10} \approx 1000", "undecided"),
        (r"\pi x = 3.14159265358979 x", "refuted"),
        (r"0.1x + 0.2x = 0.3x", "proved"),
        (r"0.1x + 0.2x = 0.30000000000000004x", "refuted"),
    ],
)
def test_numbers(tmp_path: pathlib.Path, line: str, wanted: str) -> None:
    """Percentages, powers of ten, units, and decimals with more digits than floating point keeps."""
    assert verdict(tmp_path, line) == wanted
