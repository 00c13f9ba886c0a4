"""Note what came of the first words to a resident."""

from __future__ import annotations

from hashlib import sha256

from django.db import transaction

from county.kernel import clock
from county.records.contacts.models import Welcome
from county.records.residents import actions as residents


@transaction.atomic
def claim(code: str, *, userid: str, external_userid: str) -> Welcome:
    """The record of this one-time code; with an outcome if it was used before."""
    welcome, _made = Welcome.objects.get_or_create(
        mark=sha256(code.encode()).digest(),
        defaults={"userid": userid, "external_userid": external_userid, "at": clock.now()},
    )
    return welcome


@transaction.atomic
def settle(welcome: Welcome, outcome: str) -> None:
    """Keep what came of it; who got the words has seen the notice."""
    welcome.outcome, welcome.at = outcome, clock.now()
    welcome.save(update_fields=["outcome", "at"])
    if outcome == "sent":
        residents.see_notice(residents.meet("wecom", welcome.external_userid))
