"""How the documentation becomes a site: `sphinx-build -W -b html docs site` (extra `docs`).

The pages are the Markdown files of this folder, as they are read in the repository too; the reference comes from the
docstrings. Nothing on the site is loaded from elsewhere.
"""

from __future__ import annotations

import sys
from pathlib import Path

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE / "_extensions"))

import hw3verify  # noqa: E402  # what the site speaks of is what is installed

project = "hw3verify"
author = copyright = "hw3verify contributors"  # noqa: A001
release = version = hw3verify.__version__

extensions = ["myst_parser", "sphinx.ext.autodoc", "contents", "outside", "plain_docstrings"]
root_doc = "README"  # the page that a repository shows for the folder
exclude_patterns = ["_*"]
templates_path = ["_templates"]
default_role = "code"
myst_heading_anchors = 4

autodoc_member_order = "bysource"
autodoc_default_options = {"members": True}
add_module_names = False

html_theme = "furo"
html_title = f"hw3verify {release}"
html_additional_pages = {"index": "forward.html"}
html_show_sphinx = False
html_copy_source = False
