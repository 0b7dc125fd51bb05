"""
What is asked of an executor of the user's beyond `concurrent.futures`, engine by engine.

The one place that knows of Dask, mpi4py, ipyparallel and Parsl. None of them is imported: an
executor is known by the name of its class, and asked for attributes that it may lack.
"""

from concurrent.futures import Executor, ThreadPoolExecutor
from typing import Any

# Bytes from which on Dask warns of what is part of a task rather than data of its own; it does at
# 10 MB.
_BIG_ARGUMENT = 1_000_000


def why_not(executor: object) -> str:
    """
    Return why *executor* cannot render blocks, as the end of a sentence; empty if it may.

    Parameters
    ----------
    executor : object
        What the user gave.
    """
    # Sub-interpreters (Python 3.14's InterpreterPoolExecutor) are a subclass of the thread pool.
    if any(cls.__name__ == "InterpreterPoolExecutor" for cls in type(executor).__mro__):
        return (
            "numpy and matplotlib cannot be imported into sub-interpreters, and all of them share "
            "one process"
        )
    if isinstance(executor, ThreadPoolExecutor):
        return (
            "matplotlib is not thread-safe: frames drawn in threads of one process would disturb "
            "each other"
        )
    inside = [address for address in _dask_workers(executor) if address.startswith("inproc:")]
    if inside:
        return (
            "its Dask workers are threads of this process, and matplotlib is not thread-safe; make "
            "the cluster with processes=True"
        )
    return ""


def why_no_workers(executor: object) -> str:
    """Return why *executor* has no workers now, if it says that it has none; else empty."""
    client = _dask_client(executor)
    if client is None or getattr(client, "status", "") != "running" or _dask_workers(executor):
        return ""
    return "the Dask cluster has no workers yet; client.wait_for_workers(n) waits for them"


def worker_count(executor: object) -> int | None:
    """
    Return how many blocks *executor* can render at a time, None if it does not say.

    Parameters
    ----------
    executor : object
        An executor of the user's.
    """
    # Each thread of a Dask worker renders a block of its own, in a process of its own.
    counts: list[Any] = [sum(_dask_workers(executor).values()), _parsl_workers(executor)]
    # Private: the standard library's, loky's, ipyparallel's and mpi4py's have no public name in
    # common for it. mpi4py's is a property that waits until its workers are there.
    counts.append(getattr(executor, "_max_workers", None))
    for count in counts:
        if isinstance(count, int) and count >= 1:
            return count
    return None


def is_of_this_machine(executor: object) -> bool:
    """Return whether all workers of *executor* are certainly on this machine."""
    kind = type(executor)
    return (kind.__module__.partition(".")[0], kind.__name__) in (
        ("concurrent", "ProcessPoolExecutor"),
        ("loky", "ProcessPoolExecutor"),
        ("loky", "_ReusablePoolExecutor"),
    )


def as_argument(executor: Executor, data: bytes) -> Any:
    """
    Return what to pass to ``executor.submit`` so that a worker's function gets *data*.

    Parameters
    ----------
    executor : `concurrent.futures.Executor`
        An executor of the user's.
    data : bytes
        May be big.
    """
    client = _dask_client(executor)
    if client is None or len(data) < _BIG_ARGUMENT:
        return data
    # Dask keeps data apart from tasks, and its workers fetch it from one another.
    return client.scatter(data, hash=False)


def _dask_client(executor: object) -> Any:
    # Private: distributed.cfexecutor.ClientExecutor keeps the client that it was made by there.
    if type(executor).__module__.partition(".")[0] != "distributed":
        return None
    return getattr(executor, "_client", None)


def _dask_workers(executor: object) -> dict[str, int]:
    """Return the addresses of Dask's workers, and how many threads each has."""
    client = _dask_client(executor)
    try:
        return dict(client.ncores()) if client is not None else {}
    except Exception:  # it is closed; what becomes of tasks tells that better
        return {}


def _parsl_workers(executor: object) -> int:
    if type(executor).__module__.partition(".")[0] != "parsl":
        return 0
    # Private: ParslPoolExecutor has no public name for the kernel that it was made with.
    kernel = getattr(executor, "_dfk", None)
    count = 0
    for engine in getattr(kernel, "executors", {}).values():
        provider = getattr(engine, "provider", None)
        # As configured; how many there are by now depends on the batch system.
        nodes = getattr(provider, "nodes_per_block", 1) * getattr(provider, "max_blocks", 1)
        workers = getattr(engine, "max_workers_per_node", None)  # infinity if not given
        if isinstance(workers, int) and isinstance(nodes, int):
            count += workers * nodes
    return count
