"""Make the secret address of an officer's calendar, and revoke it."""

from __future__ import annotations

import secrets

from django.db import transaction

from county.foundation.events.actions import announce
from county.foundation.staff.models import Officer
from county.foundation.staff.queries import digest
from county.kernel import clock
from county.records.worklist.events import FeedMade, FeedRevoked
from county.records.worklist.models import Feed


@transaction.atomic
def make_feed(officer: Officer) -> str:
    """Make a new address and come back with its secret, shown this once; an earlier one ends."""
    list(Officer.objects.select_for_update().filter(pk=officer.pk))
    Feed.objects.filter(officer=officer, revoked_at=None).update(revoked_at=clock.now())
    secret = secrets.token_urlsafe(32)
    Feed.objects.create(officer=officer, digest=digest(secret))
    announce(FeedMade(officer_id=officer.pk), by=officer)
    return secret


@transaction.atomic
def revoke_feed(officer: Officer) -> None:
    """Let the address lead nowhere from now on."""
    if Feed.objects.filter(officer=officer, revoked_at=None).update(revoked_at=clock.now()):
        announce(FeedRevoked(officer_id=officer.pk), by=officer)
