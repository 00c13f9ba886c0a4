"""S32: what was entered by hand, by whom and when; and entering it."""

from __future__ import annotations

from django.http import HttpResponseBase
from django.views.decorators.http import require_GET, require_POST

from county.dashboard import actions
from county.dashboard.access import Permit
from county.dashboard.forms import YearsForm
from county.dashboard.queries import years_noted
from county.design.forms import complete
from county.design.http import go, show
from county.foundation.staff.policy import OfficerRequest, allow


@allow(Permit.READ)
@require_GET
def listing(request: OfficerRequest) -> HttpResponseBase:
    """Every entry, the latest first; the first stands."""
    context = {"rows": list(years_noted()[:50]), "form": YearsForm()}
    return show(request, "dashboard/years.html", context)


@allow(Permit.NOTE)
@require_POST
def note(request: OfficerRequest) -> HttpResponseBase:
    """Enter the number with its document."""
    form = complete(YearsForm(request.POST))
    actions.note_years(**form.cleaned_data, by=request.user)
    return go(request, "/county/years/")
