"""Forms as expressions again, for witnesses and for people: `kernel.written` under the name that the search uses."""

from __future__ import annotations

from hw3verify.kernel.written import atom_expression, expression, rational

__all__ = ["atom_expression", "expression", "rational"]
