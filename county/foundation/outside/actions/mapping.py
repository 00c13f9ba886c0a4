"""Keep which of our things another system's event is: the same event twice is the same thing."""

from __future__ import annotations

from typing import Any

import orjson
from django.db import transaction
from django.utils.translation import gettext as _

from county.foundation.events.actions import announce
from county.foundation.events.registry import Actor
from county.foundation.outside.events import ExternalEventMapped
from county.foundation.outside.models import ExternalEvent, Partner
from county.kernel import ciphers
from county.kernel.errors import Refused


class Conflict(Refused):
    """The same name was given to something else before."""


@transaction.atomic
def claim(
    partner: Partner, external_event_id: str, *, subject: str, content: Any, by: Actor
) -> tuple[ExternalEvent, bool]:
    """Note that the partner's event is this subject; what is known already stands, and is said.

    `content` is what the partner said of it. Of two at once, the second waits for the first.
    Raises Conflict where the partner said something else under this name before.
    """
    digest = ciphers.digest(orjson.dumps(content, option=orjson.OPT_SORT_KEYS))
    event, new = ExternalEvent.objects.get_or_create(
        partner=partner,
        external_event_id=external_event_id,
        defaults={"subject": subject, "digest": digest},
    )
    if new:
        mapped = ExternalEventMapped(
            partner_id=str(partner.pk), event=str(event.pk), concerns=subject
        )
        announce(mapped, by=by)
    elif bytes(event.digest) != digest:
        raise Conflict(
            _("%s was reported before with other content. Send changes under a new number.")
            % external_event_id
        )
    return event, new
