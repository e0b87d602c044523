"""A batch on a Dask cluster: a real scheduler and two workers, each a process of its own on the loopback interface.

Everything runs in processes of its own, since a client of Dask leaves threads behind.
"""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

pytest.importorskip("distributed")

HERE = Path(__file__).parent
PACKAGE = HERE.parents[1]
SCRIPT = """
import sys
from dataclasses import replace
from pathlib import Path
sys.path.insert(0, sys.argv[3])
from test_batch import batch, run
from hw3verify.grading.cluster import cluster
asked = batch(Path(sys.argv[1]), Path(sys.argv[2]))
if not sys.argv[4]:
    list(run(asked))
    sys.exit()
with cluster(sys.argv[4]) as (executor, places):
    print("places", places, flush=True)
    for step in run(replace(asked, jobs=places), executor):
        print(step.done, flush=True)
"""


def begin(*arguments: object, **more) -> subprocess.Popen:
    """A process that finds this package; its group ends with it."""
    path = os.pathsep.join((str(PACKAGE), os.environ.get("PYTHONPATH", "")))
    return subprocess.Popen(
        [sys.executable, *map(str, arguments)], env={**os.environ, "PYTHONPATH": path},
        stderr=subprocess.DEVNULL, **{"stdout": subprocess.DEVNULL, **more}, text=True,
    )  # fmt: skip


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory):
    """The scheduler's address, and its two workers."""
    place = tmp_path_factory.mktemp("cluster")
    told = place / "scheduler.json"
    quiet = ("--scheduler-file", told, "--no-dashboard")
    started = [begin("-m", "distributed.cli.dask_scheduler", "--host", "127.0.0.1", "--port", 0, *quiet)]
    try:
        end = time.monotonic() + 60
        while not (told.exists() and told.read_text().endswith("}")) and time.monotonic() < end:
            time.sleep(0.05)
        worker = ("-m", "distributed.cli.dask_worker", *quiet, "--no-nanny", "--nthreads", 1, "--host", "127.0.0.1")
        started += [begin(*worker, "--local-directory", place / name, "--name", name) for name in ("one", "two")]
        yield json.loads(told.read_text())["address"], started[1:]
    finally:
        for process in reversed(started):
            process.kill()
            process.wait()


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("class") / "class"
    folder.mkdir()
    for n in range(16):
        (folder / f"s{n:02}.md").write_text(f"number {n} sleep=0.15" + (" false" if n % 3 == 0 else ""))
    (folder / "s05.md").write_text("exit=3")
    return folder


def results(out: Path) -> tuple[bytes, bytes]:
    return (out / "results.jsonl").read_bytes(), (out / "grades.csv").read_bytes()


def test_a_worker_of_the_cluster_is_killed(cluster, home: Path, tmp_path: Path) -> None:
    """Of two workers one is killed with `kill -9` in the middle: the results are those of an undisturbed run at home,
    and the ledger has each submission once."""
    assert begin("-c", SCRIPT, home, tmp_path / "home", HERE, "").wait(60) == 0
    address, workers = cluster
    out = tmp_path / "out"
    client = begin("-c", SCRIPT, home, out, HERE, address, stdout=subprocess.PIPE)
    try:
        said = client.stdout.readline()
        assert said.startswith("places")
        for line in client.stdout:
            if int(line) >= 4:
                break
        workers[0].send_signal(signal.SIGKILL)
        steps = [int(line) for line in client.stdout]
        assert client.wait(60) == 0
    finally:
        client.kill()
        client.wait()
        client.stdout.close()
    assert steps[-1] == 16
    assert results(out) == results(tmp_path / "home")
    ids = [json.loads(line)["id"] for line in (out / "ledger.jsonl").read_text().splitlines()[1:]]
    assert sorted(ids) == [f"s{n:02}.md" for n in range(16)]


def test_the_command_grades_on_a_cluster(cluster, tmp_path: Path) -> None:
    """`hw3verify grade --dask` judges on the worker that is left, ends what it has started there, and says the rest."""
    address, workers = cluster
    folder = tmp_path / "class"
    folder.mkdir()
    (folder / "anna.md").write_text("(a)\n\n$$a = a = 2a$$\n")
    command = ("-m", "hw3verify", "grade", folder, "-a", "hw3", "-o", tmp_path / "out", "--dask", address)
    done = begin(*command, stdout=subprocess.PIPE)
    said, _ = done.communicate(timeout=120)
    assert "1 document: 1 judged" in said
    row = json.loads((tmp_path / "out" / "results.jsonl").read_text())
    assert [link["verdict"] for link in row["links"]] == ["proved", "refuted"]
    assert not (tmp_path / "out" / "cache").exists()  # a folder of this machine means nothing to another
    assert children(workers[1].pid) == []


def children(pid: int) -> list[str]:
    """The commands of a process's children that judge."""
    found = []
    for path in Path(f"/proc/{pid}/task").glob("*/children"):
        for child in path.read_text().split():
            command = Path(f"/proc/{child}/cmdline").read_text()
            found += [command] if "hw3verify" in command else []
    return found


def test_no_scheduler_is_said() -> None:
    """An address at which nobody answers is an exception that names it."""
    script = (
        "from hw3verify.grading.cluster import NoCluster, cluster\n"
        "try:\n    with cluster('tcp://127.0.0.1:1', 1.0): pass\n"
        "except NoCluster as problem: print(problem)\n"
    )
    done = begin("-c", script, stdout=subprocess.PIPE)
    said, _ = done.communicate(timeout=60)
    assert said.startswith("tcp://127.0.0.1:1: no Dask scheduler answers there")
