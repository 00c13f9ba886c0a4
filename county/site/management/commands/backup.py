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

APART = ("residents_residentkey", "residents_erasure")
"""Tables whose rows lie with the keys: a dump of the rest is worth nothing for who was erased."""


class Command(BaseCommand):
    help = (
        "Back up database and files. The keys are not in it: keep SIWEI_HOME/keys apart from it."
        " There lie the residents' own keys too, in their latest state only: whoever was erased"
        " cannot be read in an older dump."
    )
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", type=Path, nargs="?", default=settings.SIWEI_HOME / "backups")

    def handle(self, *args: Any, **options: Any) -> None:
        folder = options["folder"] / clock.now().strftime("%Y%m%dT%H%M%SZ")
        folder.mkdir(mode=0o700, parents=True)
        address = settings.DATABASE_OWNER_URL or settings.SIWEI_SERVER.url(OWNER)
        left_out = [f"--exclude-table-data={table}" for table in APART]
        _dump(address, folder / "database.dump", *left_out)
        _keys(address)
        with tarfile.open(folder / "files.tar", "w") as archive:
            archive.add(settings.SIWEI_FILES, arcname="files")
        settings.SIWEI_BACKUP_MARK.touch()
        self.stdout.write(f"Backed up to {folder}")


def _dump(address: str, file: Path, *options: str) -> None:
    command = [str(BIN / "pg_dump"), "--format=custom", f"--file={file}", f"--dbname={address}"]
    done = subprocess.run(  # noqa: S603
        [*command, *options], check=False, capture_output=True, text=True
    )
    if done.returncode != 0:
        raise CommandError(f"pg_dump failed: {done.stderr.strip()}")


def _keys(address: str) -> None:
    """Write the residents' keys beside the others, in place of the last ones, never as well."""
    latest = Path(settings.SIWEI_KEYS) / "residents.dump"
    draft = latest.with_suffix(".new")
    _dump(address, draft, "--data-only", *(f"--table={table}" for table in APART))
    draft.chmod(0o400)
    draft.replace(latest)
