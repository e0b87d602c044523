"""Links and names in the documentation: what a page points to exists, and what exists is on its page."""

import json
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
PAGES = [*sorted(DOCS.glob("*.md")), ROOT / "README.md", ROOT / "CONTRIBUTING.md", ROOT / "CHANGELOG.md"]
CODE = re.compile(r"^(`{3,}).*?^\1[ \t]*$|`[^`\n]*`", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"\]\(([^()\s]+)\)")
PLACE = re.compile(r"`((?:hw3verify|tests|benchmarks|docs)/[\w./]*)`")


def prose(page: Path) -> str:
    """The page without its code."""
    return CODE.sub("", page.read_text(encoding="utf-8"))


def anchors(page: Path) -> set[str]:
    """The headings as GitHub names them."""
    text = CODE.sub(lambda m: "" if m[1] else m[0].strip("`"), page.read_text(encoding="utf-8"))
    headings = re.findall(r"^#{1,6} (.+)$", text, re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", h.lower()).strip().replace(" ", "-") for h in headings}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_links_resolve(page: Path) -> None:
    """Every link to a file of the repository names one, and every link to a heading names a heading of its page."""
    for link in LINK.findall(prose(page)):
        if "://" in link:
            continue
        file, _, anchor = link.partition("#")
        target = (page.parent / file).resolve() if file else page
        assert target.exists(), link
        assert not anchor or anchor in anchors(target), link


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_files_that_are_named_exist(page: Path) -> None:
    """Every path in code type that begins with a folder of the repository exists."""
    for place in PLACE.findall(page.read_text(encoding="utf-8")):
        assert (ROOT / place).exists(), place


def test_every_page_is_on_the_map() -> None:
    """docs/README.md links every page."""
    linked = set(LINK.findall(prose(DOCS / "README.md")))
    assert {page.name for page in DOCS.glob("*.md")} - {"README.md"} <= linked


def test_every_rule_is_on_its_page() -> None:
    """docs/kernel.md names every rule that the kernel can put into the trace of a proof."""
    text = (DOCS / "kernel.md").read_text(encoding="utf-8")
    sources = [path.read_text(encoding="utf-8") for path in (ROOT / "hw3verify" / "kernel").glob("*.py")]
    rules = {name for source in sources for call in re.findall(r"trace\.add\((.*)\)", source)
             for name in re.findall(r'"([^"{}]+)"', call)}  # fmt: skip
    assert len(rules) > 10
    assert sorted(rule for rule in rules if f"`{rule}`" not in text) == []


def test_every_field_is_on_its_page() -> None:
    """docs/json.md names every field of the schema."""
    text = (DOCS / "json.md").read_text(encoding="utf-8")
    schema = json.loads((ROOT / "hw3verify" / "report" / "schema.json").read_text(encoding="utf-8"))
    fields: set[str] = set()

    def collect(part: object) -> None:
        if isinstance(part, dict):
            if isinstance(part.get("properties"), dict) and "type" in part:
                fields.update(part["properties"])
            for value in part.values():
                collect(value)

    collect(schema)
    assert len(fields) > 20
    assert sorted(name for name in fields if f"`{name}`" not in text) == []


def test_every_package_is_on_its_page() -> None:
    """docs/inside.md names every package of the house."""
    text = (DOCS / "inside.md").read_text(encoding="utf-8")
    packages = [p.parent.name for p in (ROOT / "hw3verify").glob("*/__init__.py")]
    assert packages
    assert [name for name in packages if f"`hw3verify/{name}/`" not in text] == []
