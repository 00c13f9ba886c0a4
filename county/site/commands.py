"""How the processes of an installation are started."""

from __future__ import annotations

import sys
from pathlib import Path


def web(host: str, port: int, number: int = 1) -> list[str]:
    """The pages and the streams on one port, by so many processes."""
    command = [
        sys.executable, "-m", "uvicorn", "county.site.asgi:application", "--host", host,
        "--port", str(port), "--no-access-log", "--log-level", "warning",
        "--timeout-graceful-shutdown", "2",
    ]  # fmt: skip
    return command + (["--workers", str(number)] if number > 1 else [])


def tips(host: str, port: int) -> list[str]:
    """The anonymous address: a process, a port and a database role of its own; it logs nobody."""
    return [
        sys.executable, "-m", "uvicorn", "county.site.tips:application", "--host", host,
        "--port", str(port), "--no-access-log", "--log-level", "error", "--no-server-header",
        "--no-proxy-headers", "--timeout-graceful-shutdown", "2",
    ]  # fmt: skip


def wecom_standin(port: int, callback: str, state: Path) -> list[str]:
    """WeCom played on this machine: its API, a resident's phone, an officer's WeCom."""
    return [
        sys.executable, "-m", "county.site.cli", "wecom-standin", "--port", str(port),
        "--callback", callback, "--state", str(state),
    ]  # fmt: skip


def worker() -> list[str]:
    """One process that works in the background."""
    return [sys.executable, "-m", "county.site.cli", "worker"]
