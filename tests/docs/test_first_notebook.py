"""The notebook in the documentation: its cells run, and what they leave behind is what the theorems say.

No kernel is needed: the code cells are run one after the other in one fresh Python process, without a screen, in an
empty folder.
"""

from __future__ import annotations

import json
import math
import os
import subprocess
import sys
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
NOTEBOOK = ROOT / "docs" / "notebooks" / "first.ipynb"
TOLD = """
import json
print()
print(json.dumps({
    "verdicts": [link.verdict for link in report.links],
    "page": report._repr_html_(),
    "sides": [world["left_value"], world["right_value"]],
    "masses": list(world["tables"].values()),
    "bars": [[bar.get_height() for bar in axis.patches] for axis in plt.figure(1).axes],
    "drawn": [list(map(float, line.get_ydata())) for line in plt.figure(2).axes[0].lines],
    "confirmed": [[o.experiment, str(row.verdict)] for o in outcomes for row in o.measurements],
}))
"""


def code_cells() -> list[str]:
    """The sources of the code cells, in their order."""
    cells = json.loads(NOTEBOOK.read_text(encoding="utf-8"))["cells"]
    return ["".join(cell["source"]) for cell in cells if cell["cell_type"] == "code"]


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What the cells have left behind, from one process that ran them all."""
    for needed in ("torch", "matplotlib"):
        pytest.importorskip(needed, reason="the extra `lab` is not installed")
    environment = {**os.environ, "MPLBACKEND": "Agg", "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8"}
    # Agg shows nothing and says so in a warning; figures stay open, so the test can look at them.
    quiet = "import warnings; warnings.filterwarnings('ignore', message='FigureCanvasAgg is non-interactive')"
    script = "\n\n".join([quiet, *code_cells(), TOLD])
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=tmp_path_factory.mktemp("notebook"), env=environment,
        capture_output=True, text=True, encoding="utf-8", timeout=300,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    left: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return left


def test_the_derivation_has_one_wrong_sign(told: dict[str, Any]) -> None:
    """Two lines are proved, the third is refuted, and the report shows itself with its verdicts."""
    assert told["verdicts"] == ["proved", "proved", "refuted"]
    assert "refuted" in told["page"] and "<math" in told["page"]


def test_the_counterexample_is_drawn(told: dict[str, Any]) -> None:
    """Each table is drawn, mass by mass, of masses that sum to at most 1, and beside them two sides that differ."""
    exact = [[Fraction(mass) for mass in table] for table in told["masses"]]
    assert exact and all(0 < sum(table) <= 1 for table in exact)
    *tables, sides = told["bars"]
    assert tables == [pytest.approx([float(mass) for mass in table]) for table in exact]
    assert sides == pytest.approx(told["sides"]) and abs(sides[0] - sides[1]) > 1e-6


def test_the_divergences_are_those_of_shifted_uniform_laws(told: dict[str, Any]) -> None:
    """JS is min(t, 1) log 2, W1 is t, and the only finite KL is that at t = 0."""
    jensen_shannon, wasserstein, divergence = told["drawn"]
    shifts = [k / 10 for k in range(21)]
    assert jensen_shannon == pytest.approx([min(t, 1) * math.log(2) for t in shifts], rel=1e-9)
    assert wasserstein == pytest.approx(shifts, rel=1e-9)
    assert divergence == [0]


def test_both_confirmations_hold(told: dict[str, Any]) -> None:
    """Every measurement of V9 and V10 is confirmed."""
    assert {name for name, _ in told["confirmed"]} == {"V9", "V10"}
    assert {verdict for _, verdict in told["confirmed"]} == {"confirmed"}


def test_no_output_is_kept() -> None:
    """The file has no outputs and no counters, so that a change of it can be read."""
    cells = json.loads(NOTEBOOK.read_text(encoding="utf-8"))["cells"]
    assert len(code_cells()) == 4
    assert [c for c in cells if c["cell_type"] == "code" and (c["outputs"] or c["execution_count"])] == []
