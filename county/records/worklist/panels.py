"""What the worklist lends: the first lines of the menu, and approvals to my day."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from county.design.panels import menu
from county.foundation.approvals.queries import approvals_for, waiting_for
from county.foundation.notices.buttons import button
from county.foundation.staff.models import Officer
from county.kernel.errors import Refused
from county.records.enterprises.access import Permit as Firms
from county.records.residents.naming import keys_of
from county.records.worklist import actions, queries
from county.records.worklist.actions.passing import SIGN
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


@opens("organisation")
def may_open_firm(officer: Officer, keys: list[str]) -> set[str]:
    """Which enterprises' files the officer may open: all, or none."""
    return set(keys) if officer.has(Firms.READ) else set()


@opens("task")
def may_open_task(officer: Officer, keys: list[str]) -> set[str]:
    """Which tasks the officer may see."""
    return queries.may_open(officer, keys)


@button(SIGN, _("Sign for it"))
def sign_from_the_card(officer: Officer, subject: str) -> str:
    """Sign for a task straight from the card in WeCom."""
    keys = keys_of([subject.partition(":")[2]])
    task = queries.tasks_for(officer).filter(pk__in=keys).first()
    if task is None:
        raise Refused(gettext("You can no longer see this task."))
    actions.sign(task, by=officer)
    return gettext("Signed for")
