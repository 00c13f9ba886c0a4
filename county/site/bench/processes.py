"""What processes cost: CPU seconds and memory, read from /proc for whole families of them."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True)
class Memory:
    """Memory of a process, bytes: `pss` splits what is shared among its sharers, `rss` does not."""

    pss: int
    rss: int


def family(pid: int) -> list[int]:
    """The process and everything it started that still lives."""
    found = [pid]
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        for child in _read(task).split():
            found += family(int(child))
    return found


def _read(file: Path) -> str:
    """A file of /proc; empty if its process has just gone."""
    try:
        return file.read_text()
    except (FileNotFoundError, ProcessLookupError):
        return ""


def cpu(pid: int) -> float:
    """CPU seconds used so far by a family, those of its dead that were waited for included."""
    total = 0
    for one in family(pid):
        fields = _read(Path(f"/proc/{one}/stat")).rpartition(")")[2].split()
        total += sum(int(fields[n]) for n in (11, 12, 13, 14)) if fields else 0
    return total / TICKS


def memory_of(pid: int) -> Memory:
    """The memory of one process now."""
    pss, rss = _kilobytes(pid, "smaps_rollup", "Pss:"), _kilobytes(pid, "status", "VmRSS:")
    return Memory(1024 * pss, 1024 * rss)


def peak_of(pid: int) -> int:
    """The most memory one process has held so far, bytes."""
    return 1024 * _kilobytes(pid, "status", "VmHWM:")


def _kilobytes(pid: int, file: str, name: str) -> int:
    for line in _read(Path(f"/proc/{pid}/{file}")).splitlines():
        if line.startswith(name):
            return int(line.split()[1])
    return 0


def described(pid: int) -> str:
    """The command a process was started with."""
    return _read(Path(f"/proc/{pid}/cmdline")).replace("\0", " ").strip()
