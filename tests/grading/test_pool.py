"""Workers that hang, crash, eat memory or are killed, and the pool that replaces them."""

import os
import signal
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from hw3verify.assignments.loader import read_assignment
from hw3verify.grading.batch import Batch, run
from hw3verify.grading.handle import Died, Job, Limits, NoWorker, Worker
from hw3verify.grading.pool import ATTEMPTS, KILLS, Pool, judged, leased
from hw3verify.language.source import Source

FAULTY = (sys.executable, "-P", str(Path(__file__).parent / "faulty.py"))


def limits(**more) -> Limits:
    return Limits(**{"timeout": 20.0, "memory": 256, "command": FAULTY, **more})


def job(text: str) -> Job:
    return Job("x.md", text.encode())


@pytest.fixture(scope="module")
def pool():
    with leased(limits()) as pool:
        yield pool


def processes(pool: Pool) -> list[subprocess.Popen]:
    return [worker._process for worker in pool._all]


def test_a_submission_is_judged(pool: Pool) -> None:
    """A worker's record comes back, and the worker stays for the next submission."""
    assert pool.judge(job("true"))["links"][0]["verdict"] == "proved"
    before = {process.pid for process in processes(pool)}
    assert pool.judge(job("false"))["links"][0]["verdict"] == "refuted"
    assert {process.pid for process in processes(pool)} == before


@pytest.mark.parametrize(("text", "times"), [("exit=0", ATTEMPTS), ("exit=3", ATTEMPTS), ("kill=9", KILLS)])
def test_a_crash_keeps_what_was_known_and_spoils_nothing_else(pool: Pool, text: str, times: int) -> None:
    """A worker that dies each time gives a crash with the links so far; the next submission is judged."""
    record = pool.judge(job(text))
    assert record["status"] == "crash"
    assert f"{times} times" in record["because"]
    assert [link["equation"] for link in record["links"]] == ["0", "1", "2"]
    assert pool.judge(job("true"))["status"] == "judged"


def test_a_worker_that_is_killed_costs_nothing(pool: Pool, tmp_path: Path) -> None:
    """A submission whose worker is killed once is judged again, with the record of an undisturbed one."""
    marker = tmp_path / "marker"
    assert pool.judge(job(f"once={marker}")) == pool.judge(job("true"))
    assert marker.exists()


def test_a_hang_ends_at_the_deadline(tmp_path: Path) -> None:
    """A submission that hangs is stopped at its deadline with its links, and its process is gone."""
    pool = Pool(limits(timeout=0.7))
    try:
        pool.judge(job("true"))
        [process] = processes(pool)
        start = time.monotonic()
        record = pool.judge(job("sleep=60"))
        assert time.monotonic() - start < 20
        assert record["status"] == "deadline"
        assert len(record["links"]) == 3
        assert process.poll() == -signal.SIGKILL
    finally:
        pool.close()


@pytest.mark.skipif(sys.platform != "linux", reason="the limit of memory is Linux's")
def test_memory_is_limited(pool: Pool) -> None:
    """256 megabytes may be taken; 1000 are refused, and that is a status of this submission alone."""
    assert pool.judge(job("eat=20"))["status"] == "judged"
    assert pool.judge(job("eat=1000"))["status"] == "memory"
    assert pool.judge(job("true"))["status"] == "judged"


def test_endless_nesting_is_an_error_of_one_submission(pool: Pool) -> None:
    """A recursion without an end costs neither the worker nor the batch."""
    assert pool.judge(job("deep=1"))["status"] == "error"


def test_what_is_printed_is_no_message(pool: Pool) -> None:
    """Text that the judge prints goes nowhere near the pipe."""
    assert pool.judge(job("noise=1000"))["status"] == "judged"


def test_garbage_on_the_pipe_is_a_crash(pool: Pool) -> None:
    """A worker that writes what is no message is replaced."""
    record = pool.judge(job("garbage=1"))
    assert record["status"] in ("crash", "judged")  # the pipe may have another number here
    assert pool.judge(job("true"))["status"] == "judged"


def test_many_threads_share_a_pool(pool: Pool) -> None:
    """Eight threads get the records of their own submissions, from at most eight workers."""
    with ThreadPoolExecutor(8) as threads:
        texts = ["false" if n % 3 == 0 else "true" for n in range(40)]
        records = list(threads.map(lambda text: pool.judge(job(text)), texts))
    assert [r["links"][0]["verdict"] == "refuted" for r in records] == [text == "false" for text in texts]
    assert len(processes(pool)) <= 8


