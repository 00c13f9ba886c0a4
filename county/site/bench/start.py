"""How long `siwei demo` takes to its first page: warm, and with --cold from an empty folder."""

from __future__ import annotations

import shutil
import time

from django.conf import settings

from county.site.bench import ground, memory
from county.site.bench.report import Options, Report, middle, verdict

BAR = 15.0
TIMES = 3


def run(options: Options) -> Report:
    """Seconds from the command to the first page that answers."""
    cold = [start("empty folder", options)] if options.cold or not filled() else []
    warm = [start("warm", options) for _ in range(TIMES)]
    rows = [("warm (median of 3)", f"{middle(warm):.1f} s", f"{BAR:g} s")]
    if cold:
        rows.append(("from an empty folder", f"{cold[0]:.1f} s", "–"))
    return Report(
        "siwei demo, from the command to the first page",
        ("start", "seconds", "bar"),
        rows,
        [f"warm: {verdict(middle(warm) <= BAR)}", ground.machine()],
        {"warm": warm, "cold": cold},
    )


def filled() -> bool:
    """Whether the folder has been started on before."""
    return (settings.SIWEI_HOME / "demo" / "schema").exists()


def start(how: str, options: Options) -> float:
    """Start, wait for the page, stop."""
    home = settings.SIWEI_HOME / "demo"
    if how == "empty folder":
        shutil.rmtree(home, ignore_errors=True)
        home.mkdir()
    options.say(how)
    port = ground.free_port()
    env = ground.environment(SIWEI_MODE="demo", SIWEI_HOME=str(home))
    begun = time.monotonic()
    with ground.running("demo", memory.demo(port), env=env):
        ground.wait_for(port, "/", patience=400)
        return time.monotonic() - begun
