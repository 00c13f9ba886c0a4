"""Open files of nobody, one for each town: a look at one has no honest reason (security T1)."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand
from django.db import connections

from county.records.places.queries import towns
from county.records.residents import actions as residents

NAMES = ("沈某", "陈某", "顾某", "陆某", "朱某", "徐某", "吴某", "王某", "俞某")
NOTE = "INSERT INTO audit_honeyfile (subject, made_at) VALUES (%s, now())"


class Command(BaseCommand):
    help = "Open one file of nobody for each town; only the owner role ever sees which they are."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        made = 0
        for number, town in enumerate(towns()):
            alias = NAMES[number % len(NAMES)]
            resident = residents.open_file(alias=alias, town_code=town.code)
            with connections["owner"].cursor() as cursor:
                cursor.execute(NOTE, [resident.actor])
            made += 1
        connections["owner"].close()
        self.stdout.write(f"{made} files of nobody")
