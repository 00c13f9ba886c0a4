"""L26: thefts that gather in a grid draft a notice there and suggest patrols; no list of persons.

Counts and tags only: the notice goes to those who asked for it, to shops and to landlords.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from county.dimensions.incidents.events import IncidentEntered
from county.dimensions.incidents.queries import THEFT, found, in_area
from county.dimensions.outreach.access import Permit
from county.dimensions.outreach.actions import drafting
from county.kernel import clock
from county.kernel.deadlines import rule as deadline
from county.kernel.saying import saying
from county.linkage.desks import desk, head
from county.linkage.dials import Dials, dial
from county.linkage.engine import LINKAGE, Step, rule, step
from county.records.places.queries import is_grid
from county.records.visits.access import Permit as Visits
from county.records.worklist import actions as worklist
from county.records.worklist.models import Kind

LOCAL = _("a local design value (L26)")
NOTICE = "防盗"


@dataclass(frozen=True, slots=True)
class Series(Dials):
    """When thefts in a grid are a series."""

    cases: int = dial(3, title=_("Thefts"), unit=_("thefts"), low=2, high=50, basis=LOCAL)
    days: int = dial(7, title=_("Within"), unit=_("d"), low=1, high=60, basis=LOCAL)


def occasion(fact: IncidentEntered) -> str:
    """The grid."""
    return f"theft:{fact.area}"


@rule(
    code="L26",
    when=IncidentEntered,
    title=_("Three thefts in a grid in a week warn shops and suggest patrols"),
    dials=Series,
    per=occasion,
    pause=lambda dials: dials.days,
)
def thefts_in_a_grid_warn_shops_and_suggest_patrols(
    fact: IncidentEntered, dials: Series
) -> Iterator[Step]:
    if fact.what != THEFT or not is_grid(fact.area):
        return
    day, area = found(fact.incident_id).happened_on, found(fact.incident_id).area
    count = in_area(THEFT, fact.area, day, days=dials.days)
    if count < dials.cases:
        return
    station, limit = desk(Visits.USE, area=fact.area), deadline("DL80")
    author = head(Permit.WRITE, station)
    if author is not None:
        yield step(
            drafting.draft_warning,
            words=saying(drafting.DRAFTED, NOTICE),
            category=NOTICE,
            town=fact.area,
            by=author,
        )
    yield step(
        worklist.assign,
        key=f"patrol:{fact.incident_id}",
        kind=Kind.OTHER,
        title=saying(gettext_noop("Consider patrols: %s"), area.name),
        why=saying(gettext_noop("%s thefts within %s days."), str(count), str(dials.days)),
        basis=limit.basis_in_words(),
        about=f"area:{fact.area}",
        due_at=limit.due_at(clock.today()),
        department=station,
        by=LINKAGE,
        url=f"/incidents/?what=theft&area={fact.area}",
        area_code=fact.area,
    )
