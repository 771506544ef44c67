"""Measures the queue: jobs a second through one lane, what an idle worker costs, backup and restore.

Run: TWINHELM_HOME=$(mktemp -d) .venv/bin/python benchmarks/jobs.py
PostgreSQL: the same behind `.venv/bin/python tests/with_postgres.py` (which turns fsync off).
"""

import os
import resource
import subprocess
import sys
import time

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "twinhelm.config.settings")
os.environ.setdefault("TWINHELM_SECRET_KEY", "only-for-benchmarks")
JOBS = 2000
IDLE_SECONDS = 20


def main() -> None:
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection, transaction

    from twinhelm.foundation import clock, leases
    from twinhelm.foundation.attempts import carry_out
    from twinhelm.foundation.jobs import Work, job

    call_command("migrate", verbosity=0)

    @job("bench.nothing")
    def nothing(_work: Work) -> None: ...

    print(connection.vendor)
    with measured("queue", JOBS), transaction.atomic():
        for _number in range(JOBS):
            nothing.enqueue()
    with measured("claim, do, complete", JOBS):
        while taken := leases.claim(["bench.nothing"], worker="bench", at=clock.now()):
            carry_out(taken, Work(taken.pk, taken.attempts))
    connection.close()
    measure_idle_worker()


class measured:  # noqa: N801  reads as a sentence
    """Prints the CPU and wall time of what stands below it."""

    def __init__(self, name: str, count: int) -> None:
        self.name, self.count = name, count

    def __enter__(self) -> None:
        self.cpu, self.wall = time.process_time(), time.perf_counter()

    def __exit__(self, *_problem: object) -> None:
        cpu, wall = time.process_time() - self.cpu, time.perf_counter() - self.wall
        print(f"{self.name}: {cpu / self.count * 1000:.2f} CPU-ms each, {self.count / wall:.0f} a second")


def measure_idle_worker() -> None:
    worker = subprocess.Popen([sys.executable, "-m", "django", "worker"])
    time.sleep(8)
    before, begun = cpu_of(worker.pid), time.monotonic()
    time.sleep(IDLE_SECONDS)
    share = (cpu_of(worker.pid) - before) / (time.monotonic() - begun)
    print(f"idle worker: {share:.1%} of one core, {rss_of(worker.pid)} MB")
    worker.terminate()
    worker.wait()


def cpu_of(pid: int) -> float:
    with open(f"/proc/{pid}/stat") as file:
        fields = file.read().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def rss_of(pid: int) -> int:
    with open(f"/proc/{pid}/statm") as file:
        return int(file.read().split()[1]) * resource.getpagesize() // 1_000_000


if __name__ == "__main__":
    main()
