"""Every five minutes, tell of what fell overdue; tell who stands in for an officer on leave."""

from __future__ import annotations

from django.utils.translation import gettext_noop

from county.foundation.events.clock import every
from county.foundation.events.registry import System, on
from county.foundation.notices.actions import tell
from county.foundation.staff.events import LeaveEntered
from county.foundation.staff.models import Leave
from county.kernel.clock import now
from county.kernel.saying import saying
from county.records.worklist import actions

STAFF = System("staff")


@every("*/5 * * * *")
def remind() -> None:
    actions.remind(now())


@on(LeaveEntered)
def tell_who_stands_in(fact: LeaveEntered) -> None:
    """Who stands in hears for whom and until when; the officer, when a supervisor entered it."""
    leave = Leave.objects.select_related("officer", "delegate").get(pk=fact.leave_id)
    about = f"leave:{leave.pk}"
    tell(
        [leave.delegate],
        title=saying(
            gettext_noop("You stand in for %s, %s to %s"), str(leave.officer), fact.from_on,
            fact.until_on,
        ),
        url="/desk/mine/", by=STAFF, about=about, to_stand_ins=False,
    )  # fmt: skip
    if leave.entered_by_id != leave.officer_id:
        tell(
            [leave.officer],
            title=saying(
                gettext_noop("Your leave was entered: %s to %s"), fact.from_on, fact.until_on
            ),
            url="/desk/mine/", by=STAFF, about=about, to_stand_ins=False,
        )  # fmt: skip
