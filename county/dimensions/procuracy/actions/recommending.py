"""Recommend lessons to an enterprise, with the reasons; it orders or does not."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext_noop

from county.dimensions.procuracy.events import LessonsRecommended
from county.dimensions.procuracy.queries import recommending
from county.foundation.events.actions import announce
from county.foundation.events.registry import Actor
from county.kernel import clock
from county.kernel.saying import saying
from county.records.enterprises import actions as enterprises
from county.records.enterprises.access import Permit as Firm
from county.records.organisations.models import Organisation

SHOWN = 2
"""Lessons named in the word that tells of the list."""


@transaction.atomic
def recommend(
    organisation: Organisation, *, because: str, by: Actor, attempts: Sequence[str] = ()
) -> tuple[str, ...]:
    """Tell an enterprise which lessons are recommended to it and why; nothing is scheduled.

    `attempts` are types of fraud that were tried on it.

    Comes back with the codes of the list, best first; empty, and nobody is told, for an
    enterprise that switched recommendations off.
    """
    if recommending.is_off(organisation):
        return ()
    found = recommending.for_firm(
        organisation,
        today=clock.today(),
        grounds=recommending.grounds_of(organisation),
        attempts=attempts,
    )
    if not found:
        return ()
    codes = tuple(one.code for one in found)
    names = "、".join(f"{one.code} {one.version.title}" for one in found[:SHOWN])
    enterprises.tell_firm(
        organisation,
        title=saying(gettext_noop("Law lessons recommended to you: %s"), names),
        url="/procuracy/firm/menu/",
        trust=Firm.LESSONS,
        by=by,
    )
    recommended = LessonsRecommended(
        organisation_id=str(organisation.pk), because=because, codes=codes
    )
    announce(recommended, by=by)
    return codes
