"""Verify the audit chains, or write them out for somebody else to verify."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from county.foundation.audit import chain


class Command(BaseCommand):
    help = "audit verify: walk along both chains. audit export FOLDER: for tools/verify_audit.py."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("what", choices=["verify", "export", "seal"])
        parser.add_argument("folder", type=Path, nargs="?", default=Path())

    def handle(self, *args: Any, **options: Any) -> None:
        if options["what"] == "seal":
            self.stdout.write(f"{chain.seal()} rows sealed")
        elif options["what"] == "export":
            options["folder"].mkdir(parents=True, exist_ok=True)
            self.stdout.write(f"{chain.export(options['folder'])} blocks written")
        else:
            self._verify()

    def _verify(self) -> None:
        faults = []
        for stream, verdict in chain.verify().items():
            self.stdout.write(f"{stream}: {verdict.rows} rows in {verdict.blocks} blocks")
            faults += [f"{stream}: {fault}" for fault in verdict.faults]
        for stream, head in chain.head().items():
            self.stdout.write(f"{stream}: head {head or '-'}")
        if faults:
            raise CommandError("\n".join(faults))
        self.stdout.write("The chains hold.")
