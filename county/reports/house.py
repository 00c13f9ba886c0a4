"""What every department's report counts of its own work list: tasks, hands, limits, linkages.

Its own and nobody else's, so these figures stand in reports only, not on the county's desk.
"""

from __future__ import annotations

from django.db.models import CharField, Count, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from county.design.jinja import moment
from county.design.tables import Column
from county.foundation.figures.registry import COUNTY, FIGURES, Figure
from county.foundation.staff.policy import Holder
from county.kernel import clock
from county.kernel.periods import Period
from county.kernel.saying import said
from county.records.worklist.access import Permit
from county.records.worklist.flow import HandState, State
from county.records.worklist.knowledge import may_cross
from county.records.worklist.models import Hand, Kind, Task
from county.reports.eyes import Eyes

TASKS = pgettext_lazy("unit", "tasks")


def figure_of(code: str) -> Figure:
    """The figure with this code: the county's, or one of a department's own work list."""
    return FIGURES[code] if code in FIGURES else HOUSE[code]


def _unit(holder: Holder) -> str:
    return holder.department.pk if isinstance(holder, Eyes) else ""


def _within(field: str, period: Period) -> Q:
    return Q(**{f"{field}__gte": period.begins, f"{field}__lt": period.ends})


def given(holder: Holder, period: Period) -> QuerySet[Task]:
    """Tasks that were first the department's, given in the period by an officer or by a rule."""
    first = Hand.objects.filter(task=OuterRef("pk")).order_by("pk").values("from_department")[:1]
    house = Coalesce(Subquery(first), F("department"), output_field=CharField())
    rows = Task.objects.alias(first_with=house)
    return rows.filter(_within("assigned_at", period), first_with=_unit(holder))


def _handed(holder: Holder) -> QuerySet[Hand]:
    unit = _unit(holder)
    rows = Hand.objects.filter(to_department=unit).exclude(state=HandState.PASSED)
    return rows.exclude(from_department=unit).select_related("task", "from_department")


def handed(holder: Holder, period: Period) -> QuerySet[Hand]:
    """What other departments handed over to the department in the period."""
    return _handed(holder).filter(_within("given_at", period))


def to_sign(holder: Holder, period: Period) -> QuerySet[Hand]:
    """Of these, what is signed for or returned, or should be by now."""
    return handed(holder, period).filter(~Q(state=HandState.WAITING) | Q(sign_by__lt=clock.now()))


def signed_in_time(holder: Holder, period: Period) -> QuerySet[Hand]:
    """Of these, what was signed for or returned within its hours."""
    in_time = Q(signed_at__lte=F("sign_by")) | Q(returned_at__lte=F("sign_by"))
    return to_sign(holder, period).filter(in_time)


def returned(holder: Holder, period: Period) -> QuerySet[Hand]:
    """What the department sent back in the period, with its reason."""
    rows = _handed(holder).filter(state=HandState.RETURNED)
    return rows.filter(_within("returned_at", period))


def done(holder: Holder, period: Period) -> QuerySet[Task]:
    """What the department finished in the period."""
    rows = Task.objects.filter(department=_unit(holder), state=State.DONE)
    return rows.filter(_within("done_at", period))


def visited(holder: Holder, period: Period) -> QuerySet[Task]:
    """Of these, on-site visits."""
    return done(holder, period).filter(kind=Kind.VISIT)


def due(holder: Holder, period: Period) -> QuerySet[Task]:
    """Tasks of the department whose limit lay in the period and is past; withdrawn ones not."""
    rows = Task.objects.filter(_within("due_at", period), department=_unit(holder))
    return rows.filter(due_at__lt=clock.now()).exclude(state=State.WITHDRAWN)


def late(holder: Holder, period: Period) -> QuerySet[Task]:
    """Of these, what was not done by its limit, or is not yet."""
    return due(holder, period).filter(Q(state=State.OPEN) | Q(done_at__gt=F("due_at")))


