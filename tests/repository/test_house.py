"""The house rules that a program can check."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
MODULES = sorted((ROOT / "hw3verify").rglob("*.py"))
TESTS = sorted((ROOT / "tests").rglob("*.py"))
LONGEST = 350


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_module_is_short_and_introduced(path: Path) -> None:
    """A module has a docstring and at most 350 lines."""
    text = path.read_text(encoding="utf-8")
    assert ast.get_docstring(ast.parse(text))
    assert text.count("\n") <= LONGEST


def test_no_code_is_made_from_text() -> None:
    """Nothing in the package calls eval, exec, compile, sympify or parse_expr."""
    forbidden = {"eval", "exec", "compile", "sympify", "parse_expr", "parse_latex"}
    for path in MODULES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            # a bare name is the builtin or an import of it; re.compile and model.eval() are attributes
            named = isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in forbidden
            assert not named, f"{path}:{node.lineno}"  # type: ignore[attr-defined]


def test_test_files_have_names_of_their_own() -> None:
    """No two test files share a name (the test folders are no packages), and no folder of tests is a package."""
    names = [path.name for path in TESTS if path.name != "conftest.py"]
    assert len(names) == len(set(names))
    assert "__init__.py" not in names


def test_every_test_states_its_fact() -> None:
    """Every test function has a docstring."""
    silent = [
        f"{path.name}:{node.lineno}"
        for path in TESTS
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test") and not ast.get_docstring(node)
    ]
    assert silent == []
