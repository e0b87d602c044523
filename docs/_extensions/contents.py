"""The site's navigation comes from the tables of its first page: a section there with links to pages is a group here.

So a page that is on the map in the repository is in the navigation, in the same place, and nothing is listed twice.
"""

from __future__ import annotations

import re
from typing import Any

SECTION = re.compile(r"^## (.+)$", re.MULTILINE)
PAGE = re.compile(r"^\| \[[^\]]+\]\(([\w/]+)\.md\) \|", re.MULTILINE)
GROUP = "\n```{{toctree}}\n:hidden:\n:caption: {title}\n\n{pages}\n```\n"


def navigation(text: str) -> str:
    """The tables of contents of a map, hidden, as Markdown that Sphinx understands."""
    titles = [(m.start(), m[1]) for m in SECTION.finditer(text)]
    ends = [*(start for start, _ in titles[1:]), len(text)]
    groups = [(title, PAGE.findall(text, start, end)) for (start, title), end in zip(titles, ends, strict=True)]
    return "".join(GROUP.format(title=title, pages="\n".join(pages)) for title, pages in groups if pages)


def setup(app: Any) -> dict[str, bool]:
    """Take part in reading the first page."""

    def read(_app: Any, page: str, source: list[str]) -> None:
        if page == app.config.root_doc:
            source[0] += navigation(source[0])

    app.connect("source-read", read)
    return {"parallel_read_safe": True}
