"""The folder of an installation before its first start, made once: each test's is a copy of it.

Sixty migrations take most of a minute. An installation that starts from nothing is tested as such
(`opened(fresh=True)`); the others are about what comes after.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

from django.conf import settings

from county.foundation.database.embedded import Server
from county.site import prepare
from tests.database import locked

MAKE = """
import django
django.setup()
from django.conf import settings
from county.site import prepare
prepare.start_server()
try:
    prepare.ready()
finally:
    settings.SIWEI_SERVER.stop()
"""


def prepared() -> Path:
    """The folder for this schema; it stays beside the tests' own database, for later runs."""
    place = Path(settings.SIWEI_HOME) / f"prepared-{prepare.schema()[:16]}"
    with locked("prepared.lock"):
        if not place.exists():
            for old in place.parent.glob("prepared-*/"):
                shutil.rmtree(old)
            making = place.with_name("prepared-making")
            making.mkdir(mode=0o755)
            clean = {k: v for k, v in os.environ.items() if not k.startswith("DATABASE_")}
            subprocess.run(
                [sys.executable, "-c", MAKE], cwd=settings.ROOT, check=True,
                env={**clean, "SIWEI_HOME": str(making), "SIWEI_MODE": "production"},
            )  # fmt: skip
            making.rename(place)
    return place


def lay_out(home: Path) -> None:
    """Let the folder hold a prepared installation that has not been served yet."""
    subprocess.run(["cp", "-a", f"{prepared()}/.", str(home)], check=True)
    mark = home / "schema"
    schema, _space, place = mark.read_text().partition(" ")
    mark.write_text(f"{schema} {Server(home).socket.resolve()}:{place.rpartition(':')[2]}")
