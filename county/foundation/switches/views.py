"""The switches, and turning one."""

from __future__ import annotations

from django.http import HttpResponseBase
from django.views.decorators.http import require_GET, require_POST

from county.design.forms import complete
from county.design.http import go, show
from county.foundation.staff.policy import OfficerRequest, allow
from county.foundation.switches import actions, queries
from county.foundation.switches.access import Permit
from county.foundation.switches.forms import TurnForm
from county.foundation.switches.registry import SWITCHES


@allow(Permit.TURN)
@require_GET
def listing(request: OfficerRequest) -> HttpResponseBase:
    """What is on, what is off since when and why, and who turned what."""
    context = {
        "switches": queries.all_switches(),
        "history": queries.history(),
        "titles": SWITCHES,
    }
    return show(request, "switches/listing.html", context)


@allow(Permit.TURN)
@require_POST
def turn(request: OfficerRequest) -> HttpResponseBase:
    """Turn one switch."""
    form = complete(TurnForm(request.POST))
    verb = actions.turn_on if form.cleaned_data["on"] else actions.turn_off
    verb(form.cleaned_data["switch"], reason=form.cleaned_data["reason"], by=request.user)
    return go(request, "/switches/")
