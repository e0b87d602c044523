"""Scores of texts: in order, for any text, from any executor, in threads and event loops."""

import asyncio
import threading
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from pathlib import Path

import pytest

import hw3verify
from hw3verify.grading.scoring import Score
from hw3verify.language.source import UnusableInput

TRUE = r"$$KL(q(z)\|p(z)) \ge 0 \tag{1}$$"
FALSE = "Let $\\sigma>0$.\n\n" + r"$$a = a \tag{1}$$ $$KL(q(z)\|p(z)) \le 0 \tag{2}$$ $$\sigma = 2\sigma \tag{3}$$"
HOSTILE = [
    "", " \n", "\x00", "\ud800", "$$", "$$" + "{" * 20_000, "(" * 50_000, r"\frac" * 5_000,
    "$$10^{10^{10^{10}}} = 1$$", "$$9" + "9" * 5_000 + " = 1$$", r"\newcommand{\a}{\a\a}$$\a = 1$$",
    "$$" + "a^" * 3_000 + "a = 1$$", "a " * 20_000 + "!", "$$" + r"\sum_{i=1}^{10^9}" * 50 + "1 = 1$$",
    "$$a = " + "+".join(f"x_{{{n}}}" for n in range(3_000)) + "$$", "\u202e$$a = a$$\u2066", None, 7, b"$$a=a$$",
]  # fmt: skip


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("cache")


def test_scores_come_in_the_order_of_the_texts(cache: Path) -> None:
    """Each text has its score at its place, with fractions of its links and the first broken one."""
    scores = list(hw3verify.score([TRUE, FALSE, 3, TRUE], jobs=2, cache=cache))
    assert [s.index for s in scores] == [0, 1, 2, 3]
    assert [s.status for s in scores] == ["judged", "judged", "unusable", "judged"]
    assert [(s.links, s.proved, s.refuted) for s in scores] == [(1, 1, 0), (3, 1 / 3, 2 / 3), (0, 0, 0), (1, 1, 0)]
    broken = scores[1].first_broken
    assert broken is not None
    assert (broken["equation"], broken["link"], broken["line"]) == ("2", 0, 3)
    assert scores[0].first_broken is None


def test_goals_and_points_with_an_assignment() -> None:
    """The shipped example has the goals, points and broken links of `hw3verify check`; nothing is flagged."""
    text = (Path(hw3verify.__file__).parent / "examples" / "submission.md").read_text(encoding="utf-8")
    [found] = hw3verify.score([text], assignment="hw3", jobs=1)
    report = hw3verify.check(text, assignment="hw3")
    assert found.goals == {part.part: part.goal for part in report.parts}
    assert found.points == sum(part.points for part in report.parts) == 10.5
    assert found.of == 25
    assert found.first_broken is not None
    assert found.first_broken["equation"] == report.refuted[0].equation == "4"
    assert found.flags == ()


def test_no_text_is_an_exception() -> None:
    """Empty, broken, endless and hostile texts, and what is no text, have scores, without exceptions."""
    scores = list(hw3verify.score(HOSTILE, jobs=2, timeout=20, memory=512))
    assert len(scores) == len(HOSTILE)
    assert {s.status for s in scores[-3:]} == {"unusable"}
    stopped = [s for s in scores if s.status != "judged"]
    assert all(s.refuted == 0 and s.because for s in stopped)


def test_running_out_of_time_is_not_wrong() -> None:
    """A false text without time is stopped, not refuted."""
    [found] = hw3verify.score([FALSE * 200], jobs=1, timeout=0.05)
    assert (found.status, found.refuted, found.first_broken) == ("deadline", 0.0, None)


class Elsewhere(Executor):
    """An executor of its own kind: one thread a job, the third job is lost."""

    def __init__(self) -> None:
        self.jobs = 0

    def submit(self, fn, /, *args, **kwargs):
        self.jobs += 1
        future: Future = Future()

        def work(number=self.jobs):
            if number == 3:
                future.set_exception(OSError("the machine has gone"))
            else:
                future.set_result(fn(*args, **kwargs))

        threading.Thread(target=work).start()
        return future


def test_any_executor_serves(cache: Path) -> None:
    """Another executor gives the same scores; a job that it loses is a crash of that text."""
    scores = list(hw3verify.score([TRUE] * 4, executor=Elsewhere(), jobs=1, cache=cache))
    assert [s.status for s in scores] == ["judged", "judged", "crash", "judged"]
    assert "the machine has gone" in scores[2].because
    with ThreadPoolExecutor(1) as gone:
        pass
    [lost] = hw3verify.score([TRUE], executor=gone, cache=cache)
    assert lost.status == "crash"


def test_in_an_event_loop(cache: Path) -> None:
    """The asynchronous scores are those of `score`, and the loop goes on in between."""
    ticks = 0

    async def texts():
        for text in (TRUE, FALSE):
            yield text

    async def tick():
        nonlocal ticks
        while True:
            ticks += 1
            await asyncio.sleep(0.01)

    async def everything() -> list[Score]:
        clock = asyncio.create_task(tick())
        found = [score async for score in hw3verify.ascore(texts(), jobs=1, cache=cache)]
        clock.cancel()
        return found

    assert asyncio.run(everything()) == list(hw3verify.score([TRUE, FALSE], jobs=1, cache=cache))
    assert ticks > 1  # how often depends on the machine


def test_in_several_threads(cache: Path) -> None:
    """Three threads that score at once get their own scores."""
    with ThreadPoolExecutor(3) as threads:
        every = list(threads.map(lambda t: list(hw3verify.score([t], jobs=1, cache=cache)), [TRUE, FALSE, TRUE]))
    assert [scores[0].refuted for scores in every] == [0.0, 2 / 3, 0.0]


def test_texts_are_taken_as_they_are_needed(cache: Path) -> None:
    """Of an endless stream of texts only a few are taken ahead, and leaving it ends the workers."""
    taken = 0

    def endless():
        nonlocal taken
        while True:
            taken += 1
            yield TRUE

    scores = hw3verify.score(endless(), jobs=1, cache=cache)
    assert next(scores).status == "judged"
    assert taken <= 8
    scores.close()


def test_what_cannot_be_used_is_said_at_once() -> None:
    """An assignment or a limit that cannot be used raises before the first text is taken."""
    for wrong in ({"assignment": "hw99"}, {"timeout": -1}, {"memory": 0}, {"jobs": 0}):
        with pytest.raises((UnusableInput, ValueError)):
            hw3verify.score([], **wrong)
    with pytest.raises(TypeError, match="assignment"):
        hw3verify.score([], assignment=3)
