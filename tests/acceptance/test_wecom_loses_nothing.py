"""Over WeCom nothing is lost, doubled or disordered, whatever is killed: a small `bench outage`."""

import json
import os
import subprocess
import sys

from tests.acceptance.conftest import ROOT
from tests.acceptance.prepared import lay_out

PATIENCE = 420


def test_kills_lost_pushes_and_an_outage_lose_nothing(tmp_path):
    lay_out(tmp_path)
    figures = tmp_path / "outage.json"
    clean = {k: v for k, v in os.environ.items() if not k.startswith(("SIWEI_", "DATABASE_"))}
    done = subprocess.run(
        [
            sys.executable, "-m", "county.site.cli", "bench", "outage", "--scale", "0.05",
            "--seconds", "8", "--json", str(figures),
        ],
        cwd=ROOT, env={**clean, "SIWEI_HOME": str(tmp_path)}, capture_output=True, text=True,
        check=False, timeout=PATIENCE,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-2000:]
    found = json.loads(figures.read_text())
    assert found["messages"] == 250
    assert (found["lost"], found["doubled"], found["disordered"]) == (0, 0, 0)
    assert found["missing"] == []
    assert found["odd"] == [], "the door answers 200 also while the database is away"
