"""The stage of every test, set before Django wakes: a folder and a database of their own."""

from __future__ import annotations

import os
from pathlib import Path

for name in [name for name in os.environ if name.startswith(("SIWEI_", "DATABASE_", "WECOM_"))]:
    del os.environ[name]
os.environ["SIWEI_HOME"] = str(Path(__file__).parent / "var" / "test")
os.environ["DJANGO_SETTINGS_MODULE"] = "county.site.settings"

pytest_plugins = [
    "tests.stage",
    "tests.database",
    "tests.background",
    "tests.actors",
    "tests.together",
    "tests.wecom",
    "tests.receiver",
]
