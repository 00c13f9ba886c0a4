"""Lists brought in, with their counts; lists taken out."""

from __future__ import annotations

from collections import Counter

from django.db.models import Count, QuerySet

from county.foundation.staff.models import Officer
from county.foundation.staff.policy import Holder
from county.records.lists.access import Permit
from county.records.lists.models import Export, Import, Row
from county.records.lists.registry import kinds_for
from county.records.residents.models import Resident
from county.records.residents.queries import residents_for


def imports_for(officer: Officer) -> QuerySet[Import]:
    """The lists that the officer, or somebody of the department, brought in.

    None of a kind that the officer could not bring in.
    """
    kinds = [one.code for one in kinds_for(officer)]
    rows = Import.objects.filter(officer__department_id=officer.department_id, kind__in=kinds)
    return rows.select_related("officer").order_by("-made_at")


def counts(made: Import) -> Counter[str]:
    """How many rows of a list are in which state."""
    rows = Row.objects.filter(sheet=made).values_list("state").annotate(n=Count("id"))
    return Counter(dict(rows))


def rows_of(made: Import, state: str) -> QuerySet[Row]:
    """The rows of a list in a state, in their order."""
    return Row.objects.filter(sheet=made, state=state).order_by("number")


def exports_for(officer: Officer) -> QuerySet[Export]:
    """The lists that the officer took out, or asked for."""
    if not officer.has(Permit.EXPORT):
        return Export.objects.none()
    return Export.objects.filter(officer=officer).order_by("-asked_at")


def people_in(filters: dict[str, str], holder: Holder) -> QuerySet[Resident]:
    """The files of an export: within the officer's reach, of a town, of an age band."""
    rows = residents_for(holder).filter(is_child=False, erased_at=None)
    if town := filters.get("town", ""):
        rows = rows.filter(town_code=town)
    if band := filters.get("age_band", ""):
        rows = rows.filter(age_band=band)
    return rows.order_by("number")
