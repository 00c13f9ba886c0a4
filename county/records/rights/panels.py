"""What rights lend to shared pages: lines in the menu, and the resident's own panel."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from county.design.panels import menu, panel
from county.foundation.transparency.queries import happened, median_days
from county.foundation.transparency.registry import Line, Month, publishes
from county.records.residents.models import Resident
from county.records.rights import queries
from county.records.rights.access import Permit
from county.records.rights.models import Request

PROTECTION = _("Data protection")
menu(PROTECTION, _("Residents' requests"), "/rights/", icon="scale", permit=Permit.READ, order=70)
menu(
    PROTECTION,
    _("Kept for how long"),
    "/rights/periods/",
    icon="clock",
    permit=Permit.READ,
    order=75,
)


@panel("my_data", "rights/mine.html", permit="", order=90)
def mine(request: HttpRequest, resident_id: Any) -> dict[str, Any]:
    """What the resident asked for and what came of it; the way to a copy; periods."""
    resident = Resident.objects.get(pk=resident_id)
    return {"requests": queries.of_resident(resident), "periods": queries.periods()}


@publishes("requests", _("Requests of residents about their data"), [_("how many")], order=32,
           people=False)  # fmt: skip
def requests(month: Month) -> list[Line]:
    """How many came, were answered and are late, and how long they took (E15, E29)."""
    span = (month.begins, month.ends)
    answered = Request.objects.filter(answered_at__gte=span[0], answered_at__lt=span[1])
    times = [
        (end - begin).total_seconds()
        for begin, end in answered.values_list("received_at", "answered_at")
        if end
    ]
    came = Request.objects.filter(received_at__gte=span[0], received_at__lt=span[1]).count()
    late = Request.objects.filter(answered_at=None, due_at__lt=month.ends).count()
    return [
        Line(_("received"), [came]),
        Line(_("answered"), [len(times)]),
        Line(_("unanswered after the limit"), [late]),
        Line(_("days until the answer, median"), [median_days(times)]),
        Line(_("copies taken"), [happened(month, "rights.copy_given")]),
    ]
