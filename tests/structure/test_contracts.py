"""The layers hold (the contracts are in pyproject.toml)."""

import shutil
import subprocess
import sys
from pathlib import Path

from tests.structure.sources import ROOT


def test_imports_run_downwards():
    beside = Path(sys.executable).parent
    program = shutil.which("lint-imports", path=str(beside)) or "lint-imports"
    done = subprocess.run(
        [program, "--no-cache", "--no-logo"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
