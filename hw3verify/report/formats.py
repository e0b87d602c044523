"""The formats by their names: which function writes each, and for how many submissions at once.

    one   gradescope, prairielearn, html                         a file for each submission
    many  otter, nbgrader, gradebook, junit, jsonlines, class    one file for all of them

Law: `render` gives the text of one file, whatever the records hold, or raises ValueError with what to do; it opens
nothing. A format is loaded when it is asked for.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from importlib import import_module

from hw3verify.report.graded import Graded

# name -> (module below hw3verify.report, function)
ONE = {
    "gradescope": ("gradescope", "gradescope"),
    "prairielearn": ("prairielearn", "prairielearn"),
    "html": ("html.page", "submission_page"),
}
MANY = {
    "otter": ("otter", "otter"),
    "nbgrader": ("nbgrader", "nbgrader"),
    "gradebook": ("gradebook", "gradebook"),
    "junit": ("junit", "junit"),
    "jsonlines": ("jsonlines", "jsonlines"),
    "class": ("html.class_page", "class_page"),
}
FORMATS = (*ONE, *MANY)


def render(name: str, many: Sequence[Graded]) -> str:
    """The text of a file of this format. Raises ValueError for an unknown name, for a number of submissions that the
    format does not take, and for a report without points where the format is made of points."""
    if name in ONE:
        if len(many) != 1:
            raise ValueError(f"{name}: a file for one submission, not for {len(many)}; write one file for each")
        return str(_function(*ONE[name])(many[0]))
    if name in MANY:
        return str(_function(*MANY[name])(many))
    raise ValueError(f"no format is called {name!r}; the formats are {', '.join(FORMATS)}")


def _function(module: str, name: str) -> Callable[..., str]:
    found: Callable[..., str] = getattr(import_module(f"hw3verify.report.{module}"), name)
    return found
