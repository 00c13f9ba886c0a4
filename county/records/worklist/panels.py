"""What the worklist lends to shared pages: the first line of the menu, and what is overdue."""

from django.utils.translation import gettext_lazy as _

from county.design.panels import menu
from county.foundation.figures.registry import Alarm, ring
from county.records.worklist import queries
from county.records.worklist.access import Permit

menu("", _("My day"), "/desk/", icon="layout-dashboard", order=1)

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
