"""What the worklist lends: the first lines of the menu, and approvals to my day."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from county.design.panels import menu
from county.foundation.approvals.queries import approvals_for, waiting_for
from county.foundation.staff.models import Officer
from county.records.residents.naming import keys_of
from county.records.worklist import queries
from county.records.worklist.registry import MOST, Waiting, opens, waits

menu("", _("My day"), "/desk/", icon="layout-dashboard", order=1)
menu("", _("My calendar"), "/desk/calendar/", icon="calendar", order=2)


@waits("approvals", _("Approvals"), what=_("your word"), url="/approvals/")
def approvals(officer: Officer) -> Iterator[Waiting]:
    """What this officer could decide as the second person; never for somebody on leave."""
    rows = waiting_for(officer).order_by("ends_at", "pk")
    for one in rows[: MOST + 1]:
        yield Waiting(
            f"approval:{one.pk}", str(one), f"/approvals/{one.pk}/", one.ends_at, one.why,
        )  # fmt: skip


@opens("approval")
def may_open_approval(officer: Officer, keys: list[str]) -> set[str]:
    """Which approvals the officer may see."""
    rows = approvals_for(officer).filter(pk__in=keys_of(keys)).values_list("pk", flat=True)
    return {str(key) for key in rows}


@opens("task")
def may_open_task(officer: Officer, keys: list[str]) -> set[str]:
    """Which tasks the officer may see."""
    return queries.may_open(officer, keys)