def linked(holder: Holder, period: Period) -> QuerySet[Task]:
    """Tasks of the county's rules that came to the department in the period."""
    own = Q(pk__in=given(holder, period).order_by().values("pk"))
    own |= Q(pk__in=handed(holder, period).order_by().values("task"))
    return Task.objects.filter(own).exclude(rule="")


def _title(task: Task) -> str:
    """What it is about; only its kind where its title may name a person."""
    return said(task.title) if may_cross(task.about) else str(task.get_kind_display())


OF_TASKS = (
    Column(_("task"), _title, "title"),
    Column(_("kind"), lambda row: row.get_kind_display(), "kind"),
    Column(_("rule"), lambda row: row.rule or "–", "rule"),
    Column(_("given at"), lambda row: moment(row.assigned_at), "assigned_at"),
    Column(_("limit"), lambda row: moment(row.due_at), "due_at"),
    Column(_("state"), lambda row: row.get_state_display(), "state"),
    Column(_("done at"), lambda row: moment(row.done_at), "done_at"),
)
OF_HANDS = (
    Column(_("task"), lambda row: _title(row.task), "task__title"),
    Column(_("handed over from"), lambda row: str(row.from_department or "–"),
           "from_department__name"),
    Column(_("handed over at"), lambda row: moment(row.given_at), "given_at"),
    Column(_("to be signed for by"), lambda row: moment(row.sign_by), "sign_by"),
    Column(_("state"), lambda row: row.get_state_display(), "state"),
    Column(_("why it was returned"), lambda row: row.why if may_cross(row.task.about) else "–",
           "why"),
)  # fmt: skip


def _of_tasks(code: str, title: object, definition: object, rows: object, **more: object) -> Figure:
    told: dict[str, object] = {
        "code": code, "title": title, "definition": definition, "rows": rows, "unit": TASKS,
        "group": COUNTY, "permit": Permit.USE, "town": "area_code", "day": "assigned_at",
        "columns": OF_TASKS, "sort": "-assigned_at",
    }  # fmt: skip
    return Figure(**told | more)  # type: ignore[arg-type]


OWN = (
    _of_tasks("W01", _("Tasks given"), _("Tasks that were first this department's, given in the"
              " period by an officer or by one of the county's rules."), given,
              also=((_("by a rule of the county"), Count("pk", filter=~Q(rule=""))),)),
    _of_tasks("W02", _("Tasks handed over by others"), _("Tasks that another department handed over"
              " to this one in the period; each passing is one."), handed, town="task__area_code",
              day="given_at", columns=OF_HANDS, sort="-given_at"),
    _of_tasks("W03", _("Signed for in time"), _("Of the tasks handed over in the period that are"
              " signed for, returned, or past the hour to sign: those signed for or returned within"
              " it."), signed_in_time, of=to_sign, town="task__area_code", day="given_at",
              columns=OF_HANDS, sort="-given_at", is_rate=True),
    _of_tasks("W04", _("Returned with a reason"), _("Tasks that this department sent back in the"
              " period, because they are not its own or cannot be done so."), returned,
              town="task__area_code", day="returned_at", columns=OF_HANDS, sort="-returned_at"),
    _of_tasks("W05", _("Tasks finished"), _("Tasks that this department finished in the period."),
              done, day="done_at", sort="-done_at",
              also=((_("within their limit"), Count("pk", filter=Q(done_at__lte=F("due_at")))),)),
    _of_tasks("W06", _("Past their limit"), _("Of the tasks of this department whose limit lay in"
              " the period and is past, withdrawn ones left out: those not done by it."), late,
              of=due, day="due_at", sort="due_at", is_rate=True),
    _of_tasks("W07", _("On-site visits done"), _("On-site visits among the tasks that this"
              " department finished in the period."), visited, day="done_at", sort="-done_at"),
    _of_tasks("W08", _("Linkages that reached the department"), _("Tasks of the county's rules that"
              " were given or handed over to this department in the period; which rules, their"
              " column says."), linked,
              also=((_("different rules"), Count("rule", distinct=True)),)),
)  # fmt: skip
HOUSE: dict[str, Figure] = {one.code: one for one in OWN}
