"""Write the database and the files into one folder that can be restored."""

from __future__ import annotations

import subprocess
import tarfile
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from county.foundation.database.embedded import BIN, OWNER
from county.kernel import clock


class Command(BaseCommand):
    help = "Back up database and files. The keys are not in it: keep SIWEI_HOME/keys apart from it."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", type=Path, nargs="?", default=settings.SIWEI_HOME / "backups")

    def handle(self, *args: Any, **options: Any) -> None:
        folder = options["folder"] / clock.now().strftime("%Y%m%dT%H%M%SZ")
        folder.mkdir(mode=0o700, parents=True)
        address = settings.DATABASE_OWNER_URL or settings.SIWEI_SERVER.url(OWNER)
        dump = folder / "database.dump"
        command = [str(BIN / "pg_dump"), "--format=custom", f"--file={dump}", f"--dbname={address}"]
        done = subprocess.run(command, check=False, capture_output=True, text=True)  # noqa: S603
        if done.returncode != 0:
            raise CommandError(f"pg_dump failed: {done.stderr.strip()}")
        with tarfile.open(folder / "files.tar", "w") as archive:
            archive.add(settings.SIWEI_FILES, arcname="files")
        settings.SIWEI_BACKUP_MARK.touch()
        self.stdout.write(f"Backed up to {folder}")
