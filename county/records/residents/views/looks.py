"""For supervisors and the data protection office: looks that led to nothing, and allowances."""

from __future__ import annotations

from datetime import timedelta

from django.http import HttpResponseBase
from django.views.decorators.http import require_GET, require_POST

from county.design.forms import complete
from county.design.http import go, show
from county.foundation.audit.naming import called
from county.foundation.staff.models import Officer
from county.foundation.staff.policy import OfficerRequest, allow
from county.kernel import clock
from county.records.residents import actions, queries
from county.records.residents.access import Permit
from county.records.residents.forms import AllowanceForm
from county.records.residents.models import Allowance
from county.records.residents.models.looking import FILES_A_DAY

WEEK = timedelta(days=7)


@allow(Permit.OVERSEE)
@require_GET
def review(request: OfficerRequest) -> HttpResponseBase:
    """The week's looks after which the officer did nothing for the person in seven days."""
    back = int(weeks) if (weeks := request.GET.get("week", "0")[:3]).isdecimal() else 0
    until = clock.now() - WEEK * (min(back, 104) + 1)
    rows = queries.unlinked_looks(until - WEEK, until)
    if request.user.reach is not None:
        ours = Officer.objects.filter(department_id=request.user.department_id)
        rows = rows.filter(by__in=[officer.actor for officer in ours])
    looks = list(rows[:200])
    context = {
        "looks": looks,
        "words": called(look.subject for look in looks),
        "week": back,
        "since": until - WEEK,
        "until": until,
        "allowances": list(Allowance.objects.select_related("post").order_by("post")),
        "usual": FILES_A_DAY,
        "form": AllowanceForm(auto_id="allowance_%s"),
    }
    return show(request, "residents/looks.html", context)


@allow(Permit.OVERSEE)
@require_POST
def allowance(request: OfficerRequest) -> HttpResponseBase:
    """Say how many files a post may open in a day."""
    form = complete(AllowanceForm(request.POST))
    actions.set_allowance(**form.cleaned_data, by=request.user)
    return go(request, "/residents/looks/")
