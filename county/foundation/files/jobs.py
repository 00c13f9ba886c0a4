"""Swept by the clock: parts of files that nobody finished, bytes of files that nobody kept."""

from __future__ import annotations

from datetime import timedelta

from county.foundation.events.clock import every
from county.foundation.files import spool, store
from county.foundation.files.models import StoredFile
from county.kernel import clock

PATIENCE = timedelta(hours=24)
"""How long an unfinished upload waits for its sender; local design value."""


@every("20 * * * *")
def sweep_parts() -> None:
    """Forget uploads that nobody has added to for a day."""
    spool.sweep(clock.now() - PATIENCE)


@every("40 3 * * *")
def sweep_orphans() -> None:
    """Erase bytes without a file: those of a transaction that failed, or of a removal cut short."""
    for keys in store.older_than(clock.now() - PATIENCE):
        rows = StoredFile.objects.filter(pk__in=keys, removed_at__isnull=True)
        kept = set(rows.values_list("pk", flat=True))
        for key in keys:
            if key not in kept:
                store.erase(key)
