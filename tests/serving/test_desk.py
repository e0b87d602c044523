"""Few workers for many pages, and for each page only its latest text."""

import sys
import threading
import time
from contextlib import closing
from dataclasses import replace

import pytest

from hw3verify.grading.handle import Limits, NoWorker
from hw3verify.serving.desk import Desk


def stay() -> bool:
    return False


def judged(desk, text, page="a", gone=stay):
    """The messages, those of the text first, and the last one's status."""
    messages = list(desk.judge(page, text.encode(), gone))
    return messages[:-1], messages[-1]["done"]["status"]


def process(messages):
    return messages[0]["card"]["process"]


def test_a_text_is_told_of_and_its_worker_kept(desk) -> None:
    """The messages come in order, `done` is the last, and the next text has the same worker."""
    messages, status = judged(desk, "one")
    assert (messages[0]["card"]["text"], messages[1], status) == ("one", {"outline": {"keys": []}}, "judged")
    assert process(judged(desk, "two")[0]) == process(messages)


def test_a_newer_text_of_a_page_ends_the_older_one(desk) -> None:
    """The older judgement ends as stopped, well before its deadline, and its worker goes on with the newer text."""
    told: list = []
    started = threading.Event()

    def older():
        for message in desk.judge("a", b"wait", stay):
            told.append(message)
            started.set()

    thread = threading.Thread(target=older)
    thread.start()
    assert started.wait(60)
    begin = time.monotonic()
    messages, status = judged(desk, "newer")
    thread.join()
    assert time.monotonic() - begin < 30
    assert status == "judged"
    assert told[-1]["done"]["status"] == "stopped"
    assert process(messages) == process(told)


def test_a_page_that_is_gone_frees_its_worker(desk) -> None:
    """Nobody waits for the verdicts: the text is stopped."""
    assert judged(desk, "wait", gone=lambda: True)[1] == "stopped"
    assert judged(desk, "after")[1] == "judged"


def test_a_worker_that_does_not_stop_is_killed(desk) -> None:
    """It has a second; then the next text has another worker."""
    first = process(judged(desk, "one")[0])
    begin = time.monotonic()
    assert judged(desk, "hang", gone=lambda: True)[1] == "stopped"
    assert time.monotonic() - begin < 30
    assert process(judged(desk, "two")[0]) != first


def test_the_deadline_holds(desk) -> None:
    """A text that hangs ends at the deadline, whatever it does, and the next one is judged."""
    hurried = Desk(replace(desk.limits, timeout=1.0))
    begin = time.monotonic()
    assert judged(hurried, "hang")[1] == "deadline"
    assert 1.0 <= time.monotonic() - begin < 30
    assert judged(hurried, "after")[1] == "judged"
    hurried.close()


@pytest.mark.parametrize(
    ("text", "status"), [("exit", "crash"), ("break", "error"), ("eat", "memory"), (" ", "unusable")]
)
def test_bad_ends_are_said(desk, text: str, status: str) -> None:
    """A process that dies, an error of ours, too much memory, no text: each is a status, and work goes on."""
    assert judged(desk, text)[1] == status
    assert judged(desk, "after")[1] == "judged"


def test_a_listener_who_leaves_in_the_middle(desk) -> None:
    """Where messages are no longer taken, the worker is free for the next text."""
    with closing(desk.judge("a", b"wait", stay)) as messages:
        next(messages)
    assert judged(desk, "after", page="b")[1] == "judged"


def test_pages_wait_for_their_turn(desk) -> None:
    """With one worker a second page waits while the first is judged, and is judged afterwards."""
    release = threading.Event()
    ended: list[str] = []
    started = threading.Event()

    def first():
        for message in desk.judge("a", b"wait", release.is_set):
            started.set()
            if "done" in message:
                ended.append("first")

    def second():
        judged(desk, "two", page="b")
        ended.append("second")

    threads = [threading.Thread(target=first), threading.Thread(target=second)]
    threads[0].start()
    assert started.wait(60)
    threads[1].start()
    time.sleep(0.3)
    assert ended == []
    release.set()
    for thread in threads:
        thread.join()
    assert ended == ["first", "second"]


def test_a_closed_desk_has_no_process_left(desk) -> None:
    """After closing, workers are gone and texts end at once."""
    judged(desk, "one")
    (worker,) = desk._all
    desk.close()
    assert worker._process.poll() is not None
    assert judged(desk, "two")[1] in ("stopped", "crash")


def test_without_workers_the_reason_is_said() -> None:
    """A worker that cannot be started is NoWorker when the desk is prepared, and a crash of a text."""
    desk = Desk(Limits(60.0, 256, None, (sys.executable, "-c", "pass")))
    with pytest.raises(NoWorker):
        desk.prepare()
    assert judged(desk, "one")[1] == "crash"
