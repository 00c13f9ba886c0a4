"""Say on the command line whether everything is well."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from county.site.health import examine


class Command(BaseCommand):
    help = "Examine database, queue, channels, disk, clock, recogniser and backup."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        findings = examine()
        for finding in findings:
            self.stdout.write(f"{finding.level:<5} {finding.name}: {finding.found}")
        if any(finding.level == "bad" for finding in findings):
            raise SystemExit(1)