def test_closing_ends_all_workers() -> None:
    """After the last lease no process is left, also when one is busy."""
    with leased(limits(timeout=21.0)) as pool:  # a pool of its own
        thread = threading.Thread(target=pool.judge, args=(job("sleep=60"),))
        thread.start()
        while not processes(pool):
            time.sleep(0.05)
        mine = processes(pool)
    thread.join(30)
    assert not thread.is_alive()
    assert all(process.poll() is not None for process in mine)


@pytest.mark.skipif(not hasattr(os, "fork"), reason="there is no fork here")
def test_workers_end_with_the_process_that_started_them(tmp_path: Path) -> None:
    """After `kill -9` of the process that started it, a busy worker does not live on."""
    script = (
        "import sys; from hw3verify.grading.handle import *\n"
        f"w = Worker(Limits(timeout=60.0, memory=256, command={FAULTY!r})); print(w._process.pid, flush=True)\n"
        "w.judge(Job('x', b'sleep=60'))\n"
    )
    parent = subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, text=True)
    assert parent.stdout is not None
    child = int(parent.stdout.readline())
    parent.kill()
    parent.wait()
    parent.stdout.close()
    end = time.monotonic() + 30
    while time.monotonic() < end and is_there(child):
        time.sleep(0.05)
    assert not is_there(child)


def is_there(pid: int) -> bool:
    """Is the process running (a dead one that nobody has fetched is not)?"""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except OSError:
        return False


def test_a_worker_that_cannot_start_is_said() -> None:
    """Where no worker can be started no submission is blamed: that is an exception of its own."""
    with pytest.raises(NoWorker, match="could not be started"):
        judged(job("true"), limits(command=(sys.executable, "-c", "pass")))


def test_a_worker_that_is_killed_while_it_starts_is_started_again(tmp_path: Path) -> None:
    """A process that is killed before it is ready, the first time, is followed by one that judges."""
    marker = tmp_path / "marker"
    script = (
        "import os, runpy, signal, sys; marker, file = sys.argv[1:3]\n"
        "if not os.path.exists(marker): open(marker, 'w').close(); os.kill(os.getpid(), signal.SIGKILL)\n"
        "sys.argv[1:] = sys.argv[3:]; runpy.run_path(file, run_name='__main__')\n"
    )
    pool = Pool(limits(command=(sys.executable, "-c", script, str(marker), FAULTY[-1])))
    try:
        assert pool.judge(job("true"))["status"] == "judged"
    finally:
        pool.close()
    assert marker.exists()


def test_nothing_is_left_behind(tmp_path: Path) -> None:
    """After a run, a run that was left, and runs by threads of ours, no thread and no process of theirs is left."""
    folder = tmp_path / "class"
    folder.mkdir()
    for n in range(4):
        (folder / f"s{n}.md").write_text(f"sleep=0.05 {n}")
    asked = read_assignment(Source("s.md", "# S\n\n## 1 One\n\n### (a) A {points=1}\n\nShow $$a = a$$\n"), "s")
    before = threading.active_count()
    for number, steps in enumerate((4, 1)):
        for executor in (None, ThreadPoolExecutor(2)):
            out = tmp_path / f"{number}{executor is None}"
            going = run(Batch(folder, out, asked, limits(timeout=17.0), 2), executor)
            for _ in range(steps):
                next(going)
            going.close()
            if executor is not None:
                executor.shutdown()
    assert threading.active_count() == before
    mine = Path(f"/proc/{os.getpid()}/task")
    children = [c for path in mine.glob("*/children") for c in path.read_text().split()]
    commands = [Path(f"/proc/{child}/cmdline").read_text() for child in children if is_there(int(child))]
    assert not [command for command in commands if '"timeout": 17.0' in command]


def test_a_dead_worker_raises() -> None:
    """The handle itself says that its process died, and how."""
    worker = Worker(limits())
    with pytest.raises(Died, match="status 5"):
        worker.judge(job("exit=5"))
    assert not worker.alive


@pytest.mark.parametrize("wrong", [{"timeout": 0.0}, {"timeout": float("nan")}, {"memory": 1}])
def test_limits_make_sense(wrong: dict) -> None:
    """A limit under which nothing could be judged is refused by name."""
    with pytest.raises(ValueError, match=next(iter(wrong))):
        Limits(**wrong)
