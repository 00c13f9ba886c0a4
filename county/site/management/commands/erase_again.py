"""After an older dump was restored: empty anew whoever was erased since."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from county.records.residents import actions


class Command(BaseCommand):
    help = "Empty anew whom a restored dump brought back. Their keys are destroyed already."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"{actions.erase_again()} files emptied")
