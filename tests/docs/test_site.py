"""The documentation as a site: it builds without a warning, and loads nothing from elsewhere."""

from __future__ import annotations

import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest

ROOT = Path(__file__).parents[2]
LOADED = {"script": "src", "img": "src", "link": "href", "iframe": "src", "source": "src"}


class Seen(HTMLParser):
    """What a page loads, where it leads, and the places in it that may be led to."""

    def __init__(self) -> None:
        super().__init__()
        self.loaded: list[str] = []
        self.links: list[str] = []
        self.places: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = {name: value or "" for name, value in attrs}
        if tag in LOADED and LOADED[tag] in told:
            self.loaded.append(told[LOADED[tag]])
        if tag == "a" and "href" in told:
            self.links.append(told["href"])
        self.places.add(told.get("id", ""))


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site, built once; a warning is an error."""
    for needed in ("sphinx", "myst_parser", "furo"):
        pytest.importorskip(needed, reason="the extra `docs` is not installed")
    out = tmp_path_factory.mktemp("site")
    command = [sys.executable, "-m", "sphinx", "-W", "--keep-going", "-q", "-b", "html", "docs", str(out)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=600)
    assert done.returncode == 0, done.stderr
    return out


@pytest.fixture(scope="module")
def pages(site: Path) -> dict[Path, Seen]:
    """Every page with what it loads and where it leads."""
    found = {}
    for path in sorted(site.rglob("*.html")):
        seen = Seen()
        seen.feed(path.read_text(encoding="utf-8"))
        found[path] = seen
    return found


def test_every_page_is_there(site: Path, pages: dict[Path, Seen]) -> None:
    """Each Markdown page has become one, in the navigation of the first."""
    first = pages[site / "README.html"].links
    for page in (ROOT / "docs").glob("*.md"):
        assert site / f"{page.stem}.html" in pages
        assert page.stem == "README" or f"{page.stem}.html" in first


def test_nothing_is_loaded_from_elsewhere(pages: dict[Path, Seen]) -> None:
    """No style, script, picture or font comes from another host."""
    assert [link for seen in pages.values() for link in seen.loaded if urlsplit(link).netloc] == []


def test_links_within_the_site_lead_somewhere(pages: dict[Path, Seen]) -> None:
    """Every link to a page or a place on it has its target."""
    lost = []
    for path, seen in pages.items():
        for link in seen.links:
            parts = urlsplit(link)
            if parts.scheme or parts.netloc:
                continue
            target = (path.parent / unquote(parts.path)).resolve() if parts.path else path
            place = unquote(parts.fragment)
            there = target.exists() and (target not in pages or not place or place in pages[target].places)
            if not there:
                lost.append(f"{path.name}: {link}")
    assert lost == []


def test_the_reference_has_what_may_be_imported(site: Path) -> None:
    """Public names stand in the reference with their signatures."""
    text = (site / "reference" / "divergences.html").read_text(encoding="utf-8")
    for name in ("kl", "js", "wasserstein1", "Normal"):
        assert f'id="hw3verify.divergences.{name}"' in text
    assert 'id="hw3verify.check"' in (site / "reference" / "checker.html").read_text(encoding="utf-8")
