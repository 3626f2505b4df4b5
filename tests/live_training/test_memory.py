"""How many trainings a machine bears."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from mnistnet.live_training import memory, worker
from mnistnet.live_training.memory import MEMORY_EACH, free_memory, training_places

MEMINFO = {"proc/meminfo": "MemTotal: 9999 kB\nMemAvailable:   8 kB\nHugePages_Free: 0\n"}
MACHINE = 8 * 1024

SERVICE = "sys/fs/cgroup/system.slice/mnistnet.service"
VERSION_2 = {"proc/self/cgroup": "0::/system.slice/mnistnet.service\n", **MEMINFO}
FOUR_THOUSAND = {
    f"{SERVICE}/memory.max": "4000\n",
    f"{SERVICE}/memory.current": "1000\n",
    f"{SERVICE}/memory.stat": "anon 700\ninactive_file 200\n",
}
VERSION_1 = {"proc/self/cgroup": "5:cpu,cpuacct:/x\n4:memory:/docker/some\n0::/\n", **MEMINFO}


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        pytest.param({}, None, id="a system that does not tell"),
        pytest.param(MEMINFO, MACHINE, id="no control groups"),
        pytest.param(VERSION_2, MACHINE, id="none for memory"),
        pytest.param(
            VERSION_2 | FOUR_THOUSAND, 4000 - 1000 + 200, id="a service, files given back"
        ),
        pytest.param(
            VERSION_2 | FOUR_THOUSAND | {f"{SERVICE}/memory.max": "max\n"}, MACHINE, id="no bound"
        ),
        pytest.param(
            VERSION_2 | FOUR_THOUSAND | {f"{SERVICE}/memory.current": "5000\n"}, 0, id="over it"
        ),
        pytest.param(
            VERSION_2
            | FOUR_THOUSAND
            | {
                "sys/fs/cgroup/system.slice/memory.max": "900\n",
                "sys/fs/cgroup/system.slice/memory.current": "300\n",
                "sys/fs/cgroup/system.slice/memory.stat": "anon 300\n",
            },
            600,
            id="a tighter one around it",
        ),
        pytest.param(
            {
                "proc/self/cgroup": "0::/\n",
                "sys/fs/cgroup/memory.max": "700\n",
                "sys/fs/cgroup/memory.current": "300\n",
                "sys/fs/cgroup/memory.stat": "anon 300\n",
            },
            400,
            id="a container",
        ),
        pytest.param(
            VERSION_1
            | {
                "sys/fs/cgroup/memory/memory.limit_in_bytes": "700\n",
                "sys/fs/cgroup/memory/memory.usage_in_bytes": "300\n",
                "sys/fs/cgroup/memory/memory.stat": "inactive_file 1\ntotal_inactive_file 50\n",
            },
            700 - 300 + 50,
            id="a container, version 1",
        ),
    ],
)
def test_the_tightest_bound_counts(tmp_path, files, expected):
    for name, content in files.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content)

    assert free_memory(tmp_path) == expected


@pytest.mark.parametrize(
    ("processors", "free", "places"),
    [
        (1, None, 1),
        (8, None, 7),
        (8, 100 * MEMORY_EACH, 7),
        (8, 12 * MEMORY_EACH, 3),
        (8, 0, 1),
        (None, None, 1),
    ],
)
def test_places_are_few_where_processors_or_memory_are(monkeypatch, processors, free, places):
    monkeypatch.setattr(os, "cpu_count", lambda: processors)
    monkeypatch.setattr(memory, "free_memory", lambda: free)

    assert training_places() == places


@pytest.mark.skipif(not Path("/proc/self/oom_score_adj").exists(), reason="only Linux has a score")
def test_the_kernel_ends_a_training_before_the_server():
    program = (
        "from mnistnet.live_training.worker import limit_process; limit_process(); "
        "print(open('/proc/self/oom_score_adj').read())"
    )
    told = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)

    assert told.stdout.strip() == worker.FIRST_TO_GO
