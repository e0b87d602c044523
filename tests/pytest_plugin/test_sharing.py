"""Sharing: among processes each document is judged once, also when one of them dies."""

import multiprocessing
import os
import sys
import time
from pathlib import Path

import pytest

from hw3verify.pytest_plugin.case import Group, failure
from hw3verify.pytest_plugin.sharing import Sharing

sys.path.append(str(Path(__file__).parents[2]))  # processes of their own import this file by its name

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="no fcntl, so nothing is shared")
DOCUMENTS = [Path(f"/nowhere/{name}.md") for name in "abcd"]


def slow(log: str, path: Path) -> tuple[Group, ...]:
    """A judge that takes its time, and writes down whom it judged."""
    with Path(log).open("a", encoding="utf-8") as out:
        out.write(f"{path.stem}\n")
    time.sleep(0.1)
    return failure(path.stem)


def collect(sharing: Sharing, log: str, wanted: object) -> None:
    """A worker: the cases of all documents, in order."""
    for path in DOCUMENTS:
        assert sharing.cases(path, DOCUMENTS, lambda p: slow(log, p)) == failure(path.stem)
    wanted.value += 1  # type: ignore[attr-defined]


def die(sharing: Sharing) -> None:
    """A worker that ends while it holds a document."""
    sharing.cases(DOCUMENTS[0], (), lambda path: os._exit(9))


@pytest.fixture
def sharing():
    shared = Sharing.between_workers(True)
    yield shared
    shared.remove()
    assert not Path(shared.folder).exists()


def test_each_document_is_judged_once(tmp_path: Path, sharing: Sharing) -> None:
    """Three processes want four documents each: four judgements in all, and each process has all four results."""
    context = multiprocessing.get_context("spawn")
    finished = context.Value("i", 0)
    log = tmp_path / "log"
    workers = [context.Process(target=collect, args=(sharing, str(log), finished)) for _ in range(3)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(300)
    assert [worker.exitcode for worker in workers] == [0, 0, 0]
    assert sorted(log.read_text(encoding="utf-8").split()) == ["a", "b", "c", "d"]


def test_a_dead_process_is_replaced(tmp_path: Path, sharing: Sharing) -> None:
    """A lock goes with the process that held it, and the next one judges."""
    worker = multiprocessing.get_context("spawn").Process(target=die, args=(sharing,))
    worker.start()
    worker.join(300)
    assert worker.exitcode == 9
    assert sharing.cases(DOCUMENTS[0], (), failure_of) == failure("a")


def test_torn_results_are_judged_again(sharing: Sharing) -> None:
    """A result that is no whole JSON is not believed."""
    sharing.cases(DOCUMENTS[0], (), failure_of)
    (kept,) = Path(sharing.folder).glob("*.json")
    kept.write_text(kept.read_text(encoding="utf-8")[:-5], encoding="utf-8")
    assert sharing.cases(DOCUMENTS[0], (), lambda path: failure("again")) == failure("again")


def test_the_folder_is_private(sharing: Sharing) -> None:
    """Nobody else may read or write the folder."""
    assert Path(sharing.folder).stat().st_mode & 0o077 == 0


def test_without_a_folder_everyone_judges() -> None:
    """No folder, or one that is not there (a worker on another machine): the judge is asked."""
    for alone in (Sharing(), Sharing("/nowhere/at/all")):
        assert alone.cases(DOCUMENTS[1], DOCUMENTS, failure_of) == failure("b")


def failure_of(path: Path) -> tuple[Group, ...]:
    return failure(path.stem)
