"""What the worklist lends to shared pages: the first line of the menu."""

from django.utils.translation import gettext_lazy as _

from county.design.panels import menu
from county.foundation.audit.naming import keys_of, names, opens, pages
from county.foundation.staff.models import Officer
from county.foundation.staff.policy import Holder
from county.kernel.saying import said
from county.records.worklist import queries
from county.records.worklist.models import Task

menu("", _("My day"), "/desk/", icon="layout-dashboard", order=1)


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
