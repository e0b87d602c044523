"""What is kept of a file: imports, definitions and constants, not the script that trains."""

import ast

from hw3verify.answers.models.reading import Blank, Nothing, kept, plainly

FILE = '''
"""A homework."""
from __future__ import annotations
import math
LOG_2PI = math.log(2 * math.pi)
DEVICE = "cuda" if math.pi > 3 else "cpu"
try:
    import json
except ImportError:
    json = None
def helper():
    return 3
class Model:
    size = helper()
made = helper()
count = made + 1
print("hello")
for i in range(3):
    total = i
if __name__ == "__main__":
    helper()
last = total
limit: int = 7
'''


def test_the_script_is_left_out() -> None:
    """What calls the file's own functions, what needs that, loops, prints and the main block go; the rest stays."""
    tree = ast.parse(FILE)
    left = kept(tree.body, {"helper", "Model"})
    names = [ast.unparse(node).split("\n")[0] for node in left]
    assert names == [
        "from __future__ import annotations", "import math", "LOG_2PI = math.log(2 * math.pi)",
        "DEVICE = 'cuda' if math.pi > 3 else 'cpu'", "try:", "def helper():", "class Model:", "limit: int = 7",
    ]  # fmt: skip


def test_what_draws_is_nothing() -> None:
    """Nothing can be called, indexed, set, gone through and entered; a wrapper of a range is the range."""
    nothing = Nothing()
    nothing.rcParams["axes.grid"] = False
    with nothing.figure(1) as figure:
        assert list(figure.axes[0]) == []
    assert nothing.tqdm(range(3)) == range(3)
    finder = Blank()
    for name in ("matplotlib", "matplotlib.pyplot", "torchvision.utils", "tqdm", "hw3_utils", "hw5_utils", "hw_util"):
        assert finder.find_spec(name) is not None
    for name in ("torch", "numpy", "matplotlib_other", "hw3verify", "math"):
        assert finder.find_spec(name) is None


def test_names_without_case_and_underscores() -> None:
    """Both common spellings of a function are one."""
    assert plainly("logpdf_Bernoulli") == plainly("log_pdf_bernoulli") == "logpdfbernoulli"
    assert plainly("_get_loss_d") == "getlossd"
