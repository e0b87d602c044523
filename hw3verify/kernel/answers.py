"""Answers that were given under what is known so far.

Whether a sum is positive is asked again and again on the way to one proof. `Answers` keeps what was answered, as long
as nothing further is learned. Law: an answer is given again only to the same question, asked in the same state of the
one who answers, since the last `clear`; so with and without the memo the same is said.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable

MOST_ANSWERS = 20_000


class Answers:
    """A memo of yes and no; whoever learns something has to clear it."""

    __slots__ = ("_given",)

    def __init__(self) -> None:
        self._given: dict[Hashable, bool] = {}

    def clear(self) -> None:
        """Something was learned: a "no" may have become a "yes"."""
        self._given.clear()

    def of(self, question: Hashable, ask: Callable[[], bool]) -> bool:
        """The answer to a question, which names all that the answer rests on beside what was learned."""
        known = self._given.get(question)
        if known is None:
            known = ask()
            if len(self._given) >= MOST_ANSWERS:
                self._given.clear()
            self._given[question] = known
        return known
