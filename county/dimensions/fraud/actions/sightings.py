"""Note numbers, accounts and links of suspected scams as keyed hashes; forget them again."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from county.dimensions.fraud import queries
from county.dimensions.fraud.actions.learning import LEARNER
from county.dimensions.fraud.events import IdentifiersSeen
from county.dimensions.fraud.models import Alert, Sighting, StopRequest
from county.foundation.events.actions import announce

AT_ONCE = 5_000


@transaction.atomic
def see_identifiers(alert_id: UUID | str) -> int:
    """Note the phones, cards, accounts, links and codes of an alert's message; says how many.

    Neither the resident's own phone nor anything of a minor, a child or an erased person.
    """
    asked = Alert.objects.select_related("message", "conversation__resident")
    alert = asked.select_for_update(of=("self",)).get(pk=alert_id)
    Sighting.objects.filter(about=f"alert:{alert.pk}").delete()
    resident = alert.conversation.resident
    if resident is None or not queries.may_be_noted(resident):
        return 0
    found = queries.identifiers_of(alert)
    Sighting.objects.bulk_create(
        [
            Sighting(
                conversation_id=alert.conversation_id,
                about=f"alert:{alert.pk}",
                kind=one.kind,
                value_index=one.index,
                masked=one.masked,
            )
            for one in found
        ],
        ignore_conflicts=True,
    )
    if found:
        kinds = " ".join(sorted({one.kind for one in found}))
        announce(IdentifiersSeen(alert_id=str(alert.pk), kinds=kinds), by=LEARNER)
    return len(found)


@transaction.atomic
def see_account(stop_id: UUID | str) -> None:
    """Note the account of a stop request, so that a message that names it is known again."""
    stop = StopRequest.objects.select_related("conversation__resident").get(pk=stop_id)
    resident = stop.conversation.resident
    if resident is None or not queries.may_be_noted(resident):
        return
    Sighting.objects.get_or_create(
        about=f"stop:{stop.pk}",
        value_index=bytes(stop.account_index),
        defaults={
            "conversation": stop.conversation,
            "kind": queries.ACCOUNT,
            "masked": stop.account_masked,
        },
    )


@transaction.atomic
def drop_sightings(alert_id: UUID | str) -> int:
    """Forget what was seen in a message that is no scam; says how many."""
    return Sighting.objects.filter(about=f"alert:{alert_id}").delete()[0]


@transaction.atomic
def forget_older_sightings(before: datetime) -> int:
    """Forget what was seen before then, the oldest first; says how many."""
    old = Sighting.objects.filter(seen_at__lt=before).order_by("seen_at")
    keys = list(old.values_list("pk", flat=True)[:AT_ONCE])
    return Sighting.objects.filter(pk__in=keys).delete()[0]
