"""The year's plan of lessons against what was given: shown, printed, exported."""

from __future__ import annotations

from django.http import HttpResponseBase
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_POST

from county.design.forms import complete
from county.design.http import go, show
from county.design.tables import Column, export
from county.dimensions.procuracy.access import Permit
from county.dimensions.procuracy.actions import plans as acts
from county.dimensions.procuracy.forms.lessons import TargetForm
from county.dimensions.procuracy.queries import orders as asked
from county.foundation.staff.policy import OfficerRequest, allow, demand_export
from county.kernel import clock
from county.records.places.queries import name_of

FIRST, LAST = 2020, 2100


def _cell(month: int, which: int) -> Column:
    title = _("%s planned") if which == 0 else _("%s given")
    return Column(
        title % month, lambda line: line.months.get(month, (0, 0))[which]
    )  # fmt: skip


COLUMNS = [
    Column(_("town"), lambda line: name_of(line.town) or _("the whole county")),
    Column(_("industry code"), lambda line: line.industry or _("every trade")),
    *(_cell(month, which) for month in range(1, 13) for which in (0, 1)),
    Column(_("planned in the year"), lambda line: line.planned),
    Column(_("given in the months planned"), lambda line: line.given),
]


@allow(Permit.FIGURES)
@require_GET
def plan(request: OfficerRequest, year: int) -> HttpResponseBase:
    """The plan of a year."""
    year = min(max(year, FIRST), LAST)
    lines = asked.plan(year)
    if request.GET.get("format") in ("csv", "xlsx"):
        demand_export(request.user)
        return export(f"plan-{year}", COLUMNS, lines, form=request.GET["format"])
    context = {
        "year": year,
        "lines": lines,
        "form": TargetForm(auto_id="aim_%s", initial={"month": clock.today().month}),
        "month": clock.today().month if year == clock.today().year else 0,
    }
    return show(request, "procuracy/plan.html", context)


@allow(Permit.FIGURES)
@require_GET
def this_year(request: OfficerRequest) -> HttpResponseBase:
    """The plan of the year it is."""
    return go(request, f"/procuracy/plans/{clock.today().year}/")


@allow(Permit.LIAISE)
@require_POST
def aim(request: OfficerRequest, year: int) -> HttpResponseBase:
    """Set one line of the plan."""
    given = complete(TargetForm(request.POST)).cleaned_data
    acts.aim(year=min(max(year, FIRST), LAST), **given, by=request.user)
    return go(request, f"/procuracy/plans/{year}/")
