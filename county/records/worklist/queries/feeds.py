"""Whose calendar an address shows."""

from __future__ import annotations

from county.foundation.staff.models import Officer
from county.foundation.staff.queries import digest
from county.records.worklist.models import Feed


def feed_of(officer: Officer) -> Feed | None:
    """The officer's address, if there is one."""
    return Feed.objects.filter(officer=officer, revoked_at=None).first()


def officer_at(secret: str) -> Officer | None:
    """The officer in service whose address holds this secret; None for any other."""
    rows = Feed.objects.filter(
        digest=digest(secret[:100]), revoked_at=None, officer__is_active=True
    )
    found = rows.select_related("officer__post", "officer__department").first()
    return found.officer if found else None
