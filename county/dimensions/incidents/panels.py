"""What incidents lend to shared pages: menu, names, figures, what waits, their list."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Count, Q
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from county.design.panels import menu
from county.dimensions.incidents import actions, queries
from county.dimensions.incidents.access import Permit
from county.dimensions.incidents.flow import State
from county.dimensions.incidents.models import Incident, What
from county.foundation.audit.naming import keys_of, names, opens, pages
from county.foundation.figures.registry import (
    INCIDENTS,
    LAW,
    POLICING,
    Alarm,
    Figure,
    lend,
    ring,
)
from county.foundation.staff.models import Officer
from county.foundation.staff.policy import Holder
from county.records.lists.registry import Field, Kind, brings
from county.records.places.queries import name_of
from county.records.worklist.registry import MOST, Waiting, waits

menu(_("Digital policing"), _("Incidents"), "/incidents/", icon="map-pin",
     permit=Permit.READ, order=56)  # fmt: skip


@names("incident")
def incidents(keys: list[str]) -> dict[str, str]:
    """Incidents by their numbers."""
    rows = Incident.objects.filter(pk__in=keys_of(keys))
    return {str(key): number for key, number in rows.values_list("pk", "number")}


@opens("incident")
def incident_pages(holder: Holder, keys: list[str]) -> dict[str, str]:
    """The pages of those that the holder may see."""
    rows = queries.incidents_for(holder)
    return pages(rows, keys, "/incidents/%s/") if holder.has(Permit.READ) else {}


COUNTED = pgettext_lazy("unit", "incidents")
lend(
    Figure("S24", _("Incidents against property"), _("Theft, embezzlement, fraud and robbery that"
           " the police entered, at enterprises or elsewhere, by the day they happened, compared"
           " with the same days of the year before. What was no case is left out. Matters of the"
           " help desk are not counted: what became of one is counted once, under its number of"
           " the police. Other departments are told whole months by town, fewer than five not."),
           COUNTED, LAW, Permit.READ, queries.property_for, town="area__code", grid="area__code",
           day="happened_on", also=((_("at enterprises"),
           Count("pk", filter=Q(organisation__isnull=False))),), smallest=INCIDENTS,
           page=lambda row: row.url, columns=queries.COLUMNS, filters=("what", "state"),
           sort="-happened_on", told=(Permit.COUNTS,), year_before=True),
    Figure("S24a", _("Incidents against property, solved"), _("Of the incidents against"
           " property of the period: those whose case is solved by now."), COUNTED, LAW,
           Permit.READ, queries.solved_for, of=queries.property_for, town="area__code",
           grid="area__code", day="happened_on", smallest=INCIDENTS, page=lambda row: row.url,
           columns=queries.COLUMNS, filters=("what",), sort="-happened_on", is_rate=True),
    Figure("S24b", _("Incidents of every type"), _("Incidents of every type that the police"
           " entered, by the day they happened. What was no case is left out."), COUNTED,
           POLICING, Permit.READ, queries.counted_for, town="area__code", grid="area__code",
           day="happened_on", also=((_("still without an outcome"),
           Count("pk", filter=Q(state=State.OPEN))),), smallest=INCIDENTS,
           page=lambda row: row.url, columns=queries.COLUMNS, filters=("what", "state"),
           sort="-happened_on"),
)  # fmt: skip
ring(
    Alarm(
        "incidents_without_outcome",
        _("Incidents without an outcome past their limit"),
        Permit.WRITE,
        queries.late_for,
        moment="entered_at",
        words=lambda incident: incident.get_what_display(),
        list="/incidents/?state=open&sort=happened_on",
        place=lambda incident: incident.area_id,
        page=lambda incident: incident.url,
    )
)


@waits("incidents", _("Incidents"), what=_("outcome of an incident"), permit=Permit.WRITE,
       url="/incidents/?state=open&sort=happened_on")  # fmt: skip
def outcomes_to_note(officer: Officer) -> Iterator[Waiting]:
    """Incidents of a station's own area whose outcome is due within days, or was.

    Whoever works county-wide sees them as an alarm; a colleague's station notes them.
    """
    for one in queries.due_for(officer)[: MOST + 1]:
        yield Waiting(
            one.subject, one.number, one.url, queries.due_at(one),
            gettext("%(what)s, %(place)s: no outcome yet") % {
                "what": one.get_what_display(), "place": name_of(one.area_id),
            }, personal=False,
        )  # fmt: skip


def _what(value: str) -> str:
    return str(What(value).label)


def _outcome(value: str) -> str:
    return str(State(value).label)


brings(
    Kind(
        code="incidents",
        title=_("incidents (the police's list)"),
        permit=Permit.WRITE,
        fields=(
            Field("number", _("Number of the police"), ("警情编号", "接警编号", "警情号",
                  "接警单编号", "案件编号", "编号", "number")),
            Field("what", _("Type"), ("警情类别", "警情类型", "案件类别", "案由", "类别", "类型",
                  "type")),
            Field("day", _("Day"), ("发生时间", "发生日期", "案发时间", "报警时间", "接警时间",
                  "日期", "day", "date", "time")),
            Field("town", _("Town or grid"), ("镇街道", "镇街", "镇", "乡镇", "街道", "所属镇街",
                  "辖区", "town")),
            Field("grid", _("Grid"), ("网格", "所属网格", "网格编码", "网格名称", "grid")),
            Field("address", _("Address, for its town only"), ("地址", "发生地址", "发生地点",
                  "案发地点", "address")),
            Field("firm", _("Credit code"), ("统一社会信用代码", "社会信用代码", "信用代码",
                  "企业代码", "creditcode", "uscc")),
            Field("loss", _("Loss in yuan"), ("损失金额", "损失金额元", "涉案金额", "损失",
                  "loss")),
            Field("outcome", _("Outcome of the case"), ("处理结果", "处置结果", "案件状态",
                  "状态", "结果", "outcome", "state")),
        ),
        needed=(("number",), ("what",), ("day",), ("town", "grid", "address")),
        check=actions.check,
        bring=actions.bring,
        take_back=actions.take_back,
        same=_("the same number of the police"),
        page="/incidents/%s/",
        shown={"number": str, "what": _what, "day": str, "town": name_of, "firm": str,
               "loss": str, "outcome": _outcome},
    )
)  # fmt: skip
