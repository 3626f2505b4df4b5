"""What was measured, and under which conditions: one table, or JSON."""

import os
import platform
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

PACKAGES = ("numpy", "plotly", "streamlit", "streamlit-drawable-canvas")


@dataclass(frozen=True, slots=True)
class Row:
    """One measured quantity beside its baseline from the same run.

    Parameters
    ----------
    what : str
    ours, baseline : float
        Both in ``unit``; less is better unless ``what`` says otherwise.
    unit : str
    against : str
        What the baseline is.
    """

    what: str
    ours: float
    baseline: float
    unit: str
    against: str

    @property
    def ratio(self) -> float:
        """Ours over the baseline; NaN without a baseline."""
        return self.ours / self.baseline if self.baseline else float("nan")


def conditions() -> dict[str, str]:
    """Return what a reader needs to judge the numbers: date, machine, versions, load."""
    load = ", ".join(f"{one:.2f}" for one in os.getloadavg())
    return {
        "date": datetime.now(UTC).isoformat(timespec="seconds"),
        "machine": f"{_processor()}, {platform.system()} {platform.release()}",
        "cores": str(len(os.sched_getaffinity(0))),
        "python": platform.python_version(),
        **{name: version(name) for name in PACKAGES},
        "load before (1, 5, 15 minutes)": load,
    }


def as_text(rows: list[Row], circumstances: dict[str, str]) -> str:
    """Return the table for reading."""
    head = ("what", "ours", "baseline", "unit", "ratio", "against")
    cells = [head] + [
        (row.what, _short(row.ours), _short(row.baseline), row.unit, _short(row.ratio), row.against)
        for row in rows
    ]
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    lines = [
        "  ".join(
            cell.rjust(width) if place in (1, 2, 4) else cell.ljust(width)
            for place, (cell, width) in enumerate(zip(line, widths, strict=True))
        ).rstrip()
        for line in cells
    ]
    lines.insert(1, "-" * max(map(len, lines)))
    return "\n".join([*(f"{name}: {value}" for name, value in circumstances.items()), "", *lines])


def as_json(rows: list[Row], circumstances: dict[str, str]) -> dict[str, object]:
    """Return the table for programs."""
    return {
        "conditions": circumstances,
        "rows": [asdict(row) | {"ratio": row.ratio} for row in rows],
    }


def _short(number: float) -> str:
    return f"{number:,.0f}" if abs(number) >= 1000 else f"{number:.3g}"


def _processor() -> str:
    """Return the processor's name, which only Linux's own file tells."""
    for line in Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines():
        if line.startswith("model name"):
            return line.partition(":")[2].strip()
    return platform.machine()
