"""Keep a tag from the person's page for a time that a statute allows; two decide, it is counted."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from county.foundation.events.actions import announce
from county.foundation.staff.models import Officer
from county.foundation.staff.policy import demand
from county.kernel import clock
from county.kernel.errors import Incomplete, NotAllowed, Refused
from county.kernel.saying import saying
from county.records.tags.access import Permit
from county.records.tags.actions.parts import ids, locked, sayable
from county.records.tags.events import WithholdingApproved, WithholdingAsked
from county.records.tags.flow import State
from county.records.tags.knowledge import LONGEST_WITHHELD, WITHHOLDING_GROUNDS
from county.records.tags.models import Tagging, Withholding
from county.records.worklist import actions as worklist
from county.records.worklist.models import Kind

LONGEST_REASON = 200


@transaction.atomic
def ask_to_withhold(
    tagging: Tagging, *, ground: str, why: str, days: int, by: Officer
) -> Withholding:
    """Ask that a statutory tag in force be kept from the person's page; nothing changes yet."""
    demand(by, Permit.WITHHOLD)
    tagging = locked(tagging)
    if ground not in WITHHOLDING_GROUNDS:
        raise Incomplete(_("Name the statute that allows it."))
    if not 1 <= days <= LONGEST_WITHHELD:
        raise Incomplete(_("A tag is withheld for 1 to 180 days."))
    if not tagging.tag.by_statute or tagging.state != State.ACTIVE:
        raise Refused(_("Only a tag in force that repeats a statutory duty is ever withheld."))
    kept = Withholding.objects.create(
        tagging=tagging, ground=ground, why=sayable(why, longest=LONGEST_REASON), asked_by=by,
        until=clock.today() + timedelta(days=days), asked_at=clock.now(),
    )  # fmt: skip
    announce(WithholdingAsked(**ids(tagging), ground=ground), by=by)
    return kept


@transaction.atomic
def approve_withholding(kept: Withholding, *, by: Officer) -> Withholding:
    """Agree as the second; when its days are over it is looked at again, and the tag is shown."""
    demand(by, Permit.OVERSEE)
    kept = Withholding.objects.select_for_update(of=("self",)).get(pk=kept.pk)
    if kept.approved_by_id is not None:
        raise Refused(_("This has been approved."))
    if kept.asked_by_id == by.pk:
        raise NotAllowed(_("A second officer approves, not the one who asked."))
    kept.approved_by, kept.approved_on = by, clock.today()
    kept.save(update_fields=["approved_by", "approved_on"])
    announce(WithholdingApproved(**ids(kept.tagging), ground=kept.ground), by=by)
    worklist.assign(
        key=f"withholding:{kept.pk}",
        kind=Kind.OTHER,
        title=saying(gettext_noop("A tag was withheld: look at it again")),
        why=saying(gettext_noop("The person sees it again from the next day on.")),
        about=f"tagging:{kept.tagging_id}",
        due_at=clock.end_of_day(kept.until),
        officer=by,
        by=by,
        url="/tags/oversight/",
    )
    return kept
