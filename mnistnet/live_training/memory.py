"""How many trainings the machine bears: its processors, and the memory that a container leaves."""

import os
from contextlib import suppress
from pathlib import Path

MEMORY_EACH = 300 * 2**20
"""Bytes that a process is taken to need: 210 MB were measured for a hundred hidden units."""

VERSIONS = {
    "": ("sys/fs/cgroup", "memory.max", "memory.current", "inactive_file"),
    "memory": (
        "sys/fs/cgroup/memory",
        "memory.limit_in_bytes",
        "memory.usage_in_bytes",
        "total_inactive_file",
    ),
}
"""Where control groups of versions 2 and 1 are mounted, their bound, what they use of it, and how
the part of that is called which the kernel gives back at need; by the controller's name."""


def training_places() -> int:
    """Return how many trainings can go at a time: the processors less one, or what memory allows.

    Half of the memory that is free is for trainings, and each place counts twice: for as many
    processes may stand in a pause.
    """
    processors = (os.cpu_count() or 2) - 1
    free = free_memory()
    allowed = processors if free is None else free // 2 // (2 * MEMORY_EACH)
    return max(1, min(processors, allowed))


def free_memory(root: Path = Path("/")) -> int | None:
    """Return the bytes that can still be used; None where the system does not tell.

    They are the least of what the machine has and what each control group leaves that this process
    is in: a container's, or that of a service with ``MemoryMax``
    (https://docs.kernel.org/admin-guide/cgroup-v2.html and, for version 1, cgroup-v1/memory.html).

    Parameters
    ----------
    root : Path, optional
        The folder with ``proc`` and ``sys``.
    """
    free = []
    with suppress(OSError, KeyError):
        free.append(1024 * _numbers(root / "proc/meminfo")["MemAvailable:"])
    with suppress(OSError):
        for line in (root / "proc/self/cgroup").read_text().splitlines():
            _, controllers, path = line.split(":", 2)
            if version := VERSIONS.get(controllers):
                mount, *names = version
                group = root / mount / path.removeprefix("/")
                folders = (group, *group.parents)[: len(Path(path).parts)]
                free += [
                    left for folder in folders if (left := _left_in(folder, *names)) is not None
                ]
    return min(free, default=None)


def _left_in(group: Path, limit: str, used: str, given_back: str) -> int | None:
    """Return what one control group leaves; None if there is none, or no bound."""
    try:
        limit_bytes, used_bytes = (int((group / name).read_text()) for name in (limit, used))
        cached = _numbers(group / "memory.stat").get(given_back, 0)
    except (OSError, ValueError):  # "max" is no number
        return None
    return max(limit_bytes - used_bytes + cached, 0)


def _numbers(file: Path) -> dict[str, int]:
    """Return a table of the kernel's: the first number of each line by the word before it."""
    lines = file.read_text().splitlines()
    return {name: int(number) for name, number, *_ in map(str.split, lines)}
