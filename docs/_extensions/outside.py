"""Links from a page to files beside the documentation are plain text on the site, which has the documentation only."""

from __future__ import annotations

import re
from typing import Any

OUTSIDE = re.compile(r"\[([^\]\n]+)\]\(\.\./[^)\s]*\.md[^)\s]*\)")


def setup(app: Any) -> dict[str, bool]:
    """Take part in reading pages."""

    def read(_app: Any, _page: str, source: list[str]) -> None:
        source[0] = OUTSIDE.sub(r"\1", source[0])

    app.connect("source-read", read)
    return {"parallel_read_safe": True}
