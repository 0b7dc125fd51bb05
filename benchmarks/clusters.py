"""How saves scale with workers on other hosts: formulas and a simulation with a network in them.

    python benchmarks/clusters.py [--quick]

It adds to `scaling_model` and `scaling_simulation` what lies between the user's process and its
workers: a link, or a file system, of so many bytes a second for all of them; the time that a task
takes to get to a worker and back; the engine's scheduler, which handles one task after the other.
Nothing here is measured on a cluster: `NETWORKS` are round numbers. See `docs/clusters.md`.
"""

from __future__ import annotations

import argparse
import itertools
import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

from machine import describe_command
from scaling import SCENES, table
from scaling_model import Prediction, Save, predict
from scaling_simulation import Process, Signal, Simulated, Simulation, Sleep

MANY = (16, 64, 256, 1024)


@dataclass(frozen=True, kw_only=True)
class Network:
    """
    What is between the user's process and its workers.

    Attributes
    ----------
    bandwidth : float
        Bytes a second, for all workers together: of the shared file system, or of the link of the
        user's host.
    latency : float
        Seconds that a task needs to get to a worker, and its answer back.
    dispatch : float
        Seconds that the engine's scheduler needs for a task, one after the other.
    files : float
        Seconds that a worker waits for a shared file system in a block; 0 without one.
    sharing : int
        How many workers get the snapshot at the price of one: those of a host with a shared file
        system, which has it in its page cache; without, those of a process of the executor's.
    snapshot, frame, record : float
        Bytes of a snapshot, of a frame in a segment, and of a block's record.
    """

    bandwidth: float
    latency: float
    dispatch: float
    files: float
    sharing: int
    snapshot: float = 1e6
    frame: float = 5e3
    record: float = 3e5

    def carried(self, frames: int) -> float:
        """Return how many seconds a block of so many frames takes of the link."""
        return (frames * self.frame + self.record) / self.bandwidth


NETWORKS: Mapping[str, Network] = MappingProxyType(
    {
        "MPI, parallel file system": Network(
            bandwidth=2e9, latency=0.001, dispatch=2e-4, files=0.01, sharing=32
        ),
        "Dask, NFS at 1 Gbit/s": Network(
            bandwidth=1.2e8, latency=0.01, dispatch=1e-3, files=0.02, sharing=32
        ),
        "gateway at 1 Gbit/s, no shared files": Network(
            bandwidth=1.2e8, latency=0.1, dispatch=1e-3, files=0.0, sharing=1
        ),
    }
)


def predict_on(network: Network, save: Save) -> Prediction:
    """Return how long *save* takes by the formulas of ``docs/clusters.md``."""
    base = predict(save)
    count = len(save.blocks)
    busy = min(save.workers, count)
    arrival = math.ceil(save.workers / network.sharing) * network.snapshot / network.bandwidth
    waiting = network.latency + network.files
    # The first block comes back behind all snapshots, which were sent before.
    first = arrival + waiting + network.carried(len(save.blocks[0]))
    carried = sum(network.carried(len(block)) for block in save.blocks)
    bounds = {name: seconds + first for name, seconds in base.bounds.items() if name != "cores"}
    bounds["workers"] += (count / busy - 1) * waiting
    if "rehearsal" in bounds:
        # That begins with the first snapshot that arrives, while others are on their way.
        bounds["rehearsal"] += network.snapshot / network.bandwidth - arrival
    start = save.costs.fixed + save.costs.snapshot + save.costs.boot
    bounds["network"] = start + arrival + carried + save.delivery
    bounds["scheduler"] = start + count * network.dispatch + save.delivery
    bounds["cores"] = base.bounds["cores"]
    return Prediction(seconds=max(bounds.values()), work=base.work, bounds=bounds)


class _ClusterSimulation(Simulation):
    """Simulate a save whose workers are on other hosts."""

    def __init__(self, network: Network, save: Save) -> None:
        super().__init__(save)
        self._network = network
        self._numbers = itertools.count()
        self._arrived: dict[int, float] = {}  # when the snapshot is there, by who shares it
        self._link_free = self._scheduler_free = 0.0

    def _beginning_worker(self) -> Process:
        group = next(self._numbers) // self._network.sharing
        if group not in self._arrived:
            self._arrived[group] = self._carried(self._network.snapshot)
        yield from self._wait_until(self._arrived[group])

    def _beginning_block(self) -> Process:
        self._scheduler_free = max(self._scheduler_free, self._machine.now)
        self._scheduler_free += self._network.dispatch
        then = self._scheduler_free + self._network.latency / 2 + self._network.files
        yield from self._wait_until(then)

    def _ending_block(self, frames: int) -> Process:
        then = self._carried(self._network.carried(frames) * self._network.bandwidth)
        yield from self._wait_until(then + self._network.latency / 2)

    def _carried(self, size: float) -> float:
        """Return when *size* bytes that are sent now will be there."""
        self._link_free = max(self._link_free, self._machine.now) + size / self._network.bandwidth
        return self._link_free

    def _wait_until(self, then: float) -> Process:
        if then > self._machine.now:
            yield Sleep(then - self._machine.now, Signal())


def simulate_on(network: Network, save: Save) -> Simulated:
    """Return how long *save* takes, event by event."""
    return _ClusterSimulation(network, save).run()


def on_hosts(scene: str, workers: int) -> Save:
    """Return a save by workers of which each has a core, beside those of the user's process."""
    return replace(SCENES[scene].save(workers), cores=workers + 2)


def rows(scenes: tuple[str, ...], many: tuple[int, ...]) -> Iterator[str]:
    """Yield rows that compare simulations with the formulas."""
    for scene in scenes:
        for snapshot, named in ((1e6, "1 MB"), (1e9, "1 GB")):
            for name, network in NETWORKS.items():
                for workers in many:
                    save = on_hosts(scene, workers)
                    of_size = replace(network, snapshot=snapshot)
                    model, found = predict_on(of_size, save), simulate_on(of_size, save)
                    columns = (
                        *(scene, name, named, f"{workers}", f"{found.seconds:.1f}"),
                        *(f"{model.seconds:.1f}", f"{model.seconds / found.seconds:.2f}"),
                        *(f"{save.alone / found.seconds:.1f}", model.bound),
                    )
                    yield " | ".join(columns)


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--quick", action="store_true", help="fewer rows")
    quick = parser.parse_args().quick
    header = (
        "scene | network | snapshot | workers | simulated (s) | model (s) | model / simulated | "
        "speed-up | bound"
    )
    scenes = ("costly draw", "costly update, jumping")
    table(header, rows(scenes[:1] if quick else scenes, MANY[:2] if quick else MANY))
    print(f"\n{describe_command('clusters.py')}")


if __name__ == "__main__":
    main()
