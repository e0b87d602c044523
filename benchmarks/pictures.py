"""The pictures of docs/tour.md: its files are written and its reports are made in an empty folder, then photographed.

    pip install playwright pillow        and a Chromium of the system
    python benchmarks/pictures.py docs/images

Run it again after a change of the page, of a report or of the style.
"""

from __future__ import annotations

import io
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

PAGE = Path(__file__).resolve().parents[1] / "docs" / "tour.md"
FILE = re.compile(r"^```markdown file=(\S+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
REPORTS = re.compile(r"^\$ hw3verify (check .*(?:--html|--out) \S+\.html)$", re.MULTILINE)
QUIET = ("gpu", "background-networking", "component-update", "sync")
FLAGS = ["--no-sandbox", *(f"--disable-{what}" for what in QUIET)]
COLOURS = 96  # enough for text, and a fifth of the bytes


def small(png: bytes, place: Path) -> None:
    """Write a picture with few colours."""
    from PIL import Image

    Image.open(io.BytesIO(png)).convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE).save(place, optimize=True)


def main(out: Path) -> None:
    """Write, report, photograph."""
    from playwright.sync_api import sync_playwright

    text = PAGE.read_text(encoding="utf-8")
    chromium = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    command = [sys.executable, "-m", "hw3verify"]
    with tempfile.TemporaryDirectory() as name, sync_playwright() as playwright:
        folder = Path(name)
        for file, body in FILE.findall(text):
            (folder / file).parent.mkdir(exist_ok=True)
            (folder / file).write_text(body, encoding="utf-8")
        for line in REPORTS.findall(text):
            subprocess.run([*command, *line.split()], cwd=folder, capture_output=True)
        browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS)

        def photograph(address: str, picture: str, size: tuple[int, int], scheme: str = "light", at: str = "") -> None:
            context = browser.new_context(viewport={"width": size[0], "height": size[1]}, color_scheme=scheme)
            page = context.new_page()
            page.goto(address)
            if address.startswith("http"):
                page.fill("#text", (folder / "class" / "bob.md").read_text(encoding="utf-8"))
                page.locator("#status:not(.busy)", has_text="links").wait_for(timeout=120_000)
                page.get_by_role("button", name="Next to look at").click()
                page.wait_for_timeout(500)
            if at:
                page.locator(at).first.evaluate("place => place.scrollIntoView()")
            small(page.screenshot(), out / picture)
            context.close()

        photograph((folder / "bob.html").as_uri(), "report.png", (900, 900))
        photograph((folder / "bob.html").as_uri(), "phone.png", (390, 780), "dark", "#link-1")
        photograph((folder / "class.html").as_uri(), "class.png", (900, 1400))
        serving = subprocess.Popen([*command, "serve", "--port", "0", "-a", "week7.md"], cwd=folder, text=True,
                                   stdout=subprocess.PIPE)  # fmt: skip
        address = re.search(r"http\S+", serving.stdout.readline())
        photograph(address[0], "serve.png", (1200, 760))
        serving.terminate()
        browser.close()


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    main(Path(sys.argv[1]))
