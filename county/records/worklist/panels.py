"""What the worklist lends: lines of the menu, tasks' names and pages, what waits or is overdue."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from county.design.panels import menu
from county.foundation.approvals.queries import approvals_for, waiting_for
from county.foundation.audit.naming import keys_of, names, opens, pages
from county.foundation.figures.registry import Alarm, ring
from county.foundation.notices.buttons import button
from county.foundation.staff.models import Officer
from county.foundation.staff.policy import Holder
from county.kernel.errors import Refused
from county.kernel.saying import said
from county.records.worklist import actions, queries
from county.records.worklist.access import Permit
from county.records.worklist.actions.passing import SIGN
from county.records.worklist.models import Task
from county.records.worklist.registry import MOST, Waiting, waits

menu("", _("My day"), "/desk/", icon="layout-dashboard", order=1)
menu("", _("My calendar"), "/desk/calendar/", icon="calendar", order=2)


@waits("approvals", _("Approvals"), what=_("for your approval"), url="/approvals/")
def approvals(officer: Officer) -> Iterator[Waiting]:
    """What this officer could decide as the second person; never for somebody on leave."""
    rows = waiting_for(officer).order_by("ends_at", "pk")
    for one in rows[: MOST + 1]:
        yield Waiting(
            f"approval:{one.pk}", str(one), f"/approvals/{one.pk}/", one.ends_at, one.why,
        )  # fmt: skip


@opens("approval")
def approval_pages(holder: Holder, keys: list[str]) -> dict[str, str]:
    """The pages of approvals that the officer may see; a key sees none."""
    rows = approvals_for(holder) if isinstance(holder, Officer) else None
    return {} if rows is None else pages(rows, keys, "/approvals/%s/")


@names("task")
def task_titles(keys: list[str]) -> dict[str, str]:
    """Tasks by their titles."""
    rows = Task.objects.filter(pk__in=keys_of(keys)).values_list("pk", "title")
    return {str(key): said(title) for key, title in rows}


@opens("task")
def task_pages(holder: Holder, keys: list[str]) -> dict[str, str]:
    """The pages of tasks that the officer may see; a key sees none."""
    rows = queries.tasks_for(holder) if isinstance(holder, Officer) else None
    return {} if rows is None else pages(rows, keys, "/desk/tasks/%s/")


@button(SIGN, _("Sign for it"))
def sign_from_the_card(officer: Officer, subject: str) -> str:
    """Sign for a task straight from the card in WeCom."""
    keys = keys_of([subject.partition(":")[2]])
    task = queries.tasks_for(officer).filter(pk__in=keys).first()
    if task is None:
        raise Refused(gettext("You can no longer see this task."))
    actions.sign(task, by=officer)
    return gettext("Signed for")


ring(
    Alarm(
        "tasks_overdue",
        _("Tasks past their limit"),
        Permit.USE,
        queries.overdue_for,
        moment="due_at",
        words=lambda task: task.get_kind_display(),
        list="/desk/",
        place=lambda task: task.area_code,
        page=lambda task: task.url or "/desk/",
    )
)
