"""A Dask cluster as the executor of a batch: `with cluster(address) as (executor, places): run(batch, executor)`.

Nothing of a batch is Dask's but this file. A task is `pool.judged` with a job and the limits, so each machine of the
cluster needs this package, and a submission is judged there as it is at home: in a process that is killed at its
deadline. A task whose machine goes is given to another by the scheduler; what the cluster loses is judged at home, and
the ledger has one row a submission in any case.

Needs the extra `cluster` (dask, distributed). Raises `NoCluster` where there is none.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from concurrent.futures import Executor

from hw3verify.grading.pool import dismiss

CONNECTING = 30.0  # seconds to reach the scheduler, and again for its first worker


class NoCluster(RuntimeError):
    """There is no cluster at this address, or nothing to reach one with."""


@contextlib.contextmanager
def cluster(address: str, patience: float = CONNECTING) -> Iterator[tuple[Executor, int]]:
    """An executor whose jobs run on a Dask cluster, and how many run at once; what they start there ends with it."""
    try:
        from distributed import Client
    except ImportError as problem:
        raise NoCluster("a cluster needs Dask: pip install 'hw3verify[cluster]'") from problem
    try:
        client = Client(address, timeout=patience, set_as_default=False)
    except (OSError, ValueError, ImportError) as problem:  # TimeoutError is an OSError
        raise NoCluster(f"{address}: no Dask scheduler answers there ({problem})") from problem
    with client:
        try:
            client.wait_for_workers(1, timeout=patience)
        except TimeoutError as problem:
            raise NoCluster(f"{address}: the scheduler has no workers; start some with: dask worker") from problem
        places = sum(client.nthreads().values())
        executor = client.get_executor(pure=False)  # two jobs that are equal are two jobs
        try:
            yield executor, max(places, 1)
        finally:
            with contextlib.suppress(Exception):  # whatever has become of the cluster: the results are at home
                executor.shutdown(wait=False)
                client.run(dismiss, on_error="ignore")
