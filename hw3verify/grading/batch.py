"""A folder of submissions to a folder of results.

    ledger.jsonl    rows as they come (`ledger`): this is what an interrupted run is resumed from
    results.jsonl   the same rows sorted by id, written at the end
    grades.csv      the grade book (`gradebook`), written at the end
    cache/          verdicts on claims, unless another cache is given

Law: the bytes of `results.jsonl` and `grades.csv` depend on the submissions, the assignment and the limits alone: not
on the number of workers, their order, or how often the run was interrupted. (A deadline is measured on a clock: a
submission that comes near it may be finished on one machine and stopped on another.)
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from concurrent.futures import FIRST_COMPLETED as FIRST
from concurrent.futures import Executor, Future, ThreadPoolExecutor, wait
from contextlib import ExitStack
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path
from typing import Any

from hw3verify.assignments.loader import Assignment
from hw3verify.grading.gradebook import gradebook
from hw3verify.grading.handle import Job, Limits, NoWorker
from hw3verify.grading.keys import fingerprint
from hw3verify.grading.ledger import Ledger, write_whole
from hw3verify.grading.points import grade
from hw3verify.grading.pool import judged, leased
from hw3verify.grading.record import Record, record_of
from hw3verify.grading.rubric import steps_of
from hw3verify.grading.submissions import Submission, find_submissions, read_submission

WAITING = 2  # submissions in memory for each worker


@dataclass(frozen=True, slots=True)
class Batch:
    """What is graded and where the results go; `jobs` workers at once, or as many as the executor has."""

    folder: Path
    out: Path
    assignment: Assignment
    limits: Limits
    jobs: int = 1
    fresh: bool = False


@dataclass(frozen=True, slots=True)
class Step:
    """One submission is done: how many are, of how many, and its row (None: it was done in an earlier run)."""

    done: int
    total: int
    row: dict[str, Any] | None


def run(batch: Batch, executor: Executor | None = None) -> Iterator[Step]:
    """Grade, step by step; the results are written when the iterator has come to its end.

    Raises ValueError for a folder that is none, `OtherTerms` and `LedgerInUse` for results that are not ours,
    `LedgerFull` when the disk is, and `NoWorker` where no worker can be started; after any of them, and after an
    interruption, the same run goes on where it was.
    """
    if batch.jobs < 1:
        raise ValueError(f"jobs: {batch.jobs} is not a number of workers")
    steps_of(batch.assignment)  # a rubric that cannot be used is said before anything is judged
    submissions = find_submissions(batch.folder, batch.out)
    if not submissions:
        raise ValueError(f"{batch.folder}: has no documents (.md, .tex, .ipynb), directly or in a folder a student")
    limits = batch.limits
    if limits.cache is None and executor is None:  # a folder of ours may be no folder where an executor's processes run
        limits = replace(limits, cache=str(batch.out / "cache"))
    with Ledger(batch.out, terms(batch), batch.fresh) as ledger, ExitStack() as stack:
        done = 0
        submit = _at_home(batch.jobs, limits, stack) if executor is None else _elsewhere(executor, limits, stack)
        waiting: dict[Future[Record], tuple[Submission, str, Job]] = {}
        stack.callback(lambda: [future.cancel() for future in waiting])  # a run that is left asks for no more
        for submission in submissions:
            content = read_submission(submission)
            if ledger.has(submission.id, content.digest):
                done += 1
                yield Step(done, len(submissions), None)
                continue
            if content.because:
                refused = _row(submission, content.digest, record_of("unusable", content.because), batch.assignment)
                ledger.add(refused)
                done += 1
                yield Step(done, len(submissions), refused)
                continue
            asked = (batch.assignment.id, batch.assignment.source.text)
            job = Job(submission.id, content.data, asked)
            waiting[submit(job)] = submission, content.digest, job
            if len(waiting) >= WAITING * batch.jobs:
                for row in _finished(waiting, batch.assignment, limits):
                    ledger.add(row)
                    done += 1
                    yield Step(done, len(submissions), row)
        while waiting:
            for row in _finished(waiting, batch.assignment, limits):
                ledger.add(row)
                done += 1
                yield Step(done, len(submissions), row)
        ids = [submission.id for submission in submissions]
        write_whole(batch.out / "results.jsonl", (json.dumps(row, sort_keys=True) + "\n" for row in ledger.rows(ids)))
        write_whole(batch.out / "grades.csv", [gradebook(ledger.rows(ids), batch.assignment)])


def terms(batch: Batch) -> dict[str, Any]:
    """What rows depend on besides the submissions: a run is resumed only under the same terms."""
    return {
        "assignment": batch.assignment.id,
        "assignment text": sha256(batch.assignment.source.text.encode("utf-8", "backslashreplace")).hexdigest(),
        "timeout": batch.limits.timeout,
        "memory": batch.limits.memory,
        "version": fingerprint(),
    }


def _at_home(jobs: int, limits: Limits, stack: ExitStack) -> Callable[[Job], Future[Record]]:
    """Threads that lend workers of this process."""
    threads = ThreadPoolExecutor(jobs)
    stack.callback(threads.shutdown, wait=True, cancel_futures=True)
    pool = stack.enter_context(leased(limits))  # left first: the workers end, then the threads do
    return lambda job: threads.submit(pool.judge, job)


def _elsewhere(executor: Executor, limits: Limits, stack: ExitStack) -> Callable[[Job], Future[Record]]:
    """An executor of somebody else; the lease is for what it loses, and for one whose places are threads here."""
    stack.enter_context(leased(limits))

    def submit(job: Job) -> Future[Record]:
        try:
            return executor.submit(judged, job, limits)
        except Exception as problem:
            raise NoWorker(f"the executor takes no more work: {type(problem).__name__}: {problem}") from problem

    return submit


def _finished(
    waiting: dict[Future[Record], tuple[Submission, str, Job]], assignment: Assignment, limits: Limits
) -> Iterator[dict[str, Any]]:
    """The rows of what is finished now; waits for one at least."""
    for future in wait(waiting, return_when=FIRST).done:
        submission, digest, job = waiting.pop(future)
        try:
            record = future.result()
        except NoWorker:
            raise
        except Exception:  # noqa: BLE001 - the executor's trouble, not the submission's: it is judged here
            record = judged(job, limits)
        yield _row(submission, digest, record, assignment)


def _row(submission: Submission, digest: str, record: Record, assignment: Assignment) -> dict[str, Any]:
    about = {"id": submission.id, "student": submission.student, "sha256": digest}
    return {**about, **record, "grade": grade(record, assignment).to_json()}
