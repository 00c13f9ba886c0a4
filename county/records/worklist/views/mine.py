"""My own settings: leave and who stands in, hours of quiet, the calendar's address."""

from __future__ import annotations

from django.conf import settings
from django.db.models import QuerySet
from django.http import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_GET, require_POST

from county.design.forms import complete
from county.design.http import go, show
from county.foundation.notices import actions as notices
from county.foundation.notices.queries import quiet_hours
from county.foundation.staff import actions as staff
from county.foundation.staff.access import Permit as Staff
from county.foundation.staff.models import Leave, Officer
from county.foundation.staff.policy import OfficerRequest, signed_in
from county.foundation.staff.queries import colleagues, delegates, leaves_of, officers
from county.records.worklist import actions, queries
from county.records.worklist.forms import LeaveForm, QuietForm

HERE = "/desk/mine/"


def _whose(officer: Officer) -> QuerySet[Officer]:
    """For whom an officer may enter leave: oneself; supervisors for whom they supervise."""
    if not officer.has(Staff.LEAVE):
        return officers().filter(pk=officer.pk)
    return colleagues(officer) if officer.reach is not None else officers().order_by("name")


@signed_in
@require_GET
def mine(request: OfficerRequest) -> HttpResponseBase:
    """The officer's own settings."""
    return _page(request)


def _page(request: OfficerRequest, secret: str = "") -> HttpResponseBase:
    officer, hours = request.user, quiet_hours(request.user)
    whose = _whose(officer)
    seen = [one.pk for one in whose]
    context = {
        "leaves": list(leaves_of(seen)),
        "away_for": queries.absent(officer),
        "could": delegates(officer),
        "leave_form": LeaveForm(by=officer, whose=whose, auto_id="leave_%s"),
        "quiet": hours,
        "quiet_form": QuietForm(
            initial={"begins": hours.begins, "ends": hours.ends} if hours else {},
            auto_id="quiet_%s",
        ),
        "feed": queries.feed_of(officer),
        "address": f"{settings.SIWEI_ADDRESS}/desk/calendar/{secret}.ics" if secret else "",
    }
    response = show(request, "worklist/mine.html", context)
    if secret:
        response.headers["Cache-Control"] = "no-store"
    return response


@signed_in
@require_POST
def enter_leave(request: OfficerRequest) -> HttpResponseBase:
    """Enter leave, the own or, for supervisors, a colleague's."""
    form = complete(LeaveForm(request.POST, by=request.user, whose=_whose(request.user)))
    said = form.cleaned_data
    staff.enter_leave(said.pop("officer"), **said, by=request.user)
    return go(request, HERE)


@signed_in
@require_POST
def end_leave(request: OfficerRequest, leave_id: int) -> HttpResponseBase:
    """Be back earlier."""
    rows = Leave.objects.filter(officer__in=_whose(request.user).order_by()).select_related(
        "officer__department"
    )
    staff.end_leave(get_object_or_404(rows, pk=leave_id), by=request.user)
    return go(request, HERE)


@signed_in
@require_POST
def set_quiet_hours(request: OfficerRequest) -> HttpResponseBase:
    """Set or take away the hours of quiet."""
    form = complete(QuietForm(request.POST))
    notices.set_quiet_hours(request.user, **form.cleaned_data)
    return go(request, HERE)


@signed_in
@require_POST
def make_feed(request: OfficerRequest) -> HttpResponseBase:
    """Make an address for the calendar, which is shown this once."""
    return _page(request, actions.make_feed(request.user))


@signed_in
@require_POST
def revoke_feed(request: OfficerRequest) -> HttpResponseBase:
    """Let the calendar's address lead nowhere."""
    actions.revoke_feed(request.user)
    return go(request, HERE)
